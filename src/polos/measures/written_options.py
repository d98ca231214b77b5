"""Options of a measure that are written as words: numbers, names, choices, and several of them."""

import inspect
from collections.abc import Collection, Sequence
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

import numpy as np

from polos.errors import InputError
from polos.parameters.strength import StrengthRule, strength_rule

_TRUTH = {"yes": True, "no": False}
_PRECISIONS = {"float32": np.float32, "float64": np.float64}


def is_written(parameter: inspect.Parameter) -> bool:
    """Whether an option can be written: a number, a word, a choice, a rule, or several of these."""
    kind = _alone(parameter.annotation)
    return parameter.name == "dtype" or kind is StrengthRule or _is_word(kind) or _is_word(_element(kind))


def read_option(text: str, parameter: inspect.Parameter) -> Any:
    """Return a written option as what the parameter takes.

    Raises
    ------
    InputError
        When it takes what cannot be written, or the text is none of what it takes.
    """
    kind, name = _alone(parameter.annotation), parameter.name
    if not is_written(parameter):
        raise InputError(
            found=f"a written value for {name}",
            needed="an option that is a number, a word or a list of words",
            next_step=f"Give it as a file where one holds it, --with {name}=FILE; else call the measure from "
            "Python.",
        )
    if kind is StrengthRule:
        return strength_rule(text)
    try:
        if name == "dtype":
            return _PRECISIONS[text]
        if _is_word(kind):
            return _word(text, kind)
        return tuple(_word(part.strip(), _element(kind)) for part in text.split(","))
    except (ValueError, KeyError) as error:
        raise InputError(
            found=f"{text!r} for {name}",
            needed=_said(name, kind),
            next_step="Correct the value; yes or no for a choice, commas between several.",
        ) from error


def _alone(kind: Any) -> Any:
    """Return the kind without None beside it."""
    kinds = [one for one in get_args(kind) if one is not type(None)]
    return kinds[0] if len(kinds) == 1 and get_origin(kind) in {UnionType, Union} else kind


def _element(kind: Any) -> Any:
    """Return what a sequence holds, or None."""
    return get_args(kind)[0] if get_origin(kind) in {Sequence, Collection} else None


def _is_word(kind: Any) -> bool:
    return kind in {float, int, str, bool} or (isinstance(kind, type) and issubclass(kind, Enum))


def _word(text: str, kind: Any) -> Any:
    return _TRUTH[text] if kind is bool else kind(text)


def _said(name: str, kind: Any) -> str:
    """Say what a written option may be."""
    if name == "dtype":
        return " or ".join(_PRECISIONS)
    if not _is_word(kind):
        return f"{_said(name, _element(kind))}, or several with commas between them"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"one of {', '.join(str(one.value) for one in kind)}"
    return " or ".join(_TRUTH) if kind is bool else f"a value of the kind {kind.__name__}"
