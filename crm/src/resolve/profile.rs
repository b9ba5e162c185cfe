//! A record made ready for comparing: cut up, folded, and with a note at each part how common it is.

use super::{
    address::{Mail, is_free},
    field::Value,
    login,
    name::{self, Name},
    record::{Handle, Mark, Record},
};

/// Columns beyond these are not compared.
pub(crate) const FIELDS: usize = 16;

/// Whose pages of people are called by their logins: `github.com/login`.
const PAGES: &[(&str, &str)] = &[
    ("github.com", "github"),
    ("gitlab.com", "gitlab"),
    ("x.com", "x"),
    ("twitter.com", "x"),
    ("qiita.com", "qiita"),
    ("zenn.dev", "zenn"),
    ("bsky.app", "bluesky"),
];

/// A record made ready.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    pub(crate) names: Vec<Name>,
    /// The reading that the record itself gives.
    pub(crate) kana: Option<Name>,
    pub(crate) mails: Vec<Mail>,
    pub(crate) logins: Vec<Login>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) phones: Vec<Code>,
    pub(crate) organizations: Vec<Code>,
    /// Beside those of the addresses.
    pub(crate) domains: Vec<Code>,
    pub(crate) marks: Vec<(Mark, Code)>,
    pub(crate) fields: Vec<Option<Value>>,
}

/// A value that is equal or not.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Code {
    pub(crate) key: String,
    pub(crate) written: String,
    /// Share of records with it.
    pub(crate) share: f32,
}

/// Where a login stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    Handle,
    /// Before the `@`.
    Mail,
    /// Given as a name.
    Name,
}

/// An account at a place where one person rarely has two.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Account {
    /// Platform and workspace.
    pub(crate) place: String,
    pub(crate) provider: String,
    /// The platform's own id; empty: not known.
    id: String,
    /// The login there, as it is compared.
    login: Option<String>,
    pub(crate) verified: bool,
    /// By signing in, not only because a platform wrote it.
    pub(crate) proved: bool,
    /// Share of records with an account at the place; filled in by `frequency`.
    pub(crate) place_share: f32,
}

impl Account {
    /// Are two accounts at one place one?
    pub(crate) fn same(&self, other: &Self) -> bool {
        !self.id.is_empty() && self.id == other.id || self.login.is_some() && self.login == other.login
    }
}

/// A login.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Login {
    pub(crate) key: String,
    pub(crate) written: String,
    pub(crate) from: From,
    /// Platform and workspace of a handle; empty: not known.
    pub(crate) place: String,
    pub(crate) provider: String,
    /// The addresses it stands in, where it stands before the `@`.
    pub(crate) addresses: Vec<String>,
    /// How many other people may be expected to use it; filled in by `frequency`.
    pub(crate) expected: f32,
}

impl Profile {
    /// Makes a record ready; how common things are is filled in later.
    pub(crate) fn new(record: &Record) -> Self {
        let mut profile = Self::default();
        for email in &record.emails {
            profile.mail(&email.value, email.verified);
        }
        for handle in &record.handles {
            let key = login::key(&handle.value);
            profile.account(handle, key.clone(), handle.verified);
            if let Some(key) = key {
                profile.login(key, handle.value.trim().trim_start_matches('@'), From::Handle, Some(handle));
            }
        }
        for (_, link) in record.marks.iter().filter(|(mark, _)| *mark == Mark::Link) {
            profile.link(link);
        }
        for written in record.names.iter().chain(&record.kana) {
            // an address given as a name
            profile.mail(written, false);
            profile.name(written);
        }
        profile.kana = record.kana.as_deref().and_then(|kana| name::parse(kana).into_iter().next());
        profile.phones = record.phones.iter().filter_map(|phone| code(phone, phone_key(phone))).collect();
        let organizations = record.organizations.iter();
        profile.organizations = organizations.filter_map(|name| code(name, organization_key(name))).collect();
        let domains = record.domains.iter();
        profile.domains = domains.filter_map(|domain| code(domain, domain_key(domain))).collect();
        let marks = record.marks.iter();
        profile.marks =
            marks.filter_map(|(mark, value)| Some((*mark, code(value, mark_key(value))?))).collect();
        profile.fields =
            record.fields.iter().take(FIELDS).map(|value| value.as_deref().and_then(Value::read)).collect();
        profile
    }

    fn mail(&mut self, written: &str, verified: bool) {
        let Some(mail) = Mail::read(written, verified) else { return };
        if let Some(known) = self.mails.iter_mut().find(|known| known.value == mail.value) {
            known.verified |= verified;
            return;
        }
        if !mail.role {
            match mail.hidden_login().map(str::to_owned) {
                Some(login) => {
                    if let Some(key) = login::key(&login) {
                        let provider = mail.domain.split('.').nth(2).unwrap_or_default().to_owned();
                        let handle = Handle {
                            value: login.clone(),
                            id: String::new(),
                            place: format!("{provider} "),
                            provider,
                            verified: true,
                        };
                        self.account(&handle, Some(key.clone()), false);
                        self.login(key, &login, From::Handle, Some(&handle));
                    }
                }
                None => {
                    if let Some(key) = login::key(&mail.local) {
                        self.login(key.clone(), &mail.local.clone(), From::Mail, None);
                        let login = self.logins.iter_mut().find(|it| it.from == From::Mail && it.key == key);
                        login.into_iter().for_each(|it| it.addresses.push(mail.value.clone()));
                    }
                }
            }
            // john.doe@ says the name as well
            if mail.local.contains(['.', '_'])
                && let Some(name) = name::parse(&mail.local).into_iter().find(Name::is_full)
                && name.tokens.iter().all(|token| token.text.chars().all(char::is_alphabetic))
            {
                self.add_name(Name { derived: true, addresses: vec![mail.value.clone()], ..name });
            }
        }
        self.mails.push(mail);
    }

    fn account(&mut self, handle: &Handle, login: Option<String>, proved: bool) {
        if handle.place.is_empty() || handle.id.is_empty() && login.is_none() {
            return;
        }
        let account = Account {
            place: handle.place.clone(),
            provider: handle.provider.clone(),
            id: handle.id.clone(),
            login,
            verified: handle.verified,
            proved,
            place_share: 1.0,
        };
        match self.accounts.iter_mut().find(|known| known.place == account.place && known.same(&account)) {
            Some(known) => {
                known.verified |= account.verified;
                known.proved |= account.proved;
            }
            None => self.accounts.push(account),
        }
    }

    /// A page somebody says is theirs: where it is one of a platform, it names a login there.
    fn link(&mut self, link: &str) {
        let key = mark_key(link);
        let Some((host, path)) = key.split_once('/') else { return };
        let Some((_, provider)) = PAGES.iter().find(|(page, _)| *page == host) else { return };
        let written = path.split(['/', '?', '#']).next().unwrap_or_default();
        if let Some(key) = login::key(written) {
            let handle = Handle {
                value: written.to_owned(),
                place: format!("{provider} "),
                provider: (*provider).to_owned(),
                ..Handle::default()
            };
            self.login(key, written.trim_start_matches('@'), From::Handle, Some(&handle));
        }
    }

    fn name(&mut self, written: &str) {
        // what stands before the `@` of one's own address, given as a name
        let folded = written.trim().to_lowercase();
        if folded.contains(['.', '_']) && self.mails.iter().any(|mail| mail.local == folded) {
            return;
        }
        for name in name::parse(written) {
            if let ([only], false) = (name.tokens.as_slice(), name.derived)
                && only.script == name::Script::Latin
                && let Some(key) = login::key(&name.written)
            {
                self.login(key, &name.written.clone(), From::Name, None);
            }
            self.add_name(name);
        }
    }

    fn add_name(&mut self, name: Name) {
        let known = self.names.iter_mut().find(|known| known.joined == name.joined);
        match known {
            Some(known) => {
                // shown as somebody gave it
                if known.derived && !name.derived {
                    known.written = name.written;
                }
                known.derived &= name.derived;
                // found elsewhere as well, or in one address more
                if known.addresses.is_empty() || name.addresses.is_empty() {
                    known.addresses.clear();
                } else {
                    known.addresses.extend(name.addresses);
                }
            }
            None => self.names.push(name),
        }
    }

    fn login(&mut self, key: String, written: &str, from: From, handle: Option<&Handle>) {
        let place = handle.map(|handle| handle.place.clone()).unwrap_or_default();
        if self.logins.iter().any(|known| known.key == key && known.from == from && known.place == place) {
            return;
        }
        self.logins.push(Login {
            key,
            written: written.to_owned(),
            from,
            place,
            provider: handle.map(|handle| handle.provider.clone()).unwrap_or_default(),
            addresses: Vec::new(),
            expected: 0.0,
        });
    }
}

fn code(written: &str, key: String) -> Option<Code> {
    (!key.is_empty()).then(|| Code { key, written: written.trim().to_owned(), share: 0.0 })
}

/// The digits of a phone number as dialled inside the country; empty for less than seven.
fn phone_key(written: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let folded: String = written.nfkc().collect();
    let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
    let abroad = folded.trim_start().starts_with('+') || digits.starts_with("00");
    let digits = digits.trim_start_matches("00");
    let national = match digits.strip_prefix("81") {
        Some(rest) if abroad => rest,
        _ if abroad && digits.starts_with('1') => &digits[1..],
        _ => digits,
    };
    let national = national.trim_start_matches('0');
    if national.len() >= 7 { national.to_owned() } else { String::new() }
}

/// An organization without its legal form.
fn organization_key(written: &str) -> String {
    const FORMS: &[&str] = &[
        "株式会社",
        "有限会社",
        "合同会社",
        "合資会社",
        "一般社団法人",
        "一般財団法人",
        "公益財団法人",
        "学校法人",
        "(株)",
        "(有)",
        "㈱",
        "㈲",
    ];
    const WORDS: &[&str] = &[
        "inc",
        "incorporated",
        "ltd",
        "limited",
        "llc",
        "gmbh",
        "corp",
        "corporation",
        "co",
        "company",
        "ag",
        "sa",
        "bv",
        "kk",
        "plc",
        "pty",
        "oy",
        "ab",
        "srl",
        "the",
    ];
    let mut folded = name::fold_name(written);
    for form in FORMS {
        folded = folded.replace(form, "");
    }
    let plain: String =
        folded.chars().map(|c| if c.is_alphanumeric() || c == 'ー' { c } else { ' ' }).collect();
    let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    let bare: Vec<&str> = words.iter().copied().filter(|word| !WORDS.contains(word)).collect();
    if bare.is_empty() { words.concat() } else { bare.concat() }
}

/// A domain, unless anybody may have an address there.
fn domain_key(written: &str) -> String {
    let key = written.trim().trim_start_matches('@').to_lowercase();
    if is_free(&key) { String::new() } else { key }
}

/// A link or code without what does not tell it from others.
fn mark_key(written: &str) -> String {
    let lower = written.trim().to_lowercase();
    let bare = lower.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    bare.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::record::Email;

    #[test]
    fn keys_meet() {
        assert_eq!(phone_key("+81 90-1234-5678"), phone_key("０９０（１２３４）５６７８"));
        assert_eq!(phone_key("110"), "");
        assert_eq!(organization_key("株式会社 縁"), organization_key("縁（株）"));
        assert_eq!(organization_key("Acme, Inc."), organization_key("ACME Corporation"));
        assert_eq!(mark_key("https://www.Example.org/me/"), "example.org/me");
    }

    #[test]
    fn an_address_says_a_login_and_perhaps_a_name() {
        let email = |value: &str| Email { value: value.to_owned(), verified: false };
        let record = Record {
            names: vec!["jdoe".to_owned()],
            emails: vec![email("John.Doe@corp.example"), email("7+jd-7@users.noreply.github.com")],
            ..Record::default()
        };
        let profile = Profile::new(&record);
        let logins: Vec<(&str, From)> = profile.logins.iter().map(|l| (l.key.as_str(), l.from)).collect();
        assert_eq!(logins, [("johndoe", From::Mail), ("jd7", From::Handle), ("jdoe", From::Name)]);
        let names: Vec<(&str, bool)> = profile.names.iter().map(|n| (n.joined.as_str(), n.derived)).collect();
        assert_eq!(names, [("johndoe", true), ("jdoe", false)]);
    }
}
