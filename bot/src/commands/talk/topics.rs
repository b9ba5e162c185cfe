//! `topics`: what people talked about, beside the time before.

use adapters::Column;
use async_trait::async_trait;
use chrono::TimeDelta;
use crm::{
    access::Right,
    conversations::{self, Message},
};
use nlp::{
    Lang,
    summary::Options,
    text::fold,
    understand::{Choices, SlotKind},
};

use super::gather::{MONTH, ROOM, Talk, UP_TO_50};
use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(crate) struct Topics;

/// Without a period: so many days before the last message.
const USUAL_DAYS: i64 = 30;
/// So many messages of the time before are too many to read.
const BEFORE: i64 = 40_000;

const COMPARE: Choices = &[(
    "before",
    &[
        "with before",
        "compared with before",
        "compared to before",
        "against the time before",
        "with the period before",
        "with the time before",
        "前の期間",
        "以前",
        "前回",
        "その前",
    ],
)];

static SPEC: Spec = Spec {
    name: "topics",
    about: words("What people talk about, and what is new", "話題と、新しく出てきた話題を表示します"),
    arguments: &[
        ROOM,
        MONTH,
        UP_TO_50,
        Argument {
            name: "compare",
            kind: SlotKind::Choice(COMPARE),
            required: false,
            about: words(
                "before: what is new first, and what nobody speaks of any more",
                "before：新しい話題を先頭に、話されなくなった話題も表示",
            ),
        },
        Argument {
            name: "with",
            kind: SlotKind::Period,
            required: false,
            about: words("another period to compare with, such as October", "比べる期間。「10月」など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>|list] [me] [the] [top|main|hot|trending|new] [{count}] topics [(in|of|from) {room}] [{period}]",
            "what (is|are|was|were) (people|everybody|everyone|developers|customers|they|we) talking about [in {room}] [{period}]",
            "what do (people|developers|customers) talk about [in {room}] [{period}]",
            "what has {room} been talking about [lately|recently|{period}]",
            "what is (new|trending|hot|being discussed) [in {room}] [{period}]",
            "what's (new|trending|hot|being discussed) [in {room}] [{period}]",
            "(compare|show|list) [the|our] topics [(in|of) {room}] [{period}] {compare}",
            "(compare|show|list) [the|our] topics [of {room}] (of|in|from|for) {with} (and|with|to|against|vs|versus) {period}",
            "[<show>|compare] [the|our] topics [in {room}] (of|in|from|for|) {period} (compared to|compared with|against|vs|versus) {with}",
            "[<show>|compare] [the|our] topics [in {room}] (compared to|compared with|against|vs|versus) {with}",
            "[how (did|do)] [the|our] topics [(in|of) {room}] [{period}] (change|changed|compare) [{compare}]",
        ],
        ja: &[
            "[{period}の][{room}[の|で]](話題|トピック|トレンド|注目の話題|ホットな話題)[を|は|の一覧][{count}件][<見せて>]",
            "[{room}[の|で]][{period}の](話題|トピック|トレンド)[を|は|の一覧][{count}件][<見せて>]",
            "[{period}の][{room}[の|で]](話題|トピック)を{compare}と(比較|比べて|比べる)[<して>]",
            "[{room}[の|で]](話題|トピック)を{with}と(比較|比べて|比べる)[<して>]",
            "{with}(より|と比べて|に比べて)(増えた|多い|伸びた|盛り上がった)[{room}の](話題|トピック)[を|は|は何|はなに][<見せて>]",
            "(最近の|このところの|近頃の|近ごろの|最新の|今の|いまの|現在の|最近|このところ)[{room}(の|で)][よく|一番][盛り上がってる|盛り上がっている|多い|注目の|ホットな|流行っている](話題|トピック|トレンド)[を|は|の一覧|は何|はなに][{count}件][<見せて>]",
            "[{room}で][今|いま|よく|一番](盛り上がってる|盛り上がっている|流行っている|多い)(話題|トピック)[を|は|は何|はなに][<見せて>]",
            "{with}と{period}の[{room}[の|で]](話題|トピック)[を|の](比較|比べて|比べる)[<して>]",
            "{period}の[{room}[の|で]](話題|トピック)を{with}と(比較|比べて|比べる)[<して>]",
            "[{period}の](全部の|全ての|すべての)(話題|トピック|トレンド)[を|は|の一覧][<見せて>]",
            "[{period}の][{room}[の|で]](話題|トピック)の(変化|移り変わり)[を|は][<見せて>]",
            "[{period}[は|に]][{room}で](何|なに)が話題[になって(いる|いた|る)|だった|ですか|です|になった]",
            "[{period}[は|に]](みんな|皆|開発者|顧客)は(何|なに)(について|を|の話を)(話して|して)(いる|いた|いますか|いましたか|る)",
            "[{period}[は|に]](みんな|皆|開発者|顧客)[は](何|なに)の話[を](して|している|してる)[の|か]",
        ],
    },
    examples: Phrases {
        en: &["topics this month", "what are people talking about?"],
        ja: &["今月の話題", "何が話題になっている？"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Topics {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let call = &in_order(ctx, call)?;
        let talk = Talk::gather(ctx, call, USUAL_DAYS).await?;
        if talk.messages.is_empty() {
            return Ok(talk.nobody(ctx).into());
        }
        let limit = usize::try_from(ctx.limit(call, 12, 50)).unwrap_or(12);
        let options = Options { picks: 0, keywords: limit * 3 + NOISE.len(), only: None };
        let with = with(ctx, call, &talk).await?;
        let compared = call.arguments.contains_key("compare") || with.is_some();
        let (earlier, other) = match with {
            Some((talk, words)) => (Some(talk), Some(words)),
            None => (before(ctx, &talk).await?, None),
        };
        let now = folded(&talk.messages);
        let then = earlier.as_ref().map(|earlier| folded(&earlier.messages));
        let mut topics: Vec<Topic> = named(&talk, options)
            .map(|(wanted, name)| Topic {
                now: speaking_of(&wanted, &now),
                before: then.as_ref().map(|then| speaking_of(&wanted, then)),
                name,
            })
            .filter(|topic| topic.now > 0)
            .collect();
        told_by_longer(&mut topics, limit);
        topics.truncate(limit);
        if let (true, Some(earlier), Some(then)) = (compared, &earlier, &then) {
            topics.sort_by_key(|topic| std::cmp::Reverse(topic.gain()));
            let gone = named(earlier, options).filter(|(wanted, _)| speaking_of(wanted, &now) == 0);
            topics.extend(gone.take(limit / 2).map(|(wanted, name)| Topic {
                now: 0,
                before: Some(speaking_of(&wanted, then)),
                name,
            }));
        }
        let rows = topics.into_iter().map(|topic| topic.row(lang)).collect();
        let reply = ctx.reply().heading(talk.heading(ctx)).table(
            vec![
                Column::left(say!(lang, "Topic", "話題")),
                Column::right(say!(lang, "Messages", "件数")),
                Column::right(other.clone().unwrap_or_else(|| say!(lang, "Before", "前の期間"))),
                Column::left(say!(lang, "Trend", "動き")),
            ],
            rows,
        );
        if earlier.is_none() {
            let reply = reply.text(say!(
                lang,
                "How many messages speak of it; there is nothing before that to compare with. Say `search` and a topic to read what was said.",
                "件数はその話題に触れた発言の数です（比べられる前の期間はありません）。発言を読むには「〇〇を検索」と入力してください。"
            ));
            return talk.ended(lang, reply);
        }
        if other.is_some() {
            let reply = reply.text(say!(
                lang,
                "How many messages speak of it in either period. Say `search` and a topic to read what was said.",
                "件数はそれぞれの期間にその話題に触れた発言の数です。発言を読むには「〇〇を検索」と入力してください。"
            ));
            return talk.ended(lang, reply);
        }
        let reply = reply.text(say!(
            lang,
            "How many messages speak of it; “Before” is the same length of time just before. Say `search` and a topic to read what was said.",
            "件数はその話題に触れた発言の数、「前の期間」は直前の同じ長さの期間です。発言を読むには「〇〇を検索」と入力してください。"
        ));
        talk.ended(lang, reply)
    }
}

/// Something people speak of.
struct Topic {
    name: String,
    /// Messages that speak of it.
    now: usize,
    /// The same in the time before; `None` where that does not compare.
    before: Option<usize>,
}

impl Topic {
    /// How much more it is spoken of; what is new gains most.
    fn gain(&self) -> (bool, isize) {
        let before = self.before.unwrap_or_default();
        (before == 0, self.now.cast_signed() - before.cast_signed())
    }

    fn row(self, lang: Lang) -> Vec<String> {
        let shown = |n: usize| count(i64::try_from(n).unwrap_or(i64::MAX));
        let now = self.now;
        let trend = match self.before {
            None => String::new(),
            Some(0) => say!(lang, "new", "新しい"),
            Some(_) if now == 0 => say!(lang, "gone", "話されなくなった"),
            Some(before) if now > before + before / 4 => "↑".to_owned(),
            Some(before) if before > now + now / 4 => "↓".to_owned(),
            Some(_) => "→".to_owned(),
        };
        vec![self.name, shown(now), self.before.map(shown).unwrap_or_default(), trend]
    }
}

/// Takes out "SDK" where "Rust SDK" is shown and is most of what is said of it.
fn told_by_longer(topics: &mut Vec<Topic>, limit: usize) {
    let longer: Vec<(String, usize)> = topics
        .iter()
        .take(limit)
        .filter(|topic| topic.name.contains(' '))
        .map(|topic| (fold(&topic.name), topic.now))
        .collect();
    topics.retain(|topic| {
        let word = fold(&topic.name);
        let tells =
            |(name, now): &(String, usize)| name.split(' ').any(|it| it == word) && now * 5 >= topic.now * 2;
        word.contains(' ') || !longer.iter().any(tells)
    });
}

/// What was spoken of, folded and as it was written, most telling first.
fn named(talk: &Talk, options: Options<'_>) -> impl Iterator<Item = (String, String)> {
    let keywords: Vec<String> =
        talk.analyse(options).keywords.iter().map(|(topic, _)| topic.clone()).collect();
    keywords.into_iter().map(|topic| (fold(&topic), topic)).filter(|(wanted, _)| !is_noise(wanted))
}

/// Of two periods the later is compared with the earlier, however they were said; what is compared with one alone is
/// all since.
fn in_order(ctx: &Context<'_>, call: &Call) -> Outcome<Call> {
    let mut call = call.clone();
    let Some(with) = call.arguments.get("with").cloned() else { return Ok(call) };
    let read = |words: &str| ctx.period(&Call::new(&call.command, [("period", words.to_owned())]));
    let Some((_, earlier)) = read(&with)? else { return Ok(call) };
    match call.arguments.get("period").cloned() {
        Some(words) => {
            let later = read(&words)?.map(|(_, period)| period);
            if later.is_some_and(|later| later.from < earlier.from) {
                call.arguments.insert("period".to_owned(), with);
                call.arguments.insert("with".to_owned(), words);
            }
        }
        None => {
            if let Some(until) = earlier.until.filter(|until| *until < ctx.now.at) {
                let day = until.with_timezone(&ctx.zone()).date_naive();
                let since = ctx.lang.pick(format!("since {day}"), format!("{day}以降"));
                call.arguments.insert("period".to_owned(), since);
            }
        }
    }
    Ok(call)
}

/// What was said in the period that was named to compare with, and its words.
async fn with(ctx: &mut Context<'_>, call: &Call, talk: &Talk) -> Outcome<Option<(Talk, String)>> {
    let Some(words) = call.arguments.get("with") else { return Ok(None) };
    let named = Call::new(&call.command, [("period", words.clone())]);
    let Some((words, period)) = ctx.period(&named)? else { return Ok(None) };
    let room = talk.room.as_ref().map(|room| room.id);
    let messages = conversations::messages(&mut ctx.tx, room, period.from, period.until, BEFORE).await?;
    Ok(Some((talk.of(messages), words)))
}

/// What was said in the time before; `None` when the period has no beginning, nothing was recorded before it, or that
/// time holds more than can be read: a part of it would not compare.
async fn before(ctx: &mut Context<'_>, talk: &Talk) -> Outcome<Option<Talk>> {
    let (Some(asked), Some(first), Some(last)) =
        (talk.period.from, talk.messages.first(), talk.messages.last())
    else {
        return Ok(None);
    };
    let from = if talk.is_cut() { first.occurred_at } else { asked };
    // a month that is not over is as long as it has lasted
    let until = talk.period.until.map_or(last.occurred_at, |until| until.min(ctx.now.at));
    let length = (until - from).max(TimeDelta::days(1));
    let room = talk.room.as_ref().map(|room| room.id);
    let earlier = from.checked_sub_signed(length);
    let messages = conversations::messages(&mut ctx.tx, room, earlier, Some(from), BEFORE).await?;
    let whole = i64::try_from(messages.len()).is_ok_and(|n| n < BEFORE);
    Ok((whole && !messages.is_empty()).then(|| talk.of(messages)))
}

fn folded(messages: &[Message]) -> Vec<String> {
    tokio::task::block_in_place(|| messages.iter().map(|message| fold(&message.text)).collect())
}

/// How many of these folded texts speak of a folded topic.
fn speaking_of(topic: &str, texts: &[String]) -> usize {
    texts.iter().filter(|text| holds(text, topic)).count()
}

/// Is a topic in a text? Latin letters as whole words (`sdk` in `sdkの`, not in `sdks`), others anywhere.
fn holds(text: &str, topic: &str) -> bool {
    let latin = |c: char| c.is_alphanumeric() && c < '\u{250}';
    let parted = |inside: Option<char>, outside: Option<char>| {
        !(inside.is_some_and(latin) && outside.is_some_and(latin))
    };
    text.match_indices(topic).any(|(at, _)| {
        parted(topic.chars().next(), text[..at].chars().next_back())
            && parted(topic.chars().next_back(), text[at + topic.len()..].chars().next())
    })
}

/// Words that come up wherever anything is made, and `v1`: no topic by themselves.
fn is_noise(topic: &str) -> bool {
    let version = topic.strip_prefix('v').is_some_and(|n| n.chars().all(|c| c.is_ascii_digit() || c == '.'));
    let torn =
        topic.split(' ').next().into_iter().chain(topic.rsplit(' ').next()).any(|it| JOINTS.contains(&it));
    version || torn || topic != "may" && nlp::time::month(topic).is_some() || NOISE.contains(&topic)
}

/// No phrase begins or ends with one: "rate limit per".
const JOINTS: [&str; 12] = ["per", "for", "of", "to", "in", "on", "at", "with", "from", "and", "or", "the"];

const NOISE: &[&str] = &[
    "add",
    "added",
    "upgraded",
    "updated",
    "month",
    "week",
    "year",
    "まとめ",
    "万文字",
    "文字",
    "send",
    "fix",
    "use",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "call",
    "calls",
    "fixed",
    "team",
    "teams",
    "page",
    "pages",
    "text",
    "open",
    "per",
    "client",
    "clients",
    "link",
    "links",
    "api",
    "apis",
    "sdk",
    "example",
    "examples",
    "sample",
    "request",
    "requests",
    "response",
    "responses",
    "limit",
    "plan",
    "plans",
    "test",
    "tests",
    "code",
    "line",
    "lines",
    "file",
    "files",
    "version",
    "versions",
    "error",
    "errors",
    "issue",
    "issues",
    "thread",
    "message",
    "messages",
    "ページ",
    "エラー",
    "コード",
    "バージョン",
    "テキスト",
    "リンク",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_topic_tells_of_its_words() {
        let topic = |name: &str, now| Topic { name: name.to_owned(), now, before: None };
        let mut topics =
            vec![topic("Rust SDK", 21), topic("SDK", 40), topic("Rust", 90), topic("glossary", 3)];
        told_by_longer(&mut topics, 12);
        let left: Vec<&str> = topics.iter().map(|topic| topic.name.as_str()).collect();
        assert_eq!(left, ["Rust SDK", "Rust", "glossary"]);
    }

    #[test]
    fn topics_are_counted_as_words() {
        let texts: Vec<String> =
            ["SDKの更新", "the sdk, again: SDK", "sdks", "Sdk", "料金プランの話"].map(fold).to_vec();
        assert_eq!(speaking_of("sdk", &texts), 3);
        assert_eq!(speaking_of("料金", &texts), 1);
        assert_eq!(speaking_of("プラン", &texts), 1);
        assert!(is_noise("v1") && is_noise("page") && !is_noise("rate limit page") && !is_noise("voice"));
    }
}
