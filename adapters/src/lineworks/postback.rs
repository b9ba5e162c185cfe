//! What our buttons carry, and what comes back when one is pressed: written by `render` and `prepare`, read by
//! `parse`.
//!
//! Postbacks of others (a rich menu that an administrator drew) are no tokens of ours and stay what they say.

use std::collections::BTreeMap;

use crate::What;

const PRESSED: &str = "enishi:press:";
const CALLED: &str = "enishi:call:";

/// The longest postback of an action of type `postback`, in characters; those of type `message` take more.
pub(super) const LONGEST: usize = 300;

/// Carried by a button of a reply.
pub(super) fn press(token: &str) -> String {
    format!("{PRESSED}{token}")
}

/// Carried by a command of the menu.
pub(super) fn call(command: &str) -> String {
    format!("{CALLED}{command}")
}

/// What it means, if it is ours.
pub(super) fn read(postback: &str) -> Option<What> {
    if let Some(token) = postback.strip_prefix(PRESSED) {
        return Some(What::Pressed { token: token.to_owned() });
    }
    let command = postback.strip_prefix(CALLED)?.to_owned();
    Some(What::Called { command, arguments: BTreeMap::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_come_back_and_others_stay() {
        assert_eq!(read(&press("tok-1")), Some(What::Pressed { token: "tok-1".into() }));
        let called = What::Called { command: "roi show".into(), arguments: BTreeMap::new() };
        assert_eq!(read(&call("roi show")), Some(called));
        for others in ["", "action=buy", "tok-1", "enishi", "Enishi:press:x"] {
            assert_eq!(read(others), None, "{others}");
        }
    }
}
