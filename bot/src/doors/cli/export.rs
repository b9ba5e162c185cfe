//! `enishi export`: what is known as a file, page by page, however much it is.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use anyhow::Context as _;
use chrono::Utc;
use chrono_tz::Tz;
use clap::{Args, ValueEnum};
use crm::{Actor, Db, PoolSize, tenants};
use nlp::{Lang, period::Now};

use super::{link, speech};
use crate::{
    config::Storage,
    say, start,
    tables::{self, Format, Listed, Listing},
    words::count,
};

/// Write people, organizations, activities or deals into a file
#[derive(Debug, Args)]
pub(super) struct Export {
    /// What
    #[arg(value_enum)]
    what: What,

    /// How: csv, json (one array) or jsonl (an object a line)
    #[arg(long, value_enum, default_value = "csv")]
    format: As,

    /// Which of them: words and conditions as find reads them, also by your own fields. People by org:aozora
    /// tag:speaker score>80 seen<30d owner:NAME; organizations by domain: kind:community people>5; deals by stage:won
    /// amount>5M since:2026-04-01; activities by name: action:attend since: until:
    #[arg(long, default_value = "", value_name = "FILTER")]
    filter: String,

    /// Into this file; without it to the output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// With the mark by which Excel knows that the text is UTF-8
    #[arg(long)]
    excel: bool,

    /// Without e-mail addresses and telephone numbers
    #[arg(long)]
    no_contacts: bool,

    /// Whose; without it the demo's, or the only one there is
    #[arg(long, value_name = "SLUG")]
    tenant: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Persons,
    Organizations,
    Activities,
    Deals,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum As {
    Csv,
    Json,
    Jsonl,
}

impl From<What> for Listed {
    fn from(what: What) -> Self {
        match what {
            What::Persons => Self::Persons,
            What::Organizations => Self::Organizations,
            What::Activities => Self::Activities,
            What::Deals => Self::Deals,
        }
    }
}

impl From<As> for Format {
    fn from(format: As) -> Self {
        match format {
            As::Csv => Self::Csv,
            As::Json => Self::Json,
            As::Jsonl => Self::Jsonl,
        }
    }
}

impl Export {
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<()> {
        let store = start::open(storage, PoolSize(2), |_| ()).await?;
        let ended = self.write(&store.db).await;
        store.close().await;
        ended
    }

    async fn write(&self, db: &Db) -> anyhow::Result<()> {
        let lang = speech::lang();
        let (tenant, _) = link::tenant(db, self.tenant.as_deref(), lang).await?;
        let mut tx = db.begin(tenant, Actor::system("exporter")).await?;
        let settings = tenants::settings(&mut tx).await?;
        let now = Now {
            at: Utc::now(),
            zone: settings.timezone.parse().unwrap_or(Tz::UTC),
            fiscal_start_month: settings.fiscal_start_month.unsigned_abs(),
        };
        let wanted = tables::wanted(&mut tx, (lang, now), self.what.into(), &self.filter).await?;
        let listing = Listing {
            wanted: wanted.map_err(|sentence| anyhow::anyhow!(sentence))?,
            format: self.format.into(),
            contacts: !self.no_contacts,
            excel: self.excel,
            ja: lang == Lang::Ja,
            own: Vec::new(),
        };
        let listing = listing.whole(&mut tx).await?;
        let mut out: Box<dyn Write> = match &self.output {
            Some(path) => Box::new(BufWriter::new(File::create(path).with_context(|| {
                let path = path.display();
                say!(lang, "cannot write {path}", "{path} に書けません")
            })?)),
            None => Box::new(BufWriter::new(io::stdout())),
        };
        let written = listing.write(&mut tx, |text| Ok(out.write_all(text.as_bytes())?)).await;
        let rows = match written.and_then(|rows| out.flush().map(|()| rows).map_err(Into::into)) {
            // whoever reads the output has had enough: `| head`
            Err(error) if is_broken_pipe(&error) => return Ok(()),
            other => other?,
        };
        let (rows, what) = (count(i64::try_from(rows)?), listing.what().label().of(lang));
        eprintln!("{}", say!(lang, "{rows} rows: {what}", "{what}：{rows}行"));
        Ok(())
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
