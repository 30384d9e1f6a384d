"""A named world of test people with known rights.

Two teams: North (Dina, Ben; supervised by Sam) and South (Otto; supervised by Sol). Ada runs
the agency. Reentry keeps clients to their workers; Outreach shares them with the team.

Amina is Dina's in Reentry; Carlos is Ben's in Outreach, so Dina may read him too; Farid is
Otto's. Rosa is Dina's, sensitive. Quiet is Dina's and restricted.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tests import factories as make
from webapp.domain.alerts import Sensitivity
from webapp.domain.cases import RiskLevel
from webapp.domain.ids import new_id
from webapp.domain.people import Role
from webapp.models import Agency, Case, Client, Program, Team, User


@dataclass
class World:
    """The people of the test world; rows are detached, their ids can be used."""

    dina: User
    ben: User
    otto: User
    sam: User
    sol: User
    ada: User
    north: Team
    south: Team
    reentry: Program
    outreach: Program
    amina: Client
    carlos: Client
    farid: Client
    rosa: Client
    quiet: Client
    amina_case: Case
    carlos_case: Case
    farid_case: Case
    rosa_case: Case
    quiet_case: Case


def build(session: Session) -> World:
    """Add the world to an empty database."""
    session.add(Agency(id=new_id(), name="Harbor Street", timezone="UTC"))
    session.flush()
    dina = make.add_user(session, "Dina Okafor")
    ben = make.add_user(session, "Ben Sato")
    otto = make.add_user(session, "Otto Lind")
    sam = make.add_user(session, "Sam Reyes", Role.SUPERVISOR)
    sol = make.add_user(session, "Sol Haddad", Role.SUPERVISOR)
    ada = make.add_user(session, "Ada Novak", Role.ADMINISTRATOR)
    north = make.add_team(session, "North", dina, ben, supervisors=(sam,))
    south = make.add_team(session, "South", otto, supervisors=(sol,))
    reentry = make.add_program(session, "Reentry")
    outreach = make.add_program(session, "Outreach", is_shared_with_team=True)
    amina = make.add_client(session, "Amina Yusuf")
    carlos = make.add_client(session, "Carlos Peña")
    farid = make.add_client(session, "Farid Rahimi")
    rosa = make.add_client(session, "Rosa Delgado", sensitivity=Sensitivity.SENSITIVE)
    quiet = make.add_client(session, "Quiet Person", sensitivity=Sensitivity.RESTRICTED)
    return World(
        dina=dina,
        ben=ben,
        otto=otto,
        sam=sam,
        sol=sol,
        ada=ada,
        north=north,
        south=south,
        reentry=reentry,
        outreach=outreach,
        amina=amina,
        carlos=carlos,
        farid=farid,
        rosa=rosa,
        quiet=quiet,
        amina_case=make.add_case(session, amina, reentry, dina, risk=RiskLevel.HIGH),
        carlos_case=make.add_case(session, carlos, outreach, ben),
        farid_case=make.add_case(session, farid, reentry, otto),
        rosa_case=make.add_case(session, rosa, reentry, dina, risk=RiskLevel.LOW),
        quiet_case=make.add_case(session, quiet, outreach, dina),
    )
