//! Words people see, English and Japanese side by side.

pub mod actions;
mod format;
pub(crate) mod menu;

use nlp::Lang;

pub use format::{
    count, date, day_and_time, decimal, excerpt, likelihood, message_path, money, percent, plural, span,
};

/// The same in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: &'static str,
    /// Japanese.
    pub ja: &'static str,
}

impl Words {
    /// In a language.
    pub fn of(self, lang: Lang) -> &'static str {
        lang.pick(self.en, self.ja)
    }
}

/// Who did something, as it was noted (`owner 佐藤`), with the role as the reader calls it.
pub fn actor(lang: Lang, noted: &str) -> String {
    let (role, name) = noted.split_once(' ').unwrap_or((noted, ""));
    match crm::Role::ALL.into_iter().find(|known| known.as_str() == role) {
        Some(role) => format!("{} {name}", lang.pick(role.words().0, role.words().1)).trim_end().to_owned(),
        None if role == "system:" => format!("{}{name}", lang.pick("system: ", "システム：")),
        None => noted.to_owned(),
    }
}

/// Both languages, side by side.
pub const fn words(en: &'static str, ja: &'static str) -> Words {
    Words { en, ja }
}

/// `say!(lang, "{n} people", "{n}人")`: the sentence in the reader's language.
#[macro_export]
macro_rules! say {
    ($lang:expr, $en:literal, $ja:literal $(,)?) => {
        match $lang {
            nlp::Lang::En => format!($en),
            nlp::Lang::Ja => format!($ja),
        }
    };
}
