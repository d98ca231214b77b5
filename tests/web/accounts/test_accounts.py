"""Registration, sign-in, second factors, the first operator, export and erasure."""

import json
import re
import time
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from polos_web.accounts import access, actions, queries
from polos_web.accounts.models import Assignment, User
from polos_web.audit import queries as audit
from polos_web.settings.mail import mail_settings
from polos_web.settings.people import proxy_settings
from web.people import BEGAN
from web.rows import every_row
from web.signing_in import PASSWORD, SECRET, code_now

pytestmark = pytest.mark.django_db
NEW = {"email": "ana@example.org", "name": "Ana", "password1": PASSWORD}


def link_of(message):
    return re.search(r"http://testserver(\S+)", message.body)[1]


def verbs(person):
    return [event.verb for event, _ in audit.about_person(person.pseudonym)]


# ---- registration and sign-in -----------------------------------------------------------------


def test_somebody_registers_confirms_and_is_signed_in(client):
    answer = client.post("/es/account/register/", NEW)
    assert (answer.status_code, answer["Location"]) == (302, "/es/account/addresses/sent/")
    person = queries.person_of("Ana@Example.org")
    assert client.get("/es/account/").status_code == 302
    assert "Ana" not in mail.outbox[0].body and mail.outbox[0].subject.startswith("Polos: ")
    link = link_of(mail.outbox[0])
    assert link.startswith("/es/account/addresses/")
    assert "ana@example.org" in client.get(link).text
    client.post(link)
    page = client.get("/es/account/")
    assert page.status_code == 200 and "ana@example.org" in page.text
    assert verbs(person) == ["registered", "confirmed address", "signed in"]


def test_whoever_registers_on_the_way_to_a_page_arrives_there(client):
    """From a page that needs an account, by its links only, to that page."""
    way = client.get("/es/clusters/new/")["Location"]
    assert way == "/es/account/sign-in/?next=/es/clusters/new/"
    register = "/es/account/register/?next=/es/clusters/new/"
    assert f'href="{register}"' in client.get(way).text
    client.post(register, {**NEW, "next": "/es/clusters/new/"})
    assert client.post(link_of(mail.outbox[0]))["Location"] == "/es/clusters/new/"


def test_without_confirmation_nobody_gets_in(client):
    client.post("/en/account/register/", NEW)
    answer = client.post("/en/account/sign-in/", {"login": NEW["email"], "password": PASSWORD})
    assert answer["Location"] == "/en/account/addresses/sent/"
    assert client.get("/en/account/").status_code == 302


def test_registering_an_address_again_tells_its_owner_and_nobody_else(client, make_person):
    make_person("ana")
    answer = client.post("/en/account/register/", NEW)
    assert answer["Location"] == "/en/account/addresses/sent/"
    assert "has an account already" in mail.outbox[0].body and User.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "language", "words"),
    [
        ({"password1": "short"}, "en", "at least 10"),
        ({"password1": "ana@example.org"}, "pt", "semelhante"),
        ({"email": "no address"}, "es", "correo"),
        ({"name": ""}, "fr", "obligatoire"),
    ],
)
def test_what_cannot_be_registered_is_refused_beside_its_field(client, given, language, words):
    page = client.post(f"/{language}/account/register/", {**NEW, **given})
    assert page.status_code == 200 and 'aria-invalid="true"' in page.text and words in page.text
    assert not User.objects.exists() and not mail.outbox


def test_mail_that_cannot_be_sent_leaves_no_half_account(client, monkeypatch):
    def fail(message, fail_silently=False):
        raise ConnectionRefusedError("planted")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    before = audit.end()
    with pytest.raises(ConnectionRefusedError):
        client.post("/en/account/register/", NEW)
    assert not User.objects.exists() and audit.end() == before


def test_signing_in_and_out(client, make_person):
    person = make_person("ana")
    answer = client.post("/en/account/sign-in/", {"login": "ANA@example.org", "password": PASSWORD})
    assert answer["Location"] == "/en/account/"
    assert client.get("/en/account/sign-in/").status_code == 302
    assert client.post("/en/account/sign-out/")["Location"] == "/en/"
    assert client.get("/en/account/")["Location"] == "/en/account/sign-in/?next=/en/account/"
    assert verbs(person) == ["signed in"]


def test_a_page_for_people_with_an_account_comes_back_after_signing_in(client, make_person):
    make_person("ana")
    place = client.get("/en/account/erase/")["Location"]
    answer = client.post(
        place, {"login": "ana@example.org", "password": PASSWORD, "next": "/en/account/erase/"}
    )
    assert answer["Location"] == "/en/account/erase/"


def test_signing_in_leads_to_no_other_machine(client, make_person):
    make_person("ana")
    given = {"login": "ana@example.org", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post("/en/account/sign-in/", given)["Location"] == "/en/account/"


@pytest.mark.parametrize("role", ["", "operator"])
def test_attempts_are_limited_for_everybody_staff_included(client, make_person, role):
    make_person("ana", role, second_factor=bool(role))
    for _ in range(5):
        client.post("/en/account/sign-in/", {"login": "ana@example.org", "password": "wrong"})
    page = client.post("/en/account/sign-in/", {"login": "ana@example.org", "password": PASSWORD})
    assert "Too many attempts failed" in page.text


def test_too_many_requests_are_answered_in_words(client):
    answers = [client.post("/es/account/register/", {}) for _ in range(21)]
    assert answers[-2].status_code == 200 and answers[-1].status_code == 429
    assert "<h1>" in answers[-1].text and "nonce" not in answers[-1]["Content-Security-Policy"]


def test_a_forgotten_password_is_replaced_once(client, make_person):
    person = make_person("ana")
    client.post("/en/account/password/new/", {"email": "ana@example.org"})
    link = link_of(mail.outbox[0])
    form = client.get(link)["Location"]
    assert 'name="password1"' in client.get(form).text
    client.post(form, {"password1": "another good phrase"})
    assert client.get("/en/account/").status_code == 200
    assert verbs(person) == ["reset password", "signed in"]
    assert "not valid any more" in client.get(link, follow=True).text


def test_an_address_without_an_account_is_not_given_away(client):
    answer = client.post("/en/account/password/new/", {"email": "nobody@example.org"})
    assert answer["Location"] == "/en/account/password/new/sent/"
    assert "nobody with this address" in mail.outbox[0].body


def test_changing_the_password_needs_the_present_one(make_person, sign_in):
    client = sign_in(make_person("ana"))
    wrong = client.post("/en/account/password/", {"oldpassword": "x", "password1": "another good phrase"})
    assert "not your present password" in wrong.text
    given = {"oldpassword": PASSWORD, "password1": "another good phrase"}
    assert client.post("/en/account/password/", given).status_code == 302
    assert User.objects.get().check_password("another good phrase")
    assert "password of your account was changed" in mail.outbox[-1].body


def test_addresses_are_added_confirmed_and_made_the_main_one(make_person, sign_in):
    person = make_person("ana")
    client = sign_in(person)
    client.post("/en/account/addresses/", {"email": "two@example.org", "action_add": "1"})
    client.post(link_of(mail.outbox[0]))
    client.post("/en/account/addresses/", {"email": "two@example.org", "action_primary": "1"})
    assert User.objects.get().email == "two@example.org"
    client.post("/en/account/addresses/", {"email": "ana@example.org", "action_remove": "1"})
    assert EmailAddress.objects.get().email == "two@example.org"
    assert {"confirmed address", "changed address", "removed address"} <= set(verbs(person))


def test_a_form_without_its_mark_is_refused_in_words(make_person):
    answer = Client(enforce_csrf_checks=True).post("/en/account/register/", NEW)
    assert answer.status_code == 403 and "send the form once more" in answer.text


# ---- second factors ---------------------------------------------------------------------------


def test_an_authenticator_app_is_set_up_with_recovery_codes_and_asked_for_next_time(
    make_person, sign_in, client
):
    person = make_person("ana")
    own = sign_in(person)
    page = own.get("/en/account/second-factors/app/add/").text
    secret = re.search(r"<code[^>]*>(\w+)</code>", page)[1]
    answer = own.post("/en/account/second-factors/app/add/", {"code": code_now(secret)})
    assert answer["Location"] == "/en/account/second-factors/codes/"
    codes = re.findall(r"<li><code>(\w+)</code>", own.get(answer["Location"]).text)
    assert len(codes) == 10 and codes == own.get("/en/account/second-factors/codes/codes.txt").text.split()
    answer = client.post("/en/account/sign-in/", {"login": "ana@example.org", "password": PASSWORD})
    assert answer["Location"] == "/en/account/sign-in/code/"
    assert "code is not right" in client.post(answer["Location"], {"code": "000000"}).text
    assert client.post(answer["Location"], {"code": codes[0]})["Location"] == "/en/account/"
    assert "added second factor" in verbs(person)


def test_the_secret_of_the_app_is_not_in_the_database_in_the_open(make_person):
    make_person("ana", second_factor=True)
    assert SECRET not in json.dumps(Authenticator.objects.get(type="totp").data)


def test_staff_without_a_second_factor_gets_no_further_than_setting_one_up(make_person, sign_in):
    operator = make_person("olga", "operator")
    client = sign_in(operator)
    for place in ("account/", "account/audit/", "territories/", ""):
        assert client.get(f"/en/{place}")["Location"] == "/en/account/second-factors/"
    assert client.get("/en/account/second-factors/").status_code == 200
    assert not access.may_read_audit(operator)


def test_staff_who_has_not_shown_the_second_factor_in_this_session_is_asked_for_it(make_person, client):
    operator = make_person("olga", "operator", second_factor=True)
    client.force_login(operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/en/account/audit/")
    assert answer["Location"] == "/en/account/again/code/?next=%2Fen%2Faccount%2Faudit%2F"
    assert (
        client.post(answer["Location"], {"code": code_now(), "next": "/en/account/audit/"}).status_code == 302
    )
    assert client.get("/en/account/audit/").status_code == 200


def test_members_need_no_second_factor(make_person, sign_in):
    assert sign_in(make_person("ana")).get("/en/account/").status_code == 200


# ---- roles and the audit ----------------------------------------------------------------------


def test_the_first_operator_gets_a_link_that_works_once_and_no_password(client):
    said = StringIO()
    call_command("operator", "Olga@example.org", stdout=said)
    person = queries.person_of("olga@example.org")
    assert not person.has_usable_password()
    link = re.search(r"http://127.0.0.1:8000(\S+)", said.getvalue())[1]
    form = client.get(link)["Location"]
    client.post(form, {"password1": "another good phrase"})
    assert client.get("/en/account/")["Location"] == "/en/account/second-factors/"
    assert "not valid any more" in Client().get(link).text
    call_command("operator", "olga@example.org", stdout=said)
    assert Assignment.objects.count() == 1


def test_an_address_that_is_none_makes_no_operator():
    with pytest.raises(CommandError, match="Needed an address"):
        call_command("operator", "nobody")
    assert not User.objects.exists()


def test_operators_assign_and_end_roles_with_scope_and_period(make_person, sign_in):
    operator, ana = make_person("olga", "operator", second_factor=True), make_person("ana")
    client = sign_in(operator)
    given = {"email": ana.email, "role": "cluster editor", "scope": "es-hegan", "begins_on": "2026-01-01"}
    assert client.post("/en/account/roles/", given).status_code == 302
    held = Assignment.objects.get(person=ana)
    assert access.may(ana, "edit a cluster", "es-hegan") and not access.may(ana, "edit a cluster", "es-other")
    page = client.get("/en/account/roles/").text
    assert ana.email in page and "Basque Aerospace Cluster" in page
    client.post(f"/en/account/roles/{held.pk}/end/")
    assert not access.may(User.objects.get(pk=ana.pk), "edit a cluster", "es-hegan")
    assert [event.verb for event in audit.events(kind="accounts.assignment", actor=operator.pseudonym)] == [
        "ended",
        "assigned",
    ]


def test_a_role_is_assigned_for_a_title_in_whatever_language(make_person, sign_in):
    operator, ana = make_person("olga", "operator", second_factor=True), make_person("ana")
    for title, day in (("rap-e región central", "2026-01-01"), ("RAP-E Central Region", "2026-02-01")):
        given = {"email": ana.email, "role": "territory officer", "begins_on": day, "scope": title}
        assert sign_in(operator).post("/en/account/roles/", given).status_code == 302
    assert [held.scope for held in Assignment.objects.filter(person=ana)] == ["co_rape"] * 2
    again = sign_in(operator).post("/en/account/roles/", given)
    assert again.status_code == 200 and "has this role from this day" in again.text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "nobody@example.org"}, "Nobody with this address"),
        ({"scope": ""}, "name of what it is for"),
        ({"scope": "es-nowhere"}, "Needed the short name of one record"),
        ({"role": "operator"}, "whole site"),
        ({"ends_on": "2025-01-01"}, "before the first"),
        ({"role": "visitor"}, "aria-invalid"),
    ],
)
def test_roles_that_cannot_be_assigned_are_refused_beside_the_field(make_person, sign_in, changed, words):
    operator, ana = make_person("olga", "operator", second_factor=True), make_person("ana")
    given = {"email": ana.email, "role": "cluster editor", "scope": "es-hegan", "begins_on": "2026-01-01"}
    page = sign_in(operator).post("/en/account/roles/", {**given, **changed})
    assert page.status_code == 200 and words in page.text
    assert Assignment.objects.count() == 1


def test_a_role_counts_within_its_period_only(make_person):
    ana = make_person("ana", "cluster owner", scope="es-hegan")
    assert access.scopes_of(ana, "edit a cluster") == {"es-hegan"}
    Assignment.objects.update(ends_on=BEGAN.date())
    assert access.scopes_of(User.objects.get(), "edit a cluster") == frozenset()


def test_the_last_operator_stays(make_person, sign_in):
    operator = make_person("olga", "operator", second_factor=True)
    client = sign_in(operator)
    assert client.post(f"/en/account/roles/{Assignment.objects.get().pk}/end/").status_code == 403
    assert "last operator" in client.get("/en/account/erase/").text
    assert client.post("/en/account/erase/", {"certain": "on"}).status_code == 403
    make_person("otto", "operator")
    assert client.post("/en/account/erase/", {"certain": "on"}).status_code == 200


def test_the_audit_is_read_with_names_and_details(make_person, sign_in):
    operator, ana = make_person("olga", "operator", second_factor=True), make_person("ana")
    actions.rename(ana, "Ana María", at=BEGAN)
    page = sign_in(operator).get("/en/account/audit/").text
    assert "Ana María" in page and "renamed" in page and str(audit.end()) in page
    filtered = sign_in(operator).get("/en/account/audit/?kind=site.loading").text
    assert "Ana María" not in filtered and "reference" in filtered


# ---- one's own data ---------------------------------------------------------------------------


def test_everything_about_oneself_is_handed_out_and_that_is_recorded(make_person, sign_in):
    ana = make_person("ana", second_factor=True)
    client = sign_in(ana)
    client.post("/en/account/", {"name": "Ana María"})
    answer = client.post("/en/account/export.json")
    told = json.loads(answer.content)
    assert told["account"]["name"] == "Ana María" and told["account"]["email"] == ana.email
    assert [event["verb"] for event in told["events"]][-2:] == ["renamed", "exported"]
    assert told["events"][-2]["details"] == {"name": "Ana María"}
    assert "password" not in answer.text and SECRET not in answer.text


@pytest.mark.slow
def test_erasure_leaves_nothing_of_the_person_in_any_table(make_person, sign_in, tmp_path, settings):
    ana = make_person("anastasia", "cluster editor", scope="es-hegan", second_factor=True)
    operator = make_person("olga", "operator", second_factor=True)
    client = sign_in(ana)
    client.post("/en/account/", {"name": "Anastasia of the Mountains"})
    client.post("/en/account/export.json")
    before = {table for table, text in every_row() if "anastasia" in text.lower()}
    assert {"accounts_user", "account_emailaddress"} <= before
    assert client.post("/en/account/erase/").status_code == 200
    assert "erased" in client.post("/en/account/erase/", {"certain": "on"}).text
    assert [table for table, text in every_row() if "anastasia" in text.lower()] == []
    gone = User.objects.get(pk=ana.pk)
    assert (gone.email, gone.name, gone.is_active) == (None, "", False)
    sessions = [session.get_decoded().get("_auth_user_id") for session in Session.objects.all()]
    assert str(ana.pk) not in sessions and not Authenticator.objects.filter(user=gone).exists()
    assert list(audit.faults()) == []
    page = sign_in(operator).get(f"/en/account/audit/?person={ana.pseudonym}").text
    assert "somebody who was erased" in page and "unreadable" in page


def test_mail_written_to_files_goes_with_the_person(
    make_person, sign_in, tmp_path, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_FILE_PATH = tmp_path
    (tmp_path / "one.log").write_text("To: ana@example.org\n\nText", "utf-8")
    (tmp_path / "two.log").write_text("To: eva@example.org\n\nText", "utf-8")
    ana = make_person("ana")
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase(ana, by=ana, at=BEGAN)
    assert [path.name for path in tmp_path.iterdir()] == ["two.log"]


def test_nobody_erases_somebody_else(make_person):
    ana, eva = make_person("ana"), make_person("eva")
    with pytest.raises(access.PermissionDenied):
        actions.erase(ana, by=eva, at=BEGAN)


def test_erasing_asks_for_the_password_when_it_was_typed_long_ago(make_person, sign_in):
    client = sign_in(make_person("ana"))
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - 3600, "reauthenticated": True}
    ]
    session.save()
    assert client.get("/en/account/erase/")["Location"].startswith("/en/account/again/")


# ---- public pages stay as they were -----------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "place", ["", "about/", "territories/", "clusters/", "pairings/", "specialisations/"]
)
def test_public_pages_ask_nothing_about_people(client, django_assert_max_num_queries, place):
    with django_assert_max_num_queries(12) as asked:
        answer = client.get(f"/en/{place}")
    tables = " ".join(query["sql"] for query in asked.captured_queries)
    assert not re.search(r'"(accounts|account|mfa|django_session|auth)_?\w*"\."', tables)
    assert "Cookie" not in answer.get("Vary", "") and not answer.cookies


def test_public_pages_are_the_same_for_whoever_looks(client, make_person, sign_in):
    assert client.get("/en/about/").text == sign_in(make_person("ana")).get("/en/about/").text


# ---- settings ---------------------------------------------------------------------------------


def test_mail_goes_to_files_without_a_server_and_pages_say_so(client, tmp_path):
    given = mail_settings("", folder=tmp_path)
    assert given["EMAIL_FILE_PATH"] == tmp_path / "mail" and "filebased" in given["EMAIL_BACKEND"]
    assert "written to files" in client.get("/en/account/register/").text


def test_mail_goes_to_the_server_that_is_set(tmp_path):
    given = mail_settings("smtp://me%40x:s%2Fecret@mail.example.org?from=polos@example.org", folder=tmp_path)
    assert (given["EMAIL_HOST"], given["EMAIL_PORT"], given["EMAIL_USE_TLS"]) == (
        "mail.example.org",
        587,
        True,
    )
    assert (given["EMAIL_HOST_USER"], given["EMAIL_HOST_PASSWORD"]) == ("me@x", "s/ecret")
    assert mail_settings("smtps://x?from=a@b", folder=tmp_path)["EMAIL_USE_SSL"] is True


@pytest.mark.parametrize("address", ["mail.example.org", "http://x?from=a@b", "smtp://x", "smtp://?from=a@b"])
def test_a_setting_that_cannot_be_read_is_refused_in_words(tmp_path, address):
    with pytest.raises(ValueError, match=r"Found .* Needed smtp://"):
        mail_settings(address, folder=tmp_path)


def test_behind_a_web_server_cookies_keep_to_tls():
    assert proxy_settings("0") == {}
    assert (
        proxy_settings("2")["ALLAUTH_TRUSTED_PROXY_COUNT"] == 2
        and proxy_settings("1")["SESSION_COOKIE_SECURE"]
    )
    with pytest.raises(ValueError, match="POLOS_PROXIES"):
        proxy_settings("one")


def test_sessions_are_kept_from_scripts_and_other_sites():
    assert settings.SESSION_COOKIE_HTTPONLY and settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
