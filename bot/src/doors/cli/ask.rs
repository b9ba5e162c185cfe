//! Questions to whoever sits at the terminal, secrets without an echo.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// Somebody who may be asked.
pub trait Asked {
    /// Is anybody there?
    fn is_there(&self) -> bool;

    /// Shows some words.
    fn tell(&mut self, words: &str);

    /// Asks for one line; a secret is not shown while it is typed.
    ///
    /// # Errors
    /// When it was given up (Ctrl-C, end of input), or the terminal is gone.
    fn ask(&mut self, question: &str, secret: bool) -> io::Result<String>;
}

/// The terminal of this process. Questions go to the error stream: the output may be somebody else's input.
pub(super) struct Terminal;

impl Asked for Terminal {
    fn is_there(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    fn tell(&mut self, words: &str) {
        eprintln!("{words}");
    }

    fn ask(&mut self, question: &str, secret: bool) -> io::Result<String> {
        eprint!("{question} ");
        io::stderr().flush()?;
        if secret {
            let unseen = Unseen::begin()?;
            let typed = unseen.line();
            drop(unseen);
            eprintln!();
            return typed;
        }
        let mut line = String::new();
        match io::stdin().lock().read_line(&mut line)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(line.trim_end_matches(['\r', '\n']).to_owned()),
        }
    }
}

/// The terminal while it shows nothing of what is typed. Keys come one by one, Ctrl-C among them, so that it is
/// always put back as it was.
struct Unseen(Termios);

impl Unseen {
    fn begin() -> io::Result<Self> {
        let before = tcgetattr(io::stdin())?;
        let mut unseen = before.clone();
        unseen.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
        tcsetattr(io::stdin(), OptionalActions::Flush, &unseen)?;
        Ok(Self(before))
    }

    fn line(&self) -> io::Result<String> {
        let mut typed = Vec::new();
        for key in io::stdin().lock().bytes() {
            match key? {
                b'\r' | b'\n' => break,
                0x03 | 0x04 => return Err(io::ErrorKind::Interrupted.into()),
                0x08 | 0x7f => {
                    // one character, of however many bytes
                    while typed.pop().is_some_and(|byte: u8| byte & 0xc0 == 0x80) {}
                }
                0x15 => typed.clear(),
                key => typed.push(key),
            }
        }
        String::from_utf8(typed).map_err(|_| io::ErrorKind::InvalidData.into())
    }
}

impl Drop for Unseen {
    fn drop(&mut self) {
        // a terminal that is gone needs nothing put back
        let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.0);
    }
}
