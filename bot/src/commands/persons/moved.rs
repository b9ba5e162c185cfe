//! `person move`: somebody works somewhere else by now, and since when, or worked there once. It is `person set` in
//! other words.

use async_trait::async_trait;
use crm::access::Right;
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop,
    persons::{employer, fields::quoted},
};
use crate::words::words;

/// The command.
pub(crate) struct PersonMove;

static SPEC: Spec = Spec {
    name: "person move",
    about: words(
        "Note where a person works or worked, and from when until when",
        "人の転職・異動・職歴を時期とともに記録します",
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
            required: true,
            about: words("where they work now", "移った先の組織"),
        },
        Argument {
            name: "since",
            kind: SlotKind::Period,
            required: false,
            about: words(
                "since when, such as “April” or “2025-04”; today without",
                "いつから。「4月」「2025年4月」など。省略すると今日",
            ),
        },
        Argument {
            name: "until",
            kind: SlotKind::Period,
            required: false,
            about: words(
                "until when, of a time that is over: “2021”",
                "いつまで（過去の職歴の場合）。「2021年」など",
            ),
        },
        Argument {
            name: "title",
            kind: SlotKind::Name,
            required: false,
            about: words("what they do there: CTO", "役職。CTO など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "{person} (moved|went|switched|changed jobs) to {organization} [(in|from|since|as of) {since}]",
            "{person} (moved|went|switched|changed jobs) to {organization} [{since}]",
            "{person} (joined|has joined|is joining|started at) {organization} [(in|from|since|as of) {since}]",
            "{person:sure} (works|is working|is) at {organization} (from|since|as of) {since}",
            "move {person:sure} to {organization:sure} [(from|since|as of|in) {since}]",
            "{person} (moved to|went to|joined|has joined|started at) {organization} [(in|from|since|as of|on) {since}] as [a|an|the|their] {title}",
            "{person} (worked|was) (at|for|with) {organization} from {since} (to|until|till) {until}",
            "{person} (worked|was employed) (at|for|with) {organization} until {until}",
        ],
        ja: &[
            "{person:sure}(は|が){since}[から|に|付けで]{organization}(に|へ)(転職|移籍|異動|入社|移った|移りました|移動|転籍)[<して>|した|しました]",
            "{person:sure}(は|が){organization}(に|へ)(転職|移籍|異動|入社|移った|移りました|転籍)[<して>|した|しました]",
            "{person:sure}(は|が){since}から{until}まで{organization}(に|で)(勤務|在籍|所属|勤めて|働いて)[いた|いました|していた|していました]",
            "{person:sure}(は|が){until}まで{organization}(に|で)(勤務|在籍|所属|勤めて|働いて)[いた|いました|していた|していました]",
            "{person:sure}(は|が){since}(に|付けで)入社[した|しました]",
            "{person:sure}(は|が){since}から{organization}[(です|勤務|所属|勤務です|所属です|で働いている|で働いています)]",
        ],
    },
    examples: Phrases {
        en: &["P-12 moved to Aozora Systems in April", "P-12 joined O-3 in 2025-04"],
        ja: &["P-12は4月から青空システムズ", "P-12は4月に青空システムズへ転職しました"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for PersonMove {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let person = ctx.required(call, "person")?.to_owned();
        let organization = ctx.required(call, "organization")?;
        let mut employer = organization.to_owned();
        if let Some(said) = call.arguments.get("since") {
            employer.push_str(&format!(" from {}", employer::since(ctx, said)?));
        }
        if let Some(said) = call.arguments.get("until") {
            employer.push_str(&format!(" to {}", employer::until(ctx, said)?));
        }
        let mut fields = format!("organization={}", quoted(&employer));
        if let Some(title) = call.arguments.get("title") {
            fields.push_str(&format!(" title={}", quoted(title)));
        }
        Err(Stop::Instead(Call::new("person set", [("person", person), ("fields", fields)])))
    }
}
