//! The team behind the API: who signs in to Enishi, and who answers in the channels.

use super::lists::{cells, entries};
use super::slots::Lang;
use super::world::User;

/// A member of the team.
pub(super) struct Colleague {
    /// Short name.
    pub(super) handle: &'static str,
    /// Full name.
    pub(super) name: &'static str,
    /// In Latin letters, given name first.
    pub(super) latin: &'static str,
    role: &'static str,
    /// First language.
    pub(super) lang: Lang,
    /// Where they talk.
    pub(super) providers: Vec<&'static str>,
}

impl Colleague {
    /// How others address them.
    pub(super) fn called(&self, lang: Lang) -> String {
        let given = self.latin.split(' ').next().unwrap_or(self.latin);
        match (lang, self.lang) {
            (Lang::En, _) => given.to_owned(),
            (Lang::Ja, Lang::Ja) => format!("{}さん", self.name.split(' ').next().unwrap_or(self.name)),
            (Lang::Ja, Lang::En) => format!("{given}さん"),
        }
    }

    /// The address to sign in with.
    pub(super) fn email(&self) -> String {
        format!("{}@hoshi.example", self.handle)
    }
}

/// Everybody, in the order of their rights.
pub(super) fn team() -> Vec<Colleague> {
    entries(include_str!("texts/staff.txt"))
        .map(|entry| {
            let [handle, name, latin, role, lang, providers] = cells(entry);
            let lang = if lang == "ja" { Lang::Ja } else { Lang::En };
            Colleague { handle, name, latin, role, lang, providers: providers.split(' ').collect() }
        })
        .collect()
}

/// The team as users.
pub(super) fn users() -> Vec<User> {
    team()
        .into_iter()
        .map(|colleague| User {
            handle: colleague.handle.to_owned(),
            name: colleague.name.to_owned(),
            email: colleague.email(),
            role: colleague.role.to_owned(),
            lang: (colleague.role != "owner").then(|| colleague.lang.code().to_owned()),
        })
        .collect()
}
