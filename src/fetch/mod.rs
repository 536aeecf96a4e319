//! Images that are still on a pad's host → files beside the notes, so that they outlive the pad.
//!
//! Only `check --fetch-images` comes here; no build ever asks the network for anything. What comes from a host is taken
//! for what it is: only from the hosts that the configuration names, only over HTTPS, up to a size, within a time, only
//! when the content is the kind of image its name says, and never over a file that is there.

use crate::archive::Archive;
use crate::base::error::Error;
use crate::base::file_names::CONFIGURATION;
use crate::base::fs;
use crate::base::fs::shown;
use crate::base::progress::{Progress, ProgressEvent};
use crate::config::Config;
use crate::media;
use crate::project::Project;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;
use ureq::Agent;

/// How much of it and how long.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The most bytes an image may have.
    pub bytes: u64,
    /// The longest that one image may take.
    pub time: Duration,
}

impl Default for Limits {
    /// 20 MB and a minute: more than any picture of a slide needs.
    fn default() -> Self {
        Self { bytes: 20_000_000, time: Duration::from_mins(1) }
    }
}

/// An image to be fetched, or one that was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Image {
    /// Where it is kept, below the source folder.
    pub path: String,
    /// Its address on the pad's host.
    pub address: String,
}

/// What became of an image: its size in bytes, or why it was not saved.
pub type Outcome = (Image, Result<u64, String>);

/// The images that notes show from the hosts of the configuration and that have no file in the archive, each once.
pub fn missing(archive: &Archive) -> Vec<Image> {
    let mut images = BTreeSet::new();
    for (id, address) in archive.images_elsewhere() {
        let config = &archive.config;
        let Some(host) = config.image_hosts.iter().find(|host| address.starts_with(host.as_str())) else { continue };
        let Some(name) = config.uploaded_name(&address) else { continue };
        let folder = archive.call(id).file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        images.insert(Image { path, address: format!("{host}{name}") });
    }
    images.into_iter().collect()
}

/// Why the hosts of a configuration cannot be asked.
fn refusal(config: &Config) -> Option<Error> {
    if config.image_hosts.is_empty() {
        let message = "no pad is configured, so there is nowhere to fetch images from";
        let hint = "name the folder of its uploads: `image_hosts: [https://pad.example.org/uploads/]`";
        return Some(Error::new("fetch", CONFIGURATION, message).hint(hint));
    }
    let open = config.image_hosts.iter().find(|host| !host.starts_with("https://") && !is_own_machine(host))?;
    let message = format!("images are fetched over https only, and `image_hosts` names `{open}`");
    Some(Error::new("fetch", CONFIGURATION, message).hint("write its address with https://"))
}

/// Fetches the images that are still on the configured pads and saves them beside their notes.
pub fn fetch_missing(project: &Project, limits: Limits, progress: Progress<'_>) -> Result<Vec<Outcome>, Error> {
    match refusal(&project.archive.config) {
        Some(refusal) => Err(refusal),
        None => Ok(fetch(&project.source, missing(&project.archive), limits, progress)),
    }
}

/// Fetches images and saves each beside its note.
pub fn fetch(source: &Path, images: Vec<Image>, limits: Limits, progress: Progress<'_>) -> Vec<Outcome> {
    progress(ProgressEvent::Stage("fetching images", images.len()));
    let fetch = |image: Image| {
        let saved = save(source, &image, limits);
        progress(ProgressEvent::Done);
        (image, saved)
    };
    // One after another: a pad is no content delivery network.
    images.into_iter().map(fetch).collect()
}

fn save(source: &Path, image: &Image, limits: Limits) -> Result<u64, String> {
    if media::format_of_name(&image.path).is_none() {
        return Err("its name does not end as that of an image".to_owned());
    }
    let path = source.join(&image.path);
    let taken = || format!("the file `{}` exists already and is not this image", image.path);
    if fs::exists(&path) {
        return Err(taken());
    }
    let bytes = download(&image.address, limits)?;
    media::inspect(&image.path, &bytes[..bytes.len().min(media::bytes_needed(&image.path))])
        .map_err(|refusal| refusal.to_string())?;
    let written = fs::write_new(&path, &bytes).map_err(|error| error.to_string())?;
    if written { Ok(bytes.len() as u64) } else { Err(taken()) }
}

fn download(address: &str, limits: Limits) -> Result<Vec<u8>, String> {
    let own_machine = is_own_machine(address);
    let mut agent = Agent::config_builder()
        .https_only(!own_machine)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent(concat!("minutebook/", env!("CARGO_PKG_VERSION")))
        .timeout_connect(Some(limits.time.min(Duration::from_secs(10))))
        .timeout_global(Some(limits.time));
    if own_machine {
        agent = agent.proxy(None);
    }
    let mut answer = agent.build().new_agent().get(address).call().map_err(|error| error.to_string())?;
    match answer.status().as_u16() {
        200 => {}
        300..400 => {
            let to = answer.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or("another address");
            return Err(format!("the host sends us to {to}; fetch it by hand, if that is right"));
        }
        404 | 410 => return Err("the host no longer has this image".to_owned()),
        status => return Err(format!("the host answers with status {status}")),
    }
    let body = answer.body_mut().with_config().limit(limits.bytes);
    body.read_to_vec().map_err(|error| match error {
        ureq::Error::BodyExceedsLimit(_) => format!("it is larger than {}", shown(limits.bytes)),
        error => error.to_string(),
    })
}

/// Whether an address is on this machine, where nothing needs to be encrypted.
fn is_own_machine(address: &str) -> bool {
    let rest = address.strip_prefix("http://").unwrap_or_default();
    matches!(rest.split(['/', ':']).next(), Some("127.0.0.1" | "localhost"))
}

#[cfg(test)]
mod tests;
