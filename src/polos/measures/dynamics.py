"""What territories take up, give up, and by how much activities grow."""

import numpy as np

from polos.errors import WrongRows
from polos.measures.arguments import require_count, require_kind
from polos.measures.results import ByActivity, ByTerritory, Grid, Reason, Values, undefined_where
from polos.tables.matrix import Matrix


def entries(before: Grid, after: Grid) -> Grid:
    r"""Whether a territory took up an activity that it did not have.

    .. math:: E_{ra} = M_{ra,t+1} \quad \text{where } M_{ra,t} = 0

    Parameters
    ----------
    before, after
        1 and 0 in two periods, shape (R, A), with the same labels.

    Returns
    -------
    Grid
        1 where the activity came, 0 where it did not, shape (R, A). Undefined where the territory had it
        already (``NOT_A_CANDIDATE``), and where either period is unknown.

    Raises
    ------
    WrongRows
        When the labels differ, or a presence is neither 1 nor 0.

    References
    ----------
    Boschma, Balland & Kogler (2015), Industrial and Corporate Change 24, 223-250.

    Examples
    --------
    >>> from polos.measures import samples
    >>> entries(samples.presence(2020), samples.presence(2025)).at("South", "chips")
    1.0
    """
    return _change(before, after, had=0.0, step="entries")


def exits(before: Grid, after: Grid) -> Grid:
    r"""Whether a territory gave up an activity that it had.

    .. math:: X_{ra} = 1 - M_{ra,t+1} \quad \text{where } M_{ra,t} = 1

    Parameters
    ----------
    before, after
        1 and 0 in two periods, shape (R, A), with the same labels.

    Returns
    -------
    Grid
        1 where the activity went, 0 where it stayed, shape (R, A). Undefined where the territory did not
        have it (``NOT_A_CANDIDATE``), and where either period is unknown.

    Raises
    ------
    WrongRows
        When the labels differ, or a presence is neither 1 nor 0.

    References
    ----------
    Boschma, Balland & Kogler (2015), Industrial and Corporate Change 24, 223-250.

    Examples
    --------
    >>> from polos.measures import samples
    >>> exits(samples.presence(2020), samples.presence(2025)).at("North", "cheese")
    1.0
    """
    return _change(before, after, had=1.0, step="exits")


def lasting_entries(*windows: Grid, before: int | None = None) -> Grid:
    r"""Whether an activity came to stay: absent in all windows before, present in all after (0011 or 0000).

    .. math:: E_{ra} = \prod_{t > b} M_{ra,t} \quad \text{where } M_{ra,1} = \dots = M_{ra,b} = 0
        \text{ and } M_{ra,b+1} = \dots = M_{ra,T}

    Parameters
    ----------
    windows
        1 and 0 in two windows of time or more, in order, each shape (R, A), with the same labels.
    before
        How many windows, b, lie before; without it half of them, rounded down.

    Returns
    -------
    Grid
        1 where the activity came and stayed, 0 where it stayed away, shape (R, A). Undefined where a window
        is unknown, and for every other pattern, such as 0101 or 1111 (``NOT_A_CANDIDATE``).

    Raises
    ------
    WrongRows
        When the labels differ, a presence is neither 1 nor 0, or no window lies before or after.

    References
    ----------
    Boschma, Balland & Kogler (2015), Industrial and Corporate Change 24, 223-250 [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> old, new = samples.presence(2020), samples.presence(2025)
    >>> found = lasting_entries(old, old, new, new)
    >>> found.at("South", "chips"), found.at("South", "lasers")
    (1.0, 0.0)
    """
    return _lasting(windows, before, had=0.0, step="lasting_entries")


def lasting_exits(*windows: Grid, before: int | None = None) -> Grid:
    r"""Whether an activity went for good: present in all windows before, absent in all after (1100 or 1111).

    .. math:: X_{ra} = \prod_{t > b} (1 - M_{ra,t}) \quad \text{where } M_{ra,1} = \dots = M_{ra,b} = 1
        \text{ and } M_{ra,b+1} = \dots = M_{ra,T}

    Parameters
    ----------
    windows, before
        As in :func:`lasting_entries`.

    Returns
    -------
    Grid
        1 where the activity went for good, 0 where it stayed throughout, shape (R, A). Undefined as in
        :func:`lasting_entries`.

    Raises
    ------
    WrongRows
        As in :func:`lasting_entries`.

    References
    ----------
    Boschma, Balland & Kogler (2015), Industrial and Corporate Change 24, 223-250 [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> old, new = samples.presence(2020), samples.presence(2025)
    >>> found = lasting_exits(old, old, new, new)
    >>> found.at("North", "cheese"), found.at("North", "chips")
    (1.0, 0.0)
    """
    return _lasting(windows, before, had=1.0, step="lasting_exits")


def growth(before: Matrix, after: Matrix) -> Grid:
    r"""Relative growth of each activity in each territory.

    .. math:: g_{ra} = \frac{x_{ra,t+1} - x_{ra,t}}{x_{ra,t}}

    Parameters
    ----------
    before, after
        Amounts in two periods, shape (R, A), with the same labels and unit.

    Returns
    -------
    Grid
        Shape (R, A); 0.1 is ten per cent. Undefined where either period is unknown, and where there was
        nothing before (``NOTHING_TO_COMPARE``): from nothing, no rate of growth leads to something.

    Raises
    ------
    WrongRows
        When the labels differ.

    References
    ----------
    None: the rate of change itself.

    Examples
    --------
    >>> from polos.measures import samples
    >>> growth(samples.jobs(2020), samples.jobs(2025)).at("North", "chips")
    0.5
    """
    _require_same(before, after, Matrix)
    values, none = _rate(before.values, after.values)
    unknown = ~(before.known & after.known)
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, unknown), (Reason.NOTHING_TO_COMPARE, none))
    return Grid.over(after, values, undefined, "growth")


def territory_growth(before: Matrix, after: Matrix) -> ByTerritory:
    r"""Relative growth of each territory, over the activities known in both periods.

    .. math:: g_r = \frac{\sum_a x_{ra,t+1} - \sum_a x_{ra,t}}{\sum_a x_{ra,t}}

    Parameters
    ----------
    before, after
        As in :func:`growth`.

    Returns
    -------
    ByTerritory
        Shape (R,); 0.1 is ten per cent. Undefined where nothing is known in both periods, and where there
        was nothing before.

    Raises
    ------
    WrongRows
        When the labels differ.

    References
    ----------
    None: the rate of change itself.

    Examples
    --------
    >>> from polos.measures import samples
    >>> territory_growth(samples.jobs(2020), samples.jobs(2025)).values.round(3).tolist()
    [0.05, 0.188, 0.0]
    """
    values, undefined = _growth_of_sums(before, after, axis=1)
    return ByTerritory.over(after, values, undefined, "territory_growth")


def activity_growth(before: Matrix, after: Matrix) -> ByActivity:
    r"""Relative growth of each activity, over the territories where it is known in both periods.

    .. math:: g_a = \frac{\sum_r x_{ra,t+1} - \sum_r x_{ra,t}}{\sum_r x_{ra,t}}

    Parameters
    ----------
    before, after
        As in :func:`growth`.

    Returns
    -------
    ByActivity
        Shape (A,); 0.1 is ten per cent. Undefined where nothing is known in both periods, and where there
        was nothing before.

    Raises
    ------
    WrongRows
        When the labels differ.

    References
    ----------
    None: the rate of change itself.

    Examples
    --------
    >>> from polos.measures import samples
    >>> activity_growth(samples.jobs(2020), samples.jobs(2025)).values.round(3).tolist()
    [-0.1, 0.0, 0.625, 0.167]
    """
    values, undefined = _growth_of_sums(before, after, axis=0)
    return ByActivity.over(after, values, undefined, "activity_growth")


def _change(before: Grid, after: Grid, *, had: float, step: str) -> Grid:
    _require_same(before, after, Grid)
    _require_decided(before, after)
    unknown = ~(before.known & after.known)
    undefined = undefined_where(
        before.values, (Reason.UNKNOWN_CELL, unknown), (Reason.NOT_A_CANDIDATE, before.values != had)
    )
    values = np.where(undefined > 0, np.nan, np.abs(after.values - had))
    return Grid.over(after, values, undefined, step)


def _lasting(windows: tuple[Grid, ...], before: int | None, *, had: float, step: str) -> Grid:
    count = len(windows) // 2 if before is None else before
    require_count("windows before", count, least=0, example=1)
    if not 0 < count < len(windows):
        raise WrongRows(
            found=f"{len(windows)} windows, {count} of them before",
            needed="at least one window before and one after",
            next_step="Give the windows of time in order, for example two before and two after.",
        )
    for window in windows[1:]:
        _require_same(windows[0], window, Grid)
    _require_decided(*windows)
    known = np.logical_and.reduce([window.known for window in windows])
    is_had = np.stack([window.known_values == had for window in windows])
    is_other = np.stack([window.known_values == 1.0 - had for window in windows])
    changed = np.asarray(is_other[count:].all(axis=0))
    is_candidate = is_had[:count].all(axis=0) & (changed | is_had[count:].all(axis=0))
    undefined = undefined_where(
        windows[0].values,
        (Reason.UNKNOWN_CELL, ~known),
        (Reason.NOT_A_CANDIDATE, np.asarray(~is_candidate)),
    )
    values = np.where(undefined > 0, np.nan, changed.astype(np.float64))
    return Grid.over(windows[-1], values, undefined, step)


def _growth_of_sums(before: Matrix, after: Matrix, *, axis: int) -> tuple[Values, np.ndarray]:
    _require_same(before, after, Matrix)
    known = before.known & after.known
    was, now = (np.where(known, table.known_values, 0.0).sum(axis=axis) for table in (before, after))
    values, none = _rate(was, now)
    unknown = np.asarray(~known.any(axis=axis))
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, unknown), (Reason.NOTHING_TO_COMPARE, none))
    return values, undefined


def _rate(was: Values, now: Values) -> tuple[Values, np.ndarray]:
    values = np.full(was.shape, np.nan)
    np.divide(now - was, was, out=values, where=was > 0)
    return values, was == 0


def _require_decided(*presences: Grid) -> None:
    """Refuse what is neither had nor not: no entry and no exit could be told from it."""
    for grid in presences:
        if not grid.is_binary:
            between = grid.known_values[~np.isin(grid.known_values, (0.0, 1.0))][0]
            raise WrongRows(
                found=f"a presence of {between:.4g}",
                needed="1 or 0 in each cell: the territory has the activity or not",
                next_step="Decide presence first, with specialised() or presence().",
            )


def _require_same(before: Grid | Matrix, after: Grid | Matrix, kind: type) -> None:
    require_kind("before", before, kind)
    require_kind("after", after, kind)
    if before.territories == after.territories and before.activities == after.activities:
        return
    raise WrongRows(
        found="two periods whose territories or activities differ, or stand in another order",
        needed="the same territories and activities in both",
        next_step="Select the labels both periods have; a change of classification is not an exit.",
    )
