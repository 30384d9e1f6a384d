"""Every page, as a person with other eyes or hands meets it: axe finds nothing, targets are large, nothing runs off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests import factories as make
from tests.browser import busy_day
from tests.browser.conftest import FLAGS, Phone, Tend, browser_path
from webapp import create_app
from webapp.domain.people import Role
from webapp.models import User
from webapp.services import invitations, passwords, sessions
from webapp.views.identity import COOKIE

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN_AXE = """async (tags) => {
  const found = await axe.run(document, {runOnly: tags});
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}"""
#: A link inside a sentence is exempt, as WCAG 2.5.8 says; a label counts as the target of its control.
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
  .filter((one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !one.matches('.skip'))
  .filter((one) => !(one.matches('a') && getComputedStyle(one).display === 'inline' && one.parentElement.textContent.trim() !== one.textContent.trim()))
  .map((one) => one.closest('label') ?? one)
  .map((one) => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
  .filter(([, box]) => Math.round(box.width) < 44 || Math.round(box.height) < 44)
  .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

WORKER = (
    "/today",
    "/clients",
    "/clients?show=high",
    "/clients?q=yusuf",
    "/clients/{amina}",
    "/clients/{amina}?only=changes",
    "/clients/new",
    "/clients/{amina}/edit",
    "/clients/{amina}/contact",
    "/clients/{amina}/alerts",
    "/clients/{amina}/risk",
    "/clients/{amina}/status",
    "/clients/{amina}/people",
    "/clients/{amina}/household",
    "/households/{household}",
    "/note",
    "/note?client={amina}",
    "/note?client={amina}&template=soap",
    "/notes/{signed}",
    "/notes/{draft}",
    "/notes/{draft}/edit",
    "/more",
    "/settings/display",
    "/settings/password",
    "/settings/phone",
    "/settings/sessions",
    "/outbox",
    "/offline",
    "/shell/client",
    "/nothing-here",
)
NOBODY = (
    "/login",
    "/password/forgot",
    "/password/reset/{reset}",
    "/invitation/{invitation}",
    "/unlock",
)
SUPERVISOR = ("/today", "/clients", "/clients/{amina}", "/clients/{amina}/people", "/people")
ADMINISTRATOR = ("/clients", "/clients/{amina}", "/people")
EMPTY = ("/today", "/clients", "/note", "/clients?q=nobody+of+this+name")
#: Addresses that are no page to look at.
NO_PAGES = {
    "/",
    "/clients/check",
    "/healthz",
    "/invitation",
    "/manifest.webmanifest",
    "/password/reset",
    "/sw.js",
    "/sync/manifest",
}


@dataclass
class Eyes:
    """A browser without the phone's side, signed in as somebody, that judges each page it opens."""

    context: BrowserContext
    page: Page
    rows: dict[str, Any]
    problems: list[str] = field(default_factory=list)

    def look(self, path: str) -> None:
        """Open a page and judge it."""
        self.page.goto(path.format(**self.rows))
        self.judge(path)

    def judge(self, name: str) -> None:
        """Judge the page as it stands, on a narrow phone and on a very narrow one."""
        self.page.wait_for_function("() => 'js' in document.documentElement.dataset")
        self.page.evaluate(AXE)
        found = self.page.evaluate(RUN_AXE, list(TAGS)) + self.page.evaluate(SMALL_TARGETS)
        self.page.set_viewport_size({"width": 320, "height": 568})
        if (over := self.page.evaluate(SIDEWAYS)) > 0:
            found.append(f"{over} px sideways at 320")
        self.page.set_viewport_size({"width": 360, "height": 640})
        self.problems += [f"{name}: {one}" for one in found]


@pytest.fixture(scope="session")
def chromium(playwright_engine: Playwright) -> Iterator[Browser]:
    browser = playwright_engine.chromium.launch(executable_path=browser_path(), args=list(FLAGS))
    yield browser
    browser.close()


@pytest.fixture
def rows(tend: Tend) -> dict[str, Any]:
    """Fill Dina's day; return ids and tokens by name."""
    with tend.db.writing() as session:
        found = busy_day.fill(session, tend.people)
        _, found["invitation"] = invitations.invite(
            session,
            name="Nina New",
            email="nina@example.org",
            role=Role.WORKER,
            team_id=None,
            created_by=tend.people.ada.id,
            now=make.now(),
        )
        made = passwords.make_reset_link(session, tend.people.ben.email, make.now())
        assert made
        found["reset"] = made[2]
        session.add(lonely := make.add_user(session, "Lena Lonely"))
        found["lonely"] = lonely
    return found


@pytest.fixture
def eyes(chromium: Browser, tend: Tend, rows: dict[str, Any]) -> Iterator[Callable[..., Eyes]]:
    """Return a function that gives a browser signed in as a person, or as nobody."""
    made: list[Eyes] = []

    def open_as(person: User | None, **options: Any) -> Eyes:
        cookies = {
            "tend_language": options.pop("language", "en"),
            "tend_theme": options.pop("theme", "system"),
        }
        cookies["tend_size"] = options.pop("size", "normal")
        context = chromium.new_context(
            base_url=tend.url,
            viewport={"width": 360, "height": 640},
            service_workers="block",
            locale="en-GB",
            **options,
        )
        if person is not None:
            with tend.db.writing() as session:
                user = session.get(User, person.id)
                assert user is not None
                _, cookies[COOKIE] = sessions.open_session(session, user, "Test", make.now())
        context.add_cookies(
            [{"name": name, "value": value, "url": tend.url} for name, value in cookies.items()]
        )
        seen = Eyes(context, context.new_page(), rows)
        seen.page.on(
            "console",
            lambda said: (
                seen.problems.append(said.text) if "Content Security" in said.text else None
            ),
        )
        seen.page.on("pageerror", lambda error: seen.problems.append(f"{seen.page.url}: {error}"))
        made.append(seen)
        return seen

    yield open_as
    for one in made:
        one.context.close()


def test_every_page_of_the_application_is_looked_at(settings: Any) -> None:
    rules = {
        str(rule)
        for rule in create_app(settings).url_map.iter_rules()
        if "GET" in (rule.methods or ())
    }
    looked = {path.split("?")[0] for path in (*WORKER, *NOBODY, *SUPERVISOR, *ADMINISTRATOR)}
    shapes = {shape for path in looked for shape in rules if _is_of(path, shape)}
    assert sorted(rules - shapes - NO_PAGES) == []


def _is_of(path: str, shape: str) -> bool:
    ours, theirs = path.split("/"), shape.split("/")
    return len(ours) == len(theirs) and all(
        one == other or ("{" in one and "<" in other)
        for one, other in zip(ours, theirs, strict=True)
    )


@pytest.mark.parametrize(
    "options",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"language": "ar"},
    ],
    ids=["light", "dark", "right to left"],
)
def test_a_workers_pages(eyes: Callable[..., Eyes], tend: Tend, options: dict[str, Any]) -> None:
    seen = eyes(tend.people.dina, **options)
    for path in WORKER:
        seen.look(path)
    direction = seen.page.evaluate("() => document.documentElement.dir")
    assert direction == ("rtl" if "language" in options else "ltr")
    assert seen.problems == []


def test_dark_by_choice_and_in_large_letters(eyes: Callable[..., Eyes], tend: Tend) -> None:
    seen = eyes(tend.people.dina, color_scheme="light", theme="dark", size="large")
    for path in (
        "/today",
        "/clients",
        "/clients/{amina}",
        "/note?client={amina}",
        "/settings/display",
    ):
        seen.look(path)
    assert (
        seen.page.evaluate("() => getComputedStyle(document.documentElement).fontSize") == "19.04px"
    )
    assert (
        seen.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        == "rgb(16, 22, 27)"
    )
    assert seen.problems == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_others(eyes: Callable[..., Eyes], tend: Tend, scheme: str) -> None:
    problems = []
    everybody = ((None, NOBODY), (tend.people.sam, SUPERVISOR), (tend.people.ada, ADMINISTRATOR))
    for person, paths in everybody:
        seen = eyes(person, color_scheme=scheme)
        for path in paths:
            seen.look(path)
        problems += seen.problems
    assert problems == []


def test_pages_with_nothing_on_them(eyes: Callable[..., Eyes], rows: dict[str, Any]) -> None:
    seen = eyes(rows["lonely"])
    for path in EMPTY:
        seen.look(path)
    assert seen.problems == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_that_say_what_is_wrong(eyes: Callable[..., Eyes], tend: Tend, language: str) -> None:
    seen = eyes(tend.people.dina, language=language)
    page = seen.page
    page.goto("/note")
    page.click("button[name=sign][value='1']")
    page.wait_for_selector(".problems")
    assert page.evaluate("() => document.activeElement.matches('.problems')")
    seen.judge("a note about nobody")
    page.goto("/note?client={amina}".format(**seen.rows))
    page.click("button[name=sign][value='1']")
    page.wait_for_selector(".problems")
    assert page.evaluate("() => document.activeElement.matches('.problems')")
    seen.judge("an empty note")
    page.goto(f"/notes/{seen.rows['signed']}")
    page.click(
        "summary:has-text('Add an addendum')" if language == "en" else ".fold summary >> nth=0"
    )
    page.click("form[action$=add_addendum] button")
    page.wait_for_selector(".problems")
    seen.judge("an empty addendum")
    page.goto("/settings/password")
    page.click("main form .btn.main")
    page.wait_for_selector(".error, .problems, [data-problems]")
    seen.judge("a password not changed")
    assert seen.problems == []


def test_sheets_and_folds_once_opened(eyes: Callable[..., Eyes], tend: Tend) -> None:
    seen = eyes(tend.people.dina)
    seen.page.goto(f"/clients/{seen.rows['amina']}")
    for fold in seen.page.query_selector_all("details.fold > summary"):
        fold.click()
    seen.judge("folds open")
    for sheet in ("more-sheet", "step-sheet", "risk-sheet"):
        seen.page.evaluate("(id) => document.getElementById(id).showModal()", sheet)
        seen.judge(sheet)
        seen.page.evaluate("(id) => document.getElementById(id).close()", sheet)
    assert seen.problems == []


def test_a_sheet_gives_the_focus_back(eyes: Callable[..., Eyes], tend: Tend) -> None:
    page = eyes(tend.people.dina).page
    page.goto(f"/clients/{tend.people.amina.id}")
    page.click("#steps [data-opens=step-sheet]")
    page.wait_for_selector("#step-sheet[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#step-sheet:not([open])", state="attached")
    assert page.evaluate("() => document.activeElement.dataset.opens") == "step-sheet"


def test_nothing_that_has_the_focus_is_hidden_behind_a_bar(
    eyes: Callable[..., Eyes], tend: Tend
) -> None:
    page = eyes(tend.people.dina).page
    page.goto(f"/note?client={tend.people.amina.id}")
    page.evaluate("() => document.querySelector('.skip').focus()")
    hidden = []
    for _ in range(30):
        page.keyboard.press("Tab")
        hidden += page.evaluate("""() => {
          const one = document.activeElement.closest('label') ?? document.activeElement;
          if (one === document.body || one.closest('.bar, .savebar, .dock, .skip')) return [];
          const box = one.getBoundingClientRect();
          const bottom = document.querySelector('.savebar').getBoundingClientRect().top;
          return box.top >= bottom || box.bottom <= 56 ? [one.outerHTML.slice(0, 120)] : [];
        }""")
    assert hidden == []


def test_what_works_without_javascript(
    chromium: Browser, tend: Tend, eyes: Callable[..., Eyes]
) -> None:
    seen = eyes(tend.people.dina, java_script_enabled=False)
    page = seen.page
    page.goto(f"/clients/{tend.people.amina.id}")
    assert page.is_visible("#step-sheet input[name=title]"), "sheets stand open"
    page.fill("#step-sheet input[name=title]", "Bring the bus pass form")
    page.click("#step-sheet button.main")
    assert page.is_visible("text=Bring the bus pass form")
    page.goto("/clients")
    page.fill("#q", "yusuf")
    page.click("form.search button")
    assert page.is_visible("text=Amina Yusuf")
    assert not page.is_visible("text=Chen Wei")
    page.goto(f"/note?client={tend.people.amina.id}")
    page.click("nav.chips >> text=DAP")
    page.fill("textarea[name=section_data]", "Sent from a plain browser.")
    page.click("button[name=sign][value='1']")
    assert page.is_visible("text=Sent from a plain browser.")
    assert len(tend.written("Sent from a plain browser.")) == 1


def test_saved_copies_without_a_signal(carried: Phone, tend: Tend) -> None:
    page = carried.page
    tend.off()
    seen = Eyes(page.context, page, {"amina": tend.people.amina.id})
    for path in (
        "/today",
        "/clients",
        "/clients?q=nobody",
        "/clients/{amina}",
        "/note?client={amina}",
        "/outbox",
        "/settings/password",
    ):
        seen.look(path)
        assert page.evaluate("() => 'savedAt' in document.documentElement.dataset") or path in {
            "/outbox",
            "/settings/password",
        }
    assert seen.problems == []
    assert carried.problems == []
