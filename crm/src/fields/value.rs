//! What may stand in a field, how it is stored, and the keys by which it is looked up.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{PersonId, fold};

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// Words.
    Text,
    /// A number; see [`sound_number`].
    Number,
    /// A day.
    Date,
    /// Yes or no.
    Boolean,
    /// One of the field's choices.
    Choice,
    /// Some of the field's choices.
    Choices,
    /// A web address.
    Url,
    /// A person.
    Person,
}

impl FieldKind {
    /// Every kind, in the order in which they are named.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Number,
        Self::Date,
        Self::Boolean,
        Self::Choice,
        Self::Choices,
        Self::Url,
        Self::Person,
    ];

    /// The word stored in `fields.kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Boolean => "boolean",
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::Url => "url",
            Self::Person => "person",
        }
    }

    /// By its stored word.
    pub fn from_stored(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Can one value be less than another?
    pub fn is_ordered(self) -> bool {
        matches!(self, Self::Number | Self::Date)
    }
}

/// Something that stands in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    /// Words, at most [`LONGEST_TEXT`] characters.
    Text(String),
    /// A number that is [sound](sound_number).
    Number(Decimal),
    /// A day.
    Date(NaiveDate),
    /// Yes or no.
    Boolean(bool),
    /// One of the field's choices, as the definition writes it.
    Choice(String),
    /// Some of them, in the definition's order, each once; never none.
    Choices(Vec<String>),
    /// A web address.
    Url(String),
    /// A person, be it part of another by now.
    Person(PersonId),
}

/// In characters.
pub const LONGEST_TEXT: usize = 1_000;

/// Decimal places that are kept.
const PLACES: u32 = 6;
/// Digits before the point.
const DIGITS: u32 = 15;

/// A number fit to be kept, without needless zeros: less than 10^15 either way, at most six decimal places.
pub fn sound_number(number: Decimal) -> Option<Decimal> {
    let number = number.normalize();
    let bound = Decimal::from(10_i64.pow(DIGITS));
    (number.abs() < bound && number.scale() <= PLACES).then_some(number)
}

impl FieldValue {
    /// As it stands in the document.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Text(text) | Self::Choice(text) | Self::Url(text) => json!(text),
            Self::Number(number) => json!(number.normalize().to_string()),
            Self::Date(day) => json!(day.to_string()),
            Self::Boolean(yes) => json!(yes),
            Self::Choices(choices) => json!(choices),
            Self::Person(person) => json!(person.to_string()),
        }
    }

    /// What stands in the document; `None` for what we never write there.
    pub fn from_json(kind: FieldKind, value: &Value) -> Option<Self> {
        let text = || value.as_str();
        Some(match kind {
            FieldKind::Text => Self::Text(text()?.to_owned()),
            FieldKind::Number => Self::Number(text()?.parse().ok()?),
            FieldKind::Date => Self::Date(text()?.parse().ok()?),
            FieldKind::Boolean => Self::Boolean(value.as_bool()?),
            FieldKind::Choice => Self::Choice(text()?.to_owned()),
            FieldKind::Choices => {
                let choices: Option<Vec<String>> =
                    value.as_array()?.iter().map(|choice| choice.as_str().map(str::to_owned)).collect();
                Self::Choices(choices?)
            }
            FieldKind::Url => Self::Url(text()?.to_owned()),
            FieldKind::Person => Self::Person(PersonId(text()?.parse().ok()?)),
        })
    }

    /// The keys of its rows in `field_keys`: of equal values the same, and in the order of the values.
    pub(super) fn keys(&self) -> Vec<String> {
        match self {
            Self::Text(text) | Self::Url(text) | Self::Choice(text) => vec![text_key(text)],
            Self::Number(number) => vec![number_key(*number)],
            Self::Date(day) => vec![day_key(*day)],
            Self::Boolean(yes) => vec![yes.to_string()],
            Self::Choices(choices) => choices.iter().map(|choice| text_key(choice)).collect(),
            Self::Person(person) => vec![person.to_string()],
        }
    }
}

/// A folded text; of a long one the beginning and a sum of all of it, since an index entry has an end.
pub(super) fn text_key(text: &str) -> String {
    const WHOLE: usize = 200;
    let folded = fold(text);
    if folded.chars().nth(WHOLE).is_none() {
        return folded;
    }
    let beginning: String = folded.chars().take(WHOLE).collect();
    // FNV-1a, 128 bit: http://www.isthe.com/chongo/tech/comp/fnv/
    let sum = folded.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |sum, byte| {
        (sum ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    });
    format!("{beginning}\u{1}{sum:032x}")
}

/// Shifted so that all are positive, in hexadecimal of one length.
pub(super) fn number_key(number: Decimal) -> String {
    let mut exact = number;
    exact.rescale(PLACES);
    format!("{:032x}", exact.mantissa().cast_unsigned() ^ (1 << 127))
}

/// Days since the beginning of our era, shifted likewise.
pub(super) fn day_key(day: NaiveDate) -> String {
    use chrono::Datelike;
    format!("{:08x}", i64::from(day.num_days_from_ce()) + i64::from(i32::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_have_bounds() {
        let sound = |text: &str| sound_number(text.parse().unwrap()).map(|n| n.to_string());
        assert_eq!(sound("1.50").as_deref(), Some("1.5"));
        assert_eq!(sound("-0.000001").as_deref(), Some("-0.000001"));
        assert_eq!(sound("999999999999999.999999").as_deref(), Some("999999999999999.999999"));
        assert_eq!(sound("0.0000001"), None);
        assert_eq!(sound("1000000000000000"), None);
    }

    #[test]
    fn long_texts_differ_by_their_ends() {
        let long = "あ".repeat(900);
        assert_ne!(text_key(&format!("{long}x")), text_key(&format!("{long}y")));
        assert_eq!(text_key(&format!("{long}X")), text_key(&format!("{long}ｘ")));
        assert!(text_key(&long).len() < 2_000, "an entry of a btree has an end");
        assert_eq!(text_key("Ｒｕｓｔ "), text_key("rust"));
    }

    fn value() -> impl Strategy<Value = (FieldKind, FieldValue)> {
        prop_oneof![
            "\\PC{1,30}".prop_map(|text| (FieldKind::Text, FieldValue::Text(text))),
            number().prop_map(|n| (FieldKind::Number, FieldValue::Number(n))),
            day().prop_map(|day| (FieldKind::Date, FieldValue::Date(day))),
            any::<bool>().prop_map(|yes| (FieldKind::Boolean, FieldValue::Boolean(yes))),
            prop::collection::vec("[a-zあ-ん]{1,5}", 1..4)
                .prop_map(|all| (FieldKind::Choices, FieldValue::Choices(all))),
        ]
    }

    fn number() -> impl Strategy<Value = Decimal> {
        (-999_999_999_999_999_i64..=999_999_999_999_999, 0..=PLACES)
            .prop_map(|(n, scale)| Decimal::new(n, scale).normalize())
    }

    fn day() -> impl Strategy<Value = NaiveDate> {
        (-700_000..3_000_000).prop_map(|n| NaiveDate::from_num_days_from_ce_opt(n).unwrap())
    }

    proptest! {
        #[test]
        fn what_is_stored_is_read((kind, value) in value()) {
            prop_assert_eq!(FieldValue::from_json(kind, &value.to_json()), Some(value));
        }

        #[test]
        fn numbers_keep_their_order(a in number(), b in number()) {
            prop_assert_eq!(a.cmp(&b), number_key(a).cmp(&number_key(b)));
        }

        #[test]
        fn days_keep_their_order(a in day(), b in day()) {
            prop_assert_eq!(a.cmp(&b), day_key(a).cmp(&day_key(b)));
        }
    }
}
