"""Whom the registers know by role, territory and group of the helix: people who may be asked to take part."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from polos_web.accounts import queries as people
from polos_web.accounts.models import User
from polos_web.accounts.roles import ClusterEditor, ClusterOwner, TerritoryOfficer
from polos_web.actors import queries as actors
from polos_web.actors.kinds import CONTACT
from polos_web.clusters import queries as clusters
from polos_web.dialogue.models import Dialogue
from polos_web.registers import access as registers
from polos_web.registers.models import State
from polos_web.registers.queries import of_kind, sheets
from polos_web.territories import queries as territories

# Roles of an account, with the role in the dialogue that is supposed.
ROLES = {
    "officers": ((TerritoryOfficer, "authority"),),
    "clusters": ((ClusterOwner, "cluster"), (ClusterEditor, "cluster")),
}


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be asked; ``row`` is what is known for the invitation."""

    key: str
    name: str
    territory: str
    cluster: str
    helix: str
    role: str
    row: dict[str, Any]


def candidates(dialogue: Dialogue, filters: SimpleNamespace, *, by: User) -> list[Candidate]:
    """Return those who fit ``among``, ``territory`` and ``helix`` and do not take part yet, by name.

    Without ``among`` nobody is looked for. People with a role are known by its scope; contact persons by what
    they are there for, as far as ``by`` may read it.
    """
    if not filters.among:
        return []
    read = _contacts(by) if filters.among == "contacts" else _with_role(filters.among)
    there = set(dialogue.participants.values_list("email", flat=True))
    fitting = {
        one.row["email"]: one
        for one in read
        if one.row["email"] not in there
        and filters.territory in ("", one.territory)
        and filters.helix in ("", one.helix)
    }
    return sorted(fitting.values(), key=lambda one: (one.territory, one.name))


def _with_role(among: str) -> list[Candidate]:
    today, found = timezone.now().date(), []
    for role, supposed in ROLES[among]:
        for held in people.assignments().filter(role=role.name, person__is_active=True):
            if held.is_in_force(today):
                place = _place(**{role.scope: held.scope})
                helix = "public_administration" if among == "officers" else ""
                found.append(_of_account(held.person, supposed, helix, place))
    return found


def _of_account(person: User, role: str, helix: str, place: dict[str, str]) -> Candidate:
    row = {
        "email": (person.email or "").lower(), "name": person.name, "language": person.language,
        "role": role, "helix": helix, **place,
    }  # fmt: skip
    return Candidate(f"p{person.pk}", str(person), place["territory"], place["cluster"], helix, role, row)


def _contacts(by: User) -> list[Candidate]:
    records = [one for one in of_kind(CONTACT, state=State.PUBLISHED) if registers.may_read(by, one)]
    found = []
    for record in records:
        reaches = registers.reaches(by, record)
        told = sheets([record], reaches)[record.pk]
        email, name = told.value("email"), told.value("name")
        if email:
            helix = _helix(told.value("actor"))
            place = _place(territory=told.value("territory") or "", cluster=told.value("cluster") or "")
            row = {"email": email.lower(), "name": name or "", "role": "expert", "helix": helix, **place}
            found.append(
                Candidate(
                    f"c{record.pk}", name or email, place["territory"], place["cluster"], helix, "expert", row
                )
            )
    return found


def _helix(actor: str | None) -> str:
    anything = SimpleNamespace(q="", helix="", kind="", country="", territory="")
    found = actors.chosen(anything).filter(slug=actor).first() if actor else None
    return found.helix if found else ""


def _place(territory: str = "", cluster: str = "") -> dict[str, str]:
    """Return side, country, territory and cluster as far as the registers know them."""
    one = clusters.cluster(cluster) if cluster else None
    if one is not None and not territory:
        territory = one.territory_id or ""
    lies = territories.territory(territory) if territory else None
    side = lies.side if lies else one.side if one else ""
    country = lies.country if lies else one.country if one else ""
    return {
        "territory": lies.pk if lies else "",
        "cluster": cluster,
        "side": side or "",
        "country": country or "",
    }
