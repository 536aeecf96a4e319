//! Every target for a share of the given seconds, by the stable toolchain: mutations of the seeds, without regard to what they
//! reach. It finds what is near; `make fuzz` looks further. Says what it did; ends with 1 after the first input that fails, and
//! prints that input as a Rust string of bytes, to become a seed.

use minutebook_fuzz::TARGETS;
use std::panic::catch_unwind;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Longer inputs take the time of many.
const LONGEST: usize = 4_000;

/// The numbers of SplitMix64: the same each time, unless a first one is given.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        usize::try_from((mixed ^ (mixed >> 27)) >> 33).unwrap_or(0) % end.max(1)
    }
}

/// What means something to one parser or another.
const WORDS: &[&[u8]] = &[
    b"\n",
    b"\r",
    b"\n\n",
    b"    ",
    b"- ",
    b"# ",
    b"---\n",
    b"----\n",
    b"```\n",
    b":::",
    b"<!--",
    b"-->",
    b"<",
    b">",
    b"</",
    b"&#13;",
    b"&",
    b"\"",
    b"'",
    b"[",
    b"](",
    b")",
    b"![](",
    b"|",
    b"\\",
    b"@a",
    b"a/b#1",
    b"Decision: ",
    b"AI @a: ",
    b"2024-01-01",
    b"url(",
    b"xmlns=",
    b"\0",
    b"\xff",
    b"\xe2\x80\xae",
    b"\x1b",
    b"{%",
    b"{{",
    b"Note:",
    b"[^1]",
    b"<pre>",
    b"<svg",
    b"<style>",
    b"}",
    b"{",
    b";",
    b":",
    b"*",
];

fn mutated(numbers: &mut Numbers, seeds: &[&str]) -> Vec<u8> {
    let mut input = seeds[numbers.below(seeds.len())].as_bytes().to_vec();
    for _ in 0..=numbers.below(8) {
        let at = numbers.below(input.len() + 1);
        let end = (at + numbers.below(20)).min(input.len());
        match numbers.below(6) {
            0 => drop(input.splice(at..at, WORDS[numbers.below(WORDS.len())].iter().copied())),
            1 => drop(input.splice(at..end, WORDS[numbers.below(WORDS.len())].iter().copied())),
            2 => drop(input.drain(at..end)),
            3 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << numbers.below(8);
                }
            }
            4 => {
                let piece = input[at..end].repeat(1 + numbers.below(30));
                input.splice(at..at, piece);
            }
            _ => {
                let other = seeds[numbers.below(seeds.len())].as_bytes();
                let from = numbers.below(other.len() + 1);
                input.splice(at..at, other[from..].iter().copied());
            }
        }
    }
    input.truncate(LONGEST);
    input
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let seconds: f64 = arguments.next().and_then(|seconds| seconds.parse().ok()).unwrap_or(60.0);
    let first: u64 = arguments.next().and_then(|first| first.parse().ok()).unwrap_or(1);
    let only = arguments.next();
    let targets: Vec<_> =
        TARGETS.iter().filter(|(name, ..)| only.as_deref().is_none_or(|only| only == *name)).collect();
    let share = Duration::from_secs_f64(seconds / targets.len().max(1) as f64);
    std::panic::set_hook(Box::new(|_| {}));
    for (name, target, seeds) in targets {
        let (begin, mut numbers, mut runs) = (Instant::now(), Numbers(first), 0_u64);
        while begin.elapsed() < share {
            let input = mutated(&mut numbers, seeds);
            runs += 1;
            if let Err(why) = catch_unwind(|| target(&input)) {
                let why = why.downcast_ref::<String>().cloned().unwrap_or_default();
                eprintln!("{name}: b\"{}\"\n{}", input.escape_ascii(), why.escape_debug());
                return ExitCode::FAILURE;
            }
        }
        println!("{name}: {runs} inputs in {:.0} s", begin.elapsed().as_secs_f64());
    }
    ExitCode::SUCCESS
}
