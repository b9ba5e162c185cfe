//! `enishi-chaos`: platforms call the bot, the bot and its database are killed again and again, and what was
//! acknowledged must be there: once, and in its order. See the README beside this file.

mod dice;
mod drive;
mod http;
mod journal;
mod load;
mod postgres;
mod replica;
mod report;
mod run;
mod signatures;
mod table;
mod tell;
mod town;
mod verdict;

use std::{path::PathBuf, process::ExitCode};

use clap::Parser;

/// Kill the bot and its database under load, and see what is lost
#[derive(Debug, Clone, Parser)]
pub(crate) struct Arguments {
    /// The long form: 500 kills of the bot and 100 of PostgreSQL, about an hour
    #[arg(long)]
    long: bool,

    /// Do a run again; without it, another one each time
    #[arg(long)]
    seed: Option<u64>,

    /// How often the bot is killed [default: 60; long: 500]
    #[arg(long)]
    kills: Option<usize>,

    /// How often PostgreSQL is killed, within the same time [default: 10; long: 100]
    #[arg(long)]
    postgres_kills: Option<usize>,

    /// The load goes on for so long at least
    #[arg(long, default_value_t = 0)]
    seconds: u64,

    /// Events a second by which platforms call us, together
    #[arg(long, default_value_t = 330)]
    rate: u32,

    /// Messages a second on platforms that are listened to, together
    #[arg(long, default_value_t = 20)]
    streamed: u32,

    /// Changed signatures to try
    #[arg(long, default_value_t = signatures::MUTATIONS)]
    mutations: usize,

    /// Where to write the report as well
    #[arg(long)]
    report: Option<PathBuf>,

    /// Keep the data folder and say where it is
    #[arg(long)]
    keep: bool,
}

impl Arguments {
    fn kills(&self) -> usize {
        self.kills.unwrap_or(if self.long { 500 } else { 60 })
    }

    fn postgres_kills(&self) -> usize {
        self.postgres_kills.unwrap_or(if self.long { 100 } else { 10 })
    }

    /// The command line for the same run.
    fn again(&self, seed: u64) -> String {
        let (kills, postgres, rate) = (self.kills(), self.postgres_kills(), self.rate);
        format!(
            "cargo run -p bot --example enishi-chaos -- --seed {seed} --kills {kills} --postgres-kills {postgres} --rate {rate}"
        )
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let run = run::run(&arguments).await?;
    let report = run.markdown(&arguments)?;
    println!("\n{report}");
    if let Some(path) = &arguments.report {
        std::fs::write(path, &report)?;
    }
    Ok(if run.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
