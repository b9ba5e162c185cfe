//! Names of the kinds of inquiries.

use nlp::{Lang, understand::Choices};

/// What people say for a kind; the last takes back what was said.
pub(crate) const KINDS: Choices = &[
    ("billing", &["billing", "invoice", "payment", "請求", "料金", "支払い", "支払"]),
    ("trouble", &["trouble", "bug", "a bug", "an error", "outage", "障害", "不具合", "トラブル"]),
    ("question", &["question", "how-to", "how to", "usage", "使い方", "質問", "操作方法"]),
    (
        "request",
        &["request", "feature request", "a request", "a feature request", "要望", "機能要望", "改善要望"],
    ),
    ("account", &["account", "login", "access", "アカウント", "ログイン", "権限"]),
    (
        "contract",
        &["contract", "sales", "renewal", "cancellation", "契約", "営業", "更新", "解約", "見積もり"],
    ),
    ("automatic", &["automatic", "auto", "自動", "自動判定"]),
];

/// A kind as the reader calls it; `None`: of no kind.
pub(crate) fn name(lang: Lang, kind: Option<&str>) -> String {
    let (en, ja) = match kind {
        Some("billing") => ("Billing", "請求・支払い"),
        Some("trouble") => ("Trouble", "障害・不具合"),
        Some("question") => ("How-to", "使い方"),
        Some("request") => ("Request", "要望"),
        Some("account") => ("Account", "アカウント"),
        Some("contract") => ("Contract", "契約"),
        _ => ("Other", "その他"),
    };
    lang.pick(en, ja).to_owned()
}
