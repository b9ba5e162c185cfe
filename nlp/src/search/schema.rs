//! The fields of the index and the version of what is in them.

use std::sync::LazyLock;

use tantivy::schema::{
    BytesOptions, FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::TokenizerManager;
use uuid::Uuid;

use super::analysis::Cut;

/// Raise this when a field, a cut or the folding changes, or which texts are in it: older indexes are then built anew.
pub(super) const FORMAT: u32 = 4;

/// Fast field names, which the engine looks up by text.
pub(super) const AT: &str = "at";
pub(super) const KEY: &str = "key";
pub(super) const THREAD: &str = "thread";
pub(super) const ROOM: &str = "room";

/// The fields.
#[derive(Debug)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    /// Tenant and document id together; what a change replaces, and what a hit is read from.
    pub(super) key: Field,
    pub(super) tenant: Field,
    pub(super) conversation: Field,
    pub(super) account: Field,
    pub(super) at: Field,
    /// A number for the thread; 0: in none.
    pub(super) thread: Field,
    /// A number for the conversation, to tell neighbours by.
    pub(super) room: Field,
    /// The tag of the language, if it can be told.
    pub(super) lang: Field,
    pub(super) words: Field,
    pub(super) grams: Field,
    /// Words as they are spelt. Never searched for: what somebody may have meant is looked up in it.
    pub(super) spelt: Field,
}

/// The one layout there is.
pub(super) static FIELDS: LazyLock<Fields> = LazyLock::new(|| {
    let mut schema = Schema::builder();
    let text = |cut, record| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(&tokenizer_name(cut))
                .set_index_option(record)
                .set_fieldnorms(cut != Cut::Spelt),
        )
    };
    Fields {
        key: schema.add_bytes_field(KEY, INDEXED | FAST),
        tenant: schema.add_bytes_field("tenant", BytesOptions::default().set_indexed()),
        conversation: schema.add_bytes_field("conversation", BytesOptions::default().set_indexed()),
        account: schema.add_bytes_field("account", BytesOptions::default().set_indexed()),
        at: schema.add_i64_field(AT, NumericOptions::default().set_fast()),
        thread: schema.add_u64_field(THREAD, NumericOptions::default().set_fast().set_indexed()),
        room: schema.add_u64_field(ROOM, NumericOptions::default().set_fast()),
        lang: schema.add_bytes_field("lang", BytesOptions::default().set_indexed()),
        words: schema.add_text_field("words", text(Cut::Words, IndexRecordOption::WithFreqs)),
        grams: schema.add_text_field("grams", text(Cut::Grams, IndexRecordOption::WithFreqsAndPositions)),
        spelt: schema.add_text_field("spelt", text(Cut::Spelt, IndexRecordOption::Basic)),
        schema: schema.build(),
    }
});

/// The version stands in the tokenizers' names, so that the schema kept with an index tells
/// an outdated one.
fn tokenizer_name(cut: Cut) -> String {
    format!("{cut:?}/{FORMAT}").to_lowercase()
}

/// The tokenizers that the schema names.
pub(super) fn tokenizers() -> TokenizerManager {
    // The engine wants its own default even for fields that are not text.
    let tokenizers = TokenizerManager::default();
    for cut in [Cut::Words, Cut::Grams, Cut::Spelt] {
        tokenizers.register(&tokenizer_name(cut), cut.analyzer());
    }
    tokenizers
}

/// The key of a document.
pub(super) fn key(tenant: Uuid, id: Uuid) -> [u8; 32] {
    let mut key = [0; 32];
    key[..16].copy_from_slice(tenant.as_bytes());
    key[16..].copy_from_slice(id.as_bytes());
    key
}

/// A number for bytes, the same for ever; never 0.
pub(super) fn number(bytes: &[u8]) -> u64 {
    super::seal::sum(bytes).max(1)
}

/// The tenant and the id in a key; `None` for bytes that are no key.
pub(super) fn key_parts(key: &[u8]) -> Option<(Uuid, Uuid)> {
    let (tenant, id) = key.split_at_checked(16)?;
    Some((Uuid::from_slice(tenant).ok()?, Uuid::from_slice(id).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If this fails, what the index holds for the same text has changed (by our hand or by a
    /// dependency's data): raise `FORMAT`, then update the fingerprint.
    #[test]
    fn the_format_pins_the_terms() {
        let sample = "東京都の顧客から見積書の依頼がありました。髙﨑さんのサーバーで RATE LIMITS を送って🎉 ㈱山田 ｶﾞｲﾄﾞ C++ don't v2.1";
        let terms: Vec<String> = [Cut::Words, Cut::Grams, Cut::Spelt]
            .iter()
            .flat_map(|cut| cut.terms(sample))
            .map(|t| t.text)
            .collect();
        let fingerprint = super::super::seal::seal(&terms.join(" "));
        assert_eq!((FORMAT, fingerprint.as_str()), (4, "faf43a1e66f62c00"), "{terms:?}");
    }

    #[test]
    fn keys_round_trip() {
        let (tenant, id) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(key_parts(&key(tenant, id)), Some((tenant, id)));
        assert_eq!(key_parts(b"short"), None);
    }
}
