//! Says so when what somebody means is in the trash, and how to bring it back.
//!
//! Not the way out of it: that is each kind's own command (`person restore`, `org restore` …).

use crm::{Code, CodeKind, campaigns, organizations, persons, persons::Found};
use nlp::{Lang, text::fold};

use super::{Context, Outcome, Stop};
use crate::say;

/// So many persons in the trash are known by their names, the latest first.
const NAMED: i64 = 200;

impl Context<'_> {
    /// Refuses when `words`, which mean nothing that lives, mean something in the trash: its code, or its
    /// whole name.
    pub(super) async fn not_in_the_trash(&mut self, words: &str, kind: CodeKind) -> Outcome<()> {
        let lang = self.lang;
        let found = match kind {
            CodeKind::Person => return self.nobody_in_the_trash(words).await,
            CodeKind::Campaign => campaigns::trashed(&mut self.tx, words)
                .await?
                .first()
                .map(|it| (it.code(), it.name_in(lang == Lang::Ja).to_owned())),
            _ => match organizations::refer_deleted(&mut self.tx, words).await? {
                Found::One(one) => Some((one.code(), one.name)),
                Found::Many(many) => many.into_iter().next().map(|it| (it.code(), it.name)),
                Found::None(_) => None,
            },
        };
        let Some((code, name)) = found else { return Ok(()) };
        Err(Stop::Refused(say!(
            lang,
            "{code} {name} is in the trash. Say “restore {code}” to bring it back.",
            "{code} {name} はゴミ箱にあります。戻すには「{code}を復元して」と入力してください。"
        )))
    }

    /// Of a person only the code is told.
    async fn nobody_in_the_trash(&mut self, words: &str) -> Outcome<()> {
        let lang = self.lang;
        let found = match Code::parse(words) {
            Some(Code { kind: CodeKind::Person, number }) => persons::deleted(&mut self.tx, number).await?,
            _ => {
                let wanted = fold(words);
                let trash = persons::trash(&mut self.tx, NAMED).await?;
                trash.into_iter().find(|it| fold(&it.person.name) == wanted)
            }
        };
        let Some(found) = found else { return Ok(()) };
        let code = found.person.code();
        Err(Stop::Refused(if found.person.name.is_empty() {
            say!(
                lang,
                "{code} was deleted and is gone for good.",
                "{code} は削除され、完全に消去されています。"
            )
        } else {
            say!(
                lang,
                "{code} is in the trash. Say “restore {code}” to bring them back.",
                "{code} はゴミ箱にあります。戻すには「{code}を復元して」と入力してください。"
            )
        }))
    }
}
