"""The roles people may have: plain classes, each with its permissions.

A role is assigned with a scope and a period. A role of staff counts only for somebody with a second factor.
"""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Permission(StrEnum):
    """What a role lets somebody do, within the scope of its assignment."""

    CLAIM_CLUSTER = "claim a cluster"
    EDIT_CLUSTER = "edit a cluster"
    OWN_CLUSTER = "decide who edits a cluster"
    EDIT_TERRITORY = "edit a territory"
    FACILITATE = "keep actors, bodies and dialogue"
    EDIT_PROGRAMME = "edit a programme"
    REVIEW = "review what others state"
    READ_AUDIT = "read the audit"
    ASSIGN_ROLES = "assign roles"
    EXCHANGE = "bring in and hand out whole registers"


class Role:
    """Somebody without an account."""

    name = "visitor"
    label: str | Promise = gettext_lazy("visitor")
    permissions: frozenset[Permission] = frozenset()
    is_staff = False
    scope = ""  # the kind of thing an assignment is bound to; empty: the whole site


class Visitor(Role):
    pass


class Member(Role):
    name, label = "member", gettext_lazy("member")
    permissions = frozenset({Permission.CLAIM_CLUSTER})


class ClusterEditor(Role):
    name, label = "cluster editor", gettext_lazy("cluster editor")
    permissions = frozenset({Permission.EDIT_CLUSTER})
    scope = "cluster"


class ClusterOwner(Role):
    name, label = "cluster owner", gettext_lazy("cluster owner")
    permissions = ClusterEditor.permissions | {Permission.OWN_CLUSTER}
    scope = "cluster"


class TerritoryOfficer(Role):
    name, label = "territory officer", gettext_lazy("territory officer")
    permissions = frozenset({Permission.EDIT_TERRITORY})
    is_staff = True
    scope = "territory"


class Facilitator(Role):
    name, label = "facilitator", gettext_lazy("facilitator")
    permissions = frozenset({Permission.FACILITATE, Permission.EDIT_TERRITORY})
    is_staff = True


class ProgrammeManager(Role):
    name, label = "programme manager", gettext_lazy("programme manager")
    permissions = frozenset({Permission.EDIT_PROGRAMME})
    is_staff = True
    scope = "programme"


class Reviewer(Role):
    name, label = "reviewer", gettext_lazy("reviewer")
    permissions = frozenset({Permission.REVIEW})
    is_staff = True


class Operator(Role):
    name, label = "operator", gettext_lazy("operator")
    permissions = frozenset({Permission.READ_AUDIT, Permission.ASSIGN_ROLES, Permission.EXCHANGE})
    is_staff = True


# Everybody is a visitor, everybody with an account a member; the others are assigned.
ASSIGNED: tuple[type[Role], ...] = (
    ClusterEditor,
    ClusterOwner,
    TerritoryOfficer,
    Facilitator,
    ProgrammeManager,
    Reviewer,
    Operator,
)
ROLES: dict[str, type[Role]] = {role.name: role for role in (Visitor, Member, *ASSIGNED)}
