//! Takes out of a text what its writer did not say: code, stack traces, logs, quotations, links, mentions.

use std::borrow::Cow;

use super::faces;

/// The text without them; lines that are left stay lines.
pub fn clean(text: &str) -> Cow<'_, str> {
    let suspicious = |c: char| {
        matches!(c, '`' | '>' | '/' | '@' | '\n' | '{' | ';' | '(' | '[' | '=') || c.is_ascii_digit()
    };
    if !text.contains(suspicious)
        && !text.contains("Error")
        && !text.contains("Exception")
        && !text.contains("ERR!")
    {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            // a fence may open and close in one line
            fenced = fenced != (trimmed[3..].matches("```").count() % 2 == 0);
            continue;
        }
        if fenced || (trimmed.starts_with(['>', '＞']) || is_machine(line)) && !is_face(trimmed) {
            continue;
        }
        spoken(trimmed, &mut out);
        out.push('\n');
    }
    Cow::Owned(out)
}

/// `(>_<)` is as full of signs as code is.
fn is_face(line: &str) -> bool {
    line.len() < 24 && faces::nothing_else(line)
}

/// A line that a program wrote, or that is a program.
fn is_machine(line: &str) -> bool {
    let trimmed = line.trim();
    if trimmed.is_empty()
        || !trimmed.is_ascii() && !trimmed.starts_with(|c: char| c.is_ascii_digit() || c == '[')
    {
        return false;
    }
    let leads = [
        "at ",
        "Traceback",
        "File \"",
        "Caused by:",
        "Exception in thread",
        "... ",
        "ERROR",
        "WARN",
        "INFO",
        "DEBUG",
        "FATAL",
        "TRACE",
        "error[",
        "warning:",
        "panicked at",
        "thread '",
        "npm ERR!",
        "fatal:",
        "--> ",
        "+++ ",
        "--- ",
        "@@ ",
        "diff --git",
        "import ",
        "#include",
        "#!/",
        "SELECT ",
        "INSERT ",
        "UPDATE ",
        "$ ",
        "def ",
        "fn ",
        "const ",
        "let ",
        "var ",
        "public ",
        "private ",
    ];
    if let Some(lead) = leads.iter().find(|lead| trimmed.starts_with(**lead)) {
        let coded = trimmed.contains(['(', '=', ':', '{', '"', '/', ';', '[']);
        return match *lead {
            "at " => {
                coded
                    && line.starts_with(|c: char| c.is_whitespace() || c == 'a')
                    && trimmed.contains('(')
                    && trimmed.ends_with(')')
            }
            "let " | "import " | "public " | "private " | "... " | "$ " | "INFO" | "ERROR" | "WARN" => coded,
            _ => true,
        };
    }
    starts_as_log(trimmed) || names_an_error(trimmed) || is_code(trimmed)
}

/// "2026-11-18 10:00:00 …", "`[10:00:00]` …".
fn starts_as_log(line: &str) -> bool {
    let digits =
        |text: &str, n: usize| text.len() >= n && text.as_bytes()[..n].iter().all(u8::is_ascii_digit);
    let line = line.strip_prefix('[').unwrap_or(line);
    let dated = digits(line, 4) && matches!(line.as_bytes().get(4), Some(b'-' | b'/')) && line.contains(':');
    let clocked = digits(line, 2)
        && line.as_bytes().get(2) == Some(&b':')
        && line.len() > 8
        && line.as_bytes().get(5) == Some(&b':');
    dated && line.len() > 19 || clocked
}

/// "TypeError: x is not a function", "java.lang.NullPointerException".
fn names_an_error(line: &str) -> bool {
    let first = line.split([' ', ':']).next().unwrap_or_default();
    let named = first.ends_with("Error") || first.ends_with("Exception") || first.ends_with("Warning");
    (named && first.len() > 7) || line.starts_with("Error: ") && line.contains(['/', '\'', '_'])
}

/// More signs than a sentence has.
fn is_code(line: &str) -> bool {
    let signs = line.bytes().filter(|b| b"{}();=<>[]|&$\\_\"".contains(b)).count();
    let ends = line.ends_with([';', '{', '}', ')']) && !line.ends_with(":)") && !line.ends_with(";)");
    signs * 6 > line.len() && ends && signs > 2 || (line.starts_with('{') && line.ends_with('}'))
}

/// A line without inline code, links and mentions.
fn spoken(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let skip = match c {
            '`' => rest[1..].find('`').map(|end| end + 2),
            'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
                Some(rest.find(|c: char| c.is_whitespace() || !c.is_ascii()).unwrap_or(rest.len()))
            }
            '@' if rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric()) => Some(
                1 + rest[1..]
                    .find(|c: char| !(c.is_ascii_alphanumeric() || "_-.".contains(c)))
                    .unwrap_or(rest.len() - 1),
            ),
            '<' if rest.starts_with("<@") || rest.starts_with("<#") || rest.starts_with("<http") => {
                rest.find('>').map(|end| end + 1)
            }
            _ => None,
        };
        match skip {
            Some(length) => {
                out.push(' ');
                rest = &rest[length..];
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
}
