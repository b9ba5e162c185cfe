//! The one way to speak HTTP with the platforms.

use std::sync::{Once, OnceLock};
use std::time::Duration;

use reqwest::{Client, redirect};

/// The client that every connection shares: 5 s to connect, 15 s in all, no redirects (a token must not follow
/// one to another host).
pub(crate) fn http() -> Client {
    static CLIENT: OnceLock<Client> = OnceLock::new();
    CLIENT
        .get_or_init(|| {
            crypto();
            Client::builder()
                .user_agent(concat!("Enishi/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(Duration::from_secs(5))
                .timeout(Duration::from_secs(15))
                .redirect(redirect::Policy::none())
                .build()
                .expect("a client without anything unusual in it")
        })
        .clone()
}

/// TLS is rustls on ring, everywhere in the process. An error says that somebody has chosen before: as good.
pub(crate) fn crypto() {
    static CHOSEN: Once = Once::new();
    CHOSEN.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
}
