"""Forms and addresses in templates."""

from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.utils.safestring import SafeString

register = template.Library()


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, css: str = "") -> dict[str, Any]:
    """Draw a field with its label, help and errors."""
    return {"field": bound, "css": css}


@register.filter
def control(bound: BoundField, css: str = "") -> SafeString:
    """Draw the input alone in the house's classes, invalid where it has errors."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    base = {"checkbox": "form-check-input", "select": "form-select", "radio": "form-check-input"}.get(
        kind, "form-control"
    )
    classes = f"{base} {css}{' is-invalid' if bound.errors else ''}"
    return bound.as_widget(attrs={"class": classes.strip()})


@register.simple_tag(takes_context=True)
def here(context: Context, **changes: Any) -> str:
    """Return this page's address with parameters changed; None takes one away.

    `parameters` of the page, where it has them, are what its address comes to.
    """
    known = context.get("parameters")
    parameters = (context["request"].GET if known is None else known).copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value not in (None, ""):
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"
