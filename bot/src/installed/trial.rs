//! A connection tried: is everything set, does the platform answer, do its calls reach us, are others' turned away?

use std::time::Duration;

use adapters::{Adapter, Envelope, Finding, Settings, missing};
use chrono::{DateTime, Utc};
use tokio::time::timeout;

use super::Installed;

/// How long a platform may take to answer everything that is asked.
const PATIENCE: Duration = Duration::from_secs(40);

/// Asks the platform about everything that a working connection needs. Nothing is sent to anybody.
pub async fn find_out(adapter: &dyn Adapter, settings: &Settings) -> Vec<Finding> {
    let missing = missing(adapter.settings(), settings);
    if !missing.is_empty() {
        return missing;
    }
    let connection = match adapter.connect(settings) {
        Ok(connection) => connection,
        Err(unfit) => {
            let asked = adapter.settings().iter().find(|it| it.name == unfit.setting);
            let (en, ja) = asked.map_or((unfit.setting, unfit.setting), |it| (it.label.en, it.label.ja));
            let (name, should) = (unfit.setting, unfit.should);
            let finding = Finding::bad(
                format!("{en} (`{name}`) {}", should.en),
                format!("{ja}（`{name}`）{}", should.ja),
            );
            return vec![match asked {
                Some(asked) => finding.mend(asked.help.en, asked.help.ja),
                None => finding,
            }];
        }
    };
    match timeout(PATIENCE, connection.check()).await {
        Ok(findings) => findings,
        Err(_) => {
            let seconds = PATIENCE.as_secs();
            vec![
                Finding::bad(
                    format!("The platform has not answered within {seconds} seconds"),
                    format!("{seconds}秒待ちましたが、プラットフォームから応答がありません"),
                )
                .mend(
                    "Look whether this machine reaches the internet (proxy, firewall, DNS), and try again",
                    "このサーバーからインターネットに接続できるか（プロキシ、ファイアウォール、DNS）を確認し、もう一度お試しください",
                ),
            ]
        }
    }
}

/// What can be seen from here: whether the platform can reach us, whether it has, and whether what others send is
/// turned away. `site` is the address of our pages, empty when nobody but us can open them.
pub fn about_us(
    adapter: &dyn Adapter,
    settings: &Settings,
    installed: &Installed,
    site: &str,
    now: DateTime<Utc>,
) -> Vec<Finding> {
    let Ok(connection) = adapter.connect(settings) else { return Vec::new() };
    let mut findings = Vec::new();
    if connection.listens() {
        findings.push(listening(installed));
    } else {
        findings.push(reachable(site));
        findings.push(guarded(adapter, settings, now));
    }
    if installed.health.heard_at.is_none() && !installed.connection.paused {
        findings.push(Finding::doubtful("Nothing has come in yet", "まだ何も受信していません").mend(
            "Write a message to the bot on the platform; it shows here within some seconds",
            "プラットフォーム上でボットにメッセージを送ってください。数秒でここに反映されます",
        ));
    }
    findings
}

fn listening(installed: &Installed) -> Finding {
    if installed.connection.paused {
        return Finding::doubtful("It is paused: nobody listens", "一時停止中のため、受信していません")
            .mend("Let it go on", "再開してください");
    }
    if installed.health.listening {
        return Finding::good("A server listens by it", "サーバーが受信中です");
    }
    Finding::doubtful("No server listens by it just now", "現在、受信しているサーバーがありません").mend(
        "Start `enishi serve`; a running one takes some seconds after a change",
        "`enishi serve` を起動してください。変更の直後は数秒かかります",
    )
}

fn reachable(site: &str) -> Finding {
    if site.starts_with("https://") {
        return Finding::good(
            format!("The platform is to call {site}"),
            format!("プラットフォームからの呼び出し先は {site} です"),
        );
    }
    let (en, ja) = match site {
        "" => (
            "No public address is set: the platform cannot call us",
            "公開アドレスが未設定のため、プラットフォームから呼び出せません",
        ),
        _ => (
            "The public address is not https: platforms call nothing else",
            "公開アドレスがhttpsではありません。プラットフォームはhttps以外を呼び出しません",
        ),
    };
    Finding::doubtful(en, ja).mend(
        "Start the server with `enishi serve --url https://…`, the address of a proxy or tunnel with a certificate in front of it",
        "証明書のあるプロキシまたはトンネルのアドレスを指定して、`enishi serve --url https://…` で起動してください",
    )
}

/// A call that the platform did not sign.
fn guarded(adapter: &dyn Adapter, settings: &Settings, now: DateTime<Utc>) -> Finding {
    match adapter.verify(settings, Envelope::new([], b"{}".to_vec()), now) {
        Err(_) => Finding::good(
            "A call without the platform's proof is turned away",
            "プラットフォームからでない呼び出しは拒否されます",
        ),
        Ok(_) => Finding::bad(
            "A call without the platform's proof is let in",
            "プラットフォームからでない呼び出しが受け入れられてしまいます",
        )
        .mend(
            "Set the secret by which the platform signs its calls",
            "プラットフォームが呼び出しに署名するためのシークレットを設定してください",
        ),
    }
}
