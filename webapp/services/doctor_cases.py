"""Do cases say the same as their histories, and assignments the same as their cases?"""

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from webapp.domain.cases import ENDED_STATUSES, AssignmentKind
from webapp.models import Assignment, Case, RiskChange, StatusChange, TierChange

#: What is wrong, counted: (what was looked at, how many rows are wrong, in words when none is).
Found = tuple[str, int, str]


def examine(session: Session) -> list[Found]:
    """Return the findings on cases and assignments; nothing is changed."""
    histories: tuple[tuple[str, Any, Any], ...] = (
        ("Status of cases", StatusChange, Case.status),
        ("Risk of cases", RiskChange, Case.risk),
        ("Tier of cases", TierChange, Case.tier),
    )
    return [
        *(
            (what, _count(session, _differs(change, current)), "as their histories say")
            for what, change, current in histories
        ),
        ("Clients of assignments", _strayed(session), "as their cases say"),
        ("Primary workers", _doubled(session), "at most one for each case"),
        ("Ended cases", _still_assigned(session), "nobody is assigned to them"),
        ("Closing days", _count(session, _day_missing()), "where a case has ended, and only there"),
    ]


def _count(session: Session, wrong: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Case).where(wrong)) or 0


def _differs(change: Any, current: Any) -> ColumnElement[bool]:
    """A case with a history of which no newest row says what the case says."""
    later = aliased(change)
    is_newest = (
        select(func.max(later.changed_at))
        .where(later.case_id == change.case_id)
        .correlate(change)
        .scalar_subquery()
        == change.changed_at
    )
    of_case = select(change.id).where(change.case_id == Case.id).correlate(Case)
    has_history = of_case.exists()
    says_so = of_case.where(is_newest, change.after == current).exists()
    wrong: ColumnElement[bool] = has_history & ~says_so
    return wrong


def _strayed(session: Session) -> int:
    query = (
        select(func.count())
        .select_from(Assignment)
        .join(Case, Case.id == Assignment.case_id)
        .where(Case.client_id != Assignment.client_id)
    )
    return session.scalar(query) or 0


def _doubled(session: Session) -> int:
    several = (
        select(Assignment.case_id)
        .where(Assignment.kind == AssignmentKind.PRIMARY, Assignment.ended_at.is_(None))
        .group_by(Assignment.case_id)
        .having(func.count() > 1)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(several)) or 0


def _still_assigned(session: Session) -> int:
    query = (
        select(func.count(func.distinct(Case.id)))
        .join(Assignment, Assignment.case_id == Case.id)
        .where(Case.status.in_(ENDED_STATUSES), Assignment.ended_at.is_(None))
    )
    return session.scalar(query) or 0


def _day_missing() -> ColumnElement[bool]:
    has_ended = Case.status.in_(ENDED_STATUSES)
    return has_ended != Case.closed_on.is_not(None)
