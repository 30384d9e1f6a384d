"""Changing facts: what differs merges, what clashes asks, nobody is overwritten."""

import pytest
from sqlalchemy import select

from tests import factories as make
from webapp import actions
from webapp.domain.alerts import Sensitivity
from webapp.domain.ids import new_id
from webapp.models import AuditEvent, Client, ClientName, SearchKey
from webapp.services import client_edits, search
from webapp.services.clashes import EditClash
from webapp.services.receipts import Entry


def form(session, client, **changes):
    """Return the form as the page of this moment would send it, with changes."""
    session.rollback()
    values = client_edits.values_of(session, session.get(Client, client.id))
    session.rollback()
    sent = {f"base_{name}": text for name, text in values.items()}
    sent |= {name: text for name, text in values.items() if text}
    sent |= {"client_id": client.id, "op_id": new_id(), "base_revision": client.revision}
    return {**sent, **changes}


def test_facts_are_changed_and_the_rest_stays(client_as, people, session):
    sent = form(
        session,
        people.amina,
        name_used="Amina Yusuf-Ali",
        other_names="Mina\nAmina Warsame",
        birth_date="1991-03-02",
        languages=["so", "en"],
        needs_interpreter="y",
        safe_contact="Call only, after 18:00. No voicemail.",
        pronouns="she/her",
    )
    answer = client_as(people.dina).act("edit_client", **sent)
    assert answer.status_code == 303
    session.rollback()
    client = session.get(Client, people.amina.id)
    assert (client.name_used, client.name_folded) == ("Amina Yusuf-Ali", "amina yusuf ali")
    assert client.birth_date.isoformat() == "1991-03-02"
    assert client.languages == ["so", "en"]
    assert client.needs_interpreter
    assert client.safe_contact == "Call only, after 18:00. No voicemail."
    assert client.revision == 2
    assert client.sensitivity is Sensitivity.NORMAL
    names = session.scalars(select(ClientName.name).where(ClientName.client_id == client.id))
    assert sorted(names) == ["Amina Warsame", "Mina"]
    keys = set(session.scalars(select(SearchKey.key).where(SearchKey.client_id == client.id)))
    assert {"t:ali", "t:mina", "t:warsame"} <= keys
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "edit_client")).one()
    assert event.client_id == client.id
    assert "name_used" in event.details["fields"]
    assert "sensitivity" not in event.details["fields"]


def test_somebody_renamed_is_found_by_the_new_name_only(client_as, people, session):
    client_as(people.dina).act("edit_client", **form(session, people.amina, name_used="Zoe Quark"))
    session.rollback()
    actor = make.actor_of(people.dina)
    assert [one.client_id for one in search.find_clients(session, actor, "zoe")] == [
        people.amina.id
    ]
    assert search.find_clients(session, actor, "amina") == []


def test_nothing_changed_changes_nothing(client_as, people, session):
    client_as(people.dina).act("edit_client", **form(session, people.amina))
    session.rollback()
    assert session.get(Client, people.amina.id).revision == 1


def test_two_people_change_different_facts_and_both_are_kept(client_as, people, session):
    hers = form(session, people.amina, pronouns="she/her")
    his = form(session, people.amina, address="12 Oak Street")
    assert client_as(people.dina).act("edit_client", **hers).status_code == 303
    assert client_as(people.sam).act("edit_client", **his).status_code == 303
    session.rollback()
    client = session.get(Client, people.amina.id)
    assert (client.pronouns, client.address) == ("she/her", "12 Oak Street")


def test_two_people_change_the_same_fact_and_the_second_is_asked(client_as, people, session):
    hers = form(session, people.amina, address="12 Oak Street")
    his = form(session, people.amina, address="7 Elm Street", pronouns="she/they")
    client_as(people.dina).act("edit_client", **hers)
    answer = client_as(people.sam).act("edit_client", **his)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "12 Oak Street" in page
    assert "7 Elm Street" in page
    session.rollback()
    client = session.get(Client, people.amina.id)
    assert (client.address, client.pronouns) == ("12 Oak Street", None)
    events = session.scalars(select(AuditEvent.user_id).where(AuditEvent.action == "edit_client"))
    assert list(events) == [people.dina.id]


def test_saving_once_more_after_being_asked_keeps_what_was_chosen(client_as, people, session):
    hers = form(session, people.amina, address="12 Oak Street")
    his = form(session, people.amina, address="7 Elm Street")
    client_as(people.dina).act("edit_client", **hers)
    browser = client_as(people.sam)
    page = browser.act("edit_client", **his).get_data(as_text=True)
    assert 'name="base_address" type="hidden" value="12 Oak Street"' in page
    again = {**his, "op_id": new_id(), "base_address": "12 Oak Street"}
    assert browser.act("edit_client", **again).status_code == 303
    session.rollback()
    assert session.get(Client, people.amina.id).address == "7 Elm Street"


def test_safe_contact_is_never_overwritten_unseen(client_as, people, session):
    hers = form(session, people.amina, safe_contact="Call only.")
    his = form(session, people.amina, safe_contact="Text only.")
    client_as(people.dina).act("edit_client", **hers)
    assert client_as(people.sam).act("edit_client", **his).status_code == 409
    session.rollback()
    assert session.get(Client, people.amina.id).safe_contact == "Call only."


def test_an_entry_from_an_outbox_raises_the_clash_with_both_values(app, people, session):
    sent = form(session, people.amina, address="7 Elm Street")
    session.get(Client, people.amina.id).address = "12 Oak Street"
    session.commit()
    texts = {name: str(value) for name, value in sent.items() if name != "op_id"}
    with app.test_request_context(), pytest.raises(EditClash) as caught:
        actions.perform(
            session,
            "edit_client",
            texts,
            make.actor_of(people.dina),
            make.now(),
            entry=Entry(sent["op_id"], "outbox"),
            came_by="outbox",
        )
    assert [(one.field, one.yours, one.theirs) for one in caught.value.clashes] == [
        ("address", "7 Elm Street", "12 Oak Street")
    ]
    session.commit()
    assert session.get(Client, people.amina.id).address == "12 Oak Street"


def test_facts_that_were_not_sent_are_left_alone(client_as, people, session):
    session.get(Client, people.amina.id).address = "12 Oak Street"
    session.commit()
    sent = {"client_id": people.amina.id, "name_used": "Amina", "base_name_used": "Amina Yusuf"}
    assert client_as(people.dina).act("edit_client", **sent).status_code == 303
    session.rollback()
    client = session.get(Client, people.amina.id)
    assert (client.name_used, client.address) == ("Amina", "12 Oak Street")


def test_a_fact_can_be_emptied(client_as, people, session):
    session.get(Client, people.amina.id).address = "12 Oak Street"
    session.commit()
    client_as(people.dina).act("edit_client", **form(session, people.amina, address=""))
    session.rollback()
    assert session.get(Client, people.amina.id).address is None


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name_used", "", "Enter the name"),
        ("birth_date", "2999-01-01", "in the future"),
        ("birth_date", "31-31-31", "real date"),
        ("address", "x" * 1001, "too long"),
        ("sensitivity", "secret", "Choose one of"),
        ("revision", "7", "something we do not know"),
    ],
)
def test_what_cannot_be_used_is_named_and_kept_on_the_page(
    client_as, people, session, field, value, says
):
    sent = form(session, people.amina, **{"pronouns": "she/her", field: value})
    answer = client_as(people.sam).act("edit_client", **sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert says in page
    assert "she/her" in page
    session.rollback()
    assert session.get(Client, people.amina.id).pronouns is None


def test_a_fact_without_what_was_seen_is_refused(client_as, people, session):
    sent = {"client_id": people.amina.id, "address": "7 Elm Street"}
    sent |= {"name_used": "Amina Yusuf", "base_name_used": "Amina Yusuf"}
    assert client_as(people.dina).act("edit_client", **sent).status_code == 422


def test_not_yours_is_not_found(client_as, people, session):
    sent = form(session, people.amina, pronouns="x")
    for person in (people.otto, people.sol, people.ben, people.ada):
        assert client_as(person).act("edit_client", **sent).status_code == 404, person.name
    session.rollback()
    assert session.get(Client, people.amina.id).pronouns is None
    assert session.scalars(select(AuditEvent)).all() == []


def test_only_a_supervisor_changes_who_may_see_the_record(client_as, people, session):
    sent = form(session, people.amina, sensitivity="restricted")
    client_as(people.dina).act("edit_client", **sent)
    session.rollback()
    assert session.get(Client, people.amina.id).sensitivity is Sensitivity.NORMAL
    answer = client_as(people.sam).act("edit_client", **{**sent, "op_id": new_id()})
    # From now on it is for the people assigned, and Sam is none of them.
    assert answer.location.startswith("/clients?")
    session.rollback()
    assert session.get(Client, people.amina.id).sensitivity is Sensitivity.RESTRICTED
    assert client_as(people.sam).get(f"/clients/{people.amina.id}/edit").status_code == 404
    assert client_as(people.dina).get(f"/clients/{people.amina.id}/edit").status_code == 200
