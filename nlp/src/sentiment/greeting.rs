//! How business mail begins, which says nothing of a mood: お世話になっております。

use std::borrow::Cow;

/// The text without it.
pub(super) fn without(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains("お世話") && !text.contains("お疲れ") {
        return text;
    }
    GREETINGS.iter().fold(text, |text, greeting| match text.contains(greeting) {
        true => Cow::Owned(text.replace(greeting, "")),
        false => text,
    })
}

/// The longer before what they contain.
const GREETINGS: [&str; 16] = [
    "平素より大変お世話になっております",
    "平素よりお世話になっております",
    "平素は大変お世話になっております",
    "いつも大変お世話になっております",
    "いつもお世話になっております",
    "大変お世話になっております",
    "いつもお世話になっています",
    "お世話になっております",
    "お世話になっています",
    "お世話になってます",
    "お世話になります",
    "お世話様です",
    "お疲れ様でございます",
    "お疲れ様です",
    "お疲れさまです",
    "お疲れ様でした",
];

#[cfg(test)]
mod tests {
    use super::super::{Label, read};

    #[test]
    fn how_mail_begins_says_nothing() {
        for text in [
            "お世話になっております。",
            "平素より大変お世話になっております。",
            "お世話になっております。青空システムズの伊東です。",
            "お世話になっております。見積の件、承知しました。",
        ] {
            assert_eq!(read(text).label, Label::Neutral, "{text}");
        }
    }
}
