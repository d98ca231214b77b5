"""Forms about dialogues. What a field cannot say is refused beside it, in words, and stays as typed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language, gettext

from polos_web.clusters import queries as clusters
from polos_web.dialogue.models import KINDS, LONGEST, NATURES, OPENINGS, REACHES, ROLES, Dialogue, Participant
from polos_web.dialogue.translating import Passage
from polos_web.dialogue.wording import LANGUAGES, text_of, words_in
from polos_web.dialogue.words import NATURES as NATURE_WORDS
from polos_web.dialogue.words import OPENINGS as OPENING_WORDS
from polos_web.dialogue.words import ORIGINS, REPLIES, TEMPLATES
from polos_web.dialogue.words import REACHES as REACH_WORDS
from polos_web.dialogue.words import ROLES as ROLE_WORDS
from polos_web.territories import queries as territories
from polos_web.translation.text import Text
from polos_web.ui.labels import choices, label
from polos_web.ui.languages import OWN_NAMES
from polos_web.ui.parameters import nearest
from polos_web.ui.text import folded

MOST_INVITED = 500
_PLACE = ("side", "country", "territory", "cluster")


class Whole(forms.CharField):
    """A text that is refused, not cut, where it is too long; it still stands in the form then."""

    widget = forms.Textarea

    def __init__(self, *, longest: int = LONGEST, **options: Any) -> None:
        super().__init__(**options)
        self.longest = longest

    def clean(self, value: Any) -> str:
        text = super().clean(value).replace("\r\n", "\n")
        if len(text) > self.longest:
            words = gettext(
                "This has %(count)s characters; %(most)s fit. Nothing was kept yet and nothing is lost: "
                "shorten it here, or send it in parts."
            )
            raise ValidationError(words % {"count": f"{len(text):,}", "most": f"{self.longest:,}"})
        return text


@dataclass(frozen=True)
class Wording:
    """One text of a form: how long it may be, whether it has room for lines, and whether it is needed."""

    longest: int
    is_long: bool = False
    is_needed: bool = False


class Worded(forms.Form):
    """A form with texts, each in any of the languages of the interface."""

    texts: ClassVar[Mapping[str, Wording]] = {}

    def __init__(
        self, *arguments: Any, before: Mapping[str, Text | None] | None = None, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.before = dict(before or {})
        for name, wording in self.texts.items():
            shown = words_in(self.before.get(name), LANGUAGES)
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"] = Whole(
                    longest=wording.longest,
                    required=False,
                    initial=shown[language],
                    widget=forms.Textarea if wording.is_long else forms.TextInput,
                )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first = get_language() or "en"
        for name, wording in self.texts.items():
            said = {language: given.pop(f"{name}_{language}", "") for language in LANGUAGES}
            given[name] = text_of(said, first=first, before=self.before.get(name))
            wrong = any(f"{name}_{language}" in self.errors for language in LANGUAGES)
            if given[name] is None and wording.is_needed and not wrong:
                self.add_error(f"{name}_{first}", gettext("Write it in one language at least."))
        return given


class DialogueForm(Worded):
    """What a dialogue is called, what it is about, and who reads it."""

    texts: ClassVar = {"title": Wording(150, is_needed=True), "description": Wording(5000, is_long=True)}
    template = forms.ChoiceField(choices=list(TEMPLATES.items()), required=False)
    reach = forms.ChoiceField(choices=[(code, REACH_WORDS[code]) for code in REACHES])
    is_open_to_members = forms.BooleanField(required=False)
    programme = forms.ChoiceField(required=False)

    def __init__(
        self, *arguments: Any, programmes: Iterable[tuple[str, str]], is_new: bool, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["programme"].choices = list(programmes)  # pyrefly: ignore [missing-attribute] (a field of choices)
        if not is_new:
            del self.fields["template"]

    @staticmethod
    def values_of(dialogue: Dialogue) -> dict[str, Any]:
        """Return what the form shows of a dialogue beside its texts."""
        return {name: getattr(dialogue, name) for name in ("reach", "is_open_to_members", "programme")}


class BlockForm(Worded):
    """A block: its title and what it is about."""

    texts: ClassVar = {"title": Wording(150, is_needed=True), "about": Wording(5000, is_long=True)}


class QuestionForm(Worded):
    """A question, and when it opens."""

    texts: ClassVar = {"text": Wording(1000, is_long=True, is_needed=True)}
    opens = forms.ChoiceField(choices=[(code, OPENING_WORDS[code]) for code in OPENINGS])
    opens_after = forms.IntegerField(min_value=1, max_value=1000, required=False)
    opens_at = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        opens = given.get("opens")
        if opens == "after_answers" and not given.get("opens_after") and "opens_after" not in self.errors:
            self.add_error("opens_after", gettext("Say after how many answers it opens."))
        if opens == "on_date" and not given.get("opens_at") and "opens_at" not in self.errors:
            self.add_error("opens_at", gettext("Say on which date it opens."))
        return {
            "text": given.get("text"),
            "rule": {
                "opens": opens,
                "opens_after": given.get("opens_after") if opens == "after_answers" else None,
                "opens_at": given.get("opens_at") if opens == "on_date" else None,
            },
        }


class SummaryForm(Worded):
    """What the answers come to."""

    texts: ClassVar = {"text": Wording(LONGEST, is_long=True, is_needed=True)}


class TranslationForm(forms.Form):
    """Texts in another language, a field each, and beside it what stood there when the page was opened."""

    def __init__(self, *arguments: Any, passages: Sequence[Passage], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.names = [one.name for one in passages]
        for one in passages:
            self.fields[one.name] = Whole(required=False, initial=one.given)
            self.fields[f"seen-{one.name}"] = forms.CharField(
                required=False, strip=False, initial=one.given, widget=forms.HiddenInput
            )

    def given(self) -> dict[str, str]:
        """Return what was written, by the name of the text."""
        return {name: self.cleaned_data[name] for name in self.names}

    def seen(self) -> dict[str, str]:
        """Return what stood there before."""
        return {name: self.cleaned_data[f"seen-{name}"].replace("\r\n", "\n") for name in self.names}


def _languages() -> list[tuple[str, str]]:
    """Return the languages somebody may write in, those of the interface first."""
    own = [(code, name) for code, name in OWN_NAMES.items()]
    return own + [one for one in choices("languages") if one[0] not in OWN_NAMES]


class WrittenForm(forms.Form):
    """A text in one's own language."""

    text = Whole()
    language = forms.ChoiceField()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["language"].choices = _languages()  # pyrefly: ignore [missing-attribute] (a field of choices)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        language = given.pop("language", "")
        if given.get("text") and language:
            given["text"] = Text(language, given["text"])
        return given


class AnswerForm(WrittenForm):
    """An answer: a fact, an opinion or a plan."""

    nature = forms.ChoiceField(
        choices=[(code, NATURE_WORDS[code]) for code in NATURES], widget=forms.RadioSelect
    )


class ReplyForm(AnswerForm):
    """A reaction, a refinement or a disagreement with its reasons."""

    kind = forms.ChoiceField(choices=[(code, REPLIES[code]) for code in KINDS[1:]], widget=forms.RadioSelect)
    field_order = ("kind", "text", "nature", "language")


# ---- places and people ------------------------------------------------------------------------


def _territories() -> list[tuple[str, str]]:
    language = get_language() or "en"
    found = territories.all_territories(language)
    return [("", "—")] + [
        (one.pk, f"{label('countries', one.country)} · {one.named(language).text}") for one in found
    ]


class PlacedForm(forms.Form):
    """Whom somebody speaks for: a territory, a cluster, or only a side."""

    territory = forms.ChoiceField(required=False)
    cluster = forms.CharField(max_length=200, required=False)
    side = forms.ChoiceField(required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["territory"].choices = _territories()  # pyrefly: ignore [missing-attribute] (a field of choices)
        self.fields["side"].choices = [("", "—"), *choices("sides", ["EU", "LAC"])]  # pyrefly: ignore [missing-attribute] (a field of choices)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["country"] = ""
        found = self._cluster(given.get("cluster") or "")
        if found is not None:
            given["cluster"], given["country"] = found.pk, found.country
            given["territory"] = given.get("territory") or found.territory_id or ""
            given["side"] = found.side or given.get("side") or ""
        territory = territories.territory(given.get("territory") or "")
        if territory is not None:
            given["side"], given["country"] = territory.side, territory.country
        return given

    def _cluster(self, typed: str) -> Any:
        if not typed.strip():
            return None
        exact = clusters.cluster(typed.strip())
        if exact is not None:
            return exact
        found = clusters.called(typed)
        same = [one for one in found if folded(typed) in (folded(one.name), folded(one.acronym or ""))]
        if len(found) == 1 or same:
            return (same or found)[0]
        words = gettext("No cluster on this site is called so.")
        if found:
            near = gettext("Several clusters fit: %(names)s. Write the whole name.")
            words = near % {"names": ", ".join(one.name for one in found[:6])}
        self.add_error("cluster", words)
        return None


def _place_of(row: Any) -> dict[str, str]:
    known = clusters.cluster(row.cluster) if row.cluster else None
    return {"territory": row.territory, "side": row.side, "cluster": known.name if known else row.cluster}


class PersonForm(PlacedForm):
    """What is known of somebody who takes part; the address only for those who hold the dialogue."""

    name = forms.CharField(max_length=150, required=False)
    role = forms.ChoiceField(choices=[(code, ROLE_WORDS[code]) for code in ROLES])
    helix = forms.ChoiceField(required=False)
    languages = forms.ChoiceField(choices=list(OWN_NAMES.items()))
    shows_name = forms.BooleanField(required=False)
    wants_mail = forms.BooleanField(required=False)
    field_order = (
        "name",
        "role",
        "territory",
        "cluster",
        "side",
        "helix",
        "languages",
        "shows_name",
        "wants_mail",
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["helix"].choices = [("", "—"), *choices("helix")]  # pyrefly: ignore [missing-attribute] (a field of choices)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given["language"] = given.pop("languages", "en")
        given["wants_no_mail"] = not given.pop("wants_mail", True)
        return given

    @staticmethod
    def values_of(person: Participant) -> dict[str, Any]:
        """Return what the form shows of a participant."""
        plain = {name: getattr(person, name) for name in ("name", "email", "role", "helix", "shows_name")}
        told = {"languages": person.language, "wants_mail": not person.wants_no_mail}
        return {**plain, **told, **_place_of(person)}


class ParticipantForm(PersonForm):
    """A participant as those who hold the dialogue know the person."""

    email = forms.EmailField(max_length=254)
    field_order = ("email", "name", "role", "territory", "cluster", "side", "helix", "languages")

    def __init__(
        self, *arguments: Any, dialogue: Dialogue, person: Participant | None = None, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.dialogue, self.person = dialogue, person
        # Whether the name is shown and mails are wanted is for the person alone to say.
        del self.fields["shows_name"], self.fields["wants_mail"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        there = self.dialogue.participants.filter(email=email)
        if self.person is not None:
            there = there.exclude(pk=self.person.pk)
        if there.exists():
            raise ValidationError(gettext("Somebody with this address takes part already."))
        return email

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        del given["wants_no_mail"]
        return given


class NoteForm(forms.Form):
    """A few words that go with a mail."""

    note = Whole(longest=2000, required=False)


class InviteForm(NoteForm):
    """People as lines of text, with a few words to them."""

    rows = Whole(longest=100_000)
    field_order = ("rows", "note")

    def clean_rows(self) -> list[dict[str, Any]]:
        lines = [line for line in self.cleaned_data["rows"].splitlines() if line.strip()]
        if len(lines) > MOST_INVITED:
            words = gettext("These are %(count)s lines; at most %(most)s at once.")
            raise ValidationError(words % {"count": len(lines), "most": MOST_INVITED})
        read = [_Line(line) for line in lines]
        problems = [
            gettext("Line %(number)s: %(problem)s") % {"number": number, "problem": problem}
            for number, one in enumerate(read, start=1)
            for problem in one.problems
        ]
        if problems:
            raise ValidationError(problems)
        return list({one.values["email"]: one.values for one in read}.values())


class _Line:
    """One person in a line: address; name; side; territory; helix; role; language."""

    def __init__(self, line: str) -> None:
        cells = [cell.strip() for cell in re.split(r"[;\t]", line)] + [""] * 7
        email, name, side, territory, helix, role, language = cells[:7]
        self.problems: list[str] = []
        self.values: dict[str, Any] = {"email": email.lower(), "name": name[:150]}
        try:
            validate_email(email)
        except ValidationError:
            self.problems.append(gettext("“%(value)s” is no address of e-mail.") % {"value": email[:60]})
        self.values["helix"] = self._known(helix, dict(choices("helix")))
        self.values["role"] = self._known(role, {code: str(ROLE_WORDS[code]) for code in ROLES}) or "expert"
        self.values["language"] = self._known(language, dict(OWN_NAMES)) or get_language() or "en"
        self.values["side"] = self._known(side, dict(choices("sides", ["EU", "LAC"])))
        self._place(territory)

    def _known(self, typed: str, words: Mapping[str, str]) -> str:
        if not typed:
            return ""
        found = {folded(code): code for code in words} | {folded(told): code for code, told in words.items()}
        if folded(typed) not in found:
            near = ", ".join(nearest(typed, [str(told) for told in words.values()], most=3))
            said = gettext("“%(value)s” is not known; the nearest are: %(options)s.")
            self.problems.append(said % {"value": typed[:60], "options": near})
        return found.get(folded(typed), "")

    def _place(self, typed: str) -> None:
        self.values |= {"territory": "", "country": ""}
        if not typed:
            return
        known = {one.pk: one for one in territories.places()}
        names = {folded(name): one for one in known.values() for name in (one.pk, one.name, one.name_en)}
        found = names.get(folded(typed))
        if found is None:
            near = ", ".join(nearest(typed, [one.name for one in known.values()], most=3))
            said = gettext("“%(value)s” is no territory on this site; the nearest are: %(options)s.")
            self.problems.append(said % {"value": typed[:60], "options": near})
            return
        self.values |= {"territory": found.pk, "country": found.country, "side": found.side}


class NotesForm(PlacedForm, AnswerForm):
    """What was said at a meeting or in an interview."""

    origin = forms.ChoiceField(choices=[(code, ORIGINS[code]) for code in ("meeting", "interview")])
    source = forms.CharField(max_length=300)
    held_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    participant = forms.ChoiceField(required=False)
    field_order = (
        "origin", "source", "held_on", "text", "nature", "language", "participant", "territory", "cluster",
        "side",
    )  # fmt: skip

    def __init__(self, *arguments: Any, people: Iterable[Participant], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.people = {str(one.pk): one for one in people}
        named = [(number, one.name or one.email) for number, one in self.people.items()]
        self.fields["participant"].choices = [("", "—"), *named]  # pyrefly: ignore [missing-attribute] (a field of choices)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        person = self.people.get(given.get("participant") or "")
        given["participant"] = person
        if person is not None and not (given.get("territory") or given.get("cluster") or given.get("side")):
            given |= {name: getattr(person, name) for name in _PLACE}
        return given


class StatementForm(forms.Form):
    """A passage of a contribution; ``found`` is where it stands in its words."""

    passage = Whole(longest=2000)
    topic = forms.CharField(max_length=80, required=False)

    def __init__(self, *arguments: Any, words: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.words = words

    def clean_passage(self) -> tuple[int, int]:
        passage = self.cleaned_data["passage"]
        start = self.words.find(passage)
        if start < 0:
            raise ValidationError(gettext("These words do not stand in the contribution. Copy them from it."))
        return start, start + len(passage)
