"""The error family of Polos.

::

    PolosError
    ├── InputError            what came in cannot be used
    │   ├── UnreadableFile    not the kind of file that was needed
    │   ├── WrongColumns      columns are missing, or appear twice
    │   ├── WrongRows         rows that cannot be admitted, where all had to be
    │   ├── UnknownName       no record has this id, code or name
    │   └── AmbiguousName     several records have it; ``candidates`` lists them
    ├── NotStored             the data folder does not hold what was asked for
    ├── NotFetched            another machine did not give what was asked for
    └── Undefined             a measure has no value on this input at all

Every message says three things: what was found, what was needed, and what to do next.
"""

from collections.abc import Mapping, Sequence


class PolosError(Exception):
    """Anything Polos refuses to do, with what was found, what was needed and the next step.

    ``code`` names the kind of problem and ``facts`` what is particular to it, for whoever says the same in
    another language.
    """

    def __init__(self, *, found: str, needed: str, next_step: str, code: str = "", **facts: object) -> None:
        self.found, self.needed, self.next_step = found, needed, next_step
        self.code, self.facts = code, facts
        super().__init__(f"Found {found}. Needed {needed}. {next_step}")


class InputError(PolosError):
    """What came in cannot be used."""


class UnreadableFile(InputError):
    """The file is not of the kind that was needed, or is empty."""


class WrongColumns(InputError):
    """A needed column is missing, or a column appears twice."""


class WrongRows(InputError):
    """Rows cannot be admitted where all had to be."""


class UnknownName(InputError):
    """No record has this id, code or name."""


class AmbiguousName(InputError):
    """Several records answer to this name; ``titles`` may say what each candidate is called."""

    def __init__(
        self, *, name: str, candidates: Sequence[str], kind: str, titles: Mapping[str, str] | None = None
    ) -> None:
        self.candidates = tuple(candidates)
        called = titles or {}
        listed = [f"{one} ({called[one]})" if one in called else one for one in self.candidates]
        super().__init__(
            found=f"{name!r}, which could be any of: {', '.join(listed)}",
            needed=f"the name of exactly one {kind}",
            next_step=f"Give one of these ids instead: {', '.join(self.candidates)}",
        )


class NotStored(PolosError):
    """The data folder does not hold what was asked for."""


class NotFetched(PolosError):
    """Another machine did not give what was asked for."""


class Undefined(PolosError):
    """A measure has no value on this input at all."""
