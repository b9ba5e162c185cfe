//! `person leave`: somebody does not work there any more, and since when. It is `person set` in other words.

use async_trait::async_trait;
use crm::access::Right;
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop,
    persons::{employer, fields::quoted},
};
use crate::words::words;

/// The command.
pub(crate) struct PersonLeave;

static SPEC: Spec = Spec {
    name: "person leave",
    about: words(
        "Note that a person does not work somewhere any more, and since when",
        "人の退職を時期とともに記録します",
    ),
    arguments: &[
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: true,
            about: words("P-12, @handle or a name", "P-12、@ハンドル、または名前"),
        },
        Argument {
            name: "organization",
            kind: SlotKind::Organization,
            required: false,
            about: words(
                "where they worked; without, wherever they work",
                "退職した組織。省略すると現在の所属",
            ),
        },
        Argument {
            name: "when",
            kind: SlotKind::Period,
            required: false,
            about: words(
                "when, such as “June” or “2026-06”; today without",
                "時期。「6月」「2026年6月」など。省略すると今日",
            ),
        },
    ],
    phrases: Phrases {
        en: &[
            "{person} (left|has left|quit|has quit|resigned from|departed from) {organization} [(in|on|at the end of|as of|since) {when}]",
            "{person} (left|quit) {organization} [{when}]",
            "{person:sure} (left|has left|quit|has quit) [their|the|his|her] (company|employer|job) [(in|on|at the end of|as of) {when}]",
            "{person:sure} [(has|have)] (resigned|retired) [(in|on|at the end of|as of) {when}]",
            "{person:sure} (is no longer|is not|isn't) (at|with) {organization} [(anymore|any more)] [(since|as of) {when}]",
            "{person:sure} (no longer works|does not work|doesn't work|stopped working) (at|for) {organization} [(anymore|any more)] [(since|as of|in) {when}]",
        ],
        ja: &[
            "{person:sure}(は|が){when}(に|で|付けで|末で){organization}を(退職|退社|辞職|離職|離れた|離れました|辞めた|辞めました)[<して>|した|しました]",
            "{person:code}(は|が){when}[,]{organization}を(退職|退社|辞職|離職|離れた|離れました|辞めた|辞めました)[<して>|した|しました]",
            "{person:sure}(は|が){organization}を{when}(に|で|付けで|末で)(退職|退社|辞職|離職|離れた|離れました|辞めた|辞めました)[<して>|した|しました]",
            "{person:sure}(は|が){organization}を(退職|退社|辞職|離職|離れた|離れました|辞めた|辞めました)[<して>|した|しました]",
            "{person:sure}(は|が){when}(に|で|付けで|末で)(退職|退社|離職)[<して>|した|しました]",
            "{person:sure}(は|が)(退職|退社|離職)[<して>|した|しました]",
            "{person:sure}はもう{organization}(にいない|にいません|の人ではない|の人ではありません|を辞めている|を辞めています)",
        ],
    },
    examples: Phrases {
        en: &["P-12 left Aozora Systems in June", "P-12 is no longer at Aozora Systems"],
        ja: &["P-12は6月に青空システムズを退職しました"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for PersonLeave {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let person = ctx.required(call, "person")?.to_owned();
        let until = match call.arguments.get("when") {
            None => ctx.now.today(),
            Some(said) => employer::until(ctx, said)?,
        };
        let employer = match call.arguments.get("organization") {
            None => format!("until {until}"),
            Some(organization) => format!("{organization} until {until}"),
        };
        let fields = format!("organization={}", quoted(&employer));
        Err(Stop::Instead(Call::new("person set", [("person", person), ("fields", fields)])))
    }
}
