"""What the preparation of a site records."""

from pathlib import Path

import pytest

from polos_web.audit import queries
from polos_web.site import actions
from polos_web.site.statistics import Added

pytestmark = pytest.mark.django_db


def test_each_version_of_statistics_is_recorded_once_also_where_a_run_was_cut_short(monkeypatch):
    added = [Added("one", "unchanged", version="v1", checksum="c" * 64), Added("two", "absent")]
    monkeypatch.setattr(actions, "add_from", lambda shared, data: iter(added))
    for _ in range(2):
        assert list(actions.add_statistics(Path(), data=Path())) == added
    event = queries.events(kind="statistics").get()
    assert (event.subject, event.verb, event.actor) == ("one v1", "added", "")
    assert queries.details([event])[event.number] == {"checksum": "c" * 64}
