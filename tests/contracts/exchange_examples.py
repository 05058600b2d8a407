"""One call of every operation of the exchange, with what it needs already there."""

from collections.abc import Callable

from setpoint.domains.exchange.models import Delivery, DeliveryState, LeftOut, ScheduledExport, Silence
from setpoint.domains.exchange.operations import address_books, agents, endpoints, scheduled_exports
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import machine_now
from setpoint.platform.lists.operations import views
from tests.cast import Cast
from tests.contracts.report_examples import report_examples


def exchange_examples(c: Cast, deal: int) -> dict[Callable[..., object], Callable[[], object]]:
    hook = endpoints.make(name="ERP", url="https://erp.example/hook", kinds=[], owner=c.olga, by=SYSTEM)
    now = machine_now()
    Silence.objects.create(endpoint=hook, why="gone", since=now)
    told = Delivery.objects.create(
        endpoint=hook,
        identity="msg_1",
        fact=1,
        fact_kind="x",
        about_kind="sales.deal",
        about_id=deal,
        state=DeliveryState.FAILED,
        made_at=now,
        due_at=now,
    )
    shop = {"name": "Shop", "url": "https://shop.example/hook", "kinds": ["sales.deal_won"]}
    sara, vcard = Actor.of(c.sara), "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Nina\r\nEND:VCARD\r\n"
    LeftOut.objects.create(person=c.sara, party=c.oak, since=now)
    view = views.save("customers.party", name="All", asked={}, columns=[], by=Actor.of(c.henry))
    henry = Actor.of(c.henry)
    there = scheduled_exports.schedule(ScheduledExport(owner=c.henry, view=view), by=henry)
    new = ScheduledExport(owner=c.henry, view=view)
    return report_examples(c) | {
        scheduled_exports.schedule: lambda: scheduled_exports.schedule(new, by=henry),
        scheduled_exports.unschedule: lambda: scheduled_exports.unschedule(there, by=henry),
        address_books.add: lambda: address_books.add("nina.vcf", vcard, by=sara),
        address_books.leave_out: lambda: address_books.leave_out(c.ivan, by=sara),
        address_books.take_in: lambda: address_books.take_in(c.oak, by=sara),
        agents.note: lambda: agents.note("find", dry=False, outcome="done", by=Actor.of(c.henry)),
        endpoints.make: lambda: endpoints.make(**shop, owner=c.olga, by=SYSTEM),
        endpoints.change: lambda: endpoints.change(hook, {"name": "Books"}, by=SYSTEM),
        endpoints.remove: lambda: endpoints.remove(hook, by=SYSTEM),
        endpoints.resume: lambda: endpoints.resume(hook, by=SYSTEM),
        endpoints.redeliver: lambda: endpoints.redeliver(told, by=SYSTEM),
    }
