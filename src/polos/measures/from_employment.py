"""What each measure needs, made from files, or from a table of employment by the library's usual choices."""

import inspect
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, get_args

import numpy as np
import polars as pl

from polos.errors import InputError
from polos.measures.activity_similarity import location_correlation
from polos.measures.agglomeration import plant_herfindahl
from polos.measures.cluster_definitions import activity_groups
from polos.measures.complexity import product_complexity_index
from polos.measures.composed import Composed
from polos.measures.density import relatedness_density
from polos.measures.from_frames import form_of, from_frame
from polos.measures.joint_occurrence import co_occurrence
from polos.measures.numbers import Number, Numbers
from polos.measures.pair_distances import duranton_overman
from polos.measures.point_patterns import marcon_puech
from polos.measures.productivity import prody
from polos.measures.relatedness import proximity
from polos.measures.results import Grid, require_presence
from polos.measures.specialisation import location_quotient, specialised
from polos.measures.structure import structural_distance
from polos.measures.transitions import class_transitions
from polos.measures.written_options import is_written, read_option
from polos.measures.years import Years
from polos.tables.employment import own_unit
from polos.tables.matrix import Matrix


@dataclass(frozen=True, eq=False)
class Inputs:
    """A table of employment, and what may go with it.

    ``groups`` gives the group of every activity, ``countries`` that of every territory, ``later`` the same
    territories at a later time, ``reference`` other units to compare with, ``generator`` what random
    numbers come from. ``given`` holds what comes from files, by parameter: each file's name and frame,
    several for what takes several, such as the years of a panel.
    """

    employment: Matrix | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)
    later: Matrix | None = None
    reference: Matrix | None = None
    generator: np.random.Generator | None = None
    given: Mapping[str, Sequence[tuple[str, pl.DataFrame]]] = field(default_factory=dict)


#: What the input of a measure comes from where it is itself a result: parameter and kind, the measure, and
#: which of its results.
_BEFORE: Mapping[tuple[str, str], tuple[Callable[..., Any], str]] = {
    ("herfindahl", "ellison_glaeser"): (plant_herfindahl, ""),
    ("herfindahl", "maurel_sedillot"): (plant_herfindahl, ""),
    ("prody", "expy"): (prody, ""),
    ("probabilities", "steady_state"): (class_transitions, "probabilities"),
    ("probabilities", "mean_first_passage"): (class_transitions, "probabilities"),
    ("probabilities", "shorrocks_mobility"): (class_transitions, "probabilities"),
    ("probabilities", "prais_mobility"): (class_transitions, "probabilities"),
    ("curve", "duranton_overman_bands"): (duranton_overman, ""),
    ("curve", "marcon_puech_bands"): (marcon_puech, ""),
    ("result", "structural_distance_intervals"): (structural_distance, ""),
    ("chains", "transition_homogeneity"): (class_transitions, ""),
    ("definition", "cluster_scores"): (activity_groups, ""),
    ("definition", "reassigned_outliers"): (activity_groups, ""),
}

#: The parameters of presence: 1 and 0, or shares of it.
_PRESENCES = frozenset({"presence", "presences", "other", "before", "after", "windows", "candidates"})
_TO_PRESENCE = (
    "a presence of 0 and 1: polos measure specialised --with employment=FILE --out FILE writes one."
)


def measured(measure: Callable[..., Any], inputs: Inputs, options: Mapping[str, str]) -> Any:
    """Call a measure with what it needs; ``options`` are written values of its other parameters.

    Raises
    ------
    InputError
        When it needs what employment does not give, or an option does not fit.
    """
    inputs = in_units(inputs)
    parameters = inspect.signature(measure).parameters
    before = {name: _BEFORE[key] for name in parameters if (key := (name, measure.__name__)) in _BEFORE}
    known = {**parameters}
    for one, _ in before.values():
        known |= inspect.signature(one).parameters
    _require_known(measure, known, (*options, *inputs.given))
    arguments: dict[str, Any] = {}
    several: list[Any] = []
    missing = []
    for name, parameter in parameters.items():
        kind = _kind(parameter)
        if name in options:
            arguments[name] = read_option(options[name], parameter)
        elif parameter.kind is parameter.VAR_POSITIONAL and (files := inputs.given.get(name)):
            several = [
                _result_before(before[name], replace(inputs, given={_first(before[name][0]): [one]}), options)
                if name in before
                else _from_file(name, kind, *one)
                for one in files
            ]
        elif name in inputs.given:
            arguments[name] = _given(parameter, inputs.given[name])
        elif name in before and parameter.kind is not parameter.VAR_POSITIONAL:
            arguments[name] = _result_before(before[name], inputs, options)
        elif parameter.kind is parameter.VAR_POSITIONAL:
            missing.append(name)
        elif (made := _made(_wanted(measure, name), kind, inputs)) is not None:
            arguments[name] = made
        elif parameter.default is parameter.empty:
            missing.append(name)
    if missing:
        _refuse(measure, missing, parameters, inputs)
    return measure(*several, **arguments)


def in_units(inputs: Inputs) -> Inputs:
    """Return inputs whose files name territories as the dataset does.

    A table of one's own stores ``North`` as the unit ``own:north``; a file may say either.
    """
    if inputs.employment is None:
        return inputs
    known = {*inputs.employment.territories, *inputs.employment.activities}
    given = {
        name: [(file, _units_named(frame, known)) for file, frame in frames]
        for name, frames in inputs.given.items()
    }
    return replace(inputs, given=given)


_OF_TERRITORIES = ("territory", "other_territory", "neighbour", "name")


def _units_named(frame: pl.DataFrame, known: Collection[str]) -> pl.DataFrame:
    named = [name for name in _OF_TERRITORIES if name in frame.columns]
    units = {
        text: unit
        for name in named
        for text in frame[name].cast(pl.String).unique().drop_nulls()
        if text not in known and (unit := own_unit(text)) in known
    }
    return frame.with_columns(pl.col(named).cast(pl.String).replace(units)) if units else frame


def _given(parameter: inspect.Parameter, frames: Sequence[tuple[str, pl.DataFrame]]) -> Any:
    """Return files as what the parameter takes: one thing, several, or several by the files' names."""
    name, kind = parameter.name, _kind(parameter)
    if not _is_of_files(parameter):
        way = _way(parameter)
        raise InputError(
            found=f"a file for {name}",
            needed="a word, or what only Python can give" if way else "what only Python can give",
            next_step=f"Give {way}." if way else "Call the measure from Python to give it this.",
        )
    if by_name := _BY_NAME.fullmatch(kind):
        return {
            file.rpartition(".")[0] or file: _from_file(name, by_name[1], file, frame)
            for file, frame in frames
        }
    if several := _SEVERAL.search(kind):
        found = [_from_file(name, several[1], file, frame) for file, frame in frames]
        return found if len(found) > 1 or kind.startswith(several[0]) else found[0]
    if len(frames) > 1:
        raise InputError(
            found=f"{len(frames)} files for {name}",
            needed="one",
            next_step="Give the others to the parameters they are for.",
        )
    return _from_file(name, kind, *frames[0])


#: Several of what a file can be, such as the years of a panel; in order, or by name.
_SEVERAL = re.compile(r"(?:collections\.abc\.)?Sequence\[(.+)\]")
_BY_NAME = re.compile(r"[\w.]*Mapping\[str, [\w.]*\b(Grid|Matrix)\b.*\]")


def _from_file(name: str, kind: str, file: str, frame: pl.DataFrame) -> Any:
    """Return a file as what a parameter takes, refusing amounts where it takes a presence."""
    found = from_frame(kind, frame, file)
    if isinstance(found, Grid) and name in _PRESENCES:
        way = "Name a dataset, or give" if _maker(name, kind) else "Give"
        require_presence(found, f"{way} {_TO_PRESENCE}")
    return found


def _result_before(
    made_by: tuple[Callable[..., Any], str], inputs: Inputs, options: Mapping[str, str]
) -> Any:
    """Return the result that another measure is about, from the same files and options."""
    one, part = made_by
    taken = inspect.signature(one).parameters
    given = {name: frames for name, frames in inputs.given.items() if name in taken}
    chosen = {name: value for name, value in options.items() if name in taken}
    found = measured(one, replace(inputs, given=given), chosen)
    return getattr(found, part) if part else found


def _first(measure: Callable[..., Any]) -> str:
    return next(iter(inspect.signature(measure).parameters))


def parts(result: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the tables of a result by name, and its single values; a plain result has the name ''.

    What is inside another has both names, as ``cells.change``; of several alike, the number is the name.
    """
    if isinstance(result, Numbers):
        return {}, result.numbers
    if hasattr(result, "to_frame") and not isinstance(result, Composed | Number | Years):
        return {"": result.to_frame()}, {}
    if isinstance(result, tuple) and all(is_dataclass(one) for one in result):
        return _inside({str(i): one for i, one in enumerate(result, 1)})
    if not is_dataclass(result):
        return {}, {"value": result}
    return _inside({one.name: getattr(result, one.name) for one in fields(result)})


def _inside(named: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the tables and values of several; what holds no table is a value whole."""
    tables: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for name, one in named.items():
        inner, single = parts(one)
        tables |= {f"{name}.{of}".rstrip("."): table for of, table in inner.items()}
        values |= {f"{name}.{of}": value for of, value in single.items()} if inner else {name: one}
    return tables, values


def _kind(parameter: inspect.Parameter) -> str:
    kind = parameter.annotation
    return kind.__name__ if isinstance(kind, type) and not get_args(kind) else str(kind)


def _wanted(measure: Callable[..., Any], name: str) -> str:
    """Return what a parameter is made of; Theil's groups are of territories, all others of activities."""
    return "countries" if (measure.__name__, name) == ("theil", "groups") else name


def _made(name: str, kind: str, inputs: Inputs) -> Any:
    if name == "generator":
        return inputs.generator
    make = _maker(name, kind)
    return None if make is None or inputs.employment is None else make(inputs.employment, inputs)


def _maker(name: str, kind: str) -> Callable[[Matrix, Inputs], Any] | None:
    """Return how a parameter is made of employment by the usual choices."""
    fits = (
        make
        for (made, word), make in _MADE.items()
        if made == name and re.search(rf"(?<!\w){word}(?!\w)", kind)
    )
    return next(fits, None)


#: What is made of employment: parameter, a word of its kind, and how.
_MADE: Mapping[tuple[str, str], Callable[[Matrix, Inputs], Any]] = {
    ("employment", "Matrix"): lambda employment, _: employment,
    ("exports", "Matrix"): lambda employment, _: employment,
    ("counts", "Matrix"): lambda employment, _: employment,
    ("values", "Matrix"): lambda employment, _: employment,
    ("before", "Matrix"): lambda employment, _: employment,
    ("after", "Matrix"): lambda _, inputs: inputs.later,
    ("presence", "Grid"): lambda employment, _: specialised(employment),
    ("before", "Grid"): lambda employment, _: specialised(employment),
    ("after", "Grid"): lambda _, inputs: None if inputs.later is None else specialised(inputs.later),
    ("quotients", "Grid"): lambda employment, _: location_quotient(employment),
    ("advantage", "Grid"): lambda employment, _: location_quotient(employment),
    ("proximity", "Pairs"): lambda employment, _: proximity(specialised(employment)),
    ("similarity", "Pairs"): lambda employment, _: location_correlation(employment),
    ("similarities", "Sequence"): lambda employment, _: [location_correlation(employment)],
    ("density", "Grid"): lambda employment, _: _density(employment),
    ("complexity", "ByActivity"): lambda employment, _: product_complexity_index(specialised(employment)),
    ("pci", "ByActivity"): lambda employment, _: product_complexity_index(specialised(employment)),
    ("counts", "CoOccurrence"): lambda employment, _: co_occurrence(specialised(employment)),
    ("reference", "Matrix"): lambda _, inputs: inputs.reference,
    ("groups", r"Mapping\[str, str\]"): lambda _, inputs: inputs.groups,
    ("groupings", "Mapping"): lambda _, inputs: (inputs.groups,),
    ("countries", r"Mapping\[str, str\]"): lambda _, inputs: inputs.countries,
    ("references", "Mapping"): lambda _, inputs: (
        {"these units": None} | ({"reference": inputs.reference} if inputs.reference else {})
    ),
}


def _density(employment: Matrix) -> Any:
    present = specialised(employment)
    return relatedness_density(present, proximity(present))


def _require_known(
    measure: Callable[..., Any], parameters: Mapping[str, Any], options: Sequence[str]
) -> None:
    unknown = [name for name in options if name not in parameters]
    if unknown:
        raise InputError(
            found=f"the option {unknown[0]!r}",
            needed=f"one of the parameters of {measure.__name__}: {', '.join(parameters)}",
            next_step="Correct the name.",
        )


def _refuse(
    measure: Callable[..., Any],
    missing: Sequence[str],
    parameters: Mapping[str, inspect.Parameter],
    inputs: Inputs,
) -> None:
    of_dataset = [
        name
        for name in missing
        if inputs.employment is None and _maker(_wanted(measure, name), _kind(parameters[name]))
    ]
    is_later = "after" in missing and _maker("after", _kind(parameters["after"])) is not None
    rest = [name for name in missing if name not in of_dataset and not (name == "after" and is_later)]
    unheard = [name for name in rest if not _way(parameters[name])]
    ways = ", ".join(_way(parameters[name]) for name in rest)
    give = "Give also" if of_dataset or is_later else "Give"
    steps = [f"{give} {ways}, or call polos.{measure.__name__} from Python."] if rest else []
    if of_dataset:
        files = ", ".join(_way(parameters[name]) for name in of_dataset)
        later = ", and the later one with --after" if is_later else ""
        steps.insert(0, f"Name a dataset{later}, or give {files}.")
    elif is_later:
        steps.insert(0, "Name the later dataset with --after.")
    if unheard:
        steps = [f"Call polos.{measure.__name__} from Python: no file or word says {', '.join(unheard)}."]
    raise InputError(
        found="what was given alone",
        needed=f"also {', '.join(missing)} for {measure.__name__}",
        next_step=" ".join(steps),
    )


def _way(parameter: inspect.Parameter) -> str:
    """Return the option that gives a parameter, if there is one."""
    if is_written(parameter):
        return f"--set {parameter.name}=VALUE"
    is_of_files = _is_of_files(parameter) or parameter.name in _COUNTED
    return f"--with {parameter.name}=FILE" if is_of_files else ""


#: What is counted in one file each before it is what a parameter takes.
_COUNTED = frozenset({"chains"})


def _is_of_files(parameter: inspect.Parameter) -> bool:
    kind = _kind(parameter)
    several = _SEVERAL.search(kind)
    return bool(_BY_NAME.fullmatch(kind) or form_of(several[1] if several else kind))
