//! The run in Markdown: what was done to it, what came of it, and the seed to do it again.

use std::{fmt::Write as _, time::Duration};

use crate::{
    Arguments,
    signatures::Signatures,
    verdict::{Faults, Verdict},
};

/// Everything there is to tell.
#[derive(Debug, Default)]
pub(crate) struct Run {
    pub(crate) seed: u64,
    pub(crate) platforms: Vec<String>,
    pub(crate) began: String,
    pub(crate) loaded_for: Duration,
    pub(crate) healed_after: Duration,
    pub(crate) bot_kills: usize,
    pub(crate) postgres_kills: usize,
    /// From the start of the program to `/readyz`.
    pub(crate) restarts: Vec<Duration>,
    /// From the kill until the database took connections again.
    pub(crate) revivals: Vec<Duration>,
    pub(crate) calls: u64,
    pub(crate) unanswered: u64,
    pub(crate) panics: usize,
    pub(crate) false_starts: usize,
    pub(crate) verdict: Verdict,
    pub(crate) signatures: Signatures,
}

impl Run {
    pub(crate) fn is_good(&self) -> bool {
        self.verdict.is_good() && self.signatures.is_good() && self.panics == 0
    }

    pub(crate) fn markdown(&self, arguments: &Arguments) -> Result<String, std::fmt::Error> {
        let Self { verdict, signatures, .. } = self;
        let mut out = String::new();
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        let profile = if cfg!(debug_assertions) { "not optimised" } else { "optimised" };
        let word = if self.is_good() { "kept" } else { "BROKEN" };
        writeln!(out, "## enishi-chaos: promises {word}\n")?;
        writeln!(
            out,
            "{}; seed `{}`; {} + {} events/s asked for over {}; {cores} cores, {profile}\n",
            self.began,
            self.seed,
            arguments.rate,
            arguments.streamed,
            self.platforms.join(", ")
        )?;
        writeln!(out, "| what | figure |\n|---|---:|")?;
        let mut row = |what: &str, figure: String| writeln!(out, "| {what} | {figure} |");
        row("the bot killed (SIGKILL)", self.bot_kills.to_string())?;
        row("PostgreSQL killed (all its processes)", self.postgres_kills.to_string())?;
        row("seconds under load", format!("{:.0}", self.loaded_for.as_secs_f64()))?;
        row("calls of the hooks", self.calls.to_string())?;
        row("events sent", verdict.sent.to_string())?;
        row("events acknowledged", verdict.acked.to_string())?;
        let mut by: Vec<_> = verdict.acked_by_door.iter().collect();
        by.sort();
        for ((platform, door), many) in by {
            row(&format!("… of {platform} ({door})"), many.to_string())?;
        }
        row("never acknowledged", self.unanswered.to_string())?;
        row("… and there all the same", verdict.unacked_but_there.to_string())?;
        row("activities", verdict.recorded.to_string())?;
        row("put aside", verdict.quarantined.to_string())?;
        row("**acknowledged and lost**", verdict.lost.many.to_string())?;
        row("**recorded twice**", verdict.twice.many.to_string())?;
        row("**out of order**", verdict.disordered.many.to_string())?;
        row("**not as sent**", verdict.wrong.many.to_string())?;
        row("**refused though signed**", verdict.refused.many.to_string())?;
        row("**left unfinished**", verdict.unfinished.len().to_string())?;
        row("**panics**", self.panics.to_string())?;
        row("seconds until all was dealt with", format!("{:.1}", self.healed_after.as_secs_f64()))?;
        row("restart to ready, p50 / worst", pair(&self.restarts))?;
        row("starts that ended by themselves", self.false_starts.to_string())?;
        row("database back, p50 / worst", pair(&self.revivals))?;
        let (p50, p99) = (percentile(&verdict.acks_ms, 50), percentile(&verdict.acks_ms, 99));
        row("ack, p50 / p99, kills and all", format!("{p50:.1} / {p99:.0} ms"))?;
        row(
            "changed signatures: accepted",
            format!("**{}** of {}", signatures.accepted, signatures.mutations),
        )?;
        row(
            "good signatures: turned away",
            format!("**{}** of {}", signatures.turned_away, signatures.valid),
        )?;
        let mut statuses: Vec<_> = signatures.statuses.iter().collect();
        statuses.sort();
        let statuses: Vec<String> =
            statuses.iter().map(|(status, many)| format!("{status}: {many}")).collect();
        row("answers to changed ones", statuses.join(", "))?;
        for (what, faults) in [
            ("Acknowledged and lost", &verdict.lost),
            ("Recorded twice", &verdict.twice),
            ("Out of order", &verdict.disordered),
            ("Not as sent", &verdict.wrong),
            ("Refused though signed", &verdict.refused),
        ] {
            told(&mut out, what, faults)?;
        }
        for (what, lines) in [("Left unfinished", &verdict.unfinished), ("Signatures", &signatures.first)] {
            let first = lines.clone();
            told(&mut out, what, &Faults { many: lines.len(), first })?;
        }
        writeln!(out, "\nAgain: `{}`", arguments.again(self.seed))?;
        Ok(out)
    }
}

fn told(out: &mut String, what: &str, faults: &Faults) -> std::fmt::Result {
    if faults.many == 0 {
        return Ok(());
    }
    writeln!(out, "\n{what}: {}. The first:\n", faults.many)?;
    faults.first.iter().try_for_each(|one| writeln!(out, "- {one}"))
}

fn pair(times: &[Duration]) -> String {
    let mut ms: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1000.0).collect();
    ms.sort_by(f64::total_cmp);
    format!("{:.0} / {:.0} ms", percentile(&ms, 50), percentile(&ms, 100))
}

/// Nearest rank.
fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}
