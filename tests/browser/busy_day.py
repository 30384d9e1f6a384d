"""A day as workers know it: long names, late steps, alerts, drafts, corrections; what pages must bear."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from tests import factories as make
from tests.world import World
from webapp.domain.alerts import AlertKind
from webapp.domain.cases import CaseStatus, RiskLevel
from webapp.domain.contacts import ContactMethod, ContactOutcome
from webapp.domain.ids import new_id
from webapp.domain.notes import AmendmentKind, NoteState, NoteTemplate
from webapp.models import (
    Alert,
    Amendment,
    Client,
    Household,
    HouseholdMember,
    Note,
    RiskChange,
    StatusChange,
)
from webapp.services.summary import touch

LONG = (
    "Met Amina at the shelter with her sister. She slept, ate, and spoke about the landlord. "
    "We agreed to call the housing office together on Friday; she would rather not go alone. "
    "She asked for a letter to the school and for somebody to look at the heating. Next time bring "
    "the bus pass form. She laughed for the first time in weeks when the boy showed his drawing."
)
OTHERS = (
    ("María José Fernández-Villanueva de la Torre", RiskLevel.CRITICAL, CaseStatus.ACTIVE, 12),
    ("Chen Wei", RiskLevel.HIGH, CaseStatus.READY, 9),
    ("Bo", None, CaseStatus.INTAKE, 0),
    ("Олена Коваленко", RiskLevel.MEDIUM, CaseStatus.ACTIVE, 20),
    ("فاطمة الزهراء", RiskLevel.MEDIUM, CaseStatus.HOLDING, 15),
    ("Grace Mbeki", RiskLevel.LOW, CaseStatus.ACTIVE, 3),
    ("Teodor Ilić", RiskLevel.LOW, CaseStatus.UNREACHABLE, 40),
)


def fill(session: Session, people: World) -> dict[str, Any]:
    """Give Dina a full day; return the rows that tests open by id."""
    amina, dina = session.merge(people.amina), session.merge(people.dina)
    today = make.now().date()
    _settle(session, people, amina)
    signed = _story(session, people, amina)
    draft = make.add_note(
        session,
        amina,
        dina,
        state=NoteState.DRAFT,
        signed_at=None,
        sections={"narrative": "Half a note"},
    )
    make.add_task(
        session,
        dina,
        "Confirm the shelter place with Harbor House",
        amina,
        due_on=today - timedelta(days=2),
    )
    make.add_task(session, dina, "Send the school letter", amina, due_on=today)
    make.add_task(
        session,
        people.ben,
        "Ask about the birth certificate",
        amina,
        done_at=make.now(),
        done_by=dina.id,
    )
    make.add_task(session, dina, "Hand in the travel sheet", due_on=today)
    for number, (name, risk, status, quiet) in enumerate(OTHERS):
        client = make.add_client(
            session, name, safe_contact="Text first, never voicemail." if number % 2 else None
        )
        make.add_case(
            session,
            client,
            people.reentry,
            dina,
            risk=risk,
            status=status,
            risk_review_on=today - timedelta(days=number),
        )
        if quiet:
            make.add_note(session, client, dina, occurred_at=make.now() - timedelta(days=quiet))
        make.add_phone(session, client, f"20255501{number:02}", is_safe_to_call=number != 1)
        make.add_task(session, dina, "Call back", client, due_on=today + timedelta(days=number - 2))
        touch(session, [client.id])
    household = Household(id=new_id(), name="Yusuf", created_at=make.now())
    session.add(household)
    for member, role in ((amina, "head"), (session.merge(people.rosa), "relative")):
        session.add(
            HouseholdMember(
                id=new_id(), household_id=household.id, client_id=member.id, relationship=role
            )
        )
    touch(session, [amina.id])
    return {"amina": amina.id, "signed": signed.id, "draft": draft.id, "household": household.id}


def _settle(session: Session, people: World, amina: Client) -> None:
    amina.safe_contact = "Call only, after 18:00. No voicemail."
    amina.address = "12 Harbor Street, apartment 4"
    amina.languages = ["so", "en"]
    amina.needs_interpreter = True
    amina.birth_date = make.now().date().replace(year=1991)
    session.merge(people.amina_case).risk_review_on = make.now().date() - timedelta(days=4)
    for kind in (AlertKind.DANGER_TO_CLIENT, AlertKind.TWO_WORKERS):
        session.add(
            Alert(
                id=new_id(),
                client_id=amina.id,
                kind=kind,
                text="Do not give her address to anybody who calls.",
                started_on=make.now().date(),
                review_on=make.now().date() + timedelta(days=30),
            )
        )


def _story(session: Session, people: World, amina: Client) -> Note:
    """Add notes and changes over two months; return the note that was corrected."""
    now = make.now()
    change = {"client_id": amina.id, "case_id": people.amina_case.id, "author_id": people.dina.id}
    for days, method in (
        (40, ContactMethod.VISIT),
        (35, ContactMethod.TEXT),
        (12, ContactMethod.OFFICE),
    ):
        make.add_note(
            session, amina, people.dina, method=method, occurred_at=now - timedelta(days=days)
        )
    make.add_note(
        session,
        amina,
        people.ben,
        outcome=ContactOutcome.ATTEMPTED,
        sections={},
        occurred_at=now - timedelta(days=6),
    )
    for table, before, after in (
        (RiskChange, RiskLevel.MEDIUM, RiskLevel.HIGH),
        (StatusChange, CaseStatus.INTAKE, CaseStatus.ACTIVE),
    ):
        when = now - timedelta(days=8)
        reason = "Her former partner was seen near the shelter."
        session.add(
            table(
                id=new_id(),
                before=before,
                after=after,
                reason=reason,
                changed_at=when,
                recorded_at=when,
                **change,
            )
        )
    note = make.add_note(
        session,
        amina,
        people.dina,
        template=NoteTemplate.HOME_VISIT,
        method=ContactMethod.VISIT,
        lateness="late",
        late_reason="No signal all day.",
        place="Harbor House",
        present="Her sister",
        minutes=45,
        risk_after=RiskLevel.HIGH,
        sections={"narrative": LONG, "strengths": "She has a plan, and a friend."},
        occurred_at=now - timedelta(days=1),
    )
    for kind, more in (
        (
            AmendmentKind.ADDENDUM,
            {"text": "The housing office called back: Friday at 10:00 is fine."},
        ),
        (
            AmendmentKind.CORRECTION,
            {
                "sections": {"strengths": "She has a plan, and two friends."},
                "reason": "Miscounted.",
            },
        ),
    ):
        session.add(
            Amendment(
                id=new_id(),
                note_id=note.id,
                kind=kind,
                author_id=people.dina.id,
                written_at=now,
                recorded_at=now,
                **more,
            )
        )
    session.flush()
    return note
