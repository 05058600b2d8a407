"""How the company works with leads, as it is written down."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from setpoint.domains.sales.models import LeadPolicy, LeadSource, RoutingRule

POINTS = {
    "phone": _("Points for a telephone number"),
    "email": _("Points for an e-mail address"),
    "organisation": _("Points for an organisation"),
    "message": _("Points for a message"),
    "product": _("Points for a product"),
}


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    """Through leads or straight to deals, what is worth a seller's time, what says so."""

    class Meta:
        model = LeadPolicy
        fields = ("straight_to_deals", "pipeline", "cut_off", "nurture_days")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for name, label in POINTS.items():
            worth = self.instance.points.get(name, 0)
            self.fields[f"points_{name}"] = forms.IntegerField(
                label=label, initial=worth, min_value=0, max_value=100, required=False
            )
        self.fields["cut_off"].help_text = str(_("0 gives every lead to sellers."))
        self.fields["pipeline"].label = str(_("Pipeline in which leads become deals"))
        self.fields["pipeline"].empty_label = str(_("the first one"))  # type: ignore[attr-defined]

    @property
    def points(self) -> list[Any]:
        """The inputs of points."""
        return [self[f"points_{name}"] for name in POINTS]

    def values(self) -> dict[str, Any]:
        """Return what was said, by field of the policy."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**said, "points": {name: self.cleaned_data[f"points_{name}"] or 0 for name in POINTS}}


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A source with its norm."""

    class Meta:
        model = LeadSource
        fields = ("name", "key", "norm_minutes", "points")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["norm_minutes"].min_value = 1  # type: ignore[attr-defined]


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A rule of routing but for its conditions and people."""

    class Meta:
        model = RoutingRule
        fields = ("name", "method", "needs_skill", "in_territory", "most_open", "enabled")
