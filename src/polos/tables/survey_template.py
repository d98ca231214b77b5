"""The questionnaire of the survey of 2019 as a template to start from."""

from functools import cache

from polos.reference import facts
from polos.tables.questionnaire import Questionnaire
from polos.tables.questionnaire_csv import questionnaire_of_rows


@cache
def survey_of_2019() -> Questionnaire:
    """Return the instrument of 2019 in four languages, to be adapted and sent.

    Rebuilt from the report: wording is ours, and so are the options that close a scale
    (``survey_instrument`` in :mod:`polos.reference` marks them), the scale of Q12, and the second wave. The
    region is not asked: with one or two people a region it would name them; the side is, and the pairing is
    an attribute.
    """
    template = facts("survey_template")
    return questionnaire_of_rows(template.rows.to_dicts(), origin=template.origin)
