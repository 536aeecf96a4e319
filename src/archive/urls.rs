//! Every call's URL: the one it would have alone, or the next best where another call has that.

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::config::RESERVED;
use crate::extract::Call;
use std::collections::BTreeMap;

/// Gives every call a URL of its own, and reports the files that lost theirs to another.
///
/// A call that has the URL of its file goes before one that begins further down in a file. Among the former, links
/// (`is_link`, asked with the path of a file) come last, agendas and the like before them; of the rest the shorter path has the better claim, and then the
/// one that sorts first, so that `2019-04-18.md` goes before `2019.04.18.md`.
pub(super) fn settle(calls: &mut [Call], is_link: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    // The file that has a URL; none for those of the site itself.
    let mut taken: BTreeMap<String, Option<usize>> = RESERVED.iter().map(|name| (format!("{name}/"), None)).collect();
    taken.extend(calls.iter().filter_map(|call| call.team.as_ref()).map(|team| (format!("{team}/"), None)));
    let mut order: Vec<usize> = (0..calls.len()).collect();
    order.sort_by_cached_key(|at| {
        let Call { file, has_file_url, .. } = &calls[*at];
        let rank =
            has_file_url.then(|| (is_link(file), calls[*at].goes_with.is_some(), file.chars().count(), file.clone()));
        (!has_file_url, rank, *at)
    });
    for at in order {
        let call = &mut calls[at];
        let mut wishes = vec![std::mem::take(&mut call.url)];
        wishes.append(&mut call.other_urls);
        let url = free_url(&wishes, |url| taken.contains_key(url));
        if !wishes.contains(&url) && !is_link(&call.file) {
            // Two calls of one day in one file have their order to tell them apart.
            let owner = wishes.first().and_then(|wish| *taken.get(wish)?);
            if owner.is_none_or(|owner| calls[owner].file != calls[at].file) {
                diagnostics.push(clash(&calls[at].file, &url));
            }
        }
        taken.insert(url.clone(), Some(at));
        calls[at].url = url;
    }
    diagnostics
}

/// The finding of a file whose address was taken.
fn clash(path: &str, url: &str) -> Diagnostic {
    let message = format!("another file has the address of this one, which goes to /{url}");
    let finding = Diagnostic::new(Severity::Warning, "url-clash", path, message);
    finding.hint("give one of the files a suffix, such as `20240101-workshop.md`")
}

/// The first URL nobody has: one of the wishes, or the last wish with a number.
fn free_url(wishes: &[String], is_taken: impl Fn(&str) -> bool) -> String {
    if let Some(free) = wishes.iter().find(|wish| !is_taken(wish)) {
        return free.clone();
    }
    let last = wishes.last().map_or("", |wish| wish.trim_end_matches('/'));
    (2..=u32::MAX).map(|number| format!("{last}-{number}/")).find(|url| !is_taken(url)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::project::{Project, project_of};

    /// The URLs of the calls of each file, in the order of the files; and the files that lost theirs.
    fn urls(project: &Project) -> (Vec<String>, Vec<String>) {
        let mut urls: Vec<(&str, u32, String)> = Vec::new();
        for call in &project.archive.calls {
            let line = call.document.sections.first().map_or(0, |section| section.line);
            urls.push((&call.file, line, format!("{} {}", call.file, call.url)));
        }
        urls.sort();
        let lost = project.diagnostics.iter().filter(|finding| finding.code == "url-clash");
        (urls.into_iter().map(|(_, _, text)| text).collect(), lost.map(|finding| finding.path.clone()).collect())
    }

    #[test]
    fn no_two_files_share_a_url() {
        let files = [
            "m/2019-04-18.md",
            "m/2019.04.18.md",
            "m/20190418.md",
            "m/2019-04-18-notes.md",
            "m/notes/2019-04-18.md",
            "m/A b.md",
            "m/a_b.md",
            "m.md",
            "calls.md",
        ];
        let texts: Vec<String> = files.iter().map(|file| format!("text of {file}")).collect();
        let files: Vec<(&str, &str)> = files.iter().copied().zip(texts.iter().map(String::as_str)).collect();
        assert_eq!(
            urls(&project_of(&files, Config::default())).0,
            [
                "calls.md calls-page/",
                "m.md m-page/",
                "m/2019-04-18-notes.md m/2019-04-18-notes/",
                "m/2019-04-18.md m/2019-04-18-2/",
                "m/2019.04.18.md m/2019-04-18-3/",
                "m/20190418.md m/2019-04-18/",
                "m/A b.md m/a-b/",
                "m/a_b.md m/a-b-2/",
                "m/notes/2019-04-18.md m/notes/2019-04-18/",
            ]
        );
    }

    #[test]
    fn calls_further_down_in_a_file_come_last() {
        let project = project_of(
            &[
                ("x/2021-03.md", "## 2021-03-04\n## 2021-03-18\n"),
                ("x/2021-03-04.md", "text"),
                ("x/april.md", "## 2021-03-18\n## 2021-04-01\n"),
            ],
            Config::default(),
        );
        let (urls, lost) = urls(&project);
        assert_eq!(
            urls,
            [
                "x/2021-03-04.md x/2021-03-04/",
                "x/2021-03.md x/2021-03-04-2/",
                "x/2021-03.md x/2021-03-18/",
                "x/april.md x/2021-03-18-2/",
                "x/april.md x/2021-04-01/",
            ]
        );
        assert_eq!(lost, ["x/2021-03.md", "x/april.md"]);
    }
}
