"""What arrives in a HUD HMIS CSV export: its files, and the columns Tend reads from each.

Columns are found by their header, in any order. FY2026 renamed and dropped some: a renamed
column is listed under the name we use, a dropped one is simply not there.
"""

from dataclasses import dataclass, field

#: The layout of an export, by what Export.csv says of itself.
KNOWN_VERSIONS = ("2024", "2026")


@dataclass(frozen=True)
class FileLayout:
    """One file of the export: the columns without which its rows mean nothing, and the rest."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    #: Other headers under which a column arrives: {header in the file: our name}.
    renamed: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        return self.required + self.optional


_STAMPS = ("DateCreated", "DateUpdated", "DateDeleted", "UserID")

RACE_COLUMNS = (
    "AmIndAKNative",
    "Asian",
    "BlackAfAmerican",
    "HispanicLatinao",
    "MidEastNAfrican",
    "NativeHIPacific",
    "White",
)
#: Gone from the export in FY2026.
GENDER_COLUMNS = (
    "Woman",
    "Man",
    "NonBinary",
    "CulturallySpecific",
    "Transgender",
    "Questioning",
    "DifferentIdentity",
)

EXPORT = FileLayout(
    "Export.csv",
    required=(),
    optional=(
        "ExportID",
        "SourceID",
        "SourceName",
        "SoftwareName",
        "CSVVersion",
        "HashStatus",
        "ExportDate",
        "ExportStartDate",
        "ExportEndDate",
    ),
)
ORGANIZATION = FileLayout(
    "Organization.csv",
    required=("OrganizationID",),
    optional=("OrganizationName", "OrganizationCommonName", "VictimServiceProvider"),
)
PROJECT = FileLayout(
    "Project.csv",
    required=("ProjectID",),
    optional=(
        "OrganizationID",
        "ProjectName",
        "ProjectCommonName",
        "OperatingEndDate",
        "ProjectType",
        *_STAMPS,
    ),
)
USER = FileLayout(
    "User.csv",
    required=("UserID",),
    optional=(
        "UserFirstName",
        "UserLastName",
        "UserEmail",
        "DateCreated",
        "DateUpdated",
        "DateDeleted",
    ),
)
CLIENT = FileLayout(
    "Client.csv",
    required=("PersonalID",),
    optional=(
        "FirstName",
        "MiddleName",
        "LastName",
        "NameSuffix",
        "NameDataQuality",
        "SSN",
        "DOB",
        "DOBDataQuality",
        *RACE_COLUMNS,
        "RaceNone",
        "AdditionalRaceEthnicity",
        *GENDER_COLUMNS,
        "GenderNone",
        "DifferentIdentityText",
        "Sex",
        "VeteranStatus",
        *_STAMPS,
    ),
    renamed={"HispanicLatinaeo": "HispanicLatinao"},
)
ENROLLMENT = FileLayout(
    "Enrollment.csv",
    required=("EnrollmentID", "PersonalID", "ProjectID", "EntryDate"),
    optional=(
        "HouseholdID",
        "RelationshipToHoH",
        "ReferralSource",
        "DateOfEngagement",
        "PreferredLanguage",
        "TranslationNeeded",
        *_STAMPS,
    ),
)
EXIT = FileLayout(
    "Exit.csv",
    required=("EnrollmentID", "ExitDate"),
    optional=("ExitID", "PersonalID", "Destination", "OtherDestination", *_STAMPS),
)
SERVICES = FileLayout(
    "Services.csv",
    required=("ServicesID", "PersonalID", "DateProvided", "RecordType"),
    optional=(
        "EnrollmentID",
        "TypeProvided",
        "OtherTypeProvided",
        "MovingOnOtherType",
        "SubTypeProvided",
        "FAAmount",
        "ReferralOutcome",
        *_STAMPS,
    ),
)
LIVING_SITUATION = FileLayout(
    "CurrentLivingSituation.csv",
    required=("CurrentLivingSitID", "PersonalID", "InformationDate"),
    optional=(
        "EnrollmentID",
        "CurrentLivingSituation",
        "VerifiedBy",
        "LocationDetails",
        *_STAMPS,
    ),
)
ASSESSMENT = FileLayout(
    "Assessment.csv",
    required=("AssessmentID", "PersonalID", "AssessmentDate"),
    optional=("EnrollmentID", "AssessmentType", "AssessmentLevel", *_STAMPS),
)
EVENT = FileLayout(
    "Event.csv",
    required=("EventID", "PersonalID", "EventDate"),
    optional=("EnrollmentID", "Event", "ReferralResult", "ResultDate", *_STAMPS),
)
HEALTH_AND_DV = FileLayout(
    "HealthAndDV.csv",
    required=("PersonalID", "DomesticViolenceSurvivor"),
    optional=("HealthAndDVID", "DateDeleted"),
)

#: Files that Tend reads, by their name in small letters.
LAYOUTS = {
    layout.name.lower(): layout
    for layout in (
        EXPORT,
        ORGANIZATION,
        PROJECT,
        USER,
        CLIENT,
        ENROLLMENT,
        EXIT,
        SERVICES,
        LIVING_SITUATION,
        ASSESSMENT,
        EVENT,
        HEALTH_AND_DV,
    )
}
#: Files of the standard that say nothing Tend keeps: not worth a word in the report.
PASSED_OVER = frozenset(
    {
        "affiliation.csv",
        "assessmentquestions.csv",
        "assessmentresults.csv",
        "ceparticipation.csv",
        "disabilities.csv",
        "employmenteducation.csv",
        "funder.csv",
        "hmisparticipation.csv",
        "incomebenefits.csv",
        "inventory.csv",
        "projectcoc.csv",
        "youtheducationstatus.csv",
    }
)
