//! Was that for us, and what does it ask?

use adapters::{Event, What, without_files};
use crm::{Code, QuestionId, Role, access};
use nlp::{
    Lang,
    understand::{Answer, SURE, Understood, answer},
};

use super::{
    Place,
    follow::{TOLD_IN, is_of_talk},
};
use crate::{app::App, commands::Call};

/// Somebody wants something.
#[derive(Debug, Clone)]
pub struct Request {
    /// Who, and where.
    pub place: Place,
    /// What.
    pub wish: Wish,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Wish {
    /// Said in words. `answer` is what the words mean if a question is open here.
    Said {
        /// As a short answer.
        answer: Option<Answer>,
        /// As a command.
        understood: Understood,
        /// The words themselves, for the question that asks for some.
        text: String,
        /// The language it was said in, if it can be told.
        lang: Option<Lang>,
    },
    /// Called a command by its name.
    Called(Call),
    /// Opened a conversation with us and has said nothing yet.
    Opened,
    /// Pressed a button of a question.
    Pressed {
        /// The question.
        question: QuestionId,
        /// The answer.
        answer: Answer,
        /// The language it was asked in.
        lang: Option<Lang>,
    },
    /// Pressed something that is no button of ours.
    Nonsense,
}

/// `None`: not for us. Bots are recorded and never obeyed, and neither are edits: changing a message
/// must not run a command twice.
pub fn understand(app: &App, event: &Event, place: Place) -> Option<Request> {
    if event.sender.is_bot {
        return None;
    }
    let wish = match &event.what {
        What::Message { text, to_bot: true } => {
            let text = without_files(text);
            let understood = app.registry.grammar().understand(text);
            // numbers and codes alone are in no language
            let lang = Lang::of(text).filter(|_| Code::parse(text).is_none()).map(|_| understood.lang());
            let (understood, lang) = match told_in(app, text) {
                Some((understood, lang)) => (understood, Some(lang)),
                None => (understood, lang),
            };
            Wish::Said { answer: answer(text), understood, text: text.to_owned(), lang }
        }
        What::Pressed { token } => pressed(token).unwrap_or(Wish::Nonsense),
        What::Called { command, arguments } => Wish::Called(Call::asked(command, arguments.clone())),
        // some platforms say so each time it is looked at
        What::Opened if place.first => Wish::Opened,
        What::Opened => return None,
        What::Moved { .. }
        | What::Message { .. }
        | What::Edited { .. }
        | What::Deleted
        | What::Other { .. } => return None,
    };
    // in a customer's conversation the bot records and stays silent, unless it is surely asked for what a guest may
    if place.alone && !surely_for_guests(app, &wish) {
        return None;
    }
    Some(Request { place, wish })
}

/// "summarise #general in Japanese", 決定事項を英語で: what is asked without that, and the language of the answer.
fn told_in(app: &App, text: &str) -> Option<(Understood, Lang)> {
    let bare = text.trim().trim_end_matches(['.', '!', '?', '。', '？']);
    let (rest, lang) = TOLD_IN.iter().find_map(|(words, lang)| match words.is_ascii() {
        true => {
            let from = bare.len().checked_sub(words.len())?;
            let ends = bare.get(from..)?.eq_ignore_ascii_case(words);
            (ends && bare[..from].ends_with(' ')).then(|| (bare[..from].trim_end().to_owned(), *lang))
        }
        false => {
            let rest = bare.contains(words).then(|| bare.replacen(words, "", 1))?;
            Some((rest.trim_end_matches(['を', 'は']).to_owned(), *lang))
        }
    })?;
    let understood = app.registry.grammar().understand(&rest);
    let of_talk = matches!(&understood, Understood::Call { command, confidence, bare: false, .. }
        if *confidence >= SURE && is_of_talk(command));
    of_talk.then_some((understood, lang))
}

fn surely_for_guests(app: &App, wish: &Wish) -> bool {
    let command = match wish {
        Wish::Said { understood: Understood::Call { command, confidence, bare: false, .. }, .. }
            if *confidence >= SURE =>
        {
            command
        }
        Wish::Called(call) => call.command.as_str(),
        Wish::Pressed { .. } => return true,
        Wish::Said { .. } | Wish::Opened | Wish::Nonsense => return false,
    };
    app.registry.spec(command).is_some_and(|spec| access::least(spec.right) == Some(Role::Guest))
}

/// `<question>:yes:en`, `<question>:no:ja`, `<question>:2:ja`: the language is that of the question.
fn pressed(token: &str) -> Option<Wish> {
    let mut parts = token.split(':');
    let question = QuestionId(parts.next()?.parse().ok()?);
    let answer = match parts.next()? {
        "yes" => Answer::Yes,
        "no" => Answer::No,
        n => Answer::Number(n.parse().ok()?),
    };
    Some(Wish::Pressed { question, answer, lang: parts.next().and_then(Lang::from_tag) })
}
