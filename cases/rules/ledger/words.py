"""The words of the ledgers and what they mean here; a word that does not stand in a table is never guessed."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from cases.rules.facts import Outing, Relationship, Sex, Trigger
from cases.rules.ladder import Stage
from cases.rules.methods import Method, WithWhom
from cases.rules.responses import Response

Meaning = TypeVar("Meaning")
BRACKETS = re.compile(r"[(「『【][^(「『【)」』】]*[)」』】]")
BETWEEN_WORDS = re.compile(r"[、，,・･/／;；\n]+")


@lru_cache(maxsize=2048)
def fold(word: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", word)).lower()


@lru_cache(maxsize=2048)
def bare(word: str) -> str:
    """Without what stands in brackets: 断られた「帰れ」 is 断られた."""
    return BRACKETS.sub("", fold(word))


def table(words: Mapping[Meaning, str]) -> dict[str, Meaning]:
    return {fold(word): meaning for meaning, listed in words.items() for word in listed.split()}


RELATIONSHIPS = table(
    {
        Relationship.SELF: "本人 当事者 ご本人",
        Relationship.MOTHER: "母 母親 お母さん 実母 継母 義母",
        Relationship.FATHER: "父 父親 お父さん 実父 継父 義父",
        Relationship.GRANDMOTHER: "祖母 おばあさん",
        Relationship.GRANDFATHER: "祖父 おじいさん",
        Relationship.BROTHER: "兄弟",
        Relationship.SISTER: "姉妹",
        Relationship.ELDER_BROTHER: "兄",
        Relationship.ELDER_SISTER: "姉",
        Relationship.YOUNGER_BROTHER: "弟",
        Relationship.YOUNGER_SISTER: "妹",
        Relationship.UNCLE: "叔父 伯父 おじ",
        Relationship.AUNT: "叔母 伯母 おば",
        Relationship.SPOUSE: "配偶者 夫 妻",
        Relationship.CHILD: "子 子ども 息子 娘",
        Relationship.OTHER_RELATIVE: "親族 親戚 いとこ 甥 姪 きょうだい 両親 父母 家族",
        Relationship.AGENCY: "関係機関 機関 保健所 保健センター 市役所 区役所 役所 学校 民生委員 病院 社協",
        Relationship.OTHER: "その他 知人 友人",
        Relationship.UNKNOWN: "不明",
    }
)
SEXES = table(
    {
        Sex.MALE: "男 男性 m male ♂",
        Sex.FEMALE: "女 女性 f female ♀",
        Sex.OTHER: "その他 どちらでもない",
        Sex.UNKNOWN: "不明 未確認 わからない 回答しない 無回答",
    }
)
TRIGGERS: dict[str, tuple[Trigger, ...]] = {
    word: (meaning,)
    for word, meaning in table(
        {
            Trigger.SCHOOL_REFUSAL: "不登校 登校拒否",
            Trigger.BULLYING: "いじめ イジメ",
            Trigger.RELATIONS: "人間関係 対人関係 友人関係",
            Trigger.EXAM: "受験 受験失敗 入試 浪人",
            Trigger.JOB_HUNTING: "就活 就職活動 就職",
            Trigger.LEAVING_JOB: "退職 離職 失業 解雇 リストラ",
            Trigger.WORKPLACE: "職場 職場不適応 パワハラ",
            Trigger.COVID: "コロナ 新型コロナ コロナ禍 感染症",
            Trigger.ILLNESS: "病気 疾病 けが 体調不良",
            Trigger.FAMILY_MATTER: "家庭の事情 家族関係 家庭環境 介護",
            Trigger.OTHER: "その他",
            Trigger.UNKNOWN: "不明 わからない 分からない 特になし",
        }
    ).items()
} | {"職場の人間関係": (Trigger.WORKPLACE, Trigger.RELATIONS)}
OUTINGS = table(
    {
        Outing.HOBBY_ONLY: "趣味の用事のときだけ外出 趣味の用事のときだけ外出する 趣味のときだけ外出",
        Outing.NEARBY_SHOPS: "近所のコンビニ等には出かける 近所のコンビニなどには出かける コンビニ等には出かける",
        Outing.HOME_ONLY: "自室からは出るが家からは出ない 自室からは出るが、家からは出ない 家からは出ない",
        Outing.ROOM_ONLY: "自室からほとんど出ない 自室からは出ない 自室からほとんどでない",
        Outing.UNKNOWN: "不明 未確認 わからない",
    }
)
STAGES = table(
    {
        Stage.PREPARATION: "準備 訪問準備 見立て 準備中",
        Stage.LETTER: "手紙",
        Stage.PHONE: "電話 電話・メッセージ メッセージ メール",
        Stage.DOOR: "ドア越し 扉ごし 扉越し ドアごし",
        Stage.FACE: "対面",
        Stage.OUTSIDE: "外出 外出・活動 外出同行",
        Stage.SOCIETY: "社会参加",
        Stage.FOLLOW_UP: "見守り フォロー",
    }
)
METHODS = table(
    {
        Method.LETTER: "手紙 はがき ハガキ 郵送",
        Method.PHONE: "電話 tel 架電",
        Method.MESSAGE: "line sms メッセージ ショートメール",
        Method.EMAIL: "メール eメール 電子メール email mail",
        Method.VISIT: "訪問 家庭訪問",
        Method.ONLINE: "オンライン zoom ビデオ通話",
        Method.OFFICE: "来所 来談 面談 来所相談",
        Method.ACCOMPANIMENT: "外出 同行 外出同行 同行支援",
        Method.GROUP: "居場所 グループ 集団活動",
        Method.FAMILY_MEETING: "家族面談 家族会 家族面接",
        Method.AGENCY_MEETING: "ケース会議 支援会議 関係機関会議 ケア会議",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one word of 様子 says: the response, and whom it names, if it names anybody."""

    response: Response
    whom: WithWhom | None = None
    relationship: Relationship = Relationship.UNKNOWN


def _all(response: Response, words: str) -> dict[str, Heard]:
    return {fold(word): Heard(response=response) for word in words.split()}


PERSON = WithWhom.PERSON
RELATIVE = WithWhom.RELATIVE
RESPONSES: dict[str, Heard] = {
    **_all(Response.NO_SIGN, "応答なし 反応なし 返事なし 無反応 未読 応答無し 手紙を差し入れ"),
    **_all(Response.PRESENCE, "物音あり 物音 気配 気配あり 気配・物音 既読"),
    **_all(Response.TOOK_LETTER, "受け取った様子 受け取った 手紙を受け取った"),
    **_all(Response.SOUND_OR_NOTE, "返事あり 返信あり スタンプの返事 メモの返事 手紙の返事 ノックの返事 返信"),
    **_all(Response.VOICE, "扉ごしに声 ドア越しに声 扉越しに声 声あり"),
    **_all(Response.DOOR_TALK, "扉ごしに会話 ドア越しに会話 扉越しに会話"),
    **_all(Response.DOOR_OPENED, "扉が開いた ドアが開いた 扉を開けた"),
    **_all(Response.FACE_TO_FACE, "対面 会えた 本人と面談 顔を見られた"),
    **_all(Response.CAME_OUT, "部屋の外へ 部屋から出た 部屋から出てきた"),
    **_all(Response.OUTSIDE_TOGETHER, "家の外へ コンビニまで一緒に 公園を散歩 事務局まで来た 一緒に外出 散歩"),
    **_all(Response.WITH_OTHERS, "居場所に参加 他の人と 行事に参加"),
    **_all(Response.BY_HIMSELF, "一人で来た ひとりで外出 一人で外出"),
    **_all(Response.REFUSED, "断られた 拒否 拒否された 帰れ 断わられた 断り お断り 拒絶 拒絶された 訪問拒否 面会拒否"),
    **_all(
        Response.REFUSED,
        "訪問を断られた 面会を断られた 電話を断られた もう来ないで 来ないで 来ないでほしい もう来ないでほしい",
    ),
    **_all(Response.NOT_HOME, "不在 留守"),
    **_all(Response.CANCELLED, "当日キャンセル キャンセル 中止 延期"),
    **_all(Response.NOT_TOLD, "不明 記録なし"),
    "本人が聞いていた": Heard(response=Response.PRESENCE, whom=PERSON, relationship=Relationship.SELF),
    "本人と話せた": Heard(response=Response.DOOR_TALK, whom=PERSON, relationship=Relationship.SELF),
    "母が出た": Heard(response=Response.FAMILY_ONLY, whom=RELATIVE, relationship=Relationship.MOTHER),
    "父が出た": Heard(response=Response.FAMILY_ONLY, whom=RELATIVE, relationship=Relationship.FATHER),
    "家族が出た": Heard(response=Response.FAMILY_ONLY, whom=RELATIVE),
    "母と面談": Heard(response=Response.FAMILY_ONLY, whom=RELATIVE, relationship=Relationship.MOTHER),
    "父と面談": Heard(response=Response.FAMILY_ONLY, whom=RELATIVE, relationship=Relationship.FATHER),
    "父母と面談": Heard(response=Response.FAMILY_ONLY, whom=RELATIVE),
    "両親と面談": Heard(response=Response.FAMILY_ONLY, whom=RELATIVE),
    "家族と面談": Heard(response=Response.FAMILY_ONLY, whom=RELATIVE),
}
# The same word says something else by these methods: a phone nobody answers says nothing of who was at home.
RESPONSES_BY_METHOD: dict[Method, dict[str, Heard]] = {
    Method.PHONE: _all(Response.NO_SIGN, "不在 留守"),
    Method.OFFICE: _all(Response.FACE_TO_FACE, "事務局まで来た"),
}
OBSERVER = re.compile(r"\((?P<who>[^()]{1,20}?)より\)")


def meaning(words: Mapping[str, Meaning], told: str) -> Meaning | None:
    """None for nothing told and for a word nobody listed."""
    return words.get(fold(told)) or words.get(bare(told))


def triggers(told: str) -> tuple[tuple[Trigger, ...], tuple[str, ...]]:
    """The triggers of a cell that may hold several, and the words nobody listed."""
    whole = meaning(TRIGGERS, told)
    parts = [told] if whole else [part.strip() for part in BETWEEN_WORDS.split(told) if part.strip()]
    found = [(part, meaning(TRIGGERS, part)) for part in parts]
    known = dict.fromkeys(one for _, meant in found if meant for one in meant)
    return tuple(known), tuple(part for part, meant in found if not meant)


def heard(told: str, method: Method | None) -> Heard | None:
    """What 様子 says by this method; None for nothing told and for a word nobody listed."""
    special = RESPONSES_BY_METHOD.get(method, {}) if method else {}
    return meaning(special, told) or meaning(RESPONSES, told)


def observer(told: str) -> Relationship | None:
    """Who saw it, where the words say so: 受け取った様子（母より）."""
    match = OBSERVER.search(fold(told))
    return RELATIONSHIPS.get(match["who"]) if match else None


def whom_of(relationship: Relationship) -> WithWhom:
    if relationship == Relationship.SELF:
        return WithWhom.PERSON
    if relationship == Relationship.AGENCY:
        return WithWhom.AGENCY
    if relationship in (Relationship.OTHER, Relationship.UNKNOWN):
        return WithWhom.UNKNOWN
    return WithWhom.RELATIVE


def first_words(words: Mapping[str, object]) -> frozenset[str]:
    """The plain word of each meaning; every other one says a little more than its code, so it is kept beside it."""
    first: dict[object, str] = {}
    for word, meant in words.items():
        first.setdefault(meant, word)
    return frozenset(first.values())


PLAIN_RELATIONSHIPS = first_words(RELATIONSHIPS)
PLAIN_METHODS = first_words(METHODS) - {"line"}
PLAIN_RESPONSES = first_words({word: one.response for word, one in RESPONSES.items() if one.whom is None})
