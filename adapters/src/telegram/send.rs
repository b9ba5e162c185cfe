//! One message on its way to a chat.

use teloxide_core::{
    payloads::{
        SendChatAction, SendChatActionSetters, SendMessage, SendMessageSetters, SendPhoto, SendPhotoSetters,
    },
    types::{
        ChatAction, ChatId, FileId, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, MessageId,
        ParseMode, Recipient, ReplyParameters, ThreadId,
    },
};

use super::{
    api::{Api, Failed},
    live::TOPIC,
    render::Body,
};
use crate::{Address, Payload, SendError, Sent, chart, export::field};

/// Sends; where the group has become a supergroup meanwhile, once more to its new id.
pub(super) async fn send(api: &Api, to: &Address, payload: &Payload) -> Result<Sent, SendError> {
    let message = Message::new(payload).await?;
    match message.send(api, &to.conversation, to.thread.as_deref()).await {
        Ok(id) => Ok(Sent { message_id: id, conversation: None }),
        Err(Failed::Refused(refusal)) if refusal.moved_to.is_some() => {
            let moved_to = refusal.moved_to.unwrap_or_default();
            let id = message.send(api, &moved_to, None).await?;
            Ok(Sent { message_id: id, conversation: Some(moved_to) })
        }
        Err(failed) => Err(failed.into()),
    }
}

/// Shows "typing" for some seconds.
pub(super) async fn busy(api: &Api, to: &Address) {
    let mut action = SendChatAction::new(recipient(&to.conversation), ChatAction::Typing);
    if let Some(Place::Topic(topic)) = place(to.thread.as_deref()) {
        action = action.message_thread_id(topic);
    }
    let _ = api.call(&action).await;
}

/// What stays the same wherever it goes.
struct Message {
    body: Body,
    picture: Option<Vec<u8>>,
}

/// Where in a chat.
enum Place {
    Topic(ThreadId),
    Answer(ReplyParameters),
}

impl Message {
    async fn new(payload: &Payload) -> Result<Self, SendError> {
        let body = serde_json::from_value(payload.body.clone())
            .map_err(|error| SendError::Refused(format!("not a message for Telegram: {error}")))?;
        let picture = match payload.picture.clone() {
            Some(chart) => {
                let drawn = tokio::task::spawn_blocking(move || chart::png(&chart)).await.ok().flatten();
                Some(drawn.ok_or_else(|| SendError::Refused("the chart cannot be drawn".to_owned()))?)
            }
            None => None,
        };
        Ok(Self { body, picture })
    }

    /// Gives back the id, where it is one: a message that is still being worked on has 0.
    async fn send(&self, api: &Api, chat: &str, thread: Option<&str>) -> Result<Option<String>, Failed> {
        let sent = match &self.picture {
            Some(picture) => {
                api.upload(&self.photo(recipient(chat), place(thread)), "photo", picture.clone()).await?
            }
            None => api.call(&self.text(recipient(chat), place(thread))).await?,
        };
        Ok(field::id(&sent["message_id"]).filter(|id| id != "0"))
    }

    fn text(&self, chat: Recipient, place: Option<Place>) -> SendMessage {
        let no_preview = LinkPreviewOptions {
            is_disabled: true,
            url: None,
            prefer_small_media: false,
            prefer_large_media: false,
            show_above_text: false,
        };
        let message = SendMessage::new(chat, self.body.text.clone())
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview);
        let message = match place {
            Some(Place::Topic(topic)) => message.message_thread_id(topic),
            Some(Place::Answer(answered)) => message.reply_parameters(answered),
            None => message,
        };
        match self.keyboard() {
            Some(keyboard) => message.reply_markup(keyboard),
            None => message,
        }
    }

    fn photo(&self, chat: Recipient, place: Option<Place>) -> SendPhoto {
        // The file itself is a part of the form.
        let photo = SendPhoto::new(chat, InputFile::file_id(FileId(String::new())));
        let photo = match self.body.text.as_str() {
            "" => photo,
            caption => photo.caption(caption).parse_mode(ParseMode::Html),
        };
        let photo = match place {
            Some(Place::Topic(topic)) => photo.message_thread_id(topic),
            Some(Place::Answer(answered)) => photo.reply_parameters(answered),
            None => photo,
        };
        match self.keyboard() {
            Some(keyboard) => photo.reply_markup(keyboard),
            None => photo,
        }
    }

    fn keyboard(&self) -> Option<InlineKeyboardMarkup> {
        (!self.body.buttons.is_empty()).then(|| InlineKeyboardMarkup::new(self.body.buttons.clone()))
    }
}

fn recipient(chat: &str) -> Recipient {
    match chat.parse() {
        Ok(id) => Recipient::Id(ChatId(id)),
        Err(_) => Recipient::ChannelUsername(chat.to_owned()),
    }
}

/// A message that is answered may be gone: then the answer stands alone.
fn place(thread: Option<&str>) -> Option<Place> {
    let thread = thread?;
    let id = |number: &str| number.parse().ok().map(MessageId);
    match thread.strip_prefix(TOPIC) {
        Some(topic) => id(topic).map(|id| Place::Topic(ThreadId(id))),
        None => id(thread).map(|id| Place::Answer(ReplyParameters::new(id).allow_sending_without_reply())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{json, to_value};

    #[test]
    fn requests_as_the_api_wants_them() {
        let body = json!({"text": "<b>hi</b>", "buttons": [[{"text": "Yes", "callback_data": "t1"}]]});
        let message = Message { body: serde_json::from_value(body).unwrap(), picture: None };
        assert_eq!(
            to_value(message.text(recipient("-1001"), place(Some("7")))).unwrap(),
            json!({
                "chat_id": -1001, "text": "<b>hi</b>", "parse_mode": "HTML",
                "link_preview_options": {"is_disabled": true},
                "reply_parameters": {"message_id": 7, "allow_sending_without_reply": true},
                "reply_markup": {"inline_keyboard": [[{"text": "Yes", "callback_data": "t1"}]]},
            })
        );
        let topic = to_value(message.text(recipient("@news"), place(Some("topic:3")))).unwrap();
        assert_eq!((&topic["chat_id"], &topic["message_thread_id"]), (&json!("@news"), &json!(3)));
        assert_eq!(topic["reply_parameters"], json!(null));
        let photo = to_value(message.photo(recipient("5"), place(Some("odd")))).unwrap();
        assert_eq!((&photo["caption"], &photo["parse_mode"]), (&json!("<b>hi</b>"), &json!("HTML")));
        assert_eq!(photo["reply_parameters"], json!(null));
    }
}
