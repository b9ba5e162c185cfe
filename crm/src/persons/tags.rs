//! A person's tags.

use crate::{PersonId, Result, TenantTx, fold};

/// A person's tags as they are; nobody else changes them until the transaction ends.
pub async fn tags(tx: &mut TenantTx, person: PersonId) -> Result<Vec<String>> {
    sqlx::query_scalar("select tags from crm.persons where tenant_id = $1 and id = $2 for update")
        .bind(tx.tenant())
        .bind(person)
        .fetch_one(tx.conn())
        .await
}

/// Gives a person these tags in the place of all it had.
pub async fn set_tags(tx: &mut TenantTx, person: PersonId, tags: &[String]) -> Result<()> {
    sqlx::query("update crm.persons set tags = $3, updated_at = now() where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(person)
        .bind(tags)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// `tags` with some added at the end and some taken away. Tags that differ only by case or width are one.
pub fn retagged(tags: &[String], add: &[String], remove: &[String]) -> Vec<String> {
    let among = |list: &[String], tag: &str| list.iter().any(|other| fold(other) == fold(tag));
    let mut after: Vec<String> = tags.iter().filter(|tag| !among(remove, tag)).cloned().collect();
    for tag in add {
        if !among(&after, tag) && !among(remove, tag) {
            after.push(tag.clone());
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::retagged;

    #[test]
    fn one_tag_however_it_is_written() {
        let list = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
        let before = list(&["Speaker", "登壇者"]);
        assert_eq!(
            retagged(&before, &list(&["ｓｐｅａｋｅｒ", "new", "New"]), &[]),
            list(&["Speaker", "登壇者", "new"])
        );
        assert_eq!(retagged(&before, &[], &list(&["speaker"])), list(&["登壇者"]));
        assert_eq!(retagged(&before, &list(&["a"]), &list(&["A"])), before);
    }
}
