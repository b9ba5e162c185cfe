//! What two records have in common, and what they have not.

use super::{
    field,
    login::{self, Made},
    name::{self, Level, Likeness, Name},
    profile::{Account, FIELDS, From, Login, Profile},
    record::Mark,
};

/// What comparing two records shows; positions point into their profiles, the first record's first.
/// Symmetric but for those.
#[derive(Debug, Clone, Default)]
pub(crate) struct Findings {
    pub(crate) name: Option<(Likeness, usize, usize)>,
    pub(crate) mail: Option<Mail>,
    pub(crate) login: Option<SameLogin>,
    /// Handles that are nearly equal, and whether at one place.
    pub(crate) near: Option<(usize, usize, bool)>,
    /// How many others may be expected to have nearly such ones, and whether they are made of a name.
    pub(crate) near_expected: (f32, bool),
    /// A login made of the other's name: whose login (0 first, 1 second), which, which name.
    pub(crate) made: Option<(Made, f32, usize, usize, usize)>,
    /// Accounts at one place that are not equal: where, the share of records there, whether both are verified.
    pub(crate) twice: Option<(usize, f32, bool)>,
    /// Addresses at one domain that differ, of two who each have an account where everybody has one.
    pub(crate) addresses: Option<(usize, usize)>,
    /// Both proved by signing in that they have another account there: two persons, whatever else.
    pub(crate) never: bool,
    pub(crate) organization: Option<(bool, f32, usize, usize)>,
    pub(crate) domain: Option<(f32, String)>,
    pub(crate) phone: Option<(f32, usize)>,
    pub(crate) marks: Vec<(Mark, f32, usize)>,
    pub(crate) read_differently: bool,
    pub(crate) fields: [Option<(field::Level, f32)>; FIELDS],
}

/// An equal address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mail {
    pub(crate) at: usize,
    pub(crate) verified: bool,
    pub(crate) expected: f32,
}

/// An equal login.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SameLogin {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) expected: f32,
    /// Made of a name of either: says little that an equal name does not.
    pub(crate) of_name: bool,
}

/// Compares two records.
pub(crate) fn compare(a: &Profile, b: &Profile) -> Findings {
    let mail = mail(a, b);
    let shared = shared(a, b);
    let login = login(a, b, &shared);
    let near = if login.is_none() { near(a, b, &shared) } else { None };
    let twice = twice(a, b);
    // who comes back to a place as taro_ has two accounts there
    let back = near.is_some_and(|(_, _, one_place)| one_place);
    let mut findings = Findings {
        name: best_name(a, b, &shared),
        near_expected: near.map_or((0.0, false), |(i, j, _)| {
            let (x, y) = (&a.logins[i], &b.logins[j]);
            (x.expected.max(y.expected), made_of_name(a, b, x, y))
        }),
        mail,
        login,
        near,
        twice: twice.map(|(at, share, verified, _)| (at, share, verified)),
        addresses: twice.filter(|_| !back && mail.is_none()).and_then(|_| addresses(a, b)),
        never: !back && twice.is_some_and(|(.., proved)| proved),
        organization: organization(a, b),
        domain: if mail.is_none() { domain(a, b) } else { None },
        phone: equal(&a.phones, &b.phones),
        read_differently: read_differently(a, b),
        ..Findings::default()
    };
    if findings.name.is_none_or(|(likeness, ..)| likeness.level >= Level::Part) {
        findings.made = made(a, b, &shared);
    }
    for (at, (mark, code)) in a.marks.iter().enumerate() {
        if b.marks.iter().any(|(other, same)| other == mark && same.key == code.key) {
            findings.marks.push((*mark, code.share, at));
        }
    }
    for (at, slot) in findings.fields.iter_mut().enumerate() {
        if let (Some(Some(x)), Some(Some(y))) = (a.fields.get(at), b.fields.get(at)) {
            *slot = Some((field::compare(x, y), x.share.max(y.share)));
        }
    }
    findings
}

/// Addresses that both have. What is made of one, an equal address has said already.
fn shared<'p>(a: &'p Profile, b: &Profile) -> Vec<&'p str> {
    let there = |value: &str| b.mails.iter().any(|mail| mail.value == value);
    a.mails
        .iter()
        .filter(|mail| !mail.role)
        .map(|mail| mail.value.as_str())
        .filter(|value| there(value))
        .collect()
}

/// Does it stand in nothing but addresses that both have?
fn is_said(addresses: &[String], shared: &[&str]) -> bool {
    !addresses.is_empty() && addresses.iter().all(|address| shared.contains(&address.as_str()))
}

/// The likest pair of names. Names found in addresses can agree, they cannot disagree.
fn best_name(a: &Profile, b: &Profile, shared: &[&str]) -> Option<(Likeness, usize, usize)> {
    let mut best: Option<(Likeness, usize, usize)> = None;
    // given names first: of two that say the same, the one that somebody gave is shown
    let in_order = |names: &[Name]| {
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by_key(|at| names[*at].derived);
        order
    };
    for i in in_order(&a.names) {
        for j in in_order(&b.names) {
            let (x, y) = (&a.names[i], &b.names[j]);
            // what both addresses say, the logins in them say as well
            if x.derived && y.derived || is_said(&x.addresses, shared) || is_said(&y.addresses, shared) {
                continue;
            }
            let mut found = name::compare(x, y);
            let derived = x.derived || y.derived;
            if derived && !found.level.agrees() {
                found.level = Level::Unclear;
            }
            let better = |(known, ..): &(Likeness, usize, usize)| {
                (found.level, found.share) < (known.level, known.share)
                    // what is unclear about a nickname does not clear what full names say
                    && !(found.level == Level::Unclear && known.level > Level::Unclear)
                    || known.level == Level::Unclear && found.level > Level::Unclear
            };
            if best.as_ref().is_none_or(better) {
                best = Some((found, i, j));
            }
        }
    }
    best
}

fn mail(a: &Profile, b: &Profile) -> Option<Mail> {
    let mut best: Option<Mail> = None;
    for (at, x) in a.mails.iter().enumerate().filter(|(_, x)| !x.role) {
        let Some(y) = b.mails.iter().find(|y| y.value == x.value) else { continue };
        let found = Mail { at, verified: x.verified && y.verified, expected: x.expected };
        if best.is_none_or(|best| (found.verified, -found.expected) > (best.verified, -best.expected)) {
            best = Some(found);
        }
    }
    best
}

fn login(a: &Profile, b: &Profile, shared: &[&str]) -> Option<SameLogin> {
    let mut best: Option<SameLogin> = None;
    for (i, x) in a.logins.iter().enumerate() {
        for (j, y) in b.logins.iter().enumerate().filter(|(_, y)| y.key == x.key) {
            // an equal address has said it
            if is_said(&x.addresses, shared) || is_said(&y.addresses, shared) {
                continue;
            }
            if !shared.is_empty() && x.from == From::Mail && y.from == From::Mail {
                continue;
            }
            let expected = x.expected.min(y.expected);
            let of_name = [a, b].iter().any(|side| is_made(x, &side.names));
            if best.is_some_and(|best| (best.expected, best.of_name) <= (expected, of_name)) {
                continue;
            }
            best = Some(SameLogin { a: i, b: j, expected, of_name });
        }
    }
    best
}

fn is_made(login: &Login, names: &[Name]) -> bool {
    names.iter().any(|name| name.joined == login.key || login::made_of(&login.key, name).is_some())
}

/// Handles, on both sides, that are equal but for their tails.
fn near(a: &Profile, b: &Profile, shared: &[&str]) -> Option<(usize, usize, bool)> {
    let digits =
        |login: &Login| login.key.len() - login.key.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let mut best = None;
    let own = |login: &&Login| !is_said(&login.addresses, shared);
    for (i, x) in a.logins.iter().enumerate().filter(|(_, x)| own(x)) {
        let Some(stem) = login::stem(&x.key) else { continue };
        for (j, y) in b.logins.iter().enumerate().filter(|(_, y)| own(y)) {
            // route66, route67: a number, not a tail; visitor1, visitor2 at one place: two accounts
            let numbered = digits(x) > 0 && digits(y) > 0;
            let one_place = !x.place.is_empty() && x.place == y.place;
            let tail = x.key != y.key && !numbered && !one_place && login::stem(&y.key) == Some(stem);
            // helix, helix_: back at one place
            let back = x.key == y.key && x.written != y.written && one_place;
            if !(tail || back) {
                continue;
            }
            // the same whichever record is asked first
            let rank = (!back, x.expected.max(y.expected), made_of_name(a, b, x, y));
            if best.is_none_or(|(known, _): ((bool, f32, bool), _)| rank < known) {
                best = Some((rank, (i, j, back)));
            }
        }
    }
    best.map(|(_, found)| found)
}

fn made_of_name(a: &Profile, b: &Profile, x: &Login, y: &Login) -> bool {
    [a, b].iter().any(|side| is_made(x, &side.names) || is_made(y, &side.names))
}

fn made(a: &Profile, b: &Profile, shared: &[&str]) -> Option<(Made, f32, usize, usize, usize)> {
    let mut best: Option<(Made, f32, usize, usize, usize)> = None;
    for (side, (of, from)) in [(a, b), (b, a)].into_iter().enumerate() {
        for (i, login) in of.logins.iter().enumerate().filter(|(_, it)| !is_said(&it.addresses, shared)) {
            for (j, name) in from.names.iter().enumerate() {
                if let Some((made, share)) = login::made_of(&login.key, name)
                    && best.is_none_or(|(best, least, ..)| (made, share) < (best, least))
                {
                    best = Some((made, share, side, i, j));
                }
            }
        }
    }
    best
}

/// Accounts at one place, none of them in common; those proved on both sides first.
fn twice(a: &Profile, b: &Profile) -> Option<(usize, f32, bool, bool)> {
    let apart = |x: &Account| {
        let here = || a.accounts.iter().filter(|y| y.place == x.place);
        let there = || b.accounts.iter().filter(|y| y.place == x.place);
        let in_common = here().any(|x| there().any(|y| x.same(y)));
        let all = |is: fn(&Account) -> bool| here().all(is) && there().all(is);
        (there().next().is_some() && !in_common).then(|| (all(|it| it.verified), all(|it| it.proved)))
    };
    let found = a.accounts.iter().enumerate().filter_map(|(at, x)| {
        let (verified, proved) = apart(x)?;
        Some((at, x.place_share, verified, proved))
    });
    found.min_by(|x, y| (y.3, y.2).cmp(&(x.3, x.2)).then(x.1.total_cmp(&y.1)))
}

/// Where everybody has one account, given out by whom they work for.
const ONE_EACH: [&str; 2] = ["lineworks", "slack"];

/// Two addresses at one domain, neither of which the other has: so a staff directory tells namesakes apart.
fn addresses(a: &Profile, b: &Profile) -> Option<(usize, usize)> {
    let apart = |x: &Account| {
        let there = || b.accounts.iter().filter(|y| y.place == x.place);
        let mut here = a.accounts.iter().filter(|y| y.place == x.place);
        there().next().is_some() && !here.any(|x| there().any(|y| y.same(x)))
    };
    if !a.accounts.iter().any(|x| ONE_EACH.contains(&x.provider.as_str()) && apart(x)) {
        return None;
    }
    let own = |profile: &Profile| -> Vec<usize> {
        let own = |at: &usize| {
            let mail = &profile.mails[*at];
            mail.tells_domain() && !mail.role && mail.hidden_login().is_none()
        };
        (0..profile.mails.len()).filter(own).collect()
    };
    let there = own(b);
    own(a).into_iter().find_map(|i| {
        let at = there.iter().find(|j| a.mails[i].domain == b.mails[**j].domain)?;
        Some((i, *at))
    })
}

fn organization(a: &Profile, b: &Profile) -> Option<(bool, f32, usize, usize)> {
    let mut same: Option<(bool, f32, usize, usize)> = None;
    for (i, x) in a.organizations.iter().enumerate() {
        for (j, y) in b.organizations.iter().enumerate() {
            if x.key == y.key && same.is_none_or(|(_, share, ..)| x.share < share) {
                same = Some((true, x.share, i, j));
            }
        }
    }
    let both = !a.organizations.is_empty() && !b.organizations.is_empty();
    same.or(both.then_some((false, 1.0, 0, 0)))
}

/// The rarest domain that both belong to.
fn domain(a: &Profile, b: &Profile) -> Option<(f32, String)> {
    let shared = domains(a).filter(|(_, x)| domains(b).any(|(_, y)| *x == y));
    let rarest = shared.min_by(|x, y| x.0.total_cmp(&y.0).then_with(|| x.1.cmp(y.1)));
    rarest.map(|(share, domain)| (share, domain.to_owned()))
}

fn domains(profile: &Profile) -> impl Iterator<Item = (f32, &str)> {
    let mails = profile.mails.iter().filter(|mail| mail.tells_domain());
    let mails = mails.map(|mail| (mail.domain_share, mail.domain.as_str()));
    mails.chain(profile.domains.iter().map(|code| (code.share, code.key.as_str())))
}

fn equal(a: &[super::profile::Code], b: &[super::profile::Code]) -> Option<(f32, usize)> {
    let shared = a.iter().enumerate().filter(|(_, x)| b.iter().any(|y| y.key == x.key));
    shared.map(|(at, x)| (x.share, at)).min_by(|x, y| x.0.total_cmp(&y.0))
}

fn read_differently(a: &Profile, b: &Profile) -> bool {
    let (Some(x), Some(y)) = (&a.kana, &b.kana) else { return false };
    x.joined != y.joined
        && !matches!(name::compare(x, y).level, Level::Same | Level::Reading | Level::Part | Level::Mono)
}
