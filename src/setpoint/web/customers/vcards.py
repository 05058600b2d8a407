"""Customers as vCards: one card, those chosen in a list, or all that a list shows."""

from collections.abc import Iterator, Mapping, Sequence

from django.http import HttpResponseBase, QueryDict, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.permissions import KIND, parties_for
from setpoint.domains.customers.queries.vcards import vcards_of
from setpoint.kernel.actors import Actor
from setpoint.platform.lists.counting import MOST, count_of
from setpoint.platform.lists.operations import exports
from setpoint.platform.lists.paging import page_of
from setpoint.platform.vcards.writing import MEDIA_TYPE
from setpoint.ui.toasting import warn
from setpoint.web.customer.seeing import visible_party
from setpoint.web.http import StaffRequest, actor, back
from setpoint.web.lists.asking import listing
from setpoint.web.lists.views import ASKED, seen

CHUNK = 500
VCF = "vcf"


@require_GET
def vcard(request: StaffRequest, party_id: int) -> StreamingHttpResponse:
    """Give one card to whoever sees it."""
    party = visible_party(request, party_id)
    name = slugify(party.name, allow_unicode=True) or str(party.pk)
    return _file(iter(vcards_of([party], actor(request)).values()), f"{name}.{VCF}")


def vcards(request: StaffRequest) -> HttpResponseBase:
    """Give the cards chosen in the list (by a form), or all that it shows."""
    by = actor(request)
    exports.require_export(seen(KIND, by), by)
    chosen = [int(number) for number in request.POST.getlist("record") if number.isdigit() and len(number) < 19]  # noqa: PLR2004 - fits the column
    if request.method == "POST" and "every" not in request.POST:
        found = parties_for(by, "export").filter(pk__in=chosen[:MOST]).order_by("folded", "pk")
        return _given([list(found.values_list("pk", flat=True))], len(chosen), {}, by)
    asked = listing(KIND, _query(request), by, action="export")
    count = count_of(asked.question.search)
    if asked.question.problems or not count.exact:
        many = _("More than %(most)s cards at once are too many: narrow the list.") % {"most": MOST}
        warn(request, " ".join(asked.question.problems) or many)
        return back(request, "customers")
    question = asked.question

    def pages() -> Iterator[Sequence[int]]:
        after = ""
        while True:
            page = page_of(question.search, question.order, after=after, size=CHUNK)
            yield page.ids
            after = page.after
            if not after:
                return

    return _given(pages(), count.number, asked.saveable, by)


def _given(
    pages: Iterator[Sequence[int]] | Sequence[Sequence[int]], count: int, asked: Mapping[str, str], by: Actor
) -> StreamingHttpResponse:
    _tell(count, asked, by)

    def texts() -> Iterator[str]:
        for ids in pages:
            there = Party.objects.select_related("employer").in_bulk(ids)
            found = vcards_of([there[pk] for pk in ids if pk in there], by)
            yield from found.values()

    return _file(texts(), f"customers.{VCF}")


def _file(texts: Iterator[str], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(texts, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _tell(rows: int, asked: Mapping[str, str], by: Actor) -> None:
    exports.told(KIND, ending=VCF, rows=rows, columns=["vCard"], asked=asked, by=by)


def _query(request: StaffRequest) -> QueryDict:
    if request.method != "POST":
        return request.GET
    query = QueryDict(mutable=True)
    for name, value in request.POST.items():
        if name.startswith(ASKED):
            query[name.removeprefix(ASKED)] = str(value)
    return query
