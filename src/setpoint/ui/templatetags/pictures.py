"""Icons and the five marks of the loop, drawn from two files of symbols; initials in place of a face."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

LOOP_MARKS = ("plan", "record", "control", "act", "verify")


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Return an icon of icons.txt; it is decoration, the words stand beside it."""
    return _use("build/icons.svg", name, css)


@register.simple_tag
def mark(step: str, css: str = "") -> SafeString:
    """Return the mark of a step of the loop. ValueError for a step there is not."""
    if step not in LOOP_MARKS:
        raise ValueError(step)
    return _use("ui/marks.svg", step, f"mark {css}")


@register.filter
def initials(name: str) -> str:
    """Return the first letters of the first two words of a name."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def _use(file: str, name: str, css: str) -> SafeString:
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static(file),
        name,
    )
