//! The head: which command a text most likely means when no phrasing fits it.
//!
//! It has learned from every command's phrasings and examples, from texts written for it ([`Taught`]) and from
//! ordinary talk, which is a class of its own. It proposes and never decides: what changes anything is only
//! offered.

mod amounts;
mod anchors;
mod arguments;
mod concepts;
mod features;
mod kept;
mod kin;
mod learned;
mod left_over;
mod likeness;
mod model;
mod name_end;
mod neighbours;
mod parallel;
mod regression;
mod room;
mod spelling;
mod stretches;
mod tagger;
mod taught;
mod told;
mod unused;
mod vectors;
mod widened;
mod wording;

use std::{ops::Range, path::PathBuf, sync::OnceLock};

use super::{
    grammar::{Form, Parsed},
    phrase::{Dice, Saying},
    slot::SlotKind,
    text::{self, Ready},
};
use model::{Lesson, Model};
use spelling::Spelling;
use tagger::{Example, Tagger};
use unused::Vocabulary;

pub(super) use anchors::Anchors;
pub(super) use arguments::{find, marks};
pub(super) use likeness::names_in;
pub(super) use room::len as room_len;
pub use taught::{Line, Taught};

/// What a text may mean; all likelihoods together are one.
#[derive(Debug)]
pub(super) struct Proposal {
    /// Index of each command with its likelihood, best first.
    pub(super) commands: Vec<(usize, f64)>,
    /// That it is ordinary talk.
    pub(super) talk: f64,
}

impl Proposal {
    /// The likelihood of a command.
    pub(super) fn of(&self, command: usize) -> f64 {
        self.commands.iter().find(|(index, _)| *index == command).map_or(0.0, |(_, likelihood)| *likelihood)
    }
}

/// How many texts of each phrasing are learned from: what people write in their own words counts more.
const LEARNED: usize = 1;

/// How many texts of each phrasing show what stands beside its arguments.
const LOOKED_AT: usize = 8;

/// The commands that a text may mean.
#[derive(Debug, Default)]
pub(super) struct Head {
    taught: Taught,
    model: OnceLock<Model>,
    spelling: OnceLock<Spelling>,
    vocabulary: OnceLock<Vocabulary>,
    tagger: OnceLock<Tagger>,
    /// Of each command, learned when it is first asked for.
    anchors: OnceLock<Vec<OnceLock<Anchors>>>,
    /// Where what was learned is kept.
    file: Option<PathBuf>,
}

impl Head {
    pub(super) fn new(taught: Taught) -> Self {
        Self { taught, ..Self::default() }
    }

    /// Keeps what it learns in this file.
    pub(super) fn kept_in(self, file: PathBuf) -> Self {
        Self { file: Some(file), ..self }
    }

    /// Without ordinary talk to tell commands from, nothing is proposed.
    pub(super) fn has_learned_talk(&self) -> bool {
        !self.taught.talk.is_empty()
    }

    /// Which commands a text may mean.
    pub(super) fn propose(&self, forms: &[Parsed], ready: &Ready<'_>) -> Proposal {
        // which words are which argument is asked next: all is learned side by side
        self.learn(forms);
        let model = self.model(forms);
        let mut likelihoods = model.likelihoods(&self.spelling(forms).corrected(&ready.text), ready.line());
        let talk = f64::from(likelihoods.pop().unwrap_or(1.0));
        let mut commands: Vec<(usize, f64)> = likelihoods.into_iter().map(f64::from).enumerate().collect();
        commands.sort_by(|a, b| b.1.total_cmp(&a.1));
        Proposal { commands, talk }
    }

    /// Learns, unless it has.
    pub(super) fn learn(&self, forms: &[Parsed]) {
        if !self.has_learned_talk() || self.model.get().is_some() {
            return;
        }
        let known = self.file.as_deref().and_then(kept::read);
        let is_new = known.is_none();
        if let Some((model, tagger)) = known {
            // whoever was faster has the same
            let _ = self.tagger.set(tagger);
            let _ = self.model.set(model);
        }
        std::thread::scope(|scope| {
            scope.spawn(|| {
                self.tagger(forms);
            });
            self.model(forms);
            self.spelling(forms);
            self.vocabulary(forms);
        });
        if let (true, Some(file)) = (is_new, &self.file)
            && let Err(error) = kept::write(file, self.model(forms), self.tagger(forms))
        {
            tracing::warn!(%error, file = %file.display(), "what was learned cannot be kept for the next start");
        }
    }

    /// What was learned; the first who asks waits until it is.
    fn model(&self, forms: &[Parsed]) -> &Model {
        self.model.get_or_init(|| {
            let started = std::time::Instant::now();
            let lessons: Vec<Lesson> =
                parallel::map(&self.texts(forms), lesson).into_iter().flatten().collect();
            let names: Vec<&str> = forms.iter().map(|parsed| parsed.form.name).collect();
            let model = Model::train(&lessons, &names);
            tracing::debug!(
                texts = lessons.len(),
                bytes = model.size(),
                milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
                "learned which words mean which command"
            );
            model
        })
    }

    fn spelling(&self, forms: &[Parsed]) -> &Spelling {
        self.spelling.get_or_init(|| Spelling::of(forms.iter().flat_map(|parsed| sayings(parsed, LOOKED_AT))))
    }

    /// Words of substance outside of `taken` that a command has no use for; words that only talk is made of are none.
    pub(super) fn unused(
        &self,
        forms: &[Parsed],
        form: usize,
        text: &str,
        taken: &[Range<usize>],
    ) -> Vec<String> {
        self.left(forms, (form, true), text, taken)
    }

    /// Does the text have words of substance that this command is never said with, be it words of talk: 天気について教えて?
    pub(super) fn is_beside(&self, forms: &[Parsed], form: usize, text: &str) -> bool {
        !self.left(forms, (form, false), text, &[]).is_empty()
    }

    /// Is it made of words that nobody ever said, to us or just so? "flurb wobble" asks for nothing.
    pub(super) fn knows_nothing_of(&self, forms: &[Parsed], text: &str) -> bool {
        let (vocabulary, spelling) = (self.vocabulary(forms), self.spelling(forms));
        let mut words =
            stretches::words(text).filter(|word| word.chars().any(char::is_alphabetic)).peekable();
        words.peek().is_some()
            && words
                .all(|word| !vocabulary.has_heard(&word) && !vocabulary.has_heard(&spelling.corrected(&word)))
    }

    /// Is it a word that many commands, or people who just talk, are heard with? Hardly anybody is called so.
    pub(super) fn is_everyday(&self, forms: &[Parsed], word: &str) -> bool {
        self.has_learned_talk() && self.vocabulary(forms).is_everyday(word)
    }

    /// What is left over of a text without the words of a command and, where they count for nothing, of talk.
    fn left(
        &self,
        forms: &[Parsed],
        (form, talk_is_nothing): (usize, bool),
        text: &str,
        taken: &[Range<usize>],
    ) -> Vec<String> {
        let spelling = self.spelling(forms);
        self.vocabulary(forms).unused(text, taken, (form, talk_is_nothing), |word| spelling.corrected(word))
    }

    /// Whom people name.
    fn names(&self, forms: &[Parsed]) -> impl Iterator<Item = String> {
        self.taught.lines().flat_map(|(name, line)| {
            let form = forms.iter().map(|parsed| &parsed.form).find(|form| form.name == name);
            let is_person = |argument: &str| {
                form.is_some_and(|form| {
                    form.slots.iter().any(|slot| {
                        slot.name == argument && matches!(slot.kind, SlotKind::Person | SlotKind::User)
                    })
                })
            };
            let named = line.arguments.iter().filter(|(argument, _)| is_person(argument));
            named.flat_map(|(_, at)| stretches::words(&line.text[at.clone()])).collect::<Vec<_>>()
        })
    }

    /// Which words each command is said with.
    fn vocabulary(&self, forms: &[Parsed]) -> &Vocabulary {
        self.vocabulary.get_or_init(|| {
            let started = std::time::Instant::now();
            let mut texts = self.texts(forms);
            for (class, parsed) in forms.iter().enumerate() {
                texts.extend(sayings(parsed, LOOKED_AT).into_iter().map(|saying| (saying.text, class)));
            }
            let vocabulary = Vocabulary::of(&texts, forms.len()).naming(self.names(forms));
            tracing::debug!(
                texts = texts.len(),
                milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
                "learned which words commands are said with"
            );
            vocabulary
        })
    }

    /// What stands beside the arguments of a command when people name them.
    pub(super) fn anchors(&self, forms: &[Parsed], form: usize) -> Option<&Anchors> {
        let parsed = forms.get(form)?;
        let anchors =
            self.anchors.get_or_init(|| forms.iter().map(|_| OnceLock::new()).collect()).get(form)?;
        Some(anchors.get_or_init(|| {
            let lines = self.taught.lines_of(parsed.form.name);
            Anchors::of(&sayings(parsed, LOOKED_AT)).taught(&parsed.form, lines.map(|line| line.text))
        }))
    }

    /// Which words are which argument.
    pub(super) fn tagger(&self, forms: &[Parsed]) -> &Tagger {
        self.tagger.get_or_init(|| {
            let started = std::time::Instant::now();
            let examples = self.examples(forms);
            let tagger = Tagger::learn(&examples);
            tracing::debug!(
                texts = examples.len(),
                bytes = tagger.size(),
                milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
                "learned which words are which argument"
            );
            tagger
        })
    }

    /// Texts with their arguments: what people say, and what the phrasings stand for.
    fn examples(&self, forms: &[Parsed]) -> Vec<Example> {
        let form_of = |name: &str| forms.iter().map(|parsed| &parsed.form).find(|form| form.name == name);
        let names = |form: &Form| form.slots.iter().map(|slot| slot.name).collect();
        let said = self.taught.lines().filter_map(|(name, line)| {
            let form = form_of(name)?;
            let ready = text::ready(&line.text, &line.text)?;
            let arguments =
                line.arguments.iter().filter_map(|(name, at)| Some((*name, ready.place_of(at)?))).collect();
            Some(Example { text: ready.text, command: form.name, names: names(form), arguments })
        });
        let phrased = forms.iter().flat_map(|parsed| {
            let form = &parsed.form;
            sayings(parsed, LEARNED).into_iter().map(move |saying| {
                let places = saying.arguments.iter();
                let arguments = places.map(|(slot, from, to)| (form.slots[*slot].name, *from..*to)).collect();
                Example { text: saying.text, command: form.name, names: names(form), arguments }
            })
        });
        said.chain(phrased).collect()
    }

    /// Every text to learn from with its class; the class after the last command's is talk.
    fn texts(&self, forms: &[Parsed]) -> Vec<(String, usize)> {
        let mut texts = Vec::new();
        for (class, parsed) in forms.iter().enumerate() {
            texts.extend(parsed.form.examples.iter().map(|example| ((*example).to_owned(), class)));
            texts.push((parsed.form.name.to_owned(), class));
            texts.extend(sayings(parsed, LEARNED).into_iter().map(|saying| (saying.text, class)));
        }
        let class_of = |name: &str| forms.iter().position(|parsed| parsed.form.name == name);
        for (name, line) in self.taught.lines() {
            if let Some(class) = class_of(name) {
                texts.push((line.text, class));
            }
        }
        texts.extend(self.taught.talk().map(|line| (line.to_owned(), forms.len())));
        texts
    }
}

/// A text with its class, as it is when somebody says it.
fn lesson((line, class): &(String, usize)) -> Option<Lesson> {
    let text = text::ready(line, line)?.text;
    Some(Lesson { text, line: line.clone(), class: *class })
}

/// Each phrasing of a command, said a few times.
fn sayings(parsed: &Parsed, times: usize) -> Vec<Saying> {
    let mut dice = Dice::new(11);
    let mut sayings = Vec::new();
    for (lang, phrase) in &parsed.phrases {
        for _ in 0..times {
            let mut names = dice.clone();
            let saying = phrase.say(&mut dice, &mut |slot| {
                let kind = parsed.form.slots[slot].kind;
                let names = &mut names;
                let options = filler(kind, lang.pick(0, 1));
                let said = options.get(names.below(options.len())).copied().unwrap_or_default();
                match (kind, said) {
                    (SlotKind::Choice(choices), _) => {
                        let (word, said) =
                            choices.get(names.below(choices.len())).copied().unwrap_or_default();
                        said.get(names.below(said.len())).copied().unwrap_or(word).to_owned()
                    }
                    (_, said) => said.to_owned(),
                }
            });
            if !sayings.contains(&saying) {
                sayings.push(saying);
            }
        }
    }
    sayings
}

/// Something to say for an argument, in English (0) and Japanese (1).
fn filler(kind: SlotKind, lang: usize) -> &'static [&'static str] {
    let both: [&[&str]; 2] = match kind {
        SlotKind::Person => {
            [&["P-3", "Ines Holm", "@yuki", "Kato"], &["P-3", "加藤さん", "@yuki", "森田さん"]]
        }
        SlotKind::User => [&["me", "Ines", "Kato"], &["私", "加藤さん", "森田"]],
        SlotKind::Campaign => {
            [&["C-4", "Autumn Fair", "\"Tech Week\""], &["C-4", "秋の祭典", "「技術週間」"]]
        }
        SlotKind::Organization => {
            [&["O-2", "Nimbus Works", "\"Aoi Labs\""], &["O-2", "雲海社", "「葵ラボ」"]]
        }
        SlotKind::Room => [&["#general", "#dev"], &["#general", "#開発"]],
        SlotKind::Account => [&["github:yuki", "slack:U2"], &["github:yuki", "slack:U2"]],
        SlotKind::Activity => [&["A-9", "this message"], &["A-9", "このメッセージ"]],
        SlotKind::Merge => [&["M-5"], &["M-5"]],
        SlotKind::Note => [&["N-5", "this note"], &["N-5", "このメモ"]],
        SlotKind::Deal => [&["D-6", "this deal", "Nimbus Works"], &["D-6", "この商談", "雲海社"]],
        SlotKind::Task => [&["T-6", "this task"], &["T-6", "このタスク"]],
        SlotKind::Stage => [&["Negotiation", "Proposal"], &["交渉", "提案"]],
        SlotKind::Moment => {
            [&["tomorrow at 3pm", "Monday", "in two weeks"], &["明日の15時", "月曜", "来週の金曜"]]
        }
        SlotKind::BudgetLine => [&["3", "B-4"], &["3", "B-4"]],
        SlotKind::Resource => [&["R-4"], &["R-4"]],
        SlotKind::Object => {
            [&["P-3", "O-2", "C-4", "A-9", "Ines Holm"], &["P-3", "O-2", "C-4", "A-9", "加藤さん"]]
        }
        SlotKind::Change => [&["U-5", "M-5"], &["U-5", "M-5"]],
        SlotKind::Period => [&["last week", "this month", "since May"], &["先週", "今月", "5月以降"]],
        SlotKind::Ahead => [&["next week", "this month", "Friday"], &["来週", "今月", "金曜"]],
        SlotKind::Date => [&["Friday", "May 3", "2026-12-01"], &["金曜", "5月3日", "2026-12-01"]],
        SlotKind::Count | SlotKind::Ordinal => [&["3", "10"], &["3", "10"]],
        SlotKind::Amount => [&["300k", "$1,200", "5000 yen"], &["30万円", "5千円"]],
        SlotKind::Fields => [&["title=CTO"], &["役職=部長"]],
        SlotKind::Tags => [&["speaker", "+vip"], &["登壇者", "+常連"]],
        SlotKind::Url => [&["https://example.com/a"], &["https://example.com/a"]],
        SlotKind::Token => [&["9QK2-77"], &["9QK2-77"]],
        SlotKind::Zone => [&["Tokyo", "UTC"], &["東京", "日本時間"]],
        SlotKind::Name => [&["Ines Holm", "\"Tech Week\"", "Nimbus"], &["加藤由紀", "「技術週間」", "雲海"]],
        SlotKind::Text => [&["likes the demo", "call back later"], &["資料を希望", "来月また連絡"]],
        SlotKind::Words | SlotKind::Query | SlotKind::Topic => {
            [&["pricing", "rust", "\"rate limit\""], &["料金", "Rust", "「上限」"]]
        }
        SlotKind::Conditions => [&["amount>5M"], &["金額>500万円"]],
        SlotKind::Choice(_) => [&[], &[]],
    };
    both.get(lang).copied().unwrap_or_default()
}
