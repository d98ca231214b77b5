"""Reads of the coding: who coded what, where coders differ, and which codes count."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from polos_web.accounts.access import Asking, is_signed_in
from polos_web.dialogue.models import SIDES, Statement
from polos_web.synthesis.models import SCHEMES, Coder, Reading, Resolution, Synthesis
from polos_web.synthesis.queries import name_of, shown, statements
from polos_web.translation.text import Text


def coders(of: Synthesis) -> list[Coder]:
    """Return the coders with how many statements each has read."""
    return list(of.coders.select_related("person").annotate(read=Count("readings")))


def coder(of: Synthesis, asking: Asking) -> Coder | None:
    """Return the place of somebody among the coders."""
    found = of.coders.filter(person=asking).first() if is_signed_in(asking) else None
    if found is not None:
        found.synthesis = of
    return found


def coder_by_number(of: Synthesis, number: int) -> Coder | None:
    """Return a coder by number."""
    return of.coders.filter(number=number).first()


def coded_by(asking: Asking) -> list[Coder]:
    """Return the places somebody has among coders of any dialogue."""
    if not is_signed_in(asking):
        return []
    return list(Coder.objects.filter(person=asking).select_related("synthesis__dialogue"))


def readings(of: Coder) -> dict[int, Reading]:
    """Return what a coder gave, by statement."""
    return {one.statement_id: one for one in of.readings.all()}


def reading(of: Coder, statement: Statement) -> Reading | None:
    """Return what a coder gave one statement."""
    return of.readings.filter(statement=statement).first()


Coding = tuple[str, str, str, str]


def codings(of: Synthesis) -> list[Coding]:
    """Return rows (coder, statement, scheme, code) of statements that count; an empty code: none fits."""
    found = Reading.objects.filter(
        coder__synthesis=of, statement__is_hidden=False, statement__is_suggestion=False
    ).values_list("coder__number", "statement_id", "codes")
    rows = list(found)
    schemes = [one for one in SCHEMES if one != "concept" or any(codes.get(one) for _, _, codes in rows)]
    return [
        (f"coder {number}", name_of(statement), scheme, code)
        for number, statement, codes in rows
        for scheme in schemes
        for code in (codes.get(scheme) or [""])
    ]


@dataclass(frozen=True)
class Settled:
    """The codes of a statement: what each coder gave, what counts, and why where they differed."""

    statement: int
    given: Mapping[int, Mapping[str, Sequence[str]]]
    resolution: Resolution | None

    @property
    def is_same(self) -> bool:
        """Whether all who read it gave the same."""
        every = list(self.given.values())
        return all(one == every[0] for one in every)

    @property
    def is_open(self) -> bool:
        """Whether coders differ and nobody has resolved it."""
        return not self.is_same and self.resolution is None

    @property
    def codes(self) -> Mapping[str, Sequence[str]]:
        """The codes that count; none as long as coders differ."""
        if self.resolution is not None:
            return self.resolution.codes
        return next(iter(self.given.values())) if self.given and self.is_same else {}


def settled(of: Synthesis) -> dict[int, Settled]:
    """Return the codes by statement, once coders may see each other's; before, nothing."""
    if not of.codes_are_open:
        return {}
    given: dict[int, dict[int, Mapping[str, Sequence[str]]]] = defaultdict(dict)
    rows = Reading.objects.filter(
        coder__synthesis=of, statement__is_hidden=False, statement__is_suggestion=False
    )
    for number, pk, codes in rows.values_list("coder__number", "statement_id", "codes"):
        given[pk][number] = codes
    resolved = {one.statement_id: one for one in of.resolutions.select_related("resolved_by")}
    return {pk: Settled(pk, dict(sorted(given[pk].items())), resolved.get(pk)) for pk in sorted(given)}


@dataclass(frozen=True)
class Counted:
    """How many statements carry a code, by the side of who said it."""

    scheme: str
    code: str
    by_side: Mapping[str, int]
    unknown: int


def code_counts(of: Synthesis) -> list[Counted]:
    """Return how many statements carry each code that counts, by side."""
    side_of = dict(shown(of.dialogue).values_list("pk", "side"))
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for pk, one in settled(of).items():
        for scheme, codes in one.codes.items():
            for code in codes:
                counts[scheme, code][side_of[pk]] += 1
    return [
        Counted(scheme, code, {side: counts[scheme, code][side] for side in SIDES}, counts[scheme, code][""])
        for scheme in SCHEMES
        for _, code in sorted(key for key in counts if key[0] == scheme)
    ]


def citable(of: Synthesis, *, scheme_codes: Mapping[str, str], side: str, typed: str) -> list[Statement]:
    """Return the statements with these codes, of a side, whose words hold what was typed."""
    found = statements(of.dialogue)
    if side:
        found = [one for one in found if one.side == side]
    wanted = {scheme: code for scheme, code in scheme_codes.items() if code}
    if wanted:
        codes = settled(of)
        found = [
            one
            for one in found
            if one.pk in codes
            and all(code in codes[one.pk].codes.get(scheme, ()) for scheme, code in wanted.items())
        ]
    words = typed.casefold().split()
    return [one for one in found if all(word in _all_words(one.text) for word in words)]


def _all_words(text: Text) -> str:
    return " ".join([text.original, *(one.text for one in text.translations.values())]).casefold()


def next_to_read(of: Coder, after: Statement) -> int | None:
    """Return the next statement a coder has not read, beginning after one."""
    read = set(of.readings.values_list("statement", flat=True))
    order = [one.pk for one in statements(of.synthesis.dialogue)]
    place = order.index(after.pk) if after.pk in order else 0
    return next((pk for pk in (*order[place + 1 :], *order[:place]) if pk not in read), None)


def saw_suggestions(of: Synthesis) -> bool:
    """Return whether any code was given beside a machine's suggestions."""
    return Reading.objects.filter(coder__synthesis=of, saw_suggestions=True).exists()
