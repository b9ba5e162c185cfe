//! "2番", "this campaign", "these two": references to what the asker saw last in this conversation.

use crm::{Code, CodeKind, shown};
use nlp::understand::{Deictic, deictic, ordinals};

use super::{Call, Context, Outcome, Stop};
use crate::{say, words::Words};

/// What a command shows, for the words that point at it later.
#[derive(Debug, Default)]
pub struct Seen {
    items: Option<Vec<Vec<Code>>>,
    more: Option<Call>,
    focus: Vec<Code>,
    asked: Option<Call>,
    offer: Option<(Words, Call)>,
}

impl Context<'_> {
    /// Says what the lines of the list in the reply are about, in order: from now on "2番" means the second.
    pub fn showed(&mut self, items: Vec<Vec<Code>>) {
        self.seen.items = Some(items);
    }

    /// Says which call shows the next page: the reply gets a button for it, and "more" means it.
    pub fn more(&mut self, call: Call) {
        self.seen.more = Some(call);
    }

    /// Offers a call by a button below the reply; typed, it is the call itself.
    pub(crate) fn offers(&mut self, label: Words, call: Call) {
        self.seen.offer = Some((label, call));
    }

    /// What the reply offers.
    pub(crate) fn offered(&self) -> Option<&(Words, Call)> {
        self.seen.offer.as_ref()
    }

    /// Says what the reply is about: from now on "this campaign" means it.
    pub fn looked_at(&mut self, code: Code) {
        self.seen.focus.push(code);
    }

    /// Says what was asked and answered: from now on "and for last year?" asks it again.
    pub(crate) fn answered(&mut self, call: Call) {
        self.seen.asked = Some(call);
    }

    /// The call that shows the next page of this reply.
    pub(crate) fn next_page(&self) -> Option<&Call> {
        self.seen.more.as_ref()
    }

    /// What this asker saw last here.
    pub async fn last_shown(&mut self) -> Outcome<shown::Shown> {
        Ok(shown::last(&mut self.tx, self.asked).await?)
    }

    /// Keeps what was seen for the next request; to be called once, before the commit.
    pub(crate) async fn remember(&mut self) -> anyhow::Result<()> {
        let seen = std::mem::take(&mut self.seen);
        if seen.items.is_none() && seen.focus.is_empty() && seen.asked.is_none() {
            return Ok(());
        }
        let mut known = shown::last(&mut self.tx, self.asked).await?;
        if let Some(items) = seen.items {
            known.items = items;
            known.more = seen.more.map(serde_json::to_value).transpose()?;
        }
        if let Some(asked) = seen.asked {
            known.asked = Some(serde_json::to_value(asked)?);
        }
        known.focus.extend(seen.focus.into_iter().map(|code| (code.kind.letter(), code)));
        Ok(shown::remember(&mut self.tx, self.asked, &known).await?)
    }

    /// The thing of a kind that words point at: a code of that kind, a line of the last list, or what was
    /// spoken of last. `None`: they do not point, they name.
    pub async fn pointed_at(&mut self, words: &str, kind: CodeKind) -> Outcome<Option<Code>> {
        if let Some(code) = Code::parse(words).filter(|code| code.kind == kind) {
            return Ok(Some(code));
        }
        let Some(how) = deictic(words) else { return self.numbered(words, kind).await };
        let last = self.last_shown().await?;
        let of_kind =
            |line: &[Code]| line.iter().copied().filter(|code| code.kind == kind).collect::<Vec<Code>>();
        let found = match how {
            Deictic::Nth(n) => last.nth(n).map(of_kind).unwrap_or_default(),
            Deictic::Last => last.items.last().map(|line| of_kind(line)).unwrap_or_default(),
            Deictic::This => match last.focus_on(kind) {
                Some(code) => vec![code],
                None => of_kind(&last.items.concat()),
            },
            Deictic::These(_) => of_kind(&last.items.concat()),
        };
        match found.as_slice() {
            [code] => Ok(Some(*code)),
            _ => Err(self.points_nowhere(words, how, last.items.len())),
        }
    }

    /// "2", "second": the line with this number, if it is of the kind. They may be a name as well.
    async fn numbered(&mut self, words: &str, kind: CodeKind) -> Outcome<Option<Code>> {
        let n = match ordinals(words).as_deref() {
            Some([n]) => *n,
            _ => return Ok(None),
        };
        let last = self.last_shown().await?;
        Ok(match last.nth(n) {
            Some([code]) if code.kind == kind => Some(*code),
            _ => None,
        })
    }

    /// All things of a kind that words point at: "these two", or a line that is a pair. `None`: they do
    /// not point at several.
    pub async fn all_pointed_at(&mut self, words: &str, kind: CodeKind) -> Outcome<Option<Vec<Code>>> {
        let last = match deictic(words) {
            None | Some(Deictic::This) => return Ok(None),
            Some(_) => self.last_shown().await?,
        };
        let mut found: Vec<Code> = match deictic(words) {
            Some(Deictic::Nth(n)) => last.nth(n).unwrap_or_default().to_vec(),
            Some(Deictic::Last) => last.items.last().cloned().unwrap_or_default(),
            _ => last.items.concat(),
        };
        found.retain(|code| code.kind == kind);
        let mut seen = std::collections::HashSet::new();
        found.retain(|code| seen.insert(*code));
        match deictic(words) {
            Some(Deictic::These(Some(n))) if found.len() != n => {
                Err(self.points_nowhere(words, Deictic::These(Some(n)), found.len()))
            }
            Some(how) if found.is_empty() => Err(self.points_nowhere(words, how, last.items.len())),
            _ => Ok((found.len() > 1).then_some(found)),
        }
    }

    fn points_nowhere(&self, words: &str, how: Deictic, lines: usize) -> Stop {
        let lang = self.lang;
        Stop::Refused(match (how, lines) {
            (_, 0) => say!(
                lang,
                "I do not know what “{words}” means: I have shown you nothing here lately that can be pointed at so. Use a code such as P-12, or ask for a list of people, campaigns or the like first.",
                "「{words}」が何を指すか分かりません。最近ここに表示したものの中に、このように指定できるものがありません。P-12 のようなコードで指定するか、先に人や施策などの一覧を表示してください。"
            ),
            (Deictic::Nth(_), n) => say!(
                lang,
                "In the last list (lines: {n}), “{words}” is nothing of the kind that is needed here. Use a code such as P-12.",
                "直前の一覧は{n}行で、「{words}」に当てはまるものがありません。P-12 のようなコードで指定してください。"
            ),
            (_, n) => say!(
                lang,
                "“{words}” may mean any of the {n} I showed you last. Say which by number or code.",
                "「{words}」に当てはまるものが直前の一覧に{n}件あります。番号かコードで指定してください。"
            ),
        })
    }
}
