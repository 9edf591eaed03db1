"""Taking a ledger back finds what stands on its cases in sets: case by case it could take minutes for a big book."""

from importlib import import_module

from django.db import migrations, models

BEFORE: str = import_module("cases.migrations.0032_last_sign").AFTER
ONE_BY_ONE = BEFORE[BEFORE.index("  worked := worked || ARRAY(") : BEFORE.index("  later := ")]
IN_SETS = """\
  worked := worked || ARRAY(
    SELECT c.id FROM cases_case c JOIN cases_person p ON p.id = c.person_id
      JOIN cases_person o ON o.family_id = p.family_id AND o.id <> p.id WHERE c.id = ANY (brought)
    UNION SELECT c.id FROM cases_case c
      JOIN cases_case o ON o.person_id = c.person_id AND o.id <> c.id WHERE c.id = ANY (brought)
    UNION SELECT o.case_id FROM cases_pause o WHERE o.case_id = ANY (brought)
    UNION SELECT o.case_id FROM cases_contact o
      LEFT JOIN cases_ledgerrow r ON r.contact_id = o.id WHERE o.case_id = ANY (brought) AND r.id IS NULL);
"""
AFTER = BEFORE.replace(ONE_BY_ONE, IN_SETS)


class Migration(migrations.Migration):
    dependencies = [("cases", "0035_devices_left")]
    operations = [
        migrations.AlterField(
            "ledgerrow",
            "contact",
            models.ForeignKey(
                blank=True, db_constraint=False, db_index=False, null=True, on_delete=models.deletion.PROTECT,
                related_name="ledger_rows", to="cases.contact",
            ),
        ),
        migrations.AddIndex(
            "ledgerrow",
            models.Index(
                fields=["organisation", "contact"],
                name="ledger_row_of_contact",
                condition=models.Q(contact__isnull=False),
            ),
        ),
        migrations.RunSQL(AFTER, BEFORE),
    ]  # fmt: skip
