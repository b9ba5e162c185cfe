//! E-mail addresses: whose they are, and which say nothing about that.

use crate::identifiers::address as normal;

/// Local parts of addresses that belong to a role, not to a person.
#[rustfmt::skip]
pub(crate) const ROLES: &[&str] = &[
    "abuse", "accounts", "admin", "administrator", "all", "anonymous", "billing", "bot", "build", "buildbot", "bugs", "ci",
    "commits", "contact", "community", "cvs", "daemon", "dev", "devel", "developer", "developers", "devnull", "devrel",
    "do-not-reply", "donotreply", "events", "feedback", "git", "github", "gitlab", "hello", "help", "helpdesk", "hi",
    "hostmaster", "hr", "info", "inquiry", "it", "jenkins", "jobs", "legal", "list", "lists", "mail", "mailer-daemon",
    "marketing", "me", "media", "news", "newsletter", "no-reply", "nobody", "none", "noreply", "notification",
    "notifications", "null", "office", "ops", "otoiawase", "postmaster", "pr", "press", "privacy", "recruit", "recruiting",
    "root", "sales", "saiyo", "security", "service", "shop", "soumu", "staff", "subversion", "support", "svn", "system",
    "team", "test", "toiawase", "travis", "ubuntu", "unknown", "user", "users", "webmaster", "www-data", "you",
    "your", "youremail", "yourname", "email",
];

/// Domains where anybody may have an address.
#[rustfmt::skip]
const FREE: &[&str] = &[
    "126.com", "163.com", "aol.com", "au.com", "biglobe.ne.jp", "comcast.net", "docomo.ne.jp", "excite.co.jp", "ezweb.ne.jp",
    "fastmail.com", "fastmail.fm", "foxmail.com", "free.fr", "gmail.com", "gmx.at", "gmx.com", "gmx.de", "gmx.net",
    "googlemail.com", "hey.com", "hotmail.co.jp", "hotmail.co.uk", "hotmail.com", "hotmail.fr", "i.softbank.jp",
    "icloud.com", "inbox.ru", "libero.it", "live.com", "live.jp", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com",
    "naver.com", "nifty.com", "ocn.ne.jp", "orange.fr", "outlook.com", "outlook.jp", "plala.or.jp", "pm.me",
    "privaterelay.appleid.com", "proton.me", "protonmail.ch", "protonmail.com", "qq.com", "rakuten.jp", "rambler.ru",
    "rocketmail.com", "so-net.ne.jp", "softbank.ne.jp", "t-online.de", "tuta.com", "tutanota.com", "users.noreply.github.com",
    "users.noreply.gitlab.com", "users.sf.net", "users.sourceforge.net", "web.de", "yahoo.co.jp", "yahoo.co.uk",
    "yahoo.com", "yahoo.com.br", "yahoo.de", "yahoo.fr", "yahoo.ne.jp", "yandex.com", "yandex.ru", "ymail.com",
    "ymail.ne.jp", "ymobile.ne.jp", "zoho.com",
];

/// May anybody have an address there?
pub fn is_free(domain: &str) -> bool {
    FREE.binary_search(&domain).is_ok()
}

/// Does an address belong to a role, a program or nobody, and not to a person?
pub fn is_role(address: &str) -> bool {
    Mail::read(address, false).is_some_and(|mail| mail.role)
}

/// An address, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mail {
    /// Folded, the tag after a `+` gone.
    pub(crate) value: String,
    /// What stands before the `@`; of a platform's hidden address the login there.
    pub(crate) local: String,
    pub(crate) domain: String,
    /// Belongs to a role, a program or nobody: never evidence.
    pub(crate) role: bool,
    pub(crate) verified: bool,
    /// How many other people may be expected to have it; filled in by `frequency`.
    pub(crate) expected: f32,
    /// Share of people with an address there.
    pub(crate) domain_share: f32,
}

impl Mail {
    /// Of an address as written; `None` for what is none.
    pub(crate) fn read(written: &str, verified: bool) -> Option<Self> {
        let written = written.trim().trim_start_matches('<').trim_end_matches('>');
        let written = written.strip_prefix("mailto:").unwrap_or(written);
        let value = normal(written);
        let value = value.replace(" at ", "@").replace("(at)", "@").replace(" dot ", ".");
        let (local, domain) = value.rsplit_once('@')?;
        if local.is_empty() || domain.is_empty() || local.contains(char::is_whitespace) {
            return None;
        }
        let hidden = domain.starts_with("users.noreply.");
        // 1234+login@users.noreply…: the number is the account's
        let bare = match (hidden, local.split_once('+')) {
            (true, Some((_, login))) => login,
            (false, Some((bare, _))) if !bare.is_empty() => bare,
            _ => local,
        };
        let role = ROLES.contains(&bare.trim_end_matches(|c: char| c.is_ascii_digit()))
            || ["noreply", "no-reply", "donotreply", "devnull", "mailer-daemon"]
                .iter()
                .any(|part| bare.contains(part))
            || bare.ends_with("[bot]")
            || bare.ends_with("-bot")
            || ["-list", "-devel", "-dev", "-commits", "-bugs"].iter().any(|end| bare.ends_with(end))
            || domain.starts_with("lists.")
            || matches!(
                domain,
                "example.com" | "localhost" | "localhost.localdomain" | "none" | "noreply.github.com"
            ) && bare.len() < 3;
        Some(Self {
            value: format!("{bare}@{domain}"),
            local: bare.to_owned(),
            domain: domain.to_owned(),
            role,
            verified,
            expected: 0.0,
            domain_share: 1.0,
        })
    }

    /// An address that a platform hands out in place of the real one: the login there.
    pub(crate) fn hidden_login(&self) -> Option<&str> {
        self.domain.starts_with("users.noreply.").then_some(&self.local)
    }

    /// Does its domain say where somebody belongs? A machine's own name does not.
    pub(crate) fn tells_domain(&self) -> bool {
        !is_free(&self.domain)
            && self.domain.contains('.')
            && !self.domain.ends_with(".local")
            && !self.domain.ends_with(".localdomain")
            && !self.domain.ends_with(".(none)")
            && self.domain.chars().any(char::is_alphabetic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_domains_are_in_order() {
        assert!(FREE.is_sorted());
        assert!(is_free("gmail.com") && is_free("docomo.ne.jp") && !is_free("example.co.jp"));
    }

    #[test]
    fn addresses_taken_apart() {
        let read = |written: &str| Mail::read(written, false).unwrap();
        assert_eq!(read("<John+news@Corp.example>").value, "john@corp.example");
        assert_eq!(read("123+jdoe@users.noreply.github.com").hidden_login(), Some("jdoe"));
        for role in [
            "info@corp.example",
            "devnull@localhost",
            "root@localhost",
            "git-noreply@corp.example",
            "kernel-dev@corp.example",
        ] {
            assert!(read(role).role, "{role}");
        }
        assert!(!read("john@localhost").role && !read("infield@corp.example").role);
        assert!(!read("a1@gmail.com").tells_domain() && !read("john@mac.local").tells_domain());
        assert!(Mail::read("nobody", false).is_none() && Mail::read("@x", false).is_none());
    }
}
