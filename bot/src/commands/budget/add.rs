//! `budget add`: a cost of a campaign, spent or planned.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    campaigns::{self, BudgetLine, Campaign, NewBudgetLine},
};
use nlp::understand::{Choices, SlotKind};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    budget::amount as budget_amount,
    budget::line::{counts, fields, object, total},
    campaigns::fields as campaign_fields,
    campaigns::meant::label,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct BudgetAdd;

/// What money is spent on, with what people say for it.
pub(crate) const CATEGORIES: Choices = &[
    (
        "people",
        &[
            "person",
            "staff",
            "staffing",
            "labor",
            "labour",
            "personnel",
            "salaries",
            "speaker fee",
            "fees",
            "講師",
            "人件",
            "人件費",
            "人",
            "スタッフ",
            "スタッフ費",
            "謝礼",
            "講師料",
            "外注費",
        ],
    ),
    (
        "ads",
        &[
            "ad",
            "advertising",
            "advertisement",
            "advertisements",
            "promotion",
            "marketing",
            "広告",
            "広告費",
            "宣伝",
            "宣伝費",
            "広告宣伝費",
            "販促費",
            "プロモーション",
        ],
    ),
    (
        "production",
        &[
            "design",
            "printing",
            "content",
            "swag",
            "stickers",
            "flyers",
            "print",
            "photographer",
            "video",
            "印刷",
            "撮影",
            "チラシ",
            "チラシ代",
            "デザイン",
            "goods",
            "制作",
            "制作費",
            "製作費",
            "印刷費",
            "デザイン費",
            "ノベルティ",
            "ノベルティ費",
            "グッズ",
        ],
    ),
    (
        "venue",
        &[
            "venues",
            "room",
            "hall",
            "booth",
            "location",
            "会場",
            "会場費",
            "会場代",
            "会場使用料",
            "場所代",
            "出展料",
            "ブース",
            "ブース代",
        ],
    ),
    (
        "travel",
        &[
            "trip",
            "transport",
            "transportation",
            "hotel",
            "hotels",
            "flights",
            "flight",
            "train",
            "taxi",
            "bus",
            "shuttle",
            "交通",
            "宿泊",
            "accommodation",
            "旅費",
            "交通費",
            "出張費",
            "宿泊費",
            "旅費交通費",
        ],
    ),
    (
        "prizes",
        &[
            "prize",
            "awards",
            "award",
            "gifts",
            "giveaway",
            "giveaways",
            "賞金",
            "景品",
            "賞品",
            "賞金・景品",
            "賞品代",
            "景品代",
        ],
    ),
    (
        "other",
        &[
            "others",
            "misc",
            "miscellaneous",
            "food",
            "catering",
            "meals",
            "drinks",
            "snacks",
            "lunch",
            "弁当",
            "弁当代",
            "飲食",
            "食費",
            "ケータリング",
            "その他",
            "雑費",
            "諸経費",
            "飲食費",
            "懇親会費",
        ],
    ),
];

/// Its name, by which its entries in the audit log are known.
pub(crate) const NAME: &str = "budget add";

static SPEC: Spec = Spec {
    name: NAME,
    about: words("Add a cost to a campaign's budget", "施策の予算に費用を追加します"),
    arguments: &[
        Argument {
            name: "campaign",
            kind: SlotKind::Campaign,
            required: true,
            about: words("C-7 or a name", "C-7、または施策名"),
        },
        Argument {
            name: "category",
            kind: SlotKind::Choice(CATEGORIES),
            required: true,
            about: words(
                "people, ads, production, venue, travel, prizes or other",
                "費目（人件費・広告費・制作費・会場費・旅費・賞金・その他）",
            ),
        },
        Argument {
            name: "amount",
            kind: SlotKind::Amount,
            required: true,
            about: words("how much: 300k JPY", "金額。30万円 など"),
        },
        Argument {
            name: "date",
            kind: SlotKind::Date,
            required: false,
            about: words("the day it is spent; today, unless said", "支出日。省略すると今日"),
        },
        Argument { name: "note", kind: SlotKind::Text, required: false, about: words("for what", "メモ") },
    ],
    phrases: Phrases {
        en: &[
            "(add|put|book|log|record) {amount} [of|for|in|to|under|as|on] [the] {category} [cost|costs|budget|spend|spending|money|expense|expenses] (to|for|on|in) [the] [campaign] {campaign} [[on] {date}] [(note|:|for) {note}]",
            "(add|put|book|log|record) [a|an] {category} [cost|costs|budget|expense] of {amount} (to|for|on|in) [the] [campaign] {campaign} [[on] {date}] [(note|:|for) {note}]",
            "(add|put|book|log|record) {amount} (to|for|on) [the] [campaign] {campaign} (under|as|for) [the] {category} [cost|costs|budget]",
            "(add|book|log|record) [a|an|some] (cost|costs|expense|expenses) [(to|for|on) [the] [campaign] {campaign}]",
            "[we] spent {amount} on {category} for [campaign] {campaign} [[on] {date}]",
        ],
        ja: &[
            "[施策|キャンペーン]{campaign}[の予算]に{category}[として|で|を|に| ]{amount}[を](追加|計上|登録|足して|入れて|加えて|つけて)[<して>|で]",
            "[施策|キャンペーン]{campaign}[の予算]に{date}[付け|付]の{category}[として|で|を| ]{amount}[を](追加|計上|登録|足して|入れて)[<して>|で]",
            "[施策|キャンペーン]{campaign}[の予算]に{date}[付け|付][で]{category}[として|で|を| ]{amount}[を](追加|計上|登録|足して|入れて)[<して>|で]",
            "[施策|キャンペーン]{campaign}の{category}(に|として){amount}[を](追加|計上|登録|足して|入れて|加えて)[<して>|で]",
            "[施策|キャンペーン]{campaign}[の予算]に{amount}の{category}を(追加|計上|登録|足して|入れて)[<して>|で]",
            "{campaign:sure}に{category}[ ]{amount}",
            "(費用|コスト|経費|予算の明細)[を](追加|計上|登録)[<して>|したい]",
            "{campaign:sure}に{category}[を](追加|計上|登録)[<して>|したい]",
            "{campaign:sure}[の予算]に{amount}[を](追加|計上|登録|足して)[<して>|したい]",
            "{category}[を]{amount}[で](追加|計上|登録)[<して>|したい]",
            "{category}[ ]{amount}を[施策|キャンペーン]{campaign}[の予算]に(追加|計上|登録|足して|入れて)[<して>|で]",
        ],
    },
    examples: Phrases {
        en: &["add 300k JPY ads to C-12", "budget add C-12 venue 120000"],
        ja: &["C-12に広告費30万円を追加", "春のハッカソンの会場費に12万5千円を追加して"],
    },
    right: Right::RunCampaigns,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for BudgetAdd {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let (campaign, new) = meant(ctx, call).await?;
        let shown = label(&campaign, lang);
        let reply = ctx.reply().text(say!(
            lang,
            "Add this to the budget of **{shown}**?",
            "**{shown}** の予算に追加しますか？"
        ));
        let line = as_line(&campaign, &new, 0);
        let total = total(ctx, &campaign, None, Some((new.amount, &new.currency))).await?;
        let mut reply = fields(reply, lang, &campaign, &line).fields(total);
        if let Some(note) = counts(ctx, &new.currency, new.spent_on) {
            reply = reply.text(note);
        }
        let mut pinned = Call::new(
            SPEC.name,
            [
                ("campaign", campaign.code().to_string()),
                ("category", new.category.clone()),
                ("amount", budget_amount::spoken(new.amount, &new.currency)),
                ("date", new.spent_on.to_string()),
            ],
        );
        pinned.arguments.extend(new.note.map(|note| ("note".to_owned(), note)));
        Ok(Preview { reply, pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (campaign, new) = meant(ctx, call).await?;
        let total = total(ctx, &campaign, None, Some((new.amount, &new.currency))).await?;
        let code = campaigns::add_budget_line(&mut ctx.tx, campaign.id, &new).await?;
        let line = as_line(&campaign, &new, code.number);
        let shown = label(&campaign, lang);
        let reply = ctx.reply().text(say!(
            lang,
            "Added **{code}** to the budget of {shown}.",
            "{shown} の予算に **{code}** を追加しました。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            before: None,
            after: Some(object(&line, &campaign)),
            reversal: Some(json!(Call::new("budget remove", [("line", code.to_string())]))),
            reverses: None,
        };
        Ok(Done { reply: fields(reply, lang, &campaign, &line).fields(total), change: Some(change) })
    }
}

async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<(Campaign, NewBudgetLine)> {
    let lang = ctx.lang;
    let campaign = ctx.campaign(call, "campaign").await?;
    let said = ctx.required(call, "category")?;
    let known = CATEGORIES.iter().find(|(word, all)| *word == said || all.contains(&said));
    let Some((category, _)) = known else {
        return Err(Stop::Refused(say!(
            lang,
            "“{said}” is no category. There are: people, ads, production, venue, travel, prizes and other.",
            "「{said}」という費目はありません。人件費・広告費・制作費・会場費・旅費・賞金・その他から選んでください。"
        )));
    };
    let (amount, currency) = budget_amount::read(ctx, ctx.required(call, "amount")?, &ctx.currency)?;
    if amount.is_zero() {
        return Err(Stop::Refused(say!(
            lang,
            "A line of nothing adds nothing. Say how much it is.",
            "0円の行は追加できません。金額を指定してください。"
        )));
    }
    let spent_on = match call.arguments.get("date") {
        Some(said) => campaign_fields::day(ctx, said)?,
        None => ctx.now.today(),
    };
    let note = match call.arguments.get("note") {
        Some(note) => campaign_fields::free(lang, note)?,
        None => None,
    };
    Ok((campaign, NewBudgetLine { category: (*category).to_owned(), amount, currency, spent_on, note }))
}

fn as_line(campaign: &Campaign, new: &NewBudgetLine, number: i64) -> BudgetLine {
    BudgetLine {
        number,
        campaign_id: campaign.id,
        category: new.category.clone(),
        amount: new.amount,
        currency: new.currency.clone(),
        spent_on: new.spent_on,
        note: new.note.clone(),
    }
}
