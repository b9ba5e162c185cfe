//! `merge`: two persons found to be one. Shows what would move, asks, and can be undone exactly.

use adapters::Reply;
use async_trait::async_trait;
use crm::{
    Code, CodeKind, PersonId,
    access::Right,
    audit::Change,
    merges::{self, Conflict, Refused, Undone},
    organizations,
    persons::{self, Found},
};
use nlp::{
    Lang,
    understand::{Deictic, SlotKind, deictic},
};
use serde_json::{Value, json};

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    merges::{
        keep,
        pair::{both, exactly, lines_of_pairs, rejected_by, written},
    },
    persons::{fields::NAMES, label},
};
use crate::{
    say,
    words::{actions, count, words},
};

/// The command.
pub(crate) struct Merge;

/// More persons than these are not meant to be one by "these".
const MOST_POINTED_AT: usize = 3;

static SPEC: Spec = Spec {
    name: "merge",
    about: words(
        "Make two persons one; shown first, undoable",
        "同一人物の2件を統合します（確認あり・取消可能）",
    ),
    arguments: &[
        Argument {
            name: "into",
            kind: SlotKind::Person,
            required: true,
            about: words("the person who stays, such as P-12", "残す人。P-12 など"),
        },
        Argument {
            name: "from",
            kind: SlotKind::Person,
            required: true,
            about: words("the other person, who becomes part of the first", "もう一方の人（統合される側）"),
        },
        Argument {
            name: "third",
            kind: SlotKind::Change,
            required: false,
            about: words("one more who becomes part of the first: P-41", "さらに統合する人。P-41 など"),
        },
        Argument {
            name: "fourth",
            kind: SlotKind::Change,
            required: false,
            about: words("and one more: P-42", "さらにもう1人。P-42 など"),
        },
        Argument {
            name: "keep",
            kind: SlotKind::Fields,
            required: false,
            about: words(
                "whose fields stay where both have one: title=P-40 name=P-12",
                "両方にある項目のうち、どちらを残すか。title=P-40 name=P-12 など",
            ),
        },
        Argument {
            name: "field",
            kind: SlotKind::Choice(NAMES),
            required: false,
            about: words(
                "a single field to choose, with whose: title",
                "どちらかを選ぶ項目（whoseと組で）。役職 など",
            ),
        },
        Argument {
            name: "whose",
            kind: SlotKind::Change,
            required: false,
            about: words("whose value of that field stays: P-40", "その項目を誰の値にするか。P-40 など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "merge {into} <and> {from}",
            "merge {into:these}",
            "{into:these} are the same [person]",
            "merge {from} into {into}",
            "{into:sure} and {from:sure} are the same [person]",
            "combine {into:sure} <and> {from:sure}",
            "merge {into}, {from}[,] [and|&] {third}",
            "merge {into} and {from} and {third}",
            "merge {into} <and> {from}[,] [and|but] (keep|keeping|with) {keep}",
            "merge {into} <and> {from}[,] [and|but] (keep|keeping|take|taking|with|use|using) [the] {field} (of|from) {whose}",
            "merge {into} <and> {from}[,] [and|but] (keep|keeping|take|taking|with|use|using) {whose}'s {field}",
        ],
        ja: &[
            "{into}(と|,){from}[を](統合|マージ|名寄せ)[<して>]",
            "{into:these}[を](統合|マージ|名寄せ|一つに|ひとつに)[<して>]",
            "{into:these}(は|が)(同じ人|同一人物)[だ|です]",
            "{into:sure}(と|,){from:sure}[を]まとめ(て|る|たい)",
            "{from}を{into}に(統合|マージ)[<して>]",
            "{from:sure}を{into:sure}にまとめ(て|る|たい)",
            "{into:sure}に{from:sure}を(統合[<して>]|マージ[<して>]|名寄せ[<して>]|まとめ(て|る|たい))",
            "{into:sure}と{from:sure}(は|が)(同じ人|同一人物)[だ]",
            "{into}と{from}を(一人|1人|一件|1件|一つ|ひとつ)に(統合[<して>]|まとめ(て|る|たい)|<して>)",
            "{into:code} {from:code}[を](統合|マージ|名寄せ)[<して>]",
            "{into}(と|,){from}(と|,){third}[を](統合|マージ|名寄せ|一つに|ひとつに)[<して>]",
            "{into}(と|,){from}[を](統合|マージ|名寄せ)[<して>|し][、|。|,]{field}は{whose}[のもの|の方|のほう][を残して|を残す|残して|にして|のまま|で|を使って][<して>]",
        ],
    },
    examples: Phrases {
        en: &["merge P-12 and P-40", "merge P-40 into P-12"],
        ja: &["P-12とP-40を統合して", "P-40をP-12に統合"],
    },
    right: Right::MergePersons,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for Merge {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        no_organizations(ctx, call).await?;
        if let Some(pair) = lines_of_pairs(ctx, call).await? {
            return Err(Stop::Instead(Call::new("merge accept", [("pair", pair)])));
        }
        if let Some(pairs) = several(ctx, call).await? {
            let mut accept = Call::new("merge accept", [("pairs", pairs)]);
            accept.arguments.extend(keep::said(lang, call)?.map(|keep| ("keep".to_owned(), keep)));
            return Err(Stop::Instead(accept));
        }
        let (into, from) = both(ctx, call, SPEC.name).await?;
        let chosen = keep::chosen(ctx, call, (&into, &from), &[]).await?;
        let mut preview = merges::preview_choosing(&mut ctx.tx, into.id, from.id, &chosen)
            .await?
            .map_err(|refused| refusal(lang, &refused))?;
        let changes = preview.fields.iter_mut().flat_map(|it| [&mut it.before, &mut it.after]);
        let differences = preview.differences.iter_mut().flat_map(|it| [&mut it.kept, &mut it.dropped]);
        readable(ctx, changes.chain(differences)).await?;
        let mut pinned = Call::new(
            SPEC.name,
            [("into", preview.into.code().to_string()), ("from", preview.from.code().to_string())],
        );
        if let Some(keep) = keep::written(&chosen, preview.from.code()) {
            pinned.arguments.insert("keep".to_owned(), keep);
        }
        let mut reply = show(ctx.reply(), lang, &preview);
        for field in &chosen {
            if !preview.fields.iter().any(|it| it.field == field.as_str()) {
                let name = field_name(field.as_str(), lang);
                reply = reply.text(say!(
                    lang,
                    "{name}: both have the same, or only the one who stays has any; nothing changes there.",
                    "{name}：両方が同じ値か、残る人だけに値があるため、変わりません。"
                ));
            }
        }
        if let Some(difference) = preview.differences.first() {
            let (a, b, field) = (preview.into.code(), preview.from.code(), &difference.field);
            reply = reply.text(say!(
                lang,
                "To take one from the other, say “merge {a} {b} {field}={b}”.",
                "もう一方の値を残すには「merge {a} {b} {field}={b}」と入力してください。"
            ));
        }
        let why = merges::explain(&mut ctx.tx, into.id, from.id).await?;
        if why.is_some_and(|why| why.reasons.iter().all(|reason| reason.is_against())) {
            reply = reply.text(say!(
                lang,
                "Nothing that I know speaks for their being one person.",
                "同一人物だと示す情報は見当たりません。"
            ));
        }
        if let Some(sentence) = rejected_by(ctx, into.id, from.id).await? {
            reply = reply.text(sentence);
        }
        Ok(Preview { reply, pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (into, from) = both(ctx, call, SPEC.name).await?;
        for (name, person) in [("into", &into), ("from", &from)] {
            let shown = call.arguments.get(name).and_then(|code| Code::parse(code));
            if shown.is_some_and(|shown| shown != person.code()) {
                return Err(Stop::Refused(say!(
                    lang,
                    "One of them has been merged with somebody else in the meantime. Nothing was changed; please ask again.",
                    "確認のあいだに別の統合が行われました。何も変更していません。もう一度お試しください。"
                )));
            }
        }
        let chosen = keep::chosen(ctx, call, (&into, &from), &[]).await?;
        let before = json!({ "into": into.code().to_string(), "from": from.code().to_string() });
        let evidence = Value::Array(Vec::new());
        let merged = merges::merge_choosing(&mut ctx.tx, into.id, from.id, &chosen, "by hand", evidence)
            .await?
            .map_err(|refused| refusal(lang, &refused))?;
        let code = merged.code();
        let (one, other) = (label(&into), label(&from));
        let reply = ctx.reply().text(say!(
            lang,
            "Done: {other} is now part of {one} (**{code}**).",
            "{other} を {one} に統合しました（**{code}**）。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            before: Some(before),
            after: Some(json!({ "merge": code.to_string(), "survivor": into.code().to_string() })),
            reversal: Some(json!(Call::new("merge undo", [("merge", code.to_string())]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// Refuses to merge organizations: what there is instead.
async fn no_organizations(ctx: &mut Context<'_>, call: &Call) -> Outcome<()> {
    let mut found = Vec::new();
    for words in ["into", "from"].into_iter().filter_map(|name| call.arguments.get(name)) {
        let is_code = Code::parse(words).is_some_and(|code| code.kind == CodeKind::Organization);
        if Code::parse(words).is_some() != is_code || deictic(words).is_some() {
            return Ok(());
        }
        let person = persons::refer(&mut ctx.tx, words).await?;
        match (person, organizations::refer(&mut ctx.tx, words).await?) {
            (Found::None(_), Found::One(it)) => found.push(it.code()),
            _ => return Ok(()),
        }
    }
    let [into, from] = found.as_slice() else { return Ok(()) };
    Err(Stop::Refused(only_people(ctx.lang, (*into, *from))))
}

/// What is said to whoever asks to merge organizations by their codes; `None`: they ask for something else.
pub(crate) fn of_organizations(lang: Lang, text: &str) -> Option<String> {
    let folded = crm::fold(text);
    let asks =
        ["merge", "combine", "統合", "マージ", "名寄せ", "まとめ"].iter().any(|it| folded.contains(it));
    let apart = |c: char| !c.is_ascii_alphanumeric() && c != '-';
    let mut codes =
        folded.split(apart).filter_map(Code::parse).filter(|it| it.kind == CodeKind::Organization);
    let pair = (codes.next()?, codes.next()?);
    asks.then(|| only_people(lang, pair))
}

fn only_people(lang: Lang, (into, from): (Code, Code)) -> String {
    say!(
        lang,
        "Only people can be merged, not organizations. To make {from} part of {into} by hand: give {into} the other name (“org set {into} alias=…”) and the domain, move the people (“person set P-… organization={into}”), then “org delete {from}”.",
        "統合できるのは人だけで、組織は統合できません。{from} を {into} にまとめるには、{into} に別名とドメインを加え（「org set {into} alias=…」）、所属する人を移し（「person set P-… organization={into}」）、最後に「org delete {from}」で削除してください。"
    )
}

/// Three or more, as pairs with the first: by their codes, or pointed at ("these three").
async fn several(ctx: &mut Context<'_>, call: &Call) -> Outcome<Option<String>> {
    let said = |name: &str| call.arguments.get(name).cloned();
    // a fourth code that is nobody's choice of a field is one more person
    let fourth = said("fourth").or_else(|| said("whose").filter(|_| said("field").is_none()));
    let more: Vec<String> = said("third").into_iter().chain(fourth).collect();
    let codes = match (said("into"), said("from")) {
        (Some(these), None) => match pairs_shown(ctx, &these).await? {
            Some(pairs) => return Ok(Some(pairs)),
            None => not_too_many(ctx, &these).await?,
        },
        (Some(_), Some(_)) if !more.is_empty() => {
            let (into, from) = both(ctx, call, SPEC.name).await?;
            let mut codes = vec![into.code(), from.code()];
            for words in &more {
                let code =
                    Code::parse(words).filter(|code| code.kind == CodeKind::Person).ok_or_else(|| {
                        Stop::Refused(say!(
                            ctx.lang,
                            "{words} is no person. People are named like P-12.",
                            "{words} は人のコードではありません。人は P-12 のように指定します。"
                        ))
                    })?;
                codes.push(exactly(ctx, code).await?.code());
            }
            codes
        }
        _ => Vec::new(),
    };
    let Some((into, rest)) = codes.split_first().filter(|(_, rest)| rest.len() > 1) else { return Ok(None) };
    Ok(Some(written(&rest.iter().map(|from| (*into, *from)).collect::<Vec<_>>())))
}

/// "these", after a list of suggestions: each line is a pair of its own.
async fn pairs_shown(ctx: &mut Context<'_>, these: &str) -> Outcome<Option<String>> {
    if deictic(these) != Some(Deictic::These(None)) {
        return Ok(None);
    }
    let last = ctx.last_shown().await?;
    let pairs: Option<Vec<(Code, Code)>> = last
        .items
        .iter()
        .map(|line| match line.as_slice() {
            [one, other] if [one, other].iter().all(|it| it.kind == CodeKind::Person) => Some((*one, *other)),
            _ => None,
        })
        .collect();
    Ok(pairs.filter(|pairs| pairs.len() > 1).map(|pairs| written(&pairs)))
}

/// The persons that words point at; of a longer list it is to be said which: nobody takes a whole ranking for one.
async fn not_too_many(ctx: &mut Context<'_>, these: &str) -> Outcome<Vec<Code>> {
    let codes = ctx.all_pointed_at(these, CodeKind::Person).await?.unwrap_or_default();
    let n = codes.len();
    if n > MOST_POINTED_AT {
        return Err(Stop::Refused(say!(
            ctx.lang,
            "The last list has {n} persons, and no two of them stand there as one. Say which by their numbers, as in “merge number 1 and number 3”, or by code.",
            "直前の一覧には{n}人いて、同一人物の候補として並べたものではありません。「1番と3番を統合」のように番号で、またはコードで指定してください。"
        )));
    }
    Ok(codes)
}

pub(crate) fn show(reply: Reply, lang: Lang, preview: &merges::Preview) -> Reply {
    let (into, from) = (label(&preview.into), label(&preview.from));
    let moves = &preview.moves;
    let some = |n| if n == 0 { String::new() } else { count(n) };
    let mut reply = reply
        .text(say!(
            lang,
            "Merge **{from}** into **{into}**? {into} stays.",
            "**{from}** を **{into}** に統合しますか？ {into} が残ります。"
        ))
        .fields([
            (say!(lang, "Accounts that move", "移るアカウント"), count(moves.accounts)),
            (say!(lang, "Identifiers", "識別子"), count(moves.identifiers)),
            (say!(lang, "Employments", "所属歴"), count(moves.employments)),
            (say!(lang, "Activities that come along", "一緒に移る活動"), count(moves.activities)),
            (say!(lang, "Deals", "商談"), some(moves.deals)),
            (say!(lang, "Tasks", "タスク"), some(moves.tasks)),
        ]);
    let changes: Vec<(String, String)> = preview
        .fields
        .iter()
        .map(|f| {
            (
                field_name(&f.field, lang),
                format!("{} → {}", shown(&f.field, &f.before, lang), shown(&f.field, &f.after, lang)),
            )
        })
        .collect();
    if !changes.is_empty() {
        reply = reply.fields(changes);
    }
    let differences: Vec<(String, String)> = preview
        .differences
        .iter()
        .map(|it| {
            let (kept, dropped) = (shown(&it.field, &it.kept, lang), shown(&it.field, &it.dropped, lang));
            let both = say!(
                lang,
                "{kept} stays, not {dropped}",
                "{kept} を残します（{dropped} は表示されなくなります）"
            );
            (field_name(&it.field, lang), both)
        })
        .collect();
    if !differences.is_empty() {
        reply = reply.text(say!(lang, "They differ here:", "次の項目が異なります：")).fields(differences);
    }
    reply
}

/// A person's field, named for people.
pub(crate) fn field_name(field: &str, lang: Lang) -> String {
    let name = match field {
        "name" => words("Name", "名前"),
        "relationship" => words("Relationship", "関係"),
        "owner" => words("Looked after by", "担当者"),
        "kana" => words("Reading", "読み"),
        "romaji" => words("Latin name", "ローマ字名"),
        "title" => words("Title", "役職"),
        "email" => words("E-mail", "メール"),
        "tags" => words("Tags", "タグ"),
        "search_key" => words("Found by", "検索名"),
        _ => return field.to_owned(),
    };
    name.of(lang).to_owned()
}

/// A field's stored value, named for people.
fn shown(field: &str, stored: &Value, lang: Lang) -> String {
    match (field, stored) {
        ("relationship", Value::String(word)) => actions::relationship(word, lang).to_owned(),
        _ => value(stored),
    }
}

/// Values of fields that the tenant defined, as people read them: who is meant by an id, yes and no.
pub(crate) async fn readable<'a>(
    ctx: &mut Context<'_>,
    values: impl IntoIterator<Item = &'a mut Value>,
) -> Outcome<()> {
    let mut values: Vec<&mut Value> = values.into_iter().collect();
    let id = |value: &Value| value.as_str().and_then(|id| id.parse().ok()).map(PersonId);
    let ids: Vec<PersonId> = values.iter().filter_map(|value| id(value)).collect();
    let survivors = merges::survivors(&mut ctx.tx, &ids).await?;
    let people = persons::by_ids(&mut ctx.tx, &survivors.values().copied().collect::<Vec<_>>()).await?;
    for value in &mut values {
        let person = id(value).and_then(|id| people.iter().find(|it| Some(&it.id) == survivors.get(&id)));
        if let Some(person) = person {
            **value = label(person).into();
        } else if let Some(yes) = value.as_bool() {
            **value = ctx.lang.pick(["no", "yes"], ["いいえ", "はい"])[usize::from(yes)].into();
        }
    }
    Ok(())
}

/// The same of all that an undo says.
pub(crate) async fn worded(ctx: &mut Context<'_>, undone: &mut Undone) -> Outcome<()> {
    let changed = undone.fields.iter_mut().flat_map(|it| [&mut it.before, &mut it.after]);
    let edited = undone.conflicts.iter_mut().filter_map(|conflict| match conflict {
        Conflict::Edited { present, .. } => Some(present),
        Conflict::Moved { .. } | Conflict::Redated { .. } | Conflict::Removed { .. } => None,
    });
    readable(ctx, changed.chain(edited)).await
}

/// A stored value, shown.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) if text.is_empty() => "–".to_owned(),
        Value::String(text) => text.trim().replace('\n', " / "),
        Value::Array(items) if items.is_empty() => "–".to_owned(),
        Value::Array(items) => items.iter().map(self::value).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// Why it cannot be done, in words.
pub(crate) fn refusal(lang: Lang, refused: &Refused) -> Stop {
    Stop::Refused(match refused {
        Refused::SamePerson { .. } => {
            say!(lang, "These two are already one person.", "この2件はすでに同じ人です。")
        }
        Refused::AlreadyUndone { .. } => {
            say!(lang, "That merge has already been taken back.", "その統合はすでに取り消されています。")
        }
        Refused::NotFound { .. } => say!(lang, "There is no such merge.", "その統合は見つかりません。"),
    })
}
