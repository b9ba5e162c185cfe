//! `search`: messages by their words, each with a link to where it was said.

use std::collections::HashSet;

use adapters::Item;
use async_trait::async_trait;
use crm::{ActivityId, access::Right, activities};
use nlp::{
    search::{Query, snippet},
    understand::SlotKind,
};

use super::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop};
use crate::{
    say,
    words::{actions, count, day_and_time, message_path, words},
};

/// The command.
pub(super) struct Search;

/// Results in one answer.
const PAGE: usize = 8;
/// Results looked at for them: bots and forwarders say the same thing again and again.
const LOOKED_AT: usize = 40;
/// Characters of a snippet.
const SNIPPET: usize = 140;

static SPEC: Spec = Spec {
    name: "search",
    about: words("Messages by their words", "メッセージを言葉で検索します"),
    arguments: &[
        Argument {
            name: "words",
            kind: SlotKind::Query,
            required: true,
            about: words("words, “a phrase”, -without", "言葉、「語句」、-除く言葉"),
        },
        Argument {
            name: "period",
            kind: SlotKind::Period,
            required: false,
            about: words("such as “in June” or “last 30 days”", "「6月」「直近30日」など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(search|search for|find messages about|find messages with|look for|grep) {words} [{period}]",
            "who (mentioned|talked about|said) {words} [{period}]",
            "messages (about|with|mentioning) {words} [{period}]",
        ],
        ja: &[
            "{words}[を|で|について][{period}で|{period}から](検索|検索して|検索する)",
            "{period}の{words}を検索[して]",
            "{words}(という|って)(言葉|語|単語|文字)(が|を|の)(出てくる|出た|含む|含まれる|入った|入っている|ある)(メッセージ|発言|投稿|会話)[<探して>]",
            "{words}(に関する|についての|の)(メッセージ|発言|投稿|会話)[を](探して|検索して|見せて|検索)",
            "{words}について(話した|言った|話していた)(の|人)は(誰|だれ)",
        ],
    },
    examples: Phrases {
        en: &["search \"rate limit\"", "search pricing last 30 days"],
        ja: &["「料金」を検索", "認証エラーのメッセージを探して"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Search {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let words = ctx.required(call, "words")?.to_owned();
        let period = ctx.period(call)?.map(|(_, period)| period);
        let mut query = Query::parse(&words);
        query.after = period.and_then(|p| p.from).map(|at| at.timestamp());
        query.before = period.and_then(|p| p.until).map(|at| at.timestamp());
        let found = ctx.app.search.find(ctx.tx.tenant(), &query, ctx.now.at.timestamp(), LOOKED_AT, 0)?;
        let building = say!(
            lang,
            "The search index is still being built: some messages may be missing. Ask again in a moment.",
            "検索インデックスを作成中のため、一部のメッセージがまだ見つからない場合があります。少し待ってからもう一度お試しください。"
        );
        let Some(found) = found else { return Err(Stop::Refused(building)) };
        let ids: Vec<ActivityId> = found.hits.iter().map(|hit| ActivityId(hit.id)).collect();
        let rows = activities::by_ids(&mut ctx.tx, &ids).await?;
        let mut items = Vec::new();
        let mut seen = HashSet::new();
        // in the index's order; what the database no longer shows is not shown, and what says the same as a
        // better one neither
        for id in &ids {
            let Some(row) = rows.iter().find(|row| row.id == *id) else { continue };
            if items.len() == PAGE || !seen.insert(row.text.trim()) {
                continue;
            }
            let mut detail = vec![row.author.clone(), day_and_time(lang, row.occurred_at, zone)];
            if let (Some(place), Some(platform)) = (&row.conversation, &row.platform) {
                detail.push(format!("{place} ({})", actions::platform(platform, lang)));
            }
            items.push(
                Item::new(snippet(&row.text, &query, SNIPPET).text)
                    .detail(detail.join("  ·  "))
                    .link(row.code().to_string(), message_path(row.code())),
            );
        }
        let mut reply = ctx.reply();
        if items.is_empty() {
            let shown = adapters::markdown::escape(&words);
            reply = reply.text(say!(
                lang,
                "No message has “{shown}”. Try fewer or other words.",
                "「{shown}」を含むメッセージは見つかりませんでした。言葉を減らすか変えてお試しください。"
            ));
        } else {
            let (shown, total) = (items.len(), count(i64::try_from(found.total).unwrap_or(i64::MAX)));
            reply = reply.text(match (found.loose, found.total > shown) {
                (true, _) => say!(
                    lang,
                    "No message has all of these words; these have some.",
                    "すべての言葉を含むメッセージはありません。一部を含むものを表示します。"
                ),
                (false, true) => {
                    say!(lang, "The best {shown} of {total} messages.", "{total}件中、上位{shown}件です。")
                }
                (false, false) if shown == 1 => say!(lang, "One message.", "1件見つかりました。"),
                (false, false) => say!(lang, "{total} messages.", "{total}件見つかりました。"),
            });
            reply = reply.numbered(items);
        }
        if ctx.app.search.is_behind() {
            reply = reply.text(building);
        }
        Ok(reply.into())
    }
}
