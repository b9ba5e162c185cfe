//! What stands around names without being part of them.

/// Latin words that are titles or suffixes, folded, without dots.
#[rustfmt::skip]
pub(super) const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "herr", "frau", "dipl", "ing", "mme", "sr", "jr",
    "ii", "iii", "iv", "phd", "md", "msc", "bsc", "mba", "esq", "san", "sama", "kun", "chan", "sensei", "ph",
];

/// Words that begin a surname of several words.
#[rustfmt::skip]
pub(super) const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "el", "al",
    "bin", "ibn", "ben", "ter", "ten", "zu", "zum", "af", "y", "e", "the",
];

/// Japanese endings, folded, the longest first.
#[rustfmt::skip]
pub(super) const HONORIFICS: &[&str] = &[
    "先生", "部長", "課長", "社長", "教授", "博士", "係長", "主任", "専務", "常務", "会長", "取締役", "代表",
    "さん", "さま", "ちゃん", "くん", "様", "氏", "殿", "君", "御中",
];

/// Names that nobody has: what programs put where no name was given, folded.
#[rustfmt::skip]
const NOBODY: &[&str] = &[
    "", "(no author)", "no author", "admin", "administrator", "anon", "anonymous", "author", "bot", "ci", "cvs", "cvs2svn",
    "daemon", "deleted user", "dev", "developer", "full name", "ghost", "git", "github", "gitlab", "guest", "guest user",
    "home", "invalid", "invalid-email-address", "localhost", "me", "mail", "master", "my name", "myself", "n/a", "na",
    "name", "nil", "no name", "nobody", "none", "noname", "noreply", "no-reply", "null", "-", ".", "?", "owner", "root",
    "server", "subversion", "support", "svn", "system", "team", "test", "test user", "tester", "ubuntu", "undefined",
    "unknown", "unknown author", "unknown user", "unnamed", "user", "username", "webmaster", "www-data", "xxx",
    "you", "your name", "yourname", "ユーザー", "ゆーざー", "名無し", "匿名", "不明", "担当者", "ご担当者", "管理者",
    "テスト", "てすと", "未設定", "退会者", "退会済みユーザー",
    "deleted user / 退会したユーザー", "deleted user / 退会したゆーざー",
];

/// Does it stand where no name was given?
pub(crate) fn is_nobody(folded: &str) -> bool {
    NOBODY.contains(&folded) || !folded.chars().any(char::is_alphabetic)
}
