"""Why the books of a reading could not be read, kept with it: its list says so without opening every book anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0033_streaks_end")]
    operations = [migrations.AddField("ledgerbatch", "troubles", models.JSONField(blank=True, default=list))]
