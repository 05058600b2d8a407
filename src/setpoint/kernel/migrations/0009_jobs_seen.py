from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0008_what_scopes_mean")]
    operations = [
        migrations.AddField("job", "started_by", models.BigIntegerField(null=True)),
        migrations.AddField("job", "started_by_label", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddIndex("job", models.Index(fields=["state", "id"], name="job_state")),
        migrations.AddIndex("job", models.Index(fields=["name", "id"], name="job_name")),
    ]
