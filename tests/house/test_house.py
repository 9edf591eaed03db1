"""The rules of the house, kept by machine."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, get_resolver
from django.utils.translation import override

from cases.models.labels import LABELS
from cases.models.labels_letters import LETTERS
from cases.rules import due, facts, finding, ladder, likeness, methods, responses
from cases.rules.reminders import REMINDERS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for folder in ("accounts", "cases", "outreach") for path in (ROOT / folder).rglob("*.py")]
OURS = [path for path in SOURCES if "migrations" not in path.parts]
BESIDE_THE_NAME = re.compile(r"<title>.*</title>")
FAR = re.compile(r"https?://(?!www\.w3\.org|127\.0\.0\.1|localhost)")


def views(patterns: list[object]) -> Iterator[object]:
    for pattern in patterns:
        yield from [pattern.callback] if isinstance(pattern, URLPattern) else views(pattern.url_patterns)  # type: ignore[attr-defined]


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in OURS:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield path, node


def test_every_view_says_what_it_needs():
    assert [view for view in views(get_resolver().url_patterns) if not hasattr(view, "needs")] == []


def test_no_file_is_longer_than_a_reader_can_hold():
    read = [*OURS, *(ROOT / "tests").rglob("*.py")]
    assert [p.name for p in read if len(p.read_text().splitlines()) > 400] == []


def test_no_function_is_longer_than_a_screen():
    assert [(p.name, f.name) for p, f in functions() if (f.end_lineno or 0) - f.lineno >= 40] == []


def test_nothing_is_imported_inside_a_function():
    late = [(p, n.lineno) for p, f in functions() for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert late == []


def test_only_the_web_floor_speaks_http():
    speaks = re.compile(r"from django\.(http|shortcuts|urls|contrib\.messages|views)")
    floors = [p for floor in ("rules", "models", "queries", "actions") for p in (ROOT / "cases" / floor).rglob("*.py")]
    assert [p for p in floors if speaks.search(p.read_text())] == []


def test_only_web_and_tasks_read_the_clock():
    below = [p for floor in ("rules", "models", "queries", "actions") for p in (ROOT / "cases" / floor).rglob("*.py")]
    assert [p for p in below if re.search(r"timezone import .*\bnow\b|datetime\.now\(", p.read_text())] == []


def test_no_row_is_locked_more_than_a_change_of_it_needs():
    """Nobody here changes a key. A lock of the key too would let whoever only notes a look at a case wait for a sweep
    that plans thousands, the sweep leave out what somebody looks at, and two deeds wait for each other for ever."""
    more = re.compile(r"select_for_update\((?!.*no_key=True)|FOR UPDATE")
    assert [f"{path}: {found}" for path in OURS for found in more.findall(path.read_text())] == []


def test_every_code_has_a_word():
    enums = [
        e
        for home in (facts, finding, ladder, likeness, methods, responses, due)
        for e in vars(home).values()
        if isinstance(e, type) and e in LABELS
    ]
    assert len(enums) >= 18
    assert [(e, m) for e in enums for m in e if m not in LABELS[e]] == []


def test_no_template_is_longer_than_80_lines_or_breaks_the_policy():
    bad = re.compile(r"<script(?![^>]*src=)|\sstyle=|\son[a-z]+=|<style")
    pages = list((ROOT / "templates").rglob("*.html"))
    tags = re.compile(r"{%.*?%}")
    assert [p for p in pages if len(p.read_text().splitlines()) > 80 or bad.search(tags.sub("", p.read_text()))] == []


def test_every_head_of_a_table_says_what_it_heads():
    headless = re.compile(r"<th(?![^>]*scope=)(?=[ >])|<th\b[^>{]*=\"[^\"]*\"[a-z]")
    pages = [p for p in (ROOT / "templates").rglob("*.html") if headless.search(p.read_text())]
    assert pages == [], "A reader who hears the table needs scope=col or scope=row on each <th>."


def test_no_template_chooses_what_stands_between_words_or_how_a_day_is_written():
    bad = re.compile(r"・|\|join:|\|date:\"(?!c\")[^\"]|} · {|%} · {%")
    assert [p for p in (ROOT / "templates").rglob("*.html") if bad.search(BESIDE_THE_NAME.sub("", p.read_text()))] == []
    glued = [p for p in OURS if re.search(r"\"・\"\.join|\" · \"\.join", p.read_text())]
    assert glued == []


def test_every_attribute_stands_apart_from_the_next():
    tight = re.compile(r"""="[^"<>]*"[A-Za-z]""")
    told = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
    pages = [p for p in (ROOT / "templates").rglob("*.html") if tight.search(told.sub("", p.read_text()))]
    assert pages == []


def test_no_browser_remembers_what_a_form_about_a_family_was_told():
    forms = re.compile(r"<form[^>]*data-keep[^>]*>")
    told = [form for p in (ROOT / "templates").rglob("*.html") for form in forms.findall(p.read_text())]
    assert len(told) >= 6
    assert [form for form in told if 'autocomplete="off"' not in form] == [], (
        "A shared computer would offer the last family's name and phone to whoever types next."
    )


def test_a_number_on_a_card_says_what_it_counts():
    """On a phone the rows of a table are cards without its head, and without noughts (`nil`)."""
    bare, tags = (
        re.compile(r"<td class=\"(?![^\"]*\bnil\b)[^\"]*\bnumber\b[^\"]*\"(?![^>]*data-label)"),
        re.compile(r"{%.*?%}|{{.*?}}"),
    )
    cards = [p for p in (ROOT / "templates").rglob("*.html") if "scroll" in p.read_text()]
    assert [p for p in cards if bare.search(tags.sub("", p.read_text()))] == []


def test_nothing_we_serve_names_a_far_address():
    served = [
        p
        for kind in ("*.html", "*.js", "*.css", "*.svg")
        for d in ("templates", "static")
        for p in (ROOT / d).rglob(kind)
    ]
    assert [p for p in served if FAR.search(p.read_text())] == []


def test_a_contact_is_for_staff_only_unless_someone_says_otherwise():
    text = (ROOT / "cases/models/contact.py").read_text()
    assert 'readers = models.CharField(max_length=12, default="staff_only")' in text


def test_the_page_about_notices_tells_every_row_of_the_table():
    page = (ROOT / "docs/notices.md").read_text()
    rows = [line.split("|")[1:] for line in page.splitlines() if line.startswith("| ")][1:]
    with override("en"):
        told = [(str(LETTERS[row.kind].kind), f"{row.hour:%H:%M}" if row.hour else "at once") for row in REMINDERS]
    assert [(cells[0].strip(), cells[2].strip()) for cells in rows] == told
    with override("ja"):
        assert [cells[4].strip() for cells in rows] == [str(LETTERS[row.kind].kind) for row in REMINDERS]
