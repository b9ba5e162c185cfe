//! What the terminal can show.

use std::io::IsTerminal;

/// Colours: only on a terminal, and not where `NO_COLOR` is set (no-color.org).
pub(super) fn colours(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Columns of the terminal; 100 where there is none.
pub(super) fn width() -> usize {
    let columns = rustix::termios::tcgetwinsize(std::io::stdout()).ok().map(|size| usize::from(size.ws_col));
    columns.filter(|columns| *columns > 0).map_or(100, |columns| columns.clamp(40, 160))
}
