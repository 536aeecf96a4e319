//! Searches a folder of minutes that is cut into sections naively, to measure the ranking without the rest of the program.
//!
//! ```text
//! score FOLDER QUERY            the rows as a JSON array, as `minutebook search --json` has them
//! score FOLDER --serve          the same for each line of the standard input
//! score FOLDER --judge FILE     the figures of score_search.py for a file of judged queries; --misses lists what was missed
//! score FOLDER --judge FILE --vary   the same with each weight a third up and down
//! score FOLDER --sizes          bytes of each component, and the time to build
//! score FOLDER --blocks FILE    what a browser would fetch for each query of a file, in blocks
//! ```
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "an example may read files and print")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::io::BufRead;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use minutebook_engine::{
    Engine, Fragment, Kind, Options, Role, Row, SearchDocument, Source, WEIGHTS, Weights, build, fragments,
};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, rest @ ..] = arguments.as_slice() else { return Err("usage: score FOLDER QUERY".into()) };
    let corpus = corpus(Path::new(folder))?;
    let start = Instant::now();
    let files = build(&corpus.documents)?;
    let built = start.elapsed();
    let sizes: Vec<(String, usize)> = files.iter().map(|(name, bytes)| (name.clone(), bytes.len())).collect();
    let engine = Engine::open(files)?;
    match rest {
        [mode] if mode == "--sizes" => {
            println!("{} documents built in {built:?}", corpus.documents.len());
            for (name, bytes) in sizes {
                println!("{bytes:>9} {name}");
            }
        }
        [mode] if mode == "--serve" => {
            for line in std::io::stdin().lock().lines() {
                println!("{}", answer(&engine, &corpus, &line?)?);
            }
        }
        [mode, file] if mode == "--blocks" => blocks(&build(&corpus.documents)?, file)?,
        [mode, file, flags @ ..] if mode == "--judge" => judge(&engine, &corpus, file, flags)?,
        words => println!("{}", answer(&engine, &corpus, &words.join(" "))?),
    }
    Ok(())
}

fn options() -> Options {
    Options { limit: 10, today: Some(20_251_231), ..Options::default() }
}

fn answer(engine: &Engine, corpus: &Corpus, query: &str) -> Result<Value, Box<dyn Error>> {
    Ok(serde_json::to_value(rows(engine, corpus, query, &options())?)?)
}

fn rows(engine: &Engine, corpus: &Corpus, query: &str, options: &Options) -> Result<Vec<Row>, Box<dyn Error>> {
    Ok(engine.search(query, options)?.rows(|call| corpus.texts.get(&call)))
}

struct Corpus {
    documents: Vec<SearchDocument>,
    /// What rows show, by call.
    texts: BTreeMap<u32, Fragment>,
}

fn corpus(root: &Path) -> Result<Corpus, Box<dyn Error>> {
    let mut paths = Vec::new();
    markdown_files(root, &mut paths)?;
    paths.sort();
    let mut documents = Vec::new();
    for (call, path) in paths.iter().enumerate() {
        let file = path.strip_prefix(root)?.to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path)?;
        documents.extend(cut(&file, &text, u32::try_from(call)?));
    }
    mark_boilerplate(&mut documents);
    Ok(Corpus { texts: fragments(&documents), documents })
}

fn markdown_files(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            markdown_files(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "md")
            && path.file_name().is_some_and(|name| name != "README.md")
        {
            paths.push(path);
        }
    }
    Ok(())
}

/// The call and the sections of one file.
fn cut(file: &str, text: &str, call: u32) -> Vec<SearchDocument> {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let name = name.trim_end_matches(".md");
    let digits: String = name.chars().filter(char::is_ascii_digit).take(8).collect();
    let date: Option<u32> = digits.parse().ok().filter(|_| digits.len() == 8);
    let suffix: String =
        name.trim_start_matches(|character: char| character.is_ascii_digit() || character == '-').replace('-', " ");
    let team = folder.split('/').next().unwrap_or_default();
    let page = format!("{folder}/{name}/");
    let common = SearchDocument {
        kind: Kind::Section,
        file: file.to_owned(),
        team: team.to_owned(),
        team_title: team.to_owned(),
        date,
        title: format!("{team} {} {suffix}", date.map(spelled).unwrap_or_default()),
        call,
        community: team.starts_with("community"),
        deck_url: format!("{page}deck/"),
        url: page,
        ..SearchDocument::default()
    };
    let sections = sections(text, &common);
    let headings: Vec<&str> =
        sections.iter().filter(|section| section.role == Role::Topic).map(|section| section.heading.as_str()).collect();
    let whole = SearchDocument { kind: Kind::Call, line: 1, ancestors: headings.join(" / "), ..common };
    std::iter::once(whole).chain(sections).collect()
}

fn spelled(date: u32) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = MONTHS.get((date / 100 % 100) as usize - 1).copied().unwrap_or_default();
    format!("{} {month} {}", date % 100, date / 10_000)
}

fn sections(text: &str, common: &SearchDocument) -> Vec<SearchDocument> {
    let mut sections: Vec<SearchDocument> = Vec::new();
    let mut above: Vec<(usize, String)> = Vec::new();
    let mut current = SearchDocument { line: 1, ..common.clone() };
    let (mut fenced, mut styled, mut commented) = (false, false, false);
    let skipped = front_matter(text);
    for (number, line) in text.lines().enumerate().skip(skipped) {
        styled |= line.contains("<style");
        commented |= line.contains("<!--");
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        let is_heading =
            !fenced && !styled && !commented && (1..=6).contains(&level) && line[level..].starts_with([' ', '\t']);
        if is_heading {
            let heading = plain(line[level..].trim().trim_end_matches('#'));
            let next = SearchDocument { line: u32::try_from(number + 1).unwrap_or_default(), ..common.clone() };
            sections.push(std::mem::replace(&mut current, next));
            above.retain(|(other, _)| *other < level);
            current.ancestors = above.iter().map(|(_, heading)| heading.as_str()).collect::<Vec<_>>().join(" / ");
            current.role = role(&heading);
            current.url = format!("{}#l{}", common.url, current.line);
            above.push((level, heading.clone()));
            current.heading = heading;
        } else if !styled && !commented {
            let _ = writeln!(current.body, "{}", plain(line));
        }
        styled &= !line.contains("</style");
        commented &= !line.contains("-->");
    }
    sections.push(current);
    sections.retain(|section| !section.heading.is_empty() || !section.body.trim().is_empty());
    for section in &mut sections {
        section.body = section.body.trim().to_owned();
        section.people = handles(&format!("{} {}", section.heading, section.body));
    }
    sections
}

fn front_matter(text: &str) -> usize {
    let mut lines = text.lines().enumerate().skip_while(|(_, line)| line.trim().is_empty());
    if lines.next().is_none_or(|(_, line)| line.trim_end() != "---") {
        return 0;
    }
    lines.find(|(_, line)| line.trim_end() == "---").map_or(0, |(number, _)| number + 1)
}

/// Takes tags, the addresses of labelled links and marks of emphasis out of a line.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(index) = rest.find(['<', ']', '*', '`']) {
        text.push_str(&rest[..index]);
        let tail = &rest[index..];
        let tag = tail.starts_with('<')
            && tail[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
            && !tail.starts_with("<http");
        let skip = if tag { tail.find('>').map_or(1, |end| end + 1) } else { 1 };
        let link = tail.strip_prefix("](").and_then(|address| address.find(')')).map(|end| end + 3);
        rest = &tail[link.unwrap_or(skip)..];
    }
    text.push_str(rest);
    text.replace('[', "")
}

fn handles(text: &str) -> Vec<String> {
    let handle = |word: &str| {
        let end = word.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(word.len());
        word[..end].to_lowercase()
    };
    let found: BTreeSet<String> = text.split('@').skip(1).map(handle).filter(|handle| handle.len() > 1).collect();
    found.into_iter().collect()
}

fn role(heading: &str) -> Role {
    const ROLES: &[(Role, &[&str])] = &[
        (Role::Participants, &["particip", "attendee", "excused"]),
        (
            Role::Chores,
            &[
                "designate people",
                "minutes taking",
                "minute taking",
                "transfer",
                "who is reporting",
                "report",
                "chores",
            ],
        ),
        (Role::Structure, &["agenda", "recurring items", "housekeeping", "meta", "any other business", "aob"]),
    ];
    let heading = heading.to_lowercase();
    let matches = |starts: &[&str]| {
        starts.iter().any(|start| heading.trim_start_matches(|c: char| !c.is_alphabetic()).starts_with(start))
    };
    ROLES.iter().find(|(_, starts)| matches(starts)).map_or(Role::Topic, |(role, _)| *role)
}

/// A text that stands in three calls says nothing about any of them.
fn mark_boilerplate(documents: &mut [SearchDocument]) {
    let mut calls: BTreeMap<(String, String), BTreeSet<u32>> = BTreeMap::new();
    for section in documents.iter().filter(|section| section.kind == Kind::Section) {
        calls.entry((section.heading.clone(), section.body.clone())).or_default().insert(section.call);
    }
    for section in documents.iter_mut().filter(|section| section.kind == Kind::Section && section.role == Role::Topic) {
        if calls.get(&(section.heading.clone(), section.body.clone())).is_some_and(|calls| calls.len() > 2) {
            section.role = Role::Boilerplate;
        }
    }
}

/// A file and the part of it that was read.
type Read = (String, Range<usize>);

/// Files that note what is read of them.
#[derive(Debug, Clone)]
struct Recorded {
    files: BTreeMap<String, Vec<u8>>,
    reads: Arc<Mutex<Vec<Read>>>,
}

impl Source for Recorded {
    fn length(&self, file: &str) -> Option<usize> {
        self.files.length(file)
    }

    fn read(&self, file: &str, range: Range<usize>) -> std::io::Result<Vec<u8>> {
        if let Ok(mut reads) = self.reads.lock() {
            reads.push((file.to_owned(), range.clone()));
        }
        self.files.read(file, range)
    }
}

const BLOCK: usize = 4096;

fn blocks(files: &BTreeMap<String, Vec<u8>>, file: &str) -> Result<(), Box<dyn Error>> {
    let reads = Arc::default();
    let engine = Engine::open(Recorded { files: files.clone(), reads: Arc::clone(&reads) })?;
    let take = || -> Vec<(String, Range<usize>)> {
        reads.lock().map(|mut reads| std::mem::take(&mut *reads)).unwrap_or_default()
    };
    let cut = |reads: Vec<(String, Range<usize>)>| -> BTreeSet<(String, usize)> {
        let blocks = |(file, range): (String, Range<usize>)| {
            (range.start / BLOCK..=(range.end - 1) / BLOCK).map(move |block| (file.clone(), block))
        };
        reads.into_iter().flat_map(blocks).collect()
    };
    let opening = take();
    let hot_bytes: usize = opening.iter().map(|(_, range)| range.len()).sum();
    let hot = cut(opening);
    println!("opening: {hot_bytes} bytes read, {} blocks of {BLOCK}", hot.len());
    let text = std::fs::read_to_string(file)?;
    let mut totals: BTreeMap<String, usize> = BTreeMap::new();
    let mut queries = 0;
    for line in text.lines() {
        let query = judged(line)?.query;
        engine.search(&query, &options())?;
        for (file, _) in cut(take()).difference(&hot) {
            *totals.entry(file.rsplit('.').next().unwrap_or_default().to_owned()).or_default() += 1;
        }
        queries += 1;
    }
    for (file, blocks) in totals {
        #[expect(clippy::cast_precision_loss, reason = "an average")]
        let (blocks, queries) = (blocks as f64, f64::from(queries));
        println!("a query: {:.1} blocks of {file}", blocks / queries);
    }
    Ok(())
}

struct Judged {
    query: String,
    class: String,
    /// File, line and grade.
    relevant: Vec<(String, u32, f64)>,
}

fn judge(engine: &Engine, corpus: &Corpus, file: &str, flags: &[String]) -> Result<(), Box<dyn Error>> {
    let text = std::fs::read_to_string(file)?;
    let judged: Vec<Judged> = text.lines().map(judged).collect::<Result<_, _>>()?;
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    let start = Instant::now();
    println!("{}", figures(engine, corpus, &judged, &options(), has("--misses"), true)?);
    println!("{:?} a query", start.elapsed() / u32::try_from(judged.len().max(1))?);
    if has("--vary") {
        for (name, change) in CHANGES {
            for factor in [0.7, 1.3] {
                let mut weights = WEIGHTS;
                change(&mut weights, factor);
                let line = figures(engine, corpus, &judged, &Options { weights, ..options() }, false, false)?;
                println!("{name:>16} × {factor}: {line}");
            }
        }
    }
    Ok(())
}

type Change = (&'static str, fn(&mut Weights, f32));

const CHANGES: &[Change] = &[
    ("heading", |weights, factor| weights.heading *= factor),
    ("context", |weights, factor| weights.context *= factor),
    ("links", |weights, factor| weights.links *= factor),
    ("saturation", |weights, factor| weights.saturation *= factor),
    ("heading_length", |weights, factor| weights.heading_length *= factor),
    ("body_length", |weights, factor| weights.body_length *= factor),
    ("coverage", |weights, factor| weights.coverage *= factor),
    ("time", |weights, factor| weights.time *= factor),
    ("parts", |weights, factor| weights.parts *= factor),
    ("some_parts", |weights, factor| weights.some_parts *= factor),
    ("joined", |weights, factor| weights.joined *= factor),
    ("split", |weights, factor| weights.split *= factor),
    ("one_edit", |weights, factor| weights.one_edit *= factor),
    ("likely_typo", |weights, factor| weights.likely_typo *= factor),
    ("structure", |weights, factor| weights.structure *= factor),
    ("participants", |weights, factor| weights.participants *= factor),
    ("chores", |weights, factor| weights.chores *= factor),
    ("boilerplate", |weights, factor| weights.boilerplate *= factor),
    ("call_echo", |weights, factor| weights.call_echo *= factor),
    ("community", |weights, factor| weights.community *= factor),
    ("recency", |weights, factor| weights.recency *= factor),
];

fn judged(line: &str) -> Result<Judged, Box<dyn Error>> {
    let value: Value = serde_json::from_str(line)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let relevant = value["relevant"].as_array().into_iter().flatten().map(|row| {
        let line = u32::try_from(row["line"].as_u64().unwrap_or_default()).unwrap_or_default();
        (text(&row["file"]), line, row["grade"].as_f64().unwrap_or_default())
    });
    Ok(Judged { query: text(&value["q"]), class: text(&value["class"]), relevant: relevant.collect() })
}

/// The figures of score_search.py: success at 1 and 5, MRR and nDCG at 10.
fn figures(
    engine: &Engine,
    corpus: &Corpus,
    judged: &[Judged],
    options: &Options,
    misses: bool,
    classes: bool,
) -> Result<String, Box<dyn Error>> {
    let mut totals: BTreeMap<&str, [f64; 6]> = BTreeMap::new();
    let mut report = String::new();
    for query in judged {
        let hits = rows(engine, corpus, &query.query, options)?;
        let row = row(&hits, &query.relevant);
        for class in ["all", query.class.as_str()] {
            let total = totals.entry(class).or_default();
            for (sum, value) in total.iter_mut().zip(row) {
                *sum += value;
            }
        }
        if misses && (row[2] < 1.0 || row[5] < 0.75) {
            writeln!(report, "{:?}: success@5 {}, nDCG {:.2}", query.query, row[2], row[5])?;
            for hit in &hits {
                let gain = gain(hit, &query.relevant);
                writeln!(
                    report,
                    "    {gain:.1} {:.2} {}:{} {} {}",
                    hit.score,
                    hit.file,
                    hit.line,
                    hit.kind.name(),
                    hit.heading
                )?;
            }
            let found = |file: &str, line: u32| hits.iter().any(|hit| hit.file == file && hit.line == line);
            for (file, line, grade) in query.relevant.iter().filter(|(file, line, _)| !found(file, *line)) {
                writeln!(report, "      wanted {grade} {file}:{line}")?;
            }
        }
    }
    for (class, [n, first, five, file, reciprocal, gain]) in &totals {
        if classes || *class == "all" {
            write!(
                report,
                "{class} {n}: success@1 {:.3} success@5 {:.3} file@5 {:.3} mrr@10 {:.3} ndcg@10 {:.3}",
                first / n,
                five / n,
                file / n,
                reciprocal / n,
                gain / n
            )?;
            report.push_str(if classes { "\n" } else { "" });
        }
    }
    Ok(report)
}

fn gain(hit: &Row, relevant: &[(String, u32, f64)]) -> f64 {
    let of_file = relevant.iter().filter(|(file, ..)| *file == hit.file);
    let gains =
        of_file.map(|(_, line, grade)| if (line - 1..=line + 25).contains(&hit.line) { *grade } else { grade * 0.5 });
    gains.fold(0.0, f64::max)
}

fn row(hits: &[Row], relevant: &[(String, u32, f64)]) -> [f64; 6] {
    let discount = |rank: usize| f64::from(u32::try_from(rank + 2).unwrap_or(u32::MAX)).log2();
    let strong: Vec<(String, u32, f64)> =
        match relevant.iter().filter(|(.., grade)| *grade >= 2.0).cloned().collect::<Vec<_>>() {
            strong if strong.is_empty() => relevant.to_vec(),
            strong => strong,
        };
    let good: Vec<bool> = hits.iter().map(|hit| gain(hit, &strong) >= 1.9).collect();
    let in_file: Vec<bool> = hits.iter().map(|hit| strong.iter().any(|(file, ..)| *file == hit.file)).collect();
    let value = |condition: bool| if condition { 1.0 } else { 0.0 };
    let mut seen = BTreeSet::new();
    let fresh: Vec<f64> =
        hits.iter().map(|hit| if seen.insert((&hit.file, hit.line)) { gain(hit, relevant) } else { 0.0 }).collect();
    let mut ideal: Vec<f64> = relevant.iter().map(|(.., grade)| *grade).collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let cumulated =
        |gains: &[f64]| gains.iter().take(10).enumerate().map(|(rank, gain)| gain / discount(rank)).sum::<f64>();
    let reciprocal =
        in_file.iter().position(|good| *good).map_or(0.0, |rank| 1.0 / f64::from(u32::try_from(rank + 1).unwrap_or(1)));
    let any = |flags: &[bool], count: usize| value(flags.iter().take(count).any(|flag| *flag));
    [1.0, any(&good, 1), any(&good, 5), any(&in_file, 5), reciprocal, (cumulated(&fresh) / cumulated(&ideal)).min(1.0)]
}
