"""Signing in: let in, refused, slowed down, and never locked out by others."""

from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import func, select

from tests import factories as make
from webapp.models import AuditEvent, SignInAttempt, User, UserSession
from webapp.services import passwords, sign_in
from webapp.views.identity import COOKIE

PASSWORD = "green-kettle-april-tram"
EMAIL = "dina.okafor@example.org"
OFFICE = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def dina(people, db):
    with db.writing() as session:
        for person in (people.dina, people.ben):
            session.get(User, person.id).password_hash = passwords.hashed(PASSWORD)
    return people.dina


@pytest.fixture
def browser(client_as):
    return client_as(None)


def try_in(browser, password=PASSWORD, email=EMAIL, script=False, **more):
    headers = {"X-Tend-Fetch": "1"} if script else {}
    data = {"email": email, "password": password, **more.pop("data", {})}
    return browser.post("/login", data=data, headers=headers, environ_overrides=OFFICE, **more)


def events(session, action):
    return list(session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def test_the_right_password_opens_a_session(browser, dina, session):
    answer = try_in(browser)
    assert (answer.status_code, answer.location) == (303, "/today")
    row = session.scalars(select(UserSession)).one()
    assert row.user_id == dina.id
    event = events(session, "sign_in")[0]
    assert (event.user_id, event.session_id) == (dina.id, row.id)
    assert browser.get("/more").status_code == 200


def test_the_cookie_is_kept_from_scripts_and_other_sites(browser, dina):
    answer = try_in(browser)
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_only_the_hash_of_the_token_is_kept(browser, dina, session):
    try_in(browser)
    token = browser.client.get_cookie(COOKIE).value
    assert token not in session.scalars(select(UserSession.token_hash)).all()


def test_the_address_is_not_a_matter_of_capitals(browser, dina):
    assert try_in(browser, email="  Dina.Okafor@Example.org ").status_code == 303


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "something else 12"), ("nobody@example.org", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    browser, dina, session, email, password
):
    answer = try_in(browser, password, email)
    assert answer.status_code == 422
    assert "That email and password do not belong together" in answer.text
    assert session.scalar(select(func.count()).select_from(UserSession)) == 0
    # Written although the answer is an error.
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 1
    event = events(session, "sign_in_failed")[0]
    assert event.subject_id == (dina.id if email == EMAIL else None)


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_an_unknown_address_costs_as_much_as_a_known_one(browser, dina, monkeypatch, email):
    passwords.matches(None, "warmed up")
    seen = []
    verify = PasswordHasher.verify

    def counting(self, *given):
        seen.append(given[0].split("$")[3])
        return verify(self, *given)

    monkeypatch.setattr(PasswordHasher, "verify", counting)
    try_in(browser, "something else 12", email)
    assert seen == ["m=19456,t=2,p=1"]


def test_attempts_tell_nobody_who_tried_from_where(browser, dina, session):
    try_in(browser, "something else 12")
    row = session.scalars(select(SignInAttempt)).one()
    assert len(row.account_hash) == len(row.address_hash) == 64
    plain = sign_in.account_hash("", EMAIL)
    assert plain != row.account_hash


@pytest.mark.parametrize("missing", ["email", "password"])
def test_an_empty_field_is_named(browser, dina, missing):
    answer = try_in(browser, **{missing: ""})
    assert answer.status_code == 422
    assert f'href="#{missing}"' in answer.text


def test_an_unknown_field_is_refused(browser, dina):
    assert try_in(browser, data={"role": "administrator"}).status_code == 422


def test_a_closed_account_stays_out(browser, dina, db):
    with db.writing() as session:
        session.get(User, dina.id).deactivated_at = make.now()
    assert try_in(browser).status_code == 422


def test_somebody_without_a_password_stays_out(browser, people):
    assert try_in(browser, "", email="sam.reyes@example.org").status_code == 422
    assert (
        try_in(browser, "the password of nobody", email="sam.reyes@example.org").status_code == 422
    )


def test_the_way_on_is_a_page_of_ours(browser, dina):
    assert try_in(browser, data={"next": "/clients?show=all"}).location == "/clients?show=all"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com/", "/\\example.com", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(browser, dina, elsewhere):
    assert try_in(browser, data={"next": elsewhere}).location == "/today"


def test_a_script_gets_an_answer_it_can_read(browser, dina):
    answer = try_in(browser, script=True, data={"next": "/note"})
    assert answer.status_code == 200
    assert answer.json == {
        "ok": True,
        "user_id": str(dina.id),
        "name": "Dina Okafor",
        "next": "/note",
    }
    assert browser.get("/more").status_code == 200


def test_a_script_is_told_why_not(browser, dina):
    answer = try_in(browser, "something else 12", script=True)
    assert (answer.status_code, answer.json["ok"]) == (422, False)
    assert "do not belong together" in answer.json["message"]
    assert "Enter your password" in try_in(browser, "", script=True).json["message"]


def test_signing_in_again_ends_the_session_before(browser, dina, session):
    try_in(browser)
    try_in(browser)
    rows = session.scalars(select(UserSession).order_by(UserSession.created_at)).all()
    assert [row.revoked_at is None for row in rows] == [False, True]


def test_whoever_is_signed_in_goes_on(browser, dina):
    try_in(browser)
    assert browser.get("/login?next=/note").location == "/note"


# --- Slowing down ---------------------------------------------------------------------------


def fail(browser, times, email=EMAIL):
    return [try_in(browser, "a wrong guess", email).status_code for _ in range(times)]


def test_guessing_is_slowed_down_more_and_more(browser, dina):
    with time_machine.travel(make.now(), tick=False) as clock:
        assert fail(browser, 5) == [422] * 5
        answer = try_in(browser)
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "15"
        assert "Wait 15 seconds" in answer.text
        clock.shift(timedelta(seconds=16))
        assert fail(browser, 2) == [422, 429]
        assert try_in(browser).headers["Retry-After"] == "30"
        clock.shift(timedelta(seconds=31))
        assert try_in(browser).status_code == 303


def test_a_refused_try_does_not_lengthen_the_wait(browser, dina):
    with time_machine.travel(make.now(), tick=False) as clock:
        fail(browser, 5)
        for _ in range(10):
            clock.shift(timedelta(seconds=1))
            assert try_in(browser).status_code == 429
        clock.shift(timedelta(seconds=6))
        assert try_in(browser).status_code == 303


def test_the_right_password_clears_the_count(browser, dina, session):
    fail(browser, 4)
    assert try_in(browser).status_code == 303
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_a_guesser_does_not_hold_up_colleagues_at_the_same_address(client_as, dina):
    guesser, colleague = client_as(None), client_as(None)
    assert fail(guesser, 8)[-1] == 429
    assert try_in(colleague, email="ben.sato@example.org").status_code == 303


def test_a_guesser_does_not_hold_up_the_owner_on_a_known_device(client_as, dina):
    owner, guesser = client_as(None), client_as(None)
    try_in(owner)
    owner.act("sign_out")
    assert fail(guesser, 8)[-1] == 429
    assert try_in(owner).status_code == 303


def test_a_crowd_of_addresses_is_slowed_down_together(app, client_as, dina):
    owner = client_as(None)
    try_in(owner)
    owner.act("sign_out")
    stranger = client_as(None)

    def guess(number):
        return stranger.post(
            "/login",
            data={"email": EMAIL, "password": "a wrong guess"},
            environ_overrides={"REMOTE_ADDR": f"198.51.100.{number}"},
        )

    assert [guess(number).status_code for number in range(20)] == [422] * 20
    assert guess(21).status_code == 429
    assert try_in(owner).status_code == 303


def test_one_address_trying_many_accounts_waits_its_turn_but_gets_it(client_as, dina):
    with time_machine.travel(make.now(), tick=False) as clock:
        sprayer, newcomer = client_as(None), client_as(None)
        for number in range(20):
            assert fail(sprayer, 1, f"person{number}@example.org") == [422]
        assert fail(sprayer, 1, "person20@example.org") == [429]
        answer = try_in(newcomer)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "10")
        clock.shift(timedelta(seconds=11))
        fail(sprayer, 3, "person21@example.org")
        assert try_in(newcomer).status_code == 303


def test_a_turn_is_for_one_account(client_as, dina):
    with time_machine.travel(make.now(), tick=False) as clock:
        sprayer = client_as(None)
        for number in range(20):
            fail(sprayer, 1, f"person{number}@example.org")
        fail(sprayer, 1, "person20@example.org")
        clock.shift(timedelta(seconds=11))
        assert fail(sprayer, 1, "person21@example.org") == [429]


def test_neighbours_of_one_ipv6_network_are_one_address():
    key = "k"
    first = sign_in.address_hash(key, "2001:db8:1:2::1")
    assert first == sign_in.address_hash(key, "2001:db8:1:2:ffff::9")
    assert first != sign_in.address_hash(key, "2001:db8:1:3::1")


def test_old_tries_are_thrown_away(browser, dina, session):
    with time_machine.travel(make.now() - timedelta(days=2)):
        fail(browser, 1, "ben.sato@example.org")
    try_in(browser)
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


# --- Hashes ---------------------------------------------------------------------------------


def test_a_hash_made_with_weaker_parameters_is_renewed(browser, dina, db, session):
    weaker = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with db.writing() as writing:
        writing.get(User, dina.id).password_hash = weaker
    assert try_in(browser).status_code == 303
    assert session.get(User, dina.id).password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    browser.act("sign_out")
    assert try_in(browser).status_code == 303


def test_a_lost_signature_means_an_unknown_device(client_as, dina):
    browser = client_as(None)
    try_in(browser)
    browser.act("sign_out")
    browser.client.set_cookie("tend_known", "forged.value")
    assert try_in(browser).status_code == 303
