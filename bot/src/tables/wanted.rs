//! Which rows of a listing are wanted: the conditions of `person find`, `org find` and `deal list`, read by what reads
//! them there, and a few of activities that are read here.
//!
//! What cannot be read is refused with what there is, not passed over: a file that holds less than was asked for
//! looks like one that holds all.

use crm::{
    TenantTx, deals,
    deals::stages,
    exports::Filter,
    fields::{self, Definition},
    organizations, persons, scores,
};
use nlp::{
    Lang,
    conditions::{self, Condition, Sign},
    period::Now,
};
use serde::{Deserialize, Serialize};

use super::{Listed, value};
use crate::{
    commands::{Outcome, Reading, Stop, choice_named, deal_filters, organization_filters, person_filters},
    say,
    words::{Words, actions, words},
};

/// What is wanted, and which of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// People.
    Persons(persons::Query),
    /// Companies and communities.
    Organizations(organizations::Query),
    /// What people did.
    Activities(Filter),
    /// What somebody may buy.
    Deals(deals::Query),
}

impl Wanted {
    /// What.
    pub fn what(&self) -> Listed {
        match self {
            Self::Persons(_) => Listed::Persons,
            Self::Organizations(_) => Listed::Organizations,
            Self::Activities(_) => Listed::Activities,
            Self::Deals(_) => Listed::Deals,
        }
    }

    /// All of these.
    pub fn all(what: Listed) -> Self {
        match what {
            Listed::Persons => Self::Persons(persons::Query::default()),
            Listed::Organizations => Self::Organizations(organizations::Query::default()),
            Listed::Activities => Self::Activities(Filter::default()),
            Listed::Deals => Self::Deals(deals::Query::default()),
        }
    }
}

/// Reads words and conditions; a sentence says which of them cannot be read, and what there is.
pub async fn wanted(
    tx: &mut TenantTx,
    (lang, now): (Lang, Now),
    what: Listed,
    said: &str,
) -> anyhow::Result<Result<Wanted, String>> {
    match read(&mut Reading { tx, lang, now }, what, said).await {
        Ok(wanted) => Ok(Ok(wanted)),
        Err(Stop::Refused(sentence)) => Ok(Err(sentence)),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(_) => anyhow::bail!("a filter asks something"),
    }
}

async fn read(reading: &mut Reading<'_>, what: Listed, said: &str) -> Outcome<Wanted> {
    let lang = reading.lang;
    let said = &at_organization(what, said);
    let own = match what.object() {
        Some(object) => fields::list(reading.tx, Some(object)).await?,
        None => Vec::new(),
    };
    // a condition that is none: `org:`, `>70`
    let (rest, _) = conditions::read(said, |_| true);
    let is_half =
        |part: &&str| !part.starts_with(['"', '「', '『', '“']) && part.contains([':', '<', '>', '=']);
    if let Some(part) = rest.split_whitespace().find(is_half) {
        let (there, of) = (there(what, lang, &own), what.label().of(lang));
        return Err(Stop::Refused(say!(
            lang,
            "I cannot read “{part}” as a condition of {of}. {there}",
            "「{part}」を{of}の条件として読めませんでした。{there}"
        )));
    }
    Ok(match what {
        Listed::Persons => {
            let wanted = person_filters::read(reading, said).await?;
            if wanted
                .filters
                .iter()
                .flat_map(|it| &it.any)
                .any(|is| matches!(is, persons::Condition::Score(..)))
            {
                scores::refresh(reading.tx, reading.now.at).await?;
            }
            Wanted::Persons(wanted)
        }
        Listed::Organizations => Wanted::Organizations(organization_filters::read(reading, said).await?),
        Listed::Deals => {
            let stages = stages::all(reading.tx).await?;
            Wanted::Deals(deal_filters::read(reading, said, &stages).await?)
        }
        Listed::Activities => Wanted::Activities(activities(lang, said)?),
    })
}

/// "at Acme", as people say it, is a condition.
fn at_organization(what: Listed, said: &str) -> String {
    let leads: &[&str] = match what {
        Listed::Persons => &["who work at ", "who works at ", "working at ", "at ", "from ", "of "],
        Listed::Deals => &["with ", "at ", "of "],
        Listed::Organizations | Listed::Activities => &[],
    };
    let said = said.trim();
    let lead =
        leads.iter().find(|lead| said.get(..lead.len()).is_some_and(|it| it.eq_ignore_ascii_case(lead)));
    match lead.map(|lead| said[lead.len()..].trim()) {
        Some(name) if !name.is_empty() && !name.contains([':', '<', '>', '=', '"']) => {
            format!("org:\"{name}\"")
        }
        _ => said.to_owned(),
    }
}

/// The conditions that there are.
fn there(what: Listed, lang: Lang, own: &[Definition]) -> String {
    match what {
        Listed::Persons => person_filters::there(lang, own),
        Listed::Organizations => organization_filters::there(lang, own),
        Listed::Deals => deal_filters::there(lang, own),
        Listed::Activities => {
            let all: Vec<&str> = KNOWN.iter().map(|(.., written)| written.of(lang)).collect();
            let all = all.join(lang.pick(", ", "、"));
            say!(lang, "There are: {all}.", "使えるもの：{all}。")
        }
    }
}

/// A condition of activities: its name, what people write for it, how it is written.
type Known = (&'static str, &'static [&'static str], Words);

const KNOWN: &[Known] = &[
    ("name", &["名前", "氏名"], words("name:tanaka", "名前:田中")),
    ("action", &["活動"], words("action:attend", "活動:参加")),
    ("since", &["from", "から"], words("since:2026-04-01", "から:2026-04-01")),
    ("until", &["to", "まで"], words("until:2026-04-30", "まで:2026-04-30")),
];

/// Activities; words without a name are a part of a person's.
fn activities(lang: Lang, said: &str) -> Outcome<Filter> {
    let mut filter = Filter::default();
    let (words, typed) = conditions::read(said, |name| known(name).is_some());
    let name = |filter: &mut Filter, words: &str| {
        let before = filter.name.take().map(|before| format!("{before} "));
        filter.name = Some(before.unwrap_or_default() + words);
    };
    for condition in typed {
        let wrong = || {
            let (part, there) = (written(&condition), there(Listed::Activities, lang, &[]));
            Stop::Refused(say!(
                lang,
                "I cannot read “{part}” as a condition of activities. {there}",
                "「{part}」を活動の条件として読めませんでした。{there}"
            ))
        };
        let it = known(&condition.name).filter(|_| !condition.not && condition.sign == Sign::Is);
        let Some((key, ..)) = it else { return Err(wrong()) };
        let value = condition.value.as_str();
        let day = || value::moment(value, None).map(|(day, _)| Some(day)).map_err(|_| wrong());
        match *key {
            "name" => name(&mut filter, value),
            "action" => {
                filter.action = Some(choice_named(actions::SAID, value).ok_or_else(wrong)?.to_owned())
            }
            "since" => filter.since = day()?,
            _ => filter.until = day()?,
        }
    }
    if !words.is_empty() {
        name(&mut filter, &words);
    }
    Ok(filter)
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

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn activities_are_chosen_by_name_action_and_days() {
        let read = activities(Lang::Ja, "活動:参加 から:2026-04-01 まで:2026-04-30 田中 太郎").unwrap();
        assert_eq!(
            read,
            Filter {
                name: Some("田中 太郎".to_owned()),
                action: Some("attend".to_owned()),
                since: NaiveDate::from_ymd_opt(2026, 4, 1),
                until: NaiveDate::from_ymd_opt(2026, 4, 30),
            }
        );
        for wrong in ["tag:x", "-action:attend", "since:whenever", "action:juggle", "since>2026-04-01"] {
            for lang in [Lang::En, Lang::Ja] {
                let Err(Stop::Refused(told)) = activities(lang, wrong) else { panic!("{wrong}") };
                assert!(told.contains(wrong) && told.contains(KNOWN[1].2.of(lang)), "{told}");
            }
        }
    }

    #[test]
    fn every_condition_can_be_written_as_it_is_shown() {
        for (key, _, shown) in KNOWN {
            for lang in [Lang::En, Lang::Ja] {
                assert!(activities(lang, shown.of(lang)).is_ok(), "{key}: {}", shown.of(lang));
            }
        }
    }
}
