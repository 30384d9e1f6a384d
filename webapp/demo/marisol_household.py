"""The Monroe household, each with a case of their own, and who belongs to whom."""

from webapp.demo.shapes import (
    ClientSpec,
    HouseholdSpec,
    NoteSpec,
    Phone,
    RelationSpec,
    RiskStep,
    ServiceSpec,
    StatusStep,
    TaskSpec,
    call,
    office,
    visit,
)
from webapp.domain.cases import CaseStatus, RiskLevel, Tier
from webapp.domain.contacts import ContactMethod
from webapp.domain.notes import NoteTemplate, Section

KEISHA = ClientSpec(
    "keisha",
    "Keisha Monroe",
    "1990-10-23",
    "marisol",
    "family",
    160,
    pronouns="she/her",
    address="12 Harbor Hill, apartment 4",
    safe="Call or text, not between 14:00 and 22:00, she is on shift.",
    phones=(
        Phone("555-0155", call=True, text=True, voicemail=True, times="before 13:00"),
        Phone("555-0156", call=True, text=True, voicemail=True, label="Her mother Loretta"),
    ),
    email="keisha.monroe@example.com",
    referral="school social worker",
    risks=(
        RiskStep(158, RiskLevel.HIGH, "Eviction filed, three children, car broken."),
        RiskStep(
            70,
            RiskLevel.MEDIUM,
            "Eviction withdrawn, payment plan holds. Evenings without her remain thin.",
        ),
    ),
    statuses=(StatusStep(150, CaseStatus.ACTIVE, "Family plan agreed."),),
    notes=(
        visit(
            158,
            "10:30",
            'Table full of letters, she had sorted them into "scary" and "very scary". We opened the second pile first and it was smaller than it looked.',
            80,
        ),
        office(
            141,
            "09:00",
            "Court: judge gave a payment plan of 85 dollars a month on top of rent. She cried in the elevator, then called her mother.",
            90,
        ),
        visit(
            112,
            "10:15",
            "Micah, 4, has words now for everything and uses all of them. Jaylen cooks on two evenings while she works; proud and tired.",
            50,
            present="Jaylen, Micah",
        ),
        call(71, "11:40", "Eviction is withdrawn in writing. She framed the letter."),
        NoteSpec(
            49,
            "10:00",
            ContactMethod.VISIT,
            {
                Section.NARRATIVE: "Quiet morning, pancakes. She asked for nothing this time, wanted to show how it goes.",
                Section.PERSONS_SEEN: "Keisha, Amara (9), Micah (4)",
                Section.PRIVATE_TALK: "Yes, with Keisha; Amara read to me alone afterwards.",
                Section.HOME_CONDITIONS: "Warm, food in the house, heating still loud.",
                Section.HAZARDS: "Window guard missing in the children's room.",
                Section.STRENGTHS: "A calendar all three children can read, with colors.",
                Section.CONCERNS: "Jaylen does the work of a second parent.",
                Section.FOLLOW_UP: "Window guard; evening program for Jaylen.",
            },
            template=NoteTemplate.HOME_VISIT,
            minutes=60,
            correction=(
                Section.PERSONS_SEEN,
                "Keisha, Amara (9), Micah (4), grandmother Loretta for the last ten minutes",
                "I had left out the grandmother.",
            ),
        ),
        call(
            30,
            "12:20",
            "Window guard is in. Shift changes to mornings from next month: evenings at home.",
        ),
        call(
            13,
            "12:05",
            "First week of mornings. Everybody ate at one table, on a weekday. Jaylen tried the basketball night.",
        ),
    ),
    tasks=(
        TaskSpec("Ask how the mornings go", 2, made=13),
        TaskSpec("Car repair fund: second quote", -1, made=30),
        TaskSpec("Window guard, write to the landlord", -40, done=41, made=49),
    ),
    services=(ServiceSpec(141, "Rent help, one month"), ServiceSpec(30, "Window guard")),
)

JAYLEN = ClientSpec(
    "jaylen",
    "Jaylen Monroe",
    "2013-03-02",
    "marisol",
    "family",
    110,
    pronouns="he/him",
    address="12 Harbor Hill, apartment 4",
    safe="Through his mother.",
    referral="school social worker",
    tier=Tier.T1,
    risks=(RiskStep(108, RiskLevel.LOW, "Carries a lot at home; good grades, one close friend."),),
    statuses=(StatusStep(104, CaseStatus.ACTIVE, "Own case so that somebody asks him, too."),),
    notes=(
        office(
            103,
            "15:20",
            'Met at school. Says he is fine before I have asked. Likes chemistry because "things react and it is nobody\'s fault".',
            30,
            place="Harbor Middle School",
        ),
        office(
            64,
            "15:15",
            "Evening program has a place on Thursdays. Worried who will cook; his grandmother will.",
            25,
            place="Harbor Middle School",
        ),
        office(
            14,
            "15:10",
            "Basketball night was loud and good. Somebody else was tired for once, he said, and meant his legs.",
            20,
            place="Harbor Middle School",
        ),
    ),
    tasks=(TaskSpec("Ask the coach about the bus home", 5, made=14),),
)

AMARA = ClientSpec(
    "amara",
    "Amara Monroe",
    "2017-06-15",
    "marisol",
    "family",
    110,
    pronouns="she/her",
    address="12 Harbor Hill, apartment 4",
    safe="Through her mother.",
    referral="school social worker",
    tier=Tier.T0,
    risks=(RiskStep(108, RiskLevel.LOW, "Reads two years ahead, sleeps well, speaks freely."),),
    statuses=(StatusStep(104, CaseStatus.ACTIVE),),
    notes=(
        visit(
            112 - 63,
            "10:40",
            "Read me a whole chapter about whales. Asked whether I have a boss. Said yes; she said good.",
            15,
        ),
        office(
            20,
            "14:30",
            "Teacher and Amara together: reading group for older children from Monday.",
            20,
            place="Harbor Elementary",
        ),
    ),
)

MICAH = ClientSpec(
    "micah",
    "Micah Monroe",
    "2022-02-08",
    "marisol",
    "family",
    110,
    pronouns="he/him",
    address="12 Harbor Hill, apartment 4",
    safe="Through his mother.",
    referral="school social worker",
    tier=Tier.T0,
    risks=(RiskStep(108, RiskLevel.LOW, "Speech caught up, vaccinations complete."),),
    statuses=(
        StatusStep(104, CaseStatus.ACTIVE),
        StatusStep(
            22,
            CaseStatus.HOLDING,
            "Speech check at the clinic comes next; nothing to do until then.",
            48,
        ),
    ),
    notes=(
        visit(
            49,
            "10:20",
            "Named eleven vehicles and one of them was me. Speech clear to a stranger.",
            15,
        ),
    ),
)

STORIES = (KEISHA, JAYLEN, AMARA, MICAH)

HOUSEHOLDS = (
    HouseholdSpec(
        "Monroe household",
        (("keisha", "head"), ("jaylen", "child"), ("amara", "child"), ("micah", "child")),
    ),
)

RELATIONS = (
    RelationSpec("keisha", "mother", name="Loretta Monroe", phone="555-0156"),
    RelationSpec("amal", "son", name="Karim Haddad"),
    RelationSpec("amal", "daughter", name="Leen Haddad"),
    RelationSpec("lucia", "son", name="Mateo, 5"),
    RelationSpec("lucia", "friend", name="Pilar, emergencies only", phone="555-0164"),
    RelationSpec("terrence", "sister", name="Renée Boudreaux", phone="555-0171"),
    RelationSpec("terrence", "parole officer", name="D. Whitley", phone="555-0110"),
    RelationSpec("terrence", "daughter", name="Nia"),
    RelationSpec("minh", "wife", name="Hoa Nguyen"),
    RelationSpec("dolores", "niece", name="Shawna Whitehorse", phone="555-0129"),
    RelationSpec("zoe", "aunt", name="Gerda Price"),
    RelationSpec("samuel", "mother", name="Almaz Tesfaye", phone="555-0141"),
)
