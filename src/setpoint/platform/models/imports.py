"""An import: its files, what was agreed about them, how far it is, what it refused and what it created."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.kernel.models import Job


class ImportState(models.TextChoices):
    """Where an import stands."""

    READING = "reading", pgettext_lazy("import", "being read")
    REFUSED = "refused", pgettext_lazy("import", "refused")
    DRAFT = "draft", pgettext_lazy("import", "being agreed")
    RUNNING = "running", pgettext_lazy("import", "running")
    STOPPED = "stopped", pgettext_lazy("import", "stopped")
    DONE = "done", pgettext_lazy("import", "completed")
    FAILED = "failed", pgettext_lazy("import", "stopped by a problem")
    UNDOING = "undoing", pgettext_lazy("import", "being undone")
    UNDONE = "undone", pgettext_lazy("import", "undone")


class ImportRun(models.Model):
    """One import of one or several files. Its times are machine time: they tell of the work, not of the company."""

    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.DRAFT)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("started by")
    )
    # the actor as it was: undo and release speak in its name when the person is gone
    actor_label = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    problem = models.JSONField(null=True)
    # records that an undo has taken back; what it left is in LeftRecord
    taken_back = models.PositiveIntegerField(default=0)
    # the job that works, or has worked last, on it
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        """Return the state."""
        return f"import {self.pk} {self.state}"


class ImportFile(models.Model):
    """One file of an import. `row` is the last row that is done; counts are of rows, summed as chunks commit.

    `layout`: how its columns were known: "" by their names, "remembered", or the key of another system's export.
    Without `header` it is still to be recognised (`kind`, `encoding`, `delimiter` are then what the user said),
    without `survey` still to be surveyed. `sample`: its first rows. `outlook`: what a dry run has counted.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=60)
    name = models.CharField(_("file"), max_length=255)
    # relative to the folder of imports; the file goes when the run has ended
    stored = models.CharField(max_length=255)
    encoding = models.CharField(max_length=30)
    delimiter = models.CharField(max_length=1, blank=True)
    header = models.JSONField()
    header_row = models.PositiveIntegerField()
    survey = models.JSONField()
    agreement = models.JSONField()
    sample = models.JSONField(default=list)
    outlook = models.JSONField(null=True)
    layout = models.CharField(max_length=60, blank=True)
    row = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(_("rows created"), default=0)
    matched = models.PositiveIntegerField(_("rows already there"), default=0)
    refused = models.PositiveIntegerField(_("rows refused"), default=0)
    # e.g. {"estimated": 12, "undated": 3}; the kind names what it counts
    marks = models.JSONField(default=dict)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("run", "position"), name="import_file_position"),)

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.name


class RefusedRow(models.Model):
    """A row that was given back: its cells as they stood, and every problem (`Problem.to_json`)."""

    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="refusals")
    row = models.PositiveIntegerField()
    cells = models.JSONField()
    problems = models.JSONField()

    class Meta:
        indexes = (models.Index(fields=("file", "row"), name="refused_row"),)

    def __str__(self) -> str:
        """Return the number of the row."""
        return f"row {self.row}"


class ImportedRange(models.Model):
    """Records `first` to `last` of `kind` were created by the run; undo takes them away."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="ranges")
    kind = models.CharField(max_length=60)
    first = models.BigIntegerField()
    last = models.BigIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="range_order"),)

    def __str__(self) -> str:
        """Return kind and numbers."""
        return f"{self.kind} {self.first}-{self.last}"
