"""Pipedrive: deals, people and organisations as its help centre documents their exports; no real file was seen."""

from setpoint.platform.importing.layouts import Layout, Part, register_layout, signs

register_layout(
    Layout(
        "pipedrive.deals",
        "Pipedrive",
        signs(("Deal - Title", "Deal - Stage", "Deal - Owner")),
        (
            Part("accounts", {"name": ("Deal - Organization",)}),
            Part(
                "deals",
                {
                    "key": ("Deal - ID",),
                    "name": ("Deal - Title",),
                    "amount": ("Deal - Value",),
                    "owner": ("Deal - Owner",),
                    "stage": ("Deal - Stage",),
                    "customer": ("Deal - Organization",),
                    "created": ("Deal - Deal created",),
                    "closed": ("Deal - Deal closed on",),
                    "since": ("Deal - Last stage change",),
                    "reason": ("Deal - Lost reason",),
                },
                {"key": "pipedrive/deal/"},
            ),
        ),
    )
)
register_layout(
    Layout(
        "pipedrive.people",
        "Pipedrive",
        signs(("Person - Name", "Person - Owner")),
        (
            Part(
                "contacts",
                {
                    "key": ("Person - ID",),
                    "name": ("Person - Name",),
                    "company": ("Person - Organization",),
                    "email": ("Person - Email - Work",),
                    "email_home": ("Person - Email - Home",),
                    "email_other": ("Person - Email - Other",),
                    "phone": ("Person - Phone - Work",),
                    "phone_mobile": ("Person - Phone - Mobile",),
                    "phone_home": ("Person - Phone - Home",),
                    "phone_other": ("Person - Phone - Other",),
                },
                {"key": "pipedrive/person/"},
            ),
        ),
    )
)
