//! Is everything as a working connection needs it?

use serde_json::Value;

use super::connection::Discourse;
use crate::{Finding, SendError, silent::silent};

/// Privileged intents that are switched on, for an application in many servers and for one in few.
const MEMBERS: u64 = 1 << 14 | 1 << 15;
const CONTENT: u64 = 1 << 18 | 1 << 19;

/// What the bot must be allowed in a server, and what for.
const NEEDED: [(u64, &str, &str); 6] = [
    (1 << 10, "View Channels", "チャンネルを見る"),
    (1 << 11, "Send Messages", "メッセージを送る"),
    (1 << 14, "Embed Links", "埋め込みリンク"),
    (1 << 15, "Attach Files", "ファイルを添付"),
    (1 << 16, "Read Message History", "メッセージ履歴を読む"),
    (1 << 38, "Send Messages in Threads", "スレッドでメッセージを送る"),
];

/// May the members of servers be told to us?
pub(super) fn sees_members(application: &Value) -> bool {
    application["flags"].as_u64().unwrap_or_default() & MEMBERS > 0
}

/// Asks Discord.
pub(super) async fn look(discord: &Discourse) -> Vec<Finding> {
    let api = &discord.api;
    let me = match api.get("GET /users/@me", "", "/users/@me".to_owned()).await {
        Ok(me) => me,
        Err(trouble) => return vec![unasked(&trouble.error)],
    };
    let name = me["username"].as_str().unwrap_or("?");
    let mut findings = vec![Finding::good(
        format!("The bot token is {name}'s"),
        format!("ボットトークンは{name}のものです"),
    )];
    match api.get("GET /applications/@me", "", "/applications/@me".to_owned()).await {
        Ok(application) => findings.extend(application_findings(discord, &application)),
        Err(trouble) => findings.push(unasked(&trouble.error)),
    }
    match api.get("GET /gateway/bot", "", "/gateway/bot".to_owned()).await {
        Ok(gateway) => findings.extend(gateway_finding(&gateway)),
        Err(trouble) => findings.push(unasked(&trouble.error)),
    }
    match api.get("GET /users/@me/guilds", "", "/users/@me/guilds".to_owned()).await {
        Ok(guilds) => findings.extend(guild_findings(&me, &guilds)),
        Err(trouble) => findings.push(unasked(&trouble.error)),
    }
    findings
}

fn unasked(error: &SendError) -> Finding {
    match error {
        SendError::Unauthorized(_) => Finding::bad(
            "Discord does not accept the bot token",
            "Discordがボットトークンを受け付けません",
        )
        .mend(
            "Developer Portal → your application → Bot → Reset Token, and set the new token here.",
            "Developer Portal → アプリケーション → Bot → Reset Token で再発行し、ここに設定してください。",
        ),
        error => silent("Discord", error).unwrap_or_else(|| {
            Finding::bad(
                format!("Discord could not be asked: {error}"),
                format!("Discordに確認できませんでした：{error}"),
            )
        }),
    }
}

fn application_findings(discord: &Discourse, application: &Value) -> Vec<Finding> {
    let flags = application["flags"].as_u64().unwrap_or_default();
    let mut findings = Vec::new();
    findings.push(if flags & CONTENT > 0 {
        Finding::good("Message Content Intent is on", "Message Content Intentはオンです")
    } else {
        Finding::bad(
            "Message Content Intent is off: Discord will not let the bot connect",
            "Message Content Intentがオフです。このままではDiscordに接続できません",
        )
        .mend(
            "Developer Portal → Bot → Privileged Gateway Intents → switch on Message Content Intent.",
            "Developer Portal → Bot → Privileged Gateway Intents → Message Content Intentをオンにしてください。",
        )
    });
    findings.push(if flags & MEMBERS > 0 {
        Finding::good("Server Members Intent is on", "Server Members Intentはオンです")
    } else {
        Finding::doubtful(
            "Server Members Intent is off: leaving a server is not recorded, joining only where it is announced",
            "Server Members Intentがオフです。退出は記録されず、参加は通知メッセージがある場合だけ記録されます",
        )
        .mend(
            "Developer Portal → Bot → Privileged Gateway Intents → Server Members Intent.",
            "Developer Portal → Bot → Privileged Gateway Intents → Server Members Intentをオンにしてください。",
        )
    });
    let id = application["id"].as_str().unwrap_or_default();
    if let Some(set) = discord.application.as_deref().filter(|set| *set != id) {
        findings.push(
            Finding::bad(
                format!("The application ID {set} is not this bot's ({id})"),
                format!("アプリケーションID {set} はこのボットのもの（{id}）ではありません"),
            )
            .mend("Leave it empty, or set the one above.", "空欄にするか、上のIDを設定してください。"),
        );
    }
    let key = application["verify_key"].as_str().unwrap_or_default();
    if discord.public_key.as_deref().is_some_and(|set| set != key) {
        findings.push(
            Finding::bad(
                "The public key is not this application's: posted interactions will be refused",
                "公開鍵がこのアプリケーションのものと違うため、届いたインタラクションは拒否されます",
            )
            .mend(
                "General Information → Public Key, or leave it empty.",
                "General Information → Public Keyの値を設定するか、空欄にしてください。",
            ),
        );
    }
    if let Some(url) = application["interactions_endpoint_url"].as_str().filter(|url| !url.is_empty()) {
        findings.push(Finding::doubtful(
            format!("Discord posts interactions to {url}: they do not come by the gateway, and arguments do not complete themselves"),
            format!("インタラクションは{url}に送られます。ゲートウェイには届かず、引数の入力補完も働きません"),
        ).mend(
            "Unless you want that: General Information → Interactions Endpoint URL → empty it.",
            "不要なら General Information → Interactions Endpoint URL を空にしてください。",
        ));
    }
    findings
}

/// How often a session may still be begun today.
fn gateway_finding(gateway: &Value) -> Option<Finding> {
    let limit = &gateway["session_start_limit"];
    let left = limit["remaining"].as_u64()?;
    let (en, ja) = (
        format!("The gateway can be joined {left} more times today"),
        format!("本日あと{left}回ゲートウェイに接続できます"),
    );
    Some(if left < 50 { Finding::doubtful(en, ja) } else { Finding::good(en, ja) })
}

fn guild_findings(me: &Value, guilds: &Value) -> Vec<Finding> {
    let guilds: Vec<&Value> = guilds.as_array().into_iter().flatten().collect();
    let wanted = NEEDED.iter().fold(0, |all, (bit, ..)| all | bit);
    let invite = format!(
        "https://discord.com/oauth2/authorize?client_id={}&scope=bot%20applications.commands&permissions={wanted}",
        me["id"].as_str().unwrap_or_default()
    );
    let (again_en, again_ja) = (
        format!("Open {invite} and choose the server."),
        format!("{invite} を開いてサーバーを選んでください。"),
    );
    if guilds.is_empty() {
        return vec![
            Finding::bad("The bot is in no server", "ボットがどのサーバーにも参加していません")
                .mend(again_en, again_ja),
        ];
    }
    let mut findings = vec![Finding::good(
        format!("The bot is in {} server(s)", guilds.len()),
        format!("{}個のサーバーに参加しています", guilds.len()),
    )];
    for guild in guilds {
        let has = guild["permissions"].as_str().and_then(|bits| bits.parse::<u64>().ok()).unwrap_or(wanted);
        // Bit 3: an administrator may do everything.
        let missing: Vec<_> = NEEDED.iter().filter(|(bit, ..)| has & (bit | 8) == 0).collect();
        if missing.is_empty() {
            continue;
        }
        let name = guild["name"].as_str().unwrap_or("?");
        let en: Vec<_> = missing.iter().map(|(_, en, _)| *en).collect();
        let ja: Vec<_> = missing.iter().map(|(.., ja)| *ja).collect();
        findings.push(
            Finding::bad(
                format!("In {name} the bot lacks: {}", en.join(", ")),
                format!("{name}で足りない権限：{}", ja.join("、")),
            )
            .mend(
                format!("Server Settings → Roles → the bot's role → Permissions; or: {again_en}"),
                format!("サーバー設定 → ロール → ボットのロール → 権限。または：{again_ja}"),
            ),
        );
    }
    findings
}
