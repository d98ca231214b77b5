"""Every public record's page leads to claiming, correcting and removing it."""

from datetime import UTC, datetime

import pytest

from polos_web.registers import actions as records
from polos_web.registers import kinds, queries
from polos_web.registers.statements import Statement
from polos_web.stewardship import actions as claims

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("page", "kind"), [("clusters/es-hegan", "cluster"), ("territories/mx_col", "territory")]
)
def test_a_page_of_what_came_built_in_can_be_claimed_corrected_and_removed(client, page, kind):
    record = queries.record(kinds.kind(kind), page.split("/")[1])
    text = client.get(f"/en/{page}/").text
    for what in ("claim/", "correct/", "correct/?wish=remove", "history/"):
        assert f'href="/en/records/{kind}/{record.slug}/{what}"' in text
    form = client.get(f"/en/records/{kind}/{record.slug}/correct/?wish=remove").text
    assert 'value="remove" checked' in form


@pytest.mark.parametrize(
    ("page", "kind"),
    [("clusters/es-hegan", "cluster"), ("territories/mx_col", "territory"), ("programmes/iuc", "programme")],
)
def test_a_claimed_page_says_who_keeps_it_and_that_nothing_on_it_is_confirmed(client, page, kind):
    record = queries.record(kinds.kind(kind), page.split("/")[1])
    records.claimed(record, by=None, at=NOW)
    text = client.get(f"/en/{page}/").text
    assert "Kept by its own people since Nov. 21, 2026." in text
    assert "They have not confirmed anything yet" in text
    assert "whoever answers for it can claim it" not in text and "laim this record" not in text


def test_what_its_own_people_have_said_since_is_their_word(client, make_person):
    record = queries.record(kinds.kind("cluster"), "es-hegan")
    owner = make_person("olmo", "cluster owner", scope=record.slug)
    kept = records.claimed(record, by=owner, at=NOW)
    records.state(kept, [Statement("place", "Zamudio")], seen=kept.version, by=owner, at=NOW)
    text = client.get("/en/clusters/es-hegan/").text
    assert "Kept by its own people since" in text and "They have not confirmed" not in text


@pytest.mark.parametrize("page", ["clusters/es-hegan", "territories/mx_col", "programmes/iuc"])
def test_while_ones_own_claim_waits_the_page_leads_to_it(client, make_person, sign_in, page):
    kind = {"clusters": "cluster", "territories": "territory", "programmes": "programme"}
    record = queries.record(kinds.kind(kind[page.split("/")[0]]), page.split("/")[1])
    member = make_person("mario")
    made = claims.claim(
        record, reason="We are it.", evidence="", by=member, at=NOW, site="http://testserver/"
    )
    own = sign_in(member).get(f"/en/{page}/").text
    assert f'href="/en/records/claims/{made.pk}/">Your claim waits for an answer' in own
    assert "Claim this record" not in own
    assert "Claim this record" in client.get(f"/en/{page}/").text
