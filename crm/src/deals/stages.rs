//! The stages that a tenant's deals go through: in order, each with a probability, one of them won and one lost.

use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use crate::{Result, TenantTx, fold};

/// A stage.
#[derive(Debug, Clone, PartialEq, Eq, FromRow, Serialize, Deserialize)]
pub struct Stage {
    /// What deals remember it by; never shown.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its Japanese name.
    pub name_ja: Option<String>,
    /// How likely a deal in it is to be won, in percent.
    pub probability: i32,
    /// `open`, `won` or `lost`.
    pub outcome: String,
}

impl Stage {
    /// The name for readers of Japanese, or of English.
    pub fn name_in(&self, japanese: bool) -> &str {
        if japanese { self.name_ja.as_deref().unwrap_or(&self.name) } else { &self.name }
    }

    /// Is a deal in it still to be decided?
    pub fn is_open(&self) -> bool {
        self.outcome == "open"
    }
}

/// Key, both names, probability, how a deal in it stands, and what else people say for it.
type Usual = (&'static str, &'static str, &'static str, i32, &'static str, &'static [&'static str]);

const USUAL: [Usual; 6] = [
    ("lead", "Lead", "見込み", 10, "open", &["leads", "new", "リード", "見込", "新規"]),
    (
        "qualified",
        "Qualified",
        "ヒアリング済み",
        25,
        "open",
        &["qualify", "qualification", "ヒアリング", "確認済み", "有望"],
    ),
    (
        "proposal",
        "Proposal",
        "提案",
        50,
        "open",
        &["proposed", "quote", "quoted", "提案中", "見積", "見積もり"],
    ),
    (
        "negotiation",
        "Negotiation",
        "交渉",
        75,
        "open",
        &["negotiating", "negotiations", "交渉中", "条件交渉", "ネゴ"],
    ),
    (
        "won",
        "Won",
        "受注",
        100,
        "won",
        &["closed won", "win", "signed", "受注済み", "受注済", "成約", "契約", "獲得", "勝ち"],
    ),
    (
        "lost",
        "Lost",
        "失注",
        0,
        "lost",
        &["closed lost", "lose", "dead", "失注済み", "失注済", "見送り", "負け", "没"],
    ),
];

/// The stages a tenant begins with.
pub fn usual() -> Vec<Stage> {
    USUAL
        .iter()
        .map(|(key, name, name_ja, probability, outcome, _)| Stage {
            key: (*key).to_owned(),
            name: (*name).to_owned(),
            name_ja: Some((*name_ja).to_owned()),
            probability: *probability,
            outcome: (*outcome).to_owned(),
        })
        .collect()
}

/// The stages in their order; the usual ones are written when there are none.
pub async fn all(tx: &mut TenantTx) -> Result<Vec<Stage>> {
    let known = read(tx).await?;
    if !known.is_empty() {
        return Ok(known);
    }
    write(tx, &usual()).await?;
    read(tx).await
}

async fn read(tx: &mut TenantTx) -> Result<Vec<Stage>> {
    sqlx::query_as(
        "select key, name, name_ja, probability, outcome from crm.deal_stages
         where tenant_id = $1 and removed_at is null order by position, key",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
}

/// Every stage there ever was, for the history of deals; those that were removed come last.
pub async fn ever(tx: &mut TenantTx) -> Result<Vec<Stage>> {
    sqlx::query_as(
        "select key, name, name_ja, probability, outcome from crm.deal_stages
         where tenant_id = $1 order by (removed_at is not null), position, key",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
}

/// Makes these the stages, in this order; those left out are removed, which the caller has seen to hold no deals
/// ([`holding`]). Nobody else changes them until the transaction ends.
pub async fn replace(tx: &mut TenantTx, stages: &[Stage]) -> Result<()> {
    let keys: Vec<&str> = stages.iter().map(|stage| stage.key.as_str()).collect();
    sqlx::query(
        "update crm.deal_stages set removed_at = now()
         where tenant_id = $1 and removed_at is null and key <> all($2)",
    )
    .bind(tx.tenant())
    .bind(&keys)
    .execute(tx.conn())
    .await?;
    write(tx, stages).await
}

async fn write(tx: &mut TenantTx, stages: &[Stage]) -> Result<()> {
    for (position, stage) in (1_i32..).zip(stages) {
        sqlx::query(
            "insert into crm.deal_stages (tenant_id, key, position, name, name_ja, probability, outcome)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (tenant_id, key) do update
                 set position = $3, name = $4, name_ja = $5, probability = $6, removed_at = null",
        )
        .bind(tx.tenant())
        .bind(&stage.key)
        .bind(position)
        .bind(&stage.name)
        .bind(&stage.name_ja)
        .bind(stage.probability)
        .bind(&stage.outcome)
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// How many deals stand in a stage, those in the trash with them: they may come back.
pub async fn holding(tx: &mut TenantTx, key: &str) -> Result<i64> {
    sqlx::query_scalar("select count(*) from crm.deals where tenant_id = $1 and stage = $2")
        .bind(tx.tenant())
        .bind(key)
        .fetch_one(tx.conn())
        .await
}

/// Is it the key of a stage in which deals end?
pub fn ends(stages: &[Stage], key: &str) -> bool {
    stages.iter().any(|stage| stage.key == key && !stage.is_open())
}

/// The stages that words mean: one of this name in either language, one that is commonly called so, or those whose
/// names begin so. Nothing when there is none.
pub fn meant<'s>(stages: &'s [Stage], words: &str) -> Vec<&'s Stage> {
    let folded = fold(words);
    let mut wanted = folded.trim();
    // "the proposal stage", 提案ステージ
    for end in ["stage", "ステージ", "段階", "フェーズ"].map(fold) {
        wanted = wanted.strip_suffix(end.as_str()).unwrap_or(wanted).trim();
    }
    for lead in ["stage ", "ステージ", "the "].map(fold) {
        wanted = wanted.strip_prefix(lead.as_str()).unwrap_or(wanted).trim();
    }
    if wanted.is_empty() {
        return Vec::new();
    }
    let names = |stage: &Stage| -> Vec<String> {
        [Some(&stage.name), stage.name_ja.as_ref()].into_iter().flatten().map(|name| fold(name)).collect()
    };
    let is = |stage: &&Stage| names(stage).iter().any(|name| name == wanted);
    let said = |stage: &&Stage| {
        let usual = USUAL.iter().find(|(key, ..)| *key == stage.key);
        usual.is_some_and(|(key, .., said)| *key == wanted || said.iter().any(|said| fold(said) == wanted))
    };
    let begins = |stage: &&Stage| names(stage).iter().any(|name| name.starts_with(wanted));
    for fits in [&is as &dyn Fn(&&Stage) -> bool, &said, &begins] {
        let found: Vec<&Stage> = stages.iter().filter(|stage| fits(stage)).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_known_by_what_people_say() {
        let stages = usual();
        for (words, key) in [
            ("Negotiation", "negotiation"),
            ("交渉", "negotiation"),
            ("交渉中", "negotiation"),
            ("ｗｏｎ", "won"),
            ("closed won", "won"),
            ("失注", "lost"),
            ("the proposal stage", "proposal"),
            ("提案ステージ", "proposal"),
            ("nego", "negotiation"),
            ("ヒアリング", "qualified"),
        ] {
            let found: Vec<&str> = meant(&stages, words).iter().map(|stage| stage.key.as_str()).collect();
            assert_eq!(found, [key], "{words}");
        }
        for words in ["", "stage", "party", "明日"] {
            assert!(meant(&stages, words).is_empty(), "{words}");
        }
    }

    #[test]
    fn a_new_name_hides_no_old_word() {
        let mut stages = usual();
        stages[2].name = "Lead offer".to_owned();
        assert_eq!(meant(&stages, "lead")[0].key, "lead", "the whole name comes first");
        assert_eq!(meant(&stages, "見積")[0].key, "proposal");
    }
}
