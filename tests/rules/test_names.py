from hypothesis import given
from hypothesis import strategies as st

from cases.rules.names import loose, romaji, row_of, sort_key, split_kana, split_name, to_katakana

HIRAGANA = st.text(alphabet=[chr(code) for code in range(0x3041, 0x3097)], min_size=1, max_size=8)


def test_a_name_splits_at_its_one_space_of_any_width():
    assert split_name("東海林　浩二") == ("東海林", "浩二")
    assert split_name("髙橋 恵") == ("髙橋", "恵")


def test_a_name_without_one_space_is_not_split():
    assert split_name("東海林浩二") is None
    assert split_name("オリビア ヴァン ダイク") is None
    assert split_name("") is None


def test_splitting_keeps_every_character_as_it_was_told():
    assert split_name("山﨑　髙①") == ("山﨑", "髙①")


def test_a_reading_without_a_space_stays_whole():
    assert not split_kana("こばやしりょう").is_split
    assert split_kana("ﾀｶﾊｼ ﾀﾞｲｽｹ").given == "ダイスケ"


def test_kana_of_any_width_and_script_is_one():
    assert to_katakana("ﾀｶﾊｼ") == to_katakana("たかはし") == "タカハシ"


def test_names_stand_in_the_order_of_the_fifty_sounds():
    names = ["わたなべ", "がとう", "ああ", "かとう", "ぱく", "はく", "ばく", "さとう"]
    assert sorted(names, key=sort_key) == ["ああ", "かとう", "がとう", "さとう", "はく", "ばく", "ぱく", "わたなべ"]


def test_one_family_stands_before_the_next():
    assert sort_key("いとう わたる") < sort_key("いとうだ あい")


def test_small_kana_and_the_long_mark_sort_as_what_they_sound():
    assert sort_key("きよう") == sort_key("きょう")
    assert sort_key("サトー") == sort_key("さとお")


@given(HIRAGANA)
def test_both_scripts_sort_alike(kana):
    assert sort_key(kana) == sort_key(to_katakana(kana))


def test_the_jump_bar_knows_the_row():
    assert [row_of(kana) for kana in ("ぁ", "ガトー", "ﾊﾟｸ", "ゔぁん", "を", "ん")] == [
        "あ",
        "か",
        "は",
        "あ",
        "わ",
        "わ",
    ]
    assert row_of("Olivia") == row_of("") == "その他"


def test_kana_is_told_in_hepburn():
    assert romaji("しょうじ こうじ") == "shouji kouji"
    assert romaji("ハットリ") == "hattori"
    assert romaji("ティナ") == "tina"


def test_search_takes_old_characters_for_new_ones():
    assert loose("髙橋") == "高橋"
    assert loose("山﨑") == "山崎"
    assert loose("齋藤") == loose("齊藤") == loose("斎藤")
    assert loose("渡邊") == loose("渡邉") == loose("渡辺")
    assert loose("澤　濱") == "沢 浜"
