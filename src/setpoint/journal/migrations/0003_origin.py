"""From where it was done. The column is added in place: building the table anew would lose its triggers."""

from django.db import migrations, models

ADD = "ALTER TABLE journal_fact ADD COLUMN origin varchar(60) DEFAULT '' NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            ADD,
            state_operations=[
                migrations.AddField("fact", "origin", models.CharField(blank=True, default="", max_length=60))
            ],
        ),
        migrations.AddIndex("fact", models.Index(fields=["recorded_at", "id"], name="fact_recorded")),
        migrations.AddIndex("fact", models.Index(fields=["kind", "recorded_at", "id"], name="fact_kind_recorded")),
        migrations.AddIndex("fact", models.Index(fields=["door", "recorded_at", "id"], name="fact_door_recorded")),
        migrations.AddIndex(
            "fact",
            models.Index(
                fields=["actor_id", "recorded_at", "id"],
                name="fact_actor_recorded",
                condition=models.Q(actor_id__isnull=False),
            ),
        ),
    ]
