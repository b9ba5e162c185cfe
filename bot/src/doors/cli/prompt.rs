//! Lines from the reader: with history and completion on a terminal, plain from a pipe.

use std::{io::BufRead, path::Path};

use anyhow::Context as _;
use rustyline::{Editor, Helper, Highlighter, Hinter, Validator, error::ReadlineError, history::FileHistory};

use crate::commands;

/// Where lines come from.
pub(super) enum Prompt {
    /// Somebody types.
    Terminal {
        /// The line editor.
        editor: Box<Editor<Words, FileHistory>>,
        /// Where earlier lines are kept.
        history: std::path::PathBuf,
    },
    /// Another program's output.
    Pipe,
}

impl Prompt {
    /// A prompt; `shown` on a terminal.
    pub(super) fn new(shown: bool, data_dir: &Path) -> anyhow::Result<Self> {
        if !shown {
            return Ok(Self::Pipe);
        }
        let mut editor = Editor::new().context("opening the prompt")?;
        editor.set_helper(Some(Words::new()));
        let history = data_dir.join("chat-history");
        // no earlier lines: the first time
        let _ = editor.load_history(&history);
        Ok(Self::Terminal { editor: Box::new(editor), history })
    }

    /// The next line; `None` at the end of input.
    pub(super) fn next(&mut self) -> anyhow::Result<Option<String>> {
        match self {
            Self::Terminal { editor, history } => match editor.readline("› ") {
                // as in a shell: the line is given up, not the program
                Err(ReadlineError::Interrupted) => Ok(Some(String::new())),
                Ok(line) => {
                    editor.add_history_entry(&line).context("keeping the line")?;
                    // a history that cannot be written is no reason to stop talking
                    let _ = editor.append_history(history);
                    Ok(Some(line))
                }
                Err(ReadlineError::Eof) => Ok(None),
                Err(error) => Err(error).context("reading a line"),
            },
            Self::Pipe => {
                let mut line = String::new();
                let read = std::io::stdin().lock().read_line(&mut line).context("reading a line")?;
                Ok((read > 0).then_some(line))
            }
        }
    }
}

/// Completes commands and examples in both languages.
#[derive(Helper, Highlighter, Hinter, Validator)]
pub(super) struct Words {
    known: Vec<String>,
}

impl Words {
    fn new() -> Self {
        let specs = commands::ALL.iter().map(|command| command.spec());
        let known = specs
            .flat_map(|spec| {
                let examples = spec.examples.en.iter().chain(spec.examples.ja);
                std::iter::once(format!("{} ", spec.name))
                    .chain(examples.map(|example| (*example).to_owned()))
            })
            .collect();
        Self { known }
    }
}

impl rustyline::completion::Completer for Words {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        _: &rustyline::Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let typed = line[..pos].to_lowercase();
        let fitting =
            self.known.iter().filter(|known| known.to_lowercase().starts_with(&typed)).cloned().collect();
        Ok((0, fitting))
    }
}
