//! As a platform calls: one connection, kept open, one request at a time. What is wrong in a request stays wrong.

use std::{net::SocketAddr, time::Duration};

use anyhow::{Context as _, bail};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    time::timeout,
};

/// How long platforms wait for an answer, about.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open connection.
pub(crate) struct Caller(BufReader<TcpStream>);

/// A request's header lines.
pub(crate) type Headers = Vec<(&'static str, String)>;

impl Caller {
    pub(crate) async fn connect(host: SocketAddr) -> anyhow::Result<Self> {
        let stream = timeout(PATIENCE, TcpStream::connect(host)).await??;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Posts; the status of the answer, which is read to its end.
    pub(crate) async fn post(&mut self, path: &str, headers: &Headers, body: &[u8]) -> anyhow::Result<u16> {
        let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let kind = match headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            true => "",
            false => "content-type: application/json\r\n",
        };
        let length = body.len();
        let head =
            format!("POST {path} HTTP/1.1\r\nhost: enishi\r\n{kind}{lines}content-length: {length}\r\n\r\n");
        timeout(PATIENCE, self.exchange(&[head.as_bytes(), body].concat())).await?
    }

    /// The status of a page.
    pub(crate) async fn get(&mut self, path: &str) -> anyhow::Result<u16> {
        let head = format!("GET {path} HTTP/1.1\r\nhost: enishi\r\n\r\n");
        timeout(PATIENCE, self.exchange(head.as_bytes())).await?
    }

    async fn exchange(&mut self, request: &[u8]) -> anyhow::Result<u16> {
        self.0.get_mut().write_all(request).await?;
        let status = self.line().await?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
        let (mut length, mut last) = (0, false);
        loop {
            let line = self.line().await?.to_ascii_lowercase();
            let Some((name, value)) = line.split_once(':') else { break };
            match (name, value.trim()) {
                ("content-length", value) => length = value.parse()?,
                ("connection", "close") => last = true,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).await?;
        if last {
            // answered, and nothing more will be: the next request fails, and is made on another connection
            self.0.get_mut().shutdown().await?;
        }
        Ok(status)
    }

    async fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        if self.0.read_line(&mut line).await? == 0 {
            bail!("the server hung up");
        }
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}
