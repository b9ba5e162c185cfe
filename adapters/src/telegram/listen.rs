//! Updates by polling, one connection at a time: that is Telegram's rule, and it tells the other to stop.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use teloxide_core::{
    payloads::{AnswerCallbackQuery, GetUpdates, GetUpdatesSetters},
    types::{AllowedUpdate, CallbackQueryId},
};

use super::api::{Api, Failed, Refusal};
use crate::{Ended, Intake, SendError, Since, Verified};

/// What we want to hear. Reactions and members have to be asked for by name.
pub(super) const KINDS: [AllowedUpdate; 8] = [
    AllowedUpdate::Message,
    AllowedUpdate::EditedMessage,
    AllowedUpdate::ChannelPost,
    AllowedUpdate::EditedChannelPost,
    AllowedUpdate::CallbackQuery,
    AllowedUpdate::MessageReaction,
    AllowedUpdate::MyChatMember,
    AllowedUpdate::ChatMember,
];

/// How long Telegram holds a question that it has no answer to, in seconds, and how long we wait for that.
const HOLD: u32 = 25;
const PATIENCE: Duration = Duration::from_secs(HOLD as u64 + 15);
/// After a week without updates Telegram numbers them anew at random: an older number says nothing then.
const GOOD_FOR: TimeDelta = TimeDelta::days(6);

/// How far we have come: the number of the last update that is stored, and when that was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    last: i64,
    at: DateTime<Utc>,
}

impl Position {
    fn read(text: &str) -> Option<Self> {
        let (last, at) = text.split_once('@')?;
        Some(Self { last: last.parse().ok()?, at: DateTime::from_timestamp(at.parse().ok()?, 0)? })
    }

    fn write(self) -> String {
        format!("{}@{}", self.last, self.at.timestamp())
    }

    /// The number to go on from; `None` for whatever Telegram still has.
    fn offset(self, now: DateTime<Utc>) -> Option<i32> {
        if now - self.at > GOOD_FOR {
            return None;
        }
        self.last.checked_add(1)?.try_into().ok()
    }
}

/// Asks and stores, until something goes wrong. An update is confirmed to Telegram by asking for the next one.
pub(super) async fn listen(api: &Api, since: Since, intake: &dyn Intake) -> Ended {
    let mut position = since.position.as_deref().and_then(Position::read);
    loop {
        let updates = match ask(api, position).await {
            Ok(updates) => updates,
            Err(Wait::For(time)) => {
                intake.alive();
                tokio::time::sleep(time).await;
                continue;
            }
            Err(Wait::End(ended)) => return ended,
        };
        intake.alive();
        for update in updates {
            let Some(number) = update["update_id"].as_i64() else { continue };
            position = Some(Position { last: number, at: Utc::now() });
            let body = Verified::checked(update.to_string().into_bytes());
            if intake.take(body, position.map(Position::write).as_deref()).await.is_err() {
                return Ended::Broken("an update could not be stored".to_owned());
            }
            answer(api, &update);
        }
    }
}

/// What to do where there are no updates.
enum Wait {
    For(Duration),
    End(Ended),
}

async fn ask(api: &Api, position: Option<Position>) -> Result<Vec<Value>, Wait> {
    let mut question = GetUpdates::new().timeout(HOLD).allowed_updates(KINDS);
    if let Some(offset) = position.and_then(|position| position.offset(Utc::now())) {
        question = question.offset(offset);
    }
    match api.wait(&question, PATIENCE).await {
        Ok(Value::Array(updates)) => Ok(updates),
        Ok(_) => Err(Wait::End(Ended::Broken("getUpdates: not a list".to_owned()))),
        Err(Failed::Unreached(address)) => {
            Err(Wait::End(Ended::Broken(SendError::Unreachable { address }.to_string())))
        }
        Err(Failed::Cut(why)) => Err(Wait::End(Ended::Broken(why))),
        Err(Failed::Refused(refusal)) => Err(refused(refusal)),
    }
}

fn refused(refusal: Refusal) -> Wait {
    let why = &refusal.why;
    Wait::End(match refusal.code {
        429 => return Wait::For(Duration::from_millis(refusal.wait.unwrap_or(5_000))),
        409 if why.contains("webhook") => Ended::Refused(format!(
            "a webhook is set for this bot, so that nobody can poll ({why}); set the connection to webhook, or prepare \
             it again to remove the webhook"
        )),
        409 => Ended::Refused(format!(
            "another program polls with this bot's token ({why}); stop it, or make a new token with /revoke at \
             @BotFather"
        )),
        _ if refusal.unauthorized() => Ended::Refused(format!(
            "the bot token is not valid ({why}); copy it from @BotFather > /mybots > API Token"
        )),
        500.. => Ended::Broken(why.clone()),
        _ => Ended::Refused(why.clone()),
    })
}

/// Ends the waiting of whoever has pressed a button. Whether that works does not matter, so nobody waits for it.
fn answer(api: &Api, update: &Value) {
    if let Some(id) = update["callback_query"]["id"].as_str() {
        let (api, answer) = (api.clone(), AnswerCallbackQuery::new(CallbackQueryId(id.to_owned())));
        tokio::spawn(async move { drop(api.call(&answer).await) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions() {
        let now = DateTime::from_timestamp(1_763_700_000, 0).unwrap();
        let position = Position { last: 41, at: now };
        assert_eq!(Position::read(&position.write()), Some(position));
        assert_eq!(position.offset(now), Some(42));
        assert_eq!(position.offset(now + TimeDelta::days(5)), Some(42));
        assert_eq!(position.offset(now + TimeDelta::days(7)), None, "numbered anew by now");
        assert_eq!(Position { last: i64::MAX, at: now }.offset(now), None);
        for odd in ["", "41", "41@", "@5", "x@5", "41@9223372036854775807"] {
            assert_eq!(Position::read(odd), None, "{odd}");
        }
    }
}
