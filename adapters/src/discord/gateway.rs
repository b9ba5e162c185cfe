//! One connection to Discord's gateway: says who we are, keeps the heart beating, hands frames over.
//!
//! Our own loop, with serenity's types for what the gateway's numbers mean. serenity's client cannot be used for
//! events that must not be lost:
//! - it acknowledges an event (the number in its heartbeat and in RESUME) before a handler has seen it, and runs
//!   handlers as tasks that nobody waits for;
//! - it hands over its own types: a frame that these cannot read is dropped, and what they do not know is left out,
//!   so that nothing faithful can be stored;
//! - a session cannot be given to it: after a restart it cannot resume, and it resumes to the wrong address.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures::{SinkExt, StreamExt};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serenity::all::{GatewayIntents, Opcode};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long a connection may take to be made, and Discord to greet.
const GREETING: Duration = Duration::from_secs(15);
/// Frames that wait to be stored. When there is no more room, the socket is not read, but the heart beats on.
const WAITING: usize = 1_024;

/// Where a session stands: kept with every stored event, so that the next connection goes on after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    /// The session.
    pub(super) session: String,
    /// The number of the last event stored.
    pub(super) seq: u64,
    /// Where it can be resumed.
    pub(super) url: String,
    /// The id of the youngest message that was told: what is older by more than [`MARGIN`](super::listen::MARGIN) is
    /// stored, in every channel. `None` while what was missed is still being read.
    #[serde(default)]
    pub(super) told: Option<u64>,
}

/// What the gateway hands over.
#[derive(Debug)]
pub(super) enum Came {
    /// An event, with its number in the session.
    Event { t: String, d: Value, seq: u64 },
    /// A sign of life.
    Alive,
    /// Nothing more comes.
    Over(Over),
}

/// Why nothing more comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Over {
    /// Connect again and go on.
    Broken(String),
    /// Connect again; Discord does not know the session any more.
    Stale,
    /// Discord closed with a number that a person must deal with.
    Refused(u16),
}

/// Who connects.
pub(super) struct Hello {
    pub(super) token: String,
    pub(super) intents: GatewayIntents,
    /// The session to go on with.
    pub(super) resume: Option<Position>,
}

/// A running connection. It ends when this is dropped.
pub(super) struct Gateway {
    frames: mpsc::Receiver<Came>,
    /// The number of the last event that was stored: what our heartbeats acknowledge.
    stored: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

impl Gateway {
    /// Connects to `url` (`wss://…`).
    pub(super) async fn connect(url: &str, hello: Hello) -> Result<Self, String> {
        let url = format!("{}/?v=10&encoding=json", url.trim_end_matches('/'));
        let (socket, _) = timeout(GREETING, connect_async(url))
            .await
            .map_err(|_| "the gateway does not answer".to_owned())?
            .map_err(|error| format!("the gateway cannot be reached: {error}"))?;
        let stored = Arc::new(AtomicU64::new(hello.resume.as_ref().map_or(0, |position| position.seq)));
        let (sender, frames) = mpsc::channel(WAITING);
        let seen = Arc::clone(&stored);
        let task = tokio::spawn(async move {
            let over = run(socket, &hello, &seen, &sender).await;
            let _nobody_listens = sender.send(Came::Over(over)).await;
        });
        Ok(Self { frames, stored, task })
    }

    /// The next frame.
    pub(super) async fn next(&mut self) -> Came {
        let end = || Came::Over(Over::Broken("the connection to the gateway has ended".to_owned()));
        self.frames.recv().await.unwrap_or_else(end)
    }

    /// This event, and all before it, need not come again.
    pub(super) fn stored(&self, seq: u64) {
        self.stored.store(seq, Ordering::Relaxed);
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn run(mut socket: Socket, hello: &Hello, stored: &AtomicU64, frames: &mpsc::Sender<Came>) -> Over {
    let beat = match timeout(GREETING, greeted(&mut socket)).await {
        Ok(Ok(beat)) => beat,
        Ok(Err(over)) => return over,
        Err(_) => return Over::Broken("the gateway does not greet".to_owned()),
    };
    let first = hello.resume.as_ref().map_or_else(|| identify(hello), |position| resume(hello, position));
    if let Err(over) = say(&mut socket, &first).await {
        return over;
    }
    let mut next_beat = Instant::now() + beat.mul_f64(jitter());
    let mut heard = true;
    let mut held: Option<Came> = None;
    loop {
        tokio::select! {
            () = sleep_until(next_beat) => {
                // While we do not read, an answer may be waiting.
                if !heard && held.is_none() {
                    return Over::Broken("the gateway has not answered a heartbeat".to_owned());
                }
                if let Err(over) = say(&mut socket, &heartbeat(stored)).await {
                    return over;
                }
                heard = false;
                next_beat = Instant::now() + beat;
            }
            room = frames.reserve(), if held.is_some() => match (room, held.take()) {
                (Ok(room), Some(came)) => room.send(came),
                _ => return Over::Broken("nobody listens".to_owned()),
            },
            message = socket.next(), if held.is_none() => {
                let frame = match frame(message) {
                    Ok(Some(frame)) => frame,
                    Ok(None) => continue,
                    Err(over) => return over,
                };
                match Opcode::from(opcode(&frame)) {
                    Opcode::Dispatch => held = event(frame),
                    Opcode::Heartbeat => {
                        if let Err(over) = say(&mut socket, &heartbeat(stored)).await {
                            return over;
                        }
                    }
                    Opcode::HeartbeatAck => {
                        heard = true;
                        held = Some(Came::Alive);
                    }
                    Opcode::Reconnect => return Over::Broken("Discord asks to connect again".to_owned()),
                    Opcode::InvalidSession if frame["d"] == true => {
                        return Over::Broken("Discord asks to connect again".to_owned());
                    }
                    Opcode::InvalidSession => {
                        // One to five seconds, as Discord asks; then begin anew on the same connection.
                        sleep(Duration::from_secs(1).mul_f64(1.0 + 4.0 * jitter())).await;
                        if let Err(over) = say(&mut socket, &identify(hello)).await {
                            return over;
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Waits for HELLO; gives the time between two heartbeats.
async fn greeted(socket: &mut Socket) -> Result<Duration, Over> {
    loop {
        let Some(frame) = frame(socket.next().await)? else { continue };
        if Opcode::from(opcode(&frame)) == Opcode::Hello {
            let beat = frame["d"]["heartbeat_interval"].as_u64().unwrap_or(41_250);
            return Ok(Duration::from_millis(beat.clamp(100, 600_000)));
        }
    }
}

fn frame(
    message: Option<Result<Message, tokio_tungstenite::tungstenite::Error>>,
) -> Result<Option<Value>, Over> {
    match message {
        Some(Ok(Message::Text(text))) => serde_json::from_str(&text)
            .map(Some)
            .map_err(|error| Over::Broken(format!("a broken frame: {error}"))),
        Some(Ok(Message::Close(close))) => {
            Err(close.map_or_else(|| Over::Broken("closed".to_owned()), |close| closed(close.code.into())))
        }
        Some(Ok(_)) => Ok(None),
        Some(Err(error)) => Err(Over::Broken(error.to_string())),
        None => Err(Over::Broken("the connection was cut".to_owned())),
    }
}

/// What a closing number means
/// (<https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes>).
fn closed(code: u16) -> Over {
    match code {
        4_004 | 4_010..=4_014 => Over::Refused(code),
        // The number is wrong; the session has ended.
        4_003 | 4_006 | 4_007 | 4_009 => Over::Stale,
        code => Over::Broken(format!("Discord closed the connection ({code})")),
    }
}

fn opcode(frame: &Value) -> u8 {
    frame["op"].as_u64().and_then(|op| u8::try_from(op).ok()).unwrap_or(u8::MAX)
}

fn event(mut frame: Value) -> Option<Came> {
    let (t, seq) = (frame["t"].as_str()?.to_owned(), frame["s"].as_u64()?);
    Some(Came::Event { t, d: frame["d"].take(), seq })
}

async fn say(socket: &mut Socket, what: &Value) -> Result<(), Over> {
    socket.send(Message::text(what.to_string())).await.map_err(|error| Over::Broken(error.to_string()))
}

fn heartbeat(stored: &AtomicU64) -> Value {
    let seq = stored.load(Ordering::Relaxed);
    json!({"op": u8::from(Opcode::Heartbeat), "d": (seq > 0).then_some(seq)})
}

fn identify(hello: &Hello) -> Value {
    let properties = json!({"os": std::env::consts::OS, "browser": "enishi", "device": "enishi"});
    let d = json!({"token": hello.token, "intents": hello.intents.bits(), "properties": properties});
    json!({"op": u8::from(Opcode::Identify), "d": d})
}

fn resume(hello: &Hello, position: &Position) -> Value {
    let d = json!({"token": hello.token, "session_id": position.session, "seq": position.seq});
    json!({"op": u8::from(Opcode::Resume), "d": d})
}

/// Between 0 and 1, so that not everybody speaks at once after an outage. Nothing depends on it.
fn jitter() -> f64 {
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
    f64::from(nanos % 1_000) / 1_000.0
}
