"""Everyday work in short threads: a few notes each that follow one another.

A thread's last note is the client's last contact; the others lie so many days before it.
"""

from dataclasses import dataclass

from webapp.demo.shapes import NoteSpec, TaskSpec, plain
from webapp.domain.contacts import ContactMethod, ContactOutcome
from webapp.domain.notes import NoteTemplate, Section

CALL, VISIT, OFFICE = ContactMethod.CALL, ContactMethod.VISIT, ContactMethod.OFFICE
STREET, TEXT = ContactMethod.OUTREACH, ContactMethod.TEXT


@dataclass(frozen=True)
class Thread:
    """Notes as (days before the last one, time, method, text), and next steps."""

    notes: tuple[tuple[int, str, ContactMethod, str], ...]
    next_step: str
    done_step: str
    risk_reason: str


THREADS: dict[str, Thread] = {
    "id_card": Thread(
        (
            (38, "10:30", OFFICE, "Wallet was stolen on the bus, everything gone. Police report done, birth certificate ordered online together."),
            (21, "11:10", CALL, "Certificate is in the mail. Library card works as proof of address, I called to make sure."),
            (9, "09:40", OFFICE, "Stood in line together, 50 minutes, mostly laughing about the photo. Temporary paper ID in hand."),
            (0, "14:20", CALL, "The card came. Read me the number to prove it, then asked what else one could lose and get back."),
        ),
        "Open the bank account now that the ID is here", "Order the birth certificate", "Papers lost, everything else steady.",
    ),
    "first_job": Thread(
        (
            (44, "15:00", OFFICE, "Résumé from nothing to one page. The line about raising three siblings stays in, it is work."),
            (30, "12:30", CALL, "Two interviews, one no, one silence. Disappointed, not crushed."),
            (15, "16:45", CALL, "Hired at the laundry, starts early. Needs black shoes and a lift on the first day."),
            (4, "17:20", TEXT, "First pay. Sent a picture of the stub with a thumb on it."),
            (0, "17:40", CALL, "Second week. Boss is loud but fair. Budget for the first full month done by phone."),
        ),
        "Ask how the third week went", "Black work shoes from the store room", "First income in two years.",
    ),
    "bad_landlord": Thread(
        (
            (52, "10:00", VISIT, "Water comes through the bathroom ceiling. Photos taken, bucket emptied, letter to the landlord written at the kitchen table."),
            (33, "09:50", CALL, "No answer from the landlord. Tenant line says: second letter, then inspection."),
            (19, "13:10", VISIT, "Inspector came while I was there. Wrote four pages. The landlord's nephew called from the hallway within the hour."),
            (6, "10:20", CALL, "Plumber was in. Ceiling still open but dry."),
            (0, "11:00", VISIT, "Ceiling closed and painted, slightly the wrong white. Stays in the apartment, wants to frame the inspection report."),
        ),
        "Check the rent was lowered for the months without a bath", "Call the tenant line", "Home is unsafe to use until repaired.",
    ),
    "school_morning": Thread(
        (
            (41, "08:30", CALL, "School called: late eleven times this month. Mornings are chaos since the bus route changed."),
            (35, "07:15", VISIT, "Came at the hour it happens. Three shoes for four feet. Put hooks at child height by the door."),
            (20, "16:00", CALL, "Late twice in two weeks. The hooks work, the alarm clock has been given a name."),
            (0, "15:40", OFFICE, "Attendance letter from school says \"improved\". Read it out loud twice."),
        ),
        "Thank the attendance office, ask about the bus route", "Hooks and a clock from the family fund", "Late mornings, tired, otherwise well.",
    ),
    "clinic_again": Thread(
        (
            (47, "14:00", CALL, "Has not seen a doctor for four years, tooth keeps them awake. Afraid of the bill more than of the drill."),
            (34, "09:30", OFFICE, "Health card application sent, sliding scale explained with numbers on paper."),
            (22, "08:50", VISIT, "Went along to the clinic. Blood pressure high, tooth can be saved. Waiting room radio played a song we both knew."),
            (8, "10:10", CALL, "Takes the tablets. Sleeps through. Said it as if it were someone else's luck."),
            (0, "11:30", OFFICE, "Second reading normal. Wants to quit smoking, in own time; gave the number and no speech."),
        ),
        "Remind of the dentist, second visit", "Health card application", "Untreated pain and high blood pressure.",
    ),
    "new_baby": Thread(
        (
            (36, "13:00", VISIT, "Baby is six days old and has opinions. Parents take turns sleeping; a cousin cooks."),
            (24, "13:20", VISIT, "Weight gain as it should be. Talked about crying, theirs and the baby's; both are allowed."),
            (11, "12:40", CALL, "Bad week, no sleep, an argument. Nobody shouted at the baby, the cousin took a night. Asked directly about dark thoughts: no, but tired to the bone."),
            (0, "13:15", VISIT, "Four hours in a row last night. The crib stands in the other room. Smiles, all three."),
        ),
        "Bring the list of parent groups", "Crib from the family fund", "First weeks with a newborn, family helps.",
    ),
    "probation_fee": Thread(
        (
            (55, "11:00", OFFICE, "Probation fees are 620 dollars behind and the letters were never opened. Opened nine of them in order; the shouting is only in the first line."),
            (37, "10:30", CALL, "Officer accepts 30 a month. Wants it in writing, we wrote it while on the phone."),
            (12, "16:10", CALL, "Two payments made. The receipt is on the fridge."),
            (0, "10:50", OFFICE, "Third payment. Officer wrote \"reliable\" into the report, underlined by our client before I saw it."),
        ),
        "Copy of the report for the file", "Write to the probation officer", "A missed payment could mean a warrant.",
    ),
    "grief": Thread(
        (
            (40, "14:10", VISIT, "Brother was buried last week. Mostly sat together. Tea, photographs, a story about a stolen goat."),
            (26, "15:00", CALL, "Does not answer the door to friends. Answered me. Eats soup."),
            (13, "14:30", VISIT, "Grief group looked at on paper. Maybe. The brother's coat hangs by the door and is talked to."),
            (0, "14:00", VISIT, "Went to the group once and stayed till the end. Gave the goat story away there and got one back."),
        ),
        "Ask whether the second evening was good", "Find the grief group's dates", "Deep grief, no thoughts of dying when asked.",
    ),
    "shelter_to_room": Thread(
        (
            (62, "19:30", STREET, "Sleeps at the shelter by the station, third month. Shoes are the problem today, so: shoes."),
            (40, "18:50", STREET, "Shoes hold. Wants a door that closes. Put on the list for the single rooms."),
            (18, "10:00", OFFICE, "Room offered. Counted the days since the last own key: 1,140. Knew the number."),
            (5, "12:00", VISIT, "Moved in. One chair, one pan, one plant. The plant was first."),
            (0, "17:00", CALL, "Slept eleven hours. Neighbor is \"quiet like a book\"."),
        ),
        "Bring a second chair", "Single room application", "Long time without a home; keeps every appointment.",
    ),
    "sober_steps": Thread(
        (
            (45, "12:00", OFFICE, "Nine days without a drink and not sure why it worked this time. Did not look for the reason too hard."),
            (29, "18:00", CALL, "Wedding in the family and drank. Called the next morning without being asked. Day one, again, with better notes."),
            (14, "17:30", OFFICE, "Two weeks. Evenings are long; the swimming pool is open until nine and costs two dollars."),
            (0, "17:50", CALL, "Thirty days tomorrow. Wants no party, a long swim."),
        ),
        "Call on the thirtieth day", "Pool card", "Early days without alcohol, honest about slips.",
    ),
    "grandparent_care": Thread(
        (
            (58, "10:20", VISIT, "Grandmother raises two grandchildren on one pension. House is spotless, she is not sleeping."),
            (39, "11:00", OFFICE, "Kinship payment form: eleven pages. She answered like a witness, exact and proud."),
            (17, "10:10", CALL, "Payment approved. First question: can the boy have football boots."),
            (0, "10:40", VISIT, "Boots are muddy, so all is well. Respite weekend booked, she does not know yet what one does with two days."),
        ),
        "Respite weekend: confirm with the host family", "Kinship payment form", "Stretched, but safe and loving.",
    ),
    "benefit_stop": Thread(
        (
            (31, "09:10", OFFICE, "Food benefit stopped without a letter. On hold for 48 minutes together, case worker there found the typing mistake in the address."),
            (20, "09:30", CALL, "Restored from next month. Food box for the weeks in between, allergic to nuts."),
            (7, "15:20", CALL, "Card works. Bought oranges first."),
            (0, "11:20", OFFICE, "Set up the reminder for the next renewal on the phone. Named it \"never again\"."),
        ),
        "Renewal form, six weeks ahead", "Food box for three weeks", "No food money for a month.",
    ),
    "night_terrors": Thread(
        (
            (49, "15:10", OFFICE, "Wakes at three every night, checks the door eleven times. Told me the number before the reason."),
            (33, "15:30", OFFICE, "Counselor for trauma found, six weeks' wait. In between: breathing card, a lamp with a timer."),
            (16, "15:00", CALL, "Door checked four times. First session was \"not useless\"."),
            (0, "15:20", OFFICE, "Slept until five. Wants to tell the counselor about the flat, asked me to sit in the waiting room. I will."),
        ),
        "Sit in the waiting room at the second session", "Find a trauma counselor", "Sleepless and frightened, safe in the present home.",
    ),
    "language_class": Thread(
        (
            (53, "10:40", OFFICE, "Understands more than the papers say. Evening class has a place, brother watches the children."),
            (28, "19:10", CALL, "Two lessons. Can now complain about the weather correctly."),
            (0, "10:50", OFFICE, "Filled in the school form alone, one mistake, a charming one. Next course paid by the fund."),
        ),
        "Second course: pay the deposit", "Evening class: enroll", "Settled, isolated by language only.",
    ),
    "car_repair": Thread(
        (
            (27, "08:20", CALL, "Car failed inspection; without it no night shift, without the shift no rent. Two quotes needed."),
            (18, "12:10", OFFICE, "Second quote is half of the first. Fund pays 200, the rest in three parts."),
            (6, "17:15", CALL, "Runs. Drove past the office and honked, that was the honk."),
            (0, "12:20", CALL, "First part paid back early."),
        ),
        "Second part of the repair: ask for the receipt", "Repair fund application", "Income hangs on one old car.",
    ),
    "waiting_list": Thread(
        (
            (34, "13:30", OFFICE, "On four housing lists, none of them moving. Made a table with phone numbers and the date of each last call."),
            (17, "13:40", CALL, "Number 212 became number 96 at Linden Court. Held the phone away and shouted, then apologized."),
            (0, "13:10", OFFICE, "Number 61. Reference letter written today; landlord of years ago remembered the roses."),
        ),
        "Call Linden Court for the new number", "Four housing applications", "Doubled up with friends, patient.",
    ),
}  # fmt: skip


def notes_of(thread: Thread, last: int, tries: int = 0) -> tuple[NoteSpec, ...]:
    """Return the thread's notes, ending ``last`` days ago, then so many attempts without luck."""
    notes = []
    for place, (before, at, method, text) in enumerate(thread.notes):
        is_plan = place == 1 and method is OFFICE
        notes.append(
            NoteSpec(
                last + before,
                at,
                method,
                {Section.DATA: text, Section.PLAN: thread.next_step + "."}
                if is_plan
                else plain(text),
                template=NoteTemplate.DAP if is_plan else NoteTemplate.CONTACT,
                minutes={CALL: 10, TEXT: 5, STREET: 20}.get(method, 40),
            )
        )
    for number in range(tries):
        days = max(1, last * (tries - number) // (tries + 1))
        words = (
            "No answer, will try in the evening.",
            "No answer again, left no message.",
            "Went by, nobody in. Card under the door.",
        )
        method = VISIT if number == 2 else CALL
        notes.append(
            NoteSpec(
                days, "16:10", method, plain(words[number % 3]), outcome=ContactOutcome.ATTEMPTED
            )
        )
    return tuple(notes)


def tasks_of(thread: Thread, last: int, due: int | None) -> tuple[TaskSpec, ...]:
    """Return one next step that is open and one that was done."""
    first = last + thread.notes[0][0]
    done = last + thread.notes[1][0]
    finished = TaskSpec(thread.done_step, -done, done=done, made=first)
    if due is None:
        return (finished,)
    return (TaskSpec(thread.next_step, due, made=max(last, 1)), finished)
