"""Marisol Vega's people in Reentry whose stories are told in full."""

from webapp.demo.shapes import (
    AlertSpec,
    ClientSpec,
    NoteSpec,
    Phone,
    RiskStep,
    ServiceSpec,
    StatusStep,
    TaskSpec,
    call,
    office,
    text_message,
    tried,
    visit,
)
from webapp.domain.alerts import AlertKind
from webapp.domain.cases import CaseStatus, RiskLevel, Tier
from webapp.domain.contacts import ContactMethod
from webapp.domain.notes import NoteTemplate, Section

TERRENCE = ClientSpec(
    "terrence",
    "Terrence Boudreaux",
    "1988-03-14",
    "marisol",
    "reentry",
    196,
    known_as=("T-Bo",),
    pronouns="he/him",
    address="Harbor House, 41 Dock Street, room 12",
    safe="Text first, he does not pick up unknown numbers. Voicemail is shared with the house.",
    phones=(
        Phone(
            "555-0114", call=True, text=True, voicemail=False, times="after 16:00, works mornings"
        ),
        Phone("555-0171", call=True, text=False, voicemail=True, label="Sister Renée"),
    ),
    referral="state parole, early release",
    tier=Tier.T3,
    alerts=(
        AlertSpec(
            AlertKind.ABSCOND_RISK,
            "Left the area for four days when an earlier hearing came close. Call his sister first.",
            60,
            source="parole officer D. Whitley",
        ),
    ),
    risks=(
        RiskStep(190, RiskLevel.HIGH, "Just released, no income, room for 90 days only."),
        RiskStep(
            110,
            RiskLevel.MEDIUM,
            "Works, sees his parole officer on time, calmer since the room was extended.",
        ),
        RiskStep(
            24,
            RiskLevel.HIGH,
            "Hours at the bakery were cut, rent is behind and the hearing is set. Sleeps badly.",
            6,
        ),
    ),
    statuses=(StatusStep(182, CaseStatus.ACTIVE, "Plan agreed and signed."),),
    notes=(
        office(
            195,
            "10:00",
            "First talk. Came straight from the bus with one bag. Wants three things, in this order: ID, work, to see his daughter Nia. Hungry; ate both sandwiches from the fridge and laughed about it.",
            60,
        ),
        visit(
            188,
            "15:30",
            "Saw the room at Harbor House. Clean, door locks, window does not close fully; house manager will fix it. He put Nia's school picture on the wall first.",
            40,
        ),
        office(
            176,
            "09:15",
            "ID forms done, birth certificate is on its way from Louisiana. Opened a bank account together, he had not been inside a bank for eleven years.",
            75,
        ),
        NoteSpec(
            161,
            "11:00",
            ContactMethod.OFFICE,
            {
                Section.GOAL: "Steady work within two months.",
                Section.INTERVENTION: "Practised the interview twice, the second time with the question about the gap he fears most.",
                Section.RESPONSE: 'Found his own sentence for it: "I did my time and I kept my hands busy." Sat up straight when he said it.',
                Section.PLAN: "Interview at the bakery in three days at 06:30. I text him at 05:30.",
            },
            template=NoteTemplate.GIRP,
            minutes=50,
        ),
        text_message(
            158,
            "05:31",
            "Woke him by text for the interview. Answered at once: already on the bus.",
        ),
        call(
            157,
            "17:05",
            "Got the job. Four mornings a week, 04:00 to 10:00. Asked me to say it again slowly so he could hear it.",
        ),
        visit(
            130,
            "16:20",
            "Tired but proud. Pays rent from his own money for the first time. Sister Renée was there, brought gumbo.",
            35,
            present="Sister Renée",
        ),
        NoteSpec(
            104,
            "14:00",
            ContactMethod.CALL,
            {
                Section.INFORMATION: "Parole officer Whitley: all reports on time, two clean tests, no concerns.",
                Section.SOURCE: "Parole officer D. Whitley",
                Section.CONSENT_BASIS: "Release signed at intake, valid for a year.",
                Section.RELIABILITY: "First hand.",
                Section.FOLLOW_UP: "None until the mid-year report.",
            },
            template=NoteTemplate.COLLATERAL,
            minutes=15,
        ),
        visit(
            83,
            "16:10",
            "First supervised visit with Nia went well, two hours in the park. She asked whether he bakes the bread with the seeds. He does.",
            40,
        ),
        office(
            55,
            "11:10",
            "Hours cut from four mornings to two. Did the numbers together: rent is short by 140 dollars a month. Asked the bakery owner in his presence whether evenings are possible; she will see.",
            45,
        ),
        tried(41, "16:30", "No answer, texted to ask for a call back."),
        call(
            40,
            "16:15",
            "Called back. Behind with rent this month. House manager gives him until the end of next month. Hearing about the old fines was set; he found the letter under the door.",
        ),
        NoteSpec(
            24,
            "15:45",
            ContactMethod.VISIT,
            {
                Section.NARRATIVE: 'He had not slept. Talked about leaving "before they take it all again". No thoughts of harming himself, asked directly. Agreed to stay at Renée\'s for two nights.',
                Section.PERSONS_SEEN: "Terrence, sister Renée on the phone",
                Section.PRIVATE_TALK: "Yes, in his room.",
                Section.HOME_CONDITIONS: "Room tidy as always.",
                Section.CONCERNS: "The last time a hearing came close he left for four days.",
                Section.STRENGTHS: "Called me himself before deciding anything.",
                Section.FOLLOW_UP: "Legal aid this week; I go with him.",
            },
            template=NoteTemplate.HOME_VISIT,
            minutes=70,
            place="Harbor House, room 12",
            addendum="Renée confirmed this morning that he slept at her place and went to work from there.",
        ),
        office(
            16,
            "12:00",
            "Legal aid with him. Attorney thinks the fines can be turned into community service if he shows three months of pay stubs. He has all of them in a shoe box, in order.",
            60,
        ),
        call(
            9,
            "16:20",
            "Attorney needs the stubs copied by the hearing. Sounded flat. Ate, slept five hours. Will bring the shoe box to the office.",
        ),
        tried(
            4,
            "16:35",
            "Did not come with the shoe box and does not answer. Left no voicemail because the house shares it.",
            ContactMethod.CALL,
        ),
    ),
    tasks=(
        TaskSpec("Copy pay stubs for the attorney", 1, hard=True, made=9),
        TaskSpec("Hearing about the old fines, go with him", 2, hard=True, made=40),
        TaskSpec("Ask Harbor House for a rent plan", -3, made=24),
        TaskSpec("Call sister Renée if he cannot be reached by tomorrow", 0, made=4),
        TaskSpec("Request birth certificate", -170, done=172, made=190),
        TaskSpec("Mid-year report to parole", -60, done=62, made=104),
    ),
    services=(
        ServiceSpec(194, "Bus pass, 30 days"),
        ServiceSpec(176, "ID fee paid", "State ID, paid from the client fund."),
        ServiceSpec(157, "Work clothes voucher", "Shoes and two shirts."),
        ServiceSpec(16, "Legal aid referral", "Community Law Center, fines clinic."),
    ),
)

MINH = ClientSpec(
    "minh",
    "Nguyễn Văn Minh",
    "1979-11-02",
    "marisol",
    "reentry",
    410,
    legal="Minh Van Nguyen",
    pronouns="he/him",
    languages=("vi", "en"),
    address="218 Linden Street, apartment 3",
    safe="Any time by phone. His wife Hoa may take messages.",
    phones=(Phone("555-0126", call=True, text=True, voicemail=True),),
    email="minh.nguyen@example.com",
    referral="county jail release planning",
    tier=Tier.T1,
    risks=(
        RiskStep(
            405, RiskLevel.HIGH, "Released after six years to a family he hardly knew any more."
        ),
        RiskStep(
            290,
            RiskLevel.MEDIUM,
            "Home, working in his cousin's garage, arguments have become talks.",
        ),
        RiskStep(
            120,
            RiskLevel.LOW,
            "A year without an incident, certificate in hand, savings for two months.",
        ),
    ),
    statuses=(StatusStep(398, CaseStatus.ACTIVE, "Moved home to his wife and son."),),
    notes=(
        office(
            404,
            "13:30",
            "First talk, wife Hoa came too. He listens more than he speaks. Wants to be a mechanic with papers, not only with hands.",
            60,
            present="Hoa Nguyen",
        ),
        visit(
            360,
            "18:00",
            "Dinner was on the table so I stayed for tea. Son Bao, 9, showed me his dinosaur list. Minh knew six of them by heart.",
            50,
        ),
        call(
            301,
            "12:10",
            "Argued with Hoa about money. Slept in the garage one night, came back with breakfast. Asked for the couples' group.",
        ),
        office(
            233,
            "10:45",
            "Course fee approved. Starts the brake certificate in the evening school.",
            30,
        ),
        NoteSpec(
            150,
            "17:20",
            ContactMethod.OFFICE,
            {
                Section.DATA: "Passed the written exam with 88 of 100. Practical exam is next.",
                Section.ASSESSMENT: "Holds his plan without me; my part is becoming small, as it should.",
                Section.PLAN: "Contact once a month. He calls if anything slips.",
            },
            template=NoteTemplate.DAP,
            minutes=30,
        ),
        text_message(
            121, "19:40", "Sent a picture of the certificate with Bao holding it upside down."
        ),
        call(
            88,
            "12:30",
            "All well. Saves forty dollars a week. Asked how closing a case works; told him we do it together and the door stays open.",
        ),
        call(
            52,
            "12:15",
            "Hoa's mother is ill in San Jose, may travel for a week. Parole agreed in writing, I have seen the mail.",
        ),
        visit(
            19,
            "17:45",
            "Back from San Jose. Mother-in-law better. Bao reads English to him now and corrects his accent; Minh says it is the best school he had.",
            30,
        ),
    ),
    tasks=(
        TaskSpec("Talk about closing, bring the plan from the first month", 9, made=19),
        TaskSpec("Send course certificate to parole", -110, done=112, made=121),
    ),
    services=(ServiceSpec(233, "Course fee", "Brake certificate, evening school."),),
)

SAMUEL = ClientSpec(
    "samuel",
    "Samuel Tesfaye",
    "1993-06-21",
    "marisol",
    "reentry",
    265,
    pronouns="he/him",
    languages=("en", "am"),
    address="Bridgeway residential program, 9 Orchard Lane",
    safe="Only through the program's front desk until he finishes; ask for the counselor.",
    phones=(
        Phone(
            "555-0139",
            call=True,
            text=False,
            voicemail=False,
            label="Bridgeway front desk",
            times="10:00 to 16:00",
        ),
        Phone(
            "555-0140",
            call=False,
            text=False,
            voicemail=False,
            label="Own phone, kept by the program",
        ),
    ),
    referral="drug court",
    risks=(
        RiskStep(260, RiskLevel.HIGH, "Two overdoses last year, waiting for a bed."),
        RiskStep(74, RiskLevel.MEDIUM, "In residential treatment, safe and watched over."),
    ),
    statuses=(
        StatusStep(250, CaseStatus.ACTIVE, "Bed search and court dates."),
        StatusStep(
            74,
            CaseStatus.HOLDING,
            "In residential treatment at Bridgeway. Active again when he has a discharge date.",
            -2,
        ),
    ),
    notes=(
        office(
            262,
            "11:00",
            "Came with his mother. Says little in front of her, a lot once she had gone for coffee. Wants a bed, not a lecture.",
            55,
        ),
        NoteSpec(
            201,
            "22:10",
            ContactMethod.CALL,
            {
                Section.WHAT_HAPPENED: "Mother called: found him asleep and hard to wake, naloxone given by his cousin.",
                Section.IMMEDIATE_DANGER: "Yes. Breathing by the time I called back.",
                Section.ACTIONS_TAKEN: "Ambulance was on its way; stayed on the phone with his mother until they arrived.",
                Section.NOTIFIED: "Supervisor Denise Holloway at 22:40.",
                Section.SAFETY_PLAN: "Nobody uses alone; two naloxone kits in the apartment; he calls me or the line.",
                Section.DEBRIEF: "With Denise the next morning. I slept, eventually.",
            },
            template=NoteTemplate.CRISIS,
            minutes=50,
            present="Mother, by phone",
        ),
        visit(
            200,
            "14:00",
            "At the hospital. Ashamed and very polite. We laughed once, about the gown. Asked me to keep looking for the bed.",
            40,
        ),
        call(
            140,
            "09:30",
            "Third on Bridgeway's list. Goes to the morning group every day in the meantime.",
        ),
        call(76, "15:00", "Bed on Monday. He packed the same evening."),
        NoteSpec(
            46,
            "13:00",
            ContactMethod.CALL,
            {
                Section.INFORMATION: "Counselor: attends everything, cooks for the house on Sundays, has begun to sleep.",
                Section.SOURCE: "Bridgeway counselor",
                Section.CONSENT_BASIS: "Two-way release on file.",
                Section.RELIABILITY: "First hand.",
                Section.FOLLOW_UP: "Ask about the discharge date in six weeks.",
            },
            template=NoteTemplate.COLLATERAL,
            minutes=15,
        ),
    ),
    tasks=(TaskSpec("Ask Bridgeway for a discharge date", -2, made=46),),
    services=(ServiceSpec(201, "Naloxone kits, two"), ServiceSpec(76, "Ride to Bridgeway")),
)

MARCUS = ClientSpec(
    "marcus",
    "Marcus Ellery",
    "2001-01-30",
    "marisol",
    "reentry",
    4,
    pronouns="he/him",
    address="c/o grandmother, 77 Cedar Street",
    safe="Grandmother answers; say only your first name.",
    phones=(
        Phone(
            "555-0148", call=True, text=None, voicemail=False, label="Grandmother's kitchen phone"
        ),
    ),
    referral="state parole, released last week",
    risks=(
        RiskStep(
            4, RiskLevel.MEDIUM, "First weeks out, lives with his grandmother, no income yet."
        ),
    ),
    notes=(
        tried(
            2,
            "11:20",
            "Grandmother says he is out looking for work. Left my first name and the office hours.",
        ),
    ),
    tasks=(TaskSpec("First contact: try after 18:00, else go by the house", 0, made=2),),
)

DARNELL = ClientSpec(
    "darnell",
    "Darnell Okoye-Smith",
    "1985-09-09",
    "marisol",
    "reentry",
    88,
    pronouns="he/him",
    address="Sober house, 130 Willow Street",
    safe="Call or text, evenings. House phone only in an emergency.",
    phones=(Phone("555-0152", call=True, text=True, voicemail=True, times="18:00 to 21:00"),),
    referral="county jail release planning",
    risks=(
        RiskStep(
            86,
            RiskLevel.HIGH,
            "Ninety days sober, first time living outside an institution since he was 19.",
        ),
        RiskStep(
            30, RiskLevel.MEDIUM, "Sponsor found, works nights, house is content with him.", 50
        ),
    ),
    statuses=(StatusStep(80, CaseStatus.ACTIVE, "Moved into the sober house."),),
    notes=(
        office(
            85,
            "09:00",
            "Had his questions on a card, numbered. The seventh was whether he may be afraid. Told him it is the sanest one.",
            50,
        ),
        visit(
            71,
            "18:30",
            "House meeting went well, he took the dishes. Roommate snores, he bought ear plugs instead of arguing.",
            40,
        ),
        NoteSpec(
            58,
            "18:10",
            ContactMethod.OFFICE,
            {
                Section.BEHAVIOUR: "Arrived shaking, passed the corner where he used to buy.",
                Section.INTERVENTION: "Walked two rounds around the block with him, called the sponsor on speaker.",
                Section.RESPONSE: "Hands calm after the second round. Named three other ways home.",
                Section.PLAN: "Takes the Ferry Street bus from now on.",
            },
            template=NoteTemplate.BIRP,
            minutes=45,
        ),
        call(43, "19:00", "Ferry Street bus works. Night shift at the warehouse from Sunday."),
        NoteSpec(
            31,
            "19:15",
            ContactMethod.CALL,
            {
                Section.NARRATIVE: "Four months sober today. House sang for him. Wants his son to know; we will write the letter together."
            },
            minutes=15,
            late=5,
            late_reason="Was ill from the next morning on; written from my paper notes.",
        ),
        visit(
            12,
            "18:20",
            "Letter to his son is written, two pages, no excuses in it. He will sleep on it before we send it.",
            45,
        ),
        NoteSpec(
            2,
            "18:40",
            ContactMethod.CALL,
            {
                Section.NARRATIVE: "Slept on it three times. Wants one sentence out, the one about his own father. Otherwise it may go."
            },
            minutes=15,
            is_draft=True,
        ),
    ),
    tasks=(
        TaskSpec("Send the letter, if he still wants to", 3, made=12),
        TaskSpec("Check the night bus schedule with him", 6, made=12),
    ),
)

STORIES = (TERRENCE, MINH, SAMUEL, MARCUS, DARNELL)
