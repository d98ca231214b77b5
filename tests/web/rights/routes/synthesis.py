"""Who may what on the routes of ``synthesis``."""

from typing import Any

from polos_web.dialogue.models import Block, Contribution, Dialogue, Question, QuestionVersion, Statement
from polos_web.synthesis.models import Sentence, Synthesis, Topic, Version
from polos_web.translation.text import Text
from web.people import BEGAN
from web.rights.answers import MANAGER, Answers, Rights, account, everybody, public

FACILITATOR = "facilitator"
NOBODY = "999999"


def holders(answer: str = "shown") -> Answers:
    """For facilitators of the site, and managers of the programme the dialogue belongs to."""
    return {**account("refused"), FACILITATOR: answer, MANAGER: answer}


def page_of_holders(example: str, answer: str = "shown") -> Rights:
    """A page with a form for those who hold the dialogue, and here for nobody who only codes."""
    return Rights(example, holders(), holders(answer))


def of_holders(example: str, answer: str = "elsewhere") -> Rights:
    """A form without a page of its own for those who hold the dialogue."""
    return Rights(example, everybody("not so"), holders(answer))


A, S = "/dialogues/{synthesis}", "/dialogues/<slug>"
EXPECTED: dict[str, Rights] = {
    # the synthesis of a public dialogue of the programme "x" with one sentence, version and statement;
    # nobody of these is a coder
    f"{S}/synthesis/": public(f"{A}/synthesis/"),
    f"{S}/synthesis/synthesis.<form>": public(f"{A}/synthesis/synthesis.xlsx"),
    f"{S}/synthesis/sentences/<number>/": public(f"{A}/synthesis/sentences/1/"),
    f"{S}/synthesis/versions/": public(f"{A}/synthesis/versions/"),
    f"{S}/synthesis/versions/<number>/": public(f"{A}/synthesis/versions/1/"),
    f"{S}/synthesis/begin/": of_holders(f"{A}/synthesis/begin/"),
    f"{S}/synthesis/work/": page_of_holders(f"{A}/synthesis/work/"),
    f"{S}/synthesis/work/topics/<number>/": page_of_holders(f"{A}/synthesis/work/topics/{{topic}}/"),
    f"{S}/synthesis/work/topics/<number>/remove/": of_holders(
        f"{A}/synthesis/work/topics/{NOBODY}/remove/", "missing"
    ),
    f"{S}/synthesis/work/sentences/new/": page_of_holders(f"{A}/synthesis/work/sentences/new/"),
    f"{S}/synthesis/work/sentences/<number>/": page_of_holders(f"{A}/synthesis/work/sentences/1/"),
    f"{S}/synthesis/work/sentences/<number>/remove/": of_holders(
        f"{A}/synthesis/work/sentences/{NOBODY}/remove/", "missing"
    ),
    f"{S}/synthesis/work/save/": of_holders(f"{A}/synthesis/work/save/"),
    f"{S}/synthesis/work/adopt/": page_of_holders(f"{A}/synthesis/work/adopt/"),
    f"{S}/synthesis/work/take-up/": page_of_holders(f"{A}/synthesis/work/take-up/"),
    f"{S}/coding/": Rights(f"{A}/coding/", holders(), everybody("not so")),
    f"{S}/coding/coders/": of_holders(f"{A}/coding/coders/"),
    f"{S}/coding/coders/<number>/remove/": of_holders(f"{A}/coding/coders/{NOBODY}/remove/", "missing"),
    f"{S}/coding/suggestions/": of_holders(f"{A}/coding/suggestions/"),
    f"{S}/coding/open/": of_holders(f"{A}/coding/open/"),
    f"{S}/coding/passages/": page_of_holders(f"{A}/coding/passages/", "missing"),
    f"{S}/coding/own/": Rights(f"{A}/coding/own/", holders(), everybody("not so")),
    f"{S}/coding/own/<statement>/": Rights(
        f"{A}/coding/own/{{coded_statement}}/", holders("missing"), holders("missing")
    ),
    f"{S}/coding/done/": of_holders(f"{A}/coding/done/", "missing"),
    # as long as coders code blind, nobody resolves where they differ
    f"{S}/coding/<statement>/resolve/": Rights(
        f"{A}/coding/{{coded_statement}}/resolve/", account("refused"), account("refused")
    ),
    f"{S}/opinions/": public(f"{A}/opinions/"),
    f"{S}/opinions/compute/": Rights(f"{A}/opinions/compute/", everybody("not so"), account("elsewhere")),
    f"{S}/opinions/map.svg": Rights(f"{A}/opinions/map.svg", everybody("missing")),
    f"{S}/opinions/map.csv": Rights(f"{A}/opinions/map.csv", everybody("missing")),
    f"{S}/export/": Rights(f"{A}/export/", holders()),
    f"{S}/export/prepare/": of_holders(f"{A}/export/prepare/"),
    f"{S}/export/dialogue.zip": Rights(f"{A}/export/dialogue.zip", holders()),
}


def made() -> dict[str, Any]:
    """Make the synthesis that the examples name; every test makes it anew."""
    dialogue = Dialogue.objects.create(
        slug="made-synthesis", title=Text("en", "Made"), programme="x", state="open", made_at=BEGAN
    )
    block = Block.objects.create(dialogue=dialogue, place=1, title=Text("en", "Block"))
    question = Question.objects.create(block=block, place=1, opened_at=BEGAN)
    version = QuestionVersion.objects.create(
        question=question, number=1, text=Text("en", "What?"), written_at=BEGAN
    )
    said = Contribution.objects.create(
        version=version,
        text=Text("en", "This."),
        nature="fact",
        origin="meeting",
        source="Made",
        made_at=BEGAN,
    )
    statement = Statement.objects.create(
        dialogue=dialogue, contribution=said, start=0, end=5, text=said.text, made_at=BEGAN
    )
    synthesis = Synthesis.objects.create(dialogue=dialogue, made_at=BEGAN)
    topic = Topic.objects.create(synthesis=synthesis, code="made", place=1, title=Text("en", "Made"))
    Sentence.objects.create(
        synthesis=synthesis, topic=topic, column="EU", number=1, text=Text("en", "Made."), made_at=BEGAN
    )
    Version.objects.create(synthesis=synthesis, number=1, content={"topics": []}, saved_at=BEGAN)
    return {"synthesis": dialogue.slug, "topic": topic.pk, "coded_statement": statement.pk}
