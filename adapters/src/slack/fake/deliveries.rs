//! How the fake tells what happened: signed requests, and frames of a socket.

use chrono::{DateTime, Utc};
use ring::hmac;
use serde_json::{Value, json};

use super::{APP, BOT_USER, Fake, SIGNING_SECRET, TEAM};
use crate::{Envelope, http};

impl Fake {
    /// An event in what surrounds every event, under an id of its own. Delivered twice it is the same.
    pub fn event(&self, event: &Value) -> Value {
        let id = self.state().count();
        json!({"token": "t", "team_id": TEAM, "api_app_id": APP, "event": event, "type": "event_callback",
            "event_id": format!("Ev{id}"), "event_time": 1_795_000_000,
            "authorizations": [{"enterprise_id": null, "team_id": TEAM, "user_id": BOT_USER, "is_bot": true,
                "is_enterprise_install": false}]})
    }

    /// What comes with a slash command that `user` types in `channel`.
    pub fn slash(&self, channel: &str, user: &str, text: &str) -> Value {
        let url = self.response_url();
        let mut state = self.state();
        let trigger = format!("{}.1.fake", state.count());
        let of = |id: &str| {
            state
                .channels
                .get(id)
                .map(|c| if c.kind == "im" { "directmessage".to_owned() } else { c.name.clone() })
        };
        let handle = state.members.get(user).map(|member| member.handle.clone());
        json!({"token": "t", "team_id": TEAM, "team_domain": "fake", "api_app_id": APP, "channel_id": channel,
            "channel_name": of(channel), "user_id": user, "user_name": handle, "command": "/enishi", "text": text,
            "response_url": url, "trigger_id": trigger, "is_enterprise_install": "false"})
    }

    /// What comes when `user` presses the button that carries `token` in the message `ts`.
    pub fn press(&self, channel: &str, ts: &str, user: &str, token: &str) -> Value {
        let url = self.response_url();
        let mut state = self.state();
        let count = state.count();
        let name = state.channels.get(channel).map(|channel| channel.name.clone());
        let message =
            state.channels.get(channel).and_then(|c| c.messages.iter().find(|m| m["ts"] == ts).cloned());
        json!({"type": "block_actions", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM}, "api_app_id": APP,
            "trigger_id": format!("{count}.2.fake"), "container": {"type": "message", "message_ts": ts,
                "channel_id": channel, "is_ephemeral": false}, "channel": {"id": channel, "name": name},
            "message": message, "response_url": url, "state": {"values": {}},
            "actions": [{"type": "button", "action_id": "press.0", "block_id": "b", "value": token,
                "action_ts": format!("1795000500.{count:06}")}]})
    }

    /// A request as Slack signs it at `now`: events as JSON, commands and interactions as forms.
    pub fn signed(&self, payload: &Value, now: DateTime<Utc>) -> Envelope {
        let body = match payload["type"].as_str() {
            None => {
                let fields = payload.as_object().into_iter().flatten();
                let pairs =
                    fields.filter_map(|(name, value)| Some(format!("{name}={}", encoded(value.as_str()?))));
                pairs.collect::<Vec<_>>().join("&")
            }
            Some("event_callback" | "url_verification" | "app_rate_limited") => payload.to_string(),
            Some(_) => format!("payload={}", encoded(&payload.to_string())),
        };
        let time = now.timestamp().to_string();
        let key = hmac::Key::new(hmac::HMAC_SHA256, SIGNING_SECRET.as_bytes());
        let signature = hmac::sign(&key, format!("v0:{time}:{body}").as_bytes());
        let hex: String = signature.as_ref().iter().map(|b| format!("{b:02x}")).collect();
        let kind =
            if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
        let headers = [
            ("X-Slack-Signature", format!("v0={hex}")),
            ("X-Slack-Request-Timestamp", time),
            ("Content-Type", kind.to_owned()),
        ];
        Envelope::new(headers.iter().map(|(name, value)| (*name, value.as_str())), body)
    }

    /// Posts it to `url` as Slack does: once, and up to three times more while it is not answered with 2xx (without
    /// Slack's minutes in between). Gives the status of each try; 0 is none.
    pub async fn post(&self, url: &str, payload: &Value, now: DateTime<Utc>) -> Vec<u16> {
        let mut statuses = Vec::new();
        for attempt in 0..4 {
            let envelope = self.signed(payload, now);
            let mut request = http::http().post(url).body(envelope.body);
            for name in ["X-Slack-Signature", "X-Slack-Request-Timestamp", "Content-Type"] {
                request = request.header(name, envelope.headers.one(name).unwrap_or_default());
            }
            if attempt > 0 {
                request =
                    request.header("X-Slack-Retry-Num", attempt).header("X-Slack-Retry-Reason", "http_error");
            }
            let status = request.send().await.map_or(0, |answer| answer.status().as_u16());
            statuses.push(status);
            if (200..300).contains(&status) {
                break;
            }
        }
        statuses
    }

    /// Sends it to a socket, in an envelope. Gives the envelope's id; `None` where nobody listens.
    pub fn push(&self, payload: &Value) -> Option<String> {
        let kind = match payload["type"].as_str() {
            None => "slash_commands",
            Some("event_callback") => "events_api",
            Some(_) => "interactive",
        };
        let mut state = self.state();
        let id = format!("env-{}", state.count());
        let frame = json!({"envelope_id": id, "type": kind, "payload": payload,
            "accepts_response_payload": kind != "events_api", "retry_attempt": 0, "retry_reason": ""});
        state.unacked.insert(id.clone(), frame.clone());
        self.sent(&state, &frame).then_some(id)
    }

    /// Sends again what was not acknowledged. Gives how much that was.
    pub fn push_again(&self) -> usize {
        let mut state = self.state();
        let mut frames = std::mem::take(&mut state.unacked);
        for frame in frames.values_mut() {
            frame["retry_attempt"] = (frame["retry_attempt"].as_u64().unwrap_or(0) + 1).into();
            frame["retry_reason"] = "timeout".into();
            self.sent(&state, frame);
        }
        let count = frames.len();
        state.unacked = frames;
        count
    }

    /// Asks every socket to go, as Slack does when it moves one.
    pub fn disconnect(&self, reason: &str) {
        let state = self.state();
        let frame = json!({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-fake"}});
        for socket in &state.sockets {
            let _gone = socket.send(Some(frame.to_string()));
        }
    }

    /// Cuts every socket.
    pub fn hang_up(&self) {
        self.state().sockets.clear();
    }

    /// Whether somebody listens.
    pub fn listened_to(&self) -> bool {
        self.state().sockets.iter().any(|socket| !socket.is_closed())
    }

    fn sent(&self, state: &super::State, frame: &Value) -> bool {
        state.sockets.iter().rev().any(|socket| socket.send(Some(frame.to_string())).is_ok())
    }
}

fn encoded(text: &str) -> String {
    let keeps = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    text.bytes().map(|b| if keeps(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
