"""Is everything in order: the database file, its references, the audit chain, the summaries."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from webapp.domain.contacts import ContactOutcome
from webapp.domain.notes import NoteState
from webapp.models import Agency, Client, Note, Receipt, SearchKey, ServiceRecord, Task
from webapp.services import audit, doctor_cases


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at, and what was found."""

    what: str
    is_fine: bool
    says: str


def examine(session: Session) -> list[Check]:
    """Return every check's finding; nothing is changed."""
    return [
        *_database(session),
        _agency(session),
        _chain(session),
        _open_tasks(session),
        _last_contacts(session),
        _findable(session),
        _receipts(session),
        *_cases(session),
    ]


def _database(session: Session) -> Iterator[Check]:
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("SELECT 1"))
        yield Check("Database", True, "answers")
        return
    problems = list(session.scalars(text("PRAGMA integrity_check(5)")))
    yield Check("Database file", problems == ["ok"], "; ".join(problems))
    broken = session.execute(text("PRAGMA foreign_key_check")).all()
    says = f"{len(broken):,} rows point to nothing" if broken else "every row points to something"
    yield Check("References", not broken, says)


def _agency(session: Session) -> Check:
    number = session.scalar(select(func.count()).select_from(Agency)) or 0
    says = "set up" if number == 1 else f"{number} rows; there must be exactly one"
    return Check("Agency", number == 1, says)


def _chain(session: Session) -> Check:
    report = audit.verify(session)
    if report.broken_at is not None:
        return Check("Audit chain", False, f"broken at link {report.broken_at:,}")
    return Check("Audit chain", True, f"{report.links:,} links, whole; ends in {report.head[:16]}")


def _open_tasks(session: Session) -> Check:
    counted = (
        select(func.count())
        .where(Task.client_id == Client.id, Task.done_at.is_(None))
        .correlate(Client)
        .scalar_subquery()
    )
    return _compared(session, "Next steps in lists", Client.open_tasks != counted)


def _last_contacts(session: Session) -> Check:
    noted = (
        select(func.max(Note.occurred_at))
        .where(
            Note.client_id == Client.id,
            Note.state != NoteState.IN_ERROR,
            Note.outcome == ContactOutcome.COMPLETED,
        )
        .correlate(Client)
        .scalar_subquery()
    )
    other = (
        select(ServiceRecord.id)
        .where(ServiceRecord.client_id == Client.id, ServiceRecord.contact_at.is_not(None))
        .exists()
    )
    return _compared(
        session, "Last contacts in lists", ~other & Client.last_contact_at.is_distinct_from(noted)
    )


def _compared(session: Session, what: str, differs: object) -> Check:
    query = select(func.count()).select_from(Client).where(differs)  # type: ignore[arg-type]
    wrong = session.scalar(query) or 0
    return Check(what, not wrong, f"{wrong:,} clients differ" if wrong else "as the records say")


def _findable(session: Session) -> Check:
    has_keys = select(SearchKey.client_id).where(SearchKey.client_id == Client.id).exists()
    query = select(func.count()).select_from(Client).where(~has_keys, Client.deleted_at.is_(None))
    lost = session.scalar(query) or 0
    says = f"{lost:,} clients have no search keys" if lost else "everybody can be found"
    return Check("Search", not lost, says)


def _cases(session: Session) -> Iterator[Check]:
    for what, wrong, fine in doctor_cases.examine(session):
        yield Check(what, not wrong, f"{wrong:,} are wrong" if wrong else fine)


def _receipts(session: Session) -> Check:
    query = select(func.count()).select_from(Receipt).where(Receipt.client_id.is_not(None))
    orphans = query.where(~select(Client.id).where(Client.id == Receipt.client_id).exists())
    lost = session.scalar(orphans) or 0
    total = session.scalar(select(func.count()).select_from(Receipt)) or 0
    says = f"{lost:,} speak of nobody" if lost else f"{total:,}, each with its client"
    return Check("Receipts", not lost, says)
