//! `feedback`: words to the administrators.

use async_trait::async_trait;
use crm::{access::Right, audit::Change, feedback};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{Words, words},
};

/// The command.
pub(crate) struct Feedback;

static SPEC: Spec = Spec {
    name: "feedback",
    about: words("Tell the administrators something", "管理者に連絡します"),
    arguments: &[Argument {
        name: "text",
        kind: SlotKind::Text,
        required: true,
        about: words("what they should know", "伝えたい内容"),
    }],
    phrases: Phrases {
        en: &[
            "(tell|let) [the] (admin|admins|administrator|administrators) [know] [:|that] {text}",
            "(tell|message|contact|notify|write to) [the|an|our|my] (admin|admins|administrator|administrators)",
            "(send|give|leave) [some|a] feedback",
            "feedback: {text}",
            "(send|give) feedback [:|that] {text}",
            "report to [the] (admins|administrators) [:|that] {text}",
        ],
        ja: &[
            "管理者に(連絡|報告|伝えて|フィードバック)[:|：|、]{text}",
            "管理者に{text}(と|って)(伝えて|連絡して|報告して|言って)[おいて]",
            "(フィードバック|ご意見)(:|、| ){text}",
            "管理者に(連絡|報告|相談|フィードバック)[を][<して>|したいです]",
            "管理者に(伝えて|伝えたい|言いたい)[ことがある]",
            "(フィードバック|ご意見)[を](送る|送りたい|送って|伝えたい|<して>)",
        ],
    },
    examples: Phrases {
        en: &["tell the admins: wrong number in C-12", "feedback the chart is hard to read"],
        ja: &["管理者に連絡：C-12の数字が違います", "管理者にグラフが見づらいと伝えて"],
    },
    right: Right::AskForHelp,
    effect: Effect::Change,
};

#[async_trait]
impl Command for Feedback {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn for_good(&self) -> Words {
        words("Feedback that was sent cannot be taken back.", "送信した内容は取り消せません。")
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let text = ctx.required(call, "text")?.to_owned();
        feedback::give(&mut ctx.tx, ctx.asked.account, &text).await?;
        let reply = ctx.reply().text(say!(
            ctx.lang,
            "Thank you. The administrators will read it.",
            "ありがとうございます。管理者にお伝えします。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: None,
            before: None,
            after: Some(json!({ "text": text })),
            reversal: None,
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
