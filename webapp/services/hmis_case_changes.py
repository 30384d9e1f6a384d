"""Changes an import makes to cases: gathered per chunk, written together, never twice.

A case that was closed or held here keeps what was decided here. Only news ends a case: an exit
that was not there when the case was loaded last.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select, update

from webapp.domain.cases import ENDED_STATUSES, AssignmentKind, CaseStatus
from webapp.domain.ids import new_id
from webapp.models import Assignment, Case, StatusChange
from webapp.services.hmis_exits import ExitFacts
from webapp.services.hmis_load import Load, is_newer
from webapp.services.hmis_rows import Row

#: Columns of a known case that merging looks at, beside those every look-up gives.
COMPARED = (
    Case.client_id,
    Case.program_id,
    Case.status,
    Case.opened_on,
    Case.closed_on,
    Case.status_reason,
    Case.referral_source,
)
REMOVED_AT_SOURCE = "Deleted in the system it was imported from"


class StayFacts(Protocol):
    """What merging needs to know of an enrollment."""

    @property
    def row(self) -> Row: ...
    @property
    def client_id(self) -> UUID: ...
    @property
    def entered(self) -> date: ...
    @property
    def exit(self) -> ExitFacts | None: ...
    @property
    def updated(self) -> datetime | None: ...
    @property
    def is_deleted(self) -> bool: ...


@dataclass
class CaseWrites:
    """Rows of one chunk, waiting to be written."""

    cases: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    assignments: list[dict[str, Any]] = field(default_factory=list)
    #: Cases whose assignments end: {case: when}.
    ended: dict[UUID, datetime] = field(default_factory=dict)

    def step(
        self,
        load: Load,
        case_id: UUID,
        client_id: UUID,
        before: CaseStatus | None,
        after: CaseStatus,
        day: date,
        reason: str | None,
        author_id: UUID | None,
    ) -> None:
        """Add a step of the status history."""
        self.steps.append(
            {
                "id": new_id(),
                "case_id": case_id,
                "client_id": client_id,
                "before": before,
                "after": after,
                "reason": reason,
                "changed_at": load.at_noon(day),
                "recorded_at": load.now,
                "author_id": author_id,
            }
        )

    def assign(
        self,
        load: Load,
        case_id: UUID,
        client_id: UUID,
        user_id: UUID,
        since: date,
        until: date | None,
    ) -> None:
        """Add the time of a worker on a case."""
        self.assignments.append(
            {
                "id": new_id(),
                "case_id": case_id,
                "client_id": client_id,
                "user_id": user_id,
                "kind": AssignmentKind.PRIMARY,
                "started_at": load.at_noon(since),
                "ended_at": load.at_noon(until) if until else None,
            }
        )

    def settle_exit(self, load: Load, case: Any, left: ExitFacts) -> bool:
        """Close or reopen a known case as the exit says; tell whether that was news."""
        if left.is_deleted:
            return self._reopen(load, case, left)
        if case.status in ENDED_STATUSES:
            return self._correct_exit(load, case, left)
        if not self._is_news(load, case, left):
            return False
        self._close(load, case, left.day, left.reason, left.user_id)
        return True

    def remove(self, load: Load, case: Any) -> bool:
        """Close a case whose enrollment was deleted at the source."""
        if case.status in ENDED_STATUSES:
            return False
        today = load.now.astimezone(load.zone).date() - load.shift
        self._close(load, case, today, REMOVED_AT_SOURCE, None)
        return True

    def save(self, load: Load) -> None:
        """Write everything."""
        load.insert(Case, self.cases)
        load.update(Case, self.changed)
        load.insert(StatusChange, self.steps)
        load.insert(Assignment, self.assignments)
        for case_id, ended_at in self.ended.items():
            load.session.execute(
                update(Assignment)
                .where(Assignment.case_id == case_id, Assignment.ended_at.is_(None))
                .values(ended_at=ended_at)
            )

    def _close(self, load: Load, case: Any, day: date, reason: str, author_id: UUID | None) -> None:
        on = load.shifted(day)
        self.changed.append(
            {
                "id": case.id,
                "status": CaseStatus.CLOSED,
                "status_since": on,
                "status_reason": reason,
                "status_review_on": None,
                "closed_on": on,
            }
        )
        self.step(
            load, case.id, case.client_id, case.status, CaseStatus.CLOSED, day, reason, author_id
        )
        self.ended[case.id] = load.at_noon(day)
        load.touch(case.client_id)

    def _correct_exit(self, load: Load, case: Any, left: ExitFacts) -> bool:
        """Follow a correction of an exit that this source made before."""
        on = load.shifted(left.day)
        if (case.closed_on, case.status_reason) == (on, left.reason):
            return False
        if not is_newer(left.updated, case.source_updated_at):
            return False
        self.changed.append(
            {"id": case.id, "status_since": on, "status_reason": left.reason, "closed_on": on}
        )
        self.step(
            load,
            case.id,
            case.client_id,
            case.status,
            case.status,
            left.day,
            left.reason,
            left.user_id,
        )
        load.touch(case.client_id)
        return True

    def _reopen(self, load: Load, case: Any, left: ExitFacts) -> bool:
        """An exit deleted at the source opens the case again, if that exit had closed it."""
        if case.status not in ENDED_STATUSES or case.closed_on != load.shifted(left.day):
            return False
        today = load.now.astimezone(load.zone).date() - load.shift
        self.changed.append(
            {
                "id": case.id,
                "status": CaseStatus.ACTIVE,
                "status_since": load.shifted(today),
                "status_reason": None,
                "closed_on": None,
            }
        )
        reason = "The exit was deleted in the system it was imported from"
        self.step(
            load, case.id, case.client_id, case.status, CaseStatus.ACTIVE, today, reason, None
        )
        if left.user_id is not None:
            self.assign(load, case.id, case.client_id, left.user_id, today, None)
        load.touch(case.client_id)
        return True

    def _is_news(self, load: Load, case: Any, left: ExitFacts) -> bool:
        """An exit that closed this case once is old: somebody opened the case again here."""
        closed = load.session.scalar(
            select(StatusChange.id).where(
                StatusChange.case_id == case.id,
                StatusChange.after == CaseStatus.CLOSED,
                StatusChange.reason == left.reason,
                StatusChange.changed_at == load.at_noon(left.day),
            )
        )
        return closed is None


def merge_case(
    load: Load,
    stay: StayFacts,
    case: Any,
    program_id: UUID,
    referral: str | None,
    writes: CaseWrites,
) -> bool:
    """Bring a known case up to date; tell whether the export had news of it."""
    tally = load.report.tally("cases")
    if case.client_id != stay.client_id:
        load.doubt(
            stay.row, "PersonalID", "The enrollment is another client's here; it was left as it is."
        )
        tally.unchanged += 1
        return False
    news = writes.remove(load, case) if stay.is_deleted else False
    if stay.exit is not None and not stay.is_deleted:
        news = writes.settle_exit(load, case, stay.exit)
    newer = is_newer(stay.updated, case.source_updated_at)
    if newer and not stay.is_deleted:
        values = {
            "program_id": program_id,
            "opened_on": load.shifted(stay.entered),
            "referral_source": referral,
        }
        if any(getattr(case, name) != value for name, value in values.items()):
            writes.changed.append({"id": case.id, **values})
            load.touch(case.client_id)
            news = True
    if newer or news:
        stamp = latest(
            stay.updated, stay.exit.updated if stay.exit else None, case.source_updated_at
        )
        writes.changed.append({"id": case.id, "source_updated_at": stamp})
    if news:
        tally.changed += 1
    else:
        tally.unchanged += 1
    return news or newer


def latest(*stamps: datetime | None) -> datetime | None:
    """Return the newest of the stamps that are there."""
    return max((stamp for stamp in stamps if stamp is not None), default=None)
