//! Turns a call that points at lines of the last list into the call that fits what stands in them: "the
//! second" of a list of campaigns is a campaign, "compare 1 and 3" of persons asks whether they are one.
//!
//! Not the references inside of commands: those know the kind they need ([`super::references`]).

use crm::{Code, CodeKind, shown::Shown};
use nlp::understand::{Deictic, deictic, ordinals, points_at};

use super::{Call, Context, object::KINDS};

/// What shows one thing, and what compares several, with the arguments that may point.
const POINTING: &[(&str, &[&str])] = &[
    ("person show", &["person"]),
    ("org show", &["organization"]),
    ("campaign show", &["campaign"]),
    ("activity show", &["activity"]),
    ("deal show", &["deal"]),
    ("task show", &["task"]),
    ("roi compare", COMPARED),
    ("merge explain", &["into", "from", "line"]),
];

const COMPARED: &[&str] = &["first", "second", "third", "fourth", "fifth"];

/// The call that fits what the lines hold that a call points at; the call itself where it does not point.
pub(crate) async fn turned(ctx: &mut Context<'_>, call: Call) -> anyhow::Result<Call> {
    if call.command == "summary" {
        return summed_up(ctx, call).await;
    }
    let Some((_, names)) = POINTING.iter().find(|(command, _)| *command == call.command) else {
        return Ok(call);
    };
    let words: Vec<&str> =
        names.iter().filter_map(|name| call.arguments.get(*name)).map(String::as_str).collect();
    let last = crm::shown::last(&mut ctx.tx, ctx.asked).await?;
    let Some(places) = words.iter().map(|words| place(words, &last)).collect::<Option<Vec<_>>>() else {
        return Ok(call);
    };
    let codes = pointed(&places, &last);
    let of = |kind: CodeKind| codes.iter().all(|code| code.kind == kind);
    let turned = match (words.as_slice(), codes.as_slice()) {
        ([_], [one]) if may_mean(words[0], *one) => super::show(*one),
        ([_], [one, other]) if of(CodeKind::Person) => Some(pair(*one, *other)),
        ([_, _], [one, other]) if of(CodeKind::Person) => Some(pair(*one, *other)),
        ([_, _, ..], [_, _, ..]) if of(CodeKind::Campaign) => {
            let arguments = COMPARED.iter().map(|name| (*name).to_owned());
            let codes = codes.iter().map(Code::to_string);
            Some(Call::asked("roi compare", arguments.zip(codes).collect()))
        }
        _ => None,
    };
    Ok(turned.unwrap_or_else(|| if places.len() > 1 { numbered(call, &places) } else { call }))
}

/// 1番を要約して: no room, where a message or a person stands in that line.
async fn summed_up(ctx: &mut Context<'_>, mut call: Call) -> anyhow::Result<Call> {
    let Some(name) = ["room", "person"].into_iter().find(|name| call.arguments.contains_key(*name)) else {
        return Ok(call);
    };
    let last = crm::shown::last(&mut ctx.tx, ctx.asked).await?;
    let Some(place) = place(&call.arguments[name], &last) else { return Ok(call) };
    let is = match pointed(&[place], &last).as_slice() {
        [one] if one.kind == CodeKind::Activity => ("message", one.to_string()),
        [one] if one.kind == CodeKind::Person => ("person", one.to_string()),
        _ => return Ok(call),
    };
    call.arguments.remove(name);
    call.arguments.insert(is.0.to_owned(), is.1);
    Ok(call)
}

/// The call with numbers that can be nothing but lines, so that what is wrong with them is said.
fn numbered(mut call: Call, places: &[usize]) -> Call {
    let Some((_, names)) = POINTING.iter().find(|(command, _)| *command == call.command) else { return call };
    let said: Vec<&str> = names.iter().copied().filter(|name| call.arguments.contains_key(*name)).collect();
    for (name, n) in said.into_iter().zip(places) {
        call.arguments.insert(name.to_owned(), format!("#{n}"));
    }
    call
}

/// The call that shows what a line of the last list is about.
pub(crate) async fn line(ctx: &mut Context<'_>, n: usize) -> anyhow::Result<Option<Call>> {
    let last = crm::shown::last(&mut ctx.tx, ctx.asked).await?;
    Ok(match (last.nth(n), last.items.as_slice()) {
        (Some([code]), _) => super::show(*code),
        (Some([one, other]), _) => Some(pair(*one, *other)),
        // the two that were compared
        (None, [both]) => both.get(n.saturating_sub(1)).and_then(|code| super::show(*code)),
        _ => None,
    })
}

fn pair(one: Code, other: Code) -> Call {
    Call::new("merge explain", [("into", one.to_string()), ("from", other.to_string())])
}

/// The line that words point at: "the second", 2番, "2". `None`: they do not point at one.
fn place(words: &str, last: &Shown) -> Option<usize> {
    match deictic(words) {
        Some(Deictic::Nth(n)) => Some(n),
        Some(Deictic::Last) => Some(last.items.len()),
        Some(_) => None,
        None => match ordinals(words)?.as_slice() {
            [n] => Some(*n),
            _ => None,
        },
    }
}

/// What stands in these lines. Where two were compared, they are the lines.
fn pointed(places: &[usize], last: &Shown) -> Vec<Code> {
    let both = match last.items.as_slice() {
        [both] if both.len() == 2 => both.as_slice(),
        _ => &[],
    };
    let of_both = places.len() > 1 && !both.is_empty();
    let line = |n: usize| {
        let of_pair = || both.get(n.checked_sub(1)?).map(std::slice::from_ref);
        if of_both { of_pair() } else { last.nth(n).or_else(of_pair) }
    };
    places
        .iter()
        .map(|n| line(*n))
        .collect::<Option<Vec<_>>>()
        .map(|lines| lines.concat())
        .unwrap_or_default()
}

/// "the second person" is no campaign.
fn may_mean(words: &str, code: Code) -> bool {
    deictic(words).is_none() || KINDS.iter().any(|(kind, slot)| *kind == code.kind && points_at(words, *slot))
}
