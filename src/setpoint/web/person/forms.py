"""What an administrator sets for a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.models import Role, Team, Territory, User
from setpoint.kernel.trees import Tree, paths_of
from setpoint.ui.templatetags.figures import role_name


class Roles(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Roles by their name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return str(role_name(obj.name))


class OneRole(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A role by its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return str(role_name(obj.name))


def _kept() -> Any:
    return Role.objects.filter(removed_at__isnull=True).order_by("pk")


class RolesForm(forms.Form):
    """The role that names the person, and others whose rights unite with it."""

    role = OneRole(label=_("Role"), queryset=Role.objects.none(), required=False, empty_label=_("None"))
    further = Roles(
        label=_("Further roles"),
        queryset=Role.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Rights of all roles unite."),
    )

    def __init__(self, person: User, data: Any = None) -> None:
        super().__init__(data, initial={"role": person.role_id, "further": person.further_roles.all()})
        for name in self.fields:
            self.fields[name].queryset = _kept()  # type: ignore[attr-defined]


class PlaceForm(forms.Form):
    """The team and the territories of a person."""

    team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int, empty_value=None)
    territories = forms.TypedMultipleChoiceField(
        label=_("Territories"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(self, person: User, data: Any = None) -> None:
        places = [str(pk) for pk in person.territories.values_list("pk", flat=True)]
        super().__init__(data, initial={"team": person.team_id, "territories": places})
        self.fields["team"].choices = [("", _("None")), *paths_of(Team)]  # type: ignore[attr-defined]
        self.fields["territories"].choices = list(paths_of(Territory))  # type: ignore[attr-defined]


class AccessForm(forms.Form):
    """Until when somebody from outside comes in."""

    access_until = forms.DateField(
        label=_("Last day of access"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("For people from outside. Empty: without an end."),
    )


class DeputyForm(forms.Form):
    """Who does the work of an absent person, and when."""

    deputy = forms.ModelChoiceField(label=_("Deputy"), queryset=User.objects.none())
    first_day = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last_day = forms.DateField(
        label=_("To, included"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, person: User, data: Any = None) -> None:
        super().__init__(data)
        others = User.objects.filter(is_active=True).exclude(pk=person.pk).order_by("name")
        self.fields["deputy"].queryset = others  # type: ignore[attr-defined]

    def add_refusal(self, messages: dict[str, list[str]]) -> None:
        """Put what the operation refused at its inputs."""
        for name, said in messages.items():
            self.add_error(name if name in self.fields else None, said)


class TreeForm(forms.Form):
    """A node of a tree: what it is called, what it is below."""

    name = forms.CharField(label=_("Name"), max_length=120)
    parent = forms.TypedChoiceField(label=_("Below"), required=False, coerce=int, empty_value=None)

    def __init__(self, model: Tree, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["parent"].choices = [("", _("nothing: it stands at the top")), *paths_of(model)]  # type: ignore[attr-defined]
