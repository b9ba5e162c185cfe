//! The words that give a message away, in both languages.
//!
//! English cues are matched as whole words, Japanese ones anywhere; all folded, parted by `|`.
//! To add one, put it in its list: under `strong` if it settles the kind, under `weak` if it
//! often means it.

use super::cues::Kind;

/// The cues of one kind.
pub(super) struct Cues {
    pub(super) kind: Kind,
    pub(super) strong: &'static str,
    pub(super) weak: &'static str,
}

/// The cues of a list.
pub(super) fn each(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split('|').map(|cue| cue.trim_matches(['\n', ' ']))
}

/// All cues. Where several kinds are met equally, the first in this order is taken: a repaired
/// fault is repaired.
pub(super) const CUES: &[Cues] = &[
    Cues {
        kind: Kind::Decision,
        strong: "
            we decided | i decided | have decided | has decided | was decided | is decided |
            been decided | decided to | decided that | decision is | decision was | we agreed |
            agreed that | agreed to | settled on | let's go with | we'll go with | we will go with |
            going with | consensus is | was approved | is approved | got approved | we're going to use |
            vote passed | 決定し | 決定です | 決定事項 | 決まりました | 決まった | 決めました | に決め |
            で合意 | 合意し | 承認され | 承認しました | 採用することに | することにしました |
            することになりました | で行きましょう | でいきましょう | で確定 | 確定しました
        ",
        weak: "
            approved | decision | consensus | i'd vote | plan is to | the plan is | we should | 決定 |
            合意 | 承認 | 採用 | にしましょう | にします | 方針
        ",
    },
    Cues {
        kind: Kind::Done,
        strong: "
            has been released | was released | is released | just released | we released |
            we've released | now released | has been merged | was merged | is merged | just merged |
            i merged | merged your | shipped | deployed | is launched | was launched |
            has been launched | is published | was published | has been published | has been fixed |
            is fixed | was fixed | i fixed | i've fixed | is live | went live | is resolved |
            was resolved | has been resolved | is completed | was completed | has been completed |
            is out | リリースしました | リリースされ | リリース済 | 対応しました | 対応済 |
            完了しました | 完了です | 公開しました | 公開され | 修正しました | 修正済 | 直しました |
            直りました | 解決しました | マージしました | デプロイしました | 復旧しました |
            終わりました | 納品しました | 送付しました | 提出しました
        ",
        weak: "
            launched | published | completed | resolved | released | merged | fixed | committed |
            finished | uploaded | posted | announced | done | i added | i've added | 完了 | リリース |
            公開 | 復旧 | 送りました | できました | アップしました
        ",
    },
    Cues {
        kind: Kind::Problem,
        strong: "
            broken | blocked | blocker | outage | crash | crashes | crashed | crashing | not working |
            doesn't work | don't work | didn't work | stopped working | fails | failing | failed |
            failure | regression | data loss | is down | went down | out of memory | security hole |
            vulnerability | broke | breaks our | breaks the | breaks my | 障害 | 不具合 | 動かない | 動きません | 動かなく | 落ちて | 落ちました |
            失敗し | 繋がらない | 繋がりません | つながらない | 止まって | バグが | クレーム | 苦情 |
            解約 | 脆弱性 | エラーに | エラーが | 壊れました |
            壊れた | 壊れて
        ",
        weak: "
            exception | error | errors | bug | bugs | problem | problems | issue | issues | stuck |
            timeout | timed out | wrong | risk | concern | concerned | worried | can't | cannot |
            unable | エラー | バグ | 問題 | 困って | 遅延 | できない | できません | 心配 | 懸念 | 不満
        ",
    },
    Cues {
        kind: Kind::Task,
        strong: "
            todo | to do list | action item | action items | deadline | due date | due on | due by |
            assigned to | by monday | by tuesday | by wednesday | by thursday | by friday |
            by tomorrow | by next week | by the end of | by end of | 期限 | 締切 | 締め切り | 〆切 |
            までに | 納期 | タスク | 宿題 | 対応します | 対応をお願い | 担当は | 担当します | 進めます |
            やっておきます | する必要があり | しておいてください | していただけ
        ",
        weak: "
            needs to be | i will | i'll | we'll | we need to | need to | we have to | could you |
            can you | please | will try | volunteer | follow up | next step | next steps | schedule |
            scheduled | してください | お願いします | お願いいたします | 予定 | やります | 確認します |
            担当 | 対応 | 送ります
        ",
    },
];

/// Removed before looking: they hold a cue and mean the opposite.
pub(super) const NEGATED: &str = "
    problem solved | problems solved | problem is solved | problem fixed | issue resolved | issue fixed | bug fixed |
    bugs fixed | error is gone | can't wait | cannot wait | can't thank | cannot thank | what you cannot | what you can't |
    問題は解決 | 問題が解決 | 問題解決 | エラーは解消 | エラーが解消 | エラーは消え | エラーが消え | 不具合は解消 | 不具合が解消 |
    no problem | not a problem | no issue | no issues | no error | no errors | without error |
    without errors | went down from | broken down | broken out | not broken | not blocked | not decided | undecided |
    not done | not released | not fixed | isn't fixed | not yet released | isn't released |
    error message | error handling | 問題ありません | 問題ない | 問題なく | 問題なし | 問題無 |
    エラーなし | エラーなく | エラーはありません | 障害なし | 未定 | 決定ではな | 決まっていな |
    決まってな | 決まったら | 決まれば | 決まり次第 | 決定したら | 決定すれば | 決定次第 | 決定され次第 |
    合意したら | 合意でき次第 | 承認されたら | 承認されれば | 承認され次第 | 承認次第 | 採用されたら |
    確定したら | 決定の見込み | 決定する見込み | 決定される見込み | 合意の見込み | 合意する見込み |
    承認の見込み | 承認見込み | 承認される見込み | 採用の見込み | 決定予定 | 決定する予定 | 決定される予定 |
    承認予定 | 承認の予定 | 承認される予定 | to be approved | will be approved | once approved | if approved |
    when approved | until approved | once it is approved | once it's approved | if it is approved |
    when it is approved | to be decided | will be decided | once it is decided | once we have decided |
    未完了 | 完了していな | まだリリース | 失敗しな | 困ってな
";

/// Beside a cue of something done: not yet.
pub(super) const UNFINISHED: &str = "
    not | isn't | aren't | wasn't | weren't | hasn't | haven't | can't | don't | doesn't | won't |
    cannot | to be | will be | should be | before | until | まだ | ていな | 予定 | できな | 未 |
    したら | したい | 前に
";

/// What makes a sentence a thought and not a report.
pub(super) const SUPPOSED: &str = "
    if | whether | wonder | would | could | might | perhaps | maybe | had | in the past | worth |
    unless | once | もし | 場合 | かもしれ | かもね | たら | なら | れば | だろう | でしょう
";

/// Ends of Japanese sentences that ask without a question mark.
pub(super) const ASKING_ENDS: &str = "
    ですか | ますか | でしょうか | ませんか | ましたか | かな | のか | 教えてください | 教えて下さい |
    教えて | ですかね | ますかね | ませんかね | だろうか | だっけ | でしたっけ | ましたっけ | わかる人いる | 分かる人いる |
    わかる方いる | 知ってる人いる | 知っている人いる | 知ってる方いる | わかる人います | 分かる人います | ご存知の方 | ご存じの方
";

/// Beginnings of English questions that are often left without a question mark.
pub(super) const ASKING_STARTS: &str = "
    does anyone know | does anybody know | anyone know | anybody know | do you know if | do you know why | has anyone |
    has anybody | any idea why | any idea how | who knows
";

/// Somebody is going to decide.
pub(super) const WILL_DECIDE: &str = "
    we'll decide | we will decide | i'll decide | i will decide | going to decide | let's decide | to decide | can decide |
    決めます | 決める | 決めましょう | 決めよう | 決めたい | 決めたいです | 決めたいと思います | 決定します | 決定する | 判断します | 判断する |
    判断しましょう | 結論を出します | 決めることにします | 決めることにしましょう | 決める予定です | 決める予定 | 決めるつもりです
";

/// Beside it: not now.
pub(super) const LATER: &str = "
    we'll decide | we will decide | i'll decide | i will decide | going to decide |
    later | after | once | when | until | tomorrow | next week | next month | next time | next meeting | on monday |
    on tuesday | on wednesday | on thursday | on friday | by monday | by friday | at the next | in the next | てから | でから | 次第 |
    あとで | 後で | のちほど | 後ほど | 改めて | 来週 | 来月 | 次回 | 明日 | 明後日 | までに | を見て | を待って
";

/// Beginnings of questions that ask for agreement or nothing at all.
pub(super) const IDLE: &str = "
    right? | ok? | okay? | huh? | eh? | really? | no? | yes? | you know? | そうなんですか | そうですか |
    本当ですか | ほんとですか | マジですか | そうなの
";
