"""How well codes found in free text agree with codes given by hand (or by machine): counted, not judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from polos.matches.text_codes import KINDS, STEMMERS, codes, mentions
from polos.table import Table
from polos.vocabularies import nace

OTHER = "other, through English"


@dataclass(frozen=True)
class Agreement:
    """Agreement of found with given codes over texts of a language, for one kind of code.

    ``found``, ``given`` and ``both`` count codes, summed over ``texts``. The given codes of the built-in
    priorities are machine-made and unreviewed, so this measures agreement, not accuracy.
    """

    language: str
    kind: str
    texts: int
    found: int
    given: int
    both: int

    @property
    def precision(self) -> float | None:
        """Share of the found codes that are given, None where none was found."""
        return self.both / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of the given codes that are found, None where none is given."""
        return self.both / self.given if self.given else None


@dataclass(frozen=True)
class CodedText:
    """A text with the codes that were given to it, by kind; ``language`` is that of the text."""

    text: str
    language: str
    given: Mapping[str, frozenset[str]]
    group: str


def agreement(texts: Iterable[CodedText], *, official_only: bool = False) -> tuple[Agreement, ...]:
    """Count how far found codes agree with given ones, by group of texts and kind of code.

    Parameters
    ----------
    texts
        With their codes; only kinds that are given are counted.
    official_only
        Use official labels alone, without the words that we added.

    Returns
    -------
    tuple of Agreement
        Sorted by group and kind.
    """
    counts: dict[tuple[str, str], list[int]] = {}
    for one in texts:
        found = codes(mentions(one.text, one.language, official_only=official_only))
        for kind, given in one.given.items():
            sums = counts.setdefault((one.group, kind), [0, 0, 0, 0])
            for k, amount in enumerate((1, len(found[kind]), len(given), len(found[kind] & given))):
                sums[k] += amount
    order = sorted(counts, key=lambda one: (one[0], KINDS.index(one[1])))
    return tuple(Agreement(group, kind, *counts[group, kind]) for group, kind in order)


def priority_texts(priorities: Table) -> tuple[CodedText, ...]:
    """Return the names of own priorities with their codes; those in other languages by their English name."""
    rows = priorities.rows.filter(priorities.rows["scope"] == "own")
    found = []
    for row in rows.iter_rows(named=True):
        known = row["name_lang"] in STEMMERS
        text, language = (row["name"], row["name_lang"]) if known else (row["name_en"], "en")
        group = language if known else OTHER
        found.append(CodedText(text or "", language, _given(row), group))
    return tuple(found)


def czech_texts(regions: Mapping[str, Mapping[str, Mapping[str, object]]]) -> tuple[CodedText, ...]:
    """Return the domains of Czech regions with the NACE divisions their strategy names.

    The hard case: there are no Czech labels here. The texts are read with the stemmers of all four languages
    in turn, which find only what the languages share; see :func:`agreement` on each.
    """
    known = set(nace().codes)
    return tuple(
        CodedText(
            f"{domain['nazev']}: {domain['popis']}",
            language,
            {"division": frozenset(str(code) for code in _listed(domain["nace"]) if str(code) in known)},
            f"Czech read as {language}",
        )
        for language in STEMMERS
        for domains in regions.values()
        for domain in domains.values()
    )


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _given(row: Mapping[str, object]) -> dict[str, frozenset[str]]:
    activities = {str(code) for code in _listed(row["nace"])}
    sections = {parent for code in activities if (parent := nace().parent(code))}
    return {
        "market": frozenset(map(str, _listed(row["markets"]))),
        "technology": frozenset(map(str, _listed(row["technologies"]))),
        "division": frozenset(code for code in activities if code.isdigit()),
        "section": frozenset({code for code in activities if not code.isdigit()} | sections),
    }
