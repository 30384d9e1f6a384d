"""Who may open which page and do which thing: one table, asked as everybody.

A page or an action that is not in the table fails. Pages are about Amina, who is Dina's client
in a program that is not shared with teams; {shared} is a team mate's client in one that is, and
{restricted} is Dina's and nobody else's to see.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import factories as make
from tests.conftest import Databases
from tests.web import access_world
from tests.web.access_world import ASKERS, PASSWORD, House
from webapp import actions, create_app
from webapp.config import Settings
from webapp.domain.ids import new_id
from webapp.models import Base

# worker: Dina, assigned. other: Otto, of another team. supervisor: Sam, of Dina's team.
# administrator: Ada, not assigned. nobody: not signed in.
# A number is a status; "in" is an answer below 400; "sign in" leads to the sign-in page, or is 401.
PAGES = """
page                                 worker  other    supervisor  administrator  nobody
/                                    in      in       in          in             in
/today                               200     200      200         200            sign in
/clients                             200     200      200         200            sign in
/clients/new                         200     200      200         200            sign in
/clients/check?name_used=Amina       200     200      200         200            sign in
/clients/{client}                    200     404      200         200            sign in
/clients/{shared}                    200     404      200         200            sign in
/clients/{restricted}                200     404      404         404            sign in
/clients/{unknown}                   404     404      404         404            sign in
/clients/{client}/edit               200     404      200         404            sign in
/clients/{client}/contact            200     404      200         200            sign in
/clients/{client}/alerts             200     404      200         200            sign in
/clients/{client}/household          200     404      200         200            sign in
/clients/{client}/risk               200     404      200         404            sign in
/clients/{client}/status             200     404      200         404            sign in
/clients/{client}/people             200     404      200         200            sign in
/households/{household}              200     404      200         200            sign in
/note                                200     200      200         200            sign in
/note?client={client}                200     404      200         404            sign in
/note?client={shared}                200     404      200         404            sign in
/note?client={restricted}            200     404      404         404            sign in
/notes/{note}                        200     404      200         404            sign in
/notes/{draft}                       200     404      404         404            sign in
/notes/{restricted_note}             200     404      404         404            sign in
/notes/{draft}/edit                  200     404      404         404            sign in
/more                                200     200      200         200            sign in
/settings/sessions                   200     200      200         200            sign in
/settings/phone                      200     200      200         200            sign in
/settings/password                   200     200      200         200            sign in
/settings/display                    200     200      200         200            sign in
/people                              403     403      200         200            sign in
/login                               in      in       in          in             200
/password/forgot                     200     200      200         200            200
/password/reset/{reset}              in      in       in          in             in
/password/reset                      410     410      410         410            410
/invitation/{invitation}             in      in       in          in             in
/invitation                          410     410      410         410            410
/offline                             200     200      200         200            200
/unlock                              200     200      200         200            200
/outbox                              200     200      200         200            200
/shell/client                        200     200      200         200            200
/sw.js                               200     200      200         200            200
/manifest.webmanifest                200     200      200         200            200
/healthz                             200     200      200         200            200
/sync/manifest                       200     200      200         200            sign in
"""

# What is sent beside a form: the sign-in, and what phones fetch and deliver.
POSTS = """
post                                 worker  other    supervisor  administrator  nobody
/login                               422     422      422         422            422
/sync/enrol                          200     200      200         200            sign in
/sync/pages                          200     200      200         200            sign in
/sync/ops                            200     200      200         200            sign in
"""

# Each is asked with fields that are right, about Amina or something of hers or Dina's.
ACTIONS = """
action                               worker  other    supervisor  administrator  nobody
record_note                          in      404      in          404            sign in
revise_note                          in      404      404         404            sign in
sign_note                            in      404      404         404            sign in
add_addendum                         in      404      in          404            sign in
correct_note                         in      404      403         404            sign in
mark_note_in_error                   in      404      in          404            sign in
add_task                             in      404      in          404            sign in
complete_task                        in      404      in          404            sign in
reopen_task                          in      404      in          404            sign in
add_client                           in      in       in          in             sign in
edit_client                          in      404      in          404            sign in
confirm_client                       in      404      in          404            sign in
add_contact_point                    in      404      in          404            sign in
edit_contact_point                   in      404      in          404            sign in
remove_contact_point                 in      404      in          404            sign in
add_alert                            in      404      in          404            sign in
end_alert                            in      404      in          404            sign in
change_risk                          in      404      in          404            sign in
change_status                        in      404      in          404            sign in
assign_case                          403     403      in          in             sign in
end_assignment                       403     403      in          in             sign in
create_household                     in      404      in          404            sign in
add_household_member                 in      404      in          404            sign in
remove_household_member              in      404      in          404            sign in
add_relationship                     in      404      in          404            sign in
change_password                      in      in       in          in             sign in
save_preferences                     in      in       in          in             sign in
revoke_session                       in      in       in          in             sign in
sign_out                             in      in       in          in             sign in
sign_out_everywhere                  in      in       in          in             sign in
enrol_device                         in      in       in          in             sign in
forget_device                        in      in       in          in             sign in
invite_person                        403     403      in          in             sign in
resend_invitation                    403     403      in          in             sign in
revoke_invitation                    403     403      in          in             sign in
deactivate_person                    403     403      403         in             sign in
reactivate_person                    403     403      403         in             sign in
request_password_reset               in      in       in          in             in
reset_password                       in      in       in          in             in
accept_invitation                    in      in       in          in             in
"""


def rows_of(table: str) -> dict[str, tuple[str, ...]]:
    """Return {path or action: the expected answers in the order of ASKERS}."""
    found = {}
    for line in table.strip().splitlines()[1:]:
        name, *answers = line.replace("sign in", "sign-in").split()
        assert len(answers) == len(ASKERS), line
        found[name] = tuple(answers)
    return found


def questions(table: str) -> list[Any]:
    """Return one case for each cell of a table."""
    return [
        pytest.param(name, asker, answer, id=f"{name} {asker}")
        for name, answers in rows_of(table).items()
        for asker, answer in zip(ASKERS, answers, strict=True)
    ]


@pytest.fixture(scope="module")
def house(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One application for all questions: each makes what it asks about."""
    url = databases.fresh()
    settings = Settings(
        database_url=url,
        secret_key="test-secret",
        data_dir=tmp_path_factory.mktemp("data"),
        testing=True,
    )
    app = create_app(settings)
    made = access_world.build(app)
    yield made
    made.db.dispose()
    databases.drop(url)


def path_of(house: House, text: str) -> str:
    """Return a path of the table with something new of Amina's in it."""
    makers: dict[str, Callable[[], object]] = {
        "{client}": lambda: house.people.amina.id,
        "{shared}": lambda: house.people.carlos.id,
        "{restricted}": lambda: house.people.quiet.id,
        "{restricted_note}": house.restricted_note,
        "{unknown}": new_id,
        "{household}": house.household,
        "{note}": house.note,
        "{draft}": house.draft,
        "{reset}": house.reset_token,
        "{invitation}": house.invitation_token,
    }
    for name, maker in makers.items():
        if name in text:
            text = text.replace(name, str(maker()))
    return text


def answered(response: TestResponse) -> str:
    """Return an answer in the words of the tables."""
    status = response.status_code
    if status == 401 or (status == 303 and response.location.startswith("/login?next=")):
        return "sign-in"
    if status == 303 and response.location == "/login":
        return "sign-in"
    return str(status)


def agrees(response: TestResponse, expected: str) -> bool:
    """Answer whether the answer is the expected one."""
    found = answered(response)
    return found == expected or (expected == "in" and found.isdigit() and int(found) < 400)


def content(house: House) -> dict[str, str]:
    """Return a hash of each table, but for the audit chain and when sessions were last seen."""
    found = {}
    with house.db.reading() as session:
        for table in Base.metadata.sorted_tables:
            if table.name == "audit_events":
                continue
            columns = [c for c in table.columns if (table.name, c.name) != SEEN]
            rows = sorted(
                json.dumps([str(value) for value in row])
                for row in session.execute(select(*columns))
            )
            found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


SEEN = ("sessions", "last_seen_at")
PHONE_HEADERS = "/sync/"


def headers_for(house: House, asker: str, path: str) -> dict[str, str]:
    """Return the headers a phone sends; nothing on other paths."""
    if not path.startswith(PHONE_HEADERS):
        return {}
    return {
        "X-Tend-Device": str(house.devices[asker]),
        "X-Tend-Sent-At": make.now().isoformat(),
    }


@pytest.mark.parametrize(("path", "asker", "expected"), questions(PAGES))
def test_a_page_opens_for_whom_it_should_and_writes_nothing(house, path, asker, expected):
    browser, path = house.browser(asker), path_of(house, path)
    before = content(house)
    response = browser.get(path, headers=headers_for(house, asker, path))
    assert agrees(response, expected), f"{answered(response)} {response.location}"
    after = content(house)
    assert [name for name in before if before[name] != after[name]] == []


@pytest.mark.parametrize(("path", "asker", "expected"), questions(POSTS))
def test_a_post_is_taken_from_whom_it_should(house, path, asker, expected):
    browser = house.browser(asker)
    bodies: dict[str, dict[str, Any]] = {
        "/login": {"data": {"email": f"{new_id()}@example.org", "password": "a wrong guess"}},
        "/sync/enrol": {"json": {"device_id": str(house.devices[asker]), "label": "Test"}},
        "/sync/pages": {"json": {"urls": ["/more"]}},
        "/sync/ops": {"data": b""},
    }
    response = browser.post(path, headers=headers_for(house, asker, path), **bodies[path])
    assert agrees(response, expected), f"{answered(response)} {response.location}"


@pytest.mark.parametrize(("name", "asker", "expected"), questions(ACTIONS))
def test_an_action_is_done_for_whom_it_should_and_else_changes_nothing(
    house, name, asker, expected
):
    browser = house.browser(asker)
    fields = FIELDS[name](house, asker)
    before = content(house)
    response = browser.act(name, **fields)
    problems = re.findall(r'<a href="#[^>]*>[^<]*', response.get_data(as_text=True))
    assert agrees(response, expected), f"{answered(response)} {response.location} {problems}"
    if not answered(response).startswith(("2", "3")):
        after = content(house)
        assert [table for table in before if before[table] != after[table]] == []


def note_fields(house: House, **more: Any) -> dict[str, Any]:
    """Return what the note form sends."""
    return {
        "op_id": new_id(),
        "note_id": new_id(),
        "client_id": house.people.amina.id,
        "template": "contact",
        "method": "call",
        "outcome": "completed",
        "occurred_at": make.now().isoformat(),
        "section_narrative": "Talked about the bus pass.",
        "sign": "1",
        **more,
    }


def client_fields(house: House, **more: Any) -> dict[str, Any]:
    """Return what every form about Amina sends."""
    return {"op_id": new_id(), "client_id": house.people.amina.id, **more}


def case_fields(house: House, **more: Any) -> dict[str, Any]:
    """Return what every form about Amina's case sends."""
    return {"op_id": new_id(), "case_id": house.people.amina_case.id, **more}


Fields = Callable[[House, str], dict[str, Any]]
#: What a person who may would send.
FIELDS: dict[str, Fields] = {
    "record_note": lambda h, _a: note_fields(h),
    "revise_note": lambda h, _a: note_fields(h, note_id=h.draft(), sign="0"),
    "sign_note": lambda h, _a: {"note_id": h.draft()},
    "add_addendum": lambda h, _a: {"note_id": h.note(), "amendment_id": new_id(), "text": "More."},
    "correct_note": lambda h, _a: {
        "note_id": h.note(),
        "amendment_id": new_id(),
        "reason": "A wrong day",
        "section_narrative": "Talked about the bus pass on Monday.",
    },
    "mark_note_in_error": lambda h, _a: {"note_id": h.note(), "reason": "Another client"},
    "add_task": lambda h, _a: client_fields(h, task_id=new_id(), title="Call back"),
    "complete_task": lambda h, _a: {"task_id": h.task()},
    "reopen_task": lambda h, _a: {"task_id": h.task(is_done=True)},
    "add_client": lambda h, a: {
        "op_id": new_id(),
        # An administrator carries no cases and says who will.
        "worker_id": h.people.dina.id if a == "administrator" else None,
        "client_id": new_id(),
        "case_id": new_id(),
        "name_used": "Somebody New",
        "program_id": h.people.reentry.id,
        "reason": "Referred by the library",
        "is_somebody_new": "y",
    },
    "edit_client": lambda h, _a: client_fields(
        h, name_used="Amina Yusuf", base_name_used="Amina Yusuf", pronouns="she", base_pronouns=""
    ),
    "confirm_client": lambda h, _a: client_fields(h),
    "add_contact_point": lambda h, _a: client_fields(
        h, contact_id=new_id(), kind="phone", value="555 201 4478"
    ),
    "edit_contact_point": lambda h, _a: {
        "contact_id": h.point(),
        "kind": "phone",
        "value": "555 201 4479",
        "base_value": "555 201 4477",
    },
    "remove_contact_point": lambda h, _a: {"contact_id": h.point()},
    "add_alert": lambda h, _a: client_fields(
        h, alert_id=new_id(), kind="two_workers", text="Go in pairs."
    ),
    "end_alert": lambda h, _a: {"alert_id": h.alert(), "reason": "The dog has moved out"},
    "change_risk": lambda h, _a: case_fields(h, level="medium", reason="Calm since Monday"),
    "change_status": lambda h, _a: case_fields(
        h,
        status="active",
        reason="Housing form",
        next_step="Call",
        next_step_on=make.now().date(),
        task_id=new_id(),
    ),
    "assign_case": lambda h, a: case_fields(
        h, user_id=_assignee(h, a), kind="secondary", reason="A second pair of eyes"
    ),
    "end_assignment": lambda h, _a: {"assignment_id": h.secondary(), "reason": "Back from leave"},
    "create_household": lambda h, _a: client_fields(
        h, household_id=new_id(), member_id=new_id(), name="Yusuf", relationship="head"
    ),
    "add_household_member": lambda h, _a: client_fields(
        h, household_id=h.household(with_amina=False), member_id=new_id(), relationship="child"
    ),
    "remove_household_member": lambda h, _a: {"member_id": h.member()},
    "add_relationship": lambda h, _a: client_fields(
        h, relationship_id=new_id(), other_name="Halima", kind="mother"
    ),
    "change_password": lambda h, a: _password_fields(h, a),
    "save_preferences": lambda _h, _a: {"language": "en", "size": "normal", "theme": "system"},
    "revoke_session": lambda h, a: {"session_id": h.other_session(a)},
    "sign_out": lambda _h, _a: {},
    "sign_out_everywhere": lambda _h, _a: {},
    "enrol_device": lambda _h, _a: {"device_id": new_id(), "label": "Chrome on Android"},
    "forget_device": lambda h, a: {"device_id": h.devices[a]},
    "invite_person": lambda h, _a: {
        "name": "Nadia",
        "email": f"{new_id()}@example.org",
        "role": "worker",
        "team_id": h.people.north.id,
    },
    "resend_invitation": lambda h, a: {"invitation_id": h.invitation(a)},
    "revoke_invitation": lambda h, a: {"invitation_id": h.invitation(a)},
    "deactivate_person": lambda h, _a: {"user_id": h.newcomer()},
    "reactivate_person": lambda h, _a: {"user_id": h.newcomer(deactivated_at=make.now())},
    "request_password_reset": lambda _h, _a: {"email": f"{new_id()}@example.org"},
    "reset_password": lambda h, _a: {"token": h.reset_token(), "new_password": PASSWORD},
    "accept_invitation": lambda h, _a: {
        "token": h.invitation_token(),
        "name": "Nadia",
        "new_password": PASSWORD,
    },
}


def _assignee(house: House, asker: str) -> Any:
    return house.people.sam.id if asker == "supervisor" else house.newcomer()


def _password_fields(house: House, asker: str) -> dict[str, Any]:
    house.with_password(asker)
    return {"current_password": PASSWORD, "new_password": "yellow-ladder-quiet-boat"}


# --- Nothing is left out --------------------------------------------------------------------


def unlisted_pages(app: Flask) -> set[str]:
    """Return the rules of the application that no line of the tables leads to."""
    adapter = app.url_map.bind("localhost")
    an_id = str(new_id())
    listed = {("/actions/<name>", "POST")}
    for table, method in ((PAGES, "GET"), (POSTS, "POST")):
        for path in rows_of(table):
            path = re.sub(r"\{\w+\}", an_id, path)
            rule, _values = adapter.match(path.partition("?")[0], method, return_rule=True)
            listed.add((rule.rule, method))
    known = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    return {f"{method} {rule}" for rule, method in known - listed}


def test_every_page_is_in_the_table(house):
    assert unlisted_pages(house.app) == set()


def test_every_action_is_in_the_table():
    assert set(rows_of(ACTIONS)) == set(actions.TABLE)


def test_a_page_left_out_is_noticed(settings):
    app = create_app(settings)
    app.add_url_rule("/left-out", view_func=lambda: "", methods=["GET", "POST"])
    assert unlisted_pages(app) == {"GET /left-out", "POST /left-out"}


def test_a_page_that_writes_is_noticed(house):
    before = content(house)
    house.task()
    after = content(house)
    assert [name for name in before if before[name] != after[name]] == ["tasks"]


def test_an_action_for_one_role_is_open_to_no_other_by_the_other_door():
    """Phones deliver only what may wait in an outbox; nothing about people and access is in it."""
    offline = {row.name for row in actions.rows(offline=True)}
    assert offline.isdisjoint(
        {"invite_person", "deactivate_person", "assign_case", "end_assignment", "change_password"}
    )
