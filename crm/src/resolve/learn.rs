//! Fitting the model to the records at hand, without anybody saying who is who.
//!
//! u comes from pairs picked blindly, nearly all of which are two persons. m and the number of duplicates
//! come from the candidates by expectation maximisation (Dempster, Laird & Rubin 1977; for record linkage
//! Winkler 1988): each round weighs the pairs with the model so far and counts what is found in those that
//! look like one person. The model before anything is learned stands in the counts as a number of pairs
//! already seen (a Dirichlet prior), so that ten records change it little and ten thousand a lot.

use super::{
    compare::{self, Findings},
    field,
    learned::in_parts,
    model::{FIELD_M, FIELD_U, Model, NAME_M},
    name::Level,
    profile::Profile,
};

/// Pairs picked blindly.
const BLIND: usize = 60_000;
/// Candidates that are learned from, at most.
const CANDIDATES: usize = 150_000;
const ROUNDS: usize = 12;
/// How many pairs the model before anything is learned counts for.
const SEEN: f64 = 40.0;

/// Learns from `pairs` of `profiles`.
pub(crate) fn learn(model: &mut Model, profiles: &[Profile], pairs: &[(u32, u32)]) {
    if profiles.len() < 2 {
        return;
    }
    blind(model, profiles);
    let step = pairs.len().div_ceil(CANDIDATES).max(1);
    let looked_at: Vec<(u32, u32)> = pairs.iter().step_by(step).copied().collect();
    let found: Vec<Findings> =
        in_parts(&looked_at, |(a, b)| compare::compare(&profiles[*a as usize], &profiles[*b as usize]));
    for _ in 0..ROUNDS {
        let before = model.duplicates;
        round(model, &found, step as f64);
        if (model.duplicates - before).abs() < 1e-3 * before {
            break;
        }
    }
}

/// u of the columns, from pairs picked blindly.
fn blind(model: &mut Model, profiles: &[Profile]) {
    let count = profiles.len();
    let all = count * (count - 1) / 2;
    let mut seen = vec![[0.0_f64; field::Level::COUNT]; model.fields.len()];
    let mut apart = [0.0_f64; 3];
    // a step that visits pairs all over the triangle: by the golden ratio, the same every time
    let mut at: u64 = 0;
    for _ in 0..all.min(BLIND) {
        at = at.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let (a, b) =
            (((at >> 32) as usize) % count, (at.wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33) as usize % count);
        if a == b {
            continue;
        }
        let (a, b) = (&profiles[a], &profiles[b]);
        for (field, seen) in seen.iter_mut().enumerate() {
            if let (Some(Some(x)), Some(Some(y))) = (a.fields.get(field), b.fields.get(field)) {
                seen[field::compare(x, y) as usize] += 1.0;
            }
        }
        fn full(profile: &Profile) -> Option<&super::name::Name> {
            profile.names.first().filter(|name| name.is_full())
        }
        if let (Some(x), Some(y)) = (full(a), full(b)) {
            match super::name::compare(x, y).level {
                Level::One => apart[0] += 1.0,
                Level::Different => apart[1] += 1.0,
                _ => apart[2] += 1.0,
            }
        }
    }
    for (field, seen) in model.fields.iter_mut().zip(&seen) {
        mix(&mut field.u, seen, &FIELD_U);
    }
    let names: f64 = apart.iter().sum();
    model.name_apart[0] = (apart[0] + SEEN * 0.02) / (names + SEEN);
    model.name_apart[1] = (apart[1] + SEEN * 0.97) / (names + SEEN);
}

fn mix(
    into: &mut [f64; field::Level::COUNT],
    seen: &[f64; field::Level::COUNT],
    before: &[f64; field::Level::COUNT],
) {
    let all: f64 = seen.iter().sum();
    for ((into, seen), before) in into.iter_mut().zip(seen).zip(before) {
        *into = (seen + SEEN * before) / (all + SEEN);
    }
}

/// One round; each pair counts for `step`.
fn round(model: &mut Model, found: &[Findings], step: f64) {
    let mut ones = 0.0;
    let mut fields = vec![[0.0_f64; field::Level::COUNT]; model.fields.len()];
    let mut names = [0.0_f64; Level::COUNT];
    let (mut twice, mut placed) = (0.0, 0.0);
    let mut organizations = [0.0_f64; 2];
    for findings in found {
        let p = model.probability(&model.weigh(findings)) * step;
        if p < 1e-6 {
            continue;
        }
        ones += p;
        for (seen, found) in fields.iter_mut().zip(&findings.fields) {
            if let Some((level, _)) = found {
                seen[*level as usize] += p;
            }
        }
        if let Some((likeness, ..)) = findings.name {
            names[likeness.level as usize] += p;
        }
        if let Some((_, share, _)) = findings.twice {
            twice += p;
            placed += p / f64::from(share).max(0.05);
        } else {
            placed += p;
        }
        if let Some((same, ..)) = findings.organization {
            organizations[usize::from(!same)] += p;
        }
    }
    model.duplicates = ((2.0 * ones + 0.5 * SEEN) / (model.records + SEEN)).clamp(0.02, 4.0);
    for (field, seen) in model.fields.iter_mut().zip(&fields) {
        mix(&mut field.m, seen, &FIELD_M);
        // more alike is never less telling
        for level in (0..field::Level::COUNT - 1).rev() {
            let next = field.m[level + 1] / field.u[level + 1];
            field.m[level] = field.m[level].max((next * field.u[level]).min(1.0));
        }
    }
    // among full names: what is learned of those that could be the same
    let full = [Level::Same, Level::Variant, Level::Slip, Level::Homophone, Level::One, Level::Different];
    let all: f64 = full.iter().map(|level| names[*level as usize]).sum();
    for level in full {
        let at = level as usize;
        let learned = (names[at] + SEEN * NAME_M[at]) / (all + SEEN);
        // who has no name in common is found by other signs only: a list that shows none is no proof
        model.name[at] = learned.clamp(NAME_M[at] / 3.0, (NAME_M[at] * 3.0).min(0.95));
    }
    model.twice = ((twice + SEEN * 0.15) / (placed + SEEN)).clamp(0.02, 1.0);
    let all: f64 = organizations.iter().sum();
    model.organization = [0, 1].map(|at| (organizations[at] + SEEN * [0.6, 0.4][at]) / (all + SEEN));
}
