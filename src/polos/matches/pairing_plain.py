"""A pairing task, and what was made of it, as plain lists and mappings: for files and for keeping."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from polos.errors import WrongColumns, WrongRows
from polos.matches.pairing import Assignment, Pair, PairingTask, Partner, Quota, QuotaKind

KEYS = ("a", "b", "pairs", "rankings", "must", "must_not", "quotas", "minimum")
_PARTNER = ("id", "country", "themes", "most", "least")
_QUOTA = ("kind", "code", "side", "least", "most")
_PAIR = ("a", "b", "value", "themes")


def task_of(plain: Mapping[str, Any]) -> PairingTask:
    """Return a pairing task from plain lists and mappings, as JSON has them.

    Parameters
    ----------
    plain
        ``a`` and ``b``: lists of partners (``id``, and where they differ from none and one: ``country``,
        ``themes``, ``most``, ``least``). ``pairs``: rows with ``a``, ``b``, ``value`` and optional
        ``themes``; a pair without a row, or without a value, is of unknown value. Optional: ``rankings``
        (id to list of ids), ``must`` and ``must_not`` (lists of two ids), ``quotas`` (``kind``, ``code``,
        ``side``, ``least``, ``most``) and ``minimum``.

    Raises
    ------
    WrongColumns
        When something is named that has no meaning here, or something needed is missing.
    WrongRows
        When a pair is given twice or a number is none; as in :class:`polos.matches.pairing.PairingTask`.
    """
    _require_names(plain, KEYS, "a", "b", "pairs", what="the task")
    a, b = (tuple(_partner(one) for one in plain[side]) for side in ("a", "b"))
    place_a, place_b = ({partner.id: k for k, partner in enumerate(side)} for side in (a, b))
    values = np.full((len(a), len(b)), np.nan)
    themes: dict[Pair, tuple[str, ...]] = {}
    seen: set[Pair] = set()
    for row in plain["pairs"]:
        _require_names(row, _PAIR, "a", "b", what="a pair")
        pair = str(row["a"]), str(row["b"])
        if pair in seen or pair[0] not in place_a or pair[1] not in place_b:
            raise WrongRows(
                found=f"the pair {pair[0]!r}, {pair[1]!r}" + (" twice" if pair in seen else ""),
                needed="a partner of side a with one of side b, each pair once",
                next_step="Correct the pair, or add the partner.",
            )
        seen.add(pair)
        values[place_a[pair[0]], place_b[pair[1]]] = _number(row.get("value"), pair)
        if row.get("themes") is not None:
            themes[pair] = tuple(map(str, row["themes"]))
    minimum = plain.get("minimum")
    return PairingTask(
        a=a,
        b=b,
        values=values,
        rankings={str(who): tuple(map(str, order)) for who, order in plain.get("rankings", {}).items()},
        must=_pairs(plain.get("must", ())),
        must_not=_pairs(plain.get("must_not", ())),
        quotas=tuple(_quota(one) for one in plain.get("quotas", ())),
        minimum=None if minimum is None else _number(minimum, ("the", "minimum")),
        themes=themes,
    )


def plain_of(task: PairingTask) -> dict[str, Any]:
    """Return a task as plain lists and mappings, from which :func:`task_of` makes the same task."""
    return {
        **{
            side: [{name: _listed(getattr(one, name)) for name in _PARTNER} for one in partners]
            for side, partners in (("a", task.a), ("b", task.b))
        },
        "pairs": [
            {"a": one.id, "b": other.id, "value": task.value((one.id, other.id))}
            | ({"themes": list(task.themes[one.id, other.id])} if (one.id, other.id) in task.themes else {})
            for one in task.a
            for other in task.b
        ],
        "rankings": {who: list(order) for who, order in task.rankings.items()},
        "must": sorted(map(list, task.must)),
        "must_not": sorted(map(list, task.must_not)),
        "quotas": [
            {name: getattr(one, name) for name in _QUOTA} | {"kind": one.kind.value} for one in task.quotas
        ],
        "minimum": task.minimum,
    }


def plain_assignment(assignment: Assignment) -> dict[str, Any]:
    """Return an assignment as plain lists and mappings; caveats stay codes with their values."""
    return {
        "objective": assignment.objective.value,
        "proof": assignment.proof.value,
        "total": assignment.total,
        "bound": assignment.bound,
        "worst": assignment.worst,
        "pairs": [dict(vars(pair)) | {"themes": list(pair.themes)} for pair in assignment.pairs],
        "quotas": [
            {name: getattr(use.quota, name) for name in _QUOTA}
            | {"kind": use.quota.kind.value, "count": use.count, "at_bound": use.at_bound}
            for use in assignment.quotas
        ],
        "unmatched": {"a": list(assignment.unmatched_a), "b": list(assignment.unmatched_b)},
        "caveats": [{"code": str(one.code), "values": dict(one.values)} for one in assignment.caveats],
    }


def _partner(plain: Mapping[str, Any]) -> Partner:
    _require_names(plain, _PARTNER, "id", what="a partner")
    return Partner(
        id=str(plain["id"]),
        country=str(plain.get("country") or ""),
        themes=tuple(map(str, plain.get("themes") or ())),
        most=_whole(plain.get("most", 1), "most"),
        least=_whole(plain.get("least", 0), "least"),
    )


def _quota(plain: Mapping[str, Any]) -> Quota:
    _require_names(plain, _QUOTA, "kind", what="a quota")
    kinds = [kind.value for kind in QuotaKind]
    if plain["kind"] not in kinds:
        raise WrongRows(
            found=f"a quota of kind {plain['kind']!r}",
            needed=f"one of {', '.join(kinds)}",
            next_step="Correct the kind.",
        )
    most = plain.get("most")
    return Quota(
        kind=QuotaKind(plain["kind"]),
        code=str(plain.get("code") or ""),
        side=str(plain.get("side") or ""),
        least=_whole(plain.get("least") or 0, "least"),
        most=None if most is None else _whole(most, "most"),
    )


def _pairs(plain: Sequence[Sequence[str]]) -> frozenset[Pair]:
    for pair in plain:
        if isinstance(pair, str) or len(pair) != 2:
            raise WrongRows(
                found=f"{pair!r} as a pair",
                needed="two ids: one of side a, one of side b",
                next_step="Correct the pair.",
            )
    return frozenset((str(a), str(b)) for a, b in plain)


def _number(value: Any, pair: Pair) -> float:
    if value is None or value == "":
        return float("nan")
    try:
        return float(value)
    except (TypeError, ValueError):
        raise WrongRows(
            found=f"{value!r} for {' '.join(pair)}",
            needed="a number, or nothing where it is unknown",
            next_step="Correct the value.",
        ) from None


def _whole(value: Any, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise WrongRows(
            found=f"{value!r} for {name!r}", needed="a whole number", next_step="Correct the number."
        )
    return int(value)


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _require_names(plain: Any, known: Sequence[str], *needed: str, what: str) -> None:
    if not isinstance(plain, Mapping):
        raise WrongRows(
            found=f"{plain!r} for {what}",
            needed=f"names with values: {', '.join(known)}",
            next_step="Give an object with these names.",
        )
    strange = [str(name) for name in plain if name not in known]
    missing = [name for name in needed if name not in plain]
    if strange or missing:
        raise WrongColumns(
            found=f"{what} with {', '.join(strange)}" if strange else f"{what} without {', '.join(missing)}",
            needed=f"names among {', '.join(known)}; always {', '.join(needed)}",
            next_step="Rename or add what is missing.",
        )
