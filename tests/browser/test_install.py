"""Installing, updating and taking back: the manifest, the worker's life, the kill switch, a new version."""

import json
import urllib.request
from collections.abc import Callable

from tests.browser.conftest import Phone
from tests.browser.fault_proxy import Request
from tests.browser.test_offline_saving import write_note


def test_a_browser_finds_nothing_to_say_against_installing(carried: Phone) -> None:
    assert carried.context
    session = carried.context.new_cdp_session(carried.page)
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    told = session.send("Page.getAppManifest")
    assert told["errors"] == []
    manifest = json.loads(told["data"])
    assert manifest["start_url"] == "/today" and manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        reply = urllib.request.urlopen(carried.tend.url + icon["src"])
        assert reply.status == 200 and reply.headers["Content-Type"] == icon["type"]


def test_an_iphone_is_told_how_to_install(make_phone: Callable[..., Phone]) -> None:
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile/15E148 Safari/604.1"
    phone = make_phone(user_agent=agent)
    phone.sign_in()
    phone.page.goto("/more")
    phone.shows("Add to Home Screen")


def test_the_shell_opens_without_anything_else(phone: Phone) -> None:
    page = phone.page
    page.goto("/login")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    phone.tend.off()
    page.goto("/today")
    phone.shows("not on this phone")
    page.goto("/outbox")
    phone.shows("reached the server")
    assert page.evaluate("async () => (await caches.keys()).length") == 1


def changed_worker(find: bytes, replace: bytes) -> Callable[[Request, bytes], bytes]:
    """Return a rewrite of /sw.js on its way to the browser."""

    def rewrite(request: Request, reply: bytes) -> bytes:
        if not request.path.startswith("/sw.js"):
            return reply
        head, _, body = reply.partition(b"\r\n\r\n")
        assert find in body
        body = body.replace(find, replace, 1)
        lines = [
            line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length")
        ]
        lines.append(b"Content-Length: %d" % len(body))
        return b"\r\n".join(lines) + b"\r\n\r\n" + body

    return rewrite


UPDATE = "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"


def uncompressed(phone: Phone) -> None:
    """Ask for plain bytes, so that the proxy can change them on the way."""
    phone.tend.proxy.plain = True


def test_the_kill_switch_removes_the_worker_and_its_caches_but_no_work(carried: Phone) -> None:
    tend, page = carried.tend, carried.page
    tend.off()
    write_note(carried, "Outlives the worker.")
    tend.proxy.set("401", "/sync/ops")
    uncompressed(carried)
    tend.proxy.rewrite = changed_worker(b"self.__TEND_SHELL={", b'self.__TEND_SHELL={"kill":true,')
    page.evaluate(UPDATE)
    # The page loads itself again when its worker goes.
    page.wait_for_timeout(2_000)
    tend.until(
        lambda: page.evaluate("async () => (await caches.keys()).length") == 0, "caches are gone"
    )
    answer = page.goto("/outbox")
    assert answer and not answer.from_service_worker
    assert carried.waiting() == 1


def test_a_new_version_waits_to_be_asked_and_never_takes_a_half_written_form(
    carried: Phone,
) -> None:
    tend, page = carried.tend, carried.page
    page.goto(f"/note?client={tend.people.amina.id}")
    carried.settled()
    uncompressed(carried)
    tend.proxy.rewrite = changed_worker(b'"version":"', b'"version":"x')
    page.evaluate(UPDATE)
    button = page.locator("#update-ready button")
    button.wait_for()
    page.evaluate("() => { window.before = true; }")
    text = "fieldset:not([hidden]) > .field textarea >> nth=0"
    page.fill(text, "Half written")
    button.click()
    assert page.evaluate("() => window.before") is True
    assert page.input_value(text) == "Half written"
    page.fill(text, "")
    page.goto("/today")
    page.locator("#update-ready button").click()
    page.wait_for_function("async () => !(await navigator.serviceWorker.getRegistration()).waiting")
    carried.shows("lighthouse")


def test_the_same_version_in_another_language_steps_in_by_itself(carried: Phone) -> None:
    tend, page = carried.tend, carried.page
    page.goto("/today")
    carried.settled()
    page.evaluate("() => { window.before = true; }")
    uncompressed(carried)
    tend.proxy.rewrite = changed_worker(b'"lang"', b'"tongue"')
    page.evaluate(UPDATE)
    changed = "async () => (await (await fetch('/sw.js')).text()).includes('tongue') && !(await navigator.serviceWorker.getRegistration()).waiting && !(await navigator.serviceWorker.getRegistration()).installing"
    tend.until(lambda: page.evaluate(changed), "the other language is in use")
    assert page.evaluate("() => window.before") is True
    assert page.locator("#update-ready").count() == 0
