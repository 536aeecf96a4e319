//! How long each stage takes, and the whole build. `make bench` runs it by hand; no test depends on it.
//!
//! The archive is the shared corpus where it is found, else the example.

use minutebook::scan::Class;
use minutebook::{Options, Project, build, config, parse, scan};
use std::path::{Path, PathBuf};

fn main() {
    divan::main();
}

fn options() -> Options {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("MINUTEBOOK_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let corpus = shared.join("corpus/scs-minutes");
    let (source, config) = if minutebook::base::fs::exists(&corpus) {
        (corpus, Some(root.join("examples/scs/minutebook.yaml")))
    } else {
        (root.join("content"), None)
    };
    Options {
        source,
        config,
        output: std::env::temp_dir().join(format!("minutebook-bench-{}", std::process::id())),
        today: chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default(),
        reveal: vec![root.to_owned()],
        cache: Some(Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache")),
        ..Options::default()
    }
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn scan_folder(bencher: divan::Bencher<'_, '_>) {
    let options = options();
    let config = config::load(&options.source, options.config.as_deref()).expect("a configuration");
    bencher.bench(|| scan::scan(&options.source, &config).expect("scanned"));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn parse_notes_on_one_core(bencher: divan::Bencher<'_, '_>) {
    let options = options();
    let config = config::load(&options.source, options.config.as_deref()).expect("a configuration");
    let scan = scan::scan(&options.source, &config).expect("scanned");
    bencher.bench(|| {
        let mut sections = 0;
        for input in &scan.files {
            if let Class::Note(file) = &input.class {
                sections += parse::parse(&input.path, &file.text).0.sections.len();
            }
        }
        sections
    });
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn archive_without_pages(bencher: divan::Bencher<'_, '_>) {
    let options = options();
    bencher.bench(|| {
        Project::open(&options.source, options.config.as_deref(), options.today).expect("read").archive.calls.len()
    });
}

/// Nothing but pictures and cards is kept of an earlier build.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn whole_build(bencher: divan::Bencher<'_, '_>) {
    let options = options();
    let forget = || {
        let cache = options.cache.clone().unwrap_or_default();
        for made in [options.output.clone(), cache.join("notes"), cache.join("sites")] {
            let _ = minutebook::base::fs::remove_folder(&made);
        }
    };
    bencher.with_inputs(forget).bench_values(|()| build(&options).expect("built"));
    forget();
}

/// Nothing has changed since the build before.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn whole_build_again(bencher: divan::Bencher<'_, '_>) {
    let options = options();
    bencher.bench(|| build(&options).expect("built"));
    let _ = minutebook::base::fs::remove_folder(&options.output);
}
