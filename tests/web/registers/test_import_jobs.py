"""A file of many rows is looked at and brought in by the worker; the page says how far that has come."""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from polos_web.analysis import jobs
from polos_web.analysis.models import Job
from polos_web.analysis.worker import Ending, do
from polos_web.audit.models import Event
from polos_web.registers import import_jobs
from polos_web.registers.models import Record

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
PLACE = "/en/records/orchard/bring-in/"
ROWS = "name,trees\n" + "".join(f"Huerto {number},{number}\n" for number in range(1, 8))


@pytest.fixture
def operator(make_person):
    return make_person("olga", "operator", second_factor=True)


@pytest.fixture
def office(operator, sign_in, orchard, settings, tmp_path, monkeypatch):
    """Somebody who may import, on a site where five rows are many."""
    settings.DATA_FOLDER = tmp_path
    monkeypatch.setattr(import_jobs, "AT_ONCE_ROWS", 5)
    monkeypatch.setattr(import_jobs, "NOTED_EVERY", 2)
    return sign_in(operator)


def handed_in(office, rows=ROWS, place=PLACE):
    """Hand a file in and go where that leads; return the address of its page."""
    file = SimpleUploadedFile("rows.csv", rows.encode(), content_type="text/csv")
    there = office.post(place, {"file": file, "language": "es"})["Location"]
    office.get(there)
    return there


def work():
    """Do the next job as the worker does it, without the thread that watches."""
    job = jobs.claim(at=NOW)
    jobs.finish(job, jobs.perform(job, lambda: False), at=NOW)


def records():
    return sorted(Record.objects.filter(kind_name="orchard").values_list("slug", flat=True))


def test_the_page_waits_for_the_worker_and_then_shows_every_outcome(office):
    there = handed_in(office, ROWS + "Mal,many\n")
    waiting = office.get(there)
    assert 'data-state="waiting"' in waiting.text and re.search(r"/progress[^/]*\.js", waiting.text)
    work()
    shown = office.get(there)
    assert "7 created, 0 changed, 0 as before, 1 refused." in shown.text and "a whole number" in shown.text
    assert Job.objects.get().progress == {"done": 8, "all": 8}
    assert records() == []


def test_it_is_brought_in_by_the_worker_once_and_the_file_goes(office, settings):
    there = handed_in(office)
    work()
    page = office.post(there, {"wanted": "all"}, follow=True)
    assert "The rows are being written" in page.text and records() == []
    work()
    done = office.get(there, follow=True)
    assert "7 created, 0 changed, 0 as before, 0 left out." in done.text
    assert len(records()) == 7 and Event.objects.filter(kind="orchard", verb="imported").count() == 1
    assert list((settings.DATA_FOLDER / "imports").iterdir()) == []


def test_a_second_click_while_it_is_written_asks_for_nothing_more(office):
    there = handed_in(office)
    work()
    office.post(there, {"wanted": "all"})
    office.post(there, {"wanted": "all"})
    assert Job.objects.filter(kind=import_jobs.BRING).count() == 1


def test_what_was_found_lies_beside_the_file_and_goes_with_it(office, settings):
    """The table of jobs holds no row of the file: erasing a person does not reach there."""
    there = handed_in(office)
    work()
    assert not Job.objects.filter(result__icontains="Huerto").exists()
    assert len(list((settings.DATA_FOLDER / "imports").iterdir())) == 2
    office.post(there, {"wanted": "drop"})
    assert list((settings.DATA_FOLDER / "imports").iterdir()) == []
    assert office.get(there).status_code == 404


def test_one_who_forgets_the_file_stops_the_worker(office):
    there = handed_in(office)
    job = jobs.claim(at=NOW)
    office.post(there, {"wanted": "drop"})
    assert jobs.see(job, at=NOW) is False


def test_the_same_file_sent_again_is_looked_at_again(office):
    there = handed_in(office)
    work()
    office.post(there, {"wanted": "all"})
    work()
    office.get(there)
    again = handed_in(office)
    work()
    assert "0 created, 0 changed, 7 as before, 0 refused." in office.get(again).text


def test_a_large_file_is_not_read_on_the_page_and_its_faults_are_told_in_words(office, monkeypatch):
    monkeypatch.setattr(import_jobs, "AT_ONCE_BYTES", 10)
    there = handed_in(office, "name,colour\nEl Olivar,red\n", "/es/records/orchard/bring-in/")
    work()
    told = office.get(there)
    assert told.status_code == 422 and "las columnas colour" in told.text
    assert 'lang="en"' not in re.search(r'<div class="notice thin".*?</div>', told.text, re.DOTALL)[0]


def test_whoever_may_no_more_brings_nothing_in(office, operator):
    there = handed_in(office)
    work()
    office.post(there, {"wanted": "all"})
    operator.assignments.all().delete()
    work()
    assert records() == [] and "problem" in Job.objects.get(kind=import_jobs.BRING).result


def test_a_failure_of_the_software_is_told_and_writes_nothing(office, monkeypatch):
    there = handed_in(office)
    monkeypatch.setattr(import_jobs.importing, "plan", lambda *given, **named: 1 / 0)
    job = jobs.claim(at=NOW)
    monkeypatch.setattr(jobs, "perform", lambda *given: (_ for _ in ()).throw(RuntimeError("broken")))
    do(job, Ending())
    page = office.get(there)
    assert "The software failed on this file" in page.text and records() == []
