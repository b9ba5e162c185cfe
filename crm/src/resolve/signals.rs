//! Findings as reasons that can be read.

use super::{
    Reason, Schema, Signal,
    compare::Findings,
    field,
    model::Weights,
    name::Level,
    profile::{From, Profile},
};

/// What speaks for two records being one person, the weightiest first, then what speaks against it.
pub(crate) fn signals(
    a: &Profile,
    b: &Profile,
    found: &Findings,
    weights: &Weights,
    schema: &Schema,
) -> Vec<Signal> {
    let mut signals: Vec<Signal> = Vec::new();
    let mut add = |reason: Option<Reason>, weight: f64| {
        if let Some(reason) = reason
            && weight != 0.0
        {
            signals.push(Signal { reason, weight: weight / std::f64::consts::LN_2 });
        }
    };
    add(mail(a, found), weights.mail);
    add(login(a, b, found), weights.login);
    add(near(a, b, found), weights.near);
    add(name(a, b, found), weights.name);
    add(made(a, b, found), weights.made);
    let same = found.organization.is_some_and(|(same, ..)| same);
    add(organization(a, b, found), weights.organization);
    let domain = found.domain.as_ref().map(|(_, value)| Reason::SameDomain { value: value.clone() });
    // an employer says it already
    add(domain.filter(|_| !same), weights.domain);
    add(found.phone.map(|(_, at)| Reason::SamePhone { value: a.phones[at].written.clone() }), weights.phone);
    for ((mark, _, at), weight) in found.marks.iter().zip(&weights.marks) {
        add(Some(Reason::SameMark { mark: *mark, value: a.marks[*at].1.written.clone() }), *weight);
    }
    for (at, column) in schema.columns.iter().enumerate().take(weights.fields.len()) {
        add(column_reason(a, b, found, at, &column.name), weights.fields[at]);
    }
    if let (Some(x), Some(y)) = (&a.kana, &b.kana) {
        let differ = || Reason::ReadDifferently { a: x.written.clone(), b: y.written.clone() };
        add(found.read_differently.then(differ), weights.reading);
    }
    let twice = found
        .twice
        .map(|(at, ..)| Reason::TwoAccountsOnOneProvider { provider: a.accounts[at].provider.clone() });
    add(twice, weights.twice);
    let other = |(i, j): (usize, usize)| Reason::OtherAddress {
        a: a.mails[i].value.clone(),
        b: b.mails[j].value.clone(),
    };
    add(found.addresses.map(other), weights.addresses);
    // what is said twice, as a name and as a login made of it, is one reason
    let mut said: Vec<Signal> = Vec::with_capacity(signals.len());
    for signal in signals {
        match said.iter_mut().find(|known| known.reason == signal.reason) {
            Some(known) => known.weight += signal.weight,
            None => said.push(signal),
        }
    }
    let mut signals = said;
    signals.sort_by(|x, y| {
        x.reason.is_against().cmp(&y.reason.is_against()).then(y.weight.abs().total_cmp(&x.weight.abs()))
    });
    signals
}

fn mail(a: &Profile, found: &Findings) -> Option<Reason> {
    let mail = found.mail?;
    Some(Reason::SameEmail { value: a.mails[mail.at].value.clone(), verified: mail.verified })
}

fn login(a: &Profile, b: &Profile, found: &Findings) -> Option<Reason> {
    let login = found.login?;
    let (x, y) = (&a.logins[login.a], &b.logins[login.b]);
    // a word that was given as a name
    if [x, y].iter().all(|login| login.from == From::Name) {
        return Some(Reason::SameName { value: x.written.clone() });
    }
    if x.provider.is_empty() || y.provider.is_empty() || x.provider == y.provider {
        return Some(Reason::SameLogin { value: x.written.clone() });
    }
    let mut providers = [x.provider.clone(), y.provider.clone()];
    providers.sort();
    Some(Reason::SameHandle { value: x.written.clone(), providers })
}

fn near(a: &Profile, b: &Profile, found: &Findings) -> Option<Reason> {
    let (i, j, _) = found.near?;
    Some(Reason::SimilarHandle { a: a.logins[i].written.clone(), b: b.logins[j].written.clone() })
}

fn name(a: &Profile, b: &Profile, found: &Findings) -> Option<Reason> {
    let (likeness, i, j) = found.name?;
    let derived = [a.names[i].derived, b.names[j].derived];
    let (a, b) = (a.names[i].written.clone(), b.names[j].written.clone());
    // read out of an address: no name that anybody gave
    match (derived, likeness.level.agrees()) {
        ([true, false], true) => return Some(Reason::LoginOfName { login: a, name: b }),
        ([false, true], true) => return Some(Reason::LoginOfName { login: b, name: a }),
        ([true, true], true) if a == b => return Some(Reason::SameLogin { value: a }),
        ([true, true], true) => return Some(Reason::SimilarHandle { a, b }),
        _ => {}
    }
    Some(match likeness.level {
        Level::Same | Level::Mono => Reason::SameName { value: a },
        // a word that says little, and is all there is of both
        Level::Part if a == b => Reason::SameName { value: a },
        Level::Reading => Reason::SameReading { a, b },
        Level::Variant | Level::Initial => Reason::NameForm { a, b },
        Level::Slip | Level::Homophone | Level::Part => Reason::SimilarName { a, b },
        Level::Unclear | Level::One | Level::Different => Reason::OtherName { a, b },
    })
}

fn made(a: &Profile, b: &Profile, found: &Findings) -> Option<Reason> {
    let (_, _, side, login, name) = found.made?;
    let (of, from) = if side == 0 { (a, b) } else { (b, a) };
    Some(Reason::LoginOfName {
        login: of.logins[login].written.clone(),
        name: from.names[name].written.clone(),
    })
}

fn organization(a: &Profile, b: &Profile, found: &Findings) -> Option<Reason> {
    let (same, _, i, j) = found.organization?;
    let (a, b) = (a.organizations[i].written.clone(), b.organizations[j].written.clone());
    Some(if same { Reason::SameOrganization { name: a } } else { Reason::OtherOrganization { a, b } })
}

fn column_reason(a: &Profile, b: &Profile, found: &Findings, at: usize, name: &str) -> Option<Reason> {
    let (level, _) = found.fields[at]?;
    let value = |profile: &Profile| profile.fields.get(at)?.as_ref().map(|value| value.text.clone());
    let (a, b) = (value(a)?, value(b)?);
    let field = name.to_owned();
    Some(match level {
        field::Level::Equal => Reason::SameField { field, value: a },
        field::Level::Near => Reason::SimilarField { field, a, b },
        field::Level::Far | field::Level::Different => Reason::OtherField { field, a, b },
    })
}
