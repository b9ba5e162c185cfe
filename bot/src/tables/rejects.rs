//! Rejected rows as a file that can be mended and imported again: the columns as they were, and before them
//! the line, the column and the reason.

use crm::{
    ImportId, TenantTx,
    imports::{self, Import},
};
use nlp::Lang;

use super::{value::Reason, write::Cells};

/// Rows read at a time.
const PAGE: i64 = 1_000;

/// Why a row was rejected, by the stored name of the reason.
pub fn reason(code: &str, lang: Lang) -> String {
    Reason::stored(code).map_or_else(|| code.to_owned(), |reason| reason.words(lang))
}

/// Writes the rejected rows of an import, page by page, each handed to `put`; says how many they are.
pub async fn rejects(
    tx: &mut TenantTx,
    import: &Import,
    lang: Lang,
    mut put: impl FnMut(&str) -> anyhow::Result<()>,
) -> anyhow::Result<u64> {
    let (mut after, mut count) = (0, 0);
    loop {
        let page = imports::rejects(tx, ImportId(import.id.0), after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(count) };
        after = last.line;
        if count == 0 {
            let own = [lang.pick("_line", "_行"), lang.pick("_column", "_列"), lang.pick("_reason", "_理由")];
            let headers = own.into_iter().map(str::to_owned).chain(import.headers.iter().cloned());
            // a mark by which a spreadsheet knows the encoding
            put(&format!("\u{feff}{}", headers.collect::<Vec<_>>().to_csv()))?;
        }
        for row in page {
            let own = [row.line.to_string(), row.header, reason(&row.reason, lang)];
            put(&own.into_iter().chain(row.cells).collect::<Vec<_>>().to_csv())?;
            count += 1;
        }
    }
}
