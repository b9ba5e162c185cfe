//! The command line. One subcommand a file.

mod ask;
mod attempt;
mod chat;
mod connection;
mod demo;
mod doctor;
mod export;
mod findings;
mod import;
mod index;
mod link;
mod manifest;
mod model;
mod prompt;
mod search;
mod serve;
mod server;
mod speech;
mod tenant;
mod terminal;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use crm::{OpenError, postgres::StartError};
use tracing_subscriber::EnvFilter;

use crate::{config::Storage, say};

pub use ask::Asked;
pub use connection::{Answer, Desk, connection};
pub use doctor::examine;
pub use manifest::manifest;

/// Enishi (縁): a chat-native bot and conversational CRM.
///
/// Start with `enishi demo`, then open the link it prints, or talk to it with `enishi chat` in a second
/// terminal. Asks are in your own words, in English or Japanese.
#[derive(Debug, Parser)]
#[command(name = "enishi", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    storage: Storage,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start with an invented tenant full of people and conversations: nothing to set up
    Demo(demo::Demo),
    /// Serve the page and answer on every connection
    Serve(serve::Serve),
    /// Talk to the bot: a prompt, or one question and its answer
    Chat(chat::Chat),
    /// Find messages by their words, as the bot does when it is asked to search
    Search(search::Search),
    /// Look at the search index, or build it anew
    Index(index::Index),
    /// Read what is elsewhere: a chat export, or a table of people, organizations, activities, attendees, costs
    Import(import::Import),
    /// Write people, organizations, activities or deals into a file: CSV or JSON
    Export(export::Export),
    /// Print a one-time link that signs somebody in to the page
    Link(link::Link),
    /// Make a tenant with its owner, or list the tenants there are
    Tenant(tenant::Tenant),
    /// Connect a platform, see how the connections are doing, try one, change it, pause it, remove it
    Connection(connection::Connection),
    /// Look at everything that must work (database, search index, spool, connections) and say what to mend
    Doctor(doctor::Doctor),
    /// Print what an operator pastes into a platform's console so that it knows the bot and its commands
    Manifest(manifest::Manifest),
    /// Add a model that makes search find by meaning, or list those that are there
    Model(model::Model),
    /// Try a part of the program on its own: no database, nothing recorded
    Try(attempt::Try),
}

/// Ends quietly where nobody reads what is printed any more, as behind `| head`: that is no fault of ours.
fn quiet_when_nobody_reads() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let nobody_reads =
            |why: &str| why.starts_with("failed printing to stdout") && why.contains("Broken pipe");
        if panic.payload_as_str().is_some_and(nobody_reads) {
            std::process::exit(0);
        }
        usual(panic);
    }));
}

/// Runs the program.
pub fn run() -> ExitCode {
    quiet_when_nobody_reads();
    let cli = Cli::parse();
    log(match cli.command {
        Command::Serve(_) => "warn,bot=info",
        Command::Demo(_) => "warn",
        Command::Chat(_)
        | Command::Search(_)
        | Command::Index(_)
        | Command::Link(_)
        | Command::Import(_)
        | Command::Export(_)
        | Command::Connection(_)
        | Command::Doctor(_)
        | Command::Manifest(_)
        | Command::Model(_)
        | Command::Tenant(_)
        | Command::Try(_) => "error",
    });
    let alone = match cli.command {
        Command::Try(attempt) => Ok(attempt.run(&cli.storage)),
        Command::Model(model) => Ok(model.run(&cli.storage)),
        command => Err(command),
    };
    let command = match alone {
        Ok(Ok(())) => return ExitCode::SUCCESS,
        Ok(Err(error)) => return failed(&error),
        Err(command) => command,
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    let ended = runtime.block_on(async {
        match command {
            Command::Demo(demo) => demo.run(&cli.storage).await,
            Command::Serve(serve) => serve.run(&cli.storage).await,
            Command::Chat(chat) => chat.run(&cli.storage).await,
            Command::Search(search) => return search.run(&cli.storage).await,
            Command::Index(index) => index.run(&cli.storage).await,
            Command::Import(import) => import.run(&cli.storage).await,
            Command::Export(export) => export.run(&cli.storage).await,
            Command::Link(link) => link.run(&cli.storage).await,
            Command::Tenant(tenant) => tenant.run(&cli.storage).await,
            Command::Connection(connection) => return connection.run(&cli.storage).await,
            Command::Doctor(doctor) => return doctor.run(&cli.storage).await,
            Command::Manifest(manifest) => manifest.run(&cli.storage).await,
            Command::Model(model) => model.run(&cli.storage),
            Command::Try(attempt) => attempt.run(&cli.storage),
        }
        .map(|()| true)
    });
    match ended {
        Ok(true) => ExitCode::SUCCESS,
        // what is not well has been said
        Ok(false) => ExitCode::FAILURE,
        Err(error) => failed(&error),
    }
}

/// One sentence on the error stream: what was wrong and what to do.
fn failed(error: &anyhow::Error) -> ExitCode {
    let japanese = error
        .downcast_ref::<StartError>()
        .map(StartError::ja)
        .or_else(|| error.downcast_ref::<OpenError>().map(OpenError::ja))
        .unwrap_or_else(|| format!("{error:#}"));
    eprintln!("{}", say!(speech::lang(), "error: {error:#}", "エラー：{japanese}"));
    ExitCode::FAILURE
}

/// Log lines go to the error stream; `ENISHI_LOG` chooses which (`debug`, `bot=trace` …) and
/// `ENISHI_LOG_FORMAT=json` how.
fn log(usual: &str) {
    let filter = EnvFilter::try_from_env("ENISHI_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::env::var("ENISHI_LOG_FORMAT").is_ok_and(|format| format == "json") {
        lines.json().init();
    } else {
        lines.compact().with_ansi(terminal::colours(&std::io::stderr())).init();
    }
}
