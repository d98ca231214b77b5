"""Forms of those who keep a survey. What a field cannot say is refused beside it, in words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext

from polos.errors import WrongRows
from polos.tables.questionnaire import CHOSEN, Kind
from polos_web.analysis.surveys import delphi_rule
from polos_web.dialogue.wording import words_in
from polos_web.programmes.queries import title_of
from polos_web.surveys import problems
from polos_web.surveys.models import SIDES, Delphi, Survey
from polos_web.surveys.questionnaires import Plain, from_plain
from polos_web.surveys.words import COMPARISONS, KINDS, LABELS, STARTS
from polos_web.translation.text import State, Text
from polos_web.ui.languages import OWN_NAMES

CONDITIONS = 2
MOST_PEOPLE = 5000
_SEPARATOR = re.compile(r"[;\t,]")
_LONG = 20_000
LONGEST_STATEMENT = 1000


class SurveyForm(forms.Form):
    """How a survey begins."""

    name = forms.CharField(max_length=200)
    programme = forms.ChoiceField()
    start = forms.ChoiceField(choices=tuple(STARTS.items()))

    def __init__(self, *arguments: Any, programmes: Sequence[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["programme"].choices = [(name, title_of(name)) for name in programmes]  # pyrefly: ignore [missing-attribute] (a field of choices)


class SettingsForm(forms.Form):
    """What a survey is called, in which languages it is asked, and what its results compare."""

    name = forms.CharField(max_length=200)
    relevance = forms.ChoiceField(required=False)
    support = forms.ChoiceField(required=False)
    pairings = forms.CharField(required=False, max_length=_LONG, widget=forms.Textarea)

    def __init__(self, *arguments: Any, survey: Survey, **options: Any) -> None:
        draft = survey.draft
        initial = {
            "name": survey.name,
            "relevance": survey.relevance,
            "support": survey.support,
            "pairings": "\n".join(survey.pairings),
            **{f"title_{code}": draft["title"].get(code, "") for code in OWN_NAMES},
            **{f"language_{code}": code in draft["languages"] for code in OWN_NAMES},
        }
        super().__init__(*arguments, initial=initial, **options)
        self.survey = survey
        matrices = [one["name"] for one in draft["questions"] if one["kind"] == Kind.MATRIX]
        for name in ("relevance", "support"):
            self.fields[name].choices = [("", "—"), *((one, one) for one in matrices)]  # pyrefly: ignore [missing-attribute] (a field of choices)
        for code in OWN_NAMES:
            self.fields[f"language_{code}"] = forms.BooleanField(required=False)
            self.fields[f"title_{code}"] = forms.CharField(max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = [code for code in OWN_NAMES if given.get(f"language_{code}")]
        before = [code for code in self.survey.draft["languages"] if code in chosen]
        given["languages"] = [*before, *(code for code in chosen if code not in before)]
        given["title"] = {
            code: given[f"title_{code}"] for code in given["languages"] if given.get(f"title_{code}")
        }
        if not given["languages"]:
            self.add_error("language_en", gettext("Choose at least one language."))
        elif not given["title"].get(given["languages"][0]):
            self.add_error(f"title_{given['languages'][0]}", gettext("Give the title in the first language."))
        given["pairings"] = _lines(given.get("pairings", ""))
        if any(len(one) > 100 for one in given["pairings"]):
            self.add_error("pairings", gettext("A name has at most 100 letters."))
        if bool(given.get("relevance")) != bool(given.get("support")):
            self.add_error("support", gettext("Name both matrices, or none."))
        return given

    def values(self) -> dict[str, Any]:
        """Return what the survey itself keeps."""
        return {name: self.cleaned_data[name] for name in ("name", "relevance", "support", "pairings")}


class QuestionForm(forms.Form):
    """One question in every language of the questionnaire, and when it is shown."""

    code = forms.RegexField(r"^[A-Za-z][A-Za-z0-9_]{0,39}$", max_length=40)
    kind = forms.ChoiceField(choices=tuple(KINDS.items()))
    is_required = forms.BooleanField(required=False)
    least = forms.FloatField(required=False)
    most = forms.FloatField(required=False)

    def __init__(self, *arguments: Any, survey: Survey, question: Plain | None, **options: Any) -> None:
        self.survey, self.question = survey, question
        self.languages: list[str] = survey.draft["languages"]
        super().__init__(*arguments, initial=_shown(question) if question else {}, **options)
        for code in self.languages:
            first = code == self.languages[0]
            self.fields[f"text_{code}"] = _words(2, required=first)
            self.fields[f"hint_{code}"] = _words(2)
            self.fields[f"options_{code}"] = _words(5)
            self.fields[f"items_{code}"] = _words(5)
        earlier = [one["name"] for one in self._before()]
        for number in range(CONDITIONS):
            self.fields[f"if_{number}"] = forms.ChoiceField(
                required=False, choices=[("", "—"), *((one, one) for one in earlier)]
            )
            self.fields[f"how_{number}"] = forms.ChoiceField(
                required=False, choices=tuple(COMPARISONS.items())
            )
            self.fields[f"value_{number}"] = forms.CharField(required=False, max_length=60)

    def _before(self) -> list[Plain]:
        every = self.survey.draft["questions"]
        return every if self.question is None else every[: every.index(self.question)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        given["question"] = made = self._made(given)
        others = self.survey.draft["questions"]
        whole = [made if one == self.question else one for one in others]
        whole += [made] if self.question is None else []
        try:
            from_plain({**self.survey.draft, "questions": whole}, name="survey")
        except WrongRows as problem:
            for flaw in problems.of_question(problem.facts["flaws"], made["name"]):  # pyrefly: ignore [bad-argument-type] (facts are objects)
                self.add_error(None, problems.said(flaw))
        return given

    def _made(self, given: Mapping[str, Any]) -> Plain:
        kind = Kind(given["kind"])
        return {
            "name": given["code"],
            "kind": kind.value,
            "text": self._texts("text", given),
            "hint": self._texts("hint", given),
            "options": self._options("options", given) if kind in CHOSEN else [],
            "items": self._options("items", given) if kind is Kind.MATRIX else [],
            "is_required": given["is_required"],
            "least": given.get("least"),
            "most": given.get("most"),
            "show_if": [
                [given[f"if_{n}"], given[f"how_{n}"], given[f"value_{n}"].strip()]
                for n in range(CONDITIONS)
                if given.get(f"if_{n}")
            ],
        }

    def _texts(self, name: str, given: Mapping[str, Any]) -> dict[str, str]:
        found = {code: given.get(f"{name}_{code}", "").strip() for code in self.languages}
        return {code: words for code, words in found.items() if words}

    def _options(self, name: str, given: Mapping[str, Any]) -> list[Plain]:
        """Return the options in the order of the first language, with the words of the others by code."""
        first, *others = self.languages
        found = [(code, {first: words}) for code, words in _coded(given.get(f"{name}_{first}", ""))]
        for language in others:
            for code, words in _coded(given.get(f"{name}_{language}", "")):
                for known, texts in found:
                    if known == code and words:
                        texts[language] = words
        return [{"code": code, "text": texts} for code, texts in found]


class FileForm(forms.Form):
    """A questionnaire from a file."""

    file = forms.FileField()


class PeopleForm(forms.Form):
    """People to ask, one a line."""

    people = forms.CharField(max_length=1_000_000, widget=forms.Textarea)

    def clean_people(self) -> list[dict[str, str]]:
        return _people(self.cleaned_data["people"])


class DelphiForm(forms.Form):
    """The rule of a Delphi, its statements and its panel, all fixed from the first round on."""

    name = forms.CharField(max_length=200)
    programme = forms.ChoiceField()
    threshold = forms.FloatField(min_value=51, max_value=100, initial=75)
    stable_at = forms.FloatField(min_value=1, max_value=99, initial=15)
    most_rounds = forms.IntegerField(min_value=2, max_value=10, initial=3)
    least_answers = forms.IntegerField(min_value=5, max_value=1000, initial=5)
    people = forms.CharField(max_length=1_000_000, widget=forms.Textarea)

    def __init__(self, *arguments: Any, programmes: Sequence[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["programme"].choices = [(name, title_of(name)) for name in programmes]  # pyrefly: ignore [missing-attribute] (a field of choices)
        for code in OWN_NAMES:
            self.fields[f"statements_{code}"] = _words(5)

    def clean_people(self) -> list[dict[str, str]]:
        return _people(self.cleaned_data["people"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        lines = {code: _every_line(given.get(f"statements_{code}", "")) for code in OWN_NAMES}
        written = {code: found for code, found in lines.items() if found}
        if not written:
            self.add_error("statements_en", gettext("Give the statements in one language at least."))
            return given
        first = next(iter(written))
        for code, found in written.items():
            if any(len(one) > LONGEST_STATEMENT for one in found):
                self.add_error(f"statements_{code}", gettext("A statement has at most 1,000 letters."))
            if len(found) != len(written[first]):
                words = gettext(
                    "There are %(count)s statements here and %(first)s in the first language. Give as many "
                    "in the same order, or none."
                )
                told = {"count": len(found), "first": len(written[first])}
                self.add_error(f"statements_{code}", words % told)
        if not self.errors:
            given["statements"] = [_text(written, first, place) for place in range(len(written[first]))]
        return given

    def values(self) -> dict[str, Any]:
        """Return what the Delphi itself keeps."""
        given = self.cleaned_data
        rule = delphi_rule(
            threshold=given["threshold"] / 100,
            stable_at=given["stable_at"] / 100,
            most_rounds=given["most_rounds"],
            least_answers=given["least_answers"],
        )
        return {"name": given["name"], "programme": given["programme"], "rule": rule}

    @staticmethod
    def values_of(delphi: Delphi) -> dict[str, Any]:
        """Return what the form shows of a Delphi."""
        rule = delphi.rule
        people = [f"{one.email}; {one.name}; {one.language}" for one in delphi.panel.all()]
        return {
            "name": delphi.name,
            "programme": delphi.programme,
            "threshold": round(rule["threshold"] * 100, 6),
            "stable_at": round(rule["stable_at"] * 100, 6),
            "most_rounds": rule["most_rounds"],
            "least_answers": rule["least_answers"],
            **_statements(delphi),
            "people": "\n".join(people),
        }


def _statements(delphi: Delphi) -> dict[str, str]:
    """Return the statements of a Delphi as its form shows them; a language that lacks one has none."""
    texts = [words_in(one.text) for one in delphi.propositions.all()]
    return {
        f"statements_{code}": "\n".join(one[code] for one in texts)
        for code in OWN_NAMES
        if all(one[code] for one in texts)
    }


def _text(written: Mapping[str, Sequence[str]], first: str, place: int) -> Text:
    text = Text(first, written[first][place])
    for code, found in written.items():
        if code != first:
            text = text.translated(code, found[place], by=State.HUMAN)
    return text


class LetterForm(forms.Form):
    """What a letter says beside the private link."""

    letter = forms.CharField(max_length=2000, required=False, widget=forms.Textarea)


def _words(rows: int, *, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(max_length=_LONG, required=required, widget=widget)


def _shown(question: Plain) -> dict[str, Any]:
    """Return what the form shows of a question."""
    shown: dict[str, Any] = {
        "code": question["name"],
        **{name: question[name] for name in ("kind", "is_required", "least", "most")},
    }
    for name in ("text", "hint"):
        shown |= {f"{name}_{language}": words for language, words in question[name].items()}
    for name in ("options", "items"):
        languages = dict.fromkeys(code for one in question[name] for code in one["text"])
        for language in languages:
            lines = [f"{one['code']} = {one['text'].get(language, '')}" for one in question[name]]
            shown[f"{name}_{language}"] = "\n".join(lines)
    for number, (asked, how, value) in enumerate(question["show_if"][:CONDITIONS]):
        shown |= {f"if_{number}": asked, f"how_{number}": how, f"value_{number}": value}
    return shown


def _coded(typed: str) -> Iterator[tuple[str, str]]:
    for line in _lines(typed):
        code, separator, words = line.partition("=")
        yield code.strip(), words.strip() if separator else code.strip()


def _lines(typed: str) -> list[str]:
    return list(dict.fromkeys(_every_line(typed)))


def _every_line(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _people(typed: str) -> list[dict[str, str]]:
    lines = _lines(typed)
    if len(lines) > MOST_PEOPLE:
        raise ValidationError(gettext("At most %(count)d people at once.") % {"count": MOST_PEOPLE})
    found, wrong = [], []
    for number, line in enumerate(lines, 1):
        try:
            found.append(_person(line))
        except ValidationError as problem:
            told = {"number": number, "problem": " ".join(problem.messages)}
            wrong.append(gettext("Line %(number)d: %(problem)s") % told)
    if wrong:
        raise ValidationError(wrong[:10])
    return found


def _person(line: str) -> dict[str, str]:
    """Read "address; name; side; language"; what looks like an address, a side or a language is one."""
    found = {"email": "", "name": "", "side": "", "language": "en"}
    for part in map(str.strip, _SEPARATOR.split(line)):
        if "@" in part and not found["email"]:
            validate_email(part)
            found["email"] = part.lower()
        elif part in SIDES:
            found["side"] = part
        elif part in OWN_NAMES:
            found["language"] = part
        elif part and not found["name"]:
            found["name"] = part[:150]
        elif part:
            raise ValidationError(
                gettext("“%(value)s” is no side (EU, LAC) and no language (en, es, pt, fr).")
                % {"value": part[:40]}
            )
    if not found["email"] and not found["name"]:
        raise ValidationError(gettext("an address or a name is needed"))
    return found


def label_of(name: str) -> str:
    """Return what a field is called; fields in several languages name theirs."""
    kind, _, code = name.rpartition("_")
    if code in OWN_NAMES and kind:
        if kind == "language":
            return OWN_NAMES[code]
        return f"{LABELS[kind]} ({OWN_NAMES[code]})"
    return str(LABELS.get(name, name))
