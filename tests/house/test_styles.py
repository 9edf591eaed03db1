"""No style stands for what no page draws: a reader of the sheets would look for it in vain."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHEETS = list((ROOT / "static/css").glob("*.css"))
DRAWN_ELSEWHERE = {"errorlist", "helptext", "mb-3"}  # by Django and crispy-forms themselves
COMMENT, RULE = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\{[^{}]*\}")
CLASS, TOKEN = re.compile(r"\.(-?[a-zA-Z][\w-]*)"), re.compile(r"(--[\w-]+)\s*:")


def drawing() -> str:
    """Everything that may name a class."""
    places = [(folder, ".py") for folder in ("accounts", "cases")] + [("templates", ".html"), ("static/js", ".js")]
    return "\n".join(p.read_text() for place, end in places for p in (ROOT / place).rglob(f"*{end}"))


def is_drawn(name: str, drawn: str) -> bool:
    begun = "|".join(re.escape(name[: place + 1]) + r"(?:\{|\$)" for place, one in enumerate(name) if one == "-")
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])" + (f"|{begun}" if begun else ""), drawn))


def test_every_class_of_the_sheets_is_drawn_somewhere():
    drawn = drawing()
    named = {(p.name, one) for p in SHEETS for one in CLASS.findall(RULE.sub("{}", COMMENT.sub("", p.read_text())))}
    own = {(sheet, one) for sheet, one in named if sheet != "bootstrap.css" and one not in DRAWN_ELSEWHERE}
    assert sorted((sheet, one) for sheet, one in own if not is_drawn(one, drawn)) == []


def test_every_colour_and_measure_is_used_and_every_used_one_is_known():
    tokens = TOKEN.findall((ROOT / "static/css/tokens.css").read_text())
    used = "\n".join(path.read_text() for path in SHEETS)
    assert [one for one in dict.fromkeys(tokens) if f"var({one})" not in used] == []
    ours = set(re.findall(r"var\((--(?!bs-)[\w-]+)\)", used))
    assert sorted(ours - set(TOKEN.findall(used))) == []
