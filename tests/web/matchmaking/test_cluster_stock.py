"""A large register of clusters: nobody waits for it, and what is shown says of when it is."""

from datetime import timedelta

import pytest
from django.test import Client

from polos_web.analysis import actions as analysis
from polos_web.analysis.latest import Latest
from polos_web.clusters.models import Cluster
from polos_web.matchmaking import cluster_stock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_loaded")]
LIST = "/en/counterparts/clusters/es-acicae/"
PAIR = f"{LIST}br-porto-digital/"
WAITING = "The clusters are being compared"


class OneAtATime(Latest):
    """What is made beside the pages is there when the test says so."""

    wanted = None

    def begin(self, state) -> None:
        self.wanted = state

    def finish(self) -> None:
        self.at_once(self.wanted)


@pytest.fixture(autouse=True)
def beside(monkeypatch) -> OneAtATime:
    """Every register is a large one, and nothing of it is there yet."""
    made = OneAtATime(cluster_stock._make)
    monkeypatch.setattr(cluster_stock, "_latest", made)
    monkeypatch.setattr(cluster_stock, "AT_ONCE", 0)
    return made


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_first_who_asks_sees_that_it_is_being_made_and_then_the_list(client, beside):
    for path in (LIST, PAIR):
        answer = client.get(path)
        assert WAITING in answer.content.decode() and answer["Cache-Control"] == "no-store"
        assert 'data-state="running"' in answer.content.decode()
    beside.finish()
    for path in (LIST, PAIR):
        assert WAITING not in page(client, path)
    assert "The register of clusters has changed since" not in page(client, LIST)


def test_after_a_change_the_list_before_is_shown_with_its_date_and_nobody_who_left(client, beside):
    cluster_stock.stock()
    partner = Cluster.objects.get(pk="br-porto-digital")
    assert partner.name in page(client, f"{LIST}?country=BR&market=ict")
    partner.delete()
    analysis.changed("clusters", checksum="")
    shown = page(client, f"{LIST}?country=BR&market=ict")
    assert "The register of clusters has changed since" in shown and "UTC" in shown
    assert partner.name not in shown
    beside.finish()
    assert "The register of clusters has changed since" not in page(client, LIST)


def test_a_cluster_that_came_after_the_version_shown_is_waited_for(client, beside):
    late = Cluster.objects.get(pk="br-porto-digital")
    Cluster.objects.filter(pk=late.pk).delete()
    cluster_stock.stock()
    late.save(force_insert=True)
    analysis.changed("clusters", checksum="")
    assert WAITING in page(client, f"/en/counterparts/clusters/{late.pk}/")
    assert WAITING in page(client, PAIR)
    beside.finish()
    assert WAITING not in page(client, PAIR)


def test_a_version_left_behind_for_long_is_not_shown(client, monkeypatch):
    cluster_stock.stock()
    analysis.changed("clusters", checksum="")
    monkeypatch.setattr(cluster_stock, "SHOWN_FOR", timedelta(0))
    assert WAITING in page(client, LIST)


def test_what_is_taken_away_is_never_of_before(client):
    cluster_stock.stock()
    Cluster.objects.filter(pk="br-porto-digital").delete()
    analysis.changed("clusters", checksum="")
    rows = page(client, f"{LIST}list.csv")
    assert "br-porto-digital" not in rows and "es-acicae" not in rows.splitlines()[0]
