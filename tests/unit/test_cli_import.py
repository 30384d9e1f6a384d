"""The command `tend import hmis`: what it prints, where the report is, and how it ends."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from tests.conftest import Databases
from tests.hmis_files import write_export, zipped
from webapp.cli_import import import_group
from webapp.database import Database
from webapp.models import Case, Client


@pytest.fixture
def url(databases: Databases, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    made = databases.fresh()
    monkeypatch.setenv("DATABASE_URL", made)
    monkeypatch.setenv("TEND_DATA_DIR", str(tmp_path / "data"))
    return made


def run(*arguments: object) -> Result:
    return CliRunner().invoke(import_group, ["hmis", *map(str, arguments)])


def clients(url: str) -> int:
    database = Database(url)
    with database.reading() as session:
        found = session.scalar(select(func.count()).select_from(Client)) or 0
    database.dispose()
    return found


def test_an_export_is_loaded_and_the_report_is_written(url: str, tmp_path: Path) -> None:
    rows = [{}, {"PersonalID": ""}]
    path = zipped(write_export(tmp_path / "e", Client=rows), tmp_path / "e.zip")
    result = run(path, "--report", tmp_path / "report.csv")
    assert result.exit_code == 0, result.output
    assert clients(url) == 1
    assert "Rows refused: 1" in result.output
    with (tmp_path / "report.csv").open(newline="") as file:
        (refused,) = [row for row in csv.DictReader(file) if row["verdict"] == "refused"]
    assert (refused["file"], refused["line"], refused["column"]) == (
        "Client.csv",
        "3",
        "PersonalID",
    )


def test_the_report_goes_to_the_data_folder_by_itself(url: str, tmp_path: Path) -> None:
    result = run(write_export(tmp_path / "e"))
    assert result.exit_code == 0, result.output
    (report,) = (tmp_path / "data" / "imports").iterdir()
    assert report.name in result.output


def test_dates_are_moved_on_demand(url: str, tmp_path: Path) -> None:
    folder = write_export(
        tmp_path / "e",
        Export=[{"ExportDate": "2021-01-01"}],
        Enrollment=[{"EntryDate": "2020-06-01"}],
    )
    result = run(folder, "--shift-dates")
    assert "were moved by" in result.output
    database = Database(url)
    with database.reading() as session:
        assert session.scalars(select(Case.opened_on)).one().year > 2021
    database.dispose()


def test_what_is_no_export_ends_with_an_error_and_loads_nothing(url: str, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear sir")
    result = run(tmp_path / "letter.txt")
    assert result.exit_code == 1
    assert "cannot be read as a zip file" in result.output
    assert clients(url) == 0


def test_a_client_file_that_cannot_be_used_ends_with_an_error_and_a_report(
    url: str, tmp_path: Path
) -> None:
    folder = write_export(tmp_path / "e")
    (folder / "Client.csv").write_text("Name\nRosa\n")
    result = run(folder, "--report", tmp_path / "report.csv")
    assert result.exit_code == 1
    assert "nothing was loaded" in result.output
    assert "PersonalID" in (tmp_path / "report.csv").read_text()
    assert clients(url) == 0


def test_a_database_without_tables_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    monkeypatch.setenv("TEND_DATA_DIR", str(tmp_path / "data"))
    result = run(write_export(tmp_path / "e"))
    assert result.exit_code == 1
    assert "tend migrate" in result.output
