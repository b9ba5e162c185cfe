//! A reply as HTML: semantic elements and classes, no inline style, no script, no event attributes,
//! so that the page can keep the strictest content security policy.
//!
//! Tags are written here and nowhere else; every value passes through [`escape`].

use crate::chart::{self, Paper};
use crate::markdown::{self, Span};
use crate::markup::escape;
use crate::plain;
use crate::{Align, Block, Button, ButtonStyle, Chart, Column, Field, Item, Payload, Reply};

/// One message; none where there is nothing to show.
pub(super) fn payloads(reply: &Reply) -> Vec<Payload> {
    let html = html(reply);
    if html.is_empty() { Vec::new() } else { vec![Payload::new(html)] }
}

fn html(reply: &Reply) -> String {
    let understood = reply.understood.iter().map(|command| {
        format!(
            "<p class=\"understood\"><span aria-hidden=\"true\">→</span> <code>{}</code></p>",
            value(command)
        )
    });
    let parts: Vec<String> =
        understood.chain(reply.blocks.iter().map(block)).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return String::new();
    }
    format!("<div class=\"reply\" lang=\"{}\">\n{}\n</div>", language(&reply.lang), parts.join("\n"))
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading { text } => format!("<h3>{}</h3>", name(text)),
        Block::Text { text } => paragraphs(text),
        Block::Fields { fields } => definitions(fields),
        Block::Table { columns, rows } => table(columns, rows),
        Block::List { numbered, items } => list(*numbered, items),
        Block::Chart { chart } => figure(chart),
        Block::Buttons { buttons } => pressable(buttons),
        Block::Suggestions { sentences } => {
            let items: String = sentences.iter().map(|text| format!("<li>{}</li>", name(text))).collect();
            format!("<ul class=\"suggestions\">{items}</ul>")
        }
        Block::File { name: file, media_type, path } => {
            let label = format!("{} <small>{}</small>", name(file), value(media_type));
            format!("<p class=\"file\">{}</p>", link(path, &label, ""))
        }
    }
}

/// A language tag as BCP 47 writes it; else empty, which HTML reads as "unknown".
fn language(tag: &str) -> &str {
    let plausible = tag.len() <= 35 && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if plausible { tag } else { "" }
}

/// A value on one line.
fn value(text: &str) -> String {
    escape(&plain::line(text))
}

/// A value that may be in any script: what is written from right to left stays in its place.
fn name(text: &str) -> String {
    format!("<bdi>{}</bdi>", value(text))
}

/// A value that may have several lines.
fn lines(text: &str) -> String {
    format!("<bdi>{}</bdi>", escape(&plain::clean(text)).replace('\n', "<br>"))
}

/// Empty lines end a paragraph, line ends break a line.
fn paragraphs(text: &str) -> String {
    let text: String = markdown::spans(text).into_iter().map(span).collect();
    let paragraphs = text.split("\n\n").map(|p| p.trim_matches('\n')).filter(|p| !p.is_empty());
    let paragraphs: Vec<String> =
        paragraphs.map(|p| format!("<p dir=\"auto\">{}</p>", p.replace('\n', "<br>"))).collect();
    paragraphs.join("\n")
}

fn span(span: Span<'_>) -> String {
    // Within a mark a paragraph must not end: that would cut an element in two.
    let shown = |words: &str| escape(&plain::clean(&markdown::unescape(words)));
    let inside = |words: &str| shown(words).replace('\n', "<br>");
    match span {
        Span::Plain(words) => shown(words),
        Span::Bold(words) => format!("<strong>{}</strong>", inside(words)),
        Span::Code(words) => format!("<code>{}</code>", inside(words)),
        Span::Link { label, target } => link(target, &inside(label), ""),
    }
}

/// A link to our own site or to https; to anywhere else only its label. `label` is HTML already.
fn link(target: &str, label: &str, more: &str) -> String {
    if !markdown::is_safe_target(target) {
        return label.to_owned();
    }
    let away = if target.starts_with('/') { "" } else { " rel=\"noopener noreferrer\" target=\"_blank\"" };
    format!("<a href=\"{}\"{away}{more}>{label}</a>", escape(target))
}

fn definitions(fields: &[Field]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let rows: String = fields
        .iter()
        .map(|field| format!("<div><dt>{}</dt><dd>{}</dd></div>", name(&field.label), lines(&field.value)))
        .collect();
    format!("<dl>{rows}</dl>")
}

fn table(columns: &[Column], rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).chain([columns.len()]).max().unwrap_or(0);
    if count == 0 {
        return String::new();
    }
    let class = |i: usize| match columns.get(i).map(|column| column.align) {
        Some(Align::Right) => " class=\"number\"",
        _ => "",
    };
    let title = |i: usize| columns.get(i).map_or("", |column| column.title.as_str());
    let head: String =
        (0..count).map(|i| format!("<th scope=\"col\"{}>{}</th>", class(i), name(title(i)))).collect();
    let cell = |row: &[String], i: usize| name(row.get(i).map_or("", String::as_str));
    let body: String = rows
        .iter()
        .map(|row| {
            let cells: String =
                (0..count).map(|i| format!("<td{}>{}</td>", class(i), cell(row, i))).collect();
            format!("<tr>{cells}</tr>")
        })
        .collect();
    // Wide tables scroll inside their own box; the box takes the focus so that keys can scroll it.
    format!(
        "<div class=\"table\" role=\"group\" tabindex=\"0\"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
}

fn list(numbered: bool, items: &[Item]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let items: String = items
        .iter()
        .map(|item| {
            let code = item.link.as_ref().map_or(String::new(), |to| {
                let label = name(&to.label);
                format!(" <span class=\"code\">{}</span>", link(&to.path, &label, ""))
            });
            let detail =
                item.detail.as_deref().map_or(String::new(), |d| format!("<small>{}</small>", lines(d)));
            let text: String = item
                .parts()
                .into_iter()
                .map(|(part, marked)| match marked {
                    true => format!("<mark>{}</mark>", escape(&part)),
                    false => escape(&part),
                })
                .collect();
            format!("<li><bdi>{text}</bdi>{code}{detail}</li>")
        })
        .collect();
    if numbered { format!("<ol>{items}</ol>") } else { format!("<ul>{items}</ul>") }
}

fn figure(chart: &Chart) -> String {
    format!("<figure>{}</figure>", chart::svg(chart, Paper::Page))
}

fn pressable(buttons: &[Button]) -> String {
    if buttons.is_empty() {
        return String::new();
    }
    let buttons: String = buttons
        .iter()
        .map(|button| {
            let class = match button.style {
                ButtonStyle::Plain => "",
                ButtonStyle::Primary => " class=\"primary\"",
                ButtonStyle::Danger => " class=\"danger\"",
            };
            let (token, label) = (escape(&button.token), name(&button.label));
            format!("<button type=\"button\"{class} data-token=\"{token}\">{label}</button>")
        })
        .collect();
    format!("<div class=\"buttons\" role=\"group\">{buttons}</div>")
}

#[cfg(test)]
mod tests;
