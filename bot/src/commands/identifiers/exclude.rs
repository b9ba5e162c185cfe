//! `identifier exclude`: a value that many share says nothing about who somebody is.

use adapters::markdown::escape;
use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    merges::evidence::{self, Excluded},
};
use nlp::{Lang, understand::SlotKind};
use serde_json::json;

use crate::commands::{Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(crate) struct IdentifierExclude;

static SPEC: Spec = Spec {
    name: "identifier exclude",
    about: words(
        "Never take a value as a sign that two are one",
        "共有アドレスなどを名寄せの判断材料から除外します",
    ),
    arguments: &[
        Argument {
            name: "value",
            kind: SlotKind::Account,
            // a domain may stand in its place
            required: false,
            about: words(
                "an address, @domain or @handle: info@acme.co.jp, @acme.co.jp",
                "メールアドレス、@ドメイン、@ハンドル。info@acme.co.jp、@acme.co.jp など",
            ),
        },
        Argument {
            name: "domain",
            kind: SlotKind::Words,
            required: false,
            about: words("a domain as it is: acme.co.jp", "ドメイン。acme.co.jp など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "never (match|merge|compare) (by|on|with|using) {value}",
            "never match {value}",
            "never (match|merge|compare) [by|on|with|using] [the] [domain] {domain}",
            "(exclude|ignore|leave out) [the] [domain] {domain} (from|when|in|for) [the] (matching|merging|duplicates|merges|evidence)",
            "(exclude|ignore|leave out) {value} (from|when|in|for) [the] (matching|merging|duplicates|merges|evidence)",
            "exclude [the] (identifier|address|email|e-mail|domain|handle|value) {value}",
            "{value} is a shared (address|email|e-mail|mailbox|inbox|domain|handle)",
            "(don't|do not) use {value} (for|in|when) (matching|merging|duplicates)",
        ],
        ja: &[
            "{value}[を|は](名寄せ|統合|マージ|照合)[の判断材料|の材料|の対象|の根拠]に使わないで[ください]",
            "{value}[を|は](名寄せ|統合|マージ|照合)に使わない",
            "{domain}(を|は)(名寄せ|統合|マージ|照合)に使わない[で]",
            "{value}[を|は](名寄せ|統合|マージ|照合)[の判断材料|の材料|の対象|の根拠]から(除外|外|はず)[し|して|す|<して>]",
            "{value}は(共有|共用|みんなの|全員の)(アドレス|メール|メールアドレス|ドメイン)[だ|です]",
            "(識別子|アドレス|メールアドレス|ドメイン){value}を除外[<して>]",
        ],
    },
    examples: Phrases {
        en: &["never match info@acme.co.jp", "exclude @acme.co.jp from matching"],
        ja: &["info@acme.co.jpは名寄せに使わない", "team@acme.co.jpを名寄せの対象から除外して"],
    },
    right: Right::RunMatching,
    effect: Effect::Change,
};

#[async_trait]
impl Command for IdentifierExclude {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let known: Option<Excluded> = back::of(call)?;
        let value = value(ctx, call)?;
        let new = match &known {
            Some(known) => evidence::exclude_again(&mut ctx.tx, known).await?,
            None => evidence::exclude(&mut ctx.tx, &value).await?,
        };
        let shown = escape(&value);
        if !new {
            return Err(Stop::Refused(say!(
                lang,
                "{value} is left out already; nothing was changed.",
                "{value} はすでに除外されています。変更はありません。"
            )));
        }
        let persons = evidence::holders(&mut ctx.tx, &value).await?.len();
        let n = i64::try_from(persons).unwrap_or(i64::MAX);
        let (people, persons) =
            (if n == 1 { "1 person has".to_owned() } else { format!("{} people have", count(n)) }, count(n));
        let reply = ctx.reply().text(say!(
            lang,
            "**{shown}** says nothing about who somebody is any more ({people} it). Suggestions that rested on it go; what was merged stays.",
            "**{shown}** を名寄せの判断材料から除外しました（該当{persons}人）。これを根拠にした候補はなくなります。統合済みのものはそのままです。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!({ "value": value }),
            object: None,
            before: None,
            after: Some(json!({ "excluded": value })),
            reversal: Some(json!(Call::new("identifier allow", [("value", named(&value))]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// The value meant, in the form in which equal values are equal.
pub(super) fn value(ctx: &Context<'_>, call: &Call) -> Outcome<String> {
    if let (None, Some(domain)) = (call.arguments.get("value"), call.arguments.get("domain")) {
        return as_domain(ctx.lang, domain);
    }
    let words = ctx.required(call, "value")?;
    // `email:info@acme.co.jp`, as accounts are written
    let bare = words.split_once([':', '：']).map_or(words, |(_, rest)| rest);
    evidence::normalised(bare).ok_or_else(|| {
        Stop::Refused(say!(
            ctx.lang,
            "“{words}” is no address, domain or handle. Write it like info@acme.co.jp, @acme.co.jp or @handle.",
            "「{words}」を値として読めません。info@acme.co.jp、@acme.co.jp、@ハンドル のように書いてください。"
        ))
    })
}

/// A domain written without its `@`; half an address is told apart from one.
fn as_domain(lang: Lang, words: &str) -> Outcome<String> {
    let words = words.trim().trim_matches(['"', '「', '」']);
    let sound = words.contains('.') && !words.contains(['@', ' ', '/']) && !words.ends_with('.');
    match evidence::normalised(words).filter(|_| sound) {
        Some(domain) => Ok(domain),
        None => Err(Stop::Refused(say!(
            lang,
            "“{words}” is no whole address, domain or handle. Write it like info@acme.co.jp, @acme.co.jp or @handle; nothing was changed.",
            "「{words}」だけでは特定できません。info@acme.co.jp、@acme.co.jp、@ハンドル のように最後まで書いてください（何も変更していません）。"
        ))),
    }
}

/// A value as it is said.
pub(super) fn named(value: &str) -> String {
    if value.contains('@') { value.to_owned() } else { format!("@{value}") }
}
