//! What a connection must be told.

use std::{collections::BTreeMap, fmt, net::IpAddr};

use reqwest::Url;

use crate::Words;

/// The setting under which the connections that we serve ourselves keep their key.
pub const OWN_KEY: &str = "key";

/// What [`Settings::need`] says.
pub const NOT_SET: Words = Words { en: "is not set", ja: "が未設定です" };

/// One thing a connection must be told.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name: `--set name=…`.
    pub name: &'static str,
    /// What the form calls it: the platform's own term, so that it is found in its console.
    pub label: Words,
    /// Where to find it, or what it is for.
    pub help: Words,
    /// What may stand there.
    pub kind: SettingKind,
    /// Nothing works without it.
    pub required: bool,
}

/// What a setting holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingKind {
    /// Anybody may see it.
    Text,
    /// Nobody sees it again: stored encrypted.
    Secret,
    /// The same over several lines: a key in PEM form.
    SecretLines,
    /// One of these, each with what it means. The first is meant when nothing is set.
    Choice(&'static [(&'static str, Words)]),
}

impl SettingKind {
    /// Never shown again.
    pub fn is_secret(self) -> bool {
        matches!(self, Self::Secret | Self::SecretLines)
    }
}

/// A connection's settings by name, secrets among them, and what it has learned about itself. Prints names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Settings(BTreeMap<String, String>);

impl Settings {
    /// What is set; `None` for what is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// What is set, or empty: for keys, where empty opens nothing.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// What must be set.
    ///
    /// # Errors
    /// When it is not.
    pub fn need(&self, name: &'static str) -> Result<&str, Unfit> {
        self.get(name).ok_or(Unfit { setting: name, should: NOT_SET })
    }

    /// The address of an API, the platform's own where none is set. A token goes there: in clear only within this
    /// machine or its private network.
    ///
    /// # Errors
    /// When it is no such address.
    pub fn address(&self, name: &'static str, usual: &str) -> Result<Url, Unfit> {
        let address = Url::parse(self.get(name).unwrap_or(usual).trim()).ok();
        let fits = |url: &Url| match url.scheme() {
            "https" => url.has_host(),
            "http" => is_near(url),
            _ => false,
        };
        address.filter(fits).ok_or(Unfit {
            setting: name,
            should: Words {
                en: "should begin with https:// (http:// is for this machine and its private network only)",
                ja: "は https:// で始めてください（http:// を使えるのは、このマシンとそのプライベートネットワークだけです）",
            },
        })
    }

    /// Sets something.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// Everything that is set, secrets too: for whoever stores them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// With something set.
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.set(name, value);
        self
    }
}

/// This machine, an address of a private network, or a name that only such a network knows.
fn is_near(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        Ok(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local(),
        Err(_) => !host.is_empty() && !host.contains('.'),
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Settings {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(values: I) -> Self {
        Self(values.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Settings").field(&self.0.keys().collect::<Vec<_>>()).finish()
    }
}

/// A setting that cannot be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the setting `{setting}` {}", should.en)]
pub struct Unfit {
    /// Which.
    pub setting: &'static str,
    /// What is wrong with it, as the end of a sentence: "is not set".
    pub should: Words,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_in_clear_to_nobody_far_off() {
        let fits = |address: &str| {
            Settings::default().with("api_url", address).address("api_url", "https://x.example")
        };
        for good in [
            "https://slack.com/api",
            "http://127.0.0.1:9",
            "http://[::1]:9/api",
            "http://localhost:8081",
            "http://bot-api:8081",
            "http://10.0.0.5/",
            "http://[fd00::1]/",
            "",
        ] {
            assert!(fits(good).is_ok(), "{good}");
        }
        for bad in [
            "http://example.com/api",
            "http://8.8.8.8",
            "http://[2001:db8::1]/",
            "slack.com/api",
            "ftp://localhost",
        ] {
            assert_eq!(fits(bad).unwrap_err().setting, "api_url", "{bad}");
        }
    }
}
