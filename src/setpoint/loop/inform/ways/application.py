"""In the application: the bell. The notice itself is the message, so nothing is delivered."""

from django.utils.translation import gettext_lazy as _

from setpoint.loop.inform.models.wish import When
from setpoint.loop.inform.ways import Way, register_way

register_way(
    Way(
        key="application",
        label=_("In the application"),
        whens=(When.NOW, When.NEVER),
        usual=When.NOW,
        position=1,
    )
)
