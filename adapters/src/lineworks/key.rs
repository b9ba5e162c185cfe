//! What makes a callback itself. LINE WORKS numbers nothing: neither events nor messages.

use ring::digest::{SHA256, digest};

use crate::Verified;

/// SHA-256 of the body. Two equal sentences of one person differ by `issuedTime`, which counts milliseconds; a
/// callback that somebody recorded and sends again is the same to the byte.
pub(super) fn key(verified: &Verified) -> Vec<u8> {
    digest(&SHA256, verified.body()).as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_decide() {
        let key = |body: &str| key(&Verified::from_inbox(body.as_bytes().to_vec()));
        assert_eq!(key("{\"a\":1}"), key("{\"a\":1}"));
        assert_ne!(key("{\"a\":1}"), key("{\"a\": 1}"));
        assert_eq!(key("").len(), 32);
    }
}
