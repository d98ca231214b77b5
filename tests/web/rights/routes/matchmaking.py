"""Who may what on the routes of ``matchmaking``."""

from typing import Any

from polos_web.matchmaking.models import AnonymousOffer, Inquiry, Interest, Invitation, Shown, Way
from polos_web.registers import queries
from polos_web.registers.kinds import kind
from polos_web.registers.models import Record
from web.people import BEGAN
from web.rights.answers import Answers, ByState, Rights, account, everybody, kept, public, public_only


def by_link(answer: str) -> ByState:
    """For whoever has the private link, once the letter was sent and as long as it is not taken back."""
    told: Answers = everybody(answer)
    gone = everybody("missing")
    return ByState(told, told, gone, told, gone)


def of_offer() -> ByState:
    """To ask about an anonymous offer, one has an account; what is not published is not there."""
    gone = everybody("missing")
    return ByState(account(), account(), gone, account(), gone)


EXPECTED: dict[str, Rights] = {
    # contacts are for those who keep just this record; who reviews knows that there are unpublished ones
    "/contacts/": Rights("/contacts/", account()),
    "/contacts/<kind_name>/<slug>/": Rights("/contacts/cluster/{cluster}/", kept()),
    "/contacts/<kind_name>/<slug>/<other>/": Rights(
        "/contacts/cluster/{cluster}/es-hegan/", kept(), kept("missing")
    ),
    "/contacts/<kind_name>/<slug>/<other>/letter/": Rights(
        "/contacts/cluster/{cluster}/es-hegan/letter/", kept(), kept()
    ),
    "/contacts/<kind_name>/<slug>/<other>/letter.pdf": Rights(
        "/contacts/cluster/{cluster}/es-hegan/letter.pdf", kept()
    ),
    # nothing is asked of a profile for which nobody answers, and no request stands between these two
    "/contacts/<kind_name>/<slug>/<other>/request/": Rights(
        "/contacts/cluster/{cluster}/es-hegan/request/", kept("missing"), kept("missing")
    ),
    "/contacts/<kind_name>/<slug>/<other>/requests/<key>/": Rights(
        "/contacts/cluster/{cluster}/es-hegan/requests/nothing/", kept("missing"), kept("missing")
    ),
    "/contacts/<kind_name>/<slug>/without-a-name/": Rights(
        "/contacts/cluster/{cluster}/without-a-name/", kept(), kept("missing")
    ),
    "/contacts/offers/": public("/contacts/offers/"),
    "/contacts/offers/<key>/": Rights("/contacts/offers/{offer}/", by_link("shown"), of_offer()),
    "/contacts/inquiries/<link>/": Rights(
        "/contacts/inquiries/{inquiry}/",
        everybody("shown"),
        everybody("shown"),
        alike="one link of an adviser",
    ),
    "/contacts/letters/<key>/": Rights("/contacts/letters/{letter}/", by_link("shown"), by_link("shown")),
    "/contacts/letters/<key>/letter.pdf": Rights("/contacts/letters/{letter}/letter.pdf", by_link("shown")),
    "/counterparts/": public("/counterparts/"),
    # for everybody, as long as both are public
    "/counterparts/<territory>/<other>/": Rights("/counterparts/mx_col/{territory}/", public_only()),
    "/counterparts/<territory>/<other>/brief.pdf": Rights(
        "/counterparts/{territory}/mx_col/brief.pdf", public_only()
    ),
    "/counterparts/check/": public("/counterparts/check/"),
    "/counterparts/clusters/": public("/counterparts/clusters/?q=acicae"),
    # for everybody, as long as the cluster is public; its keepers read the page of its record
    "/counterparts/clusters/<cluster_id>/": Rights("/counterparts/clusters/{cluster}/", public_only()),
    "/counterparts/clusters/<cluster_id>/<other>/": Rights(
        "/counterparts/clusters/br-porto-digital/{cluster}/", public_only()
    ),
    "/counterparts/clusters/<cluster_id>/list.<form>": Rights(
        "/counterparts/clusters/{cluster}/list.csv", public_only()
    ),
    "/counterparts/firms/": public("/counterparts/firms/?territory=mx_col"),
    "/counterparts/list.<form>": public("/counterparts/list.csv?territory=mx_col", alike="a form of file"),
}


def made() -> dict[str, Any]:
    """Make letters of the cluster "x": sent, a draft, passed on, taken back."""
    return {
        "letter": ByState(
            letter("es-hegan", Way.SENT),
            letter("es-acicae", Way.SENT),
            letter("br-porto-digital", Way.DRAFTED),
            letter("it-afil", Way.PASSED_ON),
            letter("mx-polo-tic-de-yucatan", Way.WITHDRAWN),
        ),
        "offer": ByState(
            offer("x", Shown.PUBLISHED).key,
            offer("es-hegan", Shown.PUBLISHED).key,
            offer("es-hegan", Shown.DRAFT).key,
            offer("es-acicae", Shown.PUBLISHED).key,
            offer("es-hegan", Shown.WITHDRAWN).key,
        ),
        "inquiry": Inquiry.objects.create(
            offer=offer("es-hegan", Shown.PUBLISHED), asks=cluster("x"), message="x", language="es",
            made_at=BEGAN,
        ).link,
    }  # fmt: skip


def cluster(slug: str) -> Record:
    """Return a cluster on record."""
    found = queries.record(kind("cluster"), slug)
    assert found is not None
    return found


def offer(owner: str, stand: Shown) -> AnonymousOffer:
    """Make an anonymous offer of a cluster."""
    adviser = queries.record(kind("actor"), "eu-lac-foundation")  # nobody is written to
    return AnonymousOffer.objects.create(
        owner=cluster(owner), adviser=adviser, exchange="offer", text="x", language="es", stand=stand,
        made_at=BEGAN,
    )  # fmt: skip


def letter(to: str, stand: Way) -> str:
    """Make a letter; return what its link ends with."""
    today = BEGAN.date().replace(year=2126)
    said = {"message": "x", "language": "es", "made_at": BEGAN, "last_on": today}
    interest = Interest.objects.create(asks=cluster("x"), asked=cluster(to), **said)
    sent_at = None if stand == Way.DRAFTED else BEGAN
    institution = queries.record(kind("actor"), "eu-lac-foundation")
    return Invitation.objects.create(
        interest=interest, institution=institution, language="es", stand=stand, sent_at=sent_at,
        drafted_at=BEGAN, last_on=today,
    ).key  # fmt: skip
