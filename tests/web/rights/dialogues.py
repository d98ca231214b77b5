"""Dialogues in every state that the rights matrix tells apart, and who gets what of their pages."""

from dataclasses import dataclass
from typing import Any

from polos_web.dialogue.models import (
    Block,
    Contribution,
    Dialogue,
    Participant,
    Question,
    QuestionVersion,
    Statement,
)
from polos_web.translation.text import Text
from web.people import BEGAN
from web.rights.answers import (
    FACILITATOR,
    MANAGER,
    STATES,
    Answers,
    ByState,
    Rights,
    account,
    everybody,
)

# Whose each is, how far it is, and who reads it: people with an account, those who take part, everybody.
HELD = {
    "own": ("x", "open", "members"),
    "other": ("y", "open", "participants"),
    "draft": ("y", "draft", "public"),
    "public": ("y", "open", "public"),
    "erased": ("y", "open", "public"),
}


def site(answer: str, rest: Answers) -> Answers:
    """For facilitators of the whole site, who hold every dialogue."""
    return {**rest, FACILITATOR: answer}


def readers(answer: str = "shown", *, visitor: str = "", holder: str = "") -> ByState:
    """For everybody who reads the dialogue; ``visitor`` and ``holder`` where they are told something else."""
    missing, refused = everybody("missing"), account("refused")
    told = {**everybody(answer), **{name: visitor for name in ("visitor", "erased") if visitor}}
    held = holder or answer
    return ByState(
        {**site(held, account(answer)), MANAGER: held},
        site(held, refused),
        site(held, missing),
        site(held, told),
        missing,
    )


def holders(answer: str = "shown") -> ByState:
    """For facilitators, and managers of its programme; these learn whether there is one of that name."""
    refused = account("refused")
    other = site(answer, refused)
    gone = {**refused, FACILITATOR: "missing", MANAGER: "missing"}
    return ByState({**other, MANAGER: answer}, other, other, other, gone)


def page_of_holders(example: str, answer: str = "shown") -> Rights:
    """A page with a form for those who hold the dialogue."""
    return Rights(example, holders(answer), holders(answer))


@dataclass(frozen=True)
class Made:
    """A dialogue with one of each: a block, a question, somebody who takes part, what was said and marked."""

    dialogue: Dialogue
    block: Block
    question: Question
    person: Participant
    said: Contribution
    statement: Statement


def in_every_state(name: str) -> ByState:
    """Make dialogues in every state, called after ``name``; ``erase`` takes out the one that is gone."""
    return ByState(*(_made(f"{name}-{state}", *HELD[state]) for state in STATES))


def erase(made: ByState) -> None:
    """Take the one that is to be gone out of the database; its numbers stay those of nothing."""
    gone: Dialogue = made.erased.dialogue
    gone.statements.all().delete()
    Contribution.objects.filter(version__question__block__dialogue=gone).delete()
    gone.delete()


def numbers(made: ByState, part: str) -> ByState:
    """Return the numbers of one part of the dialogues, read before the one is erased."""
    return ByState(*(getattr(getattr(made, state), part).pk for state in STATES))


def slugs(made: ByState) -> ByState:
    """Return the short names of the dialogues."""
    return ByState(*(getattr(made, state).dialogue.slug for state in STATES))


def _made(slug: str, programme: str, state: str, reach: str) -> Made:
    title = Text("en", "Made")
    opened: dict[str, Any] = {"opened_at": None if state == "draft" else BEGAN}
    dialogue = Dialogue.objects.create(
        slug=slug,
        title=title,
        programme=programme,
        state=state,
        reach=reach,
        is_open_to_members=reach == "members",
        made_at=BEGAN,
        **opened,
    )
    block = Block.objects.create(dialogue=dialogue, place=1, title=title)
    question = Question.objects.create(block=block, place=1, **opened)
    version = QuestionVersion.objects.create(question=question, number=1, text=title, written_at=BEGAN)
    person = Participant.objects.create(dialogue=dialogue, email=f"{slug}@example.net", joined_at=BEGAN)
    said = Contribution.objects.create(
        version=version, participant=person, text=Text("en", "Yes."), nature="fact", made_at=BEGAN
    )
    statement = Statement.objects.create(
        dialogue=dialogue, contribution=said, start=0, end=3, text=Text("en", "Yes"), made_at=BEGAN
    )
    return Made(dialogue, block, question, person, said, statement)
