"""Examples of the reference: bodies by operation; places of the path are filled with numbers of the reader's records.

Every example is executed by the tests: what is shown works.
"""

from typing import Any

EXAMPLES: dict[str, Any] = {
    "create_customers": {"kind": "person", "name": "Anna Ash", "email": "anna@ash.example"},
    "change_customers": {"country": "Norway"},
    "bulk_customers": {
        "mode": "each",
        "rows": [
            {
                "op": "upsert",
                "external": {"system": "erp", "key": "C-1"},
                "values": {"kind": "organisation", "name": "Harbour Inn"},
            }
        ],
    },
    "create_deals": {"name": "Shed for Anna", "amount": "1200.00"},
    "change_deals": {"name": "Shed and bench"},
    "create_activities": {"subject": "Call Anna", "kind": "call", "due_at": "2026-03-03T10:00:00Z"},
    "create_products": {"name": "Larch shed", "list_price": "900.00"},
    "add_contact_point": {"medium": "phone", "value": "+1 202 555 0143", "use": "work"},
    "add_postal_address": {"street": "1 Quay Street", "city": "Bergen", "country": "Norway"},
    "write_customer_note": {"text": "Likes oak."},
    "record_customer_contact": {"way": "call", "text": "Wants two sheds."},
    "decide_with_customer": {"outcome": "Wants two", "next_step": "Send samples", "due_on": "2026-03-05"},
    "set_deal_competitors": {"names": ["Elm and Sons"]},
    "set_deal_next_step": {"what": "Send the offer", "due": "2026-03-04"},
    "touch_deal": {"kind": "call", "text": "Wants oak."},
    "close_deal": {"outcome": "won"},
    "create_segment": {"name": "Regulars", "static": True},
    "save_view": {
        "kind": "sales.deal",
        "name": "Large ones",
        "asked": {"sort": "-amount"},
        "columns": ["name", "amount"],
    },
    "create_team": {"name": "East"},
    "create_territory": {"name": "Fjords"},
    "create_role": {"name": "Auditor"},
    "make_webhook": {"name": "ERP", "url": "https://erp.example/hook", "kinds": ["sales.deal_won"]},
}
