//! The wording around an argument: where a value begins and the request ends, what is only grammar.

use std::{collections::HashSet, ops::Range};

use super::{
    concepts::concepts,
    likeness::SMALL,
    stretches::{Stretches, words},
};
use crate::{text::script, understand::names};

/// What a field should say: what stands after it, without the request around it. "title to *CTO*",
/// 役職を*部長*に変更.
pub(super) fn after_field(text: &str, field: &Range<usize>) -> Option<Range<usize>> {
    let rest = &text[field.end..];
    let after = |link: &&&str| rest.find(**link).map(|at| (at, at + link.len()));
    let corrected = CORRECTIONS.iter().filter_map(|link| after(&link)).max();
    let skipped = corrected.or_else(|| LINKS.iter().filter_map(|link| after(&link)).min());
    let latin = rest.starts_with([' ', '\'']) || rest.is_ascii();
    let from = match (latin, skipped) {
        (true, Some((_, end))) => end,
        _ => rest.find(|c: char| !"をはがの,: =".contains(c))?,
    };
    let start = field.end + from;
    let end = start + request(&text[start..], &["に", "へ", "と", "です", ","]);
    let value = text[start..end].trim();
    (!value.is_empty() && !value.starts_with("of ")).then(|| {
        let lead = text[start..end].len() - text[start..end].trim_start().len();
        start + lead..start + lead + value.len()
    })
}

/// The one quotation in a text, with its marks. Within free English text a quotation may be a part of what is told: with
/// `whole`, only 「…」 counts.
pub(super) fn quotation(text: &str, whole: bool) -> Option<Range<usize>> {
    let marks = [('「', '」'), ('『', '』'), ('"', '"')];
    let mut found = marks.iter().filter(|(open, _)| !(whole && *open == '"')).filter_map(|(open, close)| {
        let from = text.find(*open)?;
        let inner = from + open.len_utf8();
        let to = inner + text[inner..].find(*close)? + close.len_utf8();
        (!text[to..].contains(*open)).then_some(from..to)
    });
    found.next().filter(|_| found.next().is_none())
}

/// What something should say, whatever it is: "… to *fintech*", …を*製造*に変更.
pub(super) fn new_value(text: &str) -> Option<Range<usize>> {
    let from = if text.is_ascii() {
        let ends =
            |links: &[&str]| links.iter().filter_map(|link| Some(text.rfind(link)? + link.len())).max();
        ends(CORRECTIONS).or_else(|| ends(LINKS))?
    } else {
        ["を", "が", "は"].iter().find_map(|particle| Some(text.rfind(particle)? + particle.len()))?
    };
    let value = text[from..from + request(&text[from..], &["に", "へ", "と", "です", ","])].trim_end();
    (!value.is_empty() && value.len() < text[from..].len() + usize::from(text.is_ascii()))
        .then(|| from..from + value.len())
}

/// What is told, without what is to be done with it: *契約は3月まで*とメモして.
pub(super) fn told(text: &str, range: Range<usize>) -> Range<usize> {
    let said = &text[range.clone()];
    let said = &said[..request(said, &["とのこと", "だから", "なので", "ので", "と", "って", ",", "、"])];
    // ", log that"
    let said = said.rsplit_once(", ").filter(|(_, tail)| is_order(tail)).map_or(said, |(said, _)| said);
    let lead = LEADS.iter().find(|lead| said.starts_with(**lead)).map_or(0, |lead| lead.len());
    let trimmed = said[lead..].trim_end_matches([',', ' ', '、']);
    if trimmed.is_empty() { range } else { range.start + lead..range.start + lead + trimmed.len() }
}

/// "put it on file", "log that": what is to be done with what was told.
pub(super) fn is_order(tail: &str) -> bool {
    let mut tail = tail.split(' ').map(str::to_lowercase);
    let act = tail.next().unwrap_or_default();
    let acts =
        ["log", "note", "record", "write", "file", "remember", "jot", "put", "save", "keep", "add", "mark"];
    acts.contains(&act.as_str())
        && tail.next().is_some_and(|what| ["it", "that", "this"].contains(&what.as_str()))
}

/// Where in the words the request begins that ends them, after one of these particles.
fn request(words: &str, particles: &[&str]) -> usize {
    let begins = |at: usize| {
        let rest = words[at..].trim_start_matches([',', ' ', '、']);
        DONE.iter().any(|stem| rest.starts_with(stem))
    };
    let ends = particles.iter().flat_map(|particle| {
        words.match_indices(particle).map(move |(at, particle)| (at, at + particle.len()))
    });
    let tail = ends.filter(|(at, after)| *at > 0 && begins(*after)).map(|(at, _)| at).min();
    tail.unwrap_or_else(|| {
        let polite = [" now", " instead", " from now on", "です", "に", "になりました"];
        polite.iter().find_map(|end| words.strip_suffix(end)).map_or(words.len(), str::len)
    })
}

/// The tag that is spoken of: "the *speaker* tag", "isn't a *mentor* any more", *登壇者*タグ, *見込み客*ってタグ.
pub(super) fn tag(text: &str) -> Option<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    let word_at = |from: usize| {
        let rest = &text[from..];
        let end = rest.find([' ', ',', '.']).unwrap_or(rest.len());
        (end > 0).then(|| from..from + end)
    };
    for lead in ["isn't a ", "isn't an ", "is not a ", "is no longer a ", "no longer a ", "not a ", " = "] {
        if let Some(at) = lower.find(lead) {
            return word_at(at + lead.len());
        }
    }
    if let Some(at) = lower.find(" tag")
        && !lower[at + 4..].starts_with(|c: char| c.is_ascii_alphabetic())
        && let Some(word) = text[..at].rsplit(' ').next().filter(|word| !word.is_empty())
        && !SMALL.contains(&word.to_ascii_lowercase().as_str())
        && !["new", "add", "drop", "tag", "please"].contains(&word.to_ascii_lowercase().as_str())
    {
        return Some(at - word.len()..at);
    }
    if let Some(at) = lower.rfind(" as ").filter(|_| lower.starts_with("mark ") || lower.starts_with("tag "))
    {
        return Some(at + 4..text.trim_end().len());
    }
    let at = text.find("タグ")?;
    let before =
        ["って", "という", "の"].iter().find_map(|end| text[..at].strip_suffix(end)).unwrap_or(&text[..at]);
    if before.ends_with(['」', '"', '』']) {
        return None;
    }
    let is_part = |c: char| {
        script::is_han(c) || script::is_katakana(c) || c.is_ascii_alphanumeric() || "ー・-_+".contains(c)
    };
    let word = before.char_indices().rev().take_while(|(_, c)| is_part(*c)).last().map(|(at, _)| at)?;
    // 見込み客: hiragana between kanji belongs to the word
    let inner =
        before[..word].chars().next_back().filter(|c| "みりけせきしい".contains(*c)).map(char::len_utf8);
    let longer = inner.and_then(|length| {
        let head = &before[..word - length];
        head.char_indices().rev().take_while(|(_, c)| script::is_han(*c)).last().map(|(at, _)| at)
    });
    Some(longer.unwrap_or(word)..before.len())
}

/// What a question is about: *予算*の入れ方, Rust of "when it comes to Rust", *Zig*の話題で.
pub(super) fn topic(text: &str) -> Option<Range<usize>> {
    const JA: &[&str] = &[
        "に関して",
        "に関する",
        "について",
        "における",
        "の話題",
        "界隈",
        "まわり",
        "関連",
        "の使い方",
        "の聞き方",
        "の入れ方",
        "のやり方",
        "の方法",
        "の仕方",
        "の頼み方",
        "の例",
        "の書き方",
        "の取り方",
        "の言い方",
        "って何",
    ];
    if let Some(at) = JA.iter().filter_map(|end| text.find(end)).filter(|at| *at > 0).min() {
        let said = &text[..at];
        let from = said
            .rfind([',', '。', ' ', 'は', 'が', 'を', 'で'])
            .map_or(0, |i| i + said[i..].chars().next().map_or(1, char::len_utf8));
        let is_one = (1..=16).contains(&said[from..].chars().count()) && !said[from..].starts_with('#');
        return (is_one && !crate::period::reads(&said[from..])).then_some(from..at);
    }
    if !text.is_ascii() {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let leads = [
        "when it comes to ",
        "how does ",
        "how do i use the ",
        "how do i use ",
        "do i use the ",
        "use the ",
        "on the topic of ",
        "regarding ",
    ];
    let (at, lead) = leads.iter().find_map(|lead| Some((lower.find(lead)?, lead)))?;
    let rest = &text[at + lead.len()..];
    let end = rest.find([',', ' ', '?']).unwrap_or(rest.len());
    let word = &rest[..end];
    (!word.is_empty()
        && !SMALL.contains(&word.to_ascii_lowercase().as_str())
        && word != "one"
        && word != "thing")
        .then(|| at + lead.len()..at + lead.len() + end)
}

/// Does the text say that something is to be taken away?
pub(super) fn takes_away(text: &str) -> bool {
    let lower = text.to_lowercase();
    let latin = lower.split(|c: char| !(c.is_ascii_alphanumeric() || c == '\''));
    latin.into_iter().any(|word| REMOVING.contains(&word))
        || REMOVING_JA.iter().any(|stem| lower.contains(stem))
}

/// Is it a place in a list, and no number in words: "2", "the second", 3番?
pub(super) fn is_place(said: &str) -> bool {
    said.contains(|c: char| c.is_ascii_digit()) || !said.is_ascii() || said.contains(' ')
}

/// A room is marked as one, or called one: #general, the sales channel, 営業の部屋.
pub(super) fn is_room(text: &str, range: &Range<usize>) -> bool {
    let said = &text[range.clone()];
    let called = ["room", "channel", "group", "部屋", "チャンネル", "ルーム", "グループ"];
    let (before, after) = (text[..range.start].trim_end(), text[range.end..].trim_start_matches([' ', 'の']));
    said.starts_with('#') || called.iter().any(|word| before.ends_with(word) || after.starts_with(word))
}

/// "him" stands for somebody who may be named in the same text; I am not meant by "I'm".
pub(super) fn is_pronoun(text: &str, range: &Range<usize>) -> bool {
    let said = text[range.clone()].to_lowercase();
    matches!(said.as_str(), "him" | "her" | "彼" | "彼女")
        || said == "i" && text[range.end..].starts_with('\'') && !text[range.end..].starts_with("'ll")
}

/// Is a number a count of things: 10人, ベスト3, "my last 3 edits"?
pub(super) fn is_counted(text: &str, range: &Range<usize>) -> bool {
    let rest = text[range.end..].trim_start();
    let (before, lower) = (&text[..range.start], text[..range.start].to_lowercase());
    let part = before.ends_with(|c: char| c.is_ascii_alphanumeric() || "-./:$¥€#".contains(c))
        || rest.starts_with(|c: char| "-./:%時分日月年週円番位行ヶか".contains(c));
    let counter = rest.starts_with(['人', '件', '個', '名', 'つ', '本', '社']);
    let lead = lower.trim_end().rsplit(' ').next().unwrap_or_default();
    !part && (counter || COUNTED.iter().any(|word| lead.ends_with(word)) || is_plural(rest))
}

/// "7 busiest folks", "5 campaigns", but not "3 days".
fn is_plural(rest: &str) -> bool {
    let time = ["day", "week", "month", "year", "hour", "minute", "quarter", "yen", "dollar", "euro"];
    let mut near =
        rest.split(' ').take(3).map(|word| word.to_lowercase()).filter(|word| !word.is_empty()).peekable();
    let first_is_time = near.peek().is_some_and(|first| time.iter().any(|unit| first.starts_with(unit)));
    !first_is_time && near.any(|word| word.ends_with('s') || word == "people")
}

/// The words that are looked for: what is neither another argument, nor the command's own, nor grammar.
/// `None` when nothing is left.
pub(super) fn keywords(
    text: &str,
    others: &[(usize, Range<usize>)],
    own: &HashSet<String>,
) -> Option<String> {
    let mut rest = text.to_owned();
    for (_, range) in others {
        rest.replace_range(range.clone(), &" ".repeat(range.len()));
    }
    let stretches = Stretches::of(&rest);
    let is_content = |said: &str| {
        let hiragana = |c: char| script::is_hiragana(c);
        let mut parts = words(said).peekable();
        parts.peek().is_some()
            && !said.contains(hiragana)
            && parts.all(|word| {
                !own.contains(&word)
                    && !SMALL.contains(&word.as_str())
                    && (concepts(&word).is_empty() || said.starts_with(|c: char| c.is_ascii_uppercase()))
            })
    };
    let found: Vec<&str> =
        stretches.pieces().map(|range| &rest[range]).filter(|said| is_content(said)).collect();
    let found: Vec<&str> =
        found.into_iter().map(bare).filter(|word| !NEAR.contains(word) && !names::only_asks(word)).collect();
    (!found.is_empty()).then(|| found.join(" "))
}

/// Without what says how it is meant: 教育系, 京都在住.
fn bare(word: &str) -> &str {
    let ends = ["系", "在住", "在勤", "出身", "方面", "周辺", "付近", "勤務"];
    ends.iter().find_map(|end| word.strip_suffix(end)).filter(|bare| !bare.is_empty()).unwrap_or(word)
}

/// What people say around what they look for.
const NEAR: &[&str] = &[
    "looking", "need", "anybody", "somebody", "anyone", "someone", "know", "knows", "around", "near",
    "based", "working", "live", "living", "can", "could", "give", "here", "list", "got", "want", "like",
    "help", "good", "short", "talk", "are", "'s", "'re", "'ve", "'m", "紹介", "心当", "名簿", "是非", "場合",
];

/// Between a field and its value.
const LINKS: &[&str] = &[" to ", " is now ", " is ", " as ", " into ", " = ", "=", ": ", " -> "];

/// Between what is wrong and what is right.
const CORRECTIONS: &[&str] = &[", it's ", ", it is ", ", use ", " should be ", " should say ", " to be "];

/// Said before what is told.
const LEADS: &[&str] =
    &["that ", "saying ", "さんは", "さんが", "について,", "ついて,", "memo - ", "memo: ", "- "];

/// What is to be done begins so.
const DONE: &[&str] = &[
    "メモ",
    "記録",
    "伝え",
    "書き",
    "書い",
    "残し",
    "残す",
    "報告",
    "送",
    "登録",
    "お願い",
    "変更",
    "変え",
    "かえ",
    "直し",
    "直す",
    "なお",
    "更新",
    "修正",
    "改め",
    "設定",
    "して",
    "する",
    "しと",
    "延ば",
    "延長",
    "延期",
    "前倒し",
    "なり",
    "なっ",
    "変わ",
    "メモっ",
    "計上",
    "訂正",
    "書き換え",
    "差し替え",
    "入れ替え",
    "移",
    "切り替え",
    "セット",
    "よろしく",
    "頼",
    "ずらし",
    "please",
    "update",
    "change",
];

const REMOVING: &[&str] = &[
    "any more", "anymore", "remove", "removing", "off", "drop", "strip", "untag", "delete", "isn't",
    "aren't", "longer", "without", "lose", "unlabel", "erase", "clear",
];

const REMOVING_JA: &[&str] =
    &["外", "はず", "消", "取って", "取り", "除", "剥が", "いらな", "不要", "やめ", "じゃな", "ではな"];

/// A count follows.
const COUNTED: &[&str] = &[
    "top",
    "last",
    "latest",
    "best",
    "first",
    "newest",
    "worst",
    "bottom",
    "recent",
    "トップ",
    "ベスト",
    "上位",
    "直近",
    "最新",
    "最後の",
    "最近の",
    "ワースト",
    "下位",
];
