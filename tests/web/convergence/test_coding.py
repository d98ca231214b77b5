"""Codes of priorities: proposed by one person, found again or not by a second, and never lost."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from polos_web.audit.models import Event
from polos_web.convergence import access, actions, coding
from polos_web.convergence.models import Coding
from polos_web.registers import actions as registers
from polos_web.registers.kinds import Reach
from polos_web.registers.queries import record, sheet
from polos_web.registers.statements import Statement
from polos_web.territories import queries
from polos_web.territories.kinds import PRIORITY
from polos_web.territories.models import Priority

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def fishing(officer):
    """A priority of es21 in Spanish, coded by its officer in the record to agriculture."""
    said = [
        Statement("name", {"language": "es", "original": "Pesca y energía marina"}),
        Statement("territory", "es21"),
        Statement("market", ["agriculture"]),
    ]
    made = registers.create(PRIORITY, "es21-pesca", said, by=officer, at=NOW)
    registers.publish(made, by=officer, at=NOW)
    return made


@pytest.fixture
def uncoded(officer):
    """Another of es21, with no codes in the record."""
    said = [Statement("name", {"language": "es", "original": "Molinos"}), Statement("territory", "es21")]
    made = registers.create(PRIORITY, "es21-molinos", said, by=officer, at=NOW)
    registers.publish(made, by=officer, at=NOW)
    return made


def code(priority, kind, *codes, by, **options):
    return actions.code(priority, kind, codes, by=by, at=NOW, **options)


def state(priority, kind="market"):
    return coding.listed([Priority.objects.get(pk=priority.slug)])[0].stands[kind].state


def said(priority, field="market"):
    return sheet(record(PRIORITY, priority.slug), frozenset(Reach)).value(field)


def test_one_coder_proposes_a_second_agrees_and_the_record_says_so(fishing, officer, reviewer):
    assert state(fishing) == "open"
    code(fishing, "market", "energy", "agriculture", by=officer)
    assert state(fishing) == "proposed" and said(fishing) == ["agriculture"]
    code(fishing, "market", "agriculture", "energy", by=reviewer)  # in whatever order
    assert state(fishing) == "agreed" and said(fishing) == ["agriculture", "energy"]
    assert Priority.objects.get(pk=fishing.slug).coding == "stated"  # technologies are still open
    code(fishing, "technology", by=officer, fits_none=True)
    code(fishing, "technology", by=reviewer, fits_none=True)
    row = Priority.objects.get(pk=fishing.slug)
    assert (row.coding, row.confidence) == ("agreed", "high")
    assert Event.objects.filter(verb="codes agreed").count() == 2


def test_the_same_person_twice_is_no_second_coder(fishing, officer):
    code(fishing, "market", "energy", by=officer)
    code(fishing, "market", "energy", by=officer)
    code(fishing, "market", "energy", by=officer, note="sure")
    assert state(fishing) == "proposed" and said(fishing) == ["agriculture"]


def test_disagreement_is_kept_and_leaves_the_record_alone(fishing, officer, reviewer, make_person):
    code(fishing, "market", "energy", by=officer)
    code(fishing, "market", "tourism", by=reviewer)
    assert state(fishing) == "disputed" and said(fishing) == ["agriculture"]
    code(fishing, "market", "energy", by=reviewer)
    assert state(fishing) == "agreed" and said(fishing) == ["energy"]
    kept = Coding.objects.filter(place=2).order_by("pk")
    assert [(one.codes, one.ended_at is None) for one in kept] == [(["tourism"], False), (["energy"], True)]


def test_codes_changed_in_the_record_are_no_longer_the_agreed_ones(fishing, officer, reviewer):
    for kind in ("market", "technology"):
        for person in (officer, reviewer):
            code(fishing, kind, by=person, fits_none=True)
    assert said(fishing) is None and Priority.objects.get(pk=fishing.slug).coding == "agreed"
    now = record(PRIORITY, fishing.slug)
    registers.state(now, [Statement("market", ["energy"])], seen=now.version, by=officer, at=NOW)
    assert state(fishing) == "changed" and Priority.objects.get(pk=fishing.slug).coding == "stated"


def test_two_coders_may_take_a_code_of_the_built_in_data_away(officer, reviewer):
    built_in = record(PRIORITY, queries.own_priorities(["es21"]).exclude(markets=[]).first().pk)
    for person in (officer, reviewer):
        code(built_in, "market", by=person, fits_none=True)
    assert said(built_in) is None and Priority.objects.get(pk=built_in.slug).markets == []
    assert built_in.slug in {one.pk for one in coding.chosen("es21", "nothing")}


def test_a_second_coder_does_not_see_the_first(fishing, officer, reviewer, sign_in):
    code(fishing, "market", "energy", by=officer, note="mills under water")
    page = f"/en/compare/coding/{fishing.slug}/"
    before = sign_in(reviewer).get(page).text
    assert "1 other person has coded this" in before and "mills under water" not in before
    code(fishing, "market", "tourism", by=reviewer)
    after = sign_in(reviewer).get(page).text
    assert (
        "mills under water" in after and "the coders disagree" in after and "Take over these codes" in after
    )


@pytest.mark.slow
def test_who_could_read_the_codes_of_another_in_the_record_is_not_independent(
    fishing, officer, reviewer, make_person, sign_in
):
    """The officer has written a market into the record, and nothing about technologies."""
    page, told = f"/en/compare/coding/{fishing.slug}/", "written such codes into the record itself"
    assert sign_in(officer).get(page).text.count(told) == 0
    assert sign_in(reviewer).get(page).text.count(told) == 1
    for kind, chosen in (("market", "agriculture"), ("technology", "photonics")):
        for person in (officer, reviewer):
            code(fishing, kind, chosen, by=person)
    independent = Coding.objects.values_list("kind", "place", "is_independent")
    assert set(independent) == {
        ("market", 1, True), ("market", 2, False), ("technology", 1, True), ("technology", 2, True),
    }  # fmt: skip
    counted = {one.kind: one.priorities for one in coding.agreements()}
    assert (counted["market"], counted["technology"]) == (0, 1)
    third = make_person("tia", "reviewer", second_factor=True)  # what two agreed on stands in the record
    assert not code(fishing, "technology", "photonics", by=third).is_independent


def test_codes_that_were_taken_out_of_the_record_can_still_be_read_there(fishing, officer, reviewer):
    now = record(PRIORITY, fishing.slug)
    registers.state(now, [Statement("market", None)], seen=now.version, by=officer, at=NOW)
    assert not code(fishing, "market", "energy", by=reviewer).is_independent


def test_codes_of_the_built_in_data_are_nobodys(officer, reviewer):
    built_in = record(PRIORITY, queries.own_priorities(["es21"]).exclude(markets=[]).first().pk)
    assert [code(built_in, "market", "energy", by=one).is_independent for one in (officer, reviewer)] == [
        True, True,
    ]  # fmt: skip


def test_nothing_chosen_is_not_the_same_as_none_fits(fishing, officer, sign_in):
    page = f"/en/compare/coding/{fishing.slug}/"
    answer = sign_in(officer).post(page, {"kind": "market"})
    assert answer.status_code == 422 and "Nothing was chosen" in answer.text
    assert not Coding.objects.exists()
    answer = sign_in(officer).post(page, {"kind": "market", "none": "yes", "code": "energy"})
    assert answer.status_code == 422 and "Choose one of the two" in answer.text
    answer = sign_in(officer).post(page, {"kind": "nace", "written": "A; 999"})
    assert answer.status_code == 422 and "999" in answer.text and 'value="A; 999"' in answer.text
    assert sign_in(officer).post(page, {"kind": "market", "none": "yes"}).status_code == 302
    assert Coding.objects.get().codes == []


def test_suggestions_name_the_words_and_are_kept_with_the_codes(fishing, officer, sign_in):
    text = sign_in(officer).get(f"/en/compare/coding/{fishing.slug}/").text
    assert "Suggested by machine" in text and "the name mentions “energía”" in text
    made = code(fishing, "market", "energy", by=officer)
    assert ["energy", ["energía"]] in made.suggested


@pytest.mark.slow
def test_texts_that_cannot_be_read_are_said(officer, sign_in):
    words = {"language": "pl", "original": "Energia odnawialna"}
    made = [Statement("name", words), Statement("territory", "es21")]
    polish = registers.create(PRIORITY, "es21-pl", made, by=officer, at=NOW)
    assert "No suggestions for some texts" in sign_in(officer).get("/en/compare/coding/es21-pl/").text
    words["translations"] = {"en": {"text": "Renewable energy", "made_by": "human", "of": "x"}}
    registers.state(polish, [Statement("name", words)], seen=polish.version, by=officer, at=NOW)
    text = sign_in(officer).get("/en/compare/coding/es21-pl/").text
    assert "No suggestions" not in text and "the name mentions “Renewable energy”" in text


def test_only_keepers_and_reviewers_code(fishing, officer, reviewer, make_person):
    other = make_person("otto", "territory officer", scope="mx_col", second_factor=True)
    facilitator = make_person("flora", "facilitator", second_factor=True)
    assert [access.may_code(who, fishing) for who in (officer, reviewer, facilitator, other)] == [
        True, True, True, False,
    ]  # fmt: skip
    with pytest.raises(PermissionDenied):
        code(fishing, "market", "energy", by=other)
    registers.withdraw(fishing, by=officer, at=NOW)
    with pytest.raises(PermissionDenied):
        code(record(PRIORITY, fishing.slug), "market", "energy", by=officer)


def test_alpha_is_computed_from_what_was_chosen_blind_and_said_where_it_cannot_be(
    uncoded, officer, reviewer, client
):
    text = client.get("/en/compare/coding/").text
    assert text.count("cannot be computed") == 4 and "fewer than two people have coded" in text
    code(uncoded, "market", "energy", "agriculture", by=officer)
    code(uncoded, "market", "energy", by=reviewer)
    found = {one.kind: one for one in coding.agreements()}["market"]
    assert (found.priorities, found.alike) == (1, 0)
    # 14 units, 13 alike; 3 of 28 values "present": alpha = 1 - 27 * 2 / (2 * 3 * 25)
    assert found.interval.agreement.value == pytest.approx(1 - 27 * 2 / (2 * 3 * 25))
    assert found.interval.lower < found.interval.agreement.value <= found.interval.upper
    code(uncoded, "market", "energy", "agriculture", by=reviewer)  # after a look at the first
    again = {one.kind: one for one in coding.agreements()}["market"]
    assert again.interval.agreement == found.interval.agreement


def test_coders_who_agree_in_everything_have_no_alpha_where_nothing_varies(uncoded, officer, reviewer):
    for person in (officer, reviewer):
        code(uncoded, "market", by=person, fits_none=True)
    found = {one.kind: one for one in coding.agreements()}["market"]
    assert found.interval.agreement.value is None and found.alike == 1


@pytest.mark.slow
def test_what_waits_for_somebody_lies_on_the_desk(fishing, officer, reviewer, sign_in):
    desk, link = "/en/records/desk/", f"/en/compare/coding/{fishing.slug}/"

    def waits():
        return [link in sign_in(person).get(desk).text for person in (officer, reviewer)]

    assert waits() == [False, False]
    code(fishing, "market", "energy", by=officer)
    assert waits() == [False, True]
    code(fishing, "market", "tourism", by=reviewer)
    assert waits() == [True, True]
    code(fishing, "market", "energy", by=reviewer)
    assert waits() == [False, False]


def test_the_list_leads_to_coding_who_may_code(officer, reviewer, client, sign_in):
    for reader, here, elsewhere in ((client, 0, 0), (sign_in(officer), 1, 0), (sign_in(reviewer), 1, 1)):
        for territory, wanted in (("es21", here), ("mx_col", elsewhere)):
            text = reader.get(f"/en/compare/coding/?territory={territory}").text
            lines = text.count("/en/territories/priorities/")
            assert lines and text.count("Code this priority") == lines * wanted


def test_the_list_is_cut_by_state_and_territory(fishing, officer, reviewer, client):
    everything = client.get("/en/compare/coding/").text
    assert "726 priorities" in everything
    assert "0 priorities" in client.get("/en/compare/coding/?state=proposed").text
    code(fishing, "market", "energy", by=officer)
    assert "1 priority" in client.get("/en/compare/coding/?state=proposed&territory=es21").text
    assert "ofelia" not in client.get("/en/compare/coding/?state=proposed").text.casefold()


def test_codes_stay_when_their_coder_is_erased(fishing, officer, reviewer):
    code(fishing, "market", "energy", by=officer, note="my own words")
    assert coding.codings_of(officer)[0]["codes"] == ["energy"]
    actions.erase_person(officer, NOW)
    assert coding.codings_of(officer) == []
    kept = Coding.objects.get()
    assert (kept.codes, kept.coder, kept.note) == (["energy"], None, "")
    code(fishing, "market", "energy", by=reviewer)
    assert state(fishing) == "agreed"


def test_the_database_holds_one_standing_choice_a_coder(fishing, officer):
    made = code(fishing, "market", "energy", by=officer)
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)
