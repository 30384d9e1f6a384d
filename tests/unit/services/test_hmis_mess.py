"""Exports as they really arrive: what is broken costs itself, and nothing is half-written."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.hmis_files import NOW, load, write_csv, write_export
from webapp.database import Database
from webapp.models import Agency, AuditEvent, Base, Case, Client, Program, ServiceRecord, User
from webapp.services import hmis_import
from webapp.services.hmis_export import NotAnExport
from webapp.services.hmis_import import import_hmis
from webapp.services.hmis_report import ImportReport


def count(session: Session, model: type[Any], **where: Any) -> int:
    return session.scalar(select(func.count()).select_from(model).filter_by(**where)) or 0


def found(report: ImportReport) -> list[tuple[str, str, int | None, str]]:
    return [(it.verdict.value, it.file, it.line, it.column) for it in report.findings]


def test_rows_that_speak_of_nobody_are_refused(session: Session, tmp_path: Path) -> None:
    nobody = {"PersonalID": "c9"}
    folder = write_export(
        tmp_path / "e",
        Enrollment=[{}, {"EnrollmentID": "n9", **nobody}],
        Exit=[{"EnrollmentID": "n8", "ExitID": "x8"}],
        Services=[{"ServicesID": "s9", **nobody}, {"ServicesID": "s8", "EnrollmentID": "n8"}],
    )
    report = load(session, folder)
    assert found(report) == [
        ("refused", "Enrollment.csv", 3, "PersonalID"),
        ("refused", "Exit.csv", 2, "EnrollmentID"),
        ("refused", "Services.csv", 2, "PersonalID"),
        ("doubtful", "Services.csv", 3, "EnrollmentID"),
    ]
    assert count(session, Case) == 1
    assert count(session, ServiceRecord, case_id=None) == 1


def test_codes_that_are_not_in_the_list_are_doubted_not_lost(
    session: Session, tmp_path: Path
) -> None:
    folder = write_export(
        tmp_path / "e",
        Client=[{"VeteranStatus": 999, "DOBDataQuality": "x"}],
        Exit=[{"Destination": 999}],
        Services=[{"RecordType": 999, "TypeProvided": 3}],
    )
    report = load(session, folder)
    assert {it.column: it.value for it in report.findings} == {
        "VeteranStatus": "999",
        "DOBDataQuality": "text of 1 characters",
        "Destination": "999",
        "RecordType": "999",
    }
    assert session.scalars(select(ServiceRecord.label)).all() == ["Other service"]


def test_dates_that_cannot_be_are_said(session: Session, tmp_path: Path) -> None:
    folder = write_export(
        tmp_path / "e",
        Client=[
            {"DOB": "08-MAY-67"},
            {"PersonalID": "c2", "DOB": "2085-01-01"},
            {"PersonalID": "c3", "DOB": "never"},
            {"PersonalID": "c4", "DateUpdated": "25-12-21"},
        ],
        Enrollment=[
            {},
            {"EnrollmentID": "n2", "EntryDate": "2031-01-01"},
            {"EnrollmentID": "n3", "EntryDate": ""},
            {"EnrollmentID": "n4", "PersonalID": "c2"},
        ],
        Exit=[{"ExitDate": "2020-01-01"}, {"EnrollmentID": "n4", "ExitDate": "2031-01-01"}],
        Services=[{"DateProvided": "2031-01-01"}, {"ServicesID": "s2", "DateProvided": "soon"}],
    )
    report = load(session, folder)
    assert set(found(report)) == {
        ("doubtful", "Client.csv", 2, "DOB"),
        ("doubtful", "Client.csv", 3, "DOB"),
        ("doubtful", "Client.csv", 4, "DOB"),
        ("doubtful", "Client.csv", 5, "DateUpdated"),
        ("refused", "Enrollment.csv", 3, "EntryDate"),
        ("refused", "Enrollment.csv", 4, "EntryDate"),
        ("doubtful", "Enrollment.csv", 2, "RelationshipToHoH"),
        ("doubtful", "Exit.csv", 2, "ExitDate"),
        ("refused", "Exit.csv", 3, "ExitDate"),
        ("refused", "Services.csv", 2, "DateProvided"),
        ("doubtful", "Services.csv", 3, "DateProvided"),
        ("refused", "Services.csv", 3, "DateProvided"),
    }
    born = {client.source_key: client.birth_date for client in session.scalars(select(Client))}
    assert born["c1"] is not None
    assert born["c1"].isoformat() == "1967-05-08"
    assert born["c2"] is born["c3"] is None
    assert count(session, Case) == 2


def test_what_stands_twice_is_loaded_once_the_newer_row_wins(
    session: Session, tmp_path: Path
) -> None:
    newer = {"DateUpdated": "2025-03-01 09:00:00"}
    folder = write_export(
        tmp_path / "e",
        Client=[{"FirstName": "New", **newer}, {"FirstName": "Old"}],
        Enrollment=[{}, {"EntryDate": "2025-06-03", **newer}],
        Services=[{}, {"DateProvided": "2025-06-04", **newer}, {}],
    )
    report = load(session, folder)
    assert [count(session, model) for model in (Client, Case, ServiceRecord)] == [1, 1, 1]
    assert session.scalars(select(Client.name_used)).one() == "New Delgado"
    assert session.scalars(select(Case.opened_on)).one().isoformat() == "2025-06-03"
    assert session.scalars(select(ServiceRecord.provided_on)).one().isoformat() == "2025-06-04"
    assert [(file, line) for _, file, line, _ in found(report)] == [
        ("Client.csv", 3),
        ("Enrollment.csv", 3),
        ("Services.csv", 3),
        ("Services.csv", 4),
    ]


def test_keys_of_32_hexadecimal_characters_are_keys(session: Session, tmp_path: Path) -> None:
    key = "d41d8cd98f00b204e9800998ecf8427e"
    folder = write_export(
        tmp_path / "e", Client=[{"PersonalID": key}], Enrollment=[{"PersonalID": key}]
    )
    assert load(session, folder).findings == []
    assert session.scalars(select(Client.source_key)).one() == key


def test_rows_without_a_key_are_refused(session: Session, tmp_path: Path) -> None:
    folder = write_export(
        tmp_path / "e",
        Client=[{}, {"PersonalID": ""}, {"PersonalID": "9" * 500}],
        Services=[{"ServicesID": ""}],
    )
    assert found(load(session, folder)) == [
        ("refused", "Client.csv", 3, "PersonalID"),
        ("refused", "Client.csv", 4, "PersonalID"),
        ("refused", "Services.csv", 2, "ServicesID"),
    ]


def test_a_broken_file_costs_its_own_rows(session: Session, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "e", Services=[{}], CurrentLivingSituation=[{}])
    (folder / "Services.csv").write_bytes(b"ServicesID;PersonalID\n1;c1\n2;c1\n")
    (folder / "User.csv").write_bytes(bytes(range(256)) * 20)
    report = load(session, folder)
    assert count(session, ServiceRecord) == 1
    assert count(session, Case) == 1
    refused = {it.file for it in report.findings if it.verdict == "refused"}
    assert refused == {"Services.csv", "User.csv"}


@pytest.mark.parametrize(
    "name", ["Organization", "Project", "User", "Enrollment", "Exit", "Services", "HealthAndDV"]
)
def test_any_other_file_may_be_missing(session: Session, tmp_path: Path, name: str) -> None:
    folder = write_export(tmp_path / "e", Exit=[{}], Services=[{}], HealthAndDV=[{}])
    (folder / f"{name}.csv").unlink()
    report = load(session, folder)
    assert count(session, Client) == 1
    assert report.tallies["clients"].created == 1


def test_a_project_nobody_described_gets_a_program_and_its_name_later(
    session: Session, tmp_path: Path
) -> None:
    folder = write_export(tmp_path / "e")
    (folder / "Project.csv").unlink()
    load(session, folder)
    assert session.scalars(select(Program.name)).one() == "Program p1"
    write_csv(folder, "Project", {})
    load(session, folder)
    assert session.scalars(select(Program.name)).one() == "Harbor Shelter"
    assert count(session, Case) == 1


def test_text_that_does_not_fit_is_cut_not_lost(session: Session, tmp_path: Path) -> None:
    folder = write_export(
        tmp_path / "e",
        Client=[{"FirstName": "A" * 5000, "AdditionalRaceEthnicity": "B" * 5000}],
        Project=[{"ProjectName": "C" * 5000}],
        User=[{"UserFirstName": "D" * 5000, "UserEmail": "e" * 300 + "@example.org"}],
        Exit=[{"Destination": 17, "OtherDestination": "F" * 9000}],
        Services=[{"OtherTypeProvided": "G" * 9000}],
    )
    load(session, folder)
    assert len(session.scalars(select(Client.name_used)).one()) == 200
    assert len(session.scalars(select(Case.status_reason)).one() or "") <= 4000


def test_a_client_file_without_a_client_loads_nothing(db: Database, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "e", Client=[{"PersonalID": ""}])
    with pytest.raises(NotAnExport, match="no client") as caught, db.writing() as session:
        import_hmis(session, folder, now=NOW)
    assert caught.value.report is not None
    assert caught.value.report.refused == 1
    assert_untouched(db)


def test_an_export_that_does_not_say_whose_it_is_is_refused(db: Database, tmp_path: Path) -> None:
    unnamed = {"SourceID": "", "SourceName": "", "ExportID": ""}
    folder = write_export(tmp_path / "e", Export=[unnamed])
    with pytest.raises(NotAnExport, match="where the export comes from"), db.writing() as session:
        import_hmis(session, folder, now=NOW)
    assert_untouched(db)


@pytest.mark.parametrize("step", ["load_cases", "load_records", "_renew_summaries", "_record"])
def test_a_failed_import_leaves_nothing_half_written(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(hmis_import, step, fail)
    folder = write_export(tmp_path / "e", Services=[{}])
    with pytest.raises(OSError, match="disk is full"), db.writing() as session:
        import_hmis(session, folder, now=NOW)
    assert_untouched(db)


def assert_untouched(db: Database) -> None:
    with db.reading() as session:
        for table in Base.metadata.sorted_tables:
            rows = session.scalar(select(func.count()).select_from(table))
            assert rows == 0, f"{table.name} has {rows} rows"
        assert [count(session, model) for model in (Agency, AuditEvent, User)] == [0, 0, 0]


def test_the_report_repeats_nothing_personal(session: Session, tmp_path: Path) -> None:
    folder = write_export(
        tmp_path / "e",
        Client=[{"SSN": "12-4", "DOB": "the 5th of May", "VeteranStatus": "Rosa says no"}],
        Enrollment=[{"PersonalID": "secret-person"}],
        User=[{"UserEmail": "rosa at example"}],
    )
    report = load(session, folder, keep_ssn=True)
    report.write_csv(tmp_path / "report.csv")
    written = (tmp_path / "report.csv").read_text()
    assert report.doubtful >= 4
    for personal in ("12-4", "5th of May", "Rosa", "secret-person", "rosa at"):
        assert personal not in written
