//! Cuts text into words, identifiers and links, before anything is folded or stemmed.

use std::ops::Range;

use crate::fold::is_silent;
use crate::unspaced::is_unspaced;

/// A piece of text that is searched as a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// Where it stands, in bytes.
    pub(crate) range: Range<usize>,
    /// It is a URL.
    pub(crate) is_link: bool,
}

/// The words, identifiers and links of a text, in order.
///
/// An identifier is one chunk: `scs-0104-v1`, `standards#594`, `standards/#594`, `os_purpose`, `v5.1`, `2024-06-14`.
/// Other slashes divide (`@garloff/@fkr`, `HA/DR`), and so does everything that is neither letter nor digit. Letters of a script without
/// blanks are a chunk apart from the others beside them: `第3回` is three.
pub(crate) fn chunks(text: &str) -> impl Iterator<Item = Chunk> + '_ {
    let mut position = 0;
    std::iter::from_fn(move || {
        let start = position + text[position..].find(char::is_alphanumeric)?;
        if text[start..].starts_with(is_unspaced) {
            let other = |character| !is_unspaced(character) && !is_silent(character);
            position = start + text[start..].find(other).unwrap_or(text.len() - start);
            return Some(Chunk { range: start..position, is_link: false });
        }
        let mut end = word_end(text, start);
        let is_link = text[end..].starts_with("://") || starts_with_www(&text[start..]);
        if is_link {
            end = link_end(text, end);
        }
        position = end;
        Some(Chunk { range: start..end, is_link })
    })
}

/// The parts of an identifier, relative to it: `scs`, `0104` and `v1`. A plain word has one part, itself.
pub(crate) fn parts(chunk: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut position = 0;
    std::iter::from_fn(move || {
        let start = position + chunk[position..].find(char::is_alphanumeric)?;
        let length = chunk[start..].find(|character| !is_word(character)).unwrap_or(chunk.len() - start);
        position = start + length;
        Some(start..position)
    })
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || is_silent(character)
}

/// Where the word or identifier ends that starts at `start`.
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut characters = text[start..].char_indices();
    while let Some((offset, character)) = characters.next() {
        let rest = characters.as_str();
        if is_unspaced(character) {
            break;
        } else if character.is_alphanumeric() {
            end = start + offset + character.len_utf8();
        } else if is_silent(character) {
            // It belongs to the word when the word goes on.
        } else if joins(character, rest) {
            if character == '/' {
                characters.next();
            }
        } else {
            break;
        }
    }
    end
}

/// Whether a mark between two characters makes one identifier of what stands around it.
fn joins(mark: char, rest: &str) -> bool {
    let mut following = rest.chars();
    let next = following.next().unwrap_or(' ');
    match mark {
        '-' | '_' | '.' => next.is_alphanumeric(),
        '#' | ':' => next.is_ascii_digit(),
        '/' => next == '#' && following.next().is_some_and(|character| character.is_ascii_digit()),
        _ => false,
    }
}

fn starts_with_www(text: &str) -> bool {
    text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."))
}

fn link_end(text: &str, scheme_end: usize) -> usize {
    let stops = |character: char| {
        character.is_whitespace() || matches!(character, '<' | '>' | '"' | '`' | '|' | ')' | ']' | '}' | '\'')
    };
    let length = text[scheme_end..].find(stops).unwrap_or(text.len() - scheme_end);
    let link = &text[..scheme_end + length];
    link.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']).len().max(scheme_end)
}

/// Parts of a link that say nothing about what it leads to.
const LINK_NOISE: &[&str] = &[
    "http",
    "https",
    "ftp",
    "www",
    "com",
    "org",
    "net",
    "io",
    "de",
    "eu",
    "github",
    "gitlab",
    "blob",
    "tree",
    "main",
    "master",
    "pull",
    "pulls",
    "issues",
    "issue",
    "merge_requests",
    "discussions",
    "commit",
    "commits",
    "files",
    "raw",
    "wiki",
    "html",
    "htm",
    "md",
    "php",
    "index",
    "en",
    "utm",
];

/// What follows the repository's name in the address of an issue or a pull request.
const ISSUE_SEGMENTS: &[&str] = &["issues", "pull", "pulls", "discussions", "merge_requests"];

/// What is worth finding in a link: the host's labels and the path's segments without noise, and `repository#number` for an issue.
/// The pieces are those of the text except for the last kind, which is put together.
pub(crate) fn link_words(link: &str) -> Vec<String> {
    let address = link.split_once("://").map_or(link, |(_, address)| address);
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let mut words: Vec<String> = host.split(['.', ':', '@']).map(String::from).collect();
    let segments: Vec<&str> =
        path.split(['/', '?', '#', '&', '=', '%', '+']).filter(|segment| *segment != "-").collect();
    words.extend(segments.iter().map(|segment| (*segment).to_owned()));
    words.retain(|word| !is_link_noise(word));
    for window in segments.windows(3) {
        if let [repository, kind, number] = window
            && ISSUE_SEGMENTS.contains(kind)
            && number.bytes().all(|byte| byte.is_ascii_digit())
        {
            words.push(format!("{repository}#{number}"));
        }
    }
    words
}

fn is_link_noise(word: &str) -> bool {
    const LONGEST: usize = 48;
    let is_hash = word.len() >= 12 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    word.len() < 2 || word.len() > LONGEST || is_hash || LINK_NOISE.contains(&word.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        chunks(text).map(|chunk| &text[chunk.range]).collect()
    }

    #[test]
    fn identifiers_stay_whole() {
        for (text, expected) in [
            ("see scs-0104-v1.", vec!["see", "scs-0104-v1"]),
            ("standards#594, standards/#198 and #12", vec!["standards#594", "standards/#198", "and", "12"]),
            ("`os_purpose` in _AI @x: now_", vec!["os_purpose", "in", "AI", "x", "now"]),
            ("OSISM/openstack-image-manager#952", vec!["OSISM", "openstack-image-manager#952"]),
            ("@garloff/@o-otte HA/DR", vec!["garloff", "o-otte", "HA", "DR"]),
            ("v5.1 on 2024-06-14. SCS-2V:4:20s", vec!["v5.1", "on", "2024-06-14", "SCS-2V:4:20s"]),
            ("week's end -- and -->", vec!["week's", "end", "and"]),
            ("(räumlich)", vec!["räumlich"]),
            ("a - b -c", vec!["a", "b", "c"]),
            ("第3回会議、Zuul的状态 K8s-集群", vec!["第", "3", "回会議", "Zuul", "的状态", "K8s", "集群"]),
            ("ที่ประชุม ok", vec!["ที่ประชุม", "ok"]),
            ("", vec![]),
            ("…", vec![]),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }

    #[test]
    fn identifiers_have_parts() {
        for (chunk, expected) in [
            ("scs-0104-v1", vec!["scs", "0104", "v1"]),
            ("standards/#198", vec!["standards", "198"]),
            ("k8s-cluster-api-provider", vec!["k8s", "cluster", "api", "provider"]),
            ("week's", vec!["week's"]),
        ] {
            let cut: Vec<&str> = parts(chunk).map(|range| &chunk[range]).collect();
            assert_eq!(cut, expected, "{chunk}");
        }
    }

    #[test]
    fn links_end_where_the_sentence_goes_on() {
        let text = "(https://example.org/a_b/c), www.example.org. oci://registry.scs.community/x";
        assert_eq!(cut(text), ["https://example.org/a_b/c", "www.example.org", "oci://registry.scs.community/x"]);
    }

    #[test]
    fn links_give_their_meaningful_words() {
        for (link, expected) in [
            (
                "https://github.com/SovereignCloudStack/standards/pull/567",
                vec!["SovereignCloudStack", "standards", "567", "standards#567"],
            ),
            (
                "https://input.scs.community/2023-scs-team-iaas#Role",
                vec!["input", "scs", "community", "2023-scs-team-iaas", "Role"],
            ),
            ("https://github.com/o/r/commit/0123456789abcdef0123", vec![]),
            ("https://gitlab.com/group/tool/-/issues/7", vec!["group", "tool", "tool#7"]),
        ] {
            assert_eq!(link_words(link), expected, "{link}");
        }
    }
}
