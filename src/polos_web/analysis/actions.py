"""Keeping how a result was computed."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from django.db import transaction
from django.utils import timezone

from polos import reference
from polos_web.analysis import queries
from polos_web.analysis.models import Revision, Run, unrepeated
from polos_web.analysis.statistics import statistics
from polos_web.analysis.values import Papers

# Runs asked for by visitors are kept up to this many, the latest ones.
KEPT = 5000


def library_version() -> str:
    """Return the version of the library that computes."""
    return version("polos")


def papers(kind: str, *, parameters: Mapping[str, Any], inputs: Mapping[str, str]) -> Papers:
    """Return the papers of a question: what was asked, on which inputs, with which library."""
    library = library_version()
    text = json.dumps([kind, parameters, inputs, library], sort_keys=True, default=str)
    return Papers(kind, dict(parameters), dict(inputs), library, sha256(text.encode()).hexdigest())


def changed(register: str, *, checksum: str) -> None:
    """Note, in the transaction that changed a register, that results computed from it are out of date."""
    now = {"token": unrepeated(), "checksum": checksum, "changed_at": timezone.now()}
    Revision.objects.update_or_create(register=register, defaults=now)


def keep(asked: Papers, *, result_digest: str, result: Any = None) -> None:
    """Keep a run; the same question on the same inputs is kept once, and the oldest make room."""
    if not Run.objects.filter(pk=asked.digest).exists():
        _keep(asked, result_digest, result)


@transaction.atomic
def _keep(asked: Papers, result_digest: str, result: Any) -> None:
    told = told_of(asked, result_digest, result, at=timezone.now())
    _, is_new = Run.objects.get_or_create(digest=asked.digest, defaults=told)
    passing = Run.objects.filter(is_kept=False)
    if is_new and passing.count() > KEPT:
        oldest = passing.order_by("-computed_at").values_list("pk", flat=True)[KEPT:]
        Run.objects.filter(pk__in=list(oldest)).delete()


def told_of(asked: Papers, result_digest: str, result: Any, *, at: datetime) -> dict[str, Any]:
    """Return what is kept of a run beside its digest, which is that of its papers."""
    return {
        "kind": asked.kind,
        "parameters": asked.parameters,
        "inputs": asked.inputs,
        "library_version": asked.library_version,
        "result_digest": result_digest,
        "result": result,
        "computed_at": at,
    }


def digest(result: Any) -> str:
    """Return the SHA-256 of a result given as plain values."""
    return sha256(json.dumps(result, sort_keys=True, default=str).encode()).hexdigest()


def inputs() -> dict[str, str]:
    """Return the checksums of everything a list of counterparts is made from."""
    pairings = {"pairings": reference.pairings().origin.checksum}
    return {"territories": queries.checksum("territories"), **pairings, **statistics().checksums}
