//! Where somebody wanted to go before they were asked to sign in: kept in a cookie, and looked at with
//! suspicion when it comes back, for a browser goes wherever a redirect says.

use std::time::Duration;

use axum::http::{Method, request::Parts};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};

/// Where those go who asked for nothing in particular.
const HOME: &str = "/chat";
/// How long it is kept, in seconds: as long as a sign-in link is good.
const SECONDS: u64 = 60 * 60;
/// Longest address, in bytes; percent-encoded once more it still fits into a cookie.
const LONGEST: usize = 1_500;

/// Keeps the address of a page that needs a signed-in reader.
pub(super) fn keep(asked: &Parts, https: bool) -> CookieJar {
    let address = asked.uri.path_and_query().map(|address| address.as_str()).and_then(on_this_site);
    match address.filter(|_| asked.method == Method::GET) {
        Some(address) => CookieJar::new().add(cookie(address.to_owned(), https)),
        None => CookieJar::new(),
    }
}

/// The address that was kept, or the chat; it is kept no longer.
pub(super) fn take(jar: CookieJar, https: bool) -> (CookieJar, String) {
    let kept = jar.get(name(https)).and_then(|kept| on_this_site(kept.value())).unwrap_or(HOME).to_owned();
    (jar.remove(cookie(String::new(), https)), kept)
}

fn name(https: bool) -> &'static str {
    if https { "__Host-enishi-goal" } else { "enishi-goal" }
}

fn cookie(address: String, https: bool) -> Cookie<'static> {
    Cookie::build((name(https), address))
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .max_age(Duration::from_secs(SECONDS).try_into().unwrap_or_default())
        .build()
}

/// An address that a browser can only read as one of ours: a path from `/`, of visible ASCII. What follows
/// the first slash is no other one, and there is no backslash, which browsers take for one; tabs and line
/// ends, which they leave out, are not visible.
fn on_this_site(address: &str) -> Option<&str> {
    let ours = address.starts_with('/')
        && !address.starts_with("//")
        && !address.starts_with("/sign")
        && address.len() <= LONGEST
        && address.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    ours.then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_addresses_are_gone_to() {
        for ours in ["/", "/r", "/search?q=a//b&page=2", "/r/0-0?at=A-1", "/p/P-1", "/search?q=https://x"] {
            assert_eq!(on_this_site(ours), Some(ours));
        }
        for other in [
            "",
            "r",
            "//evil",
            "///evil",
            "https://evil",
            "javascript:alert(1)",
            "/\\evil",
            "\\\\evil",
            "/x\\evil",
            "/\t/evil",
            "/\n/evil",
            " /r",
            "/r r",
            "/ｒ",
            "/\u{0}",
            "/signin/acme/x",
            "/signout",
        ] {
            assert_eq!(on_this_site(other), None, "{other:?}");
        }
        assert_eq!(on_this_site(&format!("/{}", "a".repeat(LONGEST))), None);
    }
}
