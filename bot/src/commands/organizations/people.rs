//! `org people`: whom we know at an organization.

use adapters::Column;
use async_trait::async_trait;
use crm::{access::Right, organizations};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec,
    organizations::find::{page, paged},
    organizations::show::label,
};
use crate::{
    say,
    words::{count, date, words},
};

/// The command.
pub(crate) struct OrgPeople;

/// Lines in one answer.
const PAGE: i64 = 20;

static SPEC: Spec = Spec {
    name: "org people",
    about: words("Whom we know at an organization", "組織の知り合いを一覧で表示します"),
    arguments: &[
        Argument {
            name: "organization",
            kind: SlotKind::Organization,
            required: true,
            about: words("O-3, a name or a domain", "O-3、組織名、またはドメイン"),
        },
        Argument {
            name: "past",
            kind: SlotKind::Choice(&[(
                "past",
                &[
                    "past",
                    "former",
                    "previous",
                    "worked",
                    "used to work",
                    "ex",
                    "元",
                    "過去の",
                    "以前の",
                    "退職した",
                ],
            )]),
            required: false,
            about: words("“past”: those who were there before", "「過去の」で、以前所属していた人"),
        },
        Argument {
            name: "page",
            kind: SlotKind::Count,
            required: false,
            about: words("which page", "ページ番号"),
        },
    ],
    phrases: Phrases {
        en: &[
            "who do we know (at|in|from) [the] [company|organization] {organization}",
            "whom do we know (at|in|from) [the] [company|organization] {organization}",
            "(people|everyone|everybody|contacts|members|staff) (at|of|in|from) {organization}",
            "<find> (everyone|everybody|contacts) (at|of|in|from) {organization}",
            "[<find>] {past} (people|employees|members|staff|contacts) (at|of|in|from) {organization}",
            "who {past} (at|for) {organization}",
            "who (works|is working) (at|for) {organization}",
            "who is (at|from) {organization:sure}",
        ],
        ja: &[
            "{organization}(の|に)(知り合い|知人|つながり)[の一覧|一覧][は(誰|だれ|いる|います)|<見せて>]",
            "{organization}に[は](知り合い|知人)[は|が](いる|います|誰がいる)",
            "{organization}に所属(している|する)(人|メンバー)[を](全員)[<見せて>]",
            "{organization:sure}の(人|メンバー|社員)[の](一覧|リスト)[<見せて>]",
            "{organization}の{past}(社員|メンバー|人|所属者)[の(一覧|リスト)][<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["who do we know at Aozora Systems?", "people at O-3"],
        ja: &["青空システムズの知り合いは？", "O-3の人一覧"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for OrgPeople {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let organization = ctx.organization(call, "organization").await?;
        let past = call.arguments.contains_key("past");
        let page = page(call);
        let offset = (page - 1).saturating_mul(PAGE);
        let (people, total) = organizations::people(&mut ctx.tx, organization.id, past, PAGE, offset).await?;
        let (_, others) = organizations::people(&mut ctx.tx, organization.id, !past, 1, 0).await?;
        let (code, label) = (organization.code(), label(&organization));
        let others_text = match (past, others) {
            (_, 0) => String::new(),
            (false, n) => {
                let n = count(n);
                say!(
                    lang,
                    "{n} more were there before: say “former people at {code}”.",
                    "以前の所属者が{n}人います。「{code}の過去の社員」でご覧いただけます。"
                )
            }
            (true, n) => {
                let n = count(n);
                say!(
                    lang,
                    "{n} are there now: say “people at {code}”.",
                    "現在の所属者は{n}人です。「{code}の知り合いは？」でご覧いただけます。"
                )
            }
        };
        if people.is_empty() {
            let none = if past {
                say!(
                    lang,
                    "We know nobody who was at {label} before.",
                    "{label} に以前所属していた知り合いはいません。"
                )
            } else {
                say!(lang, "We know nobody at {label} now.", "{label} に現在の知り合いはいません。")
            };
            return Ok(ctx.reply().text(format!("{none} {others_text}").trim_end().to_owned()).into());
        }
        ctx.showed(people.iter().map(|member| vec![member.person.code()]).collect());
        let day = |at: Option<chrono::DateTime<chrono::Utc>>| {
            at.map(|at| date(lang, at.with_timezone(&zone).date_naive())).unwrap_or_default()
        };
        let rows = people
            .iter()
            .map(|member| {
                let mut row = vec![
                    member.person.code().to_string(),
                    member.person.name.clone(),
                    member.role.clone().unwrap_or_default(),
                    day(member.seen),
                ];
                if past {
                    row.push(member.until.map(|until| date(lang, until)).unwrap_or_default());
                }
                row
            })
            .collect();
        let mut columns = vec![
            Column::left(say!(lang, "Code", "コード")),
            Column::left(say!(lang, "Name", "名前")),
            Column::left(say!(lang, "Title", "役職")),
            Column::left(say!(lang, "Last seen", "最終活動")),
        ];
        if past {
            columns.push(Column::left(say!(lang, "Until", "在籍終了")));
        }
        let reply = ctx.reply().heading(format!("{code} {}", organization.name)).table(columns, rows);
        let reply = paged(ctx, reply, call, (page, PAGE, total));
        Ok(if others_text.is_empty() { reply } else { reply.text(others_text) }.into())
    }
}
