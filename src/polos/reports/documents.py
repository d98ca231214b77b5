"""Documents: what a report says, in order, before anything decides how it looks.

A document is a plain value in one language. Its lists are complete; a renderer that must keep to a
number of pages shows the first entries of each and says how many more there are.
"""

from dataclasses import dataclass
from datetime import date

from polos.reports.figures import Figure


@dataclass(frozen=True)
class Heading:
    """A section title with an optional remark set against it, such as a score."""

    words: str
    remark: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Whole sentences; ``look`` is "lead", "body" or "note"."""

    words: str
    look: str = "body"


@dataclass(frozen=True)
class Line:
    """One thing a reason rests on; ``is_recalled`` marks what was not read on a page."""

    words: str
    note: str = ""
    is_recalled: bool = False


@dataclass(frozen=True)
class Reason:
    """One reason in words, its share of the whole score (0 to 1) as words and as a number, and its rows."""

    words: str
    share: float
    share_words: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Reasons:
    """Reasons, the weightiest first."""

    items: tuple[Reason, ...]


@dataclass(frozen=True)
class Bullets:
    """Sentences that stand side by side, in order of weight."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Names and values, such as languages or checksums."""

    rows: tuple[tuple[str, str], ...]
    look: str = "body"


@dataclass(frozen=True)
class Source:
    """An address with what was read there, from when, and how sure; no address where it was recalled."""

    words: str
    address: str
    note: str
    is_recalled: bool = False


@dataclass(frozen=True)
class Sources:
    """Where the rows come from."""

    items: tuple[Source, ...]


@dataclass(frozen=True)
class Profile:
    """Who a territory is: its name, its side (EU or LAC) and facts about it."""

    name: str
    side: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Plate:
    """Two territories with the map between them."""

    first: Profile
    second: Profile
    figure: Figure


@dataclass(frozen=True)
class Share:
    """One stretch of a strip: a name, its amount as words, and its part of the strip (0 to 1)."""

    words: str
    amount_words: str
    part: float
    colour: str


@dataclass(frozen=True)
class Strip:
    """A score as a strip; what is left to 1 stays empty."""

    words: str
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Picture:
    """A figure with its title."""

    figure: Figure


@dataclass(frozen=True)
class Columns:
    """Two stacks of blocks beside each other."""

    left: tuple["Block", ...]
    right: tuple["Block", ...]


@dataclass(frozen=True)
class Timetable:
    """Rows under headings, such as the meetings of one person; each row has as many cells as ``headings``."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Cells:
    """Rows under headings whose cells hold any number of lines, such as a synthesis."""

    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]


Block = (
    Heading
    | Paragraph
    | Reasons
    | Bullets
    | Facts
    | Sources
    | Plate
    | Strip
    | Picture
    | Columns
    | Timetable
    | Cells
)


@dataclass(frozen=True)
class Document:
    """A report of as many pages as ``pages`` has entries, each a sequence of blocks.

    ``kind`` stands at the head of every page ("Brief on a possible cooperation"), ``footer`` at its foot.
    With ``flows`` every list is complete and the entries of ``pages`` take as many sheets as they need;
    ``is_wide`` lays the sheets on their side.
    """

    title: str
    kind: str
    language: str
    dated_on: date
    pages: tuple[tuple[Block, ...], ...]
    subject: str = ""
    footer: str = ""
    keywords: tuple[str, ...] = ()
    flows: bool = False
    is_wide: bool = False
