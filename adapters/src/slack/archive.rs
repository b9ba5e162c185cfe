//! The files of an export, packed or not.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zip::read::ZipArchiveMetadata;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::pipe::Pipe;
use crate::export::Problem;

/// The largest file we unpack, in bytes. A day of a workspace is a few megabytes at most.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Deflate cannot pack tighter than 1 to 1032: more than that is a zip whose files share their bytes.
const TIGHTEST: u64 = 1032;

/// How Slack packs, and what remains of it after most programs packed again.
const READABLE: [CompressionMethod; 2] = [CompressionMethod::Stored, CompressionMethod::Deflated];

/// Where the files of an export are.
pub(super) enum Archive {
    /// In a zip. Nothing is written to the disk, so names in it can do no harm.
    Zip { path: PathBuf, index: Arc<ZipArchiveMetadata> },
    /// In a folder.
    Folder(PathBuf),
}

/// A file of the export.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// Path inside the export, `/` between its parts.
    pub(super) path: String,
    /// Bytes, unpacked.
    pub(super) size: u64,
    /// Its number in the zip.
    at: usize,
}

impl Archive {
    /// Opens a zip and lists its JSON files.
    pub(super) fn zip(path: &Path) -> Result<(Self, Vec<Listed>), Problem> {
        let name = crate::export::file_name(path);
        let file = File::open(path).map_err(|e| Problem::unreadable(&name, &e))?;
        let packed = file.metadata().map_err(|e| Problem::unreadable(&name, &e))?.len();
        let index = ZipArchive::new(file).map_err(|e| broken_zip(&name, &e))?.metadata();
        let mut files = Vec::new();
        let mut total = 0_u64;
        for at in 0..index.len() {
            let entry = index.entry(at).map_err(|e| broken_zip(&name, &e))?;
            if entry.encrypted() || !READABLE.contains(&entry.compression()) {
                return Err(locked(&name));
            }
            total = total.saturating_add(entry.size());
            // Slack's own zips do not always say that their names are UTF-8.
            let path = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/");
            if entry.is_file() && path.ends_with(".json") {
                files.push(Listed { path, size: entry.size(), at });
            }
        }
        if total > packed.saturating_mul(TIGHTEST) {
            return Err(broken_zip(&name, &ZipError::InvalidArchive("files share their bytes".into())));
        }
        Ok((Self::Zip { path: path.to_owned(), index }, files))
    }

    /// Lists the JSON files of a folder, down to two folders below it. Links are not followed.
    pub(super) fn folder(path: &Path) -> Result<(Self, Vec<Listed>), Problem> {
        let name = crate::export::file_name(path);
        let mut files = Vec::new();
        list(path, "", 2, &mut files).map_err(|e| Problem::unreadable(&name, &e))?;
        Ok((Self::Folder(path.to_owned()), files))
    }

    /// Opens one file, to be read as it is unpacked.
    pub(super) fn open(&self, file: &Listed) -> Result<Box<dyn Read + Send>, Problem> {
        if file.size > LARGEST {
            return Err(too_large(file));
        }
        match self {
            Self::Zip { path, index } => {
                let pipe = Pipe::open(path.clone(), Arc::clone(index), file.at);
                Ok(Box::new(pipe.map_err(|e| Problem::unreadable(&file.path, &e))?))
            }
            Self::Folder(root) => {
                let opened = File::open(root.join(&file.path));
                Ok(Box::new(opened.map_err(|e| Problem::unreadable(&file.path, &e))?.take(LARGEST)))
            }
        }
    }
}

fn list(folder: &Path, prefix: &str, deeper: u32, files: &mut Vec<Listed>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let about = entry.metadata()?;
        let path = format!("{prefix}{name}");
        if about.is_dir() && deeper > 0 {
            list(&entry.path(), &format!("{path}/"), deeper - 1, files)?;
        } else if about.is_file() && name.ends_with(".json") {
            files.push(Listed { path, size: about.len(), at: 0 });
        }
    }
    Ok(())
}

fn too_large(file: &Listed) -> Problem {
    let (path, mib) = (&file.path, file.size / 1024 / 1024);
    Problem {
        en: format!(
            "{path} would unpack to {mib} MiB, more than the 256 MiB a file of an export may have: \
             leave it out of the zip, or export again."
        ),
        ja: format!(
            "{path} は展開すると{mib} MiBになり、1ファイルの上限256 MiBを超えます。そのファイルを除くか、\
             もう一度書き出してください。"
        ),
    }
}

fn locked(name: &str) -> Problem {
    Problem {
        en: format!("{name} has a password or an unusual compression: unpack it and give the folder."),
        ja: format!(
            "{name} はパスワード付きか、特殊な圧縮です。展開して、そのフォルダーを指定してください。"
        ),
    }
}

fn broken_zip(name: &str, cause: &ZipError) -> Problem {
    Problem {
        en: format!("{name} is a damaged zip ({cause}): download or copy it again."),
        ja: format!("{name} は壊れたzipです（{cause}）。もう一度ダウンロードするかコピーしてください。"),
    }
}
