//! `resource add`: something a campaign published: a post, a video, an event, a repository, a page.

use adapters::markdown::escape;
use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    campaigns::{self, NewResource},
};
use nlp::understand::{Choices, SlotKind};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop,
    campaigns::fields::line,
    campaigns::meant::label,
    resources::address::{self as resource_address, Address},
};
use crate::{
    say,
    words::{actions, words},
};

/// The command.
pub(crate) struct ResourceAdd;

/// What can be published, with what people say for it.
pub(crate) const KINDS: Choices = &[
    (
        "url",
        &[
            "link",
            "page",
            "site",
            "website",
            "web page",
            "slides",
            "slide",
            "リンク",
            "ページ",
            "サイト",
            "スライド",
            "資料",
        ],
    ),
    ("event", &["meetup", "conference", "webinar", "イベント", "勉強会", "ウェビナー", "カンファレンス"]),
    (
        "post",
        &[
            "blog",
            "blog post",
            "article",
            "story",
            "blog article",
            "ブログ",
            "記事",
            "ブログ記事",
            "投稿",
            "コラム",
        ],
    ),
    ("repository", &["repo", "code", "sample", "リポジトリ", "レポジトリ", "サンプルコード"]),
    ("video", &["movie", "clip", "recording", "動画", "ビデオ", "録画", "映像"]),
];

static SPEC: Spec = Spec {
    name: "resource add",
    about: words(
        "Add a page, post, video or event to a campaign",
        "施策に記事・動画・イベントなどを追加します",
    ),
    arguments: &[
        Argument {
            name: "campaign",
            kind: SlotKind::Campaign,
            required: true,
            about: words("C-7 or a name", "C-7、または施策名"),
        },
        Argument {
            name: "url",
            kind: SlotKind::Url,
            required: false,
            about: words("its address: https://…", "URL（https://…）"),
        },
        Argument {
            name: "kind",
            kind: SlotKind::Choice(KINDS),
            required: false,
            about: words("url, event, post, repository or video", "ページ・イベント・記事・リポジトリ・動画"),
        },
        Argument {
            name: "title",
            kind: SlotKind::Words,
            required: false,
            about: words("what it is called", "タイトル"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(add|attach) [(this|the|a|our)] [{kind}] {url} to [the] [campaign] {campaign}",
            "(add|attach) [(this|the|a|our)] {kind} to [the] [campaign] {campaign}[:] [{url}]",
            "(add|attach) [(this|the|a|our)] {kind} {title:sure} to [the] [campaign] {campaign}",
            "(add|attach) [(this|the)] resource [{title}] to [the] [campaign] {campaign}[:] [{url}]",
            "{url} (belongs to|goes to|is for|is part of) [campaign] {campaign}",
        ],
        ja: &[
            "[この|次の|以下の]{kind}[を]{campaign}に(追加|登録|紐づけ|紐付け|足して)[<して>][:|,| ][{url}]",
            "[この|次の]{kind}{title:sure}を{campaign}に(追加|登録|足して)[<して>]",
            "[この|次の][{kind}]{url}を{campaign}に(追加|登録|紐づけ|紐付け|足して)[<して>]",
            "[施策|キャンペーン]{campaign}に[この|次の|以下の]{kind}[を](追加|登録|足して)[<して>][:|,| ][{url}]",
            "[施策|キャンペーン]{campaign}に[この|次の][{kind}]{url}[を](追加|登録|紐づけ|紐付け|足して)[<して>]",
            "[施策|キャンペーン]{campaign}の(リソース|成果物|公開物)(として|に){url}を(追加|登録)[<して>]",
        ],
    },
    examples: Phrases {
        en: &[
            "add https://blog.example/wasm-tour to C-12",
            "add this blog to C-12: https://blog.example/wasm-tour",
        ],
        ja: &["このブログをC-12に追加 https://blog.example/haru", "https://blog.example/haru をC-12に追加"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for ResourceAdd {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let new = read(ctx, call)?;
        let campaign = ctx.campaign(call, "campaign").await?;
        let known = campaigns::resources(&mut ctx.tx, campaign.id).await?;
        let again = |r: &&campaigns::Resource| match &new.url {
            Some(url) => {
                r.url.as_ref().is_some_and(|known| known.trim_end_matches('/') == url.trim_end_matches('/'))
            }
            None => r.url.is_none() && r.title == new.title,
        };
        if let Some(known) = known.iter().find(again) {
            let (code, of) = (known.code(), campaign.code());
            return Err(Stop::Refused(say!(
                lang,
                "{of} has that already: {code}.",
                "{of} にはすでに登録されています：{code}"
            )));
        }
        let code = campaigns::add_resource(&mut ctx.tx, campaign.id, &new).await?;
        let (shown, title) = (label(&campaign, lang), escape(&new.title));
        let reply = ctx
            .reply()
            .text(say!(
                lang,
                "Added **{code} {title}** to {shown}.",
                "{shown} に **{code} {title}** を追加しました。"
            ))
            .fields([
                (say!(lang, "Kind", "種類"), actions::resource(&new.kind, lang).to_owned()),
                (say!(lang, "Address", "URL"), new.url.clone().unwrap_or_default()),
            ]);
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            before: None,
            after: Some(json!({
                "resource": code.to_string(), "campaign": campaign.code().to_string(), "kind": new.kind,
                "title": new.title, "url": new.url,
            })),
            reversal: Some(json!(Call::new("resource remove", [("resource", code.to_string())]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// What is to be added: the kind and the title are told from the address where they were not said.
fn read(ctx: &Context<'_>, call: &Call) -> Outcome<NewResource> {
    let lang = ctx.lang;
    let said =
        |name: &str| call.arguments.get(name).map(|words| line(words)).filter(|words| !words.is_empty());
    let (url, title) = match (said("url"), said("title")) {
        (Some(url), title) => match Address::read(&url) {
            Some(address) => (Some(address), title),
            None => {
                return Err(Stop::Refused(say!(
                    lang,
                    "“{url}” is no web address. It should look like https://blog.example/post.",
                    "「{url}」はURLとして読めません。https://blog.example/post のような形で指定してください。"
                )));
            }
        },
        // what has no address takes a word for what it is: "add event “Booth day” to C-12"
        (None, Some(title)) if !call.arguments.contains_key("kind") => {
            return Err(Stop::Refused(say!(
                lang,
                "“{title}” is no web address. Write it like https://blog.example/post; for what has none, say what it is: “add event \"{title}\" to C-12”.",
                "「{title}」はURLとして読めません。https://blog.example/post のような形で指定してください。URLがないものは「イベント「{title}」をC-12に追加」のように種類を添えてください。"
            )));
        }
        (None, Some(title)) => (None, Some(title)),
        (None, None) => return Err(Stop::Missing("url")),
    };
    let kind = call.arguments.get("kind").map(String::as_str).and_then(known_kind);
    let kind = kind.or_else(|| url.as_ref().map(resource_address::kind)).unwrap_or("url");
    let title = title.or_else(|| url.as_ref().map(resource_address::title)).unwrap_or_default();
    if title.chars().nth(LONGEST_TITLE).is_some() {
        return Err(Stop::Refused(say!(
            lang,
            "A title takes at most {LONGEST_TITLE} characters.",
            "タイトルは{LONGEST_TITLE}文字以内で指定してください。"
        )));
    }
    Ok(NewResource { kind: kind.to_owned(), title, url: url.map(|address| address.whole) })
}

/// In characters.
const LONGEST_TITLE: usize = 200;

fn known_kind(word: &str) -> Option<&'static str> {
    KINDS.iter().find(|(kind, said)| *kind == word || said.contains(&word)).map(|(kind, _)| *kind)
}
