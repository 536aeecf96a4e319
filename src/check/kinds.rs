//! Every finding there is: its code, which never changes, what it means, and a note that has it.

use crate::base::text;

/// A kind of finding.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// The stable name, as in `warning[dead-link]`.
    pub code: &'static str,
    /// What is found, in a few words.
    pub title: &'static str,
    /// What it means, why it matters and what to do.
    pub explanation: &'static str,
    /// Files that have the finding, and nothing else wrong; none where it is not a matter of a file's text.
    pub example: &'static [(&'static str, &'static str)],
}

/// The kind of this code.
pub fn kind(code: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.code == code)
}

/// The code nearest to one that does not exist.
pub fn nearest(code: &str) -> Option<&'static str> {
    let similar = text::nearest(code, KINDS.iter().map(|kind| kind.code));
    similar.or_else(|| KINDS.iter().map(|kind| kind.code).find(|known| known.contains(code)))
}

impl Kind {
    /// The explanation for the terminal.
    pub fn explain(&self) -> String {
        let mut text = format!("{}: {}\n\n{}\n", self.code, self.title, self.explanation);
        for (path, content) in self.example {
            text.push_str(&format!("\nExample: {path}\n"));
            for line in content.lines() {
                text.push_str(format!("    {line}").trim_end());
                text.push('\n');
            }
        }
        text
    }
}

/// All kinds, by code.
pub const KINDS: &[Kind] = &[
    Kind {
        code: "action-without-owner",
        title: "an open action has no assignee",
        explanation: "What everybody should do nobody does: it is in no person's list. Write who, as `(@handle)` or `AI @handle: …`.\n\
                      This is a note: it does not make --strict fail.",
        example: &[("ops/20240110.md", "# Ops\n\n- TODO: order a new disk\n")],
    },
    Kind {
        code: "address-list",
        title: "a line of the list of addresses cannot be read",
        explanation: "minutebook-addresses.tsv has four columns with a tab between them: an address below the site's root, in lower case\n\
                      and with a slash at its end; where it goes to (an address, `gone`, or `-`); the file and its content, or `-`.",
        example: &[
            ("ops/20240110.md", "# Ops\n\ntext\n"),
            ("minutebook-addresses.tsv", "address\tgoes to\tfile\tcontent\nops/2024-01-10/\n"),
        ],
    },
    Kind {
        code: "address-lost",
        title: "a published address no longer has a page",
        explanation: "Links to it, in chats and issues, lead to a page that says so and to the nearest index. Write under `goes to` in\n\
                      minutebook-addresses.tsv where its readers should go, or `gone` when the page was removed on purpose.",
        example: &[
            ("ops/20240110.md", "# Ops\n\ntext\n"),
            (
                "minutebook-addresses.tsv",
                "address\tgoes to\tfile\tcontent\nops/2024-01-03/\t-\tops/20240103.md\t0123456789abcdef\n",
            ),
        ],
    },
    Kind {
        code: "address-moved",
        title: "a page has another address than before",
        explanation: "The old address leads to the new one as long as the page can be told by its content, file or day. `minutebook\n\
                      addresses` writes it down, so that it stays. This is a note: it does not make --strict fail.",
        example: &[
            ("ops/20240110-disk.md", "# Ops\n\ntext\n"),
            (
                "minutebook-addresses.tsv",
                "address\tgoes to\tfile\tcontent\nops/2024-01-10/\t-\tops/20240110.md\t0123456789abcdef\n",
            ),
        ],
    },
    Kind {
        code: "config-calls",
        title: "a rule under `calls` is incomplete",
        explanation: "A rule says by a regular expression over the path which files are calls. Without `path` it says nothing.\n\
                      docs/configuration.md shows rules for common layouts.",
        example: &[("minutebook.yaml", "calls:\n  - team: ops\n")],
    },
    Kind {
        code: "config-file",
        title: "the configuration cannot be read",
        explanation: "The file given with --config does not exist or cannot be read.",
        example: &[],
    },
    Kind {
        code: "config-key",
        title: "the configuration has a key that does not exist",
        explanation: "An unknown key is a typing mistake or from another version; it would be ignored without a word.",
        example: &[("minutebook.yaml", "titel: Minutes\n")],
    },
    Kind {
        code: "config-language",
        title: "there are no words of the interface in the configured language",
        explanation: "Pages say that they are in this language, and their headings and buttons are in English. docs/configuration.md says\n\
                      how to write the words of another language: it is one file.",
        example: &[("minutebook.yaml", "language: eo\n"), ("ops/20240110.md", "# Ops\n\ntext\n")],
    },
    Kind {
        code: "config-team",
        title: "a team in the configuration has no name of its own",
        explanation: "A team needs a slug that can stand in an address ([a-z0-9-]), that is no page of the site, and that no\n\
                      other team has; an alias too belongs to one team only.",
        example: &[("minutebook.yaml", "teams:\n  - title: Operations\n")],
    },
    Kind {
        code: "config-value",
        title: "a value in the configuration is not of the kind its key takes",
        explanation: "docs/configuration.md says for every key what it takes.",
        example: &[("minutebook.yaml", "accent: blue\n")],
    },
    Kind {
        code: "config-yaml",
        title: "the configuration is not valid YAML",
        explanation: "Most often a text with a colon or a # needs quotes, or lines of one list are not indented alike.",
        example: &[("minutebook.yaml", "title: Minutes: ours\n")],
    },
    Kind {
        code: "copy",
        title: "two files have the same text",
        explanation: "Somebody copied the last notes as a start for the next, and nobody wrote them; or one meeting is filed twice.\n\
                      The later one is shown as a copy that leads to the first. A symbolic link is no copy: it is meant.",
        example: &[
            ("ops/20240110.md", "# Ops\n\n- the disk is full\n"),
            ("ops/20240117.md", "# Ops\n\n- the disk is full\n"),
        ],
    },
    Kind {
        code: "date-conflict",
        title: "file name and heading (or front matter) give different days",
        explanation: "The file name wins. Usually the heading was forgotten when the last notes were copied; when the name's day is\n\
                      a weekend, or has day and month swapped, the heading is likelier to be right.",
        example: &[("ops/20240110.md", "# Ops 2024-01-03\n\n- the disk is full\n")],
    },
    Kind {
        code: "date-order",
        title: "names can be read with the day or the month first",
        explanation: "`05-11-2024` is the 5th of November or the 11th of May. A number above 12 among the names of the folder decides it, else\n\
                      those of all folders; where nothing does, the day is taken to stand first, and names with a year of two digits\n\
                      have no date. Write `dates: {order: month-first}` or `day-first`, or names that begin with the year.",
        example: &[("ops/x-05-11-2024.md", "# Ops\n\ntext\n")],
    },
    Kind {
        code: "dead-anchor",
        title: "a link leads to a heading that does not exist",
        explanation: "The file exists, its heading does not, any more: headings were renamed. The link leads to the top of the page.",
        example: &[("ops/20240110.md", "# Ops\n\nsee [above](#agenda)\n")],
    },
    Kind {
        code: "dead-link",
        title: "a relative link leads to no file",
        explanation: "The file was moved, or the link is meant for the pad the notes were written in. Where exactly one file has\n\
                      that name, --fix mends the path.",
        example: &[("ops/20240110.md", "# Ops\n\nsee [the plan](plan.md)\n")],
    },
    Kind {
        code: "deck-cut",
        title: "slides are too long for a deck",
        explanation: "`build` finds it when it writes the deck. A browser takes many seconds to lay out a slide of a hundred thousand characters, or\n\
                      thousands of slides. Such a slide says where the page is, and a deck ends after its first thousand slides; the page has all.",
        example: &[],
    },
    Kind {
        code: "dial-in",
        title: "the way into a conference",
        explanation: "Numbers, codes and links with a password let everybody in who reads the public minutes. Say where members\n\
                      find them instead.",
        example: &[("ops/20240110.md", "# Ops\n\nMeeting ID: 834 1234 5678\n")],
    },
    Kind {
        code: "empty",
        title: "a file has nothing in it",
        explanation: "A meeting that did not take place can say so (\"cancelled\"); else the file can go.",
        example: &[("ops/20240110.md", "")],
    },
    Kind {
        code: "encoding",
        title: "a file is not in UTF-8",
        explanation: "Text in UTF-16 is read all the same, and --fix saves it as UTF-8. Other bytes are shown as a replacement\n\
                      character: which letters they were, only its author knows.",
        example: &[],
    },
    Kind {
        code: "export-server",
        title: "documents for a search server cannot be written so",
        explanation: "`minutebook export --for quickwit` (or `opensearch`) writes the description of an index and what to send to it\n\
                      into the folder that `--output` names. It needs no kind of rows, and an index is called by `a-z`, `0-9` and `-`.",
        example: &[],
    },
    Kind {
        code: "fetch",
        title: "images cannot be fetched",
        explanation: "`check --fetch-images` asks only the hosts under `image_hosts` in minutebook.yaml, over https.",
        example: &[],
    },
    Kind {
        code: "file",
        title: "a file or folder cannot be read or written",
        explanation: "The operating system says why: check the permissions, the space on the disk, and the name.",
        example: &[],
    },
    Kind {
        code: "front-matter",
        title: "the header of a note is not valid YAML",
        explanation: "The note is published without its settings: no slides, no title. Text with a colon or a # needs quotes.",
        example: &[("ops/20240110.md", "---\ntitle: [broken\n---\n# Ops\n\ntext\n")],
    },
    Kind {
        code: "front-matter-comment",
        title: "a title or description in the header of a note is cut off at a #",
        explanation: "In YAML a # after a blank begins a comment, so that `title: Board #2` is the title \"Board\". Quotes around the\n\
            whole keep it together.",
        example: &[("ops/20240110.md", "---\ntitle: Board #2\n---\n# Ops 2024-01-10\n\ntext\n")],
    },
    Kind {
        code: "image-damaged",
        title: "a picture is damaged or cut off",
        explanation: "`build` finds it when it makes the picture smaller. What there is of the picture is published, without its\n\
                      metadata; browsers show the upper part, or nothing. Save it again from where it came from.",
        example: &[],
    },
    Kind {
        code: "image-not-archived",
        title: "an image is still on the pad's host only",
        explanation: "Pads delete uploads, and pages load nothing from other hosts: readers get a link instead of the picture.\n\
                      Save it beside the note, under the name it has on the pad: --fetch-images does, for the pads under `image_hosts`.",
        example: &[("ops/20240110.md", "# Ops\n\n![](https://pad.example.org/uploads/upload_1.png)\n")],
    },
    Kind {
        code: "image-refused",
        title: "a file is not what its name says, or a drawing cannot be shown safely",
        explanation: "Only PNG, JPEG, GIF, WebP, AVIF, SVG and PDF are published, and only when the content is of the kind that the\n\
                      name ends in: a page of a web site saved as .png is the common case. An SVG has to be well-formed XML with\n\
                      `xmlns=\"http://www.w3.org/2000/svg\"`, of up to 4 MiB and 100 elements deep. Pages show a placeholder.",
        example: &[("ops/plot.png", "<html>404 Not Found</html>\n"), ("ops/20240110.md", "# Ops\n\n![](plot.png)\n")],
    },
    Kind {
        code: "image-too-large",
        title: "a picture has more than 50 million pixels",
        explanation: "Decoding it could take more memory than there is. It is published without its metadata, but not made smaller.\n\
                      2000 pixels across are plenty for any screen.",
        example: &[],
    },
    Kind {
        code: "internal-error",
        title: "minutebook has failed on a note, or on a file of the site",
        explanation: "That is a mistake in minutebook, whatever the notes say. The rest of the site is as it should be. A note is published as the\n\
                      text that it is, so that nothing is lost; a page that cannot be made says so. Please report it.",
        example: &[],
    },
    Kind {
        code: "label-mismatch",
        title: "a link's text names another thing than it leads to",
        explanation: "Text such as `#444` and an address that ends in /issues/445: a link was copied and only half of it changed.",
        example: &[("ops/20240110.md", "# Ops\n\nsee [#444](https://github.com/o/r/issues/445)\n")],
    },
    Kind {
        code: "label-redefined",
        title: "a label of links or footnotes is defined twice, differently",
        explanation: "`[text][x]` and `[^x]` lead to the first definition of their label in the file, on whichever slide or in whichever\n\
                      section they stand; the second is lost. Give one of the two another label.",
        example: &[(
            "ops/20240110.md",
            "---\ntype: slide\n---\n# Ops\n\nsee [the plan][plan]\n\n[plan]: https://example.org/2023\n\n---\n\n\
             # Next\n\nsee [the new plan][plan]\n\n[plan]: https://example.org/2024\n",
        )],
    },
    Kind {
        code: "large-file",
        title: "a picture is larger than 5 MB",
        explanation: "It is slow to load, and a repository keeps it for ever. 2000 pixels across are plenty for any screen.",
        example: &[],
    },
    Kind {
        code: "link",
        title: "a symbolic link that is not followed",
        explanation: "It leads nowhere, in a circle, or out of the source folder, where files are that nobody meant to publish.",
        example: &[],
    },
    Kind {
        code: "many-calls",
        title: "a file holds more calls than are parted",
        explanation: "One file a meeting, or one a year, keeps addresses short and pages quick.",
        example: &[],
    },
    Kind {
        code: "missing-image",
        title: "the image does not exist",
        explanation: "The page shows a placeholder. Put the file beside the note, or correct the path. A file that is there and cannot be\n\
                      published has a finding of its own, image-refused.",
        example: &[("ops/20240110.md", "# Ops\n\n![](plot.png)\n")],
    },
    Kind {
        code: "no-date",
        title: "a note among dated ones has no date",
        explanation: "It is published as a page, not as a call: it is in no list by date and has no deck. Write the date into the\n\
                      file's name.",
        example: &[("ops/20240231.md", "# Ops\n\ntext\n")],
    },
    Kind {
        code: "no-finding",
        title: "the code of the finding is unknown",
        explanation: "`minutebook check --explain all` lists the codes.",
        example: &[],
    },
    Kind {
        code: "no-note",
        title: "the file is not a published note",
        explanation: "`dump` shows what the stages make of a note that is published; `minutebook build` says which files are not, and why.",
        example: &[],
    },
    Kind {
        code: "no-source",
        title: "the source folder does not exist or has no notes in it",
        explanation: "Name the folder that holds the minutes, as in `minutebook build path/to/minutes`; `.` is the one you are in.",
        example: &[],
    },
    Kind {
        code: "no-team",
        title: "the team is unknown",
        explanation: "A team is known by its folder, its title and its aliases; `minutebook check` and the site list them.",
        example: &[],
    },
    Kind {
        code: "notes-exist",
        title: "there are notes of that team and day already",
        explanation: "`new` never writes over notes: open that file, or name another day.",
        example: &[],
    },
    Kind {
        code: "nul",
        title: "a note has NUL characters in it",
        explanation: "They come from broken editors and disks. --fix removes them.",
        example: &[("ops/20240110.md", "# Ops\n\nte\0xt\n")],
    },
    Kind {
        code: "output-clash",
        title: "two pages would be written to one file",
        explanation: "Nothing was written. Rename one of the files or folders of the minutes, or give a team another `slug`.",
        example: &[],
    },
    Kind {
        code: "output-foreign",
        title: "the output folder holds files that minutebook did not make",
        explanation: "Nothing was written. A build replaces only what an earlier build made: choose another folder, or empty this one.",
        example: &[],
    },
    Kind {
        code: "output-gone",
        title: "a file of the last build was removed while the new site was made",
        explanation: "The page had not changed, and its file was to be taken over. Nothing was written: build again, and let nothing else change\n\
                      the output folder meanwhile.",
        example: &[],
    },
    Kind {
        code: "output-no-folder",
        title: "the output is a file or device, not a folder",
        explanation: "`build -o` names the folder of the site, which is made when it is not there. Nothing was written.",
        example: &[],
    },
    Kind {
        code: "output-outside",
        title: "a page would be written outside the output folder",
        explanation: "Nothing was written. This is a mistake in minutebook: please report it.",
        example: &[],
    },
    Kind {
        code: "output-overlap",
        title: "the output folder holds the minutes themselves",
        explanation: "Nothing was written. Choose an output folder that does not contain the source folder.",
        example: &[],
    },
    Kind {
        code: "output-taken",
        title: "a file of the site would replace one that minutebook did not make",
        explanation: "Nothing was written. Move that file away, or choose another output folder.",
        example: &[],
    },
    Kind {
        code: "over-limit",
        title: "a file or the site is larger than GitHub accepts",
        explanation: "GitHub accepts files of up to 100 MB, and GitHub Pages publishes sites of up to 1 GB. `build` names the size and the\n\
                      largest files of the site at its end, and the finding says which settings spare how much. A server of your own has no such limit.",
        example: &[],
    },
    Kind {
        code: "oversized-table",
        title: "a table has far more cells than text",
        explanation: "Every row gets as many cells as the head has columns, so that short rows below a very wide head would fill the memory.\n\
                      Such a table is shown as the text it is. A table whose rows are filled never is, up to 262144 cells a note.",
        example: &[],
    },
    Kind {
        code: "page-too-long",
        title: "a note's page would be too long for a browser",
        explanation: "`build` finds it. Markup that becomes more than 16 MB of HTML is no page any more: the note is published as its source, of\n\
                      which every character is there. Cut it into several notes.",
        example: &[],
    },
    Kind {
        code: "port",
        title: "the port cannot be listened on",
        explanation: "Another program uses it, or it may not be used: `--port 0` takes any free one.",
        example: &[],
    },
    Kind {
        code: "private-mail",
        title: "the e-mail address of a person",
        explanation: "Pages do not link it and write [at], yet it can be read, and in the repository it can be harvested. Addresses of\n\
                      lists and offices (security@, info@ …) are public by nature and not reported.",
        example: &[("ops/20240110.md", "# Ops\n\nwrite to ann.lee@company.com\n")],
    },
    Kind {
        code: "private-phone",
        title: "a telephone number",
        explanation: "Minutes are copied by search engines within hours. Ask whether it may be public, or delete it.",
        example: &[("ops/20240110.md", "# Ops\n\ncall Ann: +49 171 1234567\n")],
    },
    Kind {
        code: "reserved-name",
        title: "a team's folder is called as a page of the site",
        explanation: "Its pages go to another address; `folders` under `teams` gives it one of your choice.",
        example: &[("search/20240110.md", "# Search\n\ntext\n")],
    },
    Kind {
        code: "review-file",
        title: "the review file cannot be read",
        explanation: "minutebook-review.yaml is a list of verdicts. Until it is mended the registers are as if nothing had been reviewed, and\n\
                      `minutebook review` does not write over it: nothing in it is lost.",
        example: &[("ops/20240110.md", "# Ops\n\ntext\n"), ("minutebook-review.yaml", "- file: [ops\n")],
    },
    Kind {
        code: "review-gone",
        title: "a verdict is about something that the notes no longer say",
        explanation: "A verdict in minutebook-review.yaml finds its statement by the statement's text, wherever it stands in the note. The note\n\
                      was moved, or the text reworded: correct `file` or `quote`, or delete the verdict. The others count as before.",
        example: &[
            ("ops/20240110.md", "# Ops\n\n- we keep the old disk\n"),
            (
                "minutebook-review.yaml",
                "- file: ops/20240110.md\n  quote: we keep the new disk\n  kind: decision\n  verdict: accept\n",
            ),
        ],
    },
    Kind {
        code: "review-key",
        title: "a verdict has a key that does not exist",
        explanation: "The key would be ignored without a word. The rest of the verdict counts, but `minutebook review` does not write over\n\
                      the file before the key is corrected.",
        example: &[
            ("ops/20240110.md", "# Ops\n\n- the usual way\n"),
            (
                "minutebook-review.yaml",
                "- file: ops/20240110.md\n  quote: the usual way\n  kind: decision\n  verdict: accept\n  subjekt: Ways\n",
            ),
        ],
    },
    Kind {
        code: "review-notes",
        title: "a verdict cannot be written into the notes",
        explanation: "`minutebook review --in-notes` puts a comment on the line. It can say that a line is a decision, an action, neither, or\n\
                      done; a subject, a text or a merger needs minutebook-review.yaml, and so does a heading. A file that has changed since\n\
                      it was read is never written over.",
        example: &[],
    },
    Kind {
        code: "review-twice",
        title: "two verdicts are about one thing",
        explanation: "The last one in minutebook-review.yaml counts. This happens when two branches are merged: delete one of them.",
        example: &[
            ("ops/20240110.md", "# Ops\n\n- the usual way\n"),
            (
                "minutebook-review.yaml",
                "- file: ops/20240110.md\n  quote: the usual way\n  kind: decision\n  verdict: accept\n\
                 - file: ops/20240110.md\n  quote: the usual way\n  kind: decision\n  verdict: reject\n",
            ),
        ],
    },
    Kind {
        code: "review-value",
        title: "a verdict lacks something, or says what its key does not take",
        explanation: "A verdict needs `file`, `quote`, `kind` (decision or action) and `verdict` (accept, reject, done or merge). It does not\n\
                      count until it is mended; the others do. `minutebook review` does not write over the file before.",
        example: &[
            ("ops/20240110.md", "# Ops\n\n- the usual way\n"),
            (
                "minutebook-review.yaml",
                "- file: ops/20240110.md\n  quote: the usual way\n  kind: decision\n  verdict: acept\n",
            ),
        ],
    },
    Kind {
        code: "search-index",
        title: "the search index cannot be made or read",
        explanation: "This is a mistake in minutebook: please report it.",
        example: &[],
    },
    Kind {
        code: "secret",
        title: "a password, key or token",
        explanation: "Once pushed, it stays in the history and in every clone: revoke or change it first, then delete it. The message does\n\
                      not repeat it, since logs of checks are public too.",
        example: &[("ops/20240110.md", "# Ops\n\nPassword: hunter2!\n")],
    },
    Kind {
        code: "slide-overflow",
        title: "a slide of a deck holds more than there is room for",
        explanation: "Its type is made smaller until it fits, at the worst it scrolls, and from the back rows nobody reads it. A line of\n\
                      `----` between empty lines makes two slides of it, one below the other. The height is an estimate, and a low\n\
                      one: what is reported is too tall in every browser.",
        example: &[(
            "ops/20240110.md",
            "---\ntype: slide\n---\n# Ops\n\n- the disk is full\n- so is the other one\n- a third one is on order\n- the shop has none\n\
             - the supplier does not answer\n- we asked the neighbours\n- they have one left\n- it is too small\n- we take it\n\
             - who carries it?\n- nobody came\n- next week then\n- and so on\n",
        )],
    },
    Kind {
        code: "template",
        title: "a template cannot be used",
        explanation: "It has an error, or needs something that no template defines. The built-in ones are in templates/ of the project.",
        example: &[],
    },
    Kind {
        code: "too-large",
        title: "a note is larger than 1 MiB",
        explanation: "Only what comes before is published. Nobody writes that much in a meeting: often it is a log that was pasted.",
        example: &[],
    },
    Kind {
        code: "too-many-rows",
        title: "a note has more rows than are put on record",
        explanation: "Every decision and action is shown on several pages, and every reference has a page. A note has up to 2000 decisions, 2000\n\
                      actions and 500 references on record, and a paragraph up to 100 references: the first ones. Its page has all of its text.",
        example: &[],
    },
    Kind {
        code: "unclosed",
        title: "a code block or comment is never closed",
        explanation: "Everything below it is shown as code, or not at all.",
        example: &[("ops/20240110.md", "# Ops\n\n```\ntext\n")],
    },
    Kind {
        code: "unclosed-tag",
        title: "an HTML tag is never closed",
        explanation: "All that follows is folded into the <details>, is in the colour of the <font>, and so on. minutebook closes it at the\n\
                      end of the page; where it should have ended is for its author to say.",
        example: &[("ops/20240110.md", "# Ops\n\n<details>\n\ntext\n")],
    },
    Kind {
        code: "unknown-handle",
        title: "a handle that is a letter away from a well-known one",
        explanation: "Actions and participants of that name are counted for nobody. Where both exist, say so in the configuration: under\n\
                      `people.aliases` when it is a second name of one person, under `people.not_people` when it is none.",
        example: &[
            ("ops/20240101.md", "# Ops\n\n- @alexandra a\n"),
            ("ops/20240102.md", "# Ops\n\n- @alexandra b\n"),
            ("ops/20240103.md", "# Ops\n\n- @alexandra c\n"),
            ("ops/20240104.md", "# Ops\n\n- @alexandra d\n"),
            ("ops/20240105.md", "# Ops\n\n- @alexandra e\n"),
            ("ops/20240106.md", "# Ops\n\n- @alexandra f\n"),
            ("ops/20240107.md", "# Ops\n\n- @alexandra g\n"),
            ("ops/20240108.md", "# Ops\n\n- @alexandra h\n"),
            ("ops/20240109.md", "# Ops\n\n- @alexanrda i\n"),
        ],
    },
    Kind {
        code: "unreadable",
        title: "a file or folder cannot be read",
        explanation: "It is left out. Look at its permissions.",
        example: &[],
    },
    Kind {
        code: "url-clash",
        title: "two files would have one address",
        explanation: "The second one gets a number, which changes when another file comes between them: give it a suffix of its own,\n\
                      such as 20240110-workshop.md.",
        example: &[("ops/budget-plan.md", "# The plan\n"), ("ops/budget plan.md", "# Another plan\n")],
    },
    Kind {
        code: "weekday-conflict",
        title: "a date falls on another weekday than the one beside it",
        explanation: "One of the two is a mistake, and people come on the wrong day.",
        example: &[("ops/20240110.md", "# Ops\n\nnext call: Monday, 2024-01-17\n")],
    },
];
