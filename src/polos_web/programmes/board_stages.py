"""The templates of a stage board: which stages there are, in which order, and what each has to leave behind.

The first is the order in which IUC-LAC selected its regions. The four others are the strategies by which
cluster programmes choose clusters (IDB); their slide names the strategies, the stages under each are ours.
"""

from dataclasses import dataclass

CRITERIA, LETTER, CALL = "criteria", "letter", "call"
# What has to be there before a candidate leaves a stage.
NEEDS = {
    "preselection": CRITERIA,
    "criteria_check": CRITERIA,
    "commitment": LETTER,
    "call": CALL,
    "tender": CALL,
}


@dataclass(frozen=True)
class Template:
    """What a board chooses among, its stages in order, and its built-in criteria, if any."""

    code: str
    subject: str
    stages: tuple[str, ...]
    criteria: str = ""


TEMPLATES = {
    one.code: one
    for one in (
        Template(
            "iuc_lac",
            "territory",
            ("visit", "preselection", "commitment", "validation", "call", "match"),
            "lac_selection",
        ),
        Template("all_tradable_sectors", "cluster", ("mapping", "coverage", "chosen")),
        Template("criteria_and_tender", "cluster", ("mapping", "criteria_check", "tender", "chosen")),
        Template("consultant_proposes", "cluster", ("mapping", "proposal", "validation", "chosen")),
        Template("agreed_criteria", "cluster", ("mapping", "criteria_check", "chosen")),
    )
}


def skipped(stages: tuple[str, ...], before: str, after: str) -> tuple[str, ...]:
    """Return the stages that a step forward passes over; none where it goes back."""
    return stages[stages.index(before) + 1 : stages.index(after)]
