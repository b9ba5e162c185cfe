//! `person set`: changes what is known of a person.

use std::collections::BTreeMap;

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    fields::{Definition, Object},
    identifiers::{self, IdentifierKind},
    organizations,
    persons::{self, EmployerChange, Field, Person},
};
use nlp::{
    Lang,
    understand::{SlotKind, fields},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back,
    fields::own,
    persons::fields::{EMPTY, NAMES, Settable, asks, quoted, read, shown, unknown},
    persons::{employer, label},
};
use crate::{say, tables, words::words};

/// The command.
pub(crate) struct PersonSet;

static SPEC: Spec = Spec {
    name: "person set",
    about: words("Change what is known of a person", "人の情報を変更します"),
    arguments: &[
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: true,
            about: words("P-12, @handle or a name", "P-12、@ハンドル、または名前"),
        },
        Argument {
            name: "fields",
            kind: SlotKind::Fields,
            required: false,
            about: words(
                "title=CTO; name, kana, romaji, title, email, relationship, organization (“Acme from 2025-04”, “Acme from 2019 to 2021”), or a field of your own; nothing after = empties",
                "役職=CTO のように。名前・よみ・ローマ字・役職・メール・関係・所属（「Acme 2025年4月から」も可）・独自項目（=の後が空なら消去）",
            ),
        },
        Argument {
            name: "field",
            kind: SlotKind::Choice(NAMES),
            required: false,
            about: words("one field, such as title", "項目。役職 など"),
        },
        Argument {
            name: "value",
            kind: SlotKind::Name,
            required: false,
            about: words("what it should say", "新しい内容"),
        },
        Argument {
            name: "empty",
            kind: SlotKind::Choice(EMPTY),
            required: false,
            about: words("empty: nothing should stand there", "空：内容を消す"),
        },
        Argument {
            name: "own",
            kind: SlotKind::Name,
            required: false,
            about: words("a field of your own, by its name", "独自項目の名前"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(set|change|update|edit) {person} {fields}",
            "(set|change|update|edit) {person}'s {field} (to|as|=) {value}",
            "(set|change|update|edit) {person} {field} (to|as) {value}",
            "(set|change|update|edit) [the] {field} (of|for) {person} (to|as) {value}",
            "{person:sure}'s {field} is [now] {value}",
            "[the] {field} of {person:sure} is [now] {value}",
            "{empty} [the] {field} (of|for) {person}",
            "{empty} {person}'s {field}",
            "{empty} {person:code}['s] {field}",
            "{empty} [the] {own} of {person:code}",
            "{empty} {person:code}['s] {own}",
            "(set|change) {person}'s {field} to {empty}",
            "(set|change|update) {person:sure}'s {own} to {value}",
            "{person:code}'s {own} is [now] {value}",
        ],
        ja: &[
            "{person}の{field}[を|は]{value}に(変更|修正|更新|設定|して|する|変えて|直して)[<して>]",
            "{person}の{field}を{value}に",
            "{person:sure}の{own}を{value}に[<して>|変更[<して>]|設定[<して>]]",
            "{person:sure}の{field}は{value}",
            "{person:code}の{own}は{value}",
            "{person}の{fields}に(変更|修正|更新|設定|して|変えて)[<して>]",
            "{person}の{field}を{empty}に[<して>]",
            "{person}の{field}を{empty}[ください]",
            "{person:code}の{own}を{empty}[に][<して>|ください]",
            "{person:sure}[を|は]{fields}",
        ],
    },
    examples: Phrases {
        en: &[
            "set P-12 title=CTO",
            "P-12's title is CTO",
            "change P-12's email to taro@example.com",
            "set P-12 organization=\"Aozora Systems from 2025-04\"",
        ],
        ja: &["P-12の役職をCTOに", "P-12の所属を青空システムズに変更して"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

/// What a reversal finds and puts back.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Back {
    /// Of each field: what it should say now, and what it said before.
    fields: BTreeMap<Field, (Option<String>, Option<String>)>,
    /// The claim to an address that was noted with it.
    claim: Option<Uuid>,
    /// The rows that a new employer wrote.
    employer: Option<EmployerChange>,
    /// The employment that a new address brought about.
    #[serde(default)]
    by_email: Option<Uuid>,
    /// The telephone numbers: those that should stand there now, and those before.
    #[serde(default)]
    phones: Option<(Vec<String>, Vec<String>)>,
    /// Of each field of the tenant's own.
    #[serde(default)]
    own: Vec<own::Back>,
}

#[async_trait]
impl Command for PersonSet {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let known: Option<Back> = back::of(call)?;
        if let Some(known) = known {
            return take_back(ctx, call, &known).await;
        }
        if !call.arguments.contains_key("fields") {
            return Err(Stop::Instead(spelt_out(ctx, call)?));
        }
        let (ours, theirs) = wanted(ctx, call).await?;
        let person = ctx.person(call, "person").await?;
        let mut changed = Changed::default();
        let mut known = Back::default();
        let present = persons::fields(&mut ctx.tx, person.id).await?;
        for (field, words) in ours {
            match field {
                Settable::Of(field) => {
                    let before = present.get(&field).cloned().flatten();
                    let after = read(ctx.lang, field, &words)?;
                    if before == after {
                        continue;
                    }
                    persons::set(&mut ctx.tx, person.id, field, after.as_deref()).await?;
                    if let (Field::Email, Some(email)) = (field, &after) {
                        let kind = IdentifierKind::Email;
                        known.claim = identifiers::claim(&mut ctx.tx, person.id, kind, email).await?;
                        let today = ctx.now.today();
                        let job =
                            organizations::employ_by_email(&mut ctx.tx, person.id, email, today).await?;
                        known.by_email = job.map(|it| it.id);
                    }
                    changed.push(ctx, Settable::Of(field), before.clone(), after.clone());
                    known.fields.insert(field, (after, before));
                }
                Settable::Phone => {
                    let wanted = numbers(ctx.lang, &words)?;
                    let before = persons::phones(&mut ctx.tx, person.id).await?;
                    let after = persons::set_phones(&mut ctx.tx, person.id, &wanted).await?;
                    if before != after {
                        let [was, is] = [&before, &after].map(|all| said(all));
                        changed.push(ctx, Settable::Phone, was, is);
                        known.phones = Some((after, before));
                    }
                }
                Settable::Organization => {
                    let written = employer::write(ctx, SPEC.name, &person, &words).await;
                    if let Some(it) = written.map_err(|stop| whole(stop, call))? {
                        changed.push(ctx, Settable::Organization, it.before, it.after);
                        changed.noted(json!(it.noted));
                        known.employer = Some(it.rows);
                    }
                }
            }
        }
        let theirs = own::wanted(ctx, &theirs).await?;
        let theirs = own::changes(ctx, person.id.into(), theirs).await?;
        own::write(ctx, person.id.into(), &theirs).await?;
        known.own = theirs.iter().map(own::Changed::back).collect();
        theirs.iter().for_each(|it| changed.own(it));
        done(ctx, call, &person, changed, Some(known)).await
    }
}

/// A field that was changed.
struct Line {
    /// By its name as it is typed.
    key: String,
    /// By its name on a card.
    label: String,
    /// What it said, as it is typed.
    former: String,
    /// What it said and says, for the audit log.
    sides: (Value, Value),
    /// Before → after.
    shown: String,
    /// The address that was given.
    email: Option<String>,
}

#[derive(Default)]
struct Changed(Vec<Line>);

impl Changed {
    fn push(&mut self, ctx: &Context<'_>, field: Settable, before: Option<String>, after: Option<String>) {
        let lang = ctx.lang;
        let [was, is] = [&before, &after].map(|value| shown(lang, field, value.as_deref()));
        self.0.push(Line {
            key: field.as_str().to_owned(),
            label: field.label().of(lang).to_owned(),
            former: before.clone().unwrap_or_default(),
            sides: (json!(before), json!(after)),
            shown: format!("{was} → {is}"),
            email: after.filter(|_| field == Settable::Of(Field::Email)),
        });
    }

    /// What the last line says now, for the audit log.
    fn noted(&mut self, after: Value) {
        if let Some(line) = self.0.last_mut() {
            line.sides.1 = after;
        }
    }

    fn own(&mut self, changed: &own::Changed) {
        let name = &changed.field.name;
        self.0.push(Line {
            key: if name.contains(' ') { format!("\"{name}\"") } else { name.clone() },
            label: name.clone(),
            former: changed.former(),
            sides: changed.sides(),
            shown: changed.shown.clone(),
            email: None,
        });
    }
}

async fn done(
    ctx: &mut Context<'_>,
    call: &Call,
    person: &Person,
    Changed(changed): Changed,
    known: Option<Back>,
) -> Outcome {
    let lang = ctx.lang;
    let who = label(person);
    if changed.is_empty() {
        let who = format!("{} {}", person.code(), person.name);
        return Err(Stop::Refused(say!(
            lang,
            "That is what {who} says already; nothing was changed.",
            "{who} はすでにその内容です。何も変更していません。"
        )));
    }
    let mut reply = ctx
        .reply()
        .text(say!(lang, "Changed **{who}**.", "**{who}** を変更しました。"))
        .fields(changed.iter().map(|line| (line.label.clone(), line.shown.clone())));
    if let Some(email) = changed.iter().find_map(|line| line.email.as_ref()) {
        let others = persons::alike(&mut ctx.tx, "", Some(email), Some(person.id)).await?;
        if let Some(other) = others.first() {
            let (other, one, whose) = (other.code(), person.code(), label(other));
            reply = reply.text(say!(
                lang,
                "{whose} has this address as well. If they are one person, say “merge {other} and {one}”.",
                "{whose} にも同じアドレスがあります。同一人物であれば「{other}と{one}を統合して」と入力してください。"
            ));
        }
    }
    let values = |side: fn(&Line) -> &Value| -> Value {
        let pairs = changed.iter().map(|it| (it.key.trim_matches('"').to_owned(), side(it).clone()));
        pairs.collect::<serde_json::Map<_, _>>().into()
    };
    let code = person.code().to_string();
    let words: Vec<String> =
        changed.iter().map(|line| format!("{}={}", line.key, quoted(&line.former))).collect();
    let back = Call::new(SPEC.name, [("person", code.clone()), ("fields", words.join(" "))]);
    let change = Change {
        command: SPEC.name.to_owned(),
        arguments: json!(back::without(call).arguments),
        object: Some(code),
        before: Some(values(|it| &it.sides.0)),
        after: Some(values(|it| &it.sides.1)),
        reversal: known.map(|known| json!(back::with(back, &known))),
        reverses: None,
    };
    Ok(Done { reply, change: Some(change) })
}

/// Puts back exactly what was there, unless somebody changed it since.
async fn take_back(ctx: &mut Context<'_>, call: &Call, known: &Back) -> Outcome {
    let lang = ctx.lang;
    let person = ctx.person(call, "person").await?;
    back::is_still(ctx, call, "person", &person)?;
    let present = persons::fields(&mut ctx.tx, person.id).await?;
    let mut changed = Changed::default();
    for (field, (expected, former)) in &known.fields {
        let now = present.get(field).cloned().flatten();
        if now != *expected {
            let (what, now) =
                (Settable::Of(*field).label().of(lang), shown(lang, Settable::Of(*field), now.as_deref()));
            return Err(Stop::Refused(changed_since(ctx, &person, what, &now)));
        }
        persons::set(&mut ctx.tx, person.id, *field, former.as_deref()).await?;
        changed.push(ctx, Settable::Of(*field), now, former.clone());
    }
    if let Some(claim) = known.claim {
        identifiers::disclaim(&mut ctx.tx, claim).await?;
    }
    if let Some(employment) = known.by_email {
        organizations::unemploy(&mut ctx.tx, &[employment]).await?;
    }
    if let Some((expected, former)) = &known.phones {
        let now = persons::phones(&mut ctx.tx, person.id).await?;
        if now != *expected {
            let what = Settable::Phone.label().of(lang);
            let now = shown(lang, Settable::Phone, said(&now).as_deref());
            return Err(Stop::Refused(changed_since(ctx, &person, what, &now)));
        }
        persons::set_phones(&mut ctx.tx, person.id, former).await?;
        changed.push(ctx, Settable::Phone, said(&now), said(former));
    }
    let bearer = (person.id.into(), person.code());
    let theirs = own::former(ctx, bearer, &known.own).await?;
    own::write(ctx, person.id.into(), &theirs).await?;
    theirs.iter().for_each(|it| changed.own(it));
    if let Some(employer) = &known.employer {
        if !persons::change_employer_back(&mut ctx.tx, person.id, employer).await? {
            let what = Settable::Organization.label().of(lang);
            let now = shown(lang, Settable::Organization, person.organization.as_deref());
            return Err(Stop::Refused(changed_since(ctx, &person, what, &now)));
        }
        let former = persons::by_ids(&mut ctx.tx, &[person.id]).await?.pop().and_then(|it| it.organization);
        changed.push(ctx, Settable::Organization, person.organization.clone(), former);
    }
    done(ctx, call, &person, changed, None).await
}

/// Telephone numbers as somebody typed them: one, or several with commas between.
fn numbers(lang: Lang, words: &str) -> Outcome<Vec<String>> {
    tables::phones(words).ok_or_else(|| {
        Stop::Refused(say!(
            lang,
            "“{words}” is no telephone number. Write it like 090-1234-5678, several with commas between.",
            "「{words}」は電話番号として読めませんでした。090-1234-5678 のように書いてください（複数の場合はカンマ区切り）。"
        ))
    })
}

/// Numbers in one line; `None`: there are none.
fn said(numbers: &[String]) -> Option<String> {
    (!numbers.is_empty()).then(|| numbers.join(", "))
}

fn changed_since(ctx: &Context<'_>, person: &Person, what: &str, now: &str) -> String {
    let code = person.code();
    say!(
        ctx.lang,
        "{what} of {code} was changed again since and now says “{now}”; it stays. Say what it should be instead.",
        "{code} の{what}はその後さらに変更され、現在「{now}」のため、そのままにしました。必要であれば内容を指定して変更してください。"
    )
}

/// "P-12's title is CTO" as `person set P-12 title=CTO`.
fn spelt_out(ctx: &Context<'_>, call: &Call) -> Outcome<Call> {
    let field = match call.arguments.get("field").or_else(|| call.arguments.get("own")) {
        Some(field) => field,
        None => ctx.required(call, "fields")?,
    };
    let value = match call.arguments.contains_key("empty") {
        true => "",
        false => ctx.required(call, "value")?,
    };
    let person = ctx.required(call, "person")?.to_owned();
    if asks(value) {
        return Ok(Call::new("person show", [("person", person)]));
    }
    let name = Settable::named(field).map_or(field, |known| known.as_str());
    // Acmeに、役職をCTO of 会社をAcmeに、役職をCTOに
    let (value, more) = several(value);
    let pairs = [(name, value)].into_iter().chain(more);
    let fields: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", quoted(value))).collect();
    let fields = fields.join(" ");
    Ok(Call::new(SPEC.name, [("person", person), ("fields", fields)]))
}

/// A value, and the further fields with theirs that a Japanese sentence goes on with.
fn several(said: &str) -> (&str, Vec<(&str, &str)>) {
    let mut parts = said.split(['、', ',']).map(str::trim);
    let Some(first) = parts.next().and_then(|first| first.strip_suffix('に')) else {
        return (said, Vec::new());
    };
    let more = parts.map(|part| {
        let (name, value) = part.split_once('を')?;
        Some((Settable::named(name)?.as_str(), value.strip_suffix('に').unwrap_or(value)))
    });
    match more.collect::<Option<Vec<_>>>() {
        Some(more) if !more.is_empty() => (first, more),
        _ => (said, Vec::new()),
    }
}

/// Fields that everybody has, and fields of the tenant's own, each with what is to stand in it.
type Wanted = (Vec<(Settable, String)>, Vec<(Definition, String)>);

/// What is to be set, each field once.
async fn wanted(ctx: &mut Context<'_>, call: &Call) -> Outcome<Wanted> {
    let lang = ctx.lang;
    let words = ctx.required(call, "fields")?.to_owned();
    let pairs = fields(&words).ok_or_else(|| {
        Stop::Refused(say!(
            lang,
            "I cannot read “{words}”. Write fields like title=CTO; a value with blanks in quotes.",
            "「{words}」を読み取れませんでした。「役職=CTO」のように書いてください（空白を含む内容は引用符で囲みます）。"
        ))
    })?;
    let (mut ours, mut theirs): Wanted = Default::default();
    for (name, value) in pairs {
        let known = match Settable::named(&name) {
            // a field of the tenant's own that is called so is meant
            Some(Settable::Phone) if own::named(ctx, Object::Person, &name).await?.is_some() => None,
            known => known,
        };
        let twice = if let Some(field) = known {
            let twice = ours.iter().any(|(other, _)| *other == field);
            ours.push((field, value));
            twice
        } else if let Some(field) = own::named(ctx, Object::Person, &name).await? {
            let twice = theirs.iter().any(|(other, _)| other.id == field.id);
            theirs.push((field, value));
            twice
        } else {
            let more = own::names(ctx, Object::Person).await?;
            return Err(unknown(lang, &name, &more));
        };
        if twice {
            return Err(Stop::Refused(say!(
                lang,
                "{name} stands there twice. Say once what it should be.",
                "{name}が2回指定されています。1回だけ指定してください。"
            )));
        }
    }
    Ok((ours, theirs))
}

/// A choice of organizations, as choices of the whole call.
fn whole(stop: Stop, call: &Call) -> Stop {
    let Stop::Choose { question, options } = stop else { return stop };
    let again = |(shown, choice): (String, Call)| {
        // to add the organization is another call
        if choice.command != SPEC.name {
            return (shown, choice);
        }
        let code = choice.arguments.get("organization").cloned().unwrap_or_default();
        let words = call.arguments.get("fields").map(String::as_str).unwrap_or_default();
        let fields: Vec<String> = fields(words)
            .unwrap_or_default()
            .into_iter()
            .map(|(name, value)| match Settable::named(&name) {
                Some(Settable::Organization) => format!("{name}={}", quoted(&code)),
                _ => format!("{name}={}", quoted(&value)),
            })
            .collect();
        let mut call = call.clone();
        call.arguments.insert("fields".to_owned(), fields.join(" "));
        (shown, call)
    };
    Stop::Choose { question, options: options.into_iter().map(again).collect() }
}
