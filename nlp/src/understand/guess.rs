//! What no phrasing fits, or only loosely: the head weighs in.
//!
//! A guess whose command changes anything is never sure enough to be run, and neither is what is more likely
//! talk: such calls come with a confidence below [`SURE`], and are offered.

use std::{collections::BTreeMap, ops::Range};

use super::{
    Grammar, SlotKind, Understood, deictic,
    grammar::{BARE, Form, whole},
    head::{self, Proposal},
    lists::ordinals,
    names,
    slot::Sureness,
    text::{self, LONGEST_REQUEST, Ready},
    typed,
};
use crate::Lang;

/// A call with less confidence than this is offered, not run. Readings by the typed syntax and by phrasings have
/// more; a guess has more only where its command changes nothing.
pub const SURE: f64 = 0.87;

/// From this likelihood on a guess that changes nothing is sure; a little below, talk is taken for a
/// request now and then.
const ALL_BUT_RIGHT: f64 = 0.993;

/// A guess less likely than this is none: nearest commands are named instead.
const LIKELY_ENOUGH: f64 = 0.4;

/// The same for a text that is hardly talk: it asks for something, and the best guess is worth a button.
const LIKELY_AMONG_COMMANDS: f64 = 0.15;

/// From this likelihood on a guess is clear enough to ask for the argument that is missing; one that changes
/// something must name something as well.
const CLEAR: f64 = 0.5;

/// The same where nothing at all was named.
const PLAIN: f64 = 0.93;

/// Talk below this likelihood is hardly talk.
const HARDLY_TALK: f64 = 0.4;

/// A reading by a phrasing speaks so much for its command against all else, where its words could be anything; less
/// where it changes something, more where the text begins with the command's name.
const READ: f64 = 12.0;
const READ_AS_A_CHANGE: f64 = 5.0;
const NAMED: f64 = 20.0;
const HARDLY_NAMED: f64 = 0.005;

/// Less likely than this, with the reading taken into account, it is what the head says instead.
const OVERRULED: f64 = 0.12;

/// Less likely than this it is offered, not run.
const DOUBTFUL: f64 = 0.5;

/// From this likelihood of talk on a loose reading is offered, whatever speaks for it: "log level is too high".
const MOSTLY_TALK: f64 = 0.6;

/// The head knows no command so little.
const LEAST_LIKELY: f64 = 0.0005;

/// What is most asked about a room.
const ABOUT_A_ROOM: [&str; 3] = ["summary", "questions open", "sentiment show"];

/// How many of the likeliest commands are looked at closely.
const CONSIDERED: usize = 6;

/// A command less likely than this is not even named.
const WORTH_A_MENTION: f64 = 0.03;

/// Is any of the arguments plainly one of ours: a code, 田中さん, `#general`?
fn names_something(form: &Form, arguments: &BTreeMap<&'static str, String>) -> bool {
    form.slots.iter().any(|slot| {
        arguments.get(slot.name).is_some_and(|value| {
            slot.kind.accepts(value, Sureness::Sure) || slot.kind.is_name() && names::is_title(value)
        })
    })
}

/// Is something to be called by several small words, as in "new campaign ideas welcome", or is what is named some
/// thing or other, as in "compare the two lists"?
fn names_hardly(form: &Form, arguments: &BTreeMap<&'static str, String>) -> bool {
    form.slots.iter().any(|slot| {
        arguments.get(slot.name).is_some_and(|name| {
            let small = name.contains(' ') && name.chars().all(|c| c.is_ascii() && !c.is_ascii_uppercase());
            let any =
                ["the ", "a ", "an ", "my ", "our ", "your ", "this ", "that ", "these ", "those ", "two "];
            small
                && (slot.kind == SlotKind::Name
                    || (slot.kind.is_name() || slot.kind == SlotKind::Object)
                        && any.iter().any(|it| name.starts_with(it)))
        })
    })
}

/// "how did it go?": of what was spoken of, which need not be anything of ours.
fn asks_about_it(text: &str) -> bool {
    let it = |word: &str| ["it", "that", "this"].contains(&word.to_lowercase().as_str());
    text.split(|c: char| !c.is_ascii_alphabetic()).any(it)
        || ["それ", "これ", "あれ"].iter().any(|it| text.contains(it))
}

/// A request without the free text that it is about; `None` where there is none.
fn around_text(form: &Form, arguments: &BTreeMap<&'static str, String>, text: &str) -> Option<String> {
    let free = form.slots.iter().find(|slot| slot.kind == SlotKind::Text)?;
    let around = text.replace(arguments.get(free.name)?.as_str(), "");
    // a command's name alone stands around anything that begins with it: such a text is judged whole
    let is_name = around.trim().eq_ignore_ascii_case(form.name);
    Some(around).filter(|around| !around.trim().is_empty() && !is_name)
}

/// How much more a reading speaks for its command the more of the text are the phrasing's own words: twice for each
/// beyond the second, about.
fn own_words(text: &str, arguments: &BTreeMap<&'static str, String>, lang: Lang) -> f64 {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let own = letters(text).saturating_sub(arguments.values().map(|value| letters(value)).sum());
    let words = own / lang.pick(4, 2);
    2f64.powi(i32::try_from(words.saturating_sub(2).min(5)).unwrap_or_default())
}

/// Is it nothing but what it is about, with no word of the phrasing's own?
fn is_bare(read: &Understood) -> bool {
    matches!(read, Understood::Call { bare: true, .. })
}

/// Does it stand in quotation marks? Whoever sets them means a name.
fn is_quoted(value: &str, text: &str) -> bool {
    [('"', '"'), ('“', '”'), ('「', '」'), ('『', '』')]
        .iter()
        .any(|(open, close)| text.to_lowercase().contains(&format!("{open}{}{close}", value.to_lowercase())))
}

/// "feedback was mixed", "search engine is down": what the command's one word begins is told of. So it is with
/// "feedback from legal took ages", where the command would change something.
pub(super) fn tells_of(command: &str, changes: bool, text: &str) -> bool {
    let words: Vec<String> = text.split(' ').take(TOLD_WITHIN).map(str::to_lowercase).collect();
    let [first, rest @ ..] = words.as_slice() else { return false };
    let Some(next) = rest.first().filter(|_| first == command) else { return false };
    let verb = rest.iter().position(|word| TELLS.contains(&word.as_str()));
    let asks = |words: &[String]| words.iter().any(|word| ASKS.contains(&word.as_str()));
    // "feedback the chart is hard to read"
    let says = changes && ["the", "a", "an", "my", "our", "this", "it", "we", "i"].contains(&next.as_str());
    verb.is_some_and(|at| !says && !asks(&rest[..at]))
        || ["would", "will", "welcome", "wanted"].contains(&next.as_str())
        || changes && ["from", "about", "on", "for", "and", "files", "level"].contains(&next.as_str())
}

/// Does it begin as a question does: "how many …"?
pub(super) fn asks_of_something(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default().to_lowercase();
    first != "that" && ASKS.contains(&first.as_str())
}

/// The verb of a sentence stands among so many words.
const TOLD_WITHIN: usize = 5;
const TELLS: [&str; 16] = [
    "is", "are", "was", "were", "has", "had", "keeps", "broke", "breaks", "crashed", "fails", "seems",
    "looks", "doesn't", "isn't", "won't",
];
const ASKS: [&str; 8] = ["what", "who", "where", "when", "why", "how", "which", "that"];

/// Would the command change something, and do no words behind a colon say what: "note on Acme: called back"?
fn keeps(form: &Form, text: &str) -> bool {
    form.changes && (form.slots.len() == 1 || !text.contains([':', '：']))
}

/// A command that a text may mean.
struct Guess {
    index: usize,
    likelihood: f64,
    arguments: BTreeMap<&'static str, String>,
    /// Where they stand.
    taken: Vec<Range<usize>>,
}

impl Grammar {
    /// Does a reading rest on words that could be anything? One with a short code in it does not.
    pub(super) fn is_loose(&self, read: &Understood, text: &str) -> bool {
        let (Understood::Call { command, arguments, .. } | Understood::Missing { command, arguments, .. }) =
            read
        else {
            return false;
        };
        if arguments.values().any(|value| SlotKind::Change.accepts(value, Sureness::Sure)) {
            return false;
        }
        let form = self.forms.iter().map(|parsed| &parsed.form).find(|form| form.name == *command);
        if tells_of(command, form.is_some_and(|form| keeps(form, text)), text) {
            return true;
        }
        form.is_some_and(|form| {
            form.slots.iter().any(|slot| {
                arguments.get(slot.name).is_some_and(|value| {
                    let sure = slot.kind.is_choosy()
                        || slot.kind.accepts(value, Sureness::Sure)
                        || deictic(value).is_some()
                        || ordinals(value).is_some()
                        || is_quoted(value, text)
                        // "help inquiry kind"
                        || slot.kind == SlotKind::Topic
                            && self.forms.iter().any(|it| it.form.name.starts_with(value.as_str()))
                        // filters, as 会社:アオゾラ, and the beginning of a phrase
                        || slot.kind == SlotKind::Query && (value.contains(':') || value.starts_with('"'))
                        || slot.kind == SlotKind::Person
                            && names::is_written_in_kanji(value)
                            && !self.head.is_everyday(&self.forms, value);
                    !(sure || slot.kind.is_name() && names::is_title(value))
                })
            })
        })
    }

    /// A loose reading, unless the head has good reason to take the text for something else: the odds it gives, times
    /// what the reading speaks for itself.
    pub(super) fn doubted(&self, read: Understood, ready: &Ready<'_>, lang: Lang) -> Understood {
        let (Understood::Call { command, arguments, .. } | Understood::Missing { command, arguments, .. }) =
            &read
        else {
            return read;
        };
        let Some(index) = self.forms.iter().position(|parsed| parsed.form.name == *command) else {
            return read;
        };
        let form = &self.forms[index].form;
        let proposal = self.head.propose(&self.forms, ready);
        // what is to be written down may sound like anything: the request is what stands around it
        let around = around_text(form, arguments, &ready.text);
        let around = around
            .as_deref()
            .and_then(|it| text::ready(it, it))
            .map(|it| self.head.propose(&self.forms, &it));
        let likely = around.as_ref().map_or(0.0, |it| it.of(index)).max(proposal.of(index)).max(LEAST_LIKELY);
        // "roi of kyoto meetup" is as good as "roi show kyoto meetup"
        let kind = command.split(' ').next().unwrap_or(command);
        let named = !form.changes && typed::rest(&ready.text, kind).is_some();
        let speaks = if form.changes { READ_AS_A_CHANGE } else { READ }
            * if named { NAMED } else { 1.0 }
            * if names_hardly(form, arguments) { HARDLY_NAMED } else { 1.0 }
            * if is_bare(&read) { 1.0 } else { own_words(&ready.text, arguments, lang) };
        let belief = likely * speaks / (likely * speaks + 1.0 - likely);
        // by something that is likelier than all else, not by a choice of many; nobody just talks who begins with "show"
        let talk = match ready.text.to_lowercase().starts_with("show ") {
            true => 0.0,
            false => around.map_or(proposal.talk, |it| it.talk.min(proposal.talk)),
        };
        let other = proposal.commands.first().map_or(0.0, |(_, likelihood)| *likelihood).max(talk);
        if belief < OVERRULED && other >= LIKELY_ENOUGH && !named {
            return self.guessed(&proposal, ready, lang);
        }
        match read {
            // more likely said to somebody else: offered, not run
            Understood::Call { command, arguments, lang, confidence, bare, unused }
                if belief < DOUBTFUL
                    || talk > MOSTLY_TALK
                    || tells_of(command, keeps(form, &ready.text), &ready.text) =>
            {
                let confidence = confidence.min(SURE - 0.01).min(belief.max(DOUBTFUL));
                Understood::Call { command, arguments, lang, confidence, bare, unused }
            }
            Understood::Missing { .. } if belief < DOUBTFUL && !named => self.unsure(&[index], ready, lang),
            read => read,
        }
    }

    /// What the head takes the text for: of its likeliest commands the one whose arguments are there.
    pub(super) fn guessed(&self, proposal: &Proposal, ready: &Ready<'_>, lang: Lang) -> Understood {
        // at such length nobody asks for anything but to keep it, and that is said plainly
        if ready.text.chars().nth(LONGEST_REQUEST).is_some() {
            return Understood::Unsure { nearest: Vec::new(), lang };
        }
        // a room alone says nothing of what is wanted there
        if ready
            .text
            .strip_prefix('#')
            .is_some_and(|name| !name.is_empty() && head::room_len(name) == name.len())
        {
            return Understood::Unsure { nearest: ABOUT_A_ROOM.to_vec(), lang };
        }
        // out of words that nobody ever said no change is read
        let unheard = self.head.knows_nothing_of(&self.forms, &ready.text);
        let mut weighed: Vec<Guess> = proposal
            .commands
            .iter()
            .take(CONSIDERED)
            .filter(|(_, likelihood)| *likelihood >= WORTH_A_MENTION)
            .filter(|(index, _)| !(unheard && self.forms[*index].form.changes))
            .filter_map(|(index, likelihood)| self.weighed(*index, *likelihood, ready))
            .collect();
        // what one command loses for want of an argument the others gain
        let kept: f64 = weighed.iter().map(|guess| guess.likelihood).sum();
        let all: f64 = proposal.commands.iter().take(CONSIDERED).map(|(_, likelihood)| likelihood).sum();
        for guess in &mut weighed {
            guess.likelihood *= (all / kept.max(f64::MIN_POSITIVE)).min(4.0);
        }
        weighed.sort_by(|a, b| b.likelihood.total_cmp(&a.likelihood));
        let floor = if proposal.talk < HARDLY_TALK { LIKELY_AMONG_COMMANDS } else { LIKELY_ENOUGH };
        let nearest: Vec<usize> = weighed.iter().map(|guess| guess.index).collect();
        let Some(guess) = weighed.into_iter().next().filter(|guess| guess.likelihood >= floor) else {
            return self.unsure(&nearest, ready, lang);
        };
        let form = &self.forms[guess.index].form;
        // surer than any guess is a bare argument
        let likelihood = guess.likelihood.min(1.0 - proposal.talk);
        let confidence = (likelihood / ALL_BUT_RIGHT * SURE).min(BARE - 0.01);
        let confidence = if form.changes { confidence.min(SURE - 0.01) } else { confidence };
        match whole(form, guess.arguments, lang, confidence) {
            Understood::Missing { arguments, .. }
                if guess.likelihood < CLEAR
                    || arguments.is_empty() && guess.likelihood < PLAIN
                    || form.changes && !names_something(form, &arguments)
                    || arguments.is_empty()
                        && (asks_about_it(&ready.text)
                            || self.head.is_beside(&self.forms, guess.index, &ready.text)) =>
            {
                self.unsure(&nearest, ready, lang)
            }
            Understood::Call { command, arguments, lang, confidence, .. } => {
                let unused = self.head.unused(&self.forms, guess.index, &ready.text, &guess.taken);
                // a name alone may be whose anything
                let bare = guess.taken.iter().any(|at| at.len() == ready.text.len());
                Understood::Call { command, arguments, lang, confidence, bare, unused }
            }
            understood => understood,
        }
    }

    /// The arguments that a command finds in a text.
    pub(super) fn found(&self, index: usize, ready: &Ready<'_>) -> BTreeMap<&'static str, String> {
        let form = &self.forms[index].form;
        let Some(anchors) = self.head.anchors(&self.forms, index) else { return BTreeMap::new() };
        head::find(form, (anchors, self.head.tagger(&self.forms)), ready).0
    }

    /// A command with the arguments it finds, less likely for each it needs and does not find, and for each code,
    /// link, amount or name in the text that it has no use for.
    fn weighed(&self, index: usize, likelihood: f64, ready: &Ready<'_>) -> Option<Guess> {
        let form = &self.forms[index].form;
        let (arguments, taken) =
            head::find(form, (self.head.anchors(&self.forms, index)?, self.head.tagger(&self.forms)), ready);
        let missing =
            form.slots.iter().filter(|slot| slot.required && !arguments.contains_key(slot.name)).count();
        let idle = head::marks(&ready.text)
            .filter(|mark| !form.slots.iter().any(|slot| slot.kind.accepts(mark, Sureness::Likely)))
            .count();
        let nameless = head::names_in(&ready.text)
            .into_iter()
            .filter(|name| !arguments.values().any(|value| value.contains(name)))
            .count();
        let penalty = |times: usize, each: f64| each.powi(i32::try_from(times.min(4)).unwrap_or(4));
        Some(Guess {
            index,
            likelihood: likelihood * penalty(missing, 0.4) * penalty(idle, 0.2) * penalty(nameless, 0.4),
            arguments,
            taken,
        })
    }

    /// The commands that come nearest: first those the head thinks of, then those that are spelled alike.
    fn unsure(&self, thought_of: &[usize], ready: &Ready<'_>, lang: Lang) -> Understood {
        let mut nearest: Vec<&'static str> =
            thought_of.iter().map(|index| self.forms[*index].form.name).take(3).collect();
        if nearest.len() < 3 {
            for name in self.nearest.of(&ready.text) {
                if nearest.len() < 3 && !nearest.contains(&name) {
                    nearest.push(name);
                }
            }
        }
        Understood::Unsure { nearest, lang }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::{Form, Slot, SlotKind, Taught};

    const SAID: &str = "# budget show\nhow much money went into C-4\nhow much money went into Tech Week\nwhat did we spend on C-4\nC-4にいくら使った\n\
        # person delete\nthrow P-4 out\nget rid of P-4\nP-4を捨てて\n# never heard of\nnonsense";
    const TALK: &str = "lunch?\nsee you tomorrow\nthe tests pass\nwho wants coffee\nお昼どうする\nテスト通った\n\
        I throw the ball\nmoney is tight\n了解";

    fn grammar() -> Grammar {
        let slot = |name, kind, required| Slot { name, kind, required };
        let form = |name, slots, en, ja, changes| Form { name, slots, en, ja, examples: vec![], changes };
        Grammar::new(vec![
            form(
                "budget show",
                vec![slot("campaign", SlotKind::Campaign, true)],
                &["[show] [the] budget (of|for) {campaign}"],
                &["{campaign}の予算[を見せて]"],
                false,
            ),
            form(
                "person delete",
                vec![slot("person", SlotKind::Person, true)],
                &["delete {person}"],
                &["{person}を削除[して]"],
                true,
            ),
        ])
        .unwrap()
        .taught(Taught { said: SAID, talk: TALK })
    }

    #[test]
    fn what_no_phrasing_fits_is_guessed_with_its_argument() {
        let grammar = grammar();
        for (said, want) in [
            ("so how much did we spend on C-7", "C-7"),
            ("C-7にはいくら使ったの", "C-7"),
            ("how much money went into Autumn Fair", "Autumn Fair"),
        ] {
            match grammar.understand(said) {
                Understood::Call { command: "budget show", arguments, confidence, bare: false, .. } => {
                    assert_eq!(arguments["campaign"], want, "{said}");
                    assert!(confidence < BARE, "{said}: {confidence}");
                }
                other => panic!("{said}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_guess_that_changes_something_is_only_offered() {
        match grammar().understand("please throw P-9 out, get rid of it") {
            Understood::Call { command, confidence, .. } => {
                assert_eq!(command, "person delete");
                assert!(confidence < SURE, "{confidence}");
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn talk_runs_nothing() {
        let grammar = grammar();
        for said in
            ["lunch at noon?", "the tests pass again", "お昼いく？", "who wants tea", "asdf", "…?", "P"]
        {
            match grammar.understand(said) {
                Understood::Call { command, confidence, .. } => {
                    assert!(confidence < SURE, "{said}: {command} {confidence}");
                }
                Understood::Missing { command, .. } => panic!("{said}: {command}"),
                Understood::NoSuchArgument { .. }
                | Understood::Courtesy { .. }
                | Understood::Unsure { .. } => {}
            }
        }
    }

    #[test]
    fn without_talk_to_tell_from_nothing_is_guessed() {
        let grammar = grammar().taught(Taught { said: SAID, talk: "" });
        assert!(matches!(grammar.understand("how much money went into C-4"), Understood::Unsure { .. }));
    }

    proptest::proptest! {
        #[test]
        fn never_panics(said in ".{0,80}", mixed in "(money|C-4|P-4|いくら|使った|を|「|\"|,| ){0,20}") {
            let grammar = grammar();
            let _ = (grammar.understand(&said), grammar.understand(&mixed));
        }
    }
}
