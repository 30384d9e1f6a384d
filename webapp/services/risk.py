"""Risk: judged by a person, with a reason, kept as a history."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from webapp.domain.cases import RiskLevel
from webapp.domain.contact_standards import standard_for
from webapp.domain.ids import new_id
from webapp.domain.people import Actor
from webapp.models import Case, RiskChange


def judge(
    session: Session,
    actor: Actor,
    case: Case,
    level: RiskLevel,
    *,
    reason: str,
    judged_at: datetime,
    now: datetime,
    review_on: date | None = None,
    note_id: UUID | None = None,
) -> RiskChange:
    """Put a judgement into the case's history, and onto the case when none is newer.

    The same level again is a review: it renews the review date. An old note that arrives late
    never overwrites a judgement made after it.
    """
    longest = judged_at.date() + timedelta(days=standard_for(level, case.status).risk_review)
    change = RiskChange(
        id=new_id(),
        case_id=case.id,
        client_id=case.client_id,
        before=case.risk,
        after=level,
        reason=reason,
        review_on=min(review_on, longest) if review_on else longest,
        note_id=note_id,
        changed_at=judged_at,
        recorded_at=now,
        author_id=actor.user_id,
    )
    session.add(change)
    if case.risk_set_at is None or judged_at >= case.risk_set_at:
        case.risk = level
        case.risk_set_at = judged_at
        case.risk_set_by = actor.user_id
        case.risk_review_on = change.review_on
    session.flush()
    return change
