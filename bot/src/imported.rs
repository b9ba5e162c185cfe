//! Imports in words: how far one is, and what became of one that was taken back.

use crm::{
    Code,
    imports::{Import, Kept, State, Undone, Why},
};
use nlp::Lang;
use serde_json::{Value, json};

use crate::{say, tables, words::count};

/// Kept things that are named.
const NAMED: usize = 20;

/// What an import is and did, in a line.
pub(crate) fn said(import: &Import, lang: Lang) -> String {
    let kind = tables::kind_label(import.kind).of(lang);
    let (created, updated) = (count(import.created), count(import.updated));
    let (skipped, rejected) = (count(import.skipped), count(import.rejected));
    let did = say!(
        lang,
        "{kind}: {created} created, {updated} updated, {skipped} known, {rejected} rejected",
        "{kind}：新規{created}・更新{updated}・登録済み{skipped}・不可{rejected}"
    );
    match import.state {
        State::Done => did,
        State::Undone => say!(lang, "{did} – taken back", "{did}（取消済み）"),
        State::Running | State::Waiting => {
            let (position, total) = (count(import.position), count(import.total));
            say!(lang, "{did} – {position} of {total} rows so far", "{did}（{total}行中{position}行まで）")
        }
    }
}

/// What became of an import that was taken back, line by line.
pub(crate) fn undone(code: Code, undone: &Undone, lang: Lang) -> Vec<String> {
    let n = |n: u64| count(i64::try_from(n).unwrap_or(i64::MAX));
    let (removed, restored) = (n(undone.removed), n(undone.restored));
    let mut lines = vec![say!(
        lang,
        "{code} is taken back: {removed} things it made are in the trash, {restored} it changed are as they were.",
        "{code} を取り消しました。作成された{removed}件をごみ箱に移し、変更された{restored}件を元に戻しました。"
    )];
    if undone.kept.is_empty() {
        return lines;
    }
    let kept = n(undone.kept.len() as u64);
    lines.push(say!(
        lang,
        "{kept} stay as they are, because something was done with them since:",
        "次の{kept}件は、その後に変更・利用されているため、そのまま残しました："
    ));
    lines.extend(undone.kept.iter().take(NAMED).map(|it| stays(it, lang)));
    if undone.kept.len() > NAMED {
        let more = undone.kept.len() - NAMED;
        lines.push(say!(lang, "and {more} more", "ほか{more}件"));
    }
    lines
}

/// What stays, and why.
pub(crate) fn stays(kept: &Kept, lang: Lang) -> String {
    let (code, name) = (kept.code, &kept.name);
    let why = match &kept.why {
        Why::Changed => say!(lang, "changed since", "その後に変更あり"),
        Why::Field(field) => {
            let field = field_name(field, lang);
            say!(lang, "its {field} was changed since", "{field}がその後に変更されています")
        }
        Why::Merged => say!(lang, "merged since", "その後に統合あり"),
        Why::Used => say!(lang, "more belongs to it by now", "その後に関連する記録あり"),
    };
    say!(lang, "{code} {name}: {why}", "{code} {name}：{why}")
}

fn field_name(field: &str, lang: Lang) -> &str {
    match tables::Field::named(field) {
        Some(field) => field.label().of(lang),
        None => field,
    }
}

/// For the audit log.
pub(crate) fn as_json(undone: &Undone) -> Value {
    json!({
        "removed": undone.removed, "restored": undone.restored,
        "kept": undone.kept.iter().take(NAMED).map(|it| it.code.to_string()).collect::<Vec<_>>(),
    })
}
