//! `org set`: what an organization is called, its domain, its kind.

use std::collections::BTreeMap;

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    fields::{Definition, Object},
    organizations::{self, Field, Organization},
};
use nlp::{
    Lang,
    understand::{SlotKind, fields},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back,
    fields::own,
    organizations::add::{domain, sound_name},
    organizations::show::{kind, label},
};
use crate::{
    say,
    words::{Words, words},
};

/// The command.
pub(crate) struct OrgSet;

static SPEC: Spec = Spec {
    name: "org set",
    about: words("Change an organization's name, domain or kind", "組織の名前・ドメイン・種別を変更します"),
    arguments: &[
        Argument {
            name: "organization",
            kind: SlotKind::Organization,
            required: true,
            about: words("O-3, a name or a domain", "O-3、組織名、またはドメイン"),
        },
        Argument {
            name: "fields",
            kind: SlotKind::Fields,
            required: false,
            about: words(
                "name=…, domain=a.example,b.example, kind=company or community, alias=…; +x adds one, or a field of your own",
                "名前=…、ドメイン=a.example,b.example、種別=会社／コミュニティ、別名=…（+x で追加）、独自項目",
            ),
        },
        Argument {
            name: "field",
            kind: SlotKind::Choice(FIELDS),
            required: false,
            about: words("one field", "項目"),
        },
        Argument {
            name: "value",
            kind: SlotKind::Text,
            required: false,
            about: words("its new value", "新しい値"),
        },
        Argument {
            name: "alias",
            kind: SlotKind::Text,
            required: false,
            about: words("another name, beside those there are", "追加する別名"),
        },
        Argument {
            name: "domain",
            kind: SlotKind::Text,
            required: false,
            about: words("another domain, beside those there are", "追加するドメイン"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(set|change|update|edit) [the] [company|organization|organisation|org] {organization:sure} {fields}",
            "(set|change|update|edit) [the] (company|organization|organisation|org) {organization} {fields}",
            "(set|change|update) {organization:sure}['s] {field} to {value}",
            "(set|change|update) [the] (company|organization|organisation|org) {organization}['s] {field} to {value}",
            "(set|change|update) [the] {field} of {organization:sure} to {value}",
            "add [the|an|another] alias {alias} to [the company|the organization] {organization}",
            "add [the|a|another] domain {domain} to [the company|the organization] {organization}",
            "add {alias} (as [an|another] alias (of|to|for)|to the (alias|aliases) of) {organization}",
            "add {domain} (as [a|another] domain (of|to|for)|to the (domain|domains) of) {organization}",
            "(set|change|update) [the] {field} of [the] (company|organization|organisation|org) {organization} to {value}",
        ],
        ja: &[
            "{organization:sure}の{field}を{value}に(変更|更新|設定|変えて|直して|<して>)[<して>]",
            "(会社|企業|組織|団体){organization}の{field}を{value}に(変更|更新|設定|変えて|直して|<して>)[<して>]",
            "{organization}の(別名|別表記)(に|として){alias}を(追加|登録|足して)[<して>]",
            "{organization}のドメイン(に|として){domain}を(追加|登録|足して)[<して>]",
            "{organization}に(別名|別表記)[の|:]{alias}を(追加|登録|足して)[<して>]",
            "{organization}にドメイン[の|:]{domain}を(追加|登録|足して)[<して>]",
            "{alias}を{organization}の(別名|別表記)に(追加|登録|足して)[<して>]",
            "{domain}を{organization}のドメインに(追加|登録|足して)[<して>]",
            "{organization:sure}を{fields}に(変更|更新|設定)[<して>]",
            "{organization:sure}の{fields}[に(変更|更新|設定)[<して>]]",
        ],
    },
    examples: Phrases {
        en: &[
            "org set O-3 domain=aozora.example",
            "change O-3's name to Aozora Inc",
            "org set O-3 alias=+アオゾラ",
        ],
        ja: &["O-3のドメインを aozora.example に変更", "O-3の種別をコミュニティにして"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

/// What people call each field, in either language.
pub(crate) const FIELDS: nlp::understand::Choices = &[
    ("name", &["name", "名前", "名称", "会社名", "組織名", "社名"]),
    ("alias", &["alias", "other", "other_name", "other name", "別名", "英語名", "日本語名", "別表記"]),
    ("domain", &["domain", "ドメイン"]),
    ("kind", &["kind", "type", "種別", "種類", "区分"]),
];

#[async_trait]
impl Command for OrgSet {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let organization = ctx.organization(call, "organization").await?;
        let present = organizations::fields(&mut ctx.tx, organization.id).await?;
        let known: Option<Known> = back::of(call)?;
        let bearer = organization.id.into();
        let (wanted, theirs) = match known {
            Some(known) => {
                organizations::unemploy(&mut ctx.tx, &known.employed).await?;
                let theirs = own::former(ctx, (bearer, organization.code()), &known.own).await?;
                (former(lang, &organization, &present, known.ours)?, theirs)
            }
            None => {
                let (ours, theirs) = asked(ctx, call, &present).await?;
                let theirs = own::wanted(ctx, &theirs).await?;
                (ours, own::changes(ctx, bearer, theirs).await?)
            }
        };
        own::write(ctx, bearer, &theirs).await?;
        let (mut before, mut after) = (serde_json::Map::new(), serde_json::Map::new());
        let (mut shown, mut known) = (Vec::new(), Known::default());
        for (field, value) in wanted {
            let present = present.get(&field).cloned().flatten();
            if value == present {
                continue;
            }
            if let (Field::Domain, Some(domains)) = (field, &value) {
                is_free(ctx, &organization, domains).await?;
            }
            organizations::set(&mut ctx.tx, organization.id, field, value.as_deref()).await?;
            if field == Field::Domain && !call.arguments.contains_key("back") {
                let employed = organizations::employ_everybody(&mut ctx.tx, organization.id).await?;
                known.employed = employed.into_iter().map(|it| it.id).collect();
            }
            before.insert(key(field).to_owned(), json!(present));
            after.insert(key(field).to_owned(), json!(value));
            known.ours.insert(field, (value.clone(), present.clone()));
            let (old, new) = (readable(lang, field, present), readable(lang, field, value));
            shown.push((title(field).of(lang).to_owned(), format!("{old} → {new}")));
        }
        for line in theirs {
            let (was, is) = line.sides();
            before.insert(line.field.name.clone(), was);
            after.insert(line.field.name.clone(), is);
            known.own.push(line.back());
            shown.push((line.field.name, line.shown));
        }
        let (code, name) = (organization.code(), label(&organization));
        if after.is_empty() {
            let name = &organization.name;
            return Err(Stop::Refused(say!(
                lang,
                "{code} {name} says just that already; nothing was changed.",
                "{code} {name} はすでにその内容です。変更はありません。"
            )));
        }
        let mut reply =
            ctx.reply().text(say!(lang, "Changed **{name}**.", "**{name}** を変更しました。")).fields(shown);
        let people = known.employed.len();
        if people > 0 {
            reply = reply.text(say!(
                lang,
                "{people} with an address there are noted to work there now.",
                "このドメインのメールを使う{people}人の所属を登録しました。"
            ));
        }
        let this = Call::new(SPEC.name, [("organization", code.to_string())]);
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(back::without(call).arguments),
            object: Some(code.to_string()),
            reversal: Some(json!(back::with(this, &known))),
            before: Some(Value::Object(before)),
            after: Some(Value::Object(after)),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// Of each field: what it should say now, and what it said before the change that is taken back.
type Ours = BTreeMap<Field, (Option<String>, Option<String>)>;

/// What a reversal finds and puts back.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Known {
    ours: Ours,
    /// Of each field of the tenant's own.
    own: Vec<own::Back>,
    /// Employments that a new domain brought about.
    employed: Vec<uuid::Uuid>,
}

/// What a reversal puts back, unless somebody changed it since.
fn former(
    lang: Lang,
    organization: &Organization,
    present: &BTreeMap<Field, Option<String>>,
    known: Ours,
) -> Outcome<BTreeMap<Field, Option<String>>> {
    let put_back = |(field, (expected, former))| {
        let now = present.get(&field).cloned().flatten();
        if now == expected {
            return Ok((field, former));
        }
        let (what, code) = (title(field).of(lang), organization.code());
        let now = readable(lang, field, now);
        Err(Stop::Refused(say!(
            lang,
            "{what} of {code} was changed again since and now says “{now}”; it stays. Say what it should be instead.",
            "{code} の{what}はその後さらに変更され、現在「{now}」のため、そのままにしました。必要であれば内容を指定して変更してください。"
        )))
    };
    known.into_iter().map(put_back).collect()
}

/// The fields to set, each once: ours, and the tenant's own.
type Asked = (BTreeMap<Field, Option<String>>, Vec<(Definition, String)>);

async fn asked(
    ctx: &mut Context<'_>,
    call: &Call,
    present: &BTreeMap<Field, Option<String>>,
) -> Outcome<Asked> {
    let lang = ctx.lang;
    let said = |name: &str| call.arguments.get(name).cloned();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for name in ["alias", "domain"] {
        let Some(more) = said(name) else { continue };
        let added: Vec<String> = organizations::several(&more).iter().map(|one| format!("+{one}")).collect();
        if added.is_empty() {
            return Err(Stop::Missing(name));
        }
        pairs.push((name.to_owned(), added.join(", ")));
    }
    match (said("field"), said("value")) {
        (Some(field), Some(value)) if said("fields").is_none() => pairs.push((field, value)),
        _ if !pairs.is_empty() && said("fields").is_none() => {}
        _ => pairs.extend(fields(ctx.required(call, "fields")?).unwrap_or_default()),
    }
    let (mut asked, mut own): Asked = Default::default();
    for (name, value) in pairs {
        let known = FIELDS.iter().find(|(word, said)| *word == name || said.contains(&name.as_str()));
        let field = match known.map(|(word, _)| *word) {
            Some("name") => Field::Name,
            Some("alias") => Field::OtherName,
            Some("domain") => Field::Domain,
            Some("kind") => Field::Kind,
            _ => match own::named(ctx, Object::Organization, &name).await? {
                Some(field) => {
                    own.push((field, value));
                    continue;
                }
                None => {
                    let more = own::names(ctx, Object::Organization).await?;
                    let more: String =
                        more.iter().map(|own| format!("{}{own}", lang.pick(", ", "・"))).collect();
                    return Err(Stop::Refused(say!(
                        lang,
                        "An organization has no field “{name}”. There are name, domain, kind, alias{more}.",
                        "組織に「{name}」という項目はありません。変更できるのは、名前・ドメイン・種別・別名{more}です。"
                    )));
                }
            },
        };
        let value = match field {
            Field::OtherName | Field::Domain => several(present.get(&field).cloned().flatten(), &value),
            Field::Name | Field::Kind => Some(value).filter(|value| !value.trim().is_empty()),
        };
        asked.insert(field, checked(lang, field, value)?);
    }
    if asked.is_empty() && own.is_empty() {
        return Err(Stop::Missing("fields"));
    }
    Ok((asked, own))
}

/// `+x` adds to what is there, `-x` takes off, anything else is all there is.
fn several(present: Option<String>, said: &str) -> Option<String> {
    let parts = organizations::several(said);
    let all = if !parts.is_empty() && parts.iter().all(|part| part.starts_with(['+', '-', '＋', '－'])) {
        let mut all = present.map(|present| organizations::several(&present)).unwrap_or_default();
        for part in parts {
            let takes_off = part.starts_with(['-', '－']);
            let one = part.trim_start_matches(['+', '-', '＋', '－']).trim().to_owned();
            all.retain(|known| crm::fold(known) != crm::fold(&one));
            if !takes_off {
                all.push(one);
            }
        }
        all
    } else {
        parts
    };
    (!all.is_empty()).then(|| all.join(", "))
}

/// No other organization has one of these domains.
async fn is_free(ctx: &mut Context<'_>, organization: &Organization, domains: &str) -> Outcome<()> {
    for domain in organizations::several(domains) {
        let others = organizations::namesakes(&mut ctx.tx, "", Some(&domain)).await?;
        if let Some(other) = others.iter().find(|other| other.id != organization.id) {
            let other = format!("{} {}", other.code(), other.name);
            return Err(Stop::Refused(say!(
                ctx.lang,
                "{domain} is the domain of {other} already. Take it off there first; nothing was changed.",
                "{domain} はすでに {other} のドメインとして登録されています。先にそちらから外してください（何も変更していません）。"
            )));
        }
    }
    Ok(())
}

fn checked(lang: Lang, field: Field, value: Option<String>) -> Outcome<Option<String>> {
    match (field, value) {
        (Field::Name, None) => {
            Err(Stop::Refused(say!(lang, "An organization needs a name.", "組織には名前が必要です。")))
        }
        (Field::Name, Some(name)) => sound_name(lang, &name).map(Some),
        (Field::OtherName, Some(names)) => {
            let all = organizations::several(&names);
            let sound = all.iter().map(|name| sound_name(lang, name)).collect::<Outcome<Vec<_>>>()?;
            Ok(Some(sound.join(", ")))
        }
        (Field::Domain, Some(words)) => {
            let all = organizations::several(&words);
            let mut sound: Vec<String> = Vec::new();
            for one in all {
                let one = domain(lang, &one)?;
                if !sound.contains(&one) {
                    sound.push(one);
                }
            }
            Ok(Some(sound.join(", ")))
        }
        (Field::Kind, Some(words)) => match crate::commands::organizations::add::KINDS {
            SlotKind::Choice(kinds) => {
                let folded = nlp::text::fold(&words);
                let known =
                    kinds.iter().find(|(word, said)| *word == folded || said.contains(&folded.as_str()));
                known.map(|(word, _)| Some((*word).to_owned())).ok_or_else(|| unknown_kind(lang, &words))
            }
            _ => Err(unknown_kind(lang, &words)),
        },
        (Field::Kind, None) => Err(unknown_kind(lang, "")),
        (Field::OtherName | Field::Domain, None) => Ok(None),
    }
}

fn unknown_kind(lang: Lang, words: &str) -> Stop {
    Stop::Refused(say!(
        lang,
        "“{words}” is no kind of organization. It is a company or a community.",
        "「{words}」という種別はありません。会社（company）かコミュニティ（community）を指定してください。"
    ))
}

fn readable(lang: Lang, field: Field, value: Option<String>) -> String {
    match (field, value) {
        (Field::Kind, Some(word)) => kind(&word, lang).to_owned(),
        (_, Some(value)) => value,
        (_, None) => "–".to_owned(),
    }
}

fn key(field: Field) -> &'static str {
    match field {
        Field::Name => "name",
        Field::OtherName => "alias",
        Field::Domain => "domain",
        Field::Kind => "kind",
    }
}

fn title(field: Field) -> Words {
    match field {
        Field::Name => words("Name", "名前"),
        Field::OtherName => words("Also called", "別名"),
        Field::Domain => words("Domain", "ドメイン"),
        Field::Kind => words("Kind", "種別"),
    }
}
