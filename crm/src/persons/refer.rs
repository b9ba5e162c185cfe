//! Which person somebody means: by code, handle, address or name.

use super::{
    Person, like, person_columns,
    words::{part_of_a_name, whole_words},
};
use crate::{Code, CodeKind, PersonId, Result, TenantTx, fold, romaji};

/// What a reference means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<T> {
    /// Exactly this.
    One(T),
    /// Any of these; the asker has to say which.
    Many(Vec<T>),
    /// Nothing; these come nearest.
    None(Vec<T>),
}

/// At most this many to choose from.
const CHOICES: i64 = 9;

/// Finds the person meant by `text`: `P-12`, `@handle`, `github:handle`, an e-mail address, or a name
/// in kanji, kana or Latin letters, with or without さん. Codes of merged persons lead to the survivor.
pub async fn refer(tx: &mut TenantTx, text: &str) -> Result<Found<Person>> {
    if let Some(Code { kind: CodeKind::Person, number }) = Code::parse(text) {
        let found = by_number(tx, number).await?;
        return Ok(found.map_or(Found::None(Vec::new()), Found::One));
    }
    let folded = fold(text);
    let name = without_honorific(folded.trim());
    if name.is_empty() {
        return Ok(Found::None(Vec::new()));
    }
    let mut found = by_handle(tx, name).await?;
    let whole = format!("%\n{}\n%", like(name));
    if !found.is_empty() && !name.contains(['@', ':']) {
        // bob is what one is called elsewhere, and another's name
        let namesakes = by_key(tx, &whole, None).await?;
        found.extend(
            namesakes.into_iter().filter(|one| found.iter().all(|it| it.id != one.id)).collect::<Vec<_>>(),
        );
    }
    if found.is_empty() && !name.starts_with('@') {
        found = by_key(tx, &whole, None).await?;
        let within = format!("%{}%", like(name));
        for expression in [whole_words(name), part_of_a_name(name)] {
            if found.is_empty() {
                found = by_key(tx, &within, Some(expression)).await?;
            }
        }
        // who is known by the reading of a name alone
        if found.is_empty()
            && let Some(kana) = romaji::to_kana(name)
        {
            found = by_key(tx, &format!("%{}%", like(&kana)), Some(part_of_a_name(&kana))).await?;
        }
    }
    Ok(match found.len() {
        0 => Found::None(nearest(tx, name).await?),
        1 => Found::One(found.remove(0)),
        _ => Found::Many(found),
    })
}

async fn by_number(tx: &mut TenantTx, number: i64) -> Result<Option<Person>> {
    sqlx::query_as(concat!(
        "with recursive line as (
             select id, merged_into from crm.persons where tenant_id = $1 and number = $2
             union all
             select p.id, p.merged_into from crm.persons p join line l on p.tenant_id = $1 and p.id = l.merged_into
         )
         select ",
        person_columns!(),
        " from crm.persons p where p.tenant_id = $1 and p.deleted_at is null and p.id = (select id from line where merged_into is null)"
    ))
    .bind(tx.tenant())
    .bind(number)
    .fetch_optional(tx.conn())
    .await
}

async fn by_handle(tx: &mut TenantTx, name: &str) -> Result<Vec<Person>> {
    let (provider, handle) =
        name.split_once(':').map_or((None, name), |(provider, rest)| (Some(provider), rest));
    sqlx::query_as(concat!(
        "select ",
        person_columns!(),
        " from crm.persons p
         where p.tenant_id = $1 and p.merged_into is null and p.deleted_at is null and p.id in (
             select a.person_id from crm.accounts a
             where a.tenant_id = $1 and ($3::text is null or a.provider = $3)
               and (lower(a.handle) = $2 or lower(a.email) = $2)
             union
             select i.person_id from crm.identifiers i
             where i.tenant_id = $1 and $3::text is null and i.kind in ('email', 'phone') and i.value = $2)
         order by p.number limit $4"
    ))
    .bind(tx.tenant())
    .bind(handle.trim_start_matches('@'))
    .bind(provider)
    .bind(CHOICES)
    .fetch_all(tx.conn())
    .await
}

/// Those whose search key is like `pattern` and fits the regular expression, where there is one.
async fn by_key(tx: &mut TenantTx, pattern: &str, expression: Option<String>) -> Result<Vec<Person>> {
    sqlx::query_as(concat!(
        "select ",
        person_columns!(),
        " from crm.persons p
         where p.tenant_id = $1 and p.merged_into is null and p.deleted_at is null and p.search_key like $2
           and ($4::text is null or p.search_key ~ $4)
         order by length(p.search_key), p.number limit $3"
    ))
    .bind(tx.tenant())
    .bind(pattern)
    .bind(CHOICES)
    .bind(expression)
    .fetch_all(tx.conn())
    .await
}

/// The three names that look most like `name` (Sørensen–Dice over letter pairs) or sound like it, if any does at all.
pub(super) async fn nearest(tx: &mut TenantTx, name: &str) -> Result<Vec<Person>> {
    let keys: Vec<(PersonId, String)> = sqlx::query_as(
        "select id, search_key from crm.persons where tenant_id = $1 and merged_into is null and deleted_at is null
         order by updated_at desc limit 20000",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await?;
    let name = name.trim_start_matches('@');
    let sound = romaji::sound(name);
    let likeness = |form: &str| {
        let looks = strsim::sorensen_dice(form, name);
        match (&sound, romaji::sound(form)) {
            (Some(sound), Some(other)) => looks.max(strsim::sorensen_dice(sound, &other)),
            _ => looks,
        }
    };
    let mut scored: Vec<(f64, PersonId)> = keys
        .into_iter()
        .map(|(id, key)| {
            let best = key.lines().map(&likeness).fold(0.0, f64::max);
            (best, id)
        })
        .filter(|(score, _)| *score >= 0.4)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.truncate(3);
    let ids: Vec<PersonId> = scored.into_iter().map(|(_, id)| id).collect();
    let mut persons = super::by_ids(tx, &ids).await?;
    persons.sort_by_key(|person| ids.iter().position(|id| *id == person.id));
    Ok(persons)
}

/// 田中さん → 田中; "taro-san" → "taro".
pub(crate) fn without_honorific(name: &str) -> &str {
    ["さん", "様", "さま", "氏", "君", "くん", "ちゃん", "先生", "-san"]
        .iter()
        .find_map(|honorific| name.strip_suffix(honorific))
        .map(str::trim_end)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::without_honorific;

    #[test]
    fn honorifics_go() {
        assert_eq!(without_honorific("田中さん"), "田中");
        assert_eq!(without_honorific("taro-san"), "taro");
        assert_eq!(without_honorific("さん"), "さん");
    }
}
