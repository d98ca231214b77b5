"""Forms of the coding and of the table."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language, gettext

from polos_web.dialogue.forms import Worded, Wording
from polos_web.dialogue.models import Statement
from polos_web.synthesis import factors
from polos_web.synthesis.models import COLUMNS, LONGEST_NOTE, SCHEMES, Sentence, Topic
from polos_web.synthesis.words import COLUMNS as COLUMN_WORDS
from polos_web.synthesis.words import SIDES


class TopicForm(Worded):
    """What a topic is called."""

    texts: ClassVar = {"title": Wording(200, is_needed=True)}


class SentenceForm(Worded):
    """A sentence of the table, where it stands and what it cites."""

    texts: ClassVar = {"text": Wording(2000, is_long=True, is_needed=True)}
    topic = forms.ChoiceField()
    column = forms.ChoiceField(choices=[(code, COLUMN_WORDS[code]) for code in COLUMNS])

    def __init__(
        self,
        *arguments: Any,
        topics: Sequence[Topic],
        citable: Iterable[Statement],
        others: Iterable[Sentence],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.topics = {str(one.pk): one for one in topics}
        language = get_language() or "en"
        shown = [(pk, one.title.shown(language).text) for pk, one in self.topics.items()]
        self.fields["topic"].choices = shown  # pyrefly: ignore [missing-attribute] (a field of choices)
        statements = [(str(one.pk), str(one.pk)) for one in citable]
        numbers = [(str(one.number), str(one.number)) for one in others]
        for name, choices in (("behind", statements), ("against", statements), ("rests_on", numbers)):
            self.fields[name] = forms.MultipleChoiceField(choices=choices, required=False)

    def clean_topic(self) -> Topic:
        return self.topics[self.cleaned_data["topic"]]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in ("behind", "against", "rests_on"):
            given[name] = tuple(int(one) for one in given.get(name, ()))
        if set(given["behind"]) & set(given["against"]):
            words = gettext("A statement cannot stand behind a sentence and against it.")
            self.add_error(None, words)
        return given


class CodeForm(forms.Form):
    """The codes of one statement, by scheme."""

    def __init__(
        self,
        *arguments: Any,
        topics: Sequence[Topic],
        concepts: Collection[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        choices: Mapping[str, Iterable[tuple[str, Any]]] = {
            "factor": [(code, code) for code in factors.codes()],
            "side": SIDES.items(),
            "topic": [(one.code, one.code) for one in topics],
            "concept": [(code, code) for code in concepts],
        }
        for scheme in SCHEMES:
            self.fields[scheme] = forms.MultipleChoiceField(choices=list(choices[scheme]), required=False)

    @property
    def chosen(self) -> dict[str, list[str]]:
        """What is ticked, in the form as it is shown."""
        return {scheme: list(self[scheme].value() or ()) for scheme in SCHEMES}

    def codes(self) -> dict[str, list[str]]:
        """Return the codes by scheme."""
        return {scheme: self.cleaned_data[scheme] for scheme in SCHEMES}


class ResolveForm(CodeForm):
    """The codes that count where coders differ, and why."""

    note = forms.CharField(max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}))


class MarkForm(forms.Form):
    """A passage to be marked; nothing stands for all of the contribution."""

    passage = forms.CharField(max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class CoderForm(forms.Form):
    """Who is to code."""

    email = forms.EmailField()


class VersionForm(forms.Form):
    """What is new in a version."""

    note = forms.CharField(max_length=300, required=False)


class DecisionForm(forms.Form):
    """Who adopted the table, when, and for which reasons."""

    decided_by = forms.CharField(max_length=300)
    decided_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    reasons = forms.CharField(max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4}))


class ReasonForm(forms.Form):
    """Why an adopted table is worked on again."""

    reasons = forms.CharField(max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}))
