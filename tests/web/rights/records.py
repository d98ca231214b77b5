"""Records of any kind in every state that the rights matrix tells apart."""

from collections.abc import Iterable
from dataclasses import replace

from polos_web.registers import actions, queries
from polos_web.registers.kinds import Kind
from polos_web.registers.models import Record, State, Voice
from polos_web.registers.projecting import project
from polos_web.registers.statements import Papers, Statement
from web.people import BEGAN
from web.rights.answers import ByState

NOT_PUBLIC = {"draft": State.DRAFT, "erased": State.WITHDRAWN}


def in_every_state(kind: Kind, said: Iterable[Statement]) -> ByState:
    """Make a record for each state; return their short names, of which "x" is one's own.

    One's own and the other have an owner. What is "erased" was withdrawn, and nobody signs for it any more.
    """
    said = list(said)
    slugs = ByState("x", "other-one", "draft-one", "public-one", "erased-one")
    owned = [(slug, said) for slug in (slugs.own, slugs.other, slugs.draft, slugs.erased)]
    actions.load(kind, owned, voice=Voice.OWNER, at=BEGAN)
    sourced = [replace(one, papers=Papers("a list of test records", confidence="low")) for one in said]
    actions.load(kind, [(slugs.public, sourced)], voice=Voice.REFERENCE, at=BEGAN, is_built_in=True)
    kept = Record.objects.filter(kind_name=kind.name, slug__in=[slugs.own, slugs.other])
    kept.update(claimed_at=BEGAN)
    project(kind.name, list(kept))
    for name, state in NOT_PUBLIC.items():
        record = queries.record(kind, getattr(slugs, name))
        Record.objects.filter(pk=record.pk).update(state=state)
        record.refresh_from_db()
        project(kind.name, [record])
    return slugs
