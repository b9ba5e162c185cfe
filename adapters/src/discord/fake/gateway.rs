//! The gateway: greets, checks who comes, tells, resumes.

use std::sync::{Arc, Mutex};

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};

use super::state::{Session, State};
use super::{BOT, GUILD, TOKEN_OF_BOT, lock};

/// What goes out on a connection.
#[derive(Debug, Clone)]
pub(super) enum Out {
    Event(u64, String, Value),
    Op(u64, Value),
    Close(u16),
    Cut,
}

pub(super) async fn serve(listener: TcpListener, state: Arc<Mutex<State>>) {
    // They end with this task.
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(connection(stream, Arc::clone(&state)));
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut path = String::new();
    #[expect(clippy::result_large_err, reason = "the signature is the library's")]
    let note = |request: &Request, response: Response| {
        path = request.uri().to_string();
        Ok(response)
    };
    let Ok(mut socket) = accept_hdr_async(stream, note).await else { return };
    let beat = lock(&state).beat_ms;
    if say(&mut socket, json!({"op": 10, "s": null, "t": null, "d": {"heartbeat_interval": beat}}))
        .await
        .is_err()
    {
        return;
    }
    let mut out: Option<UnboundedReceiver<Out>> = None;
    loop {
        let told = async {
            match &mut out {
                Some(out) => out.recv().await,
                None => std::future::pending().await,
            }
        };
        let more = tokio::select! {
            told = told => tell(&mut socket, told).await,
            message = socket.next() => match message {
                Some(Ok(Message::Text(text))) => {
                    let frame = serde_json::from_str(&text).unwrap_or_default();
                    hear(&mut socket, &state, &path, &frame, &mut out).await
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => true,
                _ => false,
            },
        };
        if !more {
            return;
        }
    }
}

/// Sends one thing; false ends the connection.
async fn tell(socket: &mut WebSocketStream<TcpStream>, out: Option<Out>) -> bool {
    match out {
        Some(Out::Event(seq, t, d)) => say(socket, json!({"op": 0, "s": seq, "t": t, "d": d})).await.is_ok(),
        Some(Out::Op(op, d)) => say(socket, json!({"op": op, "s": null, "t": null, "d": d})).await.is_ok(),
        Some(Out::Close(code)) => close(socket, code).await,
        Some(Out::Cut) | None => false,
    }
}

/// Deals with what the bot says; false ends the connection.
async fn hear(
    socket: &mut WebSocketStream<TcpStream>,
    state: &Mutex<State>,
    path: &str,
    frame: &Value,
    out: &mut Option<UnboundedReceiver<Out>>,
) -> bool {
    let d = &frame["d"];
    let token = d["token"].as_str().map(|token| token.strip_prefix("Bot ").unwrap_or(token));
    match frame["op"].as_u64() {
        Some(1) => {
            lock(state).heartbeat = d.as_u64();
            say(socket, json!({"op": 11, "s": null, "t": null, "d": null})).await.is_ok()
        }
        Some(2 | 6) if out.is_some() => close(socket, 4_005).await,
        Some(2) if token != Some(TOKEN_OF_BOT) => close(socket, 4_004).await,
        Some(6) if token != Some(TOKEN_OF_BOT) => close(socket, 4_004).await,
        Some(2) => match identify(state, path, d["intents"].as_u64()) {
            Ok(told) => {
                *out = Some(told);
                true
            }
            Err(code) => close(socket, code).await,
        },
        Some(6) => {
            *out = resume(state, path, d);
            // One second, not five: nobody else is here.
            out.is_some() || say(socket, json!({"op": 9, "s": null, "t": null, "d": false})).await.is_ok()
        }
        Some(3 | 4 | 8 | 31) => true,
        Some(_) => close(socket, 4_001).await,
        None => close(socket, 4_002).await,
    }
}

fn identify(state: &Mutex<State>, path: &str, intents: Option<u64>) -> Result<UnboundedReceiver<Out>, u16> {
    let mut state = lock(state);
    let intents = intents.filter(|intents| *intents < 1 << 26).ok_or(4_013_u16)?;
    let (content, members) = state.privileged;
    if intents & 1 << 8 > 0 || intents & 1 << 15 > 0 && !content || intents & 1 << 1 > 0 && !members {
        return Err(4_014);
    }
    state.joined.push((path.to_owned(), false));
    let (socket, told) = unbounded_channel();
    let id = format!("session{}", state.joined.len());
    let mut session = Session { intents, events: Vec::new(), socket: Some(socket) };
    let ready = json!({"v": 10, "user": state.user(BOT), "session_id": id, "session_type": "normal",
        "resume_gateway_url": format!("{}/resume", state.gateway_url()), "shard": [0, 1], "private_channels": [],
        "relationships": [], "guilds": [{"id": GUILD, "unavailable": true}],
        "application": {"id": BOT, "flags": state.application()["flags"]}});
    session.event("READY", ready);
    session.event("GUILD_CREATE", state.guild());
    state.sessions.insert(id, session);
    Ok(told)
}

fn resume(state: &Mutex<State>, path: &str, d: &Value) -> Option<UnboundedReceiver<Out>> {
    let mut state = lock(state);
    let session = state.sessions.get_mut(d["session_id"].as_str()?)?;
    let seq = d["seq"].as_u64()?;
    let (socket, told) = unbounded_channel();
    for (at, t, d) in session.events.iter().filter(|(at, ..)| *at > seq) {
        let _gone = socket.send(Out::Event(*at, t.clone(), d.clone()));
    }
    session.socket = Some(socket);
    session.event("RESUMED", json!({}));
    state.joined.push((path.to_owned(), true));
    Some(told)
}

async fn close(socket: &mut WebSocketStream<TcpStream>, code: u16) -> bool {
    let _gone = socket.close(Some(CloseFrame { code: code.into(), reason: "".into() })).await;
    false
}

async fn say(
    socket: &mut WebSocketStream<TcpStream>,
    what: Value,
) -> Result<(), tokio_tungstenite::tungstenite::Error> {
    socket.send(Message::text(what.to_string())).await
}
