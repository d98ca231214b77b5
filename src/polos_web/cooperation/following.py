"""What follows elsewhere: a mutual interest becomes a pairing."""

from datetime import datetime

from django.urls import reverse

from polos_web.accounts.models import User
from polos_web.cooperation import kept_actions, kept_queries
from polos_web.cooperation.access import PERMISSIONS
from polos_web.matchmaking.models import Match


def make_pairing(match: Match, *, by: User, at: datetime) -> None:
    """Make the pairing of two who have accepted a match: their acceptances are those of the pairing."""
    first, second = match.records
    if first.kind_name != second.kind_name or first.kind_name not in PERMISSIONS:
        return
    said = {one.record_id: one.person for one in match.acceptances.select_related("person")}
    kept_actions.from_match(
        first.kind_name, (first.slug, second.slug), (said.get(first.pk), said.get(second.pk)), at=at
    )


def address_of(match: Match) -> str:
    """Return the page of the pairing that a match has become."""
    first, second = match.records
    found = kept_queries.open_between(first.kind_name, (first.slug, second.slug))
    return reverse("cooperation:kept", args=[found.pk]) if found is not None and found.exists else ""
