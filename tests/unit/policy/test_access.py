"""R4, R5, R25, R43, R49, R53: whose door is which, and what is seen behind it."""

import re

import pytest

from gis_cas.policy.access import GRANTABLE, MATRIX, OF_A_SEAT, Door, Role, ScopeKind, may, scope_kind
from gis_cas.policy.sight import sight_of

REQUEST_VERBS = (Door.ANSWER, Door.REASSIGN, Door.RESOLVE, Door.CLOSE)


def test_every_door_is_in_the_matrix_with_its_clauses() -> None:
    assert set(MATRIX) == set(Door)
    for entry in MATRIX.values():
        assert entry.what
        assert entry.clauses
        assert all(re.fullmatch(r"R([1-9]|[1-4]\d|5[0-5])", clause) for clause in entry.clauses)


def test_every_role_opens_something_of_its_own() -> None:
    ordinary = {Door.PUBLIC, Door.OPERATIONS, Door.SIGN_IN, Door.OWN_ACCOUNT}
    for role in GRANTABLE - {Role.API_CLIENT}:
        assert any(may({role}, door) for door in set(Door) - ordinary), role


def test_r4_only_the_administrator_grants() -> None:
    assert MATRIX[Door.GRANTS].roles == {Role.ADMINISTRATOR}


def test_r5_its_and_gis_have_no_power_over_requests() -> None:
    for role in (Role.ITS_ADMIN, Role.GIS_EDITOR, Role.GIS_APPROVER):
        assert not any(may({role}, door) for door in (*REQUEST_VERBS, Door.DESK, Door.ATTACHMENTS_READ, Door.OUTBOX))
    assert may({Role.ITS_ADMIN}, Door.ACCOUNTS)
    assert not may({Role.ITS_ADMIN}, Door.GRANTS)


def test_r53_a_commissioner_and_an_aide_read_and_change_nothing() -> None:
    for role in OF_A_SEAT:
        assert may({role}, Door.DESK)
        assert not any(may({role}, door) for door in REQUEST_VERBS)


@pytest.mark.parametrize("door", sorted(Door))
def test_who_holds_nothing_has_the_public_doors_only(door: Door) -> None:
    assert may((), door) == (door in {Door.PUBLIC, Door.OPERATIONS, Door.SIGN_IN})
    assert may({Role.API_CLIENT}, door) == (door in {Door.PUBLIC, Door.OPERATIONS, Door.SIGN_IN})


def test_several_roles_open_what_any_of_them_opens() -> None:
    assert may({Role.GIS_EDITOR, Role.INTAKE_CLERK}, Door.ANSWER)
    assert not may({Role.GIS_EDITOR, Role.INTAKE_CLERK}, Door.RESOLVE)


def test_what_a_role_is_held_for() -> None:
    assert scope_kind(Role.DIRECTOR) is ScopeKind.DEPARTMENT
    assert scope_kind(Role.COMMISSIONER_AIDE) is ScopeKind.SEAT
    assert scope_kind(Role.CITY_MANAGER) is None


def test_r25_a_department_sees_its_own_desk() -> None:
    sight = sight_of([(Role.STAFF, "utilities")])
    assert sight.covers(owner_slug="utilities", seat=None)
    assert not sight.covers(owner_slug="public-works", seat=None)
    assert not sight.covers(owner_slug="utilities-inspector", seat=None)


def test_r49_the_inspectors_queue_is_the_inspectors_and_the_directors() -> None:
    queue = "community-standards-inspector"
    for role in (Role.INSPECTOR, Role.DIRECTOR, Role.DELEGATE):
        assert sight_of([(role, "community-standards")]).covers(owner_slug=queue, seat=None)
    assert not sight_of([(Role.INSPECTOR, "community-standards")]).covers(owner_slug="community-standards", seat=None)


def test_r53_one_commissioner_never_sees_what_another_submitted() -> None:
    for role in OF_A_SEAT:
        sight = sight_of([(role, "district-1")])
        assert sight.covers(owner_slug="public-works", seat="district-1")
        assert not sight.covers(owner_slug="public-works", seat="district-2")
        assert not sight.covers(owner_slug="public-works", seat=None)


def test_without_a_role_nothing_is_seen() -> None:
    for held in ([], [(Role.GIS_EDITOR, None)], [(Role.ITS_ADMIN, None)], [(Role.API_CLIENT, None)]):
        assert not sight_of(held).covers(owner_slug="public-works", seat="mayor")
    assert sight_of([(Role.CITY_MANAGER, None)]).covers(owner_slug="public-works", seat="mayor")
