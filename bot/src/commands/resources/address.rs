//! What a web address says of what stands there: which kind of thing, and what it may be called.
//!
//! Nothing is fetched.

/// A web address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// As it was given.
    pub(crate) whole: String,
    /// Lower-cased, without `www.`, user and port.
    host: String,
    /// Between the host and `?` or `#`, percent-decoded.
    path: String,
}

/// In characters.
const LONGEST: usize = 2_000;

impl Address {
    /// Reads an `http` or `https` address; `None` for anything else.
    pub(crate) fn read(words: &str) -> Option<Self> {
        let whole = words.trim();
        if whole.chars().nth(LONGEST).is_some()
            || whole.contains(|c: char| c.is_whitespace() || c.is_control())
        {
            return None;
        }
        let rest = ["https://", "http://"].iter().find_map(|scheme| {
            whole
                .get(..scheme.len())
                .filter(|head| head.eq_ignore_ascii_case(scheme))
                .map(|_| &whole[scheme.len()..])
        })?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        // nobody publishes under a user's name and password
        if authority.contains('@') {
            return None;
        }
        let host = authority.split(':').next().unwrap_or_default().to_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
        if !host.starts_with(char::is_alphanumeric) {
            return None;
        }
        let path = path.split(['?', '#']).next().unwrap_or_default();
        Some(Self { whole: whole.to_owned(), host, path: decoded(path) })
    }

    fn is_at(&self, domain: &str) -> bool {
        self.host == domain || self.host.strip_suffix(domain).is_some_and(|sub| sub.ends_with('.'))
    }
}

/// `url`, `event`, `post`, `repository` or `video`, by the host and words in the address.
pub(crate) fn kind(address: &Address) -> &'static str {
    let by_host = HOSTS.iter().find(|(domain, _)| address.is_at(domain)).map(|(_, kind)| *kind);
    let words = format!("{}{}", address.host, address.path.to_lowercase());
    let says = |word: &str| words.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
    by_host.or_else(|| WORDS.iter().find(|(word, _)| says(word)).map(|(_, kind)| *kind)).unwrap_or("url")
}

/// What it may be called: the last part of its path, else its host.
pub(crate) fn title(address: &Address) -> String {
    let host = &address.host;
    let parts: Vec<&str> = address.path.split('/').filter(|part| !part.is_empty()).collect();
    let last = match parts.as_slice() {
        [owner, repository, ..] if kind(address) == "repository" => format!("{owner}/{repository}"),
        [.., last] => {
            let stem =
                last.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(*last, |(stem, _)| stem);
            stem.replace(['-', '_', '+'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
        }
        [] => String::new(),
    };
    let title = if last.chars().any(char::is_alphabetic) { format!("{last} ({host})") } else { host.clone() };
    title.chars().take(120).collect()
}

/// Hosts that publish one kind of thing.
const HOSTS: &[(&str, &str)] = &[
    ("gist.github.com", "post"),
    ("github.io", "url"),
    ("github.com", "repository"),
    ("gitlab.com", "repository"),
    ("bitbucket.org", "repository"),
    ("codeberg.org", "repository"),
    ("youtube.com", "video"),
    ("youtu.be", "video"),
    ("vimeo.com", "video"),
    ("nicovideo.jp", "video"),
    ("twitch.tv", "video"),
    ("connpass.com", "event"),
    ("doorkeeper.jp", "event"),
    ("peatix.com", "event"),
    ("techplay.jp", "event"),
    ("meetup.com", "event"),
    ("eventbrite.com", "event"),
    ("lu.ma", "event"),
    ("luma.com", "event"),
    ("qiita.com", "post"),
    ("zenn.dev", "post"),
    ("note.com", "post"),
    ("hatenablog.com", "post"),
    ("hatenablog.jp", "post"),
    ("medium.com", "post"),
    ("dev.to", "post"),
    ("hashnode.dev", "post"),
    ("substack.com", "post"),
];

/// Words in an address that tell.
const WORDS: &[(&str, &str)] = &[
    ("blog", "post"),
    ("blogs", "post"),
    ("article", "post"),
    ("articles", "post"),
    ("post", "post"),
    ("posts", "post"),
    ("news", "post"),
    ("event", "event"),
    ("events", "event"),
    ("meetup", "event"),
    ("conference", "event"),
    ("webinar", "event"),
    ("video", "video"),
    ("videos", "video"),
    ("watch", "video"),
    ("git", "repository"),
    ("repo", "repository"),
];

/// With `%E6…` as the letters they stand for, where they stand for any; without control characters.
fn decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = (*byte == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        let code = hex
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(code.unwrap_or(*byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    let text = String::from_utf8(out).unwrap_or_else(|_| path.to_owned());
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_tell_kind_and_title() {
        for (url, want_kind, want_title) in [
            ("https://blog.example/wasm-tour", "post", "wasm tour (blog.example)"),
            ("https://github.com/acme/sdk/tree/main", "repository", "acme/sdk (github.com)"),
            ("https://www.youtube.com/watch?v=88", "video", "watch (youtube.com)"),
            ("https://youtu.be/1234", "video", "youtu.be"),
            ("https://acme.connpass.com/event/123/", "event", "acme.connpass.com"),
            ("https://qiita.com/taro/items/abc", "post", "abc (qiita.com)"),
            ("https://zenn.dev/p/%E6%98%A5%E3%81%AE%E4%BC%9A", "post", "春の会 (zenn.dev)"),
            ("https://example.com", "url", "example.com"),
            ("HTTPS://Example.com/events/rust_day.html#a", "event", "rust day (example.com)"),
            ("https://notgithub.com/a/b", "url", "b (notgithub.com)"),
        ] {
            let address = Address::read(url).unwrap();
            assert_eq!((kind(&address), title(&address).as_str()), (want_kind, want_title), "{url}");
        }
    }

    #[test]
    fn anything_else_is_no_address() {
        for words in [
            "",
            "example.com",
            "ftp://example.com",
            "https://",
            "https:///a",
            "https://a b",
            "javascript:alert(1)",
            "https://u:p@example.com/",
        ] {
            assert_eq!(Address::read(words), None, "{words}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(words in ".{0,60}", path in "[a-z%0-9/あ.?#-]{0,40}") {
            for words in [words, format!("https://example.com/{path}")] {
                if let Some(address) = Address::read(&words) {
                    proptest::prop_assert!(!title(&address).is_empty());
                    let _ = kind(&address);
                }
            }
        }
    }
}
