"""Opening an export: folders and zips, and zips that mean harm."""

import zipfile
from pathlib import Path

import pytest

from tests.hmis_files import write_export, zipped
from webapp.schemas.hmis import CLIENT, SERVICES
from webapp.services import hmis_export
from webapp.services.hmis_export import NotAnExport, open_export
from webapp.services.hmis_report import ImportReport
from webapp.services.hmis_rows import read_rows


@pytest.mark.parametrize("prefix", ["", "export 2026/", "a\\b\\"])
def test_a_zip_gives_the_same_files_as_its_folder(tmp_path: Path, prefix: str) -> None:
    folder = write_export(tmp_path / "export")
    with open_export(folder) as one, open_export(zipped(folder, tmp_path / "e.zip", prefix)) as two:
        assert one.files.keys() == two.files.keys()
        rows = [list(read_rows(it.get("Client.csv"), CLIENT, ImportReport())) for it in (one, two)]
        assert rows[0][0]["PersonalID"] == rows[1][0]["PersonalID"] == "c1"


def test_a_folder_in_the_folder_is_looked_into(tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    write_export(outer / "inner")
    with open_export(outer) as export:
        assert export.get("client.csv") is not None


def test_files_of_others_are_passed_over_with_a_note(tmp_path: Path) -> None:
    folder = write_export(tmp_path / "export")
    (folder / "CustomAssessments.csv").write_text("a,b\n1,2\n")
    (folder / "Funder.csv").write_text("FunderID\n1\n")
    with open_export(folder) as export:
        assert export.notes == ["Not part of the HMIS standard, not read: CustomAssessments.csv."]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("people.zip", b"PK\x03\x04 not really", "cannot be read as a zip file"),
        ("people.csv", b"PersonalID\n1\n", "cannot be read as a zip file"),
        ("people.zip", b"", "cannot be read as a zip file"),
    ],
)
def test_what_is_no_zip_is_refused(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(NotAnExport, match=sentence), open_export(tmp_path / name):
        pass


@pytest.mark.parametrize("missing", ["Export", "Client"])
def test_without_its_two_main_files_it_is_no_export(tmp_path: Path, missing: str) -> None:
    folder = write_export(tmp_path / "export")
    (folder / f"{missing}.csv").unlink()
    with pytest.raises(NotAnExport, match=f"no {missing}.csv"), open_export(folder):
        pass


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotAnExport, match="no file or folder"), open_export(tmp_path / "gone.zip"):
        pass


@pytest.mark.parametrize(
    "name", ["../Client.csv", "/etc/Client.csv", "C:/Client.csv", "a/../../Client.csv"]
)
def test_names_that_lead_out_of_the_zip_are_not_read(tmp_path: Path, name: str) -> None:
    folder = write_export(tmp_path / "export")
    (folder / "Client.csv").unlink()
    path = zipped(folder, tmp_path / "e.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "PersonalID\n1\n")
    with pytest.raises(NotAnExport, match=r"no Client.csv"), open_export(path):
        pass


def test_a_zip_bomb_is_refused_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hmis_export, "RATIO_MATTERS_FROM", 1 << 20)
    folder = write_export(tmp_path / "export")
    (folder / "Services.csv").write_bytes(b"ServicesID\n" + b"\n" * (4 << 20))
    path = zipped(folder, tmp_path / "e.zip")
    with pytest.raises(NotAnExport, match="grows beyond all measure"), open_export(path):
        pass


def test_a_zip_with_too_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hmis_export, "MOST_FILES", 3)
    path = zipped(write_export(tmp_path / "export"), tmp_path / "e.zip")
    with pytest.raises(NotAnExport, match="holds more than"), open_export(path):
        pass


def test_a_damaged_file_in_a_zip_costs_its_own_rows(tmp_path: Path) -> None:
    folder = write_export(
        tmp_path / "export", Services=[{"ServicesID": f"s{n}"} for n in range(2000)]
    )
    path = zipped(folder, tmp_path / "e.zip")
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("Services.csv")
        place = entry.header_offset + 30 + len("Services.csv") + entry.compress_size // 2
    content = bytearray(path.read_bytes())
    content[place : place + 40] = bytes(40)
    path.write_bytes(bytes(content))
    report = ImportReport()
    with open_export(path) as export:
        rows = list(read_rows(export.get("Services.csv"), SERVICES, report))
    assert len(rows) < 2000
    assert any("damaged" in found.reason for found in report.findings)
