"""Charts speak in the type of the pages around them."""

from polos_web.ui import charts


def test_the_type_of_charts_is_that_of_the_pages(root):
    """One list of families, in the style sheet and here."""
    sheet = (root / "assets/css/ground.css").read_text("utf-8")
    families = sheet.split("--sans: ")[1].split(";")[0]
    assert families.replace('"', "'") == charts.FONT
