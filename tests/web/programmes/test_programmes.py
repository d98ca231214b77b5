"""Programmes in one structure: the cooperation programmes, the 17 lines of the bank, policies and pilots."""

from datetime import UTC, datetime

import pytest

from polos import reference
from polos_web.programmes import queries
from polos_web.programmes.kinds import DOCUMENT, PROGRAMME
from polos_web.registers import actions
from polos_web.registers import queries as registers
from polos_web.registers.kinds import PUBLIC
from polos_web.registers.statements import Statement

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def sheet(slug: str) -> registers.Sheet:
    return registers.sheet(registers.record(PROGRAMME, slug), PUBLIC)


def test_the_programme_of_the_pairings_has_its_components_phases_partners_and_territories():
    told = sheet("iuc-lac")
    assert [value["number"] for value in told.values("component")] == ["1", "2", "3"]
    assert {value["title"]["original"] for value in told.values("phase")} == {
        "selection", "pairing", "cooperation", "learning", "sustaining",
    }  # fmt: skip
    assert len(told.values("territory")) == 40
    assert len(told.value("countries")) == 16
    assert (told.value("begins"), told.value("ends")) == (2016, 2019)
    assert {(value["actor"], value["role"]) for value in told.values("partner")} >= {("pi", "funder")}


def test_the_lines_of_the_bank_are_told_as_the_slide_tells_them():
    rows = list(reference.facts("idb_programmes").rows.iter_rows(named=True))
    assert len(rows) == 17
    for row in rows:
        told = sheet(f"idb-{row['programme_id'][3:]}")
        assert told.value("name")["original"] == row["programme"]
        assert told.value("operations") == row["operations_counted"]
        assert (told.value("countries") or [None]) == [row["iso3166_1"]]
        assert told.one("name").fact.place == "slide 4"
    assert [value["title"]["original"] for value in sheet("idb-12").values("phase")] == [
        "Phase I",
        "Phase II",
    ]


def test_polos_itself_has_two_phases_and_says_who_ran_them():
    told = sheet("polos")
    assert [(value["begins"], value["ends"]) for value in told.values("phase")] == [
        ("2014", "2015"),
        ("2017", "2018"),
    ]
    assert {value["role"] for value in told.values("partner")} == {
        "promoter",
        "coordinator",
        "funder",
        "executor",
    }


def test_every_partner_is_an_actor_on_record(client):
    page = client.get("/en/programmes/iuc-lac/").content.decode()
    assert 'href="/en/actors/pi/"' in page and "Partnership Instrument" in page


def test_lists_are_found_by_words_and_kind(client):
    assert len(queries.programmes()) == 40
    page = client.get("/en/programmes/", {"q": "mendoza"}).content.decode()
    assert "Mendoza Cluster Program" in page and "Barbados" not in page
    assert {found.record.slug for found in queries.programmes(kind="cooperation")} == {
        "iuc-lac",
        "polos",
        "iuc",
    }


def test_a_territory_lists_its_programmes_and_letters(client, make_person):
    page = client.get("/en/territories/br_pe/").content.decode()
    assert "Local Cluster Competitiveness, State of Pernambuco" in page
    officer = make_person("officer", "territory officer", scope="br_pe", second_factor=True)
    said = [
        Statement("title", {"language": "pt", "original": "Carta de compromisso"}),
        Statement("kind", "letter_of_commitment"),
        Statement("territory", "br_pe"),
    ]
    letter = actions.create(DOCUMENT, "carta", said, by=officer, at=NOW)
    assert "Carta de compromisso" not in client.get("/en/territories/br_pe/").content.decode()
    actions.publish(letter, by=officer, at=NOW)
    assert "Carta de compromisso" in client.get("/en/territories/br_pe/").content.decode()
    assert client.get("/en/programmes/documents/carta/").status_code == 200


def test_the_pairings_stand_on_the_page_of_their_programme_only(client):
    assert 'href="/en/pairings/P01/"' in client.get("/en/programmes/iuc-lac/").content.decode()
    assert 'href="/en/pairings/P01/"' not in client.get("/en/programmes/polos/").content.decode()


def test_what_partners_have_committed_is_told_partner_by_partner(client, make_person):
    """National and local partners apart; currencies are not added up, and no amount is not zero."""
    manager = make_person("olga", "programme manager", scope="iuc-lac", second_factor=True)
    said = [
        {
            "name": "Invented ministry",
            "scale": "national",
            "what": {"language": "en", "original": what},
            **more,
        }
        for what, more in (
            ("Travel", {"amount": 1000, "currency": "EUR"}),
            ("Workshops", {"amount": 500, "currency": "eur"}),
            ("A hall", {}),
        )
    ]
    said.append(
        {"actor": "pi", "what": {"language": "en", "original": "Experts"}, "amount": 7, "currency": "USD"}
    )
    record = registers.record(PROGRAMME, "iuc-lac")
    made = [Statement("commitment", one, item=f"c{place}") for place, one in enumerate(said)]
    actions.state(record, made, seen=record.version, by=manager, at=NOW)
    ministry, instrument = queries.committed(sheet("iuc-lac"))
    assert (ministry.partner, ministry.scales, ministry.sums) == (
        "Invented ministry",
        ("national",),
        {"EUR": 1500.0},
    )
    assert ministry.others == 1 and (instrument.actor, instrument.sums) == ("pi", {"USD": 7.0})
    page = client.get("/en/programmes/iuc-lac/").content.decode()
    assert "Resources committed, by partner" in page and "1,500 EUR" in page


def test_clusters_and_pilots_belong_to_one_or_more_programmes(client, make_person):
    maker = make_person("f", "facilitator", second_factor=True)
    pilot = actions.create(PROGRAMME, "piloto", by=maker, at=NOW)
    said = [Statement("name", {"language": "es", "original": "Piloto Inventado"})]
    for programme in ("polos", "iuc-lac"):
        said.append(Statement("part_of", programme, item=programme))
        manager = make_person(f"of-{programme}", "programme manager", scope=programme, second_factor=True)
        record = registers.record(PROGRAMME, programme)
        actions.state(
            record, [Statement("cluster", "es-acicae", item="1")], seen=record.version, by=manager, at=NOW
        )
    actions.publish(actions.state(pilot, said, seen=pilot.version, by=maker, at=NOW), by=maker, at=NOW)
    page = client.get("/en/clusters/es-acicae/").text
    for programme in ("polos", "iuc-lac"):
        assert f'href="/en/programmes/{programme}/"' in page
        assert "Piloto Inventado" in client.get(f"/en/programmes/{programme}/").text


def test_a_programme_shows_which_groups_of_the_helix_its_partners_are(client):
    assert queries.coverage("iuc-lac", "en")["coverage"].light == "partial"
    assert "Missing:" in client.get("/en/programmes/iuc-lac/").text
    assert queries.coverage("idb-01", "en")["coverage"].covered == ("funding",)
    assert queries.coverage("nowhere", "en") is None
