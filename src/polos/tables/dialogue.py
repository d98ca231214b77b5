"""A dialogue as tables: statements, who took part, votes, codings, synthesis, surveys and Delphi rounds."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from polos.errors import UnreadableFile, WrongColumns, WrongRows
from polos.provenance import Origin
from polos.sources.dialogue_archive import Archive
from polos.table import Schema, Table, require_ids
from polos.tables.answers import Answers, answers_from_csv, answers_to_csv
from polos.tables.questionnaire_csv import from_csv, to_csv
from polos.tables.votes import Votes

_TEXT, _FLAG, _LIST, _WHOLE = pl.String(), pl.Boolean(), pl.List(pl.String), pl.Int32()
STATEMENTS: Schema = {
    "statement_id": _TEXT,
    "contribution_id": _TEXT,
    "block": _TEXT,
    "question": _TEXT,
    "text": _TEXT,
    "language": _TEXT,
    "kind": _TEXT,
    "author": _TEXT,
    "territory": _TEXT,
    "country": _TEXT,
    "side": _TEXT,
    "is_hidden": _FLAG,
}
QUESTIONS: Schema = {"question_id": _TEXT, "block": _TEXT, "text": _TEXT, "language": _TEXT}
CONTRIBUTIONS: Schema = {
    "contribution_id": _TEXT,
    "question_id": _TEXT,
    "version": _WHOLE,
    "kind": _TEXT,
    "answers_to": _TEXT,
    "nature": _TEXT,
    "origin": _TEXT,
    "author": _TEXT,
    "territory": _TEXT,
    "country": _TEXT,
    "side": _TEXT,
    "text": _TEXT,
    "language": _TEXT,
    "is_hidden": _FLAG,
}
PARTICIPANTS: Schema = {
    "participant": _TEXT,
    "side": _TEXT,
    "territory": _TEXT,
    "helix": _TEXT,
    "role": _TEXT,
    "has_left": _FLAG,
}
VOTES: Schema = {"participant": _TEXT, "statement_id": _TEXT, "vote": _WHOLE}
CODINGS: Schema = {"coder": _TEXT, "statement_id": _TEXT, "scheme": _TEXT, "code": _TEXT}
RESOLUTIONS: Schema = {"statement_id": _TEXT, "scheme": _TEXT, "code": _TEXT}
SYNTHESIS: Schema = {
    "sentence_id": _TEXT,
    "topic": _TEXT,
    "column": _TEXT,
    "text": _TEXT,
    "statement_ids": _LIST,
    "disagreeing_ids": _LIST,
}
TABLES: dict[str, Schema] = {
    "questions": QUESTIONS,
    "contributions": CONTRIBUTIONS,
    "statements": STATEMENTS,
    "participants": PARTICIPANTS,
    "votes": VOTES,
    "codings": CODINGS,
    "resolutions": RESOLUTIONS,
    "synthesis": SYNTHESIS,
}
#: What the numbers of a dialogue depend on beside its rows.
SETTINGS: dict[str, Any] = {
    "seed": 2014,
    "draws": 200,
    "level": 0.95,
    "minimum": 5,
    "majority": 0.6,
    "least_votes": 7,
    "stretch": 0.5,
    "groups": None,
}
Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class Survey:
    """One version of a questionnaire with its answers.

    ``invited`` gives how many were, by wave and side ("" where sides are not told apart); ``relevance`` and
    ``support`` name the two matrices that are compared step by step, where there are any.
    """

    answers: Answers
    invited: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    relevance: str = ""
    support: str = ""


@dataclass(frozen=True)
class Delphi:
    """A Delphi: its rule as fixed, who may answer, the digest of both, and the scores of every round."""

    rule: Mapping[str, Any]
    roster: tuple[str, ...]
    lock: str
    rounds: tuple[Mapping[str, int | None], ...]


@dataclass(frozen=True, eq=False)
class Dialogue:
    """Everything the numbers of a dialogue are made of.

    ``tables`` holds those of ``TABLES`` that there are, ``settings`` what differs from ``SETTINGS``.

    Raises
    ------
    WrongRows
        When an id is missing or stands twice, or a row points to another that is not there.
    """

    title: str
    tables: Mapping[str, Table] = field(default_factory=dict)
    surveys: Mapping[str, Survey] = field(default_factory=dict)
    delphis: Mapping[str, Delphi] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        strange = sorted(self.tables.keys() - TABLES.keys()) + sorted(self.settings.keys() - SETTINGS.keys())
        if strange:
            raise WrongColumns(
                found=f"the table or setting {strange[0]!r}",
                needed=f"tables among {', '.join(TABLES)}, settings among {', '.join(SETTINGS)}",
                next_step="Rename or remove it.",
            )
        for name, key in _IDS.items():
            require_ids(self.rows(name), key, unique=True)
        if any(";" in one for one in self.rows("statements")["statement_id"]):
            raise WrongRows(
                found="a statement_id with a semicolon",
                needed="ids that can stand in a list with semicolons",
                next_step="Give the statements other ids.",
            )
        for name, column, to in _POINTERS:
            known = set(self.rows(to)[_IDS[to]])
            named = self.rows(name)[column].explode().drop_nulls()
            lost = next((one for one in named if one not in known), None)
            if lost is not None:
                raise WrongRows(
                    found=f"{lost!r} in {column} of {name}",
                    needed=f"the id of a row of {to} of this dialogue",
                    next_step="Export the tables of a dialogue together.",
                )

    def rows(self, name: str) -> pl.DataFrame:
        """Return the rows of a table, none where the dialogue does not have it."""
        found = self.tables.get(name)
        return pl.DataFrame(schema=dict(TABLES[name])) if found is None else found.rows

    def setting(self, name: str) -> Any:
        """Return a setting, or what is usual."""
        return self.settings.get(name, SETTINGS[name])

    def votes(self) -> Votes | None:
        """Return the votes on statements that are not hidden, None where nobody voted."""
        shown = self.rows("statements").filter(~pl.col("is_hidden").fill_null(value=False))
        rows = self.rows("votes").filter(pl.col("statement_id").is_in(shown["statement_id"].to_list()))
        if rows.is_empty():
            return None
        return Votes.from_frame(
            rows, participant="participant", statement="statement_id", vote="vote", origin=Origin(self.title)
        )


_IDS = {
    "questions": "question_id",
    "contributions": "contribution_id",
    "statements": "statement_id",
    "participants": "participant",
    "synthesis": "sentence_id",
}
#: Columns that name rows of another table, or of their own.
_POINTERS = (
    ("contributions", "question_id", "questions"),
    ("contributions", "answers_to", "contributions"),
    ("statements", "contribution_id", "contributions"),
    ("votes", "statement_id", "statements"),
    ("codings", "statement_id", "statements"),
    ("resolutions", "statement_id", "statements"),
    ("synthesis", "statement_ids", "statements"),
    ("synthesis", "disagreeing_ids", "statements"),
)


def to_archive(dialogue: Dialogue, results: Mapping[str, Scalar]) -> Archive:
    """Return a dialogue with its results as the files of an archive."""
    files = {f"{name}.csv": _table_bytes(table) for name, table in dialogue.tables.items()}
    for name, survey in dialogue.surveys.items():
        files[f"surveys/{name}/questionnaire.csv"] = to_csv(survey.answers.questionnaire)
        files[f"surveys/{name}/answers.csv"] = answers_to_csv(survey.answers)
        said = {"invited": survey.invited, "relevance": survey.relevance, "support": survey.support}
        files[f"surveys/{name}/survey.json"] = _json_bytes(said)
    for name, delphi in dialogue.delphis.items():
        files[f"delphi/{name}.json"] = _json_bytes(vars(delphi))
    files["results.json"] = _json_bytes(dict(results))
    return Archive({"title": dialogue.title, "settings": dict(dialogue.settings)}, files)


def from_archive(archive: Archive) -> tuple[Dialogue, dict[str, Scalar]]:
    """Return the dialogue in an archive, and the results that were exported with it.

    Raises
    ------
    UnreadableFile
        When a file is missing that belongs to another, has a name the format does not know, or is not what
        its name says.
    WrongColumns
        When a table has other columns.
    WrongRows
        When rows cannot be read, point to nothing, or answers do not fit their questionnaire.
    """
    files = dict(archive.files)
    results = _json(files, "results.json")
    tables = {
        name: _table(files.pop(f"{name}.csv"), name, schema)
        for name, schema in TABLES.items()
        if f"{name}.csv" in files
    }
    names = sorted({name.split("/")[1] for name in files if name.startswith("surveys/")})
    surveys = {name: _survey(files, f"surveys/{name}/") for name in names}
    of_delphi = sorted(name for name in files if name.startswith("delphi/") and name.endswith(".json"))
    delphis = {name[7:-5]: _delphi(files, name) for name in of_delphi}
    if files:
        raise _not_of_the_format(f"the file {min(files)!r}")
    settings = archive.manifest.get("settings", {})
    return Dialogue(str(archive.manifest.get("title", "")), tables, surveys, delphis, settings), results


def _survey(files: dict[str, bytes], folder: str) -> Survey:
    for part in ("questionnaire.csv", "answers.csv"):
        if folder + part not in files:
            raise _not_of_the_format(f"{folder} without {part}")
    questionnaire = from_csv(files.pop(f"{folder}questionnaire.csv"))
    said = _json(files, f"{folder}survey.json")
    answers = answers_from_csv(files.pop(f"{folder}answers.csv"), questionnaire)
    try:
        return Survey(answers, said["invited"], said["relevance"], said["support"])
    except KeyError as error:
        raise _not_of_the_format(f"{folder}survey.json without {error}") from error


def _delphi(files: dict[str, bytes], name: str) -> Delphi:
    said = _json(files, name)
    try:
        return Delphi(said["rule"], tuple(said["roster"]), said["lock"], tuple(said["rounds"]))
    except KeyError as error:
        raise _not_of_the_format(f"{name} without {error}") from error


def _json(files: dict[str, bytes], name: str) -> dict[str, Any]:
    try:
        said = json.loads(files.pop(name))
    except (KeyError, ValueError) as error:
        raise _not_of_the_format(f"no {name}, or one that is no JSON") from error
    if not isinstance(said, dict):
        raise _not_of_the_format(f"{name}, which holds no object")
    return said


def _not_of_the_format(found: str) -> UnreadableFile:
    return UnreadableFile(
        found=found,
        needed="the files of an archive of a dialogue, as docs/guide/dialogue-archive.md lists them",
        next_step="Export the dialogue again.",
    )


def _json_bytes(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1, allow_nan=False).encode()


def _table_bytes(table: Table) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(table.schema)
    for row in table.rows.iter_rows():
        writer.writerow([_cell(value) for value in row])
    return file.getvalue().encode()


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ";".join(value) if isinstance(value, list) else "" if value is None else str(value)


def _table(content: bytes, name: str, schema: Schema) -> Table:
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _not_of_the_format(f"{name}.csv, which is no CSV in UTF-8 ({error})") from error
    headings = rows[0] if rows else []
    if headings != list(schema):
        raise WrongColumns(
            found=f"the columns {', '.join(headings) or 'none'} in {name}.csv",
            needed=f"{', '.join(schema)}",
            next_step="Export the dialogue again.",
        )
    ragged = next((number for number, row in enumerate(rows[1:], 1) if len(row) != len(schema)), None)
    if ragged is not None:
        raise WrongRows(
            found=f"another number of fields in row {ragged} of {name}.csv",
            needed=f"{len(schema)} fields",
            next_step="Export the dialogue again.",
        )
    frame = pl.DataFrame(rows[1:], schema=dict.fromkeys(schema, pl.String()), orient="row")
    frame = frame.with_columns(pl.col(c).replace("", None) for c, kind in schema.items() if kind != _LIST)
    flags = [column for column, kind in schema.items() if kind == pl.Boolean()]
    marked = frame.with_columns(
        pl.col(c).replace_strict({"yes": True, "no": False}, default=None) for c in flags
    )
    return Table.from_frame(marked, schema, origin=Origin(f"{name}.csv"))
