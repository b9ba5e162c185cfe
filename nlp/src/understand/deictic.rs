//! Words that point at what was shown before: "the second one", この人, 2番, "these two".
//!
//! What they point at is known to whoever showed it; here they are only told apart from names.

use unicode_normalization::UnicodeNormalization;

use super::SlotKind;
use crate::number;

/// What is pointed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deictic {
    /// The one with this number in the list shown last, from 1.
    Nth(usize),
    /// The last of that list.
    Last,
    /// The one thing that was spoken of last.
    This,
    /// All that were shown or spoken of last; so many, where a number was said.
    These(Option<usize>),
}

/// Reads pointing words; `None` when they are something else, such as a name.
pub fn deictic(words: &str) -> Option<Deictic> {
    read(words).map(|pointed| pointed.what)
}

/// May these pointing words mean a thing of this kind? "this person" is no campaign, "2番" may be anything.
pub fn points_at(words: &str, kind: SlotKind) -> bool {
    read(words).is_some_and(|pointed| pointed.fits(kind) || pointed.noun == Noun::Bare)
}

/// Pointing words, and what they say of the thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pointed {
    pub(super) what: Deictic,
    noun: Noun,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Noun {
    Person,
    Campaign,
    Organization,
    Message,
    Merge,
    Note,
    Deal,
    Task,
    /// "one", or a number alone.
    Any,
    /// "it", これ: too little to stand for an argument on its own.
    Bare,
}

impl Pointed {
    /// May it stand where such an argument is asked for?
    pub(super) fn fits(self, kind: SlotKind) -> bool {
        match (kind, self.what) {
            (_, Deictic::These(_)) => false,
            (SlotKind::Person, _) => matches!(self.noun, Noun::Person | Noun::Any),
            (SlotKind::Campaign, _) => matches!(self.noun, Noun::Campaign | Noun::Any),
            (SlotKind::Organization, _) => matches!(self.noun, Noun::Organization | Noun::Any),
            (SlotKind::Activity, _) => matches!(self.noun, Noun::Message | Noun::Any),
            (SlotKind::Merge, _) => matches!(self.noun, Noun::Merge | Noun::Any),
            (SlotKind::Note, _) => matches!(self.noun, Noun::Note | Noun::Any),
            (SlotKind::Deal, _) => matches!(self.noun, Noun::Deal | Noun::Any),
            (SlotKind::Task, _) => matches!(self.noun, Noun::Task | Noun::Any),
            _ => false,
        }
    }
}

/// Longest pointing words, in characters.
const LONGEST: usize = 30;

pub(super) fn read(words: &str) -> Option<Pointed> {
    let folded: String = words.nfkc().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
    if folded.chars().nth(LONGEST).is_some() {
        return None;
    }
    let folded = folded.trim();
    english(folded).or_else(|| japanese(folded))
}

fn pointed(what: Deictic, noun: Noun) -> Option<Pointed> {
    Some(Pointed { what, noun })
}

fn nth(n: u32, noun: Noun) -> Option<Pointed> {
    let n = usize::try_from(n).ok().filter(|n| (1..=999).contains(n))?;
    pointed(Deictic::Nth(n), noun)
}

fn english(words: &str) -> Option<Pointed> {
    if let Some(n) = ["number ", "no. ", "no ", "nr. ", "#"].iter().find_map(|lead| words.strip_prefix(lead))
    {
        return nth(number::small(n.trim())?, Noun::Any);
    }
    let parts: Vec<&str> = words.split_whitespace().collect();
    match parts.as_slice() {
        ["it" | "this" | "that"] => pointed(Deictic::This, Noun::Bare),
        ["him" | "her" | "his" | "he" | "she"] => pointed(Deictic::This, Noun::Person),
        ["these" | "those" | "them"] => pointed(Deictic::These(None), Noun::Any),
        ["both"] | ["both", "of", "them" | "these"] | ["them", "both"] => {
            pointed(Deictic::These(Some(2)), Noun::Any)
        }
        ["the", n, "of", "them"] => these(n),
        ["these" | "those" | "the", n] if number::small(n).is_some() => these(n),
        ["these" | "those" | "the", n, nouns] if number::small(n).is_some() && plural(nouns) => these(n),
        ["these" | "those", nouns] if plural(nouns) => pointed(Deictic::These(None), Noun::Any),
        ["this" | "that", thing] => pointed(Deictic::This, noun(thing)?),
        ["the", "last"] | ["last", "one"] => pointed(Deictic::Last, Noun::Any),
        ["the" | "that", "last", thing] => pointed(Deictic::Last, noun(thing)?),
        ["the", place] => nth(number::ordinal(place)?, Noun::Any),
        ["the" | "that", place, thing] => nth(number::ordinal(place)?, noun(thing)?),
        [place, "one"] => nth(number::ordinal(place)?, Noun::Any),
        _ => None,
    }
}

fn these(n: &str) -> Option<Pointed> {
    let n = usize::try_from(number::small(n)?).ok().filter(|n| (1..=99).contains(n))?;
    pointed(Deictic::These(Some(n)), Noun::Any)
}

fn noun(word: &str) -> Option<Noun> {
    Some(match word {
        "one" | "result" | "entry" | "hit" => Noun::Any,
        "person" | "contact" | "developer" | "customer" | "member" | "user" | "guy" | "人" | "方"
        | "かた" | "開発者" | "顧客" | "お客様" | "お客さん" | "ユーザー" | "メンバー" => {
            Noun::Person
        }
        "campaign" | "event" | "施策" | "キャンペーン" | "イベント" => Noun::Campaign,
        "organization" | "organisation" | "org" | "company" | "会社" | "組織" | "企業" | "団体" => {
            Noun::Organization
        }
        "message"
        | "post"
        | "activity"
        | "comment"
        | "メッセージ"
        | "発言"
        | "投稿"
        | "コメント"
        | "アクティビティ" => Noun::Message,
        "merge" | "suggestion" | "統合" | "候補" => Noun::Merge,
        "note" | "メモ" | "ノート" => Noun::Note,
        "deal" | "opportunity" | "商談" | "案件" => Noun::Deal,
        "task" | "todo" | "reminder" | "タスク" | "リマインダー" => Noun::Task,
        _ => return None,
    })
}

fn plural(word: &str) -> bool {
    matches!(word, "people" | "companies")
        || word
            .strip_suffix('s')
            .is_some_and(|one| noun(one).is_some() || one == "record" || one == "profile")
}

fn japanese(words: &str) -> Option<Pointed> {
    match words {
        "これ" | "それ" | "あれ" => return pointed(Deictic::This, Noun::Bare),
        "彼" | "彼女" => return pointed(Deictic::This, Noun::Person),
        "これら" | "それら" | "この人たち" | "その人たち" | "この人達" | "その人達" | "全部" =>
        {
            return pointed(Deictic::These(None), Noun::Any);
        }
        "両方" | "両名" | "両者" | "2人とも" | "二人とも" | "2件とも" | "二件とも" | "どちらも" =>
        {
            return pointed(Deictic::These(Some(2)), Noun::Any);
        }
        "最後" | "一番下" => return pointed(Deictic::Last, Noun::Any),
        "一番上" => return nth(1, Noun::Any),
        _ => {}
    }
    let words = words.strip_prefix("上から").unwrap_or(words);
    if let Some(thing) = words.strip_prefix("最後の").or_else(|| words.strip_prefix("一番下の")) {
        return pointed(Deictic::Last, noun_or_thing(thing)?);
    }
    if let Some(thing) = words.strip_prefix("最初の").or_else(|| words.strip_prefix("一番上の")) {
        return nth(1, noun_or_thing(thing)?);
    }
    if let Some(rest) = ["この", "その", "あの"].iter().find_map(|lead| words.strip_prefix(lead)) {
        if let Some(noun) = noun(rest) {
            return pointed(Deictic::This, noun);
        }
        let (n, unit) = number::leading(rest)?;
        let counted = matches!(unit.trim_end_matches("とも"), "人" | "名" | "件" | "つ" | "社" | "者");
        return counted.then(|| these(&n.to_string()))?;
    }
    let (n, rest) = number::leading(words.strip_prefix('第').unwrap_or(words))?;
    let (rest, noun) = match rest.split_once('の') {
        Some((rest, thing)) => (rest, noun_or_thing(thing)?),
        None => (rest, Noun::Any),
    };
    match rest {
        "番" | "番目" | "件目" | "つ目" | "個目" => nth(n, noun),
        "人目" | "名目" => nth(n, Noun::Person),
        "社目" => nth(n, Noun::Organization),
        _ => None,
    }
}

fn noun_or_thing(word: &str) -> Option<Noun> {
    if matches!(word, "もの" | "やつ" | "の" | "件") { Some(Noun::Any) } else { noun(word) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointing_words_in_both_languages() {
        use Deictic::{Last, Nth, These, This};
        for (words, want) in [
            ("2番", Nth(2)),
            ("２番目", Nth(2)),
            ("2人目", Nth(2)),
            ("二人目", Nth(2)),
            ("#2", Nth(2)),
            ("number 2", Nth(2)),
            ("No. 2", Nth(2)),
            ("the second one", Nth(2)),
            ("the second person", Nth(2)),
            ("second one", Nth(2)),
            ("the 2nd", Nth(2)),
            ("2番の人", Nth(2)),
            ("上から2番目", Nth(2)),
            ("上から二番目の会社", Nth(2)),
            ("一番上の施策", Nth(1)),
            ("一番下", Last),
            ("最初の人", Nth(1)),
            ("the last one", Last),
            ("the last", Last),
            ("最後の人", Last),
            ("最後", Last),
            ("this person", This),
            ("that campaign", This),
            ("this message", This),
            ("him", This),
            ("この人", This),
            ("その人", This),
            ("この施策", This),
            ("このメッセージ", This),
            ("この会社", This),
            ("これ", This),
            ("it", This),
            ("these", These(None)),
            ("them", These(None)),
            ("these two", These(Some(2))),
            ("these 2 people", These(Some(2))),
            ("the two of them", These(Some(2))),
            ("both", These(Some(2))),
            ("この2人", These(Some(2))),
            ("この二人", These(Some(2))),
            ("その2人", These(Some(2))),
            ("この2件", These(Some(2))),
            ("これら", These(None)),
            ("両方", These(Some(2))),
        ] {
            assert_eq!(deictic(words), Some(want), "{words}");
        }
    }

    #[test]
    fn names_and_numbers_point_at_nothing() {
        for words in [
            "",
            "2",
            "田中さん",
            "the fall",
            "last week",
            "this week",
            "these days",
            "both sides",
            "先月",
            "三田さん",
            "二宮",
            "P-2",
            "この前",
            "この件",
            "#general",
            "no way",
            "number one fan",
            "最後の審判",
            "一人",
            "0番",
        ] {
            assert_eq!(deictic(words), None, "{words}");
        }
    }

    #[test]
    fn the_noun_says_what_kind_is_meant() {
        let fits = |words: &str, kind| read(words).is_some_and(|pointed| pointed.fits(kind));
        assert!(fits("this person", SlotKind::Person) && !fits("this person", SlotKind::Campaign));
        assert!(fits("この施策", SlotKind::Campaign) && !fits("この施策", SlotKind::Person));
        assert!(fits("2番", SlotKind::Person) && fits("2番", SlotKind::Campaign));
        assert!(!fits("it", SlotKind::Person) && !fits("these two", SlotKind::Person));
    }

    proptest::proptest! {
        #[test]
        fn never_panics(words in ".{0,40}", mixed in "(この|その|第|the |#)?[0-9一二三十]{0,12}(人|番目|件|st| one)?") {
            let _ = (deictic(&words), deictic(&mixed));
        }
    }
}
