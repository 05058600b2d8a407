"""Messages as toasts; one that can be undone carries the request that undoes it."""

import json
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.template import Context

register = template.Library()


@register.inclusion_tag("ui/toast.html", takes_context=True)
def toast(context: Context, message: Message) -> dict[str, Any]:
    """Draw one message."""
    undo = json.loads(message.extra_tags) if message.extra_tags else None
    return {
        "text": message.message,
        "level": message.level_tag,
        "undo": undo,
        "csrf_token": context.get("csrf_token"),
    }
