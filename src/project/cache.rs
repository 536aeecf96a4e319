//! What one load of a folder leaves for the next.

use super::notes::NoteCache;
use crate::base::error::Error;
use crate::config::{self, Config, ConfigText};
use crate::scan::FileCache;
use std::path::Path;
use std::sync::Arc;

/// What was read of a folder, each part kept for as long as what it was made of stays as it is.
#[derive(Debug, Default)]
pub struct ProjectCache {
    /// What stood in the config file, and what was made of it.
    config: Option<(Option<ConfigText>, Arc<Config>)>,
    /// The files.
    pub files: FileCache,
    /// The notes.
    pub notes: NoteCache,
}

impl ProjectCache {
    /// As [`config::load`]; the same value as before while the file says the same. `base_url` overrides the configured one,
    /// and has to be the same each time.
    pub fn config(
        &mut self,
        source: &Path,
        given: Option<&Path>,
        base_url: Option<&str>,
    ) -> Result<Arc<Config>, Error> {
        let text = config::read_text(source, given)?;
        if let Some((known, config)) = &self.config
            && *known == text
        {
            return Ok(Arc::clone(config));
        }
        let mut config = match &text {
            Some(ConfigText { text, name }) => config::parse(text, name)?,
            None => config::of_git(source),
        };
        if let Some(url) = base_url {
            config.base_url = Some(config::with_slash(url));
        }
        let config = Arc::new(config);
        self.config = Some((text, Arc::clone(&config)));
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fs;

    #[test]
    fn a_configuration_is_read_again_when_it_says_something_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut cache = ProjectCache::default();
        let mut load = || cache.config(folder.path(), None, Some("http://127.0.0.1/m"));
        let none = load().expect("defaults");
        assert!(Arc::ptr_eq(&none, &load().expect("defaults")));
        let file = folder.path().join(config::FILE_NAME);
        fs::write(&file, b"title: Harbour\n").expect("written");
        let named = load().expect("valid");
        assert_eq!((named.title.as_str(), named.base_url.as_deref()), ("Harbour", Some("http://127.0.0.1/m/")));
        assert!(Arc::ptr_eq(&named, &load().expect("valid")));
        fs::write(&file, b"titel: Harbour\n").expect("written");
        assert!(load().is_err() && load().is_err(), "a mistake is no configuration to keep");
        fs::write(&file, b"title: Harbour\n").expect("written");
        assert!(Arc::ptr_eq(&named, &load().expect("valid")));
    }
}
