//! What can be played in a room, and when it was last: keeps one room from telling the same story twice
//! in a row.

use std::ops::RangeInclusive;

use chrono::{NaiveDate, TimeDelta};

use super::calendar::Calendar;
use super::conversations::Room;
use super::dice::{Dice, Wheel};
use super::script::Scene;
use super::slots::Lang;

/// The scenes of one room.
pub(super) struct Repertoire<'a> {
    themes: &'a [(&'static str, u64)],
    pieces: Vec<Piece<'a>>,
    turn: u64,
}

/// A scene, and its past in this room.
struct Piece<'a> {
    scene: &'a Scene,
    /// Only on these days.
    days: Option<RangeInclusive<NaiveDate>>,
    last: u64,
    plays: usize,
}

impl<'a> Repertoire<'a> {
    /// The scenes on the themes of a room. `start` makes rooms begin with different stories.
    pub(super) fn new(room: &'a Room, scenes: &'a [Scene], calendar: &Calendar, start: usize) -> Self {
        let pieces = scenes.iter().filter(|scene| room.themes.iter().any(|(theme, _)| *theme == scene.theme));
        let days = |scene: &Scene| {
            let (event, from, to) = scene.around?;
            let event = calendar.anchor(event)?;
            Some(event + TimeDelta::days(from)..=event + TimeDelta::days(to))
        };
        let pieces = pieces.map(|scene| Piece { scene, days: days(scene), last: 0, plays: start }).collect();
        Self { themes: &room.themes, pieces, turn: 0 }
    }

    /// A scene that fits the day: a theme by its weight, then the one not played here for longest. With
    /// it comes the number of its story, another one each time.
    pub(super) fn next(&mut self, dice: &mut Dice, lang: Lang, day: NaiveDate) -> Option<(&'a Scene, usize)> {
        let fits = |piece: &Piece<'_>| {
            piece.scene.lang == lang && piece.days.as_ref().is_none_or(|days| days.contains(&day))
        };
        let wheel = Wheel::new(self.themes.iter().map(|(theme, weight)| {
            let playable = self.pieces.iter().any(|piece| piece.scene.theme == *theme && fits(piece));
            if playable { *weight } else { 0 }
        }));
        let theme = self.themes[wheel.spin(dice)?].0;
        let fitting = self.pieces.iter_mut().filter(|piece| piece.scene.theme == theme && fits(piece));
        let piece = fitting.min_by_key(|piece| (piece.last, dice.below(100)))?;
        self.turn += 1;
        piece.last = self.turn;
        piece.plays += 1;
        Some((piece.scene, piece.plays))
    }
}
