//! The one trait a platform implements: its dialect, without a connection.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::{
    Ack, Capabilities, Connection, Envelope, Event, Menu, Payload, Rejected, Reply, SentFile, Setting,
    Settings, Unreadable, Verified, Words, settings::Unfit,
};

/// A platform's dialect. As small as it can be: everything else is shared. What needs a connection is in
/// [`Connection`].
pub trait Adapter: Send + Sync {
    /// The word in `connections.platform` and in `POST /hooks/{platform}/…`.
    fn platform(&self) -> &'static str;

    /// What it can show and do.
    fn capabilities(&self) -> Capabilities;

    /// What a connection must be told, in the order in which a person is asked. Forms, the command line and the
    /// checks are made from it. Empty for a platform that we serve ourselves.
    fn settings(&self) -> &'static [Setting] {
        &[]
    }

    /// The setting that no two connections share: the bot behind a connection. `None`: any number may be alike.
    fn identity(&self) -> Option<&'static str> {
        None
    }

    /// What an optional setting is needed for, where another setting makes it so: "needed for Socket Mode".
    fn needed_for(&self, _setting: &str) -> Option<Words> {
        None
    }

    /// Is this from the platform? Decided on raw bytes, in constant time, before anything is parsed. `now` is for
    /// platforms that sign a time.
    fn verify(
        &self,
        settings: &Settings,
        envelope: Envelope,
        now: DateTime<Utc>,
    ) -> Result<Verified, Rejected>;

    /// The largest request that is read, in bytes: platforms send files by reference.
    fn largest_body(&self) -> usize {
        1 << 20
    }

    /// What makes this delivery itself: the same bytes for the same event, also when it is delivered again
    /// with another time stamp, or by another road (a webhook, a socket, the history). Pure.
    fn key(&self, verified: &Verified) -> Vec<u8>;

    /// What the platform is answered at once, when it asks by a request. Pure.
    fn ack(&self, _verified: &Verified) -> Ack {
        Ack::default()
    }

    /// What happened. Pure: the same bytes and settings give the same events, today and after a restart.
    fn parse(&self, settings: &Settings, verified: &Verified) -> Result<Vec<Event>, Unreadable>;

    /// The files that came with what happened, where [`Capabilities::files`] says that they can be fetched. Pure.
    fn files(&self, _verified: &Verified) -> Vec<SentFile> {
        Vec::new()
    }

    /// The messages that show this reply, in order, within the platform's limits. `site` is the address of our
    /// pages (`https://crm.example.com`), for links; empty when nobody can open them. Pure.
    fn render(&self, reply: &Reply, site: &str) -> Vec<Payload>;

    /// The conversation in which this user can be written to, before they have one with us. A name of ours:
    /// [`Connection::send`] opens it and says what it is called from then on. `None`: the platform has no such thing.
    fn direct(&self, _user: &str) -> Option<String> {
        None
    }

    /// What an operator pastes into the platform's console so that it knows the bot and its commands, if the
    /// platform takes such a thing: media type and text.
    fn manifest(&self, _menu: &Menu, _hook: &str) -> Option<(&'static str, String)> {
        None
    }

    /// A connection with these settings. Nothing is sent yet.
    ///
    /// # Errors
    /// Names the setting that does not fit and says what it should look like.
    fn connect(&self, settings: &Settings) -> Result<Arc<dyn Connection>, Unfit>;
}
