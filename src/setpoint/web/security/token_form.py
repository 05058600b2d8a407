"""What a program may do for a person, in his words."""

from django import forms
from django.utils.translation import gettext_lazy

SCOPES = {
    "*:see": gettext_lazy("Read everything that I see"),
    "*:*": gettext_lazy("Do everything that I may"),
    "customers.party:see": gettext_lazy("Read customers"),
    "customers.party:*": gettext_lazy("Read and change customers"),
    "activities.activity:see": gettext_lazy("Read tasks, calls and meetings"),
    "activities.activity:*": gettext_lazy("Read and change tasks, calls and meetings"),
    "sales.lead:see": gettext_lazy("Read leads"),
    "sales.lead:*": gettext_lazy("Read and change leads"),
    "sales.deal:see": gettext_lazy("Read deals"),
    "sales.deal:*": gettext_lazy("Read and change deals"),
    "catalog.product:see": gettext_lazy("Read products"),
    "loop.figures:see": gettext_lazy("Read figures: plan, fact, forecast"),
}
DAYS = {
    30: gettext_lazy("30 days"),
    90: gettext_lazy("90 days"),
    365: gettext_lazy("a year"),
}


class TokenForm(forms.Form):
    """What a program may do, and until when."""

    name = forms.CharField(label=gettext_lazy("What for?"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(label=gettext_lazy("It lives"), choices=list(DAYS.items()), coerce=int, initial=90)


def scope_labels(scopes: list[str]) -> list[str]:
    """Return what scopes allow, in the reader's words."""
    return [str(SCOPES.get(scope, scope)) for scope in scopes]
