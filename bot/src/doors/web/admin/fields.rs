//! The fields of a form, made from what a platform's adapter asks for. What is secret is never among the values.

use std::collections::BTreeMap;

use adapters::{Adapter, SettingKind};
use crm::connections::Values;
use nlp::Lang;

use crate::installed::Wrong;

/// Before the names of settings, so that they never meet the form's own.
const BEFORE: &str = "s-";
/// The same for boxes that take a secret away.
const CLEAR: &str = "clear-";

/// One field.
pub(super) struct Field {
    /// Its name, and its id.
    pub(super) name: String,
    pub(super) label: &'static str,
    pub(super) help: &'static str,
    pub(super) required: bool,
    /// When it may be left out: "optional", or what it is needed for.
    pub(super) optional: &'static str,
    /// What stands there; empty for what is secret.
    pub(super) value: String,
    pub(super) kind: Kind,
    /// A secret that is set: empty keeps it.
    pub(super) kept: bool,
    /// It may be taken away by a box of this name.
    pub(super) clear: Option<String>,
    /// What is wrong with it.
    pub(super) wrong: Option<String>,
}

/// How it is filled in.
pub(super) enum Kind {
    Line,
    Secret,
    SecretLines,
    /// Value, what it means, chosen.
    Choice(Vec<(&'static str, &'static str, bool)>),
}

impl Field {
    /// Is it a line that anybody may see?
    pub(super) fn is_line(&self) -> bool {
        matches!(self.kind, Kind::Line)
    }

    /// Is it a secret of several lines?
    pub(super) fn has_lines(&self) -> bool {
        matches!(self.kind, Kind::SecretLines)
    }

    /// What may be chosen.
    pub(super) fn choices(&self) -> &[(&'static str, &'static str, bool)] {
        match &self.kind {
            Kind::Choice(choices) => choices,
            _ => &[],
        }
    }

    /// What describes it to those who do not see it.
    pub(super) fn described(&self) -> String {
        let (name, wrong) = (&self.name, &self.wrong);
        if wrong.is_some() { format!("{name}-wrong {name}-help") } else { format!("{name}-help") }
    }
}

/// The fields of an adapter's form, with what is set; `wrong` is said beside its field.
pub(super) fn fields(
    adapter: &dyn Adapter,
    kept: &(Values, Values),
    lang: Lang,
    wrong: Option<&Wrong>,
) -> Vec<Field> {
    let settings = adapter.settings();
    let field = |setting: &adapters::Setting| {
        let open = kept.0.get(setting.name).cloned().unwrap_or_default();
        let secret = setting.kind.is_secret();
        let is_set = secret && kept.1.contains_key(setting.name);
        Field {
            name: format!("{BEFORE}{}", setting.name),
            label: lang.pick(setting.label.en, setting.label.ja),
            help: lang.pick(setting.help.en, setting.help.ja),
            required: setting.required,
            optional: adapter
                .needed_for(setting.name)
                .map_or(lang.pick("optional", "任意"), |words| lang.pick(words.en, words.ja)),
            kind: match setting.kind {
                SettingKind::Text => Kind::Line,
                SettingKind::Secret => Kind::Secret,
                SettingKind::SecretLines => Kind::SecretLines,
                SettingKind::Choice(choices) => Kind::Choice(
                    choices
                        .iter()
                        .map(|(it, words)| (*it, lang.pick(words.en, words.ja), *it == open))
                        .collect(),
                ),
            },
            value: if secret { String::new() } else { open },
            kept: is_set,
            clear: (is_set && !setting.required).then(|| format!("{CLEAR}{}", setting.name)),
            wrong: wrong
                .filter(|wrong| wrong.setting() == Some(setting.name))
                .map(|wrong| wrong.sentence(lang, settings)),
        }
    };
    settings.iter().map(field).collect()
}

/// The settings among what a form sent. A secret that was left empty is not among them: it stays.
pub(super) fn given(adapter: &dyn Adapter, sent: &BTreeMap<String, String>) -> Values {
    let mut given = Values::new();
    for setting in adapter.settings() {
        let name = setting.name.to_owned();
        if setting.kind.is_secret() && sent.contains_key(&format!("{CLEAR}{name}")) {
            given.insert(name, String::new());
        } else if let Some(value) = sent.get(&format!("{BEFORE}{name}"))
            && !(setting.kind.is_secret() && value.trim().is_empty())
        {
            given.insert(name, value.clone());
        }
    }
    given
}

/// What was kept, with what was given over it: for showing the form again.
pub(super) fn shown_again(adapter: &dyn Adapter, kept: (Values, Values), given: &Values) -> (Values, Values) {
    let (mut open, secret) = kept;
    for setting in adapter.settings().iter().filter(|it| !it.kind.is_secret()) {
        if let Some(value) = given.get(setting.name) {
            open.insert(setting.name.to_owned(), value.clone());
        }
    }
    (open, secret)
}
