//! `minutebook addresses`.

use super::args::Source;
use super::print;
use minutebook::Error;
use minutebook::base::file_names;
use minutebook::site::redirects;
use std::process::ExitCode;

/// Writes down every address of the site.
pub(super) fn run(source: &Source) -> Result<ExitCode, Error> {
    let project = super::load(source)?;
    let (changes, findings) = redirects::write_ledger(&project.source, &project.archive, &project.sources)?;
    findings.iter().for_each(|finding| print::note(&format!("{finding}\n")));
    for (address, to) in &changes.moved {
        print::out(&format!("{address} goes to {to}\n"));
    }
    print::out(&format!(
        "{} addresses, {} of them new, are in {}\n",
        changes.all,
        changes.new,
        source.folder.join(file_names::ADDRESSES).display()
    ));
    Ok(ExitCode::SUCCESS)
}
