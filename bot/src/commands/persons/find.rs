//! `person find`: people by words in their name, organization, title, tags or handles.

use adapters::Column;
use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::Right,
    persons::{self, Condition, Person},
    scores,
};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop, conditions, near_misses,
    persons::filters,
};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(crate) struct PersonFind;

/// Lines in one answer.
const PAGE: i64 = 20;

static SPEC: Spec = Spec {
    name: "person find",
    about: words(
        "People by words in name, organization, title or tags",
        "名前・組織・役職・タグの言葉で人を探します",
    ),
    arguments: &[
        Argument {
            name: "words",
            kind: SlotKind::Words,
            required: false,
            about: words(
                "words and conditions: org: tag: relationship: score> seen<30d owner: stage: has:email, a field of your own; - in front turns one round",
                "言葉と条件（組織: タグ: 関係: スコア> 最終接触<30日 担当: ステージ: あり:メール、独自項目。先頭の - で除外）",
            ),
        },
        Argument {
            name: "page",
            kind: SlotKind::Count,
            required: false,
            about: words("which page; “more” shows the next", "ページ番号。「続き」で次を表示"),
        },
    ],
    phrases: Phrases {
        en: &[
            "<find> (person|people|persons|contacts|developers|engineers|customers|members) [named|called|with|at|from|in|about|who are] {words}",
            "(find|find me|find all|look up) {words:sure}",
            "(people|persons|contacts|everybody|everyone|anybody|anyone|developers|engineers|customers|members) [who are|who is|who|whom|that are|that] {words:sure}",
            "(people|persons|contacts|everybody|everyone|developers|engineers|customers|members) (at|from|in|of) {words:sure}",
            "(<show>|list) [me] [all] [the|our] (people|persons|contacts|developers|engineers|customers|members) [who are|who|whom|that are|that] {words:sure}",
            "[<show>|list] [all] {words:sure} (people|contacts|customers|developers)",
            "(who|which people|which customers|which developers) (is|are|have|has) {words:sure}",
            "<find> {words} (people|developers|customers|members) [at|from|in] [{words}]",
            "{words} (developers|engineers|customers) (at|from|in) {words}",
            "who (works|is working) at {words}",
            "(do we have|are there|is there) any {words} (people|developers|engineers|customers|members) [(at|from|in) {words}]",
            "(who|does anybody|does anyone) knows [about] {words}",
            "(<find>|list|<show>) [all|all the|the|me all] (people|persons|contacts)",
            "list of [all] (people|persons|contacts)",
        ],
        ja: &[
            "[全ての|すべての](人|連絡先)[の](一覧|リスト)[を][<見せて>]",
            "{words}の(人|開発者|顧客|社員|メンバー|メンバ|知り合い|関係者)<探して>",
            "{words}の{words}(開発者|エンジニア)[<探して>]",
            "{words}(という|って)(人|名前の人)<探して>",
            "(人|開発者|顧客)を{words}で(探して|検索して|検索)",
            "{words}の(人|開発者|顧客|社員|知り合い)は(誰|だれ|いる)",
            "(人|開発者|連絡先)[を](探す|検索|さがす) {words}",
            "(人|開発者|顧客|連絡先)[を](探して|検索して|探す|検索|さがす|さがして) {words:sure}",
            "{words:sure}[の](人|開発者|エンジニア|顧客|社員|知り合い|連絡先)[[の](一覧|リスト)[を]|を][<探して>|<見せて>|は[(誰|だれ)][ですか]]",
            "{words}に(詳しい|強い)(人|開発者|エンジニア)(<探して>|は(誰|いる|います))",
            "{words}の(エンジニア|デベロッパー|担当者)(<探して>|[は](誰|いる|います))",
        ],
    },
    examples: Phrases {
        en: &["find people at Aozora", "person find rust org:Aozora seen<365d", "find org:Aozora score>50"],
        ja: &[
            "青空システムズの開発者を探して",
            "田中という人を探して",
            "人を「タグ:champion スコア>50」で探して",
            "スコア70以上の人",
        ],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for PersonFind {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let words = call.arguments.get("words").cloned().unwrap_or_default();
        if let Some(call) = conditions::elsewhere(ctx, &words).await? {
            return Err(Stop::Instead(call));
        }
        // "who works at O-3?"
        if Code::parse(&words).is_some_and(|code| code.kind == CodeKind::Organization) {
            return Err(Stop::Instead(Call::new("org people", [("organization", words)])));
        }
        let page: i64 = call.arguments.get("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1);
        let before = (page - 1).saturating_mul(PAGE);
        let (found, total, by_score) = found(ctx, &words, PAGE, before).await?;
        if found.is_empty() && page > 1 {
            return Err(Stop::Refused(say!(
                lang,
                "There is no page {page}: the list ended before.",
                "{page}ページ目はありません。一覧はその前で終わっています。"
            )));
        }
        if found.is_empty() {
            // conditions are no name with a slip in it
            if filters::read(&mut ctx.reading(), &words).await?.filters.is_empty() {
                near_misses::people(ctx, &words).await?;
            } else {
                let read = filters::written(&mut ctx.reading(), &words).await?;
                return Err(Stop::Refused(say!(
                    lang,
                    "Nobody fits all of “{read}”. Leave a condition out, or say it another way.",
                    "「{read}」のすべてに当てはまる人はいません。条件を減らすか、別の言い方でお試しください。"
                )));
            }
            if words.is_empty() {
                return Err(Stop::Refused(say!(
                    lang,
                    "There is nobody yet. “add person Aiko Mori” enters one; people whose messages are recorded come by themselves.",
                    "まだ誰も登録されていません。「森愛子さんを登録」で追加できます。会話が記録されると、参加者は自動で登録されます。"
                )));
            }
            return Err(Stop::Refused(say!(
                lang,
                "I found nobody with “{words}”. Try fewer words, a part of a name, or another spelling.",
                "「{words}」に当てはまる人は見つかりませんでした。言葉を減らすか、名前の一部や別の表記でお試しください。"
            )));
        }
        ctx.showed(found.iter().map(|person| vec![person.code()]).collect());
        let shown = before.saturating_add(i64::try_from(found.len()).unwrap_or(0));
        if shown < total {
            let page = (page + 1).to_string();
            ctx.more(Call::new(SPEC.name, [("words", words), ("page", page)]));
        }
        let rows = found
            .into_iter()
            .map(|p| {
                vec![
                    p.code().to_string(),
                    p.name,
                    p.organization.unwrap_or_default(),
                    p.title.unwrap_or_default(),
                ]
            })
            .collect();
        let reply = ctx.reply().table(
            vec![
                Column::left(say!(lang, "Code", "コード")),
                Column::left(say!(lang, "Name", "名前")),
                Column::left(say!(lang, "Organization", "組織")),
                Column::left(say!(lang, "Title", "役職")),
            ],
            rows,
        );
        if total <= PAGE {
            return Ok(reply.into());
        }
        let (first, shown, total) = (count(before + 1), count(shown), count(total));
        let order = match by_score {
            true => lang.pick("the highest score", "スコアの高い"),
            false => lang.pick("the most recently seen", "最近活動した"),
        };
        Ok(reply
            .text(say!(
                lang,
                "{first}–{shown} of {total}, {order} first. More words make the list shorter, or conditions such as seen<30d, tag:speaker, score>70.",
                "{total}人中{first}〜{shown}人目（{order}順）です。言葉や「最終接触<30日」「タグ:登壇」「スコア>70」などの条件を加えると絞り込めます。"
            ))
            .into())
    }
}

/// A part of those whom words and conditions fit, and how many they are in all; true: those with the highest score
/// come first, else the most recently seen. No words: everybody.
pub(crate) async fn found(
    ctx: &mut Context<'_>,
    words: &str,
    limit: i64,
    before: i64,
) -> Outcome<(Vec<Person>, i64, bool)> {
    let wanted = filters::read(&mut ctx.reading(), words).await?;
    let by_score = wanted.filters.iter().flat_map(|it| &it.any).any(|is| matches!(is, Condition::Score(..)));
    if by_score {
        scores::refresh(&mut ctx.tx, ctx.now.at).await?;
    }
    let (found, total) = persons::query(&mut ctx.tx, &wanted, limit, before).await?;
    Ok((found, total, by_score))
}
