//! `help`: what the bot can do, for the whole list or one command. Made from the list, never by hand.

use adapters::{Item, markdown::escape};
use async_trait::async_trait;
use crm::access::{self, Right};
use nlp::{Lang, text::fold, understand::SlotKind};

use super::{ALL, Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, groups::GROUPS};
use crate::{say, words::words};

/// The command.
pub(super) struct Help;

static SPEC: Spec = Spec {
    name: "help",
    about: words("What I can do, or how one command is written", "できることの一覧、またはコマンドの使い方"),
    arguments: &[Argument {
        name: "topic",
        kind: SlotKind::Topic,
        required: false,
        about: words("a command or a word in one", "コマンド名、またはその一部"),
    }],
    phrases: Phrases {
        en: &[
            "help [me] [with|on|about] [{topic}]",
            "what can (you|i) do [about {topic}]",
            "how do i use {topic}",
            "how does {topic} work",
            "(who|what) are you",
            "commands",
        ],
        ja: &[
            "ヘルプ",
            "ヘルプ( |:){topic}",
            "{topic}の(使い方|ヘルプ|やり方)[<見せて>]",
            "使い方[<見せて>]",
            "何が(できる|できます)[の]",
            "あなたは(誰|だれ|何)",
            "できること[<見せて>]",
            "{topic}の使い方(がわからない|が分からない|を知りたい|を教えて)[ので教えて]",
        ],
    },
    examples: Phrases {
        en: &["help", "help merge", "what can you do?"],
        ja: &["ヘルプ", "統合の使い方", "何ができる？"],
    },
    right: Right::AskForHelp,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Help {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let allowed: Vec<&Spec> = ALL
            .iter()
            .map(|command| command.spec())
            .filter(|spec| access::may(ctx.tx.actor(), spec.right))
            .collect();
        let topic = call.arguments.get("topic").map(|topic| fold(topic)).unwrap_or_default();
        if let Some(spec) = allowed.iter().find(|spec| spec.name == topic) {
            let more: Vec<&Spec> = allowed.iter().copied().filter(|other| is_akin(other, spec)).collect();
            let reply = one(ctx, spec);
            return Ok(match more.as_slice() {
                [] => reply.into(),
                more => list(reply.text(say!(lang, "Beside it:", "関連する操作：")), more, lang).into(),
            });
        }
        // whoever asks about merging, in whatever words, hears of rejecting as well
        let about: Vec<&Spec> = allowed.iter().copied().filter(|spec| is_about(spec, &topic)).collect();
        let told = |spec: &&Spec| {
            about.iter().any(|one| one.name == spec.name || !topic.is_empty() && is_akin(spec, one))
        };
        let found: Vec<&Spec> = allowed.iter().copied().filter(told).collect();
        match found.as_slice() {
            [] => {
                let shown = escape(&topic);
                let lead = ctx.reply().text(say!(
                    lang,
                    "I know nothing about “{shown}”. This is what I can do:",
                    "「{shown}」については分かりませんでした。できることの一覧です："
                ));
                Ok(groups(ctx, lead, &allowed).into())
            }
            [spec] => Ok(one(ctx, spec).into()),
            _ if topic.is_empty() => {
                let lead = ctx.reply().text(say!(
                    lang,
                    "Ask in your own words, in English or Japanese. `help` and a word (`help merge`) tells more, `examples` shows sentences to try.",
                    "日本語でも英語でも、普段の言葉でお尋ねください。「統合の使い方」のように聞くと詳しく説明します。「何が聞ける？」で質問の例を表示します。"
                ));
                Ok(groups(ctx, lead, &found).into())
            }
            _ => Ok(list(
                ctx.reply().text(say!(
                    lang,
                    "Ask in your own words, in English or Japanese.",
                    "日本語でも英語でも、普段の言葉でお尋ねください。"
                )),
                &found,
                lang,
            )
            .into()),
        }
    }
}

/// Everything at a glance: a line for each thing that commands are about.
fn groups(ctx: &Context<'_>, lead: adapters::Reply, specs: &[&Spec]) -> adapters::Reply {
    let lang = ctx.lang;
    let items = GROUPS.iter().filter_map(|group| {
        let of: Vec<&Spec> = specs.iter().copied().filter(|spec| group.has(spec)).collect();
        let first = of.first()?;
        let example = lang.pick(first.examples.en, first.examples.ja).first().copied().unwrap_or(first.name);
        let names: Vec<String> = of.iter().map(|spec| named(lang, spec)).collect();
        let title = group.title.of(lang);
        let shown = say!(lang, "{title}: “{example}”", "{title}：「{example}」");
        Some(Item::new(shown).detail(names.join("  ·  ")))
    });
    lead.list(items.collect())
}

/// A command's typed name; for a Japanese reader with words to say in its place.
fn named(lang: Lang, spec: &Spec) -> String {
    match (lang, spec.examples.ja.first()) {
        (Lang::Ja, Some(said)) => format!("{}（{said}）", spec.name),
        _ => spec.name.to_owned(),
    }
}

/// Is `spec` one of the commands that go with one of a single word, as merge reject with merge?
fn is_akin(spec: &Spec, one: &Spec) -> bool {
    !one.name.contains(' ') && spec.name.split_once(' ').is_some_and(|(noun, _)| noun == one.name)
}

/// Is the command about these words? Every command is about none.
pub(super) fn is_about(spec: &Spec, topic: &str) -> bool {
    let said = [spec.name, spec.about.en, spec.about.ja];
    said.into_iter()
        .chain(spec.examples.en.iter().copied())
        .chain(spec.examples.ja.iter().copied())
        .any(|text| begins_a_word(&fold(text), topic))
}

/// Does it stand there, but for the middle of a Latin word: "tag" is no part of "stage".
fn begins_a_word(text: &str, words: &str) -> bool {
    let is_latin = words.starts_with(|c: char| c.is_ascii_alphanumeric());
    text.match_indices(words)
        .any(|(at, _)| !is_latin || !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()))
}

fn list(reply: adapters::Reply, specs: &[&Spec], lang: Lang) -> adapters::Reply {
    let items = specs
        .iter()
        .map(|spec| {
            let example = lang.pick(spec.examples.en, spec.examples.ja).first().copied().unwrap_or(spec.name);
            Item::new(spec.about.of(lang)).detail(format!("{}  ·  {example}", spec.name))
        })
        .collect();
    reply.list(items)
}

fn one(ctx: &Context<'_>, spec: &Spec) -> adapters::Reply {
    let lang = ctx.lang;
    let mut reply = ctx.reply().heading(named(lang, spec)).text(spec.about.of(lang).to_owned());
    if !spec.arguments.is_empty() {
        reply = reply.fields(spec.arguments.iter().map(|argument| {
            let optional =
                if argument.required { String::new() } else { say!(lang, " (optional)", "（省略可）") };
            (argument.name.to_owned(), format!("{}{optional}", argument.about.of(lang)))
        }));
    }
    let role = access::least(spec.right).map_or("", |role| lang.pick(role.words().0, role.words().1));
    let asks = match spec.effect {
        Effect::Read => String::new(),
        Effect::Change => say!(lang, "Can be taken back with `undo`. ", "`undo` で取り消せます。"),
        Effect::Dangerous => {
            say!(lang, "Shows what it would do and asks first. ", "実行前に内容を表示して確認します。")
        }
    };
    let usage = spec.usage();
    reply = reply.text(say!(
        lang,
        "Typed: `{usage}`. {asks}For: {role} and above.",
        "書式：`{usage}`。{asks}利用できる権限：{role}以上。"
    ));
    let examples = lang.pick(spec.examples.en, spec.examples.ja);
    reply.list(examples.iter().map(|example| Item::new(*example)).collect())
}
