"""Who may what on the routes of ``synthesis``."""

from typing import Any

from polos_web.synthesis.models import Sentence, Synthesis, Topic, Version
from polos_web.translation.text import Text
from web.people import BEGAN
from web.rights.answers import STATES, ByState, Rights, account, everybody
from web.rights.dialogues import (
    Made,
    erase,
    holders,
    in_every_state,
    numbers,
    page_of_holders,
    readers,
    slugs,
)


def of_holders(example: str, answer: str = "elsewhere") -> Rights:
    """A form without a page of its own for those who hold the dialogue."""
    return Rights(example, everybody("not so"), holders(answer))


def of_coders(answer: str) -> ByState:
    """For coders, which none of these is, and those who hold the dialogue; others learn if it is there."""
    told = holders(answer)
    gone = account("missing")
    return ByState(told.own, told.other, told.draft, told.public, gone)


def pages_of_coders(example: str, answer: str) -> Rights:
    """A page with a form for coders, and those who hold the dialogue."""
    return Rights(example, of_coders(answer), of_coders(answer))


def taking_away(answer: str = "shown") -> ByState:
    """For those who hold the dialogue, of those who read it."""
    return readers("refused", visitor="sign in", holder=answer)


A, S = "/dialogues/{synthesis}", "/dialogues/<slug>"
W, C = "synthesis/work", "coding"
EXPECTED: dict[str, Rights] = {
    # syntheses with one topic, sentence, version and statement; nobody of these is a coder
    f"{S}/synthesis/": Rights(f"{A}/synthesis/", readers()),
    f"{S}/synthesis/synthesis.<form>": Rights(f"{A}/synthesis/synthesis.xlsx", readers()),
    f"{S}/synthesis/sentences/<number>/": Rights(f"{A}/synthesis/sentences/1/", readers()),
    f"{S}/synthesis/versions/": Rights(f"{A}/synthesis/versions/", readers()),
    f"{S}/synthesis/versions/<number>/": Rights(f"{A}/synthesis/versions/1/", readers()),
    f"{S}/synthesis/begin/": of_holders(f"{A}/synthesis/begin/"),
    f"{S}/{W}/": page_of_holders(f"{A}/{W}/"),
    f"{S}/{W}/topics/<number>/": page_of_holders(f"{A}/{W}/topics/{{topic}}/"),
    f"{S}/{W}/topics/<number>/remove/": of_holders(f"{A}/{W}/topics/{{topic}}/remove/"),
    f"{S}/{W}/sentences/new/": page_of_holders(f"{A}/{W}/sentences/new/"),
    f"{S}/{W}/sentences/<number>/": page_of_holders(f"{A}/{W}/sentences/1/"),
    f"{S}/{W}/sentences/<number>/remove/": of_holders(f"{A}/{W}/sentences/1/remove/"),
    f"{S}/{W}/save/": of_holders(f"{A}/{W}/save/"),
    f"{S}/{W}/adopt/": page_of_holders(f"{A}/{W}/adopt/"),
    f"{S}/{W}/take-up/": page_of_holders(f"{A}/{W}/take-up/"),
    f"{S}/{C}/": Rights(f"{A}/{C}/", of_coders("shown"), everybody("not so")),
    f"{S}/{C}/coders/": of_holders(f"{A}/{C}/coders/"),
    f"{S}/{C}/coders/<number>/remove/": of_holders(f"{A}/{C}/coders/1/remove/", "missing"),
    f"{S}/{C}/suggestions/": of_holders(f"{A}/{C}/suggestions/"),
    f"{S}/{C}/open/": of_holders(f"{A}/{C}/open/"),
    f"{S}/{C}/passages/": Rights(f"{A}/{C}/passages/", of_coders("shown"), of_coders("missing")),
    f"{S}/{C}/own/": Rights(f"{A}/{C}/own/", of_coders("shown"), everybody("not so")),
    f"{S}/{C}/own/<statement>/": pages_of_coders(f"{A}/{C}/own/{{coded_statement}}/", "missing"),
    f"{S}/{C}/done/": Rights(f"{A}/{C}/done/", everybody("not so"), of_coders("missing")),
    # as long as coders code blind, nobody resolves where they differ
    f"{S}/{C}/<statement>/resolve/": pages_of_coders(f"{A}/{C}/{{coded_statement}}/resolve/", "refused"),
    f"{S}/opinions/": Rights(f"{A}/opinions/", readers()),
    f"{S}/opinions/compute/": Rights(
        f"{A}/opinions/compute/", everybody("not so"), readers("elsewhere", visitor="sign in")
    ),
    # nobody has voted, so there is no map
    f"{S}/opinions/map.svg": Rights(f"{A}/opinions/map.svg", readers("missing")),
    f"{S}/opinions/map.csv": Rights(f"{A}/opinions/map.csv", readers("missing")),
    f"{S}/export/": Rights(f"{A}/export/", taking_away()),
    f"{S}/export/prepare/": Rights(f"{A}/export/prepare/", everybody("not so"), taking_away("elsewhere")),
    f"{S}/export/dialogue.zip": Rights(f"{A}/export/dialogue.zip", taking_away()),
}


def made() -> dict[str, Any]:
    """Make dialogues in every state, each with its synthesis, and return the numbers of what is in them."""
    dialogues = in_every_state("made-synthesis")
    erase(dialogues)
    topics = [_table_of(getattr(dialogues, state)).pk for state in STATES[:-1]]
    return {
        "synthesis": slugs(dialogues),
        "topic": ByState(*topics, 999_999),
        "coded_statement": numbers(dialogues, "statement"),
    }


def _table_of(made: Made) -> Topic:
    synthesis = Synthesis.objects.create(dialogue=made.dialogue, made_at=BEGAN)
    topic = Topic.objects.create(synthesis=synthesis, code="made", place=1, title=Text("en", "Made"))
    Sentence.objects.create(
        synthesis=synthesis, topic=topic, column="EU", number=1, text=Text("en", "Made."), made_at=BEGAN
    )
    Version.objects.create(synthesis=synthesis, number=1, content={"topics": []}, saved_at=BEGAN)
    return topic
