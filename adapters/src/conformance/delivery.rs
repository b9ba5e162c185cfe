//! What was rendered can be sent.

use super::gallery;
use crate::{Adapter, Address};

pub(super) async fn check(adapter: &dyn Adapter, to: &Address) {
    for (name, reply) in gallery("en").into_iter().chain(gallery("ja")) {
        for (part, payload) in adapter.render(&reply).iter().enumerate() {
            let to = Address { nonce: format!("{}-{name}-{}-{part}", to.nonce, reply.lang), ..to.clone() };
            let first = adapter.send(&to, payload).await;
            assert!(first.is_ok(), "{name}: not sent: {first:?}");
            if adapter.capabilities().idempotent_sends {
                let second = adapter.send(&to, payload).await;
                assert_eq!(first, second, "{name}: the same nonce is another message");
            }
        }
    }
}
