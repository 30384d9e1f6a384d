"""Importing a HUD HMIS CSV export: one transaction, from the file to the pages' summaries."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from webapp.domain.cases import ENDED_STATUSES
from webapp.domain.contacts import ContactOutcome
from webapp.domain.notes import NoteState
from webapp.domain.people import Actor
from webapp.models import Agency, Case, Client, Note, ServiceRecord
from webapp.schemas import hmis as layouts
from webapp.services import audit
from webapp.services.hmis_cases import load_cases
from webapp.services.hmis_clients import load_clients
from webapp.services.hmis_export import Export, NotAnExport, open_export
from webapp.services.hmis_load import Load, Progress, in_chunks, source_name
from webapp.services.hmis_people import load_programs, load_users
from webapp.services.hmis_records import load_records
from webapp.services.hmis_report import ImportReport
from webapp.services.hmis_rows import Row, read_rows
from webapp.services.hmis_values import one_line, read_moment

__all__ = ["ImportReport", "NotAnExport", "import_hmis"]

#: Where the agency's settings keep by how many days each source's dates are moved.
SHIFTS = "hmis_shift"
#: The days by which an export is as current as it is.
_DATED = (
    (layouts.ENROLLMENT, "EntryDate"),
    (layouts.EXIT, "ExitDate"),
    (layouts.SERVICES, "DateProvided"),
    (layouts.LIVING_SITUATION, "InformationDate"),
    (layouts.EVENT, "EventDate"),
    (layouts.ASSESSMENT, "AssessmentDate"),
)


def import_hmis(
    session: Session,
    source: Path,
    *,
    now: datetime,
    actor: Actor | None = None,
    shift_dates: bool = False,
    keep_ssn: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Load an export into the session's transaction; the caller commits.

    Raise NotAnExport when nothing of it can be loaded; the caller then rolls back.
    """
    report = ImportReport()
    try:
        with open_export(source) as export:
            report.warnings += export.notes
            head = _head(export, report)
            load = Load(
                session=session,
                agency=_agency(session, head),
                export=export,
                report=report,
                source_system=source_name(report.source),
                now=now,
                keep_ssn=keep_ssn,
                says_hashed=head["HashStatus"] not in ("", "1"),
                progress=progress,
            )
            _settle_shift(load, head, shift_dates)
            _load_all(load)
    except NotAnExport as error:
        error.report = report
        raise
    _report_unknown_users(load)
    _renew_summaries(load)
    _record(load, actor)
    report.open_cases = _open_cases(load)
    return report


def _load_all(load: Load) -> None:
    """Load file after file, what others refer to first."""
    load_users(load)
    load_programs(load)
    load_clients(load)
    load_cases(load)
    load_records(load)


# --- Export.csv -------------------------------------------------------------------


def _head(export: Export, report: ImportReport) -> Row:
    """Return the row of Export.csv, and say what is odd about the export as a whole."""
    head = next(read_rows(export.get("Export.csv"), layouts.EXPORT, report), None)
    # The name is the better stand-in: it stays the same from export to export.
    names = ("SourceID", "SourceName", "ExportID")
    report.source = next((head[name] for name in names if head[name]), "") if head else ""
    if head is None or not report.source:
        raise NotAnExport(
            "Export.csv does not say where the export comes from (SourceID, SourceName), so it "
            "could not be told from another one; nothing was loaded."
        )
    if not head["SourceID"]:
        report.warn("Export.csv has no SourceID; its name or number stands in for it.")
    report.version = one_line(head["CSVVersion"], 40)
    if not report.version.startswith(layouts.KNOWN_VERSIONS):
        report.warn(
            f"The export says its format is {report.version or 'unknown'}; known are "
            f"{' and '.join(layouts.KNOWN_VERSIONS)}. Columns were found by their headers."
        )
    return head


def _agency(session: Session, head: Row) -> Agency:
    agency = session.scalar(select(Agency).limit(1).with_for_update())
    if agency is None:
        agency = Agency(name=one_line(head["SourceName"], 200) or "Agency", settings={})
        session.add(agency)
        session.flush()
    return agency


# --- Moving dates -----------------------------------------------------------------


def _settle_shift(load: Load, head: Row, shift_dates: bool) -> None:
    """Move the dates as at the first import of this source, which decides for good."""
    settings = load.agency.settings or {}
    kept = settings.get(SHIFTS, {})
    days = kept.get(load.source_system)
    if days is None:
        days = _days_to_today(load, head) if shift_dates else 0
        load.agency.settings = {**settings, SHIFTS: {**kept, load.source_system: days}}
    elif shift_dates and not days:
        load.report.warn(
            "This source was first loaded with its dates as they are, so they were not moved now."
        )
    elif days and not shift_dates:
        load.report.warn(
            f"The dates of this source are moved by {days} days, as when it was first loaded."
        )
    load.report.shift_days = days
    load.set_shift(timedelta(days=days))


def _days_to_today(load: Load, head: Row) -> int:
    """Return how far the newest day of the export lies back; days yet to come do not count."""
    today = load.now.astimezone(load.zone).date()
    made = read_moment(head["ExportDate"], load.now.year)
    latest = min(today, made.value.date()) if made else today
    silent = ImportReport()
    newest: date | None = None
    for layout, column in _DATED:
        for row in read_rows(load.export.get(layout.name), layout, silent):
            day = _plain_day(row[column], load.now.year)
            if day is not None and day <= latest and (newest is None or day > newest):
                newest = day
    load.report.newest_day = newest
    return (today - newest).days if newest else 0


def _plain_day(text: str, this_year: int) -> date | None:
    if len(text) == 10:
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    written = read_moment(text, this_year) if text else None
    return written.value.date() if written else None


# --- What follows from what was loaded ----------------------------------------------


def _report_unknown_users(load: Load) -> None:
    for (file, key), (line, rows) in sorted(load.unknown_users.items()):
        harmless = key if re.fullmatch(r"\w{1,32}", key) else "text"
        load.report.doubt(
            file,
            line,
            "There is no such worker in User.csv; loaded without a worker.",
            column="UserID",
            value=harmless,
            rows=rows,
        )


def _renew_summaries(load: Load) -> None:
    """Do in bulk what services/summary.py does for one client, as far as imports bear on it."""
    for chunk in in_chunks(load.changed_clients, 500):
        load.session.execute(
            update(Client)
            .where(Client.id.in_(chunk))
            .values(revision=Client.revision + 1)
            .execution_options(synchronize_session=False)
        )
    for chunk in in_chunks(load.created_clients | load.changed_clients, 500):
        load.update(Client, _last_contacts(load.session, chunk))


def _last_contacts(session: Session, client_ids: list[UUID]) -> list[dict[str, object]]:
    """Return the last contact of each client, and how often was tried in vain since."""
    latest: dict[UUID, datetime] = {}
    imported = select(ServiceRecord.client_id, func.max(ServiceRecord.contact_at)).where(
        ServiceRecord.client_id.in_(client_ids), ServiceRecord.contact_at.is_not(None)
    )
    attempts: list[tuple[UUID, datetime]] = []
    for client_id, at in session.execute(imported.group_by(ServiceRecord.client_id)):
        if at is not None:
            latest[client_id] = at
    noted = select(Note.client_id, Note.outcome, Note.occurred_at).where(
        Note.client_id.in_(client_ids), Note.state != NoteState.IN_ERROR
    )
    for client_id, outcome, at in session.execute(noted):
        if outcome is ContactOutcome.ATTEMPTED:
            attempts.append((client_id, at))
        elif client_id not in latest or at > latest[client_id]:
            latest[client_id] = at
    since = dict.fromkeys(client_ids, 0)
    for client_id, at in attempts:
        since[client_id] += client_id not in latest or at > latest[client_id]
    return [
        {
            "id": client_id,
            "last_contact_at": latest.get(client_id),
            "attempts_since_contact": since[client_id],
        }
        for client_id in client_ids
    ]


def _record(load: Load, actor: Actor | None) -> None:
    """Write the import into the audit chain: once as a whole, once for every client."""
    report = load.report
    audit.record(
        load.session,
        actor,
        "import_hmis",
        load.now,
        details={
            "source": load.source_system,
            "counts": {noun: list(tally) for noun, tally in report.tallies.items()},
            "refused": report.refused,
            "doubtful": report.doubtful,
            "shift_days": report.shift_days,
            "keep_ssn": load.keep_ssn,
        },
    )
    for what, client_ids in (
        ("created", load.created_clients),
        ("changed", load.changed_clients),
    ):
        for client_id in _in_order(client_ids):
            audit.record(
                load.session,
                actor,
                "import_client",
                load.now,
                client_id=client_id,
                subject_id=client_id,
                details={"how": what},
            )


def _in_order(client_ids: Iterable[UUID]) -> list[UUID]:
    return sorted(client_ids)


def _open_cases(load: Load) -> int:
    return (
        load.session.scalar(
            select(func.count())
            .select_from(Case)
            .where(
                Case.source_system == load.source_system,
                Case.status.not_in(list(ENDED_STATUSES)),
            )
        )
        or 0
    )
