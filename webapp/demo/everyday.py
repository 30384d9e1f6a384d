"""Everybody else: one line each, with a thread of everyday work."""

from typing import Any

from webapp.demo.shapes import AlertSpec, ClientSpec, Phone, RiskStep, StatusStep
from webapp.demo.threads import THREADS, notes_of, tasks_of
from webapp.domain.alerts import AlertKind
from webapp.domain.cases import CaseStatus, RiskLevel

LOW, MEDIUM, HIGH = RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH
ACTIVE, READY, HOLDING = CaseStatus.ACTIVE, CaseStatus.READY, CaseStatus.HOLDING
INTAKE, REFERRED, CLOSING = CaseStatus.INTAKE, CaseStatus.REFERRED, CaseStatus.CLOSING

_MANNERS = (
    "Call or text, voicemail is fine.",
    "Text first, then call.",
    "Call in the mornings, works at night.",
    "Call after 17:00. No voicemail, the phone is shared.",
)


def everyday(
    key: str,
    name: str,
    born: str,
    worker: str,
    program: str,
    thread: str,
    risk: RiskLevel,
    last: int,
    due: int | None = None,
    *,
    status: CaseStatus = ACTIVE,
    tries: int = 0,
    why: str | None = None,
    review: int | None = None,
    **more: Any,
) -> ClientSpec:
    """Return a client with a thread; ``last``: days since the last contact."""
    story = THREADS[thread]
    opened = last + story.notes[0][0] + 2
    number = sum(map(ord, key)) % 100
    statuses: tuple[StatusStep, ...] = (StatusStep(opened - 1, ACTIVE, "Plan agreed."),)
    if status is not ACTIVE:
        statuses += (StatusStep(max(last - 1, 1), status, why, review),)
    return ClientSpec(
        key,
        name,
        born,
        worker,
        program,
        opened,
        safe=more.pop("safe", _MANNERS[number % 4]),
        phones=more.pop(
            "phones",
            (
                Phone(
                    f"555-01{number:02}", call=True, text=number % 3 > 0, voicemail=number % 4 == 0
                ),
            ),
        ),
        referral=more.pop("referral", "own outreach" if program == "street" else "partner agency"),
        risks=more.pop("risks", (RiskStep(opened, risk, story.risk_reason),)),
        statuses=statuses,
        notes=notes_of(story, last, tries),
        tasks=tasks_of(story, last, due),
        **more,
    )


def new(
    key: str, name: str, born: str, worker: str, program: str, opened: int, **more: Any
) -> ClientSpec:
    """Return somebody nobody has met yet."""
    number = sum(map(ord, key)) % 100
    return ClientSpec(
        key,
        name,
        born,
        worker,
        program,
        opened,
        phones=(Phone(f"555-01{number:02}"),),
        safe="Nobody has asked yet.",
        **more,
    )


MARISOL = (
    everyday("rosalind", "Rosalind Achebe", "1972-03-08", "marisol", "family", "bad_landlord", MEDIUM, 6, 4, address="77 Foundry Street, 2A"),
    everyday("hector", "Héctor Salinas", "1987-12-01", "marisol", "reentry", "probation_fee", HIGH, 5, 2, languages=("es", "en"), address="15 Mill Street"),
    everyday("bao", "Mai Thị Hương", "1999-05-16", "marisol", "family", "language_class", LOW, 20, 8, languages=("vi",), interpreter=True, known_as=("Huong Mai",), address="40 Linden Street"),
    everyday("otis", "Otis Grantham", "1959-07-22", "marisol", "street", "shelter_to_room", MEDIUM, 2, 3, address="Pearl Street rooms, 9", tries=0),
    everyday("fatou", "Fatou Ndiaye-Cole", "1994-01-27", "marisol", "family", "new_baby", MEDIUM, 17, -2, languages=("fr", "en"), address="3 Beacon Court", tries=1),
    everyday("wes", "Wesley Tran-Moore", "1982-04-04", "marisol", "reentry", "sober_steps", HIGH, 6, 0, address="Sober house, 130 Willow Street"),
    everyday("edith", "Edith Vandermeer", "1944-10-10", "marisol", "street", "grief", LOW, 28, 5, address="62 Orchard Lane"),
    everyday("janelle", "Janelle Ibarra", "1998-02-14", "marisol", "reentry", "first_job", MEDIUM, 8, 7, address="c/o Ibarra, 19 Sycamore Street", status=CLOSING, why="Goals of the plan are reached; last talk is set."),
    new("tobias", "Tobias Lindqvist", "1990-08-31", "marisol", "street", 1, first_status=REFERRED, referral="day center, asks for a place indoors"),
)  # fmt: skip

TOM = (
    everyday("gwen", "Gwendolyn Parrish", "1980-09-02", "tom", "family", "school_morning", MEDIUM, 4, 3, address="210 Maple Street"),
    everyday("ifeanyi", "Ifeanyi Okafor", "1986-06-06", "tom", "family", "benefit_stop", MEDIUM, 9, 1, address="88 Harbor Hill"),
    everyday("soledad", "Soledad Cruz Peña", "1969-11-18", "tom", "family", "grandparent_care", LOW, 12, 6, languages=("es",), address="31 Vine Street"),
    everyday("yusuf", "يوسف الخطيب", "1992-03-25", "tom", "family", "language_class", LOW, 16, 12, languages=("ar", "en"), legal="Yusuf Al-Khatib", known_as=("Yusuf Al-Khatib",), interpreter=True, address="56 Maple Street, 4C"),
    everyday("bettina", "Bettina Kruger", "1978-05-05", "tom", "street", "night_terrors", HIGH, 12, -1, tries=2, address="Pearl Street rooms, 3",
             alerts=(AlertSpec(AlertKind.SAFE_TIMES, "Knock, say your name, step back from the door.", 60),)),
    everyday("leroy", "Leroy Jackson Jr.", "1964-12-24", "tom", "street", "shelter_to_room", MEDIUM, 15, 2, tries=1),
    everyday("mina", "Mina Rostami", "1995-08-08", "tom", "family", "new_baby", LOW, 5, 4, languages=("fa", "en"), address="9 Elm Court"),
    everyday("carl", "Carl-Erik Nyberg", "1957-02-19", "tom", "street", "clinic_again", MEDIUM, 3, 9, no_address=True),
    everyday("dominique", "Dominique St. Clair", "2000-10-03", "tom", "family", "first_job", LOW, 21, 10, pronouns="they/them", address="4 Station Street"),
    everyday("patience", "Patience Owusu", "1983-01-15", "tom", "family", "car_repair", MEDIUM, 7, 5, address="17 Alder Street"),
    everyday("ruben", "Rubén Olvera", "1976-07-29", "tom", "reentry", "probation_fee", HIGH, 3, 1, languages=("es", "en"), address="52 Commerce Street"),
    everyday("shira", "Shira Feldman", "1989-04-11", "tom", "family", "waiting_list", MEDIUM, 11, 3, address="With friends, 6 Spruce Street"),
    everyday("anh", "Trịnh Quốc Anh", "1971-09-09", "tom", "reentry", "sober_steps", MEDIUM, 13, 1, languages=("vi", "en"), known_as=("Anh Trinh",), status=HOLDING, why="In a day program until the end of next month.", review=25),
    everyday("lorraine", "Lorraine Duquette", "1953-06-30", "tom", "street", "grief", LOW, 18, 6, address="14 Pond Street"),
    everyday("isaiah", "Isaiah Whitfield", "2003-03-17", "tom", "reentry", "id_card", MEDIUM, 2, 2, address="c/o aunt, 71 Grove Street"),
    everyday("noemi", "Noémi Szabó", "1997-11-21", "tom", "family", "bad_landlord", MEDIUM, 10, 4, languages=("hu", "en"), address="77 Foundry Street, 3B"),
    everyday("abel", "Abel Mengistu", "1988-08-13", "tom", "street", "benefit_stop", MEDIUM, 6, None, languages=("am", "en"), status=READY, why="All papers are here, first visit next.", no_address=True),
    new("coretta", "Coretta Bloom", "1993-09-27", "tom", "family", 3, referral="school social worker"),
)  # fmt: skip

SHORELINE = (
    everyday("pilar", "Pilar Montero", "1974-02-02", "hana", "family", "grandparent_care", MEDIUM, 8, 4, languages=("es", "en"), address="25 Locust Street"),
    everyday("jun", "佐藤純", "1963-05-20", "hana", "street", "shelter_to_room", LOW, 14, 7, languages=("ja", "en"), legal="Jun Sato", known_as=("Jun Sato",)),
    everyday("delphine", "Delphine Marchetti", "1991-07-04", "hana", "family", "school_morning", LOW, 9, 5, address="39 Birch Street"),
    everyday("kwame", "Kwame Boateng", "1985-10-31", "hana", "reentry", "first_job", MEDIUM, 6, 3, address="11 Dock Street"),
    everyday("siobhan", "Siobhán O'Leary", "1979-03-17", "hana", "family", "waiting_list", MEDIUM, 13, 2, address="2 Ferry Street"),
    everyday("teodoro", "Teodoro Quispe", "1967-01-06", "hana", "street", "clinic_again", HIGH, 10, 0, tries=1, languages=("es",), no_address=True),
    everyday("rukhsana", "Rukhsana Malik", "1994-12-12", "hana", "family", "night_terrors", HIGH, 4, 2, languages=("ur", "en"), address="Confidential"),
    everyday("ezra", "Ezra Goldwyn", "2005-08-24", "hana", "street", "id_card", MEDIUM, 3, 1, no_address=True),
    everyday("annika", "Annika Bergström", "1982-06-18", "hana", "family", "car_repair", LOW, 11, 8, address="60 Lake Street"),
    everyday("moses", "Moses Kiplagat", "1977-04-29", "hana", "reentry", "sober_steps", MEDIUM, 5, 5, address="Sober house, 130 Willow Street"),
    everyday("lena", "Lena Dubrovskaya", "1950-11-11", "hana", "street", "grief", LOW, 22, 9, languages=("ru", "en"), address="8 Chestnut Street"),
    everyday("tyrell", "Tyrell Banks", "1999-09-19", "hana", "reentry", "probation_fee", MEDIUM, 9, -1, address="44 Market Street"),
    everyday("xochitl", "Xóchitl Ramos", "2002-05-05", "andre", "family", "new_baby", MEDIUM, 6, 3, languages=("es", "en"), address="21 Juniper Street"),
    everyday("gordon", "Gordon McAllister", "1961-02-28", "andre", "street", "shelter_to_room", MEDIUM, 16, 1, tries=2),
    everyday("amina", "Amina Sheikh Nur", "1987-07-17", "andre", "family", "language_class", LOW, 19, 11, languages=("so",), interpreter=True, address="5 Summit Street"),
    everyday("paul", "Paul Running Deer", "1973-10-08", "andre", "reentry", "first_job", LOW, 25, 6, address="33 River Street"),
    everyday("viola", "Viola Bancroft", "1947-12-30", "andre", "street", "clinic_again", LOW, 15, 7, address="Senior Inn, 300 Front Street, room 9"),
    everyday("jerome", "Jérôme Toussaint", "1990-01-20", "andre", "reentry", "id_card", HIGH, 7, 1, languages=("ht", "fr", "en"), address="12 Canal Street"),
    everyday("hyejin", "박혜진", "1984-03-03", "andre", "family", "bad_landlord", MEDIUM, 8, 4, languages=("ko", "en"), legal="Hye-jin Park", known_as=("Hye-jin Park",), address="77 Foundry Street, 1C"),
    everyday("monty", "Montgomery Hale", "1955-08-16", "andre", "street", "benefit_stop", MEDIUM, 4, 2, no_address=True),
    everyday("sagal", "Sagal Warsame", "1996-06-09", "andre", "family", "waiting_list", MEDIUM, 12, 5, languages=("so", "en"), address="48 Elm Street"),
    everyday("clement", "Clement Bassey", "1970-05-31", "andre", "reentry", "car_repair", LOW, 10, 6, address="90 Union Street"),
)  # fmt: skip
