"""Reads and writes of a Delphi: a fixed panel, a rule fixed beforehand, feedback without names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext

from polos.tables.dialogue import Delphi as Exported
from polos_web.accounts import access as accounts
from polos_web.accounts.access import WHOLE_SITE, Asking
from polos_web.accounts.models import User
from polos_web.analysis import surveys as library
from polos_web.audit import actions as audit
from polos_web.surveys import access
from polos_web.surveys.models import Delphi, Panelist, Proposition, Score, new_key
from polos_web.surveys.stages import NotNow
from polos_web.translation.text import Text

LINK_SALT = "polos_web.surveys.delphi"
LINK_LENGTH = 32


# ---- reads ------------------------------------------------------------------------------------


def delphi(number: int) -> Delphi | None:
    """Return one Delphi."""
    return Delphi.objects.filter(pk=number).first()


def kept_by(asking: Asking) -> list[Delphi]:
    """Return those somebody keeps."""
    programmes = access.programmes_of(asking)
    found = Delphi.objects.all()
    return list(found if WHOLE_SITE in programmes else found.filter(programme__in=programmes))


def panel(of: Delphi) -> list[Panelist]:
    """Return who may give scores."""
    return list(of.panel.all())


def link_of(person: Panelist) -> str:
    """Return the last part of a private address; only the site's key can make it."""
    return f"{person.pk}-{_mark(person)}"


def address_of(person: Panelist) -> str:
    """Return the private address of somebody of the panel, in the present language."""
    return reverse("surveys:delphi_answer", args=[link_of(person)])


def panelist_of(link: str) -> Panelist | None:
    """Return whose private link this is; ``None`` where it is nobody's."""
    number, _, mark = link.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 15):
        return None
    found = Panelist.objects.select_related("delphi").filter(pk=int(number)).first()
    if found is None or not constant_time_compare(mark, _mark(found)):
        return None
    return found


def _mark(person: Panelist) -> str:
    text = f"{person.pk} {person.key}"
    return salted_hmac(LINK_SALT, text, algorithm="sha256").hexdigest()[:LINK_LENGTH]


@dataclass(frozen=True)
class Shown:
    """One statement with what its closed rounds say, and the reasons given in the last, without names."""

    proposition: Proposition
    rounds: list[library.Round]
    reasons: list[tuple[int, str]]


def shown(of: Delphi) -> list[Shown]:
    """Return every statement with what its closed rounds say."""
    names = [person.pseudonym for person in panel(of)]
    return [_shown(one, of, names) for one in of.propositions.all()]


def _shown(proposition: Proposition, of: Delphi, names: Sequence[str]) -> Shown:
    found = library.rounds(of.rule, _rounds(proposition, of, names), names)
    last = found[-1] if found else None
    may_tell = last is not None and last.feedback.undefined is None
    said = proposition.scores.filter(round=len(found)).exclude(reason="") if may_tell else []
    return Shown(proposition, found, sorted((one.score, one.reason) for one in said))


def _rounds(proposition: Proposition, of: Delphi, names: Sequence[str]) -> list[dict[str, int | None]]:
    """Return the scores of every closed round in which the statement was asked."""
    closed = of.round - 1 if of.is_open else of.round
    last = min(closed, proposition.settled_in or closed)
    found: list[dict[str, int | None]] = [dict.fromkeys(names) for _ in range(last)]
    every = proposition.scores.values_list("round", "panelist__pseudonym", "score")
    for number, name, score in every:
        if number <= last:
            found[number - 1][name] = score
    return found


def asked_now(person: Panelist) -> list[tuple[Shown, Score | None]]:
    """Return the statements asked of somebody in the open round, each with the last score given."""
    latest: dict[int, Score] = {}
    for score in person.scores.order_by("round"):
        latest[score.proposition_id] = score
    open_ones = [one for one in shown(person.delphi) if one.proposition.settled_in is None]
    return [(one, latest.get(one.proposition.pk)) for one in open_ones]


def answered(of: Delphi) -> int:
    """Return how many of the panel gave a score in the present round."""
    return of.panel.filter(scores__round=of.round).distinct().count()


def silent(of: Delphi) -> QuerySet[Panelist]:
    """Return those of the panel who gave no score in the present round, and can be written to."""
    waiting = of.panel.exclude(pk__in=of.panel.filter(scores__round=of.round))
    return waiting.filter(wants_no_mail=False).exclude(email="")


def is_as_locked(of: Delphi) -> bool:
    """Whether rule and panel are those that were fixed."""
    return not of.lock or of.lock == library.lock(of.rule, [one.pseudonym for one in panel(of)])


def archive(of: Delphi) -> bytes:
    """Return the archive of a Delphi: every statement under its number."""
    names = [person.pseudonym for person in panel(of)]
    found = {
        f"delphi_{of.pk}_{one.number}": Exported(of.rule, tuple(names), of.lock, tuple(rounds))
        for one in of.propositions.all()
        if (rounds := _rounds(one, of, names))
    }
    return library.delphi_archive(of.name, found)


# ---- writes -----------------------------------------------------------------------------------


@transaction.atomic
def make(
    values: Mapping[str, Any],
    *,
    statements: Sequence[Text],
    people: Sequence[Mapping[str, str]],
    by: User,
    at: datetime,
) -> Delphi:
    """Begin a Delphi: its rule, its statements and its panel can be changed until the first round."""
    accounts.require(access.may_keep_for, by, values["programme"])
    made = Delphi.objects.create(**values, made_at=at)
    _fill(made, statements, people)
    audit.record(made, "made", by=by, at=at, details={"rule": made.rule, "panel": len(people)})
    return made


@transaction.atomic
def change(
    delphi: Delphi,
    values: Mapping[str, Any],
    *,
    statements: Sequence[Text],
    people: Sequence[Mapping[str, str]],
    by: User,
    at: datetime,
) -> None:
    """Change rule, statements and panel before the first round."""
    delphi = _locked(delphi, by=by)
    accounts.require(access.may_keep_for, by, values["programme"])
    if delphi.round:
        raise NotNow(gettext("Rule, statements and panel are fixed from the first round on."))
    for name, value in values.items():
        setattr(delphi, name, value)
    delphi.save()
    delphi.propositions.all().delete()
    delphi.panel.all().delete()
    _fill(delphi, statements, people)
    audit.record(delphi, "changed", by=by, at=at, details={"rule": delphi.rule, "panel": len(people)})


def _fill(delphi: Delphi, statements: Sequence[Text], people: Sequence[Mapping[str, str]]) -> None:
    Proposition.objects.bulk_create(
        [Proposition(delphi=delphi, number=n, text=text) for n, text in enumerate(statements, 1)]
    )
    kept = ("name", "email", "language")
    Panelist.objects.bulk_create(
        [Panelist(delphi=delphi, **{name: one[name] for name in kept}) for one in people]
    )


@transaction.atomic
def open_round(delphi: Delphi, *, by: User, at: datetime) -> None:
    """Open the next round; before the first one, rule and panel are locked under their digest."""
    delphi = _locked(delphi, by=by)
    if delphi.is_open or delphi.is_over:
        raise NotNow(gettext("A round is open already, or the last one is over."))
    names = [person.pseudonym for person in panel(delphi)]
    if len(names) < delphi.rule["least_answers"] or not delphi.propositions.exists():
        raise NotNow(
            gettext("The panel is smaller than the answers a round needs, or there is no statement.")
        )
    if not is_as_locked(delphi):
        raise NotNow(gettext("Rule or panel are no longer those that were locked."))
    delphi.lock = delphi.lock or library.lock(delphi.rule, names)
    delphi.round, delphi.is_open = delphi.round + 1, True
    delphi.save()
    audit.record(delphi, "opened a round", by=by, at=at, details={"round": delphi.round, "lock": delphi.lock})


@transaction.atomic
def close_round(delphi: Delphi, *, by: User, at: datetime) -> None:
    """Close the open round and decide every statement by the rule; what is settled is asked no more."""
    delphi = _locked(delphi, by=by)
    if not delphi.is_open:
        raise NotNow(gettext("No round is open."))
    delphi.is_open = False
    outcomes = {}
    for one in shown(delphi):
        last = one.rounds[-1]
        outcomes[str(one.proposition.number)] = last.decision.outcome.value
        if one.proposition.settled_in is None and last.settles:
            Proposition.objects.filter(pk=one.proposition.pk).update(settled_in=delphi.round)
    is_last = delphi.round >= delphi.rule["most_rounds"]
    delphi.is_over = is_last or not delphi.propositions.filter(settled_in__isnull=True).exists()
    delphi.save()
    audit.record(
        delphi, "closed a round", by=by, at=at, details={"round": delphi.round, "outcomes": outcomes}
    )


@transaction.atomic
def score(person: Panelist, scores: Mapping[int, tuple[int, str]]) -> int:
    """Keep somebody's scores of the open round, by statement; saying it again replaces it.

    No audit event tells of it: it would say who gave which score when. Return how many were kept.
    """
    delphi = Delphi.objects.select_for_update().get(pk=person.delphi_id)
    if not delphi.is_open:
        raise NotNow(gettext("No round is open."))
    asked = {one.pk: one for one in delphi.propositions.filter(settled_in__isnull=True)}
    lowest, highest = delphi.rule["lowest"], delphi.rule["highest"]
    kept = {pk: said for pk, said in scores.items() if pk in asked and lowest <= said[0] <= highest}
    for pk, (value, reason) in kept.items():
        Score.objects.update_or_create(
            proposition=asked[pk],
            panelist=person,
            round=delphi.round,
            defaults={"score": value, "reason": reason},
        )
    return len(kept)


def _locked(delphi: Delphi, *, by: User) -> Delphi:
    found = Delphi.objects.select_for_update().get(pk=delphi.pk)
    accounts.require(access.may_keep_for, by, found.programme)
    return found


# ---- what is held about a person --------------------------------------------------------------


def holdings_of(person: User) -> list[dict[str, Any]]:
    """Return the places somebody has in panels, with every score and reason given there."""
    own = Panelist.objects.filter(email__iexact=person.email or "-").select_related("delphi")
    return [
        {
            "delphi": one.delphi.name,
            "name": one.name,
            "email": one.email,
            "language": one.language,
            "wants_no_mail": one.wants_no_mail,
            "pseudonym": one.pseudonym,
            "scores": [
                {
                    "statement": score.proposition.text.original,
                    "round": score.round,
                    "score": score.score,
                    "reason": score.reason,
                }
                for score in one.scores.select_related("proposition").order_by("round", "proposition__number")
            ],
        }
        for one in own
    ]


def erase_person(person: User, at: datetime) -> None:
    """Take somebody out of panels: scores stay under the pseudonym, so that rounds stay as decided."""
    for one in Panelist.objects.filter(email__iexact=person.email or "-"):
        one.scores.update(reason="")
        Panelist.objects.filter(pk=one.pk).update(name="", email="", language="en", key=new_key())
