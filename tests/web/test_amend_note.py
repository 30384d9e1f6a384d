"""After signing: drafts, signing, addenda, corrections, entered in error. Nothing is deleted."""

import pytest
from sqlalchemy import func, select

from tests import factories as make
from webapp.domain.cases import RiskLevel
from webapp.domain.ids import new_id
from webapp.domain.notes import AmendmentKind, NoteState
from webapp.models import Amendment, Case, Client, Note, RiskChange, Task


@pytest.fixture
def note(session, people):
    made = make.add_note(session, people.amina, people.dina)
    session.commit()
    return made


@pytest.fixture
def draft(session, people):
    made = make.add_note(session, people.amina, people.dina, state=NoteState.DRAFT, signed_at=None)
    session.commit()
    return made


def test_an_addendum_stands_beside_the_note(client_as, people, session, note):
    browser = client_as(people.dina)
    answer = browser.act(
        "add_addendum", note_id=note.id, amendment_id=new_id(), op_id=new_id(), text="He called."
    )
    assert answer.status_code == 303
    session.rollback()
    row = session.scalars(select(Amendment)).one()
    assert (row.kind, row.text) == (AmendmentKind.ADDENDUM, "He called.")
    page = browser.get(f"/notes/{note.id}").text
    assert "He called." in page
    assert "Talked about the housing form." in page


def test_a_correction_keeps_the_original_visible(client_as, people, session, note):
    browser = client_as(people.dina)
    answer = browser.act(
        "correct_note",
        note_id=note.id,
        amendment_id=new_id(),
        op_id=new_id(),
        reason="Wrong form named",
        section_narrative="Talked about the benefits form.",
    )
    assert answer.status_code == 303
    session.rollback()
    assert session.get(Note, note.id).sections == {"narrative": "Talked about the housing form."}
    page = browser.get(f"/notes/{note.id}").text
    assert "Talked about the benefits form." in page
    assert "Talked about the housing form." in page
    assert "Wrong form named" in page


def test_a_correction_needs_a_reason_and_a_change(client_as, people, session, note):
    browser = client_as(people.dina)
    for fields in (
        {"reason": "", "section_narrative": "Other"},
        {"reason": "Typo", "section_narrative": "Talked about the housing form."},
    ):
        answer = browser.act(
            "correct_note", note_id=note.id, amendment_id=new_id(), op_id=new_id(), **fields
        )
        assert answer.status_code == 422
    assert session.scalar(select(func.count()).select_from(Amendment)) == 0


def test_only_the_author_corrects(client_as, people, session):
    note = make.add_note(session, people.carlos, people.ben)
    session.commit()
    answer = client_as(people.dina).act(
        "correct_note",
        note_id=note.id,
        amendment_id=new_id(),
        op_id=new_id(),
        reason="Not mine",
        section_narrative="Changed",
    )
    assert answer.status_code == 403


def test_entered_in_error_hides_but_keeps(client_as, people, session, note):
    browser = client_as(people.dina)
    answer = browser.act(
        "mark_note_in_error", note_id=note.id, op_id=new_id(), reason="Wrong client"
    )
    assert answer.status_code == 303
    session.rollback()
    kept = session.get(Note, note.id)
    assert kept.state is NoteState.IN_ERROR
    assert kept.sections == {"narrative": "Talked about the housing form."}
    assert session.get(Client, people.amina.id).last_contact_at is None
    assert "housing form" not in browser.get(f"/clients/{people.amina.id}").text
    assert "housing form" in browser.get(f"/notes/{note.id}").text


def test_a_signed_note_is_locked(client_as, people, session, note):
    answer = client_as(people.dina).act(
        "revise_note",
        op_id=new_id(),
        note_id=note.id,
        client_id=people.amina.id,
        template="contact",
        method="call",
        outcome="completed",
        occurred_at=make.now().strftime("%Y-%m-%dT%H:%M"),
        section_narrative="Rewritten",
    )
    assert answer.status_code == 403
    session.rollback()
    assert session.get(Note, note.id).sections["narrative"] == "Talked about the housing form."


def test_a_draft_is_its_authors_alone(client_as, people, draft):
    assert client_as(people.dina).get(f"/notes/{draft.id}/edit").status_code == 200
    assert client_as(people.sam).get(f"/notes/{draft.id}").status_code == 404
    assert "housing form" not in client_as(people.sam).get(f"/clients/{people.amina.id}").text


def test_signing_locks(client_as, people, session, draft):
    browser = client_as(people.dina)
    assert browser.act("sign_note", note_id=draft.id, op_id=new_id()).status_code == 303
    session.rollback()
    signed = session.get(Note, draft.id)
    assert signed.state is NoteState.SIGNED
    assert signed.signed_at is not None
    assert client_as(people.sam).get(f"/notes/{draft.id}").status_code == 200


def test_a_draft_can_be_written_further(client_as, people, session, draft):
    answer = client_as(people.dina).act(
        "revise_note",
        op_id=new_id(),
        note_id=draft.id,
        client_id=people.amina.id,
        template="dap",
        method="office",
        outcome="completed",
        occurred_at=make.now().strftime("%Y-%m-%dT%H:%M"),
        section_data="Came in early.",
        sign="0",
    )
    assert answer.status_code == 303
    session.rollback()
    kept = session.get(Note, draft.id)
    assert kept.state is NoteState.DRAFT
    assert kept.sections == {"data": "Came in early."}


def test_a_draft_written_further_takes_its_next_step_and_risk_along(
    client_as, people, session, draft
):
    case_id = people.amina_case.id
    draft.case_id = case_id
    session.commit()
    sent = {
        "note_id": draft.id,
        "client_id": people.amina.id,
        "template": "contact",
        "method": "call",
        "outcome": "completed",
        "occurred_at": make.now().strftime("%Y-%m-%dT%H:%M"),
        "section_narrative": "Lost his bed.",
        "risk_after": "critical",
        "risk_reason": "On the street tonight",
        "sign": "0",
    }
    browser = client_as(people.dina)
    first = {"next_step": "Call the shelter", "task_id": new_id(), "op_id": new_id()}
    assert browser.act("revise_note", **sent, **first).status_code == 303
    # The same draft again, now signed: the judgement is not made twice.
    assert browser.act("revise_note", **{**sent, "sign": "1"}, op_id=new_id()).status_code == 303
    session.rollback()
    assert session.scalars(select(Task.title)).all() == ["Call the shelter"]
    assert session.scalars(select(RiskChange.after)).all() == [RiskLevel.CRITICAL]
    assert session.get(Case, case_id).risk is RiskLevel.CRITICAL


def test_somebody_else_cannot_read_or_add(client_as, people, session, note):
    browser = client_as(people.otto)
    assert browser.get(f"/notes/{note.id}").status_code == 404
    answer = browser.act(
        "add_addendum", note_id=note.id, amendment_id=new_id(), op_id=new_id(), text="Mine"
    )
    assert answer.status_code == 404
    assert session.scalar(select(func.count()).select_from(Amendment)) == 0
