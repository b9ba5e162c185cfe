//! Settings from the command line and the environment. Read once, checked before anything starts.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;

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
