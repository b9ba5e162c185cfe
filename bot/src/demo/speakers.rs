//! Finds who speaks: for each room and language, who asks, who helps, who answers for the team.

use chrono::NaiveDate;

use super::accounts::Known;
use super::calendar::Calendar;
use super::conversations::{Guests, Room};
use super::dice::{Dice, Wheel};
use super::humans::Human;
use super::script::Role;
use super::slots::Lang;
use super::staff::Colleague;

/// Everybody and everything a conversation needs.
pub(super) struct Cast<'a> {
    pub(super) humans: &'a [Human],
    pub(super) accounts: &'a [Known],
    pub(super) rooms: &'a [Room],
    pub(super) calendar: &'a Calendar,
    pub(super) team: &'a [Colleague],
}

impl Cast<'_> {
    /// The account of a handle (of the cast or the team) on a provider.
    pub(super) fn account(&self, provider: &str, handle: &str) -> Option<usize> {
        self.accounts.iter().position(|known| {
            let behind = match (known.human, known.account.user) {
                (Some(human), _) => self.humans[human].handle == handle,
                (None, Some(user)) => self.team[user].handle == handle,
                (None, None) => false,
            };
            behind && known.account.provider == provider
        })
    }

    /// The integration on a provider.
    pub(super) fn bot(&self, provider: &str) -> Option<usize> {
        self.accounts.iter().position(|known| known.account.is_bot && known.account.provider == provider)
    }

    /// The room of this name.
    pub(super) fn room(&self, provider: &str, name: &str) -> Option<usize> {
        self.rooms
            .iter()
            .position(|room| room.conversation.provider == provider && room.conversation.name == name)
    }
}

/// Whoever talks this much helps more than they ask.
const CHAMPION: u64 = 30;

/// Who can speak in one room and one language.
pub(super) struct Speakers<'a> {
    cast: &'a Cast<'a>,
    lang: Lang,
    private: bool,
    guests: Vec<usize>,
    asking: Wheel,
    helping: Wheel,
    joining: Wheel,
    staff: Vec<usize>,
    answering: Wheel,
}

impl<'a> Speakers<'a> {
    /// The speakers of a room.
    pub(super) fn new(cast: &'a Cast<'a>, room: &Room, lang: Lang) -> Self {
        let here =
            |known: &Known| known.account.provider == room.conversation.provider && !known.account.is_bot;
        let human = |at: usize| cast.accounts[at].human.map(|human| &cast.humans[human]);
        let guests: Vec<usize> = (0..cast.accounts.len())
            .filter(|at| here(&cast.accounts[*at]))
            .filter(|at| human(*at).is_some_and(|human| human.speaks(lang) && welcome(room.guests, human)))
            .collect();
        let staff: Vec<usize> = (0..cast.accounts.len())
            .filter(|at| here(&cast.accounts[*at]) && cast.accounts[*at].account.user.is_some())
            .collect();
        let weights = |weigh: fn(u64) -> u64| {
            Wheel::new(guests.iter().map(|at| weigh(human(*at).map_or(0, |h| h.weight))))
        };
        let (asking, helping, joining) = (
            weights(|w| if w < CHAMPION { 3 + w } else { 5 }),
            weights(|w| if w < 3 { 0 } else { w * w }),
            weights(|w| w + 1),
        );
        let answering = Wheel::new(staff.iter().map(|at| {
            let who = cast.accounts[*at].account.user.map(|user| &cast.team[user]);
            who.map_or(0, |who| match (who.handle, who.lang == lang) {
                ("marco", _) => 0,
                // An engineer: seldom in the rooms of customers.
                ("ryo", _) => {
                    if room.guests == Guests::Everyone {
                        4
                    } else {
                        1
                    }
                }
                (_, true) => 5,
                // People who answer in their second language do it less.
                (_, false) => u64::from(lang == Lang::En),
            })
        }));
        let private = room.guests != Guests::Everyone;
        Self { cast, lang, private, guests, asking, helping, joining, staff, answering }
    }

    /// Somebody for the role who was there on the day and is not yet in the thread.
    pub(super) fn draw(&self, dice: &mut Dice, role: Role, day: NaiveDate, taken: &[usize]) -> Option<usize> {
        let of_team = role == Role::Staff || (self.private && role != Role::Asker);
        let (pool, wheel) = match role {
            _ if of_team => (&self.staff, &self.answering),
            Role::Asker => (&self.guests, &self.asking),
            Role::Helper => (&self.guests, &self.helping),
            _ => (&self.guests, &self.joining),
        };
        for _ in 0..24 {
            let account = pool[wheel.spin(dice)?];
            let known = &self.cast.accounts[account];
            let strange = taken.iter().all(|other| {
                *other != account
                    && (known.human.is_none() || self.cast.accounts[*other].human != known.human)
            });
            if known.account.since <= day && (strange || of_team) {
                return Some(account);
            }
        }
        None
    }

    /// The guest who arrived last before the day and was not welcomed yet.
    pub(super) fn newcomer(&self, day: NaiveDate, welcomed: &[bool]) -> Option<usize> {
        let arrived = |at: &usize| self.cast.accounts[*at].account.since;
        self.guests
            .iter()
            .filter(|at| arrived(at) <= day && (day - arrived(at)).num_days() < 30 && !welcomed[**at])
            .max_by_key(|at| arrived(at))
            .copied()
    }

    /// How the others address an account.
    pub(super) fn called(&self, account: usize) -> String {
        let known = &self.cast.accounts[account];
        match (known.human, known.account.user) {
            (Some(human), _) => self.cast.humans[human].called(self.lang),
            (None, user) => user.map(|user| self.cast.team[user].called(self.lang)).unwrap_or_default(),
        }
    }
}

fn welcome(guests: Guests, human: &Human) -> bool {
    match guests {
        Guests::Everyone => true,
        Guests::From(domain) => human.work_email.as_deref().is_some_and(|email| email.ends_with(domain)),
        Guests::Only(handle) => human.handle == handle,
    }
}
