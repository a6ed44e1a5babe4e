//! `cargo xtask pictures`: the pictures of every page, for the book. Drives the test that opens every page, and takes
//! what it kept.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::shell;

/// Where the test leaves them, and where the book has them.
const TAKEN: &str = "target/screens/book";
const KEPT: &str = "docs/images/pages";

/// The parts that the test looks at, one after the other.
const PARTS: [&str; 2] = ["people", "administrators"];

/// What is around the pictures in a language.
struct Words {
    tag: &'static str,
    file: &'static str,
    title: &'static str,
    about: &'static str,
    parts: [&'static str; 2],
}

const LANGUAGES: [Words; 2] = [
    Words {
        tag: "en",
        file: "docs/en/pages.md",
        title: "Every page in pictures",
        about: "At a desk, in light colours; each is there in dark colours and for a phone too.",
        parts: ["What everybody meets", "What administrators meet"],
    },
    Words {
        tag: "nl",
        file: "docs/nl/paginas.md",
        title: "Elke pagina in beeld",
        about: "Op een bureau, in lichte kleuren; elke pagina is er ook in donkere kleuren en voor een telefoon.",
        parts: ["Wat iedereen tegenkomt", "Wat beheerders tegenkomen"],
    },
];

/// Takes the pictures and writes the two pages that show them.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    if let Some(argument) = arguments.first() {
        return Err(format!("does not know `{argument}`"));
    }
    let failed = |error: std::io::Error| format!("cannot keep the pictures: {error}");
    for folder in [TAKEN, KEPT] {
        if root.join(folder).exists() {
            fs::remove_dir_all(root.join(folder)).map_err(failed)?;
        }
        fs::create_dir_all(root.join(folder)).map_err(failed)?;
    }
    let mut cargo = Command::new("cargo");
    cargo
        .args(["test", "--locked", "--workspace", "--test", "program", "--", "pages::"])
        .env("KEEP_PICTURES", "1");
    shell::run(cargo.current_dir(root))?;
    for words in &LANGUAGES {
        fs::write(root.join(words.file), page(root, words)?).map_err(failed)?;
    }
    Ok(())
}

/// One language's page; copies the pictures that it names.
fn page(root: &Path, words: &Words) -> Result<String, String> {
    let failed = |error: std::io::Error| format!("cannot keep the pictures: {error}");
    let mut text = format!("# {}\n\n{}\n", words.title, words.about);
    for (part, heading) in PARTS.iter().zip(words.parts) {
        let list =
            fs::read_to_string(root.join(TAKEN).join(format!("{part}.{}.tsv", words.tag))).map_err(failed)?;
        let _ = write!(text, "\n## {heading}\n");
        for (name, shows) in list.lines().filter_map(|line| line.split_once('\t')) {
            let file = format!("{name}.{}.webp", words.tag);
            fs::copy(root.join(TAKEN).join(&file), root.join(KEPT).join(&file)).map_err(failed)?;
            let _ = write!(text, "\n![{shows}](../images/pages/{file})\n");
        }
    }
    Ok(text)
}
