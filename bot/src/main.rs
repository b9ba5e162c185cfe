//! The program `enishi`.

use std::process::ExitCode;

use bot::doors::cli;

fn main() -> ExitCode {
    cli::run()
}
