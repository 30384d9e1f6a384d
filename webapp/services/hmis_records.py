"""Services, living situations, referrals and assessments of an export, as records on the timeline.

None of them becomes a note: nobody wrote one. Which of them count as a contact is decided in
docs/decisions/0010-hmis-contacts.md.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from webapp.domain.ids import new_id
from webapp.models import ServiceRecord
from webapp.models.base import LONG
from webapp.schemas.hmis import ASSESSMENT, EVENT, LIVING_SITUATION, SERVICES, FileLayout
from webapp.services import hmis_service_codes as codes
from webapp.services.hmis_codes import PLACES
from webapp.services.hmis_load import KnownCase, Load, in_chunks, is_newer
from webapp.services.hmis_rows import Row
from webapp.services.hmis_values import one_line


@dataclass(frozen=True, slots=True)
class Record:
    """One entry to be, with its key among this source's records."""

    key: str
    client_id: UUID
    case_id: UUID | None
    user_id: UUID | None
    kind: str
    label: str
    detail: str | None
    day: date
    is_contact: bool
    updated: datetime | None
    recorded: datetime | None
    is_deleted: bool = False


#: Nouns under which records are counted, by kind.
_NOUNS = {
    "service": "services",
    "living_situation": "living situations",
    "referral": "referrals",
    "assessment": "assessments",
    "engagement": "first contacts",
}
_Reading = Callable[[Load, Row, str], Iterable[Record]]


def load_records(load: Load) -> None:
    """Load every file whose rows are records."""
    readings: tuple[tuple[FileLayout, str, str, _Reading], ...] = (
        (SERVICES, "ServicesID", "DateProvided", _service),
        (LIVING_SITUATION, "CurrentLivingSitID", "InformationDate", _living_situation),
        (EVENT, "EventID", "EventDate", _referral),
        (ASSESSMENT, "AssessmentID", "AssessmentDate", _assessment),
    )
    for layout, key_column, day_column, reading in readings:
        save_records(load, _records(load, layout, key_column, day_column, reading))


def _records(
    load: Load, layout: FileLayout, key_column: str, day_column: str, reading: _Reading
) -> Iterator[Record]:
    seen: set[str] = set()
    for row in load.rows(layout):
        key = load.key_of(row, key_column)
        if key is None:
            continue
        if key in seen:
            load.doubt(row, key_column, "This key stands twice; the newer row was kept.")
        seen.add(key)
        day = load.day(row, day_column)
        if day is None:
            load.refuse(row, day_column, "The row has no date.")
        elif load.is_future(day):
            load.refuse(row, day_column, "The date lies in the future.")
        else:
            yield from reading(load, row, key)


def _record(
    load: Load,
    row: Row,
    key: str,
    day_column: str,
    kind: str,
    label: str,
    detail: str = "",
    *,
    is_contact: bool = False,
) -> Iterator[Record]:
    client_id = load.client(row)
    day = load.day(row, day_column)
    if client_id is None or day is None:
        return
    yield Record(
        key=f"{kind}:{key}",
        client_id=client_id,
        case_id=_case_of(load, row, client_id),
        user_id=load.user(row),
        kind=kind,
        label=label[:1].upper() + label[1:],
        detail=one_line(detail, LONG) or None,
        day=day,
        is_contact=is_contact,
        updated=load.stamp(row),
        recorded=load.stamp(row, "DateCreated"),
        is_deleted=bool(row["DateDeleted"]),
    )


def _case_of(load: Load, row: Row, client_id: UUID) -> UUID | None:
    key = row["EnrollmentID"]
    if not key:
        return None
    case: KnownCase | None = load.cases.get(key) or load.case_of_earlier(key)
    if case is None:
        load.doubt(row, "EnrollmentID", "There is no such enrollment; loaded without its case.")
        return None
    if case.client_id != client_id:
        load.doubt(row, "EnrollmentID", "The enrollment is another client's; loaded without it.")
        return None
    return case.id


def _service(load: Load, row: Row, key: str) -> Iterator[Record]:
    record_type = load.code(row, "RecordType", codes.SERVICES)
    known = codes.SERVICES.get(record_type or -1, {})
    provided = load.code(row, "TypeProvided", known) if known else None
    label = known.get(provided or -1) or (
        codes.BED_NIGHT if record_type == 200 else "Other service"
    )
    other = row["OtherTypeProvided"] or row["MovingOnOtherType"]
    amount = row["FAAmount"]
    outcome = codes.PATH_OUTCOMES.get(load.code(row, "ReferralOutcome", codes.PATH_OUTCOMES) or 0)
    details = (other, f"Amount: {amount}" if amount else "", outcome or "")
    yield from _record(
        load,
        row,
        key,
        "DateProvided",
        "service",
        label,
        "; ".join(filter(None, details)),
        is_contact=(record_type, provided) in codes.CONTACTS,
    )


def _living_situation(load: Load, row: Row, key: str) -> Iterator[Record]:
    code = load.code(row, "CurrentLivingSituation", PLACES)
    place = PLACES.get(code if code is not None else 99, "other")
    details = (row["LocationDetails"], row["VerifiedBy"] and f"Verified by {row['VerifiedBy']}")
    yield from _record(
        load,
        row,
        key,
        "InformationDate",
        "living_situation",
        f"Living situation: {place}",
        "; ".join(filter(None, details)),
        is_contact=True,
    )


def _referral(load: Load, row: Row, key: str) -> Iterator[Record]:
    event = load.code(row, "Event", codes.EVENTS)
    result = codes.EVENT_RESULTS.get(load.code(row, "ReferralResult", codes.EVENT_RESULTS) or 0)
    settled = load.day(row, "ResultDate") if result else None
    detail = result or ""
    if settled is not None:
        detail += f" ({load.shifted(settled).isoformat()})"
    label = codes.EVENTS.get(event or 0, "Referral")
    yield from _record(load, row, key, "EventDate", "referral", label, detail)


def _assessment(load: Load, row: Row, key: str) -> Iterator[Record]:
    level = load.code(row, "AssessmentLevel", codes.ASSESSMENT_LEVELS)
    how = codes.ASSESSMENT_TYPES.get(load.code(row, "AssessmentType", codes.ASSESSMENT_TYPES) or 0)
    label = codes.ASSESSMENT_LEVELS.get(level or 0, "Assessment")
    yield from _record(
        load, row, key, "AssessmentDate", "assessment", label, how or "", is_contact=True
    )


# --- Writing ------------------------------------------------------------------------


def save_records(load: Load, records: Iterable[Record]) -> None:
    """Insert what is new, renew what is newer, take out what was deleted at the source."""
    for chunk in in_chunks(records):
        newest: dict[str, Record] = {}
        for record in chunk:
            before = newest.get(record.key)
            if before is None or is_newer(record.updated, before.updated):
                newest[record.key] = record
        known = load.existing(ServiceRecord, newest)
        new: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        gone: list[UUID] = []
        for key, record in newest.items():
            row = known.get(key)
            tally = load.report.tally(_NOUNS[record.kind])
            if row is None and record.is_deleted:
                continue
            if row is None:
                new.append({"id": new_id(), **_columns(load, record)})
                tally.created += 1
            elif record.is_deleted:
                gone.append(row.id)
                tally.removed += 1
            elif is_newer(record.updated, row.source_updated_at):
                changed.append({"id": row.id, **_columns(load, record)})
                tally.changed += 1
            else:
                tally.unchanged += 1
                continue
            load.touch(record.client_id)
        load.insert(ServiceRecord, new)
        load.update(ServiceRecord, changed)
        if gone:
            load.session.execute(delete(ServiceRecord).where(ServiceRecord.id.in_(gone)))


def _columns(load: Load, record: Record) -> dict[str, Any]:
    return {
        "source_system": load.source_system,
        "source_key": record.key,
        "source_updated_at": record.updated,
        "client_id": record.client_id,
        "case_id": record.case_id,
        "user_id": record.user_id,
        "kind": record.kind,
        "label": record.label,
        "detail": record.detail,
        "provided_on": load.shifted(record.day),
        "contact_at": load.at_noon(record.day) if record.is_contact else None,
        "recorded_at": load.moment(record.recorded),
    }
