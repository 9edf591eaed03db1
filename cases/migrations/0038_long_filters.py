"""Room for all conditions at once, with a place of forty signs of which each takes nine in an address."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0037_husks_whole")]
    operations = [migrations.AlterField("savedfilter", "query", models.CharField(max_length=800))]
