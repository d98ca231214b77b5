"""Reads of dialogues: who takes part, what is asked, and what was contributed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from polos_web.accounts.access import Asking, is_signed_in
from polos_web.accounts.models import User
from polos_web.clusters import queries as clusters
from polos_web.dialogue import access
from polos_web.dialogue.links import participant_of
from polos_web.dialogue.models import (
    Block,
    Contribution,
    Dialogue,
    Following,
    Participant,
    Question,
    QuestionVersion,
    Statement,
    Use,
)
from polos_web.territories import queries as territories
from polos_web.translation.text import Text

# ---- dialogues --------------------------------------------------------------------------------


def dialogue(slug: str) -> Dialogue | None:
    """Return one dialogue."""
    return Dialogue.objects.filter(slug=slug).first()


def listed(asking: Asking) -> list[Dialogue]:
    """Return the dialogues somebody may read, with how many contributions each has."""
    return list(_counted(access.readable(asking)))


def facilitated(asking: Asking) -> list[Dialogue]:
    """Return the dialogues somebody holds."""
    return list(_counted(access.facilitated(asking)))


def _counted(found: QuerySet[Dialogue]) -> QuerySet[Dialogue]:
    contributed = Count("blocks__questions__versions__contributions", distinct=True)
    territory = Count(
        "blocks__questions__versions__contributions__territory",
        filter=~Q(blocks__questions__versions__contributions__territory=""),
        distinct=True,
    )
    counted = found.annotate(contribution_count=contributed, territory_count=territory)
    return counted.order_by("-made_at", "slug")


def dialogue_of(contribution: Contribution) -> Dialogue:
    """Return the dialogue something was contributed to."""
    return Dialogue.objects.get(blocks__questions__versions=contribution.version_id)


# ---- who takes part ---------------------------------------------------------------------------


def places_of(person: User) -> list[Participant]:
    """Return the places somebody with an account has in dialogues."""
    own = Q(person=person) | Q(email=person.email or "-")
    return list(Participant.objects.filter(own, erased_at=None).select_related("dialogue"))


def place_of(of: Dialogue, asking: Asking, link: str = "") -> Participant | None:
    """Return the place of whoever asks: by the private link opened before, else by the account."""
    found = participant_of(link) if link else None
    if found is not None and found.dialogue_id == of.pk:
        return found
    if not is_signed_in(asking):
        return None
    own = Q(person=asking) | Q(email=asking.email or "-")
    return of.participants.filter(own, erased_at=None).select_related("dialogue").first()


def participants(of: Dialogue) -> list[Participant]:
    """Return those who take part, with ``said``, how much each has contributed, and ``last`` when."""
    found = of.participants.filter(erased_at=None)
    counted = found.annotate(said=Count("contributions"), last=Max("contributions__made_at"))
    return list(counted.order_by("side", "territory", "name", "pk"))


def participant(of: Dialogue, number: int) -> Participant | None:
    """Return one participant who was not erased."""
    return of.participants.filter(pk=number, erased_at=None).select_related("dialogue").first()


def names_of(pseudonyms: set[str]) -> dict[str, str]:
    """Return how participants are called by their names in the audit; those who were erased are not there."""
    known = Participant.objects.filter(pseudonym__in=pseudonyms, erased_at=None)
    return {one.pseudonym: str(one) for one in known}


@dataclass(frozen=True)
class Silence:
    """How many of a group have answered, and who has not; ``code`` is empty where the group is unknown."""

    code: str
    invited: int
    answered: int
    silent: tuple[Participant, ...]


def silence(of: Dialogue, question: Question | None, grouping: str) -> list[Silence]:
    """Return by territory, side, helix or role who has answered a question, or any, and who has not.

    Groups with the smallest share of answers come first.
    """
    said = Contribution.objects.filter(
        participant__dialogue=of, kind="answer", origin__in=("written", "interview")
    )
    if question is not None:
        said = said.filter(version__question=question)
    answered = set(said.values_list("participant", flat=True))
    groups: dict[str, list[Participant]] = defaultdict(list)
    for person in of.participants.filter(erased_at=None):
        groups[getattr(person, grouping)].append(person)
    found = [
        Silence(
            code,
            len(people),
            sum(one.pk in answered for one in people),
            tuple(one for one in people if one.pk not in answered),
        )
        for code, people in groups.items()
    ]
    return sorted(found, key=lambda one: (one.answered / one.invited, one.code))


# ---- questions --------------------------------------------------------------------------------


def questions(of: Dialogue) -> list[Question]:
    """Return the questions of a dialogue in the order they are asked."""
    return list(Question.objects.filter(block__dialogue=of).select_related("block__dialogue"))


def question(of: Dialogue, number: int) -> Question | None:
    """Return one question."""
    found = Question.objects.filter(block__dialogue=of, pk=number)
    return found.select_related("block__dialogue").prefetch_related("versions", "prompts").first()


def block(of: Dialogue, number: int) -> Block | None:
    """Return one block."""
    return of.blocks.filter(pk=number).select_related("dialogue").first()


def version(of: Question) -> QuestionVersion:
    """Return the words of a question that hold now."""
    return of.versions.all()[0]


def answering_count(of: Question) -> int:
    """Return how many people have answered a question; notes without a person count for nobody."""
    said = Contribution.objects.filter(version__question=of, kind="answer", is_hidden=False)
    return said.exclude(participant=None).values("participant").distinct().count()


def state_of(of: Question, now: datetime) -> str:
    """Return where a question stands: waiting, open, closed or summarised."""
    if of.closed_at is not None:
        return "summarised" if of.summary is not None else "closed"
    return "open" if of.has_begun(now) else "waiting"


@dataclass(frozen=True)
class Asked:
    """A question on the page of its dialogue: its words, its state, and how much was said by whom."""

    question: Question
    version: QuestionVersion
    number: str
    state: str
    answers: int
    replies: int
    territories: int
    is_answered: bool

    @property
    def is_open(self) -> bool:
        return self.state == "open"


@dataclass(frozen=True)
class Part:
    """A block with its questions."""

    block: Block
    questions: tuple[Asked, ...]


def outline(of: Dialogue, person: Participant | None, now: datetime) -> list[Part]:
    """Return the blocks of a dialogue with their questions and what was said to each."""
    by_question = "version__question"
    said = Contribution.objects.filter(version__question__block__dialogue=of, is_hidden=False)
    rows = said.values(by_question).annotate(
        answers=Count("pk", filter=Q(kind="answer")),
        replies=Count("pk", filter=~Q(kind="answer")),
        territories=Count("territory", filter=~Q(territory=""), distinct=True),
    )
    counts = {row[by_question]: row for row in rows}
    own = said.filter(participant=person, kind="answer") if person else said.none()
    answered = set(own.values_list(by_question, flat=True))
    nothing = {"answers": 0, "replies": 0, "territories": 0}

    def asked(one: Question) -> Asked:
        told = counts.get(one.pk, nothing)
        return Asked(
            one,
            version(one),
            number_of(one),
            state_of(one, now),
            told["answers"],
            told["replies"],
            told["territories"],
            one.pk in answered,
        )

    found = []
    for one in of.blocks.prefetch_related("questions__versions"):
        held = [asked(_within(question, one, of)) for question in one.questions.all()]
        found.append(Part(one, tuple(held)))
    return found


def _within(question: Question, block: Block, of: Dialogue) -> Question:
    block.dialogue = of
    question.block = block
    return question


def number_of(one: Question) -> str:
    """Return the number of a question as people say it: that of its block and its own."""
    return f"{one.block.place}.{one.place}"


# ---- contributions ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Voice:
    """A contribution on its page: who says it for which place, what was said to it, what became of it."""

    said: Contribution
    territory: Any
    cluster: Any
    is_own: bool
    uses: tuple[Use, ...]
    replies: tuple["Voice", ...]


def voices(
    of: Question, person: Participant | None, *, with_hidden: bool = False
) -> list[tuple[QuestionVersion, list[Voice]]]:
    """Return what was contributed to a question, by the version of the words it was said to, newest first."""
    found = Contribution.objects.filter(version__question=of)
    return _by_version(_read(found if with_hidden else found.filter(is_hidden=False)), person)


def _read(found: QuerySet[Contribution]) -> list[Contribution]:
    uses = Prefetch("uses", Use.objects.order_by("pk"))
    statements = Prefetch("statements", Statement.objects.prefetch_related(uses))
    related = found.select_related("version__question__block", "participant")
    return list(related.prefetch_related(statements))


def _by_version(
    said: Sequence[Contribution], person: Participant | None
) -> list[tuple[QuestionVersion, list[Voice]]]:
    named = Named.of(said)
    replies: dict[int | None, list[Contribution]] = defaultdict(list)
    for one in said:
        replies[one.answers_to_id].append(one)

    def voice(one: Contribution) -> Voice:
        return named.voice(one, person, [voice(reply) for reply in replies[one.pk]])

    versions: dict[int, tuple[QuestionVersion, list[Voice]]] = {}
    for one in replies[None]:
        versions.setdefault(one.version_id, (one.version, []))[1].append(voice(one))
    return sorted(versions.values(), key=lambda told: -told[0].number)


@dataclass(frozen=True)
class Named:
    """The names of the territories and clusters that contributions speak for."""

    territories: Mapping[str, Any]
    clusters: Mapping[str, Any]

    @classmethod
    def of(cls, said: Iterable[Any]) -> "Named":
        """Read the names of what these rows speak for, in two queries."""
        rows = list(said)
        places = {one.territory for one in rows} - {""}
        known = {one.pk: one for one in territories.places().filter(pk__in=places)} if places else {}
        named = {one.cluster for one in rows} - {""}
        return cls(known, clusters.in_bulk(sorted(named)) if named else {})

    def voice(self, one: Contribution, person: Participant | None, replies: Sequence[Voice]) -> Voice:
        return Voice(
            one,
            self.territories.get(one.territory),
            self.clusters.get(one.cluster),
            person is not None and one.participant_id == person.pk,
            tuple(use for statement in one.statements.all() for use in statement.uses.all()),
            tuple(replies),
        )


def contributions(of: Dialogue) -> QuerySet[Contribution]:
    """Return everything that was contributed, hidden or not, in the order in which it was."""
    found = Contribution.objects.filter(version__question__block__dialogue=of)
    return found.select_related("version__question__block").order_by("pk")


def contribution(of: Dialogue, number: int) -> Contribution | None:
    """Return one contribution."""
    found = Contribution.objects.filter(version__question__block__dialogue=of, pk=number)
    return found.select_related("version__question__block__dialogue", "participant").first()


def voice_of(said: Contribution, person: Participant | None) -> Voice:
    """Return one contribution with what became of it."""
    read = _read(Contribution.objects.filter(pk=said.pk))
    return Named.of(read).voice(read[0], person, [])


def own_voices(person: Participant) -> list[Voice]:
    """Return what somebody has contributed, the latest first, with what became of it."""
    said = _read(Contribution.objects.filter(participant=person))
    named = Named.of(said)
    return [named.voice(one, person, []) for one in reversed(said)]


def last_said(of: Dialogue, most: int) -> list[Voice]:
    """Return the latest contributions to a dialogue."""
    found = Contribution.objects.filter(version__question__block__dialogue=of, is_hidden=False)
    said = _read(found.order_by("-made_at", "-pk")[:most])
    named = Named.of(said)
    return [named.voice(one, None, []) for one in said]


def interviewed(of: Dialogue) -> list[Participant]:
    """Return those whose words notes can hold."""
    return list(of.participants.filter(erased_at=None))


# ---- following --------------------------------------------------------------------------------


def followed(of: Dialogue, who: User | Participant | None) -> set[int | None]:
    """Return what somebody follows of a dialogue: numbers of questions, ``None`` for all of it."""
    return {one.question_id for one in followings(of, who)}


def followings(of: Dialogue, who: User | Participant | None) -> list[Following]:
    """Return what somebody follows of a dialogue."""
    match who:
        case Participant():
            return list(of.followings.filter(participant=who))
        case User():
            return list(of.followings.filter(person=who))
    return []


def news(of: Dialogue, follows: Sequence[Following]) -> int:
    """Return how many contributions somebody who follows has not seen."""
    if not follows:
        return 0
    wanted = Q(pk__in=[])
    for one in follows:
        new = Q(made_at__gt=one.told_until)
        wanted |= new if one.question_id is None else new & Q(version__question=one.question_id)
    return (
        Contribution.objects.filter(wanted, version__question__block__dialogue=of, is_hidden=False)
        .distinct()
        .count()
    )


# ---- what is held about a person --------------------------------------------------------------


def holdings_of(person: User) -> dict[str, Any]:
    """Return everything dialogues hold about somebody with an account."""
    followed = Following.objects.filter(person=person).select_related("dialogue")
    noted = Contribution.objects.filter(noted_by=person)
    return {
        "places": [_held(one) for one in places_of(person)],
        "follows": [{"dialogue": one.dialogue.slug, "question": one.question_id} for one in followed],
        "noted": list(noted.values_list("pk", flat=True)),
    }


def _held(person: Participant) -> dict[str, Any]:
    names = (
        "name", "email", "language", "side", "country", "territory", "cluster", "helix", "role", "shows_name",
        "wants_no_mail",
    )  # fmt: skip
    moments = ("joined_at", "invited_at", "reminded_at")
    return {
        "dialogue": person.dialogue.slug,
        **{name: getattr(person, name) for name in names},
        **{name: _moment(getattr(person, name)) for name in moments},
        "name_in_the_audit": person.pseudonym,
        "contributions": [
            {
                "question": one.version.question_id,
                "version": one.version.number,
                "kind": one.kind,
                "nature": one.nature,
                "text": one.text.to_plain(),
                "made_at": _moment(one.made_at),
            }
            for one in person.contributions.select_related("version")
        ],
        "votes": [
            {"statement": one.statement_id, "vote": one.value, "at": _moment(one.voted_at)}
            for one in person.votes.all()
        ],
        "follows": [{"question": one.question_id} for one in person.followings.all()],
    }


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


# ---- what everybody may find ------------------------------------------------------------------


def public() -> list[Dialogue]:
    """Return the dialogues everybody reads."""
    return list(Dialogue.objects.filter(reach="public").exclude(state="draft"))


def is_public(of: Dialogue) -> bool:
    """Whether everybody reads it."""
    return of.reach == "public" and of.state != "draft"


def asked_in(of: Dialogue) -> list[Text]:
    """Return what a dialogue is about: its description, its blocks, its questions as worded now."""
    texts = [of.description, *(one.title for one in of.blocks.all()), *(one.about for one in of.blocks.all())]
    texts += [version(one).text for one in questions(of)]
    return [text for text in texts if text is not None]
