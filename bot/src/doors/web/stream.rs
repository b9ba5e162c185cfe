//! `GET /chat/stream`: the conversation as server-sent events, from `after` on and as it grows.

use std::{
    convert::Infallible,
    time::{Duration, Instant},
};

use adapters::{Address, Block, Button, Reply};
use axum::{
    extract::{Query, State},
    response::{
        Sse,
        sse::{Event, KeepAlive},
    },
};
use crm::{ConversationId, QuestionId, TenantTx, conversations, outbox, questions};
use futures::Stream;
use serde::Deserialize;
use serde_json::json;
use tokio::{
    sync::{
        broadcast::{Receiver, error::RecvError},
        mpsc,
    },
    time::sleep,
};
use tokio_stream::wrappers::ReceiverStream;
use uuid::Uuid;

use super::{Web, codes, error::WebError, session::Session};

/// Lines shown when the page opens.
const HISTORY: i64 = 200;
/// Another replica may have answered: look even when nobody rings.
const LOOK: Duration = Duration::from_secs(2);
/// How long a stream may outlive its session.
const TRUST: Duration = Duration::from_secs(60);

#[derive(Debug, Deserialize)]
pub(super) struct From {
    #[serde(default)]
    after: String,
}

/// Follows the signed-in user's conversation with the bot.
pub(super) async fn follow(
    State(web): State<Web>,
    session: Session,
    Query(from): Query<From>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, WebError> {
    let origin = web.origin(session.tenant).await?;
    let (events, stream) = mpsc::channel(64);
    let key = session.user.id.to_string();
    let mut follower = Follower {
        web,
        session,
        connection: origin.connection.id,
        key,
        at: None,
        open: Vec::new(),
        looked: Instant::now(),
        events,
    };
    follower.start(&from.after).await?;
    tokio::spawn(async move {
        if let Err(error) = follower.run().await {
            tracing::error!(fault = format!("{error:#}"), "a chat stream ended");
        }
    });
    Ok(Sse::new(ReceiverStream::new(stream)).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

struct Follower {
    web: Web,
    session: Session,
    connection: crm::ConnectionId,
    /// The platform's id of the conversation.
    key: String,
    /// The last line sent.
    at: Option<Uuid>,
    /// Questions that could be answered when they were sent, each with its buttons' tokens.
    open: Vec<(QuestionId, String)>,
    /// When it was last asked which of them can still be answered.
    looked: Instant,
    events: mpsc::Sender<Result<Event, Infallible>>,
}

impl Follower {
    /// Where the page left off: the id of a message of its own, or of a reply.
    async fn start(&mut self, after: &str) -> anyhow::Result<()> {
        let mut tx = self.web.app.db.begin(self.session.tenant, self.session.user.actor()).await?;
        if let Some(conversation) = conversations::by_key(&mut tx, self.connection, &self.key).await?
            && !after.is_empty()
        {
            self.at = outbox::line_of(&mut tx, conversation, after).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Until the reader or the program goes, or the session ends.
    async fn run(&mut self) -> anyhow::Result<()> {
        let mut hints = self.web.hints.subscribe();
        let mut checked = Instant::now();
        loop {
            if checked.elapsed() >= TRUST {
                if !self.session.renew(&self.web).await? {
                    return Ok(());
                }
                checked = Instant::now();
            }
            self.send_new().await?;
            if !self.wait(&mut hints).await {
                return Ok(());
            }
        }
    }

    /// Waits until there may be something new here; hints about other conversations are passed over.
    /// `false` when nobody needs an answer any more.
    async fn wait(&self, hints: &mut Receiver<Address>) -> bool {
        let mut stop = self.web.stop.clone();
        let look = sleep(LOOK);
        tokio::pin!(look);
        loop {
            tokio::select! {
                hint = hints.recv() => match hint {
                    Ok(to) if to.conversation != self.key => {}
                    Ok(_) | Err(RecvError::Lagged(_)) => return true,
                    Err(RecvError::Closed) => return false,
                },
                () = &mut look => return true,
                () = self.events.closed() => return false,
                _ = stop.wait_for(|stop| *stop) => return false,
            }
        }
    }

    async fn send_new(&mut self) -> anyhow::Result<()> {
        let mut tx = self.web.app.db.begin(self.session.tenant, self.session.user.actor()).await?;
        let conversation: Option<ConversationId> =
            conversations::by_key(&mut tx, self.connection, &self.key).await?;
        let lines = match conversation {
            Some(conversation) => outbox::lines(&mut tx, conversation, self.at, HISTORY).await?,
            None => Vec::new(),
        };
        self.open.extend(lines.iter().flat_map(asked_in));
        // what is answered is followed by a line; what only runs out can wait
        let over = match lines.is_empty() && self.looked.elapsed() < TRUST {
            true => Vec::new(),
            false => self.over(&mut tx).await?,
        };
        tx.commit().await?;
        for line in lines {
            self.at = Some(line.id);
            if self.events.send(Ok(self.event(&line))).await.is_err() {
                return Ok(());
            }
        }
        if !over.is_empty() {
            // who has gone needs to know nothing
            let _ = self.events.send(Ok(Event::default().data(json!({ "over": over }).to_string()))).await;
        }
        Ok(())
    }

    /// The tokens of the buttons that were sent and that nobody can press any more; told once.
    async fn over(&mut self, tx: &mut TenantTx) -> anyhow::Result<Vec<String>> {
        self.looked = Instant::now();
        let asked: Vec<QuestionId> = self.open.iter().map(|(id, _)| *id).collect();
        let closed = match asked.is_empty() {
            true => Vec::new(),
            false => questions::closed(tx, &asked).await?,
        };
        let (over, open) = self.open.drain(..).partition(|(id, _)| closed.contains(id));
        self.open = open;
        Ok(Vec::into_iter(over).map(|(_, token)| token).collect())
    }

    fn event(&self, line: &outbox::Line) -> Event {
        let shown = match &line.reply {
            // the page knows its own message by the id it gave it
            None => json!({ "id": line.external_id, "from": "me", "text": line.text, "at": line.at }),
            Some(reply) => json!({ "id": line.id, "from": "bot", "html": self.html(reply), "at": line.at }),
        };
        Event::default().data(shown.to_string())
    }

    fn html(&self, reply: &serde_json::Value) -> String {
        let rendered = serde_json::from_value::<Reply>(reply.clone())
            .map_err(anyhow::Error::from)
            .and_then(|reply| Ok(self.web.app.adapter("web")?.render(&reply, "")));
        match rendered {
            Ok(payloads) => {
                payloads.iter().filter_map(|payload| payload.body.as_str()).map(codes::linked).collect()
            }
            Err(error) => {
                tracing::error!(fault = format!("{error:#}"), "a stored reply cannot be shown");
                String::new()
            }
        }
    }
}

/// The questions behind the buttons of a reply, each with the button's token.
fn asked_in(line: &outbox::Line) -> Vec<(QuestionId, String)> {
    let reply = line.reply.as_ref().and_then(|reply| Reply::deserialize(reply).ok());
    let blocks = reply.map(|reply| reply.blocks).unwrap_or_default();
    blocks
        .into_iter()
        .flat_map(|block| match block {
            Block::Buttons { buttons } => buttons,
            _ => Vec::new(),
        })
        .filter_map(|Button { token, .. }| Some((QuestionId(token.split(':').next()?.parse().ok()?), token)))
        .collect()
}
