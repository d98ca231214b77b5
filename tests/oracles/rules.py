"""Rules of strength read as sentences: one cell and one condition at a time, in fractions."""

from fractions import Fraction

from oracles.loops import Table, column, known
from polos.parameters.strength import Condition, Quantity, StrengthRule

Quantities = dict[Quantity, Table]


def exact(table: Table) -> Table:
    return [[None if x is None else Fraction(x) for x in row] for row in table]


def share(part, whole):
    return part / whole if part is not None and whole else None


def quotients(table: Table, reference: Table, groups: list[str]) -> Table:
    """Return location quotients among the activities of the same group."""

    def cell(r: int, a: int):
        same = [b for b, group in enumerate(groups) if group == groups[a]]
        here = sum(known(table[r][b] for b in same))
        there = sum(known(x for b in same for x in column(reference, b)))
        usual = sum(known(column(reference, a)))
        if table[r][a] is None or not here or not usual:
            return None
        return (table[r][a] / here) / (usual / there)

    return [[cell(r, a) for a in range(len(table[0]))] for r in range(len(table))]


def quantities(table: Table, reference: Table, groups: list[str]) -> Quantities:
    focus = [[share(x, sum(known(row))) for x in row] for row in table]
    part = [[share(x, sum(known(column(table, a)))) for a, x in enumerate(row)] for row in table]
    return {
        Quantity.EMPLOYMENT: table,
        Quantity.SPECIALISATION: quotients(table, reference, groups),
        Quantity.FOCUS: focus,
        Quantity.SHARE: part,
    }


def bound(condition: Condition, of_activity: list, jobs: list) -> Fraction | None:
    """Return what the condition asks for; None where there is nothing to take a quantile of."""
    limit = Fraction(str(condition.bound))
    if not condition.is_quantile:
        return limit
    among = sorted(
        x
        for x, y in zip(of_activity, jobs, strict=True)
        if x is not None and (not condition.over_present or (y is not None and y > 0))
    )
    if not among:
        return None
    place = (len(among) - 1) * limit
    low = among[int(place)]
    return low + (among[min(int(place) + 1, len(among) - 1)] - low) * (place - int(place))


def judged(rule: StrengthRule, tables: Quantities, r: int, a: int) -> list[bool | None]:
    """Return for each condition whether it holds, None where that is not known."""

    def one(condition: Condition) -> bool | None:
        if condition.quantity not in tables:
            return None
        values = column(tables[condition.quantity], a)
        limit = bound(condition, values, column(tables[Quantity.EMPLOYMENT], a))
        if values[r] is None or limit is None:
            return None
        return values[r] > limit if condition.strict else values[r] >= limit

    jobs = exact(tables[Quantity.EMPLOYMENT])
    tables = {**tables, Quantity.EMPLOYMENT: jobs}
    return [one(condition) for condition in rule.conditions]


def strength(rule: StrengthRule, tables: Quantities) -> tuple[Table, Table]:
    """Return how many conditions hold, and 1 or 0 for strong, None where that hangs on the unknown."""
    rows, columns = range(len(tables[Quantity.EMPLOYMENT])), range(len(tables[Quantity.EMPLOYMENT][0]))
    cells = [[judged(rule, tables, r, a) for a in columns] for r in rows]

    def strong(verdicts: list[bool | None]) -> float | None:
        held, open_ = verdicts.count(True), verdicts.count(None)
        if held >= rule.needed:
            return 1.0
        return 0.0 if held + open_ < rule.needed else None

    held = [[float(verdicts.count(True)) for verdicts in row] for row in cells]
    return held, [[strong(verdicts) for verdicts in row] for row in cells]
