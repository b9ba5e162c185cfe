//! The files of an export, packed or not.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zip::read::ZipArchiveMetadata;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::Problem;
use super::pipe::Pipe;

/// Deflate cannot pack tighter than 1 to 1032: more than that is a zip whose files share their bytes.
const TIGHTEST: u64 = 1032;

/// How Slack packs, and what remains of it after most programs packed again.
const READABLE: [CompressionMethod; 2] = [CompressionMethod::Stored, CompressionMethod::Deflated];

/// Where the files of an export are.
#[derive(Clone)]
pub(crate) enum Archive {
    /// In a zip. Nothing is written to the disk, so names in it can do no harm.
    Zip { path: PathBuf, index: Arc<ZipArchiveMetadata> },
    /// In a folder.
    Folder(PathBuf),
    /// On its own.
    Single(PathBuf),
}

/// A file of the export.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    /// Path inside the export, `/` between its parts.
    pub(crate) path: String,
    /// Bytes, unpacked.
    pub(crate) size: u64,
    /// Its number in the zip.
    at: usize,
}

impl Archive {
    /// Opens a zip and lists its JSON files.
    pub(crate) fn zip(path: &Path) -> Result<(Self, Vec<Listed>), Problem> {
        let name = super::file_name(path);
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
    pub(crate) fn folder(path: &Path) -> Result<(Self, Vec<Listed>), Problem> {
        let name = super::file_name(path);
        let mut files = Vec::new();
        list(path, "", 2, &mut files).map_err(|e| Problem::unreadable(&name, &e))?;
        Ok((Self::Folder(path.to_owned()), files))
    }

    /// One file on its own.
    pub(crate) fn single(path: &Path) -> Result<(Self, Vec<Listed>), Problem> {
        let name = super::file_name(path);
        let size = std::fs::metadata(path).map_err(|e| Problem::unreadable(&name, &e))?.len();
        Ok((Self::Single(path.to_owned()), vec![Listed { path: name, size, at: 0 }]))
    }

    /// Opens one file, to be read as it is unpacked. Refused where it has more than `largest` bytes,
    /// unpacked.
    pub(crate) fn open(&self, file: &Listed, largest: u64) -> Result<Box<dyn Read + Send>, Problem> {
        if file.size > largest {
            return Err(too_large(file, largest));
        }
        match self {
            Self::Zip { path, index } => {
                let pipe = Pipe::open(path.clone(), Arc::clone(index), file.at);
                Ok(Box::new(pipe.map_err(|e| Problem::unreadable(&file.path, &e))?))
            }
            Self::Folder(root) => {
                let opened = File::open(root.join(&file.path));
                Ok(Box::new(opened.map_err(|e| Problem::unreadable(&file.path, &e))?.take(largest)))
            }
            Self::Single(path) => {
                let opened = File::open(path);
                Ok(Box::new(opened.map_err(|e| Problem::unreadable(&file.path, &e))?))
            }
        }
    }
}

/// What macOS adds to zips, and the like.
pub(crate) fn hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
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

fn too_large(file: &Listed, largest: u64) -> Problem {
    let (path, mib, most) = (&file.path, file.size / 1024 / 1024, largest / 1024 / 1024);
    Problem {
        en: format!(
            "{path} would unpack to {mib} MiB, more than the {most} MiB a file of an export may have: \
             leave it out of the zip, or export again."
        ),
        ja: format!(
            "{path} は展開すると{mib} MiBになり、1ファイルの上限{most} MiBを超えます。そのファイルを除くか、\
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
