//! Who wrote a message.

use serde_json::Value;

use crate::Sender;
use crate::export::field::{id, word};

/// Who wrote it. Webhooks count as bots, as Discord itself marks them. A deleted account keeps its id and
/// has no name.
pub(super) fn read(author: &Value) -> Option<Sender> {
    let external_id = id(&author["id"])?;
    let handle = word(&author["name"]);
    if is_gone(author) {
        return Some(Sender { external_id, ..Sender::default() });
    }
    let name = word(&author["nickname"]).or(handle);
    Some(Sender {
        external_id,
        handle: handle.map(str::to_owned),
        name: name.map(str::to_owned),
        email: None,
        is_bot: author["isBot"] == true,
    })
}

/// Did they delete the account?
pub(super) fn is_gone(author: &Value) -> bool {
    author["isBot"] != true && word(&author["name"]).is_some_and(gone)
}

/// What Discord calls somebody who deleted the account.
fn gone(handle: &str) -> bool {
    handle == "Deleted User" || handle.starts_with("deleted_user_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn people_bots_and_the_departed() {
        let hana = read(&json!({"id": "5", "name": "hana", "discriminator": "0000", "nickname": "花子",
            "isBot": false, "roles": []}))
        .unwrap();
        assert_eq!(
            (hana.external_id.as_str(), hana.handle.as_deref(), hana.name.as_deref(), hana.is_bot),
            ("5", Some("hana"), Some("花子"), false)
        );
        let old = read(&json!({"id": "6", "name": "bo", "discriminator": "1234"})).unwrap();
        assert_eq!(old.name.as_deref(), Some("bo"));
        assert!(read(&json!({"id": "7", "name": "deploy", "isBot": true})).unwrap().is_bot);
        for name in ["Deleted User", "deleted_user_0123456789ab"] {
            let gone = read(&json!({"id": "8", "name": name, "nickname": name})).unwrap();
            assert_eq!(gone, Sender { external_id: "8".into(), ..Sender::default() });
            assert!(is_gone(&json!({"id": "8", "name": name})));
            assert!(!is_gone(&json!({"id": "8", "name": name, "isBot": true})));
        }
        for nobody in [json!(null), json!({"name": "x"}), json!({"id": ""}), json!("5")] {
            assert_eq!(read(&nobody), None, "{nobody}");
        }
    }
}
