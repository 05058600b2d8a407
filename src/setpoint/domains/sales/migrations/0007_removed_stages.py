from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sales", "0006_channel_index")]
    operations = [
        migrations.AddField("stage", "removed_at", models.DateTimeField(editable=False, null=True)),
        migrations.RemoveConstraint("stage", "stage_position"),
        migrations.RemoveConstraint("stage", "stage_name"),
        migrations.AddConstraint(
            "stage",
            models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True)), fields=("pipeline", "position"), name="stage_position"
            ),
        ),
        migrations.AddConstraint(
            "stage",
            models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True)), fields=("pipeline", "name"), name="stage_name"
            ),
        ),
    ]
