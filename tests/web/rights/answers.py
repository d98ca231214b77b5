"""The words in which the rights matrix is declared: what somebody who asks may be answered.

An answer is a word: ``shown`` (200), ``sign in`` (to the page for signing in), ``refused`` (403), ``missing``
(404), ``prove`` (to the page that asks for the password once more), ``elsewhere`` (to another page),
``not so`` (405: not with this method), or else the number of the status. The example of an address may name
what its module makes for the test (``made``); ``own`` and ``other`` stand for the number of one's own and of
somebody else's passkey.
"""

from dataclasses import dataclass

from polos_web.accounts.roles import ROLES

# Whoever asks: every role, and somebody whose account was erased while the browser still had its cookie.
ASKING = (*ROLES, "erased")
OPERATOR = "operator"
MANAGER = "programme manager"
OUTSIDE = ("visitor", "erased")
Answers = dict[str, str]


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
    """An example of the address, and who gets what; ``post`` is empty where nothing is written."""

    example: str
    get: Answers
    post: Answers | None = None


def public(example: str) -> Rights:
    """A page for everybody, signed in or not, that writes nothing."""
    return Rights(example, everybody("shown"))


def of_organisers(example: str, answer: str = "elsewhere") -> Rights:
    """A form for those who organise the event."""
    return Rights(example, organisers("not so"), organisers(answer))


def by_link(example: str, answer: str = "elsewhere") -> Rights:
    """A form for whoever has the private link of its address."""
    return Rights(example, everybody("not so"), everybody(answer))


PROVE = entrance(inside="prove", outside="sign in")
