//! `inquiry set`: says what kind of inquiry a message is, or several; others like them follow.

use adapters::markdown::escape;
use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::Right,
    activities::{self, Card},
    audit::Change,
    inquiries,
};
use nlp::understand::SlotKind;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::kinds::{AUTOMATIC, KINDS, Known};
use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back,
    sentiment::said::{message, words_of},
};
use crate::{say, words::words};

/// The command.
pub(crate) struct InquirySet;

/// Messages filed at once.
const MOST: usize = 50;

static SPEC: Spec = Spec {
    name: "inquiry set",
    about: words("Say what kind of inquiry a message is", "メッセージがどの種類の問い合わせかを教えます"),
    arguments: &[
        Argument {
            name: "activity",
            kind: SlotKind::Activity,
            required: false,
            about: words(
                "its code, such as A-881, or “these”; in a thread its first message",
                "コード（A-881 など）または「これら」。スレッドでは最初の発言",
            ),
        },
        Argument {
            name: "kind",
            kind: SlotKind::Choice(KINDS),
            required: false,
            about: words(
                "billing, trouble, question, request, account or contract; automatic takes it back",
                "請求・障害・使い方・要望・アカウント・契約。「自動」で取り消し",
            ),
        },
        Argument {
            name: "named",
            kind: SlotKind::Words,
            required: false,
            about: words("the kind by its name, one of your own too", "種類の名前（独自に追加したものも可）"),
        },
    ],
    phrases: Phrases {
        en: &[
            "this is [about|a|an] {kind} [inquiry]",
            "{activity:code} is [about|a|an] {kind} [inquiry]",
            "{activity:these} are [about|all] {kind} [inquiries]",
            "(file|classify|categorize|categorise|label) {activity} as [a|an] {kind} [inquiry|inquiries]",
            "(file|classify|categorize|categorise|label) this as [a|an] {kind} [inquiry]",
            "this is [a|an] {named} inquiry",
            "{activity:code} is [a|an] {named} (inquiry|question|matter)",
            "{activity:these} are [all] {named} (inquiries|questions|matters)",
            "(file|classify|categorize|categorise|label) {activity} as [a|an] {named} (inquiry|inquiries)",
            "(file|classify|categorize|categorise|label) {activity} as {named:sure}",
            "(file|classify|categorize|categorise|label) this as [a|an] {named} inquiry",
        ],
        ja: &[
            "これは{kind}[の(問い合わせ|問合せ|件)][です|だ]",
            "{activity:code}は{kind}の(問い合わせ|問合せ|件)[です|だ]",
            "{activity:these}は[全部|すべて|全て]{kind}[の(問い合わせ|問合せ|件)][です|だ]",
            "{activity:code}を{kind}に(分類|登録)[<して>]",
            "{activity:these}を[全部|すべて|全て]{kind}に分類[<して>]",
            "これを{kind}に分類[<して>]",
            "これは{named}の(問い合わせ|問合せ)[です|だ]",
            "{activity:code}は{named}の(問い合わせ|問合せ)[です|だ]",
            "{activity:these}は[全部|すべて|全て]{named}の(問い合わせ|問合せ)[です|だ]",
            "{activity:code}を{named}に分類[<して>]",
            "{activity:these}を[全部|すべて|全て]{named}に分類[<して>]",
        ],
    },
    examples: Phrases {
        en: &["A-881 is a billing inquiry", "file A-881 as a feature request", "A-881 is a contract inquiry"],
        ja: &["A-881は請求の問い合わせ", "A-881を要望に分類して", "A-881は契約の問い合わせです"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

/// What a reversal puts back: each message with the kind it was filed under.
#[derive(Debug, Serialize, Deserialize)]
struct Back(Vec<(i64, Option<String>)>);

#[async_trait]
impl Command for InquirySet {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let known = Known::of(ctx).await?;
        if let Some(Back(before)) = back::of(call)? {
            return taken_back(ctx, &known, before, &back::without(call)).await;
        }
        let said = call.arguments.get("kind").or_else(|| call.arguments.get("named"));
        let said = said.map(String::as_str).ok_or(Stop::Missing("named"))?;
        let kind = match said == AUTOMATIC {
            true => None,
            false => Some(known.meant(ctx.lang, said)?),
        };
        let mut filed = Vec::new();
        for card in meant(ctx, call).await? {
            filed.push((card.id, card.number, kind.clone()));
        }
        file(ctx, &known, &filed, call).await
    }
}

/// The messages that are meant: those pointed at, those shown last that have words, or one.
async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<Vec<Card>> {
    if let Some(said) = call.arguments.get("activity").cloned()
        && let Some(codes) = ctx.all_pointed_at(&said, CodeKind::Activity).await?
    {
        let mut cards = Vec::new();
        for code in codes.into_iter().take(MOST) {
            let card = activities::card(&mut ctx.tx, code.number).await?;
            cards.extend(card.filter(|card| card.text.as_ref().is_some_and(|text| !text.trim().is_empty())));
        }
        if cards.is_empty() {
            return Err(Stop::Refused(say!(
                ctx.lang,
                "None of these has words. Name a message: a search shows their codes.",
                "いずれにも文章がありません。メッセージを指定してください。検索するとコードが表示されます。"
            )));
        }
        return Ok(cards);
    }
    let card = message(ctx, call).await?;
    words_of(ctx, &card)?;
    Ok(vec![card])
}

async fn taken_back(
    ctx: &mut Context<'_>,
    known: &Known,
    before: Vec<(i64, Option<String>)>,
    call: &Call,
) -> Outcome {
    let mut filed = Vec::new();
    for (number, kind) in before {
        // what is gone by now needs no kind
        if let Some(card) = activities::card(&mut ctx.tx, number).await? {
            filed.push((card.id, number, kind));
        }
    }
    file(ctx, known, &filed, call).await
}

async fn file(
    ctx: &mut Context<'_>,
    known: &Known,
    filed: &[(crm::ActivityId, i64, Option<String>)],
    call: &Call,
) -> Outcome {
    let lang = ctx.lang;
    let mut before = Vec::new();
    for (id, number, kind) in filed {
        before.push((*number, inquiries::taught(&mut ctx.tx, *id).await?));
        inquiries::teach(&mut ctx.tx, *id, kind.as_deref()).await?;
    }
    let codes: Vec<Code> =
        filed.iter().map(|(_, number, _)| Code::new(CodeKind::Activity, *number)).collect();
    let list = codes.iter().map(Code::to_string).collect::<Vec<_>>();
    let (list, n) = (list.join(lang.pick(", ", "、")), filed.len());
    let mut kinds: Vec<Option<&String>> = filed.iter().map(|(_, _, kind)| kind.as_ref()).collect();
    kinds.dedup();
    let reply = ctx.reply().text(match (kinds.as_slice(), n) {
        ([Some(key)], 1) => {
            let shown = escape(&known.called(lang, key));
            say!(
                lang,
                "**{list}** is filed as {shown}; messages like it follow. “inquiries” shows them all.",
                "**{list}** を「{shown}」に分類しました。似たメッセージの分類にも反映されます。一覧は「問い合わせの内訳」で表示できます。"
            )
        }
        ([Some(key)], _) => {
            let shown = escape(&known.called(lang, key));
            say!(
                lang,
                "{n} messages are filed as {shown} (**{list}**); messages like them follow. “inquiries” shows them all.",
                "{n}件（**{list}**）を「{shown}」に分類しました。似たメッセージの分類にも反映されます。一覧は「問い合わせの内訳」で表示できます。"
            )
        }
        ([None], _) => say!(
            lang,
            "**{list}** is filed by its words again.",
            "**{list}** の分類を取り消し、自動判定に戻しました。"
        ),
        _ => say!(lang, "**{list}** is filed as before.", "**{list}** の分類を元に戻しました。"),
    });
    if let [code] = codes.as_slice() {
        ctx.looked_at(*code);
    }
    let word = |kind: Option<&String>| kind.map_or(AUTOMATIC, String::as_str).to_owned();
    let noted = |all: &mut dyn Iterator<Item = (i64, Option<&String>)>| {
        let kinds =
            all.map(|(number, kind)| (Code::new(CodeKind::Activity, number).to_string(), json!(word(kind))));
        json!(kinds.collect::<serde_json::Map<_, _>>())
    };
    let was = noted(&mut before.iter().map(|(number, kind)| (*number, kind.as_ref())));
    let is = noted(&mut filed.iter().map(|(_, number, kind)| (*number, kind.as_ref())));
    let first = before.first().and_then(|(_, kind)| kind.as_ref());
    let back = Call::new(SPEC.name, [("activity", list.clone()), ("named", word(first))]);
    let change = Change {
        command: SPEC.name.to_owned(),
        arguments: json!(call.arguments),
        object: Some(list),
        before: Some(was),
        after: Some(is),
        reversal: Some(json!(back::with(back, &Back(before)))),
        ..Change::default()
    };
    Ok(Done { reply, change: Some(change) })
}
