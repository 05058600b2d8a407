"""What fields forget of a person: everything that a field of personal data says, also in fields removed since."""

from collections.abc import Sequence

from setpoint.journal.forgetting import register_shredder
from setpoint.platform.fields.files import discard
from setpoint.platform.fields.kinds import all_kinds
from setpoint.platform.fields.models import Field, FieldType, NumberValue, StoredFile, TextValue

BATCH = 500


@register_shredder("fields_textvalue")
def shred_texts(person_id: int) -> None:
    """Take texts away."""
    for fields, ids in _of_person(person_id):
        TextValue.objects.filter(field__in=fields, record__in=ids).delete()


@register_shredder("fields_storedfile")
def shred_files(person_id: int) -> None:
    """Take files away, from the disk too."""
    for fields, ids in _of_person(person_id):
        holders = Field.objects.filter(pk__in=fields, type=FieldType.FILE)
        numbers = NumberValue.objects.filter(field__in=holders, record__in=ids).values_list("number", flat=True)
        discard(StoredFile.objects.filter(pk__in=list(numbers)))


@register_shredder("fields_numbervalue")
def shred_numbers(person_id: int) -> None:
    """Take numbers, days, choices and links away."""
    for fields, ids in _of_person(person_id):
        NumberValue.objects.filter(field__in=fields, record__in=ids).delete()


def forget_records(kind: str, ids: Sequence[int]) -> None:
    """Take away what records that are about to be deleted said."""
    fields = list(Field.objects.filter(kind=kind).values_list("pk", flat=True))
    for start in range(0, len(ids) if fields else 0, BATCH):
        for table in (TextValue, NumberValue):
            table.objects.filter(field__in=fields, record__in=ids[start : start + BATCH]).delete()


def _of_person(person_id: int) -> list[tuple[list[int], list[int]]]:
    """Return numbers of personal fields with the records of the person that may fill them, in batches."""
    found = []
    kinds = all_kinds()
    for name in Field.objects.filter(personal=True).values_list("kind", flat=True).order_by().distinct():
        fields = list(Field.objects.filter(kind=name, personal=True).values_list("pk", flat=True))
        ids = list(kinds[name].of_person(person_id)) if name in kinds else []
        found += [(fields, ids[start : start + BATCH]) for start in range(0, len(ids), BATCH)]
    return found
