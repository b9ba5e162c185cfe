//! `account list`: on which providers a person is, and what is proved of it.

use adapters::Item;
use async_trait::async_trait;
use crm::{access::Right, accounts, merges::evidence::Ignored};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec,
    accounts::{
        ignore::shown,
        standing::{Links, legend},
    },
    persons::label,
};
use crate::{
    say,
    words::{actions, date, words},
};

/// The command.
pub(crate) struct AccountList;

static SPEC: Spec = Spec {
    name: "account list",
    about: words("The accounts of a person", "人のアカウント一覧を表示します"),
    arguments: &[Argument {
        name: "person",
        kind: SlotKind::Person,
        required: true,
        about: words("P-12, @handle or a name", "P-12、@ハンドル、または名前"),
    }],
    phrases: Phrases {
        en: &[
            "[which|what] accounts (does|has) {person} (have|got)",
            "[<show>|list] [me] [all] [the] accounts (of|for) {person}",
            "[<show>|list] [all] [of] {person}'s accounts",
            "accounts {person:sure}",
        ],
        ja: &[
            "{person}のアカウント[の][一覧|リスト][を][全部|すべて|全て][<見せて>]",
            "{person}(には|に|は)(どの|どんな)アカウント(が|を)(紐づいて|紐付いて|ある|あり|持って)[いる|います|ます|いますか]",
        ],
    },
    examples: Phrases {
        en: &["which accounts does P-12 have?", "accounts of P-12"],
        ja: &["P-12のアカウント一覧", "P-12にはどのアカウントが紐づいていますか"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for AccountList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let person = ctx.person(call, "person").await?;
        let accounts = accounts::list(&mut ctx.tx, person.id).await?;
        let (who, code) = (label(&person), person.code());
        if accounts.is_empty() {
            return Ok(ctx
                .reply()
                .text(say!(
                    lang,
                    "{who} has no account yet. Say “attach github:taro to {code}” to add one.",
                    "{who} にはまだアカウントがありません。「github:taroを{code}に紐づけて」のように追加できます。"
                ))
                .into());
        }
        let day = |at: chrono::DateTime<chrono::Utc>| date(lang, at.with_timezone(&zone).date_naive());
        let links = Links::load(ctx).await?;
        // a line each, whole: a handle that is cut names nobody
        let items = accounts
            .into_iter()
            .map(|it| {
                let provider = actions::platform(&it.provider, lang);
                let sign = links.of(&it.provider, &it.workspace).sign();
                let ignored =
                    it.ignored.as_deref().and_then(Ignored::from_stored).map(|why| shown(why, lang));
                let called = [format!("{}:{}", it.provider, it.called), it.name.unwrap_or_default()];
                let proved = it.verified_at.map(day);
                let seen = it.last_seen.map(day);
                let known = [
                    Some(
                        it.connection.map_or_else(|| provider.to_owned(), |on| format!("{provider} ({on})")),
                    ),
                    it.email,
                    proved.map(|day| say!(lang, "proved {day}", "本人確認 {day}")),
                    it.staff.map(|name| say!(lang, "staff: {name}", "担当者：{name}")),
                    ignored.map(|why| say!(lang, "ignored: {why}", "名寄せから除外（{why}）")),
                    seen.map(|day| say!(lang, "last seen {day}", "最終活動 {day}")),
                ];
                Item::new(format!("{sign} {}", called.join("  ").trim_end()))
                    .detail(known.into_iter().flatten().collect::<Vec<_>>().join("  ·  "))
            })
            .collect();
        Ok(ctx
            .reply()
            .text(say!(lang, "The accounts of **{who}**:", "**{who}** のアカウント："))
            .list(items)
            .text(legend(lang))
            .into())
    }
}
