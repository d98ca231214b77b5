"""Input-output tables: what every activity sells to every other, and what it produces in all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from polos.errors import UnknownName, WrongRows
from polos.provenance import Origin
from polos.tables.columns import read_columns
from polos.vocabularies import nace

Values = NDArray[np.float64]
_SECTION = re.compile(r"[A-U]")
_DIVISIONS = re.compile(r"(\d\d)(?:-[A-U]?(\d\d))?")
# Rows and columns of Eurostat's tables that are totals or no activities.
_EUROSTAT_TOTAL = "TOTAL"
_EUROSTAT_OUTPUT = "P1"
_ABROAD = "U"  # bodies abroad, whose output is nothing, or what rounding leaves


@dataclass(frozen=True, eq=False)
class InputOutput:
    """What activity a sells to activity b, shape (A, A), and the output of each, shape (A,), in one unit.

    ``divisions`` names the NACE divisions of each activity, none where they are not known. ``final_use`` is
    what each sells to households, government, investment and abroad, shape (A,), where it is given.

    Raises
    ------
    WrongRows
        When shapes do not fit, an activity stands twice, or an amount is unknown, infinite or negative.
    """

    flows: Values
    output: Values
    activities: tuple[str, ...]
    unit: str
    vintage: str
    origin: Origin
    divisions: tuple[tuple[str, ...], ...] = ()
    final_use: Values | None = None
    backend: str = "polars"

    def __post_init__(self) -> None:
        size = len(self.activities)
        flows, output = (np.array(one, dtype=np.float64) for one in (self.flows, self.output))
        shapes = flows.shape == (size, size) and output.shape == (size,)
        if not shapes or len(set(self.activities)) < size:
            raise WrongRows(
                found=f"flows of shape {flows.shape}, output of shape {output.shape}, or an activity twice",
                needed=f"({size}, {size}) and ({size},), each activity once",
                next_step="Give every activity a row, a column and an output.",
            )
        for name, amounts in (("flow", flows), ("output", output)):
            if not (np.isfinite(amounts).all() and (amounts >= 0).all()):
                raise WrongRows(
                    found=f"a {name} that is unknown, infinite or negative",
                    needed="a known amount of 0 or more everywhere: an inverse needs every flow",
                    next_step="Leave subsidies and changes of stock out; drop activities that are not known.",
                )
        flows.setflags(write=False)
        output.setflags(write=False)
        object.__setattr__(self, "flows", flows)
        object.__setattr__(self, "output", output)
        if not self.divisions:
            object.__setattr__(self, "divisions", tuple(() for _ in self.activities))

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        outputs: Mapping[str, float],
        *,
        seller: str,
        buyer: str,
        value: str,
        unit: str = "",
        vintage: str = "",
        origin: Origin | None = None,
    ) -> "InputOutput":
        """Build from a long table with one row a flow; a pair without a row sells nothing.

        Parameters
        ----------
        frame
            Any kind of table; activities that ``outputs`` does not name are left out (final use, imports).
        outputs
            The output of each activity, in the order wanted.
        seller, buyer, value
            The columns of who sells, who buys, and how much.
        unit, vintage, origin
            The papers.

        Raises
        ------
        WrongRows
            When a flow stands twice; as in the class.
        """
        rows, backend = read_columns(frame, codes=(seller, buyer), numbers=(value,))
        names = tuple(outputs)
        place = {name: k for k, name in enumerate(names)}
        flows = np.zeros((len(names), len(names)))
        seen: set[tuple[str, str]] = set()
        for one, other, amount in rows.iter_rows():
            pair = str(one), str(other)
            if pair[0] not in place or pair[1] not in place:
                continue
            if pair in seen:
                raise WrongRows(
                    found=f"two flows from {pair[0]!r} to {pair[1]!r}",
                    needed="one row a flow",
                    next_step="Sum or drop the repeated rows, knowing which is right.",
                )
            seen.add(pair)
            flows[place[pair[0]], place[pair[1]]] = np.nan if amount is None else amount
        output = np.array([outputs[name] for name in names], dtype=np.float64)
        papers = origin or Origin("a table in memory")
        return cls(flows, output, names, unit, vintage, papers, backend=backend)

    def merged(self, group_of: Mapping[str, str]) -> "InputOutput":
        """Return the table with activities of the same group added up, in the order of their first.

        Raises
        ------
        UnknownName
            When an activity has no group.
        """
        missing = [name for name in self.activities if name not in group_of]
        if missing:
            raise UnknownName(
                found=f"no group for {missing[0]!r}",
                needed="a group for every activity",
                next_step="Name the group of each activity; its own name keeps it apart.",
            )
        groups = tuple(dict.fromkeys(group_of[name] for name in self.activities))
        table = np.array([[group_of[name] == group for name in self.activities] for group in groups], float)
        divisions = tuple(
            tuple(
                dict.fromkeys(
                    division
                    for name, own in zip(self.activities, self.divisions, strict=True)
                    if group_of[name] == group
                    for division in own
                )
            )
            for group in groups
        )
        return InputOutput(
            flows=table @ self.flows @ table.T,
            output=table @ self.output,
            activities=groups,
            unit=self.unit,
            vintage=self.vintage,
            origin=self.origin.then("activities merged"),
            divisions=divisions,
            final_use=None if self.final_use is None else table @ self.final_use,
            backend=self.backend,
        )

    @property
    def imbalance(self) -> Values | None:
        """Output less intermediate sales and final use, shape (A,): 0 but for rounding; None without it."""
        if self.final_use is None:
            return None
        return self.output - self.flows.sum(axis=1) - self.final_use


def divisions_of(code: str) -> tuple[str, ...]:
    """Return the NACE divisions of a code of Eurostat's tables: ``C10-C12`` is 10, 11, 12; ``B`` is 05 to 09.

    A part of a division (``L68A``) is told by its division. The prefix ``CPA_`` is left out.

    Raises
    ------
    UnknownName
        When the code names no division of NACE Rev. 2.
    """
    plain = code.removeprefix("CPA_")
    known = [one for one in nace().codes if one.isdigit()]
    if _SECTION.fullmatch(plain):
        return tuple(one for one in known if nace().parent(one) == plain)
    found: list[str] = []
    for first, last in _DIVISIONS.findall(plain):
        found += [one for one in known if first <= one <= (last or first)]
    if not found:
        raise UnknownName(
            found=f"the code {code!r}",
            needed="a section or divisions of NACE Rev. 2, such as B, C10-C12 or J62_J63",
            next_step="Correct the code.",
        )
    return tuple(dict.fromkeys(found))


def from_eurostat(
    frame: Any,
    *,
    product: str = "prd_ava",
    user: str = "ind_use",
    value: str = "values",
    unit: str = "",
    vintage: str = "",
    origin: Origin | None = None,
) -> InputOutput:
    """Return a table of Eurostat's 64 activities (naio_10_cp1700 and its kin) with their NACE divisions.

    Only one country, year, unit and kind of flow may be in the frame. Parts of one division are added up.
    Activities without output, and extraterritorial bodies, are left out.

    Parameters
    ----------
    frame
        Any kind of table, one row a cell.
    product, user, value
        The columns of the row code (``CPA_C10-C12``, ``P1``), the column code (``C10-C12``) and the amount.
    unit, vintage, origin
        The papers.

    Raises
    ------
    WrongRows
        When there is no row ``P1`` (output), or a cell stands twice.
    """
    rows, _ = read_columns(frame, codes=(product, user), numbers=(value,))
    plain = rows.with_columns(pl.col(product).cast(pl.String).str.strip_prefix("CPA_"))
    plain = plain.with_columns(pl.col(user).cast(pl.String).str.strip_prefix("CPA_"))
    made = plain.filter(pl.col(product) == _EUROSTAT_OUTPUT)
    activities = [code for code in made[user].to_list() if _is_activity(code)]
    output = dict(zip(made[user].to_list(), made[value].to_list(), strict=True))
    if not activities:
        raise WrongRows(
            found="no output of activities",
            needed=f"a row {_EUROSTAT_OUTPUT} with the output of each activity",
            next_step="Ask Eurostat for the product-by-product table with its lower rows.",
        )
    producing = {code: output[code] for code in activities if output[code] and code != _ABROAD}
    flows = plain.filter(pl.col(product).is_in(producing) & pl.col(user).is_in(producing))
    table = InputOutput.from_frame(
        flows, producing, seller=product, buyer=user, value=value, unit=unit, vintage=vintage, origin=origin
    )
    divisions = tuple(divisions_of(code) for code in table.activities)
    whole = {
        code: "_".join(own) if _is_part(code) else code
        for code, own in zip(table.activities, divisions, strict=True)
    }
    with_divisions = InputOutput(
        table.flows,
        table.output,
        table.activities,
        unit,
        vintage,
        table.origin,
        divisions,
        backend=table.backend,
    )
    return with_divisions.merged(whole)


def _is_activity(code: str) -> bool:
    return code != _EUROSTAT_TOTAL and re.match(r"[A-U](\d|$)", code) is not None


def _is_part(code: str) -> bool:
    """Tell whether the code is a part of a division, such as L68A."""
    return re.fullmatch(r"[A-U]\d\d[A-Z]", code) is not None
