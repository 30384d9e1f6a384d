"""Loading an export again: it brings up to date, doubles nothing, and respects what was done here."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.hmis_files import NOW, load, write_csv, write_export
from webapp.domain.alerts import Sensitivity
from webapp.domain.cases import CaseStatus
from webapp.models import (
    Assignment,
    Base,
    Case,
    Client,
    Household,
    HouseholdMember,
    Program,
    SearchKey,
    ServiceRecord,
    StatusChange,
    User,
)

LATER = "2025-08-01 09:00:00"
EARLIER = "2024-08-01 09:00:00"


def one(session: Session, model: type[Any], **where: Any) -> Any:
    session.expire_all()
    return session.scalars(select(model).filter_by(**where)).one()


def sizes(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
        if table.name != "audit_events"
    }


def full(folder: Path) -> Path:
    return write_export(
        folder,
        Exit=[{}],
        Services=[{}],
        Event=[{}],
        Assessment=[{}],
        CurrentLivingSituation=[{}],
        HealthAndDV=[{"DomesticViolenceSurvivor": 1}],
    )


def test_the_same_export_again_changes_nothing(session: Session, tmp_path: Path) -> None:
    folder = full(tmp_path / "e")
    load(session, folder)
    before = sizes(session)
    stored = session.execute(select(Client.__table__)).all()
    report = load(session, folder)
    assert sizes(session) == before
    assert session.execute(select(Client.__table__)).all() == stored
    assert one(session, Household).revision == 1
    assert all(list(tally)[:2] == [0, 0] for tally in report.tallies.values())
    assert {list(tally)[2] for tally in report.tallies.values()} == {1}


def test_a_newer_row_updates_the_client_and_an_older_one_does_not(
    session: Session, tmp_path: Path
) -> None:
    folder = write_export(tmp_path / "e")
    load(session, folder)
    write_csv(folder, "Client", {"LastName": "Ortiz", "DateUpdated": EARLIER})
    load(session, folder)
    assert one(session, Client).name_used == "Rosa Delgado"
    write_csv(folder, "Client", {"LastName": "Ortiz", "DateUpdated": LATER})
    report = load(session, folder)
    client = one(session, Client)
    assert (client.name_used, client.name_folded) == ("Rosa Ortiz", "rosa ortiz")
    assert client.revision == 2
    assert list(report.tallies["clients"]) == [0, 1, 0, 0]
    keys = set(session.scalars(select(SearchKey.key)))
    assert "t:ortiz" in keys
    assert "t:delgado" not in keys


def test_what_was_put_right_here_is_kept_and_the_report_says_so(
    session: Session, tmp_path: Path
) -> None:
    folder = write_export(tmp_path / "e")
    load(session, folder)
    one(session, Client).name_used = "Rosalía Delgado"
    session.commit()
    newer = {"LastName": "Ortiz", "DOB": "1985-05-06", "DateUpdated": LATER}
    write_csv(folder, "Client", newer)
    report = load(session, folder)
    client = one(session, Client)
    assert client.name_used == "Rosalía Delgado"
    assert client.birth_date == date(1985, 5, 6)
    assert [(found.column, found.line) for found in report.findings] == [("name_used", 2)]
    assert load(session, folder).findings == []


def test_a_field_only_we_changed_is_left_alone_in_silence(session: Session, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "e")
    load(session, folder)
    one(session, Client).demographics = {"race": ["Asian"], "gender": ["Woman"], "veteran": 0}
    session.commit()
    write_csv(folder, "Client", {"VeteranStatus": 1, "DateUpdated": LATER})
    report = load(session, folder)
    assert report.findings == []
    assert one(session, Client).demographics == {
        "race": ["Asian"],
        "gender": ["Woman"],
        "veteran": 1,
    }


def test_a_survivor_learned_of_later_becomes_sensitive_and_stays_as_judged_here(
    session: Session, tmp_path: Path
) -> None:
    folder = write_export(tmp_path / "e")
    load(session, folder)
    write_csv(folder, "HealthAndDV", {"DomesticViolenceSurvivor": 1})
    load(session, folder)
    client = one(session, Client)
    assert (client.sensitivity, client.revision) == (Sensitivity.SENSITIVE, 2)
    client.sensitivity = Sensitivity.NORMAL
    session.commit()
    load(session, folder)
    assert one(session, Client).sensitivity is Sensitivity.NORMAL
    (folder / "HealthAndDV.csv").unlink()
    one(session, Client).sensitivity = Sensitivity.RESTRICTED
    session.commit()
    load(session, folder)
    assert one(session, Client).sensitivity is Sensitivity.RESTRICTED


def test_a_client_deleted_and_restored_at_the_source(session: Session, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "e")
    load(session, folder)
    write_csv(folder, "Client", {"DateDeleted": LATER, "DateUpdated": LATER})
    load(session, folder)
    assert one(session, Client).deleted_at is not None
    write_csv(folder, "Client", {"DateUpdated": "2025-09-01 09:00:00"})
    load(session, folder)
    assert one(session, Client).deleted_at is None


def test_an_exit_that_comes_later_closes_the_case(session: Session, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "e")
    load(session, folder)
    # Its stamp is no newer than the enrollment's: it is still news.
    write_csv(folder, "Exit", {})
    report = load(session, folder)
    assert one(session, Case).status is CaseStatus.CLOSED
    assert one(session, Assignment).ended_at is not None
    assert one(session, HouseholdMember).left_on == date(2025, 9, 1)
    assert one(session, Client).revision == 2
    assert list(report.tallies["cases"]) == [0, 1, 0, 0]
    assert load(session, folder).tallies["cases"].changed == 0


def test_a_case_opened_again_here_is_not_closed_by_the_old_exit(
    session: Session, tmp_path: Path
) -> None:
    folder = write_export(tmp_path / "e", Exit=[{}])
    load(session, folder)
    case = one(session, Case)
    case.status, case.closed_on = CaseStatus.ACTIVE, None
    session.commit()
    load(session, folder)
    assert one(session, Case).status is CaseStatus.ACTIVE


def test_a_case_closed_or_held_here_stays_so(session: Session, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "e")
    load(session, folder)
    one(session, Case).status = CaseStatus.HOLDING
    session.commit()
    write_csv(folder, "Enrollment", {"DateUpdated": LATER, "ReferralSource": 38})
    load(session, folder)
    case = one(session, Case)
    assert (case.status, case.referral_source) == (CaseStatus.HOLDING, "School")


def test_a_corrected_exit_is_followed_and_the_history_keeps_both(
    session: Session, tmp_path: Path
) -> None:
    folder = write_export(tmp_path / "e", Exit=[{}])
    load(session, folder)
    write_csv(folder, "Exit", {"ExitDate": "2025-09-05", "Destination": 24, "DateUpdated": LATER})
    load(session, folder)
    case = one(session, Case)
    assert (case.closed_on, case.status_reason) == (date(2025, 9, 5), "Client died")
    reasons = session.scalars(select(StatusChange.reason).order_by(StatusChange.changed_at)).all()
    assert reasons == [None, "Left to: rented home, no subsidy", "Client died"]


def test_an_exit_deleted_at_the_source_opens_the_case_again(
    session: Session, tmp_path: Path
) -> None:
    folder = write_export(tmp_path / "e", Exit=[{}])
    load(session, folder)
    write_csv(folder, "Exit", {"DateDeleted": LATER, "DateUpdated": LATER})
    load(session, folder)
    case = one(session, Case)
    assert (case.status, case.closed_on) == (CaseStatus.ACTIVE, None)
    assert sorted(it.ended_at is None for it in session.scalars(select(Assignment))) == [
        False,
        True,
    ]


def test_an_enrollment_deleted_at_the_source_closes_its_case(
    session: Session, tmp_path: Path
) -> None:
    folder = write_export(tmp_path / "e")
    load(session, folder)
    write_csv(folder, "Enrollment", {"DateDeleted": LATER, "DateUpdated": LATER})
    load(session, folder)
    case = one(session, Case)
    assert case.status is CaseStatus.CLOSED
    assert "Deleted" in case.status_reason
    assert load(session, folder).tallies["cases"].changed == 0


def test_an_enrollment_that_comes_deleted_is_not_loaded(session: Session, tmp_path: Path) -> None:
    load(session, write_export(tmp_path / "e", Enrollment=[{"DateDeleted": LATER}], Exit=[{}]))
    assert session.scalar(select(func.count()).select_from(Case)) == 0
    assert session.scalar(select(func.count()).select_from(Household)) == 0


def test_records_are_renewed_and_taken_out(session: Session, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "e", CurrentLivingSituation=[{}])
    load(session, folder)
    newer = {"InformationDate": "2025-07-15", "CurrentLivingSituation": 302, "DateUpdated": LATER}
    write_csv(folder, "CurrentLivingSituation", newer)
    load(session, folder)
    record = one(session, ServiceRecord)
    assert record.label == "Living situation: transitional housing"
    client = one(session, Client)
    assert (client.last_contact_at.date(), client.revision) == (date(2025, 7, 15), 2)
    write_csv(folder, "CurrentLivingSituation", newer | {"DateDeleted": LATER})
    load(session, folder)
    assert session.scalar(select(func.count()).select_from(ServiceRecord)) == 0
    assert one(session, Client).last_contact_at is None


def test_a_part_of_an_export_finds_what_came_before(session: Session, tmp_path: Path) -> None:
    load(session, write_export(tmp_path / "e"))
    part = write_export(tmp_path / "part", Client=[{"PersonalID": "c2"}], Exit=[{}], Services=[{}])
    (part / "Enrollment.csv").unlink()
    report = load(session, part)
    assert report.findings == []
    assert one(session, Case).status is CaseStatus.CLOSED
    assert one(session, ServiceRecord).case_id == one(session, Case).id


def test_another_source_with_the_same_numbers_is_other_people(
    session: Session, tmp_path: Path
) -> None:
    load(session, write_export(tmp_path / "e"))
    load(session, write_export(tmp_path / "f", Export=[{"SourceID": "inland"}]))
    numbers = session.scalars(select(Client.case_number).order_by(Client.case_number)).all()
    assert numbers == ["T-1001", "T-1002"]
    assert session.scalar(select(func.count()).select_from(Case)) == 2
    names = session.scalars(select(Program.name).order_by(Program.name)).all()
    assert names == ["Harbor Shelter", "Harbor Shelter (Harbor House)"]
    assert session.scalar(select(func.count()).select_from(User)) == 2


def test_a_worker_who_signs_in_is_not_locked_out_by_the_export(
    session: Session, tmp_path: Path
) -> None:
    folder = write_export(tmp_path / "e")
    load(session, folder)
    ida = one(session, User)
    ida.email, ida.password_hash = "ida.wells@example.org", "x"
    session.commit()
    write_csv(folder, "User", {"DateDeleted": LATER, "DateUpdated": LATER, "UserFirstName": "X"})
    report = load(session, folder)
    user = one(session, User)
    assert (user.deactivated_at, user.name) == (None, "Ida Wells")
    assert [found.column for found in report.findings] == ["DateDeleted"]


def test_a_worker_known_only_from_the_export_is_deactivated_with_it(
    session: Session, tmp_path: Path
) -> None:
    folder = write_export(tmp_path / "e")
    load(session, folder)
    write_csv(folder, "User", {"DateDeleted": LATER, "DateUpdated": LATER, "UserFirstName": "Eva"})
    load(session, folder, now=NOW)
    user = one(session, User)
    assert user.deactivated_at is not None
    assert user.name == "Eva Wells"
