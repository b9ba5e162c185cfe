//! `topics`: what people talked about, beside the time before.

use adapters::Column;
use async_trait::async_trait;
use chrono::TimeDelta;
use crm::{
    access::Right,
    conversations::{self, Message},
};
use nlp::{summary::Options, text::fold, understand::SlotKind};

use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, talk::gather::Talk};
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

static SPEC: Spec = Spec {
    name: "topics",
    about: words("What people talk about, and what is new", "話題と、新しく出てきた話題を表示します"),
    arguments: &[
        Argument {
            name: "room",
            kind: SlotKind::Room,
            required: false,
            about: words("#name; without it here, or everywhere", "#名前。省略するとこのルーム、または全体"),
        },
        Argument {
            name: "period",
            kind: SlotKind::Period,
            required: false,
            about: words(
                "such as “this month”; the last 30 days without",
                "「今月」など。省略すると最近30日間",
            ),
        },
        Argument {
            name: "count",
            kind: SlotKind::Count,
            required: false,
            about: words("how many, up to 50", "件数（50まで）"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>|list] [me] [the] [top|main|hot|trending|new] [{count}] topics [(in|of|from) {room}] [{period}]",
            "what (is|are|was|were) (people|everybody|everyone|developers|customers|they|we) talking about [in {room}] [{period}]",
            "what do (people|developers|customers) talk about [in {room}] [{period}]",
            "what is (new|trending|hot|being discussed) [in {room}] [{period}]",
            "what's (new|trending|hot|being discussed) [in {room}] [{period}]",
        ],
        ja: &[
            "[{period}の][{room}[の|で]](話題|トピック|トレンド|注目の話題|ホットな話題)[を|は|の一覧][{count}件][<見せて>]",
            "[{room}[の|で]][{period}の](話題|トピック|トレンド)[を|は|の一覧][{count}件][<見せて>]",
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
        let talk = Talk::gather(ctx, call, USUAL_DAYS).await?;
        if talk.messages.is_empty() {
            return Ok(talk.nobody(ctx).into());
        }
        let limit = usize::try_from(ctx.limit(call, 12, 50)).unwrap_or(12);
        let keywords = talk.analyse(Options { picks: 0, keywords: limit + NOISE.len() }).keywords;
        let (now, before) = (folded(&talk.messages), before(ctx, &talk).await?);
        let topics = keywords.into_iter().map(|(topic, _)| (fold(&topic), topic));
        let rows = topics
            .filter(|(wanted, _)| !is_noise(wanted))
            .map(|(wanted, topic)| (speaking_of(&wanted, &now), wanted, topic))
            .filter(|(times, ..)| *times > 0)
            .take(limit)
            .map(|(times, wanted, topic)| {
                let earlier = before.as_ref().map(|before| speaking_of(&wanted, before));
                let shown = |n: usize| count(i64::try_from(n).unwrap_or(i64::MAX));
                let trend = match earlier {
                    None => String::new(),
                    Some(0) => say!(lang, "new", "新しい"),
                    Some(earlier) if times > earlier + earlier / 4 => "↑".to_owned(),
                    Some(earlier) if earlier > times + times / 4 => "↓".to_owned(),
                    Some(_) => "→".to_owned(),
                };
                vec![topic, shown(times), earlier.map(shown).unwrap_or_default(), trend]
            })
            .collect();
        let reply = ctx.reply().heading(talk.heading(ctx)).table(
            vec![
                Column::left(say!(lang, "Topic", "話題")),
                Column::right(say!(lang, "Messages", "件数")),
                Column::right(say!(lang, "Before", "前の期間")),
                Column::left(say!(lang, "Trend", "動き")),
            ],
            rows,
        );
        let reply = reply.text(say!(
            lang,
            "How many messages speak of it; “Before” is the same length of time just before. Say `search` and a topic to read what was said.",
            "件数はその話題に触れた発言の数、「前の期間」は直前の同じ長さの期間です。発言を読むには「〇〇を検索」と入力してください。"
        ));
        Ok(match talk.cut_short(lang) {
            Some(sentence) => reply.text(sentence).into(),
            None => reply.into(),
        })
    }
}

/// What was said in the time before, folded; `None` when the period has no beginning or that time holds
/// more than can be read: a part of it would not compare.
async fn before(ctx: &mut Context<'_>, talk: &Talk) -> Outcome<Option<Vec<String>>> {
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
    Ok(whole.then(|| folded(&messages)))
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
    version || NOISE.contains(&topic)
}

const NOISE: &[&str] = &[
    "page",
    "pages",
    "text",
    "open",
    "per",
    "client",
    "clients",
    "link",
    "links",
    "ページ",
    "テキスト",
    "リンク",
];

#[cfg(test)]
mod tests {
    use super::*;

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
