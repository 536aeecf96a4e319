//! Feeds one target with files, such as the finds of libFuzzer, by the stable toolchain: `fuzz-again TARGET FILE…`. Says of each
//! whether it holds; ends with 1 where one does not, and with 2 when it is called in another way.

use minutebook::base::fs;
use minutebook_fuzz::TARGETS;
use std::panic::catch_unwind;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let named = arguments.next().unwrap_or_default();
    let Some((name, target, _)) = TARGETS.iter().find(|(name, ..)| *name == named) else {
        let known: Vec<&str> = TARGETS.iter().map(|(name, ..)| *name).collect();
        eprintln!("error: `{named}` is no target; there are {}", known.join(", "));
        return ExitCode::from(2);
    };
    let paths: Vec<String> = arguments.collect();
    if paths.is_empty() {
        eprintln!("error: no file was named: `fuzz-again {name} FILE…`");
        return ExitCode::from(2);
    }
    let mut code = ExitCode::SUCCESS;
    for path in paths {
        let bytes = match fs::read(Path::new(&path)) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("error: {error}");
                return ExitCode::from(2);
            }
        };
        match catch_unwind(|| target(&bytes)) {
            Ok(()) => println!("{name}: holds for {path}"),
            // The panic has told its reason and its place by itself.
            Err(_) => {
                println!("{name}: fails for {path}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}
