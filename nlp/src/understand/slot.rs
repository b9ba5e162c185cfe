//! What may stand in the place of an argument.

use unicode_normalization::UnicodeNormalization;

use super::{deictic, head, lists, names, text, zone};
use crate::{
    amount,
    conditions::{self, About},
    number, period,
    text::script,
    understand::Deictic,
};

/// What an argument is, as far as its words can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// Any words; sure where conditions stand among them or are said ([`conditions`]).
    Words,
    /// Words with at least one condition among them.
    Conditions,
    /// Any words, in which quotation marks mean something.
    Query,
    /// Free words to be kept as they were written, at most [`LONGEST_TEXT`](super::LONGEST_TEXT) characters.
    Text,
    /// A name for something new.
    Name,
    /// A person: code, handle, address, name, or words that point at one ([`deictic`](super::deictic())).
    Person,
    /// A campaign: code or name, or pointing words.
    Campaign,
    /// An organization: code or name, or pointing words.
    Organization,
    /// A member of staff: name, handle, "me", 私.
    User,
    /// A conversation: `#name`, a name, or "here".
    Room,
    /// An account: `github:taro`, `@handle` or an e-mail address.
    Account,
    /// An activity: `A-881`, or pointing words.
    Activity,
    /// A merge: `M-31`, or pointing words.
    Merge,
    /// A note: `N-3`, or words that point at a line of a list.
    Note,
    /// A deal: `D-9`, its name or whom it is with, or pointing words.
    Deal,
    /// A task: `T-4`, or pointing words.
    Task,
    /// A stage of deals, by its name.
    Stage,
    /// Whatever has a card: a person, an organization, a campaign, an activity, a deal or a task.
    Object,
    /// A line of a budget: `B-3`, or its place in the list shown last: "3", 3番.
    BudgetLine,
    /// Something a campaign published: `R-2`.
    Resource,
    /// Something that was changed: any short code.
    Change,
    /// A stretch of time.
    Period,
    /// A stretch of time that may lie ahead, in which something is due: [`period::ahead`] reads it.
    Ahead,
    /// One day: [`period::day`] reads it, or [`period::impossible`] says what is wrong with it.
    Date,
    /// A moment to come: [`period::moment`] reads it, or [`period::impossible`] says what is wrong with it.
    Moment,
    /// How many: a whole number, be it one that cannot be, as 0 or −3.
    Count,
    /// Money: [`amount::read`] reads it, or [`amount::fault`] says what is wrong with it.
    Amount,
    /// Places in a list: [`ordinals`](super::ordinals) reads them.
    Ordinal,
    /// `field=value` pairs: [`fields`](super::fields) reads them.
    Fields,
    /// Tags to add and take away: [`tags`](super::tags) reads them.
    Tags,
    /// A web address.
    Url,
    /// One Latin word with a digit in it, as a one-time code.
    Token,
    /// A time zone: [`zone`](super::zone()) reads it.
    Zone,
    /// A command's name or a part of it.
    Topic,
    /// One of a few words, each with the words people use for it; the value is the word itself.
    Choice(Choices),
}

/// Canonical words, each with what people say for it in either language, lower-cased.
pub type Choices = &'static [(&'static str, &'static [&'static str])];

/// How sure a phrasing must be that the words are what it takes them for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sureness {
    /// `{person}`: they could be.
    Likely,
    /// `{person:sure}`: they can be nothing else, as a code, `@taro`, 田中さん, `#general` or a quoted name.
    Sure,
    /// `{person:code}`: a code.
    Code,
    /// `{person:these}`: words that point at several, as "these two", 両方.
    These,
}

impl Sureness {
    /// By its name in a phrasing.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "sure" => Some(Self::Sure),
            "code" => Some(Self::Code),
            "these" => Some(Self::These),
            _ => None,
        }
    }
}

impl SlotKind {
    /// The longest words that can be one, in characters with their quotes.
    pub(super) fn longest(self) -> usize {
        match self {
            Self::Text => text::LONGEST_TEXT,
            Self::Url => 400,
            Self::Words | Self::Conditions | Self::Query | Self::Fields => 200,
            Self::Name | Self::Tags => 120,
            Self::Person | Self::Campaign | Self::Organization | Self::User | Self::Room | Self::Account => {
                60
            }
            Self::Deal => 60,
            Self::Topic
            | Self::Stage
            | Self::Moment
            | Self::Token
            | Self::Period
            | Self::Ahead
            | Self::Date
            | Self::Amount
            | Self::Zone
            | Self::Choice(_) => 40,
            Self::Ordinal => 40,
            Self::Object => 60,
            Self::Merge | Self::Activity | Self::Note | Self::Task | Self::BudgetLine => 20,
            Self::Change | Self::Resource => 12,
            Self::Count => 12,
        }
    }

    /// Could these words, as they stand in the text, be one?
    pub(super) fn accepts(self, words: &str, sureness: Sureness) -> bool {
        let value = text::unquoted(words);
        if value.is_empty() || value.chars().nth(self.longest()).is_some() {
            return false;
        }
        if sureness == Sureness::These {
            return matches!(deictic::deictic(value), Some(Deictic::These(_)));
        }
        let quoted = value.len() < words.trim().len();
        match (self, sureness) {
            (Self::Merge, _) => code(value, 'm') || self.is_pointed_at(value),
            (Self::Activity, Sureness::Code) => code(value, 'a') || is_number_in_list(value),
            (Self::Note, Sureness::Code) => code(value, 'n'),
            // "done 2", 2番を完了: after a list of tasks
            (Self::Task, Sureness::Code) => code(value, 't') || is_number_in_list(value),
            (Self::Task, _) => code(value, 't') || is_number_in_list(value) || self.is_pointed_at(value),
            (Self::Activity, _) => code(value, 'a') || self.is_pointed_at(value),
            (Self::Note, _) => code(value, 'n') || self.is_pointed_at(value),
            (Self::Object, _) => CARDS.iter().any(|kind| kind.accepts(words, sureness)),
            (Self::BudgetLine, Sureness::Likely) => code(value, 'b') || is_line(value),
            (Self::BudgetLine, Sureness::Sure) => {
                code(value, 'b') || is_line(value) && value.parse::<u32>().is_err()
            }
            (Self::BudgetLine, _) => code(value, 'b'),
            (Self::Resource, _) => code(value, 'r'),
            (Self::Change, _) => CODES.iter().any(|letter| code(value, *letter)),
            (Self::Period, _) => period::resembles(value),
            (Self::Ahead, _) => period::resembles_ahead(value),
            (Self::Date, _) => period::reads_as_day(value),
            (Self::Moment, _) => period::reads_as_moment(value),
            (Self::Count, _) => is_count(value),
            (Self::Amount, _) => amount::read(value).is_some() || amount::fault(value).is_some(),
            (Self::Ordinal, _) => lists::ordinals(value).is_some(),
            (Self::Fields, _) => lists::fields(value).is_some(),
            (Self::Conditions, _) => has_conditions(words) || conditions::says(words, About::Deals),
            // "a:b" in quotes are words
            (Self::Words, Sureness::Sure) => {
                quoted
                    || has_conditions(words)
                    || conditions::says(words, About::People)
                    || conditions::says(words, About::Organizations)
            }
            (Self::Url, _) => is_url(value),
            (Self::Token, _) => is_token(value),
            (Self::Zone, _) => zone::zone(value).is_some(),
            (Self::Account, _) => names::is_account(value),
            (Self::Choice(choices), _) => canonical(choices, value).is_some(),
            (Self::Tags, Sureness::Likely) => {
                // "these two vip": of two, not the tag "two"
                let counts = value
                    .split_once(' ')
                    .is_some_and(|(first, _)| number::small(&first.to_lowercase()).is_some_and(|n| n > 1));
                let codes = value.split([' ', ',']).any(is_any_code);
                lists::tags(value).is_some()
                    && !counts
                    && !codes
                    && (value.len() == 1 || !names::is_pronoun(value))
            }
            (Self::Tags, _) => {
                lists::tags(value).is_some()
                    && (lists::are_quoted(words)
                        || value.split_whitespace().all(|tag| tag.starts_with(['+', '-', '#'])))
            }
            (Self::Text, _) => !continues(value),
            (_, Sureness::Code) => self.is_code(value),
            (_, Sureness::Sure | Sureness::These) => quoted || self.is_code(value) || self.is_marked(value),
            (
                Self::Person | Self::Campaign | Self::Organization | Self::User | Self::Room | Self::Deal,
                Sureness::Likely,
            ) if value.starts_with(':') => false,
            // a handle ends where the next word begins
            (Self::Room, Sureness::Likely) if value.contains('#') && goes_on(value) => quoted,
            (
                Self::Person | Self::Campaign | Self::Organization | Self::User | Self::Room | Self::Deal,
                Sureness::Likely,
            ) => {
                quoted
                    || self.is_code(value)
                    || self.is_marked(value)
                    || (!is_any_code(value) && names::could_be(self, value))
            }
            // the rest of `org:Acme` is no words of its own
            (Self::Words, Sureness::Likely) if value.starts_with([':', '：']) => false,
            // what stands behind a comma is another clause
            (Self::Topic | Self::Stage | Self::Words | Self::Query | Self::Name, _)
                if value.starts_with([',', '、', ';']) =>
            {
                quoted
            }
            // `after:2026-05` is one: its value is no argument of its own
            (Self::Query, Sureness::Likely) if value.ends_with(':') => false,
            (Self::Topic | Self::Stage | Self::Words | Self::Query | Self::Name, Sureness::Likely)
                if continues(value) =>
            {
                quoted
            }
            (Self::Topic | Self::Stage, Sureness::Likely) => {
                quoted || !names::is_pronoun(value) && value.split(' ').count() <= 4
            }
            (Self::Words | Self::Query | Self::Name, Sureness::Likely) => quoted || !names::is_pronoun(value),
        }
    }

    /// A code of this kind.
    fn is_code(self, value: &str) -> bool {
        match self {
            Self::Person => code(value, 'p'),
            Self::Campaign => code(value, 'c'),
            Self::Organization => code(value, 'o'),
            Self::Deal => code(value, 'd'),
            _ => false,
        }
    }

    /// Carries a mark that only this kind has, or points at one.
    fn is_marked(self, value: &str) -> bool {
        match self {
            Self::Person => names::is_marked_person(value) || self.is_pointed_at(value),
            Self::User => names::is_marked_person(value) || names::is_asker(value),
            Self::Campaign | Self::Deal => self.is_pointed_at(value),
            Self::Organization => names::is_marked_organization(value) || self.is_pointed_at(value),
            Self::Room => {
                value.strip_prefix('#').is_some_and(|name| !name.contains([' ', '#', ',', '。']))
                    || names::is_here(value)
            }
            _ => false,
        }
    }

    /// "the second one", この人.
    fn is_pointed_at(self, value: &str) -> bool {
        deictic::read(value).is_some_and(|pointed| pointed.fits(self))
    }

    /// The value in the words that stand there.
    pub(super) fn value(self, words: &str) -> String {
        match self {
            Self::Query | Self::Conditions | Self::Fields | Self::Tags => words.trim().to_owned(),
            Self::Choice(choices) => {
                let value = text::unquoted(words);
                canonical(choices, value).unwrap_or(value).to_owned()
            }
            _ => text::unquoted(words).to_owned(),
        }
    }

    /// Is it kept as it was written, not as it was folded for reading?
    pub(super) fn keeps_its_writing(self) -> bool {
        matches!(self, Self::Text | Self::Url)
    }

    /// At the end of the line, does it go on to the end of the message?
    pub(super) fn goes_on(self) -> bool {
        self == Self::Text
    }

    /// Is it the name of somebody or something?
    pub(super) fn is_name(self) -> bool {
        matches!(self, Self::Person | Self::Campaign | Self::Organization | Self::User | Self::Deal)
    }

    /// Accepts few words, so that those it accepts are meant for it.
    pub(super) fn is_choosy(self) -> bool {
        matches!(
            self,
            Self::Merge
                | Self::Activity
                | Self::Note
                | Self::Task
                | Self::Moment
                | Self::BudgetLine
                | Self::Resource
                | Self::Change
                | Self::Count
                | Self::Period
                | Self::Ahead
                | Self::Date
                | Self::Amount
                | Self::Ordinal
                | Self::Fields
                | Self::Conditions
                | Self::Account
                | Self::Url
                | Self::Token
                | Self::Zone
                | Self::Choice(_)
        )
    }

    /// Is telling whether words are one dear? Then it is told once a text.
    pub(super) fn is_dear(self) -> Option<u8> {
        match self {
            Self::Period => Some(0),
            Self::Date => Some(1),
            Self::Amount => Some(2),
            Self::Zone => Some(3),
            Self::Moment => Some(4),
            Self::Ahead => Some(5),
            _ => None,
        }
    }
}

/// The word a choice is known by.
fn canonical(choices: Choices, value: &str) -> Option<&'static str> {
    let folded: String = value.nfkc().flat_map(char::to_lowercase).collect();
    let folded = folded.trim();
    choices.iter().find(|(word, said)| *word == folded || said.contains(&folded)).map(|(word, _)| *word)
}

/// Does it begin with a particle, as が多すぎる of タスクが多すぎる? Then what stands before it is part of a sentence.
fn continues(value: &str) -> bool {
    let mut chars = value.chars();
    chars.next().is_some_and(|first| "がをのはにもへで".contains(first))
        && chars.next().is_some_and(|second| !script::is_hiragana(second) && second.is_alphanumeric())
}

/// Conditions, and no rest of a sentence that only holds some.
fn has_conditions(words: &str) -> bool {
    !continues(words) && !conditions::places(words).is_empty()
}

/// One place in a list.
fn is_line(value: &str) -> bool {
    lists::ordinals(value).is_some_and(|places| places.len() == 1)
}

/// 2, 2番, "number 2": said with a figure, so that it is no word of a sentence.
fn is_number_in_list(value: &str) -> bool {
    let short = !value.is_empty() && value.len() <= 3 && value.bytes().all(|b| b.is_ascii_digit());
    short
        || value.contains(|c: char| c.is_ascii_digit())
            && deictic::read(value)
                .is_some_and(|it| matches!(it.what, Deictic::Nth(_)) && it.fits(SlotKind::Task))
}

/// 20, 0, -3, ten, 三. One is said for other things.
fn is_count(value: &str) -> bool {
    let digits = value.strip_prefix(['-', '−']).unwrap_or(value);
    let in_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    in_digits || number::small(&value.to_lowercase()).is_some_and(|n| n > 1)
}

fn is_url(value: &str) -> bool {
    let rest = ["http://", "https://"].iter().find_map(|scheme| {
        value
            .get(..scheme.len())
            .filter(|head| head.eq_ignore_ascii_case(scheme))
            .map(|_| &value[scheme.len()..])
    });
    rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric) && !rest.contains([' ', '"', '<', '>']))
}

fn is_token(value: &str) -> bool {
    value.len() >= 4
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && value.bytes().any(|b| b.is_ascii_digit())
}

/// Does a sentence go on around `#general`?
fn goes_on(value: &str) -> bool {
    let latin = value.starts_with('#') && value.chars().nth(1).is_some_and(|c| c.is_ascii_alphanumeric());
    // 質問では何が
    let led = |rest: &str| ["では", "での", "には"].iter().any(|it| rest.starts_with(it));
    let talks_on = value.strip_prefix('#').is_some_and(|name| led(&name[head::room_len(name)..]));
    value.contains(' ') || latin && value.chars().any(script::is_hiragana) || talks_on
}

/// The letters of all codes: person, organization, campaign, merge, activity, noted change, budget line,
/// published resource, note, import, deal, task.
const CODES: &[char] = &['p', 'o', 'c', 'm', 'a', 'u', 'b', 'r', 'n', 'i', 'd', 't'];

/// What has a card.
const CARDS: &[SlotKind] = &[
    SlotKind::Person,
    SlotKind::Organization,
    SlotKind::Campaign,
    SlotKind::Activity,
    SlotKind::Deal,
    SlotKind::Task,
];

/// `M-31`, `m31`.
fn code(value: &str, letter: char) -> bool {
    let mut chars = value.trim_start_matches('#').chars();
    let digits = |rest: &str| (1..=10).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit());
    chars.next().is_some_and(|c| c.eq_ignore_ascii_case(&letter))
        && digits(chars.as_str().trim_start_matches('-'))
}

/// Is a code of any kind, with its dash, among these words? No name has one.
fn is_any_code(value: &str) -> bool {
    let is_one = |word: &str| word.contains('-') && CODES.iter().any(|letter| code(word, *letter));
    value.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').any(is_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_no_name_are_not_taken_for_one() {
        for (kind, words, likely, sure) in [
            (SlotKind::Words, "rust", true, false),
            (SlotKind::Words, "org:acme rust", true, true),
            (SlotKind::Words, "github:taro", true, false),
            (SlotKind::Person, "田中", true, false),
            (SlotKind::Person, "田中さん", true, true),
            (SlotKind::Person, "アオゾラの田中さん", true, true),
            (SlotKind::Person, "Tanaka Taro", true, false),
            (SlotKind::Person, "@taro", true, true),
            (SlotKind::Person, "taro@example.com", true, true),
            (SlotKind::Person, "P-12", true, true),
            (SlotKind::Person, "C-12", false, false),
            (SlotKind::Person, "\"The One\"", true, true),
            (SlotKind::Person, "going to the party", false, false),
            (SlotKind::Person, "there", false, false),
            (SlotKind::Person, "皆さん", false, false),
            (SlotKind::Person, "明日の会議", false, false),
            (SlotKind::Person, "ログ", false, false),
            (SlotKind::Campaign, "The State of Rust", true, false),
            (SlotKind::Campaign, "C-6", true, true),
            (SlotKind::Campaign, "it", false, false),
            (SlotKind::Campaign, "テスト", false, false),
            (SlotKind::Room, "#general", true, true),
            (SlotKind::Room, "last 9999999999 days", false, false),
            (SlotKind::Room, "since the fall", false, false),
            (SlotKind::Period, "last 9999999999 days", true, true),
            (SlotKind::Query, "that", false, false),
            (SlotKind::Words, ", maybe soon", false, false),
            (SlotKind::Person, "this person", true, true),
            (SlotKind::Person, "the second one", true, true),
            (SlotKind::Person, "この人", true, true),
            (SlotKind::Person, "these two", false, false),
            (SlotKind::Person, "this campaign", false, false),
            (SlotKind::Person, "me", false, false),
            (SlotKind::Campaign, "この施策", true, true),
            (SlotKind::Campaign, "これ", false, false),
            (SlotKind::Organization, "O-3", true, true),
            (SlotKind::Organization, "Acme", true, false),
            (SlotKind::Organization, "Acme社", true, true),
            (SlotKind::Organization, "株式会社青空", true, true),
            (SlotKind::Organization, "P-3", false, false),
            (SlotKind::Organization, "当社", false, false),
            (SlotKind::User, "me", true, true),
            (SlotKind::User, "私", true, true),
            (SlotKind::User, "佐藤さん", true, true),
            (SlotKind::User, "Sato", true, false),
            (SlotKind::User, "everybody", false, false),
            (SlotKind::Room, "here", true, true),
            (SlotKind::Room, "このチャンネル", true, true),
            (SlotKind::Room, "#support since Blursday", false, false),
            (SlotKind::Room, "support以降", false, false),
            (SlotKind::Room, "先月と比べて", false, false),
        ] {
            assert_eq!(kind.accepts(words, Sureness::Likely), likely, "{kind:?} {words}");
            assert_eq!(
                kind.accepts(words, Sureness::Sure),
                sure || kind == SlotKind::Period && likely,
                "{kind:?} {words}"
            );
        }
    }

    const CADENCE: SlotKind = SlotKind::Choice(&[
        ("daily", &["every day", "毎日", "日次"]),
        ("off", &["no", "none", "なし", "オフ"]),
    ]);

    #[test]
    fn choosy_kinds_take_what_they_can_read() {
        for (kind, words, want) in [
            (SlotKind::Account, "github:taro", true),
            (SlotKind::Account, "slack:U1", true),
            (SlotKind::Account, "@taro", true),
            (SlotKind::Account, "taro@example.com", true),
            (SlotKind::Account, "taro", false),
            (SlotKind::Account, "https://example.com", false),
            (SlotKind::Account, "note: call", false),
            (SlotKind::Activity, "A-881", true),
            (SlotKind::Activity, "this message", true),
            (SlotKind::Activity, "P-8", false),
            (SlotKind::Note, "N-3", true),
            (SlotKind::Note, "this note", true),
            (SlotKind::Note, "A-3", false),
            (SlotKind::Deal, "D-9", true),
            (SlotKind::Deal, "この商談", true),
            (SlotKind::Deal, "T-9", false),
            (SlotKind::Task, "T-4", true),
            (SlotKind::Task, "this task", true),
            (SlotKind::Task, "call P-12", false),
            (SlotKind::Object, "D-9", true),
            (SlotKind::Object, "T-4", true),
            (SlotKind::Moment, "明日の15時", true),
            (SlotKind::Moment, "in two weeks", true),
            (SlotKind::Moment, "soon", false),
            (SlotKind::Object, "O-3", true),
            (SlotKind::Object, "this person", true),
            (SlotKind::Object, "Spring Hackathon", true),
            (SlotKind::Object, "N-3", false),
            (SlotKind::Change, "N-3", true),
            (SlotKind::Change, "U-7", true),
            (SlotKind::Change, "o3", true),
            (SlotKind::Change, "that", false),
            (SlotKind::Amount, "３０万円", true),
            (SlotKind::Amount, "some", false),
            (SlotKind::Ahead, "next week", true),
            (SlotKind::Ahead, "来月", true),
            (SlotKind::Ahead, "last week", true),
            (SlotKind::Ahead, "soon", false),
            (SlotKind::Period, "next week", false),
            (SlotKind::Date, "来週の金曜", true),
            (SlotKind::Date, "2026-12-01", true),
            (SlotKind::Date, "soon", false),
            (SlotKind::Url, "https://example.com/a?b=c", true),
            (SlotKind::Url, "http://localhost:3000", true),
            (SlotKind::Url, "example.com", false),
            (SlotKind::Url, "https://", false),
            (SlotKind::Token, "7KQ2-9F", true),
            (SlotKind::Token, "in bio", false),
            (SlotKind::Zone, "東京", true),
            (SlotKind::Zone, "mars", false),
            (SlotKind::Ordinal, "1番と3番", true),
            (SlotKind::Ordinal, "P-3", false),
            (SlotKind::Fields, "title=CTO", true),
            (SlotKind::Fields, "title", false),
            (SlotKind::Conditions, "stage:won amount>5M", true),
            (SlotKind::Conditions, "Acme", false),
            (SlotKind::Tags, "+speaker -beginner", true),
            (CADENCE, "Daily", true),
            (CADENCE, "毎日", true),
            (CADENCE, "weekly", false),
        ] {
            assert_eq!(kind.accepts(words, Sureness::Likely), want, "{kind:?} {words}");
        }
        assert_eq!(CADENCE.value("ＥＶＥＲＹ day"), "daily");
    }

    #[test]
    fn only_these_takes_words_for_several() {
        assert!(SlotKind::Person.accepts("these two", Sureness::These));
        assert!(SlotKind::Person.accepts("両方", Sureness::These));
        assert!(SlotKind::Person.accepts("them", Sureness::These));
        assert!(!SlotKind::Person.accepts("it", Sureness::These));
        assert!(!SlotKind::Person.accepts("P-12", Sureness::These));
    }
}
