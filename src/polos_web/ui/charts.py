"""Figures of the library as pages show them: in the type of the pages."""

from polos.reports.figures import Figure, set_in

# As ``--sans`` in assets/css/ground.css.
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
SIZE = 12
ROOM = 60


def on_page(figure: Figure) -> Figure:
    """Return the figure in the type of the pages."""
    return set_in(figure, font=FONT, size=SIZE, room=ROOM)
