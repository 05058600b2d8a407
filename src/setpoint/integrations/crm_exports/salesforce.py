"""Salesforce: accounts, contacts, leads and opportunities as its data export documents them; no real file was seen."""

from setpoint.platform.importing.layouts import Layout, Part, register_layout, signs

register_layout(
    Layout(
        "salesforce.opportunities",
        "Salesforce",
        signs(("Opportunity Name", "Stage", "Close Date", "Opportunity Owner")),
        (
            Part("accounts", {"name": ("Account Name",)}),
            Part(
                "deals",
                {
                    "key": ("Opportunity ID",),
                    "name": ("Opportunity Name",),
                    "amount": ("Amount",),
                    "owner": ("Opportunity Owner",),
                    "stage": ("Stage",),
                    "customer": ("Account Name",),
                    "created": ("Created Date",),
                    "closed": ("Close Date",),
                    "reason": ("Loss Reason",),
                },
                {"key": "salesforce/opportunity/"},
            ),
        ),
    )
)
register_layout(
    Layout(
        "salesforce.contacts",
        "Salesforce",
        signs(("First Name", "Last Name", "Account Name", "Contact Owner")),
        (
            Part(
                "contacts",
                {
                    "key": ("Contact ID",),
                    "salutation": ("Salutation",),
                    "given_name": ("First Name",),
                    "family_name": ("Last Name",),
                    "company": ("Account Name",),
                    "position": ("Title",),
                    "email": ("Email",),
                    "phone": ("Phone",),
                    "phone_mobile": ("Mobile",),
                    "fax": ("Fax",),
                    "birthday": ("Birthdate",),
                    "street": ("Mailing Street",),
                    "city": ("Mailing City",),
                    "region": ("Mailing State/Province",),
                    "postcode": ("Mailing Zip/Postal Code",),
                    "country": ("Mailing Country",),
                },
                {"key": "salesforce/contact/"},
            ),
        ),
    )
)
register_layout(
    Layout(
        "salesforce.stages",
        "Salesforce",
        # the object OpportunityHistory, as its data export writes it
        signs(("OpportunityId", "StageName", "CreatedDate")),
        (
            Part(
                "stage_history",
                {"key": ("OpportunityId",), "stage": ("StageName",), "at": ("CreatedDate",)},
                {"key": "salesforce/opportunity/"},
            ),
        ),
    )
)
