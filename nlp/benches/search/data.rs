//! Questions with the texts that answer them, hidden among others that are made by rules.

use std::sync::LazyLock;

/// A text to find.
#[derive(Clone)]
pub(crate) struct Doc {
    pub(crate) text: String,
    pub(crate) thread: Option<usize>,
    pub(crate) room: usize,
    /// Seconds since 1970; without, an hour after the one before.
    pub(crate) at: Option<i64>,
}

impl Doc {
    pub(crate) fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), thread: None, room: 0, at: None }
    }
}

/// Texts and questions about them.
pub(crate) struct Set {
    pub(crate) name: String,
    pub(crate) docs: Vec<Doc>,
    /// Each with the places of what answers it.
    pub(crate) queries: Vec<(String, Vec<usize>)>,
}

const PASSAGES: &str = include_str!("../../data/search/passages.ja.tsv");
const THREADS: &str = include_str!("../../data/search/threads.en.tsv");

/// Further passages, `{p}` a product, `{n}` and `{m}` numbers: about the same matters, though none of
/// them answers a question: it is not the subject alone that tells them apart.
const ALSO_JA: [&str; 24] = [
    "{p}は{n}年前に作られ、{m}年前に会社として独立した。当初は社内の道具だった。",
    "{p}の利用規約では、{n}人以上の企業は有償であり、個人は{m}か月まで無償である。",
    "{p}は1秒あたり{n}件まで受け付け、それを超えるとエラーを返す。",
    "{p}の手数料は国内が{n}パーセント、海外が{m}パーセントである。",
    "{p}のログには利用者の番号が入り、{n}日ごとに別の保管庫へ移される。",
    "{p}の障害は過去{n}か月で{m}回起き、どれも設定の誤りが原因だった。",
    "{p}のトークンは{n}文字で、用途ごとに{m}種類ある。",
    "{p}の応答は平均{n}ミリ秒で、{m}割がキャッシュから返る。",
    "{p}の送信は{n}分ごとにまとめて行われ、{m}件ずつ送られる。",
    "{p}の開発者向けの勉強会には毎回{n}人ほどが参加し、{m}割が初めての人である。",
    "{p}のハッカソンには{n}チームが参加し、{m}チームが賞を受けた。",
    "{p}の本社は第{n}ビルにあり、開発者の多くは他の町から働いている。",
    "{p}への問い合わせは月に{n}件で、{m}割が使い方についてである。",
    "{p}の価格は席数で決まり、{n}席を超えると{m}パーセント安くなる。",
    "{p}のアプリの大きさは{n}メガで、毎月{m}千人が入れる。",
    "{p}の証明書は{n}か所で使われ、{m}人が更新の手順を知っている。",
    "{p}のバックアップは{n}日分あり、容量は{m}テラバイトになる。",
    "{p}の新しい版は{n}週ごとに出て、{m}人が確かめる。",
    "{p}の権限は{n}種類あり、管理者は{m}人に限られる。",
    "{p}のレビューでは{n}行あたり平均{m}件の指摘があった。",
    "{p}の貢献者は{n}人で、翻訳は{m}か国語に及ぶ。",
    "{p}の大会の録画は合計{n}時間あり、字幕は{m}か国語で付く。",
    "{p}の容器は{n}台で動き、画像の大きさは{m}百メガである。",
    "{p}の個人情報の窓口には月に{n}件の問い合わせがある。",
];
const PRODUCTS: [&str; 12] = [
    "アカネ基盤",
    "ウグイス便",
    "カエデDB",
    "キキョウ決済",
    "クチナシAPI",
    "サザンカ言語",
    "シラカバ倉庫",
    "スイレン配信",
    "タンポポ検索",
    "ツバキ監視",
    "ナデシコ認証",
    "ヒナゲシ端末",
];

/// Further threads: a complaint, two remarks, a cure.
const ALSO_EN: [[&str; 4]; 10] = [
    [
        "the {p} job fails since the upgrade",
        "which version?",
        "{n}.{m}",
        "go back to {m}.{n} until the fix is out",
    ],
    ["how many requests does {p} allow?", "on which plan?", "the small one", "{n} a minute, {m} in bursts"],
    [
        "cannot log in to {p} on my phone",
        "is the clock right?",
        "it was {n} minutes off",
        "that is why, the code is short lived",
    ],
    [
        "{p} sends every mail {m} times",
        "two workers on one queue?",
        "yes, {n} of them",
        "give them one group name",
    ],
    ["where are the {p} invoices", "in billing", "only {n} months there", "older ones come from support"],
    [
        "the {p} chart shows nothing",
        "any filter set?",
        "last {n} days",
        "the data ends {m} days ago, the import stopped",
    ],
    [
        "{p} is slow on mondays",
        "how slow?",
        "{n} seconds for a page",
        "the weekly report runs then, move it by {m} hours",
    ],
    ["upload to {p} breaks at {n} megabytes", "behind a proxy?", "yes", "raise its limit to {m} hundred"],
    [
        "can two teams share one {p} project",
        "with roles, yes",
        "we have {n} people",
        "make {m} groups and give each a role",
    ],
    [
        "deploy of {p} hangs at step {m}",
        "is the volume attached?",
        "to the old pod",
        "delete the old one first, then deploy {n} minutes later",
    ],
];
const TOOLS: [&str; 16] = [
    "search",
    "billing",
    "import",
    "export",
    "webhook",
    "calendar",
    "report",
    "mobile",
    "queue",
    "cache",
    "login",
    "chat",
    "backup",
    "editor",
    "gateway",
    "scheduler",
];

/// Whole numbers that are the same in every run.
fn number(seed: usize, most: usize) -> usize {
    let mut state = (seed as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5555_5555;
    state ^= state >> 29;
    state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state ^= state >> 32;
    usize::try_from(state % most as u64).unwrap_or(0)
}

fn filled(pattern: &str, name: &str, seed: usize) -> String {
    let [n, m] = [number(seed, 60) + 2, number(seed + 7, 9) + 2].map(|n| n.to_string());
    pattern.replace("{p}", name).replace("{n}", &n).replace("{m}", &m)
}

/// Questions about passages.
pub(crate) fn japanese() -> Set {
    let (mut docs, mut queries) = (Vec::new(), Vec::new());
    for line in PASSAGES.lines() {
        let (passage, question) = line.split_once('\t').unwrap_or((line, ""));
        queries.push((question.to_owned(), vec![docs.len()]));
        docs.push(Doc::of(passage));
    }
    for (seed, name) in PRODUCTS.iter().enumerate() {
        docs.extend(ALSO_JA.iter().map(|pattern| Doc::of(filled(pattern, name, seed))));
    }
    Set { name: "ja, passages".to_owned(), docs, queries }
}

/// Questions about threads; every message of the thread is an answer.
pub(crate) fn english() -> Set {
    let (mut docs, mut queries) = (Vec::new(), Vec::new());
    for (thread, line) in THREADS.lines().enumerate() {
        let mut parts = line.split('\t');
        let question = parts.next().unwrap_or_default().to_owned();
        let first = docs.len();
        docs.extend(parts.map(|text| Doc { thread: Some(thread), ..Doc::of(text) }));
        queries.push((question, (first..docs.len()).collect()));
    }
    for (seed, tool) in TOOLS.iter().enumerate() {
        for (n, thread) in ALSO_EN.iter().enumerate() {
            let number = 1_000 + seed * ALSO_EN.len() + n;
            docs.extend(
                thread.iter().map(|text| Doc { thread: Some(number), ..Doc::of(filled(text, tool, seed)) }),
            );
        }
    }
    Set { name: "en, threads".to_owned(), docs, queries }
}

static SAID_JA: LazyLock<Vec<&str>> =
    LazyLock::new(|| PASSAGES.lines().filter_map(|line| line.split('\t').next()).collect());
static SAID_EN: LazyLock<Vec<&str>> =
    LazyLock::new(|| THREADS.lines().flat_map(|line| line.split('\t').skip(1)).collect());

/// One of a million messages, half of them Japanese.
pub(crate) fn message(n: usize) -> Doc {
    let text = if n.is_multiple_of(2) {
        let parts = [number(n, SAID_JA.len()), number(n + 3, SAID_JA.len())].map(|at| SAID_JA[at]);
        let pattern = ALSO_JA[number(n + 1, ALSO_JA.len())];
        // the halves of two sentences, so that most are of few others' words
        let half = |text: &str| text.split('、').nth(number(n + 5, 2)).unwrap_or(text).to_owned();
        format!("{}、{}{}", half(parts[0]), half(parts[1]), filled(pattern, PRODUCTS[number(n, 12)], n))
    } else {
        let parts = [number(n, SAID_EN.len()), number(n + 3, SAID_EN.len())].map(|at| SAID_EN[at]);
        format!(
            "{} {} {}",
            parts.join(" "),
            filled(ALSO_EN[number(n, 10)][3], TOOLS[number(n, 16)], n),
            number(n, 99_999)
        )
    };
    Doc { thread: Some(n / 5), ..Doc::of(text) }
}
