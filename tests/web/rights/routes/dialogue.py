"""Who may what on the routes of ``dialogue``."""

from typing import Any

from polos_web.dialogue.links import link_of
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
from web.rights.answers import MANAGER, Answers, Rights, account, everybody, public

FACILITATOR = "facilitator"
NOBODY = "999999"


def holders(answer: str = "shown") -> Answers:
    """For facilitators of the site, and managers of the programme the dialogue belongs to."""
    return {**account("refused"), FACILITATOR: answer, MANAGER: answer}


def of_holders(example: str, answer: str = "elsewhere") -> Rights:
    """A form without a page of its own for those who hold the dialogue."""
    return Rights(example, holders("not so"), holders(answer))


def pages_of_holders(example: str, answer: str = "shown") -> Rights:
    """A page with a form for those who hold the dialogue."""
    return Rights(example, holders(answer), holders(answer))


A, Q, K = "/dialogues/{dialogue}", "/dialogues/{dialogue}/questions/{question}", "/dialogues/{dialogue}/keep"
S = "/dialogues/<slug>"
EXPECTED: dict[str, Rights] = {
    # a public open dialogue of the programme "x", with one contribution and one statement made by the test
    "/dialogues/": public("/dialogues/"),
    "/dialogues/new/": pages_of_holders("/dialogues/new/"),
    "/dialogues/mine/<link>/": Rights("/dialogues/mine/{voice_link}/", everybody("elsewhere")),
    "/dialogues/stop/<link>/": Rights(
        "/dialogues/stop/{voice_link}/", everybody("shown"), everybody("elsewhere")
    ),
    f"{S}/": public(f"{A}/"),
    f"{S}/feed.atom": public(f"{A}/feed.atom"),
    # nobody joins without being invited, nobody of these takes part
    f"{S}/join/": Rights(f"{A}/join/", account("refused"), account("refused")),
    f"{S}/follow/": Rights(f"{A}/follow/", everybody("not so"), account("elsewhere")),
    f"{S}/mine/": Rights(f"{A}/mine/", account("elsewhere"), account("elsewhere")),
    f"{S}/leave/": Rights(f"{A}/leave/", everybody("not so"), account("elsewhere")),
    f"{S}/statements/": public(f"{A}/statements/"),
    f"{S}/statements/<statement>/vote/": Rights(
        f"{A}/statements/{{statement}}/vote/", everybody("not so"), account("elsewhere")
    ),
    f"{S}/statements/<statement>/hide/": of_holders(f"{A}/statements/{NOBODY}/hide/", "missing"),
    f"{S}/questions/<question>/": public(f"{Q}/"),
    f"{S}/questions/<question>/answer/": Rights(f"{Q}/answer/", everybody("not so"), account("elsewhere")),
    f"{S}/contributions/<contribution>/reply/": Rights(
        f"{A}/contributions/{{said}}/reply/", account("elsewhere"), account("elsewhere")
    ),
    f"{S}/questions/<question>/edit/": pages_of_holders(f"{Q}/edit/"),
    f"{S}/questions/<question>/remove/": of_holders(f"{A}/questions/{NOBODY}/remove/", "missing"),
    f"{S}/questions/<question>/up/": of_holders(f"{Q}/up/"),
    f"{S}/questions/<question>/turn/": of_holders(f"{A}/questions/{NOBODY}/turn/", "missing"),
    f"{S}/questions/<question>/summary/": pages_of_holders(f"{Q}/summary/"),
    f"{S}/questions/<question>/prompt/": pages_of_holders(f"{Q}/prompt/"),
    f"{S}/questions/<question>/notes/": pages_of_holders(f"{Q}/notes/"),
    f"{S}/contributions/<contribution>/hide/": of_holders(f"{A}/contributions/{NOBODY}/hide/", "missing"),
    f"{S}/contributions/<contribution>/mark/": pages_of_holders(f"{A}/contributions/{{said}}/mark/"),
    f"{S}/keep/": Rights(f"{K}/", holders()),
    f"{S}/keep/edit/": pages_of_holders(f"{K}/edit/"),
    f"{S}/keep/move/": of_holders(f"{K}/move/"),
    f"{S}/keep/build/": Rights(f"{K}/build/", holders()),
    f"{S}/keep/blocks/new/": pages_of_holders(f"{K}/blocks/new/"),
    f"{S}/keep/blocks/<block>/": pages_of_holders(f"{K}/blocks/{{block}}/"),
    f"{S}/keep/blocks/<block>/remove/": of_holders(f"{K}/blocks/{NOBODY}/remove/", "missing"),
    f"{S}/keep/blocks/<block>/questions/new/": pages_of_holders(f"{K}/blocks/{{block}}/questions/new/"),
    f"{S}/keep/people/": Rights(f"{K}/people/", holders()),
    f"{S}/keep/people/invite/": pages_of_holders(f"{K}/people/invite/"),
    f"{S}/keep/people/candidates/": pages_of_holders(f"{K}/people/candidates/"),
    f"{S}/keep/people/send/": of_holders(f"{K}/people/send/"),
    f"{S}/keep/people/<person>/": pages_of_holders(f"{K}/people/{{voice}}/"),
    f"{S}/keep/people/<person>/link/": of_holders(f"{K}/people/{NOBODY}/link/", "missing"),
    f"{S}/keep/people/<person>/erase/": of_holders(f"{K}/people/{NOBODY}/erase/", "missing"),
    f"{S}/keep/silent/": Rights(f"{K}/silent/", holders(), holders("elsewhere")),
}


def made() -> dict[str, Any]:
    """Make an open dialogue of the programme "x" with one question, answer, statement and place."""
    title, now = Text("en", "D"), {"opened_at": BEGAN}
    dialogue = Dialogue.objects.create(
        slug="a", title=title, programme="x", state="open", made_at=BEGAN, **now
    )
    block = Block.objects.create(dialogue=dialogue, place=1, title=title)
    question = Question.objects.create(block=block, place=1, **now)
    version = QuestionVersion.objects.create(question=question, number=1, text=title, written_at=BEGAN)
    person = Participant.objects.create(dialogue=dialogue, email="place@example.net", joined_at=BEGAN)
    said = Contribution.objects.create(
        version=version, participant=person, text=Text("en", "Yes."), nature="fact", made_at=BEGAN
    )
    statement = Statement.objects.create(
        dialogue=dialogue, contribution=said, start=0, end=3, text=Text("en", "Yes"), made_at=BEGAN
    )
    return {
        "dialogue": dialogue.slug,
        "block": block.pk,
        "question": question.pk,
        "said": said.pk,
        "statement": statement.pk,
        "voice": person.pk,
        "voice_link": link_of(person),
    }
