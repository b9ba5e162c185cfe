//! Conditions said in Japanese.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::{About, EITHER, quoted};
use crate::{amount, conditions::days, text::script};

/// Names of conditions that が or は ties to their value, as に does where it is a label.
const TIED: [(&str, &str, &[About]); 5] = [
    ("タグ", "タグ", &[About::People]),
    ("ラベル", "タグ", &[About::People]),
    ("担当者", "担当", &[About::People, About::Deals]),
    ("担当", "担当", &[About::People, About::Deals]),
    ("ステージ", "ステージ", &[About::People, About::Deals]),
];

/// What ends a value.
const ENDS: [&str; 9] = ["がつい", "が付い", "のつい", "の付い", "の", "で", "、", ",", " "];

/// What follows a label that somebody bears.
const BORNE: [&str; 4] = ["た", "てい", "てる", "ている"];

/// What somebody has or has not.
const HAD: [(&str, &str); 10] = [
    ("メールアドレス", "メール"),
    ("メール", "メール"),
    ("電話番号", "電話"),
    ("役職", "役職"),
    ("タグ", "タグ"),
    ("担当者", "担当"),
    ("担当", "担当"),
    ("所属", "所属"),
    ("会社", "会社"),
    ("メモ", "メモ"),
];

/// What an organization has or has not.
const HAD_BY_ORGANIZATIONS: [(&str, &str); 3] =
    [("ドメイン", "ドメイン"), ("知り合い", "知り合い"), ("メモ", "メモ")];

/// What a deal has or has not.
const HAD_BY_DEALS: [(&str, &str); 2] = [("担当者", "担当"), ("担当", "担当")];

/// Whether it is there, and how that is said.
const IS_THERE: [(&str, bool); 12] = [
    ("がいない", false),
    ("のいない", false),
    ("がない", false),
    ("のない", false),
    ("が無い", false),
    ("の無い", false),
    ("なし", false),
    ("がある", true),
    ("のある", true),
    ("がいる", true),
    ("のいる", true),
    ("あり", true),
];

/// Dealings with somebody.
const DEALINGS: [&str; 16] = [
    "連絡",
    "接触",
    "会話",
    "やり取り",
    "やりとり",
    "活動",
    "発言",
    "反応",
    "返信",
    "音沙汰",
    "音信",
    "コンタクト",
    "参加",
    "話し",
    "話",
    "会っ",
];

/// That there were none, behind dealings.
const WERE_NOT: [&str; 14] = [
    "していない",
    "してない",
    "をしていない",
    "を取っていない",
    "をとっていない",
    "が取れていない",
    "がとれていない",
    "がない",
    "のない",
    "がなかった",
    "のなかった",
    "が無い",
    "の無い",
    "ていない",
];

/// That there were some.
const WERE: [&str; 9] =
    ["していた", "している", "した", "があった", "のあった", "がある", "のある", "ていた", "た"];

/// Behind an amount or a number of people.
const MUCH: [(&str, &str); 11] = [
    ("以上", ">="),
    ("以下", "<="),
    ("未満", "<"),
    ("を超える", ">"),
    ("超え", ">"),
    ("超", ">"),
    ("より大きい", ">"),
    ("より上", ">"),
    ("より下", "<"),
    ("より高い", ">"),
    ("より小さい", "<"),
];

/// The words with their conditions written out; `None`: none is said.
pub(super) fn written(words: &str, about: About, own: &impl Fn(&str) -> bool) -> Option<String> {
    let mut rest: String = words.nfkc().collect();
    // quotation marks of Latin script are kept as they were written
    if rest.contains(['"', '“']) {
        return None;
    }
    let mut conditions = Vec::new();
    let mut is_either = false;
    for either in EITHER {
        while let Some(from) = rest.find(either).filter(|from| *from > 0 && !is_quoted(&rest, *from)) {
            rest.replace_range(from..from + either.len(), "|");
            is_either = true;
        }
    }
    if about != About::Deals {
        dealings(&mut rest, &mut conditions);
    }
    match about {
        About::Deals => {
            between(&mut rest);
            much(&mut rest, &mut conditions, "金額", &["金額が", "額が", "金額は"]);
        }
        About::Organizations => much(
            &mut rest,
            &mut conditions,
            "人数",
            &["知り合いが", "人数が", "メンバーが", "社員が", "人が"],
        ),
        About::People => {
            for name in ["貢献スコア", "スコア", "エンゲージメント", "貢献度", "貢献"] {
                let tied = [format!("{name}が"), format!("{name}は"), name.to_owned()];
                much(&mut rest, &mut conditions, name, &tied.each_ref().map(String::as_str));
            }
        }
    }
    let had: &[(&str, &str)] = match about {
        About::People => &HAD,
        About::Organizations => &HAD_BY_ORGANIZATIONS,
        About::Deals => &HAD_BY_DEALS,
    };
    for (name, what) in had {
        for (says, is) in IS_THERE {
            let said = format!("{name}{says}");
            while let Some(from) = beginning(&rest, &said)
                // メールありがとう
                && !rest[from + said.len()..].starts_with("がと")
            {
                conditions.push(match about {
                    About::Deals => format!("{}{what}:なし", if is { "-" } else { "" }),
                    _ => format!("{}あり:{what}", if is { "" } else { "-" }),
                });
                cut(&mut rest, from..from + said.len());
            }
        }
    }
    if about == About::People {
        // 青空以外で: not there
        while let Some(at) = rest.find("以外").filter(|at| *at > 0 && !is_quoted(&rest, *at)) {
            let begins = word_before(&rest, at);
            conditions.push(format!("-組織:{}", quoted(rest[begins..at].trim())));
            cut(&mut rest, begins..at + "以外".len());
        }
        // Rustのタグがついていて
        let bears = [
            "のタグがついてい",
            "のタグが付いてい",
            "のタグがつい",
            "のタグが付い",
            "のタグのつい",
            "のタグの付い",
        ];
        while let Some((at, said)) =
            bears.iter().find_map(|said| Some((rest.find(said).filter(|at| !is_quoted(&rest, *at))?, *said)))
        {
            let begins = word_before(&rest, at);
            conditions.push(format!("タグ:{}", quoted(rest[begins..at].trim())));
            let end = at + said.len();
            let more =
                ["ている", "てい", "て", "た", "る"].into_iter().find(|it| rest[end..].starts_with(it));
            let end = end + more.map_or(0, str::len);
            let end =
                end + ["、", "で"].into_iter().find(|it| rest[end..].starts_with(it)).map_or(0, str::len);
            cut(&mut rest, begins..end);
        }
    }
    if about != About::Organizations {
        owners(&mut rest, &mut conditions);
    }
    for (name, stands_for, _) in TIED.iter().filter(|(.., whose)| whose.contains(&about)) {
        // タグがspeakerまたはタグがchampion
        for tie in ["が", "は"] {
            rest = rest.replace(&format!("|{name}{tie}"), "|");
        }
        for tie in ["が", "は", "に"] {
            let tied = format!("{name}{tie}");
            while let Some(from) = beginning(&rest, &tied)
                && let Some((value, until)) = value(&rest, from + tied.len(), tie)
            {
                conditions.push(format!("{stands_for}:{}", quoted(&value)));
                cut(&mut rest, from..until);
            }
        }
    }
    while let Some((from, name, tied)) = of_own(&rest, own)
        && let Some((value, until)) = value(&rest, tied, "が")
    {
        conditions.push(format!("{}:{}", quoted(&name), quoted(&value)));
        cut(&mut rest, from..until);
    }
    (is_either || !conditions.is_empty()).then(|| {
        let rest = rest.trim().trim_end_matches(['の', 'で', 'に', 'が', '、']).trim();
        let rest = (!rest.is_empty()).then(|| rest.to_owned());
        rest.into_iter().chain(conditions).collect::<Vec<_>>().join(" ")
    })
}

/// 「利用言語がRust」: two nouns, the first of them what a field could be called.
pub(super) fn is_field(words: &str) -> bool {
    let is_noun = |it: &str| {
        (2..=12).contains(&it.chars().count())
            && it.chars().all(|c| c.is_alphanumeric() || "ー・+#.-".contains(c))
            && !it.chars().any(script::is_hiragana)
    };
    words.trim().split_once('が').is_some_and(|(name, value)| is_noun(name) && is_noun(value))
}

/// 90日以上連絡のない, 直近30日に活動した, 半年以上話していない.
fn dealings(rest: &mut String, conditions: &mut Vec<String>) {
    for (what, from) in DEALINGS.iter().filter_map(|what| Some((*what, rest.find(what)?))) {
        if is_quoted(rest, from) {
            continue;
        }
        let behind = &rest[from + what.len()..];
        let end = |all: &[&str]| all.iter().filter(|it| behind.starts_with(**it)).map(|it| it.len()).max();
        let (sign, long) = match (end(&WERE_NOT), end(&WERE)) {
            (Some(long), _) => (">", long),
            (None, Some(long)) => ("<", long),
            (None, None) => continue,
        };
        // 今月活動した
        let within = ["今日", "今週", "今月", "今四半期", "今年", "今期"];
        let period =
            within.iter().find(|it| rest[..from].trim_end_matches(['に', 'の', '、']).ends_with(**it));
        if let (Some(period), "<") = (period, sign) {
            let begins = rest[..from].rfind(period).unwrap_or(from);
            conditions.push(format!("最終接触>={period}"));
            cut(rest, begins..from + what.len() + long);
            return;
        }
        let before = rest[..from].trim_end_matches(['に', 'で', 'も', 'は', '間', '、', '内']);
        let before = before.strip_suffix("以上").or_else(|| before.strip_suffix("以")).unwrap_or(before);
        let before = before.trim_end_matches('間');
        let Some((begins, stretch)) = stretch(before) else { continue };
        let lead = ["直近の", "過去の", "最近の", "ここの", "直近", "過去", "最近", "ここ"];
        let begins = lead.iter().find_map(|lead| rest[..begins].strip_suffix(lead)).map_or(begins, str::len);
        conditions.push(format!("最終接触{sign}{stretch}"));
        cut(rest, begins..from + what.len() + long);
        return;
    }
}

/// Takes what was read out of the words, with the particle that ties it to the next.
fn cut(rest: &mut String, range: Range<usize>) {
    let tie = ["の", "で", "が"].into_iter().find(|tie| rest[range.end..].starts_with(tie));
    rest.replace_range(range.start..range.end + tie.map_or(0, str::len), " ");
}

/// The stretch of time that these words end in, and where it begins.
fn stretch(words: &str) -> Option<(usize, String)> {
    if let Some(before) = words.strip_suffix("半年") {
        return Some((before.len(), "6か月".to_owned()));
    }
    let digits = |c: char| c.is_ascii_digit();
    let last = words.rfind(digits)?;
    let first = words[..=last].trim_end_matches(digits).len();
    let unit = match &words[last + 1..] {
        "週" => "週間",
        unit => unit,
    };
    let stretch = format!("{}{unit}", &words[first..=last]);
    days(&stretch).is_some().then_some((first, stretch))
}

/// 100万円から300万円, 100〜300万円: is 100万円以上300万円以下.
fn between(rest: &mut String) {
    let joined = ["から", "〜", "~"].into_iter().flat_map(|joins| {
        rest.match_indices(joins).map(|(at, joins)| (at, at + joins.len())).collect::<Vec<_>>()
    });
    for (at, behind) in joined.collect::<Vec<_>>() {
        if is_quoted(rest, at) {
            continue;
        }
        let (before, after) = (&rest[..at], &rest[behind..]);
        // the 3 of O-3 is no amount
        let begins = before.char_indices().find(|(from, c)| {
            let apart = !before[..*from].ends_with(|c: char| c.is_ascii_alphanumeric() || "-.,".contains(c));
            c.is_ascii_digit() && apart && amount::read(&before[*from..]).is_some()
        });
        let ends = after
            .char_indices()
            .take(12)
            .map(|(from, c)| from + c.len_utf8())
            .filter(|to| {
                after.starts_with(|c: char| c.is_ascii_digit()) && amount::read(&after[..*to]).is_some()
            })
            .last();
        let (Some((begins, _)), Some(ends)) = (begins, ends) else { continue };
        let Some(least) = super::of_one_scale(&before[begins..], &after[..ends]) else { continue };
        let told = ["までの", "まで", "の間の", "の間", "程度の", "程度"];
        let told = told.iter().find(|told| after[ends..].starts_with(**told));
        if !MUCH.iter().any(|(says, _)| after[ends..].starts_with(says)) {
            let ends = behind + ends;
            rest.replace_range(ends..ends + told.map_or(0, |told| told.len()), "以下");
        }
        rest.replace_range(begins..behind, &format!("{least}以上"));
        return;
    }
}

/// 500万円以上, 金額が100万円未満; 10人以上.
fn much(rest: &mut String, conditions: &mut Vec<String>, name: &str, tied: &[&str]) {
    // the one that comes first, then the next: 100万円以上500万円以下
    while let Some((at, says, sign)) = MUCH
        .iter()
        .filter_map(|(says, sign)| Some((rest.find(says).filter(|at| !is_quoted(rest, *at))?, *says, *sign)))
        .min_by_key(|(at, says, _)| (*at, std::cmp::Reverse(says.len())))
    {
        let before = &rest[..at];
        let begins = before
            .char_indices()
            .map(|(from, _)| from)
            .filter(|from| before[*from..].starts_with(|c: char| c.is_ascii_digit() || "¥$€".contains(c)))
            .find(|from| {
                !before[..*from].ends_with(|c: char| c.is_ascii_digit() || c == '.')
                    && match name {
                        "金額" => amount::read(&before[*from..]).is_some(),
                        "人数" => before[*from..].strip_suffix(['人', '名']).is_some_and(is_number),
                        // a score is named
                        _ => {
                            is_number(before[*from..].trim_end_matches('点'))
                                && tied.iter().any(|tied| before[..*from].ends_with(tied))
                        }
                    }
            });
        let Some(begins) = begins else { return };
        let value = before[begins..].trim_end_matches(['人', '名', '点']);
        conditions.push(format!("{name}{sign}{}", quoted(value)));
        let end = at + says.len();
        let begins =
            tied.iter().find_map(|tied| before[..begins].strip_suffix(tied)).map_or(begins, str::len);
        cut(rest, begins..end);
    }
}

/// Where the word that ends here begins: behind a blank, a comma, or a particle before something that is no kana.
fn word_before(text: &str, at: usize) -> usize {
    let parts = |(from, c): &(usize, char)| {
        let next = text[from + c.len_utf8()..].chars().next();
        matches!(c, ' ' | '、' | ',')
            || matches!(c, 'で' | 'の' | 'が') && next.is_some_and(|c| !script::is_hiragana(c))
    };
    text[..at].char_indices().rfind(parts).map_or(0, |(from, c)| from + c.len_utf8())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// 私が担当の, 佐藤さんが担当している.
fn owners(rest: &mut String, conditions: &mut Vec<String>) {
    // 私の顧客
    if let Some(me) =
        ["私", "自分", "僕", "わたし"].iter().find(|me| rest.trim().trim_end_matches('の') == **me)
    {
        conditions.push(format!("担当:{me}"));
        rest.clear();
        return;
    }
    for said in ["が担当している", "が担当してる", "が担当する", "が担当", "の担当している"]
    {
        let Some(at) = rest.find(said).filter(|at| !is_quoted(rest, *at)) else { continue };
        // 青空で佐藤さんが, and まさひでさんが
        let begins = word_before(rest, at);
        let who = rest[begins..at].to_owned();
        if who.is_empty() || who.contains(['「', '』', '」']) {
            continue;
        }
        conditions.push(format!("担当:{who}"));
        cut(rest, begins..at + said.len());
        return;
    }
}

/// Where the name of a field of the tenant's own stands with が or は behind it, the name, and where its value begins.
fn of_own(text: &str, own: &impl Fn(&str) -> bool) -> Option<(usize, String, usize)> {
    text.match_indices(['が', 'は']).find_map(|(tie, it)| {
        let before = &text[..tie];
        let begins = before.char_indices().map(|(from, _)| from).find(|from| {
            beginning(text, &before[*from..]) == Some(*from) && own(&before[*from..].to_lowercase())
        })?;
        (!is_quoted(text, begins)).then(|| (begins, before[begins..].to_owned(), tie + it.len()))
    })
}

fn is_quoted(text: &str, at: usize) -> bool {
    let before = &text[..at];
    before.matches(['「', '『']).count() != before.matches(['」', '』']).count()
}

/// Where these words stand, if not within a word or a quotation: 「ハッシュタグが」 is about no タグ.
fn beginning(text: &str, words: &str) -> Option<usize> {
    let begins = |from: &usize| {
        text[..*from].chars().next_back().is_none_or(|last| " の、で,が".contains(last))
            && !is_quoted(text, *from)
    };
    text.match_indices(words).map(|(from, _)| from).find(begins)
}

/// The value that begins here, and where what belongs to it ends. `None`: there is none.
fn value(text: &str, from: usize, tie: &str) -> Option<(String, usize)> {
    let behind = &text[from..];
    // 「山の会」または「川の会」
    if let Some((first, rest)) = behind.strip_prefix('「').and_then(|rest| rest.split_once('」'))
        && rest.starts_with('|')
    {
        let at = from + "「」|".len() + first.len();
        let (other, until) = value(text, at, tie)?;
        return Some((format!("{first}|{other}"), until));
    }
    let (value, mut until) =
        match [('「', '」'), ('『', '』')].iter().find(|(open, _)| behind.starts_with(*open)) {
            Some((open, close)) => {
                let end = behind.find(*close)?;
                (&behind[open.len_utf8()..end], from + end + close.len_utf8())
            }
            None => {
                let end = ENDS.iter().filter_map(|end| behind.find(end)).min().unwrap_or(behind.len());
                (&behind[..end], from + end)
            }
        };
    let over = ENDS.iter().filter(|end| text[until..].starts_with(**end)).map(|end| end.len()).max();
    let borne = over.is_some_and(|long| text[until..until + long].ends_with('い'));
    until += over.unwrap_or(0);
    if borne {
        let word = BORNE.iter().filter(|word| text[until..].starts_with(**word)).map(|word| word.len()).max();
        until += word.unwrap_or(0);
    }
    // 「担当に連絡」 names nobody
    let is_none =
        ["ない", "無い", "なし", "いな", "ある", "いる", "あり"].iter().any(|it| value.starts_with(it));
    let value = value.trim();
    (!value.is_empty() && !is_none && (tie != "に" || borne)).then(|| (value.to_owned(), until))
}
