"""``polos pairing``: the best assignment of pairs under quotas and rules, and how far to trust it."""

import csv
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter
from cyclopts.validators import Number

from polos.cli.output import Json, print_json, print_rows, say
from polos.cli.reasons import said
from polos.errors import InputError, UnreadableFile, WrongColumns
from polos.matches.assignment import CannotBeMet, best_assignment
from polos.matches.clashes import Clash, clash
from polos.matches.pairing import Assignment, Objective, PairingTask
from polos.matches.pairing_plain import plain_assignment, task_of
from polos.matches.pairing_review import Alternatives, DropOut, alternatives, drop_out, prices
from polos.matches.stable import blocking_pairs, stable_assignment
from polos.measures.caveats import Caveat
from polos.reports import wording

pairing = App(name="pairing", help="Pair two sides as an assignment under quotas and rules.")

REFUSED = 2
_CSV = ("a", "b", "value", "a_country", "b_country", "themes", "rule")
_RULES = ("", "must", "must not")
Names = Annotated[list[str] | None, Parameter(negative="")]
Seconds = Annotated[float | None, Parameter(validator=Number(gt=0))]
Flag = Annotated[bool, Parameter(negative="")]


@pairing.command
def solve(
    file: Path,
    /,
    *,
    objective: Objective = Objective.TOTAL,
    stable: Flag = False,
    price: Flag = False,
    other: Annotated[int, Parameter(validator=Number(gte=0))] = 0,
    without: Names = None,
    seconds: Seconds = None,
    as_json: Json = False,
) -> int:
    """Find the best assignment and its proof; say what clashes where the rules cannot be met.

    FILE is JSON: ``a`` and ``b`` list partners (``id``, ``country``, ``themes``, ``most``, ``least``),
    ``pairs`` holds ``a``, ``b``, ``value`` and optional ``themes``; ``rankings``, ``must``, ``must_not``,
    ``quotas`` (``kind``: country, theme or pairs; ``code``, ``side``, ``least``, ``most``) and ``minimum``
    may follow. Or it is CSV with one row a pair: a, b, value, and optional a_country, b_country, themes
    (by semicolons) and rule (must, must not); then each has one partner and there are no quotas. A pair
    without a value is of unknown value and not proposed. People decide; this is a proposal.

    Shape of the JSON: ``assignment`` (``pairs``, ``total``, ``bound``, ``proof``, ``worst``, ``quotas``,
    ``unmatched``, ``caveats``), ``blocking_pairs``, and as asked ``stable``, ``prices``, ``alternatives``,
    ``drop_outs``; or ``clash`` (``rules``, ``relaxed``, ``assignment``), with exit code 2.

    Parameters
    ----------
    file
        The task, .json or .csv.
    objective
        total: the greatest sum of values; worst_off: as many pairs as can be, the worst as good as can be.
    stable
        Add the stable assignments of deferred acceptance, one with each side proposing.
    price
        Add what each rule costs.
    other
        Add so many assignments within 2 % of the best, each as different as can be.
    without
        Add what changes if this partner drops out. May be repeated.
    seconds
        How long each stage may take; as long as it needs where not given.
    as_json
        Answer as JSON.
    """
    task = read_task(file)
    try:
        best = best_assignment(task, objective=objective, seconds=seconds)
    except CannotBeMet:
        _show_clash(clash(task, seconds=seconds), as_json=as_json)
        return REFUSED
    found: dict[str, Any] = {
        "assignment": _assignment(best),
        "blocking_pairs": [asdict(one) for one in blocking_pairs(task, best)],
    }
    if stable:
        found["stable"] = {side: _assignment(stable_assignment(task, proposing=side)) for side in "ab"}
    if price:
        costs = prices(task, best, seconds=seconds)
        found["prices"] = [vars(one) | {"rule": said(one.rule)} for one in costs]
    if other:
        found["alternatives"] = _alternatives(alternatives(task, best, count=other, seconds=seconds))
    if without:
        found["drop_outs"] = [_drop_out(drop_out(task, best, one, seconds=seconds)) for one in without]
    _show(found, best, as_json=as_json)
    return 0


def read_task(file: Path) -> PairingTask:
    """Read a task from JSON or CSV.

    Raises
    ------
    UnreadableFile
        When the file is neither.
    """
    if file.suffix.lower() not in (".json", ".csv"):
        raise UnreadableFile(
            found=f"{file.name}",
            needed="a .json or .csv file with a pairing task",
            next_step="See polos pairing solve --help for both shapes.",
        )
    try:
        text = file.read_text(encoding="utf-8-sig")
        return task_of(json.loads(text) if file.suffix.lower() == ".json" else _from_csv(text))
    except (UnicodeDecodeError, json.JSONDecodeError, csv.Error) as problem:
        raise UnreadableFile(
            found=f"{file.name}, which cannot be read: {problem}",
            needed="UTF-8 text in the shape of polos pairing solve --help",
            next_step="Correct the file.",
        ) from problem


def _from_csv(text: str) -> dict[str, Any]:
    rows = list(csv.DictReader(text.splitlines()))
    names = list(rows[0]) if rows else []
    strange = [name for name in names if name not in _CSV]
    if strange or not {"a", "b", "value"} <= set(names):
        raise WrongColumns(
            found=f"the columns {', '.join(map(str, names)) or 'of an empty file'}",
            needed=f"a, b and value, and no others than {', '.join(_CSV)}",
            next_step="Rename or add columns; quotas and capacities need JSON.",
        )
    countries: dict[str, dict[str, str]] = {"a": {}, "b": {}}
    for row in rows:
        for side in ("a", "b"):
            countries[side].setdefault(row[side], row.get(f"{side}_country") or "")
    return {
        **{side: [{"id": one, "country": of} for one, of in countries[side].items()] for side in "ab"},
        "pairs": [_csv_pair(row) for row in rows],
        "must": [[row["a"], row["b"]] for row in rows if _rule(row) == "must"],
        "must_not": [[row["a"], row["b"]] for row in rows if _rule(row) == "must not"],
    }


def _csv_pair(row: dict[str, str]) -> dict[str, Any]:
    themes = [theme.strip() for theme in (row.get("themes") or "").split(";") if theme.strip()]
    return {"a": row["a"], "b": row["b"], "value": row["value"]} | ({"themes": themes} if themes else {})


def _rule(row: dict[str, str]) -> str:
    rule = (row.get("rule") or "").strip()
    if rule not in _RULES:
        raise InputError(
            found=f"{rule!r} as the rule of {row['a']}, {row['b']}",
            needed="must, must not, or nothing",
            next_step="Correct the column rule.",
        )
    return rule


def _assignment(assignment: Assignment) -> dict[str, Any]:
    return plain_assignment(assignment) | {"caveats": [said(one) for one in assignment.caveats]}


def _alternatives(found: Alternatives) -> dict[str, Any]:
    return {
        "tolerance": found.tolerance,
        "kept": found.kept,
        "others": [vars(one) | {"assignment": _assignment(one.assignment)} for one in found.others],
    }


def _drop_out(found: DropOut) -> dict[str, Any]:
    made = {
        name: None if (one := getattr(found, name)) is None else _assignment(one)
        for name in ("repaired", "anew")
    }
    return vars(found) | made


def _show_clash(found: Clash, *, as_json: bool) -> None:
    if as_json:
        relaxed = [{"rule": said(one.rule), "by": one.by} for one in found.relaxed]
        rules = [said(rule) for rule in found.rules]
        print_json(
            {"clash": {"rules": rules, "relaxed": relaxed, "assignment": _assignment(found.assignment)}}
        )
        return
    say("The rules cannot all be met. These clash; without any one of them the others can be met:")
    for rule in found.rules:
        say(f"  {_in_english(rule)}")
    say("The smallest relaxation of all the rules:")
    for one in found.relaxed:
        say(f"  by {one.by}: {_in_english(one.rule)}")
    say("The best assignment with it:")
    print_rows(_rows(found.assignment), as_json=False)


def _show(found: dict[str, Any], best: Assignment, *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    print_rows(_rows(best), as_json=False)
    bound = "" if best.bound is None else f", at most {best.bound:.6g} possible"
    say(f"Total {best.total:.6g}{bound}; {best.proof.value.replace('_', ' ')}; objective {best.objective}.")
    for use in best.quotas:
        bounds = f"{use.quota.least} to {'any' if use.quota.most is None else use.quota.most}"
        say(f"Quota {use.quota.kind} {use.quota.code} {use.quota.side}: {use.count} ({bounds})")
    for caveat in best.caveats:
        say(f"Keep in mind: {_in_english(caveat)}")
    say(f"Pairs that would rather be made: {len(found['blocking_pairs'])}. All the rest: --json.")
    for one in found.get("prices", []):
        say(f"Without this rule {one['total']:+.6g}: {one['rule']['sentence']}")
    say("People decide; this is a proposal.")


def _rows(assignment: Assignment) -> list[dict[str, Any]]:
    return [
        {
            "a": pair.a,
            "b": pair.b,
            "value": "not known" if pair.value is None else f"{pair.value:.6g}",
            "themes": "; ".join(pair.themes),
            "must": "yes" if pair.must else "",
            "place for a": pair.place_for_a,
            "place for b": pair.place_for_b,
        }
        for pair in assignment.pairs
    ]


def _in_english(thing: Caveat) -> str:
    return wording.say(thing, "en")
