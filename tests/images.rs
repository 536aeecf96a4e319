//! Pictures as they are published: what pages say of them, what is in them, and that it is the same every time.

use minutebook::base::fs;
use minutebook::{Options, build};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A JPEG of noise, with a comment and an orientation in Exif.
fn jpeg(width: u16, height: u16, orientation: u8) -> Vec<u8> {
    let mut state = 7_u32;
    let noise: Vec<u8> = (0..usize::from(width) * usize::from(height) * 3)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .collect();
    let mut file = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut file, 90);
    encoder.encode(&noise, width, height, jpeg_encoder::ColorType::Rgb).expect("encoded");
    let mut secrets = b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    secrets.extend([orientation, 0, 0, 0, 0, 0, 0]);
    secrets.extend(b"\xff\xfe\x00\x08SECRET");
    file.splice(2..2, secrets);
    file
}

/// The head of a PNG of this size with nothing behind it.
fn png_head(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    drop(encoder.write_header().expect("begun"));
    file
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let found = minutebook::scan::files_below(folder).expect("listed");
    found.into_iter().map(|(name, path)| (name, fs::read(&path).expect("read"))).collect()
}

fn build_into(source: &Path, output: &Path, cache: Option<PathBuf>) -> (BTreeMap<String, Vec<u8>>, Vec<String>) {
    let today = chrono::NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day");
    let options = Options { source: source.to_owned(), output: output.to_owned(), cache, today, ..Options::default() };
    let report = build(&options).expect("built");
    (files(output), report.diagnostics.iter().map(|found| format!("{} {}", found.code, found.path)).collect())
}

#[test]
fn pictures_are_small_private_and_the_same_with_or_without_a_cache() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("minutes");
    let note = "# 2024-01-10\n\n## Photos\n\n![The rack](rack.jpg)\n\n![](held.jpg)\n\n![](cut.jpg)\n\n![](bomb.png)\n\n\
                ![](small.jpg) ![](again.jpg)\n\n[all of it](rack.jpg)\n";
    let rack = jpeg(2400, 500, 1);
    let small = jpeg(16, 16, 1);
    for (name, bytes) in [
        ("20240110.md", note.as_bytes()),
        ("rack.jpg", &rack),
        ("again.jpg", &rack),
        ("held.jpg", &jpeg(60, 40, 6)),
        ("cut.jpg", &rack[..rack.len() / 2]),
        ("bomb.png", &png_head(19_999, 19_999)),
        ("small.jpg", &small),
        ("unused.jpg", &small),
    ] {
        fs::write(&source.join("ops").join(name), bytes).expect("written");
    }
    let out = |name: &str| folder.path().join(name);
    let (cold, found) = build_into(&source, &out("cold"), Some(out("cache")));
    let (warm, again) = build_into(&source, &out("warm"), Some(out("cache")));
    let (none, _) = build_into(&source, &out("none"), None);
    assert!(cold == warm && cold == none, "a cache changes no byte");
    assert_eq!(found, again, "nor what is found");
    assert_eq!(found, ["image-damaged ops/bomb.png", "image-damaged ops/cut.jpg"]);

    for (name, bytes) in &cold {
        let holds = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        assert!(!holds(b"SECRET"), "{name}");
        assert!(!holds(b"Exif\0\0"), "{name}");
    }
    let page = String::from_utf8_lossy(&cold["ops/2024-01-10/index.html"]).into_owned();
    assert_eq!(page.matches("class=\"enlarge\"").count(), 2, "the rack, twice: {page}");
    let full =
        page.split("class=\"enlarge\" href=\"../../").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    assert!(full.starts_with("assets/images/") && page.contains(&format!("href=\"../../{full}\">all of it</a>")));
    assert!(page.contains(&format!("-1440.webp 1440w, ../../{full} 2400w\"")), "{page}");
    assert!(page.contains("width=\"40\" height=\"60\""), "the picture that was held upright");
    assert!(!page.contains("og:image"), "its address has to be absolute");
    let size = |path: &str| imagesize::blob_size(&cold[path]).map(|size| (size.width, size.height)).expect("a picture");
    assert_eq!(size(full), (2400, 500));
    assert_eq!(size(&full.replace(".webp", "-768.webp")), (768, 160));
    // The same picture under two names is there once; what no page shows is not there at all.
    let of_kind = |end: &str| cold.keys().filter(|path| path.ends_with(end)).count();
    assert_eq!((of_kind("-768.webp"), of_kind("-1440.webp")), (1, 1));
    assert!(!cold.contains_key("ops/unused.jpg") && !cold.contains_key("ops/rack.jpg"));
    // What could not be decoded is there as far as it goes.
    assert!(cold["ops/cut.jpg"].len() > rack.len() / 3 && cold.contains_key("ops/bomb.png"));
}

#[test]
fn more_pixels_than_memory_should_hold_are_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("minutes");
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 10_000, 5_001);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.add_text_chunk("Comment".to_owned(), "SECRET".to_owned()).expect("added");
    encoder.write_header().expect("begun").write_image_data(&vec![0x55; 1_250 * 5_001]).expect("written");
    fs::write(&source.join("ops/20240110.md"), b"# 2024-01-10\n\n## Plan\n\n![plan](plan.png)\n").expect("written");
    fs::write(&source.join("ops/plan.png"), &file).expect("written");
    let (site, found) = build_into(&source, &folder.path().join("public"), None);
    assert_eq!(found, ["image-too-large ops/plan.png"]);
    let plan = &site["ops/plan.png"];
    assert!(plan.len() < file.len() && !plan.windows(6).any(|window| window == b"SECRET"));
    let page = String::from_utf8_lossy(&site["ops/2024-01-10/index.html"]).into_owned();
    assert!(page.contains("<img src=\"../../ops/plan.png\" width=\"10000\" height=\"5001\""), "{page}");
}

#[test]
fn a_link_to_a_page_has_a_picture() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("minutes");
    let settings = "base_url: https://minutes.example/m\npicture: share.jpg\nlogo: share.jpg\nsocial_cards: false\n";
    let small = jpeg(320, 320, 1);
    for (name, bytes) in [
        ("minutebook.yaml", settings.as_bytes()),
        ("share.jpg", &small),
        ("ops/20240110.md", b"# 2024-01-10\n\n## Photo\n\n![](small.jpg) ![](photo.jpg)\n"),
        ("ops/20240117.md", b"# 2024-01-17\n\n## Photo\n\n![](small.jpg)\n"),
        ("ops/small.jpg", &small),
        ("ops/photo.jpg", &jpeg(1000, 400, 1)),
    ] {
        fs::write(&source.join(name), bytes).expect("written");
    }
    let (site, found) = build_into(&source, &folder.path().join("public"), None);
    assert_eq!(found, [""; 0]);
    let picture_of = |page: &str| {
        let html = String::from_utf8_lossy(&site[page]).into_owned();
        let address =
            html.split("og:image\" content=\"https://minutes.example/m/").nth(1).expect("a picture").to_owned();
        address.split('"').next().expect("an address").to_owned()
    };
    let of_site = picture_of("index.html");
    assert!(of_site.starts_with("assets/picture.") && !site[&of_site].windows(6).any(|window| window == b"SECRET"));
    assert_eq!(picture_of("ops/2024-01-17/index.html"), of_site);
    let of_call = picture_of("ops/2024-01-10/index.html");
    assert_eq!(imagesize::blob_size(&site[&of_call]).map(|size| size.width).expect("a picture"), 768);
    assert_eq!(picture_of("ops/2024-01-10/deck/index.html"), of_call);
    assert!(!site.keys().any(|path| path.starts_with("assets/cards/")), "cards are switched off");

    fs::write(&source.join("minutebook.yaml"), b"picture: share.svg\n").expect("written");
    fs::write(&source.join("share.svg"), b"<svg xmlns='http://www.w3.org/2000/svg'/>").expect("written");
    let (_, found) = build_into(&source, &folder.path().join("public"), None);
    assert_eq!(found, ["image-refused share.svg"]);
}

#[test]
fn a_link_has_a_card_and_the_cache_makes_no_difference() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("minutes");
    let settings = "title: Harbour\nbase_url: https://minutes.example/m\npicture: share.jpg\n";
    for (name, bytes) in [
        ("minutebook.yaml", settings.as_bytes()),
        ("share.jpg", &jpeg(320, 320, 1)),
        ("ops/20240110.md", b"# 2024-01-10\n\n## Storage\n\n![](photo.jpg)\n"),
        ("ops/20240117.md", b"# 2024-01-17\n\n## Network\n\n- x\n"),
        ("ops/photo.jpg", &jpeg(1000, 400, 1)),
    ] {
        fs::write(&source.join(name), bytes).expect("written");
    }
    let (public, cache) = (folder.path().join("public"), folder.path().join("cache"));
    let cold = build_into(&source, &public, Some(cache.clone())).0;
    let kept = fs::entries(&cache.join("cards"));
    let html = |page: &str| String::from_utf8_lossy(&cold[page]).into_owned();
    let picture_of = |page: &str| {
        let html = html(page);
        let address = html.split("og:image\" content=\"https://minutes.example/m/").nth(1).expect("a picture");
        address.split('"').next().expect("an address").to_owned()
    };
    assert!(picture_of("index.html").starts_with("assets/picture."), "the archive's own picture stays");
    let Ok(kept) = kept else {
        assert!(picture_of("ops/index.html").starts_with("assets/picture."), "there is no font to draw with");
        return;
    };
    assert_eq!(kept.len(), 3, "a team and two calls");
    let (team, first, second) = (
        picture_of("ops/index.html"),
        picture_of("ops/2024-01-10/index.html"),
        picture_of("ops/2024-01-17/index.html"),
    );
    assert!(team != first && first != second && team != second);
    assert_eq!(picture_of("ops/2024-01-10/deck/index.html"), first);
    for card in [&team, &first, &second] {
        let size = imagesize::blob_size(&cold[card]).expect("a picture");
        assert_eq!((size.width, size.height), (1200, 630));
        assert!(cold[card].len() <= 25_000, "{}", cold[card].len());
    }
    let page = html("ops/2024-01-17/index.html");
    assert!(page.contains("<meta property=\"og:image:width\" content=\"1200\">"), "{page}");
    assert!(page.contains("<meta property=\"og:image:alt\" content=\"Ops, 17 January 2024: Network\">"), "{page}");
    assert!(page.contains("<meta name=\"twitter:card\" content=\"summary_large_image\">"));
    // What is kept is used, and what is broken is made anew.
    fs::write(&kept[0], b"x").expect("written");
    assert_eq!(build_into(&source, &public, Some(cache.clone())).0, cold);
    assert_eq!(build_into(&source, &public, None).0, cold);
}
