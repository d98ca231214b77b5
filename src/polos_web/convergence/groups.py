"""The groups one can compare: both sides, their regions, the six cases of 2018, a country, a territory."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from polos import reference
from polos.vocabularies import countries
from polos_web.convergence.models import SavedGroup
from polos_web.territories.models import Territory

Member = Callable[[Territory], bool]


@dataclass(frozen=True)
class Group:
    """A named set of territories; ``code`` is what the address says."""

    code: str
    label: str | Promise
    holds: Member


def _cases_of_2018(territory: Territory) -> bool:
    named = set(reference.facts("convergence_lac_cases").rows["iso3166_1"].to_list())
    return territory.level == "nation" and territory.country in named


NAMED = (
    Group("eu", gettext_lazy("All EU territories"), lambda t: t.side == "EU"),
    Group(
        "eu-regions",
        gettext_lazy("EU territories below the nation"),
        lambda t: t.side == "EU" and t.level != "nation",
    ),
    Group("eu-nations", gettext_lazy("EU nations"), lambda t: t.side == "EU" and t.level == "nation"),
    Group("lac", gettext_lazy("All LAC territories"), lambda t: t.side == "LAC"),
    Group(
        "lac-regions",
        gettext_lazy("LAC territories below the nation"),
        lambda t: t.side == "LAC" and t.level != "nation",
    ),
    Group("lac-nations", gettext_lazy("LAC nations"), lambda t: t.side == "LAC" and t.level == "nation"),
    Group("lac-2018", gettext_lazy("The six LAC cases of the 2018 paper"), _cases_of_2018),
)


def countries_with_several(territories: Iterable[Territory], language: str) -> list[tuple[str, str]]:
    """Return (code, label) of the countries with more than one territory on record."""
    seen = [territory.country for territory in territories]
    several = {country for country in seen if seen.count(country) > 1}
    named = [(f"country-{code.lower()}", countries().label(code, language)) for code in several]
    return sorted(named, key=lambda item: item[1])


def codes(territories: Sequence[Territory], saved: Iterable[SavedGroup] = ()) -> list[str]:
    """Return everything a side of the comparison may be."""
    of_countries = [code for code, _ in countries_with_several(territories, "en")]
    own = [group.code for group in saved]
    return [*(group.code for group in NAMED), *own, *of_countries, *(t.territory_id for t in territories)]


def spelled(wanted: Iterable[str], saved: Iterable[SavedGroup]) -> tuple[str, ...]:
    """Return codes with those of saved groups in the place of the groups."""
    inside = {group.code: group.codes for group in saved}
    return tuple(dict.fromkeys(one for code in wanted for one in inside.get(code, [code])))


def members(
    wanted: Iterable[str], territories: Sequence[Territory], saved: Iterable[SavedGroup] = ()
) -> tuple[str, ...]:
    """Return the ids of the territories that any of these codes names, each once, sorted."""
    tests = [_test(code) for code in spelled(wanted, saved)]
    return tuple(sorted(t.territory_id for t in territories if any(test(t) for test in tests)))


def _test(code: str) -> Member:
    for group in NAMED:
        if group.code == code:
            return group.holds
    if code.startswith("country-"):
        country = code.removeprefix("country-").upper()
        return lambda t: t.country == country
    return lambda t: t.territory_id == code
