"""A real server behind a proxy that can fail, a seeded caseload, and a phone that is a real browser."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from sqlalchemy import func, select

from tests import factories as make
from tests.browser.fault_proxy import FaultProxy
from tests.world import World
from webapp.config import Settings
from webapp.database import Database
from webapp.models import Client, Note, Receipt, Task
from webapp.services import passwords

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "harbor-street-demo"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: What nobody may find on a lost phone: names, words of notes, phones, steps.
SECRETS = ("Amina", "Yusuf", "Rosa Delgado", "marmalade", "lighthouse", "2025550147")
WAIT = 30_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def browser_path() -> str:
    """Return the Chromium to drive."""
    found = (
        os.environ.get("TEND_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    assert found, "no Chromium; make test-browser finds or fetches one"
    return found


@dataclass
class Server:
    """gunicorn as it runs for an agency, on a database of this test's own."""

    settings: Settings
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        env = {
            **os.environ,
            "DATABASE_URL": self.settings.database_url,
            "TEND_SECRET_KEY": self.settings.secret_key,
            "TEND_DATA_DIR": str(self.settings.data_dir),
            "TEND_EXTRA_LANGUAGES": "ar",
            "TEND_TESTING": "1",
        }
        log = (self.settings.data_dir / "server.log").open("ab")
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "webapp:create_app()",
            "-b",
            f"127.0.0.1:{self.port}",
        ]
        command += ["-k", "gthread", "-w", "1", "--threads", "8", "--keep-alive", "30"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
        )
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=1).read()
                return
            except OSError:
                assert self.process.poll() is None, self.log()
                time.sleep(0.1)
        raise AssertionError(self.log())

    def stop(self, how: int = signal.SIGTERM) -> None:
        """Stop, by default in an orderly way."""
        if self.process and self.process.poll() is None:
            # gunicorn's own worker dies with it only when told; the group is ours alone.
            if how == signal.SIGKILL:
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.send_signal(how)
            self.process.wait(20)
        self.process = None

    def log(self) -> str:
        """Return the end of what the server said."""
        return (self.settings.data_dir / "server.log").read_text(errors="replace")[-4000:]


@dataclass
class Tend:
    """The running system of one test: server, proxy in front of it, database, seeded people."""

    server: Server
    proxy: FaultProxy
    db: Database
    people: World
    task_id: UUID
    note_id: UUID
    url: str

    def off(self) -> None:
        """Take the server away, as a tunnel does: nothing answers."""
        self.proxy.set("refuse")

    def on(self) -> None:
        """Bring it back."""
        self.proxy.set("pass")

    def count(self, model: Any, **where: Any) -> int:
        """Return how many rows there are."""
        with self.db.reading() as session:
            query = select(func.count()).select_from(model).filter_by(**where)
            return session.scalar(query) or 0

    def notes(self, client_id: UUID) -> list[Note]:
        """Return a client's notes in the order they happened to arrive."""
        with self.db.reading() as session:
            query = (
                select(Note).where(Note.client_id == client_id).order_by(Note.recorded_at, Note.id)
            )
            return list(session.scalars(query))

    def written(self, text: str) -> list[Note]:
        """Return every note, of anybody, that contains this text."""
        with self.db.reading() as session:
            return [one for one in session.scalars(select(Note)) if text in str(one.sections)]

    def task(self, **where: Any) -> Task | None:
        with self.db.reading() as session:
            return session.scalars(select(Task).filter_by(**where)).first()

    def clients(self, name: str) -> list[Client]:
        with self.db.reading() as session:
            return list(session.scalars(select(Client).where(Client.name_used == name)))

    def receipts(self, action: str) -> int:
        """Return how many entries of an action the server remembers."""
        return self.count(Receipt, action=action)

    def until(self, true: Callable[[], Any], what: str, seconds: float = 60) -> None:
        """Wait until something is true of the rows."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if true():
                return
            time.sleep(0.1)
        raise AssertionError(f"never: {what}\n{self.server.log()}")


@pytest.fixture
def tend(settings: Settings, db: Database, people: World) -> Iterator[Tend]:
    """A seeded agency, served for real."""
    with db.writing() as session:
        for user in (people.dina, people.ben, people.otto, people.sam, people.sol, people.ada):
            session.merge(user).password_hash = passwords.hashed(PASSWORD)
        amina, dina = session.merge(people.amina), session.merge(people.dina)
        note = make.add_note(session, amina, dina, sections={"narrative": "She likes marmalade."})
        due = make.now().date() - timedelta(days=1)
        task = make.add_task(session, dina, "Ring the lighthouse office", amina, due_on=due)
        make.add_phone(session, amina, "2025550147", is_safe_to_call=True)
    server = Server(settings, free_port())
    server.start()
    proxy = FaultProxy(free_port(), server.port)
    proxy.start()
    made = Tend(server, proxy, db, people, task.id, note.id, f"http://127.0.0.1:{proxy.port}")
    yield made
    proxy.stop()
    server.stop()


@dataclass
class Phone:
    """A browser with a profile on disk, as a worker carries it."""

    playwright: Playwright
    profile: Path
    tend: Tend
    options: dict[str, Any] = field(default_factory=dict)
    context: BrowserContext | None = None
    problems: list[str] = field(default_factory=list)

    def open(self) -> Page:
        """Start the browser with this phone's profile."""
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=browser_path(),
            args=list(FLAGS),
            base_url=self.tend.url,
            viewport={"width": 360, "height": 640},
            locale="en-GB",
            **self.options,
        )
        self.context.set_default_timeout(WAIT)
        page = self.context.pages[0]
        page.on("pageerror", lambda error: self._failed(page.url, str(error)))
        page.on("console", self._heard)
        return page

    def _failed(self, url: str, error: str) -> None:
        # Leaving a page in the middle of a view transition is no fault.
        if "Transition was" not in error:
            self.problems.append(f"{url}: {error}")

    def _heard(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.problems.append(message.text)

    @property
    def page(self) -> Page:
        assert self.context
        return self.context.pages[0]

    def close(self) -> None:
        """Close the browser in an orderly way, so that it writes everything down."""
        if self.context:
            self.context.close()
            self.context = None

    def kill(self) -> None:
        """End the browser as a dead battery does."""
        for pid in self._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + 10
        while self._processes() and time.monotonic() < end:
            time.sleep(0.1)
        for lock in self.profile.glob("Singleton*"):
            lock.unlink()
        self.context = None

    def _processes(self) -> list[int]:
        """Return the browser's own processes: those with this profile, and their children."""
        # ps may cut long command lines short, and this one is long.
        rows = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
                rows.append((folder.name, parent, state, (folder / "cmdline").read_bytes()))
        named = f"user-data-dir={self.profile}".encode()
        mine = {row[0] for row in rows if named in row[3]}
        for _ in range(4):
            mine |= {row[0] for row in rows if row[1] in mine}
        return [int(row[0]) for row in rows if row[0] in mine and not row[2].startswith("Z")]

    def sign_in(self, email: str = "dina.okafor@example.org", password: str = PASSWORD) -> Page:
        """Sign in through the page and wait until the caseload is carried."""
        page = self.page
        page.goto("/login")
        page.fill("input[name=email]", email)
        page.fill("input[name=password]", password)
        page.click("main form button:not([type=button])")
        page.wait_for_url("**/today")
        self.wait_for_worker()
        self.wait_for_pack()
        return page

    def wait_for_worker(self) -> None:
        """Wait until the service worker answers for the page."""
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null")

    def wait_for_pack(self) -> None:
        """Wait until the pack is complete: every page of the manifest is in the store."""
        self.tend.until(lambda: self.page.evaluate(PACK_IS_FRESH), "the pack is complete", 45)

    def shows(self, text: str) -> None:
        """Wait until the page says this."""
        try:
            self.page.wait_for_function(
                "(text) => document.body?.innerText.includes(text)", arg=text
            )
        except PlaywrightError as error:
            said = self.page.inner_text("body")
            raise AssertionError(
                f"{self.page.url} never said {text!r}, but:\n{said}\n{self.problems}"
            ) from error

    def waiting(self) -> int:
        """Return how many entries the phone keeps."""
        return int(self.page.evaluate(COUNT_ENTRIES))

    def unlock(self, password: str = PASSWORD) -> None:
        """Open the vault on the unlock page."""
        self.page.wait_for_url("**/unlock**")
        self.page.fill("input[name=password]", password)
        self.page.click("form[data-unlock] button")
        self.page.wait_for_url(lambda url: "/unlock" not in url)

    def settled(self) -> None:
        """Wait until the page's script has done its first work and holds the keys."""
        self.page.locator("[data-sync-pill]:not([hidden])").wait_for()

    def stop_worker(self) -> None:
        """Kill the service worker, as a phone short of memory does."""
        assert self.context
        session = self.context.new_cdp_session(self.page)
        session.send("ServiceWorker.enable")
        session.send("ServiceWorker.stopAllWorkers")
        session.detach()


STORE = """
  const names = (await indexedDB.databases()).map((one) => one.name).filter((name) => /^tend-.{16}$/.test(name));
  const read = (name, store, key) => new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const db = opening.result;
      if (!db.objectStoreNames.contains(store)) { db.close(); resolve(undefined); return; }
      const asked = key === undefined ? db.transaction(store).objectStore(store).count() : db.transaction(store).objectStore(store).get(key);
      asked.onsuccess = () => { db.close(); resolve(asked.result); };
      asked.onerror = () => { db.close(); reject(asked.error); };
    };
  });
"""
PACK_IS_FRESH = f"""async () => {{{STORE}
  for (const name of names) if ((await read(name, 'facts', 'refreshed'))?.state === 'fresh') return true;
  return false;
}}"""
COUNT_ENTRIES = f"""async () => {{{STORE}
  let count = 0;
  for (const name of names) count += await read(name, 'entries');
  return count;
}}"""


@pytest.fixture(scope="session")
def playwright_engine() -> Iterator[Playwright]:
    with sync_playwright() as engine:
        yield engine


@pytest.fixture
def make_phone(
    playwright_engine: Playwright, tend: Tend, tmp_path: Path
) -> Iterator[Callable[..., Phone]]:
    """Return a function that gives another phone."""
    made: list[Phone] = []

    def make_one(**options: Any) -> Phone:
        phone = Phone(playwright_engine, tmp_path / f"profile-{len(made)}", tend, options)
        phone.open()
        made.append(phone)
        return phone

    yield make_one
    for phone in made:
        phone.close()


@pytest.fixture
def phone(make_phone: Callable[..., Phone]) -> Phone:
    """A phone, not signed in yet."""
    return make_phone()


@pytest.fixture
def carried(phone: Phone) -> Phone:
    """A phone on which Dina is signed in and which carries her caseload."""
    phone.sign_in()
    return phone
