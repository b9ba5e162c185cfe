//! What was learned from texts: is it a request at all, and which command is it?
//!
//! Two questions, answered apart: whether a text is talk is learned from requests of every kind against talk, so that
//! commands may come and go without making anything more or less likely to be talk. Each answer comes from a
//! regression and from the texts that are nearest.

use serde::{Deserialize, Serialize};

use super::{
    features::{features, mood},
    kin::Kin,
    neighbours::Neighbours,
    parallel,
    regression::{Regression, Training, softmax},
    vectors::{Sparse, Vectors},
};

/// A text to learn from.
#[derive(Debug, Clone)]
pub(super) struct Lesson {
    /// Without politeness, as it is when it is asked about.
    pub(super) text: String,
    /// As it stands there.
    pub(super) line: String,
    /// The number of the command; the one after the last is talk.
    pub(super) class: usize,
}

/// What was learned.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Model {
    commands: usize,
    vectors: Vectors,
    moods: Vectors,
    which: Regression,
    talk: Regression,
    nearest: Neighbours,
}

const WHICH: Training = Training { rounds: 10, first_step: 1.2, balance: 0.5, seeds: &[7, 8] };
const TALK: Training = Training { rounds: 9, first_step: 3.5, balance: 0.5, seeds: &[7] };

/// How much the nearest texts add to the scores, found by cross-validation over the texts to learn from: with these a
/// likelihood is how often the proposal is right.
const WHICH_NEAR: f32 = 4.0;
const TALK_NEAR: f32 = 4.0;

/// Whoever speaks to us mostly asks for something: half as likely to talk as the texts that are learned from.
const REQUESTS: f32 = -0.7;

impl Model {
    /// Learns from texts of the commands with these names and of talk.
    pub(super) fn train(lessons: &[Lesson], names: &[&str]) -> Self {
        let commands = names.len();
        let kin = Kin::by_names(names);
        let read = parallel::map(lessons, |lesson| {
            let said = features(&lesson.text);
            let meant = tone(&said, &lesson.line);
            (said, meant)
        });
        let (said, meant): (Vec<Vec<u64>>, Vec<Vec<u64>>) = read.into_iter().unzip();
        let (vectors, moods) = (Vectors::of(&said), Vectors::of(&meant));
        let texts: Vec<(Sparse, usize)> =
            said.iter().zip(lessons).map(|(said, lesson)| (vectors.sparse(said), lesson.class)).collect();
        let talked: Vec<(Sparse, usize)> = meant
            .iter()
            .zip(lessons)
            .map(|(meant, lesson)| (moods.sparse(meant), usize::from(lesson.class == commands)))
            .collect();
        // learning takes room enough without what has been read
        drop((said, meant));
        let nearest =
            Neighbours::of(texts.iter().map(|(text, class)| (text, *class)), vectors.rows(), commands + 1);
        let asked: Vec<(Sparse, usize)> = texts.into_iter().filter(|(_, class)| *class < commands).collect();
        let (which, talk) = std::thread::scope(|scope| {
            let talk = scope.spawn(|| Regression::train(&talked, moods.rows(), &Kin::none(2), TALK));
            let which = Regression::train(&asked, vectors.rows(), &kin, WHICH);
            (which, talk.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault)))
        });
        Self { commands, vectors, moods, which, talk, nearest }
    }

    /// How likely each command is, and, last, how likely it is that the text is talk; all of them together are one.
    pub(super) fn likelihoods(&self, text: &str, line: &str) -> Vec<f32> {
        let said = features(text);
        let vector = self.vectors.sparse(&said);
        let like = self.nearest.likeness(&vector);
        let (near, talk_near) = (&like[..self.commands], like[self.commands]);
        let scores = self.which.scores(&vector).into_iter().zip(near);
        let which = softmax(scores.map(|(score, near)| score + WHICH_NEAR * near).collect());
        let nearest = near.iter().copied().fold(0.0, f32::max);
        let tone = self.talk.scores(&self.moods.sparse(&tone(&said, line)));
        let logit = (tone[1] - tone[0]) + TALK_NEAR * (talk_near - nearest) + REQUESTS;
        let talk = 1.0 / (1.0 + (-logit).exp());
        which.into_iter().map(|likely| likely * (1.0 - talk)).chain([talk]).collect()
    }

    /// Bytes it takes, roughly.
    pub(super) fn size(&self) -> usize {
        self.which.size() + self.talk.size() + (self.vectors.rows() + self.moods.rows()) * 24
    }
}

/// What tells whether a text asks for something: its words, and how it is said.
fn tone(said: &[u64], line: &str) -> Vec<u64> {
    said.iter().copied().chain(mood(line)).collect()
}
