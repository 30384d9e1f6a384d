"""Next steps: added, done, opened again, each once."""

from datetime import timedelta

from sqlalchemy import func, select

from tests import factories as make
from webapp.domain.ids import new_id
from webapp.models import Client, Receipt, Task


def test_a_next_step_is_added_for_a_client(client_as, people, session):
    sent = {
        "op_id": new_id(),
        "task_id": new_id(),
        "client_id": people.amina.id,
        "title": "Bring the bus pass",
        "due_on": make.now().date() + timedelta(days=1),
    }
    assert client_as(people.dina).act("add_task", **sent).status_code == 303
    task = session.get(Task, sent["task_id"])
    assert (task.client_id, task.owner_id) == (people.amina.id, people.dina.id)
    session.rollback()
    assert session.get(Client, people.amina.id).open_tasks == 1


def test_done_twice_is_done_once(client_as, people, session):
    task = make.add_task(session, people.dina, "Call", people.amina)
    session.commit()
    browser, op_id = client_as(people.dina), new_id()
    for _ in range(2):
        answer = browser.act("complete_task", task_id=task.id, op_id=op_id)
        assert answer.status_code == 303
    session.rollback()
    first = session.get(Task, task.id).done_at
    session.rollback()
    browser.act("complete_task", task_id=task.id, op_id=new_id())
    session.rollback()
    assert session.get(Task, task.id).done_at == first
    assert session.scalar(select(func.count()).select_from(Receipt)) == 2


def test_undo_opens_it_again(client_as, people, session):
    task = make.add_task(session, people.dina, "Call", people.amina)
    session.commit()
    browser = client_as(people.dina)
    browser.act("complete_task", task_id=task.id, op_id=new_id())
    browser.act("reopen_task", task_id=task.id, op_id=new_id())
    session.rollback()
    assert session.get(Task, task.id).done_at is None


def test_htmx_gets_the_line_as_it_now_is(client_as, people, session):
    task = make.add_task(session, people.dina, "Call", people.amina)
    session.commit()
    answer = client_as(people.dina).act(
        "complete_task",
        {"HX-Request": "true", "HX-Request-Type": "partial"},
        task_id=task.id,
        op_id=new_id(),
    )
    assert answer.status_code == 200
    assert f'id="task-{task.id}"' in answer.text
    assert "reopen_task" in answer.text


def test_other_peoples_tasks_are_not_found(client_as, people, session):
    task = make.add_task(session, people.dina, "Call", people.amina)
    own = make.add_task(session, people.dina, "Buy boots")
    session.commit()
    for one in (task, own):
        answer = client_as(people.otto).act("complete_task", task_id=one.id, op_id=new_id())
        assert answer.status_code == 404
    session.rollback()
    assert session.get(Task, task.id).done_at is None


def test_an_impossible_day_is_refused(client_as, people, session):
    for day in ("2026-13-01", "9999-01-01", "soon"):
        answer = client_as(people.dina).act(
            "add_task",
            op_id=new_id(),
            task_id=new_id(),
            client_id=people.amina.id,
            title="Call",
            due_on=day,
        )
        assert answer.status_code == 422, day
    assert session.scalar(select(func.count()).select_from(Task)) == 0
