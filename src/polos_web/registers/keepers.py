"""Which roles let somebody keep one record: who makes or claims a record gets the first of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from polos_web.accounts.queries import held_scopes
from polos_web.accounts.roles import (
    ClusterEditor,
    ClusterOwner,
    Permission,
    ProgrammeManager,
    Role,
    TerritoryOfficer,
)
from polos_web.registers.kinds import Kind, kinds


@dataclass(frozen=True)
class Keepers:
    """``owner`` decides who else keeps the record, and one has to stay; ``editor`` only fills it in."""

    owner: type[Role]
    editor: type[Role] | None = None

    @property
    def roles(self) -> tuple[type[Role], ...]:
        """The roles, the owner's first."""
        return (self.owner, self.editor) if self.editor else (self.owner,)


_BY_PERMISSION = {
    Permission.EDIT_CLUSTER: Keepers(ClusterOwner, ClusterEditor),
    Permission.EDIT_TERRITORY: Keepers(TerritoryOfficer),
    Permission.EDIT_PROGRAMME: Keepers(ProgrammeManager),
}


def keepers(kind: Kind) -> Keepers | None:
    """Return the roles for one record of a register; ``None`` where roles for the whole site keep it."""
    return _BY_PERMISSION.get(kind.permission)


def owned(kind: Kind, on: date, slugs: Collection[str] | None = None) -> set[str]:
    """Return the records that somebody owns on a day, by short name: of these, or of the whole register."""
    roles = keepers(kind)
    return set() if roles is None else held_scopes(roles.owner, on=on, scopes=slugs)


def beside(kind: Kind) -> list[str]:
    """Return the registers whose records of the same short name the same people keep."""
    return [other.name for other in kinds() if other.permission == kind.permission]
