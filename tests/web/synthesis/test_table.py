"""Every sentence of the table can be walked back to voices: how many, from where, and who disagrees."""

import io
import zipfile

import fastexcel
import pypdf
import pytest
from django.core.exceptions import PermissionDenied

from polos_web.audit.models import Event
from polos_web.dialogue import actions as dialogues
from polos_web.dialogue.models import Contribution, Statement
from polos_web.synthesis import actions, evidence, queries, saved
from polos_web.synthesis.models import COLUMNS, Sentence
from polos_web.synthesis.refusals import NotNow
from polos_web.translation.text import State, Text
from web.people import BEGAN
from web.synthesis.conftest import decide, text, vote


def evidence_of(sentence):
    return evidence.told(sentence).evidence


def test_it_begins_with_four_topics_in_four_languages(synthesis):
    titles = [one.title for one in queries.topics(synthesis)]
    assert len(titles) == 4
    assert {title.shown("es").text for title in titles} >= {"Acceso a los mercados internacionales"}


class TestEvidence:
    def test_territories_are_counted_by_side(self, write, statements):
        told = evidence_of(write("Both want it.", "comparison", behind=statements))
        assert told.territories == {"EU": 2, "LAC": 2}
        assert told.countries == {"ES", "MX", "BR"} and not told.rests_on_one_country

    def test_one_country_is_said(self, write, statements):
        """Two territories, but both in Spain."""
        told = evidence_of(write("Laboratories are shared.", behind=statements[:2]))
        assert told.territories == {"EU": 2, "LAC": 0} and told.rests_on_one_country

    def test_a_sentence_without_citation_is_marked(self, write, client):
        write("Everybody knows.")
        page = client.get("/en/dialogues/huerto/synthesis/").content.decode()
        assert "without citation" in page

    def test_votes_and_contributions_that_disagree_are_counted(self, held, write, statements):
        for person, value in zip(held.people, (1, 1, -1, 0), strict=True):
            vote(statements[0], person, value)
        Contribution.objects.create(
            version=held.version,
            participant=held.people[2],
            kind="disagreement",
            answers_to=held.said[0],
            text=text("Not here."),
            nature="opinion",
            side="LAC",
            made_at=BEGAN,
        )
        told = evidence_of(write("Shared.", behind=statements[:1], against=[statements[2]]))
        assert (told.agree, told.disagree, told.passed) == (2, 1, 1)
        assert told.disagreements == 1 and told.against == (statements[2].pk,)
        assert told.is_disputed

    def test_a_hidden_statement_stands_behind_nothing(self, write, statements):
        sentence = write("Shared.", behind=statements[:1])
        Statement.objects.filter(pk=statements[0].pk).update(is_hidden=True)
        assert not evidence.told(sentence).is_cited

    def test_an_opportunity_stands_on_what_it_is_drawn_from(self, write, statements):
        below = write("Banks lend dear.", "LAC", behind=statements[3:])
        above = write("A fund for both.", "opportunities", behind=statements[:1], rests_on=[below])
        assert [one.pk for one in evidence_of(above).behind] == [statements[0].pk, statements[3].pk]

    def test_nothing_rests_on_itself(self, write, statements):
        one = write("One.", behind=statements[:1])
        two = write("Two.", "comparison", rests_on=[one])
        with pytest.raises(NotNow, match="rest on itself"):
            write("One.", rests_on=[two], sentence=one)
        assert list(Sentence.objects.get(pk=one.pk).rests_on.all()) == []

    def test_for_and_against_at_once_is_refused(self, write, statements):
        with pytest.raises(NotNow, match="behind a sentence and against"):
            write("Odd.", behind=statements[:1], against=statements[:1])

    def test_a_statement_of_another_dialogue_cannot_be_cited(self, held, write, statements):
        alien = Statement.objects.filter(dialogue__is_reference=True).first()
        assert alien is not None
        assert not evidence.told(write("Alien.", behind=[alien])).is_cited


class TestWhatBecame:
    """A statement tells where it went: sentence, then opportunity."""

    def uses(self, statement):
        return [
            (one.kind, one.label.original, one.follows and one.follows.kind) for one in statement.uses.all()
        ]

    def test_the_way_goes_from_the_statement_to_the_opportunity(self, write, statements):
        row = write("Banks lend dear.", "LAC", behind=statements[3:])
        write("A fund for both.", "opportunities", rests_on=[row])
        assert self.uses(statements[3]) == [
            ("synthesis", "synthesis, sentence 1", None),
            ("opportunity", "opportunity 2", "synthesis"),
        ]
        use = statements[3].uses.first()
        assert use.label.shown("es").text == "síntesis, frase 1"
        assert use.address == "/dialogues/huerto/synthesis/sentences/1/"

    def test_what_is_cited_no_more_is_taken_back_and_what_follows_stays_true(self, write, statements):
        row = write("Banks lend dear.", "LAC", behind=statements[2:])
        write("A fund for both.", "opportunities", rests_on=[row])
        write("Banks lend dear.", "LAC", behind=statements[3:], sentence=row)
        assert self.uses(statements[2]) == []
        assert len(self.uses(statements[3])) == 2

    def test_a_sentence_that_is_removed_leaves_nothing_behind(self, held, write, statements):
        row = write("Banks lend dear.", "LAC", behind=statements[3:])
        write("A fund for both.", "opportunities", behind=statements[3:], rests_on=[row])
        actions.remove(row, by=held.facilitator, at=BEGAN)
        assert self.uses(statements[3]) == [("opportunity", "opportunity 2", None)]

    def test_a_sentence_in_another_column_is_another_use(self, write, statements):
        row = write("A fund.", "LAC", behind=statements[3:])
        write("A fund.", "opportunities", behind=statements[3:], sentence=row)
        assert [one[0] for one in self.uses(statements[3])] == ["opportunity"]


class TestVersions:
    def save(self, synthesis, held, note=""):
        return actions.save_version(synthesis, note=note, by=held.facilitator, at=BEGAN)

    def test_a_version_stays_as_it_was(self, held, synthesis, write, statements):
        one = write("Firms share laboratories.", behind=statements[:2])
        first = self.save(synthesis, held)
        before = first.content
        write("Firms rarely share laboratories.", behind=statements[:1], sentence=one)
        write("New.", "LAC", behind=statements[2:])
        second = self.save(synthesis, held, "a word")
        first.refresh_from_db()
        assert first.content == before
        changed, added = saved.difference(first.content, second.content, "en")
        assert ("new", "rarely ") in changed.words or ("new", " rarely") in changed.words
        assert (changed.kind, changed.uncited, added.kind) == ("changed", (statements[1].pk,), "added")

    def test_another_language_alone_is_said_as_such(self, held, synthesis, write, statements):
        one = write("Shared.", behind=statements[:1])
        first = self.save(synthesis, held)
        write(
            text("Shared.").translated("es", "Compartido.", by=State.HUMAN),
            behind=statements[:1],
            sentence=one,
        )
        (change,) = saved.difference(first.content, self.save(synthesis, held).content, "en")
        assert change.languages == ("es",)
        (change,) = saved.difference(first.content, saved.latest(synthesis).content, "es")
        assert ("new", "Compartido.") in change.words

    def test_nothing_new_is_no_version(self, held, synthesis, write):
        with pytest.raises(NotNow, match="no sentence"):
            self.save(synthesis, held)
        write("x")
        self.save(synthesis, held)
        with pytest.raises(NotNow, match="Nothing has changed"):
            self.save(synthesis, held)

    def test_a_removed_sentence_is_shown_as_gone(self, held, synthesis, write):
        one, _ = write("Goes."), write("Stays.")
        first = self.save(synthesis, held)
        actions.remove(one, by=held.facilitator, at=BEGAN)
        (change,) = saved.difference(first.content, self.save(synthesis, held).content, "en")
        assert (change.kind, change.words) == ("removed", (("gone", "Goes."),))


class TestAdoption:
    def test_the_decision_says_who_when_and_why_and_fixes_the_table(
        self, held, synthesis, write, statements, client
    ):
        one = write("Firms share.", behind=statements[:1])
        made = decide(synthesis, held.facilitator)
        synthesis.refresh_from_db()
        assert synthesis.is_adopted and made.version.number == 1
        with pytest.raises(NotNow, match="adopted"):
            write("Other.", sentence=one)
        page = client.get("/en/dialogues/huerto/synthesis/").content.decode()
        assert "Working group" in page and "Heard by all." in page and "March 1, 2026" in page
        assert Event.objects.filter(verb="adopted").exists()

    def test_it_can_be_taken_up_again_and_the_decision_stays(self, held, synthesis, write, client):
        one = write("Firms share.")
        decide(synthesis, held.facilitator)
        actions.take_up(synthesis, reasons="New voices.", by=held.facilitator, at=BEGAN)
        synthesis.refresh_from_db()
        write("Firms share more.", sentence=one)
        assert saved.decision(synthesis) is None
        page = client.get("/en/dialogues/huerto/synthesis/versions/1/").content.decode()
        assert "Working group" in page and "Firms share." in page
        assert "Work in progress" in client.get("/en/dialogues/huerto/synthesis/").content.decode()

    def test_an_empty_table_is_not_adopted(self, held, synthesis):
        with pytest.raises(NotNow, match="no sentence"):
            decide(synthesis, held.facilitator)

    def test_only_who_holds_the_dialogue_writes_and_adopts(self, held, synthesis, write):
        write("x")
        with pytest.raises(PermissionDenied):
            decide(synthesis, held.coders[0])


class TestFiles:
    @pytest.fixture
    def address(self, held, synthesis, write, statements):
        write("=HYPERLINK(1) <b>bold</b> 🌽", behind=statements[:2], against=statements[3:])
        write("Nobody said it.", "LAC")
        return "/{}/dialogues/huerto/synthesis/synthesis.{}"

    @pytest.mark.parametrize(("language", "said"), [("en", "without citation"), ("es", "sin cita")])
    def test_docx_has_every_sentence_with_what_it_rests_on(self, address, client, language, said):
        content = client.get(address.format(language, "docx")).content
        body = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
        assert "=HYPERLINK(1) &lt;b&gt;bold&lt;/b&gt;" in body and said in body
        assert "Firms share laboratories." in body, "the words behind it"

    def test_pdf_has_them_too(self, address, client):
        read = pypdf.PdfReader(io.BytesIO(client.get(address.format("fr", "pdf")).content))
        words = " ".join(page.extract_text() for page in read.pages)
        assert "Nobody said it." in words and "travail en cours" in words

    def test_the_workbook_runs_nothing(self, address, client):
        book = fastexcel.read_excel(client.get(address.format("en", "xlsx")).content)
        rows = book.load_sheet(0).to_dicts() if hasattr(book.load_sheet(0), "to_dicts") else None
        rows = rows or book.load_sheet(0).to_polars().to_dicts()
        assert rows[0]["Sentence"] == "=HYPERLINK(1) <b>bold</b> 🌽"
        assert (rows[0]["Territories EU"], rows[0]["Territories LAC"]) == (2, 0)
        assert book.load_sheet(1).to_polars()["Text"][0] == "Firms share laboratories."
        assert rows[1]["To keep in mind"] == "without citation"


class TestPages:
    def test_what_is_typed_stays_text_and_every_page_answers(
        self, held, synthesis, write, statements, client
    ):
        write("<script>alert(1)</script> مرحبا 🌽", behind=statements[3:])
        for part in ("synthesis/", "synthesis/sentences/1/"):
            page = client.get(f"/es/dialogues/huerto/{part}").content.decode()
            assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
            assert "<b>always</b>" not in page
        assert client.get("/en/dialogues/huerto/synthesis/sentences/9/").status_code == 404
        assert client.get("/en/dialogues/none/synthesis/").status_code == 404

    def test_a_facilitator_writes_a_sentence_in_two_languages(self, held, synthesis, statements, sign_in):
        client = sign_in(held.facilitator)
        given = {
            "topic": synthesis.topics.first().pk,
            "column": "EU",
            "text_en": "Firms share.",
            "text_es": "Las empresas comparten.",
            "behind": [statements[0].pk],
        }
        answer = client.post("/en/dialogues/huerto/synthesis/work/sentences/new/", given)
        assert answer.status_code == 302
        assert "Las empresas comparten." in client.get("/es/dialogues/huerto/synthesis/").content.decode()

    def test_a_sentence_without_words_comes_back_with_what_was_ticked(
        self, held, synthesis, statements, sign_in
    ):
        client = sign_in(held.facilitator)
        given = {"topic": synthesis.topics.first().pk, "column": "EU", "behind": [statements[0].pk]}
        page = client.post("/en/dialogues/huerto/synthesis/work/sentences/new/", given).content.decode()
        assert "Write it in one language at least." in page
        assert f'name="behind" value="{statements[0].pk}" checked' in page

    def test_a_draft_and_a_closed_circle_are_not_for_everybody(self, held, synthesis, write, client, sign_in):
        held.dialogue.reach = "participants"
        held.dialogue.save()
        assert client.get("/en/dialogues/huerto/synthesis/").status_code in (302, 403)
        assert sign_in(held.facilitator).get("/en/dialogues/huerto/synthesis/").status_code == 200

    @pytest.mark.slow
    @pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
    def test_pages_of_the_work_in_four_languages(self, held, synthesis, write, statements, sign_in, language):
        write("Firms share.", behind=statements[:1])
        actions.save_version(synthesis, note="", by=held.facilitator, at=BEGAN)
        topic = synthesis.topics.first().pk
        client = sign_in(held.facilitator)
        for part in (
            "synthesis/work/", f"synthesis/work/topics/{topic}/", "synthesis/work/sentences/new/",
            "synthesis/work/sentences/1/", "synthesis/work/adopt/", "synthesis/versions/",
            "synthesis/versions/1/", "coding/", "coding/passages/", "coding/own/",
        ):  # fmt: skip
            answer = client.get(f"/{language}/dialogues/huerto/{part}")
            assert answer.status_code == 200, part
            assert f'<html lang="{language}"' in answer.content.decode()


def test_topics_are_added_and_removed_unless_something_hangs_on_them(held, synthesis, write):
    made = actions.add_topic(synthesis, text("Water"), by=held.facilitator, at=BEGAN)
    again = actions.add_topic(synthesis, text("Water"), by=held.facilitator, at=BEGAN)
    assert (made.code, again.code) == ("water", "water-2")
    actions.remove_topic(again, by=held.facilitator, at=BEGAN)
    write("x", topic=4)
    with pytest.raises(NotNow, match="has sentences"):
        actions.remove_topic(made, by=held.facilitator, at=BEGAN)


class TestReference:
    """The published table of 2014-2015: there, read only, and without voices."""

    def test_every_sentence_of_the_facts_is_there_with_document_and_place(self, db):
        made = Sentence.objects.filter(synthesis__dialogue__is_reference=True)
        assert made.count() == 62
        assert all("§6" in one.source and not one.citations.exists() for one in made)
        assert {one.column for one in made} == set(COLUMNS)

    def test_its_pages_say_that_no_voices_are_on_record(self, db, client):
        page = client.get("/en/dialogues/polos-2014/synthesis/").content.decode()
        assert "no voices on record" in page and "§6" in page
        assert "without citation" not in page

    def test_nobody_changes_it(self, held, db):
        of = Sentence.objects.filter(synthesis__dialogue__is_reference=True).first()
        with pytest.raises(PermissionDenied):
            actions.remove(of, by=held.facilitator, at=BEGAN)
        with pytest.raises(PermissionDenied):
            actions.begin(of.synthesis.dialogue, by=held.facilitator, at=BEGAN)


def test_a_statement_keeps_the_language_it_was_said_in(held, synthesis, write, client):
    made = dialogues.mark(held.said[0], 0, 25, by=held.facilitator, at=BEGAN)
    Statement.objects.filter(pk=made.pk).update(text=Text("pt", "Dividem laboratórios."))
    write("Firms share.", behind=[made])
    assert 'lang="pt"' in client.get("/en/dialogues/huerto/synthesis/sentences/1/").content.decode()
