//! Who is this account? Asked of the platform and of what is recorded here: when messages of somebody do not show
//! where one looks for them.

use std::time::Duration;

use adapters::{Finding, Settings};
use crm::{
    accounts,
    connections::{self, Connection},
};
use tokio::time::timeout;

use super::super::{Web, error::WebError, reader::Reader};
use crate::words::{count, day_and_time};

/// How long the platform may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// Longest id, in characters; more than any platform's.
const LONGEST: usize = 200;

/// What is known of an account by the platform's id.
pub(super) async fn known(
    web: &Web,
    reader: &Reader,
    connection: &Connection,
    id: &str,
) -> Result<Vec<Finding>, WebError> {
    let id: String = id.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let mut tx = reader.begin(web).await?;
    let seen = accounts::seen(&mut tx, connection.id, &id).await?;
    let settings = connections::settings(&mut tx, connection.id).await.unwrap_or_default();
    tx.commit().await?;
    let mut found = vec![match seen {
        Some(seen) => here(&seen, reader),
        None => Finding::doubtful(
            "Nothing has come from this account here",
            "このアカウントからは何も受信していません",
        )
        .mend(
            "Compare the id with the platform's; let them write to the bot, or in a room it is in",
            "IDがプラットフォームのものと一致するか確認し、ボットまたはボットのいるルームに書き込んでもらってください",
        ),
    }];
    let adapter = web.app.adapter(&connection.platform)?;
    if let Ok(open) = adapter.connect(&Settings::from_iter(settings)) {
        found.extend(match timeout(PATIENCE, open.profile(&id)).await {
            Ok(Ok(Some(profile))) => {
                let name = profile.name.or(profile.handle).unwrap_or_else(|| id.clone());
                Some(Finding::good(
                    format!("The platform knows it as {name}"),
                    format!("プラットフォーム上の名前：{name}"),
                ))
            }
            // it has no such question, or knows nobody
            Ok(Ok(None)) => None,
            Ok(Err(error)) => Some(Finding::doubtful(
                format!("The platform did not say who it is: {error}"),
                format!("プラットフォームに問い合わせできませんでした（{error}）"),
            )),
            Err(_) => {
                Some(Finding::doubtful("The platform did not answer", "プラットフォームから応答がありません"))
            }
        });
    }
    Ok(found)
}

fn here(seen: &accounts::Seen, reader: &Reader) -> Finding {
    let n = count(seen.activities);
    let last = |lang| seen.last_at.map_or_else(|| "–".to_owned(), |at| day_and_time(lang, at, reader.zone));
    let who = match (&seen.staff, &seen.person, seen.person_code()) {
        (Some(staff), ..) => staff.clone(),
        (None, Some(person), Some(code)) => format!("{person} ({code})"),
        _ => seen.name.clone().unwrap_or_else(|| "–".to_owned()),
    };
    let (en, ja) = match (seen.is_bot, &seen.staff) {
        (true, _) => ("a bot", "ボット"),
        (_, Some(_)) => ("a member of staff", "担当者"),
        _ => ("known here", "登録済み"),
    };
    Finding::good(
        format!("{who}: {en}; recorded: {n}, the latest {}", last(nlp::Lang::En)),
        format!("{who}：{ja}。記録{n}件、最終 {}", last(nlp::Lang::Ja)),
    )
}
