//! Whose field it is and what it takes: the words for both.

use crm::fields::{FieldKind, Object};
use nlp::understand::Choices;

use crate::words::{Words, words};

/// Kinds of objects, with what people say for them.
pub(crate) const OBJECTS: Choices = &[
    (
        "person",
        &[
            "people",
            "persons",
            "contact",
            "contacts",
            "developer",
            "developers",
            "人",
            "人物",
            "連絡先",
            "開発者",
        ],
    ),
    (
        "organization",
        &[
            "org",
            "orgs",
            "organisation",
            "organizations",
            "organisations",
            "company",
            "companies",
            "組織",
            "会社",
            "企業",
        ],
    ),
    ("campaign", &["campaigns", "施策", "キャンペーン"]),
    ("deal", &["deals", "opportunity", "opportunities", "商談", "案件"]),
];

/// What a field takes, with what people say for it.
pub(crate) const KINDS: Choices = &[
    ("text", &["string", "テキスト", "文字", "文字列", "文章", "自由記述"]),
    ("number", &["numeric", "integer", "数値", "数字", "数"]),
    ("date", &["day", "日付", "日にち"]),
    (
        "boolean",
        &["bool", "yes/no", "yes-no", "checkbox", "はい/いいえ", "真偽", "チェック", "チェックボックス"],
    ),
    ("choice", &["select", "single-choice", "single choice", "選択", "選択肢", "単一選択"]),
    (
        "choices",
        &["multi-choice", "multichoice", "multi choice", "multiselect", "multi-select", "複数選択", "複数"],
    ),
    ("url", &["link", "web address", "リンク"]),
    ("person", &["人", "人物"]),
];

/// The kind of object that a word means.
pub(crate) fn object(word: &str) -> Option<Object> {
    Object::from_stored(canonical(OBJECTS, word)?)
}

/// What a word says that a field takes.
pub(crate) fn kind(word: &str) -> Option<FieldKind> {
    FieldKind::from_stored(canonical(KINDS, word)?)
}

fn canonical(choices: Choices, word: &str) -> Option<&'static str> {
    let folded = word.trim().to_lowercase();
    choices
        .iter()
        .find(|(known, said)| *known == folded || said.contains(&folded.as_str()))
        .map(|(known, _)| *known)
}

/// A kind of object, many of it.
pub(crate) fn objects(object: Object) -> Words {
    match object {
        Object::Person => words("people", "人"),
        Object::Organization => words("organizations", "組織"),
        Object::Campaign => words("campaigns", "施策"),
        Object::Deal => words("deals", "商談"),
    }
}

/// What a field takes, in words.
pub(crate) fn kind_name(kind: FieldKind) -> Words {
    match kind {
        FieldKind::Text => words("text", "テキスト"),
        FieldKind::Number => words("number", "数値"),
        FieldKind::Date => words("date", "日付"),
        FieldKind::Boolean => words("yes/no", "はい/いいえ"),
        FieldKind::Choice => words("one choice", "選択（1つ）"),
        FieldKind::Choices => words("several choices", "選択（複数）"),
        FieldKind::Url => words("web address", "URL"),
        FieldKind::Person => words("person", "人"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_can_be_said() {
        for kind in FieldKind::ALL {
            assert_eq!(super::kind(kind.as_str()), Some(kind));
        }
        for object in Object::ALL {
            assert_eq!(super::object(object.word()), Some(object));
        }
        assert_eq!(kind("複数選択"), Some(FieldKind::Choices));
        assert_eq!(object("会社"), Some(Object::Organization));
    }
}
