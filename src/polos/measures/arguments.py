"""What measures are called with beside their tables: one check for each kind of argument.

All refuse with an ``InputError`` that says what was given, for what, and what would do.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import index
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from polos.errors import InputError

Values = NDArray[np.float64]

_HOW_TO_MAKE = {
    "Matrix": "Make one of a table first, with polos.Matrix.from_frame().",
    "Grid": "Compute one first, such as a presence with polos.specialised().",
    "Pairs": "Compute one first, such as with polos.proximity().",
    "CrossPairs": "Compute one first, with polos.cross_proximity().",
    "CoOccurrence": "Compute one first, with polos.co_occurrence().",
    "ByActivity": "Compute one first, such as with polos.product_complexity_index().",
    "ByTerritory": "Compute one first, such as with polos.territory_growth().",
    "ClassPairs": "Compute one first, with polos.class_transitions(), and take its probabilities.",
    "ClusterDefinition": "Make one first, with polos.activity_groups().",
    "SpatialWeights": "Make one first, such as with SpatialWeights.nearest().",
}
_PRECISIONS = (np.dtype(np.float32), np.dtype(np.float64))


def require_kind(name: str, value: object, *kinds: type) -> None:
    """Refuse another kind of object, such as a table of amounts where presence is needed."""
    if not isinstance(value, kinds):
        named = [kind.__name__ for kind in kinds]
        raise InputError(
            found=f"a {type(value).__name__} as {name}",
            needed=f"a {' or a '.join(named)}",
            next_step=_HOW_TO_MAKE.get(named[0], f"Make a {named[0]} first, with its from_frame()."),
        )


def require_count(name: str, value: int, *, least: int = 1, example: int = 5) -> None:
    """Refuse what is no whole number, or below the least; ``name`` is a plural, such as draws."""
    if not is_whole(value) or value < least:
        raise InputError(
            found=f"{_shown(value)} {name}",
            needed=f"a whole number, {least} or more",
            next_step=f"Give, for example, {example}.",
        )


def require_counts(**counts: int) -> None:
    """Refuse counts of people or answers that are no whole numbers; their bounds are the caller's."""
    for name, value in counts.items():
        if not is_whole(value):
            raise InputError(
                found=f"{name}={_shown(value)}",
                needed="a whole number",
                next_step="Give a count, not a share of one.",
            )


def require_share(name: str, value: float) -> None:
    """Refuse a level, power or share that is not strictly between 0 and 1."""
    if not is_finite(value) or not 0 < value < 1:
        raise InputError(
            found=f"a {name} of {_shown(value)}",
            needed="a number between 0 and 1",
            next_step="Give, for example, 0.95 for 95 per cent.",
        )


def require_number(name: str, value: float, *, least: float | None = 0.0, example: float = 1.0) -> None:
    """Refuse what is no finite number, or below the least where there is one."""
    if not is_finite(value) or (least is not None and value < least):
        raise InputError(
            found=f"a {name} of {_shown(value)}",
            needed="a finite number" if least is None else f"a finite number, {least:g} or more",
            next_step=f"Give, for example, {example:g}.",
        )


def require_above(name: str, value: float, bound: float = 0.0, *, example: float = 1.0) -> None:
    """Refuse what is no finite number above the bound."""
    if not is_finite(value) or value <= bound:
        raise InputError(
            found=f"a {name} of {_shown(value)}",
            needed=f"a finite number above {bound:g}",
            next_step=f"Give, for example, {example:g}.",
        )


def require_precision(dtype: DTypeLike) -> np.dtype:
    """Return the type of numbers that is asked for, or refuse all but single and double precision."""
    try:
        precision = np.dtype(dtype)
    except TypeError:
        precision = np.dtype(object)  # None would be taken for float64
    if precision not in _PRECISIONS:
        raise InputError(
            found=f"the precision {_shown(dtype)}",
            needed="float32 or float64",
            next_step="Leave the precision out for float64; take float32 where speed counts.",
        )
    return precision


def require_generator(generator: "np.random.Generator") -> None:
    """Refuse what cannot draw, such as the seed instead of what it makes."""
    if not isinstance(generator, np.random.Generator):
        raise InputError(
            found=f"{_shown(generator)} as generator",
            needed="a numpy.random.Generator",
            next_step="Give numpy.random.default_rng(seed).",
        )


def numbers_of(name: str, given: Mapping[str, float], labels: Iterable[str]) -> Values:
    """Return what is given for each label, NaN where nothing is; refuse what is no number."""
    return as_numbers(name, [given.get(label, np.nan) for label in labels])


def as_numbers(name: str, values: Sequence[float]) -> Values:
    """Return the values as an array, or refuse those that are no numbers."""
    wrong = [value for value in values if not (value is None or is_number(value))]
    if wrong:
        raise InputError(
            found=f"{_shown(wrong[0])} as {name}",
            needed="numbers",
            next_step="Convert the text to numbers first.",
        )
    return np.array(values, dtype=np.float64)


def is_whole(value: Any) -> bool:
    """Whether this counts something; yes and no do not."""
    try:
        index(value)
    except TypeError:
        return False
    return not isinstance(value, bool)


def is_number(value: Any) -> bool:
    """Whether this is a single number, NaN and those without end among them."""
    return np.ndim(value) == 0 and np.asarray(value).dtype.kind in "fiu"


def is_finite(value: Any) -> bool:
    """Whether this is a single number that is neither NaN nor without end."""
    return is_number(value) and bool(np.isfinite(value))


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, str) else str(value)
