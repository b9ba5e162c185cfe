//! No words find another tenant's documents.

use super::*;

const OTHER: Uuid = Uuid::from_u128(0xB);

/// Queries that mean something in other search languages, and ones that break naive parsers.
fn nasty() -> Vec<String> {
    let other = OTHER.to_string();
    let fields = ["tenant", "key", "words", "grams", "at", "conversation", "account", "_all", ""];
    let values = [
        "*",
        "x",
        "secret",
        "[* TO *]",
        "{a TO z}",
        "/.*/",
        "IN [a b]",
        "\"secret\"",
        ">0",
        "(secret)",
        &other,
    ];
    let mut queries: Vec<String> = Vec::new();
    for field in fields {
        for value in values {
            queries.push(format!("{field}:{value}"));
            queries.push(format!("+{field}:{value} OR secret"));
            queries.push(format!("x) OR ({field}:{value}"));
        }
    }
    let odd = [
        "*",
        "**",
        "?",
        "OR",
        "AND",
        "NOT",
        "OR OR",
        "AND NOT",
        ")(",
        "((((",
        "))))",
        "\"",
        "\"\"",
        "\"\"\"",
        "「",
        "」「",
        "『』",
        "-",
        "--",
        "-\"",
        "-「",
        "- -",
        "+",
        "~",
        "secret~2",
        "secret^9",
        "\\",
        "\\\"",
        "secret\\",
        "'",
        "''",
        "`",
        "\0",
        "\u{202E}secret",
        "\u{FEFF}",
        "%",
        "%00",
        "${x}",
        "<script>",
        "';--",
        "a:b:c",
        "::",
        "[",
        "]",
        "[]",
        "{",
        "}",
        "secret AND",
        "NOT secret",
        "-secret OR secret",
        "!",
        "||",
        "&&",
        "a && b || c",
        "\r\n",
        "\t",
        "…",
        "：",
        "＊",
        "（）",
        "tenant：x",
        "🎉🎉",
        "👩‍👩‍👧",
        "\u{301}\u{301}",
        "ﾞ",
        "ー",
        "々",
        "ㅋㅋ",
        "\u{10FFFF}",
    ];
    queries.extend(odd.map(str::to_owned));
    queries.push("secret ".repeat(5_000));
    queries.push("\"".repeat(5_000));
    queries.push("東".repeat(100_000));
    queries.push("(".repeat(10_000) + "secret");
    queries.push("-x ".repeat(1_000));
    queries
}

#[test]
fn no_query_crosses_tenants_or_fails() {
    let folder = Folder::new();
    let mut opened = Index::open(&folder).unwrap();
    let texts = [
        "secret plan",
        "秘密の計画 東東東東",
        "tenant key words grams at",
        "a b c x z or and not to in 🎉 ー",
    ];
    let mut changes = Vec::new();
    for (id, text) in (0..).zip(texts) {
        changes.push(Change::Put(Document { tenant: OTHER, ..document(100 + id, text) }));
    }
    changes.push(Change::Put(document(1, "our own secret, x")));
    opened.writer.apply(&changes, "1").unwrap();

    let queries = nasty();
    assert!(queries.len() >= 300, "{}", queries.len());
    for text in queries {
        let hits = find(&opened.index, &text);
        let shown: String = text.chars().take(60).collect();
        assert!(hits.total <= 1, "{shown}");
        assert!(ids(&hits).iter().all(|id| *id == 1), "{shown}");
    }
    let others = opened.index.search(OTHER, &Query::parse("secret"), NOW, 9, 0).unwrap();
    assert_eq!(ids(&others), [100]);
}

#[test]
fn the_same_id_in_two_tenants_is_two_documents() {
    let folder = Folder::new();
    let mut opened = Index::open(&folder).unwrap();
    let theirs = Document { tenant: OTHER, ..document(1, "plan") };
    opened.writer.apply(&[Change::Put(document(1, "plan")), Change::Put(theirs)], "1").unwrap();
    opened.writer.apply(&[Change::Delete { tenant: TENANT, id: Uuid::from_u128(1) }], "2").unwrap();
    assert_eq!(find(&opened.index, "plan").total, 0);
    assert_eq!(opened.index.search(OTHER, &Query::parse("plan"), NOW, 9, 0).unwrap().total, 1);
}

#[test]
fn a_document_filed_under_a_wrong_tenant_does_not_get_out() {
    use crate::search::schema::{FIELDS, key};
    let folder = Folder::new();
    let opened = Index::open(&folder).unwrap();
    drop(opened.writer);
    let mut raw: tantivy::IndexWriter = opened.index.engine.writer_with_num_threads(1, 20_000_000).unwrap();
    let mut entry = tantivy::TantivyDocument::new();
    entry.add_bytes(FIELDS.key, &key(OTHER, Uuid::from_u128(5)));
    entry.add_bytes(FIELDS.tenant, TENANT.as_bytes());
    entry.add_i64(FIELDS.at, NOW);
    entry.add_text(FIELDS.words, "plan");
    raw.add_document(entry).unwrap();
    raw.commit().unwrap();
    opened.index.reload().unwrap();
    assert!(find(&opened.index, "plan").hits.is_empty());
}
