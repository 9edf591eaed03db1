"""Romaji of kana, and one spelling for the many ways people write it."""

import re

from cases.rules.kana import spell_out, to_katakana

HEPBURN = {
    "ア": "a", "イ": "i", "ウ": "u", "エ": "e", "オ": "o",
    "カ": "ka", "キ": "ki", "ク": "ku", "ケ": "ke", "コ": "ko",
    "サ": "sa", "シ": "shi", "ス": "su", "セ": "se", "ソ": "so",
    "タ": "ta", "チ": "chi", "ツ": "tsu", "テ": "te", "ト": "to",
    "ナ": "na", "ニ": "ni", "ヌ": "nu", "ネ": "ne", "ノ": "no",
    "ハ": "ha", "ヒ": "hi", "フ": "fu", "ヘ": "he", "ホ": "ho",
    "マ": "ma", "ミ": "mi", "ム": "mu", "メ": "me", "モ": "mo",
    "ヤ": "ya", "ユ": "yu", "ヨ": "yo",
    "ラ": "ra", "リ": "ri", "ル": "ru", "レ": "re", "ロ": "ro",
    "ワ": "wa", "ヰ": "i", "ヱ": "e", "ヲ": "o", "ン": "n", "ヴ": "vu",
    "ガ": "ga", "ギ": "gi", "グ": "gu", "ゲ": "ge", "ゴ": "go",
    "ザ": "za", "ジ": "ji", "ズ": "zu", "ゼ": "ze", "ゾ": "zo",
    "ダ": "da", "ヂ": "ji", "ヅ": "zu", "デ": "de", "ド": "do",
    "バ": "ba", "ビ": "bi", "ブ": "bu", "ベ": "be", "ボ": "bo",
    "パ": "pa", "ピ": "pi", "プ": "pu", "ペ": "pe", "ポ": "po",
    "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o",
    "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa", "ヵ": "ka", "ヶ": "ke",
    "・": " ",
}  # fmt: skip
SMALL_Y = {"ャ": "a", "ュ": "u", "ョ": "o"}
SMALL_VOWELS = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o"}
# Before a small y these lose their own: しゃ is sha, きゃ is kya.
WITHOUT_Y = ("sh", "ch", "j")

# One spelling for all, applied in this order: 訓令式, wapuro and passport spellings end in bare Hepburn.
SAME_SOUND = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"[’'ʼ`´-]", ""),
        (r"l", "r"),
        (r"[âā]", "a"), (r"[îī]", "i"), (r"[ûū]", "u"), (r"[êē]", "e"), (r"[ôō]", "o"),
        (r"sy", "sh"), (r"(?:ty|cy)", "ch"), (r"(?:zy|jy|dy)", "j"),
        (r"si", "shi"), (r"ti", "chi"), (r"[zd]i", "ji"), (r"tu", "tsu"), (r"du", "zu"), (r"dzu", "zu"), (r"hu", "fu"),
        (r"cch", "tch"),
        (r"m(?=[bmp])", "n"),
        (r"n+", "n"),
        (r"o[ou]+", "o"), (r"oh(?![aiueoy])", "o"),
        (r"a+", "a"), (r"i+", "i"), (r"u+", "u"), (r"e+", "e"), (r"o+", "o"),
    )
)  # fmt: skip


def romaji(kana: str) -> str:
    """Hepburn, letter by letter: さとう is satou, しんいち is shinichi. What is not kana stays as it is."""
    said = ""
    doubled = False
    for one in spell_out(to_katakana(kana)):
        if one == "ッ":
            doubled = True
            continue
        said, sound = _joined(said, one)
        said += (_double(sound) if doubled else "") + sound
        doubled = False
    return said


def _joined(said: str, kana: str) -> tuple[str, str]:
    """A small kana takes the vowel of the sound before it."""
    if kana in SMALL_Y and said.endswith("i"):
        stem = said[:-1]
        return stem, SMALL_Y[kana] if stem.endswith(WITHOUT_Y) else "y" + SMALL_Y[kana]
    if kana in SMALL_VOWELS and said.endswith(("fu", "vu", "tsu", "te", "de", "shi", "chi", "ji")):
        return said[:-1], SMALL_VOWELS[kana]
    return said, HEPBURN.get(kana, kana)


def _double(sound: str) -> str:
    return "t" if sound.startswith("ch") else sound[:1] if sound[:1] not in "aiueon" else ""


def passport(kana: str) -> str:
    """The spelling on a Japanese passport, without long vowels: さとう is sato, いのうえ inoue, なんば namba."""
    short = re.sub(r"(?:o[ou](?![aiueo])|oo)", "o", romaji(kana))
    return re.sub(r"n(?=[bmp])", "m", re.sub(r"u+", "u", short))


def one_spelling(latin: str) -> str:
    """For comparing only: satou, satoh, satō and sato end alike, as do si and shi, tu and tsu."""
    folded = latin.lower()
    for pattern, said in SAME_SOUND:
        folded = pattern.sub(said, folded)
    return folded
