//! What git knows of a folder, read from its files: git itself need not be installed.

use super::Repository;
use crate::base::fs;
use crate::base::pattern::Pattern;
use std::path::{Path, PathBuf};

/// A working tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkingTree {
    /// Its root, as the user would name it; the source folder itself without git.
    pub root: PathBuf,
    /// The address on the web.
    pub address: Option<String>,
    /// The branch that is published: the remote's own, else the one that is checked out.
    pub branch: Option<String>,
    /// The source folder below the root, `minutes`; empty for the root itself.
    pub folder: String,
}

/// The working tree that a folder lies in.
pub fn working_tree(source: &Path) -> WorkingTree {
    let absolute = fs::canonicalize(source).unwrap_or_else(|_| source.to_owned());
    let Some(above) = absolute.ancestors().position(|folder| fs::exists(&folder.join(".git"))) else {
        return WorkingTree { root: source.to_owned(), ..WorkingTree::default() };
    };
    let root = absolute.ancestors().nth(above).unwrap_or(&absolute).to_owned();
    let (own, common) = git_folders(&root);
    let read = |folder: &Path, name: &str| fs::read_to_string(&folder.join(name)).ok();
    let branch = |text: String, start: &str| Some(text.trim().strip_prefix("ref: ")?.strip_prefix(start)?.to_owned());
    let of_remote = read(&common, "refs/remotes/origin/HEAD").and_then(|text| branch(text, "refs/remotes/origin/"));
    let below = absolute.strip_prefix(&root).unwrap_or(Path::new(""));
    let parts: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    // Messages name the root as the user would: relative to where they are, when the source was given that way.
    let shown = if source.is_absolute() { root.clone() } else { source.join("../".repeat(parts.len())) };
    WorkingTree {
        address: read(&common, "config").and_then(|config| web_address(&config)),
        branch: of_remote.or_else(|| read(&own, "HEAD").and_then(|text| branch(text, "refs/heads/"))),
        folder: parts.join("/"),
        root: if parts.is_empty() { source.to_owned() } else { shown },
    }
}

/// Where git keeps what belongs to this working tree, and what it shares with others of the repository: in a second working
/// tree `.git` is a file that says so.
fn git_folders(root: &Path) -> (PathBuf, PathBuf) {
    let own = root.join(".git");
    let named = fs::read_to_string(&own).ok();
    let own = match named.as_deref().and_then(|text| text.trim().strip_prefix("gitdir:")) {
        Some(folder) => root.join(folder.trim()),
        None => own,
    };
    let common = fs::read_to_string(&own.join("commondir")).ok();
    let common = common.map_or_else(|| own.clone(), |folder| own.join(folder.trim()));
    (own, common)
}

/// The address of a repository as git knows it: the host and the path, without a port, a user and `.git`.
static REMOTE: Pattern = Pattern::new(
    r"^(?:(?:https?|ssh|git)://(?:[^/@]+@)?|[^/@:]+@)([A-Za-z0-9.-]+)(?::\d+)?[/:]([\w./~-]+?)(?:\.git)?/?$",
);

/// The address of `origin` as a browser wants it: `git@github.com:a/b.git` is `https://github.com/a/b`.
fn web_address(git_config: &str) -> Option<String> {
    let (_, origin) = git_config.split_once("[remote \"origin\"]")?;
    let own = origin.lines().map(str::trim).take_while(|line| !line.starts_with('['));
    let url = own.filter_map(|line| line.strip_prefix("url")).find_map(|rest| rest.trim().strip_prefix('='))?.trim();
    // A user's name and password in the address stay where they are.
    let found = REMOTE.captures(url)?;
    Some(format!("https://{}/{}", &found[1], &found[2]))
}

impl WorkingTree {
    /// The name of the archive: the repository's, after its owner's.
    pub fn title(&self) -> Option<String> {
        let mut parts = self.address.as_ref()?.rsplit('/');
        let (name, owner) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        Some(format!("{owner} {name}"))
    }

    /// The repository on the web. `HEAD` stands for its own branch where none is known.
    pub fn repository(&self) -> Option<Repository> {
        let folder = if self.folder.is_empty() { String::new() } else { format!("{}/", self.folder) };
        let branch = self.branch.clone().unwrap_or_else(|| "HEAD".to_owned());
        Some(Repository { url: self.address.clone()?, branch, folder })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn git_addresses_become_web_addresses() {
        assert!(REMOTE.is_valid());
        for (url, address) in [
            ("git@github.com:owner/minutes.git", Some("https://github.com/owner/minutes")),
            ("https://github.com/owner/minutes", Some("https://github.com/owner/minutes")),
            ("https://me:token@gitlab.example.org/a/b/minutes.git", Some("https://gitlab.example.org/a/b/minutes")),
            ("ssh://git@git.example.org:2222/owner/minutes.git", Some("https://git.example.org/owner/minutes")),
            ("/srv/git/minutes.git", None),
            ("../minutes", None),
        ] {
            let config =
                format!("[core]\n\tbare = false\n[remote \"origin\"]\n\turl = {url}\n\tfetch = x\n[branch \"main\"]\n");
            assert_eq!(web_address(&config).as_deref(), address, "{url}");
        }
    }

    #[test]
    fn a_second_working_tree_knows_the_repository() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| fs::write(&folder.path().join(name), text.as_bytes()).expect("written");
        write("first/.git/config", "[remote \"origin\"]\n\turl = git@github.com:harbour/minutes.git\n");
        write("first/.git/worktrees/second/HEAD", "ref: refs/heads/draft\n");
        write("first/.git/worktrees/second/commondir", "../..\n");
        write("second/.git", "gitdir: ../first/.git/worktrees/second\n");
        write("second/notes/2024-01-10.md", "text\n");
        let tree = working_tree(&folder.path().join("second/notes"));
        assert_eq!((tree.title().as_deref(), tree.folder.as_str()), (Some("harbour minutes"), "notes"));
        assert_eq!(tree.branch.as_deref(), Some("draft"));
        write("first/.git/refs/remotes/origin/HEAD", "ref: refs/remotes/origin/main\n");
        let repository = working_tree(&folder.path().join("second/notes")).repository().expect("a repository");
        assert_eq!((repository.branch.as_str(), repository.folder.as_str()), ("main", "notes/"));
        let config = super::super::load(&folder.path().join("second/notes"), None).expect("defaults");
        assert_eq!((config.title.as_str(), config.repository.is_some()), ("harbour minutes", true));
    }
}
