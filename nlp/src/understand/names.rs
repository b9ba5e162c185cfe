//! Words that look like a name in a phrasing and are nobody's: "who is *going to the party*", *会議*の情報.
//!
//! Not a list of names: whatever is not plainly something else may be one. Quoted words, codes, handles
//! and `#rooms` never come here.

use super::{
    SlotKind,
    things::{THINGS, THINGS_JA, WORDS_JA},
};
use crate::{conditions::EITHER, period, text::script};

/// Could this be the name of a person, an organization, a campaign or a room?
pub(super) fn could_be(kind: SlotKind, value: &str) -> bool {
    let lower = value.to_lowercase();
    let words: Vec<&str> = lower.split(' ').filter(|word| !word.is_empty()).collect();
    let person = matches!(kind, SlotKind::Person | SlotKind::User);
    if begins_with_particle(value) || value.contains(['?', '!', '。']) || person && is_clause(value) {
        return false;
    }
    let never = match kind {
        _ if person => {
            words.len() > 4 || words.iter().any(|word| GRAMMAR.contains(word)) || begins_with_command(&words)
        }
        // a room's name holds no period; one that cannot be read is still none of its words
        SlotKind::Room => {
            words.iter().any(|word| GRAMMAR.contains(word) || *word == "since")
                || value.trim_start_matches('#').contains(['#', ','])
                || value.ends_with("以降")
                || ROOMLESS.iter().any(|it| lower == *it)
                || lower.chars().all(|c| c.is_ascii_digit() || c == '.')
                || CLAUSE_ENDS.iter().any(|end| value.ends_with(end)) && !value.starts_with('#')
                || value.contains("比べ")
                || period::reads(value)
        }
        // a sentence about something: "org chart is outdated"
        SlotKind::Organization
            if words.len() > 1 && words.iter().skip(1).any(|word| VERBS.contains(word)) =>
        {
            true
        }
        // one of two is no one name
        SlotKind::Organization if words.contains(&"or") || EITHER.iter().any(|it| value.contains(it)) => true,
        _ => words.iter().any(|word| OURS.contains(word)),
    };
    // Edge Day is a name, a day is none
    let title = !person
        && words.len() > 1
        && value.rsplit(' ').next().is_some_and(|last| last.starts_with(char::is_uppercase));
    let thing = !title && words.last().is_some_and(|last| THINGS.contains(last));
    // アオゾラの田中さん is marked; what else has a の in it is a thing of somebody's
    let of_something = person && value.contains('の');
    // は, から: nobody is called that
    let particle = value.chars().count() <= 2 && value.chars().all(script::is_hiragana);
    // "pull" of "pull up the people", 全部の of 全部の予算
    let asks = only_asks(value) || value.strip_suffix('の').is_some_and(|all| REQUESTS.contains(&all));
    let english = never || particle || thing || asks || period::begins_like_one(&lower) || is_pronoun(value);
    !(english || of_something || is_thing(value))
}

/// "summary 佐藤さん": a command and whom it is of.
fn begins_with_command(words: &[&str]) -> bool {
    words.len() > 1 && COMMANDS.contains(&words[0]) && !words[1].is_ascii()
}

const COMMANDS: [&str; 16] = [
    "summary",
    "summarise",
    "summarize",
    "decisions",
    "topics",
    "inquiries",
    "timeline",
    "audit",
    "history",
    "search",
    "find",
    "show",
    "influencers",
    "sentiment",
    "tasks",
    "deals",
];

/// What is said of time in front of "topics" and "decisions", in part: 最近の話題, 今期の決定事項.
const ROOMLESS: [&str; 17] = [
    "最近",
    "このところ",
    "近頃",
    "近ごろ",
    "最新",
    "今",
    "いま",
    "現在",
    "期",
    "年度",
    "間",
    "日間",
    "週間",
    "か月間",
    "ヶ月間",
    "中",
    "度",
];

/// How a clause ends, which is no room: 雑談で盛り上がってる話題.
const CLAUSE_ENDS: [&str; 9] = ["てる", "ている", "でる", "でいる", "した", "った", "えた", "より", "との"];

/// Verbs that no organization's name goes on with.
const VERBS: [&str; 10] = ["is", "are", "was", "were", "has", "had", "did", "does", "will", "would"];

/// Stands for something said before, or says only that something is wanted: nothing can be looked up by it.
pub(super) fn is_pronoun(value: &str) -> bool {
    let lower = value.to_lowercase();
    PRONOUNS.contains(&lower.as_str()) || REQUESTS.contains(&lower.as_str()) || is_torn(value)
}

/// Begins with a particle or verb that belongs to what stands before: を全部, "search *is down*". And "the logs"
/// are a thing at work, not something that was said.
fn is_torn(value: &str) -> bool {
    let lower = value.to_lowercase();
    let verb = ["is ", "are ", "was ", "were ", "has ", "looks ", "seems "]
        .iter()
        .any(|verb| lower.starts_with(verb));
    let thing = lower.strip_prefix("the ").is_some_and(|thing| THINGS.contains(&thing));
    let joint = [
        "is", "are", "was", "were", "be", "looks", "seems", "a", "the", "to", "of", "on", "in", "for", "and",
        "or", "not",
    ];
    // of "show me the people"
    let whom = value.contains(' ') && lower.split(' ').all(|word| WHOM.contains(&word));
    let mut to_whom = lower.strip_prefix("to ").unwrap_or(&lower).split([' ', ':', '：']);
    let oneself = to_whom.next().is_some_and(|first| ["self", "myself"].contains(&first));
    let of =
        value.strip_prefix('の').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
    value.starts_with('を')
        || value.starts_with("って")
        || of
        || verb
        || thing
        || whom
        || oneself
        || joint.contains(&lower.as_str())
}

/// は高瀬さん: what stands before it is another word.
fn begins_with_particle(value: &str) -> bool {
    let mut chars = value.chars();
    let particle = chars.next().is_some_and(|c| "はがをにでともへの".contains(c));
    particle && chars.next().is_some_and(|c| !script::is_hiragana(c) && c != 'ー')
}

/// さっき高瀬さん, 明日会う高瀬さん: the name begins after the hiragana, unless that is の or the whole first name.
pub(super) fn goes_through_hiragana(value: &str) -> bool {
    let mut run = String::new();
    for c in value.chars() {
        if script::is_hiragana(c) {
            run.push(c);
        } else if !run.is_empty() {
            if run != "の" && c != 'ー' {
                return true;
            }
            run.clear();
        }
    }
    false
}

/// Goes on after the name, or is no name at all: 直子さんに引き継いで, 詳しい人.
fn is_clause(value: &str) -> bool {
    let honoured = ["さん", "さま", "様"]
        .iter()
        .any(|honorific| value.split_once(honorific).is_some_and(|(_, rest)| !rest.is_empty()));
    let described = ["る人", "た人", "い人", "の人", "る方", "た方", "い方", "の方"];
    honoured
        || value.contains(['を', ','])
        || ["に関し", "について", "お願い"].iter().any(|inner| value.contains(inner))
        || described.iter().any(|end| value.ends_with(end))
}

/// Capitalised Words: a name, whatever it names.
pub(super) fn is_title(value: &str) -> bool {
    value.is_ascii() && value.split(' ').all(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// 高橋太郎, サトウ ハナコ: mostly a name, after words that ask for one.
pub(super) fn is_written_in_kanji(value: &str) -> bool {
    value.chars().all(|c| script::is_han(c) || script::is_katakana(c) || c == ' ' || c == '々')
}

/// What is left of a request when nothing is named.
const REQUESTS: &[&str] = &[
    "pls",
    "please",
    "now",
    "見せて",
    "みせて",
    "教えて",
    "おしえて",
    "出して",
    "表示",
    "表示して",
    "確認",
    "確認して",
    "お願い",
    "ください",
    "よろしく",
    "一覧",
    "全部",
    "すべて",
];

/// Words that only ask to see something, be they many: none of them is a name, nor are all of them together.
const ASKS: &[&str] = &[
    "show", "view", "open", "see", "give", "get", "display", "pull", "bring", "up", "let", "tell", "check",
    "list", "me", "us", "the", "all", "what", "what's", "is", "please",
];

/// Is it nothing but such words?
pub(super) fn only_asks(value: &str) -> bool {
    value.split(' ').all(|word| ASKS.contains(&word.to_lowercase().as_str()))
}

/// For whom, and how much of it.
const WHOM: &[&str] = &["me", "us", "the", "all", "please"];

/// An address, a handle, or a name with an honorific.
pub(super) fn is_marked_person(value: &str) -> bool {
    let one_word = !value.contains(' ');
    // @kuroって is @kuro and a particle
    let handle = value.strip_prefix('@').is_some_and(|rest| {
        !rest.is_empty() && (rest.is_ascii() || !rest.starts_with(|c: char| c.is_ascii()))
    });
    let address = value.is_ascii()
        && value.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
    let honoured = HONORIFICS
        .iter()
        .any(|end| value.strip_suffix(end).is_some_and(|name| !name.is_empty() && !is_thing(name)));
    one_word && (handle || address)
        || honoured
            && !is_thing(value)
            && !begins_with_particle(value)
            && !is_clause(value)
            && !goes_through_hiragana(value)
            && !begins_with_command(&value.split(' ').collect::<Vec<_>>())
}

/// The asker: "me", 私.
pub(super) fn is_asker(value: &str) -> bool {
    let lower = value.to_lowercase();
    matches!(lower.as_str(), "me" | "myself" | "i" | "私" | "わたし" | "自分" | "僕" | "俺")
}

/// The conversation itself: "here", このチャンネル.
pub fn is_here(value: &str) -> bool {
    let lower = value.to_lowercase();
    let thing = ["this ", "この"].iter().find_map(|lead| lower.strip_prefix(lead));
    matches!(lower.as_str(), "here" | "ここ")
        || thing.is_some_and(|thing| {
            matches!(
                thing,
                "channel"
                    | "room"
                    | "group"
                    | "chat"
                    | "conversation"
                    | "部屋"
                    | "チャンネル"
                    | "ルーム"
                    | "グループ"
                    | "会話"
                    | "トークルーム"
            )
        })
}

/// An address, a handle, or `provider:name`.
pub(super) fn is_account(value: &str) -> bool {
    if value.contains([' ', '"', '/']) {
        return false;
    }
    let provided = value.split_once(':').is_some_and(|(provider, name)| {
        (1..=20).contains(&provider.len())
            && provider.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
            && !name.is_empty()
            && name.is_ascii()
    });
    let handle = value
        .strip_prefix('@')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
    let latin = |part: &str| part.bytes().all(|b| b.is_ascii_graphic() && !b",;:()<>".contains(&b));
    let address = value.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && latin(user) && latin(host) && host.contains('.') && !host.ends_with('.')
    });
    provided || handle || address
}

/// Carries the legal form or 社 in its name.
pub(super) fn is_marked_organization(value: &str) -> bool {
    let lower = value.to_lowercase();
    let word = |end: &str| lower.strip_suffix(end).is_some_and(|name| name.ends_with([' ', ',']));
    ["株式会社", "合同会社", "有限会社", "(株)"].iter().any(|form| {
        lower.strip_prefix(form).or_else(|| lower.strip_suffix(form)).is_some_and(|name| !name.is_empty())
    }) || ["inc", "inc.", "ltd", "ltd.", "llc", "gmbh", "corp", "corp.", "co."].iter().any(|end| word(end))
        || value.strip_suffix('社').is_some_and(|name| {
            !name.is_empty()
                && !name.contains('の')
                && !matches!(
                    name,
                    "会" | "当"
                        | "弊"
                        | "貴"
                        | "御"
                        | "自"
                        | "他"
                        | "各"
                        | "本"
                        | "同"
                        | "入"
                        | "退"
                        | "出"
                        | "2"
                        | "二"
                )
        })
}

fn is_thing(value: &str) -> bool {
    THINGS_JA.iter().any(|thing| value.ends_with(thing))
        || WORDS_JA.contains(&value)
        || NOBODY.contains(&value)
}

pub(super) const HONORIFICS: &[&str] = &["さん", "様", "さま", "氏", "くん", "君", "ちゃん", "先生", "-san"];

/// Honoured, and still nobody.
const NOBODY: &[&str] =
    &["皆さん", "みなさん", "皆様", "みなさま", "お客さん", "お客様", "お客さま", "たくさん", "先生"];

const PRONOUNS: &[&str] = &[
    "it",
    "that",
    "this",
    "these",
    "those",
    "there",
    "here",
    "them",
    "him",
    "her",
    "me",
    "us",
    "you",
    "so",
    "what",
    "something",
    "anything",
    "nothing",
    "everyone",
    "everybody",
    "someone",
    "anyone",
    "nobody",
    "self",
    "myself",
    "who",
    "これ",
    "それ",
    "あれ",
    "どれ",
    "何",
    "なに",
];

/// No part of a person's name.
const GRAMMAR: &[&str] = &[
    "a",
    "the",
    "to",
    "of",
    "for",
    "from",
    "with",
    "without",
    "in",
    "into",
    "on",
    "onto",
    "at",
    "by",
    "about",
    "and",
    "or",
    "but",
    "not",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "am",
    "do",
    "does",
    "did",
    "has",
    "have",
    "had",
    "can",
    "could",
    "should",
    "would",
    "gonna",
    "going",
    "coming",
    "doing",
    "getting",
    "making",
    "taking",
    "working",
    "my",
    "your",
    "our",
    "their",
    "his",
    "its",
    "i",
    "you",
    "we",
    "they",
    "he",
    "she",
    "it",
    "him",
    "them",
    "us",
    "me",
    "this",
    "that",
    "these",
    "those",
    "there",
    "here",
    "who",
    "what",
    "when",
    "where",
    "why",
    "how",
    "which",
    "everyone",
    "everybody",
    "anyone",
    "anybody",
    "someone",
    "somebody",
    "nobody",
    "all",
    "any",
    "some",
    "up",
    "down",
    "out",
    "off",
    "back",
    "next",
    "last",
    "now",
    "today",
    "tonight",
    "tomorrow",
    "yesterday",
    "ready",
    "available",
    "responsible",
    "online",
    "away",
    "again",
    "please",
    "new",
];

/// Makes any name a sentence.
const OURS: &[&str] = &["my", "your", "our", "i", "you", "we", "they", "he", "she", "it", "them"];
