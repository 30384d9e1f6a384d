"""Several requests at the same moment: each entry once, and one unbroken chain."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from tests.phone import Phone, note_fields
from webapp.domain.ids import new_id
from webapp.models import AuditEvent, Client, Note, Receipt
from webapp.services import audit

THREADS = 8


def test_one_entry_sent_eight_times_at_once_is_one_note(client_as, people, session):
    fields = {**note_fields(people.amina), "op_id": new_id()}
    browsers = [client_as(people.dina) for _ in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda one: one.act("record_note", **fields), browsers))
    assert [answer.status_code for answer in answers] == [303] * THREADS
    assert session.scalar(select(func.count()).select_from(Note)) == 1
    assert session.scalar(select(func.count()).select_from(Receipt)) == 1
    changes = select(func.count()).where(AuditEvent.action == "record_note")
    assert session.scalar(changes) == 1


def test_many_writers_and_readers_make_one_chain(client_as, people, session, db):
    browsers = [client_as(people.dina) for _ in range(THREADS)]

    def work(browser):
        for _ in range(3):
            browser.act("record_note", op_id=new_id(), **note_fields(people.amina))
            assert browser.get(f"/clients/{people.amina.id}").status_code == 200

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, browsers))
    assert session.scalar(select(func.count()).select_from(Note)) == THREADS * 3
    assert session.get(Client, people.amina.id).revision == 1 + THREADS * 3
    with db.reading() as reading:
        report = audit.verify(reading)
    assert report.broken_at is None and report.links >= THREADS * 6


def test_two_tabs_draining_the_same_outbox_deliver_once(client_as, people, session):
    phone = Phone(client_as(people.dina))
    phone.enrol()
    entries = [phone.entry("record_note", note_fields(people.amina)) for _ in range(20)]
    tabs = [Phone(client_as(people.dina), phone.device_id) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda tab: tab.answers(*entries), tabs))
    for some in answers:
        assert [one["ack"] for one in some] == [entry["op_id"] for entry in entries]
    assert session.scalar(select(func.count()).select_from(Note)) == 20
