//! `org add`: a new organization.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    organizations::{self, Field, NewOrganization, Organization, is_free_mail},
};
use nlp::{Lang, understand::SlotKind};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, fields::own,
    organizations::show::label,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct OrgAdd;

/// What an organization can be.
pub(crate) const KINDS: SlotKind = SlotKind::Choice(&[
    ("company", &["company", "organization", "organisation", "org", "firm", "会社", "企業", "組織", "法人"]),
    ("community", &["community", "group", "meetup", "コミュニティ", "団体", "勉強会"]),
]);

static SPEC: Spec = Spec {
    name: "org add",
    about: words("Add a company or a community", "会社やコミュニティを登録します"),
    arguments: &[
        Argument {
            name: "name",
            kind: SlotKind::Name,
            required: true,
            about: words("its name", "組織の名前"),
        },
        Argument {
            name: "domain",
            kind: SlotKind::Words,
            required: false,
            about: words("its domain, such as acme.example", "ドメイン（acme.example など）"),
        },
        Argument {
            name: "alias",
            kind: SlotKind::Words,
            required: false,
            about: words("other names of it: 青空, AZ", "別名・英語名（青空、AZ など）"),
        },
        Argument {
            name: "kind",
            kind: KINDS,
            required: false,
            about: words("company or community", "会社、またはコミュニティ"),
        },
        Argument {
            name: "again",
            kind: SlotKind::Choice(&[("another", &["again", "anyway", "もう一つ", "別の組織"])]),
            required: false,
            about: words("another, though there is one like it", "another：似た組織があっても登録"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(add|create|register) [a|an|the] [new] {kind} [called|named|:] {name}",
            "(add|create|register) [a|an|the] [new] {kind} [called|named|:] {name} (with|and|at) [the] (domain|website) {domain}",
            "(add|create|register) [a|an|the] [new] {kind} [called|named|:] {name} (aka|also known as|also called|alias) {alias}",
            "new {kind}[:] [called|named] {name}",
        ],
        ja: &[
            "{kind}を(追加|登録|作成)[<して>|:] {name}",
            "[新しい|新規の]{kind}{name}を(追加|登録|作成)[<して>]",
            "{name}を{kind}(として|に)(追加|登録)[<して>]",
            "{name}を{kind}(として|に)(追加|登録)[<して>][,] ドメインは{domain}",
            "{name}を{kind}(として|に)(追加|登録)[<して>][,] (別名|英語名)は{alias}",
            "{name}という{kind}を(追加|登録|作成)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["add company Hinoki Robotics", "create organization Hinoki with domain hinoki.example"],
        ja: &["会社「ひのきロボティクス」を登録して", "ひのきを会社として登録、ドメインは hinoki.example"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for OrgAdd {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (name, said) = with_domain(ctx.required(call, "name")?);
        let said = call.arguments.get("domain").cloned().or(said);
        let domain = said.map(|words| domain(lang, &words)).transpose()?;
        let name = sound_name(lang, &name)?;
        let kind = call.arguments.get("kind").map_or("company", String::as_str).to_owned();
        let namesakes = organizations::namesakes(&mut ctx.tx, &name, domain.as_deref()).await?;
        if !namesakes.is_empty() && !call.arguments.contains_key("again") {
            return Err(known(lang, call, &name, &namesakes));
        }
        let new = NewOrganization { name, other_name: None, domain, kind };
        let id = organizations::add(&mut ctx.tx, std::slice::from_ref(&new)).await?;
        let added = match id.first() {
            Some(id) => {
                if let Some(names) = call.arguments.get("alias") {
                    organizations::set(&mut ctx.tx, *id, Field::OtherName, Some(names)).await?;
                }
                organizations::by_id(&mut ctx.tx, *id).await?
            }
            None => None,
        };
        let added = added.ok_or_else(|| anyhow::anyhow!("an organization was added and is not there"))?;
        let (code, shown) = (added.code(), label(&added));
        ctx.looked_at(code);
        let mut reply = ctx.reply().text(say!(lang, "Added **{shown}**.", "**{shown}** を登録しました。"));
        let aliases: Vec<&str> = added.other_names().collect();
        reply = reply.fields([
            (say!(lang, "Domain", "ドメイン"), added.domain.clone().unwrap_or_default()),
            (say!(lang, "Also called", "別名"), aliases.join(lang.pick(", ", "、"))),
        ]);
        reply = reply.fields([own::to_fill(ctx, added.id.into(), code).await?]);
        if !namesakes.is_empty() {
            let others = namesakes.iter().map(label).collect::<Vec<_>>().join(lang.pick(", ", "、"));
            reply = reply.text(say!(
                lang,
                "There was one like it already: {others}. Take this one back if they are the same.",
                "同じ名前またはドメインの組織がすでにあります：{others}。同一であれば、この登録を取り消してください。"
            ));
        }
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            after: Some(json!({ "name": added.name, "domain": added.domain, "kind": added.kind })),
            reversal: Some(json!(Call::new("org delete", [("organization", code.to_string())]))),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// One like it is there: it is asked which is meant.
fn known(lang: Lang, call: &Call, name: &str, namesakes: &[Organization]) -> Stop {
    let mut another = call.clone();
    another.arguments.insert("again".to_owned(), "another".to_owned());
    let shown = namesakes.iter().map(|it| {
        let code = it.code().to_string();
        (label(it), Call::new("org show", [("organization", code)]))
    });
    let add = say!(lang, "Add another one called {name}", "別の組織「{name}」として登録");
    Stop::Choose {
        question: say!(
            lang,
            "There is one like “{name}” already, with the same name or domain. Nothing was added yet.",
            "同じ名前またはドメインの組織がすでにあります（「{name}」はまだ登録していません）。"
        ),
        options: shown.chain([(add, another)]).collect(),
    }
}

/// "Hinoki (hinoki.example)" is a name and a domain.
fn with_domain(words: &str) -> (String, Option<String>) {
    let parted = words.trim().strip_suffix([')', '）']).and_then(|rest| rest.rsplit_once(['(', '（']));
    match parted
        .filter(|(name, domain)| !name.trim().is_empty() && domain.contains('.') && !domain.contains(' '))
    {
        Some((name, domain)) => (name.trim().to_owned(), Some(domain.to_owned())),
        None => (words.trim().to_owned(), None),
    }
}

/// A name that can stand in a list.
pub(crate) fn sound_name(lang: Lang, words: &str) -> Outcome<String> {
    let name = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().any(char::is_alphanumeric) && name.chars().count() <= 200 {
        return Ok(name);
    }
    Err(Stop::Refused(say!(
        lang,
        "“{name}” is no name for an organization: it needs a letter, and at most 200 characters.",
        "「{name}」は組織名として使えません。文字を含む200文字以内の名前にしてください。"
    )))
}

/// `https://www.acme.example/about` and `@acme.example` are the domain acme.example. One where anybody may
/// have an address is no organization's.
pub(crate) fn domain(lang: Lang, words: &str) -> Outcome<String> {
    let lower = words.trim().to_lowercase();
    let host = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host).trim_end_matches('.');
    let label = |label: &str| {
        !label.is_empty()
            && label.chars().count() <= 63
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if !host.contains('.') || host.chars().count() > 253 || !host.split('.').all(label) {
        return Err(Stop::Refused(say!(
            lang,
            "“{words}” is no domain. Write it like acme.example.",
            "「{words}」はドメインではありません。acme.example のように書いてください。"
        )));
    }
    if is_free_mail(host) {
        return Err(Stop::Refused(say!(
            lang,
            "Anybody can have an address at {host}, so it cannot be one organization's domain. Leave it out, or use their own.",
            "{host} は誰でも使えるメールのドメインのため、組織のドメインにはできません。省略するか、その組織独自のドメインを指定してください。"
        )));
    }
    Ok(host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_read_and_free_mail_is_none() {
        for (words, want) in [
            ("acme.example", "acme.example"),
            (" HTTPS://www.Acme.example/about?x ", "acme.example"),
            ("@acme.co.jp", "acme.co.jp"),
            ("info@acme.example", "acme.example"),
            ("日本語.jp", "日本語.jp"),
        ] {
            assert_eq!(domain(Lang::En, words).unwrap(), want, "{words}");
        }
        for words in ["acme", "a b.example", "gmail.com", "me@yahoo.co.jp", ".", "a..b", "", "-a.example"] {
            assert!(domain(Lang::Ja, words).is_err(), "{words}");
        }
    }

    #[test]
    fn a_domain_may_stand_behind_the_name() {
        assert_eq!(
            with_domain("Hinoki (hinoki.example)"),
            ("Hinoki".to_owned(), Some("hinoki.example".to_owned()))
        );
        assert_eq!(with_domain("Hinoki (Japan)"), ("Hinoki (Japan)".to_owned(), None));
        assert_eq!(with_domain("(hinoki.example)"), ("(hinoki.example)".to_owned(), None));
    }
}
