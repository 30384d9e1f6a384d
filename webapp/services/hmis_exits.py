"""Exits of an export, read before the enrollments they end."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from webapp.models.base import LONG
from webapp.schemas.hmis import EXIT
from webapp.services.hmis_codes import PLACES
from webapp.services.hmis_load import Load, is_newer
from webapp.services.hmis_rows import Row
from webapp.services.hmis_values import one_line


@dataclass(frozen=True, slots=True)
class ExitFacts:
    """How an enrollment ended; ``day`` is of the source's calendar."""

    day: date
    reason: str
    user_id: UUID | None
    updated: datetime | None
    is_deleted: bool
    line: int


def read_exits(load: Load) -> dict[str, ExitFacts]:
    """Return the exits by EnrollmentID, the newest where there are several."""
    exits: dict[str, ExitFacts] = {}
    for row in load.rows(EXIT):
        key = load.key_of(row, "EnrollmentID")
        day = load.day(row, "ExitDate")
        if key is None:
            continue
        if day is None:
            load.refuse(row, "ExitDate", "The exit has no date; the case stays open.")
            continue
        if load.is_future(day):
            load.refuse(row, "ExitDate", "The exit lies in the future; the case stays open.")
            continue
        found = ExitFacts(
            day=day,
            reason=_reason(load, row),
            user_id=load.user(row),
            updated=load.stamp(row),
            is_deleted=bool(row["DateDeleted"]),
            line=row.line,
        )
        before = exits.get(key)
        if before is not None and not before.is_deleted and not found.is_deleted:
            load.doubt(row, "EnrollmentID", "The enrollment ends twice; the newer exit was kept.")
        if before is None or _replaces(found, before):
            exits[key] = found
    return exits


def _replaces(found: ExitFacts, before: ExitFacts) -> bool:
    """An exit that stands counts before one that was deleted; else the newer one."""
    if found.is_deleted != before.is_deleted:
        return before.is_deleted
    return is_newer(found.updated, before.updated)


def _reason(load: Load, row: Row) -> str:
    """Return where the client went, as the reason the case was closed."""
    code = load.code(row, "Destination", PLACES)
    if code is None:
        return "Left; destination not recorded"
    if code == 24:
        return "Client died"
    if code == 30:
        return "Left without an exit interview"
    place = PLACES.get(code, "other")
    other = one_line(row["OtherDestination"], LONG // 2)
    return f"Left to: {place}" + (f" ({other})" if code == 17 and other else "")
