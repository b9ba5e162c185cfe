//! E-mail addresses that say nothing about who somebody is.

/// Local parts of addresses that belong to a role, not to a person.
#[rustfmt::skip]
pub(super) const ROLES: &[&str] = &[
    "abuse", "accounts", "admin", "administrator", "all", "billing", "contact", "community", "dev",
    "developer", "developers", "devrel", "do-not-reply", "donotreply", "events", "feedback", "hello",
    "help", "helpdesk", "hi", "hostmaster", "hr", "info", "inquiry", "it", "jobs", "legal", "mail",
    "mailer-daemon", "marketing", "media", "news", "newsletter", "no-reply", "noreply",
    "notification", "notifications", "office", "ops", "otoiawase", "postmaster", "pr", "press", "privacy",
    "recruit", "recruiting", "root", "sales", "saiyo", "security", "service", "shop", "soumu", "staff",
    "support", "team", "test", "toiawase", "user", "webmaster",
];

/// Domains where anybody may have an address.
#[rustfmt::skip]
const FREE: &[&str] = &[
    "163.com", "aol.com", "au.com", "biglobe.ne.jp", "docomo.ne.jp", "excite.co.jp", "ezweb.ne.jp",
    "fastmail.com", "gmail.com", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hey.com",
    "hotmail.co.jp", "hotmail.com", "i.softbank.jp", "icloud.com", "live.com", "live.jp", "mac.com",
    "mail.com", "mail.ru", "me.com", "msn.com", "naver.com", "nifty.com", "ocn.ne.jp", "outlook.com",
    "outlook.jp", "plala.or.jp", "pm.me", "privaterelay.appleid.com", "proton.me", "protonmail.com",
    "qq.com", "rakuten.jp", "so-net.ne.jp", "softbank.ne.jp", "tuta.com", "tutanota.com",
    "users.noreply.github.com", "web.de", "yahoo.co.jp", "yahoo.com", "yahoo.ne.jp", "yandex.ru",
    "ymail.com", "ymail.ne.jp", "ymobile.ne.jp", "zoho.com",
];

/// May anybody have an address there?
pub fn is_free(domain: &str) -> bool {
    FREE.binary_search(&domain).is_ok()
}

/// Does an address belong to a role, and not to a person?
pub fn is_role(address: &str) -> bool {
    address.split('@').next().is_some_and(|local| ROLES.contains(&local))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_domains_are_in_order() {
        assert!(FREE.is_sorted());
        assert!(is_free("gmail.com") && is_free("docomo.ne.jp") && !is_free("example.co.jp"));
    }
}
