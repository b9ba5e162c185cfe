//! The adapter as a whole, against callbacks as LINE WORKS writes them and against the fake.

mod api;
mod callbacks;
mod console;
mod delivery;

use crate::{Address, conformance};

fn to(conversation: &str) -> Address {
    Address { conversation: conversation.into(), thread: None, via: None, nonce: "n-1".into() }
}

#[tokio::test]
async fn conforms() {
    let fake = super::fake::Fake::start().await;
    let samples = callbacks::samples(&fake);
    conformance::run(&super::LineWorks, &samples).await;
    let sent = fake.messages();
    assert!(sent.iter().all(|message| message.room && message.to == super::fake::ROOM));
    for kind in ["text", "image", "flex", "button_template", "carousel"] {
        assert!(sent.iter().any(|message| message.content["type"] == kind), "no {kind} was sent");
    }
    let tokens = fake.journal().iter().filter(|request| request.call == "POST token").count();
    assert_eq!(tokens, 1, "one token does for all of them");
}

/// Two bots of one app never share a secret; a mixed-up console shows here.
#[test]
fn another_bots_callback_is_refused() {
    use crate::Adapter;
    let settings = super::fake::settings("http://127.0.0.1:1");
    let envelope = callbacks::signed(r#"{"type":"begin"}"#, "2000002");
    assert!(super::LineWorks.verify(&settings, envelope, chrono::DateTime::UNIX_EPOCH).is_err());
}
