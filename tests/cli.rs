//! The command line: a folder in, a transcript out. `TRYCMD=overwrite` blesses what the program says now.

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cli/*.md");
}
