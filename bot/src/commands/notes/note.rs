//! `note`: something to remember of a person, an organization, a campaign, an activity, a deal or a task.

use async_trait::async_trait;
use crm::{access::Right, audit::Change, notes};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, object::object,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct Note;

static SPEC: Spec = Spec {
    name: "note",
    about: words(
        "Write a note on a person, organization, campaign, activity, deal or task",
        "人・組織・施策・活動・商談・タスクにメモを残します",
    ),
    arguments: &[
        Argument {
            name: "object",
            kind: SlotKind::Object,
            required: true,
            about: words(
                "what it is on: P-12, O-3, C-7, A-881, D-9, T-4 or a name",
                "対象。P-12、O-3、C-7、A-881、D-9、T-4、または名前",
            ),
        },
        Argument {
            name: "text",
            kind: SlotKind::Text,
            required: true,
            about: words("what to remember", "メモの内容"),
        },
    ],
    phrases: Phrases {
        en: &[
            "note (on|for|about|to) {object}[ ]: {text}",
            "note {object}[ ]: {text}",
            "note (on|for|about) {object} that {text}",
            "(add|leave|write|make|put) [a|the] note (on|to|for|about) {object}[ ]: {text}",
            "(add|leave|write|make|put) [a|the] note (on|to|for|about) {object} (saying|that says|that) {text}",
            "(add|leave|write|make|put) [a|the] note (on|to|for|about) {object:sure} {text}",
        ],
        ja: &[
            "{object}に(メモ|ノート)[して|を追加[して]|を残して|を書いて|をつけて]:{text}",
            "{object}に(メモ|ノート)[を](追加|残して|書いて|つけて)[して]「{text}」",
            "{object:sure}に(メモ|ノート)を(追加|残して|書いて|つけて)[して][,] {text}",
            "{object:code}に(メモ|ノート)(して|しといて|しておいて|をお願い|お願い)[:|,] {text}",
            "{object:code}に(メモ|ノート) {text}",
            "{object}に{text}と(メモ|ノート)[<して>]",
            "{object}に{text}(と|という|との)(メモ|ノート)を(追加|残して|残す|書いて|つけて)[<して>]",
            "{object:sure}について(メモ|ノート):{text}",
            "(メモ|ノート)( |:){object:sure}[:] {text}",
        ],
    },
    examples: Phrases {
        en: &["note on P-12: prefers e-mail", "add a note to C-7 saying the venue is booked"],
        ja: &["P-12にメモ：連絡はメール希望", "春のハッカソンに「会場予約済み」とメモして"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for Note {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let object = object(ctx, call, "object").await?;
        let text = said(ctx.required(call, "text")?).ok_or(Stop::Missing("text"))?.to_owned();
        let note = notes::add(&mut ctx.tx, object.id, &text).await?;
        ctx.looked_at(note);
        let (on, code) = (object.label(), object.code);
        let reply = ctx.reply().text(say!(
            lang,
            "Noted **{note}** on {on}.",
            "{on} にメモ **{note}** を残しました。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            after: Some(json!({ "note": note.to_string(), "text": text })),
            reversal: Some(json!(Call::new("note delete", [("note", note.to_string())]))),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// What is to be remembered, without the end of the request that stands before it: して、法務が遅い is 法務が遅い.
fn said(text: &str) -> Option<&str> {
    const ENDS: [&str; 6] = ["しておいて", "しといて", "をお願い", "お願い", "して", "する"];
    let parts = |c: char| c.is_whitespace() || ",、:：。".contains(c);
    let text = text.trim();
    let rest = ENDS
        .iter()
        .find_map(|end| text.strip_prefix(end))
        .map(|rest| rest.strip_prefix("ください").or_else(|| rest.strip_prefix("します")).unwrap_or(rest));
    let text = rest.filter(|rest| rest.is_empty() || rest.starts_with(parts)).unwrap_or(text);
    Some(text.trim_start_matches(parts)).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn the_end_of_a_request_is_no_note() {
        for (text, want) in [
            ("して、法務が遅い", Some("法務が遅い")),
            ("しといて：電話希望", Some("電話希望")),
            ("しておいてください 電話希望", Some("電話希望")),
            ("して", None),
            ("お願いします", None),
            ("して欲しいことが多い", Some("して欲しいことが多い")),
            ("- first\n- second", Some("- first\n- second")),
            ("お願い事項あり", Some("お願い事項あり")),
        ] {
            assert_eq!(said(text), want, "{text}");
        }
    }
}
