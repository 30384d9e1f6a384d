"""Everybody the demo agency works with."""

from webapp.demo.shapes import Agency, ClientSpec, Phone, RiskStep, StatusStep, call
from webapp.domain.cases import CaseStatus, RiskLevel

AGENCY = Agency(
    clients=(
        ClientSpec(
            "terrence",
            "Terrence Boudreaux",
            "1988-03-14",
            "marisol",
            "reentry",
            120,
            phones=(Phone("555-0114", call=True, text=True, voicemail=False),),
            risks=(RiskStep(20, RiskLevel.HIGH, "Lost his room."),),
            statuses=(StatusStep(100, CaseStatus.ACTIVE),),
            notes=(call(9, "10:15", "Talked about the hearing."),),
        ),
    )
)
