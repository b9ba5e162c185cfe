//! What was rendered can be sent.

use super::gallery;
use crate::{Adapter, Address, Connection};

pub(super) async fn check(adapter: &dyn Adapter, connection: &dyn Connection, to: &Address) {
    for (name, reply) in gallery("en").into_iter().chain(gallery("ja")) {
        for (part, payload) in adapter.render(&reply, super::SITE).iter().enumerate() {
            let to = Address { nonce: format!("{}-{name}-{}-{part}", to.nonce, reply.lang), ..to.clone() };
            let first = connection.send(&to, payload).await;
            assert!(first.is_ok(), "{name}: not sent: {first:?}");
            if adapter.capabilities().idempotent_sends {
                let second = connection.send(&to, payload).await;
                assert_eq!(first, second, "{name}: the same nonce is another message");
            }
        }
    }
}
