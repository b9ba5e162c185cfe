//! `sentiment show`: the mood of a room, a campaign, an organization, a topic or a person over time.

use adapters::{Chart, ChartKind, Column, Item, Series, markdown::escape};
use async_trait::async_trait;
use chrono::TimeDelta;
use crm::{
    Code, CodeKind,
    access::{self, Right},
    campaigns, conversations,
    moods::{self, Felt, Of, Quoted},
    organizations,
    persons::Found,
};
use nlp::{period::Period, understand::SlotKind};

use super::{said::name, turns};
use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop};
use crate::{
    say,
    words::{count, date, day_and_time, excerpt, message_path, words},
};

/// The command.
pub(crate) struct SentimentShow;

/// Without a period: so many days before the last message.
const USUAL_DAYS: i64 = 30;
/// More messages than this are too many to read at once; the latest are taken.
const MOST: i64 = 50_000;
/// Messages behind each turn.
const BEHIND: usize = 2;
/// Characters of a line.
const LINE: usize = 200;

static SPEC: Spec = Spec {
    name: "sentiment show",
    about: words(
        "The mood of a room, a campaign, an organization, a topic or a person over time",
        "ルーム・施策・組織・話題・人の雰囲気（感情）の推移を表示します",
    ),
    arguments: &[
        Argument {
            name: "room",
            kind: SlotKind::Room,
            required: false,
            about: words("#name; without it here, or everywhere", "#名前。省略するとこのルーム、または全体"),
        },
        Argument {
            name: "campaign",
            kind: SlotKind::Campaign,
            required: false,
            about: words(
                "code or name, for what counts for it",
                "コードまたは名前。施策に含まれる発言が対象",
            ),
        },
        Argument {
            name: "organization",
            kind: SlotKind::Organization,
            required: false,
            about: words(
                "code or name, for what its people said",
                "コードまたは名前。所属する人の発言が対象",
            ),
        },
        Argument {
            name: "topic",
            kind: SlotKind::Words,
            required: false,
            about: words("words that the messages hold", "発言に含まれる言葉"),
        },
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: false,
            about: words(
                "P-12, @handle or a name; for managers",
                "P-12、@ハンドル、名前（マネージャー以上）",
            ),
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
    ],
    phrases: Phrases {
        en: &[
            "[<show> [me]] [the] (sentiment|mood) [{period}]",
            "[<show> [me]] [the] (sentiment|mood) (of|in|for) [the] [room|channel] {room} [{period}]",
            "[<show> [me]] [the] (sentiment|mood) (of|in|for|around) [the] [campaign] {campaign:sure} [{period}]",
            "[<show> [me]] [the] (sentiment|mood) (of|in|for|at) [the] [company|organization] {organization:sure} [{period}]",
            "[<show> [me]] [the] (sentiment|mood) (of|in|for|around) [the] campaign {campaign} [{period}]",
            "[<show> [me]] [the] (sentiment|mood) (of|in|for|around) [the] {campaign} campaign [{period}]",
            "[<show> [me]] [the] (sentiment|mood) (of|in|for|at) [the] (company|organization) {organization} [{period}]",
            "[<show> [me]] [the] (sentiment|mood) (about|on|around|regarding) {topic} [{period}]",
            "[<show> [me]] [the] (sentiment|mood) (of|about|on|around|regarding) {topic} in {room:sure} [{period}]",
            "[<show> [me]] [the] (sentiment|mood|feelings) (of|for) [the] [person] {person:sure} [{period}]",
            "[<show> [me]] {person:sure}'s (sentiment|mood|feelings) [{period}]",
            "how (does|is|did|has) {person:sure} (feel|feeling|felt|been feeling) [{period}]",
            "(how is|what is|what's) the (mood|sentiment) [(in|of) {room}] [{period}]",
            "how (do|did) (people|developers|customers) feel about {topic} [{period}]",
        ],
        ja: &[
            "[{period}の](雰囲気|感情|センチメント|ムード)[の推移|推移|の変化|変化|のトレンド|トレンド][を|は][<見せて>]",
            "[{period}の]{room}の(雰囲気|感情|センチメント|ムード)[の推移|推移|の変化|変化|のトレンド|トレンド][を|は][<見せて>]",
            "[{period}の][施策|キャンペーン]{campaign:sure}の(雰囲気|感情|センチメント|反応)[の推移|推移|の変化|変化|のトレンド|トレンド][を|は][<見せて>]",
            "(施策|キャンペーン){campaign}の{period}の(雰囲気|感情|センチメント|反応)[の推移|推移|の変化|変化|のトレンド|トレンド][を|は][<見せて>]",
            "{topic}の{period}の(雰囲気|感情|センチメント|反応)[の推移|推移|の変化|変化|のトレンド|トレンド][を|は][<見せて>]",
            "{room:sure}で[の]{topic}(の|に関する|についての)(雰囲気|感情|センチメント)[の推移|推移][を|は][<見せて>]",
            "{topic}の話題の(雰囲気|感情|センチメント)[の推移|推移|の変化|変化|のトレンド|トレンド][を|は][<見せて>]",
            "[{period}の]{organization:sure}の(雰囲気|感情|センチメント)[の推移|推移|の変化|変化|のトレンド|トレンド][を|は][<見せて>]",
            "[{period}の]{person:sure}の(雰囲気|感情|センチメント|ムード|気分|機嫌)[の推移|推移|の変化|変化|のトレンド|トレンド][を|は][<見せて>]",
            "[{period}[、|の]]{person:sure}は(どんな気分|どう感じている|機嫌はどう)[か|の|ですか]",
            "[{period}の]{topic}(について|に関する|に対する)[の](雰囲気|感情|センチメント|反応)[の推移|推移|の変化|変化|のトレンド|トレンド][を|は][<見せて>]",
            "{topic}は(どう思われている|どう受け止められている)[か|の]",
        ],
    },
    examples: Phrases {
        en: &["sentiment of #general last month", "sentiment about \"rate limit\"", "mood of P-12"],
        ja: &["#generalの雰囲気は？", "先月の感情の推移を見せて", "田中さんの感情の推移"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for SentimentShow {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let (of, title) = meant(ctx, call).await?;
        let (asked, period) = match ctx.period(call)? {
            Some((words, period)) => (Some(words), period),
            None => {
                let last = moods::since(&mut ctx.tx, &of).await?;
                (None, Period { from: last.map(|last| last - TimeDelta::days(USUAL_DAYS)), until: None })
            }
        };
        let felt = moods::timeline(&mut ctx.tx, &of, period.from, period.until, MOST).await?;
        if felt.is_empty() {
            let place = escape(&title);
            return Ok(ctx
                .reply()
                .text(say!(
                    lang,
                    "No message of {place} has a mood yet. Moods are read shortly after recording; try a longer period, such as “sentiment last 90 days”.",
                    "{place} には雰囲気を判定した発言がまだありません。判定は記録の少し後に行われます。「直近90日の雰囲気」のように期間を広げてお試しください。"
                ))
                .into());
        }
        let buckets = turns::buckets(&felt, zone);
        let turned = turns::turns(&buckets);
        let mut behind: Vec<(String, Vec<i64>)> = Vec::new();
        for (place, better) in &turned {
            let bucket = &buckets[*place];
            let day = date(lang, bucket.first);
            let change = bucket.mean - buckets[*place - 1].mean;
            let title = if *better {
                say!(lang, "{day}: better ({change:+.2})", "{day}：好転（{change:+.2}）")
            } else {
                say!(lang, "{day}: worse ({change:+.2})", "{day}：悪化（{change:+.2}）")
            };
            behind.push((title, turns::strongest(&felt[bucket.messages.clone()], *better, BEHIND)));
        }
        if behind.is_empty() {
            behind = vec![
                (say!(lang, "Most positive", "特に肯定的"), turns::strongest(&felt, true, BEHIND)),
                (say!(lang, "Most negative", "特に否定的"), turns::strongest(&felt, false, BEHIND)),
            ];
        }
        let numbers: Vec<i64> = behind.iter().flat_map(|(_, numbers)| numbers.clone()).collect();
        let quoted = moods::quoted(&mut ctx.tx, &numbers).await?;
        let heading = asked.map_or(title.clone(), |asked| format!("{title}  ·  {asked}"));
        let mut reply = ctx.reply().heading(heading).table(
            vec![
                Column::left(say!(lang, "Mood", "感情")),
                Column::right(say!(lang, "Messages", "件数")),
                Column::right("%"),
            ],
            figures(ctx, &felt),
        );
        let mean = turns::mean(&felt);
        reply = reply.text(say!(
            lang,
            "Mean score {mean:+.2}, from -1 (negative) to +1 (positive).",
            "平均スコアは {mean:+.2} です（-1が否定的、+1が肯定的）。"
        ));
        if buckets.len() > 1 {
            reply = reply.chart(Chart {
                title: say!(lang, "Mood over time", "感情の推移"),
                kind: ChartKind::Line,
                unit: String::new(),
                labels: buckets.iter().map(|bucket| date(lang, bucket.first)).collect(),
                series: vec![Series {
                    name: say!(lang, "Mean score", "平均スコア"),
                    values: buckets.iter().map(|bucket| (bucket.mean * 100.0).round() / 100.0).collect(),
                }],
            });
        }
        let mut showed: Vec<Vec<Code>> = Vec::new();
        let mut items: Vec<Item> = Vec::new();
        for (title, numbers) in behind {
            if numbers.is_empty() && !turned.is_empty() {
                let title = escape(&title);
                reply = reply.text(say!(
                    lang,
                    "{title}: there were fewer messages of the opposite mood; no message of that time shows the change itself.",
                    "{title}：反対の感情の発言が減ったためで、この期間に該当する発言はありません。"
                ));
            }
            for number in numbers {
                if let Some(message) = quoted.iter().find(|message| message.number == number) {
                    showed.push(vec![message.code()]);
                    items.push(item(ctx, &title, message));
                }
            }
        }
        if !items.is_empty() {
            ctx.showed(showed);
            reply = reply.numbered(items).text(say!(
                lang,
                "Is one of them read wrongly? Say “sentiment wrong A-881 neutral”.",
                "判定が誤っている場合は「A-881の感情は中立」のように教えてください。"
            ));
        }
        Ok(reply.into())
    }
}

fn figures(ctx: &Context<'_>, felt: &[Felt]) -> Vec<Vec<String>> {
    [1, 0, -1]
        .into_iter()
        .map(|label| {
            let n = felt.iter().filter(|message| message.label == label).count();
            let share = n as f64 * 100.0 / felt.len().max(1) as f64;
            vec![
                name(ctx.lang, label).to_owned(),
                count(i64::try_from(n).unwrap_or(i64::MAX)),
                format!("{share:.0}"),
            ]
        })
        .collect()
}

fn item(ctx: &Context<'_>, title: &str, message: &Quoted) -> Item {
    let text = excerpt(&message.text, LINE);
    let when = day_and_time(ctx.lang, message.at, ctx.zone());
    let code = message.code();
    Item::new(format!("{title}: {text}"))
        .detail(format!("{}  ·  {when}  ·  {}", message.author, message.conversation))
        .link(code.to_string(), message_path(code))
}

/// Whose mood, and what it is called. A code or a word that stands where a room would is what it says.
async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<(Of, String)> {
    let mut call = call.clone();
    for slot in ["room", "topic"] {
        let Some(words) = call.arguments.get(slot).cloned() else { continue };
        let other = match Code::parse(&words).map(|code| code.kind) {
            Some(CodeKind::Campaign) => Some("campaign"),
            Some(CodeKind::Organization) => Some("organization"),
            Some(CodeKind::Person) => Some("person"),
            _ if slot == "topic" => named(ctx, &words).await?,
            _ => match conversations::refer(&mut ctx.tx, &words).await? {
                Found::None(_) if !words.starts_with('#') && !is_here(&words) => {
                    Some(named(ctx, &words).await?.unwrap_or("topic"))
                }
                _ => None,
            },
        };
        if let Some(other) = other {
            call.arguments.remove(slot);
            call.arguments.insert(other.to_owned(), words);
        }
    }
    let lang = ctx.lang;
    if call.arguments.contains_key("campaign") {
        let campaign = ctx.campaign(&call, "campaign").await?;
        let label = format!("{} {}", campaign.code(), campaign.name_in(lang == nlp::Lang::Ja));
        return Ok((Of::Campaign(campaign.id), label));
    }
    if call.arguments.contains_key("organization") {
        let organization = ctx.organization(&call, "organization").await?;
        let label = format!("{} {}", organization.code(), organization.name);
        return Ok((Of::Organization(organization.id), label));
    }
    if call.arguments.contains_key("person") {
        may_see_people(ctx)?;
        let person = ctx.person(&call, "person").await?;
        return Ok((Of::Person(person.id), format!("{} {}", person.code(), person.name)));
    }
    // "is #support happy?", "why did the mood of #support get worse?"
    let named_room = call.arguments.contains_key("room");
    if named_room && call.arguments.get("topic").is_some_and(|topic| is_mood(topic)) {
        call.arguments.remove("topic");
    }
    if let Some(topic) = call.arguments.get("topic") {
        let bare = topic.trim_matches(['"', '“', '”', '「', '」', '『', '』']).trim();
        // how people feel about the rate limit
        let bare =
            ["the ", "our ", "your "].iter().find_map(|it| bare.strip_prefix(it)).unwrap_or(bare).to_owned();
        let label = say!(lang, "“{bare}”", "「{bare}」");
        if named_room {
            let room = ctx.room(&call, "room").await?;
            return Ok((Of::Topic(bare, Some(room.id)), format!("{label}  ·  {}", room.label())));
        }
        return Ok((Of::Topic(bare, None), label));
    }
    let room = match call.arguments.get("room") {
        Some(words) if !is_here(words) => Some(ctx.room(&call, "room").await?),
        _ => match ctx.here {
            Some(here) => conversations::by_id(&mut ctx.tx, here).await?,
            None => None,
        },
    };
    Ok(match room {
        Some(room) => (Of::Room(room.id), room.label()),
        None => (Of::All, say!(lang, "All rooms", "すべてのルーム")),
    })
}

/// A word for how it is, or how it changed, and not what about.
fn is_mood(topic: &str) -> bool {
    const MOODS: [&str; 16] = [
        "happy",
        "unhappy",
        "angry",
        "sad",
        "good",
        "bad",
        "better",
        "worse",
        "turn",
        "change",
        "positive",
        "negative",
        "satisfied",
        "良い",
        "悪い",
        "変化",
    ];
    MOODS.contains(&topic.trim().to_lowercase().as_str())
}

/// What bears this name: a campaign or an organization. `None`: words that messages hold.
async fn named(ctx: &mut Context<'_>, words: &str) -> Outcome<Option<&'static str>> {
    let is = |names: [Option<&str>; 2]| {
        names.into_iter().flatten().any(|name| crm::fold(name) == crm::fold(words))
    };
    if let Found::One(it) = campaigns::refer(&mut ctx.tx, words).await?
        && is([Some(&it.name), it.name_ja.as_deref()])
    {
        return Ok(Some("campaign"));
    }
    let bearers = organizations::namesakes(&mut ctx.tx, words, None).await?;
    if bearers.len() == 1 {
        return Ok(Some("organization"));
    }
    // Nordvale of Nordvale Software
    let begins = |name: &str| crm::fold(name).starts_with(&format!("{} ", crm::fold(words)));
    let short = matches!(organizations::refer(&mut ctx.tx, words).await?, Found::One(it) if begins(&it.name));
    Ok(short.then_some("organization"))
}

/// How one person feels is not everybody's business.
fn may_see_people(ctx: &Context<'_>) -> Outcome<()> {
    if access::may(ctx.tx.actor(), Right::SeeMoodsOfPeople) {
        return Ok(());
    }
    let lang = ctx.lang;
    let role = access::least(Right::SeeMoodsOfPeople)
        .map_or("–", |role| lang.pick(role.words().0, role.words().1));
    Err(Stop::Refused(say!(
        lang,
        "The mood of one person needs the role {role}. Rooms, campaigns, organizations and topics are open to you: “sentiment of #general”.",
        "個人の感情の表示には「{role}」の権限が必要です。ルーム・施策・組織・話題なら「#generalの雰囲気」のようにご覧いただけます。"
    )))
}

fn is_here(words: &str) -> bool {
    matches!(
        words,
        "here" | "this room" | "this channel" | "ここ" | "このルーム" | "このチャンネル" | "この部屋"
    )
}
