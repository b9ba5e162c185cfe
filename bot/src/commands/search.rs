//! `search`: messages by their words, each with a link to where it was said.

mod scope;
mod slips;

use std::collections::{HashMap, HashSet};

use adapters::{Item, markdown::escape};
use async_trait::async_trait;
use crm::{
    ActivityId,
    access::Right,
    activities::{self, Shown},
};
use nlp::{
    search::{CANDIDATES, Hit, Hits, Query, blend, snippet},
    understand::SlotKind,
};

use self::scope::{Scope, scope};
use super::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop};
use crate::{
    say,
    words::{actions, count, day_and_time, message_path, words},
};

/// The command.
pub(super) struct Search;

/// Results in one answer.
const PAGE: usize = 8;
/// Results looked at for each of them at first: bots and forwarders say the same thing again and again.
const LOOKED_AT: usize = 5;
/// Results looked at in all; nobody reads on from there.
const MOST: usize = 1_000;
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
            about: words(
                "words, “a phrase”, -without; in:#room from:name person:P-12 org:name before:2026-05 after:yesterday lang:en",
                "言葉、「語句」、-除く言葉。部屋:general 投稿者:田中 人:P-12 組織:名前 まで:先月 以降:昨日 言語:日本語 で絞り込み",
            ),
        },
        Argument {
            name: "period",
            kind: SlotKind::Period,
            required: false,
            about: words("such as “in June” or “last 30 days”", "「6月」「直近30日」など"),
        },
        Argument {
            name: "room",
            kind: SlotKind::Room,
            required: false,
            about: words("where it was said, such as #support", "発言のあったルーム（#support など）"),
        },
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: false,
            about: words("who wrote it: P-12, @handle or a name", "書いた人（P-12、@ハンドル、名前）"),
        },
        Argument {
            name: "page",
            kind: SlotKind::Count,
            required: false,
            about: words("which page, 8 messages each", "何ページ目か（1ページ8件）"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(search|search for|find messages about|find messages with|look for|grep) {words} [{period}] [page {page}]",
            "(search|search for|find messages about|find messages with|look for|grep) {words} (in {room:sure}|by {person}|from {person:sure}|in {room:sure} (by {person}|from {person:sure})|(by {person}|from {person:sure}) in {room:sure}) [{period}] [page {page}]",
            "(search|search for|find messages about|find messages with|look for|grep) {words} {period} (in {room:sure}|by {person}|from {person:sure}|in {room:sure} (by {person}|from {person:sure})|(by {person}|from {person:sure}) in {room:sure}) [page {page}]",
            "(search|search for|look for) {words} in the {room} (channel|room) [{period}]",
            "(search|look) [in] {room:sure} [{period}] for {words} [by {person}] [{period}]",
            "search {period} for {words}",
            "who (mentioned|talked about|said) {words} [{period}]",
            "who (mentioned|talked about|said) {words} in {room:sure} [{period}]",
            "[<show>] messages (about|with|mentioning) {words} [{period}]",
            "[<show>] messages (about|with|mentioning) {words} (in {room:sure}|by {person}|from {person:sure}) [{period}]",
            "[<show>] messages (by|from) {person} (about|with|mentioning) {words} [{period}]",
            "[<show>] messages in {room:sure} (about|with|mentioning) {words} [{period}]",
            "what (did|has) {person} (say|said|write|written|mention|mentioned) about {words} [{period}]",
            "what (did|has) {person} (say|said|write|written|mention|mentioned) about {words} in {room:sure} [{period}]",
            "what did (people|we|they|everyone|anyone|anybody|you) say about {words} [{period}]",
            "what (was|has been) said about {words} [{period}]",
            "what (was|has been) said about {words} in {room:sure} [{period}]",
            "did {person} (mention|talk about|write about|say anything about) {words} [{period}]",
            "where (did|have) (we|you|they|people|everybody) (talk|talked|speak|spoken|write|written) about {words} [{period}]",
            "where (was|is|has) {words} (discussed|mentioned|been discussed|been mentioned) [{period}]",
            "(did|has|have) (anyone|anybody|somebody|someone|people) (mention|mentioned|talk about|talked about|write about|written about|say anything about|said anything about) {words} [(in {room:sure}|{period}|in {room:sure} {period})]",
        ],
        ja: &[
            "{words}[を|で|について][{period}で|{period}から](検索|検索して|検索する)[[の]{page}ページ目]",
            "{period}の{words}を検索[して]",
            "[{period}の]{room:sure}(で|から|の|内で)[{period}の]{words}(を|について)(検索|検索して|検索する)",
            "[{period}の]{room:sure}(で|から|の|内で)[{period}の]{person:sure}の{words}(を|について)(検索|検索して|検索する)",
            "[{period}の]{person:sure}の[{period}の]{words}(を|について)(検索|検索して|検索する)",
            "{words}で({period}|{room:sure}|{person:sure}|{period}の{room:sure}|{room:sure}の{period})[の(メッセージ|発言|会話|投稿)]を(検索|検索して|検索する)",
            "{words:sure}で({period}|{room:sure}|{person:sure}|{period}の{room:sure}|{room:sure}の{period})[の(メッセージ|発言|会話|投稿)]を(検索|検索して|検索する)",
            "{words}(という|って)(言葉|語|単語|文字)(が|を|の)(出てくる|出た|含む|含まれる|入った|入っている|ある)(メッセージ|発言|投稿|会話)[<探して>]",
            "{words}(に関する|についての|の)(メッセージ|発言|投稿|会話)[を](探して|検索して|見せて|検索)",
            "{person:sure}の{words}(に関する|についての)(メッセージ|発言|投稿|会話)[を](探して|検索して|見せて|検索)",
            "{words}について(話した|言った|話していた)(の|人)は(誰|だれ)",
            "[{period}[に]]{person}(は|が)[{period}[に]]{words}について[{period}[に]](何と|なんと|何て|なんて|何を|どう)(言っていた|言ってた|言っていました|言いました|言った|話していた|話してた|話していました|話した|書いていた|書いていました|書いた)[の]",
            "[{period}[に]]{person}が[{period}[に]]{words}について(言った|話した|書いた|言っていた|話していた|書いていた)(こと|メッセージ|発言|内容)[を検索|を検索して|<見せて>]",
            "(検索|さがして|探して)( |:){words} [{period}]",
            "(検索|検索して):{words}",
            "[{period}[に]]{words}の話[は|って|を](どこで|どこに)[して|出て][た|いた|ました|いました|いる|る|きた][っけ|の|か]",
            "[{period}[に]]{words}について(は|)(どこで|どこに)(話した|話していた|話してた|話しました|話していました|書いた|書いてある|書かれている)[っけ|の|か]",
            "[{period}[に]](誰か|だれか)[が]{words}(について|のことを|のこと|の話を)(話して|書いて|言って|して)(た|いた|ました|いました|いる|る|いない|いませんか)[か|っけ|の]",
        ],
    },
    examples: Phrases {
        en: &[
            "search \"rate limit\"",
            "search pricing since January in #support",
            "what did Tanaka say about pricing?",
            "search pricing -free in:#support after:2026-01 lang:en",
        ],
        ja: &[
            "「料金」を検索",
            "認証エラーのメッセージを探して",
            "#supportで「料金」を検索",
            "料金 部屋:support 以降:1月を検索",
        ],
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
        let lang = ctx.lang;
        let page = call.arguments.get("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1);
        let scope = scope(ctx, call).await?;
        let building = say!(
            lang,
            "The search index is still being built: some messages may be missing. Ask again in a moment.",
            "検索インデックスを作成中のため、一部のメッセージがまだ見つからない場合があります。少し待ってからもう一度お試しください。"
        );
        let Some(found) = look(ctx, &scope.words, &scope.query, page).await? else {
            return Err(Stop::Refused(building));
        };
        let mut reply = ctx.reply().text(summary(ctx, &scope, &found, page));
        if !found.shown.is_empty() {
            let meant = scope.query.corrected(&found.hits.corrected);
            reply = reply.numbered(found.shown.iter().map(|row| item(ctx, row, &meant)).collect());
            ctx.showed(found.shown.iter().map(|row| vec![row.code()]).collect());
        }
        for slip in scope.slips.said(lang).into_iter().filter(|_| page == 1) {
            reply = reply.text(slip);
        }
        if found.more {
            let mut next = call.clone();
            next.arguments.insert("page".to_owned(), page.saturating_add(1).to_string());
            ctx.more(next);
        }
        if ctx.app.search.is_behind() {
            reply = reply.text(building);
        }
        Ok(reply.into())
    }
}

/// A page of results.
struct Found {
    hits: Hits,
    shown: Vec<Shown>,
    /// How many messages say the same as one that is shown, on this page or before; counted when nothing
    /// comes after it.
    same: usize,
    /// Is there a page after it?
    more: bool,
}

/// The messages of a page in the index's order: what the database no longer shows is not shown, and what
/// says the same as a better one neither. `None`: there is no index yet.
async fn look(ctx: &mut Context<'_>, words: &str, query: &Query, page: usize) -> Outcome<Option<Found>> {
    let before = page.saturating_sub(1).saturating_mul(PAGE);
    let wanted = before.saturating_add(PAGE);
    let mut limit = wanted.saturating_mul(LOOKED_AT).clamp(CANDIDATES, MOST);
    // made while the index is asked
    let mut asked = match query.has_words() {
        true => ctx.app.search.vectors().ask(words),
        false => None,
    };
    let mut meaning = None;
    loop {
        let found = ctx.app.search.find(ctx.tx.tenant(), query, ctx.now.at.timestamp(), limit, 0)?;
        let Some(hits) = found else { return Ok(None) };
        let ids: Vec<ActivityId> = hits.hits.iter().map(|hit| ActivityId(hit.id)).collect();
        let mut rows = activities::by_ids(&mut ctx.tx, &ids).await?;
        rows.sort_by_cached_key(|row| ids.iter().position(|id| *id == row.id));
        if let Some(asked) = asked.take() {
            meaning = asked.soon().await;
        }
        if let Some(meaning) = &meaning {
            by_meaning(ctx, meaning, &hits, &mut rows);
        }
        let mut said = HashSet::new();
        let seen = rows.len();
        rows.retain(|row| said.insert(row.text.trim().to_owned()));
        let all = hits.hits.len() >= hits.total || limit == MOST;
        if !all && rows.len() <= wanted {
            limit = limit.saturating_mul(4).min(MOST);
            continue;
        }
        let more = rows.len() > wanted;
        let same = if more { 0 } else { seen - rows.len() };
        let shown = rows.into_iter().skip(before).take(PAGE).collect();
        return Ok(Some(Found { hits, shown, same, more }));
    }
}

/// Puts the best in order by what they mean as well as by their words. Those that have all of the words as they were
/// typed stay before the others.
fn by_meaning(ctx: &Context<'_>, meaning: &[f32], hits: &Hits, rows: &mut [Shown]) {
    let place = |row: &Shown| hits.hits.iter().position(|hit| hit.id == row.id.0).unwrap_or(usize::MAX);
    let exact = rows.iter().filter(|row| place(row) < hits.exact).count();
    let last = rows.len().min(CANDIDATES);
    for part in [0..exact.min(last), exact.min(last)..last] {
        let part = &mut rows[part];
        let texts: Vec<_> = part.iter().map(|row| (row.id.0, row.text.as_str())).collect();
        let alike = ctx.app.search.vectors().likenesses(ctx.tx.tenant(), meaning, &texts);
        let found: Vec<Hit> = part.iter().filter_map(|row| hits.hits.get(place(row)).copied()).collect();
        let order = blend(&found, &alike);
        let mut ranks = vec![0; order.len()];
        order.into_iter().enumerate().for_each(|(rank, at)| ranks[at] = rank);
        let ranked: HashMap<ActivityId, usize> = part.iter().map(|row| row.id).zip(ranks).collect();
        part.sort_by_key(|row| ranked.get(&row.id).copied());
    }
}

/// A message in a list: the part that shows why it was found, who, when and where.
fn item(ctx: &Context<'_>, row: &Shown, query: &Query) -> Item {
    let (lang, zone) = (ctx.lang, ctx.zone());
    let mut detail = vec![row.author.clone()];
    // a click has words as well: those of the page
    if row.action != "message" {
        detail.push(actions::action_once(&row.action, lang).to_owned());
    }
    detail.push(day_and_time(lang, row.occurred_at, zone));
    if let (Some(place), Some(platform)) = (&row.conversation, &row.platform) {
        detail.push(format!("{place} ({})", actions::platform(platform, lang)));
    }
    let cut = snippet(&row.text, query, SNIPPET);
    Item::new(cut.text)
        .marked(cut.ranges)
        .detail(detail.join("  ·  "))
        .link(row.code().to_string(), message_path(row.code()))
}

/// How many there are, and what was looked for in place of what was typed.
fn summary(ctx: &Context<'_>, scope: &Scope, found: &Found, page: usize) -> String {
    let (lang, hits) = (ctx.lang, &found.hits);
    let (shown, total) = (found.shown.len(), count(i64::try_from(hits.total).unwrap_or(i64::MAX)));
    if shown == 0 && hits.total > 0 {
        return say!(
            lang,
            "There is no page {page}: the {total} messages were shown before it.",
            "{page}ページ目はありません。{total}件はその前のページまでに表示されます。"
        );
    }
    if shown == 0 {
        return nothing(ctx, scope);
    }
    let quoted = |word: &String| lang.pick(format!("“{}”", escape(word)), format!("「{}」", escape(word)));
    let list = |words: Vec<String>| words.join(lang.pick(", ", ""));
    let typed = list(hits.corrected.iter().map(|word| quoted(&word.typed)).collect());
    let meant = list(hits.corrected.iter().map(|word| quoted(&word.meant)).collect());
    let exact = hits.exact;
    let mut said = match (hits.corrected.is_empty(), exact) {
        (true, _) => String::new(),
        (false, 0) => say!(
            lang,
            "No message has {typed}; showing {meant}. ",
            "{typed}を含むメッセージはないため、{meant}の結果を表示します。"
        ),
        (false, _) => say!(
            lang,
            "Only {exact} with {typed}; after that come those with {meant}. ",
            "{typed}を含むメッセージは{exact}件のみのため、続けて{meant}の結果を表示します。"
        ),
    };
    said.push_str(&match (hits.loose, page) {
        (true, _) if exact > 0 && hits.corrected.is_empty() => say!(
            lang,
            "Only {exact} with all of these words; after that come those that answer best with some of them.",
            "すべての言葉を含むメッセージは{exact}件のみのため、続けて一部を含み質問に最も近いものを表示します。"
        ),
        (true, _) => say!(
            lang,
            "No message has all of these words; these have some.",
            "すべての言葉を含むメッセージはありません。一部を含むものを表示します。"
        ),
        (false, 1) if hits.total > shown => {
            say!(lang, "The best {shown} of {total} messages.", "{total}件中、上位{shown}件です。")
        }
        (false, 1) if shown == 1 => say!(lang, "One message.", "1件見つかりました。"),
        (false, 1) => say!(lang, "{total} messages.", "{total}件見つかりました。"),
        (false, _) => say!(lang, "Page {page} of {total} messages.", "全{total}件の{page}ページ目です。"),
    });
    let same = found.same;
    said.push_str(&match same {
        0 => String::new(),
        1 => say!(lang, " One more says the same.", "ほかに同じ内容の発言が1件あります。"),
        _ => say!(lang, " {same} more say the same.", "ほかに同じ内容の発言が{same}件あります。"),
    });
    said
}

fn nothing(ctx: &Context<'_>, scope: &Scope) -> String {
    let lang = ctx.lang;
    let shown = escape(&scope.words);
    match (scope.words.is_empty(), scope.narrowed) {
        (true, _) => say!(
            lang,
            "No message fits. Try fewer filters.",
            "条件に合うメッセージは見つかりませんでした。絞り込みを減らしてお試しください。"
        ),
        (false, true) => say!(
            lang,
            "No message there has “{shown}”. Try fewer words or filters.",
            "条件に合う「{shown}」を含むメッセージは見つかりませんでした。言葉や絞り込みを減らしてお試しください。"
        ),
        (false, false) => say!(
            lang,
            "No message has “{shown}”. Try fewer or other words.",
            "「{shown}」を含むメッセージは見つかりませんでした。言葉を減らすか変えてお試しください。"
        ),
    }
}
