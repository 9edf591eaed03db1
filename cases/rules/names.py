"""Names and their readings: kept exactly as told, folded only to search and to compare."""

import re
import unicodedata
from dataclasses import dataclass

from cases.rules.kana import row_bounds, row_of, sort_key, tidy, to_hiragana, to_katakana
from cases.rules.romaji import passport, romaji

__all__ = [
    "SplitKana",
    "loose",
    "passport",
    "romaji",
    "row_bounds",
    "row_of",
    "sort_key",
    "split_kana",
    "split_name",
    "tidy",
    "to_hiragana",
    "to_katakana",
]

SPACES = re.compile(r"\s+")
# A selector chooses another drawing of the same character: 葛󠄀 is 葛.
VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")

# Characters people take for one another in names; the last of each line stands for all.
TAKEN_FOR_ONE = (
    "髙高 﨑嵜㟢碕崎 齋齊斎斉 邊邉辺 澤沢 濱濵浜 嶋嶌島 櫻桜 廣広 國国 眞真 德徳 惠恵 龍竜 瀧滝 渕淵 冨富 嶽岳 條条 "
    "壽寿 榮栄 澁澀渋 𠮷吉 栁柳 舘館 桒桑 檜桧 籔薮藪 曾曽 禮礼 槇槙 遙遥 堯尭 穗穂 彌弥 彥彦 萬万 圓円 應応 學学 關関 "
    "縣県 靜静 豐豊 緖緒 黑黒 增増 寬寛 郞郎 鷗鴎 鄕郷 亞亜 壯壮 實実 淺浅 蘆芦 柗枩松 峯峰 舩船 喆哲 鹽塩 藏蔵 來来 "
    "會会 鐵鉄 傳伝 佛仏 巖巌 嚴厳 瀨瀬 賴頼 與与 靏鶴 鷄鶏 籠篭 莊荘 愼慎 凜凛 曉暁 繩縄 樂楽 藝芸 邨村 埜野 檮梼 "
    "礒磯 薗園 兒児 餠餅 麴麹 杤栃 諫諌 淸清 橫横 舖舗 﨟臈"
)
FOLDED = {ord(one): group[-1] for group in TAKEN_FOR_ONE.split() for one in group[:-1]}


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitKana:
    """A reading apart; told without a space it stands whole in `family` and is not split."""

    family: str
    given: str
    is_split: bool


def whole_name(family: str, given: str) -> str:
    return " ".join(part for part in (family, given) if part)


def split_name(told: str) -> tuple[str, str] | None:
    """姓 and 名, where exactly one space of any width stands between them; else None: keep it as told."""
    parts = told.split()
    return (parts[0], parts[1]) if len(parts) == 2 else None


def split_kana(told: str) -> SplitKana:
    whole = tidy(told)
    parts = split_name(whole)
    if parts is None:
        return SplitKana(family=whole, given="", is_split=not whole)
    return SplitKana(family=parts[0], given=parts[1], is_split=True)


def loose(name: str) -> str:
    """For search and likeness only: 髙橋 as 高橋, 山﨑 as 山崎, 齋藤 and 斎藤 and 齊藤 as 斉藤; lower case."""
    bare = unicodedata.normalize("NFKC", VARIATION_SELECTORS.sub("", name)).translate(FOLDED)
    return SPACES.sub(" ", bare).strip().lower()
