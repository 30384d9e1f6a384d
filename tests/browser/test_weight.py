"""What a person on a slow line has to wait for: every page, the first visit, the second, in compressed bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, Playwright

from tests import factories as make
from tests.browser import busy_day
from tests.browser.conftest import FLAGS, PASSWORD, Tend, browser_path
from webapp.services import sessions
from webapp.services.summary import touch
from webapp.views.identity import COOKIE

KILOBYTE = 1024
PAGE = 15 * KILOBYTE
FIRST_VISIT = 60 * KILOBYTE
REPEAT_VISIT = 15 * KILOBYTE
#: People on a very full caseload; the list shows fifty at a time.
MANY = 200


@dataclass
class Wire:
    """Counts what crosses the network, as it crosses it: headers and compressed bodies."""

    session: CDPSession
    bytes_of: dict[str, float] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.session.send("Network.enable")
        self.session.on(
            "Network.requestWillBeSent",
            lambda sent: self.urls.update({sent["requestId"]: sent["request"]["url"]}),
        )
        self.session.on("Network.loadingFinished", self._finished)

    def _finished(self, done: dict[str, Any]) -> None:
        self.bytes_of[done["requestId"]] = done["encodedDataLength"]

    def total(self) -> float:
        return sum(self.bytes_of.values())

    def told(self) -> dict[str, float]:
        """Return bytes by address, for the message of a failure."""
        return {self.urls.get(key, key): size for key, size in self.bytes_of.items()}

    def forget(self) -> None:
        self.bytes_of.clear()


@pytest.fixture(scope="module")
def chromium(playwright_engine: Playwright) -> Iterator[Browser]:
    browser = playwright_engine.chromium.launch(executable_path=browser_path(), args=list(FLAGS))
    yield browser
    browser.close()


@pytest.fixture
def full(tend: Tend) -> dict[str, Any]:
    """Dina's busy day, two hundred more people, and a long story for Amina."""
    with tend.db.writing() as session:
        rows = busy_day.fill(session, tend.people)
        for number in range(MANY):
            client = make.add_client(
                session, f"Marguerite Number{number} de Santos", safe_contact="Text first."
            )
            make.add_case(session, client, tend.people.reentry, tend.people.dina)
            touch(session, [client.id])
        for number in range(40):
            words = " ".join(f"{word}{number}" for word in busy_day.LONG.split())
            make.add_note(
                session,
                session.merge(tend.people.amina),
                tend.people.dina,
                sections={"narrative": words},
            )
    return rows


@pytest.fixture
def open_page(chromium: Browser, tend: Tend) -> Iterator[Callable[[bool], tuple[Page, Wire]]]:
    """Return a function that gives a page of Dina's, straight at the server, and the wire beneath it."""
    made = []
    address = f"http://127.0.0.1:{tend.server.port}"

    def opened(is_signed_in: bool) -> tuple[Page, Wire]:
        context = chromium.new_context(
            base_url=address, viewport={"width": 360, "height": 640}, service_workers="block"
        )
        made.append(context)
        if is_signed_in:
            with tend.db.writing() as session:
                _, token = sessions.open_session(
                    session, session.merge(tend.people.dina), "Test", make.now()
                )
            context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
        page = context.new_page()
        return page, Wire(context.new_cdp_session(page))

    yield opened
    for context in made:
        context.close()


PATHS = (
    "/today",
    "/clients",
    "/clients?show=all",
    "/clients/{amina}",
    "/note",
    "/note?client={amina}",
    "/notes/{signed}",
    "/clients/new",
    "/more",
    "/outbox",
)


def test_no_page_weighs_more_than_its_budget(
    open_page: Callable[[bool], tuple[Page, Wire]], full: dict[str, Any]
) -> None:
    page, wire = open_page(True)
    heavy, seen = [], {}
    for path in PATHS:
        wire.forget()
        answer = page.goto(path.format(**full))
        assert answer is not None
        assert answer.headers["content-encoding"] in {"br", "zstd"}, path
        page.wait_for_load_state("networkidle")
        seen[path] = size = next(size for url, size in wire.told().items() if url == answer.url)
        heavy += [f"{path}: {size:.0f}"] if size > PAGE else []
    print(seen)
    assert heavy == []


def test_the_first_visit_and_the_second(
    open_page: Callable[[bool], tuple[Page, Wire]], full: dict[str, Any], tend: Tend
) -> None:
    page, wire = open_page(False)
    page.goto("/login")
    page.wait_for_load_state("networkidle")
    assert wire.total() <= FIRST_VISIT, wire.told()
    assert all(url.startswith(page.url.removesuffix("/login")) for url in wire.told()), (
        "nothing comes from anywhere else"
    )
    page.fill("input[name=email]", tend.people.dina.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button:not([type=button])")
    page.wait_for_url("**/today*")
    page.wait_for_load_state("networkidle")
    wire.forget()
    page.goto("/clients")
    page.wait_for_load_state("networkidle")
    assert wire.total() <= REPEAT_VISIT, wire.told()
