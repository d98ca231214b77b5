"""Writes of the registers of clusters and their organisations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from polos.table import Table
from polos_web.accounts.access import require
from polos_web.accounts.models import User
from polos_web.clusters import projecting, reference
from polos_web.clusters.kinds import CLUSTER, ORGANISATION
from polos_web.registers import access
from polos_web.registers import actions as registers
from polos_web.registers.kinds import Kind, Reach
from polos_web.registers.models import Record, Voice
from polos_web.registers.queries import sheet
from polos_web.registers.statements import Statement
from polos_web.translation.text import Text


@transaction.atomic
def load(clusters: Table, *, at: datetime | None = None) -> int:
    """Let the registers say of every built-in cluster exactly what the table says; return how many."""
    at = at or timezone.now()
    _follow(ORGANISATION, list(reference.organisations(clusters)), at)
    if _follow(CLUSTER, list(reference.systems(clusters)), at)["same"]:
        projecting.anew()
    return clusters.rows.height


def _follow(kind: Kind, rows: list[tuple[str, Sequence[Statement]]], at: datetime) -> dict[str, int]:
    counts = registers.load(kind, rows, voice=Voice.REFERENCE, at=at, is_built_in=True)
    registers.end_absent(kind, {slug for slug, _ in rows}, voice=Voice.REFERENCE, at=at)
    return counts


@transaction.atomic
def begin(
    statements: Sequence[Statement], *, name: Text, country: str, is_published: bool, by: User, at: datetime
) -> Record:
    """Make a new cluster with its organisation, kept by who makes them: public at once, or drafts.

    Raises
    ------
    PermissionDenied, WrongStatements
    """
    slug = registers.free_slug(CLUSTER, country, name.original)
    made = registers.create(CLUSTER, slug, statements, by=by, at=at)
    records = [made, _organisation(slug, name, by=by, at=at)]
    if is_published:
        publish(records, by=by, at=at)
    return made


@transaction.atomic
def add_organisation(cluster: Record, *, by: User, at: datetime) -> Record:
    """Make the record of the organisation that speaks for a cluster, as a draft with the cluster's name.

    Raises
    ------
    PermissionDenied, WrongStatements
    """
    require(access.may_edit, by, cluster)
    name = sheet(cluster, frozenset(Reach)).value("name")
    return _organisation(cluster.slug, name, by=by, at=at)


@transaction.atomic
def publish(records: Sequence[Record], *, by: User, at: datetime) -> None:
    """Show the records of a cluster to everybody; those that are public already stay as they are.

    Raises
    ------
    PermissionDenied, WrongStatements
    """
    for record in records:
        require(access.may_edit, by, record)
        if not record.is_public:
            registers.publish(record, by=by, at=at)


def _organisation(slug: str, name: Any, *, by: User, at: datetime) -> Record:
    return registers.create(ORGANISATION, slug, [Statement("name", name)], by=by, at=at)
