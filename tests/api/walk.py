"""Every address of an application tried as every role, against the matrix as docs/roles.md writes it down."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import httpx
from fastapi import FastAPI

from gis_cas.accounts.signed_in import begin
from gis_cas.api.doors import doors
from gis_cas.api.tokens import FORM_COOKIE, SESSION_COOKIE
from gis_cas.policy.access import Role
from tests.house.tree import read

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

BROWSER = "the walking test's own browser"
NOT_YOURS = "Your account may not do this"
ASK_FOR_PROOF = {
    *("POST /staff/login", "POST /requests/{number}/attachments", "POST /api/v1/requests/{number}/attachments"),
    *("POST /requests/{number}/photo-place", "POST /api/v1/requests/{number}/answers"),
}
"""Open to everybody who has what they ask for: a password, or proof of having sent the request."""
WITHOUT_SESSION = {Role.ANONYMOUS, Role.API_CLIENT}
_ROW = re.compile(r"^\| `(\w+)` \| ([R0-9, ]+) \|((?: [● ] \|){18})$", re.MULTILINE)
_ROLE = re.compile(r"^\| ([A-Z]{2}) \| `(\w+)` \| .* \| (.*) \| (.*) \|$", re.MULTILINE)


def written_roles() -> Mapping[str, tuple[str, str, str]]:
    """Role -> its code, what it is held for, what it sees."""
    return {role: (code, held, sees) for code, role, held, sees in _ROLE.findall(read("docs/roles.md"))}


def written_matrix() -> Mapping[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Door -> the roles that may go through, and its clauses."""
    text = read("docs/roles.md")
    codes = {code: role for role, (code, _, _) in written_roles().items()}
    head = re.search(r"^\| door \| R-numbers \| (.*) \|$", text, re.MULTILINE)
    assert head is not None
    order = [codes[code] for code in head.group(1).split(" | ")]
    return {
        door: (
            frozenset(role for role, mark in zip(order, marks[1:].split(" |"), strict=False) if mark.strip() == "●"),
            tuple(clauses.split(", ")),
        )
        for door, clauses, marks in _ROW.findall(text)
    }


@dataclass(frozen=True, kw_only=True)
class Walk:
    """`samples`: a value for each name in braces; `accounts`: one for each role that can sign in."""

    app: FastAPI
    client: "TestClient"
    now: datetime
    samples: Mapping[str, str]
    accounts: Mapping[Role, int]

    def faults(self, *, sees: AbstractSet[Role], only: str = "") -> list[str]:
        """Everything that is not as written, in words; empty when all is well.

        sees: who sees the sample request; only: addresses that hold these words.
        """
        written, found = written_matrix(), []
        for address, named in doors(self.app):
            if only not in address:
                continue
            if not named:
                found.append(f"{address}: the matrix does not name it")
                continue
            for role in Role:
                may = all(role.value in written[door.value][0] for door in named)
                answer = self.ask(address, role)
                if said := self._wrong(
                    answer, address, may=may, session=role not in WITHOUT_SESSION, sees=role in sees
                ):
                    found.append(f"{address} as {role.value}: {said}")
        return found

    def ask(self, address: str, role: Role) -> httpx.Response:
        """One request in a session of its own, with a form that our own page could have sent."""
        method, path = address.split(" ", 1)
        cookies = [f"{FORM_COOKIE}={BROWSER}"]
        wired = self.app.state.wiring
        if role not in WITHOUT_SESSION:
            with wired.engine.begin() as conn:
                token = begin(conn, self.accounts[role], now=self.now, how="password")
            cookies.append(f"{SESSION_COOKIE}={token}")
        answer: httpx.Response = self.client.request(
            method,
            re.sub(r"{(\w+)(?::\w+)?}", lambda found: self.samples[found.group(1)], path),
            headers={"cookie": "; ".join(cookies)},
            data={"csrf": wired.tokens.form_token(BROWSER)} if method == "POST" else None,
        )
        return answer

    def _wrong(self, answer: httpx.Response, address: str, *, may: bool, session: bool, sees: bool) -> str | None:
        told = f"{answer.status_code} {answer.headers.get('location', '')}"
        to_login = (answer.status_code, answer.headers.get("location")) in {(303, "/staff/login"), (401, None)}
        to_login = to_login and address != "POST /staff/logout"
        refused = answer.status_code == 403 and address not in ASK_FOR_PROOF
        if answer.status_code >= 500 and address != "GET /readyz":
            return f"{told}, a fault"
        if not may:
            right = refused and NOT_YOURS in answer.text if session else to_login
            return None if right else f"{told}, where it is not theirs"
        if to_login or refused:
            return f"{told}, where it is theirs"
        behind_the_desk = "/staff/requests/{number}" in address
        if behind_the_desk and (answer.status_code == 404) == sees:
            return f"{told}, where the request is {'seen' if sees else 'hidden'}"
        return None
