"""The pages for records of every kind: filling in, two people at once, history, translation, files."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.core.exceptions import PermissionDenied

from polos_web.registers import actions, kinds, queries
from polos_web.registers.kinds import Reach
from polos_web.registers.models import Draft, Fact, Record, State, Voice
from polos_web.registers.statements import Papers, Statement

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
EVERYTHING = frozenset(Reach)
EDIT = "/en/records/orchard/las-parras/edit/"


class Form(HTMLParser):
    """What a browser would send from the form of a page, as it stands."""

    def __init__(self, page):
        super().__init__()
        self.sent, self.select, self.area = {}, None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        at = dict(attributes)
        name = at.get("name")
        if tag == "input" and name:
            kind = at.get("type", "text")
            if (kind in ("checkbox", "radio") and "checked" not in at) or kind == "file":
                return
            self.sent.setdefault(name, []).append(at.get("value") or "")
        elif tag == "select":
            self.select, self.first = name, True
        elif tag == "option" and self.select and (self.first or "selected" in at):
            self.sent[self.select], self.first = [at.get("value", "")], False
        elif tag == "textarea":
            self.area, self.sent[name] = name, [""]

    def handle_endtag(self, tag):
        self.select = None if tag == "select" else self.select
        self.area = None if tag == "textarea" else self.area

    def handle_data(self, data):
        if self.area:
            self.sent[self.area] = [(self.sent[self.area][0] + data).removeprefix("\n")]


def form_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return Form(answer.text).sent


def send(client, address, form, do="publish", **changed):
    return client.post(address, {**form, "do": do, **changed})


@pytest.fixture
def keeper(make_person):
    return make_person("keeper", "cluster owner", scope="las-parras")


@pytest.fixture
def colleague(make_person):
    return make_person("colleague", "cluster editor", scope="las-parras")


@pytest.fixture
def record(orchard, keeper) -> Record:
    said = [Statement("name", {"language": "es", "original": "Las Parras"}), Statement("trees", 40)]
    made = actions.create(orchard, "las-parras", said, by=keeper, at=NOW)
    return actions.publish(made, by=keeper, at=NOW)


def value(record, code):
    return queries.sheet(record, EVERYTHING).value(code)


# ---- filling in -------------------------------------------------------------------------------


def test_the_overview_says_how_far_the_record_is_filled_in_and_what_is_missing(record, keeper, sign_in):
    page = sign_in(keeper).get(EDIT).text
    assert "2 of 6 fields say something" in page
    assert 'href="/en/records/orchard/las-parras/edit/identity/#field-markets">Markets</a>' in page


def test_a_block_is_filled_in_and_only_what_changed_is_stated(record, keeper, sign_in):
    client = sign_in(keeper)
    form = form_of(client, EDIT + "identity/")
    assert form["name.text"] == ["Las Parras"] and form["trees"] == ["40"]
    answer = send(client, EDIT + "identity/", form, trees="55", markets=["energy", "tourism"])
    assert answer["Location"] == EDIT
    assert value(record, "trees") == 55 and value(record, "markets") == ["energy", "tourism"]
    assert Fact.objects.filter(record=record, field="name").count() == 1


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(record, keeper, sign_in):
    client = sign_in(keeper)
    form = form_of(client, EDIT + "identity/")
    page = send(
        client, EDIT + "identity/", form, trees="many", **{"name.text": "Otra", "trees~dated": "x"}
    ).text
    assert 'value="many"' in page and 'value="Otra"' in page
    wrong = re.search(r'<p class="wrong" id="i-trees-wrong">(.*?)</p>', page)[1]
    assert "Found “many”. Needed: a whole number from 0" in wrong and "Correct it" in wrong
    assert 'aria-describedby="i-trees-wrong"' in page and 'id="i-trees~dated-wrong"' in page
    assert value(record, "name")["original"] == "Las Parras"


def test_another_item_is_added_without_a_script_and_keeps_what_was_typed(record, keeper, sign_in):
    client = sign_in(keeper)
    address = EDIT + "exchange/"
    form = form_of(client, address)
    (first,) = form["offer~items"]
    form[f"offer.{first}.kind"] = "cider"
    page = client.post(address, {**form, "more": "offer"})
    form = Form(page.text).sent
    first, second = form["offer~items"]
    assert form[f"offer.{first}.kind"] == ["cider"] and not Fact.objects.filter(field="offer").exists()
    form[f"offer.{second}.kind"] = "juice"
    send(client, address, form)
    offers = queries.sheet(record, EVERYTHING).values("offer")
    assert [offer["kind"] for offer in offers] == ["cider", "juice"]
    form = form_of(client, address)
    send(client, address, form, **{f"offer.{first}~remove": "1"})
    assert [offer["kind"] for offer in queries.sheet(record, EVERYTHING).values("offer")] == ["juice"]


def test_a_part_that_is_needed_is_named_beside_itself(record, keeper, sign_in):
    client = sign_in(keeper)
    form = form_of(client, EDIT + "exchange/")
    (item,) = form["offer~items"]
    page = send(client, EDIT + "exchange/", form, **{f"offer.{item}.text.text": "Sidra natural"}).text
    assert f'id="i-offer.{item}.kind-wrong"' in page and "Needed: Kind" in page and "Sidra natural" in page


def test_reach_papers_and_whom_it_is_about_are_kept(record, keeper, sign_in):
    client = sign_in(keeper)
    form = form_of(client, EDIT + "exchange/")
    given = {"contact": "keeper@example.org", "contact~reach": "team", "contact~mine": "1"}
    given |= {"contact~source": "The statutes", "contact~place": "page 2", "contact~dated": "2024-05"}
    send(client, EDIT + "exchange/", form, **given)
    fact = queries.sheet(record, EVERYTHING).one("contact").fact
    assert (fact.reach, fact.source, fact.place, fact.dated) == ("team", "The statutes", "page 2", "2024-05")
    assert fact.about == keeper
    page = client.get(EDIT + "exchange/").text
    assert "when that person erases the account" in page


def test_a_draft_is_kept_right_or_wrong_and_only_for_its_author(record, keeper, colleague, sign_in):
    client = sign_in(keeper)
    form = form_of(client, EDIT + "identity/")
    send(client, EDIT + "identity/", form, do="draft", trees="about fifty")
    assert form_of(client, EDIT + "identity/")["trees"] == ["about fifty"]
    assert "you have a draft" in client.get(EDIT).text
    desk = client.get("/en/records/desk/").text
    assert ">Las Parras: Identity<" in desk
    assert form_of(sign_in(colleague), EDIT + "identity/")["trees"] == ["40"]
    assert value(record, "trees") == 40
    send(client, EDIT + "identity/", form, do="forget")
    assert not Draft.objects.exists()


def test_publishing_a_block_ends_its_draft(record, keeper, sign_in):
    client = sign_in(keeper)
    form = form_of(client, EDIT + "identity/")
    send(client, EDIT + "identity/", form, do="draft", trees="50")
    send(client, EDIT + "identity/", form_of(client, EDIT + "identity/"))
    assert value(record, "trees") == 50 and not Draft.objects.exists()


# ---- two people at once -----------------------------------------------------------------------


def test_the_second_editor_sees_theirs_mine_and_before_and_chooses(record, keeper, colleague, sign_in):
    one, two = sign_in(keeper), sign_in(colleague)
    address = EDIT + "identity/"
    first, second = form_of(one, address), form_of(two, address)
    send(one, address, first, trees="55", **{"name.text": "Las Parras Viejas"})
    page = send(two, address, second, trees="60").text
    assert "Nothing was overwritten" in page and value(record, "trees") == 55
    clash = re.search(r'<fieldset class="clash".*?</fieldset>', page, re.DOTALL)[0]
    assert "<dd>40</dd>" in clash and "<del>40</del><ins>55</ins>" in clash
    again = Form(page).sent
    assert again["trees"] == ["60"] and again["name.text"] == ["Las Parras Viejas"]
    undecided = send(two, address, again)
    assert "Choose which of the two shall stand" in undecided.text and value(record, "trees") == 55
    theirs = send(two, address, again, **{"trees~choose": "theirs"})
    assert theirs.status_code == 302 and value(record, "trees") == 55


def test_the_second_editor_may_choose_ones_own(record, keeper, colleague, sign_in):
    address = EDIT + "identity/"
    one, two = sign_in(keeper), sign_in(colleague)
    first, second = form_of(one, address), form_of(two, address)
    send(one, address, first, trees="55")
    again = Form(send(two, address, second, trees="60").text).sent
    send(two, address, again, **{"trees~choose": "mine"})
    assert value(record, "trees") == 60
    assert [fact.value for fact in queries.history(record, "trees", EVERYTHING)] == [60, 55, 40]


def test_whoever_changed_another_field_is_not_stopped_and_overwrites_nothing(
    record, keeper, colleague, sign_in
):
    address = EDIT + "identity/"
    one, two = sign_in(keeper), sign_in(colleague)
    first, second = form_of(one, address), form_of(two, address)
    send(one, address, first, trees="55")
    send(two, address, second, **{"name.text": "Otra"})
    assert value(record, "trees") == 55 and value(record, "name")["original"] == "Otra"


# ---- what came built in -----------------------------------------------------------------------


@pytest.fixture
def built_in(orchard) -> Record:
    papers = Papers("A directory of orchards", "page 3", "2018", "medium")
    said = [
        Statement("name", {"language": "es", "original": "Las Parras"}, papers=papers),
        Statement("trees", 30, papers=papers),
        Statement("offer", {"kind": "cider"}, item="1", papers=papers),
        Statement("offer", {"kind": "juice"}, item="2", papers=papers),
    ]
    actions.load(orchard, [("las-parras", said)], voice=Voice.REFERENCE, at=NOW, is_built_in=True)
    return queries.record(orchard, "las-parras")


def test_what_was_not_read_on_a_page_is_marked_and_its_note_is_in_the_readers_language(client):
    page = client.get("/es/clusters/es-hegan/").text
    link = '<a class="to-papers" href="/es/records/cluster/es-hegan/history/{0}/">{1}<span'
    assert link.format("markets", "no leído en una página") in page
    assert link.format("sector", "fuente") in page
    papers = client.get("/es/records/cluster/es-hegan/history/markets/").text
    assert "un hecho, no leído en una página" in papers
    assert "Derivado del sector, indicativo." in papers and 'lang="en"' not in papers.split("<main")[1]


def test_what_came_built_in_becomes_nobodys_word_by_being_looked_at(built_in, keeper, sign_in):
    client = sign_in(keeper)
    send(client, EDIT + "identity/", form_of(client, EDIT + "identity/"))
    assert not Fact.objects.filter(voice=Voice.OWNER).exists()


def test_a_keeper_takes_over_what_is_right_and_the_difference_shows_where_it_is_not(
    built_in, keeper, sign_in, client
):
    own = sign_in(keeper)
    form = form_of(own, EDIT + "identity/")
    send(own, EDIT + "identity/", form, trees="41", **{"take-over": "1"})
    told = queries.sheet(built_in, EVERYTHING)
    assert told.one("name").fact.voice == "owner" and told.value("trees") == 41
    page = client.get("/en/records/orchard/las-parras/history/trees/").text
    assert "A directory of orchards, page 3" in page and "built in, compiled by machine" in page


def test_whoever_changes_one_of_several_answers_for_all_and_none_is_lost(built_in, keeper, sign_in):
    client = sign_in(keeper)
    form = form_of(client, EDIT + "exchange/")
    assert form["offer~items"] == ["1", "2"]
    send(client, EDIT + "exchange/", form, **{"offer.1.kind": "perry"})
    told = queries.sheet(built_in, EVERYTHING)
    assert [offer["kind"] for offer in told.values("offer")] == ["perry", "juice"]
    assert {one.fact.voice for one in told.of("offer")} == {"owner"}
    assert [fact.value["kind"] for one in told.disagreements for fact in one.others] == ["cider"]


# ---- making, publishing, withdrawing ----------------------------------------------------------


def test_a_member_makes_a_record_keeps_it_and_publishes_it(orchard, make_person, sign_in, client):
    member = make_person("member")
    own = sign_in(member)
    answer = own.post("/es/records/orchard/new/", {"name.text": "Las Viñas", "name.language": "es"})
    assert answer["Location"] == "/es/records/orchard/las-vinas/edit/"
    record = queries.record(orchard, "las-vinas")
    assert record.state == State.DRAFT
    assert client.get("/en/records/orchard/las-vinas/history/").status_code == 404
    own.post("/en/records/orchard/las-vinas/publish/")
    assert client.get("/en/records/orchard/las-vinas/history/").status_code == 200
    own.post("/en/records/orchard/las-vinas/withdraw/")
    assert client.get("/en/records/orchard/las-vinas/history/").status_code == 404
    own.post("/en/records/orchard/las-vinas/restore/")
    assert queries.record(orchard, "las-vinas").state == State.DRAFT


def test_a_record_needs_a_name(orchard, make_person, sign_in):
    page = sign_in(make_person("member")).post("/en/records/orchard/new/", {"name.language": "es"})
    assert "Needed: Name" in page.text and not Record.objects.filter(kind_name="orchard").exists()


def test_nobody_takes_a_record_by_making_one_of_its_short_name_elsewhere(record, make_person):
    vineyard = replace(record.kind, name="vineyard")
    kinds.register(vineyard)
    try:
        with pytest.raises(PermissionDenied):
            actions.create(vineyard, "las-parras", by=make_person("stranger"), at=NOW)
        assert actions.free_slug(vineyard, "Las Parras") == "las-parras-2"
    finally:
        kinds._registered.pop("vineyard")


def test_what_has_no_name_is_not_published(orchard, keeper, sign_in):
    actions.create(orchard, "las-parras", by=keeper, at=NOW)
    page = sign_in(keeper).post("/en/records/orchard/las-parras/publish/")
    assert "was not published" in page.text and "#field-name" in page.text


def test_what_belongs_to_a_territory_is_made_by_who_keeps_the_territory(grove, make_person, sign_in):
    officer = make_person("officer", "territory officer", scope="mx_col", second_factor=True)
    client = sign_in(officer)
    assert 'value="mx_col"' in client.get("/en/records/grove/new/?about=mx_col").text
    given = {"name.text": "Huerta", "name.language": "es"}
    assert client.post("/en/records/grove/new/", {**given, "territory": "pe_are"}).status_code == 403
    made = client.post("/en/records/grove/new/", {**given, "territory": "mx_col"})
    assert made["Location"] == "/en/records/grove/huerta/edit/"
    page = client.post("/en/records/grove/huerta/publish/")
    assert "was not published" in page.text and "The owner agreed" in page.text


def test_a_record_is_named_by_its_title_where_only_one_is_called_so(grove, make_person, sign_in):
    """The title in any of its capitals; of two that are called alike the short name is asked for."""
    said = {"country": "ES", "level": "region", "form": "county", "latitude": 40.0, "longitude": 1.0}
    told = [Statement(field, value) for field, value in said.items()]
    alike = {"one": "Valle", "two": "Valle", "three": "Vega Baja"}
    rows = [
        (slug, [Statement("name", {"language": "es", "original": name}), *told])
        for slug, name in alike.items()
    ]
    actions.load(kinds.kind("territory"), rows, voice=Voice.REFERENCE, at=NOW)
    client = sign_in(make_person("officer", "territory officer", scope="three", second_factor=True))
    given = {"name.text": "Huerta", "name.language": "es"}
    refused = client.post("/en/records/grove/new/", {**given, "territory": "Valle"})
    assert "Found “Valle”" in refused.text and queries.record(grove, "huerta") is None
    client.post("/en/records/grove/new/", {**given, "territory": "vega baja"})
    assert queries.sheet(queries.record(grove, "huerta"), frozenset(Reach)).value("territory") == "three"


# ---- history ----------------------------------------------------------------------------------


def test_the_history_shows_words_put_in_and_taken_out(record, keeper, sign_in, client):
    address = EDIT + "identity/"
    own = sign_in(keeper)
    send(own, address, form_of(own, address), **{"name.text": "Las Parras Viejas", "trees": "41"})
    page = client.get("/en/records/orchard/las-parras/history/").text
    assert "Las Parras<ins> Viejas</ins>" in page
    assert "<del>40</del><ins>41</ins>" in page and "Keeper" in page and "keeper@example.org" not in page


def test_what_a_reader_may_not_see_is_not_in_the_history(record, keeper, sign_in, client):
    said = Statement("contact", "secret@example.org", reach=Reach.TEAM)
    actions.state(record, [said], seen=record.version, by=keeper, at=LATER)
    for page in ("", "contact/"):
        assert "secret@" not in client.get(f"/en/records/orchard/las-parras/history/{page}").text
        assert "secret@" in sign_in(keeper).get(f"/en/records/orchard/las-parras/history/{page}").text


# ---- translating ------------------------------------------------------------------------------


def test_a_text_is_translated_by_a_person_and_stale_when_its_wording_changes(record, keeper, sign_in, client):
    own, address = sign_in(keeper), "/en/records/orchard/las-parras/translate/?to=en"
    form = form_of(own, address)
    send(own, address, form, name="The Vines")
    assert value(record, "name")["translations"]["en"]["made_by"] == "human"
    page = client.get("/en/records/orchard/las-parras/history/name/").text
    assert "translated from Spanish" in page and "translated by a person" in page and "Las Parras" in page
    block = EDIT + "identity/"
    send(own, block, form_of(own, block), **{"name.text": "Las Parras Viejas"})
    assert "stale" in client.get("/en/records/orchard/las-parras/history/name/").text
    assert form_of(own, address)["name"] == ["The Vines"]


def test_two_translators_at_once_see_each_other(record, keeper, colleague, sign_in):
    address = "/en/records/orchard/las-parras/translate/?to=en"
    one, two = sign_in(keeper), sign_in(colleague)
    first, second = form_of(one, address), form_of(two, address)
    send(one, address, first, name="The Vines")
    page = send(two, address, second, name="The Grapes").text
    assert "Meanwhile somebody else wrote:" in page and "The Vines" in page
    assert Form(page).sent["name"] == ["The Grapes"]
    assert value(record, "name")["translations"]["en"]["text"] == "The Vines"
    send(two, address, Form(page).sent)
    assert value(record, "name")["translations"]["en"]["text"] == "The Grapes"


def test_a_translation_of_an_earlier_wording_is_kept_and_stale(record, keeper, colleague, sign_in):
    address, block = "/en/records/orchard/las-parras/translate/?to=en", EDIT + "identity/"
    one, two = sign_in(keeper), sign_in(colleague)
    form = form_of(two, address)
    send(one, block, form_of(one, block), **{"name.text": "Las Parras Viejas"})
    send(two, address, form, name="The Vines")
    text = queries.sheet(record, EVERYTHING).one("name").said.it
    assert text.original == "Las Parras Viejas" and text.state("en") == "stale"


# ---- drafts -----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [
        "edit/",
        "edit/identity/",
        "history/",
        "history/name/",
        "translate/",
        "colleagues/",
        "correct/",
        "claim/",
    ],
)
def test_nobody_learns_of_a_draft_by_its_pages(orchard, keeper, make_person, sign_in, client, page):
    """Whoever may not see a record gets the same answer as where there is none."""
    actions.create(orchard, "las-parras", by=keeper, at=NOW)
    stranger = sign_in(make_person("stranger", "cluster owner", scope="another"))
    for browser in (client, stranger):
        here = browser.get(f"/en/records/orchard/las-parras/{page}")
        nowhere = browser.get(f"/en/records/orchard/nowhere/{page}")
        assert here.status_code == nowhere.status_code and here.status_code in (302, 404)
        assert ("Location" in here) == ("Location" in nowhere)
