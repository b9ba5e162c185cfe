//! Which campaign somebody means: by code or name.

use super::{Campaign, campaign_columns};
use crate::{CampaignId, Code, CodeKind, Result, TenantTx, fold, persons::Found};

/// The living campaign with exactly this name in either language.
pub async fn named(tx: &mut TenantTx, name: &str) -> Result<Option<Campaign>> {
    let wanted = fold(name).replace(' ', "");
    Ok(all(tx).await?.into_iter().find(|campaign| campaign.is_named(&wanted)))
}

/// The living campaign with this id.
pub async fn by_id(tx: &mut TenantTx, id: CampaignId) -> Result<Option<Campaign>> {
    sqlx::query_as(concat!(
        "select ",
        campaign_columns!(),
        " from crm.campaigns c where c.tenant_id = $1 and c.id = $2 and c.deleted_at is null"
    ))
    .bind(tx.tenant())
    .bind(id)
    .fetch_optional(tx.conn())
    .await
}

/// Every living campaign, the latest first.
pub async fn all(tx: &mut TenantTx) -> Result<Vec<Campaign>> {
    sqlx::query_as(concat!(
        "select ",
        campaign_columns!(),
        " from crm.campaigns c where c.tenant_id = $1 and c.deleted_at is null
         order by c.starts_on desc, c.number desc"
    ))
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
}

/// Finds the campaign meant by `text`: `C-7`, or a name or part of one in either language.
pub async fn refer(tx: &mut TenantTx, text: &str) -> Result<Found<Campaign>> {
    let all = all(tx).await?;
    if let Some(Code { kind: CodeKind::Campaign, number }) = Code::parse(text) {
        let found = all.into_iter().find(|campaign| campaign.number == number);
        return Ok(found.map_or(Found::None(Vec::new()), Found::One));
    }
    let wanted = fold(text);
    if wanted.is_empty() {
        return Ok(Found::None(Vec::new()));
    }
    for fits in [is, starts, contains] {
        let found: Vec<Campaign> =
            all.iter().filter(|c| names(c).iter().any(|name| fits(name, &wanted))).cloned().collect();
        match found.len() {
            0 => {}
            1 => return Ok(found.into_iter().next().map_or(Found::None(Vec::new()), Found::One)),
            _ => return Ok(Found::Many(found)),
        }
    }
    let mut near: Vec<(f64, Campaign)> = all
        .into_iter()
        .map(|c| (names(&c).iter().map(|name| strsim::sorensen_dice(name, &wanted)).fold(0.0, f64::max), c))
        .filter(|(score, _)| *score >= 0.35)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.number.cmp(&a.1.number)));
    // one slip of the finger is not worth a question
    if let [(score, _), rest @ ..] = near.as_slice()
        && *score >= 0.8
        && rest.first().is_none_or(|next| next.0 < score - 0.15)
    {
        return Ok(Found::One(near.swap_remove(0).1));
    }
    Ok(Found::None(near.into_iter().take(3).map(|(_, campaign)| campaign).collect()))
}

fn names(campaign: &Campaign) -> Vec<String> {
    [Some(&campaign.name), campaign.name_ja.as_ref()].into_iter().flatten().map(|name| fold(name)).collect()
}

fn is(name: &str, wanted: &str) -> bool {
    name == wanted || name.replace(' ', "") == wanted.replace(' ', "")
}

fn starts(name: &str, wanted: &str) -> bool {
    name.starts_with(wanted)
}

fn contains(name: &str, wanted: &str) -> bool {
    name.contains(wanted)
}
