"""Fetching from Eurostat, against a server of this machine.

The answers are written by hand to the documented form of the statistics service (JSON-stat 2.0); they
hold no real figures and were not received from it.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from polos.errors import NotFetched, UnreadableFile
from polos.sources import download, eurostat_sbs, mx_scian
from polos.sources.source import read_companions

ANSWER = {
    "version": "2.0",
    "class": "dataset",
    "label": "SBS data by NUTS 2 regions and NACE Rev. 2",
    "source": "ESTAT",
    "value": {"0": 10, "1": 6},
    "status": {"2": "c"},
    "id": ["freq", "nace_r2", "indic_sb", "geo", "time"],
    "size": [1, 3, 1, 1, 1],
    "dimension": {
        "freq": {"category": {"index": {"A": 0}, "label": {"A": "Annual"}}},
        "nace_r2": {"category": {"index": {"C": 0, "C10": 1, "C11": 2}, "label": {}}},
        "indic_sb": {"category": {"index": {"V16110": 0}, "label": {"V16110": "Persons employed"}}},
        "geo": {"category": {"index": {"AT11": 0}, "label": {"AT11": "Burgenland"}}},
        "time": {"category": {"index": {"2014": 0}, "label": {"2014": "2014"}}},
    },
}


@pytest.fixture
def service():
    """Serve one answer; ``asked`` collects the addresses."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append(self.path)
            self.send_response(self.server.status)
            self.send_header("Content-Length", str(self.server.length or len(self.server.answer)))
            self.end_headers()
            self.wfile.write(self.server.answer)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.status, server.answer, server.length = [], 200, json.dumps(ANSWER).encode(), None
    server.host = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.slow
def test_the_file_is_kept_as_it_came_with_its_address(service, tmp_path):
    snapshot = eurostat_sbs.fetch(tmp_path, year=2014, host=service.host)
    assert snapshot.path.read_bytes() == service.answer
    assert snapshot.address.startswith(service.host)
    asked = urlsplit(service.asked[0])
    assert asked.path == "/statistics/1.0/data/sbs_r_nuts06_r2"
    assert parse_qs(asked.query) == {
        "format": ["JSON"],
        "lang": ["EN"],
        "indic_sb": ["V16110"],
        "time": ["2014"],
    }


def test_the_official_address_is_the_one_used_otherwise():
    assert eurostat_sbs.HOST == "https://ec.europa.eu/eurostat/api/dissemination"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "answer", "said"),
    [(400, b'{"error": [{"label": "no such year"}]}', "no such year"), (503, b"busy", "the answer 503")],
)
def test_a_refusal_says_what_the_service_said_and_leaves_no_file(service, tmp_path, status, answer, said):
    service.status, service.answer = status, answer
    with pytest.raises(NotFetched, match=said):
        eurostat_sbs.fetch(tmp_path, year=1900, host=service.host)
    assert not list(tmp_path.glob("*.json"))


@pytest.mark.slow
def test_an_answer_that_breaks_off_leaves_the_earlier_file(service, tmp_path):
    eurostat_sbs.fetch(tmp_path, year=2014, host=service.host)
    service.length = 10_000
    with pytest.raises(NotFetched, match="of 10000 bytes"):
        eurostat_sbs.fetch(tmp_path, year=2014, host=service.host)
    assert (tmp_path / "sbs_r_nuts06_r2_2014.json").read_bytes() == service.answer


@pytest.mark.slow
def test_more_than_the_largest_size_is_not_taken(service, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "LARGEST", 10)
    with pytest.raises(NotFetched, match="more than 10 bytes"):
        eurostat_sbs.fetch(tmp_path, year=2014, host=service.host)


def test_without_a_service_the_next_step_is_said(tmp_path):
    with pytest.raises(NotFetched, match="Check the connection"):
        eurostat_sbs.fetch(tmp_path, year=2014, host="http://127.0.0.1:9")


def test_only_addresses_of_the_web_are_fetched(tmp_path):
    with pytest.raises(NotFetched, match="not of the web"):
        eurostat_sbs.fetch(tmp_path, year=2014, host="file:///etc")


def test_companions_are_found_beside_the_file_or_below_the_folder_named(tmp_path):
    (tmp_path / "boundaries").mkdir()
    (tmp_path / "eu_employment").mkdir()
    crosswalk = tmp_path / "boundaries" / "nuts_crosswalks_2006_2024.parquet"
    crosswalk.write_bytes(b"flows")
    beside = read_companions(eurostat_sbs.SOURCE, tmp_path / "eu_employment")
    named = read_companions(eurostat_sbs.SOURCE, tmp_path / "elsewhere" / "deep", folder=tmp_path)
    flat = read_companions(eurostat_sbs.SOURCE, tmp_path, folder=tmp_path / "boundaries")
    sums = {found["nuts-crosswalk"].checksum for found in (beside, named, flat)}
    assert len(sums) == 1


def test_a_missing_companion_says_where_it_was_looked_for_and_what_it_is_for(tmp_path):
    with pytest.raises(UnreadableFile) as refusal:
        read_companions(mx_scian.SOURCE, tmp_path)
    assert str(tmp_path) in refusal.value.found
    assert "to bring classes to NACE divisions" in refusal.value.needed
    assert "--companions" in refusal.value.next_step
