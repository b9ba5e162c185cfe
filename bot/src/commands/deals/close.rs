//! `deal close`: a deal is won or lost, and why.

use async_trait::async_trait;
use crm::{
    access::Right,
    deals::{
        Deal, Standing,
        stages::{self, Stage},
    },
};
use nlp::{
    Lang,
    understand::{Choices, SlotKind},
};

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Preview, Spec, Stop,
    campaigns::fields::{self as campaign_fields},
    deals::{
        meant::{self, label, may_change},
        show::fields,
        stage::moved,
    },
};
use crate::{say, words::words};

/// The command.
pub(crate) struct DealClose;

/// How a deal ends, with what people say for it.
const OUTCOMES: Choices = &[
    (
        "won",
        &[
            "win",
            "closed won",
            "closed-won",
            "signed",
            "受注",
            "成約",
            "獲得",
            "受注済み",
            "受注済",
            "契約成立",
            "契約",
        ],
    ),
    (
        "lost",
        &[
            "lose",
            "closed lost",
            "closed-lost",
            "失注",
            "失注済み",
            "失注済",
            "見送り",
            "破談",
            "不成立",
            "ロスト",
        ],
    ),
];

static SPEC: Spec = Spec {
    name: "deal close",
    about: words("Win or lose a deal, with the reason", "商談を受注・失注にします（理由つき）"),
    arguments: &[
        Argument {
            name: "deal",
            kind: SlotKind::Deal,
            required: true,
            about: words("D-9, its name, or whom it is with", "D-9、商談名、または相手"),
        },
        Argument {
            name: "outcome",
            kind: SlotKind::Choice(OUTCOMES),
            required: true,
            about: words("won or lost", "受注、または失注"),
        },
        Argument {
            name: "reason",
            kind: SlotKind::Text,
            required: false,
            about: words("why it ended so, or “skip”", "その理由。なければ「スキップ」"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[deal] {deal:code} [is|was|has been|got|as|to] [now] {outcome}",
            "[deal] {deal:code} [is|was|has been|got|as|to] [now] {outcome}[,|:|.| -|] [because [of]|reason[:]|due to|for|they|on|:] {reason}",
            "[move|mark|close|set] [the] [deal] {deal:code} [as|to|is] {outcome}",
            "(move|mark|close|set) [the] [deal] {deal:code} [as|to|is] {outcome}[,|:|.| -|] (because [of]|reason[:]|due to|for|:) {reason}",
            "(mark|close|set) [the] (deal|opportunity) {deal} as {outcome}",
            "(mark|close|set) [the] {deal} (deal|opportunity) as {outcome}",
            "{outcome} [the] [deal] {deal:code}[,] (because [of]|due to|on) {reason}",
            "(we|i) [have] {outcome} [the] [deal] {deal:code}",
            "(we|i) [have] {outcome} [the] [deal] {deal:code}[,] (because [of]|due to|on) {reason}",
            "(we|i) [have] {outcome} [the] ({deal} (deal|opportunity)|(deal|opportunity) {deal})",
            "(we|i) [have] {outcome} [the] ({deal} (deal|opportunity)|(deal|opportunity) {deal})[,] (because [of]|due to) {reason}",
            "close [the] (deal {deal}|{deal:code})",
        ],
        ja: &[
            "[商談|案件]{deal:code}[を|は|が|の|,]{outcome}[に|へ|で|として|と][<して>|変更[<して>]|更新[<して>]|なった|なりました|しました|した|クローズ[<して>]|です|でした|確定]",
            "[商談|案件]{deal:code}[を|は|が|の|,]{outcome}[に|へ|で|として|と][<して>|変更[<して>]|更新[<して>]|なった|なりました|しました|した|クローズ[<して>]|です|でした|確定][,|。|:| ]理由[は|:|が]{reason}",
            "[商談|案件]{deal:code}[を|は|が|の|,]{reason}[の理由|が理由|を理由]で{outcome}[に|へ|として|と][<して>|変更[<して>]|なった|なりました|しました|した]",
            "(商談|案件){deal}[を|は|が]{outcome}[に|へ|で|として|と][<して>|変更[<して>]|なった|なりました|しました|した]",
            "{deal}の(商談|案件)[を|は|が]{outcome}[に|へ|で|として|と][<して>|変更[<して>]|なった|なりました|しました|した]",
            "{deal}の(商談|案件)[を|は|が]{outcome}[に|へ|で|として|と][<して>|変更[<して>]|なった|なりました|しました|した][,|。|:| ]理由[は|:|が]{reason}",
            "{deal:code}を(クローズ|終了)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["D-9 won because they need SSO", "D-9 lost because of the price"],
        ja: &["D-9を失注に 理由は価格", "D-9を受注に 理由はSSO対応"],
    },
    right: Right::WriteCrm,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for DealClose {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let (deal, stage, reason) = read(ctx, call).await?;
        // asked once; whoever has none to give says so
        if !call.arguments.contains_key("reason") {
            return Err(Stop::Missing("reason"));
        }
        let (shown, name) = (label(&deal), stage.name_in(lang == Lang::Ja).to_owned());
        let reply = ctx.reply().text(say!(
            lang,
            "Close **{shown}** as **{name}**?",
            "**{shown}** を「**{name}**」にしますか？"
        ));
        let stages = stages::ever(&mut ctx.tx).await?;
        // whatever reason an earlier end had is replaced
        let reply = fields(ctx, reply, &Deal { reason: None, ..deal.clone() }, &stages)
            .fields([(say!(lang, "Reason", "理由"), reason.clone().unwrap_or_default())]);
        let mut pinned =
            Call::new(SPEC.name, [("deal", deal.code().to_string()), ("outcome", stage.outcome)]);
        pinned.arguments.extend(reason.map(|reason| ("reason".to_owned(), reason)));
        Ok(Preview { reply, pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let (deal, stage, reason) = read(ctx, call).await?;
        let to = Standing { stage: stage.key, closed_at: Some(ctx.now.at), reason };
        moved(ctx, &deal, to, call).await
    }
}

/// The deal, the stage in which it ends, and why.
async fn read(ctx: &mut Context<'_>, call: &Call) -> Outcome<(Deal, Stage, Option<String>)> {
    let lang = ctx.lang;
    let deal = meant::deal(ctx, call).await?;
    may_change(ctx, &deal)?;
    let said = ctx.required(call, "outcome")?;
    let outcome = OUTCOMES.iter().find(|(word, all)| *word == said || all.contains(&said));
    let Some((outcome, _)) = outcome else {
        return Err(Stop::Refused(say!(
            lang,
            "A deal is won or lost; “{said}” is neither.",
            "商談の結果は「受注」か「失注」です（「{said}」は読めませんでした）。"
        )));
    };
    let stages = stages::all(&mut ctx.tx).await?;
    let Some(stage) = stages.into_iter().find(|stage| stage.outcome == *outcome) else {
        return Err(anyhow::anyhow!("no stage in which a deal is {outcome}").into());
    };
    if stage.key == deal.stage {
        let (code, name) = (deal.code(), stage.name_in(lang == Lang::Ja).to_owned());
        return Err(Stop::Refused(say!(
            lang,
            "{code} is {name} already. “set {code} reason=…” notes why.",
            "{code} はすでに「{name}」です。理由は「{code}の理由を…に」で残せます。"
        )));
    }
    let reason = match call.arguments.get("reason") {
        Some(said) if !is_none(said) => campaign_fields::free(lang, because(said))?,
        _ => None,
    };
    Ok((deal, stage, reason))
}

/// Does whoever was asked why give no reason?
fn is_none(said: &str) -> bool {
    let folded = crm::fold(said);
    let said = folded.trim().trim_end_matches(['。', '.', '!']);
    NONE.iter().any(|none| crm::fold(none) == said)
}

/// What says that there is no reason to give.
pub(crate) const NO_REASON: &str = "skip";

const NONE: [&str; 16] = [
    NO_REASON,
    "skip it",
    "none",
    "no reason",
    "nothing",
    "unknown",
    "-",
    "–",
    "スキップ",
    "なし",
    "特になし",
    "理由なし",
    "理由はなし",
    "不明",
    "省略",
    "飛ばして",
];

/// 価格です → 価格.
fn because(said: &str) -> &str {
    let said = said.trim().trim_end_matches(['。', '.']);
    ["のためです", "のため", "だったため", "でした", "です", "だから"]
        .iter()
        .find_map(|end| said.strip_suffix(end))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(said)
}

#[cfg(test)]
mod tests {
    use super::{because, is_none};

    #[test]
    fn whoever_gives_no_reason() {
        for said in ["skip", "Skip.", "スキップ", "なし", "特になし。", " none "] {
            assert!(is_none(said), "{said}");
        }
        for said in ["no budget", "価格", "unknown price"] {
            assert!(!is_none(said), "{said}");
        }
    }

    #[test]
    fn reasons_without_what_only_says_that_they_are_one() {
        for (said, reason) in [
            ("価格です", "価格"),
            ("予算不足のため", "予算不足"),
            ("the price.", "the price"),
            ("です", "です"),
        ] {
            assert_eq!(because(said), reason, "{said}");
        }
    }
}
