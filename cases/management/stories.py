"""Eight made-up families of the demo, each with its story: what was tried, what happened, what was heard.

Every note stands in Japanese first and in English below it, so that both kinds of readers can follow.
"""

from dataclasses import dataclass, field
from datetime import time

from cases.rules.facts import Answer, Concern, Heard, Scope
from cases.rules.ladder import Stage
from cases.rules.methods import Method
from cases.rules.responses import Response


@dataclass(frozen=True, slots=True)
class Tried:
    """So many days ago we wrote, rang or came, and this happened."""

    days: int
    method: Method
    response: Response
    note: str
    minutes: int = 20
    concern: Concern = Concern.NONE


@dataclass(frozen=True, slots=True)
class Moved:
    """So many days ago the coordinator moved the case to this rung."""

    days: int
    stage: Stage
    why: str


@dataclass(frozen=True, slots=True)
class Said:
    """So many days ago the person let us know this, in these words."""

    days: int
    scope: Scope
    answer: Answer
    way: Heard
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One family: who asked about whom, on which rung it began, and what came then, oldest first."""

    nickname: str
    reading: str
    person: tuple[str, str, str, str]
    caller: tuple[str, str, str]
    birth: str
    onset: str
    asked: int  # days ago
    told: str
    begins: Stage = Stage.LETTER
    past: tuple[Tried | Moved | Said, ...] = ()
    worker: str = "yuki"
    approach: str = ""
    talk: str = ""
    never: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    rest: str = ""
    is_open: bool = True


V, L, P, A, F = Method.VISIT, Method.LETTER, Method.PHONE, Method.ACCOMPANIMENT, Method.FAMILY_MEETING
R = Response
MET = R.FAMILY_ONLY
STORIES = (
    Story(
        nickname="花水木さん宅", reading="はなみずき",
        person=("山﨑", "健", "やまさき", "けん"), caller=("山﨑 和子", "やまさき かずこ", "mother"),
        birth="1994年頃", onset="2019年3月退職後", asked=112,
        told="仕事を辞めてから部屋で過ごしている。責めずに見守りたい。\nHe has stayed in his room since he left his job. She wants to stand by him without blame.",
        approach="父の在宅中は訪問しない。チャイムは一回だけ。\nNever while the father is at home. Ring once only.",
        talk="ゲーム・猫\nGames, cats", never="仕事の話\nWork",
        facts={"outing": "home_only", "triggers": ["leaving_job", "workplace"], "sex": "male"},
        past=(
            Tried(98, L, R.NO_SIGN, "はじめての手紙。自己紹介と、返事はいらないこと。\nThe first letter: who I am, and that no answer is needed.", 0),
            Tried(84, L, R.TOOK_LETTER, "猫の絵はがき。机の上に置いてあったと母より。\nA postcard with a cat. His mother saw it on his desk.", 0),
            Tried(70, F, MET, "母と面談。訪問の日を本人にも伝えてもらうことにした。\nMet the mother. She will tell him the day of each visit.", 60),
            Moved(69, Stage.DOOR, "手紙を手元に置いている。断られていない。\nHe keeps the letters, and nothing was refused."),
            Tried(49, V, R.NO_SIGN, "廊下は静かだった。十分だけ近況を話した。\nThe hallway was quiet. I talked about my week for ten minutes.", 10),
            Tried(42, V, R.NO_SIGN, "返事はない。次の水曜に来ると伝えた。\nNo answer. I said I would come again on Wednesday.", 10),
            Tried(35, V, R.PRESENCE, "床のきしむ音。ドアの近くまで来ていたと思う。\nThe floor creaked. I think he came near the door.", 15),
            Tried(25, F, MET, "夜中に台所で料理をするようになったと母。\nHis mother says he has begun to cook at night.", 60),
            Tried(21, V, R.PRESENCE, "ゲームの音を小さくしてくれた。\nHe turned the sound of his game down for me.", 20),
            Tried(14, V, R.VOICE, "「はい」とひとこと。うれしい、と伝えて帰った。\nOne word: “Yes.” I said that I was glad, and left.", 20),
            Tried(7, V, R.VOICE, "猫の名前を教えてくれた。モモという。\nHe told me the name of the cat: Momo.", 25),
        ),
    ),
    Story(
        nickname="若竹さん宅", reading="わかたけ",
        person=("佐藤", "由美子", "さとう", "ゆみこ"), caller=("佐藤 トシ", "さとう とし", "mother"),
        birth="48歳", onset="10年以上", asked=75,
        told="わたしも八十になる。娘のこれからが心配。\nI am turning eighty. I worry about what will become of my daughter.",
        approach="母が玄関で受け取る。足が悪いので待つ。\nThe mother comes to the door. She walks slowly, so wait.",
        talk="編み物\nKnitting", never="結婚の話・親が亡くなったあとの話\nMarriage, and what comes after the parents",
        facts={"outing": "room_only", "triggers": ["unknown"], "issues": ["caregiver_ageing"], "sex": "female", "wished": "female"},
        past=(
            Tried(66, F, MET, "母と面談。地域包括支援センターにもつないだ。\nMet the mother, and linked her with the centre for the elderly.", 90),
            Tried(59, L, R.NO_SIGN, "最初の手紙。毛糸を一玉そえた。\nThe first letter, with a ball of wool.", 0),
            Tried(45, L, R.NO_SIGN, "季節の絵はがき。\nA postcard of the season.", 0),
            Tried(38, F, MET, "毛糸がなくなっていたと母が笑った。\nThe wool is gone, the mother said with a smile.", 45),
            Tried(31, L, R.TOOK_LETTER, "朝には手紙がなくなっていた。\nIn the morning the letter was gone.", 0),
            Tried(17, L, R.TOOK_LETTER, "編み図を一枚。これも部屋に持っていったとのこと。\nA knitting pattern. She took this one to her room too.", 0),
        ),
    ),
    Story(
        nickname="山吹さん宅", reading="やまぶき",
        person=("髙橋", "翔", "たかはし", "しょう"), caller=("髙橋 美穂", "たかはし みほ", "mother"),
        birth="2003-05-14", onset="高2の秋から", asked=61, worker="sora",
        told="学校に行けなくなってから家の近所しか出ない。\nSince he stopped going to school he goes no farther than the shops nearby.",
        talk="電車・時刻表\nTrains and timetables", never="学校の話\nSchool",
        facts={"outing": "nearby_shops", "triggers": ["school_refusal", "bullying"], "sex": "male"},
        past=(
            Tried(54, L, R.SOUND_OR_NOTE, "「読みました」と母づてに。\n“I read it,” he let his mother say.", 0),
            Said(51, Scope.PHONE, Answer.AGREED, Heard.THROUGH_FAMILY, "「電話ならいい」と本人。\n“A call would be all right,” he said."),
            Moved(50, Stage.PHONE, "電話なら、と本人が母に話した。\nHe told his mother that a call would be all right."),
            Tried(34, P, MET, "母が出た。そばにいるようだった。\nHis mother answered. He seemed to be beside her.", 10),
            Tried(27, P, R.PRESENCE, "スピーカーで聞いていた様子。\nHe listened on the speaker.", 10),
            Tried(20, P, R.PRESENCE, "新しい時刻表の話をした。息づかいが聞こえた。\nI talked about the new timetable and heard him breathe.", 10),
            Tried(13, P, R.VOICE, "「もしもし」。それだけで切れた。\n“Hello.” Then he hung up.", 5),
            Tried(6, P, R.VOICE, "ダイヤ改正の話で三分。自分から次の曜日を決めた。\nThree minutes about trains. He chose the next day himself.", 5),
        ),
    ),
    Story(
        nickname="都忘れさん宅", reading="みやこわすれ",
        person=("渡邊", "彩", "わたなべ", "あや"), caller=("渡邊 正", "わたなべ ただし", "father"),
        birth="H2.4.1", onset="コロナの頃", asked=95, begins=Stage.DOOR, never="外出の話\nGoing out",
        told="感染がこわいと言って部屋から出なくなった。\nShe was afraid of the infection and stopped leaving her room.",
        approach="玄関で手を消毒する。マスクをつける。\nClean your hands at the entrance and wear a mask.",
        facts={
            "outing": "room_only", "triggers": ["covid"], "sex": "female", "best_hours": "夕方 / early evening",
            "best_from": time(16), "best_until": time(19),
        },
        past=(
            Tried(61, V, R.NO_SIGN, "二階は静か。父とだけ話した。\nNo sound upstairs. I only talked with the father.", 15),
            Tried(54, V, R.PRESENCE, "物音がした。\nSomething moved.", 15),
            Tried(47, V, R.SOUND_OR_NOTE, "壁を一度たたく音。怒っているのではなさそう。\nOne knock on the wall. It did not sound angry.", 15),
            Tried(40, V, R.PRESENCE, "足音が近づいて、もどった。\nSteps came near and went back.", 15),
            Tried(12, V, R.REFUSED, "「帰って」と声があった。すぐに帰った。声が聞けた日でもある。\n“Go home,” she said. I left at once. It was also the first time I heard her.", 2),
        ),
    ),
    Story(
        nickname="朝顔さん宅", reading="あさがお",
        person=("中村", "誠", "なかむら", "まこと"), caller=("中村 春江", "なかむら はるえ", "mother"),
        birth="S55.9.26", onset="平成20年頃", asked=150, begins=Stage.DOOR, worker="sora", talk="将棋\nShogi",
        told="職場でつらいことがあったらしい。話し相手がほしい。\nSomething hard happened at work. He needs someone to talk to.",
        approach="離れの縁側から声をかける。\nCall from the veranda of the annex.",
        facts={"outing": "home_only", "triggers": ["workplace"], "sex": "male"},
        past=(
            Tried(57, V, R.DOOR_TALK, "ドア越しに詰将棋を一問。\nOne shogi problem through the door.", 30),
            Tried(50, V, R.DOOR_TALK, "答えを紙で返してくれた。正解。\nHe handed the answer out on paper. It was right.", 30),
            Tried(36, V, R.DOOR_OPENED, "扉が少し開いた。盤が見えた。\nThe door opened a little. I saw the board.", 40),
            Moved(33, Stage.FACE, "本人から「次は中で」。\n“Next time inside,” he said himself."),
            Tried(22, V, R.FACE_TO_FACE, "将棋を一局。負けた。\nWe played one game. I lost.", 60),
            Tried(15, V, R.FACE_TO_FACE, "二局。昔の職場の話を少しだけ、自分から。\nTwo games. He spoke a little of his old work, by himself.", 60),
            Tried(3, F, MET, "母がとても疲れている。眠れていない。上司に相談する。\nThe mother is very tired and cannot sleep. I will talk to my supervisor.", 60, Concern.FAMILY_FATIGUE),
        ),
    ),
    Story(
        nickname="桔梗さん宅", reading="ききょう",
        person=("伊藤", "大輔", "いとう", "だいすけ"), caller=("伊藤 恵", "いとう めぐみ", "elder_sister"),
        birth="1985年頃", onset="大学中退後（2015年）", asked=320, begins=Stage.FACE, talk="写真\nPhotography",
        told="弟に、家族のほかの人と話してほしい。\nI want my brother to talk with someone outside the family.",
        facts={"outing": "nearby_shops", "triggers": ["job_hunting"], "sex": "male"},
        past=(
            Tried(72, V, R.FACE_TO_FACE, "古いカメラを見せてくれた。\nHe showed me his old camera.", 60),
            Tried(58, V, R.CAME_OUT, "居間で話した。お茶をいれてくれた。\nWe talked in the living room. He made tea.", 60),
            Tried(44, V, R.CAME_OUT, "庭で花を撮った。\nHe took pictures of the flowers in the garden.", 60),
            Moved(43, Stage.OUTSIDE, "「川を撮りたい」と本人。\n“I want to photograph the river,” he said."),
            Tried(30, A, R.OUTSIDE_TOGETHER, "川まで歩いた。二十枚。\nWe walked to the river. Twenty pictures.", 90),
            Tried(16, A, R.OUTSIDE_TOGETHER, "写真展へ。帰りに喫茶店で休んだ。\nTo a photo exhibition, and a rest over coffee.", 150),
            Tried(9, F, MET, "姉と電話で。表情がやわらかくなったとのこと。\nA talk with his sister. His face has become softer, she says.", 30),
        ),
    ),
    Story(
        nickname="木蓮さん宅", reading="もくれん",
        person=("齋藤", "愛", "さいとう", "あい"), caller=("齋藤 道子", "さいとう みちこ", "grandmother"),
        birth="", onset="わからない", asked=130, worker="sora",
        told="孫が一年ほど部屋から出てこない。\nMy grandchild has not come out of the room for about a year.",
        facts={"outing": "unknown", "triggers": ["unknown"]},
        past=(
            Tried(80, L, R.NO_SIGN, "自己紹介の手紙。\nA letter to say who I am.", 0),
            Tried(66, L, R.TOOK_LETTER, "封が開いていたと祖母。\nThe envelope was open, says the grandmother.", 0),
            Tried(50, L, R.SOUND_OR_NOTE, "「ありがとう」と付箋。\nA sticky note: “Thank you.”", 0),
            Tried(20, L, R.SOUND_OR_NOTE, "「今は会わない。手紙は読む」と返事。\n“I will not meet anyone now. I read the letters.”", 0),
            Said(20, Scope.LETTER, Answer.AGREED, Heard.WRITTEN, "「手紙は読む」\n“I read the letters.”"),
            Said(20, Scope.VISIT, Answer.REFUSED, Heard.WRITTEN, "「今は会わない」\n“I will not meet anyone now.”"),
        ),
        rest="本人が「今は会わない」と書いてきた。\nThe person wrote: “Not now.”",
    ),
    Story(
        nickname="山茶花さん宅", reading="さざんか",
        person=("", "", "", ""), caller=("", "", "mother"), birth="38歳くらい", onset="2年ほど前", asked=4,
        told="名前はまだ言いたくない。まず話を聞いてほしい。\nShe does not want to give a name yet; she asks us to listen first.",
        is_open=False, facts={"outing": "unknown"},
    ),
)  # fmt: skip
