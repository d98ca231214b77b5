"""The words in which the rights matrix is declared: what somebody who asks may be answered.

An answer is a word: ``shown`` (200), ``sign in`` (to the page for signing in), ``refused`` (403), ``missing``
(404), ``prove`` (to the page that asks for the password once more), ``elsewhere`` (to another page),
``not so`` (405: not with this method), or else the number of the status. The example of an address may name
what its module makes for the test (``made``); ``own`` and ``other`` stand for the number of one's own and of
somebody else's passkey.
"""

from dataclasses import dataclass
from typing import Any

from polos_web.accounts.roles import ROLES

# Whoever asks: every role, and somebody whose account was erased while the browser still had its cookie.
ASKING = (*ROLES, "erased")
OPERATOR = "operator"
MANAGER = "programme manager"
REVIEWER = "reviewer"
FACILITATOR = "facilitator"
OUTSIDE = ("visitor", "erased")
Answers = dict[str, str]
# What stands behind an address: what one keeps oneself, what somebody else does, what was not published (by
# somebody else), what is nobody's, and what was taken back, its author erased.
STATES = ("own", "other", "draft", "public", "erased")


@dataclass(frozen=True)
class ByState:
    """A part of an address, or the answers of everybody, for each state of what is behind it."""

    own: Any
    other: Any
    draft: Any
    public: Any
    erased: Any


def in_state(told: Any, state: str) -> Any:
    """What holds in a state; what is not told by state holds in all."""
    return getattr(told, state) if isinstance(told, ByState) else told


def everybody(answer: str) -> Answers:
    """The same answer for all."""
    return dict.fromkeys(ASKING, answer)


def entrance(*, inside: str = "elsewhere", outside: str = "shown") -> Answers:
    """For those who are not signed in; who is, is led on."""
    return {name: outside if name in OUTSIDE else inside for name in ASKING}


def account(answer: str = "shown") -> Answers:
    """For everybody with an account."""
    return entrance(inside=answer, outside="sign in")


def operators(answer: str = "shown") -> Answers:
    """For operators only."""
    return {**account("refused"), OPERATOR: answer}


def hidden(answers: Answers, *readers: str) -> Answers:
    """The same where one must not even know that it is there; ``readers`` may."""
    kept = ("sign in", "not so")
    return {n: told if told in kept or n in readers else "missing" for n, told in answers.items()}


def by_state(own: Answers, others: Answers, *readers: str) -> ByState:
    """Something of one's own, and of others; only ``readers`` know of what others have not published."""
    concealed = hidden(others, *readers)
    return ByState(own, others, concealed, others, concealed)


def public_only(*readers: str) -> ByState:
    """A page for everybody, as long as what it shows is public; ``readers`` may see it in any case."""
    return by_state(everybody("shown"), everybody("shown"), *readers)


def kept(answer: str = "shown") -> ByState:
    """For those who keep the record; reviewers know of all there are."""
    return by_state(keepers(answer), account("refused"), "reviewer")


def keepers(answer: str = "shown", *, reviewer: str = "refused") -> Answers:
    """For those who keep the record ``x``: editors and owners with this scope."""
    return {
        **account("refused"),
        "cluster editor": answer,
        "cluster owner": answer,
        "reviewer": reviewer,
    }


def organisers(answer: str = "shown") -> Answers:
    """For programme managers, of the programme the event belongs to."""
    return {**account("refused"), MANAGER: answer}


@dataclass(frozen=True)
class Rights:
    """An example of the address, and who gets what; ``post`` is empty where nothing is written.

    ``alike`` says why a varying part of the address stands for nothing that could be in several states.
    """

    example: str
    get: Answers | ByState
    post: Answers | ByState | None = None
    alike: str = ""


def public(example: str, alike: str = "") -> Rights:
    """A page for everybody, signed in or not, that writes nothing."""
    return Rights(example, everybody("shown"), alike=alike)


def to_post(example: str, answers: Answers | ByState) -> Rights:
    """A form alone, without a page of its own."""
    return Rights(example, everybody("not so"), answers)


PROVE = entrance(inside="prove", outside="sign in")
