//! Writes the inputs that each target begins with: `fuzz-seeds FOLDER` makes `FOLDER/notes/…` and so on, a file each, for
//! libFuzzer to start from.

use minutebook::base::fs;
use minutebook_fuzz::TARGETS;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("which folder? fuzz-seeds FOLDER");
        return ExitCode::from(2);
    };
    for (name, _, seeds) in TARGETS {
        for (number, seed) in seeds.iter().enumerate() {
            if let Err(error) = fs::write(&folder.join(name).join(format!("seed-{number}")), seed.as_bytes()) {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
