"""Ask people in a survey of the data folder POLOS_DATA, or close it and count; print what is found as JSON.

``submissions.py open PEOPLE``: begin a survey from the questionnaire of 2019, invite people, open it.
``submissions.py close SURVEY``: count links that were used, close the wave, give the texts of its answers.
"""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "polos_web.settings.production"
django.setup()

from django.utils import timezone  # noqa: E402 (after the settings)

from polos.tables.survey_template import survey_of_2019  # noqa: E402
from polos_web.accounts.models import Assignment, User  # noqa: E402
from polos_web.surveys import actions, queries  # noqa: E402
from polos_web.surveys.models import Answer, Survey  # noqa: E402
from polos_web.surveys.questionnaires import plain  # noqa: E402


def keeper() -> User:
    """Return a programme manager; the second factor is stood in for, as no page is asked."""
    now = timezone.now()
    person, is_new = User.objects.get_or_create(email="keeper@example.org", defaults={"joined_at": now})
    if is_new:
        Assignment.objects.create(person=person, role="programme manager", scope="x", begins_on=now.date())
    return person


def open_survey(people: int) -> dict[str, object]:
    """Begin a survey, invite people and open its wave."""
    by, now = keeper(), timezone.now()
    survey = actions.make_survey("Synthetic", "x", plain(survey_of_2019()), by=by, at=now)
    wave = actions.prepare_wave(survey, by=by, at=now)
    asked = [{"name": f"p{n}", "email": "", "side": ("EU", "LAC")[n % 2]} for n in range(people)]
    actions.invite(wave, asked, by=by, at=now)
    actions.open_wave(wave, by=by, at=now)
    return {"survey": survey.pk, "links": [queries.link_of(one) for one in wave.invitations.all()]}


def close_survey(number: int) -> dict[str, object]:
    """Count what has arrived, close the wave, and give the texts of all answers."""
    wave = queries.wave(Survey.objects.get(pk=number), 1)
    used, sealed = wave.invitations.filter(is_used=True).count(), wave.sealed.count()
    actions.close_wave(wave, destroys_few=False, by=keeper(), at=timezone.now())
    texts = [given["Q13"] for given in Answer.objects.filter(wave=wave).values_list("given", flat=True)]
    return {"used": used, "sealed": sealed, "texts": texts}


if __name__ == "__main__":
    actions.accounts.has_second_factor = lambda person: True
    work = {"open": open_survey, "close": close_survey}[sys.argv[1]]
    print(json.dumps(work(int(sys.argv[2]))))
