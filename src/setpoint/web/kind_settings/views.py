"""Settings: the kinds of record that this company has added."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.kernel.models import Role
from setpoint.kernel.permissions import scope_of
from setpoint.platform.objects.models import ObjectKind
from setpoint.platform.objects.operations.kinds import add_kind, rename_kind
from setpoint.platform.objects.permissions import KIND
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor, answer


class KindForm(forms.Form):
    """How a kind is called, and who works with it."""

    name_en = forms.CharField(label=gettext_lazy("One, in English"), max_length=120, required=False)
    plural_en = forms.CharField(label=gettext_lazy("Many, in English"), max_length=120, required=False)
    name_ru = forms.CharField(label=gettext_lazy("One, in Russian"), max_length=120, required=False)
    plural_ru = forms.CharField(label=gettext_lazy("Many, in Russian"), max_length=120, required=False)
    key = forms.RegexField(
        r"^[a-z][a-z0-9_]{0,39}\Z",
        label=gettext_lazy("Key"),
        help_text=gettext_lazy("For rights, files and programs: small Latin letters, digits and _. It stays as it is."),
        error_messages={"invalid": gettext_lazy("A key has small Latin letters, digits and _, a letter first.")},
    )
    roles = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who may see, add and change them"),
        queryset=Role.objects.order_by("pk"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )

    def __init__(self, kind: ObjectKind | None, data: Any = None) -> None:
        start = {}
        if kind is not None:
            start = {f"name_{language}": name for language, name in kind.names.items()}
            start |= {f"plural_{language}": name for language, name in kind.plurals.items()}
        super().__init__(data, initial=start)
        if kind is not None:
            del self.fields["key"], self.fields["roles"]

    def names(self) -> dict[str, dict[str, str]]:
        """Return names and plurals by language."""
        said = self.cleaned_data
        return {
            part + "s": {language: said[f"{part}_{language}"] for language in ("en", "ru")}
            for part in ("name", "plural")
        }

    def add_refusal(self, refusal: ValidationError) -> None:
        """Put what the operation refused at its inputs."""
        for part, messages in refusal.message_dict.items():
            name = {"names": "name_en"}.get(part, part)
            self.add_error(name if name in self.fields else None, messages)


def kind_settings(request: StaffRequest) -> HttpResponse:
    """List the kinds."""
    _require(request)
    kinds = ObjectKind.objects.filter(removed_at__isnull=True)
    return answer(request, "web/kind_settings/list.html", {"kinds": kinds})


def new_kind(request: StaffRequest) -> HttpResponse:
    """Add a kind."""
    return _form(request, None)


def edit_kind(request: StaffRequest, key: str) -> HttpResponse:
    """Call a kind otherwise."""
    return _form(request, get_object_or_404(ObjectKind, key=key, removed_at__isnull=True))


def _form(request: StaffRequest, kind: ObjectKind | None) -> HttpResponse:
    _require(request)
    form = KindForm(kind, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if kind is None:
                made = add_kind(
                    key=form.cleaned_data["key"], roles=form.cleaned_data["roles"], by=actor(request), **form.names()
                )
            else:
                made = rename_kind(kind, by=actor(request), **form.names())
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            say(request, _("Saved."))
            to = reverse("fields_of_kind", args=[made.kind]) if kind is None else reverse("kind_settings")
            return HttpResponseRedirect(to)
    context = {"form": form, "kind": kind}
    return answer(request, "web/kind_settings/kind.html", context, status=422 if form.is_bound else 200)


def _require(request: StaffRequest) -> None:
    if scope_of(actor(request), KIND, "change") is None:
        raise PermissionDenied
