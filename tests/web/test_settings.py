"""More and the settings: what is kept, in which language, and what a phone may carry."""

import re

import pytest
from sqlalchemy import select

from webapp.models import Agency, User


def user(session, person):
    session.rollback()
    return session.get(User, person.id)


def html_tag(page):
    return re.search(r"<html[^>]*>", page.text)[0]


def test_choices_are_kept_with_the_person(client_as, people, session):
    browser = client_as(people.dina)
    answer = browser.act("save_preferences", language="es", size="large", theme="dark")
    assert answer.location == "/settings/display?said=preferences_saved"
    kept = user(session, people.dina)
    assert (kept.language, kept.text_size, kept.theme) == ("es", "large", "dark")
    elsewhere = html_tag(client_as(people.dina).get("/settings/display"))
    assert 'lang="es"' in elsewhere
    assert 'data-size="large"' in elsewhere
    assert 'data-theme="dark"' in elsewhere


def test_the_browser_keeps_them_for_signed_out_pages(client_as, people):
    browser = client_as(people.dina)
    browser.act("save_preferences", language="ar", size="large", theme="dark")
    browser.act("sign_out")
    page = html_tag(browser.get("/login"))
    for part in ('lang="ar"', 'dir="rtl"', 'data-size="large"', 'data-theme="dark"'):
        assert part in page


def test_the_form_shows_what_is_chosen(client_as, people):
    browser = client_as(people.dina)
    browser.act("save_preferences", language="es", size="large", theme="light")
    page = browser.get("/settings/display").text
    assert re.search(r'value="es"[^>]*selected|selected[^>]*value="es"', page)
    assert re.search(r'value="large"\s+checked', page)
    assert re.search(r'value="light"\s+checked', page)


@pytest.mark.parametrize(
    "wrong", [{"language": "tlh"}, {"size": "enormous"}, {"theme": "neon"}, {"language": "e" * 20}]
)
def test_only_what_is_offered_can_be_chosen(client_as, people, session, wrong):
    before = user(session, people.dina).text_size
    fields = {"language": "en", "size": "normal", "theme": "system", **wrong}
    answer = client_as(people.dina).act("save_preferences", **fields)
    assert answer.status_code == 422
    kept = user(session, people.dina)
    assert (kept.language, kept.text_size) == (None, before)


def test_one_person_s_choices_do_not_stay_for_the_next(client_as, people, db):
    """Two people share a phone: signing in brings one's own looks along."""
    from webapp.services import passwords

    with db.writing() as session:
        for person in (people.dina, people.ben):
            row = session.get(User, person.id)
            row.password_hash = passwords.hashed("green-kettle-april-tram")
        session.get(User, people.dina.id).theme = "dark"
    browser = client_as(None)

    def sign_in(name):
        data = {"email": f"{name}@example.org", "password": "green-kettle-april-tram"}
        assert browser.post("/login", data=data).status_code == 303
        return html_tag(browser.get("/more"))

    assert 'data-theme="dark"' in sign_in("dina.okafor")
    browser.act("sign_out")
    assert 'data-theme="system"' in sign_in("ben.sato")


def test_more_says_who_one_is_and_may_be_carried(client_as, people):
    page = client_as(people.dina).get("/more")
    assert page.headers["X-App-Page"] == "1"
    assert "Dina Okafor" in page.text
    assert "Outreach worker" in page.text
    assert "North" in page.text
    assert 'href="/people"' not in page.text
    assert 'action="/actions/sign_out"' in page.text
    assert "data-install" in page.text


@pytest.mark.parametrize("who", ["sam", "ada"])
def test_more_leads_those_who_look_after_people_to_them(client_as, people, who):
    assert 'href="/people"' in client_as(getattr(people, who)).get("/more").text


def test_the_agency_s_help_line_is_shown_when_there_is_one(client_as, people, db):
    browser = client_as(people.dina)
    assert "tel:" not in browser.get("/more").text
    with db.writing() as session:
        agency = session.scalars(select(Agency)).one()
        agency.settings = {"help_line": "Night line for workers", "help_phone": "555-0100"}
    page = browser.get("/more").text
    assert "Night line for workers" in page
    assert 'href="tel:555-0100"' in page


@pytest.mark.parametrize(
    "path",
    ["/more", "/settings/sessions", "/settings/phone", "/settings/password", "/settings/display"],
)
def test_settings_are_for_the_signed_in(client_as, people, path):
    assert client_as(people.dina).get(path).status_code == 200
    answer = client_as(None).get(path)
    assert answer.status_code == 303
    assert answer.location == f"/login?next={path}"
