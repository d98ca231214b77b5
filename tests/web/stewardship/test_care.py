"""Every public record's page leads to claiming, correcting and removing it."""

import pytest

from polos_web.registers import kinds, queries

pytestmark = pytest.mark.django_db


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
