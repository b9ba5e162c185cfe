//! Joining a chat account to a member of staff: a one-time code, shown where they are signed in, said
//! where they are not. A name in a chat proves nothing; the code does.

use ring::rand::{SecureRandom, SystemRandom};

use super::sign_in::hash;
use crate::{AccountId, Result, TenantTx, UserId};

/// How long a code is good, in minutes.
pub const CODE_MINUTES: i32 = 10;
/// Wrong codes an account may say in an hour.
const MOST_FAILURES: i64 = 5;
/// What codes are made of: nothing that looks like something else. 29 letters, 8 of them: 2³⁸ codes.
const LETTERS: &[u8; 29] = b"ABCDEFGHJKMNPQRSTVWXYZ2345678";

/// Makes a code for a user: good once, for ten minutes. Earlier ones are no longer good.
pub async fn link_code(tx: &mut TenantTx, user: UserId) -> anyhow::Result<String> {
    let code = code()?;
    sqlx::query("delete from crm.link_codes where tenant_id = $1 and user_id = $2 and used_at is null")
        .bind(tx.tenant())
        .bind(user)
        .execute(tx.conn())
        .await?;
    sqlx::query(
        "insert into crm.link_codes (tenant_id, code_hash, user_id, expires_at)
         values ($1, $2, $3, now() + make_interval(mins => $4))",
    )
    .bind(tx.tenant())
    .bind(hash(&code))
    .bind(user)
    .bind(CODE_MINUTES)
    .execute(tx.conn())
    .await?;
    Ok(code)
}

/// What came of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redeemed {
    /// The account is this user's now.
    Linked(UserId),
    /// No such code, or no longer; so many more tries in this hour.
    Wrong {
        /// Tries left.
        left: i64,
    },
    /// Too many wrong codes in this hour.
    TooMany,
}

/// Joins an account to the user whose code this is. A wrong code counts: commit that, too.
pub async fn redeem_link_code(tx: &mut TenantTx, account: AccountId, said: &str) -> Result<Redeemed> {
    let failures: i64 = sqlx::query_scalar(
        "select count(*) from crm.link_failures
         where tenant_id = $1 and account_id = $2 and failed_at > now() - interval '1 hour'",
    )
    .bind(tx.tenant())
    .bind(account)
    .fetch_one(tx.conn())
    .await?;
    if failures >= MOST_FAILURES {
        return Ok(Redeemed::TooMany);
    }
    let user: Option<UserId> = sqlx::query_scalar(
        "update crm.link_codes c set used_at = now() from crm.users u
         where c.tenant_id = $1 and c.code_hash = $2 and c.used_at is null and c.expires_at > now()
           and u.tenant_id = c.tenant_id and u.id = c.user_id and u.disabled_at is null
         returning c.user_id",
    )
    .bind(tx.tenant())
    .bind(hash(&plain(said)))
    .fetch_optional(tx.conn())
    .await?;
    let Some(user) = user else {
        sqlx::query("insert into crm.link_failures (tenant_id, id, account_id) values ($1, $2, $3)")
            .bind(tx.tenant())
            .bind(uuid::Uuid::now_v7())
            .bind(account)
            .execute(tx.conn())
            .await?;
        return Ok(Redeemed::Wrong { left: MOST_FAILURES - failures - 1 });
    };
    crate::accounts::link(tx, account, user).await?;
    Ok(Redeemed::Linked(user))
}

/// Eight letters with a dash in the middle, a digit among them: nobody takes it for words.
fn code() -> anyhow::Result<String> {
    loop {
        let code = letters()?;
        if code.contains(|c: char| c.is_ascii_digit()) {
            return Ok(code);
        }
    }
}

fn letters() -> anyhow::Result<String> {
    let random = SystemRandom::new();
    let mut code = String::with_capacity(9);
    while code.len() < 9 {
        let mut byte = [0];
        random.fill(&mut byte).map_err(|_| anyhow::anyhow!("the system has no randomness to give"))?;
        // 232 is the largest multiple of 29 in a byte: beyond it some letters would come up more often
        if byte[0] < 232 {
            code.push(char::from(LETTERS[usize::from(byte[0]) % LETTERS.len()]));
            if code.len() == 4 {
                code.push('-');
            }
        }
    }
    Ok(code)
}

/// As it was made, from what people type: full-width, small letters, without the dash.
fn plain(said: &str) -> String {
    let letters: String = crate::fold(said)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    match letters.split_at_checked(4) {
        Some((first, last)) if !last.is_empty() => format!("{first}-{last}"),
        _ => letters,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        let code = code().unwrap();
        assert_eq!(code.len(), 9);
        assert_eq!(plain(&code), code);
        assert_eq!(plain(&code.to_lowercase().replace('-', " ")), code);
        assert_eq!(plain("ａｂｃｄ－２３４５"), "ABCD-2345");
        assert_eq!(plain("x"), "X");
    }
}
