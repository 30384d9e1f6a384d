"""HUD's codes for services, referrals and assessments, and which of them are contacts.

Codes of the HMIS Data Standards FY2024 and FY2026; the words are ours.
"""

BED_NIGHT = "Bed night"
PATH_REFERRAL = 161

_PATH = {
    1: "Met again after a break",
    2: "Screening",
    3: "Rehabilitation",
    4: "Community mental health care",
    5: "Substance use treatment",
    6: "Case management",
    7: "Residential support",
    8: "Minor housing repairs",
    9: "Help with moving",
    10: "Housing eligibility checked",
    11: "Security deposit",
    12: "One-time rent to prevent an eviction",
    14: "Clinical assessment",
}
_YOUTH = {
    2: "Community service or service learning",
    5: "Education",
    6: "Employment and training",
    7: "Legal help",
    8: "Life skills training",
    10: "Parenting education",
    12: "Care after birth, for the parent",
    13: "Care during pregnancy",
    14: "Medical care",
    17: "Substance use treatment",
    18: "Substance use prevention",
    26: "Home-based services",
    27: "Care after birth, for the newborn",
    28: "STD testing",
    29: "Street-based services",
}
_HOPWA = {
    1: "Adult day care and personal assistance",
    2: "Case management",
    3: "Child care",
    4: "Legal help",
    5: "Education",
    6: "Employment and training",
    7: "Food and meals",
    8: "Medical care",
    9: "Life skills training",
    10: "Mental health care or counseling",
    11: "Outreach",
    12: "Substance use treatment",
    13: "Transportation",
    14: "Other HOPWA service",
}
_VETERANS = {
    1: "Outreach",
    2: "Case management",
    3: "Help to obtain VA benefits",
    4: "Help to obtain other public benefits",
    5: "Other public benefits provided",
    6: "Other supportive service",
    7: "Shallow subsidy",
    8: "Returning home",
    9: "Rapid resolution",
    10: "Healthcare navigation",
}
_HOPWA_MONEY = {
    1: "Rental assistance",
    2: "Security deposit",
    3: "Utility deposit",
    4: "Utility payment",
    7: "Mortgage assistance",
}
_VETERANS_MONEY = {
    1: "Rental assistance",
    2: "Security deposit",
    3: "Utility deposit",
    4: "Utility payment",
    5: "Moving costs",
    8: "Transportation: vouchers",
    9: "Transportation: vehicle repair",
    10: "Child care",
    12: "General housing stability assistance",
    14: "Emergency housing assistance",
    15: "Shallow subsidy",
    16: "Food assistance",
    17: "Landlord incentive",
    18: "Tenant incentive",
}
_PATH_REFERRALS = {
    1: "Referral to community mental health care",
    2: "Referral to substance use treatment",
    3: "Referral to medical or dental care",
    4: "Referral to job training",
    5: "Referral to education",
    6: "Referral to housing services",
    7: "Referral to permanent housing",
    8: "Referral to income assistance",
    9: "Referral to employment assistance",
    10: "Referral to medical insurance",
    11: "Referral to temporary housing",
}
_VOUCHER = {
    1: "Voucher: papers sent to the housing authority",
    2: "Voucher denied",
    3: "Voucher issued",
    4: "Voucher revoked or expired",
    5: "Voucher in use, moved in",
    6: "Voucher moved to another area",
    7: "Voucher taken over by another authority",
    8: "Voucher changed to a housing choice voucher",
    9: "Voucher returned at exit",
    10: "Voucher kept by the family at exit",
    11: "Left before a voucher was issued",
    12: "Voucher: other",
}
_MOVING_ON = {
    1: "Moving on: help with housing applications",
    2: "Moving on: financial help",
    3: "Moving on: other help",
    4: "Moving on: housing referral or placement",
    5: "Moving on: other",
}

#: {RecordType: {TypeProvided: words}}.
SERVICES: dict[int, dict[int, str]] = {
    141: _PATH,
    142: _YOUTH,
    143: _HOPWA,
    144: _VETERANS,
    151: _HOPWA_MONEY,
    152: _VETERANS_MONEY,
    PATH_REFERRAL: _PATH_REFERRALS,
    200: {200: BED_NIGHT},
    210: _VOUCHER,
    300: _MOVING_ON,
}
#: Services that are a meeting of worker and client by their very nature; docs/decisions has why.
CONTACTS = frozenset(
    {(141, 1), (141, 2), (141, 6), (141, 14), (142, 26), (142, 29)}
    | {(143, 2), (143, 11), (144, 1), (144, 2)}
)
PATH_OUTCOMES = {1: "attained", 2: "not attained", 3: "outcome unknown"}

#: 4.20 Coordinated entry event.
EVENTS = {
    1: "Referral to prevention assistance",
    2: "Problem solving or rapid resolution",
    3: "Referral to a crisis needs assessment",
    4: "Referral to a housing needs assessment",
    5: "Referral to follow-up case management",
    6: "Referral to street outreach",
    7: "Referral to housing navigation",
    8: "Referral outside the continuum: not eligible inside",
    9: "Referral outside the continuum: no place inside",
    10: "Referral to an emergency shelter bed",
    11: "Referral to transitional housing",
    12: "Referral to joint transitional housing and rapid re-housing",
    13: "Referral to rapid re-housing",
    14: "Referral to permanent supportive housing",
    15: "Referral to other permanent housing",
    16: "Referral to emergency or furniture assistance",
    17: "Referral to an emergency housing voucher",
    18: "Referral to a housing stability voucher",
}
EVENT_RESULTS = {
    1: "client accepted",
    2: "client declined",
    3: "provider declined",
}
#: 4.19 Coordinated entry assessment.
ASSESSMENT_LEVELS = {1: "Crisis needs assessment", 2: "Housing needs assessment"}
ASSESSMENT_TYPES = {1: "by phone", 2: "by video", 3: "in person"}
