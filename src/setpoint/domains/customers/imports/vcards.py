"""Import of vCards: each is a row, read as a card by the platform; the other columns are for the eye."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.imports.incoming import Incoming
from setpoint.domains.customers.imports.rows import CardRows
from setpoint.domains.customers.operations.vcards import keep_many
from setpoint.domains.customers.permissions import KIND
from setpoint.platform.importing.card_files import CARD, COLUMNS, KIND_OF_ROWS
from setpoint.platform.importing.kinds import Field, ImportKind, register_kind
from setpoint.platform.importing.parsing import Record
from setpoint.platform.vcards.lines import LONGEST
from setpoint.platform.vcards.reading import card


class VcardRows(CardRows):
    """Creates a person or an organisation of each vCard."""

    def incoming(self, record: Record) -> Incoming:
        """Return what the vCard says; its UID is the key by which it is known again."""
        said = card(record.text(CARD))
        return Incoming(said, key=said.uid[:120])

    def keep(self, made: Mapping[int, Record]) -> None:
        """Keep the vCards that say more than a card holds."""
        texts = {pk: record.text(CARD) for pk, record in made.items()}
        keep_many({pk: text for pk, text in texts.items() if card(text).further})


register_kind(
    ImportKind(
        KIND_OF_ROWS,
        _("vCards"),
        (
            Field(CARD, _("vCard"), synonyms=(COLUMNS[-1],), required=True, filled=True, length=LONGEST),
            *(Field(key, key, synonyms=(key,), length=LONGEST) for key in COLUMNS[:-1]),
        ),
        order=26,
        rights=((KIND, "create"),),
        importer=VcardRows,
    )
)
