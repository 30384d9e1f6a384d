"""Ways to reach a client: what is safe comes first and is never half overwritten."""

import pytest
from sqlalchemy import select

from tests import factories as make
from webapp.domain.contacts import PhoneKind
from webapp.domain.ids import new_id
from webapp.models import AuditEvent, Client, ContactPoint, SearchKey
from webapp.services import contact_points


@pytest.fixture
def phone(people, session):
    row = make.add_phone(session, people.amina, "+1 503 555 0142", is_safe_to_call=True)
    session.commit()
    return row


def new(people, **more):
    return {
        "client_id": people.amina.id,
        "contact_id": new_id(),
        "op_id": new_id(),
        "kind": "phone",
        "value": "503 555 0199",
        **more,
    }


def changed(session, point, **changes):
    session.rollback()
    values = contact_points.values_of(session.get(ContactPoint, point.id))
    session.rollback()
    sent = {f"base_{name}": text for name, text in values.items()}
    sent |= {name: text for name, text in values.items() if text}
    return {**sent, "contact_id": point.id, "op_id": new_id(), **changes}


def test_a_phone_is_added_with_what_is_safe_there(client_as, people, session):
    sent = new(people, label="Aunt Rosa", safe_to_call="no", safe_to_text="yes", is_preferred="y")
    assert client_as(people.dina).act("add_contact_point", **sent).status_code == 303
    point = session.get(ContactPoint, sent["contact_id"])
    assert (point.client_id, point.label, point.kind) == (
        people.amina.id,
        "Aunt Rosa",
        PhoneKind.PHONE,
    )
    assert (point.is_safe_to_call, point.is_safe_to_text, point.is_safe_for_voicemail) == (
        False,
        True,
        None,
    )
    assert session.get(Client, people.amina.id).revision == 2
    keys = session.scalars(select(SearchKey.key).where(SearchKey.client_id == people.amina.id))
    assert "e:0199" in set(keys)
    event = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "add_contact_point")
    ).one()
    assert (event.client_id, event.subject_id) == (people.amina.id, point.id)


def test_one_way_is_tried_first(client_as, people, session, phone):
    session.get(ContactPoint, phone.id).is_preferred = True
    session.commit()
    client_as(people.dina).act("add_contact_point", **new(people, is_preferred="y"))
    session.rollback()
    assert not session.get(ContactPoint, phone.id).is_preferred


@pytest.mark.parametrize(
    ("kind", "value"),
    [("phone", "123"), ("phone", "ask her"), ("email", "amina at example"), ("phone", "")],
)
def test_what_cannot_be_reached_is_refused_and_stays_on_the_page(
    client_as, people, session, kind, value
):
    sent = new(people, kind=kind, value=value, label="The neighbour")
    answer = client_as(people.dina).act("add_contact_point", **sent)
    assert answer.status_code == 422
    assert "The neighbour" in answer.get_data(as_text=True)
    assert session.get(ContactPoint, sent["contact_id"]) is None


def test_other_ways_need_no_number(client_as, people, session):
    sent = new(people, kind="other", value="At the library, mornings")
    assert client_as(people.dina).act("add_contact_point", **sent).status_code == 303


def test_a_used_id_is_refused(client_as, people, session, phone):
    sent = new(people, contact_id=phone.id)
    assert client_as(people.dina).act("add_contact_point", **sent).status_code == 422
    session.rollback()
    assert session.get(ContactPoint, phone.id).value == "+1 503 555 0142"


def test_a_phone_is_changed(client_as, people, session, phone):
    sent = changed(session, phone, value="503 555 0111", safe_for_voicemail="no")
    assert client_as(people.dina).act("edit_contact_point", **sent).status_code == 303
    session.rollback()
    point = session.get(ContactPoint, phone.id)
    assert (point.value, point.is_safe_to_call, point.is_safe_for_voicemail) == (
        "503 555 0111",
        True,
        False,
    )
    keys = set(session.scalars(select(SearchKey.key).where(SearchKey.client_id == point.client_id)))
    assert "e:0111" in keys
    assert "e:0142" not in keys


def test_what_is_safe_is_asked_about_when_it_changed_meanwhile(client_as, people, session, phone):
    """Dina says no voicemail; Sam, who saw the old page, says texts are fine: he is asked."""
    hers = changed(session, phone, safe_to_call="no")
    his = changed(session, phone, safe_to_text="yes")
    client_as(people.dina).act("edit_contact_point", **hers)
    answer = client_as(people.sam).act("edit_contact_point", **his)
    assert answer.status_code == 409
    session.rollback()
    point = session.get(ContactPoint, phone.id)
    assert (point.is_safe_to_call, point.is_safe_to_text) == (False, None)


def test_an_edit_without_what_was_seen_is_refused(client_as, people, session, phone):
    sent = {"contact_id": phone.id, "kind": "phone", "value": "503 555 0111"}
    assert client_as(people.dina).act("edit_contact_point", **sent).status_code == 422


def test_a_removed_phone_is_gone_from_pages_and_search_but_kept(client_as, people, session, phone):
    browser = client_as(people.dina)
    for _ in range(2):
        assert browser.act("remove_contact_point", contact_id=phone.id).status_code == 303
    session.rollback()
    assert session.get(ContactPoint, phone.id).removed_at is not None
    assert "0142" not in browser.get(f"/clients/{people.amina.id}/contact").get_data(as_text=True)
    keys = session.scalars(select(SearchKey.key).where(SearchKey.client_id == people.amina.id))
    assert "e:0142" not in set(keys)


def test_not_yours_is_not_found(client_as, people, session, phone):
    for person in (people.otto, people.sol, people.ben, people.ada):
        browser = client_as(person)
        assert browser.act("add_contact_point", **new(people)).status_code == 404
        assert browser.act("remove_contact_point", contact_id=phone.id).status_code == 404
        sent = changed(session, phone, value="503 555 0111")
        assert browser.act("edit_contact_point", **sent).status_code == 404
    session.rollback()
    assert session.get(ContactPoint, phone.id).removed_at is None


def test_alerts_and_what_is_safe_stand_before_any_number(client_as, people, session, phone):
    client_as(people.dina).act(
        "add_alert",
        client_id=people.amina.id,
        alert_id=new_id(),
        kind="danger_to_client",
        text="Brother reads her phone.",
    )
    session.get(ContactPoint, phone.id).is_safe_for_voicemail = False
    session.commit()
    page = client_as(people.dina).get(f"/clients/{people.amina.id}/contact").get_data(as_text=True)
    main = page[page.index("<main") :]
    assert (
        main.index("Brother reads her phone.")
        < main.index("No voicemail.")
        < main.index('class="tel"')
    )
