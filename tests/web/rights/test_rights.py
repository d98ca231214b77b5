"""Every route gives every role the declared answer, and no route is without a declaration."""

import os
import random
from itertools import product
from string import Formatter

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
from web.rights.answers import ASKING, OUTSIDE, STATES, ByState, Rights, in_state
from web.rights.matrix import EXPECTED
from web.rights.needed import unmarked

pytestmark = pytest.mark.django_db
WORDS = {200: "shown", 403: "refused", 404: "missing", 405: "not so"}
# The pages of somebody with a passkey are others: those that need one are asked for last.
WITH_PASSKEY = {route: rights for route, rights in EXPECTED.items() if "{passkey}" in rights.example}
WITHOUT_PASSKEY = {route: rights for route, rights in EXPECTED.items() if route not in WITH_PASSKEY}
FILLING_IN = ("visitor", "member", "cluster owner", "operator")  # between them they get every form
STEPS = int(os.environ.get("POLOS_STEPS", "1000"))  # `make bench` walks further, on several ways at once
SIGNED_IN_FOR = 1000  # steps: well below the minutes for which a proof is recent
WAY = int(os.environ.get("POLOS_WAY", "4"))


def only_once(name):
    """Who may what hangs on no database: on the second one, the role with the most pages asks."""
    return pytest.param(name, marks=pytest.mark.one_database)


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
        for told, state in product(filter(None, (rights.get, rights.post)), STATES):
            assert set(in_state(told, state)) == set(ASKING), route


def one_state_only(declared, stateful):
    """Routes whose address varies and whose example knows one state, without a reason why."""
    return [
        route
        for route, rights in declared.items()
        if "<" in route and not rights.alike and not stateful & set(placeholders(rights.example))
    ]


def placeholders(example):
    return [name for _, name, _, _ in Formatter().parse(example) if name]


# Told in one state so far: their own tests say what others see of what is not public.
NOT_YET = ("/pairings/",)


def test_what_is_behind_an_address_is_asked_for_in_every_state(numbers):
    stateful = {name for name, one in numbers.items() if isinstance(one, ByState)} | {"passkey"}
    told = {route: rights for route, rights in EXPECTED.items() if not route.startswith(NOT_YET)}
    found = "\n".join(one_state_only(told, stateful))
    assert not found, found


def test_an_address_tried_in_one_state_only_is_noticed():
    declared = {
        "/a/<b>/": Rights("/a/1/", {}),
        "/c/<d>/": Rights("/c/{d}/", {}),
        "/e/<f>/": Rights("/e/2/", {}, alike="a form of file"),
        "/g/": Rights("/g/", {}),
    }
    assert one_state_only(declared, {"d"}) == ["/a/<b>/"]


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


def address(rights: Rights, state, numbers):
    is_plain = rights.example in ("/", "/robots.txt") or rights.example.startswith("/api/")
    named = {name: in_state(one, state) for name, one in numbers.items()}
    return ("" if is_plain else "/en") + rights.example.format(**named)


def states(rights: Rights, numbers):
    """The states to ask in: all of them where the example names something that can be in any."""
    varies = any(isinstance(numbers[name], ByState) for name in placeholders(rights.example))
    return STATES if varies else STATES[:1]


def differing(client, name, declared, numbers):
    """Say where the answers differ from what is declared, and which forms do not say what they insist on."""
    for route, rights in declared.items():
        methods = {"get": rights.get, "post": rights.post}.items()
        for state, (method, told) in product(states(rights, numbers), methods):
            if told is not None:
                answer, content = asked(client, method, address(rights, state, numbers))
                expected, where = in_state(told, state)[name], f"{method} {route} ({state})"
                if answer != expected:
                    yield f"{where}: {answer} instead of {expected}"
                if method == "get" and name in FILLING_IN:
                    yield from (
                        f"{where}: needed? {control}"
                        for control in unmarked(content.decode(errors="replace"))
                    )


def asked(client, method, to):
    """The answer in a word and its content; what was written is taken back, so that nothing hangs on it."""
    cache.clear()
    with transaction.atomic():
        answer = getattr(client, method)(to)
        content = b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return said(answer), content


@pytest.mark.slow
@pytest.mark.parametrize("name", [only_once(name) if name != "operator" else name for name in ASKING])
def test_every_route_answers_as_declared_and_says_what_has_to_be_filled_in(
    make_person, sign_in, name, numbers
):
    """A browser insists on a field only where its label says so, on every page that a reader gets."""
    client, person = signed_in_as(name, make_person, sign_in)
    assert not (found := "\n".join(differing(client, name, WITHOUT_PASSKEY, numbers))), found
    others = passkey(make_person("other"))
    mine = others if name in OUTSIDE else passkey(person)
    numbers["passkey"] = ByState(mine, others, others, others, 999_999)
    assert not (found := "\n".join(differing(client, name, WITH_PASSKEY, numbers))), found


def test_a_field_that_does_not_say_it_is_needed_is_noticed():
    control = '<input id="a" name="a" required>'
    assert unmarked(f'<label for="a">Name</label>{control}') == [control]
    assert unmarked(f'<label for="a">Name (needed)</label>{control}') == []
    assert unmarked('<label><input type="checkbox" required> I agree</label>') != []
    assert unmarked('<label><input type="checkbox" required> I agree (needed)</label>') == []


# Not walked: the imports of an operator keep files, and an event's days and agendas are solved for seconds.
NOT_WALKED = ("/events/",)
WALKED = {route: rights for route, rights in WITHOUT_PASSKEY.items() if not route.startswith(NOT_WALKED)}
# Who sees addresses of others, where: operators, and an owner those who keep the record with it.
SEES_PEOPLE = {
    ("operator", "/account/audit/"),
    ("operator", "/account/roles/"),
    ("cluster owner", "/records/<kind_name>/<slug>/colleagues/"),
}


@pytest.mark.slow
def test_a_random_walk_of_everybody_at_once_finds_no_leak(make_person, sign_in, numbers):
    """People of every role ask at random, leave and come back; nobody gets more than declared."""
    chance = random.Random(WAY)
    people = {
        name: signed_in_as(name, make_person, sign_in, called=f"p{place}-secret")
        for place, name in enumerate(ASKING)
    }
    browsers = {name: client for name, (client, _) in people.items()}
    here = {name: name for name in ASKING}
    for step in range(STEPS):
        if step and step % SIGNED_IN_FOR == 0:  # pages that ask for a recent proof would ask for another
            here |= {who: who for who in people.keys() - OUTSIDE}
            browsers |= {who: sign_in(people[who][1]) for who in people.keys() - OUTSIDE}
        name, (route, rights) = chance.choice(ASKING), chance.choice(list(WALKED.items()))
        if here[name] == "visitor" and name not in OUTSIDE and chance.random() < 0.5:
            browsers[name], here[name] = sign_in(people[name][1]), name
        state = chance.choice(states(rights, numbers))
        method, told = chance.choice([("get", rights.get), ("post", rights.post or rights.get)])
        method = "get" if told is rights.get else method
        to = address(rights, state, numbers)
        answer, content = asked(browsers[name], method, to)
        assert answer == in_state(told, state)[here[name]], (name, here[name], method, route, state)
        if (here[name], route) not in SEES_PEOPLE:
            others = [person.email for who, (_, person) in people.items() if who != name and person.email]
            assert not [email for email in others if email.encode() in content], (name, route)
        if (
            route == "/account/sign-out/"
            and method == "get"
            and chance.random() < 0.2
            and name not in OUTSIDE
        ):
            browsers[name].post("/en/account/sign-out/")
            here[name] = "visitor"
