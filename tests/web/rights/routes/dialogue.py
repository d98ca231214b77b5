"""Who may what on the routes of ``dialogue``."""

from typing import Any

from polos_web.dialogue.links import link_of
from web.rights.answers import (
    FACILITATOR,
    MANAGER,
    STATES,
    Answers,
    ByState,
    Rights,
    account,
    everybody,
    public,
)
from web.rights.dialogues import erase, holders, in_every_state, numbers, page_of_holders, readers, slugs


def some_holder(answer: str = "shown") -> Answers:
    """For everybody who holds dialogues, of whatever programme."""
    return {**account("refused"), FACILITATOR: answer, MANAGER: answer}


def of_holders(example: str, answer: str = "elsewhere") -> Rights:
    """A form without a page of its own for those who hold the dialogue."""
    return Rights(example, holders("not so"), holders(answer))


def to_post(example: str) -> Rights:
    """A form for those who take part, which none of these does: they are led back, visitors to sign in."""
    return Rights(example, readers("not so"), readers("elsewhere", visitor="sign in"))


def by_link(answer: str, *, draft: str = "missing") -> ByState:
    """For whoever has the private link, until its owner is erased."""
    told = everybody(answer)
    return ByState(told, told, everybody(draft), told, everybody("missing"))


def joining() -> ByState:
    """For people with an account where everybody with one may take part; else for nobody."""
    refused = readers("refused", visitor="sign in")
    return ByState(account("shown"), refused.other, refused.draft, refused.public, refused.erased)


A, Q, K = "/dialogues/{dialogue}", "/dialogues/{dialogue}/questions/{question}", "/dialogues/{dialogue}/keep"
S = "/dialogues/<slug>"
EXPECTED: dict[str, Rights] = {
    # dialogues with one contribution, one statement and one place each; nobody of these takes part
    "/dialogues/": public("/dialogues/"),
    "/dialogues/new/": Rights("/dialogues/new/", some_holder(), some_holder()),
    "/dialogues/mine/<link>/": Rights("/dialogues/mine/{voice_link}/", by_link("elsewhere")),
    "/dialogues/stop/<link>/": Rights(
        "/dialogues/stop/{voice_link}/",
        by_link("shown", draft="shown"),
        by_link("elsewhere", draft="elsewhere"),
    ),
    f"{S}/": Rights(f"{A}/", readers()),
    f"{S}/feed.atom": Rights(f"{A}/feed.atom", readers()),
    f"{S}/join/": Rights(f"{A}/join/", joining(), joining()),
    f"{S}/follow/": to_post(f"{A}/follow/"),
    f"{S}/mine/": Rights(
        f"{A}/mine/", readers("elsewhere", visitor="sign in"), readers("elsewhere", visitor="sign in")
    ),
    f"{S}/leave/": to_post(f"{A}/leave/"),
    f"{S}/statements/": Rights(f"{A}/statements/", readers()),
    f"{S}/statements/<statement>/vote/": to_post(f"{A}/statements/{{statement}}/vote/"),
    f"{S}/statements/<statement>/hide/": of_holders(f"{A}/statements/{{statement}}/hide/"),
    f"{S}/questions/<question>/": Rights(f"{Q}/", readers()),
    f"{S}/questions/<question>/answer/": to_post(f"{Q}/answer/"),
    f"{S}/contributions/<contribution>/reply/": Rights(
        f"{A}/contributions/{{said}}/reply/",
        readers("elsewhere", visitor="sign in"),
        readers("elsewhere", visitor="sign in"),
    ),
    f"{S}/questions/<question>/edit/": page_of_holders(f"{Q}/edit/"),
    f"{S}/questions/<question>/remove/": of_holders(f"{Q}/remove/"),
    f"{S}/questions/<question>/up/": of_holders(f"{Q}/up/"),
    f"{S}/questions/<question>/turn/": of_holders(f"{Q}/turn/"),
    f"{S}/questions/<question>/summary/": page_of_holders(f"{Q}/summary/"),
    f"{S}/questions/<question>/prompt/": page_of_holders(f"{Q}/prompt/"),
    f"{S}/questions/<question>/notes/": page_of_holders(f"{Q}/notes/"),
    f"{S}/contributions/<contribution>/hide/": of_holders(f"{A}/contributions/{{said}}/hide/"),
    f"{S}/contributions/<contribution>/mark/": page_of_holders(f"{A}/contributions/{{said}}/mark/"),
    # those who hold the dialogue translate, and whoever wrote it, which none of these has
    f"{S}/contributions/<contribution>/translate/": Rights(
        f"{A}/contributions/{{said}}/translate/",
        readers("refused", visitor="sign in", holder="shown"),
        readers("refused", visitor="sign in", holder="shown"),
    ),
    f"{S}/keep/": Rights(f"{K}/", holders()),
    f"{S}/keep/edit/": page_of_holders(f"{K}/edit/"),
    f"{S}/keep/move/": of_holders(f"{K}/move/"),
    f"{S}/keep/build/": Rights(f"{K}/build/", holders()),
    f"{S}/keep/blocks/new/": page_of_holders(f"{K}/blocks/new/"),
    f"{S}/keep/blocks/<block>/": page_of_holders(f"{K}/blocks/{{block}}/"),
    f"{S}/keep/blocks/<block>/remove/": of_holders(f"{K}/blocks/{{block}}/remove/"),
    f"{S}/keep/blocks/<block>/questions/new/": page_of_holders(f"{K}/blocks/{{block}}/questions/new/"),
    f"{S}/keep/people/": Rights(f"{K}/people/", holders()),
    f"{S}/keep/people/invite/": page_of_holders(f"{K}/people/invite/"),
    f"{S}/keep/people/candidates/": page_of_holders(f"{K}/people/candidates/"),
    f"{S}/keep/people/send/": of_holders(f"{K}/people/send/"),
    f"{S}/keep/people/<person>/": page_of_holders(f"{K}/people/{{voice}}/"),
    f"{S}/keep/people/<person>/link/": of_holders(f"{K}/people/{{voice}}/link/"),
    f"{S}/keep/people/<person>/erase/": of_holders(f"{K}/people/{{voice}}/erase/"),
    f"{S}/keep/silent/": Rights(f"{K}/silent/", holders(), holders("elsewhere")),
}


def made() -> dict[str, Any]:
    """Make dialogues in every state, and return the numbers of what is in them."""
    dialogues = in_every_state("asked")
    parts = {"block": "block", "question": "question", "said": "said", "statement": "statement"}
    named: dict[str, Any] = {name: numbers(dialogues, part) for name, part in parts.items()}
    named |= {
        "dialogue": slugs(dialogues),
        "voice": numbers(dialogues, "person"),
        "voice_link": ByState(*(link_of(getattr(dialogues, state).person) for state in STATES)),
    }
    erase(dialogues)
    return named
