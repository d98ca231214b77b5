"""``polos data`` as it is typed: data on stdout, messages on stderr, exit codes."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from polos.cli import main


@pytest.fixture
def polos(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("POLOS_DATA", str(tmp_path / "data"))

    def run(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def table(tmp_path):
    def of(text, name="own.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return of


HEADING = "territory,activity,employment\n"


def test_a_file_is_added_listed_and_shown(polos, table):
    file = table(HEADING + "cl_bi,10,5\ncl_an,10,x\n")
    code, out, err = polos("data", "add", file, "--as", "table", "--accept-rejected", "--json")
    added = json.loads(out)
    assert code == 0
    assert added["rejected_by_reason"] == {"not_a_number": 1}
    assert (added["name"], added["rows"], added["admitted"], added["rejected"]) == ("own", 2, 1, 1)
    assert "Rows rejected as not_a_number: 1." in err
    assert "  row 2: Found 'x'. Needed a number of persons" in err
    code, out, _ = polos("data", "list", "--json")
    assert [one["name"] for one in json.loads(out)] == ["own"]
    code, out, _ = polos("data", "show", "own", "--json")
    papers = json.loads(out)
    assert papers["statuses"] == {"known": 1, "rejected": 1}
    assert len(papers["checksum"]) == 64
    code, out, _ = polos("data", "show", "own", "--part", "rejected", "--json")
    assert json.loads(out)[0] | {"explanation": ""} == {
        "row": 2,
        "value": "x",
        "reason": "not_a_number",
        "explanation": "",
    }


def test_a_table_of_ones_own_is_refused_whole_with_the_rows_that_are_wrong(polos, table):
    polos("data", "add", table(HEADING + "cl_bi,10,5\n"), "--as", "table")
    wrong = "".join(f"cl_bi,{division},-1\n" for division in range(10, 33))
    code, out, err = polos("data", "add", table(HEADING + wrong + "cl_an,10,5\n"), "--as", "table")
    lines = err.splitlines()
    assert (code, out) == (2, "")
    assert lines[0].startswith("Found:  23 of 24 rows that cannot be admitted")
    assert lines[1] == "        row 1: Found '-1'. Needed 0 or more persons. Correct it."
    assert lines[11] == "        and 13 more"
    assert [line.split(":")[0] for line in lines[12:]] == ["Needed", "Next"]
    cells = json.loads(polos("data", "show", "own", "--part", "cells", "--json")[1])
    assert [cell["employment"] for cell in cells] == [5.0]


def test_a_replacement_is_said_and_the_earlier_version_named(polos, table):
    _, out, err = polos("data", "add", table(HEADING + "cl_bi,10,5\n"), "--as", "table", "--json")
    first = json.loads(out)
    assert (first["replaces"], "Replaces" in err) == (None, False)
    _, out, err = polos("data", "add", table(HEADING + "cl_bi,10,6\n"), "--as", "table", "--json")
    assert json.loads(out)["replaces"] == first["version"]
    assert err.startswith(f"Replaces the version of {first['fetched_at'][:10]} ")
    assert "(own.csv), which is kept." in err


def test_examples_of_what_was_rejected_in_an_official_file_come_with_the_counts(polos, table, shared):
    rows = "".join(f"Yoro,{code},x\n" for code in (1071, 1072, 1073, 1074)) + "Yoro,1101,5\nYoro,zz,5\n"
    file = table("department,ciiu4,employment\n" + rows)
    companions = shared / "data" / "classifications"
    code, out, err = polos("data", "add", file, "--as", "hn-ciiu", "--companions", companions, "--json")
    assert code == 0
    assert json.loads(out)["rejected_by_reason"] == {"not_a_number": 4, "unknown_activity": 1}
    assert err.count("Found 'x'. Needed a number of persons") == 3
    assert "  row 6: Found the activity 'zz'." in err


def test_the_list_says_licence_and_citation_and_as_json_what_is_assumed(polos, table):
    polos("data", "add", table(HEADING + "cl_bi,10,5\n"), "--as", "table")
    heading, line = polos("data", "list")[1].splitlines()
    assert heading.split()[-2:] == ["licence", "citation"]
    assert [part.strip() for part in line.split("  ")[-2:]] == [
        "LicenseRef-not-stated",
        "The user's own table",
    ]
    (listed,) = json.loads(polos("data", "list", "--json")[1])
    assert listed["licence"]["identifier"] == "LicenseRef-not-stated"
    assert listed["citation"]["text"] == "The user's own table"
    assert listed["assumptions"]["empty"] == "A cell without a value is unknown, not zero."


def test_what_is_removed_is_said_and_gone(polos, table):
    polos("data", "add", table(HEADING + "cl_bi,10,5\n"), "--as", "table")
    code, out, _ = polos("data", "remove", "own", "--json")
    removed = json.loads(out)
    assert (code, removed["removed"], removed["file"], len(removed["versions"])) == (0, "own", "own.csv", 1)
    assert json.loads(polos("data", "list", "--json")[1]) == []
    code, out, err = polos("data", "remove", "own")
    assert (code, out) == (3, "")
    assert "no dataset 'own'" in err


@pytest.mark.slow
def test_the_three_real_files_are_added_as_the_readme_says(polos, shared):
    data = shared / "data"
    for file, source in (
        ("eu_employment/eurostat_sbs_nuts2_nace2_2014.parquet", "eurostat-sbs"),
        ("mexico/metro_scian6_employment.parquet", "mx-scian"),
        ("honduras/department_ciiu4_employment.csv.gz", "hn-ciiu"),
    ):
        assert polos("data", "add", data / file, "--as", source)[0] == 0
    _, out, _ = polos("data", "list", "--json")
    assert {one["name"]: (one["units"], one["divisions"], one["territories"]) for one in json.loads(out)} == {
        "eurostat-sbs": (401, 68, 73),
        "mx-scian": (70, 73, 9),
        "hn-ciiu": (14, 87, 0),
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "empty (0 bytes)"),
        (HEADING, "a heading and no rows"),
        ("territory,activity\ncl_bi,10\n", "the columns territory, activity"),
        (HEADING + "cl_bi,10,many\n", "1 rows, none of which can be admitted"),
        (HEADING + "cl_bi,10,-5\n", "none of which"),
        (HEADING + "cl_bi,10,5\ncl_bi,10,6\n", "none of which"),
        (HEADING + "cl_bi,ZZ,5\n", "none of which"),
        (HEADING.encode() + "Ñuble,10,5\n".encode() + "Ñuble,11,5\n".encode("latin-1"), "two encodings"),
    ],
    ids=["empty", "heading", "column", "text", "negative", "twice", "code", "encodings"],
)
def test_what_is_refused_says_found_needed_and_next_and_keeps_what_is_stored(polos, table, content, found):
    polos("data", "add", table(HEADING + "cl_bi,10,5\n"), "--as", "table", "--name", "own")
    code, out, err = polos("data", "add", table(content, "bad.csv"), "--as", "table", "--name", "own")
    assert (code, out) == (2, "")
    lines = err.splitlines()
    assert found in lines[0]
    said = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert said == ["Found:", "Needed:", "Next:"]
    _, out, _ = polos("data", "show", "own", "--json")
    assert json.loads(out)["file_name"] == "own.csv"


def test_a_byte_order_mark_semicolons_and_decimal_commas_are_read(polos, table):
    content = "\ufeffterritorio;actividad;empleo\nBiobío;10;1250,5\n"
    assert polos("data", "add", table(content), "--as", "table")[0] == 0
    _, out, _ = polos("data", "show", "own", "--part", "cells", "--json")
    assert json.loads(out)[0]["employment"] == 1250.5


def test_the_assumption_about_absent_cells_is_declared_by_hand(polos, table):
    polos("data", "add", table(HEADING + "cl_bi,10,5\n"), "--as", "table", "--absent", "zero")
    _, out, _ = polos("data", "show", "own", "--json")
    assert json.loads(out)["absent_is_zero"] is True


def test_adding_again_says_that_nothing_was_changed(polos, table):
    polos("data", "add", table(HEADING + "cl_bi,10,5\n"), "--as", "table")
    code, out, err = polos("data", "add", table(HEADING + "cl_bi,10,5\n"), "--as", "table", "--json")
    assert (code, json.loads(out)["unchanged"]) == (0, True)
    assert "nothing was changed" in err


def test_an_empty_folder_is_an_empty_list_and_a_word_to_the_person(polos):
    code, out, err = polos("data", "list", "--json")
    assert (code, json.loads(out)) == (0, [])
    assert "Nothing is stored" in err


def test_the_option_goes_before_the_variable(polos, table, tmp_path):
    polos("data", "add", table(HEADING + "cl_bi,10,5\n"), "--as", "table", "--data", tmp_path / "other")
    assert json.loads(polos("data", "list", "--json")[1]) == []
    assert json.loads(polos("data", "list", "--json", "--data", tmp_path / "other")[1])[0]["name"] == "own"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("data", "show", "nothing"), 3),
        (("data", "add", "/no/such/file", "--as", "table"), 2),
        (("data", "add", "/tmp", "--as", "table"), 2),
        (("data", "add", "x.csv", "--as", "unheard"), 2),
        (("data", "add", "x.csv"), 2),
        (("data", "sell"), 2),
        (("unheard",), 2),
    ],
)
def test_exit_codes_tell_a_refusal_from_what_is_not_stored(polos, arguments, code):
    found, out, err = polos(*arguments)
    assert (found, out) == (code, "")
    assert err
    assert "Traceback" not in err


def test_a_data_folder_that_cannot_be_written_is_said_without_a_traceback(polos, table, tmp_path):
    (tmp_path / "data").write_text("a file in the way")
    code, _, err = polos("data", "add", table(HEADING + "cl_bi,10,5\n"), "--as", "table")
    assert code == 1
    assert err.startswith("Found:")


ANSWER = {
    "version": "2.0",
    "class": "dataset",
    "id": ["nace_r2", "indic_sb", "geo", "time"],
    "size": [1, 1, 2, 1],
    "value": {"0": 10},
    "status": {"1": "c"},
    "dimension": {
        "nace_r2": {"category": {"index": {"C10": 0}, "label": {"C10": "Food"}}},
        "indic_sb": {"category": {"index": {"V16110": 0}, "label": {"V16110": "Persons employed"}}},
        "geo": {"category": {"index": {"ES43": 0, "PL84": 1}, "label": {"ES43": "Extremadura"}}},
        "time": {"category": {"index": {"2015": 0}, "label": {"2015": "2015"}}},
    },
}


@pytest.fixture
def service():
    """Serve an answer written by hand to the documented form; it holds no real figures."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(ANSWER).encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.slow
def test_fetching_stores_what_came_with_its_address_and_year(polos, service, shared):
    code, out, _ = polos(
        "data",
        "fetch",
        "eurostat-sbs",
        "--year",
        "2015",
        "--host",
        service,
        "--companions",
        shared / "data",
        "--json",
    )
    assert (code, json.loads(out)["units"]) == (0, 2)
    papers = json.loads(polos("data", "show", "eurostat-sbs", "--json")[1])
    assert papers["address"].startswith(service)
    assert papers["vintage"] == "2015"
    assert papers["statuses"] == {"known": 1, "confidential": 1}
    cells = json.loads(polos("data", "show", "eurostat-sbs", "--part", "cells", "--json")[1])
    assert cells[0] == {"unit_id": "ES43", "activity": "10", "employment": 10.0, "status": "known"}


def test_without_a_connection_fetching_ends_with_a_message(polos):
    code, _, err = polos("data", "fetch", "eurostat-sbs", "--host", "http://127.0.0.1:9")
    assert code == 1
    assert "Check the connection" in err


INDICATORS = "territory,population,income\nmx_col,700000,9\nes43,1000000,20\nes21,2200000,31\n"


def test_a_table_of_context_is_added_listed_shown_and_removed(polos, table):
    code, out, _ = polos("data", "add", table(INDICATORS, "size.csv"), "--as", "indicators", "--json")
    assert (code, json.loads(out)["kind"], json.loads(out)["rows"]) == (0, "indicators", 3)
    assert "indicators" in polos("data", "list")[1]
    assert json.loads(polos("data", "list", "--json")[1])[0]["name"] == "size"
    rows = json.loads(polos("data", "show", "size", "--part", "rows", "--json")[1])
    assert rows[0] == {"territory_id": "mx_col", "population": 700000.0, "income": 9.0}
    assert polos("data", "show", "size", "--part", "cells")[0] != 0
    assert polos("data", "remove", "size")[0] == 0
    assert json.loads(polos("data", "list", "--json")[1]) == []


@pytest.mark.parametrize(
    "options", [("--absent", "zero"), ("--accept-rejected",), ("--only", "year=2010"), ("--only", "year")]
)
def test_an_option_that_says_nothing_of_a_table_of_context_is_refused(polos, table, options):
    code, _, err = polos("data", "add", table(INDICATORS), "--as", "indicators", *options)
    assert code != 0
    assert "Found:" in err


@pytest.mark.slow
def test_partners_have_a_column_for_each_table_of_context_that_is_stored(polos, table):
    assert polos("partners", "mx_col", "--weight", "structure=1")[0] != 0
    polos("data", "add", table(INDICATORS), "--as", "indicators")
    code, out, _ = polos("partners", "mx_col", "--weight", "structure=1", "--top", "0", "--json")
    told = json.loads(out)
    assert (code, told["context"], told["weights"]["structure"]) == (0, {"structure": "own"}, 1)
    values = {one["territory_id"]: one["columns"]["structure"] for one in told["counterparts"]}
    assert values["es43"] > values["es21"] > 0
    assert values["pt11"] is None
    assert "value_chain" not in told["counterparts"][0]["columns"]
    assert polos("partners", "mx_col", "--table", "own")[0] != 0
