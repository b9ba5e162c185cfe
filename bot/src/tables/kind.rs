//! What the rows of a table are: persons, organizations, activities, attendees, costs.

use std::collections::BTreeSet;

use crm::imports::Kind;

use super::field::Field;
use crate::words::{Words, words};

/// For people.
pub fn label(kind: Kind) -> Words {
    match kind {
        Kind::Persons => words("people", "人"),
        Kind::Organizations => words("organizations", "組織"),
        Kind::Activities => words("activities", "活動"),
        Kind::Attendees => words("event attendees", "イベント参加者"),
        Kind::Costs => words("costs", "費用"),
    }
}

/// What tells who somebody is.
const WHO: [Field; 6] =
    [Field::Name, Field::FamilyName, Field::GivenName, Field::Romaji, Field::Nickname, Field::Email];

/// What only a person has.
const PERSONAL: [Field; 6] =
    [Field::FamilyName, Field::GivenName, Field::Email, Field::Title, Field::Department, Field::Kana];

/// What tells more of a person than who they are.
const OF_A_PERSON: [Field; 12] = [
    Field::Kana,
    Field::FamilyKana,
    Field::GivenKana,
    Field::Phone,
    Field::Organization,
    Field::Department,
    Field::Title,
    Field::Domain,
    Field::Tags,
    Field::Relationship,
    Field::Note,
    Field::Email,
];

/// Do rows of a kind take anything from such a column?
pub(super) fn reads(kind: Kind, field: Field) -> bool {
    let more: &[Field] = match kind {
        Kind::Persons => &[],
        Kind::Organizations => {
            return matches!(
                field,
                Field::Organization
                    | Field::Name
                    | Field::OtherName
                    | Field::Domain
                    | Field::Email
                    | Field::OrganizationKind
                    | Field::Note
            );
        }
        Kind::Activities => &[Field::Date, Field::Time, Field::Action, Field::Text, Field::Campaign],
        Kind::Attendees => {
            &[Field::Date, Field::Time, Field::Status, Field::Cancelled, Field::Text, Field::Campaign]
        }
        Kind::Costs => {
            return matches!(
                field,
                Field::Campaign
                    | Field::Amount
                    | Field::Currency
                    | Field::Date
                    | Field::Category
                    | Field::Note
                    | Field::Text
            );
        }
    };
    WHO.contains(&field) || OF_A_PERSON.contains(&field) || more.contains(&field)
}

/// The likeliest kind of a table with these columns; `None`: nothing that could be kept.
pub(super) fn guess(fields: &BTreeSet<Field>) -> Option<Kind> {
    let has = |field| fields.contains(&field);
    let who = WHO.iter().any(|field| has(*field));
    let personal = PERSONAL.iter().any(|field| has(*field));
    if has(Field::Amount) && !personal && (has(Field::Category) || has(Field::Campaign) || has(Field::Date)) {
        return Some(Kind::Costs);
    }
    if who && has(Field::Status) {
        return Some(Kind::Attendees);
    }
    if who && has(Field::Date) && (has(Field::Action) || has(Field::Text)) {
        return Some(Kind::Activities);
    }
    if who && has(Field::Campaign) {
        return Some(Kind::Attendees);
    }
    let of_an_organization =
        [Field::Domain, Field::OrganizationKind, Field::OtherName].iter().any(|f| has(*f));
    if !personal
        && (has(Field::Organization) && !who || has(Field::Name) && of_an_organization && !has(Field::Phone))
    {
        return Some(Kind::Organizations);
    }
    who.then_some(Kind::Persons)
}

/// Has it what rows of a kind need? `campaign` and `day`: said beside the file, for every row.
pub(super) fn is_enough(kind: Kind, fields: &BTreeSet<Field>, campaign: bool, day: bool) -> bool {
    let has = |field| fields.contains(&field);
    let who = WHO.iter().any(|field| has(*field));
    match kind {
        Kind::Persons => who,
        Kind::Organizations => has(Field::Organization) || has(Field::Name),
        Kind::Activities => who && (has(Field::Date) || day),
        // without a day, an event's is its campaign's first
        Kind::Attendees => who && (has(Field::Date) || day || has(Field::Campaign) || campaign),
        Kind::Costs => has(Field::Amount) && (has(Field::Campaign) || campaign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_show_in_their_columns() {
        let guess = |headers: &str| guess(&headers.split(',').filter_map(Field::named).collect());
        for (headers, kind) in [
            ("姓,名,会社名,メールアドレス,携帯電話", Some(Kind::Persons)),
            ("氏名,電話番号", Some(Kind::Persons)),
            ("会社名,ドメイン,組織種別", Some(Kind::Organizations)),
            ("name,domain", Some(Kind::Organizations)),
            ("company,url,note", Some(Kind::Organizations)),
            ("date,email,action,text", Some(Kind::Activities)),
            ("氏名,日付,内容", Some(Kind::Activities)),
            ("First Name,Last Name,Email,Attendee Status", Some(Kind::Attendees)),
            ("イベント名,氏名,メール,出欠", Some(Kind::Attendees)),
            ("施策,費目,金額,日付,メモ", Some(Kind::Costs)),
            ("campaign,category,amount,currency,date", Some(Kind::Costs)),
            ("郵便番号,住所", None),
            ("日付,メモ", None),
        ] {
            assert_eq!(guess(headers), kind, "{headers}");
        }
    }
}
