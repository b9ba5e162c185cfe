//! Which of the files are lists and which are days.

use crate::export::archive::{Listed, hidden};

/// The lists of conversations, and what is in them.
pub(super) const CONVERSATIONS: [&str; 4] = ["channels.json", "groups.json", "mpims.json", "dms.json"];

/// The files of an export, sorted out.
pub(super) struct Layout {
    /// `users.json`.
    pub(super) users: Option<Listed>,
    /// Those of [`CONVERSATIONS`] that are there, in that order.
    pub(super) conversations: Vec<Listed>,
    /// One file a day and conversation: by conversation, then by date.
    pub(super) days: Vec<Day>,
}

/// What was said in one conversation on one day.
pub(super) struct Day {
    /// The folder's name: the name of a channel, or the id of a direct conversation.
    pub(super) folder: String,
    /// The file.
    pub(super) file: Listed,
}

impl Layout {
    /// Sorts out; `None` when this is no Slack export. The export may stand in a folder of its own
    /// inside the zip.
    pub(super) fn of(files: &[Listed]) -> Option<Self> {
        let is_list = |path: &str, list: &str| path.strip_suffix(list).is_some_and(ends_a_folder);
        let base = files
            .iter()
            .filter(|file| !hidden(&file.path))
            .flat_map(|file| CONVERSATIONS.map(|list| (&file.path, list)))
            .filter(|(path, list)| is_list(path, list))
            .filter_map(|(path, list)| path.strip_suffix(list))
            .min_by_key(|base| (base.matches('/').count(), base.to_string()))?
            .to_owned();
        let find =
            |list: &str| files.iter().find(|file| file.path.strip_prefix(&base) == Some(list)).cloned();
        let users = find("users.json");
        let conversations = CONVERSATIONS.iter().filter_map(|list| find(list)).collect();
        let mut days: Vec<Day> = files.iter().filter_map(|file| day(&base, file)).collect();
        days.sort_by(|a, b| (&a.folder, &a.file.path).cmp(&(&b.folder, &b.file.path)));
        Some(Self { users, conversations, days })
    }
}

fn ends_a_folder(base: &str) -> bool {
    base.is_empty() || base.ends_with('/')
}

/// `base/general/2024-05-01.json`.
fn day(base: &str, file: &Listed) -> Option<Day> {
    let (folder, name) = file.path.strip_prefix(base)?.split_once('/')?;
    let date = name.strip_suffix(".json")?;
    let dated = date.len() == 10
        && date
            .bytes()
            .enumerate()
            .all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    (dated && !hidden(&file.path)).then(|| Day { folder: folder.to_owned(), file: file.clone() })
}
