"""Who buys from whom: multipliers and linkages of an economy, and links between two territories."""

import numpy as np
from numpy.typing import NDArray

from polos.errors import Undefined, WrongRows
from polos.measures.arguments import require_kind
from polos.measures.results import (
    ByActivity,
    Grid,
    Pairs,
    Reason,
    TerritoryPairs,
    Values,
    require_presence,
    undefined_where,
)
from polos.provenance import Origin
from polos.tables.input_output import InputOutput


def input_coefficients(table: InputOutput) -> Pairs:
    r"""What an activity buys from each other for one unit of its output.

    .. math:: a_{ij} = \frac{f_{ij}}{x_j}

    Parameters
    ----------
    table
        Flows f and output x, shapes (A, A) and (A,), in one unit of value.

    Returns
    -------
    Pairs
        Shape (A, A): row i is what is bought, column j who buys; without unit. Undefined for buyers
        without output (``EMPTY_ACTIVITY``).

    Raises
    ------
    WrongRows
        When an output is so small beside its inputs that a coefficient exceeds 1e150.

    References
    ----------
    Leontief (1936), Review of Economics and Statistics 18, 105-125; Eurostat (2008), Manual of Supply,
    Use and Input-Output Tables, chapter 15.

    Examples
    --------
    >>> from polos.measures import samples
    >>> float(input_coefficients(samples.input_output()).at("bread", "cheese"))
    0.1
    """
    require_kind("table", table, InputOutput)
    return _pairs(table, _coefficients(table), table.output == 0, "input_coefficients")


def leontief_inverse(table: InputOutput) -> Pairs:
    r"""What is produced of each activity, directly and up the chain, for one unit of final use.

    .. math:: L = (I - A)^{-1}

    Parameters
    ----------
    table
        Flows and output, shapes (A, A) and (A,).

    Returns
    -------
    Pairs
        Shape (A, A): row i is what is produced, column j for whose final use. Undefined for users without
        output (``EMPTY_ACTIVITY``).

    Raises
    ------
    Undefined
        When activities use up as much as they produce, so that the chain has no end.

    References
    ----------
    Leontief (1936), Review of Economics and Statistics 18, 105-125; Eurostat (2008), Manual of Supply,
    Use and Input-Output Tables, chapter 15.

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = leontief_inverse(samples.input_output())
    >>> round(float(found.at("bread", "bread")), 3)
    1.059
    """
    require_kind("table", table, InputOutput)
    inverse = _inverse(_coefficients(table))
    return _pairs(table, inverse, table.output == 0, "leontief_inverse")


def backward_linkage(table: InputOutput) -> ByActivity:
    r"""Output multiplier: what is produced in all, itself included, for one unit of final use of an activity.

    .. math:: b_j = \sum_i L_{ij}

    An activity with a high backward linkage pulls many suppliers with it. Imports leave the chain: in a
    table of domestic flows they pull nothing.

    Parameters
    ----------
    table
        Flows and output, shapes (A, A) and (A,).

    Returns
    -------
    ByActivity
        Shape (A,), 1 or more. Undefined for activities without output (``EMPTY_ACTIVITY``).

    Raises
    ------
    Undefined
        As in :func:`leontief_inverse`.

    References
    ----------
    Rasmussen (1956), Studies in Inter-Sectoral Relations [recall]; Eurostat (2008), Manual of Supply, Use and
    Input-Output Tables, p. 500.

    Examples
    --------
    >>> from polos.measures import samples
    >>> round(float(backward_linkage(samples.input_output()).at("cheese")), 3)
    1.235
    """
    require_kind("table", table, InputOutput)
    return _by_activity(table, _inverse(_coefficients(table)).sum(axis=0), "backward_linkage")


def forward_linkage(table: InputOutput) -> ByActivity:
    r"""What all can produce, itself included, for one unit more of what an activity supplies.

    .. math:: g_i = \sum_j \left[ (I - B)^{-1} \right]_{ij}, \qquad b_{ij} = \frac{f_{ij}}{x_i}

    Reads the table from the side of supply (Ghosh): an activity with a high forward linkage is an input of
    much else. It supposes that buyers can use more of one input without more of the others.

    Parameters
    ----------
    table
        Flows and output, shapes (A, A) and (A,).

    Returns
    -------
    ByActivity
        Shape (A,), 1 or more. Undefined for activities without output (``EMPTY_ACTIVITY``).

    Raises
    ------
    Undefined
        When activities sell to one another as much as they produce, so that the chain has no end.

    References
    ----------
    Ghosh (1958), Economica 25, 58-64; Jones (1976), Quarterly Journal of Economics 90, 323-333 [recall];
    Eurostat (2008), Manual of Supply, Use and Input-Output Tables, chapter 15.

    Examples
    --------
    >>> from polos.measures import samples
    >>> round(float(forward_linkage(samples.input_output()).at("lasers")), 3)
    1.149
    """
    require_kind("table", table, InputOutput)
    return _by_activity(table, _inverse(_allocation(table)).sum(axis=1), "forward_linkage")


def input_multiplier(table: InputOutput, inputs: ByActivity) -> ByActivity:
    r"""Jobs, value added or another input along the whole chain, for one unit of final use of an activity.

    .. math:: m_j = \sum_i \frac{v_i}{x_i} L_{ij}

    Parameters
    ----------
    table
        Flows and output, shapes (A, A) and (A,).
    inputs
        The input v of each activity, shape (A,), in any unit.

    Returns
    -------
    ByActivity
        Shape (A,), in units of the input for each unit of value. Undefined for activities without output
        (``EMPTY_ACTIVITY``), and everywhere where an input is unknown (``UNKNOWN_CELL``): a chain passes
        through all.

    Raises
    ------
    WrongRows
        When the inputs are those of other activities.
    Undefined
        As in :func:`leontief_inverse`.

    References
    ----------
    Eurostat (2008), Manual of Supply, Use and Input-Output Tables, chapter 15.

    Examples
    --------
    >>> from polos.measures import samples
    >>> table = samples.input_output()
    >>> jobs = ByActivity(np.ones(4), table.activities, np.zeros(4, dtype=np.uint8), Origin("an example"))
    >>> round(float(input_multiplier(table, jobs).at("bread")), 4)
    0.0112
    """
    require_kind("inputs", inputs, ByActivity)
    require_kind("table", table, InputOutput)
    if inputs.activities != table.activities:
        raise WrongRows(
            found="inputs of other activities",
            needed="the activities of the table, in the same order",
            next_step="Select the activities both have.",
        )
    each = np.divide(inputs.values, table.output, out=np.zeros(len(table.output)), where=table.output > 0)
    values = each @ _inverse(_coefficients(table))
    unknown = np.full(values.shape, bool(np.isnan(inputs.values).any()))
    undefined = undefined_where(
        values, (Reason.EMPTY_ACTIVITY, table.output == 0), (Reason.UNKNOWN_CELL, unknown)
    )
    return _labelled(table, values, undefined, "input_multiplier")


def supplier_strength(presence: Grid, table: InputOutput) -> TerritoryPairs:
    r"""How much of what a territory's specialised activities buy is what the other is specialised in.

    .. math:: s_{rt} = \frac{1}{|J_r|} \sum_{j \in J_r}
              \frac{\sum_{i \ne j} M_{ti} f_{ij}}{\sum_{i \ne j} f_{ij}}

    J holds the activities in which r is specialised and that buy from others. Purchases within the same
    activity say nothing about a chain between two, and are left out; so are sellers of which it is unknown
    whether t is specialised in them. The shares are those of the economy the table describes: they say who
    could supply whom, not who does. A territory specialised in more activities supplies more.

    Parameters
    ----------
    presence
        1 where a territory is specialised, 0 where not, shape (R, A), over the activities of the table.
    table
        Flows, shape (A, A).

    Returns
    -------
    TerritoryPairs
        Shape (R, R), 0 to 1: row r buys, column t supplies. Undefined where r is specialised in nothing that
        buys from an activity known for t (``NOTHING_TO_COMPARE``), and with itself (``NOT_A_CANDIDATE``).

    Raises
    ------
    WrongRows
        When the activities differ.

    References
    ----------
    Ours; after the input-output links of Ellison, Glaeser & Kerr (2010), American Economic Review 100,
    1195-1213 [recall], taken between two territories.

    Examples
    --------
    >>> from polos.measures import samples
    >>> float(supplier_strength(samples.presence(), samples.input_output()).at("West", "South"))
    1.0
    """
    require_kind("table", table, InputOutput)
    return _strength(presence, table, table.flows, "supplier_strength")


def buyer_strength(presence: Grid, table: InputOutput) -> TerritoryPairs:
    r"""How much of what a territory's specialised activities sell goes to what the other is specialised in.

    .. math:: d_{rt} = \frac{1}{|I_r|} \sum_{i \in I_r}
              \frac{\sum_{j \ne i} M_{tj} f_{ij}}{\sum_{j \ne i} f_{ij}}

    I holds the activities in which r is specialised and that sell to others. The mirror of
    :func:`supplier_strength`: the same words hold, read from the side of sales. Sales to final users are
    not in it.

    Parameters
    ----------
    presence
        1 where a territory is specialised, 0 where not, shape (R, A), over the activities of the table.
    table
        Flows, shape (A, A).

    Returns
    -------
    TerritoryPairs
        Shape (R, R), 0 to 1: row r sells, column t buys. Undefined where r is specialised in nothing that
        sells to an activity known for t (``NOTHING_TO_COMPARE``), and with itself (``NOT_A_CANDIDATE``).

    Raises
    ------
    WrongRows
        When the activities differ.

    References
    ----------
    Ours; after the input-output links of Ellison, Glaeser & Kerr (2010), American Economic Review 100,
    1195-1213 [recall], taken between two territories.

    Examples
    --------
    >>> from polos.measures import samples
    >>> float(buyer_strength(samples.presence(), samples.input_output()).at("West", "North"))
    1.0
    """
    require_kind("table", table, InputOutput)
    return _strength(presence, table, table.flows.T, "buyer_strength")


def chain_shares(flows: Values) -> Values:
    """Return what each activity (column) takes from each other (row), as a share; 0 with itself."""
    others = flows.copy()
    np.fill_diagonal(others, 0.0)
    total = others.sum(axis=0)
    return np.divide(others, total, out=np.zeros_like(others), where=total > 0)


def grouped_presence(presence: Grid, table: InputOutput) -> Grid:
    """Return who is specialised in the activities of a table, from who is in NACE divisions.

    A territory has an activity of several divisions where it is specialised in one of them, and has not
    where it is known to be in none.

    Parameters
    ----------
    presence
        1, 0 or unknown, shape (R, divisions).
    table
        A table whose ``divisions`` are named.

    Returns
    -------
    Grid
        Shape (R, A), over the activities of the table. Undefined where a division that could decide is
        unknown, or is not among those of ``presence`` (``UNKNOWN_CELL``).
    """
    at = {division: k for k, division in enumerate(presence.activities)}
    columns = []
    for own in table.divisions:
        listed = [presence.values[:, at[division]] for division in own if division in at]
        known = np.array(listed) if listed else np.full((1, len(presence.territories)), np.nan)
        has = (known == 1).any(axis=0)
        has_not = (known == 0).all(axis=0) & (len(listed) == len(own))
        columns.append(np.where(has, 1.0, np.where(has_not, 0.0, np.nan)))
    values = np.column_stack(columns)
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    origin = presence.origin.then("activities of an input-output table")
    return Grid(values, presence.territories, table.activities, undefined, origin, {}, presence.backend)


def _coefficients(table: InputOutput) -> Values:
    used = np.broadcast_to(table.output > 0, table.flows.shape)
    return np.divide(table.flows, table.output, out=np.zeros_like(table.flows), where=used)


def _allocation(table: InputOutput) -> Values:
    used = np.broadcast_to(table.output[:, None] > 0, table.flows.shape)
    return np.divide(table.flows, table.output[:, None], out=np.zeros_like(table.flows), where=used)


def _inverse(coefficients: Values) -> Values:
    """Return (I - A)^-1, which exists and is not negative where chains come to an end."""
    size = len(coefficients)
    largest = max(np.abs(np.linalg.eigvals(coefficients)), default=0.0)
    if largest >= 1 - 1e-12:
        raise Undefined(
            found="activities that use up, with their suppliers, as much as they produce",
            needed="output above what is used along the chain",
            next_step="Check outputs and flows: they have to be in one unit and of one year.",
        )
    return np.asarray(np.linalg.solve(np.eye(size) - coefficients, np.eye(size)), dtype=np.float64)


def _strength(presence: Grid, table: InputOutput, flows: Values, name: str) -> TerritoryPairs:
    """Return the mean share, over what r has, that what t has takes part in, shape (R, R)."""
    require_presence(presence)
    if presence.activities != table.activities:
        raise WrongRows(
            found="a presence of other activities",
            needed="the activities of the table, in the same order",
            next_step="Bring the presence to the activities of the table with grouped_presence.",
        )
    shares = chain_shares(flows)
    present = np.nan_to_num(presence.values, nan=0.0)
    part, whole = present @ shares, presence.known.astype(np.float64) @ shares
    defined = whole > 0
    taken = np.divide(part, whole, out=np.zeros_like(part), where=defined)  # (R, A): t's part in j
    total, count = present @ taken.T, present @ defined.T.astype(np.float64)
    values = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    same: NDArray[np.bool_] = np.eye(len(values), dtype=bool)
    undefined = undefined_where(
        values, (Reason.NOT_A_CANDIDATE, same), (Reason.NOTHING_TO_COMPARE, count == 0)
    )
    values = np.where(undefined > 0, np.nan, values)
    origin = Origin("two tables", steps=(name,), parents=(presence.origin, table.origin))
    return TerritoryPairs(values, presence.territories, undefined, origin, {}, presence.backend)


def _pairs(table: InputOutput, values: Values, empty: NDArray[np.bool_], name: str) -> Pairs:
    undefined = undefined_where(
        values, (Reason.EMPTY_ACTIVITY, np.broadcast_to(empty[None, :], values.shape))
    )
    values = np.where(undefined > 0, np.nan, values)
    return Pairs(values, table.activities, undefined, table.origin.then(name), {}, table.backend)


def _by_activity(table: InputOutput, values: Values, name: str) -> ByActivity:
    return _labelled(table, values, undefined_where(values, (Reason.EMPTY_ACTIVITY, table.output == 0)), name)


def _labelled(table: InputOutput, values: Values, undefined: NDArray[np.uint8], name: str) -> ByActivity:
    shown = np.where(undefined > 0, np.nan, values)
    return ByActivity(shown, table.activities, undefined, table.origin.then(name), {}, table.backend)
