//! Words that mean much the same for a request, in both languages: "spent", "paid", 費用, 支払.
//!
//! A few examples teach more when a word stands for its kin. Not a dictionary: only what tells commands apart.

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

/// The concepts that a folded text touches, each once, in the order of the list.
pub(super) fn concepts(folded: &str) -> BTreeSet<usize> {
    let mut touched = BTreeSet::new();
    let mut inside_word = false;
    for (i, c) in folded.char_indices() {
        let latin = c.is_ascii_alphanumeric() || c == '\'';
        if !(latin && inside_word) {
            let rest = &folded[i..];
            let known = INDEX.get(&c).into_iter().flatten();
            touched.extend(known.filter(|said| said.begins(rest)).map(|said| said.concept));
        }
        inside_word = latin;
    }
    touched
}

/// A word of a concept.
struct Said {
    word: &'static str,
    /// What comes after it in a text does not matter.
    open: bool,
    concept: usize,
}

impl Said {
    fn begins(&self, text: &str) -> bool {
        text.strip_prefix(self.word).is_some_and(|rest| {
            self.open || !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '\'')
        })
    }
}

/// Every word by its first character.
static INDEX: LazyLock<HashMap<char, Vec<Said>>> = LazyLock::new(|| {
    let mut index: HashMap<char, Vec<Said>> = HashMap::new();
    for (concept, words) in CONCEPTS.iter().enumerate() {
        for said in *words {
            let word = said.strip_suffix('*').unwrap_or(said);
            let open = word.len() < said.len() || !word.is_ascii();
            if let Some(first) = word.chars().next() {
                index.entry(first).or_default().push(Said { word, open, concept });
            }
        }
    }
    index
});

/// Each line a concept. A Latin word with `*` stands for all that begin with it; Japanese words stand anywhere.
#[rustfmt::skip]
const CONCEPTS: &[&[&str]] = &[
    // acts
    &["show*", "display*", "see", "view", "open", "pull up", "bring up", "look at", "give me", "let me see", "見せ", "表示", "出して", "開いて", "開く", "見たい"],
    &["find*", "search*", "look for", "looking for", "look up", "grep*", "locate", "dig up", "hunt", "探", "検索", "さが", "見つけ", "調べ"],
    &["list*", "all", "every*", "overview", "catalogue", "一覧", "リスト", "全部", "すべて", "全て", "ぜんぶ"],
    &["add*", "append", "put", "insert*", "追加", "足して", "足す", "加え", "入れ", "載せ"],
    &["creat*", "new", "register*", "set up", "start*", "launch*", "open up", "plan*", "作成", "作って", "作る", "新し", "新規", "登録", "立ち上げ", "企画"],
    &["delet*", "remov*", "erase*", "drop", "get rid", "throw", "bin", "trash", "purge", "wipe", "削除", "消し", "消す", "消去", "捨て", "取り除", "除い"],
    &["chang*", "edit*", "updat*", "set", "modif*", "adjust*", "correct*", "fix*", "amend*", "move", "rename*", "変更", "変え", "更新", "修正", "直し", "直す", "訂正", "改め", "設定"],
    &["undo*", "revert*", "roll back", "take back", "take it back", "reverse", "cancel*", "mistake*", "oops", "取り消", "取消", "元に戻", "もとに戻", "戻し", "戻す", "なかったこと", "やり直", "間違え"],
    &["restor*", "recover*", "bring back", "back from", "un-delete*", "undelete*", "get back", "復元", "復活", "戻して", "復旧"],
    &["trash", "bin", "deleted", "removed", "ゴミ箱", "ごみ箱", "削除した", "消した", "消えた"],
    &["close*", "clos*", "finish*", "end", "ended", "wrap* up", "wrap up", "over", "done", "complete*", "archive*", "終了", "終わ", "締め", "閉じ", "クローズ", "完了"],
    &["reopen*", "re-open*", "open again", "resume*", "再開", "再オープン", "もう一度開"],
    &["explain*", "why", "reason*", "because", "how come", "what makes", "evidence", "basis", "なぜ", "理由", "根拠", "どうして", "なんで", "わけ"],
    &["accept*", "approve*", "confirm*", "yes", "agree*", "take", "right", "correct", "承認", "採用", "受け入れ", "正しい", "合って", "認め"],
    &["reject*", "declin*", "dismiss*", "wrong", "not the same", "different", "differ", "unrelated", "却下", "別人", "違う", "別の人", "違い", "退け", "じゃない"],
    &["reconsider*", "again", "look again", "second thought*", "もう一度", "再検討", "再度", "また"],
    &["compar*", "versus", "vs", "against", "better", "side by side", "which of", "対決", "比較", "比べ", "どちら", "どっち", "並べ"],
    &["top", "best", "rank*", "most", "leaderboard", "highest", "first", "トップ", "上位", "ランキング", "一番", "最も", "もっとも", "ベスト", "順位"],
    &["suggest*", "candidate*", "proposal*", "recommend*", "候補", "提案", "おすすめ"],
    &["write", "wrote", "jot*", "record*", "log", "logged", "note down", "write down", "keep", "save*", "file", "記録", "残し", "残す", "保存", "書い", "書き", "記入", "ログ"],
    &["stop*", "don't", "do not", "no longer", "off", "pause*", "quit", "never", "halt", "disable*", "止め", "やめ", "停止", "オフ", "中止", "しないで", "不要"],
    &["again", "resume", "on", "begin", "enable*", "再び", "再開", "オン", "開始", "始め"],
    &["connect*", "link*", "pair*", "attach*", "tie", "associate*", "bind", "belongs", "hook up", "連携", "接続", "紐", "ひもづ", "つなげ", "繋", "リンク", "結び"],
    &["disconnect*", "unlink*", "detach*", "separat*", "split*", "part", "sign out", "log out", "unpair*", "外し", "外す", "切り離", "切って", "解除", "解消", "分け", "離し"],
    &["merg*", "combin*", "join*", "unif*", "unite", "consolidat*", "one person", "one record", "into one", "統合", "マージ", "名寄せ", "まとめ", "一本化", "一つに", "1つに", "合体", "くっつけ"],
    &["same person", "identical", "the same", "duplicat*", "double*", "twice", "twin*", "同一人物", "同じ人", "重複", "ダブ", "二重", "かぶって", "被って"],
    &["assign*", "owner*", "owns", "responsib*", "charge", "look after", "looks after", "take over", "hand over", "hand", "担当", "責任者", "引き継", "受け持", "オーナー", "任せ"],
    &["tag*", "label*", "badge*", "タグ", "ラベル", "札"],
    &["shorter", "summar*", "recap*", "digest*", "tldr", "gist", "catch me up", "up to speed", "nutshell", "in brief", "brief*", "missed", "miss", "sum up", "要約", "まとめ", "要点", "サマリ", "概要", "ざっくり", "かいつまんで", "かいつま"],
    &["decid*", "decision*", "agreed", "settled", "conclu*", "resolved", "verdict", "決ま", "決定", "合意", "結論", "決め"],
    &["question*", "asked", "unanswered", "waiting for", "reply", "replies", "answer*", "pending", "質問", "未回答", "返事", "回答", "問い合わせ", "答え", "返信"],
    &["topic*", "subject*", "theme*", "trend*", "talk about", "talking about", "discussed", "hot", "buzz", "話題", "トピック", "テーマ", "流行", "盛り上が", "トレンド"],
    &["influen*", "driv*", "leads", "key people", "voice", "opinion", "expert*", "go-to", "影響", "中心人物", "キーパーソン", "インフルエンサー", "発言力", "頼られ"],
    &["activ*", "busy", "busiest", "engaged", "posts", "contribut*", "活発", "活動", "貢献", "アクティブ", "投稿が多", "発言が多"],
    &["timeline*", "history", "past", "recently", "been up to", "so far", "chronolog*", "journey", "履歴", "タイムライン", "経緯", "足取り", "これまで", "時系列", "やり取り", "歩み"],
    // things
    &["person", "people", "contact*", "someone", "somebody", "anyone", "developer*", "customer*", "member*", "user*", "engineer*", "guy", "人", "開発者", "顧客", "連絡先", "メンバー", "エンジニア", "さん", "方"],
    &["compan*", "organi*", "org", "orgs", "firm*", "business*", "employer*", "vendor*", "community", "会社", "組織", "企業", "団体", "社", "法人", "勤め先"],
    &["campaign*", "event*", "meetup*", "hackathon*", "booth*", "conference*", "fair", "measure*", "programme*", "施策", "キャンペーン", "イベント", "ミートアップ", "ハッカソン", "勉強会", "展示"],
    &["account*", "handle*", "identit*", "login*", "profile*", "github", "slack", "discord", "アカウント", "ハンドル", "id", "ログイン"],
    &["budget*", "cost*", "spen*", "money", "paid", "pay", "expens*", "fee", "invoice*", "bill*", "funds", "予算", "費", "コスト", "お金", "支出", "支払", "出費", "経費", "代金", "使った", "使って"],
    &["line*", "item*", "row*", "entry", "entries", "行目", "行", "項目", "明細"],
    &["roi", "return*", "profit*", "worth it", "pay* off", "paid off", "payback", "pay off", "earn*", "gain*", "benefit*", "費用対効果", "投資", "リターン", "元が取れ", "元を取", "儲", "回収", "採算", "効果"],
    &["worth", "value*", "counts as", "count as", "points", "price*", "価値", "換算", "単価", "値する", "いくら分", "相当"],
    &["sign-up*", "signup*", "sign up*", "star", "stars", "click*", "attend*", "download*", "comment*", "message", "登録1件", "スター", "クリック", "参加", "ダウンロード", "コメント", "1件"],
    &["note*", "memo*", "remark*", "comment*", "annotation*", "メモ", "ノート", "備考", "覚え書き", "注記"],
    &["call*", "phone*", "met", "meeting*", "talked", "spoke", "visit*", "lunch", "chat with", "電話", "面談", "会った", "打ち合わせ", "商談", "訪問", "話した", "会議"],
    &["activity", "activities", "stars", "clicks", "interactions", "アクティビティ", "活動", "記録"],
    &["message*", "post*", "thread*", "conversation*", "discussion*", "said", "mention*", "wrote", "メッセージ", "投稿", "スレッド", "会話", "発言", "話", "やり取り"],
    &["room*", "channel*", "here", "this group", "部屋", "チャンネル", "ルーム", "ここ"],
    &["private", "public", "crm room", "restricted", "who may read", "visib*", "非公開", "公開", "限定", "見られ"],
    &["record*", "recording", "stored", "store", "keep track", "monitor*", "記録", "録", "保存"],
    &["link", "url", "page", "article*", "blog*", "video*", "slides", "post", "resource*", "記事", "ブログ", "動画", "スライド", "資料", "リンク", "ページ", "リソース"],
    &["feedback", "complain*", "suggestion*", "tell the admin*", "bug", "report*", "admins", "administrators", "フィードバック", "意見", "要望", "不具合", "管理者", "報告"],
    &["help", "manual", "how do", "how to", "guide", "usage", "instructions", "lost", "stuck", "ヘルプ", "使い方", "方法", "やり方", "手順", "操作", "困"],
    &["example*", "sample*", "for instance", "ideas", "phrases", "ask you", "can i ask", "例", "サンプル", "聞ける", "聞き方", "言い方"],
    &["who am i", "my role", "my permission*", "my rights", "am i", "logged in as", "私は誰", "自分は", "権限", "ロール", "私の"],
    &["language", "english", "japanese", "speak", "talk to me", "言語", "英語", "日本語", "で話", "で答え"],
    &["time zone", "timezone", "tz", "clock", "local time", "utc", "jst", "タイムゾーン", "時間帯", "時差", "現地時間", "時刻"],
    &["status", "healthy", "alive", "connected", "running", "working", "up", "down", "state", "状態", "状況", "稼働", "動い", "繋が", "つなが", "正常", "ステータス"],
    &["my changes", "i changed", "did i change", "have i changed", "i did", "my actions", "my edits", "操作履歴", "変更履歴", "変えた", "自分が変更", "私が"],
    &["more", "next", "rest", "continue", "further", "次", "続き", "もっと", "残り", "さらに"],
    &["forget", "leave me out", "stop recording me", "my messages", "about me", "my data", "忘れて", "私を", "自分の発言", "私の発言", "わたしの"],
    &["employee*", "works at", "work at", "staff", "colleague*", "we know at", "people at", "from", "社員", "所属", "知り合い", "働い", "関係者", "勤め"],
    &["title", "email", "e-mail", "phone", "reading", "name", "domain", "goal", "end date", "start date", "役職", "メール", "電話番号", "読み", "名前", "ドメイン", "目標", "終了日", "開始日", "所属"],
    &["how much", "how many", "いくら", "どれくらい", "どのくらい", "何人", "何件"],
    &["who", "whose", "誰", "だれ", "どなた"],
    &["me", "my", "myself", "i", "i'm", "私", "自分", "わたし", "僕"],
    &["tell me about", "know about", "what is", "について", "教えて", "とは", "どんな"],
    &["not", "isn't", "aren't", "wasn't", "never", "nothing", "no longer", "doesn't", "don't", "didn't", "ではない", "じゃない", "ではなかった", "なかった", "ません", "無関係", "関係ない", "関係な", "対象外", "しないで"],
    &["any", "anyone", "anybody", "is there", "are there", "do we have", "did any*", "has any*", "somebody", "いる", "います", "ある", "あります", "ないか", "いないか"],
    &["week*", "month*", "year*", "quarter", "yesterday", "today", "since", "lately", "recently", "weekend", "may", "june", "july", "monday", "friday", "spring", "autumn", "先週", "今週", "今月", "先月", "昨日", "今日", "最近", "以降", "から", "週末", "今年", "去年", "今期", "半年"],
    &["yen", "dollar*", "euro*", "jpy", "usd", "million", "k", "$", "円", "ドル", "万", "千円"],
    &["promot*", "moved to", "changed", "now", "turned out", "instead", "rather", "昇進", "転職", "なりました", "に変わ", "変わった", "ではなく", "間違い", "間違って", "誤り", "誤字"],
    &["postpone*", "extend*", "begins", "starts", "later", "delay*", "until", "延期", "延長", "前倒し", "初日", "まで", "日程"],
    &["by mistake", "accident*", "mistake", "wrongly", "間違えて", "間違って", "誤って", "うっかり"],
    &["twice", "two records", "several times", "more than once", "apart", "two people", "two different", "separate people", "複数回", "二人", "2人", "ばら", "別々"],
    &["in common", "grounds", "evidence", "convince", "how sure", "match", "matches", "一致", "証拠", "決め手", "似て", "共通"],
    &["lives", "live in", "based in", "knows", "works on", "into", "fluent", "skilled", "who can", "詳し", "在住", "住んで", "得意", "やっている", "できる", "できそう"],
    &["reach", "e-mail address", "contact details", "background", "brief me", "remind me", "連絡先", "基本情報", "どんな人", "何してる", "プロフィール", "人物"],
    &["pass", "take care", "takes care", "go-to", "leaving", "mine", "受け持", "窓口", "面倒", "任せ", "移し", "見ます"],
    &["off the record", "confidential", "inner", "only we", "anybody may", "opt", "private", "オフレコ", "社外秘", "内輪", "オプト", "プライベート", "記録なし"],
    &["holiday", "long", "essence", "highlights", "main points", "no time", "short*", "lines", "休", "長く", "長い", "短く", "時間がない", "縮め", "主な", "行で", "要点", "流れ"],
    &["verdict", "outcome", "conclusion*", "settle*", "resolution*", "agreement*", "結果", "確定", "合意", "結局", "どうなった"],
    &["forgot to answer", "hanging", "unnoticed", "no response", "nobody answered", "waiting", "answer anybody", "放置", "待たせ", "反応のな", "忘れて", "返していない", "答えて"],
    &["care about", "coming up", "new this", "interest*", "関心", "気にし", "盛り上が", "よく話", "話に上が", "流行"],
    &["weight", "listen*", "most answers", "shapes", "opinion leader*", "意見", "頼り", "反応がつく", "動かして", "リーダー", "中心"],
    &["talkative", "liveliest", "heavy", "power user*", "thank-you", "supporters", "頑張", "支え", "ヘビー", "よくしゃべ", "投稿数", "熱心"],
    &["came in", "interactions", "how many", "calls", "sign-ups", "downloaded", "入ってきた", "通話", "ダウンロード", "参加登録", "出来事"],
    &["afterwards", "attached by mistake", "wrong person", "free", "stand on its own", "独立", "間違って付", "のものではない", "本人", "持ち主"],
    &["over budget", "left", "in the pot", "broke down", "breakdown", "by category", "where did", "予算オーバー", "残って", "残り", "内訳", "項目別", "あといくら", "合計"],
    &["in the red", "in the black", "profit*", "payback", "well spent", "黒字", "赤字", "採算", "回収", "収支", "甲斐"],
    &["company", "社名", "domain", "ドメイン", "website", "site", "サイト", "業種", "業界", "industry", "sector", "取引先", "パートナー"],
    &["deliver*", "staff", "code from", "code", "recognise", "sign in", "コード", "スタッフ", "社内", "認識", "ペアリング"],
    &["pressed", "wrong button", "go back", "scratch", "pretend", "last step", "previous", "押し間違え", "前の状態", "ひとつ前", "直前", "さっき", "今の"],
    &["altered", "modified", "touched", "my own", "いじった", "作業", "更新した", "操作"],
    &["complaint", "idea", "pass this on", "whoever runs", "team running", "運営", "改善", "届けて", "伝言", "ご意見", "気づいた"],
    &["complained", "submitted", "wrote to the admins", "reported", "届いた", "寄せられ", "不満", "アイデア", "宛て"],
    // talk
    &["pr", "pull request", "branch*", "commit*", "repo*", "deploy*", "build*", "ci", "test*", "docker", "git", "code", "プルリク", "ブランチ", "コミット", "デプロイ", "ビルド", "テスト", "レビュー", "コード"],
    &["lunch", "coffee", "weekend", "birthday", "congrat*", "weather", "train", "pizza", "sorry", "lol", "haha", "ランチ", "昼", "飲み会", "天気", "電車", "おめでとう", "休み", "笑", "www", "ラーメン", "すみません"],
    &["we", "our", "us", "let's", "i'll", "you", "anyone", "someone", "everyone", "みんな", "ですね", "ました", "ですか", "かな", "よね", "っぽい", "らしい", "思い"],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kin_words_touch_the_same_concept() {
        let share =
            |one: &str, other: &str| concepts(one).iter().any(|concept| concepts(other).contains(concept));
        assert!(share("how much was spent", "費用は"));
        assert!(share("roll that back", "元に戻して") || share("take back", "元に戻して"));
        assert!(!share("spent", "話題"));
        assert!(concepts("").is_empty());
    }
}
