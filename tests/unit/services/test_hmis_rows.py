"""Reading one file of an export: a broken row costs itself, a broken file its own rows."""

from pathlib import Path

import pytest

from webapp.schemas.hmis import CLIENT, EXIT
from webapp.services import hmis_rows
from webapp.services.hmis_export import ExportFile
from webapp.services.hmis_report import ImportReport, Verdict, kind_of
from webapp.services.hmis_rows import Row, read_rows


def read(tmp_path: Path, content: bytes) -> tuple[list[Row], ImportReport]:
    path = tmp_path / "Client.csv"
    path.write_bytes(content)
    report = ImportReport()
    file = ExportFile("Client.csv", len(content), lambda: path.open("rb"))
    return list(read_rows(file, CLIENT, report)), report


def names(rows: list[Row]) -> list[str]:
    return [f"{row['PersonalID']} {row['FirstName']}" for row in rows]


@pytest.mark.parametrize(
    "content",
    [
        b"PersonalID,FirstName\n1,Ann\n2,Bo\n",
        b"FirstName,PersonalID\nAnn,1\nBo,2\n",
        b'"PersonalID","FirstName"\r\n"1","Ann"\r\n"2","Bo"\r\n',
        b'\xef\xbb\xbf"PersonalID",FirstName\n1,Ann\n2,Bo',
        b"\xef\xbb\xbfPersonalID,FirstName\n1,Ann\n\n2,Bo\n\n",
        b"PersonalID , FirstName,Other\n 1 , Ann,x\n2,Bo,y\n",
        b"PersonalID,FirstName\r1,Ann\r2,Bo\r",
        "PersonalID,FirstName\n1,Ann\n2,Bo\n".encode("utf-16"),
        b"PersonalID,FirstName\n1,Ann,,\n2,Bo,\n",
        b"PersonalID,FirstName\r1,Ann\r\n2,Bo\n",
    ],
    ids=[
        "plain",
        "order",
        "quoted",
        "bom-quoted",
        "bom",
        "spaces",
        "mac",
        "utf-16",
        "commas",
        "mixed",
    ],
)
def test_a_file_is_read_however_it_is_written(tmp_path: Path, content: bytes) -> None:
    rows, report = read(tmp_path, content)
    assert names(rows) == ["1 Ann", "2 Bo"]
    assert report.findings == []


def test_a_row_knows_its_line_and_which_columns_its_file_has(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, b'PersonalID,FirstName\n1,"Ann\nMarie"\n2,Bo\n')
    assert [(row.line, row["FirstName"]) for row in rows] == [(2, "Ann\nMarie"), (4, "Bo")]
    assert rows[0].has("FirstName")
    assert not rows[0].has("LastName")
    assert rows[0]["LastName"] == ""


def test_an_open_quote_costs_its_own_row_only(tmp_path: Path) -> None:
    rows, report = read(tmp_path, b'PersonalID,FirstName\n1,"Ann\n2,Bo\n3,Cy\n4,"Di\n5,Ed\n')
    assert names(rows) == ["2 Bo", "3 Cy", "5 Ed"]
    assert [(found.line, found.verdict) for found in report.findings] == [
        (2, Verdict.REFUSED),
        (5, Verdict.REFUSED),
    ]
    assert report.refused == 2


def test_an_open_quote_in_a_long_file_does_not_swallow_it(tmp_path: Path) -> None:
    lines = b"".join(b"%d,Bo\n" % number for number in range(2, 5000))
    rows, report = read(tmp_path, b'PersonalID,FirstName\n1,"Ann\n' + lines)
    assert len(rows) == 4998
    assert report.refused == 1


def test_quotes_inside_quotes_are_read_and_doubted(tmp_path: Path) -> None:
    rows, report = read(tmp_path, b'PersonalID,FirstName\n"1","Ann "Annie" Lee"\n"2","Bo"\n')
    assert names(rows)[1] == "2 Bo"
    assert "Annie" in rows[0]["FirstName"]
    assert [(found.line, found.verdict) for found in report.findings] == [(2, Verdict.DOUBTFUL)]


def test_rows_of_another_length_are_refused(tmp_path: Path) -> None:
    rows, report = read(tmp_path, b"PersonalID,FirstName\n1\n2,Bo\n3,Cy,surplus\n")
    assert names(rows) == ["2 Bo"]
    assert [found.line for found in report.findings] == [2, 4]
    assert "1 values" in report.findings[0].reason


def test_zero_bytes_are_taken_out_and_said(tmp_path: Path) -> None:
    rows, report = read(tmp_path, b"PersonalID,FirstName\n1,A\0nn\n")
    assert names(rows) == ["1 Ann"]
    assert report.doubtful == 1


def test_windows_letters_are_read_and_said_once(tmp_path: Path) -> None:
    content = "PersonalID,FirstName\n1,José\n2,Zoë\n3,’Ann\n".encode("cp1252")
    rows, report = read(tmp_path, content)
    assert [row["FirstName"] for row in rows] == ["José", "Zoë", "’Ann"]
    assert [(found.line, found.rows) for found in report.findings] == [(2, 3)]


def test_a_line_without_end_is_refused_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hmis_rows, "MOST_LINE", 100)
    rows, report = read(tmp_path, b"PersonalID,FirstName\n1," + b"A" * 1000 + b"\n2,Bo\n")
    assert names(rows) == ["2 Bo"]
    assert [(found.line, found.verdict) for found in report.findings] == [(2, Verdict.REFUSED)]


def test_a_value_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    rows, report = read(tmp_path, b"PersonalID,FirstName\n1," + b"A" * 200_000 + b"\n2,Bo\n")
    assert names(rows) == ["2 Bo"]
    assert [(found.line, found.verdict) for found in report.findings] == [(2, Verdict.REFUSED)]


def test_a_missing_column_refuses_every_row_of_the_file_in_one_finding(tmp_path: Path) -> None:
    rows, report = read(tmp_path, b"personalid,FirstName\n1,Ann\n2,Bo\n")
    assert rows == []
    (found,) = report.findings
    assert (found.column, found.rows, report.refused) == ("PersonalID", 2, 2)
    assert "written personalid here" in found.reason


def test_a_column_that_stands_twice_is_said(tmp_path: Path) -> None:
    rows, report = read(tmp_path, b"PersonalID,FirstName,FirstName\n1,Ann,Bo\n")
    assert names(rows) == ["1 Ann"]
    assert [found.column for found in report.findings] == ["FirstName"]


def test_a_renamed_column_is_found_under_its_old_name(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, b"PersonalID,HispanicLatinaeo\n1,1\n")
    assert rows[0]["HispanicLatinao"] == "1"


def test_an_empty_file_is_said_and_gives_nothing(tmp_path: Path) -> None:
    rows, report = read(tmp_path, b"")
    assert rows == []
    assert report.warnings == ["Client.csv is empty."]


def test_no_file_gives_no_rows_and_no_complaint() -> None:
    report = ImportReport()
    assert list(read_rows(None, EXIT, report)) == []
    assert report.findings == []


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("", "empty"),
        ("123-45-6789", "like a date, not readable as one"),
        ("123456789", "number of 9 digits"),
        ("Delgado", "text of 7 characters"),
        ("d41d8cd98f00b204e9800998ecf8427e", "32 hexadecimal characters"),
    ],
)
def test_a_value_is_described_without_giving_it_away(value: str, kind: str) -> None:
    assert kind_of(value) == kind


def test_a_report_of_a_thoroughly_broken_file_stays_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.services.hmis_report.MOST_FINDINGS", 3)
    _, report = read(tmp_path, b"PersonalID,FirstName\n" + b"1\n" * 10)
    assert (report.refused, len(report.findings), report.left_out) == (10, 3, 7)
    report.write_csv(tmp_path / "report.csv")
    assert "7 further findings" in (tmp_path / "report.csv").read_text()


def test_a_report_is_for_its_owner_and_no_formula(tmp_path: Path) -> None:
    report = ImportReport()
    report.refuse("Client.csv", 3, "Why not.", column="Destination", value="=1+1")
    path = tmp_path / "deep" / "report.csv"
    report.write_csv(path)
    assert "'=1+1" in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
