"""What one side sees of its contacts: its own interests, and of the others' only what is shown or mutual."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from polos_web.accounts.queries import person_of
from polos_web.matchmaking import access, matches
from polos_web.matchmaking.interests_mails import name_of
from polos_web.matchmaking.invitations import waiting_at
from polos_web.matchmaking.models import (
    Agreed,
    InformationRequest,
    Interest,
    Invitation,
    Match,
    Stand,
    Way,
)
from polos_web.matchmaking.words import STEPS
from polos_web.registers.kinds import PUBLIC, Reach
from polos_web.registers.models import Record
from polos_web.registers.queries import Sheet, sheet, sheets


@dataclass(frozen=True)
class Step:
    """What is to be done next: a code of ``words.STEPS``, whether it waits for us, and until when."""

    code: str
    is_ours: bool
    until: date | None = None

    def is_late(self, on: date) -> bool:
        """Whether it waits for us and its day has passed."""
        return self.is_ours and self.until is not None and self.until < on


LETTER_STEPS = {
    Way.DRAFTED.value: Step("send_letter", is_ours=True),
    Way.SENT.value: Step("await_institution", is_ours=False),
    Way.PASSED_ON.value: Step("await_claim", is_ours=False),
}


@dataclass(frozen=True)
class Between:
    """Everything one side may see of what it has with another; the latest of each.

    ``accepted`` are the numbers of the records for which somebody has accepted. ``is_reachable`` says whether
    anybody answers for the other.
    """

    ours: Record
    theirs: Record
    title: str
    mine: Interest | None = None
    yours: Interest | None = None
    match: Match | None = None
    accepted: frozenset[int] = frozenset()
    invitation: Invitation | None = None
    requests: tuple[InformationRequest, ...] = ()
    is_reachable: bool = True

    def stand(self, on: date) -> str:
        """Return where it stands, as a code of ``words.STANDS``."""
        if self.match is not None and self._is_current(self.match):
            lapsed = self.match.stand == Agreed.PROPOSED and not self.match.is_open(on)
            return f"match_{Agreed.EXPIRED if lapsed else self.match.stand}"
        if self.yours is not None and self.yours.is_open(on):
            return "theirs_shown"
        if self.mine is not None:
            lapsed = self.mine.stand == Stand.OPEN and not self.mine.is_open(on)
            return f"ours_{Stand.EXPIRED if lapsed else self.mine.stand}"
        if self.yours is not None:
            lapsed = self.yours.stand == Stand.OPEN
            return f"theirs_{Stand.EXPIRED if lapsed else self.yours.stand}"
        return "nothing"

    def can_express(self, on: date) -> bool:
        """Whether interest can be said now: nothing of ours counts."""
        stand = self.stand(on)
        mine_counts = self.mine is not None and (self.mine.is_open(on) or self.mine.stand == Stand.MATCHED)
        return stand not in ("match_proposed", "match_matched") and not mine_counts

    def can_withdraw(self, on: date) -> bool:
        """Whether our interest can be taken back without a word to the other side's yes or no."""
        return self.mine is not None and self.mine.is_open(on) and not self.stand(on).startswith("match_p")

    def can_choose_level(self, on: date) -> bool:
        """Whether our side can say at which level it wants to cooperate: our interest counts."""
        return self.mine is not None and (self.mine.is_open(on) or self.mine.stand == Stand.MATCHED)

    @property
    def levels(self) -> tuple[str, str]:
        """The level each side has chosen, ours first; empty where it is left open or not ours to see."""
        return self.mine.level if self.mine else "", self.yours.level if self.yours else ""

    def can_accept(self, on: date) -> bool:
        """Whether our yes to the match is awaited."""
        return self.stand(on) == "match_proposed" and self.ours.pk not in self.accepted

    def can_ask(self, on: date) -> bool:
        """Whether information can be requested: matched, mutual, or one of both has shown interest."""
        shown = [one for one in (self.mine, self.yours) if one is not None and one.is_open(on)]
        can = self.stand(on) in ("match_proposed", "match_matched") or bool(shown)
        return can and self.is_reachable and not any(self._waits(one) for one in self.requests)

    def _waits(self, request: InformationRequest) -> bool:
        return request.is_open and request.asks_id == self.ours.pk

    @property
    def address(self) -> str:
        """Where the two sides go on after the match; nothing where there is no such page."""
        return matches.address_of(self.match) if self.match and self.match.matched_at else ""

    def step(self, on: date) -> Step | None:
        """Return what is to be done next, if anything."""
        return next(self.steps(on), None)

    def steps(self, on: date) -> Iterator[Step]:
        """Give what could be done, what matters most first."""
        stand = self.stand(on)
        if stand == "match_proposed" and self.match is not None:
            is_ours = self.can_accept(on)
            yield Step("accept" if is_ours else "await_acceptance", is_ours, self.match.last_on)
        if asked := self._due(self.ours):
            yield Step("answer_request", is_ours=True, until=asked)
        if stand == "theirs_shown" and self.yours is not None:
            yield Step("answer_interest", is_ours=True, until=self.yours.last_on)
        if self.invitation is not None and self.invitation.is_open(on) and not self.is_reachable:
            yield LETTER_STEPS[self.invitation.stand]
        if due := self._due(self.theirs):
            yield Step("await_answers", is_ours=False, until=due)
        if stand == "match_matched":
            yield Step("go_on", is_ours=True)
        if stand == "ours_open" and self.mine is not None:
            yield Step("await_interest", is_ours=False, until=self.mine.last_on)

    def _due(self, asked: Record) -> date | None:
        """Return until when one side has to answer requests, ``None`` where it has none."""
        waiting = [one for one in self.requests if one.is_open and one.asked_id == asked.pk]
        return min((one.next_due for one in waiting), default=None)

    def _is_current(self, match: Match) -> bool:
        """Whether nothing was said anew after the match came to nothing."""
        later = [one for one in (self.mine, self.yours) if one is not None]
        return all(one.made_at <= match.made_at for one in later)


def between(ours: Record, theirs: Record) -> Between:
    """Return what one side may see of what it has with another."""
    titles = _titles([theirs])
    found = _gathered(ours, Q(pk=theirs.pk), theirs)
    return _between(ours, theirs, titles[theirs.pk], found.get(theirs.pk, _Gathered()))


def contacts(ours: Record, *, on: date) -> list[Between]:
    """Return everything a record has with others: what waits for us first, then by name."""
    found = _gathered(ours, Q())
    others = {pk: gathered.record for pk, gathered in found.items() if gathered.record is not None}
    titles = _titles(list(others.values()))
    made = [_between(ours, other, titles[pk], found[pk]) for pk, other in others.items()]
    return sorted(made, key=lambda one: (not _waits(one, on), one.title.casefold(), one.theirs.slug))


def desk_of(email: str, language: str) -> Mapping[str, Any] | None:
    """Return what waits for somebody among the contacts of the records the person speaks for."""
    person, on = person_of(email), timezone.now().date()
    if person is None:
        return None
    records = access.spoken_for(person)
    titles = _titles(records)
    told = [(record, titles[record.pk], _due(record, on)) for record in records]
    letters = [(one, name_of(one.interest.asked)) for one in waiting_at(person)]
    if not told and not letters:
        return None
    return {"records": told, "letters": letters, "today": on, "steps": STEPS}


def sheet_of(record: Record) -> Sheet:
    """Return what everybody may read of a record."""
    return sheet(record, PUBLIC)


def titled(records: Sequence[Record]) -> list[tuple[Record, str]]:
    """Return records with what everybody reads as their names."""
    titles = _titles(records)
    return [(record, titles[record.pk]) for record in records]


def contact_of(adviser: Record) -> tuple[str, str]:
    """Return name and address of a contact person, as members read them."""
    told = sheet(adviser, frozenset({Reach.PUBLIC, Reach.MEMBERS}))
    return told.title, str(told.value("email") or "")


def own_of(kind_name: str, records: Iterable[Record], other: Record) -> list[tuple[Record, str]]:
    """Return the records of the kind, but for the other one, with their names."""
    return titled([one for one in records if one.kind_name == kind_name and one.pk != other.pk])


def of_cluster(slug: str, language: str) -> Mapping[str, Any] | None:
    """Return what a cluster's page says of turning to it."""
    return {"address": f"{reverse('contacts:records')}?kind=cluster&to={slug}"}


def of_territory(slug: str, language: str) -> Mapping[str, Any] | None:
    """Return what a territory's page says of turning to it."""
    return {"address": f"{reverse('contacts:records')}?kind=territory&to={slug}"}


@dataclass
class _Gathered:
    record: Record | None = None
    mine: Interest | None = None
    yours: Interest | None = None
    match: Match | None = None
    accepted: frozenset[int] = frozenset()
    invitation: Invitation | None = None
    requests: tuple[InformationRequest, ...] = ()


def _gathered(ours: Record, wanted: Q, other: Record | None = None) -> dict[int, _Gathered]:
    """Gather by the number of the other record; a hidden interest of another leaves no trace here."""
    found: dict[int, _Gathered] = defaultdict(_Gathered)
    to = Q(asked=other) if other else Q()
    by = Q(asks=other) if other else Q()
    for interest in Interest.objects.filter(to, asks=ours).select_related("asked").order_by("made_at", "pk"):
        found[interest.asked_id].mine = interest
        found[interest.asked_id].record = interest.asked
    for match in _matches(ours, other):
        theirs = match.other(ours)
        kept = found[theirs.pk]
        kept.match, kept.record = match, theirs
        kept.accepted = frozenset(one.record_id for one in match.acceptances.all())
    mutual = Q(pk__in=[pk for one in found.values() if one.match for pk in _interests(one.match)])
    visible = Interest.objects.filter(by, Q(is_shown=True) | mutual, asked=ours)
    for interest in visible.select_related("asks").order_by("made_at", "pk"):
        found[interest.asks_id].yours = interest
        found[interest.asks_id].record = interest.asks
    for letter in Invitation.objects.filter(interest__in=[one.mine for one in found.values() if one.mine]):
        for kept in found.values():
            if kept.mine is not None and kept.mine.pk == letter.interest_id:
                kept.invitation = letter
    for request in _requests(ours, other):
        theirs = request.asked if request.asks_id == ours.pk else request.asks
        found[theirs.pk].requests += (request,)
        found[theirs.pk].record = theirs
    return dict(found)


def _interests(match: Match) -> tuple[int, int]:
    return match.first_id, match.second_id


def _matches(ours: Record, other: Record | None) -> Iterable[Match]:
    either = Q(first__asks=ours) | Q(second__asks=ours)
    if other is not None:
        either &= Q(first__asks=other) | Q(second__asks=other)
    found = Match.objects.filter(either).select_related("first__asks", "second__asks")
    return found.prefetch_related("acceptances").order_by("made_at", "pk")


def _requests(ours: Record, other: Record | None) -> Iterable[InformationRequest]:
    if other is None:
        wanted = Q(asks=ours) | Q(asked=ours)
    else:
        wanted = Q(asks=ours, asked=other) | Q(asks=other, asked=ours)
    found = InformationRequest.objects.filter(wanted).select_related("asks", "asked")
    return found.prefetch_related("items")


def _between(ours: Record, theirs: Record, title: str, found: _Gathered) -> Between:
    return Between(
        ours=ours,
        theirs=theirs,
        title=title,
        mine=found.mine,
        yours=found.yours,
        match=found.match,
        accepted=found.accepted,
        invitation=found.invitation,
        requests=found.requests,
        is_reachable=found.invitation is None or access.is_answered_for(theirs, timezone.now().date()),
    )


def _titles(records: Sequence[Record]) -> dict[int, str]:
    return {pk: " ".join(told.title.split()) for pk, told in sheets(records, PUBLIC).items()}


def _waits(one: Between, on: date) -> bool:
    step = one.step(on)
    return step is not None and step.is_ours


def _due(record: Record, on: date) -> list[tuple[Between, Step]]:
    steps = [(one, step) for one in contacts(record, on=on) for step in one.steps(on)]
    return [(one, step) for one, step in steps if step.is_ours]
