//! "This Slack", "P-300": an account that is named by whose it is, or by where it is, of the person spoken of.

use crm::{
    CodeKind, accounts,
    persons::{self, Found},
};
use nlp::understand::Choices;

use crate::commands::{Call, Context, Outcome, Stop, persons::label};
use crate::{say, words::actions};

/// Where an account is, as people name it.
pub(crate) const PLATFORMS: Choices = &[
    ("slack", &["スラック"]),
    ("discord", &["ディスコード"]),
    ("telegram", &["テレグラム"]),
    ("lineworks", &["line works", "line", "ラインワークス"]),
    ("github", &["git hub", "ギットハブ"]),
    ("x", &["twitter", "ツイッター"]),
    ("email", &["e-mail", "mail", "メール"]),
];

/// The account of the person spoken of, on a platform where one is named; of several the asker chooses.
pub(crate) async fn of_whom(ctx: &mut Context<'_>, call: &Call) -> Outcome<Call> {
    let lang = ctx.lang;
    let (platform, named) = (call.arguments.get("platform"), call.arguments.contains_key("account"));
    if named || (platform.is_none() && !call.arguments.contains_key("person")) {
        return Ok(call.clone());
    }
    let person = match call.arguments.get("person") {
        Some(_) => Some(ctx.person(call, "person").await?),
        None => match ctx.last_shown().await?.focus_on(CodeKind::Person) {
            Some(code) => match persons::refer(&mut ctx.tx, &code.to_string()).await? {
                Found::One(person) => Some(person),
                _ => None,
            },
            None => None,
        },
    };
    let Some(person) = person else { return Err(Stop::Missing("account")) };
    let of = |account: String| {
        let mut call = call.clone();
        call.arguments.remove("platform");
        call.arguments.insert("account".to_owned(), account);
        call.arguments.insert("person".to_owned(), person.code().to_string());
        call
    };
    let accounts = accounts::list(&mut ctx.tx, person.id).await?;
    // what it is called may be called so on another connection as well: its own id says which
    let accounts: Vec<(String, String)> = accounts
        .into_iter()
        .filter(|it| platform.is_none_or(|platform| it.provider == *platform))
        .map(|it| {
            let on = it.connection.as_ref().map(|on| format!(" ({on})")).unwrap_or_default();
            (format!("{}:{}{on}", it.provider, it.called), format!("{}:{}", it.provider, it.id))
        })
        .collect();
    let (who, code) = (label(&person), person.code());
    let on = platform.map(|platform| actions::platform(platform, lang).to_owned());
    match accounts.as_slice() {
        [] => Err(Stop::Refused(match on {
            Some(on) => say!(
                lang,
                "{who} has no account on {on}. “accounts of {code}” shows those there are.",
                "{who} に {on} のアカウントはありません。「{code}のアカウント一覧」で確認できます。"
            ),
            None => say!(
                lang,
                "{who} has no account, so there is none to choose.",
                "{who} にはアカウントがないため、対象にできるものがありません。"
            ),
        })),
        [(_, one)] => Ok(of(one.clone())),
        several => Err(Stop::Choose {
            question: match on {
                Some(on) => say!(
                    lang,
                    "{who} has several accounts on {on}. Which?",
                    "{who} の {on} アカウントは複数あります。どれですか？"
                ),
                None => say!(
                    lang,
                    "{who} has several accounts. Which?",
                    "{who} のアカウントは複数あります。どれですか？"
                ),
            },
            options: several.iter().map(|(shown, one)| (shown.clone(), of(one.clone()))).collect(),
        }),
    }
}
