"""Marisol Vega's people met on the street, told in full."""

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
    outreach,
    text_message,
    tried,
    visit,
)
from webapp.domain.alerts import AlertKind
from webapp.domain.cases import CaseStatus, RiskLevel, Tier
from webapp.domain.contacts import ContactMethod
from webapp.domain.notes import NoteTemplate, Section

LIHUA = ClientSpec(
    "lihua",
    "王丽华",
    "1956-12-11",
    "marisol",
    "street",
    58,
    legal="Lihua Wang",
    known_as=("Lihua Wang", "Auntie Wang"),
    pronouns="she/her",
    languages=("zh", "en"),
    address="Senior Inn, 300 Front Street, room 22",
    safe="Call the Inn's desk, they knock on her door. Slowly, please; her hearing is poor on the left.",
    phones=(Phone("555-0181", call=True, text=False, voicemail=True, label="Senior Inn desk"),),
    referral="street outreach, found sleeping at the ferry terminal",
    risks=(
        RiskStep(
            57,
            RiskLevel.HIGH,
            "Nearly seventy and sleeping at the terminal since her roommate died and the lease ended.",
        ),
        RiskStep(21, RiskLevel.MEDIUM, "Room at the Inn for 60 days, eats regularly.", 60),
    ),
    statuses=(StatusStep(52, CaseStatus.ACTIVE, "Room found, housing application next."),),
    notes=(
        outreach(
            57,
            "21:30",
            "Found her behind the ticket machines with two very neat bags. Wanted nothing at first, then tea. Took it when I drank mine.",
            40,
            place="Ferry terminal",
        ),
        outreach(
            55,
            "20:50",
            "Second tea. Her roommate of nineteen years died, the lease was in the roommate's name. Agreed to look at a room, only look.",
            45,
            place="Ferry terminal",
        ),
        office(
            52,
            "14:30",
            "Looked, and stayed. Room 22, window to the water. She put her radio on the sill before she took her coat off.",
            60,
        ),
        visit(
            34,
            "10:30",
            "Hearing test done, waiting for the device. Teaches two neighbors to fold dumplings in the shared kitchen.",
            40,
        ),
        office(
            17,
            "10:00",
            "Senior housing form is half done; income letter missing. She has 61 years of documents in one biscuit tin.",
            60,
        ),
        call(15, "16:00", "Social security mails the income letter this week."),
        visit(
            7,
            "11:00",
            "Income letter came. Form complete but for one signature from the Inn. Radio plays opera, she conducts a little when she thinks nobody looks.",
            45,
        ),
    ),
    tasks=(
        TaskSpec("Hand in the senior housing application", 5, hard=True, made=17),
        TaskSpec("Signature from the Inn's manager", 1, made=7),
        TaskSpec("Pick up the hearing aid with her", 12, made=34),
    ),
    services=(
        ServiceSpec(52, "Room, 60 days", "Senior Inn, paid by the county."),
        ServiceSpec(34, "Hearing test"),
    ),
)

RAY = ClientSpec(
    "ray",
    "Raymond Kowalski",
    "1968-05-27",
    "marisol",
    "street",
    221,
    known_as=("Ray", "Captain"),
    pronouns="he/him",
    no_address=True,
    safe="No phone most days. Ask at the fish market before 08:00 or under the Canal Street bridge.",
    phones=(
        Phone(
            "555-0119",
            call=True,
            text=True,
            voicemail=None,
            label="Fish market, ask for Joyce",
            times="05:00 to 09:00",
        ),
    ),
    referral="own outreach",
    tier=Tier.T3,
    alerts=(
        AlertSpec(
            AlertKind.MEDICAL,
            "Wound on the left leg, no feeling in the toes. If it smells or he is hot: emergency room, he agreed beforehand.",
            30,
            source="street nurse",
            review_in=10,
        ),
    ),
    risks=(
        RiskStep(
            219, RiskLevel.MEDIUM, "Sleeps outside by choice for years, knows every safe spot."
        ),
        RiskStep(31, RiskLevel.HIGH, "Leg wound, lost his tent and bag in the sweep.", 2),
    ),
    statuses=(StatusStep(190, CaseStatus.ACTIVE, "Agreed to see the nurse every week."),),
    notes=(
        outreach(
            220,
            "06:40",
            'Coffee at the fish market. Was a ship\'s cook for 22 years. Will not sleep indoors: "walls lean on me".',
            25,
            place="Fish market",
        ),
        outreach(
            180,
            "07:10",
            "Street nurse looked at the leg, cleaned it. He swore in four languages and apologized in two.",
            30,
            present="Street nurse",
        ),
        tried(
            151,
            "06:50",
            "Not at the market, Joyce has not seen him for two days.",
            ContactMethod.OUTREACH,
        ),
        outreach(
            149,
            "19:20",
            "Under the Canal Street bridge. Had helped a friend move. Surprised that anyone had looked for him.",
            20,
        ),
        outreach(
            96,
            "07:00",
            "Veterans' card came after all: he cooked on a supply ship for the Navy for two years and never told anyone.",
            35,
        ),
        outreach(
            31,
            "06:30",
            "Tent and bag were taken in the sweep, the leg is open again. Gave him the spare tent and wool socks. Let the nurse bandage him at once, which is new.",
            50,
            present="Street nurse",
        ),
        outreach(
            24,
            "06:45",
            "Leg no worse. Talked about the boat shelter: no walls that lean, he says, only planks. Might look.",
            20,
        ),
        outreach(
            16,
            "07:05",
            "Looked at the boat shelter from the quay. Counted the exits. Three. Good.",
            30,
        ),
        outreach(
            9,
            "06:40",
            "Two nights on the boat. Cooked for eleven people, left before dawn because of the snoring.",
            25,
        ),
        outreach(
            3,
            "06:55",
            "Leg cleaner. Four nights on the boat this week. The shelter asked whether he would cook on Fridays, paid. He pretended to think about it.",
            30,
            present="Street nurse",
        ),
    ),
    tasks=(
        TaskSpec("Nurse and leg, fish market 06:45", 1, made=3),
        TaskSpec("Call the boat shelter about the Friday cook", 2, made=3),
        TaskSpec("Veterans' benefits: first form", 14, made=20),
    ),
    services=(ServiceSpec(31, "Tent, wool socks"), ServiceSpec(96, "Veterans' card")),
)

ZOE = ClientSpec(
    "zoe",
    "Zoë Hartmann-Price",
    "2007-04-19",
    "marisol",
    "street",
    74,
    legal="Zachary Price",
    pronouns="they/them",
    no_address=True,
    safe="Text any time. Use Zoë, also on envelopes; the legal name only where the law asks for it.",
    phones=(Phone("555-0187", call=False, text=True, voicemail=False),),
    email="zoe.hp@example.com",
    referral="youth drop-in, left foster care at 18",
    risks=(
        RiskStep(
            73,
            RiskLevel.MEDIUM,
            "Sleeps on friends' couches, finishing school, one aunt who answers.",
            16,
        ),
    ),
    statuses=(
        StatusStep(
            66, CaseStatus.ACTIVE, "Wants to finish the diploma first, then a place of their own."
        ),
    ),
    notes=(
        office(
            72,
            "16:00",
            "Zoë brought a friend and a skateboard, both sat between us at first. Left with a bus card and my number on their hand.",
            40,
        ),
        NoteSpec(
            59,
            "16:30",
            ContactMethod.OFFICE,
            {
                Section.SUBJECTIVE: '"School is the only place where my name is my name."',
                Section.OBJECTIVE: "Has moved couches four times in two months. Attendance 94 percent all the same.",
                Section.ASSESSMENT: "Steady at what matters to them. Sleep and food are the weak points.",
                Section.PLAN: "Transitional place for young people, application together next week.",
            },
            template=NoteTemplate.SOAP,
            minutes=45,
        ),
        text_message(
            45,
            "15:12",
            'Application is in. Zoë asked what "other" means in the box for gender and then crossed it out and wrote Zoë.',
        ),
        NoteSpec(
            38,
            "16:00",
            ContactMethod.OFFICE,
            {
                Section.SCHEDULED_FOR: "16:00 at the office",
                Section.REASON_KNOWN: "Exam the next day, forgot.",
                Section.ATTEMPTS: "Text at 16:20, answered 18:05.",
                Section.RISK_CHECK: "No concern, answered with an apology and a cat picture.",
                Section.RESCHEDULE: "Two days later, 15:30 at school.",
            },
            template=NoteTemplate.MISSED,
        ),
        office(
            36,
            "15:30",
            "Met at school. Second on the list for the transitional place. Aunt Gerda would take them in for a week or two.",
            30,
            place="Eastside High",
        ),
        text_message(25, "12:40", "Passed mathematics. Wrote it in capitals."),
        office(
            11,
            "16:10",
            "First on the list now. Afraid to hope; we made a list of what would go on the shelf. Seven things, the skateboard counts as furniture.",
            35,
        ),
    ),
    tasks=(
        TaskSpec("Call the transitional house", 1, made=11),
        TaskSpec("Name change: fee waiver form", -4, made=36),
        TaskSpec("Warm coat from the store room", 3, made=11),
    ),
)

CURTIS = ClientSpec(
    "curtis",
    "Curtis Mabry",
    "1974-01-12",
    "marisol",
    "street",
    92,
    pronouns="he/him",
    no_address=True,
    safe="Number changes often. Message board at the day center, first name only.",
    phones=(Phone("555-0101", call=True, text=True, voicemail=True, label="Not answering lately"),),
    referral="day center",
    risks=(
        RiskStep(
            90,
            RiskLevel.MEDIUM,
            "Drinks in the evenings, has a warm place with a cousin when sober.",
        ),
    ),
    statuses=(
        StatusStep(84, CaseStatus.ACTIVE),
        StatusStep(
            12,
            CaseStatus.UNREACHABLE,
            "Four attempts by three ways since the cousin moved. Day center knows to call us.",
            18,
        ),
    ),
    notes=(
        outreach(84, "17:10", "Chess at the day center. He wins, kindly.", 30, place="Day center"),
        outreach(
            47,
            "17:00",
            "Cousin moves to another county next month. Would not talk about it, played badly for once.",
            25,
            place="Day center",
        ),
        tried(29, "17:05", "Number is off. Day center has not seen him this week."),
        tried(
            24, "17:20", "Not at the day center. Left a note on the board.", ContactMethod.OUTREACH
        ),
        tried(18, "12:00", "Text to the old number, not delivered.", ContactMethod.TEXT),
        tried(
            13,
            "10:30",
            "Went by the cousin's house, empty. Neighbor thinks he went along to help with the move.",
            ContactMethod.VISIT,
        ),
    ),
    tasks=(TaskSpec("Ask at the day center again", 1, made=12),),
)

DOLORES = ClientSpec(
    "dolores",
    "Dolores Whitehorse",
    "1949-09-30",
    "marisol",
    "street",
    320,
    pronouns="she/her",
    address="Riverside Apartments, 2 Water Street, 1C",
    safe="Call the landline, let it ring long. Her niece may know everything.",
    phones=(
        Phone("555-0128", call=True, text=False, voicemail=False, times="before 19:00"),
        Phone("555-0129", call=True, text=True, voicemail=True, label="Niece Shawna"),
    ),
    referral="senior center",
    tier=Tier.T1,
    risks=(
        RiskStep(318, RiskLevel.MEDIUM, "Fell twice, heating off, nobody visits."),
        RiskStep(150, RiskLevel.LOW, "Heating works, niece comes on Sundays, alarm button worn."),
    ),
    statuses=(StatusStep(310, CaseStatus.ACTIVE),),
    notes=(
        visit(
            316,
            "14:00",
            "Sat in her coat. Heating had been off since the pipe froze. Stayed until the repair man was there; learned a lot about beadwork.",
            120,
        ),
        visit(
            240,
            "14:30",
            "Alarm button fits under her sleeve. She pressed it to see whether it is true. It is.",
            40,
        ),
        call(165, "11:00", "Niece Shawna visits on Sundays now. Energy grant approved."),
        visit(
            98,
            "14:10",
            "Showed me a finished bag, two months of work. Blood pressure pills are in the weekly box, right day.",
            45,
        ),
        call(66, "11:20", "A cold, better already. Shawna brings soup."),
        visit(
            24,
            "14:20",
            "Well. Wants to teach beadwork at the senior center if somebody drives her.",
            45,
        ),
    ),
    tasks=(TaskSpec("Ask the senior center about a ride", 1, made=24),),
    services=(ServiceSpec(165, "Energy grant"), ServiceSpec(240, "Alarm button")),
)

STORIES = (LIHUA, RAY, ZOE, CURTIS, DOLORES)
