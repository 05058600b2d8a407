"""What one says when files are handed over."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from setpoint.kernel.limits.reading import most_of
from setpoint.platform.importing.kinds import kinds_in_order
from setpoint.platform.importing.uploads import Upload
from setpoint.platform.uploads.door import MEGABYTE, TABLE

MOST_FILES = 20
LONGEST_NAME = 255

ENCODINGS: list[tuple[str, Promise | str]] = [
    ("", _("Recognise")),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1251", "Windows-1251"),
    ("cp1252", "Windows-1252"),
    ("koi8_r", "KOI8-R"),
    ("cp866", "DOS 866"),
]
DELIMITERS: list[tuple[str, Promise | str]] = [
    ("", _("Recognise")),
    (",", _("comma")),
    (";", _("semicolon")),
    ("\t", _("tabulator")),
    ("|", _("vertical bar")),
]


def most_bytes() -> int:
    """Return how much may be handed over at once: as much as one file may have."""
    return most_of(TABLE) * MEGABYTE


def kinds() -> list[tuple[str, Any]]:
    """Return what rows can be."""
    return [("", _("Recognise")), *((kind.key, kind.label) for kind in kinds_in_order())]


class SeveralFiles(forms.FileInput):
    """A field for files, as many as one likes."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list["UploadedFile[Any]"]:
        """Return all the files."""
        del data
        found: list[UploadedFile[Any]] = files.getlist(name) if files else []
        return found


class FilesField(forms.FileField):
    """A list of files, each as Django checks one."""

    widget = SeveralFiles(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        """Return the files. ValidationError for none, an empty one, too many or too much."""
        given = list(data or [])
        if not given:
            raise forms.ValidationError(_("Choose at least one file."))
        if len(given) > MOST_FILES:
            text = ngettext("At most %(n)s file at a time.", "At most %(n)s files at a time.", MOST_FILES)
            raise forms.ValidationError(text % {"n": MOST_FILES})
        if sum(file.size for file in given) > most_bytes():
            limit = filesizeformat(most_bytes())
            raise forms.ValidationError(_("Together the files may have %(limit)s at most.") % {"limit": limit})
        clean = super().clean
        return [clean(file, initial) for file in given]


class UploadForm(forms.Form):
    """Files, and what to do where we do not recognise what they are."""

    tables = FilesField(label=_("Files"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=_("The rows are"), choices=kinds, required=False)
    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS, required=False)
    delimiter = forms.ChoiceField(label=_("Delimiter"), choices=DELIMITERS, required=False)

    def uploads(self) -> list[Upload]:
        """Return the files as the import takes them in."""
        said = {name: self.cleaned_data[name] for name in ("kind", "encoding", "delimiter")}
        return [Upload(file.name or "", file.file, **said) for file in self.cleaned_data["tables"]]
