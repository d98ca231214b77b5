"""Pages as their tags and addresses: what a text could have slipped in to run."""

from collections.abc import Iterable
from html.parser import HTMLParser

# Tags that no page has, and that could run something.
FOREIGN = ("iframe", "object", "embed", "style", "math", "video", "template", "comment", "img")
OURS = ("type", "src")  # the attributes of our own scripts
Bone = tuple[str, tuple[str, ...]]


class Skeleton(HTMLParser):
    """The tags of a page with the names of their attributes, and where its links and forms lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.bones: list[Bone] = []
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.bones.append((tag, tuple(name for name, _ in attributes)))
        self.addresses += [
            v or "" for name, v in attributes if name in ("href", "src", "action", "formaction")
        ]

    def handle_comment(self, data):
        self.bones.append(("comment", ()))


def safe(address: str) -> bool:
    return address.startswith(("/", "#", "?", "https://", "http://", "mailto:")) or address in ("", ".")


def runs_nothing(page: str, usual: Iterable[Bone]) -> None:
    """Assert that nothing on a page runs but our own scripts; drawings are those of a usual page."""
    found = Skeleton(page)
    assert all(map(safe, found.addresses))
    for tag, attributes in found.bones:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert tag not in FOREIGN
        assert tag != "script" or attributes == OURS
        assert tag != "svg" or (tag, attributes) in usual
