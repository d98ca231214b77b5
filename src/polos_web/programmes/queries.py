"""Reads of the register of programmes."""

from collections.abc import Mapping
from typing import Any

from polos_web.programmes.kinds import DOCUMENT, PROGRAMME
from polos_web.registers.kinds import Kind, Reach
from polos_web.registers.models import State
from polos_web.registers.queries import Sheet, naming, of_kind, sheets
from polos_web.ui.text import folded, words

PUBLIC = frozenset({Reach.PUBLIC})


def programmes(text: str = "", kind: str = "") -> list[Sheet]:
    """Return what the published programmes say, those with the words and of the kind, by name."""
    found = [sheet for sheet in _published(PROGRAMME) if not kind or sheet.value("kind") == kind]
    wanted = words(text)
    found = [sheet for sheet in found if all(word in folded(sheet.title) for word in wanted)]
    return sorted(found, key=lambda sheet: folded(sheet.title))


def of_territory(territory_id: str, language: str) -> Mapping[str, Any] | None:
    """Return the programmes a territory takes part in, and its documents; ``None`` where there are none."""
    told = {
        kind.name: sorted(_naming(kind, territory_id), key=lambda sheet: folded(sheet.title))
        for kind in (PROGRAMME, DOCUMENT)
    }
    return told if any(told.values()) else None


def _published(kind: Kind) -> list[Sheet]:
    return list(sheets(of_kind(kind, state=State.PUBLISHED), PUBLIC).values())


def _naming(kind: Kind, territory_id: str) -> list[Sheet]:
    return list(sheets(naming("territory", territory_id, kind=kind), PUBLIC).values())
