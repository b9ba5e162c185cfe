//! Makes the files of a new cluster.

use std::{fs, io, path::Path};

use super::{Mode, StartError, account::Account, binaries::Binaries, process::last_lines};

/// Text sorts by code point but letters of every script are letters (under plain `C` Japanese has none).
pub(super) const LOCALE: &str = if cfg!(target_os = "macos") { "en_US.UTF-8" } else { "C.UTF-8" };

/// The major version of the cluster in `data`, if there is one.
pub(super) fn major(data: &Path) -> Option<u32> {
    fs::read_to_string(data.join("PG_VERSION")).ok()?.trim().parse().ok()
}

/// Makes a cluster whose superuser is `enishi`. It is made beside its place and then moved there, so that
/// being killed on the way leaves nothing that looks like a cluster.
pub(super) fn make(data: &Path, binaries: &Binaries, account: Account, mode: Mode) -> Result<(), StartError> {
    clear_unfinished(data).map_err(StartError::at(data))?;
    // A name of its own: what a killed process started may still be at work, and tidies up when it fails.
    let unfinished = data.with_extension(format!("new-{}", std::process::id()));
    fs::create_dir(&unfinished).map_err(StartError::at(&unfinished))?;
    account.give(&unfinished).map_err(StartError::at(&unfinished))?;
    let made = run(&unfinished, data, binaries, account, mode)
        .and_then(|()| fs::rename(&unfinished, data).map_err(StartError::at(data)));
    if made.is_err() {
        drop(fs::remove_dir_all(&unfinished)); // the first failure is the one to tell
    }
    made
}

fn clear_unfinished(data: &Path) -> io::Result<()> {
    let Some(root) = data.parent() else { return Ok(()) };
    for entry in fs::read_dir(root)?.flatten() {
        if entry.file_name().to_string_lossy().starts_with("postgres.new-") {
            drop(fs::remove_dir_all(entry.path())); // best effort: it may be filling up at this moment
        }
    }
    Ok(())
}

fn run(
    folder: &Path,
    data: &Path,
    binaries: &Binaries,
    account: Account,
    mode: Mode,
) -> Result<(), StartError> {
    let program = binaries.dir.join("initdb");
    let mut command = account.command(&program);
    command.arg("-D").arg(folder).args(["-U", "enishi", "-A", "trust", "-E", "UTF8", "--no-instructions"]);
    command.arg(format!("--locale={LOCALE}"));
    command.arg(match mode {
        Mode::Durable => "--data-checksums",
        Mode::Throwaway => "--no-sync",
    });
    let output =
        command.output().map_err(|error| StartError::NotRun { program, uid: account.uid(), error })?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    if text.contains("No space left on device") {
        return Err(StartError::DiskFull(data.into()));
    }
    Err(StartError::Initdb { data: data.into(), lines: last_lines(&text) })
}
