"""Countries in the order in which a reader looks for them: by the fifty sounds, or by the alphabet."""

import unicodedata

from cases.rules.kana import sort_key

# How the kanji in the names of countries are read, as far as their order hangs on it; the longer of two first.
READ = {
    "中華人民共和国": "チュウカジンミンキョウワコク",
    "合衆国領有": "ガッシュウコクリョウユウ",
    "中央": "チュウオウ",
    "中国": "チュウゴク",
    "共和国": "キョウワコク",
    "極南": "キョクナン",
    "南極": "ナンキョク",
    "台湾": "タイワン",
    "日本": "ニホン",
    "朝鮮": "チョウセン",
    "民主": "ミンシュ",
    "香港": "ホンコン",
    "英領": "エイリョウ",
    "米領": "ベイリョウ",
    "仏領": "フツリョウ",
    "赤道": "セキドウ",
    "韓国": "カンコク",
    "北": "キタ",
    "南": "ミナミ",
    "国": "コク",
    "東": "ヒガシ",
    "西": "ニシ",
}


def country_key(name: str, language: str) -> str:
    """What sorts a country's name in a language: its reading, or its letters without their marks."""
    if language != "ja":
        bare = unicodedata.normalize("NFKD", name)
        return "".join(one for one in bare if not unicodedata.combining(one)).casefold()
    for kanji, read in READ.items():
        name = name.replace(kanji, read)
    return sort_key(name)
