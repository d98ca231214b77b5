"""The pages docs/methods, built from the docstrings of the measures and from what is specified here.

Run ``make pages`` after a change; a test compares the pages with what they would be.
"""

import ast
import inspect
import re
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from polos import measures
from polos.measures.descriptions import RECALL, RECALL_IN_WORDS, Description, describe
from spec.tables import read_drawn

HERE = Path(__file__).resolve().parent
PAGES = HERE.parents[1] / "docs" / "methods"
NOBODY = "None of the packages that this library was compared with is known to compute it."
NOTE = "<!-- Built by tests/spec/pages.py from docstrings and tests/spec: change those. -->"

FAMILIES = {
    "specialisation": "Specialisation",
    "configuration_model": "Advantage over what totals let one expect",
    "portfolio": "Specialisation of a whole territory",
    "strength_rules": "Sureness and strength of a specialisation",
    "joint_occurrence": "Co-occurrence",
    "relatedness": "Relatedness",
    "association": "Relatedness compared with chance",
    "density": "Relatedness density",
    "added_relatedness": "Complementarity",
    "complexity": "Complexity",
    "resampled_complexity": "Sureness of complexity",
    "fitness_iteration": "Fitness",
    "outlook": "What complexity lies within reach",
    "recombination": "Ease of recombination",
    "value_chain": "Value chains",
    "value_chain_regional": "Value chains of a region",
    "value_chain_seasons": "Seasons of produce",
    "variety": "Variety",
    "concentration": "Concentration",
    "agglomeration": "Concentration of plants",
    "pair_distances": "Distances between plants",
    "point_patterns": "What surrounds plants",
    "spatial": "Likeness of neighbours",
    "local_spatial": "Likeness of neighbours, place by place",
    "structure": "Structural distance",
    "dynamics": "Change",
    "growth_parts": "Shift-share",
    "transitions": "Moving between classes",
    "neighbour_transitions": "Moving between classes beside neighbours",
    "rank_mobility": "Keeping ranks",
    "productivity": "Income, inequality and emissions of activities",
    "activity_similarity": "Similarity of activities",
    "cluster_definitions": "Definitions of clusters",
    "cluster_validation": "Scores of definitions of clusters",
    "survey": "Answers of few people",
    "survey_comparison": "Whether two sides answer differently",
    "survey_pairs": "Answers that belong together",
    "survey_design": "Before a survey is sent, and who answered",
    "survey_disclosure": "What may be shown of few people",
    "survey_bounds": "What published figures leave possible",
    "consensus": "Consensus",
    "consensus_delphi": "Rounds of a Delphi",
    "agreement": "Agreement of coders",
    "opinion": "Groups of people who vote alike",
    "opinion_statements": "Statements before groups",
    "opinion_stability": "Stability of groups",
}


@dataclass(frozen=True)
class Example:
    """One case: why it is so, tables given by name, other options, and the table or the code that checks."""

    why: str
    tables: dict[str, str]
    options: dict[str, str]
    part: str = ""
    expected: str = ""
    code: str = ""


def pages() -> dict[str, str]:
    """Return the text of every page by file name."""
    found = [describe(getattr(measures, name)) for name in names()]
    built = {f"{one.name}.md": page(one) for one in found}
    return built | {"README.md": contents(found)}


def names() -> list[str]:
    """Return the measures: the functions that the package lists."""
    return [name for name in measures.__all__ if inspect.isfunction(getattr(measures, name))]


def contents(found: list[Description]) -> str:
    """Return the list of all pages by family."""
    lines = [
        NOTE,
        "",
        "# Methods",
        "",
        "One page a measure: formula, example by hand, when undefined, source.",
    ]
    families = [*FAMILIES, *sorted({one.family for one in found} - FAMILIES.keys())]
    for family in families:
        members = [one for one in found if one.family == family]
        if members:
            lines += ["", f"## {FAMILIES.get(family, family)}", "", "| measure | what it says |", "|---|---|"]
            lines += [f"| [{one.name}]({one.name}.md) | {_inline(one.summary)} |" for one in members]
    recalled = [one for one in found if one.is_recalled]
    lines += ["", "## Formulas from recollection", "", _list_of_recalled(recalled)]
    return "\n".join(lines) + "\n"


def page(one: Description) -> str:
    """Return the page of one measure."""
    lines = [NOTE, "", f"# {one.name.replace('_', ' ').capitalize()}", "", _inline(one.summary)]
    lines += ["", f"`polos.{one.name}`, from `polos.measures.{one.family}`", "", f"$$ {one.formula} $$"]
    if one.explanation:
        lines += ["", _prose(one.explanation)]
    lines += ["", "## What it takes and gives", "", *_parameters(one.sections.get("Parameters", ""))]
    lines += ["", *_result(one.sections.get("Returns", ""))]
    if "Raises" in one.sections:
        lines += ["", "Refused:", "", *_parameters(one.sections["Raises"])]
    lines += _examples(one.name)
    facts = tomllib.loads((HERE / "others.toml").read_text(encoding="utf-8"))
    lines += ["", "## Who computes it how", "", *(f"- {fact}" for fact in facts.get(one.name, [NOBODY]))]
    lines += ["", "## Source", "", _inline(one.references)]
    return "\n".join(lines).rstrip() + "\n"


@cache
def examples() -> dict[str, tuple[Example, ...]]:
    """Return the specified cases by measure, in the order of the files."""
    found: dict[str, list[Example]] = {}
    for path in sorted(HERE.glob("test_*.py")):
        source = path.read_text(encoding="utf-8")
        module = ast.parse(source)
        constants = _constants(module)
        for function in module.body:
            if isinstance(function, ast.FunctionDef) and function.name.startswith("test_"):
                for name, example in (
                    *_cases(function, constants),
                    *_worked(function, module, source, constants),
                ):
                    found.setdefault(name, []).append(example)
    return {name: tuple(cases) for name, cases in found.items()}


def write(folder: Path) -> None:
    """Write every page, and remove pages of measures that are no more."""
    built = pages()
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.md"):
        if path.name not in built:
            path.unlink()
    for name, text in built.items():
        (folder / name).write_text(text, encoding="utf-8")


def _constants(module: ast.Module) -> dict[str, str]:
    shared = ast.parse((HERE / "test_density.py").read_text(encoding="utf-8"))
    return {
        target.id: node.value.value
        for node in (*shared.body, *module.body)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def _cases(function: ast.FunctionDef, constants: dict[str, str]) -> Iterator[tuple[str, Example]]:
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "spec"):
            continue
        measure = node.args[0]
        if not isinstance(measure, ast.Attribute | ast.Name):
            continue
        name = measure.attr if isinstance(measure, ast.Attribute) else measure.id
        written = {keyword.arg or "": keyword.value for keyword in node.keywords}
        yield name, _example(ast.get_docstring(function) or "", written, constants)


def _worked(
    function: ast.FunctionDef, module: ast.Module, source: str, constants: dict[str, str]
) -> Iterator[tuple[str, Example]]:
    """Return the case of a test marked ``by_hand`` for each measure it is marked with."""
    marks = [ast.unparse(mark) for mark in function.decorator_list]
    marked = [name for mark in marks if mark.startswith("by_hand(") for name in re.findall(r"'(\w+)'", mark)]
    if not marked:
        return
    body = function.body[bool(ast.get_docstring(function)) :]
    used = {node.id for statement in body for node in ast.walk(statement) if isinstance(node, ast.Name)}
    tables = {name: text for name, text in constants.items() if name in used and "|" in text}
    others = [_lines(source, one, one) for one in _others_used(used - tables.keys(), module)]
    code = "\n\n".join([*others, _lines(source, body[0], body[-1])])
    for name in marked:
        yield name, Example(ast.get_docstring(function) or "", tables, {}, code=code)


def _others_used(names: set[str], module: ast.Module) -> list[ast.stmt]:
    """Return what the file defines and the code of a test names, so that it can be read by itself."""
    found: list[ast.stmt] = []
    for node in reversed(module.body):
        is_named = isinstance(node, ast.FunctionDef) and node.name in names
        if is_named or (isinstance(node, ast.Assign) and {ast.unparse(one) for one in node.targets} & names):
            found.insert(0, node)
            names = names | {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return found


def _lines(source: str, first: ast.stmt, last: ast.stmt) -> str:
    return textwrap.dedent("\n".join(source.splitlines()[first.lineno - 1 : last.end_lineno]))


def _example(why: str, written: dict[str, ast.expr], constants: dict[str, str]) -> Example:
    tables: dict[str, str] = {}
    options: dict[str, str] = {}
    for name, value in written.items():
        parts = value.elts if isinstance(value, ast.Tuple) and name == "given" else [value]
        for i, part in enumerate(parts):
            text = _text(part, constants)
            label = name if len(parts) == 1 else f"{name} {i + 1}"
            if text is not None and "|" in text:
                tables[label] = text
            elif name not in {"part", "expected"}:
                options[name] = ast.unparse(part)
    part = _text(written["part"], constants) if "part" in written else ""
    return Example(why, tables, options, part or "", tables.pop("expected"))


def _text(node: ast.expr, constants: dict[str, str]) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return constants.get(node.id) if isinstance(node, ast.Name) else None


def _examples(name: str) -> list[str]:
    cases = examples().get(name, ())
    if not cases:
        return []
    lines = ["", "## By hand"]
    for case in cases:
        lines += ["", case.why, ""]
        for label, table in case.tables.items():
            heading = f"`{label}`" if case.code else label.capitalize()
            lines += [f"{heading}:", "", *_table(table), ""]
        if case.code:
            lines += ["~~~", case.code, "~~~"]
            continue
        if case.options:
            lines += [
                f"With {', '.join(f'`{option}={value}`' for option, value in case.options.items())}.",
                "",
            ]
        lines += [f"{'Result' if not case.part else f'Result, `{case.part}`'}:", "", *_table(case.expected)]
    return lines


def _table(text: str) -> list[str]:
    drawn = read_drawn(text)
    heading = f"| | {' | '.join(drawn.columns)} |"
    rule = "|---|" + "---:|" * len(drawn.columns)
    rows = [
        f"| {label} | {' | '.join(_cell(cell) for cell in cells)} |"
        for label, cells in zip(drawn.rows, drawn.cells, strict=True)
    ]
    return [heading, rule, *rows]


def _cell(cell: str) -> str:
    return {"?": "unknown"}.get(cell, f"*{cell.replace('_', ' ')}*" if cell[:1].isalpha() else cell)


def _parameters(section: str) -> list[str]:
    """Return a numpy section as a list: names at the margin, what they are indented below."""
    lines: list[str] = []
    for entry in re.split(r"\n(?=\S)", section):
        name, _, text = entry.partition("\n")
        lines.append(f"- **{name}**: {_inline(' '.join(textwrap.dedent(text).split()))}" if name else "")
    return [line for line in lines if line]


def _result(section: str) -> list[str]:
    kind, _, text = section.partition("\n")
    return [f"Gives **{kind}**: {_inline(' '.join(text.split()))}"]


def _prose(text: str) -> str:
    paragraphs = re.split(r"\n\s*\n", text)
    return "\n\n".join(_inline(" ".join(paragraph.split())) for paragraph in paragraphs)


def _inline(text: str) -> str:
    """Turn the roles of docstrings into Markdown."""
    text = re.sub(r":math:`([^`]*)`", r"$\1$", text)
    text = re.sub(r":\w+:`~?([\w.]+)`", lambda found: _link(found[1]), text)
    return text.replace("``", "`").replace(RECALL, RECALL_IN_WORDS)


def _link(target: str) -> str:
    name = target.rpartition(".")[2]
    return f"[{name}]({name}.md)" if name in names() else f"`{name}`"


def _list_of_recalled(recalled: list[Description]) -> str:
    links = ", ".join(f"[{one.name}]({one.name}.md)" for one in recalled)
    return (
        "These were written without the text of their source at hand and are marked on their pages as "
        f"{RECALL_IN_WORDS[1:-1]}: {links}."
    )


if __name__ == "__main__":
    write(PAGES)
