//! `merge explain`: why two persons may be one, and what speaks against it.

use std::collections::BTreeSet;

use adapters::Column;
use async_trait::async_trait;
use crm::{
    Code,
    access::Right,
    merges,
    persons::{self, Card, Found},
    resolve::LIKELY,
};
use nlp::{Lang, understand::SlotKind};

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop,
    merges::merge::refusal,
    merges::pair::{both, rejected_by},
    merges::reasons::{sum, weighed},
    persons::label,
};
use crate::{
    say,
    words::{actions, likelihood, span, words},
};

/// The command.
pub(crate) struct MergeExplain;

/// Pairs to choose from.
const MOST_PAIRS: usize = 9;

static SPEC: Spec = Spec {
    name: "merge explain",
    about: words(
        "Why two persons may be one, and what speaks against it",
        "2人が同一人物と思われる理由と、そうでない理由を説明します",
    ),
    arguments: &[
        Argument {
            name: "into",
            kind: SlotKind::Person,
            required: true,
            about: words(
                "one of them, or a line of the suggestions, such as number 2",
                "一方の人。または候補の番号（2番 など）",
            ),
        },
        Argument {
            name: "from",
            kind: SlotKind::Person,
            required: false,
            about: words("the other", "もう一方の人"),
        },
        Argument {
            name: "line",
            kind: SlotKind::Ordinal,
            required: false,
            about: words("a line of the suggestions: 1", "候補の番号。1 など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "why (are|would|might|could|should) {into} <and> {from} [be] (the same [person]|one person|one|a match)",
            "why (do|does|would|did|might) [you|it] [think|say|suggest] [that] {into} <and> {from} (match|are the same [person]|are one person)",
            "why do {into} <and> {from} match",
            "explain [the] (match|merge|suggestion|pair) [(between|of|for)] {into} <and> {from}",
            "explain {into:sure} <and> {from:sure}",
            "(explain|why) [suggestion|pair] {into:sure}",
            "(explain|why) [suggestion|pair|number|line] {line}",
            "explain {into:these}",
            "(are|is) {into} and {from} [really] (the same [person]|one person|one and the same|duplicates)",
            "could {into} and {from} be (the same [person]|one person|duplicates)",
            "why (do you think|would|might|are) {into:these} (match|the same [person]|are the same [person]|be the same [person])",
            "why do you think (they|they both) (match|are the same [person]|are one person)",
            "compare {into:sure} <and> {from:sure}",
            "{into:sure} and {from:sure} are the same [person]?",
            "{into:these} are the same [person]?",
        ],
        ja: &[
            "(なんで|なぜ|どうして){into}と{from}(が|は)(同じ人|同一人物|同一)[なの|だと思う|だと思った|と思う|だと判断した][の]",
            "{into:sure}(と|,){from:sure}[は|が|って](同じ人|同一人物)[なの|かな|だっけ]?",
            "{into:these}[は|が|って](同じ人|同一人物)[なの|かな|だっけ]?",
            "{into:sure}(は|って)[本当に](同じ人|同一人物)[なの|かな|だっけ]?",
            "{into}と{from}(の|が)(統合理由|統合の理由|同じ人の理由|同一人物の理由)[を|は]<見せて>",
            "{into}と{from}(が|は)(同じ人|同一人物)(だと思う|と思う|だという|という|だと判断した)(根拠|理由)[を|は][<見せて>]",
            "(なんで|なぜ|どうして){into:these}(が|は)(同じ人|同一人物)[なの|だと思う][の]",
            "{into:sure}の(理由|根拠)[を|は][<見せて>]",
            "(なぜ|なんで|どうして){into:sure}",
            "{into:sure}は(なぜ|なんで|どうして)[候補|同じ人|同一人物][なの|だと思う|と思う][の]",
            "{into}と{from}は(なぜ|なんで|どうして)(同じ人|同一人物|候補)[なの|だと思う|と思う][の]",
            "(なぜ|なんで|どうして)(同じ人|同一人物)[なの|だと思う|だと思った|と思う][の]",
            "{into:sure}と{from:sure}を(比べて|比較[<して>])",
            "{into:sure}と{from:sure}(は|って)(同じ人|同一人物)(なの|かな|でしょうか|か|だと思う|だと思いますか)",
        ],
    },
    examples: Phrases {
        en: &["why are P-12 and P-40 the same person?", "explain the match between P-12 and P-40"],
        ja: &["なぜP-12とP-40が同一人物なの？", "P-12とP-40の統合理由を教えて"],
    },
    right: Right::ReviewDuplicates,
    effect: Effect::Read,
};

#[async_trait]
impl Command for MergeExplain {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let mut call = call.clone();
        if let Some(words) = call.arguments.remove("line") {
            return Err(Stop::Refused(say!(
                lang,
                "The last list here has no pair in line {words}. “merge suggest” shows who may be one, by number.",
                "直前の一覧に{words}番の組はありません。「名寄せ候補を見せて」で候補を番号つきで表示できます。"
            )));
        }
        // "why do you think they match?"
        let shown = ctx.last_shown().await?.items;
        if !call.arguments.contains_key("into") && shown.iter().filter(|line| line.len() == 2).count() > 1 {
            return Err(which(ctx, &shown).await?);
        }
        if !call.arguments.contains_key("into") && !shown.is_empty() {
            call.arguments.insert("into".to_owned(), lang.pick("both of them", "この2人").to_owned());
        }
        let (into, from) = both(ctx, &call, SPEC.name).await?;
        let Some(why) = merges::explain(&mut ctx.tx, into.id, from.id).await? else {
            return Err(refusal(lang, &merges::Refused::SamePerson { survivor: into }));
        };
        let (one, other) = (label(&why.a), label(&why.b));
        let (against, speaks): (Vec<_>, Vec<_>) = why.reasons.iter().partition(|reason| reason.is_against());
        let likely = likelihood(lang, why.score);
        let mut reply = ctx.reply().text(match (speaks.is_empty(), why.score < LIKELY) {
            (false, false) => say!(
                lang,
                "**{one}** and **{other}** may be one person: {likely} likely, by this:",
                "**{one}** と **{other}** は同一人物の可能性があります（{likely}）。理由："
            ),
            (false, true) => say!(
                lang,
                "**{one}** and **{other}** are hardly one person: {likely} likely. What speaks for it:",
                "**{one}** と **{other}** が同一人物である可能性は低いです（{likely}）。それを示す情報："
            ),
            (true, _) => say!(
                lang,
                "Nothing that I know speaks for **{one}** and **{other}** being one person.",
                "**{one}** と **{other}** が同一人物だと示す情報は見当たりません。"
            ),
        });
        if !speaks.is_empty() {
            reply = reply.list(speaks.into_iter().map(|it| weighed(it, lang)).collect());
        }
        if !against.is_empty() {
            reply = reply
                .text(say!(lang, "Against it:", "そうでないと思われる点："))
                .list(against.into_iter().map(|it| weighed(it, lang)).collect());
        }
        if let Some(sentence) = sum(&why, lang) {
            reply = reply.text(sentence);
        }
        if let Some(sentence) = rejected_by(ctx, into.id, from.id).await? {
            reply = reply.text(sentence);
        }
        let (a, b) = (why.a.code(), why.b.code());
        let cards =
            [persons::card(&mut ctx.tx, why.a.id).await?, persons::card(&mut ctx.tx, why.b.id).await?];
        // a list of suggestions is gone through line by line: it stays
        let is_of_list = shown.len() > 1 && shown.iter().any(|line| *line == [a, b] || *line == [b, a]);
        if !is_of_list {
            ctx.showed(vec![vec![a, b]]);
        }
        let columns =
            vec![Column::left(String::new()), Column::left(a.to_string()), Column::left(b.to_string())];
        let reply = reply.table(columns, side_by_side(ctx, &cards)).text(say!(
            lang,
            "One person: “merge {a} and {b}”. Two: “{a} and {b} are different people”.",
            "同一人物なら「{a}と{b}を統合して」、違うなら「{a}と{b}は別人」と入力してください。"
        ));
        Ok(reply.into())
    }
}

/// Several pairs were shown and none was named: it is asked which is meant.
async fn which(ctx: &mut Context<'_>, shown: &[Vec<Code>]) -> Outcome<Stop> {
    let mut options = Vec::new();
    for line in shown.iter().take(MOST_PAIRS) {
        let [a, b] = line.as_slice() else { continue };
        let mut names = Vec::new();
        for code in [a, b] {
            if let Found::One(person) = persons::refer(&mut ctx.tx, &code.to_string()).await? {
                names.push(format!("{} {}", person.code(), person.name));
            }
        }
        if let [one, other] = names.as_slice() {
            let pair = [("into", a.to_string()), ("from", b.to_string())];
            options.push((format!("{one} ＝ {other}"), Call::new(SPEC.name, pair)));
        }
    }
    Ok(Stop::Choose { question: say!(ctx.lang, "Which pair?", "どの組み合わせですか？"), options })
}

/// What is known of both, a line for each thing that is known of either.
fn side_by_side(ctx: &Context<'_>, cards: &[Card; 2]) -> Vec<Vec<String>> {
    let (lang, zone) = (ctx.lang, ctx.zone());
    let line = |name: String, of: &dyn Fn(&Card) -> String| {
        let [a, b] = cards.each_ref().map(of);
        (!a.is_empty() || !b.is_empty()).then(|| vec![name, a, b])
    };
    let list = |words: Vec<String>| words.join(lang.pick(", ", "、"));
    let day = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&zone).date_naive();
    [
        line(say!(lang, "Name", "名前"), &|card| card.person.name.clone()),
        line(say!(lang, "Reading", "よみ"), &|card| {
            [&card.kana, &card.romaji].into_iter().flatten().cloned().collect::<Vec<_>>().join(" / ")
        }),
        line(say!(lang, "Works at", "所属"), &|card| {
            let now = card.employments.iter().filter(|it| it.ended_on.is_none());
            list(now.map(|it| it.organization.clone()).collect())
        }),
        line(say!(lang, "Title", "役職"), &|card| card.person.title.clone().unwrap_or_default()),
        line(say!(lang, "E-mail", "メール"), &|card| {
            let of_accounts = card.accounts.iter().filter_map(|account| account.email.clone());
            let all: BTreeSet<String> = card.email.clone().into_iter().chain(of_accounts).collect();
            list(all.into_iter().collect())
        }),
        line(say!(lang, "Accounts", "アカウント"), &|card| {
            list(card.accounts.iter().map(|it| account(it, lang)).collect())
        }),
        line(say!(lang, "Tags", "タグ"), &|card| list(card.tags.clone())),
        line(say!(lang, "Seen", "活動期間"), &|card| {
            card.seen.map(|(first, last)| span(lang, day(first), day(last))).unwrap_or_default()
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn account(account: &crm::accounts::Account, lang: Lang) -> String {
    let who =
        account.handle.as_deref().or(account.email.as_deref()).or(account.name.as_deref()).unwrap_or("–");
    let proved = if account.verified { " ✓" } else { "" };
    format!("{} {who}{proved}", actions::platform(&account.provider, lang))
}
