"""What a convention states, the packages' profiles, and what follows from each choice."""

from dataclasses import dataclass
from typing import Literal

Relatedness = Literal[
    "minimum",
    "geometric mean",
    "maximum",
    "conditional",
    "correlation of quotients",
    "cosine of quotients",
    "association probability",
    "association strength",
    "cosine",
    "jaccard",
    "taxonomy",
]


@dataclass(frozen=True)
class Convention:
    """Every choice between a table of amounts and its complexity, relatedness and outlook.

    ``basis`` says how we know: the package was run and its numbers are reproduced in our tests, its code
    was read, or only its documentation. ``switch`` is how a package's user writes what is not its default.
    The other fields' defaults are ours.
    """

    name: str = "POLOS"
    basis: Literal["ours", "run", "read", "documentation only"] = "ours"
    switch: str = ""
    advantage: Literal["quotient", "per head", "either", "sum of both", "inferred"] = "quotient"
    quotient_order: Literal["exact", "by square roots"] = "exact"
    threshold: float = 1.0
    presence: Literal["at least", "above", "continuous"] = "at least"
    quotient_decimals: int | None = None
    unknown_cells: Literal["left out", "absent"] = "left out"
    nothing_over_nothing: Literal["undefined", "absent", "present"] = "undefined"
    empty_units: Literal["left out", "spoil all"] = "left out"
    least_presences: int = 1
    vector: Literal["eigenvector", "rounded eigenvector", "reflections"] = "eigenvector"
    reflections: tuple[int, int] | None = None
    eci_direction: Literal["diversity", "reflections", "as it comes"] = "diversity"
    pci_direction: Literal[
        "follows ECI",
        "against ubiquity",
        "with ubiquity",
        "against ubiquity ranks",
        "reflections",
        "as it comes",
    ] = "follows ECI"
    eci_scale: Literal["standard deviation", "sum"] = "standard deviation"
    pci_scale: Literal["of ECI", "own standard deviation", "sum"] = "of ECI"
    divisor: Literal["n", "n - 1"] = "n"
    relatedness: Relatedness = "minimum"
    sizes: Literal["co-occurrences", "occurrences"] = "co-occurrences"
    own_relatedness: Literal[0, 1] = 1
    own_in_density: Literal["left out", "counted"] = "left out"
    density_of: Literal["presence", "quotients"] = "presence"
    counted_nearest: int | None = None
    density_scale: Literal[1, 100] = 1
    density_decimals: int | None = None
    outlook_complexity: Literal["standardised", "raw"] = "standardised"
    outlook_scale: Literal["as it is", "standard deviation"] = "as it is"
    gain: Literal["plain", "less what was"] = "plain"
    gain_divided_by: Literal["the other's relatedness", "its own relatedness"] = "the other's relatedness"
    gain_of_present: Literal["undefined", "zero", "kept"] = "undefined"
    fitness_order: Literal["simultaneous", "sequential"] = "simultaneous"
    fitness_steps: int | None = None
    fitness_exponent: float = 1.0
    fitness_constant: float | None = None
    locational_gini: Literal["whole", "half"] = "whole"
    herfindahl: Literal["raw", "normalised"] = "raw"
    concentration_decimals: int | None = None


POLOS = Convention()

PY_ECOMPLEXITY = Convention(
    name="PY_ECOMPLEXITY",
    basis="run",
    unknown_cells="absent",
    empty_units="spoil all",
    own_in_density="counted",
    outlook_complexity="raw",
    outlook_scale="standard deviation",
    gain_of_present="zero",
)

DATAWHEEL = Convention(
    name="DATAWHEEL",
    basis="run",
    unknown_cells="absent",
    nothing_over_nothing="absent",
    empty_units="spoil all",
    vector="reflections",
    reflections=(18, 19),
    eci_direction="as it comes",
    pci_direction="as it comes",
    pci_scale="own standard deviation",
    divisor="n - 1",
    own_relatedness=0,
    own_in_density="counted",
    gain="less what was",
    gain_divided_by="its own relatedness",
    gain_of_present="kept",
)

ECONCOMPLEX = Convention(
    name="ECONCOMPLEX",
    basis="run",
    unknown_cells="absent",
    nothing_over_nothing="absent",
    pci_direction="against ubiquity",
    pci_scale="own standard deviation",
    own_relatedness=0,
    own_in_density="counted",
    density_scale=100,
    gain_divided_by="its own relatedness",
    gain_of_present="zero",
    fitness_order="sequential",
    fitness_steps=20,
    locational_gini="half",
    herfindahl="normalised",
)

ECONGEO = Convention(
    name="ECONGEO",
    basis="run",
    unknown_cells="absent",
    nothing_over_nothing="absent",
    vector="rounded eigenvector",
    eci_direction="reflections",
    pci_direction="against ubiquity ranks",
    eci_scale="sum",
    pci_scale="sum",
    relatedness="association probability",
    own_relatedness=0,
    own_in_density="counted",
    density_scale=100,
    density_decimals=2,
    gain_of_present="zero",
    locational_gini="half",
    concentration_decimals=3,
)

ECONOMICCOMPLEXITY = Convention(
    name="ECONOMICCOMPLEXITY",
    basis="run",
    unknown_cells="absent",
    nothing_over_nothing="present",
    eci_direction="reflections",
    pci_direction="reflections",
    pci_scale="own standard deviation",
    divisor="n - 1",
    own_in_density="counted",
    gain_of_present="zero",
    fitness_steps=19,
)

STATA = Convention(
    name="STATA",
    basis="documentation only",
    presence="above",
    unknown_cells="absent",
    divisor="n - 1",
    own_in_density="counted",
    gain_of_present="zero",
)

ATLAS = Convention(
    name="ATLAS",
    basis="documentation only",
    presence="continuous",
    unknown_cells="absent",
    own_in_density="counted",
    gain="less what was",
    gain_of_present="zero",
)

EFFECTS = {
    "advantage": "What is compared with the threshold: share against share, amount per head, either of "
    "the two, how many of the two (0, 1 or 2, as if two were more present than one), or the amount over the "
    "one that the totals alone would let one expect.",
    "quotient_order": "Multiplied by square roots, some quotients that are exactly 1 come out below: absent.",
    "threshold": "Another threshold changes which activities count as present, and all that follows.",
    "presence": "An exact tie counts under 'at least' and not under 'above'; a continuous presence has no "
    "threshold at all.",
    "quotient_decimals": "Quotients rounded before the threshold make activities just below it present.",
    "unknown_cells": "An unknown cell taken as absent lowers diversity, relatedness and density.",
    "nothing_over_nothing": "A territory or activity without amounts is undefined, has nothing, or has "
    "everything.",
    "empty_units": "One territory or activity without presence is left out, or makes all values undefined.",
    "least_presences": "Territories and activities with fewer presences are taken out, one after the other, "
    "until all have as many: the index of the others is that of the smaller table.",
    "vector": "A rounded matrix or a fixed number of reflections only approaches the eigenvector.",
    "reflections": "How many reflections of territories and of activities: even ones of activities follow "
    "ubiquity, odd ones complexity.",
    "eci_direction": "Where diversity says little about the index, another rule can turn its sign.",
    "pci_direction": "A rule of its own can turn PCI against ECI.",
    "eci_scale": "Scaled to a sum of 1 instead of mean 0 and standard deviation 1: same order, or reversed.",
    "pci_scale": "On its own scale, PCI is no longer what ECI is the mean of.",
    "divisor": "The standard deviation with n - 1 makes all values smaller by the root of (n - 1) / n.",
    "relatedness": "Another measure of relatedness changes every density.",
    "sizes": "The size of an activity: its occurrences, or its co-occurrences with all others; of use to "
    "the measures that compare co-occurrence with size.",
    "own_relatedness": "The diagonal: an activity is related to itself, or not.",
    "own_in_density": "Counting the activity itself raises the density of what a territory has.",
    "density_of": "A share of the related activities that are present, or the mean of their quotients, which "
    "can lie above 1.",
    "counted_nearest": "How many of the k most related activities are present: a number from 0 to k, no "
    "share. Of equally related ones we take the first listed; a package may take another.",
    "density_scale": "A share from 0 to 1, or per cent.",
    "density_decimals": "Rounded densities make ties.",
    "outlook_complexity": "The eigenvector as it comes is shifted against the standardised one.",
    "outlook_scale": "The outlook index in its own unit, or standardised over territories.",
    "gain": "The gain of an activity, with or without taking off what its density was worth already.",
    "gain_divided_by": "Relatedness is shared out over the neighbours of the other activity, or of this one.",
    "gain_of_present": "Activities a territory already has: undefined, 0, or computed like the others.",
    "fitness_order": "Both sides from the step before, or the second from the new first: another path to "
    "one fixed point.",
    "fitness_steps": "Stopped after some steps, fitness is not yet at its fixed point.",
    "fitness_exponent": "The larger, the more an activity's weakest territory decides on its complexity.",
    "fitness_constant": "With a constant the iteration always ends, at other values.",
    "locational_gini": "The area between curve and diagonal, or its share of the whole triangle: a factor 2.",
    "herfindahl": "The sum of squared shares, or the same between 0 and 1 whatever the number of activities.",
    "concentration_decimals": "Gini and entropy rounded; the offset of 1e-9 some add before a logarithm is "
    "below the rounding.",
}
