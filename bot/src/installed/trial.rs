//! A connection tried: is everything set, does the platform answer, would its calls reach us by the public address,
//! are others' turned away?

use std::time::Duration;

use adapters::{Adapter, Envelope, Finding, Settings, knock, missing};
use chrono::{DateTime, Utc};
use nlp::Lang;
use tokio::time::timeout;

use super::{Installed, reason};

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

/// What can be seen from here: whether a call by the public address reaches us and is turned away without the
/// platform's proof, and whether anything has come. `site` is the address of our pages, empty when nobody but us can
/// open them; `hook` that of this connection.
pub async fn about_us(
    adapter: &dyn Adapter,
    settings: &Settings,
    installed: &Installed,
    (site, hook): (&str, &str),
    now: DateTime<Utc>,
) -> Vec<Finding> {
    let Ok(connection) = adapter.connect(settings) else { return Vec::new() };
    let mut findings = Vec::new();
    if connection.listens() {
        findings.push(listening(installed));
    } else {
        findings.push(reachable(site));
        // a paused connection turns everybody away
        if site.is_empty() || installed.connection.paused {
            findings.push(guarded(adapter, settings, now));
        } else {
            findings.push(by_the_front_door(hook).await);
        }
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
    if let Some(trouble) = &installed.health.trouble {
        let (en, ja) = (reason(Lang::En, trouble), reason(Lang::Ja, trouble));
        return Finding::doubtful(
            format!("No server listens by it: connecting fails ({en})"),
            format!("受信接続を確立できていません（{ja}）"),
        )
        .mend(
            "A running server goes on trying; mend what is said above",
            "実行中のサーバーは接続を試し続けます。上の項目を直してください",
        );
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

/// A call without the platform's proof, by the way that the platform takes.
async fn by_the_front_door(hook: &str) -> Finding {
    let pass = (
        "Let what stands before the server (proxy, tunnel) pass /hooks/… on to it, path, headers and body unchanged",
        "サーバーの手前にあるプロキシやトンネルで、/hooks/… をパス・ヘッダー・本文を変えずにサーバーへ渡してください",
    );
    match knock(hook).await {
        Ok(401) => Finding::good(
            "A call by the public address arrives here, and without the platform's proof it is turned away",
            "公開アドレスへの呼び出しはここに届き、プラットフォームからでないものは拒否されます",
        ),
        Ok(status @ 200..=299) => Finding::bad(
            format!("A call without the platform's proof is let in (HTTP {status} at {hook})"),
            format!("プラットフォームからでない呼び出しが受け入れられてしまいます（{hook} がHTTP {status}を返しました）"),
        )
        .mend(pass.0, pass.1),
        Ok(status) => Finding::bad(
            format!("A call by the public address does not arrive here: {hook} answers HTTP {status}"),
            format!("公開アドレスへの呼び出しがここに届きません：{hook} がHTTP {status}を返しました"),
        )
        .mend(pass.0, pass.1),
        Err(error) => {
            let said = error.to_string();
            let (en, ja) = (reason(Lang::En, &said), reason(Lang::Ja, &said));
            Finding::doubtful(
                format!("The public address could not be tried from here: {en}"),
                format!("公開アドレスをここから確認できませんでした：{ja}"),
            )
            .mend(
                "Look that a server runs and that the address is right. Some networks let nobody call their own public \
                 address; then try it from outside: it has to answer HTTP 401",
                "サーバーが動いていて、アドレスが正しいか確認してください。ネットワークによっては内側から自分の公開アドレスを\
                 呼び出せません。その場合は外から呼び出して、HTTP 401が返ることを確認してください",
            )
        }
    }
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
