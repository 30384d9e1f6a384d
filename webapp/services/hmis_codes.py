"""HUD's codes in words a worker would use: places people live, who sent them, who they are.

The codes are those of the HMIS Data Standards FY2024 and FY2026; the words are ours.
"""

#: Clients' ways of not answering, the same in every list.
NOT_ANSWERED = {8: "client doesn't know", 9: "client prefers not to answer", 99: "not collected"}
#: The same as words to store.
NOT_KNOWN = {8: "doesnt_know", 9: "prefers_not", 99: "not_collected"}

#: 3.12 Destination, 3.917 and 4.12 living situation: one list in all three.
PLACES = {
    **NOT_ANSWERED,
    17: "other",
    24: "client died",
    30: "left without an exit interview",
    37: "worker could not tell",
    101: "emergency shelter",
    116: "a place not meant for living in (street, car, camp)",
    118: "safe haven",
    204: "psychiatric hospital",
    205: "substance use treatment or detox",
    206: "hospital",
    207: "jail, prison or juvenile detention",
    215: "foster care",
    225: "long-term care or nursing home",
    302: "transitional housing",
    312: "staying with family for now",
    313: "staying with friends for now",
    314: "hotel or motel, paid by the client",
    327: "HOPWA transitional housing",
    329: "residential project or halfway house",
    332: "host home",
    335: "staying with family",
    336: "staying with a friend",
    410: "rented home, no subsidy",
    411: "own home, no subsidy",
    421: "own home, with a subsidy",
    422: "living with family for good",
    423: "living with friends for good",
    426: "HOPWA permanent housing",
    435: "rented home, with a subsidy",
}

#: R1.1 Referral source.
REFERRED_BY = {
    1: "Self",
    2: "Family, friend or other person",
    7: "Street outreach",
    11: "Temporary shelter",
    18: "Residential project",
    28: "Hotline",
    30: "Child welfare",
    34: "Juvenile justice",
    35: "Police",
    37: "Mental hospital",
    38: "School",
    39: "Other organization",
}

#: 3.15 Relationship to head of household, as the words of ``HouseholdMember.relationship``.
RELATIONSHIPS = {
    1: "head",
    2: "child",
    3: "partner",
    4: "relative",
    5: "other",
    99: "unknown",
}
BIRTH_DATE_QUALITY = {1: "full", 2: "approximate", **NOT_KNOWN}
YES_NO = frozenset({0, 1, *NOT_ANSWERED})

STREET_OUTREACH = 4
#: 2.02.6 Project type.
PROJECT_TYPES = {
    0: "Emergency shelter",
    1: "Night-by-night shelter",
    2: "Transitional housing",
    3: "Permanent supportive housing",
    STREET_OUTREACH: "Street outreach",
    6: "Services only",
    7: "Other",
    8: "Safe haven",
    9: "Permanent housing",
    10: "Permanent housing with services",
    11: "Day shelter",
    12: "Homelessness prevention",
    13: "Rapid re-housing",
    14: "Coordinated entry",
}
