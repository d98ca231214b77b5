"""What follows elsewhere: a mutual interest becomes a pairing, a decision on pairs becomes proposals."""

from datetime import datetime

from django.urls import reverse

from polos_web.accounts.models import User
from polos_web.cooperation import kept_actions, kept_queries
from polos_web.cooperation.access import PERMISSIONS
from polos_web.matchmaking.models import Match, PairingDecision


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
    return address_between(first.kind_name, first.slug, second.slug)


def propose_pairings(decision: PairingDecision, *, by: User, at: datetime, site: str) -> None:
    """Propose every decided pair to both sides, for the programme; what is a pairing already stays so."""
    plan = decision.plan
    if plan.kind not in PERMISSIONS:
        return
    for one in decision.pairs:
        two = (one["a"], one["b"])
        if kept_queries.open_between(plan.kind, two) is None:
            said = {"programme": plan.programme, "themes": one["themes"], "origin": "decision"}
            kept_actions.propose(plan.kind, two, **said, by=by, at=at, site=site)


def address_between(kind: str, a: str, b: str) -> str:
    """Return the page of the pairing of two records, proposed or agreed; nothing where there is none."""
    found = kept_queries.open_between(kind, (a, b)) if kind in PERMISSIONS else None
    return reverse("cooperation:kept", args=[found.pk]) if found is not None else ""
