"""The devices that were out of reach when another one took a notification, and when they are tried again."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0034_why_unread")]
    operations = [
        migrations.AddField(
            "notice", "devices_left", ArrayField(base_field=models.UUIDField(), blank=True, null=True, size=None)
        ),
        migrations.AddField("notice", "again_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex(
            "notice",
            models.Index(
                condition=models.Q(("again_at__isnull", False)),
                fields=["organisation", "again_at", "id"],
                name="notice_again",
            ),
        ),
    ]
