//! The names people choose for themselves online, and the addresses they get.

use std::collections::BTreeSet;

use super::dice::Dice;
use super::names::Name;

/// What people put before or after their name.
const HOBBIES: [&str; 16] = [
    "dev", "codes", "rs", "builds", "neko", "mochi", "ramen", "bike", "lab", "py", "ts", "works", "notes",
    "tea", "kumo", "yama",
];

/// A handle nobody in `taken` has; it is added there.
pub(super) fn handle(dice: &mut Dice, name: &Name, taken: &mut BTreeSet<String>) -> String {
    let (given, family) = (name.given.latin.to_lowercase(), name.family.latin.to_lowercase());
    let initial = &given[..given.chars().next().map_or(0, char::len_utf8)];
    let hobby = dice.pick(&HOBBIES);
    let mut handle = match dice.below(8) {
        0 => format!("{given}{family}"),
        1 => format!("{initial}{family}"),
        2 => format!("{initial}_{family}"),
        3 => format!("{given}-{hobby}"),
        4 => format!("{given}_{hobby}"),
        5 => format!("{family}{initial}"),
        6 => format!("{hobby}{given}"),
        _ => format!("{family}-{given}"),
    };
    while !taken.insert(handle.clone()) {
        handle.push_str(&dice.between(2, 99).to_string());
    }
    handle
}

/// The address at work.
pub(super) fn work_address(name: &Name, domain: &str, taken: &mut BTreeSet<String>) -> String {
    let local = format!("{}.{}", name.given.latin, name.family.latin).to_lowercase();
    free(&local, domain, taken)
}

/// The private address: many people keep their handle there.
pub(super) fn home_address(
    dice: &mut Dice,
    name: &Name,
    handle: &str,
    domains: &[&'static str],
    taken: &mut BTreeSet<String>,
) -> String {
    let local = match dice.below(3) {
        0 => format!("{}.{}", name.given.latin, name.family.latin).to_lowercase(),
        1 => format!("{}-{}", name.family.latin, name.given.latin).to_lowercase(),
        _ => handle.to_owned(),
    };
    free(&local, dice.pick::<&str>(domains), taken)
}

/// `local@domain`, with a number where somebody else has that.
fn free(local: &str, domain: &str, taken: &mut BTreeSet<String>) -> String {
    let mut address = format!("{local}@{domain}");
    let mut number = 2;
    while !taken.insert(address.clone()) {
        address = format!("{local}{number}@{domain}");
        number += 1;
    }
    address
}
