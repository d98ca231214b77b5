"""Requests made up from the description of the interface, right and wrong ones."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from polos_web.api import interface
from polos_web.wsgi import application

API = "/api/v1"
CHECKED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def described(machine, monkeypatch, request):
    """The description of the interface, and a limit that a test does not reach."""
    # The connection of the test stays open, as Django's own client keeps it.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
        request.addfinalizer(lambda signal=signal: signal.connect(close_old_connections))
    for limit in (interface.ByAddress, interface.ByPerson):
        monkeypatch.setattr(limit, "allow_request", lambda self, request: True)
    return schemathesis.openapi.from_wsgi(f"{API}/openapi.json", application)


def operations():
    """The operations of the interface, by method and path."""
    paths = interface.interface.get_openapi_schema()["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods]


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize(("method", "path"), operations())
@pytest.mark.parametrize("with_key", [False, True], ids=["without a key", "with a key"])
def test_whatever_is_asked_no_answer_is_an_error_of_the_server_or_unlike_its_description(
    described, machine, method, path, with_key
):
    """Schemathesis makes up requests, right and wrong ones; every answer is as the description says."""
    operation = described[path][method.upper()]
    key = {"Authorization": machine.defaults["HTTP_AUTHORIZATION"]} if with_key else {}
    key["Accept-Encoding"] = "identity"

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def right(case):
        case.headers.update(key)
        case.call_and_validate(checks=CHECKED)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def wrong(case):
        case.headers.update(key)
        answer = case.call()
        assert answer.status_code < 500
        if answer.status_code != 405:
            case.validate_response(answer, checks=CHECKED)

    right()
    wrong()
