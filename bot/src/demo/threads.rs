//! Eighteen months of conversation: scenes, played by fitting people, on plausible days and hours.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::calendar::{Calendar, is_weekend, local};
use super::conversations::Room;
use super::dice::{Dice, Wheel};
use super::messages::{Said, Thread};
use super::repertoire::Repertoire;
use super::script::{Role, scenes};
use super::slots::{Gaps, Lang, Words};
use super::speakers::{Cast, Speakers};
use super::voice::voiced;

/// How many threads are played.
const THREADS: u64 = 3_250;

/// How often things are said at each hour of the day, at work and after it.
const WORK: [u64; 24] = [0, 0, 0, 0, 0, 0, 0, 1, 5, 14, 16, 14, 7, 12, 14, 14, 13, 11, 6, 3, 2, 2, 1, 0];
const LEISURE: [u64; 24] = [3, 1, 0, 0, 0, 0, 1, 3, 5, 6, 6, 6, 8, 6, 6, 6, 6, 7, 8, 10, 14, 16, 14, 9];

/// Minutes until somebody answers.
const PAUSES: [i64; 20] = [1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 10, 12, 15, 19, 24, 35, 50, 80, 130, 260];

/// All threads of all rooms.
pub(super) fn threads(seed: u64, cast: &Cast<'_>) -> Vec<Thread> {
    let scenes = scenes();
    let words = [Words::read(Lang::En), Words::read(Lang::Ja)];
    let sum: u64 = cast.rooms.iter().map(|room| room.weight).sum();
    let mut welcomed = vec![false; cast.accounts.len()];
    let mut threads = Vec::new();
    for (at, room) in cast.rooms.iter().enumerate() {
        let mut dice = Dice::new(seed, &room.conversation.name);
        let mut stage = Stage {
            room,
            at,
            calendar: cast.calendar,
            cast,
            speakers: [Speakers::new(cast, room, Lang::En), Speakers::new(cast, room, Lang::Ja)],
            words: &words,
            repertoire: Repertoire::new(room, &scenes, cast.calendar, at),
            hours: Wheel::new(if matches!(room.conversation.provider.as_str(), "slack" | "lineworks") {
                WORK
            } else {
                LEISURE
            }),
        };
        let mut days = stage.days(&mut dice, (THREADS * room.weight / sum.max(1)).max(3));
        days.sort_unstable();
        for day in days {
            let play = stage.play(&mut dice, day, &mut welcomed);
            threads.extend(play.filter(|thread| !thread.messages.is_empty()));
        }
    }
    threads
}

/// A room with all it takes to play there.
struct Stage<'a> {
    room: &'a Room,
    at: usize,
    calendar: &'a Calendar,
    cast: &'a Cast<'a>,
    speakers: [Speakers<'a>; 2],
    words: &'a [Words; 2],
    repertoire: Repertoire<'a>,
    hours: Wheel,
}

impl Stage<'_> {
    /// The days on which threads start: more over time, fewer at weekends, lively at the end.
    fn days(&self, dice: &mut Dice, count: u64) -> Vec<NaiveDate> {
        let hackathon =
            self.calendar.anchor("hackathon").filter(|_| self.room.conversation.name == "hackathon");
        let length = self.calendar.length() as u64;
        let wheel = Wheel::new((0..length).map(|index| {
            let day = self.calendar.day(index as usize);
            let mut weight = 100 + 150 * index / length.max(1);
            if is_weekend(day) {
                weight = weight * if self.room.conversation.provider == "discord" { 70 } else { 25 } / 100;
            }
            if index + 14 >= length {
                weight = weight * 17 / 10;
            }
            match hackathon.map(|hackathon| (day - hackathon).num_days()) {
                Some(0..=1) => weight * 40,
                Some(-45..=12) => weight * 6,
                _ => weight,
            }
        }));
        (0..count).filter_map(|_| wheel.spin(dice)).map(|index| self.calendar.day(index)).collect()
    }

    /// One thread; nothing where nobody is there to ask.
    fn play(&mut self, dice: &mut Dice, day: NaiveDate, welcomed: &mut [bool]) -> Option<Thread> {
        let lang = if dice.chance(self.room.japanese) { Lang::Ja } else { Lang::En };
        let (scene, story) = self.repertoire.next(dice, lang, day)?;
        let speakers = &self.speakers[usize::from(lang == Lang::Ja)];
        let asker = match scene.theme {
            "welcome" => speakers.newcomer(day, welcomed)?,
            _ => speakers.draw(dice, Role::Asker, day, &[])?,
        };
        if scene.theme == "welcome" {
            welcomed[asker] = true;
        }
        let mut players = vec![(Role::Asker, asker)];
        for role in [Role::Helper, Role::Company, Role::Staff] {
            let taken: Vec<usize> = players.iter().map(|(_, account)| *account).collect();
            if let Some(account) = speakers.draw(dice, role, day, &taken) {
                players.push((role, account));
            }
        }
        let mut gaps = Gaps::new(&self.words[usize::from(lang == Lang::Ja)], day);
        let letters = [(Role::Asker, "A"), (Role::Helper, "B"), (Role::Company, "C"), (Role::Staff, "S")];
        for (role, account) in &players {
            for (_, letter) in letters.iter().filter(|(other, _)| other == role) {
                gaps.set(letter, speakers.called(*account));
            }
        }
        let (current, previous) = self.calendar.releases(day);
        gaps.set("ver", current);
        gaps.set("prev", previous);
        gaps.set("city", self.home(asker, lang).1);

        let mut messages: Vec<Said> = Vec::new();
        let opener = players.iter().find(|(role, _)| *role == scene.turns[0].role)?.1;
        let mut at = self.opening(dice, day, self.home(opener, lang).0);
        for turn in &scene.turns {
            if turn.optional && dice.chance(40) {
                continue;
            }
            // A thread that nobody can answer stays open.
            let Some((_, account)) = players.iter().find(|(role, _)| *role == turn.role) else { break };
            if !messages.is_empty() {
                at += TimeDelta::seconds(60 * *dice.pick(&PAUSES) + dice.between(0, 59));
            }
            let text =
                if scene.aligned { turn.texts[story % turn.texts.len()] } else { dice.pick(&turn.texts) };
            let mut text = gaps.fill(dice, text);
            if let Some(human) = self.cast.accounts[*account].human.filter(|_| scene.theme != "customer") {
                text = voiced(dice, human, lang, text);
            }
            messages.push(Said { account: *account, text, at });
        }
        messages.retain(|said| said.at < self.calendar.end());
        Some(Thread { room: self.at, messages })
    }

    /// Minutes from UTC and the city of whoever opens the thread.
    fn home(&self, account: usize, lang: Lang) -> (i64, &'static str) {
        let human = self.cast.accounts[account].human.map(|human| &self.cast.humans[human]);
        human.map_or((540, ""), |human| {
            (human.offset, if lang == Lang::En { human.city.0 } else { human.city.1 })
        })
    }

    /// When the first message is written, in the hours of its author.
    fn opening(&self, dice: &mut Dice, day: NaiveDate, offset: i64) -> DateTime<Utc> {
        let hour = self.hours.spin(dice).unwrap_or(10) as i64;
        let at =
            local(day, 60 * hour + dice.between(0, 59), offset) + TimeDelta::seconds(dice.between(0, 59));
        if at < self.calendar.end() { at } else { at - TimeDelta::days(1) }
    }
}
