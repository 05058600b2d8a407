"""Territories, further roles, conditions, fields, deputies, suspensions."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0006_letters_and_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="Territory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="kernel.territory",
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("parent", "name"), name="territory_name"),
                    models.UniqueConstraint(
                        condition=models.Q(("parent", None)), fields=("name",), name="territory_root"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deputy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField(verbose_name="first day")),
                ("last_day", models.DateField(verbose_name="last day")),
                (
                    "absent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deputies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stands_in",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="deputy_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("absent", models.F("deputy")), _negated=True), name="deputy_is_another"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suspension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("since", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suspension",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FieldRight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60, verbose_name="kind of record")),
                ("field", models.CharField(max_length=60, verbose_name="field")),
                (
                    "level",
                    models.CharField(
                        choices=[("hidden", "hidden"), ("read_only", "read-only")], max_length=10, verbose_name="level"
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="field_rights", to="kernel.role"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("role", "kind", "field"), name="field_right_unique"),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="grant", name="grant_unique"),
        migrations.AddField(model_name="grant", name="conditions", field=models.JSONField(blank=True, default=list)),
        migrations.AlterField(
            model_name="grant",
            name="scope",
            field=models.CharField(
                choices=[
                    ("own", "own records"),
                    ("team", "own team"),
                    ("below", "own team and teams below those headed"),
                    ("territory", "own territory and those below"),
                    ("all", "all records"),
                ],
                max_length=10,
                verbose_name="scope",
            ),
        ),
        migrations.AddIndex(
            model_name="grant", index=models.Index(fields=["role", "kind", "action"], name="grant_of_role")
        ),
        migrations.AddField(model_name="role", name="removed_at", field=models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            model_name="user",
            name="access_until",
            field=models.DateField(blank=True, null=True, verbose_name="access until"),
        ),
        migrations.AddField(
            model_name="user",
            name="further_roles",
            field=models.ManyToManyField(blank=True, related_name="also_held_by", to="kernel.role"),
        ),
        migrations.AddField(
            model_name="user",
            name="territories",
            field=models.ManyToManyField(blank=True, related_name="people", to="kernel.territory"),
        ),
    ]
