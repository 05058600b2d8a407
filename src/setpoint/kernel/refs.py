"""A reference to a record of any kind, which outlives the row it points to."""

from typing import NamedTuple


class Ref(NamedTuple):
    """`kind` is the dotted name of a kind of record ("sales.deal"), `id` its primary key."""

    kind: str
    id: int

    def __str__(self) -> str:
        """Render as `sales.deal:7`."""
        return f"{self.kind}:{self.id}"


COMPANY = Ref("kernel.company", 1)
