"""A whole real export: 514 invented people, seven years of their stays."""

import csv
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import shared_data
from tests.hmis_files import NOW, load, zipped
from webapp.domain.alerts import Sensitivity
from webapp.models import (
    AuditEvent,
    Case,
    Client,
    Household,
    HouseholdMember,
    Note,
    Program,
    ServiceRecord,
    StatusChange,
    User,
)
from webapp.services import audit

EXPORT = shared_data() / "hmis-fy2024"
pytestmark = pytest.mark.skipif(not EXPORT.exists(), reason="the real files are not here")


def count(session: Session, *conditions: object) -> int:
    return session.scalar(select(func.count()).where(*conditions)) or 0  # type: ignore[arg-type]


def test_the_real_export_goes_in_whole_and_again_without_doubling(
    session: Session, tmp_path: Path
) -> None:
    began = time.perf_counter()
    report = load(session, EXPORT, shift_dates=True)
    seconds = time.perf_counter() - began
    assert report.refused == 0
    assert report.open_cases == 127
    assert {noun: tally.created for noun, tally in report.tallies.items()} == {
        "workers": 12,
        "programs": 10,
        "clients": 514,
        "cases": 574,
        "households": 473,
        "services": 6385,
        "living situations": 20,
        "referrals": 19,
        "assessments": 8,
        "first contacts": 80,
    }
    assert count(session, Client.id.is_not(None)) == 514
    assert count(session, Household.id.is_not(None)) == 473
    assert count(session, HouseholdMember.id.is_not(None)) == 574
    assert count(session, Case.id.is_not(None)) == 574
    assert count(session, Case.closed_on.is_(None)) == 127
    assert count(session, StatusChange.id.is_not(None)) == 574 + 447
    assert count(session, ServiceRecord.kind == "service") == 6385
    assert count(session, User.id.is_not(None)) == 12
    assert count(session, Program.id.is_not(None)) == 10
    assert count(session, Note.id.is_not(None)) == 0
    with (EXPORT / "HealthAndDV.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["DomesticViolenceSurvivor"] == "1"]
    assert len(rows) == 363
    survivors = {row["PersonalID"] for row in rows}
    marked = select(Client.source_key).where(Client.sensitivity == Sensitivity.SENSITIVE)
    assert set(session.scalars(marked)) == survivors
    assert session.scalar(select(func.max(ServiceRecord.provided_on))) == NOW.date()
    assert count(session, Case.opened_on > NOW.date()) == 0
    assert audit.verify(session).broken_at is None
    assert seconds < 30  # about one on a quiet machine

    revisions = session.execute(select(Client.id, Client.revision)).all()
    again = load(session, zipped(EXPORT, tmp_path / "export.zip", "2026/"), shift_dates=True)
    assert all(list(tally)[:2] == [0, 0] for tally in again.tallies.values())
    assert count(session, Client.id.is_not(None)) == 514
    assert count(session, ServiceRecord.id.is_not(None)) == 6385 + 20 + 19 + 8 + 80
    assert session.execute(select(Client.id, Client.revision)).all() == revisions
    assert count(session, AuditEvent.action == "import_client") == 514


def test_without_moving_them_the_dates_are_those_of_the_export(session: Session) -> None:
    load(session, EXPORT, now=datetime(2026, 3, 10, tzinfo=UTC))
    assert str(session.scalar(select(func.max(ServiceRecord.provided_on)))) == "2022-09-30"
    assert str(session.scalar(select(func.min(Case.opened_on)))) == "2009-06-05"
