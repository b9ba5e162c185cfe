//! Names of days and months, mistyped: "wednessday", "yestrday", "febuary", "last mnth".

/// The word meant; the word itself where it is none of these. Names are known by how they are written, short words
/// only where they are no words otherwise.
pub(super) fn spelled(word: &str) -> &str {
    if let Some((_, meant)) = SHORT.iter().find(|(typed, _)| *typed == word) {
        return meant;
    }
    if word.len() < 5 || word.ends_with('s') || OTHERS.contains(&word) || !word.is_ascii() {
        return word;
    }
    let meant = |name: &&&str| {
        let most = if name.len() >= 8 { 2 } else { 1 };
        name.as_bytes()[0] == word.as_bytes()[0]
            && name.as_bytes().last() == word.as_bytes().last()
            && name.len().abs_diff(word.len()) <= 1
            && strsim::osa_distance(name, word) <= most
    };
    NAMES.iter().find(meant).copied().unwrap_or(word)
}

/// Long enough that what is nearly one is a slip. All end as they begin: with their own letters.
const NAMES: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "yesterday",
    "tomorrow",
    "january",
    "february",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words that are nearly one of the names and mean something else.
const OTHERS: &[&str] = &["sundry", "munday", "decider", "number"];

const SHORT: &[(&str, &str)] = &[
    ("wensday", "wednesday"),
    ("tomoz", "tomorrow"),
    ("mnth", "month"),
    ("monht", "month"),
    ("motnh", "month"),
    ("mounth", "month"),
    ("mnths", "months"),
    ("wek", "week"),
    ("weeek", "week"),
    ("wekk", "week"),
    ("yaer", "year"),
    ("yera", "year"),
    ("quater", "quarter"),
    ("qarter", "quarter"),
    ("quartr", "quarter"),
    ("weeknd", "weekend"),
    ("wekend", "weekend"),
    ("weekned", "weekend"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_seen_through_and_words_are_left_alone() {
        for (typed, meant) in [
            ("wednessday", "wednesday"),
            ("wensday", "wednesday"),
            ("thrusday", "thursday"),
            ("firday", "friday"),
            ("tuseday", "tuesday"),
            ("yestrday", "yesterday"),
            ("tommorow", "tomorrow"),
            ("febuary", "february"),
            ("septmber", "september"),
            ("mnth", "month"),
        ] {
            assert_eq!(spelled(typed), meant, "{typed}");
        }
        for word in [
            "sundry",
            "sundae",
            "sundays",
            "frida",
            "midday",
            "someday",
            "yesteryear",
            "money",
            "moth",
            "mouth",
            "number",
            "member",
            "remember",
            "thirsty",
            "saturate",
            "gust",
            "sober",
            "tomorrows",
            "weak",
            "yeah",
            "arrow",
            "today",
            "money",
            "sturdy",
            "stray",
            "monkey",
            "fray",
        ] {
            assert_eq!(spelled(word), word, "{word}");
        }
    }
}
