"""What happened and what was decided: events and decisions, appended and never changed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, insert, select

from gis_cas.domain.decision import Decision, DecisionKind, OwnerCandidate, Question, RuleOutcome, TraceLine
from gis_cas.domain.directory import Owner, OwnerType
from gis_cas.store.district_values import districts_from
from gis_cas.store.tables.requests import decision, event, text_body


def as_json(document: Any) -> str:
    """A document as JSON text, keys sorted, so that equal documents are equal text."""
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS).decode()


def record(
    conn: Connection,
    *,
    request_id: int,
    at: datetime,
    actor: str,
    kind: str,
    facts: Mapping[str, Any],
    text: str | None = None,
    language: str = "en",
) -> int:
    """Append one event and return its id; free text goes to a row of its own, which a lawful disposition can blank."""
    text_id = None
    if text is not None:
        text_id = conn.execute(
            insert(text_body).values(body=text, language=language).returning(text_body.c.id)
        ).scalar_one()
    row = {"request_id": request_id, "at": at, "actor": actor, "kind": kind, "facts": dict(facts), "text_id": text_id}
    return int(conn.execute(insert(event).values(row).returning(event.c.id)).scalar_one())


def owner_document(owner: Owner | None) -> dict[str, Any] | None:
    """An owner as it stood, as JSON."""
    if owner is None:
        return None
    return {
        "slug": owner.slug,
        "type": owner.type.value,
        "name": owner.name,
        "class": owner.owner_class,
        "address": owner.address,
        "phone": owner.phone,
        "verified_on": owner.verified_on.isoformat() if owner.verified_on else None,
    }


def owner_from(document: Mapping[str, Any] | None) -> Owner | None:
    """The owner that `owner_document` wrote."""
    if document is None:
        return None
    verified = document["verified_on"]
    return Owner(
        slug=document["slug"],
        type=OwnerType(document["type"]),
        name=document["name"],
        owner_class=document["class"],
        address=document["address"],
        phone=document["phone"],
        verified_on=date.fromisoformat(verified) if verified else None,
    )


def decision_values(stored: Decision) -> dict[str, Any]:
    """A decision as bind values for `store_decision.sql`, documents as JSON text."""
    question = stored.question
    return {
        "decision_kind": stored.kind.value,
        "decision_owner": as_json(owner_document(stored.owner)) if stored.owner else None,
        "certain": stored.certain,
        "proposed": stored.proposed,
        "reason": stored.reason,
        "rule_id": stored.rule_id,
        # a question keeps the order of its options, so this one document is not sorted
        "question": None
        if question is None
        else orjson.dumps(
            {"code": question.code, "text": question.text, "options": [list(pair) for pair in question.options.items()]}
        ).decode(),
        "candidates": as_json(
            [
                {"owner": owner_document(c.owner), "rule": c.rule_id, "reason": c.reason, "share": c.share}
                for c in stored.candidates
            ]
        ),
        "trace": as_json([{"rule": t.rule_id, "outcome": t.outcome.value, "detail": t.detail} for t in stored.trace]),
        "ruleset_id": stored.ruleset_id,
        "publications": as_json(dict(stored.publications)),
        "locator_version": stored.locator_version,
        "algorithm_version": stored.algorithm_version,
        "beside": as_json([owner_document(owner) for owner in stored.beside]),
    }


def decision_from(row: Row[Any]) -> Decision:
    """The decision of a `decision` row."""
    return Decision(
        kind=DecisionKind(row.kind),
        reason=row.reason,
        certain=row.certain,
        owner=owner_from(row.owner),
        rule_id=row.rule_id,
        proposed=row.proposed,
        question=question_from(row.question),
        candidates=tuple(
            OwnerCandidate(owner=owner_from(c["owner"]), rule_id=c["rule"], reason=c["reason"], share=c["share"])
            for c in row.candidates
        ),
        trace=tuple(
            TraceLine(rule_id=t["rule"], outcome=RuleOutcome(t["outcome"]), detail=t["detail"]) for t in row.trace
        ),
        ruleset_id=row.ruleset_id,
        publications={slug: int(publication) for slug, publication in row.publications.items()},
        locator_version=row.locator_version,
        algorithm_version=row.algorithm_version,
        beside=tuple(owner for document in row.beside if (owner := owner_from(document)) is not None),
        districts=districts_from(row.inputs),
    )


def question_from(document: Mapping[str, Any] | None) -> Question | None:
    """The question that `decision_values` wrote, options in their order."""
    if document is None:
        return None
    options = {str(code): str(label) for code, label in document["options"]}
    return Question(code=document["code"], text=document["text"], options=options)


def decision_row(conn: Connection, decision_id: int) -> Row[Any] | None:
    """One `decision` row with its inputs."""
    return conn.execute(select(decision).where(decision.c.id == decision_id)).one_or_none()


def last_facts(conn: Connection, request_id: int, *, kind: str) -> Mapping[str, Any] | None:
    """The facts of a request's latest event of one kind."""
    wanted = select(event.c.facts).where(event.c.request_id == request_id, event.c.kind == kind)
    facts: Mapping[str, Any] | None = conn.execute(wanted.order_by(event.c.id.desc()).limit(1)).scalar_one_or_none()
    return facts
