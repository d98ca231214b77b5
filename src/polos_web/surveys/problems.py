"""What is wrong with a questionnaire or its file, in the language of the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from polos.errors import PolosError
from polos.tables.questionnaire_flaws import Flaw
from polos_web.surveys.words import COMPARISONS, KINDS, LABELS

MOST_TOLD = 10
FLAWS: dict[str, str | Promise] = {
    "name form": _("a short name has up to 40 letters, digits and underscores, and begins with a letter"),
    "name twice": _("the short name is given twice"),
    "few options": _("it has %(count)s options; for %(kind)s two are needed"),
    "options not taken": _("it has options; %(kind)s takes none"),
    "items not taken": _("it has items, which only a scale for several items has"),
    "no items": _("a scale for several items without an item"),
    "code twice": _("the code “%(code)s” is given twice"),
    "code form": _("the code “%(code)s” is not of letters, digits, hyphens and underscores"),
    "limits not taken": _("it has limits; %(kind)s takes none"),
    "limits crossed": _("the least (%(least)g) is more than the most (%(most)g)"),
    "limit of nothing": _("at most %(most)g: no answer can keep to that"),
    "limit over options": _("at least %(least)g of %(count)s options"),
    "long texts": _("texts of up to %(most)g letters; %(longest)s is the most"),
    "no earlier question": _("it is shown by “%(asked)s”, which is no earlier question"),
    "comparison unfit": _("the comparison “%(how)s” does not fit the question “%(asked)s” (%(kind)s)"),
    "no such option": _("it is shown by “%(value)s”, which is no option of the question “%(asked)s”"),
    "no number": _("it is shown by “%(value)s”, which is no number"),
    "no text": _("%(place)s: there is no text in the first language (%(language)s)"),
    "strange text": _("%(place)s: a text in a language that is none of the questionnaire (%(language)s)"),
    "no question": _("there is no question"),
    "languages": _("the languages are %(languages)s; needed are some of %(known)s"),
    "language twice": _("a language is given twice"),
    "waves": _("there is no wave, or one is given twice"),
    "version": _("the version is %(version)s; the first is 1"),
    "no list name": _("there is no list_name or no name"),
    "open group": _("a group that does not end"),
    "column": _("in the column %(heading)s there is “%(value)s”, which a questionnaire here cannot say"),
    "type": _("the type “%(type)s” is not known"),
    "no such list": _("the list “%(list)s” is not in the sheet choices"),
    "group": _("a group of %(types)s; only select_one of one list can stand in a group"),
    "condition of an item": _("one item of a scale has a condition of its own"),
    "constraint": _("the limit “%(part)s” is not understood"),
    "condition": _("the condition “%(part)s” is not understood"),
    "part": _("“%(what)s” of the question “%(name)s” is not understood, or stands above its question"),
    "not a number": _("in the column %(column)s there is “%(value)s”, which is no number"),
    "no frame": _("no row of the part questionnaire"),
}
_UNDERSTOOD = (
    "select_one LIST, select_multiple LIST, rank LIST, integer, decimal, text, begin_group … end_group"
)
_XLSFORM = _("an XLSForm: a workbook with the sheets survey and choices")
_SAVE_AGAIN = _("Save the form as .xlsx and try again.")
# What was needed, and what to do, by the code of the problem; before them, what was found.
FILES: dict[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    "flawed questionnaire": (
        "",
        _("a questionnaire whose questions can all be asked and answered"),
        _("Correct each of them."),
    ),
    "flawed form": (
        "",
        _("the types %(understood)s, and plain comparisons as conditions"),
        _("Change or remove these rows and take the file again."),
    ),
    "flawed table": (
        "",
        _("rows of the parts questionnaire, question, hint, option and item, each below its question"),
        _("Correct these rows."),
    ),
    "large form": (_("a workbook of %(bytes)s bytes when unpacked"), _XLSFORM, _SAVE_AGAIN),
    "sheets missing": (_("a workbook with the sheets %(sheets)s"), _XLSFORM, _SAVE_AGAIN),
    "no workbook": (_("a file that is no workbook, or is damaged"), _XLSFORM, _SAVE_AGAIN),
    "heading twice": (
        _("the heading “%(heading)s” twice in the sheet %(sheet)s"),
        _("each heading once"),
        _("Remove or rename one."),
    ),
    "strange language": (
        _("the language “%(language)s”"),
        _("one of %(known)s"),
        _("Rename the heading, or remove the column."),
    ),
    "no table": (
        _("a questionnaire that cannot be read"),
        _("CSV in UTF-8"),
        _("Save the table again as CSV in UTF-8."),
    ),
    "strange columns": (
        _("the columns %(columns)s"),
        _("%(known)s, and one column for each language out of %(languages)s"),
        _("Take the questionnaire away as CSV to see its shape."),
    ),
    "large file": (
        _("a file of %(bytes)s bytes"),
        _("at most %(most)s bytes"),
        _("Remove pictures and other sheets."),
    ),
}


@dataclass(frozen=True)
class Told:
    """A problem in words: what was found, line by line, what was needed, and what to do."""

    found: tuple[str, ...]
    needed: str
    next_step: str


def told(problem: PolosError) -> Told:
    """Return what a problem with a questionnaire or its file says, in the language of the page."""
    found, needed, step = FILES[problem.code]
    facts = {**problem.facts, "understood": _UNDERSTOOD}
    lines = tuple(lines_of(problem)) or (str(found) % facts,)
    return Told(lines, str(needed) % facts, str(step) % facts)


def lines_of(problem: PolosError) -> list[str]:
    """Return the flaws of a problem in words, the first ten, and how many more there are."""
    flaws: Sequence[Flaw] = problem.facts.get("flaws", ())  # pyrefly: ignore [bad-assignment] (facts are objects)
    more = len(flaws) - MOST_TOLD
    rest = [gettext("and %(count)s more") % {"count": more}] if more > 0 else []
    return [*map(said, islice(flaws, MOST_TOLD)), *rest]


def said(flaw: Flaw) -> str:
    """Return one flaw in words, with where it is."""
    words = str(FLAWS[flaw.code]) % _in_words(flaw)
    if flaw.question is not None:
        return gettext("Question “%(name)s”: %(words)s") % {"name": flaw.question, "words": words}
    if flaw.sheet:
        where = gettext("Sheet %(sheet)s, row %(row)s: %(words)s")
        return where % {"sheet": flaw.sheet, "row": flaw.row, "words": words}
    if flaw.row:
        return gettext("Row %(row)s: %(words)s") % {"row": flaw.row, "words": words}
    return words


def _in_words(flaw: Flaw) -> dict[str, object]:
    facts = dict(flaw.facts)
    if "kind" in facts:
        facts["kind"] = KINDS[str(facts["kind"])]
    if "how" in facts:
        facts["how"] = COMPARISONS[str(facts["how"])]
    if "place" in facts:
        facts["place"] = place_in_words(str(facts["place"]))
    return facts


def place_in_words(place: str) -> str:
    """Return the place of a text, such as "Q1 option a", in words."""
    if place == "title":
        return str(LABELS["title"])
    name, _space, rest = place.partition(" ")
    part, _space, code = rest.partition(" ")
    parts = {
        "": name,
        "hint": f"{name}: {LABELS['hint']}",
        "option": gettext("%(name)s, option %(code)s") % {"name": name, "code": code},
        "item": gettext("%(name)s, item %(code)s") % {"name": name, "code": code},
    }
    return parts[part]


def of_question(flaws: Iterable[Flaw], name: str) -> list[Flaw]:
    """Return the flaws of one question; where it has none of its own, all of them."""
    every = list(flaws)
    own = [
        one for one in every if one.question == name or str(one.facts.get("place", "")).split(" ")[0] == name
    ]
    return own or every
