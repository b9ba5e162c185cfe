//! `merge accept`: merges pairs of the last list of suggestions.

use std::collections::{BTreeMap, BTreeSet};

use adapters::{Column, Item, Reply};
use async_trait::async_trait;
use crm::{
    Code,
    access::Right,
    audit::Change,
    merges::{self, Refused},
    persons::{self, Field},
};
use nlp::{Lang, understand::SlotKind};
use serde_json::{Value, json};

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    merges::keep,
    merges::merge::{field_name, refusal, value},
    merges::pair::{exactly, lines, read, rejected_by, written},
};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(crate) struct MergeAccept;

static SPEC: Spec = Spec {
    name: "merge accept",
    about: words(
        "Merge suggested pairs; shown first, undoable",
        "名寄せ候補を統合します（確認あり・取消可能）",
    ),
    arguments: &[
        Argument {
            name: "pair",
            kind: SlotKind::Ordinal,
            required: false,
            about: words("lines of the suggestions: 2, or 1 and 3", "候補の番号。2番、1番と3番 など"),
        },
        Argument {
            name: "pairs",
            kind: SlotKind::Words,
            required: false,
            about: words(
                "or the codes of each pair: P-12 P-40, P-5 P-9",
                "または各組のコード。P-12 P-40, P-5 P-9 など",
            ),
        },
        Argument {
            name: "keep",
            kind: SlotKind::Fields,
            required: false,
            about: words("whose field stays: title=P-40", "残す項目：title=P-40 など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "accept [suggestion|suggestions|number|numbers|pair|pairs|match|merge] {pair}",
            "(approve|confirm) (suggestion|suggestions|pair|pairs|match|merge) {pair}",
            "merge [suggestion|suggestions|number|numbers|pair|pairs] {pair}",
            "[yes] merge (suggestion|suggestions|pair|pairs) {pair}",
            "(number|pair|suggestion) {pair} (is|are) (the same [person]|one person|right|correct)",
        ],
        ja: &[
            "[候補]{pair}[の候補][を](統合|マージ|名寄せ)[<して>]",
            "候補[の]{pair}[を|は](承認|採用|統合|マージ)[<して>]",
            "{pair}[の候補|の統合][を](承認|採用|受け入れ)[る|ます|て|たい|<して>]",
            "{pair}(は|が)(同じ人|同一人物)[だ|です]",
        ],
    },
    examples: Phrases {
        en: &["accept 2", "accept 1 and 3"], ja: &["2番を統合して", "2番は同一人物"]
    },
    right: Right::MergePersons,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for MergeAccept {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let pairs = match call.arguments.get("pairs") {
            Some(words) => read(ctx, words)?,
            None => lines(ctx, ctx.required(call, "pair")?).await?,
        };
        if let [(into, from)] = pairs.as_slice() {
            let pair = [("into", into.to_string()), ("from", from.to_string())];
            return Err(Stop::Instead(Call::new("merge", pair)));
        }
        let all: Vec<Code> = pairs.iter().flat_map(|(into, from)| [*into, *from]).collect();
        let mut items = Vec::new();
        let mut warnings = Vec::new();
        let mut differs = None;
        let one = one_survivor(&pairs);
        for (into, from) in &pairs {
            let (into, from) = (exactly(ctx, *into).await?, exactly(ctx, *from).await?);
            let chosen = keep::chosen(ctx, call, (&into, &from), &all).await?;
            let preview = merges::preview_choosing(&mut ctx.tx, into.id, from.id, &chosen)
                .await?
                .map_err(|it| refusal(lang, &it))?;
            let line = format!("{} {}  ←  {} {}", into.code(), into.name, from.code(), from.name);
            items.push(Item::new(line).detail(moved(&preview, lang)));
            if let Some(difference) = preview.differences.first() {
                differs.get_or_insert((difference.field.clone(), from.code()));
            }
            warnings.extend(rejected_by(ctx, into.id, from.id).await?);
        }
        let n = pairs.len();
        let asks = match one {
            Some(into) => {
                let n = n + 1;
                say!(
                    lang,
                    "Make these **{n} persons** one? **{into}** stays.",
                    "次の **{n}人** を1人に統合しますか？ **{into}** が残ります。"
                )
            }
            None => say!(
                lang,
                "Merge these **{n} pairs**? The first of each stays.",
                "次の **{n}組** を統合しますか？ それぞれ左の人が残ります。"
            ),
        };
        let mut reply = ctx.reply().text(asks).list(items);
        if let Some(into) = one {
            let table = Differences::of(ctx, &pairs).await?;
            if let Some((field, whose)) = table.example() {
                let others: Vec<String> = pairs.iter().map(|(_, from)| from.to_string()).collect();
                let all = others.join(" ");
                reply = table.shown(ctx, reply, call).await?.text(say!(
                    lang,
                    "To take a field from another of them, say “merge {into} {all} {field}={whose}”; several after one another.",
                    "別の人の値を残すには「merge {into} {all} {field}={whose}」と入力してください（複数可）。"
                ));
            }
        } else if let Some((field, whose)) = differs {
            let pairs = written(&pairs);
            reply = reply.text(say!(
                lang,
                "To take one from the other, say “merge accept --pairs \"{pairs}\" --keep {field}={whose}”.",
                "もう一方の値を残すには「merge accept --pairs \"{pairs}\" --keep {field}={whose}」と入力してください。"
            ));
        }
        for warning in warnings {
            reply = reply.text(warning);
        }
        let mut pinned = Call::new(SPEC.name, [("pairs", written(&pairs))]);
        pinned.arguments.extend(keep::said(lang, call)?.map(|keep| ("keep".to_owned(), keep)));
        Ok(Preview { reply, pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let pairs = read(ctx, ctx.required(call, "pairs")?)?;
        let mut people = Vec::new();
        for (into, from) in &pairs {
            people.push((exactly(ctx, *into).await?, exactly(ctx, *from).await?));
        }
        let mut made: Vec<Code> = Vec::new();
        let mut items = Vec::new();
        let all: Vec<Code> = pairs.iter().flat_map(|(into, from)| [*into, *from]).collect();
        for (into, from) in people {
            let chosen = keep::chosen(ctx, call, (&into, &from), &all).await?;
            let evidence = Value::Array(Vec::new());
            match merges::merge_choosing(&mut ctx.tx, into.id, from.id, &chosen, "suggested", evidence)
                .await?
            {
                Ok(merged) => {
                    let code = merged.code();
                    let (one, other) = (&merged.into, &merged.from);
                    made.push(code);
                    let line = format!("{} {}  ←  {} {}", one.code(), one.name, other.code(), other.name);
                    items.push(Item::new(line).detail(code.to_string()));
                }
                // three pairs of three persons: the third has become true by itself
                Err(Refused::SamePerson { .. }) => {}
                Err(refused) => return Err(refusal(lang, &refused)),
            }
        }
        let Some(first) = made.first() else {
            return Err(Stop::Refused(say!(
                lang,
                "They are merged already; nothing was changed.",
                "すでに統合されています。何も変更していません。"
            )));
        };
        let n = made.len();
        let reply = ctx.reply().text(say!(lang, "Done: {n} merges.", "{n}組を統合しました。")).list(items);
        let codes: Vec<String> = made.iter().map(Code::to_string).collect();
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(first.to_string()),
            before: Some(json!({ "pairs": written(&pairs) })),
            after: Some(json!({ "merges": codes })),
            reversal: Some(json!(Call::new("merge undo", [("merge", codes.join(", "))]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// The one whom all the others become part of; `None`: they are pairs of their own.
fn one_survivor(pairs: &[(Code, Code)]) -> Option<Code> {
    let (into, _) = pairs.first()?;
    pairs.iter().all(|(other, _)| other == into).then_some(*into)
}

/// Where several who become one differ: of each field what each of them says, in their order.
struct Differences {
    people: Vec<Code>,
    fields: BTreeMap<Field, Vec<Option<String>>>,
}

impl Differences {
    async fn of(ctx: &mut Context<'_>, pairs: &[(Code, Code)]) -> Outcome<Self> {
        let people: Vec<Code> = pairs.iter().take(1).map(|(into, _)| *into).collect();
        let people: Vec<Code> = people.into_iter().chain(pairs.iter().map(|(_, from)| *from)).collect();
        let mut all: BTreeMap<Field, Vec<Option<String>>> = BTreeMap::new();
        for code in &people {
            let id = exactly(ctx, *code).await?.id;
            for (field, says) in persons::fields(&mut ctx.tx, id).await? {
                all.entry(field).or_default().push(says.filter(|it| !it.is_empty()));
            }
        }
        all.retain(|_, says| says.iter().flatten().collect::<BTreeSet<_>>().len() > 1);
        Ok(Self { people, fields: all })
    }

    /// A field that can be chosen, and whose else it could be.
    fn example(&self) -> Option<(&'static str, Code)> {
        self.fields.iter().find_map(|(field, says)| {
            let kept = says.iter().flatten().next();
            let other = says.iter().position(|it| it.is_some() && it.as_ref() != kept)?;
            Some((field.as_str(), self.people[other]))
        })
    }

    /// A line a field, a column a person; what stays is marked.
    async fn shown(&self, ctx: &mut Context<'_>, reply: Reply, call: &Call) -> Outcome<Reply> {
        let lang = ctx.lang;
        let chosen = keep::whose(ctx, call).await?;
        let mut columns = vec![Column::left(say!(lang, "Field", "項目"))];
        columns.extend(self.people.iter().map(|code| Column::left(code.to_string())));
        let rows = self.fields.iter().map(|(field, says)| {
            let chosen = chosen.get(field).and_then(|code| self.people.iter().position(|it| it == code));
            // without a choice the first who has any keeps theirs
            let stays = chosen.or_else(|| says.iter().position(Option::is_some));
            let cell = |(at, it): (usize, &Option<String>)| {
                let it = it.as_deref().unwrap_or("–");
                if Some(at) == stays { format!("{it} ✓") } else { it.to_owned() }
            };
            let cells = says.iter().enumerate().map(cell);
            [field_name(field.as_str(), lang)].into_iter().chain(cells).collect()
        });
        let rows = rows.collect();
        Ok(reply
            .text(say!(lang, "They differ here; ✓ stays:", "次の項目が異なります（✓ の値が残ります）："))
            .table(columns, rows))
    }
}

/// What one of the merges moves and changes, in a line.
fn moved(preview: &merges::Preview, lang: Lang) -> String {
    let moves = &preview.moves;
    let some = |n: i64, one: &str, many: &str, ja: &str| match (n, lang) {
        (0, _) => None,
        (_, Lang::Ja) => Some(format!("{ja} {}", count(n))),
        (1, Lang::En) => Some(format!("1 {one}")),
        (_, Lang::En) => Some(format!("{} {many}", count(n))),
    };
    let parts: Vec<String> = [
        some(moves.accounts, "account", "accounts", "アカウント"),
        some(moves.identifiers, "identifier", "identifiers", "識別子"),
        some(moves.activities, "activity", "activities", "活動"),
        some(moves.deals, "deal", "deals", "商談"),
        some(moves.tasks, "task", "tasks", "タスク"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let all = parts.join(lang.pick(", ", "、"));
    let mut said = vec![match parts.is_empty() {
        true => say!(lang, "moves nothing", "移るものはありません"),
        false => say!(lang, "moves {all}", "{all} が移ります"),
    }];
    said.extend(preview.fields.iter().map(|it| {
        let (name, before, after) = (field_name(&it.field, lang), value(&it.before), value(&it.after));
        format!("{name}: {before} → {after}")
    }));
    said.extend(preview.differences.iter().map(|it| {
        let (name, kept, dropped) = (field_name(&it.field, lang), value(&it.kept), value(&it.dropped));
        say!(
            lang,
            "{name}: {kept} stays, not {dropped}",
            "{name}：{kept} を残します（{dropped} は表示されなくなります）"
        )
    }));
    said.join(lang.pick("; ", "；"))
}
