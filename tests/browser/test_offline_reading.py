"""With the server gone, every page of the caseload still opens and can be searched."""

from tests.browser.conftest import STORE, Phone
from tests.browser.test_offline_saving import write_note

COUNT_PAGES = f"""async () => {{{STORE}
  let count = 0;
  for (const name of names) count += await read(name, 'pages');
  return count;
}}"""
#: As if the person had waited: the count of wrong tries stays.
FORGET_THE_PAUSE = """async () => {
  const names = (await indexedDB.databases()).map((one) => one.name).filter((name) => /^tend-.{16}$/.test(name));
  for (const name of names) await new Promise((resolve) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => {
      const store = opening.result.transaction('facts', 'readwrite').objectStore('facts');
      const asked = store.get('attempts');
      asked.onsuccess = () => {
        if (asked.result) store.put({ ...asked.result, until: 0 }, 'attempts');
        store.transaction.oncomplete = () => { opening.result.close(); resolve(); };
      };
    };
  });
}"""


def test_every_page_of_the_caseload_opens_without_the_server(carried: Phone) -> None:
    tend, page = carried.tend, carried.page
    tend.off()
    amina = tend.people.amina.id
    for path, text in (
        ("/today", "lighthouse"),
        ("/clients", "Amina Yusuf"),
        (f"/clients/{amina}", "marmalade"),
        (f"/note?client={amina}", "Amina"),
        ("/clients/new", "client"),
        ("/more", "phone"),
        ("/outbox", "reached the server"),
    ):
        page.goto(path)
        carried.shows(text)
    assert page.locator("html").get_attribute("data-js") is not None
    assert carried.problems == []


def test_the_caseload_is_searched_and_filtered_on_the_phone(carried: Phone) -> None:
    tend, page = carried.tend, carried.page
    tend.off()
    page.goto("/clients")
    carried.shows("Rosa Delgado")
    page.fill("#q", "amnia")
    carried.shows("1 person found") if page.locator("#say").is_visible() else page.wait_for_timeout(
        500
    )
    shown = page.locator("#list li:visible")
    assert shown.count() == 1 and "Amina Yusuf" in shown.inner_text()
    carried.shows("Searching this phone")
    assert "amnia" not in page.url
    page.fill("#q", "")
    page.goto("/clients?show=high")
    page.wait_for_function("() => document.querySelectorAll('#list li:not([hidden])').length === 1")
    assert "Amina Yusuf" in page.locator("#list li:visible").inner_text()


def test_a_lock_in_one_tab_locks_every_tab(carried: Phone) -> None:
    page = carried.page
    assert carried.context
    other = carried.context.new_page()
    other.goto(f"/clients/{carried.tend.people.amina.id}")
    other.locator("[data-sync-pill]:not([hidden])").wait_for()
    page.goto("/settings/phone")
    page.get_by_role("button", name="Lock now").click()
    page.wait_for_url("**/unlock**")
    other.wait_for_url("**/unlock**")
    assert "Amina" not in other.inner_text("body")
    page.goto("/clients")
    page.wait_for_url("**/unlock**")
    carried.unlock()
    carried.shows("Amina Yusuf")


def test_ten_wrong_passwords_remove_reading_but_not_what_waits(carried: Phone) -> None:
    tend, page = carried.tend, carried.page
    tend.proxy.set("portal-200", "/sync/ops")
    write_note(carried, "Still to be sent.")
    carried.settled()
    carried.close()
    page = carried.open()
    page.goto("/today")
    page.wait_for_url("**/unlock**")
    for _ in range(10):
        page.evaluate(FORGET_THE_PAUSE)
        page.fill("input[name=password]", "wrong on purpose")
        page.click("form[data-unlock] button")
        page.wait_for_function(
            "() => !document.querySelector('form[data-unlock] [aria-busy=true]')"
        )
    carried.shows("has been removed")
    assert carried.waiting() == 1
    assert page.evaluate(COUNT_PAGES) == 0
    page.goto("/clients")
    page.wait_for_url("**/unlock**")
    tend.on()
    page.click("a[href='/login']")
    page.wait_for_url("**/login**")
    carried.sign_in()
    tend.until(lambda: carried.waiting() == 0, "sent after signing in")
    assert len(tend.written("Still to be sent.")) == 1
