//! What words are read against, wherever they are said: in a chat, on a page, on the command line.

use crm::TenantTx;
use nlp::{
    Lang,
    period::{self, Impossible, Now},
};

use super::{Context, Stop};
use crate::say;

/// Data, and the reader's language and clock.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    /// The one way to data; carries the reader.
    pub(crate) tx: &'a mut TenantTx,
    /// The language of refusals.
    pub(crate) lang: Lang,
    /// The reader's clock.
    pub(crate) now: Now,
}

impl Context<'_> {
    /// What the asker's words are read against.
    pub(crate) fn reading(&mut self) -> Reading<'_> {
        Reading { lang: self.lang, now: self.now, tx: &mut self.tx }
    }
}

/// Refuses words that are written as a day and are none.
pub(crate) fn no_such_day(lang: Lang, words: &str) -> Option<Stop> {
    let (first, last) = (period::YEARS.start(), period::YEARS.end());
    period::impossible(words).map(|impossible| {
        Stop::Refused(match impossible {
            Impossible::Day => say!(
                lang,
                "There is no such day as “{words}”. Write one that the calendar has, such as “2026-02-28”.",
                "「{words}」という日付は存在しません。「2026-02-28」のように、実在する日付を書いてください。"
            ),
            Impossible::Year => say!(
                lang,
                "“{words}” is too far away: years go from {first} to {last}. Write a day such as “2026-12-31”.",
                "「{words}」は範囲外です。{first}年から{last}年までの日付を「2026-12-31」のように書いてください。"
            ),
        })
    })
}

/// The day that words mean.
pub(crate) fn day(lang: Lang, now: &Now, said: &str) -> Result<chrono::NaiveDate, Stop> {
    if let Some(stop) = no_such_day(lang, said) {
        return Err(stop);
    }
    period::day(said, now).ok_or_else(|| {
        Stop::Refused(say!(
            lang,
            "I cannot read “{said}” as a day. Try “2026-05-01”, “May 1” or “next Friday”.",
            "「{said}」を日付として読めませんでした。「2026-05-01」「5月1日」「来週の金曜」のように書いてください。"
        ))
    })
}
