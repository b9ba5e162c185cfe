//! What looks as if it meant something in a search, and does not: a quotation mark without its partner, a
//! word with a colon that is no filter. Both are looked for as words; that is said.

use nlp::Lang;

use crate::say;

const QUOTED: [(char, char); 5] = [('"', '"'), ('「', '」'), ('『', '』'), ('“', '”'), ('＂', '＂')];

/// In characters. What is longer in front of a colon was not meant as a filter.
const LONGEST_NAME: usize = 12;

/// What was found on the way through the words; the filters are taken out of them before.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Slips {
    /// The quotation mark that is never closed.
    open: Option<char>,
    /// What stands in front of a colon, and is no filter.
    strange: Option<String>,
}

impl Slips {
    /// Takes a quotation mark without its partner out of the words, and notes what else is no syntax.
    pub(super) fn take(words: &mut String) -> Self {
        let mut slips = Self::default();
        let (mut plain, mut at) = (String::new(), 0);
        while let Some(c) = words[at..].chars().next() {
            let next = at + c.len_utf8();
            let Some((_, close)) = QUOTED.iter().find(|(open, _)| *open == c) else {
                plain.push(c);
                at = next;
                continue;
            };
            match words[next..].find(*close) {
                Some(length) => {
                    plain.push('_');
                    at = next + length + close.len_utf8();
                }
                None => {
                    slips.open.get_or_insert(c);
                    words.replace_range(at..next, "");
                }
            }
        }
        *words = words.trim().to_owned();
        slips.strange = plain.split_whitespace().find_map(strange).map(str::to_owned);
        slips
    }

    /// A sentence for each.
    pub(super) fn said(&self, lang: Lang) -> Vec<String> {
        let open = self.open.map(|mark| {
            say!(
                lang,
                "The quotation mark {mark} is not closed, so the words behind it were looked for one by one.",
                "引用符 {mark} が閉じられていないため、続く言葉を語句としてではなく個別に検索しました。"
            )
        });
        let strange = self.strange.as_ref().map(|name| {
            say!(
                lang,
                "“{name}:” is no filter and was looked for as a word. Filters: in: from: person: org: before: until: after: lang:",
                "「{name}:」という絞り込みはないため、言葉として検索しました。使える絞り込み： 部屋: 投稿者: 人: 組織: より前: まで: 以降: 言語:"
            )
        });
        open.into_iter().chain(strange).collect()
    }
}

/// `foo` of `foo:bar`; an address, a path or a time is none.
fn strange(word: &str) -> Option<&str> {
    let (name, value) = word.split_once([':', '：'])?;
    let named =
        !name.is_empty() && name.chars().count() <= LONGEST_NAME && name.chars().all(char::is_alphabetic);
    (named && !value.is_empty() && !value.starts_with(['/', ':', '：', '\\'])).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_syntax_is_noticed() {
        for (typed, left, open, strange) in [
            ("rate limit", "rate limit", None, None),
            ("\"rate limit\" x", "\"rate limit\" x", None, None),
            ("\"unclosed phrase", "unclosed phrase", Some('"'), None),
            ("「料金 プラン", "料金 プラン", Some('「'), None),
            ("\"a b\" \"c d", "\"a b\" c d", Some('"'), None),
            ("foo:bar rate", "foo:bar rate", None, Some("foo")),
            ("foo:\"b c\" rate", "foo:\"b c\" rate", None, Some("foo")),
            ("題名：料金", "題名：料金", None, Some("題名")),
            ("\"foo:bar\"", "\"foo:bar\"", None, None),
            (
                "http://x Error: no std::io 10:30 C:\\x :smile: -in:x",
                "http://x Error: no std::io 10:30 C:\\x :smile: -in:x",
                None,
                None,
            ),
        ] {
            let mut words = typed.to_owned();
            let slips = Slips::take(&mut words);
            assert_eq!(
                (words.as_str(), slips.open, slips.strange.as_deref()),
                (left, open, strange),
                "{typed}"
            );
            let expected = usize::from(open.is_some()) + usize::from(strange.is_some());
            assert_eq!(slips.said(Lang::En).len(), expected, "{typed}");
        }
    }
}
