"""Everybody the demo agency works with."""

from webapp.demo import marisol_household, marisol_reentry, marisol_safety, marisol_street
from webapp.demo.everyday import MARISOL, SHORELINE, TOM
from webapp.demo.shapes import Agency

AGENCY = Agency(
    clients=(
        *marisol_reentry.STORIES,
        *marisol_safety.STORIES,
        *marisol_household.STORIES,
        *marisol_street.STORIES,
        *MARISOL,
        *TOM,
        *SHORELINE,
    ),
    households=marisol_household.HOUSEHOLDS,
    relations=marisol_household.RELATIONS,
)
