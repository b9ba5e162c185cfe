//! Socket Mode: Slack's events over a WebSocket that we open.
//!
//! slack-morphism asks for its address (`apps.connections.open`); the loop is ours. Its own loop
//! acknowledges what it cannot read, hands on parsed values where the inbox wants bytes, writes the address with
//! its ticket to the log, and goes on asking for ever with a token that was taken back.

use std::time::Duration;

use chrono::TimeDelta;
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    time::{Instant, interval_at, timeout},
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use super::{catch_up, connection::Slacked, message::when};
use crate::export::field::word;
use crate::{Ended, Intake, SendError, Since, Verified, http};

/// To connect, and to be greeted.
const GREETING: Duration = Duration::from_secs(10);
/// Between two of our pings.
const PING: Duration = Duration::from_secs(15);
/// After this long without a frame the connection is dead, whatever TCP says.
const SILENCE: Duration = Duration::from_secs(50);

/// Slack may hand out events in another order than they happened in.
const MARGIN: TimeDelta = TimeDelta::minutes(1);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Receives until the connection ends.
pub(super) async fn listen(connection: &Slacked, since: Since, intake: &dyn Intake) -> Ended {
    match received(connection, since, intake).await {
        Err(ended) => ended,
        Ok(never) => match never {},
    }
}

async fn received(
    connection: &Slacked,
    since: Since,
    intake: &dyn Intake,
) -> Result<std::convert::Infallible, Ended> {
    let url = connection.api.socket().await.map_err(ended)?;
    http::crypto();
    // the address carries a ticket: no error of the library's is shown
    let opened = timeout(GREETING, connect_async(url)).await;
    let (mut socket, _) =
        opened.map_err(|_| broken("no socket in time"))?.map_err(|_| broken("no socket"))?;
    let app = greeted(&mut socket, intake).await?;

    // What was missed is fetched while events already come: neither may wait for the other. What both bring is one.
    let missed = catch_up::catch_up(connection, &since, app.as_deref(), intake);
    tokio::pin!(missed);
    let mut caught_up = false;
    let mut heard = Instant::now();
    let mut pings = interval_at(Instant::now() + PING, PING);
    loop {
        tokio::select! {
            frame = socket.next() => {
                let frame = frame.ok_or_else(|| broken("Slack closed the socket"))?.map_err(|_| broken("the socket broke"))?;
                heard = Instant::now();
                intake.alive();
                if let Message::Text(text) = frame {
                    delivered(&mut socket, text.as_str(), caught_up, intake).await?;
                }
            }
            done = &mut missed, if !caught_up => {
                done?;
                caught_up = true;
            }
            _ = pings.tick() => {
                if heard.elapsed() > SILENCE {
                    return Err(broken("Slack has fallen silent"));
                }
                let ping = Message::Ping(Vec::new().into());
                socket.send(ping).await.map_err(|_| broken("the socket broke"))?;
            }
        }
    }
}

/// The greeting; the app's id stands in it.
async fn greeted(socket: &mut Socket, intake: &dyn Intake) -> Result<Option<String>, Ended> {
    let deadline = Instant::now() + GREETING;
    loop {
        let frame =
            tokio::time::timeout_at(deadline, socket.next()).await.map_err(|_| broken("no greeting"))?;
        let frame = frame.ok_or_else(|| broken("no greeting"))?.map_err(|_| broken("no greeting"))?;
        let Message::Text(text) = frame else { continue };
        let said: Value = serde_json::from_str(text.as_str()).unwrap_or_default();
        match said["type"].as_str() {
            Some("hello") => {
                intake.alive();
                return Ok(said["connection_info"]["app_id"].as_str().map(str::to_owned));
            }
            Some("disconnect") => return Err(disconnected(&said)),
            // an event that overtakes the greeting
            _ => {
                delivered(socket, text.as_str(), false, intake).await?;
            }
        }
    }
}

/// A frame: what is in an envelope is stored as it came, and only then acknowledged. The position is a time before which
/// everything is stored, in every conversation: it does not move on while what was missed is still being read.
async fn delivered(
    socket: &mut Socket,
    text: &str,
    caught_up: bool,
    intake: &dyn Intake,
) -> Result<(), Ended> {
    let frame: Value = serde_json::from_str(text).unwrap_or_default();
    if frame["type"] == "disconnect" {
        return Err(disconnected(&frame));
    }
    let Some(envelope) = frame["envelope_id"].as_str() else { return Ok(()) };
    let verified = Verified::checked(text.as_bytes().to_vec());
    let position = caught_up.then(|| all_before(&frame)).flatten();
    intake.take(verified, position.as_deref()).await.map_err(|_| broken("an event could not be stored"))?;
    let ack = json!({"envelope_id": envelope}).to_string();
    socket.send(Message::Text(ack.into())).await.map_err(|_| broken("the socket broke"))
}

/// A little before it happened, as Slack writes times.
fn all_before(frame: &Value) -> Option<String> {
    let at = when(word(&frame["payload"]["event"]["event_ts"])?)? - MARGIN;
    Some(format!("{}.{:06}", at.timestamp(), at.timestamp_subsec_micros()))
}

/// Slack moves sockets from machine to machine every few hours, and says so.
fn disconnected(frame: &Value) -> Ended {
    match frame["reason"].as_str() {
        Some("link_disabled") => Ended::Refused("Socket Mode is turned off for this app".to_owned()),
        reason => {
            Ended::Broken(format!("Slack asked for another socket ({})", reason.unwrap_or("no reason")))
        }
    }
}

fn broken(why: &str) -> Ended {
    Ended::Broken(why.to_owned())
}

/// Why nothing can be received.
pub(super) fn ended(error: SendError) -> Ended {
    match error {
        SendError::Unauthorized(why) | SendError::Refused(why) => Ended::Refused(why),
        error => Ended::Broken(error.to_string()),
    }
}
