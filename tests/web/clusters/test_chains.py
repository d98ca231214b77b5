"""The value chain of a cluster: stages, roles, products and places; beside that of another."""

import pytest

from polos_web.clusters import chains
from polos_web.registers.statements import Statement
from web.clusters.test_profiles import say, system

pytestmark = pytest.mark.django_db
FORGE = {"stage": "machinery", "role": "supplier", "name": "Forja Inventada", "place": "Salto"}
MILL = {"stage": "production", "role": "producer", "name": "Molino Inventado", "product": "harina"}
LABORATORY = {"stage": "production", "role": "support", "name": "Laboratorio Inventado"}


@pytest.fixture
def told(make_person):
    """A built-in cluster of which its owner tells the chain."""
    owner = make_person("owner", "cluster owner", scope="es-acicae", second_factor=True)
    links = [Statement("chain", link, item=str(k)) for k, link in enumerate((LABORATORY, MILL, FORGE))]
    more = [Statement("stages", ["sales"]), Statement("organisation", "vertical")]
    say(system("es-acicae"), *links, *more, by=owner)
    return "es-acicae"


def test_stages_come_in_their_order_and_roles_within_them(told):
    found = chains.of_clusters(told)
    assert [stage.code for stage in found.stages] == ["machinery", "production", "sales"]
    assert [link["name"] for link in found.stages[1].links[0]] == [MILL["name"], LABORATORY["name"]]
    assert (found.stages[2].links, found.stages[2].covers) == (((),), (True,))
    assert found.organisation == ("vertical",)


def test_what_one_of_two_does_not_say_is_unknown_and_never_no(told, client):
    found = chains.of_clusters(told, "br-porto-digital")
    assert (found.both, found.one_sided) == ((), ("machinery", "production", "sales"))
    shown = client.get(f"/en/counterparts/clusters/{told}/br-porto-digital/").content.decode()
    assert "Both value chains" in shown and "may still be there" in shown
    assert shown.index(FORGE["name"]) < shown.index(MILL["name"])


def test_the_page_of_the_cluster_shows_its_structure(told, client):
    shown = client.get(f"/es/clusters/{told}/").content.decode()
    for words in (FORGE["name"], "Proveedor", "Institución de apoyo", "harina", "Salto"):
        assert words in shown


def test_of_two_that_say_nothing_the_page_says_so(client):
    assert chains.of_clusters("es-hegan", "nobody").stages == ()
    shown = client.get("/en/counterparts/clusters/es-hegan/br-porto-digital/").content.decode()
    assert "Neither of the two says anything of its value chain" in shown
