"""Zoho CRM: accounts, contacts, leads and tasks as its exports have them (all seen), deals from its documentation."""

from setpoint.platform.importing.layouts import Layout, Part, register_layout, signs

ACCOUNT, CONTACT, LEAD, DEAL = (f"zoho/{kind}/" for kind in ("account", "contact", "lead", "deal"))

register_layout(
    Layout(
        "zoho.accounts",
        "Zoho CRM",
        signs(("ACCOUNTID", "Account Name"), ("Record Id", "Account Name", "Account Type")),
        (
            Part(
                "accounts",
                {
                    "key": ("ACCOUNTID", "Record Id"),
                    "name": ("Account Name",),
                    "sector": ("Industry",),
                    "site": ("Website",),
                    "phone": ("Phone",),
                    "fax": ("Fax",),
                    "employees": ("Employees",),
                    "city": ("Billing City",),
                    "street": ("Billing Street",),
                    "country": ("Billing Country",),
                    "note": ("Description",),
                },
                {"key": ACCOUNT},
            ),
        ),
        proven=True,
    )
)
register_layout(
    Layout(
        "zoho.contacts",
        "Zoho CRM",
        signs(("CONTACTID", "Last Name"), ("Record Id", "Last Name", "Contact Owner")),
        (
            Part(
                "contacts",
                {
                    "key": ("CONTACTID", "Record Id"),
                    "given_name": ("First Name",),
                    "family_name": ("Last Name",),
                    "company_key": ("Account Id",),
                    "company": ("Account Name",),
                    "email": ("Email",),
                    "phone": ("Phone",),
                    "phone_mobile": ("Mobile",),
                    "position": ("Title",),
                    "birthday": ("Date of Birth",),
                    "city": ("Mailing City",),
                    "street": ("Mailing Street",),
                    "country": ("Mailing Country",),
                    "note": ("Description",),
                },
                {"key": CONTACT, "company_key": ACCOUNT},
            ),
        ),
        proven=True,
    )
)
register_layout(
    Layout(
        "zoho.leads",
        "Zoho CRM",
        signs(("LEADID", "Last Name", "Lead Status"), ("Record Id", "Last Name", "Lead Owner")),
        (
            Part("accounts", {"name": ("Company",), "sector": ("Industry",), "site": ("Website",)}),
            Part(
                "contacts",
                {
                    "key": ("LEADID", "Record Id"),
                    "given_name": ("First Name",),
                    "family_name": ("Last Name",),
                    "company": ("Company",),
                    "email": ("Email",),
                    "phone": ("Phone",),
                    "phone_mobile": ("Mobile",),
                    "position": ("Title",),
                    "note": ("Description",),
                },
                {"key": LEAD},
            ),
        ),
        proven=True,
    )
)
register_layout(
    Layout(
        "zoho.tasks",
        "Zoho CRM",
        signs(("Task Owner", "Subject", "Due Date", "Status")),
        (
            Part(
                "activities",
                {
                    "subject": ("Subject",),
                    "owner": ("Task Owner",),
                    "due": ("Due Date",),
                    "done": ("Status",),
                    "key": ("TASKID", "Record Id"),
                    "customer": ("Related To", "Contact Name"),
                },
            ),
        ),
        proven=True,
    )
)
register_layout(
    Layout(
        "zoho.deals",
        "Zoho CRM",
        signs(("Deal Name", "Stage", "Deal Owner")),
        (
            Part("accounts", {"name": ("Account Name",)}),
            Part(
                "deals",
                {
                    "key": ("DEALID", "POTENTIALID", "Record Id"),
                    "name": ("Deal Name",),
                    "amount": ("Amount",),
                    "owner": ("Deal Owner",),
                    "stage": ("Stage",),
                    "customer": ("Account Name",),
                    "created": ("Created Time",),
                    "closed": ("Closing Date",),
                    "reason": ("Reason For Loss",),
                },
                {"key": DEAL},
            ),
        ),
    )
)
