"""Where one can go from every page. An entry is shown where its route exists."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Entry:
    """A place to go: the name of its route, its name and one sentence about it."""

    route: str
    label: str | Promise
    hint: str | Promise = ""


@dataclass(frozen=True)
class Group:
    """Places that stand behind one name of the menu."""

    label: str | Promise
    entries: tuple[Entry, ...]


DOORS = (
    Entry(
        "matchmaking:counterparts",
        gettext_lazy("Find counterparts"),
        gettext_lazy(
            "Choose a territory and see with whom across the ocean it could cooperate, on what, and why."
        ),
    ),
    Entry(
        "convergence:compare",
        gettext_lazy("Compare priorities"),
        gettext_lazy(
            "Lay what two groups or two territories have declared side by side, market by technology."
        ),
    ),
    Entry(
        "territories:list",
        gettext_lazy("Look at a territory"),
        gettext_lazy(
            "Its declared priorities with their sources, its pairing, its clusters and its economy."
        ),
    ),
    Entry(
        "clusters:list",
        gettext_lazy("Find a cluster"),
        gettext_lazy("Search cluster organisations and initiatives by sector, market, technology and place."),
    ),
)
MENU: tuple[Entry | Group, ...] = (
    Entry("search:list", gettext_lazy("Search")),
    Entry("matchmaking:counterparts", gettext_lazy("Counterparts")),
    Entry("convergence:compare", gettext_lazy("Compare")),
    Group(
        gettext_lazy("Registers"),
        (
            Entry("territories:list", gettext_lazy("Territories")),
            Entry("clusters:list", gettext_lazy("Clusters")),
            Entry("actors:list", gettext_lazy("Actors")),
            Entry("programmes:list", gettext_lazy("Programmes")),
        ),
    ),
    Group(
        gettext_lazy("Working together"),
        (
            Entry("cooperation:pairings", gettext_lazy("Pairings")),
            Entry("dialogue:list", gettext_lazy("Dialogues")),
            Entry("surveys:list", gettext_lazy("Surveys")),
            Entry("events:list", gettext_lazy("Events")),
        ),
    ),
    Entry("site:about", gettext_lazy("About the data")),
)


def reachable(entries: Iterable[Entry]) -> list[tuple[Entry, str]]:
    """Return the entries whose route exists, each with its address in the present language."""
    return [(entry, address) for entry in entries if (address := address_of(entry.route))]


def opened(menu: Iterable[Entry | Group]) -> list[tuple[str | Promise, list[tuple[Entry, str]]]]:
    """Return what a menu shows: groups by their names, an entry alone without one; nothing empty."""
    told = [
        (one.label, reachable(one.entries)) if isinstance(one, Group) else ("", reachable([one]))
        for one in menu
    ]
    return [(name, places) for name, places in told if places]


def address_of(route: str) -> str | None:
    """Return the address of a route without arguments, or ``None`` where no application offers it."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return None
