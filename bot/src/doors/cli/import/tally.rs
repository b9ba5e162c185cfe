//! What an import did, counted while it runs and said at its end.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    path::Path,
    sync::Arc,
    time::Instant,
};

use adapters::{
    Event,
    export::{Origin, Problem, SkipReason},
};
use crm::{ConnectionId, connections::Connection, record::Row};
use nlp::Lang;

use super::super::speech::{self, padded};
use crate::{say, words::count};

/// Places shown for each reason why something was skipped, and connections shown.
const SHOWN: usize = 3;

/// What an import did.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) added: u64,
    pub(super) already: u64,
    pub(super) connections: BTreeMap<Arc<Origin>, Connection>,
    pub(super) problems: Vec<Problem>,
    conversations: HashSet<(ConnectionId, String)>,
    people: HashSet<(ConnectionId, String)>,
    bots: HashSet<(ConnectionId, String)>,
    skipped: BTreeMap<SkipReason, Skipped>,
}

/// What was skipped for one reason.
#[derive(Debug, Default)]
struct Skipped {
    times: u64,
    /// The first few.
    places: Vec<String>,
}

impl Tally {
    /// These events are recorded, as these rows.
    pub(super) fn keep(
        &mut self,
        origin: Arc<Origin>,
        connection: Connection,
        events: Vec<Event>,
        rows: &[Row],
    ) {
        let added = rows.iter().filter(|row| row.new).count() as u64;
        self.added += added;
        self.already += rows.len() as u64 - added;
        for event in events {
            self.conversations.insert((connection.id, event.conversation.external_id));
            let whose = if event.sender.is_bot { &mut self.bots } else { &mut self.people };
            whose.insert((connection.id, event.sender.external_id));
        }
        self.connections.insert(origin, connection);
    }

    /// Something at this place was left out.
    pub(super) fn skip(&mut self, reason: SkipReason, place: String) {
        let skipped = self.skipped.entry(reason).or_default();
        skipped.times += 1;
        if skipped.places.len() < SHOWN {
            skipped.places.push(place);
        }
    }

    /// Prints all of it.
    pub(super) fn report(&self, file: &Path, tenant: &str, began: Instant) {
        let lang = speech::lang();
        let seconds = began.elapsed().as_secs_f64();
        let n = |n: u64| count(i64::try_from(n).unwrap_or(i64::MAX));
        let skipped = self.skipped.values().map(|skipped| skipped.times).sum();
        let rows = [
            (lang.pick("Conversations", "会話"), self.conversations.len() as u64),
            (lang.pick("People", "人"), self.people.len() as u64),
            (lang.pick("Bots", "ボット"), self.bots.len() as u64),
            (lang.pick("Messages and events added", "追加した発言・イベント"), self.added),
            (lang.pick("Already there", "すでにあったもの"), self.already),
            (lang.pick("Skipped", "飛ばしたもの"), skipped),
        ];
        let (file, into) = (file.display(), self.into(tenant));
        println!("{}", say!(lang, "{file} → {into} in {seconds:.1} s", "{file} → {into}（{seconds:.1}秒）"));
        for (what, number) in rows {
            println!("  {}{:>10}", padded(what, 26), n(number));
        }
        for (reason, Skipped { times, places }) in &self.skipped {
            let more = if *times > places.len() as u64 { " …" } else { "" };
            let (times, reason, places) = (n(*times), reason.message(lang == Lang::Ja), places.join(", "));
            println!(
                "{}",
                say!(
                    lang,
                    "    {times:>10} × {reason} ({places}{more})",
                    "    {times:>10}件 {reason}（{places}{more}）"
                )
            );
        }
        for problem in self.problems.iter().take(5) {
            println!("  ! {}", problem.message(lang == Lang::Ja));
        }
        if self.problems.len() > 5 {
            let more = self.problems.len() - 5;
            println!("{}", say!(lang, "  ! and {more} more", "  ! ほか{more}件"));
        }
    }

    /// The tenant, and the connections that something went into: the first few by name.
    fn into(&self, tenant: &str) -> String {
        let all: BTreeSet<_> =
            self.connections.values().map(|c| (c.name.as_str(), c.platform.as_str())).collect();
        let name = |(name, platform): &(&str, &str)| match all.len() {
            1 => (*name).to_owned(),
            _ => format!("{name} ({platform})"),
        };
        let shown = all.iter().take(SHOWN).map(name).collect::<Vec<_>>().join(", ");
        match all.len() {
            0 => tenant.to_owned(),
            many if many > SHOWN => format!("{tenant} / {shown} …"),
            _ => format!("{tenant} / {shown}"),
        }
    }
}
