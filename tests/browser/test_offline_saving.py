"""What is written without a server is kept, shown, and arrives exactly once when the server is back."""

from collections.abc import Callable

from tests.browser.conftest import PASSWORD, Phone
from webapp.models import Note, Task


def write_note(phone: Phone, text: str, client_id: object | None = None) -> None:
    """Write a note in the form and save it."""
    page = phone.page
    page.goto(f"/note?client={client_id or phone.tend.people.amina.id}")
    page.fill("fieldset:not([hidden]) > .field textarea >> nth=0", text)
    page.click("button[name=sign][value='1']")
    page.wait_for_url(lambda url: "/clients/" in url)


def delivered(phone: Phone) -> None:
    """Bring the server back and wait until the phone keeps nothing any more."""
    phone.tend.on()
    phone.page.goto("/outbox")
    phone.settled()
    # It sends by itself too, and then there is no button any more.
    phone.page.evaluate("() => document.querySelector('[data-send-now]').click()")
    phone.tend.until(lambda: phone.waiting() == 0, "everything has been sent")


def test_a_note_written_without_the_server_arrives_once(carried: Phone) -> None:
    tend, page, amina = carried.tend, carried.page, carried.tend.people.amina.id
    tend.off()
    write_note(carried, "She is safe at her aunt's.")
    page.wait_for_url(f"**/clients/{amina}**")
    carried.shows("Saved on this phone")
    carried.shows("She is safe at her aunt's.")
    assert carried.waiting() == 1
    twin = page.locator("[data-twin]").get_attribute("id")

    delivered(carried)
    [note] = tend.written("safe at her aunt's")
    assert twin == f"note-{note.id}"
    assert note.client_id == amina and note.author_id == tend.people.dina.id
    assert tend.receipts("record_note") == 1

    page.goto(f"/clients/{amina}")
    carried.shows("She is safe at her aunt's.")
    assert page.locator(f"#note-{note.id}").count() == 1
    assert page.locator("[data-twin]").count() == 0
    assert carried.problems == []


def test_online_a_note_goes_at_once_and_the_next_page_shows_it(carried: Phone) -> None:
    tend, page, amina = carried.tend, carried.page, carried.tend.people.amina.id
    write_note(carried, "Signed the lease today.")
    page.wait_for_url(f"**/clients/{amina}**")
    carried.shows("Signed the lease today.")
    assert len(tend.written("Signed the lease")) == 1
    assert carried.waiting() == 0


def test_a_step_is_ticked_and_another_added_without_the_server(carried: Phone) -> None:
    tend, page, amina = carried.tend, carried.page, carried.tend.people.amina.id
    tend.off()
    page.goto(f"/clients/{amina}")
    page.click(f"#task-{tend.task_id} button")
    page.locator(f"#task-{tend.task_id} .done").wait_for()
    page.click("#steps [data-opens=step-sheet]")
    page.fill("#step-title", "Bring the bus pass")
    page.click("#step-sheet form[action$=add_task] button:not([type=button])")
    carried.shows("Bring the bus pass")
    assert carried.waiting() == 2
    page.reload()
    carried.shows("Bring the bus pass")
    assert page.locator(f"#task-{tend.task_id} .done").count() == 1

    delivered(carried)
    ticked = tend.task(id=tend.task_id)
    assert ticked and ticked.done_at
    assert tend.count(Task, title="Bring the bus pass", client_id=amina) == 1


def test_somebody_new_is_added_without_the_server_and_written_about_at_once(carried: Phone) -> None:
    tend, page = carried.tend, carried.page
    tend.off()
    page.goto("/clients/new")
    page.fill("[name=name_used]", "Zora Quince")
    page.locator("[name=program_id]").first.check()
    page.click("form[action$=add_client] button.main:not([type=button])")
    page.wait_for_url("**/clients/*-*")
    carried.shows("Zora Quince")
    client_id = page.url.split("/clients/")[1][:36]
    page.goto("/clients")
    carried.shows("Zora Quince")
    page.goto(f"/clients/{client_id}")
    page.click("[data-note-link]")
    page.fill("fieldset:not([hidden]) > .field textarea >> nth=0", "Met her under the bridge.")
    page.click("button[name=sign][value='1']")
    page.wait_for_url(f"**/clients/{client_id}**")
    carried.shows("Met her under the bridge.")
    assert carried.waiting() == 2

    delivered(carried)
    [client] = tend.clients("Zora Quince")
    assert str(client.id) == client_id
    [note] = tend.notes(client.id)
    assert "under the bridge" in str(note.sections)


def test_drafts_survive_and_are_offered_for_their_client_only(carried: Phone) -> None:
    tend, page = carried.tend, carried.page
    page.goto(f"/note?client={tend.people.amina.id}")
    page.fill("fieldset:not([hidden]) > .field textarea >> nth=0", "Half a thought about keys")
    carried.shows("Draft kept on this phone")
    page.goto("/today")
    carried.shows("Draft for Amina Yusuf")
    page.goto(f"/note?client={tend.people.rosa.id}")
    assert page.locator("#draft-offer").count() == 0
    page.goto(f"/note?client={tend.people.amina.id}")
    page.click("#draft-offer .main")
    assert (
        page.input_value("fieldset:not([hidden]) > .field textarea >> nth=0")
        == "Half a thought about keys"
    )
    page.click("button[name=sign][value='1']")
    page.wait_for_url("**/clients/**")
    page.goto("/today")
    page.wait_for_timeout(300)
    assert "Draft for" not in page.inner_text("body")
    assert len(tend.written("Half a thought")) == 1


def test_a_form_the_server_refuses_is_put_right_in_place(carried: Phone) -> None:
    tend, page = carried.tend, carried.page
    page.goto(f"/note?client={tend.people.amina.id}")
    page.click("button[name=sign][value='1']")
    carried.shows("Write what happened")
    assert carried.waiting() == 0
    page.fill("fieldset:not([hidden]) > .field textarea >> nth=0", "Now with words.")
    page.fill("[name=next_step_on]", "2031-01-01")
    page.click("button[name=sign][value='1']")
    carried.shows("Say what the next step is")
    assert carried.waiting() == 1
    page.fill("[name=next_step]", "Call the school")
    page.click("button[name=sign][value='1']")
    page.wait_for_url("**/clients/**")
    assert carried.waiting() == 0
    assert len(tend.written("Now with words.")) == 1


def test_locked_after_the_browser_ended_and_opened_with_the_password_alone(carried: Phone) -> None:
    tend = carried.tend
    tend.off()
    write_note(carried, "Kept through the night.")
    carried.shows("Kept through the night.")
    carried.close()
    page = carried.open()
    page.goto("/today")
    page.wait_for_url("**/unlock**")
    page.fill("input[name=password]", "not the password at all")
    page.click("form[data-unlock] button")
    carried.shows("not the password this phone knows")
    carried.unlock(PASSWORD)
    page.goto("/outbox")
    carried.shows("Amina Yusuf")
    page.click("[data-outbox-list] summary")
    carried.shows("Kept through the night.")
    delivered(carried)
    assert len(tend.written("Kept through the night.")) == 1


def test_the_keys_outlive_the_worker(carried: Phone) -> None:
    tend, page = carried.tend, carried.page
    page.goto(f"/clients/{tend.people.amina.id}")
    carried.settled()
    tend.off()
    for path, text in (
        ("/today", "lighthouse"),
        ("/clients", "Amina Yusuf"),
        ("/today", "lighthouse"),
    ):
        carried.stop_worker()
        page.goto(path)
        carried.shows(text)
        carried.settled()
    assert tend.count(Note) == 1


def test_without_a_vault_a_form_is_an_ordinary_form_and_honest_when_it_fails(
    make_phone: Callable[..., Phone],
) -> None:
    phone = make_phone(service_workers="block")
    tend, page = phone.tend, phone.page
    page.goto("/login")
    page.evaluate("() => indexedDB.open = () => { throw new Error('no store here'); }")
    page.fill("input[name=email]", "dina.okafor@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button:not([type=button])")
    page.wait_for_url("**/today")
    page.goto(f"/note?client={tend.people.amina.id}")
    text = "fieldset:not([hidden]) > .field textarea >> nth=0"
    page.fill(text, "On a borrowed computer.")
    tend.off()
    page.click("button[name=sign][value='1']")
    phone.shows("Not saved. There is no connection")
    assert page.input_value(text) == "On a borrowed computer."
    tend.on()
    page.click("button[name=sign][value='1']")
    page.wait_for_url("**/clients/**")
    assert len(tend.written("On a borrowed computer.")) == 1


def test_one_bad_entry_waits_aside_with_its_reason_and_is_put_right(carried: Phone) -> None:
    tend, page, amina = carried.tend, carried.page, carried.tend.people.amina.id
    tend.off()
    page.goto(f"/note?client={amina}")
    page.fill("[name=next_step_on]", "2031-01-01")
    page.fill("fieldset:not([hidden]) > .field textarea >> nth=0", "A date without its step.")
    page.click("button[name=sign][value='1']")
    page.wait_for_url("**/clients/**")
    write_note(carried, "The good one behind it.")
    tend.on()
    page.goto("/outbox")
    carried.settled()
    page.evaluate("() => document.querySelector('[data-send-now]').click()")
    tend.until(lambda: tend.written("The good one behind it."), "the good one went through")
    carried.shows("Say what the next step is")
    carried.shows("1 needs you")
    carried.shows("Amina Yusuf")
    assert tend.written("A date without its step.") == []
    page.click("[data-act=edit]")
    page.wait_for_url("**/note?**")
    page.fill("[name=next_step]", "Call the school")
    page.click("button[name=sign][value='1']")
    page.wait_for_url("**/clients/**")
    assert carried.waiting() == 0
    assert len(tend.written("A date without its step.")) == 1


def test_deleting_from_the_outbox_is_confirmed_by_name(carried: Phone) -> None:
    tend, page = carried.tend, carried.page
    tend.off()
    write_note(carried, "Not to be sent after all.")
    page.goto("/outbox")
    page.click("[data-outbox-list] summary")
    page.click("[data-act=delete]")
    carried.shows("Note, Amina Yusuf")
    assert carried.waiting() == 1
    page.click("[data-act=delete-for-good]")
    carried.shows("Everything has been sent.")
    assert carried.waiting() == 0
