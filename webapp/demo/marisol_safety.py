"""A woman who plans to leave, and a household new to the country: Marisol Vega's families."""

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
    visit,
)
from webapp.domain.alerts import AlertKind, Sensitivity
from webapp.domain.cases import CaseStatus, RiskLevel, Tier
from webapp.domain.contacts import ContactMethod
from webapp.domain.notes import NoteTemplate, Section

LUCIA = ClientSpec(
    "lucia",
    "Lucía Fernández Ortega",
    "1991-08-05",
    "marisol",
    "family",
    47,
    pronouns="she/her",
    languages=("es", "en"),
    address="Confidential. Meet only at places agreed by text.",
    safe='Text only, weekdays 09:00 to 15:00: "Hola, su cita de lectura". Never call, no voicemail, no mail.',
    sensitivity=Sensitivity.SENSITIVE,
    phones=(
        Phone("555-0163", call=False, text=True, voicemail=False, times="weekdays 09:00 to 15:00"),
        Phone(
            "555-0164",
            call=True,
            text=False,
            voicemail=False,
            label="Friend Pilar, emergencies only",
        ),
    ),
    referral="hospital social worker",
    tier=Tier.T4,
    alerts=(
        AlertSpec(
            AlertKind.DANGER_TO_CLIENT,
            "Her husband reads her phone in the evenings and has asked at two offices where she goes. Say nothing to anybody who calls.",
            45,
            source="Lucía, first talk",
            review_in=5,
        ),
        AlertSpec(
            AlertKind.NO_VOICEMAIL_OR_TEXT,
            "No voicemail ever. Texts only in the words agreed with her.",
            45,
            review_in=20,
        ),
        AlertSpec(
            AlertKind.TWO_WORKERS,
            "Two of us at every meeting outside the library.",
            20,
            source="Denise Holloway",
            review_in=14,
        ),
    ),
    risks=(
        RiskStep(
            46, RiskLevel.HIGH, "Bruised wrist, controlled money and phone, child of five at home."
        ),
        RiskStep(
            8,
            RiskLevel.CRITICAL,
            'He found the bag she had packed. Said he would "find her anywhere". Wants to leave within days.',
            0,
        ),
    ),
    statuses=(StatusStep(44, CaseStatus.ACTIVE, "Safety plan agreed."),),
    notes=(
        office(
            46,
            "10:10",
            'First talk in Spanish, at the library\'s reading room. Mateo, 5, drew trucks. She had not told anyone before. "No quiero que me tengan lástima, quiero un plan." So we made a plan.',
            80,
            place="Central library, reading room",
        ),
        NoteSpec(
            40,
            "10:00",
            ContactMethod.OFFICE,
            {
                Section.SUBJECTIVE: "Sleeps in Mateo's room. He counts the money and the kilometers on the car.",
                Section.OBJECTIVE: "Wrist healing. Alert, clear, watches the door.",
                Section.ASSESSMENT: "Knows her danger precisely. Leaving is the riskiest time, she says so herself.",
                Section.PLAN: "Papers copied and kept here. Code sentence agreed. Pilar has the second key.",
            },
            template=NoteTemplate.SOAP,
            minutes=60,
        ),
        text_message(33, "09:20", "Agreed sentence, answered within ten minutes. All as before."),
        office(
            26,
            "10:15",
            "Birth certificates, Mateo's vaccination card and her passport are copied and in our safe. She breathed out when the safe closed.",
            40,
        ),
        text_message(
            20,
            "11:05",
            "Could not come, he stayed home. She answered that she is all right and will write first.",
        ),
        office(
            15,
            "09:40",
            "Advocate from Casa Segura met us. A place for two can be ready in 48 hours once she says so. No address was said or written.",
            55,
            present="Advocate of Casa Segura, Tom Achterberg",
        ),
        NoteSpec(
            8,
            "12:30",
            ContactMethod.OFFICE,
            {
                Section.WHAT_HAPPENED: 'He found the packed bag last night and emptied it on the floor. No blows. "Te encuentro donde sea."',
                Section.IMMEDIATE_DANGER: "Not this hour: he works until 18:00. Tonight is uncertain.",
                Section.ACTIONS_TAKEN: "Went through the plan again. She chose to go home tonight and leave on a workday; her choice, her reasons are good.",
                Section.NOTIFIED: "Denise Holloway at 12:50, Casa Segura at 13:00. Police: she decides, number ready.",
                Section.SAFETY_PLAN: "If the porch light is off, Pilar calls 911. Text at 09:00 every weekday.",
                Section.DEBRIEF: "With Denise at 16:00.",
            },
            template=NoteTemplate.CRISIS,
            minutes=70,
            present="Tom Achterberg",
        ),
        text_message(6, "09:02", 'Agreed sentence. Answer: "leyendo", which means all right.'),
        text_message(4, "09:04", 'Answer: "leyendo".'),
        NoteSpec(
            3,
            "10:20",
            ContactMethod.OFFICE,
            {
                Section.NARRATIVE: "Two minutes at the library while Mateo chose books. She leaves on the agreed morning, after he drives off. Casa Segura holds the place.",
                Section.PURPOSE: "Confirm the day.",
                Section.NEEDS: "Car seat, medicine for Mateo's asthma.",
            },
            minutes=10,
            place="Central library",
            present="Tom Achterberg",
        ),
        text_message(
            1,
            "09:03",
            'Answer: "leyendo", and a truck for Mateo\'s drawing. Car seat is in my trunk.',
        ),
    ),
    tasks=(
        TaskSpec("Text at 09:00, agreed sentence", 0, made=8),
        TaskSpec("The agreed morning: ride with Tom, back entrance", 2, hard=True, made=3),
        TaskSpec("Refill Mateo's inhaler", 1, made=3),
        TaskSpec("Copy papers into the safe", -26, done=26, made=40),
    ),
    services=(
        ServiceSpec(26, "Safe keeping of papers"),
        ServiceSpec(3, "Car seat from the family fund"),
    ),
)

AMAL = ClientSpec(
    "amal",
    "أمل حداد",
    "1984-02-17",
    "marisol",
    "family",
    133,
    legal="Amal Haddad",
    known_as=("Amal Haddad", "Um Karim"),
    pronouns="she/her",
    languages=("ar",),
    interpreter=True,
    address="56 Maple Street, apartment 2B",
    safe="Call through the interpreter line, mornings. Her brother-in-law must not interpret.",
    phones=(Phone("555-0175", call=True, text=True, voicemail=True, times="09:00 to 12:00"),),
    referral="resettlement agency",
    alerts=(
        AlertSpec(
            AlertKind.MEDICAL,
            "Diabetic, on insulin. Keeps it in the neighbor's fridge when the power is off.",
            80,
            review_in=30,
        ),
    ),
    risks=(
        RiskStep(
            130, RiskLevel.HIGH, "Power cut off, insulin not cooled, four people in one room."
        ),
        RiskStep(62, RiskLevel.MEDIUM, "Power is back, own apartment, clinic knows her now."),
    ),
    statuses=(StatusStep(124, CaseStatus.ACTIVE, "Plan agreed with interpreter."),),
    notes=(
        visit(
            131,
            "10:00",
            "With interpreter Yasmin on speaker. Power was cut a week ago; insulin sits in cold water. Called the utility from her kitchen: medical hold accepted, back on tomorrow.",
            70,
            present="Interpreter by phone",
        ),
        call(129, "09:30", "Power is on. She said a blessing that took the interpreter a while."),
        NoteSpec(
            96,
            "10:20",
            ContactMethod.VISIT,
            {
                Section.NARRATIVE: "First visit in the new apartment. Two rooms, her own key on a ribbon around her neck.",
                Section.PERSONS_SEEN: "Amal, son Karim (11), daughter Leen (7)",
                Section.PRIVATE_TALK: "Yes, in the kitchen, interpreter on speaker.",
                Section.HOME_CONDITIONS: "Bright, little furniture, beds for all.",
                Section.HAZARDS: "Outlet by the sink without cover; landlord told on the spot.",
                Section.STRENGTHS: "Keeps every letter in order of date though she cannot read them yet.",
                Section.CONCERNS: "Karim interprets for her at school and misses class.",
                Section.FOLLOW_UP: "School must use its own interpreter; I write to them.",
            },
            template=NoteTemplate.HOME_VISIT,
            minutes=65,
        ),
        call(75, "10:00", "School apologized and uses the line now. Karim was not late this week."),
        office(
            48,
            "11:15",
            "English class begins Monday, same building as Leen's school. She practised writing her name in both directions.",
            40,
            present="Interpreter by phone",
        ),
        call(
            27,
            "09:50",
            "Sugar was high on two mornings; clinic changed the dose. Repeated the dose back through the interpreter, correct.",
        ),
        visit(
            10,
            "10:10",
            'Read me the sign on the bus by herself, in English: "Stop requested." We both clapped. Sugar diary is full and good.',
            45,
            present="Interpreter by phone",
        ),
    ),
    tasks=(
        TaskSpec("Renew the medical hold with the utility", 6, hard=True, made=27),
        TaskSpec("Ask the clinic for an Arabic sugar diary", 4, made=10),
        TaskSpec("Write to the school about interpreting", -90, done=90, made=96),
    ),
)

ILONA = ClientSpec(
    "ilona",
    "Ilona Petrescu",
    "1996-07-07",
    "marisol",
    "family",
    26,
    pronouns="she/her",
    languages=("ro", "en"),
    address="Shared flat, 8 Foundry Street",
    safe="Call or text, voicemail is fine.",
    phones=(Phone("555-0192", call=True, text=True, voicemail=True),),
    referral="prenatal clinic",
    risks=(
        RiskStep(
            24, RiskLevel.LOW, "Seven months pregnant, well, first child, partner works away.", 100
        ),
    ),
    statuses=(
        StatusStep(
            6,
            CaseStatus.READY,
            "Consent, plan and interpreter question settled; wants afternoon visits.",
        ),
    ),
    notes=(
        office(
            24,
            "13:00",
            "First talk. Brought a folder with dividers. Fears nothing but the paperwork, so we did one form to take the fear away.",
            50,
        ),
        call(
            6, "13:30", "All papers are here. Ready for the first home visit, afternoons are best."
        ),
    ),
    tasks=(TaskSpec("Set the first home visit, an afternoon", 2, made=6),),
)

STORIES = (LUCIA, AMAL, ILONA)
