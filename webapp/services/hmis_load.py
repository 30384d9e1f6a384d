"""One import under way: what it works on, what it has found so far, and how it reads dates."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any, TypeVar, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from webapp.models import Agency, Base, Case, Client
from webapp.schemas.hmis import FileLayout
from webapp.services import hmis_values as values
from webapp.services.hmis_export import Export
from webapp.services.hmis_report import ImportReport, kind_of
from webapp.services.hmis_rows import Row, read_rows

#: Rows looked up and written together.
CHUNK = 1000
#: Lengths of the columns the source's own keys are stored in.
MOST_SOURCE, MOST_KEY = 60, 400

#: Called with a file's name, the bytes of it read so far, and its size.
Progress = Callable[[str, int, int], None]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case of this source, as far as other files refer to it."""

    id: UUID
    client_id: UUID


@dataclass
class Load:
    """The state of one import."""

    session: Session
    agency: Agency
    export: Export
    report: ImportReport
    source_system: str
    now: datetime
    keep_ssn: bool = False
    #: What the export says of its names; not to be trusted, only to be contradicted. None
    #: once that was done.
    says_hashed: bool | None = False
    progress: Progress | None = None
    shift: timedelta = timedelta(0)
    zone: ZoneInfo = field(init=False)
    #: The newest day the source can know of, by its own calendar.
    last_day: date = field(init=False)
    users: dict[str, UUID] = field(default_factory=dict)
    programs: dict[str, UUID] = field(default_factory=dict)
    clients: dict[str, UUID] = field(default_factory=dict)
    cases: dict[str, KnownCase] = field(default_factory=dict)
    outreach_projects: set[str] = field(default_factory=set)
    created_clients: set[UUID] = field(default_factory=set)
    #: Clients that were there before and of whom something shown has changed.
    changed_clients: set[UUID] = field(default_factory=set)
    #: Keys looked for in vain, so that a file full of them costs one look-up each.
    nobody: set[str] = field(default_factory=set)
    no_case: set[str] = field(default_factory=set)
    unknown_users: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.agency.timezone)
        self.set_shift(self.shift)

    def set_shift(self, shift: timedelta) -> None:
        """Move all dates by this much from here on."""
        self.shift = shift
        # A day of grace: the source may be ahead of us.
        self.last_day = self.now.astimezone(self.zone).date() - shift + timedelta(days=1)

    # --- Rows -----------------------------------------------------------------

    def rows(self, layout: FileLayout, *, shown: bool = True) -> Iterator[Row]:
        """Yield the rows of a file, telling the progress."""
        file = self.export.get(layout.name)
        progress = self.progress
        if file is None or progress is None or not shown:
            return read_rows(file, layout, self.report)
        name, size = file.name, file.size
        return read_rows(file, layout, self.report, lambda read: progress(name, read, size))

    def key_of(self, row: Row, column: str) -> str | None:
        """Return the row's own key, or refuse the row."""
        key = row[column]
        if not key or len(key) > MOST_KEY - 20:
            self.refuse(row, column, "The row has no usable key." if key else "The row has no key.")
            return None
        return key

    def refuse(self, row: Row, column: str, reason: str) -> None:
        """Report that a row is not loaded because of a column."""
        self.report.refuse(row.file, row.line, reason, column=column, value=kind_of(row[column]))

    def doubt(self, row: Row, column: str, reason: str, *, harmless: bool = False) -> None:
        """Report a doubt about a column; a code may be repeated, what is personal may not."""
        value = row[column][:40] if harmless else kind_of(row[column])
        self.report.doubt(row.file, row.line, reason, column=column, value=value)

    # --- Values ---------------------------------------------------------------

    def day(self, row: Row, column: str) -> date | None:
        """Return a day of the source's calendar, not shifted; report when it cannot be read."""
        text = row[column]
        if len(text) == 10:
            try:
                return date.fromisoformat(text)
            except ValueError:
                pass
        found = self._moment(row, column)
        return found.date() if found else None

    def birth_date(self, row: Row, column: str) -> date | None:
        """Return a birth date: two digits of a year always mean the past."""
        found = self._moment(row, column, is_birth=True)
        return found.date() if found else None

    def stamp(self, row: Row, column: str = "DateUpdated") -> datetime | None:
        """Return a time stamp of the source: only ever compared with others of the source."""
        found = self._moment(row, column)
        return found.replace(tzinfo=UTC) if found else None

    def _moment(self, row: Row, column: str, *, is_birth: bool = False) -> datetime | None:
        text = row[column]
        if not text:
            return None
        written = values.read_moment(text, self.now.year, is_birth=is_birth)
        if written is None or not values.is_possible(written.value.date()):
            self.doubt(row, column, "This cannot be read as a date; it was left out.")
            return None
        if not written.is_usual:
            self.doubt(row, column, "The date is not written year first; look at what was read.")
        return written.value

    def code(self, row: Row, column: str, known: Iterable[int]) -> int | None:
        """Return a code; a code outside the list is reported and returned as it is."""
        text = row[column]
        if not text:
            return None
        code = values.code_of(text)
        if code is None or code not in known:
            self.doubt(
                row, column, "This code is not in the list of HUD.", harmless=code is not None
            )
        return code

    def user(self, row: Row, column: str = "UserID") -> UUID | None:
        """Return the worker a row names; workers nobody described are counted."""
        key = row[column]
        found = self.users.get(key)
        if found is None and key:
            line, rows = self.unknown_users.get((row.file, key), (row.line, 0))
            self.unknown_users[row.file, key] = (line, rows + 1)
        return found

    def shifted(self, day: date) -> date:
        """Return a day of the source as the day to store."""
        return day + self.shift

    def at_noon(self, day: date) -> datetime:
        """Return the moment to store for a day of the source: its noon here, never later than now."""
        noon = datetime.combine(self.shifted(day), time(12), tzinfo=self.zone)
        return min(noon, self.now)

    def moment(self, stamp: datetime | None) -> datetime:
        """Return the moment to store for a time stamp of the source, never later than now."""
        if stamp is None:
            return self.now
        local = (stamp.replace(tzinfo=None) + self.shift).replace(tzinfo=self.zone)
        return min(local, self.now)

    def is_future(self, day: date) -> bool:
        return day > self.last_day

    # --- Clients --------------------------------------------------------------

    def client(self, row: Row) -> UUID | None:
        """Return the client a row speaks of, or refuse the row."""
        key = row["PersonalID"]
        found = self.clients.get(key) or self._client_of_earlier(key)
        if found is None:
            self.refuse(row, "PersonalID", "There is no such client in Client.csv.")
        return found

    def _client_of_earlier(self, key: str) -> UUID | None:
        """A part of an export may speak of a client that came with an earlier one."""
        if not key or key in self.nobody:
            return None
        found = self.session.scalar(
            select(Client.id).where(
                Client.source_system == self.source_system, Client.source_key == key
            )
        )
        if found is None:
            self.nobody.add(key)
        else:
            self.clients[key] = found
        return found

    def case_of_earlier(self, key: str) -> KnownCase | None:
        """Return the case of an enrollment that came with an earlier import."""
        if key in self.no_case:
            return None
        found = self.session.execute(
            select(Case.id, Case.client_id).where(
                Case.source_system == self.source_system, Case.source_key == key
            )
        ).first()
        if found is None:
            self.no_case.add(key)
            return None
        self.cases[key] = KnownCase(found.id, found.client_id)
        return self.cases[key]

    def touch(self, client_id: UUID) -> None:
        """Note that something shown of a client has changed."""
        if client_id not in self.created_clients:
            self.changed_clients.add(client_id)

    # --- Writing --------------------------------------------------------------

    def insert(self, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows of one table, all with the same columns, in one statement."""
        # By the table, not the class: that would make a statement of every run of rows with
        # the same empty columns.
        if rows:
            self.session.execute(insert(cast("Table", model.__table__)), rows)

    def update(self, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
        """Update rows of one table by their ids."""
        for columns, alike in _by_columns(rows):
            assert "id" in columns
            self.session.execute(update(model), alike)

    def existing(
        self,
        model: Any,
        keys: Iterable[str],
        *columns: InstrumentedAttribute[Any],
    ) -> dict[str, Any]:
        """Return the rows of this source that have these keys, by key."""
        query = select(model.source_key, model.id, model.source_updated_at, *columns).where(
            model.source_system == self.source_system, model.source_key.in_(list(keys))
        )
        return {row.source_key: row for row in self.session.execute(query)}


def _by_columns(
    rows: Sequence[dict[str, Any]],
) -> Iterator[tuple[frozenset[str], list[dict[str, Any]]]]:
    """Rows that set the same columns go together: one statement, many values."""
    groups: dict[frozenset[str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(frozenset(row), []).append(row)
    yield from groups.items()


def in_chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """Yield the items in lists of at most ``size``."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def is_newer(incoming: datetime | None, stored: datetime | None) -> bool:
    """Tell whether a row of the export is newer than what it was last loaded from."""
    return incoming is not None and (stored is None or incoming > stored)


def source_name(source: str) -> str:
    """Return a source's name as it is stored, shortened by a hash when it is long."""
    name = f"hmis:{source}"
    if len(name) <= MOST_SOURCE:
        return name
    return f"hmis:{hashlib.sha256(source.encode()).hexdigest()[:48]}"
