"""What `polos measure` makes of the files it is given."""

import json

import numpy as np
import polars as pl
import pytest

from polos import cli
from polos.measures.cluster_definitions import Grouping
from polos.measures.from_employment import Inputs, in_units
from polos.measures.from_frames import from_frame
from polos.measures.results import Reason
from polos.provenance import Origin
from polos.tables.matrix import Matrix

QUOTIENTS = "territory,activity,value\nA,x,.5\nA,y,2\nB,x,3\nB,y,.25\n"
PRESENCE = "territory,activity,value\nA,x,1\nA,y,1\nA,z,1\nB,x,1\nB,y,1\nB,z,0\nC,x,1\nC,y,0\nC,z,0\n"


@pytest.fixture
def measured(tmp_path, capsys):
    """Compute a measure from the texts of files, by parameter; several texts are several files."""

    def call(name: str, *options: str, **texts: str | tuple[str, ...]):
        assert cli.main(["measure", name, *named(tmp_path, texts), *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def refused(tmp_path, capsys):
    """Return what a measure says that does not take the texts of these files."""

    def call(name: str, *options: str, **texts: str | tuple[str, ...]) -> str:
        assert cli.main(["measure", name, *named(tmp_path, texts), *options]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        return printed.err

    return call


def named(folder, texts) -> list[str]:
    found = []
    for parameter, several in texts.items():
        for k, text in enumerate((several,) if isinstance(several, str) else several):
            path = folder / f"{parameter}{k}.csv"
            path.write_text(text, encoding="utf-8")
            found += ["--with", f"{parameter}={path}"]
    return found


def cells(rows) -> dict[tuple[str, ...], float | None]:
    return {
        tuple(value for key, value in row.items() if key not in {"value", "reason"}): row["value"]
        for row in rows
    }


# ---- a grid is what stands in the file ------------------------------------------------------------


def test_quotients_are_taken_as_they_stand(measured):
    found = cells(measured("symmetric_advantage", quotients=QUOTIENTS))
    assert found == pytest.approx(
        {("A", "x"): -1 / 3, ("A", "y"): 1 / 3, ("B", "x"): 1 / 2, ("B", "y"): -3 / 5}
    )
    above = cells(measured("presence", "--set", "threshold=2.5", quotients=QUOTIENTS))
    assert above == {("A", "x"): 0, ("A", "y"): 0, ("B", "x"): 1, ("B", "y"): 0}


def test_a_presence_is_taken_as_it_stands(measured):
    found = cells(measured("co_occurrence", presence=PRESENCE))
    assert (found["x", "x"], found["x", "y"], found["y", "z"]) == (3, 2, 1)


def test_a_cell_without_a_row_or_a_value_is_unknown(measured):
    rows = measured("symmetric_advantage", quotients=QUOTIENTS.replace("A,y,2\n", "").replace(".25", ""))
    unknown = {(row["territory"], row["activity"]) for row in rows if row["reason"] == "unknown_cell"}
    assert unknown == {("A", "y"), ("B", "y")}


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("proximity", ("presence",)),
        ("cross_proximity", ("presence", "other")),
        ("entries", ("before", "after")),
        ("pool", ("presences",)),
        ("lasting_entries", ("windows",)),
    ],
)
def test_amounts_are_no_presence(refused, name, parameters):
    told = refused(name, **dict.fromkeys(parameters, QUOTIENTS))
    assert "a presence of 3" in told
    assert "a presence of 0 and 1: polos measure specialised" in told
    assert ("Name a dataset" in told) == (parameters[0] in {"presence", "before"})


def test_the_presence_that_is_written_can_be_read(measured, tmp_path):
    path = tmp_path / "presence.csv"
    amounts = tmp_path / "amounts.csv"
    amounts.write_text("territory,activity,value\nA,x,30\nA,y,10\nB,x,10\nB,y,30\n", encoding="utf-8")
    asked = ["measure", "specialised", "--with", f"employment={amounts}", "--out", str(path)]
    assert cli.main(asked) == 0
    found = cells(measured("proximity", presence=path.read_text(encoding="utf-8")))
    assert found["x", "y"] == 0


# ---- pairs and names ------------------------------------------------------------------------------

PAIRS = "activity,other_activity,value\nx,x,0\nx,y,.5\ny,x,.5\ny,y,0\ny,z,.2\n"


def test_a_pair_without_a_row_is_unknown_and_no_zero():
    frame = pl.DataFrame({"activity": ["x", "y"], "other_activity": ["y", "z"], "value": [0.5, 0.2]})
    found = from_frame("Pairs", frame)
    assert (found.at("x", "y"), found.at("y", "z")) == (0.5, 0.2)
    assert [found.why(*pair) for pair in (("y", "x"), ("x", "z"), ("x", "x"))] == [Reason.UNKNOWN_CELL] * 3


@pytest.mark.parametrize(
    ("name", "file", "said"),
    [
        ("input_output_link", {"flows": PAIRS + "x,y,.9\n"}, "'x', 'y' again in row 7 of flows0.csv"),
        (
            "realised_complementarity",
            {
                "presence": PRESENCE,
                "proximity": PAIRS,
                "links": "territory,other_territory,value\nA,B,1\nB,A,1\nA,B,1\n",
            },
            "'A', 'B' again in row 4 of links0.csv",
        ),
        (
            "rank_concordance",
            {"before": "territory,value\nA,1\nA,2\n", "after": "territory,value\nA,1\nB,2\n"},
            "'A' again in row 3 of before0.csv",
        ),
        ("holm_correction", {"probabilities": "name,value\na,.1\nb,.2\na,.3\n"}, "'a' again in row 4"),
        (
            "moran",
            {
                "values": "territory,v\nA,1\nB,2\nC,4\n",
                "weights": "territory,neighbour\nA,B\nB,A\nA,B\n",
            },
            "'A', 'B' again in row 4 of weights0.csv",
        ),
        ("proximity", {"presence": PRESENCE + "A,x,0\n"}, "'A', 'x' again in row 11 of presence0.csv"),
    ],
)
def test_what_stands_twice_is_refused_with_its_row(refused, name, file, said):
    told = refused(name, **file)
    assert said in told
    assert "one row for each" in told
    assert "Sum or drop the repeated rows" in told


# ---- files that cannot be read ----------------------------------------------------------------------

PANEL = "territory,v\nA,1\nB,2\nC,4\n"


@pytest.mark.parametrize(
    ("name", "file", "said"),
    [
        (
            "holm_correction",
            {"probabilities": "name,value\na,.1\nb,abc\n"},
            "'abc' in the column value, row 3",
        ),
        (
            "rank_concordance",
            {"before": "territory,value\nA,abc\n", "after": "territory,value\nA,1\n"},
            "'abc' in the column value, row 2 of before0.csv",
        ),
        (
            "input_output_link",
            {"flows": PAIRS + "z,x,abc\n"},
            "'abc' in the column value, row 7 of flows0.csv",
        ),
        (
            "moran",
            {"values": PANEL, "weights": "territory,neighbour,weight\nA,B,1\nB,A,abc\n"},
            "'abc' in the column weight, row 3 of weights0.csv",
        ),
        (
            "moran",
            {"values": PANEL, "weights": "territory,neighbour\nA,B\nB,\n"},
            "nothing in the column neighbour, row 3 of weights0.csv",
        ),
        ("moran", {"values": "territory,v\nA,1\nB,inf\n", "weights": "territory,neighbour\nA,B\n"}, "'inf'"),
        ("gini", {"employment": ""}, "which is empty or cannot be read"),
        ("gini", {"employment": "territory,activity,value\nA,x,1,2\n"}, "which is empty or cannot be read"),
        ("gini", {"employment": "territory,activity,value\n"}, "no row in employment0.csv"),
    ],
)
def test_files_that_cannot_be_read_are_refused_in_full(refused, name, file, said):
    told = refused(name, **file)
    assert said in told
    assert all(part in told for part in ("Found:", "Needed:", "Next:"))


def test_a_broken_parquet_file_is_refused(tmp_path, capsys):
    path = tmp_path / "employment.parquet"
    path.write_bytes(b"nothing of the kind")
    assert cli.main(["measure", "gini", "--with", f"employment={path}"]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_numbers_that_begin_whole_may_go_on_with_decimals(measured):
    many = "".join(f"A,a{k},1\nB,a{k},{k}\n" for k in range(120))
    assert measured("gini", employment=f"territory,activity,value\n{many}A,z,.5\nB,z,2.25\n")


def test_the_best_definition_is_searched_with_a_dataset(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("POLOS_DATA", str(tmp_path / "data"))
    rows = "".join(f"R{r},{a},{1 + r * k % 7}\n" for r in range(6) for k, a in enumerate((10, 11, 24, 25)))
    (tmp_path / "jobs.csv").write_text(f"territory,activity,employment\n{rows}", encoding="utf-8")
    assert cli.main(["data", "add", str(tmp_path / "jobs.csv"), "--as", "table"]) == 0
    capsys.readouterr()
    assert cli.main(["measure", "best_cluster_definition", "jobs", "--set", "counts=2,3", "--json"]) == 0
    tried = json.loads(capsys.readouterr().out)["values"]["tried"]
    assert {how["grouping"] for how, _ in tried} == {one.value for one in Grouping}


# ---- kinds of their own ---------------------------------------------------------------------------

RECORDS = "record,activity\np,x\np,y\nq,x\nq,y\nr,x\nr,z\ns,z\n"
TABLE = "activity,other_activity,value\nfarm,mill,20\nmill,farm,5\nmill,mill,10\n"
TABLE += "farm,output,50\nmill,output,100\n"


def test_relatedness_of_two_kinds_of_activities_is_read_from_a_file(measured):
    two_kinds = "activity,other_activity,value\nx,p,.4\ny,p,.1\nz,p,.5\nx,q,1\ny,q,0\nz,q,0\n"
    found = cells(measured("cross_relatedness_density", presence=PRESENCE, proximity=two_kinds))
    assert found["B", "p"] == pytest.approx(0.5)
    assert (found["A", "p"], found["C", "q"]) == (1, 1)


def test_chains_are_counted_from_panels_with_the_same_limits(measured, refused):
    one = "territory,y1,y2,y3\nA,1,2,1\nB,2,2,1\nC,1,1,2\n"
    other = "territory,y1,y2,y3\nA,1,1,1\nB,2,2,2\nC,1,1,2\n"
    found = measured("transition_homogeneity", "--set", "limits=1.5", chains=(one, other))
    assert found["values"]["degrees_of_freedom"] == 2
    assert "--set limits=VALUE" in refused("transition_homogeneity", chains=(one, other))


def test_joint_occurrences_are_counted_from_records(measured):
    strength = cells(measured("association_strength", counts=RECORDS))
    assert strength["x", "y"] == pytest.approx(2 / (3 * 2 / 4))
    deviation = cells(measured("relatedness_statistic", counts=RECORDS))
    assert deviation["x", "y"] == deviation["y", "x"] == pytest.approx(0.5 / (1.5 * 0.25 * 2 / 3) ** 0.5)


def test_an_input_output_table_is_read_with_its_output(measured, refused):
    used = cells(measured("input_coefficients", table=TABLE))
    assert (used["farm", "mill"], used["mill", "farm"], used["farm", "farm"]) == (0.2, 0.1, 0)
    assert measured("backward_linkage", table=TABLE)
    without = "".join(line for line in TABLE.splitlines(keepends=True) if "output" not in line)
    assert "without the output of any activity" in refused("backward_linkage", table=without)


# ---- files and a dataset ----------------------------------------------------------------------------


@pytest.fixture
def stored(tmp_path, monkeypatch, capsys):
    """A table of one's own, whose territories are on no record, and the same at a later time."""
    monkeypatch.setenv("POLOS_DATA", str(tmp_path / "data"))
    for name, step in (("jobs", 7), ("later", 5)):
        rows = "".join(
            f"Part {r},{a},{1 + r * k % step}\n" for r in range(6) for k, a in enumerate((10, 11, 24, 25), 1)
        )
        path = tmp_path / f"{name}.csv"
        path.write_text(f"territory,activity,employment\n{rows}", encoding="utf-8")
        assert cli.main(["data", "add", str(path), "--as", "table"]) == 0
    capsys.readouterr()


BORDERS = "territory,neighbour\n" + "".join(
    f"{{0}}{k},{{0}}{k + 1}\n{{0}}{k + 1},{{0}}{k}\n" for k in range(5)
)


@pytest.mark.parametrize("name", ["moran", "geary", "getis_ord", "local_moran", "local_getis_ord"])
def test_neighbours_are_compared_in_the_employment_of_a_dataset(measured, stored, name):
    found = measured(name, "jobs", weights=BORDERS.format("own:part "))
    first = next(iter(found["tables"].values()))
    assert {row["activity"] for row in first} == {"10", "11", "24", "25"}
    assert all(row["value"] is not None for row in first)


@pytest.mark.parametrize("said", ["Part ", "own:part ", "PART "])
def test_files_name_territories_as_the_own_table_did(measured, stored, refused, said):
    people = "name,value\n" + "".join(f"{said}{r},{r + 1}\n" for r in range(6))
    found = measured("revealed_population_advantage", "jobs", population=people)
    assert len(found) == 24
    assert measured("moran", "jobs", weights=BORDERS.format(said))
    twice = refused("revealed_population_advantage", "jobs", population=people + "own:part 0,1\n")
    assert "'own:part 0' again in row 8" in twice


def test_the_name_of_an_activity_stays_its_own():
    """A territory may be called as an activity is."""
    frame = pl.DataFrame({"name": ["bread", "iron"], "value": ["food", "goods"]})
    jobs = Matrix(np.ones((2, 2)), ("own:bread", "own:b"), ("bread", "iron"), "", "", Origin("an example"))
    kept = in_units(Inputs(employment=jobs, given={"groups": [("groups.csv", frame)]}))
    assert kept.given["groups"][0][1].equals(frame)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["strength", "jobs"], "Give --set rule=VALUE"),
        (["best_cluster_definition", "jobs"], "Give --set counts=VALUE"),
        (["economic_complexity", "jobs", "--set", "dtype=float16"], "float32 or float64"),
        (["cosine", "jobs", "--set", "sizes=x"], "one of occurrences, co-occurrences"),
        (["gini", "jobs", "--set", "is_corrected=maybe"], "yes or no"),
        (["exact_interval", "--set", "part=3", "--set", "count=10", "--out", "x.csv"], "without a table"),
        (["adjusted_rand_index"], "Call polos.adjusted_rand_index from Python"),
    ],
)
def test_the_next_step_is_one_that_can_be_taken(stored, refused, arguments, said):
    assert said in refused(*arguments)


def test_a_file_for_what_is_a_word_is_refused_with_the_word(stored, refused):
    assert "Give --set rule=VALUE" in refused("strength", "jobs", rule="name,value\na,b\n")
    assert "only Python can give" in refused("suppressed", counts="name,value\na,1\n")


def test_the_scores_of_clusters_are_tables_that_can_be_read(stored, capsys):
    assert cli.main(["measure", "cluster_scores", "jobs", "--set", "count=2"]) == 0
    printed = capsys.readouterr().out
    assert "# by_similarity.1.within\ncluster  value" in printed
    assert "by_similarity.1.clusters" in printed
    assert "licence" not in printed
    assert max(map(len, printed.splitlines())) < 80


def test_one_table_of_the_scores_is_written(stored, tmp_path):
    path = tmp_path / "within.csv"
    part = ["--part", "by_similarity.1.activity_within", "--out", str(path)]
    assert cli.main(["measure", "cluster_scores", "jobs", "--set", "count=2", *part]) == 0
    assert pl.read_csv(path).columns[:2] == ["activity", "value"]
