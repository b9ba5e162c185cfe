//! `examples`: what can be asked, as sentences to copy.

use adapters::{Item, markdown::escape};
use async_trait::async_trait;
use crm::access::{self, Right};
use nlp::{text::fold, understand::SlotKind};

use super::{
    ALL, Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec,
    groups::{GROUPS, Group},
    help::is_about,
};
use crate::{say, words::words};

/// The command.
pub(super) struct Examples;

/// Sentences of one group, when all groups are shown.
const A_FEW: usize = 3;

static SPEC: Spec = Spec {
    name: "examples",
    about: words("Sentences to try", "そのまま使える質問の例"),
    arguments: &[Argument {
        name: "topic",
        kind: SlotKind::Topic,
        required: false,
        about: words("a word such as ROI or person", "ROI や 人 などの言葉"),
    }],
    phrases: Phrases {
        en: &[
            "[<show>|give me|some] examples [of|for|about|on] [{topic}]",
            "what can i ask [you] [about|regarding] {topic}",
            "what can i (say|type) [about {topic}]",
            "what (should|could) i ask [you] [about {topic}]",
            "(sample|example) (questions|phrases|requests|sentences) [(of|for|about|on) {topic}]",
            "[give me|<show>] [some|a few] (examples|sample questions|sample phrases) [(of|for|about|on) {topic}]",
        ],
        ja: &[
            "[{topic}の](例|例文|使用例|質問例|サンプル)[<見せて>]",
            "{topic}[について|に関して|で|は](何が聞ける|何が聞けます|何を聞けばいい|何を聞ける)[の|か]",
            "(何が聞ける|何が聞けます|何を聞けばいい|何を聞ける)[の|か]",
        ],
    },
    examples: Phrases {
        en: &["what can I ask about ROI?", "examples"], ja: &["何が聞ける？", "例を見せて"]
    },
    right: Right::AskForHelp,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Examples {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let topic = call.arguments.get("topic").map(|topic| fold(topic)).unwrap_or_default();
        let allowed: Vec<&Spec> = ALL
            .iter()
            .map(|command| command.spec())
            .filter(|spec| access::may(ctx.tx.actor(), spec.right))
            .collect();
        let sentences = |spec: &Spec| lang.pick(spec.examples.en, spec.examples.ja);
        let of_group = |group: &Group, wanted: &str| -> Vec<Item> {
            let of = allowed.iter().filter(|spec| group.has(spec));
            if wanted.is_empty() {
                return of
                    .filter_map(|spec| sentences(spec).first())
                    .take(A_FEW)
                    .map(|s| Item::new(*s))
                    .collect();
            }
            of.filter(|spec| is_about(spec, wanted))
                .flat_map(|s| sentences(s))
                .map(|s| Item::new(*s))
                .collect()
        };
        let mut wanted = topic.as_str();
        let mut reply = ctx.reply();
        if !GROUPS.iter().any(|group| !of_group(group, wanted).is_empty()) {
            let shown = escape(&topic);
            reply = reply.text(say!(
                lang,
                "I have no example about “{shown}”. Some of what you can ask:",
                "「{shown}」の例はありません。たとえば、次のように質問できます："
            ));
            wanted = "";
        }
        for group in GROUPS {
            let items = of_group(group, wanted);
            if !items.is_empty() {
                reply = reply.heading(group.title.of(lang)).list(items);
            }
        }
        Ok(reply.into())
    }
}
