//! The imports of a crate's files, read from their text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A file's module imports something of another file's module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Arrow {
    /// The importing module: `site::render::html`; empty for the crate's root.
    pub(crate) from: String,
    /// The module that is imported from.
    pub(crate) to: String,
    /// The line.
    pub(crate) line: usize,
}

/// The files of a crate by module path, as tokens with their lines; tests are left out.
pub(crate) struct Sources(BTreeMap<Vec<String>, Vec<(String, usize)>>);

impl Sources {
    /// Reads the files below a crate's source folder.
    pub(crate) fn read(folder: &Path) -> Self {
        let files = minutebook::scan::files_below(folder).expect("listed");
        let is_rust = |name: &str| Path::new(name).extension().is_some_and(|extension| extension == "rs");
        let files = files.iter().filter(|(name, _)| is_rust(name));
        let texts: Vec<(String, String)> = files
            .map(|(name, path)| (name.clone(), minutebook::base::fs::read_to_string(path).expect("read")))
            .collect();
        Self::of(&texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
    }

    /// Files at hand: path below the source folder, and text.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let is_test = |name: &str| name.ends_with("tests.rs") || name.contains("tests/");
        let files = files.iter().filter(|(name, _)| !is_test(name));
        Self(files.map(|(name, text)| (module(name), without_tests(&tokens(text)))).collect())
    }
}

fn module(name: &str) -> Vec<String> {
    let path = name.trim_end_matches(".rs");
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

/// Words and marks with their lines; comments and texts are left out, and `::` is one mark.
fn tokens(text: &str) -> Vec<(String, usize)> {
    let chars: Vec<char> = text.chars().collect();
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    let starts = |at: usize, mark: &str| mark.chars().enumerate().all(|(more, c)| chars.get(at + more) == Some(&c));
    while let Some(c) = chars.get(at).copied() {
        let mut next = at + 1;
        if starts(at, "//") {
            next = at + chars[at..].iter().take_while(|c| **c != '\n').count();
        } else if starts(at, "/*") {
            while next < chars.len() && !starts(next, "*/") {
                next += 1;
            }
            next += 2;
        } else if c == '"' {
            while next < chars.len() && chars[next] != '"' {
                next += if chars[next] == '\\' { 2 } else { 1 };
            }
            next += 1;
        } else if (c == 'r' || c == 'b')
            && !chars.get(at.wrapping_sub(1)).is_some_and(|c| c.is_alphanumeric() || *c == '_')
            && raw(&chars, at).is_some()
        {
            next = raw(&chars, at).unwrap_or(next);
        } else if c == '\'' && (chars.get(at + 2) == Some(&'\'') || starts(at, "'\\")) {
            next += if starts(at, "'\\") { 2 } else { 1 };
            while next < chars.len() && chars[next] != '\'' {
                next += 1;
            }
            next += 1;
        } else if c.is_alphanumeric() || c == '_' {
            next = at + chars[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').count();
            found.push((chars[at..next].iter().collect(), line));
        } else if starts(at, "::") {
            next = at + 2;
            found.push(("::".to_owned(), line));
        } else if !c.is_whitespace() {
            found.push((c.to_string(), line));
        }
        let end = next.min(chars.len());
        line += chars[at..end].iter().filter(|c| **c == '\n').count();
        at = next;
    }
    found
}

/// The end of a raw text that starts here.
fn raw(chars: &[char], at: usize) -> Option<usize> {
    let start = at + usize::from(chars[at] == 'b');
    (chars.get(start) == Some(&'r')).then_some(())?;
    let hashes = chars[start + 1..].iter().take_while(|c| **c == '#').count();
    let open = start + 1 + hashes;
    (chars.get(open) == Some(&'"')).then_some(())?;
    let closes = |from: usize| chars[from] == '"' && (1..=hashes).all(|more| chars.get(from + more) == Some(&'#'));
    (open + 1..chars.len()).find(|from| closes(*from)).map(|end| end + 1 + hashes)
}

/// Drops `#[cfg(test)]` and what it stands before.
fn without_tests(tokens: &[(String, usize)]) -> Vec<(String, usize)> {
    let words = |at: usize| tokens[at..].iter().take(7).map(|(word, _)| word.as_str()).collect::<String>();
    let (mut kept, mut at) = (Vec::with_capacity(tokens.len()), 0);
    while at < tokens.len() {
        if words(at) != "#[cfg(test)]" {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        at += 7;
        let mut depth = 0_usize;
        while let Some((word, _)) = tokens.get(at) {
            at += 1;
            match word.as_str() {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => {
                    depth = depth.saturating_sub(1);
                    // The end of an attribute is not yet the end of the item.
                    if depth == 0 && word == "}" {
                        break;
                    }
                }
                ";" if depth == 0 => break,
                _ => {}
            }
        }
    }
    kept
}

/// A path as it is written, resolved to the crate's root, the name it is given there, and its line.
struct Import {
    path: Vec<String>,
    name: String,
    line: usize,
    is_public: bool,
}

/// All imports between files, each once a line; those between a module and the folder it stands in are left out, since a
/// folder's own file is its front.
pub(crate) fn arrows(sources: &Sources) -> Vec<Arrow> {
    let modules: BTreeSet<Vec<String>> = sources.0.keys().cloned().collect();
    let imports: Vec<(&Vec<String>, Vec<Import>)> =
        sources.0.iter().map(|(module, tokens)| (module, imports(module, tokens, &modules))).collect();
    // What a module re-exports under a name.
    let mut exported: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for (module, list) in &imports {
        for import in list.iter().filter(|import| import.is_public) {
            let mut name = (*module).clone();
            name.push(import.name.clone());
            exported.insert(name, import.path.clone());
        }
    }
    let mut found = BTreeSet::new();
    for (module, list) in &imports {
        for import in list {
            let to = home(&import.path, &modules, &exported);
            if to != **module && !to.starts_with(module) && !module.starts_with(&to) {
                found.insert(Arrow { from: module.join("::"), to: to.join("::"), line: import.line });
            }
        }
    }
    found.into_iter().collect()
}

/// The module of the file in which the thing of this path is defined.
fn home(
    path: &[String],
    modules: &BTreeSet<Vec<String>>,
    exported: &BTreeMap<Vec<String>, Vec<String>>,
) -> Vec<String> {
    let mut path = path.to_vec();
    for _ in 0..8 {
        let again = (1..=path.len()).find_map(|length| Some((length, exported.get(&path[..length])?)));
        let Some((length, target)) = again else { break };
        let next: Vec<String> = target.iter().chain(&path[length..]).cloned().collect();
        if next == path {
            break;
        }
        path = next;
    }
    (0..=path.len()).rev().map(|length| path[..length].to_vec()).find(|part| modules.contains(part)).unwrap_or_default()
}

/// The paths in a file that begin with `crate`, `super`, `self` or the name of a module that stands in it.
fn imports(module: &[String], tokens: &[(String, usize)], modules: &BTreeSet<Vec<String>>) -> Vec<Import> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let word = tokens[at].0.as_str();
        if word == "use" {
            let is_public = is_public(tokens, at);
            let end = at + tokens[at..].iter().take_while(|(word, _)| word != ";").count();
            tree(&tokens[at + 1..end], &mut Vec::new(), &mut |path, name, line| {
                if let Some(path) = absolute(module, path, modules) {
                    found.push(Import { path, name, line, is_public });
                }
            });
            at = end;
            continue;
        }
        let begins = at == 0 || tokens[at - 1].0 != "::";
        if begins && tokens.get(at + 1).is_some_and(|(next, _)| next == "::") {
            let mut path = vec![word.to_owned()];
            let line = tokens[at].1;
            while tokens.get(at + 1).is_some_and(|(next, _)| next == "::")
                && tokens.get(at + 2).is_some_and(|(next, _)| next.starts_with(|c: char| c.is_alphabetic() || c == '_'))
            {
                path.push(tokens[at + 2].0.clone());
                at += 2;
            }
            let name = path.last().cloned().unwrap_or_default();
            if let Some(path) = absolute(module, &path, modules) {
                found.push(Import { path, name, line, is_public: false });
            }
        }
        at += 1;
    }
    found
}

fn is_public(tokens: &[(String, usize)], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |at| tokens[at].0.as_str());
    before == "pub" || before == ")" && tokens[..at].iter().rev().take(8).any(|(word, _)| word == "pub")
}

/// Calls `leaf` with every path of a `use` tree, the name it is given, and its line.
fn tree(tokens: &[(String, usize)], prefix: &mut Vec<String>, leaf: &mut dyn FnMut(&[String], String, usize)) {
    let mut branches: Vec<&[(String, usize)]> = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, (word, _)) in tokens.iter().enumerate() {
        match word.as_str() {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            "," if depth == 0 => {
                branches.push(&tokens[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    branches.push(&tokens[start..]);
    for branch in branches.into_iter().filter(|branch| !branch.is_empty()) {
        let length = prefix.len();
        let mut at = 0;
        while at < branch.len() && branch[at].0 != "{" && branch[at].0 != "as" {
            if branch[at].0 != "::" {
                prefix.push(branch[at].0.clone());
            }
            at += 1;
        }
        if branch.get(at).is_some_and(|(word, _)| word == "{") {
            tree(&branch[at + 1..branch.len() - 1], prefix, leaf);
        } else {
            if prefix.last().is_some_and(|last| last == "self") && prefix.len() > 1 {
                prefix.pop();
            }
            let renamed = branch.get(at + 1).map(|(word, _)| word.clone());
            let name = renamed.or_else(|| prefix.last().cloned()).unwrap_or_default();
            leaf(prefix, name, branch[0].1);
        }
        prefix.truncate(length);
    }
}

/// A path from the crate's root; nothing for one that leads to another crate.
fn absolute(module: &[String], path: &[String], modules: &BTreeSet<Vec<String>>) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    let mut base = match first.as_str() {
        "crate" => Vec::new(),
        "self" => module.to_vec(),
        "super" => module.get(..module.len().checked_sub(1)?)?.to_vec(),
        child => {
            let mut below = module.to_vec();
            below.push(child.to_owned());
            modules.contains(&below).then_some(below)?
        }
    };
    let mut rest = rest;
    while let Some((next, after)) = rest.split_first().filter(|(next, _)| *next == "super") {
        debug_assert_eq!(next, "super");
        base.pop();
        rest = after;
    }
    base.extend(rest.iter().cloned());
    Some(base)
}

/// The groups of files that import each other in a circle: the modules of each group, in one line.
pub(crate) fn circles(arrows: &[Arrow]) -> Vec<String> {
    let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for Arrow { from, to, .. } in arrows {
        reached.entry(from).or_default().insert(to);
    }
    // A few hundred files: what can be reached from each is found by going on until nothing is added.
    loop {
        let mut added = false;
        let before = reached.clone();
        for targets in reached.values_mut() {
            let more: BTreeSet<&str> = targets.iter().filter_map(|to| before.get(to)).flatten().copied().collect();
            let count = targets.len();
            targets.extend(more);
            added |= targets.len() > count;
        }
        if !added {
            break;
        }
    }
    let reaches = |from: &str, to: &str| reached.get(from).is_some_and(|targets| targets.contains(to));
    let mut groups = BTreeSet::new();
    for module in reached.keys().filter(|module| reaches(module, module)) {
        let group: Vec<&str> =
            reached.keys().copied().filter(|other| reaches(module, other) && reaches(other, module)).collect();
        groups.insert(group.join(", "));
    }
    groups.into_iter().collect()
}
