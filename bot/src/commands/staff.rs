//! Which member of staff an argument means: a name, a handle, an e-mail address, "me", 私.

use crm::{
    UserId,
    persons::Found,
    users::{self, User},
};

use super::{Call, Context, Outcome};
use crate::say;

/// So many can be chosen from.
const FEW: usize = 9;

impl Context<'_> {
    /// The member of staff an argument means. Several: the asker chooses.
    pub async fn staff(&mut self, call: &Call, name: &'static str) -> Outcome<UserId> {
        let words = self.required(call, name)?.to_owned();
        let myself = ["me", "myself", "i", "私", "わたし", "自分", "僕", "俺"];
        if let (true, Some(user)) =
            (myself.contains(&words.to_lowercase().as_str()), self.tx.actor().user_id())
        {
            return Ok(user);
        }
        let found = match users::refer(&mut self.tx, &words).await? {
            // everybody there is, if they are few enough to choose from
            Found::None(all) if all.len() > FEW => Found::None(Vec::new()),
            found => found,
        };
        let shown = |user: &User| (user.name.clone(), user.id.to_string());
        let what = say!(self.lang, "member of staff", "担当者");
        let hint = say!(self.lang, "their e-mail address, or “me”", "メールアドレス、または「私」");
        Ok(self.one(call, name, &words, (&what, &hint), found, shown)?.id)
    }
}
