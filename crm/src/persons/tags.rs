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

/// A page of the tags that anybody bears, each with how many do, those of most first, and how many tags they are in
/// all. Tags that differ only by case or width are one, as it is written most often.
pub async fn tags_in_use(tx: &mut TenantTx, limit: i64, offset: i64) -> Result<(Vec<(String, i64)>, i64)> {
    let rows: Vec<(String, i64, i64)> = sqlx::query_as(
        "select mode() within group (order by tag), count(distinct p.id), count(*) over ()
         from crm.persons p cross join lateral unnest(p.tags) tag
         where p.tenant_id = $1 and p.merged_into is null and p.deleted_at is null
         group by crm.fold(tag)
         order by count(distinct p.id) desc, crm.fold(tag) limit $2 offset $3",
    )
    .bind(tx.tenant())
    .bind(limit)
    .bind(offset)
    .fetch_all(tx.conn())
    .await?;
    let total = rows.first().map_or(0, |(.., total)| *total);
    Ok((rows.into_iter().map(|(tag, people, _)| (tag, people)).collect(), total))
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
