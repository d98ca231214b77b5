"""What every engine does alike: reads its job, says what it finds, ends itself when its time is long over."""

import json
import signal
import sys
from dataclasses import dataclass
from time import monotonic
from typing import Any

from polos.solvers.model import Model

GRACE = 5.0  # seconds an engine may take longer than its limit before it ends itself


@dataclass(frozen=True)
class Task:
    """A job as an engine reads it: the model, a known solution, seed, options, and seconds."""

    model: Model
    hint: frozenset[int]
    seed: int
    options: dict[str, Any]
    limit: float
    started: float

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return max(0.0, self.limit - (monotonic() - self.started))


def read_task() -> Task:
    """Read the job from standard input, and set an alarm that ends this process if nobody else does."""
    plain = json.loads(sys.stdin.read())
    signal.setitimer(signal.ITIMER_REAL, plain["limit"] + GRACE)
    return Task(
        Model.from_json(plain["model"]),
        frozenset(plain["hint"]),
        plain["seed"],
        plain["options"],
        plain["limit"],
        monotonic(),
    )


def say(kind: str, **values: Any) -> None:
    """Write one message."""
    sys.stdout.write(json.dumps({"kind": kind} | values) + "\n")
    sys.stdout.flush()
