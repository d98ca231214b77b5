"""Who may what on the routes of ``matchmaking``."""

from typing import Any

from polos_web.matchmaking.models import Interest, Invitation, Way
from polos_web.registers import queries
from polos_web.registers.kinds import kind
from web.people import BEGAN
from web.rights.answers import Answers, ByState, Rights, account, everybody, kept, public


def by_link(answer: str) -> ByState:
    """For whoever has the private link, once the letter was sent and as long as it is not taken back."""
    told: Answers = everybody(answer)
    gone = everybody("missing")
    return ByState(told, told, gone, told, gone)


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
    "/contacts/letters/<key>/": Rights("/contacts/letters/{letter}/", by_link("shown"), by_link("shown")),
    "/contacts/letters/<key>/letter.pdf": Rights("/contacts/letters/{letter}/letter.pdf", by_link("shown")),
    "/counterparts/": public("/counterparts/"),
    "/counterparts/<territory>/<other>/": public("/counterparts/mx_col/pt11/"),
    "/counterparts/<territory>/<other>/brief.pdf": public("/counterparts/mx_col/pt11/brief.pdf"),
    "/counterparts/check/": public("/counterparts/check/"),
    "/counterparts/clusters/": public("/counterparts/clusters/?q=acicae"),
    "/counterparts/clusters/<cluster_id>/": public("/counterparts/clusters/es-acicae/"),
    "/counterparts/clusters/<cluster_id>/<other>/": public(
        "/counterparts/clusters/es-acicae/br-porto-digital/"
    ),
    "/counterparts/clusters/<cluster_id>/list.<form>": public("/counterparts/clusters/es-acicae/list.csv"),
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
        )
    }


def letter(to: str, stand: Way) -> str:
    """Make a letter; return what its link ends with."""
    clusters, today = kind("cluster"), BEGAN.date().replace(year=2126)
    said = {"message": "x", "language": "es", "made_at": BEGAN, "last_on": today}
    asks, asked = queries.record(clusters, "x"), queries.record(clusters, to)
    interest = Interest.objects.create(asks=asks, asked=asked, **said)
    sent_at = None if stand == Way.DRAFTED else BEGAN
    institution = queries.record(kind("actor"), "eu-lac-foundation")
    return Invitation.objects.create(
        interest=interest, institution=institution, language="es", stand=stand, sent_at=sent_at,
        drafted_at=BEGAN, last_on=today,
    ).key  # fmt: skip
