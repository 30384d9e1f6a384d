"""What is written of a demo client, turned into steps that add rows one after another."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from webapp.demo.shapes import (
    ClientSpec,
    HouseholdSpec,
    NoteSpec,
    RelationSpec,
    RiskStep,
    StatusStep,
    TaskSpec,
)
from webapp.demo.timing import Clock
from webapp.domain.cases import AssignmentKind
from webapp.domain.contacts import PhoneKind
from webapp.domain.ids import new_id
from webapp.domain.names import fold
from webapp.domain.people import Actor
from webapp.models import (
    Alert,
    Assignment,
    Case,
    Client,
    ClientName,
    ContactPoint,
    Household,
    HouseholdMember,
    Relationship,
    ServiceRecord,
    StatusChange,
)
from webapp.services import audit, cases, clients, notes, risk, tasks
from webapp.services.done import Done

#: How long after a contact a note is signed.
WRITING = timedelta(minutes=20)

Step = tuple[datetime, Callable[[datetime], None]]


@dataclass(frozen=True)
class Opened:
    """A client's rows that later steps need."""

    spec: ClientSpec
    client_id: UUID
    case_id: UUID
    actor: Actor


class Writer:
    """Adds what is written of clients to the session."""

    def __init__(
        self,
        session: Session,
        clock: Clock,
        staff: dict[str, Actor],
        programs: dict[str, UUID],
    ) -> None:
        self.session = session
        self.clock = clock
        self.staff = staff
        self.programs = programs
        self.client_ids: dict[str, UUID] = {}

    def steps_of(self, spec: ClientSpec) -> Iterator[Step]:
        """Give everything that happened with a client, each with its moment."""
        opened = Opened(spec, new_id(), new_id(), self.staff[spec.worker])
        self.client_ids[spec.key] = opened.client_id
        at = self.clock.at
        yield at(spec.opened, "08:45"), lambda now: self._open(opened, now)
        for step in spec.risks:
            yield at(step.days, "16:30"), self._bound(self._judge, opened, step)
        for status in spec.statuses:
            yield at(status.days, "16:40"), self._bound(self._move, opened, status)
        for note in spec.notes:
            yield from self._steps_of_note(opened, note)
        for task in spec.tasks:
            task_id = new_id()
            made = min(at(max(task.made, task.done or 0), "09:30"), self.clock.now)
            yield made, self._bound(self._task, opened, (task_id, task))
            if task.done is not None:
                yield at(task.done, "15:10"), self._bound(self._task_done, opened, task_id)

    def _steps_of_note(self, opened: Opened, note: NoteSpec) -> Iterator[Step]:
        note_id = new_id()
        happened = self.clock.at(note.days, note.at)
        written = self.clock.at(note.days - note.late, note.at) + WRITING
        yield written, self._bound(self._note, opened, (note_id, note, happened))
        # Added the day after, or at once when that has not come yet.
        later = min(written + timedelta(hours=26), self.clock.now - timedelta(minutes=5))
        if note.addendum:
            added = {"note_id": note_id, "text": note.addendum}
            yield later, self._bound(self._add, opened, added)
        if note.correction:
            section, text, reason = note.correction
            now_says = {**note.sections, section: text}
            corrected = {
                "note_id": note_id,
                "reason": reason,
                **{f"section_{name.value}": words for name, words in now_says.items()},
            }
            yield later, self._bound(self._correct, opened, corrected)

    def add_households(self, households: Iterable[HouseholdSpec]) -> None:
        """Add households with their members."""
        for spec in households:
            row = Household(id=new_id(), name=spec.name, created_at=self.clock.at(300, "10:00"))
            self.session.add(row)
            self.session.flush()
            for key, relationship in spec.members:
                self.session.add(
                    HouseholdMember(
                        id=new_id(),
                        household_id=row.id,
                        client_id=self.client_ids[key],
                        relationship=relationship,
                        joined_on=self.clock.day(300),
                    )
                )

    def add_relations(self, relations: Iterable[RelationSpec]) -> None:
        """Add the people who matter to clients."""
        for spec in relations:
            self.session.add(
                Relationship(
                    id=new_id(),
                    client_id=self.client_ids[spec.client],
                    other_client_id=self.client_ids[spec.other] if spec.other else None,
                    other_name=spec.name,
                    kind=spec.kind,
                    phone=spec.phone,
                )
            )

    @staticmethod
    def _bound(
        do: Callable[[Opened, Any, datetime], None], opened: Opened, what: Any
    ) -> Callable[[datetime], None]:
        return lambda now: do(opened, what, now)

    def _open(self, opened: Opened, now: datetime) -> None:
        spec, session = opened.spec, self.session
        session.add(self._client(opened, now))
        session.flush()
        for name in spec.known_as:
            session.add(ClientName(id=new_id(), client_id=opened.client_id, name=name))
        self._add_ways_to_reach(opened)
        self._add_alerts(opened)
        case = Case(
            id=opened.case_id,
            client_id=opened.client_id,
            program_id=self.programs[spec.program],
            status=spec.first_status,
            status_since=self.clock.day(spec.opened),
            tier=spec.tier,
            opened_on=self.clock.day(spec.opened),
            referral_source=spec.referral,
        )
        session.add(case)
        session.flush()
        session.add(
            StatusChange(
                id=new_id(),
                case_id=case.id,
                client_id=opened.client_id,
                before=None,
                after=spec.first_status,
                reason=f"Referred by {spec.referral}." if spec.referral else None,
                changed_at=now,
                recorded_at=now,
                author_id=opened.actor.user_id,
            )
        )
        for key, kind in (
            (spec.worker, AssignmentKind.PRIMARY),
            (spec.second_worker, AssignmentKind.SECONDARY),
        ):
            if key is not None:
                session.add(
                    Assignment(
                        id=new_id(),
                        case_id=case.id,
                        client_id=opened.client_id,
                        user_id=self.staff[key].user_id,
                        kind=kind,
                        started_at=now,
                        assigned_by=self.staff["denise"].user_id,
                    )
                )
        self._add_services(opened)
        session.flush()
        self._log(opened.actor, "add_client", now, opened.client_id, case.id)

    def _client(self, opened: Opened, now: datetime) -> Client:
        spec = opened.spec
        return Client(
            id=opened.client_id,
            case_number=clients.next_case_number(self.session),
            name_used=spec.name,
            name_folded=fold(spec.name),
            legal_name=spec.legal,
            pronouns=spec.pronouns,
            birth_date=date.fromisoformat(spec.born) if spec.born else None,
            birth_date_quality="full" if spec.born else None,
            languages=list(spec.languages),
            needs_interpreter=spec.interpreter,
            address=spec.address,
            has_no_fixed_address=spec.no_address,
            safe_contact=spec.safe,
            sensitivity=spec.sensitivity,
            demographics={},
            created_at=now,
            created_by=opened.actor.user_id,
        )

    def _add_ways_to_reach(self, opened: Opened) -> None:
        for place, phone in enumerate(opened.spec.phones):
            self.session.add(
                ContactPoint(
                    id=new_id(),
                    client_id=opened.client_id,
                    kind=PhoneKind.PHONE,
                    value=phone.number,
                    label=phone.label,
                    is_safe_to_call=phone.call,
                    is_safe_to_text=phone.text,
                    is_safe_for_voicemail=phone.voicemail,
                    best_times=phone.times,
                    is_preferred=place == 0,
                )
            )
        if opened.spec.email:
            self.session.add(
                ContactPoint(
                    id=new_id(),
                    client_id=opened.client_id,
                    kind=PhoneKind.EMAIL,
                    value=opened.spec.email,
                )
            )

    def _add_alerts(self, opened: Opened) -> None:
        for alert in opened.spec.alerts:
            self.session.add(
                Alert(
                    id=new_id(),
                    client_id=opened.client_id,
                    kind=alert.kind,
                    text=alert.text,
                    source=alert.source,
                    author_id=opened.actor.user_id,
                    started_on=self.clock.day(alert.days),
                    review_on=self.clock.due(alert.review_in),
                )
            )

    def _add_services(self, opened: Opened) -> None:
        for service in opened.spec.services:
            self.session.add(
                ServiceRecord(
                    id=new_id(),
                    client_id=opened.client_id,
                    case_id=opened.case_id,
                    user_id=opened.actor.user_id,
                    kind="service",
                    label=service.label,
                    detail=service.detail,
                    provided_on=self.clock.day(service.days),
                    recorded_at=self.clock.at(service.days, "17:00"),
                )
            )

    def _judge(self, opened: Opened, step: RiskStep, now: datetime) -> None:
        review_on = None if step.review_in is None else self.clock.due(step.review_in)
        case = self._case(opened)
        change = risk.judge(
            self.session,
            opened.actor,
            case,
            step.level,
            reason=step.reason,
            judged_at=now,
            now=now,
            review_on=review_on,
        )
        self._log(opened.actor, "change_risk", now, opened.client_id, change.id)

    def _move(self, opened: Opened, step: StatusStep, now: datetime) -> None:
        change = cases.set_status(
            self.session,
            opened.actor,
            self._case(opened),
            step.status,
            reason=step.reason,
            review_on=None if step.review_in is None else self.clock.due(step.review_in),
            written_at=now,
            now=now,
        )
        self._log(opened.actor, "change_status", now, opened.client_id, change.id)

    def _note(self, opened: Opened, what: tuple[UUID, NoteSpec, datetime], now: datetime) -> None:
        note_id, spec, happened = what
        fields: dict[str, Any] = {
            "note_id": note_id,
            "client_id": opened.client_id,
            "case_id": opened.case_id,
            "template": spec.template.value,
            "method": spec.method.value,
            "outcome": spec.outcome.value,
            "present": spec.present,
            "place": spec.place,
            "minutes": spec.minutes,
            "occurred_at": happened,
            "written_at": now,
            "late_reason": spec.late_reason,
            "sign": "0" if spec.is_draft else "1",
            **{f"section_{section.value}": text for section, text in spec.sections.items()},
        }
        self._did(opened, "record_note", notes.record_note, fields, now)

    def _add(self, opened: Opened, fields: dict[str, Any], now: datetime) -> None:
        fields = {**fields, "amendment_id": new_id(), "written_at": now}
        self._did(opened, "add_addendum", notes.add_addendum, fields, now)

    def _correct(self, opened: Opened, fields: dict[str, Any], now: datetime) -> None:
        fields = {**fields, "amendment_id": new_id(), "written_at": now}
        self._did(opened, "correct_note", notes.correct_note, fields, now)

    def _task(self, opened: Opened, what: tuple[UUID, TaskSpec], now: datetime) -> None:
        task_id, spec = what
        due_on = None
        if spec.due is not None:
            due_on = self.clock.due(spec.due, is_set_from_outside=spec.hard)
        fields = {
            "task_id": task_id,
            "client_id": opened.client_id,
            "title": spec.title,
            "due_on": due_on,
            "is_hard_deadline": spec.hard,
            "written_at": now,
        }
        self._did(opened, "add_task", tasks.add_task, fields, now)

    def _task_done(self, opened: Opened, task_id: UUID, now: datetime) -> None:
        fields = {"task_id": task_id, "written_at": now}
        self._did(opened, "complete_task", tasks.complete_task, fields, now)

    def _did(
        self,
        opened: Opened,
        action: str,
        verb: Callable[..., Done],
        fields: dict[str, Any],
        now: datetime,
    ) -> None:
        done = verb(self.session, opened.actor, fields, now)
        self._log(opened.actor, action, now, opened.client_id, done.subject_id)

    def _case(self, opened: Opened) -> Case:
        case = self.session.get(Case, opened.case_id)
        assert case is not None
        return case

    def _log(
        self,
        actor: Actor,
        action: str,
        now: datetime,
        client_id: UUID,
        subject_id: UUID | None,
    ) -> None:
        audit.record(
            self.session,
            actor,
            action,
            now,
            client_id=client_id,
            subject_id=subject_id,
            details={"came_by": "demo"},
        )
