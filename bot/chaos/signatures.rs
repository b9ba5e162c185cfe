//! Whoever is not the platform is turned away, and the platform is not: signatures changed in every way we can
//! think of, sent to the running hooks.

use std::{collections::HashMap, sync::Arc};

use futures::{StreamExt as _, stream};

use crate::{
    dice::Dice,
    drive::Sender,
    http::Headers,
    load::{Plan, Platform},
};

/// Mutations, and requests that are as they should be, over all platforms.
pub(crate) const MUTATIONS: usize = 20_000;
pub(crate) const VALID: usize = 1_000;
/// Requests under way at a time.
const AT_A_TIME: usize = 16;
/// What mutations are made of.
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_.";

/// How it went.
#[derive(Debug, Default)]
pub(crate) struct Signatures {
    pub(crate) mutations: usize,
    pub(crate) valid: usize,
    pub(crate) accepted: usize,
    pub(crate) turned_away: usize,
    /// Answers to mutations, by status; 0: none.
    pub(crate) statuses: HashMap<u16, usize>,
    pub(crate) first: Vec<String>,
}

impl Signatures {
    pub(crate) fn is_good(&self) -> bool {
        self.accepted == 0 && self.turned_away == 0
    }
}

/// Tries them. `mutations` in all; one valid one for every twenty.
pub(crate) async fn try_all(
    sender: &Arc<Sender>,
    mut plan: Plan,
    mut dice: Dice,
    mutations: usize,
) -> Signatures {
    let mut requests = Vec::new();
    let every = (MUTATIONS / VALID).max(1);
    for _ in 0..mutations.div_ceil(every) {
        let planned = plan.next();
        let (platform, body) = (planned.platform, planned.body.into_bytes());
        let voice = &*sender.platforms[platform];
        requests.push((platform, voice.sign(&body), body.clone(), true));
        for _ in 0..every {
            let (headers, body) = mutate(voice, &mut dice, &body);
            requests.push((platform, headers, body, false));
        }
    }
    let answered = stream::iter(requests).map(|(platform, headers, body, valid)| {
        let sender = sender.clone();
        async move {
            let status = sender.post(&sender.paths[platform], &headers, &body).await.unwrap_or_default();
            (platform, status, valid, headers)
        }
    });
    let mut seen = Signatures::default();
    let mut answered = answered.buffer_unordered(AT_A_TIME);
    while let Some((platform, status, valid, headers)) = answered.next().await {
        let good = (200..300).contains(&status);
        match valid {
            true => seen.valid += 1,
            false => {
                seen.mutations += 1;
                *seen.statuses.entry(status).or_default() += 1;
            }
        }
        if good != valid {
            *(if valid { &mut seen.turned_away } else { &mut seen.accepted }) += 1;
            if seen.first.len() < 10 {
                let name = sender.platforms[platform].name();
                seen.first.push(format!("{name}, valid: {valid}, answered {status}: {headers:?}"));
            }
        }
    }
    seen
}

/// A request that differs from a good one where it is signed.
fn mutate(voice: &dyn Platform, dice: &mut Dice, body: &[u8]) -> (Headers, Vec<u8>) {
    loop {
        let good = voice.sign(body);
        let (mut headers, mut other) = (good.clone(), body.to_vec());
        // the first header is the signature, or the secret
        match dice.below(if voice.signs_body() { 8 } else { 5 }) {
            0 => drop(headers.remove(0)),
            1 => headers.push(good[0].clone()),
            2 => headers[0].1.clear(),
            3 => headers[0].1 = (0..good[0].1.len()).map(|_| letter(dice)).collect(),
            4 => {
                let mut letters: Vec<char> = good[0].1.chars().collect();
                for _ in 0..=dice.below(3) {
                    let at = dice.below(letters.len());
                    match dice.below(4) {
                        0 => letters.insert(at, letter(dice)),
                        1 if letters.len() > 1 => drop(letters.remove(at)),
                        _ => letters[at] = letter(dice),
                    }
                }
                headers[0].1 = letters.into_iter().collect();
            }
            5 => other.push(b' '),
            6 => drop(other.pop()),
            _ => {
                let at = dice.below(other.len());
                other[at] ^= 1 << dice.below(8);
            }
        }
        // capitals do not count in hexadecimal digits
        let same = headers.len() == good.len() && headers[0].1.eq_ignore_ascii_case(&good[0].1);
        if !same || other != body {
            return (headers, other);
        }
    }
}

fn letter(dice: &mut Dice) -> char {
    char::from(LETTERS[dice.below(LETTERS.len())])
}
