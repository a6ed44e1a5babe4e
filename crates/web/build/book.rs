//! Renders the chapters of the book (`docs/en`, `docs/nl`), so that help can stand beside the page it explains.
//! A chapter is named after its English file; the contents of both books list the chapters in the same order.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

const BOOKS: [&str; 2] = ["../../docs/en", "../../docs/nl"];

/// Writes `book.rs` with every chapter in every language.
pub fn write(out: &Path) -> io::Result<()> {
    let books = BOOKS.map(contents);
    let [english, dutch] = books;
    let books = [english?, dutch?];
    if books[0].len() != books[1].len() {
        return Err(io::Error::other(
            "the contents of docs/en and docs/nl list different numbers of chapters",
        ));
    }
    let mut code = String::from("static CHAPTERS: &[Chapter] = &[\n");
    for (number, file) in books[0].iter().enumerate() {
        let mut pages = String::new();
        for (folder, names) in BOOKS.iter().zip(&books) {
            println!("cargo::rerun-if-changed={folder}/{}.md", names[number]);
            let text = fs::read_to_string(format!("{folder}/{}.md", names[number]))?;
            let (title, body) = rendered(&text, names, &books[0]);
            write!(pages, "Page {{ title: {title:?}, html: {body:?} }}, ").map_err(io::Error::other)?;
        }
        writeln!(code, "    Chapter {{ name: {file:?}, pages: [{pages}] }},").map_err(io::Error::other)?;
    }
    code += "];\n";
    fs::write(out.join("book.rs"), code)
}

/// The files that the contents of a book list, without their ending.
fn contents(folder: &str) -> io::Result<Vec<String>> {
    println!("cargo::rerun-if-changed={folder}/README.md");
    let text = fs::read_to_string(format!("{folder}/README.md"))?;
    let numbered = text.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_digit()));
    let file = |line: &str| {
        let target = line.split_once("](")?.1;
        Some(target.split_once(".md)")?.0.to_owned())
    };
    Ok(numbered.filter_map(file).collect())
}

/// The title, and the rest as HTML below a heading of the second level. Links to other chapters become
/// `href="book:{chapter}"`; links out of the book become their text, and HTML in the text stays text. Pictures stay
/// away: whoever reads this has the page itself beside it.
fn rendered(text: &str, files: &[String], names: &[String]) -> (String, String) {
    let chapter = |target: &str| {
        let file = target.split('#').next().unwrap_or_default().strip_suffix(".md")?;
        let number = files.iter().position(|known| known == file)?;
        names.get(number)
    };
    let (mut title, mut in_title, mut in_picture, mut open) = (String::new(), false, false, vec![]);
    let mut events = vec![];
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Image { .. }) => in_picture = true,
            Event::End(TagEnd::Image) => in_picture = false,
            _ if in_picture => {}
            Event::End(TagEnd::Paragraph) if events.last() == Some(&Event::Start(Tag::Paragraph)) => {
                events.pop();
            }
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => in_title = true,
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => in_title = false,
            Event::Text(part) | Event::Code(part) if in_title => title += &part,
            Event::Start(Tag::Heading { level, .. }) => events.push(Event::Start(heading(level))),
            Event::End(TagEnd::Heading(level)) => events.push(Event::End(TagEnd::Heading(lower(level)))),
            Event::Html(raw) | Event::InlineHtml(raw) => events.push(Event::Text(raw)),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let known = chapter(&dest_url);
                open.push(known.is_some());
                if let Some(name) = known {
                    let dest_url = CowStr::from(format!("book:{name}"));
                    events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                }
            }
            Event::End(TagEnd::Link) if open.pop() != Some(true) => {}
            other => events.push(other),
        }
    }
    let mut body = String::new();
    html::push_html(&mut body, events.into_iter());
    (title, body)
}

fn heading(level: HeadingLevel) -> Tag<'static> {
    Tag::Heading { level: lower(level), id: None, classes: vec![], attrs: vec![] }
}

/// The page has the first level and the title of the chapter the second.
const fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}
