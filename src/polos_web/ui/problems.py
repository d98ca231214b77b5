"""What the library refuses, in the language of the page.

The library says what it found, needed and advises in English, with a code for the kind of problem. Here stand
the words of each code; a problem without one is told as the library tells it, and marked as English.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from polos.errors import PolosError

_TABLE = _("a table as CSV, XLSX, Parquet or JSON, with one heading above each column")
_SAVE_AGAIN = _("Open the file, check it, and save it again in one of these forms.")
_CUT = _("Cut the file into parts and bring in one after the other.")
_THRESHOLD = _("Correct the threshold, or leave it out.")
_HEADINGS = _("Correct the headings of the file: its first row.")

# Found, needed and what to do, by the code of the problem; its facts stand in for the names in brackets.
WORDS: dict[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    "damaged Parquet": (_("a Parquet file that cannot be read"), _TABLE, _SAVE_AGAIN),
    "damaged workbook": (_("a file packed like a workbook that is none, or is damaged"), _TABLE, _SAVE_AGAIN),
    "no workbook": (
        _("a file named as a workbook that is no XLSX workbook"),
        _("an XLSX workbook, or a table as CSV"),
        _("Open the file in a spreadsheet program, and save it again as XLSX or CSV."),
    ),
    "large workbook": (
        _("a workbook of %(bytes)s bytes when unpacked"),
        _TABLE,
        _("Save the sheet with the table as CSV, without the rest of the workbook."),
    ),
    "no JSON-stat": (_("JSON that begins with a brace and is no JSON-stat dataset"), _TABLE, _SAVE_AGAIN),
    "no heading": (_("a file without a heading in its first line, or an empty one"), _TABLE, _SAVE_AGAIN),
    "broken quoting": (
        _("a quotation mark near line %(line)s that is not closed, or stands in the middle of a cell"),
        _("cells within quotation marks that are closed, a mark inside a cell written twice"),
        _("Correct the line, or save the file again as XLSX."),
    ),
    "zero bytes": (_("zero bytes, which no text holds"), _TABLE, _SAVE_AGAIN),
    "broken encoding": (
        _("a text that begins as %(encoding)s and does not go on so"),
        _("one encoding for the whole file, best UTF-8"),
        _("Save the file again as UTF-8."),
    ),
    "damaged gzip": (_("a packed file (gzip) that breaks off or is damaged"), _TABLE, _SAVE_AGAIN),
    "two encodings": (
        _("two encodings in one file: line %(line)s is UTF-8, line %(other)s is not"),
        _("one encoding for the whole file, best UTF-8"),
        _("Save the parts again as UTF-8 before joining them."),
    ),
    "unknown encoding": (
        _("letters in line %(line)s that are neither UTF-8 nor Windows-1252"),
        _("one encoding for the whole file, best UTF-8"),
        _("Save the file again as UTF-8."),
    ),
    "column missing": (
        _("the columns %(columns)s"),
        _("a column for %(role)s, with one of these headings: %(accepted)s"),
        _HEADINGS,
    ),
    "column twice": (_("several columns for %(role)s: %(columns)s"), _("one column for each"), _HEADINGS),
    "unknown columns": (
        _("the columns %(columns)s"),
        _("columns of the register “%(register)s”, as its data dictionary tells them"),
        _("Compare the headings with the data dictionary, and remove or rename what it does not know."),
    ),
    "threshold beyond 0 to 1": (_("the threshold %(value)s"), _("a number from 0 to 1"), _THRESHOLD),
    "thresholds crossed": (
        _("a threshold for “medium” of %(medium)s, above the one for “high” of %(high)s"),
        _("the threshold for “high” at or above the one for “medium”"),
        _THRESHOLD,
    ),
    "years crossed": (
        _("the years %(first)s to %(last)s"),
        _("a first year that is not after the last"),
        _("Swap the years."),
    ),
    "large file": (_("a file of %(bytes)s bytes"), _("at most %(most)s bytes"), _CUT),
    "many rows": (_("more than %(most)s rows"), _("at most %(most)s rows in a file"), _CUT),
    "broken JSON": (_("JSON that cannot be read"), _TABLE, _SAVE_AGAIN),
    "no list of objects": (
        _("JSON that is no list of objects"),
        _("a list with one object for each row: [{…}, {…}]"),
        _SAVE_AGAIN,
    ),
}


@dataclass(frozen=True)
class Told:
    """A problem in words, and the language they are in."""

    found: str
    needed: str
    next_step: str
    language: str

    def __str__(self) -> str:
        return gettext("Found: %(found)s. Needed: %(needed)s. %(next)s") % {
            "found": self.found,
            "needed": self.needed,
            "next": self.next_step,
        }


def told(problem: PolosError) -> Told:
    """Return what a problem says, in the language of the page where there are words for it."""
    words = WORDS.get(problem.code)
    if words is None:
        return Told(problem.found, problem.needed, problem.next_step, "en")
    found, needed, next_step = (str(part) % problem.facts for part in words)
    return Told(found, needed, next_step, get_language() or "en")
