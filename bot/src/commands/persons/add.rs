//! `person add`: somebody new, with where they work and how they are reached.

use async_trait::async_trait;
use crm::{
    Code,
    access::Right,
    audit::Change,
    identifiers::{self, IdentifierKind},
    organizations::{self, NewEmployment, Organization},
    persons::{self, Field, Found, NewPerson, Person},
};
use nlp::understand::{SlotKind, deictic};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop,
    fields::own,
    persons::fields::{self as person_fields, RELATIONSHIPS, is_address},
    persons::label,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct PersonAdd;

static SPEC: Spec = Spec {
    name: "person add",
    about: words("Add a new person", "人を新しく登録します"),
    arguments: &[
        Argument { name: "name", kind: SlotKind::Name, required: true, about: words("their name", "名前") },
        Argument {
            name: "email",
            kind: SlotKind::Account,
            required: false,
            about: words("e-mail address", "メールアドレス"),
        },
        Argument {
            name: "organization",
            kind: SlotKind::Organization,
            required: false,
            about: words("where they work: O-3 or a name", "所属。O-3 または名前"),
        },
        Argument {
            name: "kana",
            kind: SlotKind::Name,
            required: false,
            about: words("how a Japanese name is read", "名前のよみ"),
        },
        Argument {
            name: "relationship",
            kind: SlotKind::Choice(RELATIONSHIPS),
            required: false,
            about: words("developer, customer, lead or partner", "開発者・顧客・見込み客・パートナー"),
        },
        Argument {
            name: "title",
            kind: SlotKind::Name,
            required: false,
            about: words("what they do there: CTO", "役職。CTO など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(add|create|register) [a] [new] (person|contact)[:] [named|called] {name}[,] [[with] [e-mail|email] {email}]",
            "(add|create|register) [a] [new] (person|contact)[:] [named|called] {name}[,] [{email},] (at|from|of) {organization}[,] [[with] [e-mail|email] {email}]",
            "(add|create|register) {name}, {email}, {organization}",
            "(add|create|register) {name} (at|from|of) {organization} as a (person|contact|{relationship})",
            "(add|create|register) {name} as a [new] (person|contact|{relationship})",
            "new (person|contact): {name}",
            "(add|create|register) [a] [new] {relationship}: {name}",
        ],
        ja: &[
            "[新しい](人|人物|連絡先|コンタクト)[を](追加|登録|作成)[<して>]:{name}[[,]{email}]",
            "{name}(という人|という方|って人)を(登録|追加)[<して>]",
            "{name}を[新しい](人|人物|連絡先|コンタクト|{relationship})(として|に)(登録|追加)[<して>]",
            "{name}を{organization}で(登録|追加)[<して>|お願い|お願いします][,][メール[アドレス](は|が|:)[{email}]]",
            "{name}を{organization}の(人|社員|メンバー|{relationship})(として|で)(登録|追加)[<して>]",
            "{name}([さん|様]を登録|を新規登録)[<して>]:[{email}]",
            "新規(人物|連絡先|コンタクト)[登録]:{name}",
        ],
    },
    examples: Phrases {
        en: &[
            "add person Taro Tanaka at Aozora",
            "add person Taro Tanaka, taro@example.com",
            "add person Ken Sato, CTO at Aozora",
        ],
        ja: &["田中太郎を青空システムズで登録", "田中太郎という人を登録して"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for PersonAdd {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let call = &apart(ctx, call)?;
        let new = read(ctx, call)?;
        let organization = match call.arguments.contains_key("organization") {
            true => Some(organization(ctx, call).await?),
            false => None,
        };
        let alike = persons::alike(&mut ctx.tx, &new.name, new.email.as_deref(), None).await?;
        let Some(id) = persons::add(&mut ctx.tx, std::slice::from_ref(&new)).await?.pop() else {
            return Err(anyhow::anyhow!("one was added, none came back").into());
        };
        if let Some(email) = &new.email {
            identifiers::claim(&mut ctx.tx, id, IdentifierKind::Email, email).await?;
        }
        if let Some(organization) = &organization {
            let work = NewEmployment {
                person: id,
                organization: organization.id,
                title: None,
                started_on: None,
                ended_on: None,
            };
            organizations::employ(&mut ctx.tx, &[work]).await?;
        } else if let Some(email) = &new.email {
            let today = ctx.now.today();
            organizations::employ_by_email(&mut ctx.tx, id, email, today).await?;
        }
        let Some(person) = persons::by_ids(&mut ctx.tx, &[id]).await?.pop() else {
            return Err(anyhow::anyhow!("who was just added is gone").into());
        };
        let code = person.code();
        ctx.looked_at(code);
        let who = label(&person);
        let said = organization.as_ref().map(|it| format!("{} {}", it.code(), it.name));
        let works_at = said.or_else(|| person.organization.clone());
        let mut reply =
            ctx.reply().text(say!(lang, "Added **{who}**.", "**{who}** を登録しました。")).fields([
                (say!(lang, "Title", "役職"), new.title.clone().unwrap_or_default()),
                (say!(lang, "Works at", "所属"), works_at.clone().unwrap_or_default()),
                (say!(lang, "Reading", "よみ"), new.kana.clone().unwrap_or_default()),
                (say!(lang, "E-mail", "メール"), new.email.clone().unwrap_or_default()),
            ]);
        reply = reply.fields([own::to_fill(ctx, id.into(), code).await?]);
        if let Some(first) = alike.first() {
            reply = reply.text(known(ctx, code, &alike, first));
        }
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            before: None,
            after: Some(json!({
                "person": code.to_string(), "name": new.name, "kana": new.kana, "email": new.email,
                "relationship": new.relationship, "organization": works_at, "title": new.title,
            })),
            reversal: Some(json!(Call::new("person delete", [("person", code.to_string())]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// "Taro Tanaka, taro@example.com, Acme", told apart.
fn apart(ctx: &Context<'_>, call: &Call) -> Outcome<Call> {
    let mut told = call.clone();
    // a label behind the name; without one, "Daily Mail" is what it is
    let is_labelled = labelled(ctx.required(call, "name")?).is_some_and(|(rest, behind)| {
        !rest.is_empty() && (!behind.is_empty() || call.arguments.contains_key("email"))
    });
    let slots: &[&str] = if is_labelled { &["name", "title", "organization"] } else { &[] };
    for slot in slots.iter().copied() {
        let said = told.arguments.get(slot).and_then(|said| labelled(said));
        let Some((rest, labelled)) = said.filter(|(rest, _)| slot != "name" || !rest.is_empty()) else {
            continue;
        };
        match rest.is_empty() {
            true => told.arguments.remove(slot),
            false => told.arguments.insert(slot.to_owned(), rest),
        };
        for (slot, value) in labelled {
            told.arguments.entry(slot.to_owned()).or_insert(value);
        }
    }
    let call = &told.clone();
    let name = ctx.required(call, "name")?;
    let mut parts = name.split([',', '、']).map(str::trim).filter(|part| !part.is_empty());
    if let Some(first) = parts.next() {
        // "Hana Yamamoto hana@contoso.example Contoso Ltd"
        let address = first.split_whitespace().find(|word| is_address(word));
        let around = address.and_then(|address| Some((first.split_once(address)?, address)));
        let (name, rest) = match around {
            Some(((name, behind), address)) if !name.trim().is_empty() => {
                (name.trim(), [address, behind.trim()])
            }
            _ => (first, [""; 2]),
        };
        told.arguments.insert("name".to_owned(), name.to_owned());
        let parts = rest.into_iter().filter(|part| !part.is_empty()).chain(parts);
        for part in parts {
            // "CTO at Aozora"
            let (part, behind) = part.split_once(" at ").map_or((part, None), |(it, at)| (it, Some(at)));
            for (it, is_place) in [(Some(part), false), (behind, true)] {
                let Some(it) = it else { continue };
                // 「青空システムズ 部長」
                let (it, title) = match it.trim().rsplit_once([' ', '\u{3000}']) {
                    Some((place, title)) if TITLES_JA.iter().any(|known| title.ends_with(known)) => {
                        (place, title)
                    }
                    _ => (it, ""),
                };
                if !title.is_empty() {
                    told.arguments.insert("title".to_owned(), title.to_owned());
                }
                // "Acme, Inc."
                if let Some(place) =
                    told.arguments.get_mut("organization").filter(|_| organizations::is_legal_form(it))
                {
                    *place = format!("{place} {it}");
                    continue;
                }
                let slot = match () {
                    () if is_address(it) => "email",
                    () if !is_place && (behind.is_some() || is_title(it)) => "title",
                    () => "organization",
                };
                if told.arguments.insert(slot.to_owned(), it.trim().to_owned()).is_some() {
                    return Err(Stop::Refused(say!(
                        ctx.lang,
                        "I take “name, title, e-mail, organization” here; there is more in “{name}” than that.",
                        "「名前、役職、メール、所属」の形で指定してください（「{name}」を読み分けられませんでした）。"
                    )));
                }
            }
        }
    }
    Ok(told)
}

/// "Hana Mori email hana@x.example company Nordvale title Manager": what stands behind the name, each with what it is
/// called. `None`: nothing is called so.
fn labelled(said: &str) -> Option<(String, Vec<(&'static str, String)>)> {
    let words: Vec<&str> =
        said.split([' ', '\u{3000}', ',', '、', ':', '：']).filter(|it| !it.is_empty()).collect();
    let label = |word: &str| {
        let word = word.to_lowercase();
        LABELS.iter().find(|(_, names)| names.contains(&word.as_str())).map(|(slot, _)| *slot)
    };
    let first = words.iter().position(|word| label(word).is_some())?;
    let mut told: Vec<(&'static str, Vec<&str>)> = Vec::new();
    for word in &words[first..] {
        match (label(word), told.last_mut()) {
            (Some(slot), _) => told.push((slot, Vec::new())),
            (None, Some((_, value))) => value.push(word),
            (None, None) => return None,
        }
    }
    let told = told.into_iter().map(|(slot, value)| (slot, value.join(" ")));
    Some((words[..first].join(" "), told.filter(|(_, value)| !value.is_empty()).collect()))
}

const LABELS: [(&str, &[&str]); 4] = [
    ("email", &["email", "e-mail", "mail", "メール", "メールアドレス"]),
    (
        "organization",
        &["company", "organization", "organisation", "employer", "会社", "会社名", "所属", "勤務先"],
    ),
    ("title", &["title", "role", "position", "役職", "肩書", "職種"]),
    ("kana", &["kana", "reading", "カナ", "かな", "フリガナ", "ふりがな", "読み"]),
];

/// Is it what somebody does, and no place?
fn is_title(part: &str) -> bool {
    let lower = part.to_lowercase();
    let last = lower.rsplit(' ').next().unwrap_or_default();
    TITLES.contains(&last) || TITLES_JA.iter().any(|title| part.ends_with(title))
}

/// What English titles end in.
const TITLES: [&str; 25] = [
    "ceo",
    "cto",
    "cfo",
    "coo",
    "cio",
    "cmo",
    "cpo",
    "vp",
    "svp",
    "evp",
    "president",
    "founder",
    "co-founder",
    "director",
    "manager",
    "lead",
    "head",
    "engineer",
    "developer",
    "designer",
    "architect",
    "advocate",
    "officer",
    "analyst",
    "scientist",
];

const TITLES_JA: [&str; 21] = [
    "部長",
    "課長",
    "社長",
    "係長",
    "室長",
    "所長",
    "会長",
    "店長",
    "次長",
    "本部長",
    "主任",
    "役員",
    "取締役",
    "エンジニア",
    "デザイナー",
    "マネージャー",
    "担当",
    "リーダー",
    "代表",
    "研究員",
    "開発者",
];

fn read(ctx: &Context<'_>, call: &Call) -> Outcome<NewPerson> {
    let lang = ctx.lang;
    let name =
        person_fields::read(lang, Field::Name, plain(ctx.required(call, "name")?))?.unwrap_or_default();
    let is_no_name = Code::parse(&name).is_some() || deictic(&name).is_some() || is_address(&name);
    if is_no_name || !name.chars().any(char::is_alphabetic) {
        return Err(Stop::Refused(say!(
            lang,
            "“{name}” is no name. Say it like “add person Taro Tanaka, taro@example.com”.",
            "「{name}」は名前として登録できません。「田中太郎を青空システムズで登録」のように指定してください。"
        )));
    }
    let argument = |name: &str| call.arguments.get(name).map(String::as_str).unwrap_or_default();
    let email = argument("email").trim();
    let email = email.strip_prefix("email:").or_else(|| email.strip_prefix("mailto:")).unwrap_or(email);
    Ok(NewPerson {
        name,
        kana: person_fields::read(lang, Field::Kana, argument("kana"))?,
        title: person_fields::read(lang, Field::Title, argument("title"))?,
        email: person_fields::read(lang, Field::Email, email)?.map(|email| email.to_lowercase()),
        relationship: match argument("relationship") {
            "" => "developer".to_owned(),
            word => person_fields::read(lang, Field::Relationship, word)?.unwrap_or_default(),
        },
        ..NewPerson::default()
    })
}

/// 田中太郎さん → 田中太郎: nobody is called さん.
fn plain(name: &str) -> &str {
    let name = name.trim();
    ["さん", "様", "さま", "氏"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .map(str::trim_end)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(name)
}

/// The organization an argument means. A new one is never made silently.
pub(crate) async fn organization(ctx: &mut Context<'_>, call: &Call) -> Outcome<Organization> {
    let lang = ctx.lang;
    let name = "organization";
    let words = ctx.required(call, name)?.to_owned();
    let pointed = ctx.pointed_at(&words, crm::CodeKind::Organization).await?;
    let meant = pointed.map_or_else(|| words.clone(), |code| code.to_string());
    let found = organizations::refer(&mut ctx.tx, &meant).await?;
    if matches!(&found, Found::None(near) if near.is_empty()) && Code::parse(&meant).is_none() {
        let mut without = call.clone();
        without.arguments.remove(name);
        let mut options = vec![(
            say!(lang, "Add the organization {words}", "組織「{words}」を登録"),
            Call::new("org add", [("name", words.clone())]),
        )];
        if call.command == SPEC.name {
            options.push((say!(lang, "Go on without an organization", "所属なしで登録"), without));
        }
        return Err(Stop::Choose {
            question: say!(
                lang,
                "I know no organization “{words}”; nothing was changed. If it is new, add it first and then say this again.",
                "「{words}」という組織は登録されていません（まだ何も変更していません）。新しい組織であれば先に登録し、もう一度入力してください。"
            ),
            options,
        });
    }
    let label = |it: &Organization| (format!("{} {}", it.code(), it.name), it.code().to_string());
    let what = say!(lang, "organization", "組織");
    let hint = say!(lang, "a short code such as O-3", "O-3 のような短いコード");
    ctx.one(call, name, &words, (&what, &hint), found, label)
}

/// That somebody like that is known already.
fn known(ctx: &Context<'_>, code: Code, alike: &[Person], first: &Person) -> String {
    let lang = ctx.lang;
    let who: Vec<String> = alike.iter().map(label).collect();
    let (who, other) = (who.join(lang.pick(", ", "、")), first.code());
    say!(
        lang,
        "Known already, with the same name or e-mail: {who}. If they are one person, say “merge {other} and {code}”.",
        "同じ名前またはメールの人がすでに登録されています：{who}。同一人物であれば「{other}と{code}を統合して」と入力してください。"
    )
}
