//! What an import would do, found out without writing anything.

use crm::{
    Code, FieldId,
    fields::{Definition, FieldValue},
    imports::{Again, By, Verdict},
};

use nlp::Lang;

use super::row::Rejected;
use crate::{commands::merge_reason, say, words::likelihood};

/// Duplicates, doubts and rejected rows that are shown, of each.
pub(super) const SHOWN: usize = 10;

/// Somebody in the file who is known.
#[derive(Debug, Clone)]
pub struct Alike {
    /// The line of the file.
    pub line: i64,
    /// What the file calls them.
    pub name: String,
    /// Who they are, or may be.
    pub verdict: Verdict,
}

/// Somebody or something that stands in the file twice, or may.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// The line of the file.
    pub line: i64,
    /// What it calls them.
    pub name: String,
    /// The line where they stood first.
    pub first: i64,
    /// What says of a person that it is they.
    pub again: Option<Again>,
}

impl Repeat {
    /// In a line.
    pub fn said(&self, lang: Lang) -> String {
        let Self { line, name, first, again } = self;
        let sentence = match again {
            Some(again) if !again.sure => say!(
                lang,
                "line {line}: {name} may stand in line {first} already",
                "{line}行目：{name} は{first}行目と同じ可能性があります"
            ),
            _ => say!(
                lang,
                "line {line}: {name} stands in line {first} already",
                "{line}行目：{name} は{first}行目にもあります"
            ),
        };
        let Some(again) = again else { return sentence };
        let why: Vec<String> = again.reasons.iter().map(|it| merge_reason(&it.reason, lang)).collect();
        let (score, why) = (likelihood(lang, again.score), why.join(lang.pick(", ", "、")));
        say!(lang, "{sentence} {score}: {why}", "{sentence} {score}：{why}")
    }
}

/// An organization of the file that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Same {
    /// The line of the file.
    pub line: i64,
    /// What the file calls it.
    pub name: String,
    /// Which it is.
    pub code: Code,
    /// What it is called.
    pub known: String,
    /// By what it is taken for that.
    pub by: By,
}

impl Same {
    /// In a line.
    pub fn said(&self, lang: Lang) -> String {
        let Self { line, name, code, known, by } = self;
        let (is, why) = match by {
            By::Name => ("=", say!(lang, "same name", "同じ名前")),
            By::Domain => ("=", say!(lang, "same domain", "同じドメイン")),
            By::Perhaps => ("≟", say!(lang, "same domain, but another name", "同じドメイン、名前は別")),
        };
        say!(
            lang,
            "line {line}: {name} {is} {code} {known}: {why}",
            "{line}行目：{name} {is} {code} {known}：{why}"
        )
    }
}

/// What an import would do.
///
/// Of a field that must be filled, [`Preview::unfilled`] counts the rows that would be new without it: they are taken
/// all the same, since a file seldom knows all, and say on their card what is wanting.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// Rows that can be kept.
    pub good: u64,
    /// Rows that cannot.
    pub rejected: u64,
    /// Rows that speak of persons or organizations known already.
    pub known: u64,
    /// Rows that may speak of persons or organizations known already or named further up, and may not.
    pub doubtful: u64,
    /// Rows that speak of persons or organizations named further up in the file, or say once more what somebody did.
    pub repeated: u64,
    /// Fields of the tenant's own that must be filled, each with the rows that leave them empty and are of nobody known.
    pub unfilled: Vec<(Definition, u64)>,
    /// Organizations that are new by these rows.
    pub organizations: u64,
    /// The first of those who are known, and of those who may be, with what says so.
    pub alike: Vec<Alike>,
    /// The first organizations that are known, or may be.
    pub same: Vec<Same>,
    /// The first rows that speak of persons named further up, or may, with the line where that is.
    pub repeats: Vec<Repeat>,
    /// The first rows that cannot be kept.
    pub rejects: Vec<Rejected>,
}

impl Preview {
    /// Counts what stands in the file twice, or may.
    pub(super) fn repeat(&mut self, repeat: Repeat) {
        let is_doubt = repeat.again.as_ref().is_some_and(|again| !again.sure);
        *if is_doubt { &mut self.doubtful } else { &mut self.repeated } += 1;
        if self.repeats.len() < SHOWN {
            self.repeats.push(repeat);
        }
    }

    /// Counts a row that cannot be kept.
    pub(super) fn reject(&mut self, rejected: Rejected) {
        self.rejected += 1;
        if self.rejects.len() < SHOWN {
            self.rejects.push(rejected);
        }
    }

    /// Counts what somebody or something new leaves empty.
    pub(super) fn miss(&mut self, filled: &[(FieldId, FieldValue)]) {
        for (field, rows) in &mut self.unfilled {
            *rows += u64::from(!filled.iter().any(|(id, _)| *id == field.id));
        }
    }

    /// How many rows there are of each sort, what the sort is called first.
    pub fn counts(&self, lang: Lang) -> Vec<(String, u64)> {
        let unfilled = self.unfilled.iter().filter(|(_, rows)| *rows > 0).map(|(field, rows)| {
            let name = &field.name;
            (say!(lang, "Without {name}, which must be filled", "必須項目「{name}」が空"), *rows)
        });
        let counts = [
            (lang.pick("Rows that can be taken", "取り込める行"), self.good),
            (lang.pick("Known already", "登録済み"), self.known),
            (lang.pick("Perhaps known", "登録済みの可能性"), self.doubtful),
            (lang.pick("Twice in the file", "ファイル内の重複"), self.repeated),
            (lang.pick("New organizations", "新しい組織"), self.organizations),
            (lang.pick("Rejected", "取り込めない行"), self.rejected),
        ];
        counts.into_iter().map(|(what, rows)| (what.to_owned(), rows)).chain(unfilled).collect()
    }

    /// Nothing of the file can be kept.
    pub fn is_nothing(&self) -> bool {
        self.good == 0
    }
}
