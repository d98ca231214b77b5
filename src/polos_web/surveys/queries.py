"""Reads of surveys."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from polos.errors import WrongRows
from polos.tables.answers import Answers, Submission, Value
from polos.tables.questionnaire import Questionnaire, missing_texts
from polos_web.accounts.access import WHOLE_SITE, Asking
from polos_web.accounts.models import User
from polos_web.surveys import access, problems
from polos_web.surveys.models import SIDES, Answer, Invitation, Survey, Version, Wave
from polos_web.surveys.questionnaires import from_plain

LINK_SALT = "polos_web.surveys.link"
LINK_LENGTH = 32


# ---- surveys ----------------------------------------------------------------------------------


def survey(number: int) -> Survey | None:
    """Return one survey with its waves."""
    return Survey.objects.prefetch_related("waves__version").filter(pk=number).first()


def kept_by(asking: Asking) -> list[Survey]:
    """Return the surveys somebody keeps."""
    programmes = access.programmes_of(asking)
    found = Survey.objects.prefetch_related("waves")
    return list(found if WHOLE_SITE in programmes else found.filter(programme__in=programmes))


def published() -> list[Survey]:
    """Return the surveys of which a wave's results are for everybody."""
    return list(Survey.objects.filter(waves__is_published=True).distinct().prefetch_related("waves"))


def wave(of: Survey, number: int) -> Wave | None:
    """Return one wave of a survey."""
    found = Wave.objects.select_related("version").filter(survey=of, number=number).first()
    if found is not None:
        found.survey = of
    return found


def waves(of: Survey) -> list[Wave]:
    """Return the waves of a survey, in order."""
    return list(of.waves.select_related("version").order_by("number"))


def draft(of: Survey) -> Questionnaire:
    """Return the questionnaire as it stands.

    Raises
    ------
    WrongRows
        Says every fault.
    """
    return from_plain(of.draft, name=name_of(of))


def faults(of: Survey) -> list[str]:
    """Return what keeps the questionnaire from being asked; nothing where it can be."""
    try:
        draft(of)
    except WrongRows as problem:
        return problems.lines_of(problem)
    return []


def missing(of: Survey) -> tuple[tuple[str, str], ...]:
    """Return the texts that are missing in a language of the questionnaire: (place, language)."""
    return () if faults(of) else missing_texts(draft(of))


def name_of(of: Survey) -> str:
    """Return the name of a survey in files."""
    return f"survey_{of.pk}"


def questionnaire(of: Wave) -> Questionnaire:
    """Return the questionnaire of a wave that was opened, with every wave that asked the same version."""
    version = of.version
    assert version is not None, "a wave that was opened has a version"
    codes = [str(number) for number in version.waves.order_by("number").values_list("number", flat=True)]
    return from_plain(version.content, name=name_of(of.survey), version=version.number, waves=codes)


def latest_version(of: Survey) -> Version | None:
    """Return the version of the questionnaire that was asked last."""
    return of.versions.order_by("-number").first()


# ---- who is asked -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Response:
    """How many were asked and how many answered, on one side or ("") on all."""

    side: str
    invited: int
    answered: int


def responses(of: Wave) -> list[Response]:
    """Return how many were asked and answered, by side where sides are known, and of all together last."""
    rows = of.invitations.values("side").annotate(asked=Count("pk"), used=Count("pk", filter=Q(is_used=True)))
    counts = {row["side"]: (row["asked"], row["used"]) for row in rows.order_by()}
    sides = [Response(side, *counts[side]) for side in SIDES if side in counts]
    whole = Response("", *(sum(one[place] for one in counts.values()) for place in (0, 1)))
    return [*sides, whole]


def invitations(of: Wave) -> QuerySet[Invitation]:
    """Return who is asked."""
    return of.invitations.all()


def invitation(of: Wave, number: int) -> Invitation | None:
    """Return one invitation."""
    return of.invitations.filter(pk=number).first()


def link_of(asked: Invitation) -> str:
    """Return the last part of a private address; only the site's key can make it."""
    return f"{asked.pk}-{_mark(asked)}"


def address_of(asked: Invitation) -> str:
    """Return the private address of somebody who is asked, in the present language."""
    return reverse("surveys:answer", args=[link_of(asked)])


def invitation_of(link: str) -> Invitation | None:
    """Return whose private link this is; ``None`` where it is nobody's."""
    number, _, mark = link.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 15):
        return None
    found = Invitation.objects.select_related("wave__survey", "wave__version").filter(pk=int(number)).first()
    if found is None or not constant_time_compare(mark, _mark(found)):
        return None
    return found


def _mark(asked: Invitation) -> str:
    return salted_hmac(LINK_SALT, f"{asked.pk} {asked.key}", algorithm="sha256").hexdigest()[:LINK_LENGTH]


# ---- answers ----------------------------------------------------------------------------------


def answers(of: Version) -> Answers:
    """Return the answers to one version of a questionnaire: of every wave of it that is closed."""
    closed = list(of.waves.filter(stage="closed").order_by("number"))
    codes = [one.code for one in closed] or ["1"]
    asked = from_plain(of.content, name=name_of(of.survey), version=of.number, waves=codes)
    found = Answer.objects.filter(wave__in=closed).select_related("wave").order_by("name")
    return Answers(asked, tuple(map(_submission, found)))


def _submission(kept: Answer) -> Submission:
    return Submission(given_from(kept.given), kept.wave.code, kept.side or None, kept.pairing or None)


def given_from(kept: Mapping[str, Any]) -> dict[str, Value]:
    """Return answers by question from the plain values they are kept as."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}


def consents(of: Wave) -> frozenset[str]:
    """Return the pairings of which everybody who answered consents that their pair is shown by itself."""
    said: dict[str, list[bool]] = {}
    for pairing, consent in of.answers.exclude(pairing="").values_list("pairing", "consents"):
        said.setdefault(pairing, []).append(consent)
    return frozenset(pairing for pairing, every in said.items() if all(every))


# ---- what is held about a person --------------------------------------------------------------


def invited_as(person: User) -> QuerySet[Invitation]:
    """Return the invitations sent to the address of somebody with an account."""
    return Invitation.objects.filter(email__iexact=person.email or "-").select_related("wave__survey")


def holdings_of(person: User) -> list[dict[str, Any]]:
    """Return everything surveys hold about somebody: the invitations. No answer is known to be anybody's."""
    return [
        {
            "survey": one.wave.survey.name,
            "wave": one.wave.number,
            "name": one.name,
            "email": one.email,
            "side": one.side,
            "language": one.language,
            "has_answered": one.is_used,
            "wants_no_mail": one.wants_no_mail,
        }
        for one in invited_as(person)
    ]
