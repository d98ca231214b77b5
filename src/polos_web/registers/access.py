"""Who may see, make and change records."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from polos_web.accounts.access import WHOLE_SITE, Asking, is_signed_in, may, scopes_of
from polos_web.accounts.models import User
from polos_web.accounts.roles import Permission
from polos_web.registers.kinds import PUBLIC, Kind, Reach, kinds
from polos_web.registers.models import Record, State
from polos_web.registers.statements import Statement


def may_create(asking: Asking, kind: Kind) -> bool:
    """Whether somebody may add to a register; what may be added is asked again of the finished record."""
    if kind.to_create is None:
        return is_signed_in(asking)
    return may(asking, kind.to_create) or any(scopes_of(asking, one) for one, _ in kind.through)


def may_add_about(asking: Asking, kind: Kind, slug: str) -> bool:
    """Whether somebody may add a record that names this other one as what it belongs to."""
    if kind.to_create is None or may(asking, kind.to_create):
        return is_signed_in(asking)
    return any(may(asking, permission, slug) for permission, _ in kind.through)


def may_import(asking: Asking, kind: Kind) -> bool:
    """Whether somebody may bring many records into a register at once: operators, and who keeps all of it."""
    return may(asking, Permission.EXCHANGE) or may(asking, kind.permission)


def may_import_some(asking: Asking, kind: Kind) -> bool:
    """Whether somebody may bring records into a register, at least those of what they keep themselves."""
    return may_import(asking, kind) or any(scopes_of(asking, one) for one, _ in kind.through)


@dataclass(frozen=True)
class Own:
    """What somebody keeps of a register: records by short name, and by field what new ones may refer to."""

    slugs: frozenset[str]
    referred: Mapping[str, frozenset[str]]

    def may_hold(self, statement: Statement) -> bool:
        """Whether a new record that states this is one of theirs."""
        scopes = self.referred.get(statement.field, frozenset())
        return bool(scopes & {WHOLE_SITE, statement.value}) if isinstance(statement.value, str) else False


def own(person: User, kind: Kind) -> Own:
    """Return what a person keeps of a register because of what its records refer to."""
    referred = {field: scopes_of(person, permission) for permission, field in kind.through}
    kept = Record.objects.none()
    for field, scopes in referred.items():
        kept |= _referring(field, scopes).filter(kind_name=kind.name)
    return Own(frozenset(kept.values_list("slug", flat=True)), referred)


def may_have_made(asking: Asking, record: Record) -> bool:
    """Whether a new record, with what it refers to, is one that somebody may add."""
    to_create = record.kind.to_create
    return to_create is None or may(asking, to_create) or is_keeper(asking, record)


def may_edit(asking: Asking, record: Record) -> bool:
    """Whether somebody keeps the record, or the whole register; nobody edits what was withdrawn."""
    return record.state != State.WITHDRAWN and is_keeper(asking, record)


def is_keeper(asking: Asking, record: Record) -> bool:
    """Whether somebody keeps the record, in whatever state it is."""
    return may(asking, record.kind.permission, record.slug) or _keeps_what_it_refers_to(asking, record)


def may_read(asking: Asking, record: Record) -> bool:
    """Whether somebody may know of the record: everybody of a published one, else keepers and reviewers."""
    return record.is_public or is_keeper(asking, record) or may(asking, Permission.REVIEW)


def may_withdraw(asking: Asking, record: Record) -> bool:
    """Whether somebody may take the record from the public: who keeps it, and reviewers on request."""
    return is_keeper(asking, record) or may(asking, Permission.REVIEW)


def reaches(asking: Asking, record: Record) -> frozenset[Reach]:
    """Return which statements of the record somebody may read."""
    if is_keeper(asking, record):
        return frozenset(Reach)
    return frozenset({Reach.PUBLIC, Reach.MEMBERS}) if is_signed_in(asking) else PUBLIC


def readable(asking: Asking) -> QuerySet[Record]:
    """Return the records ``may_read`` lets somebody know of."""
    wanted = Q(state=State.PUBLISHED)
    if may(asking, Permission.REVIEW):
        return Record.objects.all()
    for kind in kinds():
        scopes = scopes_of(asking, kind.permission)
        if WHOLE_SITE in scopes:
            wanted |= Q(kind_name=kind.name)
        elif scopes:
            wanted |= Q(kind_name=kind.name, slug__in=scopes)
        for permission, field in kind.through:
            if referred := scopes_of(asking, permission):
                wanted |= Q(kind_name=kind.name, pk__in=_referring(field, referred))
    return Record.objects.filter(wanted)


def kept(asking: Asking) -> QuerySet[Record]:
    """Return the records somebody keeps by a role for just them, not by one for the whole site."""
    wanted = Q(pk=None)
    for kind in kinds():
        if scopes := scopes_of(asking, kind.permission) - {WHOLE_SITE}:
            wanted |= Q(kind_name=kind.name, slug__in=scopes)
    return Record.objects.filter(wanted)


def _keeps_what_it_refers_to(asking: Asking, record: Record) -> bool:
    granted = [(field, scopes_of(asking, permission)) for permission, field in record.kind.through]
    return any(_referring(field, scopes).filter(pk=record.pk).exists() for field, scopes in granted if scopes)


def _referring(field: str, scopes: frozenset[str]) -> QuerySet[Record]:
    """Return the records whose field, as it stands, names one of the scopes; any name for the whole site."""
    told: dict[str, Any] = {
        "facts__field": field,
        "facts__ended_at__isnull": True,
        "facts__value__isnull": False,
    }
    if WHOLE_SITE not in scopes:
        told["facts__value__in"] = sorted(scopes)
    return Record.objects.filter(**told)
