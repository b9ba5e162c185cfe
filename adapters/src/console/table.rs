//! Columns that line up, whatever script stands in them.

use super::paint::{Ink, Paint};
use super::prose::Prose;
use crate::plain::{self, fit, pad, pad_left, width};
use crate::{Align, Column};

/// Between two columns.
const GAP: usize = 2;
/// A column of words is not cut below this.
const NARROWEST: usize = 8;

/// The lines of a table. Too wide: the widest columns of words are cut with …, numbers never; where
/// even that is not enough, each row becomes a few lines of "name  value".
pub(super) fn lines(columns: &[Column], rows: &[Vec<String>], room: usize, paint: Paint) -> Vec<String> {
    let count = rows.iter().map(Vec::len).chain([columns.len()]).max().unwrap_or(0);
    let cell = |row: &[String], i: usize| row.get(i).map(|text| plain::line(text)).unwrap_or_default();
    let rows: Vec<Vec<String>> = rows.iter().map(|row| (0..count).map(|i| cell(row, i)).collect()).collect();
    let heads: Vec<Head> = (0..count).map(|i| Head::new(columns.get(i), i, &rows)).collect();
    if heads.is_empty() {
        return Vec::new();
    }
    match shrink(&heads, room) {
        Some(widths) => grid(&heads, &rows, &widths, paint),
        None => stacked(&heads, &rows, room, paint),
    }
}

struct Head {
    title: String,
    align: Align,
    /// As wide as its widest cell or its title.
    natural: usize,
    /// As narrow as it may become.
    least: usize,
}

impl Head {
    fn new(column: Option<&Column>, index: usize, rows: &[Vec<String>]) -> Self {
        let title = column.map(|c| plain::line(&c.title)).unwrap_or_default();
        let align = column.map_or(Align::Left, |c| c.align);
        let widest = rows.iter().map(|row| width(&row[index])).max().unwrap_or(0);
        let natural = widest.max(width(&title)).max(1);
        let least = match align {
            Align::Left => natural.min(NARROWEST),
            Align::Right => widest.max(width(&title).min(NARROWEST)).max(1),
        };
        Self { title, align, natural, least }
    }
}

/// Widths that fit into `room`: the widest column that may still shrink gives first.
fn shrink(heads: &[Head], room: usize) -> Option<Vec<usize>> {
    let room = room.saturating_sub(GAP * (heads.len() - 1));
    let mut widths: Vec<usize> = heads.iter().map(|head| head.natural).collect();
    let mut excess = widths.iter().sum::<usize>().saturating_sub(room);
    while excess > 0 {
        let can_shrink = |i: &usize| widths[*i] > heads[*i].least;
        let widest = (0..heads.len()).filter(can_shrink).max_by_key(|i| (widths[*i], *i))?;
        // Down to the next widest in one step: as fair as one by one, and quick for endless cells.
        let next =
            (0..heads.len()).filter(|i| *i != widest && can_shrink(i)).map(|i| widths[i]).max().unwrap_or(0);
        let floor = heads[widest].least.max(next.min(widths[widest] - 1));
        let step = (widths[widest] - floor).min(excess);
        widths[widest] -= step;
        excess -= step;
    }
    Some(widths)
}

fn grid(heads: &[Head], rows: &[Vec<String>], widths: &[usize], paint: Paint) -> Vec<String> {
    let gap = " ".repeat(GAP);
    let set = |cells: &[&str], ink: Ink| {
        let cells: Vec<String> = cells
            .iter()
            .zip(heads.iter().zip(widths))
            .map(|(cell, (head, columns))| match head.align {
                Align::Left => pad(&fit(cell, *columns), *columns),
                Align::Right => pad_left(&fit(cell, *columns), *columns),
            })
            .collect();
        paint.on(ink, cells.join(&gap).trim_end())
    };
    let titles: Vec<&str> = heads.iter().map(|head| head.title.as_str()).collect();
    let rules: Vec<String> = widths.iter().map(|columns| "─".repeat(*columns)).collect();
    let mut lines = Vec::with_capacity(rows.len() + 2);
    if titles.iter().any(|title| !title.is_empty()) {
        lines.push(set(&titles, Ink::Strong));
        lines.push(paint.on(Ink::Dim, &rules.join(&gap)));
    }
    lines.extend(rows.iter().map(|row| set(&row.iter().map(String::as_str).collect::<Vec<_>>(), Ink::Plain)));
    if rows.is_empty() {
        lines.push(paint.on(Ink::Dim, "–"));
    }
    lines
}

fn stacked(heads: &[Head], rows: &[Vec<String>], room: usize, paint: Paint) -> Vec<String> {
    let mut lines = Vec::new();
    for row in rows {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let pairs = heads.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
        lines.extend(pairs_lines(
            pairs.map(|(head, cell)| (head.title.as_str(), cell.as_str())),
            room,
            paint,
        ));
    }
    if rows.is_empty() {
        let titles: Vec<&str> = heads.iter().map(|head| head.title.as_str()).collect();
        lines.extend(Prose::new(Ink::Strong, &titles.join("  ")).lines(room, paint));
    }
    lines
}

/// Names in one column, values in the next; a name too long for its column stands above its value.
pub(super) fn pairs_lines<'a>(
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
    room: usize,
    paint: Paint,
) -> Vec<String> {
    let pairs: Vec<(String, &str)> = pairs.map(|(name, value)| (plain::line(name), value)).collect();
    let most = room / 3;
    let column = pairs.iter().map(|(name, _)| width(name)).filter(|w| *w <= most).max().unwrap_or(0).max(2);
    let mut lines = Vec::new();
    for (name, value) in pairs {
        let blank = " ".repeat(column + GAP);
        let mut values = Prose::new(Ink::Plain, value).hanging(&blank, room, paint);
        if width(&name) > column {
            lines.extend(Prose::new(Ink::Dim, &name).lines(room, paint));
        } else if let Some(first) = values.first_mut() {
            let painted = paint.on(Ink::Dim, &name);
            *first = format!("{painted}{}{}", " ".repeat(column + GAP - width(&name)), first.trim_start());
        }
        lines.extend(values);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Paint = Paint { colour: false };

    fn table(columns: &[Column], rows: &[&[&str]], room: usize) -> String {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|r| r.iter().map(|c| (*c).to_owned()).collect()).collect();
        lines(columns, &rows, room, PLAIN).join("\n")
    }

    #[test]
    fn lines_up_by_display_width() {
        let columns = [Column::left("名前"), Column::left("Organization"), Column::right("スコア")];
        let rows: &[&[&str]] = &[&["田中 太郎", "Acme", "82"], &["Jo", "株式会社サンプル", "1,204"]];
        insta::assert_snapshot!(table(&columns, rows, 80), @r"
        名前       Organization      スコア
        ─────────  ────────────────  ──────
        田中 太郎  Acme                  82
        Jo         株式会社サンプル   1,204
        ");
        insta::assert_snapshot!(table(&columns, rows, 30), @r"
        名前       Organizati…  スコア
        ─────────  ───────────  ──────
        田中 太郎  Acme             82
        Jo         株式会社サ…   1,204
        ");
    }

    #[test]
    fn stacks_what_cannot_be_set_side_by_side() {
        let columns: Vec<Column> = (1..=5).map(|i| Column::left(format!("column {i}"))).collect();
        let rows: &[&[&str]] = &[&["one first value", "two", "", "four"], &["and again", "2", "3", "4", "5"]];
        insta::assert_snapshot!(table(&columns, rows, 40), @r"
        column 1  one first value
        column 2  two
        column 4  four

        column 1  and again
        column 2  2
        column 3  3
        column 4  4
        column 5  5
        ");
    }

    #[test]
    fn too_few_and_too_many_cells_are_no_harm() {
        let columns = [Column::left("a"), Column::right("b")];
        assert_eq!(table(&columns, &[&[], &["1", "2", "3"]], 40), "a  b\n─  ─  ─\n\n1  2  3");
        assert_eq!(table(&columns, &[], 40), "a  b\n─  ─\n–");
        assert_eq!(table(&[], &[], 40), "");
    }
}
