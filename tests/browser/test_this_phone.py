"""Signing out, changing the password, forgetting the phone: none of them loses work or leaves anything to read."""

from tests.browser.conftest import PASSWORD, STORE, Phone
from tests.browser.test_offline_reading import COUNT_PAGES
from tests.browser.test_offline_saving import delivered, write_note
from webapp.models import Client, Device

assert STORE


def test_signing_out_with_work_waiting_says_so_and_leaves_a_way(carried: Phone) -> None:
    tend, page = carried.tend, carried.page
    tend.proxy.set("portal-200", "/sync/ops")
    write_note(carried, "Waits through the sign-out.")
    page.goto("/more")
    carried.settled()
    page.click("form[action$=sign_out] button")
    carried.shows("1 item has not been sent")
    assert page.evaluate(COUNT_PAGES) > 0
    page.click("form[action$=sign_out] button")
    page.wait_for_url("**/login**")
    assert page.evaluate(COUNT_PAGES) == 0
    assert carried.waiting() == 1
    tend.off()
    page.goto("/clients")
    carried.shows("not on this phone")
    tend.on()
    carried.sign_in()
    tend.until(lambda: carried.waiting() == 0, "sent after signing in again")
    assert len(tend.written("Waits through the sign-out.")) == 1


def test_a_password_changed_on_this_phone_opens_the_same_vault(carried: Phone) -> None:
    tend, page = carried.tend, carried.page
    page.goto(f"/note?client={tend.people.amina.id}")
    page.fill("fieldset:not([hidden]) > .field textarea >> nth=0", "A draft from before")
    carried.shows("Draft kept on this phone")
    page.goto("/settings/password")
    page.fill("[name=current_password]", PASSWORD)
    page.fill("[name=new_password]", "four-quite-random-words")
    page.click("form[data-change-password] button:not([type=button])")
    page.wait_for_url(lambda url: "/settings/password" not in url)
    tend.off()
    carried.close()
    page = carried.open()
    page.goto("/today")
    carried.unlock("four-quite-random-words")
    carried.shows("Draft for Amina Yusuf")


def test_a_password_changed_elsewhere_takes_a_new_key_and_old_work_still_goes(
    carried: Phone,
) -> None:
    from webapp.models import User
    from webapp.services import passwords

    tend = carried.tend
    tend.off()
    write_note(carried, "Written under the old password.")
    with tend.db.writing() as session:
        user = session.get(User, tend.people.dina.id)
        assert user
        user.password_hash = passwords.hashed("something-else-entirely")
    assert carried.context
    carried.context.clear_cookies()
    tend.on()
    carried.sign_in(password="something-else-entirely")
    tend.until(lambda: carried.waiting() == 0, "sent")
    assert len(tend.written("Written under the old password.")) == 1


def test_a_forgotten_phone_that_is_set_up_again_delivers_what_waited(carried: Phone) -> None:
    tend, page = carried.tend, carried.page
    tend.off()
    write_note(carried, "Written before it was forgotten.")
    with tend.db.writing() as session:
        from tests import factories as make

        for device in session.query(Device):
            device.revoked_at = make.now()
    assert carried.context
    carried.context.clear_cookies()
    tend.on()
    carried.sign_in()
    tend.until(lambda: carried.waiting() == 0, "sent under the new name")
    assert len(tend.written("Written before it was forgotten.")) == 1
    assert tend.count(Device) == 2
    assert page.url


def test_two_people_changed_the_same_fact_and_the_phone_asks(carried: Phone) -> None:
    tend, page, amina = carried.tend, carried.page, carried.tend.people.amina.id
    page.goto(f"/clients/{amina}/edit")
    carried.settled()
    with tend.db.writing() as session:
        client = session.get(Client, amina)
        assert client
        client.pronouns = "they"
        client.revision += 1
    page.fill("[name=pronouns]", "she")
    page.click("form[action$=edit_client] .savebar button")
    page.wait_for_url(lambda url: "/edit" not in url)
    page.goto("/outbox")
    carried.shows("Theirs")
    carried.shows("they")
    page.click("[data-act=mine]")
    tend.until(lambda: carried.waiting() == 0, "the choice was sent")
    with tend.db.reading() as session:
        client = session.get(Client, amina)
        assert client and client.pronouns == "she"
    assert delivered
