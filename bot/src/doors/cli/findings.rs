//! What was found out, a line each, with what to do about it.

use adapters::{Finding, State};
use nlp::Lang;
use serde_json::{Value, json};

/// Nothing of it is bad.
pub(super) fn well(findings: &[Finding]) -> bool {
    findings.iter().all(|it| it.state != State::Bad)
}

/// For a terminal.
pub(super) fn lines(findings: &[Finding], lang: Lang) -> String {
    let lines = findings.iter().map(|finding| {
        let sign = match finding.state {
            State::Good => "✓",
            State::Doubtful => "!",
            State::Bad => "✗",
        };
        let mend =
            finding.mend.as_ref().map_or_else(String::new, |it| format!("\n    → {}", it.of(lang.tag())));
        format!("  {sign} {}{mend}", finding.what.of(lang.tag()))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// For programs.
pub(super) fn json(findings: &[Finding], lang: Lang) -> Value {
    let all = findings.iter().map(|finding| {
        let state = match finding.state {
            State::Good => "good",
            State::Doubtful => "doubtful",
            State::Bad => "bad",
        };
        let mend = finding.mend.as_ref().map(|it| it.of(lang.tag()));
        json!({ "state": state, "what": finding.what.of(lang.tag()), "mend": mend })
    });
    all.collect()
}
