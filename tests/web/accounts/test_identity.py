"""Sign-in through an identity provider: a provider of the tests' own, on this machine."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.test import Client
from django.utils import timezone

from polos_web.accounts import actions
from polos_web.accounts.models import User
from polos_web.accounts.queries import everything_about
from polos_web.audit import queries as audit
from polos_web.settings.identity import identity_settings

pytestmark = pytest.mark.django_db
CLIENT = "polos-under-test"
NEVA = {"sub": "248", "name": "Neva Quill", "email": "neva@example.org", "email_verified": True}
BEGIN, BACK = "/es/account/sign-in/provider/", "/en/account/sign-in/provider/back/"


class Provider:
    """What the provider says: ``told`` of the person, ``describes`` and ``signs`` of itself."""

    def __init__(self, port):
        self.issuer = f"http://127.0.0.1:{port}"
        self.told, self.describes, self.signs = dict(NEVA), {}, {}

    def answer(self, path, form):
        match path:
            case "/.well-known/openid-configuration":
                ends = {name: f"{self.issuer}/{name}" for name in ("token", "userinfo", "jwks", "authorize")}
                return {
                    "issuer": self.issuer,
                    "authorization_endpoint": ends["authorize"],
                    "token_endpoint": ends["token"],
                    "userinfo_endpoint": ends["userinfo"],
                    "jwks_uri": ends["jwks"],
                    **self.describes,
                }
            case "/token" if form.get("code") == ["right"]:
                now = int(timezone.now().timestamp())
                said = {
                    "iss": self.issuer,
                    "aud": CLIENT,
                    "iat": now,
                    "exp": now + 60,
                    "sub": self.told["sub"],
                }
                signed = jwt.encode({**said, **self.signs}, "k" * 32, "HS256")
                return {"access_token": "t", "token_type": "Bearer", "id_token": signed}
            case "/userinfo":
                return self.told
        return None


@pytest.fixture
def provider(settings):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            length = int(self.headers.get("Content-Length", 0))
            found = server.provider.answer(self.path, parse_qs(self.rfile.read(length).decode()))
            self.send_response(200 if found else 400)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(found or {"error": "no"}).encode())

        do_POST = do_GET

        def log_message(self, *arguments):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.provider = Provider(server.server_port)
        for name, value in identity_settings(server.provider.issuer, client=CLIENT, secret="s").items():
            setattr(settings, name, value)
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.provider
        server.shutdown()


def through(client, *, code="right", **changed):
    """Go to the provider and come back; the page one is led to."""
    asked = client.post(BEGIN)
    assert asked.status_code == 302, asked.text
    state = parse_qs(urlsplit(asked["Location"]).query)["state"][0]
    return client.get(BACK, {"state": state, "code": code} | changed)


def signed_in(client):
    return client.get("/es/account/").status_code == 200


# ---- where it is offered ----------------------------------------------------------------------


def test_without_a_provider_nothing_of_it_is_there(client):
    page = client.get("/es/account/sign-in/")
    assert "provider/" not in page.text
    assert page["Content-Security-Policy"].endswith("form-action 'self'")
    assert client.post(BEGIN).status_code == 404 and client.get(BACK).status_code == 404


@pytest.mark.slow
def test_the_page_for_signing_in_offers_it_and_may_lead_there(client, provider):
    page = client.get("/es/account/sign-in/")
    assert f'action="{BEGIN}"' in page.text and "127.0.0.1" in page.text
    assert page["Content-Security-Policy"].endswith(f"form-action 'self' {provider.issuer}")
    assert client.get("/es/")["Content-Security-Policy"].endswith("form-action 'self'")


@pytest.mark.slow
def test_the_provider_is_asked_with_proof_keys_and_told_one_way_back(client, provider):
    there = urlsplit(client.post(BEGIN)["Location"])
    asked = parse_qs(there.query)
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{provider.issuer}/authorize"
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"] and asked["client_id"] == [CLIENT]
    assert asked["code_challenge_method"] == ["S256"] and set(asked["scope"][0].split()) == {
        "openid", "profile", "email",
    }  # fmt: skip


@pytest.mark.slow
def test_forms_from_elsewhere_are_refused(provider):
    assert Client(enforce_csrf_checks=True).post(BEGIN).status_code == 403


# ---- who comes back ---------------------------------------------------------------------------


@pytest.mark.slow
def test_somebody_new_is_registered_and_signed_in_with_nothing_but_name_and_address(client, provider):
    assert through(client)["Location"] == "/es/account/"
    assert signed_in(client)
    person = User.objects.get(email="neva@example.org")
    assert person.name == "Neva Quill" and not person.has_usable_password()
    kept = SocialAccount.objects.get(user=person)
    assert (kept.provider, kept.uid, kept.extra_data) == (provider.issuer, "248", {})
    assert not SocialToken.objects.exists()
    verbs = [event.verb for event, _ in audit.about_person(person.pseudonym)]
    assert {"registered", "added identity", "signed in"} <= set(verbs)


@pytest.mark.slow
def test_the_same_person_comes_back_to_the_same_account_under_another_address(client, provider):
    through(client)
    provider.told["email"] = "quill@example.org"
    other = Client()
    through(other)
    assert signed_in(other) and User.objects.count() == 1


@pytest.mark.slow
def test_a_confirmed_address_opens_the_account_of_that_address(client, provider, make_person):
    person = make_person("neva")
    through(client)
    assert signed_in(client) and SocialAccount.objects.get().user == person
    assert [letter.to for letter in mail.outbox] == [["neva@example.org"]]


@pytest.mark.slow
@pytest.mark.parametrize("confirmed", [False, None, "false", "no", 1])
def test_an_address_that_is_not_confirmed_opens_nothing(client, provider, make_person, confirmed):
    person = make_person("neva")
    provider.told["email_verified"] = confirmed
    through(client)
    assert not signed_in(client) and not SocialAccount.objects.exists()
    assert User.objects.get() == person


@pytest.mark.slow
def test_a_new_address_that_is_not_confirmed_has_to_be(client, provider):
    provider.told["email_verified"] = False
    assert "addresses/sent/" in through(client)["Location"]
    assert not signed_in(client) and not EmailAddress.objects.get().verified
    assert len(mail.outbox) == 1


@pytest.mark.slow
def test_the_second_factor_is_asked_for_all_the_same(client, provider, make_person):
    make_person("neva", "operator", second_factor=True)
    assert through(client)["Location"].startswith("/es/account/sign-in/code/")
    assert not signed_in(client)


@pytest.mark.slow
def test_somebody_without_an_address_is_told_to_register(client, provider):
    provider.told["email"] = None
    assert through(client)["Location"] == "/es/account/sign-in/"
    assert not User.objects.exists() and not signed_in(client)


@pytest.mark.slow
def test_whoever_is_signed_in_is_not_sent_away(provider, make_person, sign_in):
    client = sign_in(make_person("neva"))
    assert client.post(BEGIN)["Location"] == "/es/account/"
    assert client.post(BEGIN + "?process=connect")["Location"] == "/es/account/"


# ---- what goes wrong --------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoil",
    [
        {"signs": {"iss": "http://127.0.0.1:1"}},
        {"signs": {"aud": "somebody else"}},
        {"signs": {"exp": 1}},
        {"signs": {"sub": "another"}},
        {"told": {**NEVA, "sub": ""}},
        {"told": {**NEVA, "sub": 248}},
        {"told": {**NEVA, "sub": "2" * 192}},
    ],
    ids=["issuer", "audience", "expired", "two people", "nobody", "no text", "too long"],
)
def test_what_the_provider_may_not_say_signs_nobody_in(client, provider, spoil):
    for name, value in spoil.items():
        setattr(provider, name, value)
    answer = through(client)
    assert answer["Location"] == "/es/account/sign-in/"
    assert "wrong" in client.get("/es/account/sign-in/").text
    assert not User.objects.exists() and not signed_in(client)


@pytest.mark.slow
@pytest.mark.parametrize(
    "changed",
    [{"code": "wrong"}, {"state": "made-up"}, {"error": "access_denied"}, {"error": "server_error"}],
)
def test_a_way_back_that_does_not_fit_signs_nobody_in(client, provider, changed):
    assert through(client, **changed)["Location"] == "/es/account/sign-in/"
    assert not User.objects.exists() and not signed_in(client)


@pytest.mark.slow
@pytest.mark.parametrize("said", [{"issuer": "http://127.0.0.1:1"}, {"token_endpoint": None}])
def test_a_provider_that_is_not_the_named_one_is_not_gone_to(client, provider, said):
    provider.describes = said
    assert client.post(BEGIN)["Location"] == "/es/account/sign-in/"


def test_a_provider_that_does_not_answer_leaves_the_other_ways(client, settings):
    for name, value in identity_settings("http://127.0.0.1:9", client=CLIENT, secret="s").items():
        setattr(settings, name, value)
    assert client.post(BEGIN)["Location"] == "/es/account/sign-in/"
    assert client.get("/es/account/sign-in/").status_code == 200


# ---- what is kept -----------------------------------------------------------------------------


@pytest.mark.slow
def test_what_is_kept_is_handed_out_and_erased(client, provider):
    through(client)
    person = User.objects.get()
    held = everything_about(person)
    assert held["account"]["identities"][0]["number_there"] == "248"
    actions.erase(person, by=person, at=timezone.now())
    assert not SocialAccount.objects.exists()


# ---- settings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("issuer", "client_id", "secret"),
    [
        ("https://id.example.org", "", "s"),
        ("https://id.example.org", "c", ""),
        ("", "c", "s"),
        ("http://id.example.org", "c", "s"),
        ("https://id.example.org/?realm=x", "c", "s"),
        ("id.example.org", "c", "s"),
    ],
)
def test_half_a_provider_is_refused_without_repeating_the_secret(issuer, client_id, secret):
    with pytest.raises(ValueError, match="Needed all three") as refusal:
        identity_settings(issuer, client=client_id, secret=secret)
    assert "example.org" not in str(refusal.value).split("Needed")[0]


def test_no_provider_is_no_provider():
    assert identity_settings("", client="", secret="") == {"SOCIALACCOUNT_PROVIDERS": {}}
