"""Employment as evidence: who is specialised in what, and what a counterpart would add that is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from polos.matches.codes import PartCode, UnknownCode, WarningCode
from polos.matches.explanation import Explanation, Part, Unknown
from polos.measures.added_relatedness import added_relatedness_density
from polos.measures.caveats import Caveat
from polos.measures.density import weights_of_others
from polos.measures.results import Grid, Pairs
from polos.provenance import Origin

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Evidence:
    """One source of employment, as far as it says something about territories.

    ``presence``: 1 where a territory is specialised in an activity, 0 where it is not, NaN where that is
    unknown, shape (R, A), over the activities that all compared sources cover. ``relation`` says for each
    territory how the statistical units lie to it ("same", "contains", "part of", "converted"), ``units``
    which they are, with weights. ``relatedness`` of the activities is judged over the units of all compared
    sources together, and is the same in each.
    """

    dataset: str
    presence: Grid
    relation: Mapping[str, str]
    units: Mapping[str, tuple[tuple[str, float], ...]]
    relatedness: Pairs

    def cells(self, territory: str, activity: str) -> tuple[str, ...]:
        """Name the employment cells behind one presence, as ``dataset/unit/activity``."""
        return tuple(f"{self.dataset}/{unit}/{activity}" for unit, _ in self.units.get(territory, ()))

    def warnings(self, territory: str) -> tuple[Caveat, ...]:
        """Return what to keep in mind about the units that stand for a territory."""
        codes = {"contains": WarningCode.CONTAINING_UNIT, "part of": WarningCode.PARTS_ONLY}
        code = codes.get(self.relation.get(territory, "same"))
        units = tuple(unit for unit, _ in self.units.get(territory, ()))
        values = {"territory": territory, "dataset": self.dataset, "units": units}
        return (Caveat(code, values),) if code else ()


@dataclass(frozen=True)
class RelatedRow:
    """What one strength of the counterpart adds towards one activity that is missing here.

    ``amount`` is ``relatedness`` over ``whole`` over ``targets``: the relatedness of the two, that of the
    target to all other activities known of both territories, and how many targets the column looks at.
    """

    activity: str
    target: str
    relatedness: float
    whole: float
    targets: int

    @property
    def amount(self) -> float:
        """What the row adds to the column."""
        return self.relatedness / self.whole / self.targets


class Complementary:
    """The column "complementary" of one territory, for a list of counterparts.

    What a counterpart adds is the relatedness density its specialisations bring to an activity that is
    missing here (:func:`polos.measures.added_relatedness.added_relatedness_density`), averaged over the
    missing activities the territory wants: those its own priorities name (``wanted``, NACE divisions), or
    all missing ones where its priorities name none of them. With ``is_chosen``, ``wanted`` was chosen by
    hand, and nothing else is looked at.
    """

    def __init__(
        self,
        evidence: Sequence[Evidence],
        territory: str,
        *,
        counterparts: Sequence[str],
        wanted: frozenset[str],
        is_chosen: bool = False,
    ) -> None:
        self._is_chosen = is_chosen
        self._loaded = bool(evidence)
        self.territory = territory
        self._source_of = first_source(evidence)
        covered = [t for t in counterparts if t in self._source_of]
        self._row_of = {t: k for k, t in enumerate(covered)}
        if territory in self._source_of and covered:
            self._compare(covered, wanted)

    def explain(self, counterpart: str) -> Explanation:
        """Explain what the counterpart adds: one part for each activity it contributes."""
        missing = self._missing(counterpart)
        if missing:
            return Explanation(None, (), missing)
        row = self._row_of[counterpart]
        if not self._count[row]:
            values = {"territory": self.territory, "counterpart": counterpart}
            return Explanation(None, (), (Unknown(UnknownCode.STATISTICS_TOO_THIN, values),))
        parts = [self._part(counterpart, int(a)) for a in np.flatnonzero(self._amounts[row] > 0)]
        parts.sort(key=lambda part: -part.amount)
        values = {"targets": int(self._count[row]), "basis": self._basis}
        return Explanation(
            float(self._values[row]), tuple(parts) or (Part(PartCode.NOTHING_CONTRIBUTED, 0.0, values),)
        )

    def rows(self, counterpart: str) -> tuple[RelatedRow, ...]:
        """Return what each strength adds towards each target; they add up to the column, none without one."""
        if self._missing(counterpart):
            return ()
        row = self._row_of[counterpart]
        known = self._presence.known[row] & self._presence.known[-1]
        count, activities = int(self._count[row]), self._presence.activities
        return tuple(
            RelatedRow(activities[j], code, float(weights[j]), float(weights[known].sum()), count)
            for j in np.flatnonzero(self._amounts[row] > 0)
            for code, weights, is_defined in zip(
                self._target_codes, self._weights, self._defined[row], strict=True
            )
            if is_defined and weights[j] > 0
        )

    def warnings(self, counterpart: str) -> tuple[Caveat, ...]:
        """Return what to keep in mind about the statistics of the two."""
        if self._missing(counterpart):
            return ()
        pair = (self.territory, counterpart)
        return tuple(caveat for t in pair for caveat in self._source_of[t].warnings(t))

    def _missing(self, counterpart: str) -> tuple[Unknown, ...]:
        if not self._loaded:
            return (Unknown(UnknownCode.STATISTICS_NOT_LOADED),)
        without = [t for t in (self.territory, counterpart) if t not in self._source_of]
        if without:
            code = UnknownCode.TERRITORY_WITHOUT_STATISTICS
            return tuple(Unknown(code, {"territory": t}) for t in without)
        if not self._targets.any():
            known = bool(self._presence.known[-1].any())
            return (self._nothing_missing() if known else self._too_thin(counterpart),)
        return ()

    def _nothing_missing(self) -> Unknown:
        code = UnknownCode.CHOSEN_NOT_MISSING if self._is_chosen else UnknownCode.NOTHING_MISSING
        return Unknown(code, {"territory": self.territory})

    def _too_thin(self, counterpart: str) -> Unknown:
        values = {"territory": self.territory, "counterpart": counterpart}
        return Unknown(UnknownCode.STATISTICS_TOO_THIN, values)

    def _compare(self, covered: Sequence[str], wanted: frozenset[str]) -> None:
        """Compute values, shape (S,), and what each activity adds to them, shape (S, A)."""
        self._presence = stacked([*covered, self.territory], self._source_of)
        presence, pairs = self._presence, self._source_of[self.territory].relatedness
        absent = presence.values[-1] == 0
        named = absent & np.isin(presence.activities, list(wanted))
        if self._is_chosen:
            self._targets, self._basis = named, "chosen"
        else:
            self._targets, self._basis = (named, "wanted") if named.any() else (absent, "absent")
        if not self._targets.any():
            return
        added = added_relatedness_density(presence, pairs, territory=self.territory, partners=covered)
        aims = added.values[:, self._targets]
        defined = ~np.isnan(aims)
        self._defined = defined
        self._target_codes = tuple(compress(presence.activities, self._targets))
        self._helped_by: dict[tuple[int, bytes], tuple[str, ...]] = {}
        self._count = defined.sum(axis=1)
        total = np.where(defined, aims, 0.0).sum(axis=1)
        self._values = np.divide(total, self._count, out=np.full(total.shape, np.nan), where=self._count > 0)
        self._weights = weights_of_others(presence, pairs)[self._targets]
        self._amounts = _contributions(presence, self._weights, self._count)

    def _part(self, counterpart: str, activity: int) -> Part:
        ours, theirs = self._source_of[self.territory], self._source_of[counterpart]
        row, code = self._row_of[counterpart], self._presence.activities[activity]
        helped = self._helped(row, activity)
        values = {
            "activity": code,
            "targets": len(helped),
            "target_codes": helped,
            "basis": self._basis,
            "relation_ours": ours.relation.get(self.territory, "same"),
            "relation_theirs": theirs.relation.get(counterpart, "same"),
        }
        cells = (*ours.cells(self.territory, code), *theirs.cells(counterpart, code))
        return Part(PartCode.CONTRIBUTED_ACTIVITY, float(self._amounts[row, activity]), values, cells)

    def _helped(self, row: int, activity: int) -> tuple[str, ...]:
        """Return the targets, known for the pair, to which the activity is related."""
        defined = self._defined[row]
        asked = activity, defined.tobytes()  # most counterparts know the same targets
        if asked not in self._helped_by:
            related = defined & (self._weights[:, activity] > 0)
            self._helped_by[asked] = tuple(compress(self._target_codes, related))
        return self._helped_by[asked]


def _contributions(presence: Grid, weights: Values, count: NDArray[np.int64]) -> Values:
    """Split the mean over targets into what each activity j adds, shape (S, A); the last row is ours.

    j adds the mean over targets i of phi_ij / sum_j phi_ij where the partner has j and we do not.
    """
    known = (presence.known[:-1] & presence.known[-1]).astype(np.float64)
    gained = presence.known_values[:-1] * (1 - presence.known_values[-1]) * known
    total = known @ weights.T
    each = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    return gained * (each @ weights) / np.maximum(count, 1)[:, None]


def first_source(evidence: Sequence[Evidence]) -> dict[str, Evidence]:
    """Return the first source that knows anything about each territory."""
    found: dict[str, Evidence] = {}
    for source in evidence:
        for territory, known in zip(source.presence.territories, source.presence.known, strict=True):
            if known.any():
                found.setdefault(territory, source)
    return found


def stacked(territories: Sequence[str], source_of: Mapping[str, Evidence]) -> Grid:
    """Bring the rows of several sources together; all have the same activities in the same order."""
    places = [(source_of[t].presence, source_of[t].presence.territories.index(t)) for t in territories]
    first = places[0][0]
    origin = Origin("several sources", steps=("presence",), parents=(first.origin,))
    values = np.vstack([grid.values[row] for grid, row in places])
    undefined = np.vstack([grid.undefined[row] for grid, row in places])
    return Grid(values, tuple(territories), first.activities, undefined, origin)
