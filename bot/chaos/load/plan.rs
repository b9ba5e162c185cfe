//! What happens next: of 100 events, one cannot be read and two change what was said, where the platform tells of
//! changes; 20 come twice, 10 come late.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};

use super::{CONVERSATIONS, Message, Platform};
use crate::{
    dice::Dice,
    journal::{Event, What},
};

/// How late what comes late comes, at most.
const LATE: Duration = Duration::from_secs(2);
/// The latest messages, of which one may be changed.
const RECENT: usize = 200;
/// What people say, around the tag. Nothing is for the bot.
const SAID: [&str; 6] = [
    "the invoice of last month is still missing",
    "資料をありがとうございます。来週までに確認します",
    "shall we meet on Thursday at three?",
    "見積もりの件、社内で相談しています",
    "the second test run looks good so far 👍",
    "明日の打ち合わせは少し遅れて参加します",
];

/// An event and when it goes out.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    /// Which of the platforms.
    pub(crate) platform: usize,
    /// As it is written down.
    pub(crate) event: Event,
    /// As it is sent.
    pub(crate) body: String,
    /// How long from now it goes out, and again.
    pub(crate) after: Vec<Duration>,
}

/// Goes on for ever.
pub(crate) struct Plan {
    platforms: Arc<Vec<Box<dyn Platform>>>,
    seed: u64,
    dice: Dice,
    number: u64,
    began: DateTime<Utc>,
    worlds: Vec<World>,
}

/// How far a platform has come.
#[derive(Debug, Clone)]
struct World {
    said: [u64; CONVERSATIONS],
    recent: VecDeque<(Message, u64)>,
}

impl Plan {
    pub(crate) fn new(platforms: Arc<Vec<Box<dyn Platform>>>, seed: u64) -> Self {
        let world = World { said: [0; CONVERSATIONS], recent: VecDeque::new() };
        let worlds = vec![world; platforms.len()];
        // whole seconds: some platforms count no others
        let now = Utc::now();
        let began = now.duration_trunc(TimeDelta::seconds(1)).unwrap_or(now) - TimeDelta::days(2);
        Self { platforms, seed, dice: Dice::new(seed), number: 0, began, worlds }
    }

    pub(crate) fn next(&mut self) -> Planned {
        self.number += 1;
        let platform = self.whose();
        let tag = format!("e{:x}n{:07}", self.seed, self.number);
        let (what, body, message, nth) = self.happens(platform, &tag);
        let voice = &self.platforms[platform];
        let event = Event {
            tag,
            platform: voice.name().to_owned(),
            door: voice.door().to_owned(),
            what,
            conversation: voice.conversation(message.conversation),
            message: voice.message_id(&message),
            nth,
        };
        let mut after = vec![match self.dice.percent(10) {
            true => self.dice.between(Duration::ZERO, LATE),
            false => Duration::ZERO,
        }];
        if self.dice.percent(20) {
            after.push(self.dice.between(Duration::ZERO, LATE));
        }
        Planned { platform, event, body, after }
    }

    /// By their shares.
    fn whose(&mut self) -> usize {
        let mut at = self.dice.below(self.platforms.iter().map(|it| it.share()).sum());
        self.platforms
            .iter()
            .position(|it| {
                let here = at < it.share();
                at = at.saturating_sub(it.share());
                here
            })
            .unwrap_or_default()
    }

    fn happens(&mut self, platform: usize, tag: &str) -> (What, String, Message, u64) {
        let voice = &self.platforms[platform];
        let chance = self.dice.below(100);
        let world = &mut self.worlds[platform];
        if chance == 0 {
            let body = voice.malformed(usize::try_from(self.number).unwrap_or_default(), tag);
            let nobody = Message {
                conversation: 0,
                nth: 0,
                number: 0,
                speaker: 0,
                at: self.began,
                text: String::new(),
            };
            return (What::Malformed, body, nobody, 0);
        }
        if chance <= 2 && !world.recent.is_empty() {
            let at = self.dice.below(world.recent.len());
            let (message, edits) = &mut world.recent[at];
            let text = format!("{tag}: {}", SAID[self.dice.below(SAID.len())]);
            if chance == 1
                && let Some(body) = voice.deletes(message)
            {
                let message = message.clone();
                world.recent.remove(at);
                return (What::Delete, body, message, 0);
            }
            if let Some(body) = voice.edits(message, *edits + 1, &text) {
                *edits += 1;
                return (What::Edit, body, message.clone(), *edits);
            }
        }
        let conversation = self.dice.below(CONVERSATIONS);
        let nth = world.said[conversation];
        world.said[conversation] += 1;
        let message = Message {
            conversation,
            nth,
            number: self.number,
            speaker: self.dice.below(40),
            at: self.began + TimeDelta::seconds(i64::try_from(nth).unwrap_or_default()),
            text: format!("{tag}: {}", SAID[self.dice.below(SAID.len())]),
        };
        world.recent.push_back((message.clone(), 0));
        if world.recent.len() > RECENT {
            world.recent.pop_front();
        }
        (What::Message, voice.says(&message), message, nth)
    }
}
