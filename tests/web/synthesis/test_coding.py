"""Two coders code blind; what they agree on is measured, what they differ on is resolved, nothing is lost."""

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied

from polos.measures.dialogue_results import dialogue_results
from polos_web.analysis import opinions
from polos_web.audit.models import Event
from polos_web.dialogue.models import Statement
from polos_web.synthesis import access, actions, coding_actions, codings, exporting, factors, queries
from polos_web.synthesis.models import Synthesis
from polos_web.synthesis.refusals import NotNow
from web.people import BEGAN

ADVANTAGE, OBSTACLE = {"factor": ["advantage"], "side": ["EU"]}, {"factor": ["restriction"]}


def give(coder, statement, codes):
    return coding_actions.read(coder, statement, codes, by=coder.person, at=BEGAN)


def done(coder):
    coding_actions.finish(coder, by=coder.person, at=BEGAN)
    coder.synthesis.refresh_from_db()


def test_a_tag_is_there_for_every_kind_of_the_factor_lists():
    """36 kinds in three blocks, each with a name and with what it is meant for."""
    tags = [tag for _, kinds in factors.groups() for tag in kinds]
    assert {tag.code for tag in tags} == set(factors.codes()) and len(tags) == 36
    assert all(len(set(factors.names(language).values())) >= 30 for language in ("en", "es", "pt", "fr"))
    assert all(tag.examples for tag in tags)


class TestPassages:
    def test_a_coder_marks_words_of_a_contribution(self, held, synthesis, coders):
        made = coding_actions.mark(
            synthesis, held.said[0], " Training is scarce. ", coder=coders[0], by=held.coders[0], at=BEGAN
        )
        assert (made.text.original, made.start) == ("Training is scarce.", 26)
        assert made.side == "EU" and not made.is_hidden

    def test_without_words_it_is_all_of_it_and_twice_is_once(self, held, synthesis, coders):
        for _ in range(2):
            coding_actions.mark(synthesis, held.said[2], "", coder=None, by=held.facilitator, at=BEGAN)
        assert [one.text.original for one in held.dialogue.statements.all()] == ["Ports are far away."]

    def test_words_that_do_not_stand_there_are_refused(self, held, synthesis, coders):
        with pytest.raises(NotNow, match="Copy them"):
            coding_actions.mark(
                synthesis, held.said[0], "Ports", coder=coders[0], by=held.coders[0], at=BEGAN
            )

    def test_who_is_neither_coder_nor_facilitator_marks_nothing(self, held, synthesis, make_person):
        with pytest.raises(PermissionDenied):
            coding_actions.mark(synthesis, held.said[0], "", coder=None, by=make_person("eve"), at=BEGAN)


class TestBlind:
    def test_nobody_sees_codes_before_all_are_done(self, held, synthesis, coders, statements):
        give(coders[0], statements[0], ADVANTAGE)
        done(coders[0])
        synthesis.refresh_from_db()
        people = [(held.facilitator, None), (held.coders[1], coders[1]), (held.coders[0], coders[0])]
        assert not any(access.may_see_codes(who, synthesis, coder) for who, coder in people)
        assert codings.settled(synthesis) == {}
        assert "codings" not in exporting.rows_to_export(held.dialogue)
        give(coders[1], statements[0], OBSTACLE)
        done(coders[1])
        synthesis.refresh_from_db()
        assert all(access.may_see_codes(who, synthesis, coder) for who, coder in people)
        assert {row[3] for row in codings.codings(synthesis)} >= {"advantage", "restriction"}

    def test_pages_of_a_coder_show_nothing_of_another(self, held, synthesis, coders, statements, sign_in):
        give(coders[0], statements[0], ADVANTAGE)
        client = sign_in(held.coders[1])
        for part in ("coding/", "coding/own/", f"coding/own/{statements[0].pk}/"):
            page = client.get(f"/en/dialogues/huerto/{part}").content.decode()
            assert "checked" not in page and 'class="codes"' not in page
        assert client.get(f"/en/dialogues/huerto/coding/{statements[0].pk}/resolve/").status_code == 403

    def test_the_facilitator_may_open_them_and_nobody_codes_after(self, held, synthesis, coders, statements):
        give(coders[0], statements[0], ADVANTAGE)
        coding_actions.open_codes(synthesis, by=held.facilitator, at=BEGAN)
        coders[0].synthesis.refresh_from_db()
        with pytest.raises(NotNow, match="stays as it is"):
            give(coders[0], statements[0], OBSTACLE)
        with pytest.raises(NotNow, match="blind"):
            coding_actions.name_coder(synthesis, held.facilitator.email, by=held.facilitator, at=BEGAN)

    def test_who_is_done_changes_nothing(self, synthesis, coders, statements):
        give(coders[0], statements[0], ADVANTAGE)
        done(coders[0])
        with pytest.raises(NotNow, match="done"):
            give(coders[0], statements[0], OBSTACLE)

    def test_one_coder_alone_does_not_open_by_being_done(self, held, synthesis, statements):
        """Somebody else may still be named to code blind."""
        coder = coding_actions.name_coder(synthesis, held.coders[0].email, by=held.facilitator, at=BEGAN)
        give(coder, statements[0], ADVANTAGE)
        done(coder)
        assert not Synthesis.objects.get(pk=synthesis.pk).codes_are_open

    def test_a_coder_codes_for_oneself_only(self, held, coders, statements):
        with pytest.raises(PermissionDenied):
            coding_actions.read(coders[0], statements[0], ADVANTAGE, by=held.coders[1], at=BEGAN)


class TestAgreement:
    @pytest.fixture
    def opened(self, held, synthesis, coders, statements):
        """They agree on three of four; on the last only the second finds an obstacle."""
        for one, other, statement in zip(
            (ADVANTAGE, {}, OBSTACLE, {}), (ADVANTAGE, {}, OBSTACLE, OBSTACLE), statements, strict=True
        ):
            give(coders[0], statement, one)
            give(coders[1], statement, other)
        done(coders[0])
        done(coders[1])
        synthesis.refresh_from_db()
        return synthesis

    def test_each_tag_has_its_alpha(self, opened):
        """By hand for the obstacle: 3 of 8 codes are given, and one of four statements differs."""
        found = {one.tag: one for one in opinions.agreement(codings.codings(opened))["factor"]}
        assert found["advantage"].value == 1.0
        assert found["restriction"].value == pytest.approx(1 - 7 * 2 / (2 * 3 * 5))
        assert (found["restriction"].units, found["restriction"].agreed) == (4, 3)
        assert found["restriction"].lower <= found["restriction"].value <= found["restriction"].upper

    def test_the_page_and_the_export_say_the_same(self, opened):
        exported = opinions.Exported("x", exporting.rows_to_export(opened.dialogue), {}).value()
        results = dialogue_results(exported, np.random.default_rng)
        for scheme, tags in opinions.agreement(codings.codings(opened)).items():
            for one in tags:
                name = f"coding/{scheme}/tag {one.tag}"
                assert results[f"{name}/agreement/value"] == one.value
                assert results[f"{name}/lower"] == one.lower and results[f"{name}/upper"] == one.upper

    def test_all_alike_says_why_there_is_no_alpha(self, held, synthesis, coders, statements):
        for coder in coders:
            give(coder, statements[0], ADVANTAGE)
            done(coder)
        found = opinions.agreement(codings.codings(synthesis))["factor"][0]
        assert found.value is None and "alike" in found.why("en")
        assert found.why("es") != found.why("en")

    def test_a_difference_is_resolved_with_a_note_and_what_was_given_stays(self, held, opened, statements):
        before = codings.codings(opened)
        open_ones = [one for one in codings.settled(opened).values() if one.is_open]
        assert [one.statement for one in open_ones] == [statements[3].pk] and open_ones[0].codes == {}
        coding_actions.resolve(
            opened,
            statements[3],
            OBSTACLE,
            note="High rates hinder.",
            by=held.facilitator,
            coder=None,
            at=BEGAN,
        )
        one = codings.settled(opened)[statements[3].pk]
        assert one.codes == OBSTACLE and not one.is_open and not one.is_same
        assert codings.codings(opened) == before
        assert Event.objects.filter(verb="resolved").exists()

    def test_where_coders_agree_there_is_nothing_to_resolve(self, held, opened, statements):
        with pytest.raises(NotNow, match="do not differ"):
            coding_actions.resolve(
                opened, statements[0], {}, note="x", by=held.facilitator, coder=None, at=BEGAN
            )

    def test_tags_are_counted_by_side(self, opened):
        counts = {(one.scheme, one.code): one for one in codings.code_counts(opened)}
        assert dict(counts["factor", "advantage"].by_side) == {"EU": 1, "LAC": 0}
        assert dict(counts["factor", "restriction"].by_side) == {"EU": 0, "LAC": 1}

    def test_a_hidden_statement_counts_nowhere(self, opened, statements):
        Statement.objects.filter(pk=statements[0].pk).update(is_hidden=True)
        assert not any(row[3] == "advantage" for row in codings.codings(opened))
        assert statements[0].pk not in codings.settled(opened)


class TestSuggestions:
    def test_they_are_off_until_somebody_wants_them_and_marked_as_a_machines(
        self, held, synthesis, coders, sign_in
    ):
        made = coding_actions.mark(
            synthesis, held.said[0], "Training is scarce.", coder=None, by=held.facilitator, at=BEGAN
        )
        Statement.objects.filter(pk=made.pk).update(text=made.text.changed("Energy and robotics."))
        client, address = sign_in(held.coders[0]), f"/en/dialogues/huerto/coding/own/{made.pk}/"
        assert "suggested by a machine" not in client.get(address).content.decode()
        coding_actions.show_suggestions(synthesis, suggests=True, by=held.facilitator, at=BEGAN)
        page = client.get(address).content.decode()
        assert "suggested by a machine" in page and 'value="market:energy"' in page
        assert 'value="market:energy" checked' not in page, "a suggestion is never ticked by itself"
        client.post(address, {"concept": ["market:energy"]})
        assert codings.saw_suggestions(synthesis)
        assert coders[0].readings.get().codes == {"concept": ["market:energy"]}

    def test_a_concept_that_was_not_suggested_cannot_be_given(
        self, held, synthesis, coders, statements, sign_in
    ):
        address = f"/en/dialogues/huerto/coding/own/{statements[0].pk}/"
        sign_in(held.coders[0]).post(address, {"concept": ["market:energy"]})
        assert not coders[0].readings.exists()


def test_who_has_coded_is_not_removed(held, coders, statements):
    give(coders[0], statements[0], {})
    with pytest.raises(NotNow, match="codes stay"):
        coding_actions.remove_coder(coders[0], by=held.facilitator, at=BEGAN)
    coding_actions.remove_coder(coders[1], by=held.facilitator, at=BEGAN)


def test_a_coder_who_is_erased_stays_a_number(held, coders, statements):
    give(coders[0], statements[0], ADVANTAGE)
    assert queries.holdings_of(held.coders[0])["codings"][0]["codes"] == ADVANTAGE
    actions.erase_person(held.coders[0], BEGAN)
    coders[0].refresh_from_db()
    assert coders[0].person is None and coders[0].readings.count() == 1
    assert queries.holdings_of(held.coders[0])["codings"] == []
