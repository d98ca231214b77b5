"""Writes of those who keep a survey: permission, change and audit event in one transaction."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext

from polos.tables.questionnaire import Questionnaire
from polos_web.accounts import access as accounts
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.surveys import access, queries, sealing
from polos_web.surveys.mails import Mails
from polos_web.surveys.models import SIDES, Answer, Invitation, Sealed, Survey, Version, Wave
from polos_web.surveys.questionnaires import Plain, plain
from polos_web.surveys.stages import NotNow

# Fewer answers than this are never kept where they could be read, nor a side with fewer.
FEWEST = 5
AT_ONCE = 500


# ---- the questionnaire ------------------------------------------------------------------------


@transaction.atomic
def make_survey(name: str, programme: str, draft: Plain, *, by: User, at: datetime) -> Survey:
    """Begin a survey."""
    accounts.require(access.may_keep_for, by, programme)
    made = Survey.objects.create(name=name, programme=programme, draft=draft, made_at=at)
    audit.record(made, "made", by=by, at=at, details={"name": name, "programme": programme})
    return made


@transaction.atomic
def change_survey(survey: Survey, values: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change the name of a survey and what its results compare."""
    accounts.require(access.may_keep, by, survey)
    accounts.require(access.may_keep_for, by, values.get("programme", survey.programme))
    for name, value in values.items():
        setattr(survey, name, value)
    survey.save()
    audit.record(survey, "changed", by=by, at=at, details=dict(values))


@transaction.atomic
def take_questionnaire(survey: Survey, taken: Questionnaire, *, by: User, at: datetime) -> None:
    """Put another questionnaire in the place of the draft; what was asked already stays as it was asked."""
    _change_draft(survey, plain(taken), "took questionnaire", by=by, at=at)


@transaction.atomic
def change_question(
    survey: Survey, question: Plain, *, instead_of: str | None, by: User, at: datetime
) -> None:
    """Add a question at the end, or put it in the place of another one."""
    questions = list(survey.draft["questions"])
    if instead_of is None:
        questions.append(question)
    else:
        questions[_place(survey, instead_of)] = question
    _change_draft(survey, {**survey.draft, "questions": questions}, "changed question", by=by, at=at)


@transaction.atomic
def move_question(survey: Survey, name: str, *, by_places: int, by: User, at: datetime) -> None:
    """Let a question stand earlier (a negative number) or later."""
    questions = list(survey.draft["questions"])
    here = _place(survey, name)
    there = min(max(here + by_places, 0), len(questions) - 1)
    questions.insert(there, questions.pop(here))
    _change_draft(survey, {**survey.draft, "questions": questions}, "moved question", by=by, at=at)


@transaction.atomic
def remove_question(survey: Survey, name: str, *, by: User, at: datetime) -> None:
    """Ask a question no longer."""
    kept = [one for one in survey.draft["questions"] if one["name"] != name]
    _change_draft(survey, {**survey.draft, "questions": kept}, "removed question", by=by, at=at)


@transaction.atomic
def change_frame(
    survey: Survey, title: Mapping[str, str], languages: Sequence[str], *, by: User, at: datetime
) -> None:
    """Change the title and the languages; texts in a language that is no longer asked are dropped."""
    kept = dict(survey.draft, title=dict(title), languages=list(languages))
    _change_draft(survey, _in_languages(kept, set(languages)), "changed languages", by=by, at=at)


def _in_languages(draft: Any, languages: set[str]) -> Any:
    """Return a draft whose texts are in these languages only."""
    if isinstance(draft, list):
        return [_in_languages(one, languages) for one in draft]
    if not isinstance(draft, dict):
        return draft
    return {
        name: {language: words for language, words in value.items() if language in languages}
        if name in ("title", "text", "hint")
        else _in_languages(value, languages)
        for name, value in draft.items()
    }


def _place(survey: Survey, name: str) -> int:
    places = {one["name"]: place for place, one in enumerate(survey.draft["questions"])}
    if name not in places:
        raise NotNow(gettext("The questionnaire has no such question any more."))
    return places[name]


def _change_draft(survey: Survey, draft: Plain, verb: str, *, by: User, at: datetime) -> None:
    accounts.require(access.may_keep, by, survey)
    survey.draft = draft
    survey.save(update_fields=["draft"])
    audit.record(survey, verb, by=by, at=at, details={"questions": len(draft["questions"])})


# ---- waves ------------------------------------------------------------------------------------


@transaction.atomic
def prepare_wave(survey: Survey, *, by: User, at: datetime) -> Wave:
    """Begin the next wave; one at a time is prepared or open."""
    accounts.require(access.may_keep, by, survey)
    Survey.objects.select_for_update().get(pk=survey.pk)
    latest = survey.waves.order_by("-number").first()
    if latest is not None and latest.stage != "closed":
        raise NotNow(gettext("Close the wave before this one first."))
    made = Wave.objects.create(survey=survey, number=latest.number + 1 if latest else 1)
    audit.record(made, "prepared", by=by, at=at)
    return made


@transaction.atomic
def invite(wave: Wave, people: Sequence[Mapping[str, str]], *, by: User, at: datetime) -> int:
    """Ask more people; nobody is asked twice at one address. Return how many are new."""
    accounts.require(access.may_keep, by, wave.survey)
    if wave.stage == "closed":
        raise NotNow(gettext("The wave is closed."))
    there = set(wave.invitations.exclude(email="").values_list("email", flat=True))
    asked_before = Invitation.objects.filter(wave__survey=wave.survey, wants_no_mail=True)
    stopped = set(asked_before.values_list("email", flat=True)) - {""}
    new = []
    for one in people:
        if one["email"] and one["email"] in there:
            continue
        there.add(one["email"])
        new.append(Invitation(wave=wave, **one, wants_no_mail=one["email"] in stopped))
    Invitation.objects.bulk_create(new, batch_size=AT_ONCE)
    audit.record(wave, "invited", by=by, at=at, details={"people": len(new)})
    return len(new)


@transaction.atomic
def withdraw_invitation(asked: Invitation, *, by: User, at: datetime) -> None:
    """Ask somebody no longer who has not answered."""
    accounts.require(access.may_keep, by, asked.wave.survey)
    if not Invitation.objects.filter(pk=asked.pk, is_used=False).delete()[0]:
        raise NotNow(gettext("Who has answered stays counted."))
    audit.record(asked.wave, "withdrew an invitation", by=by, at=at)


@transaction.atomic
def open_wave(wave: Wave, *, by: User, at: datetime) -> None:
    """Let people answer: the questionnaire as it stands becomes a version, unless it is the last."""
    accounts.require(access.may_keep, by, wave.survey)
    wave = _locked(wave)
    if wave.stage != "draft":
        raise NotNow(gettext("The wave was opened before."))
    if queries.faults(wave.survey):
        raise NotNow(gettext("The questionnaire cannot be asked yet; its faults are listed on its page."))
    if not wave.invitations.exists():
        raise NotNow(gettext("Nobody is invited yet."))
    wave.version = _version(wave.survey)
    wave.stage, wave.key, wave.opened_at = "open", sealing.new_wave_key(), at
    wave.save()
    audit.record(wave, "opened", by=by, at=at, details={"version": wave.version.number})


def _version(survey: Survey) -> Version:
    latest = queries.latest_version(survey)
    if latest is not None and latest.content == survey.draft:
        return latest
    number = latest.number + 1 if latest else 1
    return Version.objects.create(survey=survey, number=number, content=survey.draft)


@transaction.atomic
def write_to(wave: Wave, *, words: str, site: str, by: User, at: datetime) -> int:
    """Write to everybody who has not answered, whose address is known and who wants mail; return how many."""
    accounts.require(access.may_keep, by, wave.survey)
    if wave.stage != "open":
        raise NotNow(gettext("Letters are written while the wave is open."))
    people = wave.invitations.filter(is_used=False, wants_no_mail=False).exclude(email="")
    count = Mails(site, words, at).ask(wave, people)
    audit.record(wave, "wrote", by=by, at=at, details={"letters": count})
    return count


@transaction.atomic
def close_wave(wave: Wave, *, destroys_few: bool, by: User, at: datetime) -> None:
    """End a wave: open the sealed answers all at once, mix them, and write them under random keys.

    With fewer than five answers nothing could be shown and nobody would be hidden among others: the answers
    are destroyed unread, and only where that is wanted. With fewer than five on one side, no answer keeps
    its side.

    Raises
    ------
    NotNow
        When the wave is not open, has too few answers, or the key of the site is another one.
    """
    accounts.require(access.may_keep, by, wave.survey)
    wave = _locked(wave)
    if wave.stage != "open" or wave.key is None:
        raise NotNow(gettext("The wave is not open."))
    answered = wave.sealed.count()
    is_few = answered < FEWEST
    if is_few and not destroys_few:
        words = gettext(
            "Fewer than five people have answered. Wait for more, or say that these answers are to be "
            "destroyed unread."
        )
        raise NotNow(words)
    opened = [] if is_few else _opened(wave)
    wave.keeps_sides = _may_keep_sides(opened)
    secrets.SystemRandom().shuffle(opened)
    Answer.objects.bulk_create(
        [_answer(wave, one, keeps_side=wave.keeps_sides) for one in opened], batch_size=AT_ONCE
    )
    Sealed.objects.filter(wave=wave).delete()
    wave.invited = {one.side: one.invited for one in queries.responses(wave)}
    wave.stage, wave.key, wave.closed_at = "closed", None, at
    wave.answered, wave.was_destroyed = answered, is_few and answered > 0
    wave.save()
    audit.record(wave, "closed", by=by, at=at, details={"answers": answered, "kept": len(opened)})
    transaction.on_commit(_sweep)


def _opened(wave: Wave) -> list[dict[str, Any]]:
    try:
        key = sealing.opened_wave_key(bytes(wave.key or b""))
        contents = wave.sealed.values_list("content", flat=True).iterator(AT_ONCE)
        return [sealing.opened_answer(bytes(content), key) for content in contents]
    except sealing.CannotBeOpened as problem:
        words = gettext(
            "The answers cannot be opened: they were sealed under another key of the site than the present "
            "one. Bring the file secret_key of the data folder back, and try again. Nothing was changed."
        )
        raise NotNow(words) from problem


def _may_keep_sides(opened: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every side with an answer has enough of them; those without a side count as one too."""
    counts = [sum(one["side"] == side for one in opened) for side in ("", *SIDES)]
    return all(count == 0 or count >= FEWEST for count in counts)


def _answer(wave: Wave, opened: Mapping[str, Any], *, keeps_side: bool) -> Answer:
    return Answer(
        wave=wave,
        side=opened["side"] if keeps_side else "",
        pairing=opened["pairing"],
        consents=opened["consents"],
        given=opened["given"],
    )


@transaction.atomic
def publish(wave: Wave, *, is_published: bool, by: User, at: datetime) -> None:
    """Let everybody see the results of a wave, or those only who keep the survey."""
    accounts.require(access.may_keep, by, wave.survey)
    if wave.stage != "closed" or wave.was_destroyed:
        raise NotNow(gettext("There are results once the wave is closed."))
    wave.is_published = is_published
    wave.save(update_fields=["is_published"])
    audit.record(wave, "published" if is_published else "unpublished", by=by, at=at)


def _locked(wave: Wave) -> Wave:
    return Wave.objects.select_for_update(of=("self",)).select_related("survey", "version").get(pk=wave.pk)


def _sweep() -> None:
    """Let no sealed answer stay where the database keeps what rows were before."""
    if connection.in_atomic_block:
        return
    sweeping = {
        "sqlite": ("PRAGMA wal_checkpoint(TRUNCATE)",),
        "postgresql": ("VACUUM surveys_sealed", "VACUUM surveys_wave", "VACUUM surveys_invitation"),
    }
    with connection.cursor() as cursor:
        for statement in sweeping[connection.vendor]:
            cursor.execute(statement)
