"""Records made of facts: who may write them, what follows what, and what a reader gets."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from polos_web.accounts.actions import erase
from polos_web.audit.models import Event
from polos_web.registers import access, actions, projections, queries
from polos_web.registers.kinds import PUBLIC, Nature, Reach
from polos_web.registers.models import Fact, Record, State, Voice
from polos_web.registers.statements import Conflict, Papers, Statement, WrongStatements

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
EVERYTHING = frozenset(Reach)


def name(text: str, language: str = "es") -> Statement:
    return Statement("name", {"language": language, "original": text})


@pytest.fixture
def keeper(make_person):
    return make_person("keeper", "cluster owner", scope="las-parras")


@pytest.fixture
def record(orchard, keeper) -> Record:
    made = actions.create(
        orchard, "las-parras", [name("Las Parras"), Statement("trees", 40)], by=keeper, at=NOW
    )
    return actions.publish(made, by=keeper, at=NOW)


def test_an_earlier_statement_stays_in_the_history(record, keeper):
    actions.state(record, [Statement("trees", 55)], seen=record.version, by=keeper, at=LATER)
    assert queries.sheet(record, PUBLIC).value("trees") == 55
    assert [(fact.value, fact.ended_at) for fact in queries.history(record, "trees", PUBLIC)] == [
        (55, None),
        (40, LATER),
    ]


def test_saying_the_same_again_is_no_news(record, keeper):
    kept = actions.state(record, [Statement("trees", 40)], seen=record.version, by=keeper, at=LATER)
    assert kept.version == record.version
    assert Fact.objects.filter(record=record, field="trees").count() == 1


def test_every_write_has_its_event(record, keeper):
    actions.state(record, [Statement("trees", 55)], seen=record.version, by=keeper, at=LATER)
    told = Event.objects.filter(kind="orchard", subject="las-parras").order_by("number")
    assert [event.verb for event in told] == ["created", "stated", "published", "stated"]
    assert {event.actor for event in told} == {str(keeper.pseudonym)}


def test_the_second_editor_of_a_field_sees_the_difference(record, keeper):
    seen = record.version
    actions.state(record, [Statement("trees", 55)], seen=seen, by=keeper, at=LATER)
    with pytest.raises(Conflict) as clash:
        actions.state(record, [Statement("trees", 60), name("Otra")], seen=seen, by=keeper, at=LATER)
    (difference,) = clash.value.differences
    assert (difference.field, difference.theirs.value, difference.mine) == ("trees", 55, 60)
    assert queries.sheet(record, PUBLIC).value("name")["original"] == "Las Parras"


def test_the_second_editor_of_another_field_is_not_stopped(record, keeper):
    seen = record.version
    actions.state(record, [Statement("trees", 55)], seen=seen, by=keeper, at=LATER)
    actions.state(record, [name("Otra")], seen=seen, by=keeper, at=LATER)
    assert queries.sheet(record, PUBLIC).value("trees") == 55


def test_wrong_statements_are_all_named_and_nothing_is_written(record, keeper):
    wrong = [
        Statement("trees", "many"),
        Statement("colour", "green"),
        Statement("offer", {"kind": "x"}),
        name("Otra"),
    ]
    with pytest.raises(WrongStatements) as refused:
        actions.state(record, wrong, seen=record.version, by=keeper, at=LATER)
    assert set(refused.value.problems) == {"trees", "colour", "offer"}
    assert queries.sheet(record, PUBLIC).value("name")["original"] == "Las Parras"


def test_only_those_who_keep_a_record_write_to_it(record, make_person):
    stranger = make_person("stranger", "cluster owner", scope="another")
    for write in (
        lambda: actions.state(record, [Statement("trees", 1)], seen=record.version, by=stranger, at=LATER),
        lambda: actions.withdraw(record, by=stranger, at=LATER),
        lambda: actions.save_draft(record, "identity", {}, seen=1, by=stranger, at=LATER),
        lambda: actions.drop_draft(record, "identity", by=stranger, at=LATER),
    ):
        with pytest.raises(PermissionDenied):
            write()


def test_a_draft_is_seen_by_those_who_keep_it_and_by_reviewers(orchard, keeper, make_person):
    made = actions.create(orchard, "las-parras", by=keeper, at=NOW)
    reviewer = make_person("reviewer", "reviewer", second_factor=True)
    stranger = make_person("stranger")
    for person, sees in ((keeper, True), (reviewer, True), (stranger, False)):
        assert access.may_read(person, made) is sees
        assert (made in access.readable(person)) is sees


def test_what_was_withdrawn_is_not_edited(record, keeper):
    gone = actions.withdraw(record, by=keeper, at=LATER)
    assert not access.may_edit(keeper, gone)
    assert not gone.is_public
    assert actions.restore(gone, by=keeper, at=LATER).state == State.DRAFT


def test_a_field_reaches_those_its_owner_chose(record, keeper, make_person):
    actions.state(record, [Statement("contact", "a@example.org")], seen=record.version, by=keeper, at=LATER)
    assert queries.sheet(record, PUBLIC).of("contact") == ()
    member = access.reaches(make_person("member"), record)
    assert queries.sheet(record, member).value("contact") == "a@example.org"
    hidden = Statement("contact", "a@example.org", reach=Reach.TEAM)
    record.refresh_from_db()
    actions.state(record, [hidden], seen=record.version, by=keeper, at=LATER)
    assert queries.sheet(record, member).of("contact") == ()
    assert queries.history(record, "contact", member)[-1].stands is False
    assert queries.sheet(record, access.reaches(keeper, record)).value("contact") == "a@example.org"


def test_what_the_owner_says_stands_before_the_reference_and_the_disagreement_shows(orchard, make_person):
    papers = Papers("A directory of orchards", "page 3", "2018", "medium")
    rows = [("las-parras", [name("Las Parras"), Statement("trees", 30, papers=papers)])]
    actions.load(orchard, rows, voice=Voice.REFERENCE, at=NOW, is_built_in=True)
    record = queries.record(orchard, "las-parras")
    assert record.is_public and not record.is_claimed
    keeper = make_person("keeper", "cluster owner", scope="las-parras")
    kept = actions.state(record, [Statement("trees", 41)], seen=record.version, by=keeper, at=LATER)
    (told,) = queries.sheet(kept, PUBLIC).disagreements
    assert told.value == 41
    assert [(fact.value, fact.source, fact.voice) for fact in told.others] == [
        (30, "A directory of orchards", "reference")
    ]
    assert queries.sheet(kept, PUBLIC).value("name")["original"] == "Las Parras"


def test_loading_again_changes_only_what_the_source_changed(orchard):
    first = [("a", [name("A"), Statement("trees", 1)]), ("b", [name("B")])]
    load = {"voice": Voice.REFERENCE, "is_built_in": True}
    assert actions.load(orchard, first, at=NOW, **load) == {"created": 2, "changed": 0, "same": 0}
    second = [("a", [name("A")]), ("b", [name("B")])]
    assert actions.load(orchard, second, at=LATER, **load) == {"created": 0, "changed": 1, "same": 1}
    record = queries.record(orchard, "a")
    assert queries.sheet(record, PUBLIC).value("trees") is None
    assert [fact.ended_at for fact in queries.history(record, "trees", PUBLIC)] == [LATER]


def test_records_a_source_no_longer_has_are_withdrawn_unless_somebody_else_speaks_of_them(
    orchard, make_person
):
    load = {"voice": Voice.REFERENCE, "is_built_in": True, "at": NOW}
    actions.load(orchard, [("a", [name("A")]), ("b", [name("B")])], **load)
    keeper = make_person("keeper", "cluster owner", scope="b")
    kept = queries.record(orchard, "b")
    actions.state(kept, [name("B, by its owner")], seen=kept.version, by=keeper, at=LATER)
    assert actions.end_absent(orchard, set(), voice=Voice.REFERENCE, at=LATER) == 2
    assert queries.record(orchard, "a").state == State.WITHDRAWN
    assert queries.record(orchard, "b").state == State.PUBLISHED
    assert queries.sheet(queries.record(orchard, "b"), PUBLIC).value("name")["original"] == "B, by its owner"


def test_several_items_of_a_field_have_a_history_each(record, keeper):
    offers = [
        Statement("offer", {"kind": "technology"}, item="1"),
        Statement("offer", {"kind": "product"}, item="2"),
    ]
    kept = actions.state(record, offers, seen=record.version, by=keeper, at=LATER)
    actions.state(kept, [Statement("offer", None, item="1")], seen=kept.version, by=keeper, at=LATER)
    assert [value["kind"] for value in queries.sheet(record, PUBLIC).values("offer")] == ["product"]
    assert len(queries.history(record, "offer", PUBLIC)) == 3


def test_an_opinion_is_told_as_one(record, keeper):
    said = Statement("outlook", {"language": "pt", "original": "boa"})
    kept = actions.state(record, [said], seen=record.version, by=keeper, at=LATER)
    assert queries.sheet(kept, PUBLIC).one("outlook").fact.nature == Nature.OPINION


def test_projections_follow_every_change_in_its_transaction(record, keeper, monkeypatch):
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(projections, "_registered", {})
    projections.register(projections.Projection("toy", "orchard", f"{__name__}.noted"))
    monkeypatch.setattr(f"{__name__}.NOTED", told)
    actions.state(record, [Statement("trees", 70)], seen=record.version, by=keeper, at=LATER)
    actions.withdraw(record, by=keeper, at=LATER)
    assert told == [("las-parras", "published"), ("las-parras", "withdrawn")]


def test_a_person_is_erased_and_what_the_person_stated_stays(record, keeper):
    statements = [Statement("contact", "keeper@example.org", about=keeper), Statement("trees", 44)]
    kept = actions.state(record, statements, seen=record.version, by=keeper, at=LATER)
    actions.save_draft(kept, "identity", {"trees": "45"}, seen=kept.version, by=keeper, at=LATER)
    held = queries.holdings_of(keeper)
    assert len(held["statements"]) == 4 and len(held["drafts"]) == 1
    erase(keeper, by=keeper, at=LATER)
    assert queries.sheet(kept, EVERYTHING).value("trees") == 44
    assert not Fact.objects.filter(field="contact").exists()
    assert not Fact.objects.filter(author__isnull=False, record=record).exists()
    assert queries.drafts(kept, keeper) == {}


def test_who_keeps_what_a_record_refers_to_keeps_the_record(grove, make_person):
    officer = make_person("officer", "territory officer", scope="co-cun", second_factor=True)
    here = [name("El Roble"), Statement("territory", "co-cun")]
    made = actions.create(grove, "el-roble", here, by=officer, at=NOW)
    assert access.may_edit(officer, made)
    assert made in access.readable(officer)
    other = make_person("other", "territory officer", scope="co-ant", second_factor=True)
    assert not access.may_edit(other, made)
    assert made not in access.readable(other)
    with pytest.raises(PermissionDenied):
        actions.create(grove, "el-pino", here, by=other, at=NOW)
    assert queries.record(grove, "el-pino") is None
    kept = actions.state(made, [Statement("territory", "co-ant")], seen=made.version, by=officer, at=LATER)
    assert not access.may_edit(officer, kept)
    assert access.may_edit(other, kept)


def test_a_record_without_what_it_needs_is_not_published(grove, make_person):
    officer = make_person("officer", "territory officer", scope="co-cun", second_factor=True)
    made = actions.create(grove, "el-roble", [Statement("territory", "co-cun")], by=officer, at=NOW)
    with pytest.raises(WrongStatements) as refused:
        actions.publish(made, by=officer, at=NOW)
    assert set(refused.value.problems) == {"name", "agreed"}
    said = [name("El Roble"), Statement("agreed", "no")]
    kept = actions.state(made, said, seen=made.version, by=officer, at=NOW)
    with pytest.raises(WrongStatements) as refused:
        actions.publish(kept, by=officer, at=NOW)
    assert set(refused.value.problems) == {"agreed"}
    kept = actions.state(kept, [Statement("agreed", "yes")], seen=kept.version, by=officer, at=LATER)
    assert actions.publish(kept, by=officer, at=LATER).is_public


def test_who_keeps_nothing_adds_nothing_to_such_a_register(grove, make_person):
    member = make_person("member")
    assert not access.may_create(member, grove)
    with pytest.raises(PermissionDenied):
        actions.create(grove, "el-pino", [name("El Pino")], by=member, at=NOW)


def test_a_free_short_name_is_found(orchard, record):
    assert actions.free_slug(orchard, "Las Parras") == "las-parras-2"
    assert actions.free_slug(orchard, "São João", "ES") == "sao-joao-es"


NOTED: list[tuple[str, str]] = []


def noted(records) -> None:
    NOTED.extend((record.slug, record.state) for record in records)
