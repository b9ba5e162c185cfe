//! `identifier list`: which values never count as evidence.

use adapters::Column;
use async_trait::async_trait;
use crm::{access::Right, merges::evidence};

use crate::commands::{Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{count, date, words},
};

/// The command.
pub(crate) struct IdentifierList;

/// Lines, at most.
const MOST: i64 = 50;

static SPEC: Spec = Spec {
    name: "identifier list",
    about: words(
        "Values that do not count when people are compared",
        "名寄せの判断材料から除外した値の一覧を表示します",
    ),
    arguments: &[],
    phrases: Phrases {
        en: &[
            "[<show>] [the|all] [list of] excluded (identifiers|addresses|values|emails|e-mails|domains|handles)",
            "(which|what) (identifiers|addresses|values|emails|e-mails) (are|have been) (excluded|left out) [from matching|from merging]",
            "what (do|does) [you|we|it] never match (by|on|with)",
        ],
        ja: &[
            "[名寄せ[の対象|の判断材料]から]除外(した|している|されている|中の)(識別子|連絡先|アドレス|メールアドレス|メール|値|ドメイン)[の][一覧|リスト][を|は][<見せて>|何|どれ]",
            "名寄せに使わない(識別子|アドレス|メールアドレス|値)[の][一覧|リスト][を|は][<見せて>]",
            "除外(識別子|アドレス|リスト)[の][一覧][を][<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["excluded identifiers", "which addresses are excluded from matching?"],
        ja: &["除外した識別子の一覧", "名寄せに使わないアドレスの一覧を見せて"],
    },
    right: Right::ReviewDuplicates,
    effect: Effect::Read,
};

#[async_trait]
impl Command for IdentifierList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, _: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let all = evidence::excluded(&mut ctx.tx, MOST).await?;
        if all.is_empty() {
            let reply = ctx.reply().text(say!(
                lang,
                "No value is left out. An administrator leaves one out with “never match info@acme.co.jp”. Addresses of roles (info@, noreply@ …) never count anyway.",
                "除外した値はありません。管理者が「info@acme.co.jpは名寄せに使わない」のように除外できます（info@ や noreply@ などの役割アドレスは、はじめから使いません）。"
            ));
            return Ok(reply.into());
        }
        let system = || lang.pick("system", "システム").to_owned();
        let rows = all
            .into_iter()
            .map(|it| {
                let day = date(lang, it.at.with_timezone(&zone).date_naive());
                vec![it.value, count(it.persons), it.by_name.unwrap_or_else(system), day]
            })
            .collect();
        let columns = vec![
            Column::left(say!(lang, "Value", "値")),
            Column::right(say!(lang, "People who have it", "該当する人数")),
            Column::left(say!(lang, "Left out by", "除外した人")),
            Column::left(say!(lang, "Since", "除外日")),
        ];
        Ok(ctx
            .reply()
            .table(columns, rows)
            .text(say!(
                lang,
                "“allow … for matching again” takes one back.",
                "「…をまた名寄せに使って」で元に戻せます。"
            ))
            .into())
    }
}
