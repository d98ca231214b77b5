"""Two records of a cluster: what comes built in, what its own people say, and the row made from both."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from polos import reference
from polos_web.analysis import queries as analysis
from polos_web.clusters import actions, queries
from polos_web.clusters.kinds import CLUSTER, ORGANISATION
from polos_web.clusters.models import Cluster
from polos_web.registers import actions as registers
from polos_web.registers import queries as records
from polos_web.registers.kinds import PUBLIC, Reach
from polos_web.registers.models import Record, Voice
from polos_web.registers.statements import Papers, Statement, WrongStatements
from web.clusters.conftest import NOW, exchange

pytestmark = pytest.mark.django_db
CLUSTERS = reference.clusters().rows
LATER = NOW + timedelta(hours=1)
EVERYTHING = frozenset(Reach)


def cells(row):
    """A row with the codes of lists in one order, as lists of codes are sets."""
    return {name: sorted(value) if isinstance(value, list) else value for name, value in row.items()}


def say(record, *statements, by, at=LATER):
    return registers.state(record, statements, seen=record.version, by=by, at=at)


def system(slug) -> Record:
    return records.record(CLUSTER, slug)


def test_the_rows_hold_what_the_built_in_table_holds():
    columns = reference.clusters().schema
    rows = {row["cluster_id"]: cells(row) for row in Cluster.objects.values(*columns)}
    assert rows == {row["cluster_id"]: cells(row) for row in CLUSTERS.to_dicts()}


def test_every_cluster_but_an_agglomeration_has_an_organisation_of_the_same_short_name():
    for kind, wanted in (
        (CLUSTER, set(CLUSTERS["cluster_id"])),
        (
            ORGANISATION,
            set(CLUSTERS.filter(kind="agglomeration")["cluster_id"]) ^ set(CLUSTERS["cluster_id"]),
        ),
    ):
        found = Record.objects.filter(kind_name=kind.name, state="published", is_built_in=True)
        assert set(found.values_list("slug", flat=True)) == wanted


def test_every_built_in_fact_has_its_papers_and_background_knowledge_is_not_a_page():
    sheet = records.sheet(system("es-hegan"), PUBLIC)
    row = CLUSTERS.filter(cluster_id="es-hegan").row(0, named=True)
    name, place, markets = (sheet.one(code).fact for code in ("name", "place", "markets"))
    assert (name.source, name.dated, name.confidence) == (row["source_url"], "2018", "high")
    assert (place.source, place.note) == ("", "Background knowledge; not read on the page.")
    assert (markets.source, markets.note) == ("", "Derived from the sector, indicative.")
    organisation = records.sheet(records.record(ORGANISATION, "es-hegan"), PUBLIC)
    assert organisation.value("members_count") == row["members_count"]
    assert sheet.value("firms") is None


def test_a_count_of_firms_of_an_arrangement_is_of_the_production_system():
    row = CLUSTERS.filter(kind="local_productive_arrangement", members_basis="firms").row(0, named=True)
    assert records.sheet(system(row["cluster_id"]), PUBLIC).value("firms") == row["members_count"]
    organisation = records.sheet(records.record(ORGANISATION, row["cluster_id"]), PUBLIC)
    assert organisation.value("members_count") is None


@pytest.mark.slow
def test_loading_again_changes_nothing():
    before = dict(Record.objects.values_list("slug", "version"))
    assert actions.load(reference.clusters(), at=LATER) == CLUSTERS.height
    assert dict(Record.objects.values_list("slug", "version")) == before


@pytest.mark.slow
def test_a_row_that_the_table_has_no_more_is_withdrawn_and_leaves_the_list():
    table = reference.clusters()
    fewer = type(table)(table.rows.filter(cluster_id="es-hegan"), table.schema, table.origin)
    actions.load(fewer, at=LATER)
    assert list(Cluster.objects.values_list("pk", flat=True)) == ["es-hegan"]


def test_what_the_owner_says_replaces_the_column_and_the_built_in_word_stays_beside_it(make_person):
    owner = make_person("owner", "cluster owner", scope="es-hegan")
    say(system("es-hegan"), Statement("place", "Derio"), Statement("markets", ["transport"]), by=owner)
    organisation = records.record(ORGANISATION, "es-hegan")
    say(organisation, Statement("members_count", 71), Statement("year", 1998), by=owner)
    row = queries.cluster("es-hegan")
    assert (row.place, row.markets, row.members_count, row.year_founded) == ("Derio", ["transport"], 71, 1998)
    assert (row.sector, row.acronym) == ("aeronautics and space", "HEGAN")
    profile = queries.profile("es-hegan", owner)
    assert profile.disagreements == 4
    (other,) = profile.system.one("place").others
    assert (other.value, other.voice) == ("Zamudio", Voice.REFERENCE)


def test_a_claimed_stand_in_is_a_partner_and_before_it_never_is():
    row = CLUSTERS.filter(confidence="low").row(0, named=True)
    before = queries.cluster(row["cluster_id"])
    assert before.is_stand_in and before.marked_name == f"{before.name} (stand-in)"
    record = system(row["cluster_id"])
    registers.claimed(record, by=None, at=LATER)
    after = queries.cluster(row["cluster_id"])
    assert after.is_claimed and not after.is_stand_in and after.has_organisation
    assert after.marked_name == after.name
    assert not any(
        ladder.is_complete for ladder in queries.profile(row["cluster_id"], AnonymousUser()).ladders
    )


def test_what_was_withdrawn_leaves_the_list_and_comes_back(four, keeper):
    assert queries.cluster(four.slug)
    gone = registers.withdraw(four, by=keeper, at=LATER)
    assert queries.cluster(four.slug) is None
    registers.publish(registers.restore(gone, by=keeper, at=LATER), by=keeper, at=LATER)
    assert queries.cluster(four.slug)


def test_the_side_follows_from_the_country_and_disagreement_is_told(make_person):
    owner = make_person("owner", "cluster owner", scope="es-hegan")
    say(system("es-hegan"), Statement("country", "UY"), by=owner)
    told = records.sheet(system("es-hegan"), PUBLIC).one("side")
    assert (told.value, told.fact.voice, [fact.value for fact in told.others]) == ("LAC", "owner", ["EU"])
    assert queries.cluster("es-hegan").side == "LAC"


@pytest.mark.parametrize("said", [{"side": "LAC"}, {"side": "EU", "country": "UY"}])
def test_a_side_alone_or_one_that_does_not_follow_is_refused(four, keeper, said):
    with pytest.raises(WrongStatements) as refused:
        say(four, *(Statement(field, value) for field, value in said.items()), by=keeper)
    assert list(refused.value.problems) == ["side"]


def test_nobody_is_asked_for_the_side_and_the_form_leaves_it_as_it_is(four, keeper, sign_in):
    place = f"/en/records/cluster/{four.slug}/edit/identity/"
    page = sign_in(keeper).get(place).text
    assert 'name="country"' in page and 'name="side"' not in page
    assert "It follows from the country." in page
    sent = {"seen": four.version, "do": "publish", "name.text": "Cuatro Molinos", "name.language": "es"}
    sign_in(keeper).post(place, {**sent, "country": "PY", "languages": "es"})
    sheet = records.sheet(records.record(CLUSTER, four.slug), PUBLIC)
    assert (sheet.value("country"), sheet.value("side")) == ("PY", "LAC")


def test_a_field_for_members_only_is_not_in_the_row(four, keeper):
    say(four, Statement("place", "Salto", reach=Reach.MEMBERS), by=keeper)
    assert queries.cluster(four.slug).place is None


@pytest.mark.parametrize("confidence", ["", "low", "rather sure"])
def test_what_was_brought_in_shows_its_source_whatever_confidence_it_names(client, confidence):
    said = [
        Statement("name", {"language": "es", "original": "Olivar Inventado"}),
        Statement("country", "UY"),
    ]
    papers = Papers("A list of invented olive groves", dated="2024", confidence=confidence)
    sourced = [replace(one, papers=papers) for one in said]
    registers.load(CLUSTER, [("uy-olivar", sourced)], voice=Voice.IMPORTED, at=LATER)
    page = client.get("/en/clusters/uy-olivar/").text
    assert "A list of invented olive groves (2024)" in page and "Profile not claimed" in page
    assert "Compiled by machine, not yet reviewed" not in page.split("<footer")[0]
    assert ("Not a partner ready to answer" in page) is (confidence == "low")
    row = client.get("/en/clusters/?q=olivar inventado").text.split("<tbody>")[1]
    assert "its own word" not in row and "recalled" not in row and (confidence or "not stated") in row


def test_a_new_cluster_has_two_records_kept_by_who_made_it(four, keeper, make_person):
    organisation = records.record(ORGANISATION, four.slug)
    assert (four.slug, four.is_built_in) == ("uy-cuatro-molinos", False)
    assert organisation.is_public and system(four.slug).is_public
    assert queries.profile(four.slug, keeper).may_edit
    assert not queries.profile(four.slug, make_person("other")).may_edit
    say(organisation, Statement("members_count", 4), by=keeper)
    row = queries.cluster(four.slug)
    assert (row.members_count, row.provenance, row.is_claimed) == (4, "owner", True)


def test_nobody_adds_the_organisation_of_somebody_elses_cluster(make_person):
    slug = CLUSTERS.filter(kind="agglomeration")["cluster_id"][0]
    with pytest.raises(PermissionDenied):
        actions.add_organisation(system(slug), by=make_person("stranger"), at=LATER)
    owner = make_person("owner", "cluster owner", scope=slug)
    actions.add_organisation(system(slug), by=owner, at=LATER)
    assert queries.profile(slug, owner).organisation.value("name")
    assert queries.profile(slug, AnonymousUser()).organisation is None


def test_a_cluster_without_a_country_is_not_published(keeper):
    made = registers.create(
        CLUSTER,
        "sin-pais",
        [Statement("name", {"language": "es", "original": "Sin país"})],
        by=keeper,
        at=NOW,
    )
    with pytest.raises(WrongStatements):
        actions.publish([made], by=keeper, at=LATER)


def test_the_owners_offers_replace_those_of_a_page(make_person):
    row = CLUSTERS.filter(cluster_id="es-acicae").row(0, named=True)
    owner = make_person("owner", "cluster owner", scope="es-acicae")
    say(system("es-acicae"), Statement("offers", exchange("research", "ensayos"), item="a"), by=owner)
    shown = queries.cluster("es-acicae")
    assert (shown.offers, shown.offer_types) == (["ensayos"], ["research"])
    told = records.sheet(system("es-acicae"), PUBLIC).of("offers")
    assert [fact.value["text"]["original"] for fact in told[0].others] == row["offers"]


def test_every_change_gives_the_register_another_checksum(four, keeper):
    """So that what was computed from the register is known to be out of date."""
    before = analysis.checksum("clusters"), analysis.revision("clusters")
    say(four, Statement("place", "Salto"), by=keeper)
    after = analysis.checksum("clusters"), analysis.revision("clusters")
    assert before[0] != after[0] and before[1] != after[1]
