"""Home, the page about the data, and the loading of what comes with the software."""

import re
import stat
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from polos_web import commands
from polos_web.clusters.models import Cluster
from polos_web.cooperation import actions as cooperation
from polos_web.registers.kinds import kinds
from polos_web.settings.secret import secret_key
from polos_web.site.actions import load_reference, make_folders
from polos_web.site.models import Loading
from polos_web.site.statistics import FILES, add_from
from polos_web.territories.models import Priority, Territory
from web.product import POLOS, new_database, product

# ---- pages ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_home_shows_twenty_arcs_forty_territories_and_the_open_doors(client):
    text = client.get("/en/").text
    sheet = text.split('id="pairings"')[0]
    assert sheet.split('class="arcs"')[1].split("</g>")[0].count("<path") == 20
    assert len(set(re.findall(r'class="point[^"]*" href="([^"]+)"', sheet))) == 40
    doors = text.split('class="doors"')[1].split("</ul>")[0]
    assert doors.count("<a ") == 4
    assert text.split('id="pairings"')[1].count("<tr>") == 21


@pytest.mark.django_db
def test_home_and_about_say_how_far_the_data_carries(client):
    home, about = client.get("/en/").text, client.get("/en/about/").text
    for words in (
        "121",
        "725",
        "748 with those inherited",
        "450",
        "no profile claimed yet",
        "compiled by machine",
        "not yet been reviewed by a person",
    ):
        assert words in home
    for words in (
        "725 priorities of 119 territories",
        "507 of 725 priorities state no technology",
        "23 more",
        "450 organisations and initiatives",
        "None has claimed its profile yet",
        "85 % of them",
        "never read as zero",
    ):
        assert words in about


@pytest.mark.django_db
def test_every_source_document_has_its_licence_and_every_register_its_columns(client):
    about = client.get("/es/about/").text
    sources = about.split("<cite")[1:]
    assert len(sources) == 5 and sum("CC BY 4.0" in one for one in sources) == 1
    assert sum("sin indicar" in one.split("</li>")[0] for one in sources) == 4
    pages = re.findall(r'href="(/es/records/\w+/columns/)"', about)
    assert len(pages) == len(kinds())
    for page in pages:
        text = client.get(page).text
        assert page.replace("columns/", "everything.csv") in text and "<table" in text


@pytest.mark.django_db
def test_home_and_about_count_the_profiles_that_their_own_people_keep(client):
    """Those that somebody owns; not one that an operator brought in, which nobody owns."""
    Cluster.objects.filter(pk="es-hegan").update(is_claimed=True)
    brought_in = Cluster.objects.get(pk="es-acicae")
    brought_in.pk, brought_in.provenance = "es-brought-in", "owner"
    brought_in.save(force_insert=True)
    assert "1 profile is kept by its own people" in client.get("/en/").text
    assert "1 profile on this site is kept by its own people now" in client.get("/en/about/").text


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["", "about/"])
def test_pages_refuse_parameters_they_do_not_know(client, place):
    assert client.get(f"/en/{place}?x=1").status_code == 400


@pytest.mark.django_db
def test_home_asks_few_questions(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get("/en/")


# ---- loading ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_loading_twice_changes_nothing(django_assert_max_num_queries):
    before = Loading.objects.get(name="reference")
    with django_assert_max_num_queries(4):
        assert load_reference() is None
    assert Loading.objects.get(name="reference").loaded_at == before.loaded_at


@pytest.mark.slow
@pytest.mark.django_db
def test_a_new_edition_restores_what_was_changed_and_drops_what_has_gone():
    Territory.objects.create(
        territory_id="xx",
        name="Gone",
        name_en="Gone",
        country="ES",
        side="EU",
        level="region",
        form="region",
        latitude=40.0,
        longitude=-3.0,
    )
    Cluster.objects.filter(pk="es-hegan").update(territory_id="xx", name="Changed")
    Priority.objects.filter(territory_id="es21").delete()
    Loading.objects.update(checksum="an older one")
    counts = load_reference()
    assert counts is not None and counts["territories"] == 121 and counts["priorities"] == 748
    assert not Territory.objects.filter(pk="xx").exists()
    assert Cluster.objects.get(pk="es-hegan").territory_id == "es21"
    assert Priority.objects.filter(territory_id="es21").count() == 7


@pytest.mark.slow
@pytest.mark.django_db
def test_a_loading_that_fails_leaves_everything_as_it_was(monkeypatch):
    def fail(**tables):
        raise RuntimeError("planted")

    Cluster.objects.filter(pk="es-hegan").update(name="Changed")
    Loading.objects.update(checksum="an older one")
    monkeypatch.setattr(cooperation, "load", fail)
    with pytest.raises(RuntimeError, match="planted"):
        load_reference()
    assert Cluster.objects.get(pk="es-hegan").name == "Changed"
    assert Loading.objects.get(name="reference").checksum == "an older one"


# ---- statistics -------------------------------------------------------------------------------


def test_a_folder_without_files_adds_nothing_and_does_not_fail(tmp_path):
    assert [(added.source, added.outcome) for added in add_from(tmp_path, data=tmp_path / "var")] == [
        (source, "absent") for source in FILES
    ]
    assert not (tmp_path / "var").exists()


def test_a_file_that_cannot_be_used_is_named_and_keeps_no_other_out(tmp_path):
    for place in FILES.values():
        path = tmp_path / "data" / place
        path.parent.mkdir(parents=True)
        path.write_bytes(b"not a table")
    outcomes = list(add_from(tmp_path, data=tmp_path / "var"))
    assert [added.outcome for added in outcomes] == ["refused"] * 3
    assert all("Found" in added.words and "Needed" in added.words for added in outcomes)


@pytest.mark.slow
@pytest.mark.shared
def test_the_three_files_are_added_once(shared, tmp_path):
    assert [added.outcome for added in add_from(shared, data=tmp_path)] == ["added"] * 3
    assert [added.outcome for added in add_from(shared, data=tmp_path)] == ["unchanged"] * 3


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("shared", [None, Path("/nowhere")])
def test_preparing_without_statistics_says_so_and_goes_on(shared, settings, tmp_path):
    settings.DATA_FOLDER, said = tmp_path / "var", StringIO()
    call_command("prepare", shared=shared, stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[:2] == ["Database: up to date.", "Built-in records: already loaded."]
    assert lines[2].startswith("Statistics:") and "not available" in lines[2]
    assert {"datasets", "documents"} <= {path.name for path in settings.DATA_FOLDER.iterdir()}


def test_the_folders_of_a_backup_are_there_before_anything_is_in_them(tmp_path):
    held = tmp_path / "var" / "documents" / "kept"
    make_folders(tmp_path / "var")
    held.touch()
    make_folders(tmp_path / "var")
    assert held.is_file() and not list((tmp_path / "var" / "datasets").iterdir())


# ---- commands ---------------------------------------------------------------------------------


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    key = secret_key(tmp_path / "var")
    assert len(key) >= 50 and secret_key(tmp_path / "var") == key
    assert stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]
    assert secret_key(tmp_path / "other") != key


def test_a_port_in_use_is_refused_in_words(free_socket, monkeypatch, capsys):
    monkeypatch.setattr(commands, "_unprepared", lambda: None)
    host, port = free_socket.getsockname()
    free_socket.listen()
    assert commands.serve(host=host, port=port) == 1
    said = capsys.readouterr()
    assert f"port {port}" in said.err and f"--port {port + 1}" in said.err and said.out == ""


@pytest.mark.slow
def test_serving_before_preparing_is_refused_in_words(tmp_path):
    given, command = product(tmp_path, database=new_database()), [POLOS, "serve", "--port", "0"]
    answer = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    assert answer.returncode == 1 and "polos site prepare" in answer.stderr and answer.stdout == ""


@pytest.mark.slow
def test_a_server_of_databases_that_does_not_answer_is_named_in_words(tmp_path):
    given = product(tmp_path, database=f"postgresql:///polos?host={tmp_path}")
    command = [POLOS, "serve", "--port", "0"]
    answer = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    assert answer.returncode == 1 and "not answering" in answer.stderr and "POLOS_DATABASE" in answer.stderr
