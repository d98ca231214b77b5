"""Many records that follow one source, written with few questions to the database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from polos_web.accounts.models import User
from polos_web.registers.keepers import owned
from polos_web.registers.kinds import Kind
from polos_web.registers.models import Fact, Record, State, Voice
from polos_web.registers.statements import Statement, as_fact, is_news

Standing = dict[tuple[str, str], Fact]


def signed(facts: Iterable[Fact], record: Record, *, by: User | None, at: datetime) -> list[Fact]:
    """Return new facts of a record with who states them, when, and with which version."""
    made = list(facts)
    for fact in made:
        fact.record, fact.author, fact.stated_at, fact.version = record, by, at, record.version
    return made


@dataclass
class Batch:
    """Records read at once, what becomes of each, and then one write of everything."""

    kind: Kind
    voice: Voice
    at: datetime
    by: User | None
    records: dict[str, Record] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    standing: dict[int, Standing] = field(default_factory=lambda: defaultdict(dict))
    ended: list[int] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    changed: list[Record] = field(default_factory=list)

    def find(self, slugs: Iterable[str], *, is_built_in: bool) -> None:
        """Read the records and what the voice says of them; make those that are missing."""
        wanted = list(slugs)
        known = Record.objects.filter(kind_name=self.kind.name, slug__in=wanted)
        self.records = {record.slug: record for record in known}
        self.new = set(wanted) - set(self.records)
        for fact in Fact.objects.filter(record__in=known, voice=self.voice, ended_at__isnull=True):
            self.standing[fact.record_id][fact.field, fact.item] = fact
        held = owned(self.kind, self.at.date(), self.new) if self.new else set()
        made = [
            self._record(slug, is_built_in=is_built_in, is_owned=slug in held)
            for slug in wanted
            if slug in self.new
        ]
        Record.objects.bulk_create(made)
        self.records |= {record.slug: record for record in made}

    def take(self, slug: str, statements: tuple[Statement, ...], *, is_everything: bool = True) -> str:
        """Hold what the source says of a record against what stands; return what becomes of the record.

        ``is_everything``: what the source does not say any more is ended.
        """
        record = self.records[slug]
        before = self.standing[record.pk]
        news = [one for one in statements if is_news(one, before.get(one.key), self.kind)]
        said = {one.key for one in statements}
        over = [fact.pk for key, fact in before.items() if is_everything and key not in said]
        is_new = slug in self.new
        if not is_new and not news and not over:
            return "same"
        if not is_new:
            record.version, record.changed_at = record.version + 1, self.at
            self.changed.append(record)
        self.ended += over + [before[one.key].pk for one in news if one.key in before]
        made = [as_fact(one, self.kind, self.voice, before.get(one.key)) for one in news]
        self.facts += signed(made, record, by=self.by, at=self.at)
        return "created" if is_new else "changed"

    def write(self) -> None:
        """Write what was taken."""
        Fact.objects.filter(pk__in=self.ended).update(ended_at=self.at)
        Fact.objects.bulk_create(self.facts, batch_size=1000)
        Record.objects.bulk_update(self.changed, ["version", "changed_at"])

    @property
    def touched(self) -> list[Record]:
        """The records that are new or changed."""
        return [self.records[slug] for slug in sorted(self.new)] + self.changed

    def _record(self, slug: str, *, is_built_in: bool, is_owned: bool) -> Record:
        return Record(
            kind_name=self.kind.name,
            slug=slug,
            state=State.PUBLISHED,
            is_built_in=is_built_in,
            claimed_at=self.at if is_owned else None,
            created_at=self.at,
            changed_at=self.at,
        )
