"""The design of a comparison, and who is on which side; stored before anything is executed."""

from django.db import transaction

from setpoint.analysis.design import BEFORE_AFTER, Design, Unit, choose_design
from setpoint.kernel.clock import company_now, company_zone
from setpoint.loop.act.levers import LEVERS, Lever
from setpoint.loop.act.models import Arm, Assignment, Correction
from setpoint.loop.act.proposal import Proposal
from setpoint.loop.act.queries import settings_now


def design_of(lever: Lever, units: int) -> Design:
    """Return the best design that so many units of the lever allow."""
    if not lever.can_randomise or lever.unit is Unit.NODE:
        return BEFORE_AFTER
    return choose_design(lever.unit, units=units)


@transaction.atomic
def assign(correction: Correction) -> list[Assignment]:
    """Draw the arms of a correction's units by its seed and store them. ValueError where it has been done."""
    if correction.assignments.exists():
        raise ValueError(f"correction {correction.pk} is assigned already")
    lever = LEVERS[correction.lever]
    proposal = Proposal.from_json(correction.proposal)
    design = design_of(lever, len(proposal.units))
    now = company_now()
    week = now.astimezone(company_zone()).date().toordinal() // 7
    share = settings_now()[correction.lever].hold_share if design.teaches else 0.0
    arms = lever.hold_out(proposal, week, share, seed=correction.seed) if share else [False] * len(proposal.units)
    correction.design, correction.grade = design.name, design.grade
    correction.save(update_fields=["design", "grade"])
    return Assignment.objects.bulk_create(
        Assignment(
            correction=correction,
            unit_kind=proposal.unit_kind,
            unit_id=unit,
            arm=Arm.HOLD if held else Arm.TREAT,
            block=block,
            covariate=covariate,
            seed=correction.seed,
            assigned_at=now,
        )
        for unit, block, covariate, held in zip(
            proposal.units.tolist(), proposal.blocks.tolist(), proposal.covariate.tolist(), arms, strict=True
        )
    )
