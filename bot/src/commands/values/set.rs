//! `value set`: says what one outcome is worth. Every campaign's value is computed anew from it.

use adapters::{Column, Reply};
use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    campaigns::{self, OutcomeValue},
    roi,
};
use nlp::{
    Lang,
    understand::{Choices, SlotKind},
};
use rust_decimal::Decimal;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop, back,
    budget::amount as budget_amount,
};
use crate::{
    say,
    words::{actions, money, percent, plural, words},
};

/// The command.
pub(crate) struct ValueSet;

/// What can be worth something, with what people say for it.
pub(crate) const ACTIONS: Choices = &[
    (
        "signup",
        &[
            "sign-up",
            "sign up",
            "signups",
            "sign-ups",
            "registration",
            "registrations",
            "new sign-up",
            "登録",
            "新規登録",
            "会員登録",
            "サインアップ",
            "ユーザー登録",
            "申し込み",
        ],
    ),
    (
        "api_call",
        &[
            "api call",
            "api calls",
            "api activation",
            "api activations",
            "activation",
            "activations",
            "api use",
            "api利用",
            "api利用開始",
            "apiコール",
            "api呼び出し",
        ],
    ),
    (
        "attend",
        &[
            "attendance",
            "attendances",
            "attendee",
            "attendees",
            "participant",
            "participants",
            "参加",
            "参加者",
            "来場",
            "イベント参加",
        ],
    ),
    ("star", &["stars", "github star", "github stars", "スター", "githubスター"]),
    ("fork", &["forks", "フォーク"]),
    ("click", &["clicks", "クリック"]),
    ("download", &["downloads", "ダウンロード", "dl"]),
    ("message", &["messages", "comment", "comments", "メッセージ", "コメント", "投稿", "発言"]),
    ("join", &["joins", "member", "new member", "入室", "コミュニティ参加"]),
    ("contact", &["contacts", "inquiry", "inquiries", "enquiry", "問い合わせ", "連絡先", "リード"]),
    ("file", &["files", "ファイル"]),
    ("call", &["calls", "通話"]),
    ("poll", &["polls", "vote", "votes", "投票"]),
];

static SPEC: Spec = Spec {
    name: "value set",
    about: words("Say what one outcome is worth", "成果1件の価値（単価）を設定します"),
    arguments: &[
        Argument {
            name: "action",
            kind: SlotKind::Choice(ACTIONS),
            required: true,
            about: words(
                "sign-up, attendance, star, click, download …",
                "登録・参加・スター・クリック・ダウンロードなど",
            ),
        },
        Argument {
            name: "amount",
            kind: SlotKind::Amount,
            required: true,
            about: words("what one is worth: 5,000 JPY", "1件の価値。5千円 など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(one|1|a|an|each|every|our) [new] {action} is worth {amount}",
            "{action} (is|are) worth {amount} [each]",
            "(set|change|update) [the] (value|worth) of [(one|1|a|an|each|every)] {action} (to|=) {amount}",
            "[the] value of [(one|1|a|an|each|every)] {action} (=|is|should be) {amount}",
            "(make|count|value) [(one|1|a|an|each|every)] {action} (worth|as|at) {amount}",
        ],
        ja: &[
            "{action}[の][1件|一件|1回|1人][あたり][の(価値|単価)](は|を|:|=){amount}[に|と|として|で][設定|変更|する|<して>][<して>]",
            "{action}(は|を)(1件|一件|1回|1人|1つ)[あたり|につき]{amount}[に|と|として|で][設定|変更|計算|<して>][<して>]",
            "{action}の(価値|単価|値段)(は|を|:|=){amount}[に|と|として][設定|変更|<して>][<して>]",
        ],
    },
    examples: Phrases {
        en: &["one sign-up is worth 5,000", "set the value of a star to 200 yen"],
        ja: &["登録1件は5千円", "スターの価値を200円に設定して"],
    },
    right: Right::SetMoney,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for ValueSet {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let wanted = meant(ctx, call).await?;
        let action = actions::action_once(&wanted.after.action, lang);
        let is = money(lang, wanted.after.amount, &wanted.after.currency);
        let was = was(lang, wanted.before.as_ref());
        let reply = ctx.reply().text(say!(
            lang,
            "One {action} is to be worth **{is}** (now: {was})?",
            "{action}1件の価値を **{is}** にしますか？（現在：{was}）"
        ));
        let reply = effect(ctx, reply, &wanted.after.action, Some(&wanted.after)).await?;
        let amount = budget_amount::spoken(wanted.after.amount, &wanted.after.currency);
        let mut pinned = call.clone();
        pinned.arguments.insert("action".to_owned(), wanted.after.action);
        pinned.arguments.insert("amount".to_owned(), amount);
        Ok(Preview { reply, pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let Wanted { before, after } = meant(ctx, call).await?;
        let OutcomeValue { action, amount, currency } = &after;
        campaigns::set_outcome_value(&mut ctx.tx, action, *amount, currency).await?;
        let (shown, is) = (actions::action_once(action, lang), money(lang, *amount, currency));
        let was = was(lang, before.as_ref());
        let reply = ctx.reply().text(say!(
            lang,
            "One {shown} is worth **{is}** now (before: {was}). Every ROI is computed with it from now on.",
            "{shown}1件の価値を **{is}** に設定しました（変更前：{was}）。以後のROIはこの値で計算されます。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: None,
            before: Some(told(action, before.as_ref())),
            after: Some(told(action, Some(&after))),
            reversal: Some(json!(back_to(action, before.as_ref()))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

struct Wanted {
    before: Option<OutcomeValue>,
    after: OutcomeValue,
}

async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<Wanted> {
    let lang = ctx.lang;
    let action = action(ctx, call)?;
    let (amount, currency) = budget_amount::read(ctx, ctx.required(call, "amount")?, &ctx.currency)?;
    if currency != ctx.currency && back::of::<bool>(call)?.is_none() {
        let own = &ctx.currency;
        return Err(Stop::Refused(say!(
            lang,
            "ROI is computed in {own}, so outcomes are valued in {own}: say the amount in it.",
            "ROIは{own}で計算されるため、成果の価値も{own}で指定してください。"
        )));
    }
    let before = campaigns::outcome_value(&mut ctx.tx, &action).await?;
    let known = before.is_some() || ACTIONS.iter().any(|(word, _)| *word == action);
    if !known && !campaigns::unvalued(&mut ctx.tx).await?.iter().any(|(seen, _)| *seen == action) {
        return Err(Stop::Refused(say!(
            lang,
            "I know no outcome “{action}”. Try sign-up, attendance, star, click or download.",
            "「{action}」という成果はありません。登録・参加・スター・クリック・ダウンロードなどを指定してください。"
        )));
    }
    let after = OutcomeValue { action, amount, currency };
    if before.as_ref() == Some(&after) {
        let (shown, is) = (actions::action_once(&after.action, lang), money(lang, amount, &after.currency));
        return Err(Stop::Refused(say!(
            lang,
            "One {shown} is worth {is} already; nothing would change.",
            "{shown}1件の価値はすでに{is}です。変更する点はありません。"
        )));
    }
    Ok(Wanted { before, after })
}

/// The action an argument means, as it is stored.
pub(crate) fn action(ctx: &Context<'_>, call: &Call) -> Outcome<String> {
    let said = ctx.required(call, "action")?.trim().to_lowercase();
    let known = ACTIONS.iter().find(|(word, all)| *word == said || all.contains(&said.as_str()));
    // imports may write actions of their own
    Ok(known.map_or(said.clone(), |(word, _)| (*word).to_owned()))
}

/// The call that makes an action worth what it was.
pub(crate) fn back_to(action: &str, before: Option<&OutcomeValue>) -> Call {
    let action = ("action", action.to_owned());
    match before {
        Some(value) => {
            let amount = budget_amount::spoken(value.amount, &value.currency);
            back::with(Call::new(SPEC.name, [action, ("amount", amount)]), &true)
        }
        None => Call::new("value clear", [action]),
    }
}

/// For the audit log.
pub(crate) fn told(action: &str, value: Option<&OutcomeValue>) -> serde_json::Value {
    json!({ "action": action, "amount": value.map(|v| v.amount), "currency": value.map(|v| &v.currency) })
}

/// What one was worth, in words.
pub(crate) fn was(lang: Lang, value: Option<&OutcomeValue>) -> String {
    value.map_or_else(|| say!(lang, "not set", "未設定"), |v| money(lang, v.amount, &v.currency))
}

/// More campaigns than this are only counted.
const MOST_SHOWN: usize = 10;

/// Which campaigns' values change, from → to.
pub(crate) async fn effect(
    ctx: &mut Context<'_>,
    reply: Reply,
    action: &str,
    after: Option<&OutcomeValue>,
) -> Outcome<Reply> {
    let lang = ctx.lang;
    let campaigns = campaigns::all(&mut ctx.tx).await?;
    let returns = roi::all(&mut ctx.tx, &campaigns, ctx.now.today()).await?;
    let each = after.filter(|value| value.currency == ctx.currency).map(|value| value.amount);
    let mut changed: Vec<(Decimal, Vec<String>)> = Vec::new();
    for (campaign, before) in campaigns.iter().zip(&returns) {
        let mut after = before.clone();
        for outcome in after.outcomes.iter_mut().filter(|outcome| outcome.action == action) {
            outcome.each = each;
        }
        let differs = after.value() - before.value();
        if differs.is_zero() {
            continue;
        }
        let cash = |amount| money(lang, amount, &before.currency);
        let ratio = |roi: &roi::Roi| roi.ratio().map_or_else(|| "–".to_owned(), percent);
        let row = vec![
            format!("{} {}", campaign.code(), campaign.name_in(lang == Lang::Ja)),
            format!("{} → {}", cash(before.value()), cash(after.value())),
            format!("{} → {}", ratio(before), ratio(&after)),
        ];
        changed.push((differs.abs(), row));
    }
    if changed.is_empty() {
        return Ok(reply.text(say!(
            lang,
            "No campaign's value changes by it: none has such outcomes.",
            "この成果が集計された施策はないため、値の変わる施策はありません。"
        )));
    }
    changed.sort_by_key(|(differs, _)| std::cmp::Reverse(*differs));
    let more = changed.len().saturating_sub(MOST_SHOWN);
    let rows = changed.into_iter().take(MOST_SHOWN).map(|(_, row)| row).collect();
    let columns = vec![
        Column::left(say!(lang, "Campaign", "施策")),
        Column::right(say!(lang, "Value", "効果")),
        Column::right("ROI"),
    ];
    let reply = reply.table(columns, rows);
    Ok(match more {
        0 => reply,
        more => {
            let campaigns =
                plural(i64::try_from(more).unwrap_or(i64::MAX), "more campaign", "more campaigns");
            reply.text(say!(lang, "And {campaigns}.", "ほか{more}件の施策。"))
        }
    })
}
