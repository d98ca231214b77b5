"""Every route gives every role the declared answer, and no route is without a declaration."""

import os
import random

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from conventions.test_documents import routes
from polos_web.accounts import actions
from polos_web.accounts.roles import ROLES
from web.people import BEGAN
from web.rights.answers import ASKING, OUTSIDE, Rights
from web.rights.matrix import EXPECTED, OWN

pytestmark = pytest.mark.django_db
WORDS = {200: "shown", 403: "refused", 404: "missing", 405: "not so"}
STEPS = int(os.environ.get("POLOS_STEPS", "1000"))  # `make bench` walks further


def undeclared(found, declared):
    """Routes without an entry, and entries without a route."""
    return sorted(set(found) - set(declared)), sorted(set(declared) - set(found))


def test_every_route_is_declared_and_every_declaration_has_a_route():
    found = set(routes(get_resolver()))
    assert "/account/" in found
    assert undeclared(found, EXPECTED) == ([], []), "Declare who may what in tests/web/rights/routes"


def test_a_route_without_an_entry_is_noticed():
    assert undeclared({"/a/", "/new/"}, {"/a/": None, "/gone/": None}) == (["/new/"], ["/gone/"])


def test_every_entry_says_what_every_role_gets():
    for route, rights in EXPECTED.items():
        for answers in filter(None, (rights.get, rights.post)):
            assert set(answers) == set(ASKING), route


def signed_in_as(name, make_person, sign_in, *, called="ana"):
    """A browser of somebody with the role, and the person."""
    role = ROLES.get(name, ROLES["member"])
    held = "" if role.name in ("member", "visitor") else role.name
    person = make_person(called, held, scope="x" if role.scope else "", second_factor=True)
    if name == "visitor":
        return Client(), person
    client = sign_in(person)
    if name == "erased":
        cookies = dict(client.cookies)
        actions.erase(person, by=person, at=BEGAN)
        client = Client()
        client.cookies.update(cookies)
    return client, person


def passkey(person):
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": "x"}).pk


def said(answer):
    """The answer as a word of the matrix."""
    if answer.status_code in (301, 302):
        ways = {"sign in": "/en/account/sign-in/", "prove": "/en/account/again/"}
        return next((word for word, to in ways.items() if answer["Location"].startswith(to)), "elsewhere")
    return WORDS.get(answer.status_code, str(answer.status_code))


def address(rights: Rights, **numbers):
    is_plain = rights.example == "/" or rights.example.startswith("/api/")
    return ("" if is_plain else "/en") + rights.example.format(**numbers)


def differing(client, name, declared, **numbers):
    """Where the answers differ from what is declared."""
    for route, rights in declared.items():
        for method, answers in (("get", rights.get), ("post", rights.post)):
            if answers is not None:
                answer = asked(client, method, address(rights, **numbers))
                if answer != answers[name]:
                    yield route, method, answer, answers[name]


def asked(client, method, to):
    """The answer in a word; what was written is taken back, so that the next one finds all as it was."""
    with transaction.atomic():
        answer = said(getattr(client, method)(to))
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("name", ASKING)
def test_every_route_answers_as_declared(make_person, sign_in, name, numbers):
    client, person = signed_in_as(name, make_person, sign_in)
    other = passkey(make_person("other"))
    assert list(differing(client, name, EXPECTED, other=other, **numbers)) == []
    if name not in OUTSIDE:
        assert list(differing(client, name, OWN, own=passkey(person))) == []


# Of the registers only reading: a write changes what the next one may see.
READ_ONLY = ("/records/", "/actors/", "/programmes/", "/clusters/<", "/territories/<", "/api/", "/claims/")
WALKED = {route: rights for route, rights in EXPECTED.items() if route.startswith(("/account/", *READ_ONLY))}
SEES_PEOPLE = ("/account/audit/", "/account/roles/")


@pytest.mark.slow
def test_a_random_walk_of_everybody_at_once_finds_no_leak(make_person, sign_in):
    """People of every role ask at random, leave and come back; nobody gets more than declared."""
    chance = random.Random(4)
    people = {
        name: signed_in_as(name, make_person, sign_in, called=f"p{place}-secret")
        for place, name in enumerate(ASKING)
    }
    browsers = {name: client for name, (client, _) in people.items()}
    here = {name: name for name in ASKING}
    for _ in range(STEPS):
        cache.clear()
        name, (route, rights) = chance.choice(ASKING), chance.choice(list(WALKED.items()))
        if here[name] == "visitor" and name not in OUTSIDE and chance.random() < 0.5:
            browsers[name], here[name] = sign_in(people[name][1]), name
        written = None if route.startswith(READ_ONLY) else rights.post
        method, answers = chance.choice([("get", rights.get), ("post", written or rights.get)])
        method = "get" if answers is rights.get else method
        answer = getattr(browsers[name], method)(address(rights, other=999_999))
        assert said(answer) == answers[here[name]], (name, here[name], method, route)
        if here[name] != "operator" or route not in SEES_PEOPLE:
            others = [person.email for who, (_, person) in people.items() if who != name and person.email]
            assert not [email for email in others if email.encode() in answer.content], (name, route)
        if (
            route == "/account/sign-out/"
            and method == "get"
            and chance.random() < 0.2
            and name not in OUTSIDE
        ):
            browsers[name].post("/en/account/sign-out/")
            here[name] = "visitor"
