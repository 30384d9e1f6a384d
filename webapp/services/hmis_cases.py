"""Cases of an export: each enrollment a case, its exit the end of it, both with their history."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from webapp.domain.cases import CaseStatus, Tier
from webapp.domain.ids import new_id
from webapp.models import Case
from webapp.schemas.hmis import ENROLLMENT
from webapp.services.hmis_case_changes import COMPARED, CaseWrites, latest, merge_case
from webapp.services.hmis_codes import NOT_ANSWERED, REFERRED_BY
from webapp.services.hmis_exits import ExitFacts, read_exits
from webapp.services.hmis_households import Memberships, load_households, note_membership
from webapp.services.hmis_load import KnownCase, Load, in_chunks, is_newer
from webapp.services.hmis_people import placeholder_program
from webapp.services.hmis_records import Record, save_records
from webapp.services.hmis_rows import Row


@dataclass(frozen=True, slots=True)
class Stay:
    """One enrollment with its exit, checked."""

    row: Row
    key: str
    client_id: UUID
    entered: date
    exit: ExitFacts | None
    worker: UUID | None
    updated: datetime | None
    is_deleted: bool


def load_cases(load: Load) -> None:
    """Load Enrollment.csv and Exit.csv, and the households that follow from them."""
    exits = read_exits(load)
    memberships: Memberships = {}
    for chunk in in_chunks(load.rows(ENROLLMENT)):
        stays = _newest(load, chunk, exits)
        known = load.existing(Case, stays, *COMPARED)
        writes = CaseWrites()
        for key, stay in stays.items():
            case = known.get(key)
            program_id = _program(load, stay)
            if case is None:
                _create(load, stay, program_id, writes)
                is_news = not stay.is_deleted
            else:
                load.cases[key] = KnownCase(case.id, case.client_id)
                is_news = merge_case(
                    load, stay, case, program_id, _referral(load, stay.row), writes
                )
            if key in load.cases:
                left = stay.exit.day if stay.exit and not stay.exit.is_deleted else None
                span = (load.shifted(stay.entered), load.shifted(left) if left else None)
                note_membership(
                    load, memberships, stay.row, load.cases[key].client_id, span, is_news
                )
        writes.save(load)
        save_records(
            load, [found for stay in stays.values() for found in _first_contacts(load, stay)]
        )
    _settle_late_exits(load, exits)
    load_households(load, memberships)


def _newest(load: Load, chunk: list[Row], exits: dict[str, ExitFacts]) -> dict[str, Stay]:
    stays: dict[str, Stay] = {}
    for row in chunk:
        key = load.key_of(row, "EnrollmentID")
        stay = _checked(load, key, row, exits) if key else None
        if key is None or stay is None:
            continue
        before = stays.get(key)
        if before is not None or key in load.cases:
            load.doubt(row, "EnrollmentID", "This enrollment stands twice; the newer row was kept.")
        if before is None or is_newer(stay.updated, before.updated):
            stays[key] = stay
    for key in stays:
        exits.pop(key, None)
    return stays


def _checked(load: Load, key: str, row: Row, exits: dict[str, ExitFacts]) -> Stay | None:
    client_id = load.client(row)
    if client_id is None:
        return None
    entered = load.day(row, "EntryDate")
    if entered is None:
        load.refuse(row, "EntryDate", "The enrollment has no entry date.")
        return None
    if load.is_future(entered):
        load.refuse(row, "EntryDate", "The entry date lies in the future.")
        return None
    left = exits.get(key)
    if left is not None and left.day < entered:
        load.report.doubt(
            "Exit.csv", left.line, "The exit lies before the entry.", column="ExitDate"
        )
    return Stay(
        row=row,
        key=key,
        client_id=client_id,
        entered=entered,
        exit=left,
        worker=load.user(row),
        updated=load.stamp(row),
        is_deleted=bool(row["DateDeleted"]),
    )


def _program(load: Load, stay: Stay) -> UUID:
    key = stay.row["ProjectID"]
    found = load.programs.get(key)
    if found is None:
        load.doubt(stay.row, "ProjectID", "There is no such project in Project.csv.", harmless=True)
        found = placeholder_program(load, key[:100] or "unknown")
        load.programs[key] = found
    return found


def _referral(load: Load, row: Row) -> str | None:
    code = load.code(row, "ReferralSource", REFERRED_BY.keys() | NOT_ANSWERED)
    return REFERRED_BY.get(code or 0)


# --- New cases ----------------------------------------------------------------------


def _create(load: Load, stay: Stay, program_id: UUID, writes: CaseWrites) -> None:
    if stay.is_deleted:
        return
    case_id = new_id()
    load.cases[stay.key] = KnownCase(case_id, stay.client_id)
    load.touch(stay.client_id)
    left = stay.exit if stay.exit and not stay.exit.is_deleted else None
    opened = load.shifted(stay.entered)
    writes.cases.append(
        {
            "id": case_id,
            "client_id": stay.client_id,
            "program_id": program_id,
            "status": CaseStatus.CLOSED if left else CaseStatus.ACTIVE,
            "status_since": load.shifted(left.day) if left else opened,
            "status_reason": left.reason if left else None,
            "tier": Tier.T2,
            "opened_on": opened,
            "closed_on": load.shifted(left.day) if left else None,
            "referral_source": _referral(load, stay.row),
            "source_system": load.source_system,
            "source_key": stay.key,
            "source_updated_at": latest(stay.updated, left.updated if left else None),
        }
    )
    writes.step(
        load, case_id, stay.client_id, None, CaseStatus.ACTIVE, stay.entered, None, stay.worker
    )
    if left:
        writes.step(
            load,
            case_id,
            stay.client_id,
            CaseStatus.ACTIVE,
            CaseStatus.CLOSED,
            left.day,
            left.reason,
            left.user_id,
        )
    if stay.worker is not None:
        until = left.day if left else None
        writes.assign(load, case_id, stay.client_id, stay.worker, stay.entered, until)
    load.report.tally("cases").created += 1


def _first_contacts(load: Load, stay: Stay) -> list[Record]:
    """Return the contacts an enrollment itself speaks of: see the decision on contacts."""
    known = load.cases.get(stay.key)
    if known is None:
        return []
    found = []
    if stay.row["ProjectID"] in load.outreach_projects:
        found.append(("outreach", "First contact by street outreach", stay.entered))
    engaged = load.day(stay.row, "DateOfEngagement")
    if engaged is not None and not load.is_future(engaged):
        found.append(("engaged", "Became engaged in services", engaged))
    return [
        Record(
            key=f"{kind}:{stay.key}",
            client_id=known.client_id,
            case_id=known.id,
            user_id=stay.worker,
            kind="engagement",
            label=label,
            detail=None,
            day=day,
            is_contact=True,
            updated=stay.updated,
            recorded=load.stamp(stay.row, "DateCreated"),
            is_deleted=stay.is_deleted,
        )
        for kind, label, day in found
    ]


# --- Exits whose enrollment is not in this export -------------------------------------


def _settle_late_exits(load: Load, exits: dict[str, ExitFacts]) -> None:
    """Close cases of earlier imports; refuse exits of enrollments nobody knows."""
    for chunk in in_chunks(exits.items()):
        left = dict(chunk)
        known = load.existing(Case, left, *COMPARED)
        writes = CaseWrites()
        for key, facts in left.items():
            case = known.get(key)
            if case is None:
                load.report.refuse(
                    "Exit.csv",
                    facts.line,
                    "There is no such enrollment, or it was not loaded.",
                    column="EnrollmentID",
                )
                continue
            load.cases[key] = KnownCase(case.id, case.client_id)
            if writes.settle_exit(load, case, facts):
                load.report.tally("cases").changed += 1
                stamp = latest(facts.updated, case.source_updated_at)
                writes.changed.append({"id": case.id, "source_updated_at": stamp})
        writes.save(load)
