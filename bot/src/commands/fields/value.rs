//! What people type into a field, and how what stands there is shown.

use crm::{
    fields::{Definition, FieldKind, FieldValue, LONGEST_TEXT, sound_number},
    persons::{self, Found},
};
use nlp::{Lang, understand::Choices};
use rust_decimal::Decimal;

use super::meant;
use crate::commands::{Context, Outcome, Reading, Stop, reading::day};
use crate::{
    say,
    words::{date, decimal},
};

/// Yes and no.
const TRUTH: Choices = &[
    ("yes", &["y", "true", "on", "1", "○", "✓", "はい", "有", "あり", "有り", "する", "オン"]),
    ("no", &["n", "false", "off", "0", "×", "いいえ", "無", "なし", "無し", "しない", "オフ"]),
];

/// Yes or no, if these words say either.
pub(crate) fn truth(words: &str) -> Option<bool> {
    let folded = words.trim().to_lowercase();
    let (word, _) = TRUTH.iter().find(|(word, said)| *word == folded || said.contains(&folded.as_str()))?;
    Some(*word == "yes")
}

/// What words mean in a field; `None` where they are none. A sentence says what is wrong with them.
pub(crate) async fn read(
    reading: &mut Reading<'_>,
    field: &Definition,
    words: &str,
) -> Outcome<Option<FieldValue>> {
    let (lang, name) = (reading.lang, &field.name);
    let said: String = words.chars().filter(|c| !c.is_control()).collect();
    let said = said.trim();
    if said.is_empty() {
        if field.required {
            return Err(Stop::Refused(say!(
                lang,
                "{name} must be filled, so it cannot be emptied. Say what it should be.",
                "「{name}」は必須項目のため、空にできません。設定する内容を指定してください。"
            )));
        }
        return Ok(None);
    }
    Ok(Some(match field.kind {
        FieldKind::Date => FieldValue::Date(day(lang, &reading.now, said)?),
        FieldKind::Person => FieldValue::Person(person(reading, field, said).await?),
        _ => plain(field, said).map_err(|fault| Stop::Refused(fault.words(lang, field, said)))?,
    }))
}

/// Why words cannot stand in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// More characters than are kept.
    TooLong,
    /// No number.
    Number,
    /// Neither yes nor no.
    Truth,
    /// This is none of the field's choices.
    Choice(String),
    /// No web address.
    Url,
}

impl Fault {
    /// What is wrong, and what to do.
    fn words(&self, lang: Lang, field: &Definition, said: &str) -> String {
        let name = &field.name;
        match self {
            Self::TooLong => say!(
                lang,
                "That is too long for {name}: {LONGEST_TEXT} characters at most.",
                "「{name}」に設定できるのは{LONGEST_TEXT}文字までです。"
            ),
            Self::Number => say!(
                lang,
                "{name} is a number; “{said}” is none. Write it like 12, 3.5 or 30万 (15 digits and 6 decimal places at most).",
                "「{name}」は数値の項目です。「{said}」は数値として読めませんでした。12、3.5、30万 のように書いてください（整数部15桁・小数点以下6桁まで）。"
            ),
            Self::Truth => say!(
                lang,
                "{name} is yes or no; “{said}” is neither.",
                "「{name}」は「はい」か「いいえ」で指定してください（「{said}」は読めませんでした）。"
            ),
            Self::Choice(said) => {
                let all = field.choices.join(lang.pick(", ", "、"));
                say!(
                    lang,
                    "{name} is one of: {all}. “{said}” is not among them; an administrator can add it with “field set”.",
                    "「{name}」は次から選んでください：{all}。「{said}」は選択肢にありません（管理者は「field set」で追加できます）。"
                )
            }
            Self::Url => say!(
                lang,
                "{name} is a web address; “{said}” is none. Write it like https://example.com/page.",
                "「{name}」はURLの項目です。「{said}」はURLとして読めませんでした。https://example.com/page のように書いてください。"
            ),
        }
    }
}

/// What words mean in a field for which neither a clock nor other people matter; in one of days or persons they are
/// words.
pub(crate) fn plain(field: &Definition, said: &str) -> Result<FieldValue, Fault> {
    Ok(match field.kind {
        FieldKind::Text | FieldKind::Date | FieldKind::Person => match said.chars().nth(LONGEST_TEXT) {
            None => FieldValue::Text(said.to_owned()),
            Some(_) => return Err(Fault::TooLong),
        },
        FieldKind::Number => FieldValue::Number(number(said).ok_or(Fault::Number)?),
        FieldKind::Boolean => FieldValue::Boolean(truth(said).ok_or(Fault::Truth)?),
        FieldKind::Choice => FieldValue::Choice(choice(field, said)?),
        FieldKind::Choices => {
            let wanted = match choice(field, said) {
                // one choice with a blank in it
                Ok(one) => vec![one],
                Err(_) => {
                    let each = meant::choices(Lang::En, said).map_err(|_| Fault::Choice(said.to_owned()))?;
                    each.iter().map(|one| choice(field, one)).collect::<Result<Vec<_>, _>>()?
                }
            };
            FieldValue::Choices(
                field.choices.iter().filter(|known| wanted.contains(known)).cloned().collect(),
            )
        }
        FieldKind::Url => {
            let url = if said.contains("://") { said.to_owned() } else { format!("https://{said}") };
            if !is_address(&url) {
                return Err(Fault::Url);
            }
            FieldValue::Url(url)
        }
    })
}

/// A number as it is written: 1,200, −3.5, 30万.
pub(crate) fn number(said: &str) -> Option<Decimal> {
    let plain: String =
        nlp::text::fold(said).chars().filter(|c| !matches!(c, ',' | '_') && !c.is_whitespace()).collect();
    let (minus, digits) = match plain.strip_prefix(['-', '−', '▲', '△']) {
        Some(rest) => (true, rest),
        None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let written = digits.starts_with(|c: char| c.is_ascii_digit()) && !digits.contains('e');
    let read = digits.parse().ok().filter(|_| written);
    let number: Decimal = read.or_else(|| nlp::amount::read(digits).map(|amount| amount.value))?;
    sound_number(if minus { -number } else { number })
}

fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.')
            && host.split('.').all(|label| !label.is_empty())
            && !rest.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>'))
    })
}

/// The choice that words mean.
fn choice(field: &Definition, said: &str) -> Result<String, Fault> {
    let folded = crm::fold(said);
    let known = field.choices.iter().find(|choice| crm::fold(choice) == folded);
    known.cloned().ok_or_else(|| Fault::Choice(said.to_owned()))
}

async fn person(reading: &mut Reading<'_>, field: &Definition, said: &str) -> Outcome<crm::PersonId> {
    let name = &field.name;
    match persons::refer(reading.tx, said).await? {
        Found::One(person) => Ok(person.id),
        Found::Many(many) => {
            let who = many.iter().map(|it| format!("{} {}", it.code(), it.name)).collect::<Vec<_>>();
            let who = who.join(reading.lang.pick(", ", "、"));
            Err(Stop::Refused(say!(
                reading.lang,
                "{name} is a person, and “{said}” may be any of: {who}. Say the code.",
                "「{name}」は人の項目です。「{said}」に当てはまる人が複数います：{who}。コードで指定してください。"
            )))
        }
        Found::None(_) => Err(Stop::Refused(say!(
            reading.lang,
            "{name} is a person, and I know nobody called “{said}”. Say a code such as P-12, or a name I know.",
            "「{name}」は人の項目です。「{said}」という人は見つかりませんでした。P-12 のようなコードか、登録済みの名前で指定してください。"
        ))),
    }
}

/// What stands in a field, as a reader sees it.
pub(crate) async fn shown(ctx: &mut Context<'_>, value: Option<&FieldValue>) -> Outcome<String> {
    let lang = ctx.lang;
    Ok(match value {
        None => "–".to_owned(),
        Some(FieldValue::Text(text) | FieldValue::Choice(text) | FieldValue::Url(text)) => text.clone(),
        Some(FieldValue::Number(number)) => exactly(*number),
        Some(FieldValue::Date(day)) => date(lang, *day),
        Some(FieldValue::Boolean(yes)) => {
            if *yes { lang.pick("yes", "はい") } else { lang.pick("no", "いいえ") }.to_owned()
        }
        Some(FieldValue::Choices(choices)) => choices.join(lang.pick(", ", "、")),
        Some(FieldValue::Person(id)) => {
            let by_now = crm::merges::survivors(&mut ctx.tx, &[*id]).await?.remove(id).unwrap_or(*id);
            match persons::by_ids(&mut ctx.tx, &[by_now]).await?.pop().filter(|it| !it.name.is_empty()) {
                Some(person) => format!("{} {}", person.code(), person.name),
                None => "–".to_owned(),
            }
        }
    })
}

/// With thousands separators and every place that is kept.
pub(crate) fn exactly(number: Decimal) -> String {
    let whole = decimal(number.trunc());
    let places = number.normalize().fract().abs().to_string();
    let minus = if number.is_sign_negative() && number.trunc().is_zero() { "−" } else { "" };
    match places.strip_prefix("0.") {
        Some(places) => format!("{minus}{whole}.{places}"),
        None => whole,
    }
}

/// What stands in a field, as somebody would type it.
pub(crate) fn typed(value: Option<&FieldValue>) -> String {
    match value {
        None => String::new(),
        Some(FieldValue::Text(text) | FieldValue::Choice(text) | FieldValue::Url(text)) => text.clone(),
        Some(FieldValue::Number(number)) => number.to_string(),
        Some(FieldValue::Date(day)) => day.to_string(),
        Some(FieldValue::Boolean(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        Some(FieldValue::Choices(choices)) => choices.join(","),
        Some(FieldValue::Person(id)) => id.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_places() {
        for (number, want) in [
            ("1234.5", "1,234.5"),
            ("-0.25", "−0.25"),
            ("12", "12"),
            ("0.000001", "0.000001"),
            ("-7.5", "−7.5"),
        ] {
            assert_eq!(exactly(number.parse().unwrap()), want);
        }
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (said, want) in [
            ("1,200", Some("1200")),
            ("－３．５", Some("-3.5")),
            ("30万", Some("300000")),
            ("0.000001", Some("0.000001")),
            ("0.0000001", None),
            ("1e3", None),
            ("many", None),
        ] {
            assert_eq!(number(said).map(|n| n.to_string()).as_deref(), want, "{said}");
        }
    }

    #[test]
    fn addresses() {
        assert!(is_address("https://例え.jp/a?b=c") && is_address("http://a.example"));
        for bad in ["https://a", "https://a..b", "ftp://a.example", "https://a.example/x y"] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn yes_and_no() {
        assert_eq!([truth("はい"), truth("NO"), truth("maybe")], [Some(true), Some(false), None]);
    }
}
