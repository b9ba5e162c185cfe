//! What the server says of itself in `postmaster.pid`.

use std::{fs, os::unix::net::UnixStream, path::Path};

use rustix::process::Pid;

/// What a data folder's server is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// No server, or one that was killed.
    Down,
    /// Starting (repairing after a crash, perhaps) or stopping.
    Busy(Pid),
    /// Takes connections.
    Ready(Pid),
}

/// Asks the file, and the socket too: after a crash the file may name a process that is something else.
pub(super) fn state(data: &Path, socket: &Path) -> State {
    match read(data) {
        Some(_) if UnixStream::connect(socket).is_err() => State::Down,
        Some((pid, true)) => State::Ready(pid),
        Some((pid, false)) => State::Busy(pid),
        None => State::Down,
    }
}

/// The process id, and whether it takes connections.
pub(super) fn read(data: &Path) -> Option<(Pid, bool)> {
    parse(&fs::read_to_string(data.join("postmaster.pid")).ok()?)
}

/// Line 1 is the process id, line 8 the state, padded with blanks.
fn parse(text: &str) -> Option<(Pid, bool)> {
    let pid = text.lines().next()?.trim().parse().ok()?;
    let ready = text.lines().nth(7).is_some_and(|state| state.trim() == "ready");
    Some((Pid::from_raw(pid)?, ready))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_half_written_is_not_ready() {
        let whole = "4711\n/data/postgres\n1795233000\n5432\n/data/run\n\n  1234567    32\nready   \n";
        let pid = Pid::from_raw(4711).unwrap();
        assert_eq!(parse(whole), Some((pid, true)));
        assert_eq!(parse(&whole.replace("ready   ", "stopping")), Some((pid, false)));
        assert_eq!(parse("4711\n/data/postgres\n"), Some((pid, false)));
        assert_eq!(parse("0\n"), None);
        assert_eq!(parse("what"), None);
        assert_eq!(parse(""), None);
    }
}
