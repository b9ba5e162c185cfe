//! `org show`: everything about an organization on one card.

use adapters::{Item, markdown::escape};
use async_trait::async_trait;
use crm::{
    access::Right,
    notes::Object,
    organizations::{self, Member, Organization},
    tasks::About,
};
use nlp::{Lang, understand::SlotKind};

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, deals::block::deals_line,
    notes::list::notes_block, tasks::block::tasks_block,
};
use crate::{
    say,
    words::{count, date, words},
};

/// The command.
pub(crate) struct OrgShow;

static SPEC: Spec = Spec {
    name: "org show",
    about: words("Everything about an organization on one card", "組織の情報をまとめて表示します"),
    arguments: &[Argument {
        name: "organization",
        kind: SlotKind::Organization,
        required: true,
        about: words("O-3, a name or a domain", "O-3、組織名、またはドメイン"),
    }],
    phrases: Phrases {
        en: &[
            "[<show> [about]|tell me about] [the] (organization|organisation|org|company|community) {organization}",
            "[<show> [about]|tell me about] {organization:sure}",
            "[<show>] [the] (profile|card|details|info) (of|for|on) [the] (organization|organisation|org|company) {organization}",
            "[<show>] [the] (profile|card|details|info) (of|for|on) {organization:sure}",
        ],
        ja: &[
            "(会社|組織|企業|団体|コミュニティ){organization}(<見せて>|の(情報|詳細|プロフィール)[<見せて>])",
            "(会社|組織|企業|団体|コミュニティ){organization:code}",
            "{organization:sure}[の(情報|詳細|会社情報|企業情報|組織情報|プロフィール)][<見せて>]",
            "{organization}の(会社情報|企業情報|組織情報)[<見せて>]",
            "{organization}(は|って)どんな(会社|組織|企業|団体|コミュニティ)",
            "{organization}という(会社|組織|企業|団体)[について]<見せて>",
        ],
    },
    examples: Phrases {
        en: &["org show O-3", "tell me about the company Aozora"],
        ja: &["青空システムズ社を見せて", "O-3の会社情報"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for OrgShow {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let organization = ctx.organization(call, "organization").await?;
        let card = organizations::card(&mut ctx.tx, organization.id).await?;
        let code = organization.code();
        let reply = ctx.reply().heading(format!("{code} {}", organization.name)).fields([
            (say!(lang, "Also called", "別名"), organization.other_name.clone().unwrap_or_default()),
            (say!(lang, "Kind", "種別"), kind(&organization.kind, lang).to_owned()),
            (say!(lang, "Domain", "ドメイン"), organization.domain.clone().unwrap_or_default()),
            (say!(lang, "People now", "現在の知り合い"), count(card.now)),
            (
                say!(lang, "People before", "過去の知り合い"),
                if card.before == 0 { String::new() } else { count(card.before) },
            ),
            (say!(lang, "Their activities", "活動数"), count(card.activities)),
            (
                say!(lang, "Last seen", "最終活動"),
                card.last.map_or(String::new(), |at| date(lang, at.with_timezone(&zone).date_naive())),
            ),
        ]);
        let reply = deals_line(ctx, reply, Some(organization.id), None).await?;
        let reply = if card.people.is_empty() {
            reply.text(say!(lang, "We know nobody there now.", "現在の知り合いはいません。"))
        } else {
            ctx.showed(card.people.iter().map(|member| vec![member.person.code()]).collect());
            reply.numbered(card.people.iter().map(item).collect())
        };
        let reply = tasks_block(ctx, reply, About::Organization(organization.id)).await?;
        let reply = notes_block(ctx, reply, Object::Organization(organization.id), code).await?;
        Ok(if card.now > card.people.len() as i64 {
            let shown = card.people.len();
            reply
                .text(say!(
                    lang,
                    "The {shown} seen last. Say “people at {code}” for everybody.",
                    "最近活動した{shown}人です。「{code}の知り合いは？」で全員をご覧いただけます。"
                ))
                .into()
        } else {
            reply.into()
        })
    }
}

fn item(member: &Member) -> Item {
    let person = &member.person;
    let item = Item::new(format!("{} {}", person.code(), person.name));
    match member.role.as_deref().filter(|role| !role.is_empty()) {
        Some(role) => item.detail(role),
        None => item,
    }
}

/// An organization in a sentence, safe in small Markdown.
pub(crate) fn label(organization: &Organization) -> String {
    format!("{} {}", organization.code(), escape(&organization.name))
}

/// A stored kind, named for people.
pub(crate) fn kind(stored: &str, lang: Lang) -> &str {
    match stored {
        "company" => lang.pick("company", "企業"),
        "community" => lang.pick("community", "コミュニティ"),
        _ => stored,
    }
}
