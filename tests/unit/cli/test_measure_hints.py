"""What `polos measure` suggests when something is missing is what it then takes."""

import inspect
import re
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from polos import measures
from polos.errors import InputError, PolosError
from polos.measures import samples
from polos.measures.from_employment import Inputs, measured
from polos.measures.from_frames import FORMS, form_of

NAMES = [name for name in measures.__all__ if inspect.isfunction(getattr(measures, name))]
WORDS = ("1", "yes", "european_panorama_2021", "float64")
ALONE = "what was given alone"
JOBS = samples.jobs(2020)


def file_for(parameter: inspect.Parameter) -> pl.DataFrame:
    """A file of the form that a parameter takes; chains are counted in panels."""
    kind = getattr(parameter.annotation, "__name__", "") if parameter.name != "chains" else "Indicators"
    form = FORMS[form_of(kind) or next(form for form in FORMS if form in str(parameter.annotation))]
    codes = {name: ["a", "b"] for name in form.codes}
    return pl.DataFrame(codes | {name: ["1", "0"] for name in (*form.numbers, "x", "y", "1")})


REFUSED = ("the option", "a file for", "a written value", "the columns")


def refusal(measure, inputs: Inputs, options: dict[str, str]) -> InputError | None:
    """Return what is refused for something missing; values that do not fit one another are none of it."""
    try:
        measured(measure, inputs, options)
    except PolosError as error:
        assert not error.found.startswith(REFUSED), error
        return error if error.found == ALONE else None
    return None


def taken(measure, inputs: Inputs, name: str) -> dict[str, str]:
    """Return a word that an option takes."""
    for word in WORDS:
        try:
            measured(measure, inputs, {name: word})
        except InputError as error:
            if error.found == f"{word!r} for {name}" or "rule" in error.found:
                continue
            assert not error.found.startswith(REFUSED), error
        except PolosError:
            pass
        return {name: word}
    raise AssertionError(f"no word for {name} of {measure.__name__}")


@pytest.mark.parametrize("employment", [None, JOBS])
@pytest.mark.parametrize("name", NAMES)
def test_each_step_is_taken_and_leads_to_the_end(name, employment):
    measure, options = getattr(measures, name), {}
    inputs = Inputs(employment=employment, generator=np.random.default_rng(1))
    for _ in range(5):
        told = refusal(measure, inputs, options)
        if told is None or told.next_step.startswith("Call polos."):
            break
        wanted = re.search(r"also (.+) for (\w+)", told.needed)
        parameters = inspect.signature(getattr(measures, wanted[2])).parameters
        if "Name a dataset" in told.next_step:
            inputs = replace(inputs, employment=JOBS)
        if "--after" in told.next_step:
            inputs = replace(inputs, later=samples.jobs(2025))
        step = re.sub(r"Name a dataset[^.]*\.", "", told.next_step)
        for option in re.findall(r"--set (\w+)=VALUE", step):
            options |= taken(measure, inputs, option)
        files = {
            option: [("file.csv", file_for(parameters[option]))]
            * (2 if parameters[option].kind is inspect.Parameter.VAR_POSITIONAL else 1)
            for option in re.findall(r"--with (\w+)=FILE", step)
        }
        inputs = replace(inputs, given={**inputs.given, **files})
    else:
        raise AssertionError(f"{name} still asks: {told}")
