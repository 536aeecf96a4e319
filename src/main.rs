//! The program `minutebook`; see the library for what it does, and `cli` for the command line.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
