//! Gives every file of `static/` a name with the hash of its content, so that browsers may keep it for ever, and
//! compresses what is text. Style sheets name other files as `url("name")`; those names are rewritten too. Renders the
//! book for the help beside the pages.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

#[path = "build/book.rs"]
mod book;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=static");
    let out = out_dir()?;
    book::write(&out)?;
    let (sheets, others): (Vec<PathBuf>, Vec<PathBuf>) =
        files()?.into_iter().partition(|path| path.extension().is_some_and(|end| end == "css"));

    let mut urls = BTreeMap::new();
    let mut code = String::from("static ALL: &[Asset] = &[\n");
    for path in others {
        let bytes = fs::read(&path)?;
        code += &asset(&out, &path, &bytes, &mut urls)?;
    }
    for path in sheets {
        let text = with_urls(&fs::read_to_string(&path)?, &urls);
        code += &asset(&out, &path, text.as_bytes(), &mut urls)?;
    }
    code += "];\n";
    fs::write(out.join("assets.rs"), code)
}

#[expect(clippy::disallowed_methods, reason = "cargo says by the environment where generated files go")]
fn out_dir() -> io::Result<PathBuf> {
    std::env::var_os("OUT_DIR").map(PathBuf::from).ok_or(io::ErrorKind::NotFound.into())
}

/// The files that are served; licences stay where they are.
fn files() -> io::Result<Vec<PathBuf>> {
    let mut files = vec![];
    for entry in fs::read_dir("static")? {
        let path = entry?.path();
        if kind(&path).is_some() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The media type, and whether it gains from compression.
fn kind(path: &Path) -> Option<(&'static str, bool)> {
    match path.extension()?.to_str()? {
        "css" => Some(("text/css; charset=utf-8", true)),
        "js" => Some(("text/javascript; charset=utf-8", true)),
        "svg" => Some(("image/svg+xml", true)),
        "woff2" => Some(("font/woff2", false)),
        _ => None,
    }
}

fn with_urls(text: &str, urls: &BTreeMap<String, String>) -> String {
    urls.iter().fold(text.to_owned(), |text, (name, url)| {
        text.replace(&format!("url(\"{name}\")"), &format!("url(\"{url}\")"))
    })
}

/// Writes one file to the output folder and answers its line in the table.
fn asset(out: &Path, path: &Path, bytes: &[u8], urls: &mut BTreeMap<String, String>) -> io::Result<String> {
    let Some((kind, is_text)) = kind(path) else { return Ok(String::new()) };
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (name, stem, end) = (part(path.file_name()), part(path.file_stem()), part(path.extension()));
    let url = format!("/static/{stem}.{:016x}.{end}", fnv1a(bytes));
    fs::write(out.join(&name), bytes)?;
    let mut line = format!("    Asset {{ name: {name:?}, url: {url:?}, kind: {kind:?}, ");
    write!(line, "bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), {:?})), gzip: ", format!("/{name}"))
        .map_err(io::Error::other)?;
    if is_text {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes)?;
        fs::write(out.join(format!("{name}.gz")), encoder.finish()?)?;
        write!(line, "Some(include_bytes!(concat!(env!(\"OUT_DIR\"), {:?})))", format!("/{name}.gz"))
            .map_err(io::Error::other)?;
    } else {
        line += "None";
    }
    urls.insert(name, url);
    Ok(line + " },\n")
}

/// FNV-1a, 64 bits: names a content, guards nothing.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
