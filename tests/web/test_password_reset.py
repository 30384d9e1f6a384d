"""Passwords: changed by their owner, and reset by a mailed link that works once."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from sqlalchemy import func, select

from tests import factories as make
from webapp.domain.ids import new_id
from webapp.models import AuditEvent, MailedLink, Receipt, SignInAttempt, User, UserSession
from webapp.services import passwords
from webapp.services.receipts import _hash
from webapp.views import mailing

OLD, NEW = "green-kettle-april-tram", "yellow-ladder-quiet-boat"
EMAIL = "dina.okafor@example.org"


@pytest.fixture
def dina(people, db):
    with db.writing() as session:
        session.get(User, people.dina.id).password_hash = passwords.hashed(OLD)
    return people.dina


@pytest.fixture
def browser(client_as):
    return client_as(None)


@pytest.fixture
def mailbox(settings):
    """Return what was written to the data folder, once the mail in the background is done."""

    def read():
        mailing.wait_for_mail()
        files = sorted((settings.data_dir / "mail").glob("*.eml"))
        return [message_from_bytes(one.read_bytes(), policy=policy.default) for one in files]

    return read


def path_in(message, kind="password/reset"):
    return re.search(rf"/{kind}/[\w-]+", message.get_content())[0]


def ask(browser, email=EMAIL):
    return browser.act("request_password_reset", email=email)


def form_token(page):
    return re.search(r'name="token"[^>]* value="([^"]+)"', page.text)[1]


def sign_in(browser, password):
    return browser.post("/login", data={"email": EMAIL, "password": password}).status_code


def test_the_link_sets_a_new_password_once(browser, dina, mailbox, session):
    assert ask(browser).location == "/login?said=reset_sent"
    (message,) = mailbox()
    assert message["To"] == EMAIL
    path = path_in(message)
    opened = browser.get(path)
    assert (opened.status_code, opened.location) == (303, "/password/reset")
    page = browser.get("/password/reset")
    assert EMAIL in page.text
    token = form_token(page)
    answer = browser.act("reset_password", token=token, new_password=NEW)
    assert answer.location == "/login?said=password_reset"
    assert sign_in(browser, OLD) == 422
    assert sign_in(browser, NEW) == 303
    again = browser.act("reset_password", token=token, new_password="other-words-than-before")
    assert again.status_code == 410
    assert sign_in(browser, NEW) == 303


def test_looking_at_the_link_uses_nothing_up(browser, dina, mailbox, session):
    ask(browser)
    path = path_in(mailbox()[0])
    for _ in range(3):
        browser.get(path)
        assert browser.get("/password/reset").status_code == 200
    assert session.scalars(select(MailedLink)).one().used_at is None


def test_the_token_is_nowhere_but_in_the_mail(browser, dina, mailbox, session, capfd):
    ask(browser)
    token = path_in(mailbox()[0]).rpartition("/")[2]
    link = session.scalars(select(MailedLink)).one()
    assert token not in (link.token_hash, str(link.invited))
    said = "".join(capfd.readouterr())
    assert ".eml" in said
    assert token not in said
    assert EMAIL not in said


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_known_and_unknown_addresses_get_the_same_answer(browser, dina, mailbox, email):
    answer = ask(browser, email)
    assert (answer.status_code, answer.location) == (303, "/login?said=reset_sent")
    assert "If we know that address, a link is on its way." in browser.get(answer.location).text
    assert len(mailbox()) == (1 if email == EMAIL else 0)


def test_the_answer_does_not_wait_for_the_look_up(browser, dina, monkeypatch):
    """Known or not, the address is looked up when the answer is out already."""
    asked = []
    monkeypatch.setattr("webapp.views.mailing._in_background", lambda *work: asked.append(work))
    ask(browser)
    ask(browser, "nobody@example.org")
    assert len(asked) == 2


def test_not_more_than_three_an_hour(browser, dina, mailbox, session):
    for _ in range(5):
        assert ask(browser).status_code == 303
        mailbox()
    assert session.scalar(select(func.count()).select_from(MailedLink)) == 3
    assert len(mailbox()) == 3


def test_a_newer_password_ends_the_other_links(browser, dina, mailbox):
    ask(browser)
    mailbox()
    ask(browser)
    first, second = (path_in(message).rpartition("/")[2] for message in mailbox())
    assert browser.act("reset_password", token=second, new_password=NEW).status_code == 303
    assert browser.act("reset_password", token=first, new_password=OLD).status_code == 410


def test_the_link_works_for_an_hour(browser, dina, mailbox):
    ask(browser)
    path = path_in(mailbox()[0])
    with time_machine.travel(make.now() + timedelta(minutes=59)):
        browser.get(path)
        assert browser.get("/password/reset").status_code == 200
    with time_machine.travel(make.now() + timedelta(minutes=61)):
        browser.get(path)
        assert browser.get("/password/reset").status_code == 410
        token = path.rpartition("/")[2]
        assert browser.act("reset_password", token=token, new_password=NEW).status_code == 410
    assert sign_in(browser, OLD) == 303


def test_a_made_up_link_is_over(browser, dina):
    browser.get("/password/reset/made-up")
    page = browser.get("/password/reset")
    assert page.status_code == 410
    assert "Ask for a new link" in page.text


def test_a_refused_password_does_not_use_the_link_up(browser, dina, mailbox, session):
    ask(browser)
    token = path_in(mailbox()[0]).rpartition("/")[2]
    page = browser.act("reset_password", token=token, new_password="short")
    assert page.status_code == 422
    assert "12 characters or more" in page.text
    assert "short" not in page.text
    assert (
        browser.act("reset_password", token=form_token(page), new_password=NEW).status_code == 303
    )


def test_a_reset_signs_every_browser_out_and_says_so_by_mail(browser, client_as, dina, mailbox):
    there = client_as(dina)
    ask(browser)
    token = path_in(mailbox()[0]).rpartition("/")[2]
    browser.act("reset_password", token=token, new_password=NEW)
    assert there.get("/more").status_code == 303
    assert mailbox()[-1]["Subject"] == "Your Tend password was changed"


def test_a_closed_account_gets_no_link(browser, dina, mailbox, db, session):
    with db.writing() as writing:
        writing.get(User, dina.id).deactivated_at = make.now()
    ask(browser)
    assert mailbox() == []


def test_a_reset_lets_the_owner_in_while_others_guess(browser, client_as, dina, mailbox):
    guesser = client_as(None)
    for _ in range(6):
        guesser.post("/login", data={"email": EMAIL, "password": "a wrong guess"})
    assert sign_in(guesser, OLD) == 429
    ask(browser)
    token = path_in(mailbox()[0]).rpartition("/")[2]
    browser.act("reset_password", token=token, new_password=NEW)
    assert sign_in(browser, NEW) == 303


def test_a_reset_leaves_the_others_who_share_the_phone_known(browser, client_as, dina, db, mailbox):
    with db.writing() as session:
        ben = session.scalar(select(User).where(User.email == "ben.sato@example.org"))
        ben.password_hash = passwords.hashed(OLD)
    data = {"email": "ben.sato@example.org", "password": OLD}
    browser.post("/login", data=data)
    browser.act("sign_out")
    ask(browser)
    token = path_in(mailbox()[0]).rpartition("/")[2]
    browser.act("reset_password", token=token, new_password=NEW)
    guesser = client_as(None)
    for _ in range(6):
        guesser.post("/login", data={**data, "password": "a wrong guess"})
    assert browser.post("/login", data=data).status_code == 303


# --- Changing it ----------------------------------------------------------------------------


def change(browser, current=OLD, new=NEW):
    return browser.act("change_password", current_password=current, new_password=new)


def test_a_changed_password_signs_the_others_out(client_as, dina, mailbox, session):
    here, there = client_as(dina), client_as(dina)
    assert change(here).location == "/more?said=password_changed"
    assert here.get("/more").status_code == 200
    assert there.get("/more").status_code == 303
    (message,) = mailbox()
    assert message["Subject"] == "Your Tend password was changed"
    assert NEW not in message.get_content()
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "change_password")).one()
    assert event.details == {"sessions_revoked": 1}


def test_the_password_now_is_asked_for(client_as, dina, session):
    before = session.get(User, dina.id).password_hash
    page = change(client_as(dina), current="not the one I have")
    assert page.status_code == 422
    assert "This is not your password now" in page.text
    session.rollback()
    assert session.get(User, dina.id).password_hash == before
    assert (
        session.scalar(
            select(func.count()).select_from(UserSession).where(UserSession.revoked_at.is_(None))
        )
        == 1
    )


def test_guessing_the_password_of_a_phone_left_open_is_slowed_down(client_as, dina, session):
    browser = client_as(dina)
    with time_machine.travel(make.now(), tick=False) as clock:
        guesses = [change(browser, current=f"a guess {n}").status_code for n in range(6)]
        assert guesses == [422] * 5 + [429]
        answer = change(browser)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "15")
        assert "Wait 15 seconds" in answer.text
        clock.shift(timedelta(seconds=16))
        assert change(browser).status_code == 303
    session.rollback()
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("short", "12 characters or more"),
        ("password1234", "first passwords anyone would try"),
        ("dina.okafor-2026", "the name in your email address"),
        ("tendtend-2026", "name of this program"),
        ("aaaaaaaaaaaaaaa", "same few characters"),
        (OLD, "the password you have"),
    ],
)
def test_a_password_easy_to_guess_is_refused_with_the_reason(client_as, dina, new, message):
    page = change(client_as(dina), new=new)
    assert page.status_code == 422
    assert message in page.text
    assert OLD not in page.text


def test_a_receipt_says_nothing_of_a_password(client_as, dina, session):
    op_id = new_id()
    browser = client_as(dina)
    browser.act("change_password", current_password=OLD, new_password=NEW, op_id=op_id)
    assert session.get(Receipt, op_id).body_hash == _hash("change_password", {})
