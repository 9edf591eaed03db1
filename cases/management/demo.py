"""The demo house: two organisations, six people who sign in, and families with a believable story each. All made up."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib.auth.hashers import make_password

from accounts.models import Organisation, User
from accounts.roles import Role
from accounts.walls import as_job, within
from cases.actions.contacting import Try, record_contact
from cases.actions.moving import pause
from cases.actions.opening import Inquiry, open_case, record_inquiry
from cases.models import Case, Recess
from cases.rules.facts import Concern, PauseScope
from cases.rules.ladder import Stage
from cases.rules.methods import Method, WithWhom
from cases.rules.responses import Response

PASSWORD = "hitokoe-demo-engawa"  # of made-up people in a made-up house; printed by `make demo`
PEOPLE = (
    ("Engawa", "hana", "花岡 はな", Role.COORDINATOR),
    ("Engawa", "yuki", "雪村 ゆき", Role.WORKER),
    ("Engawa", "sora", "空知 そら", Role.WORKER),
    ("Engawa", "mio", "澪田 みお", Role.MANAGER),
    ("Engawa", "ada", "足立 あだ", Role.ADMINISTRATOR),
    ("Madobe", "rin", "凛堂 りん", Role.COORDINATOR),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One family: who, on which rung, and what happened how many days ago."""

    nickname: str
    person: tuple[str, str, str, str]
    birth: str
    onset: str
    stage: Stage
    past: tuple[tuple[int, Method, Response, str], ...] = ()
    worker: str = "yuki"
    approach: str = ""
    talk: str = ""
    never: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    rest: str = ""
    concern: Concern = Concern.NONE
    is_open: bool = True


V, L, P = Method.VISIT, Method.LETTER, Method.PHONE
STORIES = (
    Story(
        nickname="花水木さん宅", person=("山﨑", "健", "やまさき", "けん"), birth="1994年頃", onset="2019年3月退職後",
        stage=Stage.DOOR, approach="父の在宅中は訪問しない。チャイムは一回だけ。", talk="ゲーム・猫", never="仕事の話",
        past=((28, V, Response.NO_SIGN, "廊下は静かだった。"), (21, V, Response.PRESENCE, "床のきしむ音。"),
              (14, V, Response.VOICE, "「はい」とひとこと。"), (7, V, Response.VOICE, "猫の名前を教えてくれた。")),
        facts={"outing": "home_only", "triggers": ["leaving_job", "workplace"], "sex": "male"},
    ),
    Story(
        nickname="若竹さん宅", person=("佐藤", "由美子", "さとう", "ゆみこ"), birth="48歳", onset="10年以上",
        stage=Stage.LETTER, approach="母が玄関で受け取る。", talk="編み物", never="結婚の話",
        past=((45, L, Response.NO_SIGN, "最初の手紙。"), (31, L, Response.NO_SIGN, "季節の絵はがき。"),
              (24, L, Response.TOOK_LETTER, "朝にはなくなっていたと母より。")),
        facts={"outing": "room_only", "triggers": ["unknown"], "sex": "female"},
    ),
    Story(
        nickname="山吹さん宅", person=("髙橋", "翔", "たかはし", "しょう"), birth="2003-05-14", onset="高2の秋から",
        stage=Stage.PHONE, talk="電車", never="学校の話", worker="sora",
        past=((20, P, Response.FAMILY_ONLY, "母が出た。"), (13, P, Response.PRESENCE, "そばで聞いていた様子。"),
              (6, P, Response.VOICE, "「もしもし」。")),
        facts={"outing": "nearby_shops", "triggers": ["school_refusal", "bullying"], "sex": "male"},
    ),
    Story(
        nickname="都忘れさん宅", person=("渡邊", "彩", "わたなべ", "あや"), birth="H2.4.1", onset="コロナの頃",
        stage=Stage.DOOR, never="外出の話",
        past=((40, V, Response.PRESENCE, "物音がした。"), (12, V, Response.REFUSED, "「帰って」と声があった。すぐに帰った。")),
        facts={"outing": "room_only", "triggers": ["covid"], "sex": "female"},
    ),
    Story(
        nickname="朝顔さん宅", person=("中村", "誠", "なかむら", "まこと"), birth="S55.9.26", onset="平成20年頃",
        stage=Stage.FACE, talk="将棋", worker="sora", concern=Concern.FAMILY_FATIGUE,
        past=((22, V, Response.DOOR_OPENED, "扉が少し開いた。"), (15, V, Response.FACE_TO_FACE, "将棋を一局。"),
              (3, V, Response.FACE_TO_FACE, "母がとても疲れている。")),
        facts={"outing": "home_only", "triggers": ["workplace"], "sex": "male"},
    ),
    Story(
        nickname="桔梗さん宅", person=("伊藤", "大輔", "いとう", "だいすけ"), birth="1985年頃", onset="大学中退後（2015年）",
        stage=Stage.OUTSIDE, talk="写真",
        past=((30, V, Response.CAME_OUT, "居間で話した。"), (16, Method.ACCOMPANIMENT, Response.OUTSIDE_TOGETHER, "川まで歩いた。")),
        facts={"outing": "nearby_shops", "triggers": ["job_hunting"], "sex": "male"},
    ),
    Story(
        nickname="木蓮さん宅", person=("齋藤", "愛", "さいとう", "あい"), birth="", onset="わからない", stage=Stage.LETTER,
        past=((50, L, Response.SOUND_OR_NOTE, "「ありがとう」と付箋。"),), rest="本人が「今は会わない」と話した。", worker="sora",
        facts={"outing": "unknown", "triggers": ["unknown"]},
    ),
    Story(
        nickname="山茶花さん宅", person=("", "", "", ""), birth="38歳くらい", onset="2年ほど前", stage=Stage.PREPARATION,
        is_open=False, facts={"outing": "unknown"},
    ),
)  # fmt: skip


def build(at: datetime) -> None:
    """Everything the demo shows, lived through the real deeds at the moments they happened."""
    houses = {name: _organisation(name, at) for name in ("Engawa", "Madobe")}
    users = {login: _user(houses[house], login, name, role) for house, login, name, role in PEOPLE}
    with within(users["hana"]):
        for story in STORIES:
            _live(story, users, at)
    with within(users["rin"]):
        _live(STORIES[0], {"hana": users["rin"], "yuki": users["rin"]}, at)


def _organisation(name: str, at: datetime) -> Organisation:
    with as_job():
        house = Organisation.objects.create(name=name, fictional=True, created_at=at)
    year = at.year
    with as_job(house.pk):
        Recess.objects.create(
            organisation=house, name="お盆", starts_on=f"{year + 1}-08-13", ends_on=f"{year + 1}-08-16"
        )
        Recess.objects.create(
            organisation=house, name="年末年始", starts_on=f"{year}-12-29", ends_on=f"{year + 1}-01-03"
        )
    return house


def _user(house: Organisation, login: str, name: str, role: Role) -> User:
    with as_job(house.pk):
        user: User = User.objects.create(
            organisation=house, email=f"{login}@example.org", name=name, role=role, password=make_password(PASSWORD)
        )
    return user


def _live(story: Story, users: dict[str, User], at: datetime) -> None:
    hana, worker = users["hana"], users.get(story.worker, users["hana"])
    began = at - timedelta(days=60)
    family, given, family_kana, given_kana = story.person
    told = Inquiry(
        family={"nickname": story.nickname, "prefecture": "千葉県", "municipality": "浦安市", "approach": story.approach},
        caller={"name": f"{family} 和子".strip(), "relationship": "mother"},
        person={
            "family_name": family, "given_name": given, "family_kana": family_kana, "given_kana": given_kana,
            "birth_told": story.birth, "onset_told": story.onset, "talk_about": story.talk,
            "never_talk_about": story.never, **story.facts,
        },
        case={"referral": "family", "basis": "life_body_property", "fictional": True},
    )  # fmt: skip
    case = record_inquiry(told, by=hana, at=began)
    if not story.is_open:
        return
    case = open_case(case, coordinator=hana, lead=worker, second=None, stage=story.stage, pace=None, by=hana, at=began)
    for place, (days, method, response, note) in enumerate(story.past):
        _contact(
            story, case, hana, at - timedelta(days=days), method, response, note, last=place == len(story.past) - 1
        )
    _contact(
        story,
        case,
        hana,
        at - timedelta(days=10),
        Method.FAMILY_MEETING,
        Response.FAMILY_ONLY,
        "母と面談。",
        last=False,
    )
    if story.rest:
        pause(case, PauseScope.PERSON, reason=story.rest, until=None, by=hana, at=at - timedelta(days=5))


def _contact(
    story: Story, case: Case, by: User, at: datetime, method: Method, response: Response, note: str, *, last: bool
) -> None:
    whom = WithWhom.RELATIVE if response == Response.FAMILY_ONLY else WithWhom.PERSON
    concern = story.concern if last else Concern.NONE
    told = Try(
        id=uuid4(), method=method, response=response, started_at=at, minutes=20, note=note, with_whom=whom,
        concern=concern,
    )  # fmt: skip
    record_contact(case, told, by=by, at=at + timedelta(minutes=30))
