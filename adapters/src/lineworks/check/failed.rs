//! What it means when the platform refuses a token or the bot, and the step in the console that mends it.

use super::super::failed::Failed;
use crate::{Finding, SendError, silent::silent};

const APP: (&str, &str) =
    ("Developer Console > API > ClientApp > your app", "Developer Console > API > ClientApp > 使うアプリ");

/// No token.
pub(super) fn of_token(failed: &Failed) -> Finding {
    let why = match failed {
        Failed::Unauthorized(why) | Failed::Refused { why, .. } => why,
        failed => return unanswered(failed),
    };
    let (en, ja) = mending(why);
    Finding::bad(
        format!("The service account gets no token: {why}"),
        format!("Service Accountでアクセストークンを取得できません：{why}"),
    )
    .mend(format!("{} > {en}", APP.0), format!("{} > {ja}", APP.1))
}

/// What to do about an OAuth error (RFC 6749 §5.2 and RFC 7523 §3.1, in the platform's terms).
fn mending(why: &str) -> (&'static str, &'static str) {
    match why.split(':').next().unwrap_or_default().trim() {
        "invalid_client" | "unauthorized_client" => (
            "copy Client ID and Client Secret again; both must be of the same app as the Service Account.",
            "Client IDとClient Secretを写し直してください。Service Accountと同じアプリのものが必要です。",
        ),
        "invalid_scope" => (
            "OAuth Scopes > Manage: add bot and user.profile.read and save.",
            "OAuth Scopes > 管理 で bot と user.profile.read を追加して保存してください。",
        ),
        "invalid_grant" => (
            "copy Service Account again, issue a new Private Key, and check that this server's clock is right.",
            "Service Accountを写し直し、Private Keyを再発行してください。このサーバーの時計が合っているかも確かめてください。",
        ),
        "access_denied" => (
            "the Service Account was deleted or suspended: issue it again.",
            "Service Accountが削除または停止されています。もう一度発行してください。",
        ),
        _ => (
            "compare Client ID, Client Secret, Service Account and Private Key with what is set here.",
            "Client ID、Client Secret、Service Account、Private Keyが、ここの設定と同じか見比べてください。",
        ),
    }
}

/// A token that may not act as a bot.
pub(super) fn without_bot_scope() -> Finding {
    Finding::bad(
        "The token may not speak for the bot: the scope bot is missing.",
        "トークンにBotの権限（スコープ bot）がありません。",
    )
    .mend(
        format!("{} > OAuth Scopes > Manage: add bot and save.", APP.0),
        format!("{} > OAuth Scopes > 管理 で bot を追加して保存してください。", APP.1),
    )
}

/// No bot.
pub(super) fn of_bot(failed: &Failed, bot: &str) -> Finding {
    match failed {
        Failed::Refused { status: 404, .. } => Finding::bad(
            format!("There is no bot {bot} in this tenant."),
            format!("このテナントに Bot {bot} はありません。"),
        )
        .mend(
            "Developer Console > Bot: copy the Bot ID again, or register the bot there.",
            "Developer Console > Bot でBot IDを写し直すか、Botを登録してください。",
        ),
        Failed::Refused { why, .. } | Failed::Unauthorized(why) => Finding::bad(
            format!("The bot {bot} may not be used: {why}"),
            format!("Bot {bot} を使えません：{why}"),
        )
        .mend(
            "LINE WORKS Admin > Service > Bot > Add Bot: add the bot to the domain and set it to public.",
            "管理者画面 > サービス > Bot > Bot追加 でBotをドメインに追加し、公開にしてください。",
        ),
        failed => unanswered(failed),
    }
}

fn unanswered(failed: &Failed) -> Finding {
    let error = SendError::from(failed.clone());
    silent("LINE WORKS", &error)
        .unwrap_or_else(|| Finding::bad(error.to_string(), format!("LINE WORKSからの応答：{error}")))
}
