"""What can be wrong with a questionnaire or with the file it is read from, each under a code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: In English, by code; the facts of a flaw stand in for the names in brackets.
FLAWS: dict[str, str] = {
    "name form": "a name has up to 40 letters, digits and underscores, and starts with a letter",
    "name twice": "the name stands twice",
    "few options": "%(count)s options, where %(kind)s needs two",
    "options not taken": "options, which %(kind)s does not take",
    "items not taken": "items, which only a matrix has",
    "no items": "a matrix without items",
    "code twice": "the code %(code)r twice",
    "code form": "the code %(code)r, which is not of letters, digits, hyphens and underscores",
    "limits not taken": "limits, which %(kind)s does not take",
    "limits crossed": "at least %(least)g and at most %(most)g",
    "limit of nothing": "at most %(most)g, which no answer can keep",
    "limit over options": "at least %(least)g of %(count)s options",
    "long texts": "texts of up to %(most)g letters, where %(longest)s is the most",
    "no earlier question": "shown by %(asked)r, which is no earlier question",
    "comparison unfit": "the comparison %(how)r, which does not fit %(kind)s %(asked)r",
    "no such option": "shown by %(value)r, which is no option of %(asked)r",
    "no number": "shown by %(value)r, which is no number",
    "no text": "%(place)s: no text in %(language)s, the first language",
    "strange text": "%(place)s: a text in %(language)s, which is no language of the questionnaire",
    "no question": "no question",
    "languages": "languages %(languages)s, out of %(known)s",
    "language twice": "a language twice",
    "waves": "no wave, or one twice",
    "version": "version %(version)s, where the first is 1",
    # of an XLSForm
    "no list name": "no list_name or no name",
    "open group": "a group that does not end",
    "column": "%(heading)s %(value)r",
    "type": "the type %(type)r",
    "no such list": "the list %(list)r, which the sheet choices lacks",
    "group": "a group of %(types)s",
    "condition of an item": "a condition of one item of a matrix",
    "constraint": "the constraint %(part)r",
    "condition": "the condition %(part)r",
    # of a table
    "part": "%(what)r of the question %(name)r",
    "not a number": "%(column)s %(value)r",
    "no frame": "no row of the part questionnaire",
}


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong, and where: with a question, in a row of a sheet or table, or as a whole."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    question: str | None = None
    sheet: str = ""
    row: str = ""

    def __str__(self) -> str:
        words = FLAWS[self.code] % self.facts
        if self.question is not None:
            return f"question {self.question!r}: {words}"
        where = ", ".join(filter(None, [self.sheet, f"row {self.row}" if self.row else ""]))
        return f"{where}: {words}" if where else words


def listed(heading: str, flaws: Sequence[Flaw], most: int | None = None) -> str:
    """Return flaws line by line under a heading, the first so many, and how many more there are."""
    shown = list(flaws if most is None else flaws[:most])
    more = len(flaws) - len(shown)
    return "\n".join([heading, *map(str, shown), *([f"and {more} more"] if more > 0 else [])])
