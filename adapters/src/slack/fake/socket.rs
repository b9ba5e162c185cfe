//! Sockets: a greeting, envelopes, acknowledgements.

use std::sync::{Arc, Mutex};

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_tungstenite::{
    accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{ErrorResponse, Request, Response},
    },
};

use super::{APP, locked, state::State};

pub(super) async fn serve(listener: TcpListener, state: Arc<Mutex<State>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(serve_one(stream, Arc::clone(&state)));
    }
}

async fn serve_one(stream: TcpStream, state: Arc<Mutex<State>>) {
    let tickets = Arc::clone(&state);
    #[expect(clippy::result_large_err, reason = "the library's own type")]
    let check = move |request: &Request, response: Response| -> Result<Response, ErrorResponse> {
        let query = request.uri().query().unwrap_or_default();
        let ticket = query.split('&').find_map(|pair| pair.strip_prefix("ticket=")).unwrap_or_default();
        // a ticket opens one socket
        if locked(&tickets).tickets.remove(ticket) { Ok(response) } else { Err(ErrorResponse::new(None)) }
    };
    let Ok(mut socket) = accept_hdr_async(stream, check).await else { return };
    let (sender, mut frames) = mpsc::unbounded_channel::<Option<String>>();
    let hello = {
        let mut state = locked(&state);
        state.sockets.retain(|socket| !socket.is_closed());
        let hello = json!({"type": "hello", "num_connections": state.sockets.len() + 1,
            "debug_info": {"host": "applink-fake", "build_number": 10, "approximate_connection_time": 18060},
            "connection_info": {"app_id": APP}});
        state.sockets.push(sender);
        hello
    };
    if socket.send(Message::text(hello.to_string())).await.is_err() {
        return;
    }
    loop {
        tokio::select! {
            frame = frames.recv() => match frame.flatten() {
                Some(text) => if socket.send(Message::text(text)).await.is_err() { return },
                None => {
                    let _closed = socket.close(None).await;
                    return;
                }
            },
            said = socket.next() => match said {
                Some(Ok(Message::Text(text))) => acknowledged(&state, text.as_str()),
                Some(Ok(_)) => {}
                _ => return,
            },
        }
    }
}

fn acknowledged(state: &Mutex<State>, text: &str) {
    let ack: Value = serde_json::from_str(text).unwrap_or_default();
    if let Some(envelope) = ack["envelope_id"].as_str() {
        let mut state = locked(state);
        state.unacked.remove(envelope);
        state.acked.push(envelope.to_owned());
    }
}
