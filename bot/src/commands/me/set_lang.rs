//! `set lang`: the language the bot answers the asker in.

use async_trait::async_trait;
use crm::{UserId, access::Right, audit::Change, users};
use nlp::{Lang, understand::SlotKind};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::commands::{Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back};
use crate::{say, words::words};

/// The command.
pub(crate) struct SetLang;

/// What people call the languages.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("en", &["en", "english", "英語", "えいご", "イングリッシュ"]),
    ("ja", &["ja", "jp", "japanese", "日本語", "にほんご", "ジャパニーズ"]),
    ("auto", &["auto", "automatic", "自動", "both", "両方", "default", "デフォルト"]),
];

static SPEC: Spec = Spec {
    name: "set lang",
    about: words("The language I answer you in", "回答する言語を選びます"),
    arguments: &[
        Argument {
            name: "lang",
            kind: SlotKind::Choice(LANGUAGES),
            // asked for where no word was said
            required: false,
            about: words(
                "English, Japanese, or auto (that of each message)",
                "日本語、英語、または自動（メッセージに合わせる）",
            ),
        },
        Argument {
            name: "other",
            kind: SlotKind::Words,
            required: false,
            about: words("any other language: I say which I speak", "その他の言語（対応言語をお答えします）"),
        },
    ],
    phrases: Phrases {
        en: &[
            "set [my] (lang|language) [to] [{lang}]",
            "(change|switch) [my|the] (lang|language) [to] [{lang}]",
            "(speak|talk|answer|reply|respond) [to] [me] [in] {lang} [to me|with me|from now on]",
            "(switch|change) to {lang}",
            "use {lang} [with me|from now on]",
            "in {lang}",
            "set [my] (lang|language) [to] {other}",
            "(change|switch) [my|the] (lang|language) to {other}",
        ],
        ja: &[
            "[私の]言語[設定]を{lang}に[<して>|変更|変更して|切り替えて|設定して]",
            "{lang}に(切り替えて|切替|変更して|変えて)",
            "[これから|これからは|今後|今後は]{lang}で(答えて|話して|返事して|回答して|返信して|お願い|対応して)",
            "(返事|返信|回答|表示)(は|を){lang}[で|に][お願い|<して>]",
            "{lang}に<して>",
            "{lang}で",
            "[私の]言語[設定]を{other}に(<して>|変更|変更して|切り替えて|設定して)",
        ],
    },
    examples: Phrases {
        en: &["set language Japanese", "answer in English"],
        ja: &["言語を日本語に", "英語で答えて"],
    },
    right: Right::SetOwn,
    effect: Effect::Change,
};

/// What taking back somebody's own setting has to know: whose it is, and what it must be still.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Own {
    pub(crate) user: UserId,
    pub(crate) now: String,
}

/// Whose setting is meant, and what it must be still: the asker's, or that of the change taken back.
pub(crate) fn whose(ctx: &Context<'_>, call: &Call) -> Outcome<(UserId, Option<String>)> {
    if let Some(Own { user, now }) = back::of(call)? {
        return Ok((user, Some(now)));
    }
    let user = ctx.tx.actor().user_id().ok_or_else(|| anyhow::anyhow!("staff without a user"))?;
    Ok((user, None))
}

/// Refuses when a setting is not any more what the change to be taken back made it.
pub(crate) fn still(ctx: &Context<'_>, expected: Option<String>, found: &str) -> Outcome<()> {
    match expected {
        Some(expected) if expected != found => Err(Stop::Refused(say!(
            ctx.lang,
            "It has been changed again since, to “{found}”; nothing was changed.",
            "その後「{found}」に変更されているため、何も変更していません。"
        ))),
        _ => Ok(()),
    }
}

#[async_trait]
impl Command for SetLang {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let said = match (call.arguments.get("lang"), call.arguments.get("other")) {
            (None, Some(other)) => other.as_str(),
            _ => ctx.required(call, "lang")?,
        };
        let wanted = match said {
            "auto" => None,
            tag => Some(Lang::from_tag(tag).ok_or_else(|| {
                Stop::Refused(say!(
                    ctx.lang,
                    "I speak English and Japanese. Say “set lang en”, “set lang ja” or “set lang auto”.",
                    "対応している言語は日本語と英語です。「言語を日本語に」「言語を英語に」「言語を自動に」のように指定してください。"
                ))
            })?),
        };
        let (user, expected) = whose(ctx, call)?;
        let before = users::set_lang(&mut ctx.tx, user, wanted.map(Lang::tag)).await?;
        still(ctx, expected, before.as_deref().unwrap_or("auto"))?;
        let tag = |lang: Option<&str>| lang.unwrap_or("auto").to_owned();
        let (old, new) = (tag(before.as_deref()), tag(wanted.map(Lang::tag)));
        if old == new {
            return Err(Stop::Refused(say!(
                ctx.lang,
                "That is how it is already.",
                "すでにその設定になっています。"
            )));
        }
        if Some(user) == ctx.tx.actor().user_id() {
            ctx.lang = wanted.unwrap_or(ctx.lang);
        }
        let own = Some(user) == ctx.tx.actor().user_id();
        let reply = ctx.reply().text(match wanted {
            _ if !own => {
                say!(ctx.lang, "Their language is as it was before.", "相手の言語設定を元に戻しました。")
            }
            None => say!(
                ctx.lang,
                "From now on I answer in the language of each message.",
                "これからは、メッセージの言語に合わせて回答します。"
            ),
            Some(lang) => {
                lang.pick("From now on I answer you in English.", "これからは日本語で回答します。").to_owned()
            }
        });
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(back::without(call).arguments),
            object: None,
            before: Some(json!({ "lang": old })),
            after: Some(json!({ "lang": new })),
            reversal: Some(json!(
                back::with(Call::new(SPEC.name, [("lang", old)]), &Own { user, now: new },)
            )),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
