"""Four columns for information: languages, common working hours, level and distance.

They say how easy it would be to work together, not how well the two fit; they enter the score only where
somebody gives them weight.
"""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from polos.matches.codes import PartCode, UnknownCode
from polos.matches.explanation import Explanation, Part, Unknown
from polos.parameters.counterparts import Zone, farthest_km, level_scores, time_zones, working_day

Territory = Mapping[str, Any]

# Languages whose speakers follow each other's in part: said beside the column, never scored.
RELATED_LANGUAGES = frozenset({frozenset({"es", "pt"}), frozenset({"es", "it"}), frozenset({"pt", "gl"})})
_EARTH_RADIUS_KM = 6371.0088


def languages(ours: Territory, theirs: Territory) -> Explanation:
    """Official languages in common, as a share of the shorter of the two lists (0 to 1)."""
    without = [t for t in (ours, theirs) if not t["languages"]]
    if without:
        return _unknown(UnknownCode.LANGUAGE_NOT_KNOWN, *without)
    here, there = set(ours["languages"]), set(theirs["languages"])
    fewest = min(len(here), len(there))
    shared = [Part(PartCode.SHARED_LANGUAGE, 1 / fewest, {"language": code}) for code in sorted(here & there)]
    if shared:
        return Explanation(len(shared) / fewest, tuple(shared))
    apart = Part(
        PartCode.NO_SHARED_LANGUAGE, 0.0, {"ours": tuple(sorted(here)), "theirs": tuple(sorted(there))}
    )
    pairs = tuple(
        f"{a}/{b}" for a in sorted(here) for b in sorted(there) if frozenset({a, b}) in RELATED_LANGUAGES
    )
    beside = (Part(PartCode.RELATED_LANGUAGES, 0.0, {"pairs": pairs}),) if pairs else ()
    return Explanation(0.0, (apart, *beside))


def hours(ours: Territory, theirs: Territory, on: date | None) -> Explanation:
    """Hours of the working day that both share on a date, as a share of the working day (0 to 1)."""
    if on is None:
        return Explanation(None, (), (Unknown(UnknownCode.DATE_NOT_GIVEN),))
    zones = {t["territory_id"]: zone for t in (ours, theirs) if (zone := zone_of(t))}
    without = [t for t in (ours, theirs) if t["territory_id"] not in zones]
    if without:
        return _unknown(UnknownCode.TIME_ZONE_NOT_KNOWN, *without)
    here, there = zones[ours["territory_id"]], zones[theirs["territory_id"]]
    starts, ends = working_day()
    common = common_hours(here, there, on)
    values = {
        "hours": common,
        "starts": starts,
        "ends": ends,
        "on": on.isoformat(),
        "our_zone": here.name,
        "their_zone": there.name,
        "several_zones": tuple(t for t, zone in zones.items() if zone.several),
    }
    score = common / (ends - starts)
    return Explanation(score, (Part(PartCode.COMMON_HOURS, score, values),))


def level(ours: Territory, theirs: Territory) -> Explanation:
    """Whether both are of one level: 1 if so, less where both are below the nation, 0 with a nation."""
    pair = {ours["level"], theirs["level"]}
    kind = "same" if len(pair) == 1 else "nation_with_smaller" if "nation" in pair else "below_nation"
    score = level_scores()[kind]
    values = {"ours": ours["level"], "theirs": theirs["level"]}
    return Explanation(score, (Part(PartCode.LEVELS, score, values),))


def distance(ours: Territory, theirs: Territory) -> Explanation:
    """Great-circle distance of the centres: 1 at the same place, 0 at the farthest possible."""
    km = great_circle_km((ours["latitude"], ours["longitude"]), (theirs["latitude"], theirs["longitude"]))
    score = max(0.0, 1 - km / farthest_km())
    return Explanation(score, (Part(PartCode.KILOMETRES, score, {"km": km}),))


def zone_of(territory: Territory) -> Zone | None:
    """Return the time zone of a territory, else that of its country, else None."""
    zones = time_zones()
    return zones.get(territory["territory_id"]) or zones.get(territory["country"])


def common_hours(here: Zone, there: Zone, on: date) -> float:
    """Return how many hours two working days overlap on a date; 0 where they do not meet."""
    starts, ends = working_day()
    apart = abs(here.utc_offset(on) - there.utc_offset(on)) % 24
    return max(0.0, ends - starts - min(apart, 24 - apart))


def great_circle_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the distance of two (latitude, longitude) in degrees on a sphere, by the haversine formula."""
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(math.radians, place)) for place in (here, there))
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def _unknown(code: UnknownCode, *territories: Territory) -> Explanation:
    return Explanation(None, (), tuple(Unknown(code, {"territory": t["territory_id"]}) for t in territories))
