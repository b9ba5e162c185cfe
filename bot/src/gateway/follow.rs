//! "and for last year?", その前は？, "what about C-9": the last question asked again, with something else in the place
//! of one of its arguments. Never a change: those are said whole.

use crm::{campaigns, organizations, persons};
use nlp::{
    Lang, period,
    understand::{FollowUp, Instead, Understood, follow_up},
};

use super::known::is_found;
use crate::{
    app::App,
    commands::{Call, Context},
};

/// What a follow-up asks for.
pub(super) enum Followed {
    /// The last question, about something else.
    Again(Call),
    /// "the one before", of a question that was asked of no period: this argument of it is missing.
    Which(Call, &'static str),
}

/// What a follow-up asks for; `None` where the text is none, or there is nothing it could follow.
pub(super) async fn followed(
    app: &App,
    ctx: &mut Context<'_>,
    understood: &Understood,
    text: &str,
) -> anyhow::Result<Option<Followed>> {
    let follow = follow_up(text);
    let lang = in_language(text);
    if follow.is_none() && lang.is_none() && !goes_on(text) {
        return Ok(None);
    }
    let Some(last) = crm::shown::last(&mut ctx.tx, ctx.asked).await?.asked else { return Ok(None) };
    let mut call = Call::kept(last)?;
    if !app.registry.spec(&call.command).is_some_and(|spec| spec.asks_again()) {
        return Ok(None);
    }
    if let Some(lang) = lang {
        ctx.lang = lang;
        return Ok(Some(Followed::Again(call)));
    }
    if let Some(next) = there_as_well(&call, understood, text).or_else(|| of_that_name(&call, text)) {
        return Ok(Some(Followed::Again(next)));
    }
    let Some(follow) = follow.filter(|_| !is_asked_for_itself(&call, understood)) else { return Ok(None) };
    call.arguments.remove("page");
    let (argument, value) = match follow {
        FollowUp::Instead(words) => {
            let instead = app.registry.grammar().instead(&call.command, &call.arguments, &words);
            match instead {
                Some(instead) if instead.sure || may_follow(ctx, &call, understood, &instead).await? => {
                    (instead.argument, instead.value)
                }
                _ => return Ok(None),
            }
        }
        FollowUp::Length(_) | FollowUp::Lines(_)
            if app.registry.argument(&call.command, "length").is_none() =>
        {
            return Ok(None);
        }
        // a number of lines and a word for the length are said in each other's place
        FollowUp::Length(word) => {
            call.arguments.remove("count");
            ("length", word.to_owned())
        }
        FollowUp::Lines(n) => {
            call.arguments.remove("length");
            ("count", n.to_string())
        }
        FollowUp::Before(step) => {
            let said = call.arguments.get("period");
            match (said, app.registry.argument(&call.command, "period")) {
                (Some(words), _) => match period::before(words, step, &ctx.now) {
                    Some(earlier) => ("period", earlier),
                    None => return Ok(None),
                },
                (None, Some(period)) => return Ok(Some(Followed::Which(call, period.name))),
                (None, None) => return Ok(None),
            }
        }
    };
    call.arguments.insert(argument.to_owned(), value);
    Ok(Some(Followed::Again(call)))
}

/// "in Japanese", 英語で: the last answer once more, in another language.
fn in_language(text: &str) -> Option<Lang> {
    let said = text.trim().trim_end_matches(['.', '!', '。', '！']).to_lowercase();
    let said =
        [" please", "お願いします", "お願い"].iter().find_map(|end| said.strip_suffix(end)).unwrap_or(&said);
    let said = said.strip_prefix("and ").unwrap_or(said).trim_end_matches(',');
    TOLD_IN.iter().find(|(words, _)| *words == said).map(|(_, lang)| *lang)
}

/// What asks for an answer in a language.
pub(super) const TOLD_IN: [(&str, Lang); 4] =
    [("in japanese", Lang::Ja), ("in english", Lang::En), ("日本語で", Lang::Ja), ("英語で", Lang::En)];

/// What is read out of what was said in a room and a period, and what it is called.
const TALK: [(&str, &[&str]); 7] = [
    ("summary", &["summary", "recap", "要約", "まとめ", "サマリー"]),
    ("decisions", &["decisions", "決定事項", "決まったこと", "決定"]),
    ("topics", &["topics", "話題", "トピック"]),
    ("sentiment show", &["mood", "sentiment", "雰囲気", "感情", "ムード"]),
    ("questions open", &["open questions", "questions", "unanswered questions", "未回答の質問", "質問"]),
    ("influencers", &["influencers", "インフルエンサー"]),
    ("inquiries", &["inquiries", "問い合わせ"]),
];

/// Does it begin as what goes on, "and decisions?", or is it as short: 決定事項は？
fn goes_on(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let leads = ["and ", "what about the ", "how about the ", "then ", "では", "じゃあ", "あと", "それと"];
    leads.iter().any(|lead| lower.starts_with(lead))
        || lower.trim_end_matches(['?', '？']).ends_with('は') && lower.chars().count() <= SHORT
}

/// Longest question in Japanese that goes on with nothing that says so, in characters.
const SHORT: usize = 9;

/// So sure is a reading that goes on with what was asked before: the question before speaks for it.
const ENOUGH: f64 = 0.7;

/// Another question about the same room and the same time, where it names neither itself.
fn there_as_well(last: &Call, understood: &Understood, text: &str) -> Option<Call> {
    let Understood::Call { command, arguments, confidence, .. } = understood else { return None };
    let both_of_talk = is_of_talk(command) && is_of_talk(&last.command);
    if !both_of_talk || *command == last.command || *confidence < ENOUGH || !goes_on(text) {
        return None;
    }
    if WHERE.iter().any(|name| arguments.contains_key(name)) || is_narrower(last) {
        return None;
    }
    let said = arguments.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
    Some(Call::asked(command, said.chain(kept(last)).collect()))
}

/// "and the summary?", 雰囲気は？: by what it is called, and nothing else.
fn of_that_name(last: &Call, text: &str) -> Option<Call> {
    let lower = text.trim().trim_end_matches(['?', '？', '.', '。']).to_lowercase();
    let leads =
        ["and ", "then ", "what about ", "how about ", "では", "じゃあ", "あと", "それと", "the ", "its "];
    let led = |rest: &'_ str| rest.trim_start_matches(['、', ',', ' ']).to_owned();
    let name =
        leads.iter().fold(lower.clone(), |rest, lead| rest.strip_prefix(lead).map_or(rest.clone(), led));
    let name = name.strip_suffix('は').or(name.strip_suffix('も')).unwrap_or(&name).trim();
    let (command, _) = TALK.iter().find(|(_, names)| names.contains(&name))?;
    let goes_on =
        is_of_talk(&last.command) && *command != last.command && goes_on(text) && !is_narrower(last);
    goes_on.then(|| Call::asked(command, kept(last).collect()))
}

/// Of one person or one thread? There is no other answer about it.
fn is_narrower(last: &Call) -> bool {
    ["person", "message", "thread"].iter().any(|it| last.arguments.contains_key(*it))
}

/// Is it read out of what was said?
pub(super) fn is_of_talk(command: &str) -> bool {
    TALK.iter().any(|(it, _)| *it == command)
}

/// Arguments that say where and when.
const WHERE: [&str; 2] = ["room", "period"];

/// Where and when the last question looked.
fn kept(last: &Call) -> impl Iterator<Item = (String, String)> {
    let of = last.arguments.iter().filter(|(name, _)| WHERE.contains(&name.as_str()));
    of.map(|(name, value)| (name.clone(), value.clone()))
}

/// A reading by a phrasing is at least so sure; a guess is less.
const SAID: f64 = 0.95;

/// Surely another question than the last, or the same with other words to find? Whose card is wanted may be whose
/// anything.
fn is_asked_for_itself(last: &Call, understood: &Understood) -> bool {
    matches!(understood, Understood::Call { command, arguments, bare: false, confidence, .. }
        if *confidence >= SAID && !command.ends_with(" show")
            && (*command != last.command || ["words", "conditions", "topic"].iter().any(|it| arguments.contains_key(it))))
}

/// Words that could be anything are more of the same where we know something of that name, or where the text asks
/// for nothing by itself.
async fn may_follow(
    ctx: &mut Context<'_>,
    call: &Call,
    understood: &Understood,
    instead: &Instead,
) -> anyhow::Result<bool> {
    let alone = match understood {
        Understood::Call { command, bare: false, .. } if *command != call.command => false,
        Understood::Call { .. } | Understood::Unsure { .. } => true,
        Understood::Missing { .. } | Understood::Courtesy { .. } | Understood::NoSuchArgument { .. } => {
            return Ok(false);
        }
    };
    let (tx, words) = (&mut ctx.tx, &instead.value);
    Ok(match instead.argument {
        "campaign" => is_found(&campaigns::refer(tx, words).await?),
        "person" => is_found(&persons::refer(tx, words).await?),
        "organization" => is_found(&organizations::refer(tx, words).await?),
        _ => alone,
    })
}
