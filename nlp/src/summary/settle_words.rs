//! The words by which people propose, agree, settle and promise, in both languages.
//!
//! As in [`super::cue_words`]: English ones are whole words, Japanese ones stand anywhere or, where a list says so, at
//! the end; all folded, parted by `|`.

/// Somebody asks for consent.
pub(super) const CALLING: &str = "
    objections | objection | any concerns | anybody object | anyone object | are we fine | are we agreed | are we ok |
    everybody ok | everyone ok | everybody fine | everyone fine | all in favour | all in favor | straw poll | proposal |
    proposed | propose | shall we | can we agree | do we agree | do we all agree | ok with everybody | ok with everyone |
    sound good | good with everyone | よろしいですか | よろしいでしょうか | よいですか | よいでしょうか | いいですか |
    いいでしょうか | いかがでしょう | どうでしょう | ということで | 採決 | 提案 | にしませんか | でどうですか | 異議は | 異論は |
    ご異議
";

/// What a message of consent begins with.
pub(super) const CONSENT: &str = "
    +1 | yes | yep | yeah | yup | ok | okay | agree | agreed | i agree | sounds good | sgtm | lgtm | works | fine |
    no objection | no objections | none | not me | sure | good | great | perfect | makes sense | deal | same | me too |
    i'm for it | in favour | in favor | go for it | do it | happy | i can live | i would be fine | that works | noted |
    love it | nice | no | ok, i can live | 賛成 | 異議なし | 異議あり | 異論 | いいと思 | 良いと思 | よいと思 | 了解 | りょうかい |
    承知 | はい | 大丈夫 | 同感 | 同意 | それで | それなら | いいですね | いいね | 良いですね | うん | だね | 問題ありません |
    問題ない | ok | 私も | 自分も | わかりました | 分かりました | お願いします | よろしく | 助かります
";

/// What a message begins with that draws the line.
pub(super) const OPENING: &str = "
    ok | okay | great | right | alright | all right | so | agreed | then | decision | conclusion | resolved |
    in conclusion | to sum up | fine | good | では | じゃあ | じゃ | それでは | よし | というわけで | ということで | 結論 | ならば |
    それじゃ | ありがとうございます、
";

/// "We" and these: what is going to be.
pub(super) const WILL: &str = "
    let's | lets | we'll | we will | we are going to | we're going to | we go with | we stick | we agree | we agreed |
    we won't | we will not | shall be | should not | must not | must | from now on | for now | no longer
";

/// Verbs that a resolution or an action begins with, bare.
pub(super) const BARE: &str = "
    accept | adopt | add | allow | approve | archive | ask | block | book | cancel | change | close | collect | contact |
    continue | create | cut | declare | defer | define | delete | deploy | deprecate | discuss | document | draft | drop |
    enable | endorse | exclude | extend | file | fix | forbid | freeze | go | hold | include | investigate | invite | keep |
    leave | limit | make | mark | merge | migrate | move | open | organise | organize | pick | postpone | prepare |
    proceed | publish | raise | reject | release | remove | rename | replace | require | reschedule | resolve | retire |
    revert | review | revise | rewrite | schedule | send | set | ship | skip | split | start | stay | stick | stop |
    support | switch | take | test | update | upgrade | use | wait | withdraw | write
";

/// Where a resolution says what became of something, without saying who.
pub(super) const BECAME: &str = "
    accepted | adopted | approved | agreed | closed | deferred | postponed | rejected | withdrawn | cancelled | canceled |
    dropped | declined | confirmed | carried | resolved | is in | is out | goes in | stays | stay | is not part
";

/// Ends of Japanese sentences that settle.
pub(super) const SETTLED_ENDS: &str = "
    とする | とします | ことにします | ことにする | ことにしました | ことになりました | にします | にする | にしましょう |
    で行きます | でいきます | で行きましょう | でいきましょう | で行こう | でいこう | で進めます | で進める | で進めましょう |
    で確定 | 確定です | に決定 | で決定 | 決定です | で決まり | に決まり | に変更 | に変更します | 変更する | を承認 | 承認します |
    承認する | を採択 | 採択します | 可決 | 可決します | 可決されました | を任命 | 任命します | 任命する | 却下 | 却下します |
    否決 | 否決されました | 保留 | 保留とします | 見送り | 見送ります | 見送る | 延期 | 延期します | 持ち越し | 持ち越します |
    に統一 | 統一します | 統一する | を採用 | 採用します | 採用する | 廃止 | 廃止します | 廃止する | 開催する | 開催します |
    実施する | 実施します | 開始する | 開始します | 継続 | 継続する | 継続します | 禁止 | 禁止する | 必須とする | 合意 |
    合意しました | 同意しました | ましょう | 方向で | 方針で | しよう | 上げよう | やめよう | 出そう | 使おう | 行こう |
    になります | に移行 | 移行する | 移行します | 終了する | 終了します
";

/// Ends of Japanese sentences in which somebody takes something on.
pub(super) const PROMISED_ENDS: &str = "
    ておきます | ときます | てみます | しときます | やります | します | いたします | 書きます | 送ります | 作ります |
    調べます | 直します | 入れます | 出します | 出すね | 行います | 用意します | 準備します | 確認します | 担当します |
    担当 | 連絡します | 依頼する | 依頼します | 作成する | 作成します | 確認する | 準備する | まとめます | まとめる | 調整する |
    調整します | 対応する | 対応します | 代わります | いきますね | きますね | しますね | ますね | おくね | とくね | やっとく |
    しとく | するね | 引き受けます | 持ち帰ります | 進めます | 提出する | 報告する | 共有する | 共有します | 更新する |
    調査する | 検討する | 連絡する | 送付する | 修正する | 手配する | 手配します
";

/// Who takes it on, in Japanese.
pub(super) const TAKER: &str =
    "私が | 自分が | 私から | 僕が | 俺が | こちらで | 私の方で | 私のほうで | さんが | さんに | 担当は";

/// Who takes it on, in English.
pub(super) const I: &str = "
    i'll | i will | i can | i'd | i'm going to | i am going to | i'm | i take | i'll take | i shall | leave it to me |
    on me | by me | let me | count on me | we'll | i could
";

/// What begins like a promise and is a view.
pub(super) const OPINION: &str = "
    i'd rather | i'd prefer | i'd say | i'd like | i'd love | i'd vote | i'd wait | i'd keep | i'd expect | i'd guess | i'm not |
    i'm fine | i'm ok | i'm okay | i'm afraid | i'm happy | i'm sure | i'm glad | i'm sorry | i can live | i can see | i can't |
    i can imagine | i will not | i could live | i could imagine | i can only
";

/// Beside ましょう: somebody is asked to come along.
pub(super) const INVITING: &str = "一緒に | いっしょに | ぜひ | 頑張り | がんばり | 楽しみ";

/// Somebody is told to do it, in Japanese.
pub(super) const TOLD: &str = "お願いします | お願いいたします | してください | ください | 必須";

/// When.
pub(super) const WHEN: &str = "
    today | tomorrow | tonight | monday | tuesday | wednesday | thursday | friday | saturday | sunday | next week |
    this week | end of | by next | next meeting | next call | next month | this sprint | next sprint | this afternoon |
    この後 | 今日 | 明日 | 明後日 | 今週 | 来週 | 今月 | 来月 | 月末 | 週末 | 月曜 | 火曜 | 水曜 | 木曜 | 金曜 | までに | 日まで | 次回 |
    日中 | 前に
";

/// What begins a new matter, so that the one before is done with.
pub(super) const NEXT: &str = "
    topic | next | second | third | fourth | fifth | last thing | last one | moving on | agenda | anything else | item |
    issue | 議題 | 次 | 続いて | 最後 | 報告事項 | 以上 | その他 | 第
";

/// Past and passing: a report, not a resolution.
pub(super) const REPORT: &str = "
    yesterday | last week | last year | already | was | were | had | did | finished | started | today: | yesterday: |
    でした | ました | ていました | だった | ていた | ています | でいます | 昨日 | 去年 | 先週 | 昨年
";

/// What scribes write before a colon.
pub(super) const SETTLED_MARKERS: &str = "
    resolution | resolved | decided | decision | agreed | conclusion | 決定 | 決定事項 | 結論 | 合意 | 合意事項 | 決議
";

/// Likewise, where somebody is to do something.
pub(super) const PROMISED_MARKERS: &str = "
    action | action item | todo | to do | to-do | task | follow-up | 宿題 | タスク | アクション | 対応 | 担当
";
