//! Which rows of a listing are wanted: conditions as searches have them, `org:aozora tag:speaker since:2026-04-01`.
//!
//! What cannot be read, what does not belong to what is listed, and a stage that there is not are refused, not
//! passed over: a file that holds less than was asked for looks like one that holds all.

use crm::{TenantTx, deals::stages, exports::Filter};
use nlp::{
    Lang,
    conditions::{self, Condition, Sign},
    understand::Choices,
};

use super::{Listed, value};
use crate::{
    commands::RELATIONSHIPS,
    say,
    words::{Words, actions, words},
};

/// A condition: its name, what people write for it, how it is written, and what it is of.
type Known = (&'static str, &'static [&'static str], Words, &'static [Listed]);

use Listed::{Activities, Deals, Organizations, Persons};

/// All there are.
const KNOWN: &[Known] = &[
    ("name", &["名前", "氏名"], words("name:tanaka", "名前:田中"), &Listed::ALL),
    (
        "org",
        &["organization", "organisation", "company", "組織", "会社", "所属"],
        words("org:aozora", "組織:青空"),
        &[Persons, Organizations, Deals],
    ),
    ("tag", &["tags", "タグ"], words("tag:speaker", "タグ:登壇"), &[Persons]),
    ("relationship", &["relation", "関係"], words("relationship:customer", "関係:顧客"), &[Persons]),
    ("kind", &["type", "種別"], words("kind:community", "種別:community"), &[Organizations]),
    ("action", &["活動"], words("action:attend", "活動:参加"), &[Activities]),
    ("stage", &["ステージ", "段階"], words("stage:won", "ステージ:受注"), &[Deals]),
    ("since", &["from", "から"], words("since:2026-04-01", "から:2026-04-01"), &[Activities, Deals]),
    ("until", &["to", "まで"], words("until:2026-04-30", "まで:2026-04-30"), &[Activities, Deals]),
];

/// A filter that cannot be read: the part of it, and what there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFilter {
    /// The part.
    pub part: String,
    /// What was to be listed.
    pub what: Listed,
}

impl UnknownFilter {
    /// What was wrong, and what to do.
    pub fn words(&self, lang: Lang) -> String {
        let (part, what) = (&self.part, self.what.label().of(lang));
        let there: Vec<&str> = KNOWN
            .iter()
            .filter(|(.., of)| of.contains(&self.what))
            .map(|(.., written, _)| written.of(lang))
            .collect();
        let there = there.join(lang.pick(", ", "、"));
        say!(
            lang,
            "I cannot read “{part}” as a filter of {what}. There are: {there}. Comparisons such as score>70 are for “person find”.",
            "「{part}」を{what}の条件として読めませんでした。使えるもの：{there}。「スコア>70」などの比較は「person find」で使えます。"
        )
    }
}

/// Reads a filter of these; words without a name are a part of a name.
pub(crate) fn filter(what: Listed, said: &str) -> Result<Filter, UnknownFilter> {
    let mut filter = Filter::default();
    let (words, typed) = conditions::read(said, |name| known(name).is_some());
    let name = |filter: &mut Filter, words: &str| {
        let before = filter.name.take().map(|before| format!("{before} "));
        filter.name = Some(before.unwrap_or_default() + words);
    };
    for condition in typed {
        let wrong = || UnknownFilter { part: written(&condition), what };
        let it = known(&condition.name).filter(|(.., of)| of.contains(&what));
        let Some((key, ..)) = it.filter(|_| !condition.not && condition.sign == Sign::Is) else {
            return Err(wrong());
        };
        let value = condition.value.as_str();
        let text = Some(value.to_owned());
        let day = || value::moment(value, None).map(|(day, _)| Some(day)).map_err(|_| wrong());
        match *key {
            "name" => name(&mut filter, value),
            "org" => filter.organization = text,
            "tag" => filter.tag = text,
            "relationship" => filter.relationship = Some(one_of(value, RELATIONSHIPS).ok_or_else(wrong)?),
            "kind" => filter.kind = text,
            "action" => filter.action = Some(one_of(value, actions::SAID).ok_or_else(wrong)?),
            "stage" => filter.stage = text,
            "since" => filter.since = day()?,
            _ => filter.until = day()?,
        }
    }
    // a condition that is none: `org:`, `>70`
    if let Some(part) = words.split_whitespace().find(|part| part.contains([':', '<', '>', '='])) {
        return Err(UnknownFilter { part: part.to_owned(), what });
    }
    if !words.is_empty() {
        name(&mut filter, &words);
    }
    Ok(filter)
}

/// Refuses a stage that the tenant has not, with those that it has.
pub(crate) async fn refused_stage(
    tx: &mut TenantTx,
    filter: &Filter,
    lang: Lang,
) -> crm::Result<Option<String>> {
    let Some(said) = &filter.stage else { return Ok(None) };
    let all = stages::all(tx).await?;
    let folded = crm::fold(said);
    let is_one = all.iter().any(|stage| {
        stage.key == folded || [false, true].iter().any(|ja| crm::fold(stage.name_in(*ja)) == folded)
    });
    if is_one || ["open", "won", "lost"].contains(&folded.as_str()) {
        return Ok(None);
    }
    let names: Vec<&str> = all.iter().map(|stage| stage.name_in(lang == Lang::Ja)).collect();
    let names = names.join(lang.pick(", ", "、"));
    Ok(Some(say!(
        lang,
        "“{said}” is no stage. There are: {names}; and open, won, lost.",
        "「{said}」というステージはありません。あるのは {names}、および open・won・lost です。"
    )))
}

fn known(name: &str) -> Option<&'static Known> {
    let folded = crm::fold(name);
    KNOWN.iter().find(|(key, said, ..)| *key == folded || said.iter().any(|it| crm::fold(it) == folded))
}

/// A condition as it may have been written.
fn written(condition: &Condition) -> String {
    let not = if condition.not { "-" } else { "" };
    let sign = match condition.sign {
        Sign::Is => ":",
        Sign::Less => "<",
        Sign::AtMost => "<=",
        Sign::More => ">",
        Sign::AtLeast => ">=",
    };
    format!("{not}{}{sign}{}", condition.name, condition.value)
}

fn one_of(value: &str, choices: Choices) -> Option<String> {
    let folded = crm::fold(value);
    let is = |it: &str| crm::fold(it) == folded;
    choices
        .iter()
        .find(|(word, said)| is(word) || said.iter().any(|it| is(it)))
        .map(|(word, _)| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn filters_are_read() {
        let read = filter(Persons, "org:aozora タグ：\"big fish\" 関係:顧客 田中 太郎").unwrap();
        assert_eq!(
            read,
            Filter {
                organization: Some("aozora".to_owned()),
                tag: Some("big fish".to_owned()),
                relationship: Some("customer".to_owned()),
                name: Some("田中 太郎".to_owned()),
                ..Filter::default()
            }
        );
        let deals = filter(Deals, "ステージ:受注 since:2026-04-01 name:aozora").unwrap();
        assert_eq!(
            deals,
            Filter {
                stage: Some("受注".to_owned()),
                name: Some("aozora".to_owned()),
                since: NaiveDate::from_ymd_opt(2026, 4, 1),
                ..Filter::default()
            }
        );
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_what_there_is() {
        for (what, wrong) in [
            (Persons, "shoe:42"),
            (Persons, "score>90"),
            (Persons, "-tag:speaker"),
            (Persons, "stage:won"),
            (Persons, "org:"),
            (Deals, "since:whenever"),
            (Activities, "action:juggle"),
        ] {
            let refused = filter(what, wrong).unwrap_err();
            assert_eq!(refused, UnknownFilter { part: wrong.to_owned(), what }, "{wrong}");
            for lang in [Lang::En, Lang::Ja] {
                assert!(refused.words(lang).contains(wrong), "{}", refused.words(lang));
            }
        }
        let words = filter(Deals, "tag:x").unwrap_err().words(Lang::En);
        assert!(words.contains("stage:won") && !words.contains("tag:speaker"), "{words}");
    }

    #[test]
    fn every_condition_can_be_written_as_it_is_shown() {
        for (key, _, shown, of) in KNOWN {
            for (what, lang) in of.iter().flat_map(|what| [(*what, Lang::En), (*what, Lang::Ja)]) {
                assert!(filter(what, shown.of(lang)).is_ok(), "{key}: {}", shown.of(lang));
            }
        }
    }
}
