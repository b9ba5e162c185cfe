//! What somebody said about a connection, read against what its platform asks for.

use std::sync::Arc;

use adapters::{Adapter, Connection, NOT_SET, Setting, SettingKind, Settings, Unfit};
use crm::connections::Values;
use nlp::Lang;

use crate::say;

/// Settings that fit: complete, and accepted by the adapter.
pub struct Filled {
    /// What anybody may see.
    pub open: Values,
    /// What nobody sees again.
    pub secret: Values,
    /// A connection with them. Nothing has been sent by it.
    pub connection: Arc<dyn Connection>,
}

/// What was said cannot be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// The platform asks for nothing of this name.
    Unknown {
        /// As it was said.
        name: String,
        /// What it asks for.
        known: Vec<&'static str>,
    },
    /// Nothing works without these.
    Missing(Vec<&'static str>),
    /// None of those there are.
    NoChoice {
        /// Of which setting.
        setting: &'static str,
        /// What there is.
        choices: Vec<&'static str>,
    },
    /// The adapter does not take it.
    Unfit(Unfit),
}

impl Wrong {
    /// The setting that is to blame, if it is one.
    pub fn setting(&self) -> Option<&'static str> {
        match self {
            Self::Unknown { .. } => None,
            Self::Missing(names) => names.first().copied(),
            Self::NoChoice { setting, .. } => Some(setting),
            Self::Unfit(unfit) => Some(unfit.setting),
        }
    }

    /// What is wrong and what to do. Says no value: it may be a secret.
    pub fn sentence(&self, lang: Lang, settings: &'static [Setting]) -> String {
        match self {
            Self::Unknown { name, known } => {
                let known = known.join(lang.pick(", ", "、"));
                say!(
                    lang,
                    "there is no setting “{name}”; there is: {known}",
                    "「{name}」という設定はありません。設定できるもの：{known}"
                )
            }
            Self::Missing(names) => {
                let each = names.iter().map(|name| called(name, lang, settings));
                let all = each.collect::<Vec<_>>().join(lang.pick(", ", "、"));
                say!(lang, "still needed: {all}", "次の設定が必要です：{all}")
            }
            Self::NoChoice { setting, choices } => {
                let (setting, choices) =
                    (called(setting, lang, settings), choices.join(lang.pick(", ", "、")));
                say!(
                    lang,
                    "{setting} must be one of: {choices}",
                    "{setting}は次のいずれかにしてください：{choices}"
                )
            }
            Self::Unfit(unfit) => said(unfit, lang, settings),
        }
    }
}

/// What is wrong with a setting, in the reader's language.
pub fn said(unfit: &Unfit, lang: Lang, settings: &'static [Setting]) -> String {
    let asked = settings.iter().find(|it| it.name == unfit.setting);
    let setting = called(unfit.setting, lang, settings);
    let should = unfit.should.of(lang.tag());
    // what is nowhere to be seen has to be looked for
    match asked.filter(|_| unfit.should == NOT_SET) {
        Some(asked) => {
            let help = asked.help.of(lang.tag());
            say!(lang, "{setting} {should}. {help}", "{setting}{should}。{help}")
        }
        None => say!(lang, "{setting} {should}", "{setting}{should}"),
    }
}

fn called(name: &str, lang: Lang, settings: &'static [Setting]) -> String {
    let label = settings.iter().find(|it| it.name == name).map_or(name, |it| it.label.of(lang.tag()));
    say!(lang, "{label} ({name})", "{label}（{name}）")
}

/// What was kept, with what was said now: an empty value takes one away. What a connection has learned about
/// itself is left out, to be learned again.
pub fn fill(adapter: &dyn Adapter, kept: &(Values, Values), given: &Values) -> Result<Filled, Wrong> {
    let settings = adapter.settings();
    if let Some(name) = given.keys().find(|name| !settings.iter().any(|it| it.name == **name)) {
        return Err(Wrong::Unknown {
            name: name.clone(),
            known: settings.iter().map(|it| it.name).collect(),
        });
    }
    let (mut open, mut secret) = (Values::new(), Values::new());
    for setting in settings {
        let kept = if setting.kind.is_secret() { &kept.1 } else { &kept.0 };
        let value = given.get(setting.name).or_else(|| kept.get(setting.name));
        let Some(value) = value.map(|value| plain(value)).filter(|value| !value.is_empty()) else { continue };
        if let SettingKind::Choice(choices) = setting.kind
            && !choices.iter().any(|(choice, _)| *choice == value)
        {
            let choices = choices.iter().map(|(choice, _)| *choice).collect();
            return Err(Wrong::NoChoice { setting: setting.name, choices });
        }
        let into = if setting.kind.is_secret() { &mut secret } else { &mut open };
        into.insert(setting.name.to_owned(), value);
    }
    let all =
        Settings::from_iter(open.iter().chain(&secret).map(|(name, value)| (name.clone(), value.clone())));
    let missing = settings.iter().filter(|it| it.required && all.get(it.name).is_none());
    let missing: Vec<_> = missing.map(|it| it.name).collect();
    if !missing.is_empty() {
        return Err(Wrong::Missing(missing));
    }
    let connection = adapter.connect(&all).map_err(Wrong::Unfit)?;
    Ok(Filled { open, secret, connection })
}

/// As it was meant: copied values bring spaces and other systems' line ends along.
fn plain(value: &str) -> String {
    value.trim().replace("\r\n", "\n").replace('\0', "")
}
