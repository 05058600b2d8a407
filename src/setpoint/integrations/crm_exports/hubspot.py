"""HubSpot: contacts (seen on a real header), companies and deals (from its documentation)."""

from setpoint.platform.importing.layouts import Layout, Part, register_layout, signs

register_layout(
    Layout(
        "hubspot.contacts",
        "HubSpot",
        signs(("Record ID", "First Name", "Last Name", "Contact owner")),
        (
            Part(
                "contacts",
                {
                    "key": ("Record ID",),
                    "given_name": ("First Name",),
                    "family_name": ("Last Name",),
                    "email": ("Email",),
                    "phone": ("Phone Number",),
                    "phone_mobile": ("Mobile Phone Number",),
                    "company": ("Associated Company", "Company Name", "Primary Associated Company"),
                    "position": ("Job Title",),
                    "street": ("Street Address",),
                    "city": ("City",),
                    "region": ("State/Region",),
                    "postcode": ("Postal Code",),
                    "country": ("Country/Region",),
                    "birthday": ("Date of birth",),
                },
                {"key": "hubspot/contact/"},
            ),
        ),
        proven=True,
    )
)
register_layout(
    Layout(
        "hubspot.companies",
        "HubSpot",
        signs(("Record ID", "Company name", "Company owner")),
        (
            Part(
                "accounts",
                {
                    "key": ("Record ID",),
                    "name": ("Company name",),
                    "sector": ("Industry",),
                    "country": ("Country/Region",),
                    "city": ("City",),
                    "employees": ("Number of Employees",),
                    "phone": ("Phone Number",),
                    "site": ("Website URL", "Company Domain Name"),
                },
                {"key": "hubspot/company/"},
            ),
        ),
    )
)
register_layout(
    Layout(
        "hubspot.deals",
        "HubSpot",
        signs(("Record ID", "Deal Name", "Deal Stage")),
        (
            Part("accounts", {"name": ("Associated Company", "Primary Associated Company")}),
            Part(
                "deals",
                {
                    "key": ("Record ID",),
                    "name": ("Deal Name",),
                    "amount": ("Amount",),
                    "owner": ("Deal owner",),
                    "stage": ("Deal Stage",),
                    "customer": ("Associated Company", "Primary Associated Company"),
                    "created": ("Create Date",),
                    "closed": ("Close Date",),
                    "reason": ("Closed Lost Reason",),
                },
                {"key": "hubspot/deal/"},
            ),
        ),
    )
)
