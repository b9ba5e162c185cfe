//! Does the connection work, and what is to be mended in the console?

mod failed;

use reqwest::Method;
use serde_json::Value;

use super::connection::Bot;
use crate::Finding;
use crate::export::field::{id, word};

/// The kinds of message that a bot is told of only when it asks for them.
const KINDS: [&str; 7] = ["text", "location", "sticker", "image", "file", "audio", "video"];

/// Asks for a token, then for the bot, and looks at its callback.
pub(super) async fn check(bot: &Bot) -> Vec<Finding> {
    if let Err(failed) = bot.api.tokens.bearer().await {
        return vec![failed::of_token(&failed)];
    }
    let mut found = vec![Finding::good(
        "The service account gets a token.",
        "Service Accountでアクセストークンを取得できます。",
    )];
    found.extend(scope(&bot.api.tokens.scope().await));
    match bot.api.call(Method::GET, &["bots", &bot.id], None).await {
        Ok(about) => found.extend(of_bot(bot, &about)),
        Err(failed) => found.push(failed::of_bot(&failed, &bot.id)),
    }
    found
}

fn scope(granted: &str) -> Option<Finding> {
    let has = |scope: &str| granted.split([' ', ',']).any(|word| word == scope);
    if !has("bot") {
        return Some(failed::without_bot_scope());
    }
    (!["user.profile.read", "user.read", "user", "directory.read", "directory"].into_iter().any(has)).then(|| {
        Finding::doubtful(
            "The app may not read profiles: people appear without their names.",
            "アプリにプロフィールを読む権限がありません。相手の名前が表示されません。",
        )
        .mend(
            "Developer Console > API > ClientApp > your app > OAuth Scopes > Manage: add user.profile.read and save.",
            "Developer Console > API > ClientApp > 使うアプリ > OAuth Scopes > 管理 で user.profile.read を追加して保存してください。",
        )
    })
}

fn of_bot(bot: &Bot, about: &Value) -> Vec<Finding> {
    let name = word(&about["botName"]).unwrap_or("?");
    let mut found = vec![Finding::good(
        format!("The bot {} is “{name}”.", bot.id),
        format!("Bot {} は「{name}」です。", bot.id),
    )];
    found.push(callback(bot.settings.get("hook_url"), about));
    found.extend(kinds(about));
    found.extend(events(about));
    if about["enableGroupJoin"] == Value::Bool(false) {
        found.push(
            Finding::doubtful(
                "The bot cannot be invited to rooms with several people.",
                "複数人のトークルームに招待できない設定です。",
            )
            .mend(
                "Developer Console > Bot > your bot > Edit: allow inviting it to message rooms with several members.",
                "Developer Console > Bot > 使うBot > 修正 で「複数人のトークルームに招待可」を選んで保存してください。",
            ),
        );
    }
    found.extend(domain(bot, about));
    found
}

/// Where callbacks go, and whether they go at all.
fn callback(expected: Option<&str>, about: &Value) -> Finding {
    let url = word(&about["callbackUrl"]).unwrap_or_default();
    let here = expected.unwrap_or("https://<this server>/hooks/lineworks/…");
    let mend = |finding: Finding| {
        finding.mend(
            format!("Developer Console > Bot > your bot > Edit > Callback URL: On, enter {here} and save."),
            format!("Developer Console > Bot > 使うBot > 修正 > Callback URL をOnにし、{here} を入力して保存してください。"),
        )
    };
    if about["enableCallback"] == Value::Bool(false) || url.is_empty() {
        return mend(Finding::bad(
            "Callbacks are off: nothing arrives.",
            "Callbackがオフです。何も届きません。",
        ));
    }
    let trimmed = |url: &str| url.trim().trim_end_matches('/').to_owned();
    match expected.map(trimmed) {
        Some(expected) if expected != trimmed(url) => mend(Finding::bad(
            format!("Callbacks go to {url}, not here."),
            format!("Callbackが別の宛先（{url}）に送られています。"),
        )),
        Some(_) => Finding::good("Callbacks come here.", "Callbackはここに届きます。"),
        None => Finding::good(format!("Callbacks go to {url}."), format!("Callbackの宛先は {url} です。")),
    }
}

/// Which kinds of message are told.
fn kinds(about: &Value) -> Option<Finding> {
    let told = about["callbackEvents"].as_array()?;
    let untold: Vec<_> = KINDS.into_iter().filter(|kind| !told.iter().any(|told| told == kind)).collect();
    let (list, text) = (untold.join(", "), untold.contains(&"text"));
    let finding = match untold.as_slice() {
        [] => return None,
        _ if text => Finding::bad(
            format!("The bot is not told of: {list}. Without text it cannot read anything."),
            format!("Botに届かない種類があります：{list}。テキストがないと何も読めません。"),
        ),
        _ => Finding::doubtful(
            format!("The bot is not told of: {list}."),
            format!("Botに届かない種類があります：{list}。"),
        ),
    };
    Some(finding.mend(
        format!("Developer Console > Bot > your bot > Edit > Callback > message types users can send: choose {list} and save."),
        format!("Developer Console > Bot > 使うBot > 修正 > Callback > メンバーが送信可能なメッセージタイプ で {list} を選んで保存してください。"),
    ))
}

/// Which events of rooms are told, where the API says so.
fn events(about: &Value) -> Option<Finding> {
    let told = about["channelEvents"].as_array()?;
    let all = ["message", "join", "leave", "joined", "left", "postback", "begin"];
    let untold: Vec<_> = all.into_iter().filter(|event| !told.iter().any(|told| told == event)).collect();
    let list = untold.join(", ");
    let (en, ja) = (format!("These events are off: {list}."), format!("オフのイベントがあります：{list}。"));
    let finding = match untold.as_slice() {
        [] => return None,
        _ if untold.contains(&"message") => Finding::bad(en, ja),
        _ => Finding::doubtful(en, ja),
    };
    Some(finding.mend(
        format!("Developer Console > Bot > your bot > Edit > Callback > events: choose {list} and save."),
        format!("Developer Console > Bot > 使うBot > 修正 > Callback > イベント で {list} を選んで保存してください。"),
    ))
}

/// Is the bot used in the domain that is read?
fn domain(bot: &Bot, about: &Value) -> Option<Finding> {
    let ours = bot.settings.get("domain_id")?;
    let allowed = about["allowDomains"].as_array()?;
    let used = allowed.is_empty() || allowed.iter().filter_map(id).any(|domain| domain == ours);
    (!used).then(|| {
        Finding::bad(
            format!("The bot is not used in domain {ours}, the only one that is read."),
            format!("読み取り対象のドメイン {ours} では、このBotは使われていません。"),
        )
        .mend(
            "LINE WORKS Admin > Service > Bot > Add Bot in that domain, or empty the setting Domain ID.",
            "そのドメインの管理者画面 > サービス > Bot > Bot追加 で登録するか、設定のDomain IDを空にしてください。",
        )
    })
}
