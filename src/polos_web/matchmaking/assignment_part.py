"""What of assignments of pairs belongs to a programme that takes its own part away."""

from django.db import models
from django.db.models import QuerySet

from polos_web.matchmaking.models import PairingDecision, PairingPlan, PairingRun

# A job is work on this machine; it is over for whoever takes the run away.
PERSONAL: dict[type[models.Model], tuple[str, ...]] = {PairingRun: ("job",)}


def rows(programme: str) -> list[QuerySet]:
    """Return the rows table by table, each after those it refers to."""
    return [
        PairingPlan.objects.filter(programme=programme),
        PairingRun.objects.filter(plan__programme=programme),
        PairingDecision.objects.filter(plan__programme=programme),
    ]
