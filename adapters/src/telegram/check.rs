//! Is everything there that a working connection needs? Each finding with the step that mends it.

use reqwest::Url;
use serde_json::Value;
use teloxide_core::payloads::{GetMe, GetWebhookInfo};

use super::{
    api::{Api, Failed},
    live, people,
    settings::Fit,
};
use crate::{Finding, SendError, State, export::field, silent::silent};

/// So many updates may wait for us without anything being wrong.
const WAITING: u64 = 100;

/// Those that Telegram calls.
const PORTS: [u16; 4] = [443, 80, 88, 8443];

/// Looks at the bot and at how its updates come.
pub(super) async fn check(api: &Api, fit: &Fit) -> Vec<Finding> {
    let me = match api.call(&GetMe::new()).await {
        Ok(me) => me,
        Err(failed) => return vec![unknown(failed)],
    };
    let mut findings = vec![who(&me), groups(&me)];
    if me["can_join_groups"] == false {
        findings.push(
            Finding::doubtful("The bot cannot be added to groups", "このBotはグループに追加できません").mend(
                "@BotFather > /setjoingroups > your bot > Enable",
                "@BotFather > /setjoingroups > 使うBot > Enable",
            ),
        );
    }
    match api.call(&GetWebhookInfo::new()).await {
        Ok(info) if fit.webhook => findings.extend(webhook(&info, fit)),
        Ok(info) => findings.push(polling(&info)),
        Err(failed) => findings.push(unknown(failed)),
    }
    findings
}

/// Telegram did not answer, or not us.
fn unknown(failed: Failed) -> Finding {
    match failed {
        Failed::Refused(refusal) if refusal.unauthorized() => Finding::bad(
            format!("Telegram does not know the bot token ({})", refusal.why),
            format!("Telegramがこのトークンを認めません（{}）", refusal.why),
        )
        .mend(
            "@BotFather > /mybots > your bot > API Token: copy it into \"Bot token\" again",
            "@BotFather > /mybots > 使うBot > API Tokenを開き、「Botのトークン」に写し直してください",
        ),
        Failed::Refused(refusal) if refusal.code == 429 || refusal.code >= 500 => {
            unanswered(Failed::Refused(refusal).into())
        }
        Failed::Refused(refusal) => Finding::bad(
            format!("Telegram refuses to answer: {}", refusal.why),
            format!("Telegramが応答を断りました：{}", refusal.why),
        ),
        silent => unanswered(silent.into()),
    }
}

fn unanswered(error: SendError) -> Finding {
    silent("Telegram", &error)
        .unwrap_or_else(|| Finding::bad(error.to_string(), format!("Telegramからの応答：{error}")))
}

fn who(me: &Value) -> Finding {
    let name = people::name(me).unwrap_or_default();
    let handle = field::id(&me["username"]).map(|name| format!(" @{name}")).unwrap_or_default();
    Finding::good(format!("The token is good: {name}{handle}"), format!("トークンは有効です：{name}{handle}"))
}

/// Privacy mode: in groups, only commands, mentions and answers to the bot are shown to it.
fn groups(me: &Value) -> Finding {
    if me["can_read_all_group_messages"] == true {
        return Finding::good(
            "Privacy mode is off: conversations in groups are recorded",
            "プライバシーモードはオフです。グループの会話が記録されます",
        );
    }
    Finding::doubtful(
        "Privacy mode is on: in groups the bot sees commands, mentions and answers to it only, and records no more",
        "プライバシーモードがオンです。グループではBotへのコマンド、メンション、返信だけが届き、ほかの会話は記録されません",
    )
    .mend(
        "@BotFather > /setprivacy > your bot > Disable; then remove the bot from each group and add it again. Or make \
         it an administrator of the group, which also lets it see reactions",
        "@BotFather > /setprivacy > 使うBot > Disableにしてから、各グループでBotを一度外して追加し直してください。\
         グループの管理者にしても届くようになり、リアクションも見えます",
    )
}

fn polling(info: &Value) -> Finding {
    if field::word(&info["url"]).is_none() {
        return Finding::good("Updates come by polling", "更新はポーリングで届きます");
    }
    Finding::bad(
        "A webhook is set for this bot, so that polling gets nothing",
        "このBotにはWebhookが設定されているため、ポーリングでは何も届きません",
    )
    .mend(
        "Save the connection again to remove the webhook, or set \"How updates come\" to webhook. If another program \
         has set it, give that one a bot of its own",
        "接続を保存し直すとWebhookは外れます。または「更新の受け取り方」をWebhookにしてください。ほかのプログラムが\
         設定したものなら、そちらには別のBotを用意してください",
    )
}

fn webhook(info: &Value, fit: &Fit) -> Vec<Finding> {
    let Some(hook) = fit.hook.as_deref() else {
        return vec![
            Finding::bad(
                "No address is known at which Telegram could reach us",
                "Telegramから届くこちらのアドレスがわかりません",
            )
            .mend(
                "Give the server its public https address, or set \"How updates come\" to polling",
                "サーバーに公開用のhttpsアドレスを設定するか、「更新の受け取り方」をポーリングにしてください",
            ),
        ];
    };
    let port = Url::parse(hook).ok().and_then(|hook| hook.port_or_known_default());
    if hook.starts_with("https://") && port.is_none_or(|port| !PORTS.contains(&port)) {
        return vec![
            Finding::bad(
                format!("Telegram calls the ports 443, 80, 88 and 8443 only, and this address has another: {hook}"),
                format!("Telegramが呼び出せるのはポート443、80、88、8443だけですが、こちらのアドレスは別のポートです：{hook}"),
            )
            .mend(
                "Put a proxy on one of these ports before the server and start it with that --url, or set \"How updates \
                 come\" to polling",
                "これらのポートにプロキシを置いてそのアドレスを --url に指定するか、「更新の受け取り方」をポーリングにしてください",
            ),
        ];
    }
    let mut findings = vec![match field::word(&info["url"]) {
        Some(url) if url == hook => {
            Finding::good(format!("The webhook is set: {url}"), format!("Webhookが設定されています：{url}"))
        }
        Some(url) => Finding::bad(
            format!("The webhook leads elsewhere: {url} instead of {hook}"),
            format!("Webhookの宛先が違います：{hook}ではなく{url}です"),
        )
        .mend("Save the connection again", "接続を保存し直してください"),
        None => Finding::bad("No webhook is set", "Webhookが設定されていません")
            .mend("Save the connection again", "接続を保存し直してください"),
    }];
    if let Some(why) = field::word(&info["last_error_message"]) {
        let when = live::at(&info["last_error_date"]).map(|at| at.format("%F %H:%M UTC").to_string());
        let when = when.unwrap_or_default();
        findings.push(
            Finding::doubtful(
                format!("The last update that Telegram could not deliver: {when} {why}"),
                format!("Telegramが最後に配達できなかったとき：{when} {why}"),
            )
            .mend(
                "Look whether the address answers from outside, with a certificate that browsers believe, on port 443, \
                 80, 88 or 8443",
                "外部からそのアドレスに、正しい証明書で（ポート443、80、88、8443のどれかで）つながるか確かめてください",
            ),
        );
    }
    if let Some(waiting) = info["pending_update_count"].as_u64().filter(|waiting| *waiting > 0) {
        let (en, ja) = (
            format!("{waiting} updates wait at Telegram to be delivered"),
            format!("Telegramで{waiting}件の更新が配達を待っています"),
        );
        let state = if waiting > WAITING { State::Doubtful } else { State::Good };
        findings.push(Finding { state, ..Finding::good(en, ja) });
    }
    findings
}
