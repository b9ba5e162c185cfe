//! A platform that was asked how things are and did not say: the same words for every platform.

use crate::{Finding, SendError};

/// What was found out instead of what was asked; `None` where the platform has refused, which is its adapter's to
/// explain.
pub(crate) fn silent(platform: &str, error: &SendError) -> Option<Finding> {
    match error {
        SendError::Unreachable { address } => Some(unreachable(address)),
        SendError::Later { after_ms } => {
            let seconds = after_ms.div_ceil(1_000).max(1);
            Some(
                Finding::bad(
                    format!("{platform} asks to wait {seconds} s before the next question"),
                    format!("{platform}から、次の問い合わせまで{seconds}秒待つように求められています"),
                )
                .mend("Look again after that", "その後、もう一度確認してください"),
            )
        }
        SendError::Unknown(why) => Some(
            Finding::bad(
                format!("{platform} did not answer as it should: {why}"),
                format!("{platform}から正しい応答がありません：{why}"),
            )
            .mend(
                "Look again in some minutes; if it stays so, see the platform's status page",
                "数分後にもう一度確認してください。続くときは、プラットフォームの障害情報を確認してください",
            ),
        ),
        SendError::Refused(_) | SendError::Unauthorized(_) => None,
    }
}

/// Nobody is at an address.
fn unreachable(address: &str) -> Finding {
    Finding::bad(format!("{address} cannot be reached"), format!("{address} に接続できません")).mend(
        format!(
            "Let this server open connections to {address} (firewall, proxy, DNS). If that is not the platform's \
             address, correct the API address among the connection's settings, or empty it"
        ),
        format!(
            "このサーバーから {address} への接続（ファイアウォール、プロキシ、DNS）を許可してください。プラットフォームの\
             アドレスでないときは、接続の設定にあるAPIのアドレスを直すか、空にしてください"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_not_answered_is_explained_here() {
        let nobody = SendError::Unreachable { address: "http://127.0.0.1:9".to_owned() };
        let found = silent("Slack", &nobody).unwrap();
        assert!(found.what.en.contains("http://127.0.0.1:9") && found.what.ja.contains("http://127.0.0.1:9"));
        assert!(found.mend.unwrap().ja.contains("http://127.0.0.1:9"));
        let busy = silent("Slack", &SendError::Later { after_ms: 2_001 }).unwrap();
        assert!(busy.what.en.contains("3 s") && busy.what.ja.contains("3秒"), "{busy:?}");
        assert!(silent("Slack", &SendError::Unknown("HTTP 503".to_owned())).is_some());
        assert_eq!(silent("Slack", &SendError::Refused("no".to_owned())), None);
        assert_eq!(silent("Slack", &SendError::Unauthorized("no".to_owned())), None);
    }
}
