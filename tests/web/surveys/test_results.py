"""What is shown of answers: counts that tell nobody, one table a question, nothing to subtract."""

import csv
import io
import json
import random

import pytest
from django.test import Client

from polos.cli import main
from polos.measures.survey_disclosure import MINIMUM_CELL
from polos.measures.survey_results import WhyUndefined
from polos.tables.answers import Answers, Submission
from polos.tables.questionnaire import Comparison, Condition, Kind, Question, Questionnaire
from polos_web.analysis import jobs
from polos_web.analysis import survey_results as library
from polos_web.analysis.survey_questions import SIDES
from polos_web.surveys import actions, queries, respondents, results
from web.surveys.conftest import AT, options

STEPS = ("1", "2", "3", "4", "5")
TEXT = {"en": "Q?"}


def asked(questions, rows, *, relevance="", support="", consents=(), name="n", waves=("1",)):
    """Results of one questionnaire: rows are (side, given), and (side, given, pairing, wave) where needed."""
    questionnaire = Questionnaire("q", {"en": "Q", "es": "P"}, tuple(questions), ("en", "es"), waves)
    given = [Submission(row[1], *(row[3:4] or ("1",)), row[0], *(row[2:3] or (None,))) for row in rows]
    invited = {wave: {"EU": 50, "LAC": 50, "": 100} for wave in waves}
    return library.results(
        library.Asked(
            name, Answers(questionnaire, tuple(given)), invited, relevance, support, {"1": set(consents)}
        )
    )


@pytest.fixture(autouse=True)
def _computed_anew():
    library.results.cache_clear()


def likert(name="Q1", **more):
    return Question(name, Kind.LIKERT, TEXT, options(*STEPS), **more)


def many(side, answers):
    return [(side, {"Q1": step}) for step, count in answers.items() for _ in range(count)]


def only(found):
    return found.waves[0].told[0]


# ---- which table is shown ---------------------------------------------------------------------


def test_where_every_cell_has_five_the_sides_stand_apart_step_by_step():
    full = dict.fromkeys(STEPS, 6)
    told = only(asked([likert()], many("EU", full) + many("LAC", full)))
    assert (told.by_side, told.is_grouped, told.is_whole) == (True, False, True)
    assert [row.counts for row in told.rows] == [(6,) * 5, (6,) * 5]
    assert told.tests[0].test.difference == 0


def test_where_a_step_is_small_its_scale_is_shown_in_groups():
    thin = {"1": 3, "2": 4, "3": 6, "4": 5, "5": 5}
    told = only(asked([likert()], many("EU", thin) + many("LAC", thin)))
    assert (told.by_side, told.is_grouped, told.is_whole) == (True, True, True)
    assert [row.counts for row in told.rows] == [(7, 6, 10), (7, 6, 10)]


def test_where_a_side_is_small_all_stand_together():
    told = only(
        asked([likert()], many("EU", dict.fromkeys(STEPS, 6)) + many("LAC", {"1": 3, "3": 4, "5": 1}))
    )
    assert (told.by_side, told.is_whole) == (False, True)
    assert told.tests == ()


def test_where_nothing_can_be_shown_that_is_said():
    told = only(asked([likert()], many("EU", {"3": 20})))
    assert (told.rows, told.undefined) == ((), WhyUndefined.BELOW_MINIMUM)
    assert told.answered == 20


@pytest.mark.parametrize(
    ("count", "why"),
    [(0, WhyUndefined.NO_ANSWERS), (1, WhyUndefined.ONE_ANSWER), (2, WhyUndefined.TOO_FEW_ANSWERS)],
)
def test_of_none_one_or_two_answers_it_is_said_what_cannot_be(count, why):
    rows = many("EU", {"4": count}) + [("LAC", {})] * 6
    told = only(asked([likert()], rows))
    assert (told.answered, told.undefined, told.rows) == (count, why, ())


def test_two_scales_of_all_answers_alike_compare_nothing():
    """Every answer in one step: the other steps are 0, which would say it of everybody."""
    found = asked([likert()], many("EU", {"4": 10}) + many("LAC", {"4": 10}))
    assert only(found).tests == () and only(found).consensus is None


def test_a_question_that_hangs_on_hidden_answers_is_hidden():
    on = Question("Q2", Kind.TEXT, TEXT, show_if=(Condition("Q1", Comparison.IS, "1"),))
    first = Question("Q1", Kind.SINGLE, TEXT, options("1", "2"))
    few = [("EU", {"Q1": "1", "Q2": "x"})] * 3 + [("EU", {"Q1": "2"})] * 9
    many_ = [("EU", {"Q1": "1", "Q2": "x"})] * 7 + [("EU", {"Q1": "2"})] * 9
    hidden = asked([first, on], few, name="few").waves[0].told[1]
    shown = asked([first, on], many_, name="many").waves[0].told[1]
    assert (hidden.hangs_on, hidden.answered) == ("Q1", None)
    assert (shown.hangs_on, shown.answered) == ("", 7)


@pytest.mark.slow
def test_no_small_cell_is_ever_shown_nor_follows_from_what_is():
    """Of random answers: shown counts are 5 or more, hidden ones add up to 5 and stand never alone."""
    chance = random.Random(3)
    questions = [likert(), Question("Q2", Kind.SINGLE, TEXT, options("a", "b", "c"))]
    for trial in range(150):
        weights = [chance.random() ** 3 for _ in STEPS]
        rows = []
        for _ in range(chance.randrange(8, 60)):
            given = {"Q1": chance.choices(STEPS, weights)[0], "Q2": chance.choice("abc")}
            rows.append((chance.choice(SIDES), given))
        for told in asked(questions, rows, name=str(trial)).waves[0].told:
            for row in told.rows:
                shown = [count for count in row.counts if count is not None]
                hidden = len(row.counts) - len(shown)
                assert all(count >= MINIMUM_CELL for count in shown)
                assert hidden != 1, "the only hidden cell of a row follows from its total"
                if hidden:
                    assert row.answered - sum(shown) >= MINIMUM_CELL
                    assert not told.tests and told.consensus is None


def test_options_of_several_are_counted_one_by_one():
    question = Question("Q1", Kind.MULTIPLE, TEXT, options("x", "y"))
    rows = [("EU", {"Q1": ("x",)})] * 7 + [("LAC", {"Q1": ("x", "y")})] * 8 + [("LAC", {"Q1": ("y",)})] * 6
    x, y = asked([question], rows).waves[0].told
    assert [row.counts for row in x.rows] == [(15, 6)]
    assert [row.counts for row in y.rows] == [(14, 7)]


def test_numbers_are_counted_in_ranges_that_tell_no_single_one():
    question = Question("Q1", Kind.NUMBER, TEXT, least=0, most=100)
    rows = [("EU", {"Q1": float(n)}) for n in (1, 2, 3, 4, 5, 80, 81, 82, 83, 84, 85)]
    told = only(asked([question], rows))
    assert told.columns == ("0–25", "25–50", "50–75", "75–100")
    assert 80.0 not in told.bounds


def test_an_order_shows_first_places_and_agreement():
    question = Question("Q1", Kind.RANKING, TEXT, options("r", "s"))
    rows = [("EU", {"Q1": ("r", "s")})] * 9 + [("EU", {"Q1": ("s", "r")})] * 6
    told = only(asked([question], rows))
    assert told.rows[0].counts == (9, 6)
    assert dict(told.mean_ranks)["r"] == pytest.approx(21 / 15)


# ---- comparisons ------------------------------------------------------------------------------


def test_the_sides_are_compared_by_an_exact_test_corrected_over_the_wave():
    up, down = {**dict.fromkeys(STEPS, 5), "5": 15}, {**dict.fromkeys(STEPS, 5), "1": 15}
    rows = many("EU", up) + many("LAC", down)
    rows = [(side, {**given, "Q2": "a" if n % 2 else "b"}) for n, (side, given) in enumerate(rows)]
    single = Question("Q2", Kind.SINGLE, TEXT, options("a", "b"))
    scale, choice = asked([likert(), single], rows).waves[0].told
    test = scale.tests[0]
    assert test.test.is_exact and test.test.difference > 0
    assert test.test.probability < test.corrected < 1
    assert len(choice.tests) == 1, "of two options, one comparison tells both"


def steps_of(cells):
    """People by (relevance, support) of one step."""
    matrix = [Question(name, Kind.MATRIX, TEXT, options(*STEPS), options("m")) for name in ("Q1", "Q2")]
    rows = [
        ("EU", {name: {"m": value} for name, value in (("Q1", one), ("Q2", two)) if value})
        for (one, two), count in cells.items()
        for _ in range(count)
    ]
    return asked(matrix, rows, relevance="Q1", support="Q2", name=str(cells)).waves[0].steps[0]


def test_relevance_is_held_against_support_where_all_four_cells_have_five():
    step = steps_of({("5", "5"): 6, ("5", "1"): 9, ("1", "5"): 5, ("3", "3"): 6, ("1", "1"): 6})
    assert (step.gap.both, step.gap.unmet, step.gap.unasked, step.gap.neither) == (6, 9, 5, 12)


def test_a_step_is_hidden_where_a_cell_or_its_questions_would_be_told():
    small = steps_of({("5", "5"): 4, ("5", "1"): 9, ("1", "5"): 9, ("3", "3"): 6, ("1", "1"): 6})
    assert (small.gap, small.undefined) == (None, WhyUndefined.BELOW_MINIMUM)
    alone = steps_of(
        {("5", "5"): 6, ("5", "1"): 9, ("1", "5"): 5, ("3", "3"): 6, ("1", "1"): 6, ("5", ""): 2}
    )
    assert alone.gap is None


def pairs_of(differences, *, consents=()):
    rows = []
    for number, difference in enumerate(differences):
        rows += [("EU", {"Q1": str(3 + difference)}, f"p{number}"), ("LAC", {"Q1": "3"}, f"p{number}")]
    return asked([likert()], rows, consents=consents, name=f"{differences} {consents}").waves[0].pairs[0]


def test_pairs_are_compared_from_five_on_and_single_ones_with_consent_only():
    assert pairs_of([1, 0, 2, 1]).found.undefined is WhyUndefined.TOO_FEW_PAIRS
    five = pairs_of([1, 0, 2, 1, 1]).found
    assert (five.pairs, five.mean, five.consented, five.differences) == (5, 1.0, (), ())
    assert pairs_of([1, 0, 2, 1], consents=["p2"]).found.consented == (("p2", 2),)


def test_a_mean_that_tells_every_difference_is_not_shown():
    found = pairs_of([2, 2, 2, 2, 2]).found
    assert (found.mean, found.undefined) == (None, WhyUndefined.ALL_ALIKE)


def test_change_is_told_where_both_waves_show_every_cell_in_the_same_steps():
    def rows(wave, counts):
        return [("EU", {"Q1": s}, None, wave) for s, c in zip(STEPS, counts, strict=True) for _ in range(c)]

    up = asked([likert()], rows("1", [9, 5, 5, 5, 5]) + rows("2", [5, 5, 5, 5, 9]), waves=("1", "2"))
    assert up.changes[0].found.mean_before < up.changes[0].found.mean_after
    thin = rows("1", [9, 5, 5, 5, 5]) + rows("2", [3, 7, 5, 5, 9])
    assert asked([likert()], thin, waves=("1", "2"), name="thin").changes[0].found is None


# ---- pages ------------------------------------------------------------------------------------


@pytest.fixture
def answered(open_wave, close):
    """A closed wave of 28 answers, and its survey."""

    def made():
        wave, people = open_wave(14, 14)
        for n, one in enumerate(people):
            given = {
                "Q1": "b" if n % 2 else "a",
                "Q3": STEPS[n % 5],
                "Q4": ("x",) if n % 2 else ("y",),
                "Q6": float(n),
                "Q7": {"m": STEPS[n % 5], "n": "3"},
                "Q8": {"m": STEPS[(n * 2) % 5]},
                "Q9": f"<b>written {n}</b> 🙂",
            }
            pairing = f"pairing {n % 14 + 1}" if n % 14 < 8 else ""
            respondents.answer(one, given, pairing=pairing, consents=pairing == "pairing 1")
        return close(wave)

    return made


@pytest.mark.django_db
def test_results_are_seen_by_keepers_first_and_by_everybody_once_published(at_desk, answered, keeper):
    wave = answered()
    address = f"/en/surveys/{wave.survey.pk}/results/"
    assert Client().get(address).status_code == 404
    page = at_desk.get(address).content.decode()
    assert "28" in page and "&lt;b&gt;written 3" in page and "<b>written" not in page
    actions.publish(wave, is_published=True, by=keeper, at=AT)
    public = Client().get(address).content.decode()
    assert "Who answered" in public and "written 3" not in public
    assert Client().get("/en/surveys/").content.decode().count("/results/") == 1


@pytest.mark.django_db
def test_while_a_wave_is_open_there_are_no_results(at_desk, open_wave):
    wave, people = open_wave()
    for one in people:
        respondents.answer(one, {"Q1": "a"})
    assert at_desk.get(f"/en/surveys/{wave.survey.pk}/results/").status_code == 404


@pytest.mark.django_db
def test_every_export_says_what_the_page_says_and_nothing_more(at_desk, answered):
    wave = answered()
    base = f"/en/surveys/{wave.survey.pk}/results"
    rows = list(csv.DictReader(io.StringIO(at_desk.get(f"{base}/wave-1.csv").content.decode("utf-8-sig"))))
    told = json.loads(at_desk.get(f"{base}/wave-1.json").content)
    assert at_desk.get(f"{base}/wave-1.xlsx").status_code == 200
    assert len(rows) == len(told)
    shown = results.found(wave.version).waves[0]
    counts = [count for one in shown.told for row in one.rows for count in row.counts]
    assert [row["count"] for row in told if row["option"]] == counts
    assert all(row["count"] is None or row["count"] >= MINIMUM_CELL for row in told)
    assert all(row["hidden"] for row in told if row["count"] is None and row["option"])


@pytest.mark.django_db
def test_the_archive_recomputes_every_number(at_desk, answered, tmp_path, capsys):
    wave = answered()
    taken = at_desk.get(f"/en/surveys/{wave.survey.pk}/archive/1/")
    (tmp_path / "survey.zip").write_bytes(taken.content)
    assert main(["dialogue", "recompute", str(tmp_path / "survey.zip")]) == 0, capsys.readouterr()


@pytest.mark.django_db
def test_a_figure_is_drawn_where_every_cell_is_shown(at_desk, answered):
    wave = answered()
    base = f"/es/surveys/{wave.survey.pk}/results/1"
    drawn = at_desk.get(f"{base}/Q3.svg")
    assert drawn["Content-Type"] == "image/svg+xml" and "<svg" in drawn.content.decode()
    assert at_desk.get(f"{base}/Q1.svg").status_code == 404


@pytest.mark.django_db
def test_large_results_are_computed_by_the_worker(at_desk, answered, monkeypatch):
    monkeypatch.setattr(library, "AT_ONCE", 5)
    wave = answered()
    address = f"/en/surveys/{wave.survey.pk}/results/"
    assert "Compute them" in at_desk.get(address).content.decode()
    at_desk.post(f"{address}compute/")
    assert "waits for its turn" in at_desk.get(address).content.decode()
    job = jobs.claim(at=AT)
    jobs.finish(job, jobs.perform(job, lambda: False), at=AT)
    assert "Who answered" in at_desk.get(address).content.decode()


@pytest.mark.django_db
def test_two_waves_of_one_questionnaire_are_compared(at_desk, answered):
    answered()
    page = at_desk.get(f"/en/surveys/{answered().survey.pk}/results/").content.decode()
    assert "Before and after" in page and "?wave=1" in page


@pytest.mark.django_db
def test_consent_of_one_end_shows_no_pair(open_wave, close):
    wave, people = open_wave(6, 6)
    for n, one in enumerate(people):
        respondents.answer(one, {"Q1": "a"}, pairing=f"pairing {n % 6 + 1}", consents=n < 6 or n == 7)
    assert queries.consents(close(wave)) == {"pairing 2"}


@pytest.mark.django_db
def test_the_printed_figures_of_2019_say_how_each_is_known(client):
    page = client.get("/en/surveys/reference-2019/").content.decode()
    assert "5 to 11" in page and "approximate" in page
    for language in ("es", "pt", "fr"):
        assert client.get(f"/{language}/surveys/reference-2019/").status_code == 200
