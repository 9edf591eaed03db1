"""Kana of any width and both scripts: folding, the order of the fifty sounds, and romaji."""

import re
import unicodedata

HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
KATAKANA_TO_HIRAGANA = {katakana: hiragana for hiragana, katakana in HIRAGANA_TO_KATAKANA.items()}
# Marks that stand alone join the kana before them; NFKC would put a space between.
JOINING_MARKS = {ord("゛"): "\u3099", ord("゜"): "\u309a", ord("ﾞ"): "\u3099", ord("ﾟ"): "\u309a"}
SMALL_TO_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
VOICED, SEMI_VOICED = "\u3099", "\u309a"

VOWELS = {
    "ア": "アカサタナハマヤラワガザダバパァャヮヵ",
    "イ": "イキシチニヒミリヰギジヂビピィ",
    "ウ": "ウクスツヌフムユルグズヅブプヴゥッュ",
    "エ": "エケセテネヘメレヱゲゼデベペェヶ",
    "オ": "オコソトノホモヨロヲゴゾドボポォョ",
}
VOWEL_OF = {kana: vowel for vowel, row in VOWELS.items() for kana in row}

LONGEST_KEY = 120  # two names of 60 kana differ long before its end

ROWS = ("あ", "か", "さ", "た", "な", "は", "ま", "や", "ら", "わ")
OTHER_ROW = "その他"
# Where each row begins among sort keys, and where the last one ends.
ROW_STARTS = ("ア", "カ", "サ", "タ", "ナ", "ハ", "マ", "ヤ", "ラ", "ワ", "ン\U0010ffff")

SPACES = re.compile(r"\s+")
KANA_ONLY = re.compile(r"[\u30a1-\u30fa\u30fc-\u30fe・ ]+")


def narrow(text: str) -> str:
    """NFKC with lone voicing marks joined to their kana. Never for names or notes that are kept: it turns ① into 1."""
    return unicodedata.normalize("NFKC", text.translate(JOINING_MARKS))


def tidy(kana: str) -> str:
    """A reading as it is kept: one width, one space between family and given; the script stays as it was told."""
    return SPACES.sub(" ", narrow(kana)).strip()


def to_katakana(text: str) -> str:
    return narrow(text).translate(HIRAGANA_TO_KATAKANA)


def to_hiragana(text: str) -> str:
    return narrow(text).translate(KATAKANA_TO_HIRAGANA)


def is_kana(text: str) -> bool:
    """Nothing but kana, the long mark, the middle dot and spaces, and at least one sound."""
    folded = to_katakana(text).strip()
    return bool(KANA_ONLY.fullmatch(folded)) and any(one in VOWEL_OF or one == "ン" for one in folded)


def spell_out(katakana: str) -> str:
    """ー becomes the vowel it holds, ヽ and ヾ the kana they repeat."""
    said: list[str] = []
    for one in katakana:
        before = said[-1] if said else ""
        if one == "ー":
            said.append(VOWEL_OF.get(before, ""))
        elif one in "ヽヾ":
            said.append(_repeat(before, voiced=one == "ヾ"))
        else:
            said.append(one)
    return "".join(said)


def _repeat(kana: str, *, voiced: bool) -> str:
    base = unicodedata.normalize("NFD", kana)[:1]
    return unicodedata.normalize("NFC", base + VOICED) if voiced else base


def sort_key(kana: str) -> str:
    """Text that sorts by code point in the order of the fifty sounds: family name, then given name.

    Each word is its large unvoiced katakana, then "!" and a digit a kana where one is voiced (1) or semi-voiced (2),
    so かとう, がとう and かとうだ stand in this order, and all of one family name before the next.
    """
    return " ".join(_word_key(word) for word in spell_out(to_katakana(kana)).split())[:LONGEST_KEY]


def _word_key(word: str) -> str:
    base: list[str] = []
    marks: list[str] = []
    for one in unicodedata.normalize("NFD", word.translate(SMALL_TO_LARGE)):
        if one in (VOICED, SEMI_VOICED) and marks:
            marks[-1] = "1" if one == VOICED else "2"
        else:
            base.append(one)
            marks.append("0")
    voiced = "".join(marks).rstrip("0")
    return "".join(base) + (f"!{voiced}" if voiced else "")


def row_of(kana: str) -> str:
    """The row of the jump bar, by the first kana; その他 when it is none."""
    first = sort_key(kana)[:1]
    for row, start, end in zip(ROWS, ROW_STARTS[:-1], ROW_STARTS[1:], strict=True):
        if start <= first < end:
            return row
    return OTHER_ROW


def row_bounds(row: str) -> tuple[str, str]:
    """The sort keys of a row: from the first, below the second. Raises ValueError for その他 and other words."""
    place = ROWS.index(row)
    return ROW_STARTS[place], ROW_STARTS[place + 1]
