//! Asks Slack about everything that a working connection needs.

use serde_json::Value;

use super::{
    api,
    connection::Slacked,
    settings::{self, BOT_TOKEN, SETTINGS, SIGNING_SECRET},
};
use crate::{Finding, SendError, http, missing, silent::silent};

/// A permission: its name, whether nothing works without it, and what it is for, in both languages.
type Scope = (&'static str, bool, &'static str, &'static str);

/// What the manifest asks for.
pub(super) const SCOPES: [Scope; 16] = [
    ("chat:write", true, "write answers", "返事を書く"),
    ("im:history", true, "read direct messages to the bot", "ボットへのダイレクトメッセージを読む"),
    ("channels:history", true, "read public channels it is in", "参加している公開チャンネルを読む"),
    ("groups:history", false, "read private channels it is in", "参加している非公開チャンネルを読む"),
    ("mpim:history", false, "read group conversations it is in", "参加しているグループDMを読む"),
    ("channels:read", false, "know the names of channels", "チャンネルの名前を知る"),
    ("groups:read", false, "know the names of private channels", "非公開チャンネルの名前を知る"),
    ("im:read", false, "know its direct conversations", "ダイレクトメッセージの一覧を知る"),
    ("mpim:read", false, "know group conversations", "グループDMの一覧を知る"),
    ("im:write", false, "write to somebody first", "ボットから先に話しかける"),
    ("users:read", false, "know people's names", "人の名前を知る"),
    ("users:read.email", false, "know people's e-mail addresses", "人のメールアドレスを知る"),
    ("reactions:read", false, "record reactions", "リアクションを記録する"),
    ("files:read", false, "read a CSV that is sent for an import", "取り込むCSVを読む"),
    ("files:write", false, "show charts as pictures", "グラフを画像で見せる"),
    (
        "commands",
        false,
        "take slash commands and the shortcut",
        "スラッシュコマンドとショートカットを受け取る",
    ),
];

/// Looks at the settings, the token, its permissions, the channels and the socket.
pub(super) async fn check(connection: &Slacked) -> Vec<Finding> {
    let mut findings = missing(SETTINGS, &connection.settings);
    match who(connection).await {
        Ok((us, granted)) => {
            findings.push(signed_in(&us));
            findings.extend(granted.as_deref().map(permissions).unwrap_or_default());
            findings.extend(channels(connection, &us).await);
        }
        Err(error) => findings.push(not_signed_in(&error)),
    }
    let how = transport(connection).await;
    // nobody there is said once
    if !findings.contains(&how) {
        findings.push(how);
    }
    findings
}

/// `auth.test`, with the permissions that stand in a header beside the answer: slack-morphism shows no headers.
async fn who(connection: &Slacked) -> Result<(Value, Option<String>), SendError> {
    let request = http::http()
        .post(format!("{}/auth.test", connection.api.url))
        .bearer_auth(connection.settings.text(BOT_TOKEN));
    let answer = request.send().await.map_err(http::unanswered)?;
    let status = answer.status();
    let granted = answer.headers().get("x-oauth-scopes").and_then(|scopes| scopes.to_str().ok());
    let granted = granted.map(str::to_owned);
    if !status.is_success() {
        return Err(api::status(status.as_u16()));
    }
    let us: Value = answer.json().await.map_err(http::unanswered)?;
    if us["ok"] == true {
        Ok((us, granted))
    } else {
        Err(api::refused(us["error"].as_str().unwrap_or("?"), &us))
    }
}

fn signed_in(us: &Value) -> Finding {
    let (bot, team) = (us["user"].as_str().unwrap_or("?"), us["team"].as_str().unwrap_or("?"));
    if us["bot_id"].is_string() {
        return Finding::good(
            format!("The token is valid: @{bot} in the workspace {team}"),
            format!("トークンは有効です：ワークスペース「{team}」の @{bot}"),
        );
    }
    Finding::bad(
        format!("The token is a person's (@{bot}), not a bot's"),
        format!("トークンがボットのものではなく、人（@{bot}）のものです"),
    )
    .mend(
        "api.slack.com/apps > your app > OAuth & Permissions: copy the Bot User OAuth Token (xoxb-).",
        "api.slack.com/apps > 使うアプリ > OAuth & Permissions で、Bot User OAuth Token（xoxb-）を写してください。",
    )
}

fn not_signed_in(error: &SendError) -> Finding {
    if let Some(silent) = silent("Slack", error) {
        return silent;
    }
    let why = api::code(error);
    Finding::bad(
        format!("Slack does not take the bot token ({why})"),
        format!("ボットのトークンをSlackが受け付けません（{why}）"),
    )
    .mend(
        "api.slack.com/apps > your app > OAuth & Permissions > Reinstall to Workspace, then enter the new Bot User \
         OAuth Token here.",
        "api.slack.com/apps > 使うアプリ > OAuth & Permissions > Reinstall to Workspace のあと、新しいBot User \
         OAuth Tokenをここに入れてください。",
    )
}

/// Which of [`SCOPES`] are not there, the needed ones first.
fn permissions(granted: &str) -> Vec<Finding> {
    let granted: Vec<&str> = granted.split(',').map(str::trim).collect();
    let lacking = |needed: bool| SCOPES.iter().filter(move |scope| scope.1 == needed);
    let mut findings = Vec::new();
    for needed in [true, false] {
        let lost: Vec<&Scope> = lacking(needed).filter(|scope| !granted.contains(&scope.0)).collect();
        if lost.is_empty() {
            continue;
        }
        let told = |words: fn(&Scope) -> &'static str| {
            lost.iter().map(|scope| format!("{} ({})", scope.0, words(scope))).collect::<Vec<_>>().join(", ")
        };
        let (en, ja) = (
            format!("Permissions are missing: {}", told(|scope| scope.2)),
            format!("権限がありません：{}", told(|scope| scope.3)),
        );
        let finding = if needed { Finding::bad(en, ja) } else { Finding::doubtful(en, ja) };
        findings.push(finding.mend(
            "api.slack.com/apps > your app > OAuth & Permissions > Scopes > Bot Token Scopes: add them, then Reinstall \
             to Workspace.",
            "api.slack.com/apps > 使うアプリ > OAuth & Permissions > Scopes > Bot Token Scopes に追加して、Reinstall \
             to Workspace を押してください。",
        ));
    }
    if findings.is_empty() {
        findings.push(Finding::good("All permissions are there", "必要な権限はそろっています"));
    }
    findings
}

/// A bot that is in no channel hears nothing there.
async fn channels(connection: &Slacked, us: &Value) -> Option<Finding> {
    let asked = [("types", "public_channel,private_channel"), ("exclude_archived", "true"), ("limit", "200")];
    let answer = connection.api.get("users.conversations", &asked).await.ok()?;
    let (count, bot) = (answer["channels"].as_array()?.len(), us["user"].as_str().unwrap_or("the bot"));
    if count > 0 {
        return Some(Finding::good(
            format!("It is in {count} channels"),
            format!("{count}個のチャンネルに参加しています"),
        ));
    }
    let finding = Finding::doubtful("It is in no channel", "どのチャンネルにも参加していません");
    Some(finding.mend(
        format!("In Slack, write /invite @{bot} in each channel that should be recorded."),
        format!("Slackで、記録したいチャンネルごとに /invite @{bot} と書いてください。"),
    ))
}

/// How events come. Slack tells nobody but the app's owner where it posts to.
async fn transport(connection: &Slacked) -> Finding {
    if !settings::by_socket(&connection.settings) {
        return match connection.settings.get(SIGNING_SECRET) {
            Some(_) => Finding::good(
                "Events API: requests are checked with the Signing Secret",
                "Events API：リクエストをSigning Secretで確かめます",
            ),
            None => Finding::bad("The Signing Secret is not set", "Signing Secretが未設定です").mend(
                "api.slack.com/apps > your app > Basic Information > App Credentials > Signing Secret > Show.",
                "api.slack.com/apps > 使うアプリ > Basic Information > App Credentials > Signing Secret > Show。",
            ),
        };
    }
    match connection.api.socket().await {
        Ok(_) => Finding::good("Socket Mode can be opened", "Socket Modeで接続できます"),
        Err(error) => silent("Slack", &error).unwrap_or_else(|| {
            let why = api::code(&error);
            Finding::bad(
                format!("Socket Mode cannot be opened ({why})"),
                format!("Socket Modeで接続できません（{why}）"),
            )
            .mend(
                "api.slack.com/apps > your app > Socket Mode > Enable, and Basic Information > App-Level Tokens: a token \
                 with connections:write.",
                "api.slack.com/apps > 使うアプリ > Socket Mode > Enable を有効にし、Basic Information > App-Level Tokens \
                 で connections:write の付いたトークンを作ってください。",
            )
        }),
    }
}
