"""Who may go through which door: the written matrix role x door, each door with the clauses it stands on.

`docs/roles.md` holds the same table and a test compares them. A door says what may be done at all; on which requests is
said by `policy/sight.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to the city (R4, R5, R25, R49, R53); `anonymous` is everybody who has not signed in."""

    ADMINISTRATOR = "administrator"
    DEPUTY_ADMINISTRATOR = "deputy_administrator"
    CITY_MANAGER = "city_manager"
    DIRECTOR = "director"
    DELEGATE = "delegate"
    STAFF = "staff"
    CREW = "crew"
    DISPATCHER = "dispatcher"
    INTAKE_CLERK = "intake_clerk"
    GIS_EDITOR = "gis_editor"
    GIS_APPROVER = "gis_approver"
    ITS_ADMIN = "its_admin"
    RECORDS_CLERK = "records_clerk"
    COMMISSIONER = "commissioner"
    COMMISSIONER_AIDE = "commissioner_aide"
    INSPECTOR = "inspector"
    API_CLIENT = "api_client"
    ANONYMOUS = "anonymous"


class ScopeKind(StrEnum):
    """What a role is held for, besides the whole city."""

    DEPARTMENT = "department"
    SEAT = "seat"


class Door(StrEnum):
    """One thing that can be done, by one or several addresses."""

    PUBLIC = "public"
    OPERATIONS = "operations"
    SIGN_IN = "sign_in"
    OWN_ACCOUNT = "own_account"
    DESK = "desk"
    ANSWER = "answer"
    REASSIGN = "reassign"
    CORRECT = "correct"
    RESOLVE = "resolve"
    CLOSE = "close"
    ATTACHMENTS_READ = "attachments_read"
    ATTACHMENTS_ADD = "attachments_add"
    ATTACHMENTS_RELEASE = "attachments_release"
    ACCOUNTS = "accounts"
    GRANTS = "grants"
    API_KEYS = "api_keys"
    OUTBOX = "outbox"
    MESSAGES_PREVIEW = "messages_preview"
    HEALTH = "health"
    LOCATOR_GAPS = "locator_gaps"
    LOCATOR_FIX = "locator_fix"
    LOCATOR_FINDINGS = "locator_findings"
    MISROUTES = "misroutes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the matrix: what the door is for, who may go through, and by which clauses."""

    what: str
    roles: frozenset[Role]
    clauses: tuple[str, ...]


EVERYBODY = frozenset(Role)
PEOPLE = EVERYBODY - {Role.ANONYMOUS, Role.API_CLIENT}
GRANTABLE = EVERYBODY - {Role.ANONYMOUS}
AS_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR, Role.DEPUTY_ADMINISTRATOR})
OF_A_DEPARTMENT = frozenset({Role.DIRECTOR, Role.DELEGATE, Role.STAFF, Role.CREW, Role.DISPATCHER, Role.INSPECTOR})
OF_A_SEAT = frozenset({Role.COMMISSIONER, Role.COMMISSIONER_AIDE})
_WORKING = AS_ADMINISTRATOR | {Role.DIRECTOR, Role.DELEGATE, Role.STAFF, Role.INSPECTOR}
_READING = (
    _WORKING
    | OF_A_SEAT
    | {
        Role.CITY_MANAGER,
        Role.CREW,
        Role.DISPATCHER,
        Role.INTAKE_CLERK,
        Role.RECORDS_CLERK,
    }
)


def _door(what: str, roles: Iterable[Role], *clauses: str) -> Entry:
    return Entry(what=what, roles=frozenset(roles), clauses=clauses)


MATRIX: Mapping[Door, Entry] = {
    Door.PUBLIC: _door("the public pages, their data and the public interfaces", EVERYBODY, "R2", "R3", "R35", "R43"),
    Door.OPERATIONS: _door("is the service alive, ready, and what has it done", EVERYBODY, "R6"),
    Door.SIGN_IN: _door("signing in and out", EVERYBODY, "R5"),
    Door.OWN_ACCOUNT: _door("one's own password, sessions and second factor", PEOPLE, "R5"),
    Door.DESK: _door("reading the desk: lists, search, one request", _READING, "R1", "R8", "R25", "R49", "R53"),
    Door.ANSWER: _door("noting an answer", _WORKING | {Role.INTAKE_CLERK}, "R8", "R23", "R24", "R27"),
    Door.REASSIGN: _door("giving a request to somebody else", _WORKING | {Role.DISPATCHER}, "R25", "R42"),
    Door.CORRECT: _door(
        "saying that a request is somebody else's, or its place is wrong",
        _WORKING | {Role.DISPATCHER, Role.CREW},
        "R42",
    ),
    Door.RESOLVE: _door("noting the resolution", _WORKING, "R26"),
    Door.CLOSE: _door("closing a request", _WORKING, "R26", "R31"),
    Door.ATTACHMENTS_READ: _door("reading what was attached", _READING, "R19", "R50"),
    Door.ATTACHMENTS_ADD: _door("attaching a file", _READING - {Role.CITY_MANAGER, Role.RECORDS_CLERK}, "R19"),
    Door.ATTACHMENTS_RELEASE: _door(
        "showing an attachment to the public",
        AS_ADMINISTRATOR | {Role.DIRECTOR, Role.DELEGATE, Role.RECORDS_CLERK},
        *("R43", "R50"),
    ),
    Door.ACCOUNTS: _door("seeing, making, locking and unlocking accounts", AS_ADMINISTRATOR | {Role.ITS_ADMIN}, "R5"),
    Door.GRANTS: _door("granting roles and ending them", {Role.ADMINISTRATOR}, "R4"),
    Door.API_KEYS: _door("keys of client programs", {Role.ADMINISTRATOR, Role.ITS_ADMIN}, "R5", "R20"),
    Door.OUTBOX: _door("what was sent, waits or failed", AS_ADMINISTRATOR, "R4", "R11", "R28"),
    Door.MESSAGES_PREVIEW: _door("how each message reads", AS_ADMINISTRATOR | {Role.CITY_MANAGER}, "R38", "R48"),
    Door.HEALTH: _door("background work: what runs, what is stuck", AS_ADMINISTRATOR | {Role.ITS_ADMIN}, "R5"),
    Door.LOCATOR_GAPS: _door(
        "words that no place was found for",
        AS_ADMINISTRATOR | {Role.GIS_EDITOR, Role.GIS_APPROVER},
        *("R5", "R46"),
    ),
    Door.LOCATOR_FIX: _door("mending what the locator does not know", {Role.GIS_EDITOR, Role.GIS_APPROVER}, "R5"),
    Door.LOCATOR_FINDINGS: _door(
        "what contradicts itself in streets and address points",
        AS_ADMINISTRATOR | {Role.GIS_EDITOR, Role.GIS_APPROVER},
        *("R5", "R46"),
    ),
    Door.MISROUTES: _door(
        "where decisions turned out wrong", AS_ADMINISTRATOR | {Role.GIS_EDITOR, Role.GIS_APPROVER}, "R6", "R42"
    ),
}


def may(roles: Iterable[Role], door: Door) -> bool:
    """Whether somebody with these roles may go through the door; whoever holds none is anonymous."""
    return not MATRIX[door].roles.isdisjoint(frozenset(roles) | {Role.ANONYMOUS})


def scope_kind(role: Role) -> ScopeKind | None:
    """What a grant of the role must name: a department, a Commissioner's seat, or nothing."""
    if role in OF_A_DEPARTMENT:
        return ScopeKind.DEPARTMENT
    return ScopeKind.SEAT if role in OF_A_SEAT else None
