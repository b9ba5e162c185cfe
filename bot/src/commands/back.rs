//! What only a reversal says beside its words: exactly what it expects to find, and what it puts back.
//!
//! It stands among a call's arguments under a name that no command declares, so nobody can say or type it:
//! the words of a call are for people, and quoting, renaming and merging may make them mean another thing by
//! the time a change is taken back.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use super::{Call, Context, Outcome, Stop};
use crate::say;
use crm::{Code, persons::Person};

const NAME: &str = "back";

/// A reversal with what it has to know.
pub(super) fn with(mut call: Call, known: &impl Serialize) -> Call {
    call.arguments.insert(NAME.to_owned(), json!(known).to_string());
    call
}

/// What a reversal knows; `None` for a call that somebody made.
pub(super) fn of<T: DeserializeOwned>(call: &Call) -> Outcome<Option<T>> {
    Ok(call.arguments.get(NAME).map(|known| serde_json::from_str(known)).transpose()?)
}

/// The call without it, as somebody would have made it.
pub(super) fn without(call: &Call) -> Call {
    let mut call = call.clone();
    call.arguments.remove(NAME);
    call
}

/// Refuses when a call names one person by code and another stands for it by now: what was done to the one
/// is not to be done to the other.
pub(super) fn is_still(ctx: &Context<'_>, call: &Call, name: &str, person: &Person) -> Outcome<()> {
    let meant = call.arguments.get(name).and_then(|words| Code::parse(words));
    match meant {
        Some(meant) if meant != person.code() => {
            let by_now = person.code();
            Err(Stop::Refused(say!(
                ctx.lang,
                "{meant} is part of {by_now} by now, so nothing was changed. Take that merge back first.",
                "{meant} はその後 {by_now} に統合されているため、何も変更していません。先に統合を取り消してください。"
            )))
        }
        _ => Ok(()),
    }
}
