//! As much of an HTML parser as our own pages need: every element closed, every attribute quoted. What our pages
//! do not write (comments, unquoted values, implied ends), it refuses.

/// Elements that have no end (HTML §13.1.2).
const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// The beginning of an element.
    Begin(Element),
    /// Its end.
    End(String),
    /// Text between.
    Text(String),
}

/// An element with its attributes, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Element {
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == attribute).map(|(_, value)| value.as_str())
    }

    pub fn has(&self, attribute: &str) -> bool {
        self.get(attribute).is_some()
    }
}

/// Takes a page apart; says what is wrong where it is not well formed.
pub fn parse(page: &str) -> Result<Vec<Token>, String> {
    let mut rest = page.strip_prefix("<!doctype html>").ok_or("no doctype")?;
    let mut tokens = vec![];
    let mut open: Vec<String> = vec![];
    while !rest.is_empty() {
        let Some(tag) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            tokens.push(Token::Text(rest[..end].to_owned()));
            rest = &rest[end..];
            continue;
        };
        if let Some(end) = tag.strip_prefix('/') {
            let (name, after) = end.split_once('>').ok_or("an end without `>`")?;
            if open.pop().as_deref() != Some(name) {
                return Err(format!("</{name}> closes nothing that is open"));
            }
            tokens.push(Token::End(name.to_owned()));
            rest = after;
            continue;
        }
        let (element, closed, after) = begin(tag)?;
        let name = element.name.clone();
        tokens.push(Token::Begin(element));
        if closed {
            tokens.push(Token::End(name));
        } else if !VOID.contains(&name.as_str()) {
            open.push(name);
        }
        rest = after;
    }
    if open.is_empty() { Ok(tokens) } else { Err(format!("left open: {open:?}")) }
}

/// Reads from after `<` to after `>`; the flag is true for `/>`.
fn begin(tag: &str) -> Result<(Element, bool, &str), String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == ':';
    let end = tag.find(|c| !is_name(c)).unwrap_or(tag.len());
    if end == 0 {
        return Err(format!("`<` that is no tag: {:.40}", tag));
    }
    let (name, mut rest) = tag.split_at(end);
    let mut attributes: Vec<(String, String)> = vec![];
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            return Ok((Element { name: name.to_owned(), attributes }, true, after));
        }
        if let Some(after) = rest.strip_prefix('>') {
            return Ok((Element { name: name.to_owned(), attributes }, false, after));
        }
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let (attribute, after) = rest.split_at(end);
        if attribute.is_empty() || attributes.iter().any(|(other, _)| other == attribute) {
            return Err(format!("<{name}> has an attribute that is none, or twice: {:.40}", rest));
        }
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').ok_or("a value without its end")?,
            None => ("", after),
        };
        if value.contains('<') {
            return Err(format!("`<` inside {attribute} of <{name}>"));
        }
        attributes.push((attribute.to_owned(), value.to_owned()));
        rest = after;
    }
}
