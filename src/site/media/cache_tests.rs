use super::*;
use crate::base::fs;
use crate::base::keeping::{opened, sealed};
use crate::media::samples;

/// A picture, its facts and the cache's folder.
fn sample() -> (Vec<u8>, ImageFacts, tempfile::TempDir) {
    let file = samples::jpeg(&samples::photo(900, 300), 1);
    let facts = crate::media::inspect("a.jpg", &file).expect("a picture");
    (file, facts, tempfile::tempdir().expect("a folder"))
}

fn entry_of(folder: &tempfile::TempDir, key: &Key) -> PathBuf {
    folder.path().join("images").join(&key.0)
}

#[test]
fn what_is_kept_is_what_was_made() {
    let (file, facts, folder) = sample();
    let cache = Cache::new(Some(folder.path().to_owned()));
    let key = Key::of(&file);
    let made = Cache::default().renditions(&key, &facts, &file);
    assert!(made.full.is_some() && made.reduced.len() == 1);
    assert_eq!(cache.renditions(&key, &facts, &file), made);
    // From the cache: the picture itself is not looked at any more.
    assert_eq!(cache.renditions(&key, &facts, b""), made);
    let entries = fs::entries(&folder.path().join("images")).expect("listed");
    assert_eq!(entries, [entry_of(&folder, &key)], "nothing is left aside");
    cache.tidy();
    assert!(fs::exists(&entry_of(&folder, &key)));
    assert_ne!(Key::of(b"a"), Key::of(b"b"));
}

#[test]
fn a_broken_or_hostile_entry_is_made_anew() {
    let (file, facts, folder) = sample();
    let cache = Cache::new(Some(folder.path().to_owned()));
    let key = Key::of(&file);
    let made = cache.renditions(&key, &facts, &file);
    let path = entry_of(&folder, &key);
    let good = fs::read(&path).expect("kept");
    let mut flipped = good.clone();
    let last = flipped.len() - 1;
    flipped[last] ^= 1;
    // An entry whose hash is right, but which holds a page, or a picture of another size, or one with metadata.
    let forged = |bytes: Vec<u8>, width| {
        let reduced = vec![Rendition { width, height: 256, bytes }];
        sealed(HEAD, &written(&Renditions { reduced, ..Renditions::default() }))
    };
    let smaller = made.reduced[0].bytes.clone();
    let with_more = [smaller.clone(), b"SECRET".to_vec()].concat();
    for bad in [
        Vec::new(),
        b"x".to_vec(),
        good[..good.len() / 2].to_vec(),
        flipped,
        forged(b"<script>".to_vec(), 768),
        forged(smaller.clone(), 1440),
        forged(with_more, 768),
    ] {
        fs::write(&path, &bad).expect("written");
        assert_eq!(cache.renditions(&key, &facts, &file), made);
        assert_eq!(fs::read(&path).expect("kept"), good);
    }
    let fitting = forged(smaller, 768);
    assert!(opened(HEAD, &fitting).and_then(|entry| read(entry, &facts)).is_some());
    // A folder where the entry should be, and a cache that is a file.
    fs::remove_file(&path).expect("removed");
    fs::create_folder(&path).expect("made");
    assert_eq!(cache.renditions(&key, &facts, &file), made);
    let cache = Cache::new(Some(folder.path().join("a-file")));
    fs::write(&folder.path().join("a-file"), b"x").expect("written");
    assert_eq!(cache.renditions(&key, &facts, &file), made);
    cache.tidy();
}

#[test]
fn what_could_not_be_decoded_is_known_too() {
    let (file, facts, folder) = sample();
    let cache = Cache::new(Some(folder.path().to_owned()));
    let cut = &file[..file.len() / 2];
    let key = Key::of(cut);
    let first = cache.renditions(&key, &facts, cut);
    assert_eq!(first.trouble, Some(Trouble::Damaged));
    assert_eq!(cache.renditions(&key, &facts, b""), first);
}
