//! Arguments without what belongs to the sentence around them: "Kenta's" is Kenta, 「冬の読書会」を12月5日開始で is a
//! name in quotes, "Harbor & Pine, domain harbor.example" is a name and a domain.
//!
//! For readings by phrasings and by the head; what is typed stands as it is.

mod name;

use std::collections::BTreeMap;

use self::name::{name, titles};
use super::{Form, SlotKind, names, slot::Sureness};
use crate::{number, period, text::script};

/// The arguments, each without the words around it.
pub(super) fn tidied(
    form: &Form,
    mut arguments: BTreeMap<&'static str, String>,
    text: &str,
) -> BTreeMap<&'static str, String> {
    for slot in &form.slots {
        let Some(value) = arguments.get(slot.name) else { continue };
        if let (SlotKind::Count, Some(n)) = (slot.kind, number::small(&value.to_lowercase())) {
            arguments.insert(slot.name, n.to_string());
            continue;
        }
        let bare = match slot.kind {
            SlotKind::Name => name(value),
            SlotKind::Person | SlotKind::User | SlotKind::Organization | SlotKind::Campaign => {
                known(slot.kind, value)
            }
            SlotKind::Query => query(value),
            SlotKind::Text => said(value),
            SlotKind::Date | SlotKind::Moment => day(value),
            _ => continue,
        };
        let bare = bare.trim();
        if bare.len() < value.len() && !bare.is_empty() {
            // it was in quotes there
            let fits = slot.kind == SlotKind::Query || slot.kind.accepts(bare, Sureness::Likely);
            if fits {
                arguments.insert(slot.name, bare.to_owned());
            }
        }
    }
    let mut arguments = shared(form, arguments, text);
    // what has no dot in it is no domain; the half of an address, as in info@, is told so
    if arguments.get("domain").is_some_and(|said| !said.contains(['.', '@'])) {
        arguments.remove("domain");
    }
    arguments
}

/// A day without what says how it is meant: "to Monday", 金曜までに.
fn day(value: &str) -> &str {
    let led = ["to ", "by ", "on ", "until ", "till ", "for "];
    let ends = ["までに", "まで", "に", "で"];
    let bare = led.iter().find_map(|lead| value.strip_prefix(lead)).unwrap_or(value);
    ends.iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(bare)
}

/// A name of something new that holds more than the name: what stands beside it goes where it belongs.
fn shared(
    form: &Form,
    mut arguments: BTreeMap<&'static str, String>,
    text: &str,
) -> BTreeMap<&'static str, String> {
    let of = |wanted: &dyn Fn(&super::Slot) -> bool| {
        form.slots.iter().find(|slot| wanted(slot)).map(|slot| slot.name)
    };
    let Some(name) = of(&|slot| slot.kind == SlotKind::Name && slot.required) else { return arguments };
    if let Some(domain) = of(&|slot| slot.name == "domain")
        && let Some(said) = domain_in(text)
        && !arguments.get(domain).is_some_and(|known| known.contains('.'))
    {
        arguments.insert(domain, said.to_owned());
    }
    let Some(value) = arguments.get(name).cloned() else { return arguments };
    let email = of(&|slot| slot.kind == SlotKind::Account);
    let company = of(&|slot| slot.kind == SlotKind::Organization);
    let (mut first, rest) = parted(&value);
    // what is of no use stays with the name, for the command to say so
    let mut used = rest.is_empty() || arguments.values().any(|value| domain_in(rest) == Some(value.as_str()));
    if let Some(company) = company.filter(|company| !arguments.contains_key(company)) {
        if let Some((of, who)) = owned(&first) {
            arguments.insert(company, of.to_owned());
            first = who.to_owned();
        } else if let Some(said) =
            employer(rest).or_else(|| alone(rest)).or_else(|| employer(after(text, &value)))
        {
            arguments.insert(company, said.to_owned());
            used = true;
            let address = rest.split([' ', ',']).find(|word| word.contains('@'));
            if let (Some(email), Some(address)) = (email, address) {
                arguments.entry(email).or_insert_with(|| address.to_owned());
            }
        }
    }
    let aim = ["goal", "aim", "purpose", "target", "目標", "目的"].iter().find_map(|word| {
        rest.trim_start_matches([',', ' ']).strip_prefix(word)?.trim_start().strip_prefix([':', 'は'])
    });
    if let (Some(goal), Some(aim)) = (of(&|slot| slot.name == "goal"), aim) {
        arguments.entry(goal).or_insert_with(|| aim.trim().to_owned());
        used = true;
    }
    if used && !first.is_empty() {
        arguments.insert(name, first);
    }
    arguments
}

/// What follows these words in a text.
fn after<'t>(text: &'t str, words: &str) -> &'t str {
    text.find(words).map_or("", |at| &text[at + words.len()..])
}

/// "Harbor & Pine" and what follows a comma or stands in brackets.
fn parted(value: &str) -> (String, &str) {
    let end = value.find([',', '(']).or_else(|| {
        value
            .split_whitespace()
            .find(|word| is_domain(word))
            .and_then(|word| value.find(word))
            .filter(|at| *at > 0)
    });
    match end {
        Some(end) => {
            let first = value[..end].trim();
            let first = first.strip_suffix(" domain").unwrap_or(first);
            (first.to_owned(), value[end..].trim_matches([',', '(', ')', ' ']))
        }
        None => (value.to_owned(), ""),
    }
}

/// ロボットスタジオの古賀翔太さん: whose, and who. A の is part of few names of people.
fn owned(value: &str) -> Option<(&str, &str)> {
    let honoured = ["さん", "様", "さま", "氏"].iter().any(|end| value.ends_with(end));
    let (of, who) = value.split_once('の')?;
    (honoured && of.chars().count() > 1 && !of.contains([' ', ','])).then_some((of, who))
}

/// Where somebody works: "he's with Lumen Grid", "(Lumen Grid)", 所属は潮見テック.
fn employer(rest: &str) -> Option<&str> {
    let rest = rest.trim_matches([',', ' ', '(', ')', '。', '.']);
    let leads = [
        "works for ",
        "works at ",
        "working at ",
        "working for ",
        "he's with ",
        "she's with ",
        "they're with ",
        "he's at ",
        "she's at ",
        "he's from ",
        "she's from ",
        "employed by ",
        "from ",
        "at ",
        "with ",
    ];
    for lead in leads {
        if let Some(said) = rest
            .find(lead)
            .filter(|at| *at == 0 || rest[..*at].ends_with([' ', ',']))
            .map(|at| &rest[at + lead.len()..])
        {
            let end = said.find([',', '(', '。']).unwrap_or(said.len());
            let said = capitals(&said[..end]);
            if !said.is_empty() {
                return Some(said);
            }
        }
    }
    for lead in ["所属は", "所属:", "所属 ", "会社は", "勤務先は", "勤め先は"] {
        if let Some(at) = rest.find(lead) {
            let said = &rest[at + lead.len()..];
            let end = said.find([',', '。', '(', ')']).unwrap_or(said.len());
            let said = &said[..end];
            let said = ["です", "で", "に"].iter().find_map(|end| said.strip_suffix(end)).unwrap_or(said);
            if !said.trim().is_empty() {
                return Some(said.trim());
            }
        }
    }
    None
}

/// A company that stands alone behind a name: Acme of "Taro Tanaka, Acme", ロボットスタジオの人なんだけど.
fn alone(rest: &str) -> Option<&str> {
    if rest.is_empty() || rest.contains(['@', '.', ',']) {
        return None;
    }
    if rest.is_ascii() {
        return (capitals(rest) == rest).then_some(rest);
    }
    let said = match rest.split_once("の人") {
        Some((company, _)) => company,
        None if rest.contains([' ', 'を', 'は']) => return None,
        None => rest,
    };
    let acts = ["登録", "追加", "お願い", "入れ", "作", "して"];
    let is_name = (2..=20).contains(&said.chars().count())
        && said.chars().any(|c| script::is_han(c) || script::is_katakana(c))
        && !acts.iter().any(|act| said.contains(act));
    is_name.then_some(said)
}

/// The capitalised words that a text begins with.
fn capitals(text: &str) -> &str {
    let mut end = 0;
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end();
        let part = bare.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || matches!(bare, "&" | "of" | "and" | "the");
        if !part {
            break;
        }
        end += word.len();
    }
    text[..end].trim_end_matches([' ', '.', '?', '!'])
}

/// harbor.example: two and more parts, and no address.
fn is_domain(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', ',']);
    word.is_ascii()
        && !word.contains(['@', '/'])
        && word.rsplit_once('.').is_some_and(|(name, end)| {
            name.len() > 1
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
                && (2..=10).contains(&end.len())
                && end.bytes().all(|b| b.is_ascii_alphabetic())
        })
}

fn domain_in(text: &str) -> Option<&str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || "-.@/:".contains(c)))
        .map(|word| word.trim_matches(['.', ':']))
        .find(|word| !word.contains(':') && is_domain(word))
}

/// The one thing in quotes, where a value holds more.
fn quoted(value: &str) -> Option<&str> {
    [('「', '」'), ('『', '』'), ('"', '"')].iter().find_map(|(open, close)| {
        let from = value.find(*open)? + open.len_utf8();
        let to = from + value[from..].find(*close)?;
        (!value[to + close.len_utf8()..].contains(*open)).then(|| value[from..to].trim())
    })
}

/// The name of something that is known: without what is whose, what leads to it, and what follows.
fn known(kind: SlotKind, value: &str) -> &str {
    if let Some(quoted) = quoted(value) {
        return quoted;
    }
    let value = value.strip_suffix("'s").unwrap_or(value);
    let value = ["なら", "だと", "の住所", "の役職", "のメール", "の電話", "って"]
        .iter()
        .find_map(|end| value.strip_suffix(end))
        .unwrap_or(value);
    let value = match kind {
        SlotKind::User => {
            let rest = ["今日から", "明日から", "来週から", "今後は", "これからは", "今日からは", "来月から"]
                .iter()
                .find_map(|lead| value.strip_prefix(lead))
                .unwrap_or(value);
            rest.strip_suffix('で').unwrap_or(rest)
        }
        SlotKind::Organization => value.strip_suffix("さん").filter(|rest| !rest.is_empty()).unwrap_or(value),
        _ => value,
    };
    inner(titles(led_to(value)))
}

/// "pull Mr. Svensson": a name begins with its first capital letter, unless it is all in small ones.
fn led_to(value: &str) -> &str {
    if !value.is_ascii() || !value.starts_with(|c: char| c.is_ascii_lowercase()) {
        return value;
    }
    let first = value.split(' ').next().unwrap_or_default();
    if ["de", "da", "van", "von", "der", "del", "la", "le", "al", "bin", "the"].contains(&first)
        || value.contains(['"', '@'])
    {
        return value;
    }
    value
        .match_indices(' ')
        .map(|(at, _)| &value[at + 1..])
        .find(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
        .unwrap_or(value)
}

/// 潮見テック of 明日訪問する潮見テック: a name begins after the clause that describes it, and after a comma.
fn inner(value: &str) -> &str {
    if value.is_ascii() {
        return value;
    }
    let value = value.rsplit(',').next().unwrap_or(value);
    if !names::goes_through_hiragana(value) {
        return value;
    }
    const ENDS: &[&str] = &[
        "する",
        "した",
        "いる",
        "ある",
        "った",
        "って",
        "んだ",
        "いた",
        "いだ",
        "した",
        "う",
        "なら",
        "のは",
        "から",
        "今日は",
    ];
    let at = ENDS
        .iter()
        .filter_map(|end| Some(value.rfind(end)? + end.len()))
        .filter(|at| *at < value.len())
        .max();
    match at.map(|at| &value[at..]) {
        Some(rest)
            if rest.chars().count() > 1
                && !rest.starts_with(script::is_hiragana)
                && value.starts_with(|c: char| !c.is_ascii()) =>
        {
            rest
        }
        _ => value,
    }
}

/// What is looked for, without where: "the chats for webhook timeout", Dockerの話してた発言.
fn query(value: &str) -> &str {
    if value.starts_with(['"', '「', '『']) {
        return value;
    }
    if !value.is_ascii()
        && let Some(from) = value.find(['「', '『'])
        && let Some(to) = value.rfind(['」', '』'])
        && from < to
    {
        let close = value[to..].chars().next().map_or(0, char::len_utf8);
        return &value[from..to + close];
    }
    let mut rest = value;
    for lead in LOOKED_IN {
        if let Some(head) = rest.get(..lead.len())
            && head.eq_ignore_ascii_case(lead)
        {
            rest = &rest[lead.len()..];
        }
    }
    let end = SPOKEN_OF.iter().filter_map(|end| rest.find(end)).filter(|at| *at > 0).min();
    let rest = end.map_or(rest, |end| &rest[..end]);
    let rest = ["誰か", "だれか", "どこか"].iter().find_map(|lead| rest.strip_prefix(lead)).unwrap_or(rest);
    if rest.trim().is_empty() { value } else { rest }
}

/// Before what is looked for, in this order.
const LOOKED_IN: &[&str] = &[
    "through ",
    "the ",
    "all ",
    "our ",
    "chats ",
    "chat ",
    "messages ",
    "conversations ",
    "something ",
    "anything ",
    "posts ",
    "logs ",
    "history ",
    "where people talked ",
    "where people talk ",
    "where ppl talked ",
    "that mention ",
    "mentioning ",
    "containing ",
    "said ",
    "for ",
    "about ",
    "on ",
    "regarding ",
];

/// After it.
const SPOKEN_OF: &[&str] = &[
    "についての",
    "に関する",
    "の話して",
    "の話を",
    "の話が",
    "の話,",
    "の話題",
    "について",
    "って言って",
    "って言った",
    "って誰か",
    "という発言",
    "という言葉",
    "って言葉",
    "の件で",
    "が出てくる",
    "を含む",
];

/// What is told, without the words that lead to it.
fn said(value: &str) -> &str {
    let leads = ["ついて、", "ついて,", "関して、", "関して,", "対して、", "と,", "と、", "that "];
    let rest = leads.iter().find_map(|lead| value.strip_prefix(lead)).unwrap_or(value);
    if rest.trim().is_empty() { value } else { rest }
}

/// Which day a change of a campaign is about, and whether it is its first or its last.
pub(super) fn dated(
    form: &Form,
    mut arguments: BTreeMap<&'static str, String>,
) -> BTreeMap<&'static str, String> {
    let fields = form.slots.iter().any(|slot| slot.kind == SlotKind::Fields);
    let field = form.slots.iter().find(
        |slot| matches!(slot.kind, SlotKind::Choice(words) if words.iter().any(|(word, _)| *word == "end")),
    );
    let (true, Some(field), Some(value)) = (fields, field, arguments.get("value").cloned()) else {
        return arguments;
    };
    if arguments.contains_key(field.name) || arguments.contains_key("fields") {
        return arguments;
    }
    let pairs = [
        (
            "end",
            &["runs until ", "until ", "ends on ", "ends ", "runs to ", "goes on until ", "extended to "][..],
            &["までに", "まで"][..],
        ),
        (
            "start",
            &["starts on ", "starts ", "begins on ", "begins ", "from "][..],
            &["からに", "から", "開始"][..],
        ),
    ];
    for (which, leads, ends) in pairs {
        let led = leads.iter().find_map(|lead| Some(value[value.find(lead)? + lead.len()..].to_owned()));
        let ended = ends.iter().find_map(|end| Some(value[..value.find(end)?].to_owned()));
        if let Some(day) = led
            .or(ended)
            .map(|day| day.trim().trim_end_matches(" now").to_owned())
            .filter(|day| period::reads_as_day(day))
        {
            arguments.insert(field.name, which.to_owned());
            arguments.insert("value", day);
            return arguments;
        }
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::Slot;

    #[test]
    fn names_stand_alone() {
        for (kind, value, want) in [
            (SlotKind::User, "Kenta's", "Kenta"),
            (SlotKind::User, "今日から私で", "私"),
            (SlotKind::Person, "pull Mr. Svensson", "Svensson"),
            (SlotKind::Person, "van Beethoven", "van Beethoven"),
            (SlotKind::Organization, "明日訪問する潮見テック", "潮見テック"),
            (SlotKind::Organization, "みなもデザイン", "みなもデザイン"),
            (SlotKind::Campaign, "夏の技術祭", "夏の技術祭"),
            (SlotKind::Campaign, "Harbor Daysなら", "Harbor Days"),
        ] {
            assert_eq!(known(kind, value), want, "{value}");
        }
        for (value, want) in [
            ("つくって,名前は「春の交流会」で", "春の交流会"),
            ("「冬の読書会」を12月5日開始で", "冬の読書会"),
            ("オオニシ マコトです,直して", "オオニシ マコト"),
            ("Dr. Elif Kaya", "Elif Kaya"),
            ("さっき会った古賀翔太さん", "古賀翔太さん"),
        ] {
            assert_eq!(name(value), want, "{value}");
        }
    }

    #[test]
    fn what_is_looked_for_stands_alone() {
        for (value, want) in [
            ("the chats for webhook timeout", "webhook timeout"),
            ("something about invoice templates", "invoice templates"),
            ("Dockerの話してた発言", "Docker"),
            ("会話から「料金改定」", "「料金改定」"),
            ("誰かメモリリークって言ってなかった", "メモリリーク"),
            ("rate limit", "rate limit"),
            ("\"the end\"", "\"the end\""),
        ] {
            assert_eq!(query(value), want, "{value}");
        }
    }

    #[test]
    fn a_name_and_what_stands_beside_it() {
        let slot = |name, kind, required| Slot { name, kind, required };
        let form = |slots| Form { name: "add", slots, en: &[], ja: &[], examples: vec![], changes: true };
        let person = form(vec![
            slot("name", SlotKind::Name, true),
            slot("email", SlotKind::Account, false),
            slot("organization", SlotKind::Organization, false),
        ]);
        let company = form(vec![slot("name", SlotKind::Name, true), slot("domain", SlotKind::Words, false)]);
        for (form, text, value, want) in [
            (
                &person,
                "register Elif Kaya, works for Bluefin Labs",
                "Elif Kaya, works for Bluefin Labs",
                ("Elif Kaya", "organization", "Bluefin Labs"),
            ),
            (
                &person,
                "森永咲さんを追加,所属は潮見テック",
                "森永咲さん",
                ("森永咲さん", "organization", "潮見テック"),
            ),
            (
                &person,
                "ロボットスタジオの古賀翔太さんを入れて",
                "ロボットスタジオの古賀翔太さん",
                ("古賀翔太さん", "organization", "ロボットスタジオ"),
            ),
            (
                &person,
                "新しい人を追加:三枝美咲,青葉データ",
                "三枝美咲,青葉データ",
                ("三枝美咲", "organization", "青葉データ"),
            ),
            (
                &company,
                "add Harbor & Pine, domain harbor.example",
                "Harbor & Pine, domain harbor.example",
                ("Harbor & Pine", "domain", "harbor.example"),
            ),
            (
                &company,
                "new org: Hinoki Robotics (hinoki.example)",
                "Hinoki Robotics (hinoki.example)",
                ("Hinoki Robotics", "domain", "hinoki.example"),
            ),
            (
                &company,
                "会社登録して:つばめラボ tsubame.example",
                "つばめラボ tsubame.example",
                ("つばめラボ", "domain", "tsubame.example"),
            ),
        ] {
            let found = tidied(form, BTreeMap::from([("name", value.to_owned())]), text);
            let found = (found["name"].as_str(), want.1, found.get(want.1).map_or("", String::as_str));
            assert_eq!(found, want, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(value in ".{0,40}", mixed in "(の|さん|,|\\(|from |所属は|「|」|\"|する|あ|a|\\.example| ){0,12}") {
            for value in [value, mixed] {
                let _ = (name(&value), known(SlotKind::Person, &value), query(&value), said(&value), parted(&value), employer(&value), alone(&value), owned(&value), domain_in(&value));
            }
        }
    }
}
