//! Second persons for humans the CRM already knows: found on another platform, under another spelling.
//! Each keeps at least one clue besides the name (an address, a handle, an organization), and none keeps all.

use super::dice::Dice;
use super::humans::Human;
use super::names::katakana;
use super::world::{Duplicate, Employment, Person};

/// How many are planted.
pub(super) const DUPLICATES: usize = 60;
/// Of these, how many belong to the cast.
const OF_CAST: usize = 9;

/// The ways in which two entries for a human differ, in turn.
const WAYS: [&str; 7] = ["script", "email", "typo", "handle", "kana", "order", "nickname"];

/// Adds the duplicates to `persons`, and where they are said to work.
pub(super) fn plant(
    seed: u64,
    humans: &[Human],
    persons: &mut Vec<Person>,
    employments: &mut Vec<Employment>,
) -> Vec<Duplicate> {
    let mut dice = Dice::new(seed, "duplicates");
    let cast = humans.iter().filter(|human| human.cast).count();
    let mut free: Vec<usize> = (cast..humans.len()).collect();
    let mut cast: Vec<usize> = (0..cast).collect();
    (0..DUPLICATES)
        .map(|turn| {
            let pool = if turn < OF_CAST { &mut cast } else { &mut free };
            let of = pool.swap_remove(dice.below(pool.len()));
            let how = WAYS[turn % WAYS.len()];
            let second = second(&mut dice, &humans[of], &persons[of], how);
            let person = persons.len();
            employments.extend(second.organization.map(|organization| Employment {
                person,
                organization,
                title: second.title.clone(),
                started_on: None,
                ended_on: None,
            }));
            persons.push(second);
            Duplicate { person, of, how }
        })
        .collect()
}

/// The same human, seen with other eyes.
fn second(dice: &mut Dice, human: &Human, first: &Person, how: &str) -> Person {
    let other_address = match &first.email {
        Some(email) if *email == human.home_email => human.work_email.clone(),
        _ => Some(human.home_email.clone()),
    };
    let coin = dice.chance(50);
    let (email, organization) = match how {
        "script" if coin => (first.email.clone(), None),
        "script" | "kana" => (other_address.filter(|_| coin), first.organization),
        "order" => (first.email.clone(), first.organization.filter(|_| coin)),
        "typo" => (first.email.clone().filter(|_| coin), first.organization),
        "email" => (other_address, first.organization.filter(|_| coin)),
        "handle" => (None, None),
        _ => (None, first.organization.filter(|_| coin)),
    };
    Person {
        name: variant(dice, human, how),
        kana: None,
        romaji: None,
        title: first.title.clone().filter(|_| dice.chance(30)),
        email,
        relationship: "developer".to_owned(),
        tags: first.tags.iter().take(1).filter(|_| coin).cloned().collect(),
        organization,
        truth: first.truth,
    }
}

/// Another way to write the name.
fn variant(dice: &mut Dice, human: &Human, how: &str) -> String {
    let name = &human.name;
    let (family, given) = (&name.family, &name.given);
    match how {
        "script" if name.japanese => name.latin(),
        "script" | "kana" if !name.japanese => name.katakana(),
        "kana" => {
            let kana = format!("{} {}", family.kana, given.kana);
            if dice.chance(50) { katakana(&kana) } else { kana }
        }
        "order" if name.japanese => format!("{} {}", family.latin.to_uppercase(), given.latin),
        "order" => format!("{}, {}", family.text, given.text),
        "typo" => match name.other_family {
            Some(other) if other.is_ascii() => format!("{} {other}", given.latin),
            Some(other) => format!("{other} {}", given.text),
            None => swapped(dice, &name.latin()),
        },
        "handle" => human.handle.clone(),
        "nickname" => match dice.below(3) {
            0 => format!("{}. {}", initial(&given.latin), family.latin),
            1 => format!("{} {}.", given.latin, initial(&family.latin)),
            _ if name.japanese => given.kana.to_owned(),
            _ => given.text.to_owned(),
        },
        _ => name.full(),
    }
}

/// Two letters inside the name changed places, as fingers do.
fn swapped(dice: &mut Dice, name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let inner: Vec<usize> = (1..letters.len().saturating_sub(2))
        .filter(|&at| {
            let pair = [letters[at], letters[at + 1]];
            pair[0] != pair[1] && pair.iter().all(|letter| letter.is_lowercase())
        })
        .collect();
    if !inner.is_empty() {
        let at = *dice.pick(&inner);
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}

fn initial(name: &str) -> String {
    name.chars().take(1).collect()
}
