"""Which findings are asked for: one kind or all, and a page of the list."""

from dataclasses import dataclass
from typing import Annotated

from gis_cas.api.dependencies import QueryFields, at_the_door
from gis_cas.api.staff.sheet import LAST_PAGE
from gis_cas.geocoding.findings import FindingKind

ON_A_PAGE = 50
_KINDS = {one.value: one.value for one in FindingKind}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsAsked:
    """A page of the findings of a kind, None for all; findings are numbered in the list's order, from 1."""

    kind: str | None
    page: int

    @property
    def first(self) -> int:
        """The number of the page's first finding."""
        return (self.page - 1) * ON_A_PAGE + 1


def _asked(fields: QueryFields) -> FindingsAsked:
    kind = fields.one_of("kind", _KINDS, called="The kind")
    page = fields.whole("page", least=1, most=LAST_PAGE, default=1, called="The page")
    fields.done()
    return FindingsAsked(kind=kind, page=page)


Asked = Annotated[FindingsAsked, at_the_door(_asked)]
