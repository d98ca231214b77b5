"""All offers and needs that everybody may read, by name and without, and a search over them.

Words are found without accents, in every language a text exists in, and by the labels of its codes in four
languages: of the codes its owner gave, and of what its words mention.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from polos.vocabularies import Vocabulary, countries, markets, nace, technologies
from polos.vocabularies.cluster_lists import exchange_types
from polos_web.actors.kinds import ACTOR
from polos_web.analysis import cluster_fields
from polos_web.analysis import queries as analysis
from polos_web.clusters import queries as clusters
from polos_web.matchmaking import offers
from polos_web.registers import queries as registers
from polos_web.registers.kinds import PUBLIC, kind
from polos_web.territories import queries as territories
from polos_web.territories.tables import Tables, tables
from polos_web.ui.languages import OWN_NAMES
from polos_web.ui.text import folded, words

NAMED, UNNAMED = "named", "unnamed"
_CONCEPTS: Mapping[str, Any] = {
    "market": markets,
    "technology": technologies,
    "division": nace,
    "section": nace,
}


@dataclass(frozen=True)
class Owner:
    """Whose an offer or a need is: a record with its name and place; ``is_claimed`` is known of clusters."""

    kind_name: str
    slug: str
    name: str
    country: str
    side: str
    is_claimed: bool = True

    @property
    def address(self) -> str:
        """The route of its page."""
        return kind(self.kind_name).address


@dataclass(frozen=True)
class Stated:
    """An offer or a need as the list shows it; ``owner`` is None without a name, ``key`` then names it."""

    exchange: str
    type: str
    text: str
    language: str
    markets: Sequence[str]
    technologies: Sequence[str]
    side: str
    found_by: str
    owner: Owner | None = None
    key: str = ""

    @property
    def country(self) -> str:
        """The country of its owner; none without a name, for it would tell."""
        return self.owner.country if self.owner else ""


def chosen(filters: SimpleNamespace) -> list[Stated]:
    """Return what fits: all words of ``q``, and every other filter that is set; by name first, then without.

    What is not known does not fit a filter.
    """
    every = [*(_named() if filters.whose != UNNAMED else ()), *(_unnamed() if filters.whose != NAMED else ())]
    typed = words(filters.q)
    wanted = {name: getattr(filters, name) for name in ("exchange", "type", "side", "country")}
    set_ones = {name: value for name, value in wanted.items() if value}
    return [
        one
        for one in every
        if all(getattr(one, name) == value for name, value in set_ones.items())
        and all(word in one.found_by for word in typed)
    ]


def used_countries() -> list[str]:
    """Return the countries of those who state offers or needs by name."""
    return sorted({one.country for one in _named()} - {""})


def _named() -> tuple[Stated, ...]:
    return (*_of_registers(analysis.revision("clusters"), tables()), *_of_actors())


@lru_cache(maxsize=2)
def _of_registers(clusters_revision: str, stock: Tables) -> tuple[Stated, ...]:
    """Return those of clusters and of territories; read once until one of the registers changes."""
    of_clusters = ((_cluster(row), row["exchanges"]) for row in clusters.exchanging())
    known = {row["territory_id"]: row for row in stock.territories.rows.iter_rows(named=True)}
    of_territories = (
        (Owner("territory", slug, row["name"], row["country"], row["side"]), told)
        for slug, told in territories.exchanges().items()
        if (row := known.get(slug))
    )
    return tuple(_stated_by((*of_clusters, *of_territories)))


def _cluster(row: Mapping[str, Any]) -> Owner:
    place = {name: row[name] for name in ("name", "country", "side", "is_claimed")}
    return Owner("cluster", row["cluster_id"], **place)


def _of_actors() -> Iterator[Stated]:
    sheets = registers.sheets(registers.stating(ACTOR, "offers", "needs"), PUBLIC)
    return _stated_by((actor(sheet), exchanges_of(sheet)) for sheet in sheets.values())


def actor(sheet: registers.Sheet) -> Owner:
    """Return an actor as the owner of what it offers and needs; its side follows from its country."""
    country = sheet.value("country") or ""
    side = countries().parent(country) if country else ""
    return Owner("actor", sheet.record.slug, sheet.title, country, side or "")


def exchanges_of(sheet: registers.Sheet) -> list[dict[str, Any]]:
    """Return the offers and needs of a record in the form that is kept and compared."""
    return [
        cluster_fields.exchange(side, one)
        for side, field in (("offer", "offers"), ("need", "needs"))
        for one in sheet.values(field)
    ]


def _stated_by(told: Iterable[tuple[Owner, Sequence[Mapping[str, Any]]]]) -> Iterator[Stated]:
    for owner, exchanges in told:
        for one in exchanges:
            yield Stated(
                exchange=one["side"],
                type=one["type"] or "",
                text=one["text"][one["language"]],
                language=one["language"],
                markets=one["markets"],
                technologies=one["technologies"],
                side=owner.side,
                found_by=_found_by(one, owner.name),
                owner=owner,
            )


def _unnamed() -> Iterator[Stated]:
    for one in offers.published():
        text = {one.language: one.text}
        said = {
            "type": one.type,
            "text": text,
            "markets": one.markets,
            "technologies": one.technologies,
            "concepts": cluster_fields.concepts(one.language, text),
        }
        yield Stated(
            exchange=one.exchange,
            type=one.type,
            text=one.text,
            language=one.language,
            markets=one.markets,
            technologies=one.technologies,
            side=one.side,
            found_by=_found_by(said),
            key=one.key,
        )


def _found_by(one: Mapping[str, Any], name: str = "") -> str:
    """Return everything words are looked for in, without accents."""
    labels = [_labels(exchange_types(), one["type"])] if one["type"] else []
    labels += [_labels(markets(), code) for code in one["markets"]]
    labels += [_labels(technologies(), code) for code in one["technologies"]]
    labels += [_labels(_CONCEPTS[of](), code) for of, code in (c.split(":", 1) for c in one["concepts"])]
    return folded(" ".join([name, *one["text"].values(), *labels]))


def _labels(known: Vocabulary, code: str) -> str:
    """Return what a code is called in every language of the pages."""
    return " ".join(known.label(code, language) for language in OWN_NAMES) if code in known else ""
