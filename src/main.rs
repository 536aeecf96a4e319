//! The program `minutebook`; see the library for what it does, and `cli` for the command line.

mod cli;

use std::process::ExitCode;

/// Notes are read and pages made in many small pieces, on all cores at once: with the system's allocator a tenth of a build goes into asking
/// it for memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
