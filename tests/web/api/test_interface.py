"""The programming interface: the same records, actions and rights as the pages."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from polos_web.accounts.actions import erase
from polos_web.api import actions, interface
from polos_web.api.models import Answered, Token
from polos_web.audit.models import Event
from polos_web.registers import queries
from polos_web.registers.kinds import Reach, kind
from polos_web.registers.models import Record

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
API = "/api/v1"
SAID = {"field": "name", "value": {"language": "es", "original": "Cámara Inventada"}}
HERE = {"field": "territory", "value": "co_vab"}


def post(client, address, body=None, **headers):
    return client.post(f"{API}{address}", body or {}, content_type="application/json", headers=headers)


def patch(client, address, body, **headers):
    return client.patch(f"{API}{address}", body, content_type="application/json", headers=headers)


@pytest.fixture
def actor(machine):
    """A record made over the interface, and its version."""
    answer = post(machine, "/actor", {"slug": "camara", "statements": [SAID, HERE]})
    assert answer.status_code == 201
    return answer["ETag"]


# ---- reading ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_anybody_reads_what_is_public_with_its_papers(client):
    told = client.get(f"{API}/actor/corfo").json()
    role = next(fact for fact in told["facts"] if fact["field"] == "role")
    assert role["value"]["original"] == "example of executing agency"
    assert (role["place"], role["voice"]) == ("slide 11", "reference")
    assert told["is_claimed"] is False


@pytest.mark.django_db
def test_records_are_turned_page_by_page_and_none_is_lost(client):
    seen, after = [], ""
    for _ in range(20):
        page = client.get(f"{API}/programme", {"page_size": 7, "after": after}).json()
        seen += [item["slug"] for item in page["items"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert seen == sorted(seen) and len(seen) == len(set(seen)) == 40


@pytest.mark.django_db
def test_only_what_has_changed_since_is_told(client):
    assert client.get(f"{API}/actor", {"changed_since": "2100-01-01T00:00:00"}).json()["items"] == []


@pytest.mark.django_db
def test_a_record_that_is_known_already_is_not_sent_again(client):
    version = client.get(f"{API}/actor/corfo")["ETag"]
    again = client.get(f"{API}/actor/corfo", headers={"If-None-Match": version})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_the_address_of_the_interface_leads_to_everything_that_can_be_read(client):
    told = client.get(f"{API}/").json()
    assert told["description"] == f"{API}/openapi.json" and told["kinds"] == f"{API}/kinds"
    found = {one["name"]: one["records"] for one in told["registers"]}
    assert {"territory", "cluster", "actor", "programme"} <= set(found)
    for address in (told["description"], found["actor"]):
        assert client.get(address).status_code == 200


@pytest.mark.slow
@pytest.mark.django_db
def test_the_registers_tell_their_fields_and_codes(client):
    kinds = {one["name"]: one for one in client.get(f"{API}/kinds").json()}
    helix = next(field for field in kinds["actor"]["fields"] if field["code"] == "helix")
    assert (helix["holds"], len(helix["codes"])) == ("code", 5)


@pytest.mark.django_db
def test_what_is_not_public_is_told_to_its_keepers_only(client, machine, actor, keyed, make_person):
    assert machine.get(f"{API}/actor/camara").status_code == 200
    for stranger in (client, keyed(make_person("stranger"))):
        assert stranger.get(f"{API}/actor/camara").status_code == 404
        assert "camara" not in [
            one["slug"] for one in stranger.get(f"{API}/actor", {"page_size": 200}).json()["items"]
        ]
        assert stranger.get(f"{API}/actor/camara/history").status_code == 404


@pytest.mark.django_db
def test_the_events_are_told_to_operators_only(client, keyed, make_person, machine):
    assert client.get(f"{API}/events").status_code == 403
    assert machine.get(f"{API}/events").status_code == 403
    operator = keyed(make_person("operator", "operator", second_factor=True), may_write=False)
    told = operator.get(f"{API}/events", {"page_size": 1}).json()
    assert told["items"][0]["verb"] == "made a token" and told["next"] == told["items"][0]["number"]


# ---- writing ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_record_is_made_changed_and_published(client, machine, actor):
    changed = patch(
        machine,
        "/actor/camara",
        {"statements": [{"field": "helix", "value": "business"}]},
        **{"If-Match": actor},
    )
    assert changed.status_code == 200 and changed["ETag"] != actor
    assert post(machine, "/actor/camara/publish").json()["state"] == "published"
    facts = {fact["field"]: fact["value"] for fact in client.get(f"{API}/actor/camara").json()["facts"]}
    assert facts["helix"] == "business"
    told = Event.objects.filter(kind="actor", subject="camara").order_by("number")
    assert [event.verb for event in told] == ["created", "stated", "stated", "published"]
    assert post(machine, "/actor/camara/withdraw").json()["state"] == "withdrawn"
    assert post(machine, "/actor/camara/restore").json()["state"] == "draft"


@pytest.mark.django_db
def test_a_change_names_the_version_it_was_made_from_and_the_second_one_sees_the_difference(machine, actor):
    said = {"statements": [{"field": "helix", "value": "business"}]}
    assert patch(machine, "/actor/camara", said).status_code == 428
    assert patch(machine, "/actor/camara", said, **{"If-Match": '"1-1-1"'}).status_code == 412
    assert patch(machine, "/actor/camara", said, **{"If-Match": actor}).status_code == 200
    other = {"statements": [{"field": "helix", "value": "research"}]}
    clash = patch(machine, "/actor/camara", other, **{"If-Match": actor})
    assert clash.status_code == 412 and clash.json()["problems"] == {"helix": "Business"}
    assert (
        queries.sheet(queries.record(kind("actor"), "camara"), frozenset(Reach)).value("helix") == "business"
    )


@pytest.mark.django_db
def test_a_request_sent_again_is_answered_again_and_writes_nothing(machine):
    body = {"slug": "camara", "statements": [SAID, HERE]}
    first = post(machine, "/actor", body, **{"Idempotency-Key": "k1"})
    again = post(machine, "/actor", body, **{"Idempotency-Key": "k1"})
    assert (first.status_code, first.content, first["ETag"]) == (
        again.status_code,
        again.content,
        again["ETag"],
    )
    assert Record.objects.filter(slug="camara").count() == 1
    other = post(machine, "/actor", {**body, "slug": "otra"}, **{"Idempotency-Key": "k1"})
    assert other.status_code == 409 and not Record.objects.filter(slug="otra").exists()
    assert post(machine, "/actor", body).status_code == 409


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ({"slug": "x", "statements": [SAID, HERE, {"field": "colour", "value": 1}]}, 422, "colour"),
        ({"slug": "x", "statements": [SAID, HERE, {"field": "helix", "value": "unicorns"}]}, 422, "helix"),
        ({"slug": "X y", "statements": []}, 422, "body.new.slug"),
        ({"slug": "x", "statements": [], "more": 1}, 422, "body.new.more"),
        ({"slug": "x", "statements": "none"}, 422, "body.new.statements"),
    ],
)
def test_what_does_not_fit_is_named(machine, body, status, named):
    answer = post(machine, "/actor", body)
    assert answer.status_code == status and named in answer.json()["problems"]
    assert not Record.objects.filter(slug="x").exists()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "known"),
    [
        ("/actor?pagesize=2", ["after", "changed_since", "page_size"]),
        ("/kinds?pagesize=2", []),
        ("/actor/camara?pagesize=2", []),
        ("/events?pagesize=2", ["before", "page_size"]),
    ],
)
def test_a_parameter_that_is_not_known_is_refused_with_those_that_are(client, place, known):
    answer = client.get(f"{API}{place}")
    told = answer.json()
    assert answer.status_code == 400 and list(told["problems"]) == ["pagesize"]
    assert all(name in told["needed"] for name in known)
    path = client.get(f"{API}/openapi.json").json()["paths"]
    described = {
        "/actor?": "{kind_name}", "/kinds?": "kinds", "/actor/": "{kind_name}/{slug}", "/events": "events"
    }[place[:7]]  # fmt: skip
    operation = path[f"{API}/{described}"]["get"]
    assert "400" in operation["responses"]
    told_there = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]
    assert sorted(told_there) == known


@pytest.mark.django_db
def test_a_write_with_a_parameter_that_is_not_known_writes_nothing(machine):
    said = {"slug": "x", "statements": [SAID, HERE]}
    assert post(machine, "/actor?dry_run=1", said).status_code == 400
    assert not Record.objects.filter(slug="x").exists()


@pytest.mark.django_db
def test_a_body_that_is_no_json_is_refused_in_words(machine):
    answer = machine.post(f"{API}/actor", "{", content_type="application/json")
    assert answer.status_code == 400 and set(answer.json()) == {"found", "needed", "next", "problems"}


@pytest.mark.django_db
def test_nobody_writes_more_than_on_the_pages(client, keyed, officer, make_person, actor):
    body = {"slug": "otra", "statements": [SAID, {"field": "territory", "value": "co_ant"}]}
    assert post(client, "/actor", body).status_code == 401
    assert post(keyed(make_person("stranger")), "/actor", body).status_code == 403
    assert post(keyed(officer), "/actor", body).status_code == 403  # of another territory
    assert post(keyed(officer, may_write=False), "/actor/camara/publish").status_code == 403
    assert post(keyed(officer, days=-1), "/actor/camara/publish").status_code == 401
    assert post(Client(headers={"Authorization": "Bearer polos_wrong"}), "/actor", body).status_code == 401
    assert Client(headers={"Authorization": "Bearer polos_wrong"}).get(f"{API}/actor").status_code == 401
    assert not Record.objects.filter(slug="otra").exists()


@pytest.mark.django_db
def test_the_key_of_somebody_who_was_erased_opens_nothing(machine, officer, actor):
    erase(officer, by=officer, at=NOW)
    assert machine.get(f"{API}/actor/camara").status_code == 401
    assert not Token.objects.exists() and not Answered.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_there_is_a_limit_for_everybody(client):
    answers = [client.get(f"{API}/kinds").status_code for _ in range(interface_limit() + 1)]
    assert answers[0] == 200 and answers[-1] == 429


def interface_limit():
    return int(interface.RATE_WITHOUT_KEY.split("/")[0])


# ---- keys -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_key_is_made_told_once_and_ended(sign_in, officer):
    page = sign_in(officer)
    made = page.post("/en/account/keys/", {"name": "monitoring", "days": 30}).content.decode()
    secret = made.split('<code class="long">')[1].split("<")[0]
    assert secret.startswith("polos_")
    assert secret not in page.get("/en/account/keys/").content.decode()
    machine = Client(headers={"Authorization": f"Bearer {secret}"})
    assert machine.get(f"{API}/kinds").status_code == 200
    (token,) = Token.objects.all()
    assert token.digest != secret and not token.may_write
    page.post(f"/en/account/keys/{token.pk}/end/")
    assert machine.get(f"{API}/kinds").status_code == 401
    verbs = Event.objects.filter(actor=str(officer.pseudonym)).values_list("verb", flat=True)
    assert {"made a token", "ended a token"} <= set(verbs)


@pytest.mark.django_db
def test_nobody_ends_the_key_of_another_or_has_too_many(sign_in, officer, make_person, monkeypatch):
    actions.make_token(officer, "mine", may_write=False, ends_on=date(2099, 1, 1), at=NOW)
    (token,) = Token.objects.all()
    assert token.ends_on == (NOW + actions.LONGEST).date()
    assert sign_in(make_person("stranger")).post(f"/en/account/keys/{token.pk}/end/").status_code == 404
    monkeypatch.setattr(actions, "MOST_TOKENS", 1)
    page = sign_in(officer).post("/en/account/keys/", {"name": "more", "days": 30}).content.decode()
    assert "as many keys as one may have" in page and Token.objects.count() == 1
