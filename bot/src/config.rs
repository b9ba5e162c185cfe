//! Settings from the command line and the environment. Read once, checked before anything starts.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use adapters::model::{Client, Key};
use anyhow::{Context as _, bail};
use clap::Args;

use nlp::Lang;

use crate::{model::Model, say};

/// Where data lives and which database is used.
#[derive(Debug, Clone, Args)]
pub struct Storage {
    /// Folder for the private database, the search index and the secret key.
    #[arg(long, env = "ENISHI_DATA_DIR", default_value = "./data", global = true, value_name = "FOLDER")]
    pub data_dir: PathBuf,

    /// A Postgres 15 or newer to use instead of a private one; its login must be allowed to create roles.
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true, value_name = "URL")]
    pub database_url: Option<String>,

    /// 32 bytes as 64 hex digits that seal stored secrets; without it a key is made and kept in the data
    /// folder. All replicas of one installation use the same.
    #[arg(long, env = "ENISHI_SECRET_KEY", global = true, hide_env_values = true, hide = true)]
    pub secret_key: Option<String>,
}

/// A language model behind OpenAI's API; without an address none is asked.
#[derive(Debug, Clone, Default, Args)]
pub struct LanguageModel {
    /// Address of a language model that speaks OpenAI's API, such as `https://api.example.com/v1`; without it everything
    /// is done locally.
    #[arg(long = "llm-url", env = "ENISHI_LLM_URL", value_name = "URL")]
    pub llm_url: Option<String>,

    /// The model's name there.
    #[arg(long = "llm-model", env = "ENISHI_LLM_MODEL", value_name = "NAME")]
    pub llm_model: Option<String>,

    /// The key to it, where one is needed.
    #[arg(long = "llm-key", env = "ENISHI_LLM_KEY", hide_env_values = true, hide = true)]
    pub llm_key: Option<Key>,

    /// What a million tokens of questions and of answers cost, so that money can be counted: "0.15/0.60 USD".
    #[arg(long = "llm-price", env = "ENISHI_LLM_PRICE", value_name = "PRICE")]
    pub llm_price: Option<String>,

    /// Seconds that a request waits to be understood, 4 without it; a summary may take five times as long.
    #[arg(long = "llm-timeout", env = "ENISHI_LLM_TIMEOUT", value_name = "SECONDS")]
    pub llm_timeout: Option<String>,
}

impl LanguageModel {
    /// The model that is meant.
    ///
    /// # Errors
    /// When something of it is missing or cannot be read.
    pub fn open(&self, lang: Lang) -> anyhow::Result<Model> {
        let Some(client) = self.client(lang)? else { return Ok(Model::none()) };
        let price = set(&self.llm_price).map(str::parse).transpose().context("ENISHI_LLM_PRICE")?;
        Ok(Model::at(client).priced(price).patient(self.patience(lang)?))
    }

    /// The way to it; `None`: no model is meant.
    ///
    /// # Errors
    /// When something of it is missing or cannot be read.
    pub fn client(&self, lang: Lang) -> anyhow::Result<Option<Client>> {
        match (set(&self.llm_url), set(&self.llm_model)) {
            (None, None) => Ok(None),
            (Some(url), Some(name)) => {
                let key = self.llm_key.clone().unwrap_or_default();
                Ok(Some(Client::new(url, key, name).context("ENISHI_LLM_URL")?))
            }
            (Some(_), None) => bail!(say!(
                lang,
                "ENISHI_LLM_URL is set and ENISHI_LLM_MODEL is not: set it to the model's name, or unset both",
                "ENISHI_LLM_URLに対してENISHI_LLM_MODELが未設定です。モデル名を設定するか、両方とも外してください"
            )),
            (None, Some(_)) => bail!(say!(
                lang,
                "ENISHI_LLM_MODEL is set and ENISHI_LLM_URL is not: set it to the model's address, or unset both",
                "ENISHI_LLM_MODELに対してENISHI_LLM_URLが未設定です。モデルのURLを設定するか、両方とも外してください"
            )),
        }
    }

    /// How long a request waits to be understood.
    ///
    /// # Errors
    /// When it is no such time.
    pub fn patience(&self, lang: Lang) -> anyhow::Result<Duration> {
        let seconds: Option<f64> = set(&self.llm_timeout).map_or(Some(4.0), |seconds| seconds.parse().ok());
        match seconds.filter(|seconds| (0.1..=60.0).contains(seconds)) {
            Some(seconds) => Ok(Duration::from_secs_f64(seconds)),
            None => bail!(say!(
                lang,
                "ENISHI_LLM_TIMEOUT: seconds from 0.1 to 60",
                "ENISHI_LLM_TIMEOUTには0.1〜60の秒数を指定してください"
            )),
        }
    }
}

/// What is set and not empty.
fn set(words: &Option<String>) -> Option<&str> {
    words.as_deref().map(str::trim).filter(|words| !words.is_empty())
}

/// Where the page is served.
#[derive(Debug, Clone, Args)]
pub struct Listen {
    /// Address and port of the page.
    #[arg(long, env = "ENISHI_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,

    /// The address people reach the page by, when it is not the one above (behind a proxy).
    #[arg(long, env = "ENISHI_URL", value_name = "URL")]
    pub url: Option<String>,
}

impl Listen {
    /// The page's address, without a slash at the end.
    pub fn public_url(&self, bound: SocketAddr) -> String {
        self.url
            .as_deref()
            .map_or_else(|| format!("http://{bound}"), |url| url.trim_end_matches('/').to_owned())
    }
}
