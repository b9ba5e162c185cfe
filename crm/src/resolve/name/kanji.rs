//! How single kanji are read in names, found by laying the lists' names beside their readings.
//!
//! Each name of several kanji is cut where its parts are parts of many other names as well (花子 はなこ:
//! 花 はな, 子 こ). A name that no list has is then read kanji by kanji; of the many readings that makes, one
//! is mostly right, and a wrong one is seldom another name.

use std::collections::HashMap;

/// Readings kept of a kanji, and of a word put together.
const KEPT: usize = 6;
const COMPOSED: usize = 48;

/// The readings of each kanji in these names, the commonest first.
pub(super) fn readings<'a>(names: impl Iterator<Item = (String, &'a str)>) -> HashMap<char, Vec<String>> {
    let names: Vec<(Vec<char>, Vec<char>)> =
        names.map(|(name, kana)| (name.chars().collect(), kana.chars().collect())).collect();
    // every way to cut counts a little, the ways that fit others then count alone
    let mut counts: HashMap<(char, String), f64> = HashMap::new();
    for (name, kana) in &names {
        let cuts = cuts(name.len(), kana.len());
        let share = 1.0 / cuts.len().max(1) as f64;
        for cut in cuts {
            for (c, part) in parts(name, kana, &cut) {
                *counts.entry((c, part)).or_default() += share;
            }
        }
    }
    let mut best: HashMap<(char, String), u32> = HashMap::new();
    for (name, kana) in &names {
        let fit = |cut: &Vec<usize>| {
            parts(name, kana, cut)
                .map(|part| counts.get(&part).copied().unwrap_or_default().ln())
                .sum::<f64>()
        };
        let cuts = cuts(name.len(), kana.len());
        if let Some(cut) = cuts.into_iter().max_by(|x, y| fit(x).total_cmp(&fit(y)).then(y.cmp(x))) {
            for part in parts(name, kana, &cut) {
                *best.entry(part).or_default() += 1;
            }
        }
    }
    let mut sorted: Vec<((char, String), u32)> = best.into_iter().collect();
    sorted.sort_by(|x, y| y.1.cmp(&x.1).then(x.0.cmp(&y.0)));
    let mut readings: HashMap<char, Vec<String>> = HashMap::new();
    for ((c, part), _) in sorted {
        let known = readings.entry(c).or_default();
        if known.len() < KEPT {
            known.push(part);
        }
    }
    readings
}

/// Where readings of `kana` morae may be cut for `kanji` characters: ends of all parts but the last.
fn cuts(kanji: usize, kana: usize) -> Vec<Vec<usize>> {
    match kanji {
        1 => vec![Vec::new()],
        2 => (1..kana).map(|at| vec![at]).collect(),
        3 => (1..kana).flat_map(|x| (x + 1..kana).map(move |y| vec![x, y])).collect(),
        _ => Vec::new(),
    }
}

fn parts<'a>(
    name: &'a [char],
    kana: &'a [char],
    cut: &'a [usize],
) -> impl Iterator<Item = (char, String)> + 'a {
    name.iter().enumerate().map(move |(at, c)| {
        let from = if at == 0 { 0 } else { cut[at - 1] };
        let to = cut.get(at).copied().unwrap_or(kana.len());
        (*c, kana[from..to].iter().collect())
    })
}

/// The readings that a word of kanji and kana could have, in kana; nothing where a kanji is unknown.
pub(super) fn compose(known: &HashMap<char, Vec<String>>, word: &str) -> Vec<String> {
    let mut wholes = vec![String::new()];
    let mut last: Option<char> = None;
    for c in word.chars() {
        let parts: Vec<String> = match c {
            'ぁ'..='ゖ' | 'ー' => vec![c.to_string()],
            c => {
                let same = if c == '々' { last.unwrap_or(c) } else { c };
                let Some(parts) = known.get(&same) else { return Vec::new() };
                last = Some(same);
                let voiced = parts.iter().filter(|_| !wholes[0].is_empty()).filter_map(|part| voice(part));
                parts.iter().cloned().chain(voiced).collect()
            }
        };
        wholes =
            wholes.iter().flat_map(|head| parts.iter().map(move |part| format!("{head}{part}"))).collect();
        wholes.truncate(COMPOSED);
    }
    wholes
}

/// くり as ぐり, inside a word.
fn voice(part: &str) -> Option<String> {
    let first = part.chars().next()?;
    let plain = "かきくけこさしすせそたちつてとはひふへほ";
    let voiced = "がぎぐげござじずぜぞだぢづでどばびぶべぼ";
    let at = plain.chars().position(|c| c == first)?;
    let voiced = voiced.chars().nth(at)?;
    Some(format!("{voiced}{}", &part[first.len_utf8()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kanji_are_read_as_in_other_names() {
        let names = [
            ("花子", "はなこ"),
            ("桃子", "ももこ"),
            ("良子", "よしこ"),
            ("花", "はな"),
            ("桃", "もも"),
            ("江", "え"),
        ];
        let known = readings(names.iter().map(|(name, kana)| ((*name).to_owned(), *kana)));
        assert_eq!(known[&'子'], ["こ"]);
        assert!(compose(&known, "桃江").contains(&"ももえ".to_owned()));
        assert!(compose(&known, "江花").contains(&"えばな".to_owned()));
        assert!(compose(&known, "小泉").is_empty());
    }
}
