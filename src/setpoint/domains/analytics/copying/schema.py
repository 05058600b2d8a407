"""What the copy holds. No name, no text of a person: numbers of records, days, amounts, words of the company."""

import pyarrow as pa

ID, DAY, WORD, YES = pa.int64(), pa.date32(), pa.string(), pa.bool_()
PLACE = [("owner", ID), ("team", ID), ("pipeline", ID), ("stage", ID), ("product", ID), ("channel", WORD)]

DEALS = pa.schema(
    [
        ("id", ID),
        # the team is that of the owner today: it is joined when asked
        *(column for column in PLACE if column[0] != "team"),
        ("customer", ID),
        ("territory", ID),
        # minor units of `currency`; `base` of the company's, None where the rate of today decides
        ("amount", ID),
        ("currency", WORD),
        ("base", ID),
        ("estimated", YES),
        ("opened", DAY),
        ("touched", DAY),
        ("closed", DAY),
        ("outcome", WORD),
        ("reason", WORD),
        # days from opening to closing, None where the opening is unknown
        ("cycle", pa.float32()),
        ("held", YES),
    ]
)
# a stay of a deal in a stage; `next`: ahead, back, transferred, won, lost, or "" while it lasts
STAYS = pa.schema(
    [
        ("id", ID),
        *PLACE,
        ("territory", ID),
        ("entered", DAY),
        ("ended", DAY),
        ("days", pa.float32()),
        ("next", WORD),
        ("first", YES),
    ]
)
TOUCHES = pa.schema([("id", ID), *PLACE, ("territory", ID), ("day", DAY), ("kind", WORD), ("connected", YES)])
# whose success: shares in parts per million; a deal without any is its owner's
CREDIT = pa.schema([("id", ID), ("owner", ID), ("share", ID)])
LEADS = pa.schema(
    [
        ("id", ID),
        ("owner", ID),
        ("source", ID),
        ("state", ID),
        ("product", ID),
        ("territory", ID),
        ("campaign", WORD),
        ("received", DAY),
        ("ended", DAY),
        ("outcome", WORD),
        ("reason", WORD),
        # seconds of working time until the first answer, None where nobody has answered
        ("response", ID),
        ("in_norm", YES),
    ]
)
LEAD_TOUCHES = pa.schema([("id", ID), ("owner", ID), ("day", DAY), ("kind", WORD), ("connected", YES)])
TABLES = {
    "deals": DEALS,
    "stays": STAYS,
    "touches": TOUCHES,
    "credit": CREDIT,
    "leads": LEADS,
    "lead_touches": LEAD_TOUCHES,
}
OF_DEALS, OF_LEADS = ("deals", "stays", "touches", "credit"), ("leads", "lead_touches")
