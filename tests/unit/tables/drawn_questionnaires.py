"""Questionnaires and answers drawn at random, and a small one by hand."""

from hypothesis import strategies as st

from polos.tables.answers import Submission, shown
from polos.tables.questionnaire import Comparison, Condition, Kind, Option, Question, Questionnaire

LANGUAGES = ("en", "es", "pt", "fr")


def said(*words):
    return dict(zip(LANGUAGES, words, strict=False))


STEPS = tuple(Option(str(step), said(f"step {step}", f"paso {step}")) for step in range(1, 6))
COLOURS = tuple(Option(code, said(code, code.upper())) for code in ("red", "green", "blue"))


def small():
    """Seven kinds of question; the number is asked of who chose red, the text of who gave at least 3."""
    return Questionnaire(
        "small",
        said("Small", "Pequeño"),
        (
            Question("Q1", Kind.SINGLE, said("Which?", "¿Cuál?"), COLOURS, is_required=True),
            Question("Q2", Kind.NUMBER, said("How many?", "¿Cuántos?"), least=0, most=10,
                     show_if=(Condition("Q1", Comparison.IS, "red"),)),
            Question("Q3", Kind.LIKERT, said("How much?", "¿Cuánto?"), STEPS),
            Question("Q4", Kind.TEXT, said("Why?", "¿Por qué?"), most=20,
                     show_if=(Condition("Q3", Comparison.AT_LEAST, "3"),)),
            Question("Q5", Kind.MULTIPLE, said("Which ones?", "¿Cuáles?"), COLOURS, most=2),
            Question("Q6", Kind.RANKING, said("In what order?", "¿En qué orden?"), COLOURS),
            Question("Q7", Kind.MATRIX, said("Each?", "¿Cada uno?"), STEPS,
                     (Option("a", said("A", "A")), Option("b", said("B", "B"))),
                     show_if=(Condition("Q5", Comparison.INCLUDES, "blue"),)),
        ),
        ("en", "es"),
        ("1", "2"),
    )  # fmt: skip


WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12
).filter(lambda text: text.strip() == text and text)


@st.composite
def questionnaires(draw):
    """Any questionnaire: one to four languages, one to six questions, conditions on earlier ones."""
    languages = draw(st.permutations(LANGUAGES).map(tuple))[: draw(st.integers(1, 4))]

    def text():
        first = {languages[0]: draw(WORDS)}
        return first | {language: draw(WORDS) for language in languages[1:] if draw(st.booleans())}

    def options(least):
        codes = draw(st.lists(st.sampled_from("abcdefgh12345"), min_size=least, max_size=5, unique=True))
        return tuple(Option(code, text()) for code in codes)

    questions = []
    for place in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(Kind))
        chosen = kind not in {Kind.NUMBER, Kind.TEXT}
        limits = kind in {Kind.NUMBER, Kind.TEXT, Kind.MULTIPLE} and draw(st.booleans())
        least, most = sorted((draw(st.integers(0, 2)), draw(st.integers(2, 30)))) if limits else (None, None)
        questions.append(
            Question(
                f"Q{place}",
                kind,
                text(),
                options(2) if chosen else (),
                options(1) if kind is Kind.MATRIX else (),
                is_required=draw(st.booleans()),
                hint=text() if draw(st.booleans()) else {},
                least=least,
                most=most,
                show_if=tuple(
                    draw(_condition(earlier)) for earlier in questions if draw(st.integers(0, 9)) == 0
                ),
            )
        )
        questions[-1:] = [_plain(questions[-1])]
    waves = tuple(str(wave) for wave in range(1, draw(st.integers(1, 3)) + 1))
    return Questionnaire("drawn", text(), tuple(questions), languages, waves, draw(st.integers(1, 9)))


def _plain(question):
    """Drop conditions on kinds that take none."""
    kept = tuple(condition for condition in question.show_if if condition is not None)
    return Question(**{**vars(question), "show_if": kept})


def _condition(earlier):
    comparisons = {
        Kind.LIKERT: (Comparison.IS, Comparison.IS_NOT, Comparison.AT_LEAST, Comparison.AT_MOST),
        Kind.SINGLE: (Comparison.IS, Comparison.IS_NOT),
        Kind.MULTIPLE: (Comparison.INCLUDES,),
        Kind.NUMBER: (Comparison.IS, Comparison.AT_LEAST),
    }.get(earlier.kind)
    if comparisons is None:
        return st.none()
    values = st.sampled_from(earlier.codes) if earlier.options else st.integers(-5, 5).map(str)
    return st.builds(Condition, st.just(earlier.name), st.sampled_from(comparisons), values)


def values(question):
    """Any answer that can be taken."""
    codes = question.codes
    if question.kind in {Kind.LIKERT, Kind.SINGLE}:
        return st.sampled_from(codes)
    if question.kind is Kind.RANKING:
        return st.permutations(codes).map(tuple)
    if question.kind is Kind.MULTIPLE:
        least, most = max(int(question.least or 1), 1), min(int(question.most or len(codes)), len(codes))
        if least > most:
            return st.nothing()
        return st.lists(st.sampled_from(codes), min_size=least, max_size=most, unique=True).map(tuple)
    if question.kind is Kind.NUMBER:
        return st.floats(question.least, question.most, allow_nan=False, allow_infinity=False)
    if question.kind is Kind.TEXT:
        least, most = (
            max(int(question.least or 1), 1),
            int(question.most if question.most is not None else 40),
        )
        letters = st.characters(codec="utf-8", exclude_characters="\x00")
        return st.text(letters, min_size=least, max_size=most) if least <= most else st.nothing()
    items = [item.code for item in question.items]
    return st.fixed_dictionaries({item: st.sampled_from(codes) for item in items})


@st.composite
def submissions(draw, questionnaire):
    """Answers of one person, who answers what is required and some of the rest."""
    given = {}
    for question in questionnaire.questions:
        possible = values(question)
        is_asked = question.name in shown(questionnaire, given) and not possible.is_empty
        if is_asked and (question.is_required or draw(st.booleans())):
            given[question.name] = draw(possible)
    wave, side = draw(st.sampled_from(questionnaire.waves)), draw(st.sampled_from([None, "EU", "LAC"]))
    return Submission(given, wave, side, draw(st.sampled_from([None, "P01", "P02"])))
