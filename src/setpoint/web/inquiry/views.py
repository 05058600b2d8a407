"""The public form: what a visitor writes is a lead a moment later. Robots fill a field that people do not see."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from setpoint.domains.channels.models import PurposeText
from setpoint.domains.channels.queries import newest_texts
from setpoint.domains.sales.models import LeadSource
from setpoint.domains.sales.operations import intake
from setpoint.kernel.actors import Actor
from setpoint.web.http import answer
from setpoint.web.sign_in.origin import origin

LONGEST = 4000
# what an address of a site says of how somebody came: utm_campaign is what every tool of advertising writes
CAMPAIGN = "utm_campaign"


class InquiryForm(forms.Form):
    """Who asks, and what. `website` is left empty by people, who do not see it."""

    name = forms.CharField(label=pgettext_lazy("of a customer", "Name"), max_length=200)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=200, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    message = forms.CharField(
        label=gettext_lazy("What would you like to know?"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))
    consent = forms.IntegerField(required=False, widget=forms.HiddenInput)
    agreed = forms.BooleanField(required=False)

    def __init__(self, text: PurposeText | None, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.text = text
        if text is None:
            del self.fields["agreed"]
        else:
            self.fields["agreed"].label = text.text

    def clean(self) -> dict[str, Any]:
        """Ask for a way back, and for consent to the words that were shown."""
        said: dict[str, Any] = super().clean() or {}
        if not said.get("email") and not said.get("phone") and "email" not in self.errors:
            self.add_error("email", _("Leave an e-mail address or a telephone number, so that we can answer."))
        if self.text is not None and said.get("agreed") and said.get("consent") != self.text.pk:
            self.add_error("agreed", _("The text has changed meanwhile. Please read it and agree again."))
        return said


@login_not_required
def inquiry_form(request: HttpRequest, key: str) -> HttpResponse:
    """Show the form of a source, and take in what it sends."""
    source = LeadSource.objects.filter(key=key, closed_at=None).first()
    if source is None:
        raise Http404
    text = next(iter(newest_texts()), None)
    start = {"consent": text.pk if text else None}
    form = InquiryForm(text, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            # a robot is thanked, and learns nothing
            return answer(request, "web/inquiry/thanks.html", {})
        try:
            intake.receive(_inquiry(form, source, request), by=_visitor(request))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return answer(request, "web/inquiry/thanks.html", {})
    return answer(request, "web/inquiry/page.html", {"form": form}, status=422 if form.is_bound else 200)


def _inquiry(form: InquiryForm, source: LeadSource, request: HttpRequest) -> intake.Inquiry:
    said = form.cleaned_data
    return intake.Inquiry(
        source=source.key,
        name=said["name"],
        organisation=said["organisation"],
        email=said["email"],
        phone=said["phone"],
        message=said["message"],
        campaign=request.GET.get(CAMPAIGN, "")[:120],
        language=request.LANGUAGE_CODE or "",
        consent=form.text if said.get("agreed") else None,
    )


def _visitor(request: HttpRequest) -> Actor:
    return Actor("system", None, "Web form", "page", origin=origin(request).address)
