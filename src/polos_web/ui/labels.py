"""Codes as words in the language of the page."""

from collections.abc import Callable

from django.utils.translation import get_language, gettext, gettext_lazy

from polos import vocabularies
from polos.vocabularies import Vocabulary, cluster_lists
from polos_web.ui.text import folded

VOCABULARIES: dict[str, Callable[[], Vocabulary]] = {
    name: getattr(vocabularies, name)
    for name in (
        "actor_kinds",
        "body_kinds",
        "cluster_kinds",
        "code_relations",
        "coding_states",
        "confidences",
        "convergence_levels",
        "countries",
        "document_kinds",
        "emphasis_bases",
        "helix",
        "languages",
        "markets",
        "nace",
        "pairing_themes",
        "priority_scopes",
        "programme_kinds",
        "programme_roles",
        "provenances",
        "s3_states",
        "scales",
        "sdgs",
        "sides",
        "technologies",
        "technology_columns",
        "territory_forms",
        "territory_levels",
    )
} | {name: getattr(cluster_lists, name) for name in cluster_lists.__all__}

# What the source says of a pairing, in words of its own that are not a published code list.
FACT_TYPES = {
    "agreement": gettext_lazy("Agreement"),
    "commercial_agreement": gettext_lazy("Commercial agreement"),
    "distinction": gettext_lazy("Distinction"),
    "enabler": gettext_lazy("Enabler"),
    "management": gettext_lazy("Management"),
    "outcome": gettext_lazy("Outcome"),
    "planned_action": gettext_lazy("Planned action"),
    "practice": gettext_lazy("Practice"),
    "shared_challenge": gettext_lazy("Shared challenge"),
    "topic": gettext_lazy("Topic"),
}
FACT_STATES = {
    "done": gettext_lazy("done"),
    "in force": gettext_lazy("in force"),
    "planned": gettext_lazy("planned"),
    "signed": gettext_lazy("signed"),
    "stated": gettext_lazy("stated"),
    "under way": gettext_lazy("under way"),
}
BASES = {
    "declared": gettext_lazy("declared in the record"),
    "codes": gettext_lazy("derived from the codes"),
}
WORDS = {"fact_types": FACT_TYPES, "fact_states": FACT_STATES, "bases": BASES}


def label(kind: str, code: str) -> str:
    """Return the words for a code of a vocabulary or of the small lists above, in the present language.

    A code that its list does not hold, such as a country of another installation, stands for itself.
    """
    if kind in WORDS:
        return str(WORDS[kind][code])
    known = VOCABULARIES[kind]()
    return known.label(code, get_language() or "en") if code in known else code


def labels(kind: str, codes: list[str]) -> str:
    """Return the words for several codes, as one piece of text."""
    return ", ".join(label(kind, code) for code in codes) or gettext("not stated")


def choices(kind: str, codes: list[str] | None = None) -> list[tuple[str, str]]:
    """Return (code, words) for the options of a form, sorted by their words."""
    known = VOCABULARIES[kind]()
    wanted = known.codes if codes is None else codes
    return sorted(((code, label(kind, code)) for code in wanted), key=lambda option: folded(option[1]))
