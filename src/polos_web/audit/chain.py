"""The arithmetic of the chain: each event's digest covers its own facts and the digest before it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

# What the first event follows.
ORIGIN = "0" * 64
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Link:
    """The facts of one event that its digest covers; ``payload`` is the digest of its payload, or nothing."""

    number: int
    at: datetime
    verb: str
    kind: str
    subject: str
    actor: str
    payload: str
    previous: str

    @property
    def digest(self) -> str:
        """SHA-256 of the facts, in this order, as JSON with the moment in UTC."""
        facts = [
            self.number,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.verb,
            self.kind,
            self.subject,
            self.actor,
            self.payload,
            self.previous,
        ]
        return sha256(_ENCODER.encode(facts).encode()).hexdigest()


def content_digest(content: bytes) -> str:
    """Return the SHA-256 of a payload as it is stored, so that it can be checked without any key."""
    return sha256(content).hexdigest()
