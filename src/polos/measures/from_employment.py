"""What each measure needs, made from a table of employment by the library's usual choices."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np

from polos.errors import InputError
from polos.measures.activity_similarity import location_correlation
from polos.measures.complexity import product_complexity_index
from polos.measures.density import relatedness_density
from polos.measures.joint_occurrence import co_occurrence
from polos.measures.relatedness import proximity
from polos.measures.specialisation import location_quotient, specialised
from polos.parameters.strength import strength_rule
from polos.tables.matrix import Matrix


@dataclass(frozen=True)
class Inputs:
    """A table of employment, and what may go with it.

    ``groups`` gives the group of every activity, ``countries`` that of every territory, ``later`` the same
    territories at a later time, ``reference`` other units to compare with, ``generator`` what random
    numbers come from.
    """

    employment: Matrix
    groups: Mapping[str, str]
    countries: Mapping[str, str]
    later: Matrix | None = None
    reference: Matrix | None = None
    generator: np.random.Generator | None = None


def measured(measure: Callable[..., Any], inputs: Inputs, options: Mapping[str, str]) -> Any:
    """Call a measure with what it needs; ``options`` are written values of its other parameters.

    Raises
    ------
    InputError
        When it needs what employment does not give, or an option does not fit.
    """
    parameters = inspect.signature(measure).parameters
    _require_known(measure, parameters, options)
    arguments: dict[str, Any] = {}
    missing = []
    for name, parameter in parameters.items():
        kind = _kind(parameter)
        if name in options:
            arguments[name] = _read(name, options[name], parameter)
        elif (made := _made(_wanted(measure, name), kind, inputs)) is not None:
            arguments[name] = made
        elif parameter.default is parameter.empty:
            missing.append(name)
    if missing:
        _refuse(measure, missing, parameters)
    return measure(**arguments)


def parts(result: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the tables of a result by name, and its single values; a plain result has the name ''."""
    if hasattr(result, "to_frame"):
        return {"": result.to_frame()}, {}
    if isinstance(result, tuple) and all(is_dataclass(one) for one in result):
        return {}, {str(i): one for i, one in enumerate(result, 1)}
    if not is_dataclass(result):
        return {}, {"value": result}
    tables: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for one in fields(result):
        inner, single = parts(getattr(result, one.name))
        tables |= {f"{one.name}.{name}".rstrip("."): table for name, table in inner.items()}
        if not inner:
            values[one.name] = getattr(result, one.name)
        else:
            values |= {f"{one.name}.{name}": value for name, value in single.items()}
    return tables, values


def _kind(parameter: inspect.Parameter) -> str:
    return getattr(parameter.annotation, "__name__", str(parameter.annotation))


def _wanted(measure: Callable[..., Any], name: str) -> str:
    """Return what a parameter is made of; Theil's groups are of territories, all others of activities."""
    return "countries" if (measure.__name__, name) == ("theil", "groups") else name


def _made(name: str, kind: str, inputs: Inputs) -> Any:
    makers: dict[tuple[str, str], Callable[[], Any]] = {
        ("employment", "Matrix"): lambda: inputs.employment,
        ("exports", "Matrix"): lambda: inputs.employment,
        ("counts", "Matrix"): lambda: inputs.employment,
        ("before", "Matrix"): lambda: inputs.employment,
        ("after", "Matrix"): lambda: inputs.later,
        ("presence", "Grid"): lambda: specialised(inputs.employment),
        ("before", "Grid"): lambda: specialised(inputs.employment),
        ("after", "Grid"): lambda: None if inputs.later is None else specialised(inputs.later),
        ("quotients", "Grid"): lambda: location_quotient(inputs.employment),
        ("advantage", "Grid"): lambda: location_quotient(inputs.employment),
        ("proximity", "Pairs"): lambda: proximity(specialised(inputs.employment)),
        ("similarity", "Pairs"): lambda: location_correlation(inputs.employment),
        ("density", "Grid"): lambda: _density(inputs.employment),
        ("complexity", "ByActivity"): lambda: product_complexity_index(specialised(inputs.employment)),
        ("pci", "ByActivity"): lambda: product_complexity_index(specialised(inputs.employment)),
        ("generator", "Generator"): lambda: inputs.generator,
    }
    if (name, kind) in makers:
        return makers[name, kind]()
    if name == "counts" and "CoOccurrence" in kind:
        return co_occurrence(specialised(inputs.employment))
    if name == "reference" and "Matrix" in kind:
        return inputs.reference
    others: dict[str, Any] = {
        "groups": inputs.groups,
        "groupings": (inputs.groups,),
        "countries": inputs.countries,
        "generator": inputs.generator,
        "references": {"these units": None} | ({"reference": inputs.reference} if inputs.reference else {}),
    }
    return others.get(name)


def _density(employment: Matrix) -> Any:
    present = specialised(employment)
    return relatedness_density(present, proximity(present))


def _read(name: str, text: str, parameter: inspect.Parameter) -> Any:
    """Return a written option as what the parameter takes."""
    kind = parameter.annotation
    try:
        if kind in (float, int, str):
            return kind(text)
        if kind is bool:
            return {"yes": True, "no": False}[text]
        if isinstance(kind, type) and issubclass(kind, Enum):
            return kind(text)
        if "Sequence[str]" in str(kind):
            return tuple(part.strip() for part in text.split(","))
        if name == "dtype":
            return {"float32": np.float32, "float64": np.float64}[text]
    except (ValueError, KeyError) as error:
        raise InputError(
            found=f"{text!r} for {name}",
            needed=f"a value of the kind {_kind(parameter)}",
            next_step="Correct the value; yes or no for a choice, commas between several.",
        ) from error
    if _kind(parameter) == "StrengthRule":
        return strength_rule(text)
    raise InputError(
        found=f"a written value for {name}",
        needed="an option that is a number, a word or a list of words",
        next_step="Call the measure from Python to give it this.",
    )


def _require_known(
    measure: Callable[..., Any], parameters: Mapping[str, Any], options: Mapping[str, str]
) -> None:
    unknown = [name for name in options if name not in parameters]
    if unknown:
        raise InputError(
            found=f"the option {unknown[0]!r}",
            needed=f"one of the parameters of {measure.__name__}: {', '.join(parameters)}",
            next_step="Correct the name.",
        )


def _refuse(
    measure: Callable[..., Any], missing: Sequence[str], parameters: Mapping[str, inspect.Parameter]
) -> None:
    if missing == ["after"]:
        next_step = "Name the later dataset with --after."
    elif all(_kind(parameters[name]) == "str" for name in missing):
        next_step = f"Give {', '.join(f'--set {name}=VALUE' for name in missing)}."
    else:
        next_step = f"Call polos.{measure.__name__} from Python with it, or give --set where it is one value."
    raise InputError(
        found="a table of employment alone",
        needed=f"also {', '.join(missing)} for {measure.__name__}",
        next_step=next_step,
    )
