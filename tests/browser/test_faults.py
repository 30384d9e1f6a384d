"""Whatever goes wrong on the way, each note arrives once and none is lost; rows and receipts are asked, not the page."""

import signal
from collections.abc import Callable

import pytest

from tests.browser.conftest import Phone
from tests.browser.fault_proxy import Request
from tests.browser.test_offline_reading import COUNT_PAGES
from tests.browser.test_offline_saving import delivered, write_note
from webapp.models import Receipt

FAULTS = (
    "reset-before-forward",
    "forward-then-reset",
    "truncate-body",
    "portal-200",
    "portal-302",
    "500-once",
    "401",
    "slow-3g",
)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_note_saved_while_the_way_to_the_server_is_broken(carried: Phone, fault: str) -> None:
    tend = carried.tend
    tend.proxy.set(fault, "/sync/ops", times=2 if "reset" in fault or "truncate" in fault else None)
    write_note(carried, f"Written during {fault}.")
    carried.page.wait_for_url("**/clients/**")
    carried.settled()
    if fault in {"portal-200", "portal-302", "401"}:
        assert tend.written(f"Written during {fault}.") == []
        assert carried.waiting() == 1
    delivered(carried)
    assert len(tend.written(f"Written during {fault}.")) == 1
    assert tend.receipts("record_note") == 1
    assert len(tend.proxy.requests("/sync/ops")) > (1 if fault != "slow-3g" else 0)


def test_a_reply_lost_after_the_commit_doubles_nothing(carried: Phone) -> None:
    tend = carried.tend
    tend.off()
    for number in range(5):
        write_note(carried, f"Note number {number} of five.")
        carried.settled()
    assert carried.waiting() == 5
    tend.proxy.set("forward-then-reset", "/sync/ops", times=3)
    carried.page.goto("/outbox")
    carried.settled()
    carried.page.evaluate("() => document.querySelector('[data-send-now]').click()")
    tend.until(lambda: tend.receipts("record_note") == 5, "the server has all five")
    delivered(carried)
    found = tend.notes(tend.people.amina.id)
    numbers = [str(note.sections)[:200] for note in found if "of five" in str(note.sections)]
    assert [f"number {n} of five" in text for n, text in enumerate(numbers)] == [True] * 5


def test_a_stalled_server_does_not_keep_the_worker_waiting(carried: Phone) -> None:
    tend = carried.tend
    tend.proxy.set("stall", "/sync/ops", times=1)
    write_note(carried, "While it hung.")
    carried.page.wait_for_url("**/clients/**", timeout=9_000)
    delivered(carried)
    assert len(tend.written("While it hung.")) == 1


def test_a_browser_killed_right_after_saving_delivers_when_it_is_opened_again(
    carried: Phone,
) -> None:
    tend = carried.tend
    tend.off()
    write_note(carried, "Before the battery died.")
    carried.page.wait_for_url("**/clients/**")
    carried.kill()
    tend.on()
    page = carried.open()
    page.goto("/outbox")
    assert carried.waiting() == 1
    page.goto("/today")
    carried.unlock()
    # Browsers write cookies down only now and then: the session may have died with the battery.
    assert carried.context
    carried.context.clear_cookies()
    carried.sign_in()
    delivered(carried)
    assert len(tend.written("Before the battery died.")) == 1
    assert tend.receipts("record_note") == 1


def test_a_server_killed_in_the_middle_loses_and_doubles_nothing(carried: Phone) -> None:
    tend = carried.tend
    tend.off()
    for number in range(3):
        write_note(carried, f"Before the crash {number}.")
        carried.settled()
    tend.server.stop(signal.SIGKILL)
    tend.on()
    carried.page.goto("/outbox")
    carried.settled()
    carried.page.click("[data-send-now]")
    tend.until(lambda: tend.proxy.requests("/sync/ops"), "it was tried")
    assert carried.waiting() == 3
    tend.server.start()
    delivered(carried)
    assert [len(tend.written(f"Before the crash {n}.")) for n in range(3)] == [1, 1, 1]


def test_two_tabs_sending_at_once_send_each_entry_once(carried: Phone) -> None:
    tend = carried.tend
    tend.off()
    for number in range(4):
        write_note(carried, f"From two tabs {number}.")
        carried.settled()
    assert carried.context
    other = carried.context.new_page()
    other.goto("/outbox")
    carried.page.goto("/outbox")
    carried.settled()
    tend.proxy.set("slow-3g", "/sync/ops")
    both = "() => document.querySelector('[data-send-now]').click()"
    other.evaluate(both)
    carried.page.evaluate(both)
    tend.until(lambda: carried.waiting() == 0, "all sent")
    assert [len(tend.written(f"From two tabs {n}.")) for n in range(4)] == [1, 1, 1, 1]
    assert tend.count(Receipt, action="record_note") == 4


def test_the_worker_killed_while_notes_wait(carried: Phone) -> None:
    tend = carried.tend
    tend.off()
    write_note(carried, "The worker died after this.")
    carried.settled()
    carried.stop_worker()
    delivered(carried)
    assert len(tend.written("The worker died after this.")) == 1


def test_a_session_that_ended_keeps_the_note_until_the_same_person_signs_in(carried: Phone) -> None:
    tend, page = carried.tend, carried.page
    assert carried.context
    carried.context.clear_cookies()
    page.goto("/outbox")
    page.evaluate("() => fetch('/clients')")
    tend.off()
    write_note(carried, "After the session ended.")
    page.wait_for_url("**/clients/**")
    tend.on()
    page.goto("/outbox")
    page.click("[data-send-now]")
    carried.shows("Sign in to send")
    assert carried.waiting() == 1
    carried.sign_in()
    tend.until(lambda: carried.waiting() == 0, "sent after signing in")
    [note] = tend.written("After the session ended.")
    assert note.author_id == tend.people.dina.id


def test_nobodys_work_is_sent_as_somebody_else(carried: Phone) -> None:
    tend = carried.tend
    tend.off()
    write_note(carried, "Dina wrote this.")
    carried.page.wait_for_url("**/clients/**")
    tend.on()
    tend.proxy.set("portal-200", "/sync/ops")
    assert carried.context
    carried.context.clear_cookies()
    carried.sign_in("otto.lind@example.org")
    tend.proxy.set("pass")
    carried.page.goto("/outbox")
    carried.shows("reached the server")
    carried.page.wait_for_timeout(500)
    assert tend.written("Dina wrote this.") == []
    assert carried.waiting() == 1
    assert "Dina wrote this." not in carried.page.inner_text("body")
    carried.context.clear_cookies()
    carried.sign_in()
    tend.until(lambda: carried.waiting() == 0, "sent as Dina")
    [note] = tend.written("Dina wrote this.")
    assert note.author_id == tend.people.dina.id


@pytest.mark.parametrize("fault", ["portal-200", "portal-302", "stall", "refuse", "500-once"])
def test_pages_open_from_the_phone_when_the_network_lies(carried: Phone, fault: str) -> None:
    tend, page = carried.tend, carried.page
    carried.settled()
    tend.proxy.set(fault, "/", times=10_000)
    page.goto(f"/clients/{tend.people.amina.id}")
    carried.shows("marmalade")
    assert page.locator("html[data-saved-at]").count() == 1


def test_a_client_who_moved_away_is_removed_from_the_phone(
    carried: Phone, make_phone: Callable[..., Phone]
) -> None:
    tend, page = carried.tend, carried.page
    amina = tend.people.amina.id
    with tend.db.writing() as session:
        from webapp.models import Assignment

        for row in session.query(Assignment).filter_by(client_id=amina):
            row.ended_at = row.started_at
    assert page.goto(f"/clients/{amina}").status == 404  # type: ignore[union-attr]
    page.goto("/settings/phone")
    page.get_by_role("button", name="Get ready for offline").click()
    page.wait_for_timeout(2_000)
    tend.off()
    page.goto(f"/clients/{amina}")
    carried.shows("not on this phone")


def test_a_full_phone_gives_up_pages_before_a_note_and_never_says_saved_when_it_is_not(
    carried: Phone,
) -> None:
    tend, page = carried.tend, carried.page
    page.goto(f"/note?client={tend.people.amina.id}")
    carried.settled()
    # Chromium remembers for half a minute how much room there was, so its quota switch comes too late here.
    page.evaluate("""() => {
      window.put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
    }""")
    tend.off()
    text = "fieldset:not([hidden]) > .field textarea >> nth=0"
    page.fill(text, "No room for this.")
    page.click("button[name=sign][value='1']")
    carried.shows("Not saved. This phone is full.")
    assert page.input_value(text) == "No room for this."
    assert carried.waiting() == 0
    assert page.evaluate(COUNT_PAGES) == 0
    page.evaluate("() => { IDBObjectStore.prototype.put = window.put; }")
    page.click("button[name=sign][value='1']")
    page.wait_for_url("**/clients/**")
    assert carried.waiting() == 1
    delivered(carried)
    assert len(tend.written("No room for this.")) == 1


def test_a_page_seen_on_the_way_is_kept_for_its_own_person_only(carried: Phone) -> None:
    """The newest look at a client is what the phone shows later; another person's page never is."""
    tend, page, amina = carried.tend, carried.page, carried.tend.people.amina.id

    def shown_to(user: str) -> Callable[[Request, bytes], bytes]:
        def rewrite(request: Request, reply: bytes) -> bytes:
            if not request.path.startswith("/clients/"):
                return reply
            mine = f'data-user="{tend.people.dina.id}"'.encode()
            assert mine in reply
            other = f'data-user="{user}"'.encode()
            return reply.replace(mine, other).replace(b"marmalade", b"quince-jam")

        return rewrite

    tend.proxy.plain = True
    for user, kept in (
        (str(tend.people.otto.id), "marmalade"),
        (str(tend.people.dina.id), "quince-jam"),
    ):
        tend.proxy.rewrite = shown_to(user)
        page.goto("/today")
        page.evaluate(
            "(path) => fetch(path, {headers: {'HX-Request': 'true', 'HX-Request-Type': 'full'}}).then((r) => r.text())",
            f"/clients/{amina}",
        )
        page.wait_for_timeout(500)
        tend.off()
        page.goto(f"/clients/{amina}")
        carried.shows(kept)
        tend.on()
        tend.proxy.rewrite = None
