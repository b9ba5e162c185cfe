//! Just enough of an HTTP client to load the page's server: one connection, kept open, one request at a
//! time. Its own costs are small beside the server's, and the same for the baseline.

use std::net::SocketAddr;

use anyhow::{Context as _, bail};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

/// An open connection.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    host: SocketAddr,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) cookie: Option<String>,
    pub(crate) body: String,
}

impl Client {
    pub(crate) async fn connect(host: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(host).await.with_context(|| format!("connecting to {host}"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), host })
    }

    /// Sends a request and reads the whole answer. `headers` are lines, each with its end.
    pub(crate) async fn request(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> anyhow::Result<Answer> {
        let (host, length) = (self.host, body.len());
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\n{headers}content-length: {length}\r\n\r\n{body}"
        );
        self.stream.get_mut().write_all(request.as_bytes()).await?;
        let mut line = String::new();
        self.line(&mut line).await?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
        let (mut length, mut cookie) = (0, None);
        loop {
            self.line(&mut line).await?;
            let Some((name, value)) = line.split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "set-cookie" => cookie = value.split(';').next().map(str::to_owned),
                "transfer-encoding" => bail!("{path} answers in chunks, which this client does not read"),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        Ok(Answer { status, cookie, body: String::from_utf8(body)? })
    }

    async fn line(&mut self, line: &mut String) -> anyhow::Result<()> {
        line.clear();
        if self.stream.read_line(line).await? == 0 {
            bail!("the server closed the connection");
        }
        line.truncate(line.trim_end().len());
        Ok(())
    }
}

/// A signed-in browser: what its requests carry.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    cookie: String,
    csrf: String,
}

impl Browser {
    /// Uses a one-time link (its path).
    pub(crate) async fn sign_in(client: &mut Client, link: &str) -> anyhow::Result<Self> {
        let entered = client.request("POST", link, "", "").await?;
        let cookie = entered.cookie.with_context(|| format!("signing in: {}", entered.status))?;
        let page = client.request("GET", "/chat", &format!("cookie: {cookie}\r\n"), "").await?.body;
        let csrf = page.split("data-csrf=\"").nth(1).and_then(|rest| rest.split('"').next());
        Ok(Self { cookie, csrf: csrf.context("no token in the page")?.to_owned() })
    }

    /// Says something to the bot.
    pub(crate) async fn say(&self, client: &mut Client, id: &str, text: &str) -> anyhow::Result<()> {
        let Self { cookie, csrf } = self;
        let headers =
            format!("cookie: {cookie}\r\nx-csrf-token: {csrf}\r\ncontent-type: application/json\r\n");
        let body = serde_json::json!({ "id": id, "text": text }).to_string();
        let answer = client.request("POST", "/chat/messages", &headers, &body).await?;
        if answer.status != 202 {
            bail!("not taken ({}): {}", answer.status, answer.body);
        }
        Ok(())
    }
}
