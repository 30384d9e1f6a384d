"""Recording a note: what it keeps, who may, and what is refused with nothing lost."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from tests import factories as make
from webapp.domain.cases import RiskLevel
from webapp.domain.ids import new_id
from webapp.domain.notes import NoteState
from webapp.models import AuditEvent, Case, Client, Note, Receipt, RiskChange, Task


def fields_of(client, **more):
    """Return a complete note form."""
    return {
        "op_id": new_id(),
        "note_id": new_id(),
        "client_id": client.id,
        "template": "contact",
        "method": "visit",
        "outcome": "completed",
        "occurred_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M"),
        "section_narrative": "Met at the shelter. Calm, ate with us.",
        "sign": "1",
        **more,
    }


def test_a_note_is_kept_with_its_receipt_and_its_audit_event(client_as, people, session):
    sent = fields_of(people.amina, place="Shelter", minutes=30, present="her sister")
    answer = client_as(people.dina).act("record_note", **sent)
    assert answer.status_code == 303
    assert answer.location.startswith(f"/clients/{people.amina.id}")
    note = session.get(Note, sent["note_id"])
    assert note.sections == {"narrative": "Met at the shelter. Calm, ate with us."}
    assert (note.place, note.minutes, note.present) == ("Shelter", 30, "her sister")
    assert note.state is NoteState.SIGNED
    assert note.lateness is None
    assert note.case_id == people.amina_case.id
    assert session.get(Receipt, sent["op_id"]).action == "record_note"
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "record_note")).one()
    assert (event.client_id, event.user_id) == (people.amina.id, people.dina.id)


def test_what_lists_show_and_the_revision_follow(client_as, people, session):
    before = session.get(Client, people.amina.id).revision
    session.rollback()
    earlier = (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    client_as(people.dina).act("record_note", **fields_of(people.amina, occurred_at=earlier))
    session.rollback()
    client = session.get(Client, people.amina.id)
    assert client.revision == before + 1
    assert client.last_contact_at is not None
    client_as(people.dina).act(
        "record_note", **fields_of(people.amina, outcome="attempted", section_narrative="")
    )
    session.rollback()
    assert session.get(Client, people.amina.id).attempts_since_contact == 1


def test_two_taps_make_one_note(client_as, people, session):
    browser, sent = client_as(people.dina), fields_of(people.amina)
    assert browser.act("record_note", **sent).status_code == 303
    assert browser.act("record_note", **sent).status_code == 303
    assert session.scalar(select(func.count()).select_from(Note)) == 1
    assert session.scalar(select(func.count()).select_from(Receipt)) == 1


def test_the_same_id_with_other_content_is_refused_and_shown_back(client_as, people, session):
    browser, sent = client_as(people.dina), fields_of(people.amina)
    browser.act("record_note", **sent)
    other = {**sent, "note_id": new_id(), "section_narrative": "Something quite different today."}
    answer = browser.act("record_note", **other)
    assert answer.status_code == 422
    assert "Something quite different today." in answer.text
    assert session.scalar(select(func.count()).select_from(Note)) == 1


def test_a_next_step_becomes_a_task(client_as, people, session):
    day = datetime.now(UTC).date() + timedelta(days=3)
    client_as(people.dina).act(
        "record_note",
        **fields_of(people.amina, next_step="Call the landlord", next_step_on=day),
    )
    task = session.scalars(select(Task)).one()
    assert (task.title, task.due_on, task.owner_id) == ("Call the landlord", day, people.dina.id)
    session.rollback()
    assert session.get(Client, people.amina.id).earliest_task_due_on == day


def test_a_changed_risk_asks_why_and_keeps_both_values(client_as, people, session):
    browser = client_as(people.dina)
    answer = browser.act("record_note", **fields_of(people.amina, risk_after="critical"))
    assert answer.status_code == 422
    assert "why the risk changed" in answer.text
    assert session.scalar(select(func.count()).select_from(Note)) == 0
    session.rollback()
    sent = fields_of(people.amina, risk_after="critical", risk_reason="Threats last night")
    assert browser.act("record_note", **sent).status_code == 303
    change = session.scalars(select(RiskChange)).one()
    assert (change.before, change.after) == (RiskLevel.HIGH, RiskLevel.CRITICAL)
    assert change.reason == "Threats last night"
    session.rollback()
    assert session.get(Case, people.amina_case.id).risk is RiskLevel.CRITICAL


def test_an_old_note_never_undoes_a_newer_judgement(client_as, people, session):
    browser = client_as(people.dina)
    old = (datetime.now(UTC) - timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")
    sent = fields_of(people.amina, risk_after="low", risk_reason="Was calm then", occurred_at=old)
    assert browser.act("record_note", **sent).status_code == 303
    assert session.get(Case, people.amina_case.id).risk is RiskLevel.HIGH


def test_the_late_label_is_automatic_and_permanent(client_as, people, session):
    browser = client_as(people.dina)
    old = (datetime.now(UTC) - timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    sent = fields_of(people.amina, occurred_at=old, late_reason="Phone was broken")
    browser.act("record_note", **sent)
    note = session.get(Note, sent["note_id"])
    assert (note.lateness, note.late_reason) == ("late", "Phone was broken")
    browser.act(
        "add_addendum", note_id=note.id, amendment_id=new_id(), op_id=new_id(), text="More."
    )
    session.rollback()
    assert session.get(Note, sent["note_id"]).lateness == "late"


def test_a_contact_in_the_future_is_refused_and_the_text_kept(client_as, people, session):
    ahead = (datetime.now(UTC) + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")
    answer = client_as(people.dina).act("record_note", **fields_of(people.amina, occurred_at=ahead))
    assert answer.status_code == 422
    assert "future" in answer.text
    assert "Met at the shelter. Calm, ate with us." in answer.text
    assert session.scalar(select(func.count()).select_from(Note)) == 0


def test_bad_input_gets_a_clear_answer_and_loses_nothing(client_as, people, session):
    browser = client_as(people.dina)
    wrong = {
        "occurred_at": "yesterday-ish",
        "template": "poem",
        "method": "pigeon",
        "outcome": "maybe",
        "minutes": "a while",
        "next_step_on": "2026-02-31",
        "section_narrative": "x" * 20_001,
        "client_id": "not-an-id",
        "note_id": "",
        "sign": "perhaps",
        "surprise": "an unknown field",
    }
    for name, value in wrong.items():
        answer = browser.act("record_note", **fields_of(people.amina, **{name: value}))
        assert answer.status_code == 422, name
    assert session.scalar(select(func.count()).select_from(Note)) == 0
    assert session.scalar(select(func.count()).select_from(Receipt)) == 0


def test_an_empty_note_is_refused_but_no_answer_is_a_whole_note(client_as, people):
    browser = client_as(people.dina)
    empty = fields_of(people.amina, section_narrative="  ")
    assert browser.act("record_note", **empty).status_code == 422
    tried = fields_of(people.amina, section_narrative="", outcome="attempted", method="call")
    assert browser.act("record_note", **tried).status_code == 303


def test_not_yours_is_not_found(client_as, people, session):
    for person in (people.otto, people.sol, people.ada, people.ben):
        answer = client_as(person).act("record_note", **fields_of(people.amina))
        # The form comes back with the text, and without saying whether there is such a client.
        assert answer.status_code == 404, person.name
    assert session.scalar(select(func.count()).select_from(Note)) == 0


def test_a_team_mate_may_document_where_the_program_shares(client_as, people, session):
    sent = fields_of(people.carlos)
    assert client_as(people.dina).act("record_note", **sent).status_code == 303
    assert session.get(Note, sent["note_id"]).author_id == people.dina.id


def test_a_note_cannot_name_somebody_elses_case(client_as, people, session):
    sent = fields_of(people.amina, case_id=people.farid_case.id)
    assert client_as(people.dina).act("record_note", **sent).status_code == 404
    assert session.scalar(select(func.count()).select_from(Note)) == 0


def test_a_reused_note_number_is_refused(client_as, people, session):
    note = make.add_note(session, people.amina, people.dina)
    session.commit()
    answer = client_as(people.dina).act("record_note", **fields_of(people.amina, note_id=note.id))
    assert answer.status_code == 422
    session.rollback()
    assert session.get(Note, note.id).sections == {"narrative": "Talked about the housing form."}
