"""Seeded clients with all that belongs to them, as plain values for bulk inserts."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from webapp.domain.alerts import Sensitivity
from webapp.domain.cases import AssignmentKind, CaseStatus, RiskLevel, Tier
from webapp.domain.contact_standards import standard_for
from webapp.domain.contacts import ContactMethod, ContactOutcome, PhoneKind
from webapp.domain.names import fold
from webapp.domain.notes import SECTIONS, NoteState, NoteTemplate
from webapp.models import (
    Assignment,
    Base,
    Case,
    Client,
    ContactPoint,
    Note,
    RiskChange,
    SearchKey,
    StatusChange,
    Task,
)
from webapp.seeding.prose import Prose
from webapp.seeding.words import FIRST_NAMES, LANGUAGES, LAST_NAMES, STREETS, TASKS
from webapp.services import search

#: Where the ids of seeded rows begin to count: they must not depend on the day.
_EPOCH_MS = 1_750_000_000_000

STATUSES = (
    (CaseStatus.ACTIVE, 70),
    (CaseStatus.INTAKE, 8),
    (CaseStatus.HOLDING, 8),
    (CaseStatus.READY, 6),
    (CaseStatus.UNREACHABLE, 5),
    (CaseStatus.CLOSING, 3),
)
RISKS = (
    (RiskLevel.MEDIUM, 45),
    (RiskLevel.LOW, 36),
    (RiskLevel.HIGH, 15),
    (RiskLevel.CRITICAL, 2),
    (None, 2),
)
METHODS = (
    (ContactMethod.CALL, 40),
    (ContactMethod.VISIT, 20),
    (ContactMethod.OFFICE, 18),
    (ContactMethod.OUTREACH, 10),
    (ContactMethod.TEXT, 12),
)
TEMPLATES = (
    (NoteTemplate.CONTACT, 70),
    (NoteTemplate.DAP, 12),
    (NoteTemplate.SOAP, 10),
    (NoteTemplate.GIRP, 8),
)
REASONS = (
    "Moved in with family, more support than before.",
    "Lost the room; nowhere certain to stay this month.",
    "Court date moved closer and contact became rare.",
    "Keeps appointments, income is steady.",
    "New worries about safety at home.",
)


@dataclass(frozen=True)
class Worker:
    """Somebody clients are given to."""

    user_id: UUID
    name: str


@lru_cache(maxsize=200_000)
def _keys(name: str) -> tuple[str, ...]:
    return tuple(sorted(search.keys_of([name])))


def _weighted(table: tuple[tuple[Any, int], ...]) -> tuple[list[Any], list[int]]:
    return [value for value, _ in table], [weight for _, weight in table]


class Maker:
    """Makes clients one after another; ``rows`` collects what is to be inserted."""

    def __init__(
        self,
        random_: random.Random,
        now: datetime,
        programs: list[UUID],
        notes: int,
        tasks: int,
    ) -> None:
        self.random = random_
        self.now = now
        self.today = now.date()
        self.programs = programs
        self.notes = notes
        self.tasks = tasks
        self.prose = Prose(random_)
        self.next_number = 1001
        # In the order in which the rows may be inserted.
        self.rows: dict[type[Base], list[dict[str, Any]]] = {
            table: []
            for table in (
                Client,
                Case,
                StatusChange,
                RiskChange,
                Assignment,
                ContactPoint,
                Note,
                Task,
                SearchKey,
            )
        }
        self._count = 0

    def id(self) -> UUID:
        """Return the next id: a UUIDv7, the same for the same seed."""
        self._count += 1
        value = (_EPOCH_MS + self._count // 16) << 80
        value |= 0x7 << 76 | (self._count % 16) << 72 | 0b10 << 62
        return UUID(int=value | self.random.getrandbits(62))

    def pick(self, table: tuple[tuple[Any, int], ...]) -> Any:
        """Return one of the values, the weighty ones more often."""
        values, weights = _weighted(table)
        return self.random.choices(values, weights)[0]

    def add_client(self, worker: Worker, *, is_active: bool) -> None:
        """Make one client with case, histories, notes, next steps and search keys."""
        client_id, case_id = self.id(), self.id()
        opened = self.today - timedelta(days=self.random.randrange(45, 700))
        status = self.pick(STATUSES) if is_active else CaseStatus.CLOSED
        risk = self.pick(RISKS)
        last = self._last_contact_day(status, risk, opened)
        summary = self._add_notes(worker, client_id, case_id, opened, last)
        summary |= self._add_tasks(worker, client_id, case_id, is_active=is_active)
        self._add_person(client_id, worker, opened, summary)
        self._add_case(client_id, case_id, worker, opened, last, status, risk)

    def _last_contact_day(self, status: CaseStatus, risk: RiskLevel | None, opened: date) -> date:
        if status is CaseStatus.CLOSED:
            return opened + (self.today - opened) // 2
        # Most contacts are on time; one in five is overdue.
        interval = standard_for(risk, status).any_contact
        share = self.random.triangular(0.0, 1.6, 0.5)
        return max(opened, self.today - timedelta(days=1 + int(interval * share)))

    def _add_person(
        self, client_id: UUID, worker: Worker, opened: date, summary: dict[str, Any]
    ) -> None:
        pick = self.random.choice
        name = f"{pick(FIRST_NAMES)} {pick(LAST_NAMES)}"
        number = self.next_number
        self.next_number += 1
        phone = f"555-01{self.random.randrange(100):02}"
        self.rows[Client].append(
            {
                "id": client_id,
                "case_number": f"T-{number}",
                "name_used": name,
                "name_folded": fold(name),
                "birth_date": date(1950, 1, 1) + timedelta(days=self.random.randrange(20_000)),
                "birth_date_quality": "full",
                "languages": pick(LANGUAGES),
                "needs_interpreter": False,
                "address": f"{self.random.randrange(2, 990)} {pick(STREETS)} Street",
                "has_no_fixed_address": False,
                "safe_contact": None,
                "sensitivity": Sensitivity.NORMAL,
                "demographics": {},
                "is_provisional": False,
                "created_at": _moment(opened, 9),
                "created_by": worker.user_id,
                "revision": 1,
                **summary,
            }
        )
        self.rows[ContactPoint].append(
            {
                "id": self.id(),
                "client_id": client_id,
                "kind": PhoneKind.PHONE,
                "value": phone,
                "is_safe_to_call": self.random.random() < 0.8,
                "is_safe_to_text": self.random.random() < 0.6,
                "is_safe_for_voicemail": False,
                "is_preferred": True,
            }
        )
        keys = {*_keys(name), *search.phone_keys(phone)}
        self.rows[SearchKey] += [{"key": key, "client_id": client_id} for key in sorted(keys)]

    def _add_case(
        self,
        client_id: UUID,
        case_id: UUID,
        worker: Worker,
        opened: date,
        last: date,
        status: CaseStatus,
        risk: RiskLevel | None,
    ) -> None:
        since = min(opened + timedelta(days=self.random.randrange(3, 40)), self.today)
        judged = max(opened, self.today - timedelta(days=self.random.randrange(1, 90)))
        review = judged + timedelta(days=standard_for(risk, status).risk_review)
        ended = status is CaseStatus.CLOSED
        waits = status in (CaseStatus.HOLDING, CaseStatus.UNREACHABLE)
        reason = "Waiting until treatment ends." if waits else None
        review_on = self.today + timedelta(days=self.random.randrange(-5, 60)) if waits else None
        self.rows[Case].append(
            {
                "id": case_id,
                "client_id": client_id,
                "program_id": self.random.choice(self.programs),
                "status": status,
                "status_since": since,
                "status_reason": reason,
                "status_review_on": review_on,
                "risk": risk,
                "risk_set_at": _moment(judged, 16) if risk else None,
                "risk_set_by": worker.user_id if risk else None,
                "risk_review_on": review if risk else None,
                "tier": Tier.T2,
                "opened_on": opened,
                "closed_on": last if ended else None,
            }
        )
        common = {"case_id": case_id, "client_id": client_id, "author_id": worker.user_id}
        steps: list[tuple[CaseStatus | None, CaseStatus, date, str | None, date | None]]
        steps = [(None, CaseStatus.INTAKE, opened, None, None)]
        if status is not CaseStatus.INTAKE:
            steps.append((CaseStatus.INTAKE, status, since, reason, review_on))
        self.rows[StatusChange] += [
            {
                "id": self.id(),
                **common,
                "before": before,
                "after": after,
                "reason": why,
                "review_on": review_day,
                "changed_at": _moment(day, 10),
                "recorded_at": _moment(day, 10),
            }
            for before, after, day, why, review_day in steps
        ]
        if risk:
            self.rows[RiskChange].append(
                {
                    "id": self.id(),
                    **common,
                    "before": None,
                    "after": risk,
                    "reason": self.random.choice(REASONS),
                    "review_on": review,
                    "changed_at": _moment(judged, 16),
                    "recorded_at": _moment(judged, 16),
                }
            )
        self.rows[Assignment].append(
            {
                "id": self.id(),
                "case_id": case_id,
                "client_id": client_id,
                "user_id": worker.user_id,
                "kind": AssignmentKind.PRIMARY,
                "started_at": _moment(opened, 9),
                "ended_at": _moment(last, 17) if ended else None,
            }
        )

    def _add_notes(
        self, worker: Worker, client_id: UUID, case_id: UUID, opened: date, last: date
    ) -> dict[str, Any]:
        """Add the notes; return what lists show of them. The last one is a completed contact."""
        if not self.notes:
            return {"last_contact_at": None, "attempts_since_contact": 0}
        days = max((last - opened).days, 0)
        back = sorted(
            (self.random.randrange(days + 1) for _ in range(self.notes - 1)), reverse=True
        )
        when = last
        for ago in [*back, 0]:
            when = last - timedelta(days=ago)
            is_last = ago == 0
            tried = not is_last and self.random.random() < 0.15
            self._add_note(worker, client_id, case_id, when, tried=tried)
        newest = max(
            row["occurred_at"]
            for row in self.rows[Note][-self.notes :]
            if row["outcome"] is ContactOutcome.COMPLETED
        )
        return {"last_contact_at": newest, "attempts_since_contact": 0}

    def _add_note(
        self, worker: Worker, client_id: UUID, case_id: UUID, day: date, *, tried: bool
    ) -> None:
        template = NoteTemplate.CONTACT if tried else self.pick(TEMPLATES)
        text = self.prose.note()
        moment = _moment(day, self.random.randrange(9, 17), self.random.randrange(0, 60, 5))
        moment = min(moment, self.now - timedelta(hours=1))
        self.rows[Note].append(
            {
                "id": self.id(),
                "client_id": client_id,
                "case_id": case_id,
                "author_id": worker.user_id,
                "state": NoteState.SIGNED,
                "template": template,
                "method": self.pick(METHODS),
                "outcome": ContactOutcome.ATTEMPTED if tried else ContactOutcome.COMPLETED,
                "minutes": self.random.randrange(5, 90, 5),
                "sections": _sections(template, text),
                "occurred_at": moment,
                "written_at": moment,
                "recorded_at": moment,
                "signed_at": moment,
            }
        )

    def _add_tasks(
        self, worker: Worker, client_id: UUID, case_id: UUID, *, is_active: bool
    ) -> dict[str, Any]:
        """Add next steps, two of five still open; return what lists show of them."""
        open_days: list[date] = []
        hard_days: list[date] = []
        for place in range(self.tasks):
            is_open = is_active and place % 5 < 2
            due = self.today + timedelta(days=self.random.randrange(-6, 30) if is_open else -30)
            is_hard = is_open and self.random.random() < 0.1
            if is_open:
                open_days.append(due)
            if is_hard:
                hard_days.append(due)
            made = _moment(self.today - timedelta(days=40), 11)
            self.rows[Task].append(
                {
                    "id": self.id(),
                    "client_id": client_id,
                    "case_id": case_id,
                    "owner_id": worker.user_id,
                    "title": self.random.choice(TASKS),
                    "due_on": due,
                    "is_hard_deadline": is_hard,
                    "created_by": worker.user_id,
                    "created_at": made,
                    "recorded_at": made,
                    "done_at": None if is_open else made + timedelta(days=5),
                    "done_by": None if is_open else worker.user_id,
                }
            )
        return {
            "open_tasks": len(open_days),
            "earliest_task_due_on": min(open_days, default=None),
            "hard_deadline_on": min(hard_days, default=None),
        }


def _sections(template: NoteTemplate, text: str) -> dict[str, str]:
    """Return the text in one section, or shared out over the template's."""
    names = SECTIONS[template]
    if template is NoteTemplate.CONTACT:
        return {names[0].value: text}
    sentences = text.split(". ")
    share = -(-len(sentences) // len(names))
    parts = [". ".join(sentences[i : i + share]) for i in range(0, len(sentences), share)]
    return {name.value: part for name, part in zip(names, parts, strict=False)}


def _moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)
