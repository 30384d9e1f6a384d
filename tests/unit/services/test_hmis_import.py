"""What becomes of each part of an export: asserted on rows."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.hmis_files import NOW, load, write_export
from webapp.domain.alerts import Sensitivity
from webapp.domain.cases import CaseStatus, Tier
from webapp.domain.people import Role
from webapp.models import (
    Agency,
    Assignment,
    AuditEvent,
    Case,
    Client,
    Household,
    HouseholdMember,
    Note,
    Program,
    SearchKey,
    ServiceRecord,
    StatusChange,
    User,
)
from webapp.services import audit
from webapp.services.summary import touch


def one(session: Session, model: type[Any], **where: Any) -> Any:
    return session.scalars(select(model).filter_by(**where)).one()


def count(session: Session, model: type[Any], **where: Any) -> int:
    return session.scalar(select(func.count()).select_from(model).filter_by(**where)) or 0


# --- People and programs ----------------------------------------------------------


def test_a_worker_comes_without_a_way_to_sign_in(session: Session, tmp_path: Path) -> None:
    load(session, write_export(tmp_path / "e", User=[{"UserEmail": "Ida@Example.org"}]))
    user = one(session, User)
    assert (user.name, user.role) == ("Ida Wells", Role.WORKER)
    # Neither a password nor an address that could ask for one: an invitation lets them in.
    assert (user.email, user.password_hash) == (None, None)
    assert (user.source_system, user.source_key) == ("hmis:harbor", "u1")


def test_a_worker_already_here_is_known_by_their_address(session: Session, tmp_path: Path) -> None:
    ida = User(email="ida@example.org", name="Ida B. Wells", role=Role.SUPERVISOR, created_at=NOW)
    session.add(ida)
    session.commit()
    load(session, write_export(tmp_path / "e"))
    assert count(session, User) == 1
    assert one(session, User).role is Role.SUPERVISOR
    assert one(session, Assignment).user_id == ida.id


def test_workers_with_one_address_or_a_bad_one_stay_apart(session: Session, tmp_path: Path) -> None:
    users = [{}, {"UserID": "u2", "UserFirstName": "Bo"}, {"UserID": "u3", "UserEmail": "nonsense"}]
    report = load(session, write_export(tmp_path / "e", User=users))
    assert set(session.scalars(select(User.source_key))) == {"u1", "u2", "u3"}
    assert [found.line for found in report.findings] == [4]
    again = load(session, tmp_path / "e")
    assert count(session, User) == 3
    assert list(again.tallies["workers"]) == [0, 0, 3, 0]


def test_a_project_becomes_a_program_of_its_organization(session: Session, tmp_path: Path) -> None:
    organizations = [
        {},
        {"OrganizationID": "o2", "OrganizationName": "Safe", "VictimServiceProvider": 1},
    ]
    projects = [
        {"OperatingEndDate": "2025-12-31"},
        {"ProjectID": "p2", "OrganizationID": "o2", "OperatingEndDate": "2030-01-01"},
        {"ProjectID": "p3", "OrganizationID": "o2"},
    ]
    load(session, write_export(tmp_path / "e", Organization=organizations, Project=projects))
    first, second, third = (one(session, Program, source_key=key) for key in ("p1", "p2", "p3"))
    assert (first.name, first.organization) == ("Harbor Shelter", "Harbor House")
    assert first.ended_at is not None
    assert not first.is_victim_services
    assert second.is_victim_services
    assert second.ended_at is None
    assert [second.name, third.name] == ["Harbor Shelter (Safe)", "Harbor Shelter (p3)"]


def test_a_program_made_by_hand_is_taken_over_by_its_name(session: Session, tmp_path: Path) -> None:
    session.add(Program(name="Harbor Shelter", is_shared_with_team=True))
    session.commit()
    load(session, write_export(tmp_path / "e"))
    program = one(session, Program)
    assert program.is_shared_with_team
    assert program.source_key == "p1"


# --- Clients ------------------------------------------------------------------------


def test_a_client_comes_with_what_the_export_knows(session: Session, tmp_path: Path) -> None:
    load(session, write_export(tmp_path / "e"))
    client = one(session, Client)
    assert (client.name_used, client.legal_name) == ("Rosa Delgado", "Rosa Maria Delgado")
    assert (client.birth_date, client.birth_date_quality) == (date(1984, 5, 6), "full")
    assert client.demographics == {
        "race": ["BlackAfAmerican", "HispanicLatinao"],
        "gender": ["Woman"],
        "veteran": 0,
    }
    assert client.case_number == "T-1001"
    assert client.revision == 1
    assert client.sensitivity is Sensitivity.NORMAL
    assert count(session, Note) == 0
    keys = set(session.scalars(select(SearchKey.key).where(SearchKey.client_id == client.id)))
    assert {"t:rosa", "t:maria", "t:delgado"} <= keys


def test_the_format_of_2026_is_read_too(session: Session, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "e", Export=[{"CSVVersion": "2026 v1.0"}])
    (folder / "Client.csv").write_text(
        "Sex,PersonalID,FirstName,LastName,NameDataQuality,DOB,DOBDataQuality,HispanicLatinao,"
        "DateUpdated\n0,c1,Rosa,Delgado,1,1984-05-06,2,1,2025-01-02 09:00:00\n"
    )
    report = load(session, folder)
    client = one(session, Client)
    assert client.demographics == {"race": ["HispanicLatinao"], "sex": 0}
    assert client.birth_date_quality == "approximate"
    assert not [warning for warning in report.warnings if "format" in warning]


def test_sex_is_never_filled_from_gender(session: Session, tmp_path: Path) -> None:
    load(session, write_export(tmp_path / "e"))
    assert "sex" not in one(session, Client).demographics


def test_a_street_name_is_not_a_legal_name(session: Session, tmp_path: Path) -> None:
    load(session, write_export(tmp_path / "e", Client=[{"NameDataQuality": 2, "FirstName": "Ace"}]))
    client = one(session, Client)
    assert (client.name_used, client.legal_name) == ("Ace Delgado", None)


def test_a_nameless_client_is_loaded_and_doubted(session: Session, tmp_path: Path) -> None:
    nameless = {"PersonalID": "999999", "FirstName": "", "MiddleName": "", "LastName": ""}
    report = load(session, write_export(tmp_path / "e", Client=[{}, nameless]))
    assert one(session, Client, source_key="999999").name_used == "Name not given"
    assert [(found.file, found.line) for found in report.findings] == [("Client.csv", 3)]


def test_hashed_names_are_not_shown_as_names(session: Session, tmp_path: Path) -> None:
    hashed = {"FirstName": "a" * 64, "MiddleName": "", "LastName": "b" * 64}
    report = load(session, write_export(tmp_path / "e", Client=[hashed]))
    assert one(session, Client).name_used == "Name not given"
    assert any("hashed" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    ("status", "words"), [(1, "are readable."), (4, "although the export says")]
)
def test_readable_names_are_warned_of_whatever_the_export_says(
    session: Session, tmp_path: Path, status: int, words: str
) -> None:
    report = load(session, write_export(tmp_path / "e", Export=[{"HashStatus": status}]))
    assert any(words in warning for warning in report.warnings)


def test_social_security_numbers_are_dropped_unless_asked_for(
    session: Session, tmp_path: Path
) -> None:
    folder = write_export(tmp_path / "e", Client=[{"SSN": "123-45-6789"}])
    load(session, folder)
    assert "6789" not in str(one(session, Client).demographics)
    load(session, folder, keep_ssn=True)
    session.expire_all()
    client = one(session, Client)
    assert client.demographics["ssn_last4"] == "6789"
    load(session, folder)
    session.expire_all()
    assert one(session, Client).demographics["ssn_last4"] == "6789"
    stored = str([client.source_values, session.scalars(select(AuditEvent.details)).all()])
    assert "12345" not in stored.replace("-", "")


def test_a_survivor_is_sensitive_when_any_row_says_so(session: Session, tmp_path: Path) -> None:
    clients = [{}, {"PersonalID": "c2"}, {"PersonalID": "c3"}]
    answers = [
        {"DomesticViolenceSurvivor": 1},
        {"DomesticViolenceSurvivor": 0},
        {"PersonalID": "c2", "DomesticViolenceSurvivor": 99},
        {"PersonalID": "c3", "DomesticViolenceSurvivor": 1, "DateDeleted": "2025-01-01 00:00:00"},
    ]
    load(session, write_export(tmp_path / "e", Client=clients, HealthAndDV=answers))
    found = {client.source_key: client.sensitivity for client in session.scalars(select(Client))}
    assert found == {
        "c1": Sensitivity.SENSITIVE,
        "c2": Sensitivity.NORMAL,
        "c3": Sensitivity.NORMAL,
    }


def test_language_and_interpreter_come_from_the_enrollment(
    session: Session, tmp_path: Path
) -> None:
    rows = [{"PreferredLanguage": 367, "TranslationNeeded": 1}]
    load(session, write_export(tmp_path / "e", Enrollment=rows))
    client = one(session, Client)
    assert (client.languages, client.needs_interpreter) == (["es"], True)


def test_a_deleted_client_is_deleted_softly(session: Session, tmp_path: Path) -> None:
    load(session, write_export(tmp_path / "e", Client=[{"DateDeleted": "2025-02-01 08:00:00"}]))
    assert one(session, Client).deleted_at == datetime(2025, 2, 1, 8, tzinfo=UTC)


# --- Cases and households -----------------------------------------------------------


def test_an_open_enrollment_is_an_active_case_of_its_worker(
    session: Session, tmp_path: Path
) -> None:
    load(session, write_export(tmp_path / "e", Enrollment=[{"ReferralSource": 30}]))
    case = one(session, Case)
    assert (case.status, case.opened_on, case.closed_on) == (
        CaseStatus.ACTIVE,
        date(2025, 6, 1),
        None,
    )
    assert (case.risk, case.tier, case.referral_source) == (None, Tier.T2, "Child welfare")
    assignment = one(session, Assignment)
    assert assignment.user_id == one(session, User).id
    assert assignment.ended_at is None
    step = one(session, StatusChange)
    assert (step.before, step.after) == (None, CaseStatus.ACTIVE)


def test_an_exit_closes_the_case_with_its_history(session: Session, tmp_path: Path) -> None:
    load(session, write_export(tmp_path / "e", Exit=[{}]))
    case = one(session, Case)
    assert (case.status, case.closed_on) == (CaseStatus.CLOSED, date(2025, 9, 1))
    assert case.status_reason == "Left to: rented home, no subsidy"
    steps = session.scalars(select(StatusChange).order_by(StatusChange.changed_at)).all()
    assert [step.after for step in steps] == [CaseStatus.ACTIVE, CaseStatus.CLOSED]
    assert steps[1].reason == case.status_reason
    assert one(session, Assignment).ended_at == datetime(2025, 9, 1, 12, tzinfo=UTC)


def test_people_of_one_household_are_together(session: Session, tmp_path: Path) -> None:
    clients = [{}, {"PersonalID": "c2"}]
    stays = [{}, {"EnrollmentID": "n2", "PersonalID": "c2", "RelationshipToHoH": 2}]
    load(
        session,
        write_export(
            tmp_path / "e", Client=clients, Enrollment=stays, Exit=[{"EnrollmentID": "n2"}]
        ),
    )
    assert count(session, Household) == 1
    members = {m.relationship: m.left_on for m in session.scalars(select(HouseholdMember))}
    assert members == {"head": None, "child": date(2025, 9, 1)}


def test_a_household_without_a_head_is_doubted(session: Session, tmp_path: Path) -> None:
    report = load(session, write_export(tmp_path / "e", Enrollment=[{"RelationshipToHoH": 99}]))
    assert [found.reason for found in report.findings] == ["The household has no head."]
    assert one(session, HouseholdMember).relationship == "unknown"


# --- Records and contacts -----------------------------------------------------------


def test_records_are_not_notes_and_bed_nights_are_no_contact(
    session: Session, tmp_path: Path
) -> None:
    load(session, write_export(tmp_path / "e", Services=[{}], Event=[{}]))
    assert count(session, Note) == 0
    bed = one(session, ServiceRecord, kind="service")
    assert (bed.label, bed.provided_on, bed.contact_at) == ("Bed night", date(2025, 6, 2), None)
    assert bed.case_id == one(session, Case).id
    referral = one(session, ServiceRecord, kind="referral")
    assert referral.label == "Referral to rapid re-housing"
    assert referral.detail == "client accepted (2025-07-09)"
    assert one(session, Client).last_contact_at is None


@pytest.mark.parametrize(
    ("files", "day"),
    [
        ({"CurrentLivingSituation": [{}]}, date(2025, 7, 1)),
        ({"Assessment": [{}]}, date(2025, 8, 1)),
        ({"Enrollment": [{"DateOfEngagement": "2025-06-20"}]}, date(2025, 6, 20)),
        ({"Project": [{"ProjectType": 4}]}, date(2025, 6, 1)),
        ({"Services": [{"RecordType": 144, "TypeProvided": 2}]}, date(2025, 6, 2)),
        ({"Services": [{"RecordType": 152, "TypeProvided": 1, "FAAmount": "120.00"}]}, None),
        ({"Exit": [{}]}, None),
    ],
)
def test_what_counts_as_the_last_contact(
    session: Session, tmp_path: Path, files: dict[str, Any], day: date | None
) -> None:
    load(session, write_export(tmp_path / "e", **files))
    found = one(session, Client).last_contact_at
    assert (found.date() if found else None) == day


def test_the_last_contact_outlives_the_next_change_of_the_client(
    session: Session, tmp_path: Path
) -> None:
    load(session, write_export(tmp_path / "e", CurrentLivingSituation=[{}]))
    client = one(session, Client)
    before = client.last_contact_at
    touch(session, [client.id])
    session.commit()
    session.expire_all()
    assert before is not None
    assert one(session, Client).last_contact_at == before


def test_a_service_of_a_worker_nobody_knows_is_loaded_and_counted_once(
    session: Session, tmp_path: Path
) -> None:
    rows = [{"ServicesID": f"s{n}", "UserID": "73"} for n in range(3)]
    report = load(session, write_export(tmp_path / "e", Services=rows))
    assert count(session, ServiceRecord, user_id=None) == 3
    assert [(found.column, found.value, found.rows) for found in report.findings] == [
        ("UserID", "73", 3)
    ]


# --- Dates --------------------------------------------------------------------------


def test_dates_move_so_that_the_newest_is_today_but_births_stay(
    session: Session, tmp_path: Path
) -> None:
    files = {
        "Export": [{"ExportDate": "02-07-2020 12:00:00"}],
        "Enrollment": [{"EntryDate": "2019-06-01"}],
        "Services": [
            {"DateProvided": "2020-06-30"},
            {"ServicesID": "s2", "DateProvided": "2099-01-01"},
        ],
    }
    folder = write_export(tmp_path / "e", **files)
    report = load(session, folder, shift_dates=True)
    assert one(session, ServiceRecord).provided_on == NOW.date()
    assert one(session, Case).opened_on == date(2019, 6, 1) + timedelta(days=report.shift_days)
    assert one(session, Client).birth_date == date(1984, 5, 6)
    assert [(found.line, found.column) for found in report.findings] == [(3, "DateProvided")]
    for model, column in ((Case, Case.opened_on), (StatusChange, StatusChange.changed_at)):
        assert session.scalar(select(func.count()).select_from(model).where(column > NOW)) == 0


def test_the_shift_is_decided_once_for_a_source(session: Session, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "e", Enrollment=[{"EntryDate": "2020-06-01"}])
    first = load(session, folder, shift_dates=True)
    later = NOW + timedelta(days=30)
    again = load(session, folder, shift_dates=True, now=later)
    without = load(session, folder, now=later)
    assert first.shift_days == again.shift_days == without.shift_days > 2000
    assert any("moved" in warning for warning in without.warnings)
    assert one(session, Agency).settings["hmis_shift"] == {"hmis:harbor": first.shift_days}
    assert one(session, Case).opened_on == NOW.date()


def test_a_source_loaded_as_it_is_is_not_moved_later(session: Session, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "e")
    load(session, folder)
    report = load(session, folder, shift_dates=True)
    assert report.shift_days == 0
    assert one(session, Case).opened_on == date(2025, 6, 1)


# --- What is kept of the import itself ------------------------------------------------


def test_the_import_is_in_the_audit_chain(session: Session, tmp_path: Path) -> None:
    load(session, write_export(tmp_path / "e", Client=[{}, {"PersonalID": "c2"}]))
    actions = [
        event.action for event in session.scalars(select(AuditEvent).order_by(AuditEvent.seq))
    ]
    assert actions == ["import_hmis", "import_client", "import_client"]
    assert audit.verify(session).broken_at is None
    whole = one(session, AuditEvent, action="import_hmis")
    assert whole.details["counts"]["clients"] == [2, 0, 0, 0]
    assert "Rosa" not in str(session.scalars(select(AuditEvent.details)).all())
    load(session, tmp_path / "e")
    assert count(session, AuditEvent) == 4


def test_the_actor_is_named_in_the_audit_chain(session: Session, tmp_path: Path) -> None:
    admin = User(email="a@example.org", name="A", role=Role.ADMINISTRATOR, created_at=NOW)
    session.add(admin)
    session.commit()
    load(session, write_export(tmp_path / "e"), actor=factories.actor_of(admin))
    assert set(session.scalars(select(AuditEvent.user_id))) == {admin.id}


def test_progress_is_told_to_the_end_of_every_file(session: Session, tmp_path: Path) -> None:
    told: dict[str, tuple[int, int]] = {}
    folder = write_export(tmp_path / "e", Services=[{}])
    load(session, folder, progress=lambda name, read, size: told.update({name: (read, size)}))
    assert {"Client.csv", "Enrollment.csv", "Services.csv", "User.csv"} <= told.keys()
    assert all(read == size for read, size in told.values())


def test_a_long_source_name_fits_and_stays_the_same(session: Session, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "e", Export=[{"SourceID": "s" * 350}])
    load(session, folder)
    report = load(session, folder)
    assert list(report.tallies["clients"]) == [0, 0, 1, 0]
    assert len(one(session, Client).source_system) <= 60


def test_without_a_source_id_the_name_stands_in(session: Session, tmp_path: Path) -> None:
    report = load(session, write_export(tmp_path / "e", Export=[{"SourceID": ""}]))
    assert one(session, Client).source_system == "hmis:Harbor County"
    assert any("stands in" in warning for warning in report.warnings)
