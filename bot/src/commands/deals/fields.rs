//! The fields of a deal that people may set: their names in both languages, and what may stand in them.

use crm::{
    Code,
    deals::{Deal, Edit},
};
use nlp::{Lang, understand::Choices};
use serde_json::{Value, json};

use crate::commands::{
    Call, Context, Outcome, Stop,
    budget::amount as budget_amount,
    campaigns::fields::{self as campaign_fields, line},
    persons::add::organization,
};
use crate::{
    say,
    words::{Words, date, money, words},
};

/// Canonical names, each with what people say for it.
pub(crate) const NAMES: Choices = &[
    ("name", &["title", "deal name", "名前", "名称", "商談名", "案件名", "タイトル"]),
    ("amount", &["value", "worth", "price", "金額", "額", "価格", "受注額", "見込み額", "売上"]),
    (
        "close",
        &[
            "close date",
            "closing date",
            "close day",
            "closing",
            "expected close",
            "expected close date",
            "受注予定",
            "受注予定日",
            "クローズ予定",
            "クローズ予定日",
            "クローズ日",
            "完了予定",
            "完了予定日",
            "決定予定日",
            "見込み日",
        ],
    ),
    ("owner", &["assignee", "担当", "担当者", "オーナー", "営業担当"]),
    (
        "organization",
        &["organisation", "org", "company", "customer", "会社", "組織", "企業", "顧客", "取引先", "相手先"],
    ),
    ("person", &["contact", "contact person", "人", "相手", "窓口", "連絡先"]),
    ("reason", &["won reason", "lost reason", "why", "理由", "失注理由", "受注理由"]),
];

/// What empties a field that may be empty.
const NOTHING: [&str; 9] = ["", "-", "none", "nobody", "nothing", "なし", "無し", "未定", "未設定"];

/// In characters.
const LONGEST_NAME: usize = 120;

/// Is this a field that every deal has?
pub(crate) fn is_known(field: &str) -> bool {
    let folded = field.trim().to_lowercase();
    NAMES.iter().any(|(word, all)| *word == folded || all.contains(&folded.as_str()))
}

/// Sets `field` of a deal to what was said.
pub(crate) async fn read(ctx: &mut Context<'_>, edit: &mut Edit, (field, said): (&str, &str)) -> Outcome<()> {
    let lang = ctx.lang;
    let folded = field.trim().to_lowercase();
    let known = NAMES.iter().find(|(word, all)| *word == folded || all.contains(&folded.as_str()));
    let said = said.trim();
    let empties = NOTHING.contains(&said.to_lowercase().as_str());
    // as an argument of a call of its own, so that a choice of several names comes back as one
    let call = |name: &str| {
        let set = Call::new("deal set", [("field", field.to_owned()), ("value", said.to_owned())]);
        let mut call = set;
        call.arguments.insert(name.to_owned(), said.to_owned());
        call
    };
    match known.map(|(word, _)| *word) {
        Some("name") => edit.name = name(lang, said)?,
        Some("amount") => (edit.amount, edit.currency) = budget_amount::read(ctx, said, &edit.currency)?,
        Some("close") if empties => edit.closes_on = None,
        Some("close") => edit.closes_on = Some(campaign_fields::day(ctx, said)?),
        Some("owner") if empties => edit.owner = None,
        Some("owner") => edit.owner = Some(ctx.staff(&call("owner"), "owner").await?),
        Some("organization") if empties => edit.organization = None,
        Some("organization") => edit.organization = Some(organization(ctx, &call("organization")).await?.id),
        Some("person") if empties => edit.person = None,
        Some("person") => edit.person = Some(ctx.person(&call("person"), "person").await?.id),
        Some("reason") => edit.reason = campaign_fields::free(lang, said)?,
        _ => {
            return Err(Stop::Refused(say!(
                lang,
                "I keep no field “{field}” of a deal. There are: name, amount, close (date), owner, organization, person and reason. The stage is set with “D-9 to Proposal”.",
                "「{field}」という項目はありません。設定できるのは、名前・金額・受注予定・担当・会社・相手・理由です。ステージは「D-9を提案へ」で変更できます。"
            )));
        }
    }
    Ok(())
}

/// A deal's name, made fit to be one.
pub(crate) fn name(lang: Lang, said: &str) -> Outcome<String> {
    let name = line(said);
    let long = name.chars().nth(LONGEST_NAME).is_some();
    if long || !name.chars().any(char::is_alphanumeric) || Code::parse(&name).is_some() {
        return Err(Stop::Refused(say!(
            lang,
            "“{name}” cannot be the name of a deal: it takes letters, at most {LONGEST_NAME} characters, and no code such as D-9.",
            "「{name}」は商談名にできません。文字を含む{LONGEST_NAME}文字以内の名前にしてください（D-9 のようなコードは使えません）。"
        )));
    }
    Ok(name)
}

/// What changed, before → after, a field a line.
pub(crate) fn changes(lang: Lang, before: &Deal, after: &Deal) -> Vec<(String, String)> {
    let rows = |deal: &Deal| {
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
        let rows: [(Words, String); 7] = [
            (words("Name", "商談名"), deal.name.clone()),
            (words("Amount", "金額"), money(lang, deal.amount, &deal.currency)),
            (
                words("Expected to be decided", "受注予定"),
                deal.closes_on.map_or("–".to_owned(), |day| date(lang, day)),
            ),
            (words("Looked after by", "担当"), text(&deal.owner)),
            (words("Organization", "組織"), text(&deal.organization)),
            (words("Person", "相手"), text(&deal.person)),
            (words("Reason", "理由"), text(&deal.reason)),
        ];
        rows
    };
    rows(before)
        .into_iter()
        .zip(rows(after))
        .filter(|((_, was), (_, is))| was != is)
        .map(|((label, was), (_, is))| (label.of(lang).to_owned(), format!("{was} → {is}")))
        .collect()
}

/// For the audit log.
pub(crate) fn object(deal: &Deal) -> Value {
    let code = |code: Option<Code>| code.map(|code| code.to_string());
    json!({
        "deal": deal.code().to_string(), "name": deal.name, "organization": code(deal.organization_code()),
        "person": code(deal.person_code()), "owner": deal.owner, "stage": deal.stage, "amount": deal.amount,
        "currency": deal.currency, "close": deal.closes_on, "reason": deal.reason,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_names_two_fields() {
        let mut all: Vec<&str> =
            NAMES.iter().flat_map(|(word, said)| said.iter().chain([word])).copied().collect();
        let before = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), before);
    }

    #[test]
    fn names_are_names() {
        assert_eq!(name(Lang::En, " Support\nplan ").ok().as_deref(), Some("Support plan"));
        for bad in ["", "D-9", "!!", &"x".repeat(121)] {
            assert!(name(Lang::Ja, bad).is_err(), "{bad}");
        }
    }
}
