"""What the pages of one test asked for, and what they complained about."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext


@dataclass
class Record:
    """What the pages of one test asked for, and what they complained about."""

    site: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def foreign(self) -> list[str]:
        """The requests that were for anybody but the server under test."""
        own = (f"{self.site}/", "data:", "blob:", "about:")
        return [address for address in self.requests if not f"{address}/".startswith(own)]

    def listen(self, context: BrowserContext) -> None:
        """Write down what this context does from now on."""
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("weberror", lambda problem: self.complaints.append(str(problem.error)))
        context.on("console", self._hear)

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text} ({message.location['url']})")
