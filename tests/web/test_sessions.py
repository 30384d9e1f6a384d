"""Signed-in browsers: listed and revocable by their owner, ended at once when they must."""

from datetime import timedelta

import time_machine
from sqlalchemy import select

from tests import factories as make
from webapp.domain.ids import new_id
from webapp.models import AuditEvent, Device, User, UserSession
from webapp.services import passwords
from webapp.views.identity import COOKIE

PASSWORD = "green-kettle-april-tram"


def rows(session, person):
    session.rollback()
    query = select(UserSession).where(UserSession.user_id == person.id)
    return list(session.scalars(query.order_by(UserSession.created_at)))


def test_a_browser_is_listed_by_the_name_people_use(client_as, people, db):
    with db.writing() as session:
        session.get(User, people.dina.id).password_hash = passwords.hashed(PASSWORD)
    browser = client_as(None)
    browser.post(
        "/login",
        data={"email": "dina.okafor@example.org", "password": PASSWORD},
        headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/131.0 Mobile Safari/537"},
    )
    page = browser.get("/settings/sessions").text
    assert "Chrome on Android" in page
    assert "This one" in page


def test_only_ones_own_are_listed(client_as, people, session):
    client_as(people.ben)
    browser = client_as(people.dina)
    page = browser.get("/settings/sessions").text
    assert page.count('id="session-') == 1


def test_one_is_signed_out_and_the_others_stay(client_as, people, session):
    here, there = client_as(people.dina), client_as(people.dina)
    target = rows(session, people.dina)[1]
    answer = here.act("revoke_session", session_id=target.id)
    assert answer.location == "/settings/sessions?said=session_revoked"
    assert there.get("/more").status_code == 303
    assert here.get("/more").status_code == 200
    session.rollback()
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "revoke_session")).one()
    assert (event.user_id, event.subject_id) == (people.dina.id, target.id)


def test_somebody_elses_session_is_not_found(client_as, people, session):
    client_as(people.ben)
    target = rows(session, people.ben)[0]
    answer = client_as(people.dina).act("revoke_session", session_id=target.id)
    assert answer.status_code == 404
    assert rows(session, people.ben)[0].revoked_at is None


def test_revoking_this_one_is_signing_out(client_as, people, session):
    browser = client_as(people.dina)
    answer = browser.act("revoke_session", session_id=rows(session, people.dina)[0].id)
    assert answer.location == "/login?said=signed_out"
    assert browser.client.get_cookie(COOKIE) is None


def test_all_others_are_signed_out(client_as, people, session):
    here, *others = (client_as(people.dina) for _ in range(3))
    colleague = client_as(people.ben)
    assert here.act("sign_out_everywhere").status_code == 303
    assert [one.get("/more").status_code for one in others] == [303, 303]
    assert here.get("/more").status_code == 200
    assert colleague.get("/more").status_code == 200


def test_signing_out_ends_the_session_and_spares_what_the_phone_keeps(client_as, people, session):
    browser = client_as(people.dina)
    token = browser.client.get_cookie(COOKIE).value
    answer = browser.act("sign_out")
    assert answer.location == "/login?said=signed_out"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert browser.client.get_cookie(COOKIE) is None
    # The old cookie is worth nothing any more.
    browser.client.set_cookie(COOKIE, token)
    assert browser.get("/more").status_code == 303
    assert rows(session, people.dina)[0].revoked_at is not None


def test_signing_out_signed_out_leads_to_the_sign_in(client_as, people):
    assert client_as(None).act("sign_out").location.startswith("/login")


def test_a_session_unused_for_two_weeks_has_ended(client_as, people):
    browser = client_as(people.dina)
    with time_machine.travel(make.now() + timedelta(days=13)):
        assert browser.get("/more").status_code == 200
    with time_machine.travel(make.now() + timedelta(days=26)):
        assert browser.get("/more").status_code == 200
    with time_machine.travel(make.now() + timedelta(days=31)):
        assert browser.get("/more").status_code == 303


def test_a_change_after_a_while_marks_the_session_as_used(client_as, people, session):
    """The request is the database's one writer then and must not wait for a second one."""
    browser = client_as(people.dina)
    later = make.now() + timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        answer = browser.act("save_preferences", language="en", size="large", theme="dark")
    assert answer.status_code == 303
    assert rows(session, people.dina)[0].last_seen_at == later


def test_the_person_whose_account_is_closed_is_out_at_once(client_as, people, session):
    worker, admin = client_as(people.dina), client_as(people.ada)
    assert worker.get("/more").status_code == 200
    assert admin.act("deactivate_person", user_id=people.dina.id).status_code == 303
    assert worker.get("/more").status_code == 303
    assert rows(session, people.dina)[0].revoked_at is not None


# --- Phones ---------------------------------------------------------------------------------


def enrol(browser, device_id, label="Chrome on Android"):
    return browser.act("enrol_device", device_id=device_id, label=label)


def test_a_phone_is_one_persons_and_known_once(client_as, people, session):
    device_id = new_id()
    browser = client_as(people.dina)
    for label in ("Chrome on Android", "Chrome on Android"):
        assert enrol(browser, device_id, label).status_code == 303
    device = session.scalars(select(Device)).one()
    assert (device.user_id, device.label) == (people.dina.id, "Chrome on Android")
    assert rows(session, people.dina)[0].device_id == device_id
    assert enrol(client_as(people.ben), device_id).status_code == 403
    session.rollback()
    assert session.scalars(select(Device)).one().user_id == people.dina.id


def test_ones_phones_are_listed(client_as, people):
    browser = client_as(people.dina)
    enrol(browser, new_id(), "Firefox on Linux")
    enrol(client_as(people.ben), new_id(), "Safari on iPhone")
    page = browser.get("/settings/phone").text
    assert "Firefox on Linux" in page
    assert "Safari on iPhone" not in page
    assert "No sync yet" in page


def test_a_lost_phone_is_signed_out_and_stays_forgotten(client_as, people, session):
    lost, here, device_id = client_as(people.dina), client_as(people.dina), new_id()
    enrol(lost, device_id)
    answer = here.act("forget_device", device_id=device_id)
    assert answer.location == "/settings/phone?said=device_forgotten"
    assert lost.get("/more").status_code == 303
    assert here.get("/more").status_code == 200
    assert session.get(Device, device_id).revoked_at is not None
    assert enrol(here, device_id).status_code == 403


def test_somebody_elses_phone_is_not_found(client_as, people, session):
    device_id = new_id()
    enrol(client_as(people.ben), device_id)
    assert client_as(people.dina).act("forget_device", device_id=device_id).status_code == 404
    assert session.get(Device, device_id).revoked_at is None
