"""Businesses across that state offers and needs are found by a territory, with their rows."""

import pytest

from polos_web.actors.kinds import ACTOR
from polos_web.matchmaking import firms
from polos_web.registers import actions as registers
from polos_web.registers.kinds import kind
from polos_web.registers.models import Record, State, Voice
from polos_web.registers.statements import Statement
from polos_web.translation.text import Text
from web.clusters.conftest import NOW, exchange

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_loaded")]
LANGUAGES = ("en", "es", "pt", "fr")


def load(of, slug, *said):
    registers.load(of, [(slug, list(said))], voice=Voice.IMPORTED, at=NOW)


def firm(slug, country, *said, helix="business"):
    place = [Statement("country", country)] if country else []
    load(
        ACTOR,
        slug,
        Statement("name", Text("es", f"Invento {slug}")),
        Statement("helix", helix),
        *place,
        *said,
    )


def coded(type_, words, *markets):
    return {**exchange(type_, words), "markets": list(markets)}


def region_needs(*markets):
    need = Statement("needs", coded("technology", "tratar el agua", *markets), item="1")
    load(kind("territory"), "mx_col", Statement("name", Text("es", "Colima")), need)


def offers(type_, words, *markets):
    return Statement("offers", coded(type_, words, *markets), item="1")


def test_a_region_finds_businesses_across_by_offers_and_needs_best_first(client):
    region_needs("energy", "health")
    firm("half", "ES", offers("technology", "bombas", "energy"), Statement("territory", "es43"))
    firm("whole", "PT", offers("technology", "bombas y filtros", "energy", "health"))
    firm("silent", "ES", Statement("offers", {"text": {"language": "es", "original": "zzz"}}, item="1"))
    firm("near", "MX", offers("technology", "bombas", "energy"))
    firm("lab", "ES", offers("technology", "bombas", "energy"), helix="research")
    firm("nowhere", "", offers("technology", "bombas", "energy"))
    found = firms.across("mx_col", "en")
    assert [one.slug for one in found.found] == ["whole", "half", "silent"]
    assert found.unplaced == 1
    whole, half, silent = found.found
    assert silent.value is None and silent.unknowns
    for one in (whole, half):
        assert sum(reason.amount for reason in one.reasons) == pytest.approx(one.value)
        shares = [field.share for field in one.reasons[0].covered.fields]
        assert sum(shares) / len(shares) == pytest.approx(one.value)
    assert (half.territory.pk, half.level.level) == ("es43", "unknown")
    shown = client.get("/en/counterparts/firms/?territory=mx_col").text
    assert "/en/records/actor/half/history/offers/" in shown
    assert "1 organisation is left out" in shown


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_where_there_is_none_the_page_says_so_and_what_the_territory_lacks(client, language):
    found = firms.across("pe_are", language)
    assert (found.found, found.is_silent) == ((), True)
    shown = client.get(f"/{language}/counterparts/firms/?territory=pe_are").text
    assert "/records/territory/pe_are/edit/" in shown
    assert "?helix=business" in shown
    assert client.get(f"/{language}/counterparts/firms/").status_code == 200
    assert client.get(f"/{language}/counterparts/firms/?territory=nowhere").status_code == 400
    assert (
        "/counterparts/firms/?territory=pe_are"
        in client.get(f"/{language}/counterparts/?territory=pe_are").text
    )


def test_a_withdrawn_business_is_found_no_more():
    region_needs("energy")
    firm("half", "ES", offers("technology", "bombas", "energy"))
    assert len(firms.across("mx_col", "en").found) == 1
    Record.objects.filter(slug="half").update(state=State.WITHDRAWN)
    assert firms.across("mx_col", "en").found == ()
