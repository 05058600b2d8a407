"""What leads tell a person about himself, and what they forget of him."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from setpoint.domains.sales.models import Handover, Lead, LeadAnswer, LeadEnding, Nurture
from setpoint.journal.forgetting import register_shredder
from setpoint.kernel.facts import JsonDict
from setpoint.platform.personal.free_texts import register_free_texts
from setpoint.platform.personal.parts import Part, register_part
from setpoint.platform.personal.people import register_hold


def leads(person: int) -> list[JsonDict]:
    """Return his inquiries, with what he answered."""
    found = Lead.objects.filter(customer=person).select_related("source", "state", "owner", "ending")
    return [
        {
            "number": lead.pk,
            "name": lead.name,
            "organisation": lead.organisation,
            "message": lead.message,
            "source": lead.source.name,
            "campaign": lead.campaign,
            "answers": {row.question: row.answer for row in lead.answers.all()},
            "region": lead.region,
            "country": lead.country,
            "received_at": lead.received_at,
            "state": lead.state.name,
            "outcome": lead.ending.get_outcome_display() if hasattr(lead, "ending") else "",
        }
        for lead in found.prefetch_related("answers").order_by("pk")
    ]


def with_open_leads(people: Iterable[int]) -> set[int]:
    """Return those whose inquiry is being worked: no rule takes them."""
    found = Lead.objects.open().filter(customer__in=list(people))
    return {pk for pk in found.values_list("customer_id", flat=True) if pk is not None}


@register_shredder("sales_lead")
def shred(person: int) -> None:
    """Take a forgotten person's words off his inquiries."""
    gone = {"name": "-", "folded": "-", "organisation": "", "message": "", "region": "", "external_id": ""}
    Lead.objects.filter(customer=person).update(**gone)


@register_shredder("sales_leadanswer")
def shred_answers(person: int) -> None:
    """Take away what a forgotten person answered."""
    LeadAnswer.objects.filter(lead__customer=person).delete()


for model in (LeadEnding, Handover, Nurture):
    register_free_texts(model, "reason", empty="-")
register_part(Part("leads", _("Inquiries"), leads, tables=("sales_lead", "sales_leadanswer"), stays=True, position=19))
register_hold("sales.open_leads", with_open_leads)
