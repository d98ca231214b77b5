"""What of pairings belongs to a programme that takes its own part away: its pairings with all they keep.

Who accepted, recorded or sees to something is left out.
"""

from django.db import models
from django.db.models import QuerySet

from polos_web.cooperation.models import (
    Acceptance,
    Indicator,
    KeptPairing,
    NextStep,
    Reading,
    Step,
    Turn,
)

PERSONAL: dict[type[models.Model], tuple[str, ...]] = {}


def rows(programme: str) -> list[QuerySet]:
    """Return the rows table by table, each after those it refers to."""
    of = {"pairing__programme": programme}
    return [
        KeptPairing.objects.filter(programme=programme),
        Turn.objects.filter(**of),
        Acceptance.objects.filter(**of),
        Step.objects.filter(**of),
        NextStep.objects.filter(**of),
        Indicator.objects.filter(**of),
        Reading.objects.filter(indicator__pairing__programme=programme),
    ]
