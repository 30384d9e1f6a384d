"""Small HMIS exports written for tests: name what matters, the rest is filled in."""

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from webapp.services.hmis_import import ImportReport, import_hmis

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)

_STAMPS: dict[str, Any] = {
    "DateCreated": "2025-01-02 09:00:00",
    "DateUpdated": "2025-01-02 09:00:00",
    "UserID": "u1",
    "DateDeleted": "",
    "ExportID": "e1",
}
#: One row of each file: what a test does not name.
DEFAULTS: dict[str, dict[str, Any]] = {
    "Export": {
        "ExportID": "e1",
        "SourceType": 1,
        "SourceID": "harbor",
        "SourceName": "Harbor County",
        "ExportDate": "2026-03-09 10:00:00",
        "CSVVersion": "2024 v1.3",
        "HashStatus": 1,
    },
    "Organization": {
        "OrganizationID": "o1",
        "OrganizationName": "Harbor House",
        "VictimServiceProvider": 0,
    },
    "Project": {
        "ProjectID": "p1",
        "OrganizationID": "o1",
        "ProjectName": "Harbor Shelter",
        "ProjectType": 0,
        **_STAMPS,
    },
    "User": {
        "UserID": "u1",
        "UserFirstName": "Ida",
        "UserLastName": "Wells",
        "UserEmail": "ida@example.org",
        **{key: value for key, value in _STAMPS.items() if key != "UserID"},
    },
    "Client": {
        "PersonalID": "c1",
        "FirstName": "Rosa",
        "MiddleName": "Maria",
        "LastName": "Delgado",
        "NameSuffix": "",
        "NameDataQuality": 1,
        "SSN": "",
        "DOB": "1984-05-06",
        "DOBDataQuality": 1,
        "AmIndAKNative": 0,
        "BlackAfAmerican": 1,
        "HispanicLatinaeo": 1,
        "White": 0,
        "RaceNone": "",
        "Woman": 1,
        "Man": 0,
        "VeteranStatus": 0,
        **_STAMPS,
    },
    "Enrollment": {
        "EnrollmentID": "n1",
        "PersonalID": "c1",
        "ProjectID": "p1",
        "EntryDate": "2025-06-01",
        "HouseholdID": "h1",
        "RelationshipToHoH": 1,
        "ReferralSource": "",
        "DateOfEngagement": "",
        "TranslationNeeded": "",
        "PreferredLanguage": "",
        **_STAMPS,
    },
    "Exit": {
        "ExitID": "x1",
        "EnrollmentID": "n1",
        "PersonalID": "c1",
        "ExitDate": "2025-09-01",
        "Destination": 410,
        "OtherDestination": "",
        **_STAMPS,
    },
    "Services": {
        "ServicesID": "s1",
        "EnrollmentID": "n1",
        "PersonalID": "c1",
        "DateProvided": "2025-06-02",
        "RecordType": 200,
        "TypeProvided": 200,
        "OtherTypeProvided": "",
        "FAAmount": "",
        **_STAMPS,
    },
    "CurrentLivingSituation": {
        "CurrentLivingSitID": "l1",
        "EnrollmentID": "n1",
        "PersonalID": "c1",
        "InformationDate": "2025-07-01",
        "CurrentLivingSituation": 116,
        **_STAMPS,
    },
    "Event": {
        "EventID": "v1",
        "EnrollmentID": "n1",
        "PersonalID": "c1",
        "EventDate": "2025-07-05",
        "Event": 13,
        "ReferralResult": 1,
        "ResultDate": "2025-07-09",
        **_STAMPS,
    },
    "Assessment": {
        "AssessmentID": "a1",
        "EnrollmentID": "n1",
        "PersonalID": "c1",
        "AssessmentDate": "2025-08-01",
        "AssessmentType": 3,
        "AssessmentLevel": 2,
        **_STAMPS,
    },
    "HealthAndDV": {
        "HealthAndDVID": "d1",
        "EnrollmentID": "n1",
        "PersonalID": "c1",
        "DomesticViolenceSurvivor": 0,
        "DateDeleted": "",
    },
}


def write_csv(folder: Path, name: str, *rows: dict[str, Any]) -> Path:
    """Write one file: each row is the default row with these values."""
    columns = list(DEFAULTS[name])
    columns += [column for row in rows for column in row if column not in columns]
    text = io.StringIO()
    writer = csv.DictWriter(text, dict.fromkeys(columns), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({**DEFAULTS[name], **row} for row in rows)
    path = folder / f"{name}.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def write_export(folder: Path, **files: list[dict[str, Any]]) -> Path:
    """Write an export of one client in one case, but for the files named here."""
    folder.mkdir(exist_ok=True)
    usual: dict[str, list[dict[str, Any]]] = {
        name: [{}] for name in ("Export", "Organization", "Project", "User", "Client", "Enrollment")
    }
    for name, rows in {**usual, **files}.items():
        write_csv(folder, name, *rows)
    return folder


def zipped(folder: Path, path: Path, prefix: str = "") -> Path:
    """Put the files of a folder into a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, prefix + file.name)
    return path


def load(session: Session, source: Path, **options: Any) -> ImportReport:
    """Import and commit."""
    report = import_hmis(session, source, **{"now": NOW, **options})
    session.commit()
    return report
