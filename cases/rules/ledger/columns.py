"""Columns of a ledger, known by the names people give them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    INTAKE = "intake"
    PROGRESS = "progress"


class Field(StrEnum):
    NUMBER = "number"
    RECEIVED = "received"
    CALLER = "caller"
    RELATIONSHIP = "relationship"
    PHONE = "phone"
    POSTAL_CODE = "postal_code"
    ADDRESS = "address"
    NAME = "name"
    KANA = "kana"
    BIRTH = "birth"
    SEX = "sex"
    ONSET = "onset"
    TRIGGERS = "triggers"
    OUTING = "outing"
    WORKER = "worker"
    STAGE = "stage"
    NEXT_ON = "next_on"
    DAY = "day"
    TIME = "time"
    METHOD = "method"
    WHOM = "whom"
    RESPONSE = "response"
    MINUTES = "minutes"
    NOTE = "note"


NUMBERS = (
    "受付番号",
    "番号",
    "ケース番号",
    "整理番号",
    "管理番号",
    "No",
    "No.",
    "ID",
    "ケースNo",
    "受付No",
    "ケースID",
)
NOTES = ("備考", "特記事項", "メモ", "留意点", "注意事項", "その他")
SYNONYMS: dict[Kind, dict[Field, tuple[str, ...]]] = {
    Kind.INTAKE: {
        Field.NUMBER: NUMBERS,
        Field.RECEIVED: ("受付日", "受付年月日", "相談日", "初回相談日", "受理日", "登録日"),
        Field.CALLER: (
            "相談者氏名",
            "相談者",
            "相談者名",
            "申込者",
            "申込者氏名",
            "来談者",
            "家族氏名",
            "相談者の氏名",
        ),
        Field.RELATIONSHIP: ("続柄", "本人との関係", "本人との続柄", "関係"),
        Field.PHONE: ("電話番号", "電話", "TEL", "連絡先", "携帯", "携帯電話", "相談者電話番号", "連絡先電話番号"),
        Field.POSTAL_CODE: ("郵便番号", "〒"),
        Field.ADDRESS: ("住所", "所在地", "自宅住所", "現住所"),
        Field.NAME: ("本人氏名", "氏名", "本人名", "本人", "対象者氏名", "対象者", "名前"),
        Field.KANA: ("本人ふりがな", "ふりがな", "フリガナ", "本人フリガナ", "カナ", "氏名カナ", "よみ", "よみがな"),
        Field.BIRTH: ("生年月日", "本人生年月日", "誕生日", "年齢", "生年", "生年月日・年齢", "生年月日/年齢"),
        Field.SEX: ("性別", "本人性別"),
        Field.ONSET: ("ひきこもり開始", "ひきこもり開始時期", "開始時期", "いつから", "ひきこもり期間", "期間"),
        Field.TRIGGERS: ("きっかけ", "ひきこもりのきっかけ", "要因", "原因", "契機"),
        Field.OUTING: ("外出状況", "外出の状況", "外出", "状態"),
        Field.WORKER: ("担当", "担当者", "担当者名", "支援員", "主担当", "訪問支援員"),
        Field.STAGE: ("支援段階", "段階", "ステージ", "現在の段階"),
        Field.NEXT_ON: ("次回予定", "次回", "次回予定日", "次回日程", "次回訪問日", "次回訪問"),
        Field.NOTE: NOTES,
    },
    Kind.PROGRESS: {
        Field.NUMBER: NUMBERS,
        Field.DAY: ("日付", "年月日", "実施日", "支援日", "対応日", "訪問日", "記録日"),
        Field.TIME: ("時刻", "開始時刻", "開始時間", "訪問時刻"),
        Field.METHOD: ("方法", "支援方法", "手段", "支援形態", "種別"),
        Field.WHOM: ("対象", "相手", "対象者", "対応相手"),
        Field.RESPONSE: ("様子", "反応", "結果", "本人の様子", "状況", "本人の反応"),
        Field.MINUTES: ("時間(分)", "時間（分）", "所要時間", "滞在時間", "分", "所要時間(分)", "対応時間"),
        Field.WORKER: ("記録者", "担当", "担当者", "支援員", "対応者", "記入者"),
        Field.NOTE: ("内容", "記録", "支援内容", "経過", "対応内容", *NOTES),
    },
}
# Without these a sheet cannot be read.
REQUIRED = {
    Kind.INTAKE: (Field.NUMBER, Field.NAME),
    Kind.PROGRESS: (Field.NUMBER, Field.DAY, Field.METHOD, Field.RESPONSE),
}
# Fewer known names than this are no header: a title may hold one by chance.
LEAST_KNOWN = 2
# Our own column in a file that came back to be mended.
TO_MEND = "直すところ"
# What a person may say of a column beside a field: let it fall away, or keep its words beside the case.
LEFT_OUT, KEPT = "", "kept"


def fold(name: object) -> str:
    """A header as it is compared: one width, no spaces, no ※."""
    return re.sub(r"[\s※*:]", "", unicodedata.normalize("NFKC", str(name or ""))).lower()


PLACES = {kind: {fold(word): one for one, words in table.items() for word in words} for kind, table in SYNONYMS.items()}
KNOWN = frozenset(word for table in PLACES.values() for word in table)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each field stands; `missing` are the required ones nobody found, `unmatched` the headers nobody knows."""

    kind: Kind
    places: Mapping[Field, int]
    missing: tuple[Field, ...] = ()
    unmatched: tuple[str, ...] = field(default=())


def known_in(names: Sequence[object]) -> int:
    return sum(fold(name) in KNOWN for name in names)


def match_columns(
    header: Sequence[str], *, kind: Kind | None = None, mapping: Mapping[str, str] | None = None
) -> Columns | None:
    """By name, and by hand where `mapping` (header → field, LEFT_OUT or KEPT) says so. None: no kind we know."""
    by_hand = mapping or {}
    found = [_matched(header, one, by_hand) for one in ((kind,) if kind else Kind)]
    best = max(found, key=_fitness)
    return best if kind or not best.missing or len(best.places) > LEAST_KNOWN else None


def _fitness(columns: Columns) -> tuple[int, int]:
    """A sheet is of the kind it lacks least of, then of the kind it shows most of."""
    return -len(columns.missing), len(columns.places)


def _matched(header: Sequence[str], kind: Kind, by_hand: Mapping[str, str]) -> Columns:
    places: dict[Field, int] = {}
    unmatched: list[str] = []
    for place, name in enumerate(header):
        one = _field_of(name, kind, by_hand)
        if one is not None and one not in places:
            places[one] = place
        elif name and name != TO_MEND and by_hand.get(name) != LEFT_OUT:
            unmatched.append(name)
    missing = tuple(one for one in REQUIRED[kind] if one not in places)
    return Columns(kind=kind, places=places, missing=missing, unmatched=tuple(unmatched))


def _field_of(name: str, kind: Kind, by_hand: Mapping[str, str]) -> Field | None:
    if name in by_hand:
        told = by_hand[name]
        return Field(told) if told in SYNONYMS[kind] else None
    return _unless_taken(PLACES[kind].get(fold(name)), by_hand)


def _unless_taken(one: Field | None, by_hand: Mapping[str, str]) -> Field | None:
    """What a hand has given to another header is not taken back by name."""
    return None if one in by_hand.values() else one
