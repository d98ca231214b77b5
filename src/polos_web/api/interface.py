"""The routes of the programming interface (OpenAPI at ``/api/v1/openapi.json``).

Reading needs no key; a key shows what its person may read and, where it may write, does what its person may
do. Every write can carry an ``Idempotency-Key``; a change names the version it was made from in ``If-Match``.
"""

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Header, NinjaAPI, Path, Query, Router, Status
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer
from ninja.throttling import AnonRateThrottle

from polos_web.accounts.access import Asking, may_read_audit, require
from polos_web.api import queries
from polos_web.api.actions import keep_answer
from polos_web.api.models import Token
from polos_web.api.parameters import only_known
from polos_web.api.schemas import (
    Changes,
    Events,
    IndexOut,
    KindOut,
    NewRecord,
    Problem,
    RecordOut,
    Records,
    StatementIn,
)
from polos_web.audit import queries as audited
from polos_web.registers import access, actions, columns
from polos_web.registers import kinds as registers
from polos_web.registers import queries as records
from polos_web.registers.kinds import Kind, Nature, Reach
from polos_web.registers.models import Record
from polos_web.registers.statements import Conflict, Papers, Statement, WrongStatements
from polos_web.registers.telling import plain

RATE_WITHOUT_KEY, RATE_WITH_KEY = "120/m", "600/m"
MOST_A_PAGE = 200


class Key(HttpBearer):
    """A key of one's own, made on the page of one's account: ``Authorization: Bearer polos_...``."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        return queries.token(token, on=timezone.now().date())


class KeyIfGiven(Key):
    """The same, where a key is not needed; a wrong one is refused all the same."""

    def __call__(self, request: HttpRequest) -> Any:
        if "Authorization" not in request.headers:
            return AnonymousUser()
        return super().__call__(request)


class ByPerson(AnonRateThrottle):
    """A limit for every key, whatever the role of its person."""

    scope = "key"

    def get_cache_key(self, request: HttpRequest) -> str | None:
        key = getattr(request, "auth", None)
        if not isinstance(key, Token):
            return None
        return self.cache_format % {"scope": self.scope, "ident": key.pk}


class ByAddress(AnonRateThrottle):
    """A limit for those without a key, by their address."""

    def get_cache_key(self, request: HttpRequest) -> str | None:
        if isinstance(getattr(request, "auth", None), Token):
            return None
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


interface = NinjaAPI(
    title="Polos",
    version="1",
    description=(
        "Records of territories, clusters, actors and programmes: every statement with its papers. "
        "A parameter of the address that is not described here is answered with 400, and named."
    ),
    docs_url=None,
    urls_namespace="api",
    throttle=[ByAddress(RATE_WITHOUT_KEY), ByPerson(RATE_WITH_KEY)],
)
routes = Router(auth=KeyIfGiven())
WRITING = Key()
Name = Annotated[str, Path(max_length=40, pattern=r"^[a-z_-]+$")]
Slug = Annotated[str, Path(max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]
REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}
CLASHES = {409: Problem, 412: Problem, 428: Problem}


class Refused(Exception):
    """A request that is answered with a problem."""

    def __init__(self, status: int, found: str, needed: str, step: str, **problems: str) -> None:
        self.status = status
        self.told = {"found": found, "needed": needed, "next": step, "problems": problems}
        super().__init__(found)


# ---- reading ----------------------------------------------------------------------------------


@routes.get("/", response={200: IndexOut, **REFUSALS}, summary="Where everything of the interface is found")
def list_addresses(request: HttpRequest) -> dict[str, Any]:
    def at(name: str, **path: str) -> str:
        return reverse(f"api:{name}", kwargs=path)

    return {
        "description": at("openapi-json"),
        "kinds": at("list_kinds"),
        "events": at("list_events"),
        "registers": [
            {"name": kind.name, "label": str(kind.label), "records": at("list_records", kind_name=kind.name)}
            for kind in registers.kinds()
        ],
    }


@routes.get("/kinds", response={200: list[KindOut], **REFUSALS}, summary="The registers and their fields")
def list_kinds(request: HttpRequest) -> list[dict[str, Any]]:
    return [_kind(kind) for kind in registers.kinds()]


@routes.get("/events", response={200: Events, **REFUSALS}, summary="The record of what was done")
def list_events(
    request: HttpRequest,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    page_size: Annotated[int, Query(ge=1, le=MOST_A_PAGE)] = 50,
) -> dict[str, Any]:
    require(may_read_audit, _asking(request))
    found = audited.events()
    found = found.filter(number__lt=before) if before else found
    shown = list(found[: page_size + 1])
    more = len(shown) > page_size
    return {"items": shown[:page_size], "next": shown[page_size - 1].number if more else None}


@routes.get("/{kind_name}", response={200: Records, **REFUSALS}, summary="The records of a register")
def list_records(
    request: HttpRequest,
    kind_name: Name,
    *,
    after: Annotated[str, Query(max_length=100, pattern=r"^[A-Za-z0-9_-]*$")] = "",
    changed_since: datetime | None = None,
    page_size: Annotated[int, Query(ge=1, le=MOST_A_PAGE)] = 50,
) -> dict[str, Any]:
    asking = _asking(request)
    found = access.readable(asking).filter(kind_name=_named(kind_name).name, slug__gt=after).order_by("slug")
    if changed_since is not None:
        found = found.filter(changed_at__gte=_aware(changed_since))
    shown = list(found[: page_size + 1])
    items = [queries.told(records.sheet(one, access.reaches(asking, one))) for one in shown[:page_size]]
    return {"items": items, "next": shown[page_size - 1].slug if len(shown) > page_size else None}


@routes.get(
    "/{kind_name}/{slug}",
    response={200: RecordOut, 304: None, **REFUSALS},
    summary="One record, as it stands",
)
def read_record(request: HttpRequest, answer: HttpResponse, kind_name: Name, slug: Slug) -> Any:
    asking = _asking(request)
    record = _readable(asking, kind_name, slug)
    reaches = access.reaches(asking, record)
    version = queries.etag(record, reaches)
    answer["ETag"] = version
    if request.headers.get("If-None-Match") == version:
        return Status(304, None)
    return queries.told(records.sheet(record, reaches))


@routes.get(
    "/{kind_name}/{slug}/history",
    response={200: list[dict[str, Any]], **REFUSALS},
    summary="Every statement a record has made, the latest first",
)
def read_history(request: HttpRequest, kind_name: Name, slug: Slug) -> list[dict[str, Any]]:
    asking = _asking(request)
    record = _readable(asking, kind_name, slug)
    readable = [reach.value for reach in access.reaches(asking, record)]
    found = record.facts.filter(reach__in=readable).order_by("-stated_at", "-pk")
    return [queries.plain(fact) for fact in found]


# ---- writing ----------------------------------------------------------------------------------

Once = Annotated[str, Header(alias="Idempotency-Key", max_length=100)]
Seen = Annotated[str, Header(alias="If-Match", max_length=80)]


@routes.post(
    "/{kind_name}",
    auth=WRITING,
    response={201: RecordOut, **REFUSALS, **CLASHES},
    summary="Add a record, as a draft",
)
def create(request: HttpRequest, kind_name: Name, new: NewRecord, once: Once = "") -> Any:
    def write(token: Token, at: datetime) -> Record:
        kind = _named(kind_name)
        if records.record(kind, new.slug) is not None:
            raise _taken(new.slug)
        return actions.create(kind, new.slug, _statements(new.statements), by=token.person, at=at)

    return _once(request, once, new.model_dump(mode="json"), write, status=201)


@routes.patch(
    "/{kind_name}/{slug}",
    auth=WRITING,
    response={200: RecordOut, **REFUSALS, **CLASHES},
    summary="Let a record say something",
)
def change(
    request: HttpRequest, kind_name: Name, slug: Slug, *, changes: Changes, seen: Seen = "", once: Once = ""
) -> Any:
    def write(token: Token, at: datetime) -> Record:
        record = _readable(token.person, kind_name, slug)
        version = _version(seen, record)
        return actions.state(record, _statements(changes.statements), seen=version, by=token.person, at=at)

    return _once(request, once, [seen, changes.model_dump(mode="json")], write)


@routes.post(
    "/{kind_name}/{slug}/publish",
    auth=WRITING,
    response={200: RecordOut, **REFUSALS, **CLASHES},
    summary="Show it to everybody",
)
def publish(request: HttpRequest, kind_name: Name, slug: Slug, once: Once = "") -> Any:
    return _moved(request, (kind_name, slug), once, actions.publish)


@routes.post(
    "/{kind_name}/{slug}/withdraw",
    auth=WRITING,
    response={200: RecordOut, **REFUSALS, **CLASHES},
    summary="Take it from the public",
)
def withdraw(request: HttpRequest, kind_name: Name, slug: Slug, once: Once = "") -> Any:
    return _moved(request, (kind_name, slug), once, actions.withdraw)


@routes.post(
    "/{kind_name}/{slug}/restore",
    auth=WRITING,
    response={200: RecordOut, **REFUSALS, **CLASHES},
    summary="Bring it back as a draft",
)
def restore(request: HttpRequest, kind_name: Name, slug: Slug, once: Once = "") -> Any:
    return _moved(request, (kind_name, slug), once, actions.restore)


routes.add_decorator(
    only_known(lambda request, told: interface.create_response(request, told, status=400)), mode="view"
)
interface.add_router("", routes)


# ---- once and no more -------------------------------------------------------------------------


def _moved(request: HttpRequest, at: tuple[str, str], once: str, move: Callable[..., Record]) -> Any:
    kind_name, slug = at

    def write(token: Token, now: datetime) -> Record:
        return move(_readable(token.person, kind_name, slug), by=token.person, at=now)

    return _once(request, once, move.__name__, write)


def _once(
    request: HttpRequest,
    key: str,
    asked: Any,
    write: Callable[[Token, datetime], Record],
    *,
    status: int = 200,
) -> Any:
    """Write and answer; the same request under the same key is answered again and writes nothing."""
    token, at = request.auth, timezone.now()  # pyrefly: ignore [missing-attribute] (the router sets it)
    if not token.may_write:
        raise PermissionDenied
    digest = sha256(json.dumps([request.method, request.path, asked], sort_keys=True).encode()).hexdigest()
    if key and (before := queries.answered(token, key)):
        if before.asked != digest:
            raise _used(key)
        return _with_version(before.status, before.body, before.version)
    try:
        with transaction.atomic():
            record = write(token, at)
            body = json.dumps(_told(record, token.person))
            version = queries.etag(record, access.reaches(token.person, record))
            if key:
                keep_answer(token, key, digest, (status, body, version), at=at)
    except IntegrityError:
        raise _used(key or request.path) from None
    return _with_version(status, body, version)


def _with_version(status: int, body: str, version: str) -> HttpResponse:
    answer = HttpResponse(body, status=status, content_type="application/json; charset=utf-8")
    answer["ETag"] = version
    return answer


def _told(record: Record, person: Asking) -> Any:
    told = queries.told(records.sheet(record, access.reaches(person, record)))
    return RecordOut.model_validate(told).model_dump(mode="json")


# ---- what the routes share --------------------------------------------------------------------


def _asking(request: HttpRequest) -> Asking:
    key = request.auth  # pyrefly: ignore [missing-attribute] (the router sets it)
    return key.person if isinstance(key, Token) else AnonymousUser()


def _named(name: str) -> Kind:
    try:
        return registers.kind(name)
    except KeyError:
        raise Http404 from None


def _readable(asking: Asking, kind_name: str, slug: str) -> Record:
    record = records.record(_named(kind_name), slug)
    if record is None or not access.may_read(asking, record):
        raise Http404
    return record


def _statements(given: list[StatementIn]) -> tuple[Statement, ...]:
    return tuple(
        Statement(
            one.field,
            one.value,
            item=one.item,
            nature=Nature(one.nature) if one.nature else None,
            reach=Reach(one.reach) if one.reach else None,
            papers=Papers(source=one.source, place=one.place, dated=one.dated),
        )
        for one in given
    )


def _version(seen: str, record: Record) -> int:
    """The version the change was made from, as the ETag of the record tells it."""
    if not seen:
        raise Refused(
            428,
            gettext("no version to change from"),
            gettext("the ETag of the record as you read it"),
            gettext("Read the record, and send its ETag with the change."),
        )
    parts = seen.strip('"').split("-")
    if len(parts) != 3 or parts[0] != str(record.pk) or not parts[1].isascii() or not parts[1].isdigit():
        raise Refused(
            412,
            gettext("the version of something else"),
            gettext("the ETag of this record as you read it"),
            gettext("Read the record again, and send its ETag with the change."),
        )
    return min(int(parts[1][:12]), record.version)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _kind(kind: Kind) -> dict[str, Any]:
    told = {column.field.code: column.codes for column in columns.dictionary(kind)}
    fields = [
        {
            "code": field.code,
            "label": str(field.label),
            "block": block.code,
            "holds": field.value.name,
            "is_many": field.is_many,
            "is_personal": field.is_personal,
            "follows": field.follows.field if field.follows else None,
            "nature": field.nature.value,
            "reach": field.reach.value,
            "codes": list(told.get(field.code, ())),
        }
        for block in kind.blocks
        for field in block.fields
    ]
    return {"name": kind.name, "label": str(kind.label), "title": kind.title, "fields": fields}


def _taken(slug: str) -> Refused:
    return Refused(
        409, slug, gettext("a short name that no record of the register has"), gettext("Choose another one.")
    )


def _used(key: str) -> Refused:
    needed = gettext("a key of its own for every request")
    return Refused(409, key, needed, gettext("Send another Idempotency-Key."))


# ---- problems ---------------------------------------------------------------------------------


@interface.exception_handler(Refused)
def refused(request: HttpRequest, problem: Refused) -> HttpResponse:
    return interface.create_response(request, problem.told, status=problem.status)


@interface.exception_handler(Conflict)
def conflict(request: HttpRequest, problem: Conflict) -> HttpResponse:
    differences = {
        one.field: plain(one.theirs.record.kind.fields[one.field].value, one.theirs.value)
        for one in problem.differences
    }
    told = Refused(
        412,
        gettext("fields that somebody else has changed since you read the record"),
        gettext("a change made from the record as it is now"),
        gettext("Read the record again, compare, and send what you choose."),
        **differences,
    ).told
    return interface.create_response(request, told, status=412)


@interface.exception_handler(WrongStatements)
def wrong_statements(request: HttpRequest, problem: WrongStatements) -> HttpResponse:
    told = {
        "found": gettext("statements that the register cannot hold"),
        "needed": gettext("values that fit their fields"),
        "next": gettext("Correct the fields named under problems."),
        "problems": problem.problems,
    }
    return interface.create_response(request, told, status=422)


@interface.exception_handler(ValidationError)
def invalid(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    wrong = {".".join(map(str, one["loc"])): one["msg"] for one in problem.errors}
    told = {
        "found": gettext("a request that is not as the description of the interface tells"),
        "needed": gettext("parameters and body as described there"),
        "next": gettext("Correct what is named under problems."),
        "problems": wrong,
    }
    return interface.create_response(request, told, status=422)


@interface.exception_handler(PermissionDenied)
def denied(request: HttpRequest, problem: PermissionDenied) -> HttpResponse:
    return _short(
        request,
        403,
        gettext("a request that this key, or its person, may not make"),
        gettext("a key that may write, of somebody who keeps the record"),
        gettext("Use another key."),
    )


@interface.exception_handler(Http404)
def missing(request: HttpRequest, problem: Http404) -> HttpResponse:
    return _short(
        request,
        404,
        gettext("no such register or record"),
        gettext("one that exists and may be read"),
        gettext("Look it up in the list of registers or records."),
    )


@interface.exception_handler(HttpError)
def http_error(request: HttpRequest, problem: HttpError) -> HttpResponse:
    words = {
        401: (
            gettext("no key, or one that is not in force"),
            gettext("a key of your own"),
            gettext("Make one on the page of your account, and send it as Authorization: Bearer."),
        ),
        429: (
            gettext("too many requests"),
            gettext("fewer of them a minute"),
            gettext("Wait a minute and go on."),
        ),
    }
    found = words.get(problem.status_code) or (str(problem), gettext("a request that can be read"), "")
    return _short(request, problem.status_code, *found)


def _short(request: HttpRequest, status: int, *words: str) -> HttpResponse:
    """Answer with what was found, what was needed and what to do."""
    return interface.create_response(request, Refused(status, *words).told, status=status)
