//! The routes, read from the source of this crate: axum's router does not list its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A method and a path with its parameters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub path: String,
    pub method: &'static str,
}

impl Route {
    pub fn new(method: &'static str, path: &str) -> Self {
        Self { path: path.to_owned(), method }
    }
}

/// Every route of the router.
pub fn routes() -> Vec<Route> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![];
    rust_files(&root.join("src"), &mut files);
    let sources: Vec<_> =
        files.iter().map(|file| (module(file), fs::read_to_string(file).unwrap())).collect();
    let mut constants = BTreeMap::new();
    for (module, text) in &sources {
        keep_constants(module, text, &mut constants);
    }
    let protocol = fs::read_to_string(root.join("../oauth/src/discovery.rs")).unwrap();
    keep_constants("path", &protocol, &mut constants);
    let of_api: Vec<_> = files.iter().map(|file| file.starts_with(root.join("src/graph"))).collect();
    let all = sources.iter().zip(of_api).flat_map(|((module, text), is_api)| {
        let mut routes = routes_in(module, text, &constants);
        // The API is served below its versions.
        routes.iter_mut().filter(|_| is_api).for_each(|route| route.path = format!("/v1.0{}", route.path));
        routes
    });
    all.collect()
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn module(file: &Path) -> String {
    file.file_stem().unwrap().to_str().unwrap().to_owned()
}

/// Keeps `const NAME: &str = "/path"` as `module::NAME`. Two modules of one name keep their own only in themselves,
/// so a constant that two of them have must be the same or is refused.
fn keep_constants(module: &str, text: &str, constants: &mut BTreeMap<String, String>) {
    for part in text.split("const ").skip(1) {
        let Some((name, rest)) = part.split_once(": &str = \"") else { continue };
        let value = rest.split('"').next().unwrap();
        if name.chars().all(|c| c.is_ascii_uppercase() || c == '_') && value.starts_with('/') {
            let name = format!("{module}::{name}");
            let other = constants.insert(name.clone(), value.to_owned());
            assert!(other.is_none_or(|other| other == value), "two values of `{name}`");
        }
    }
}

fn routes_in(module: &str, text: &str, constants: &BTreeMap<String, String>) -> Vec<Route> {
    let mut routes = vec![];
    for part in text.split(".route(").skip(1) {
        let (path, handlers) = inside(part).split_once(',').expect("a path and its handlers");
        let path = path.trim();
        let path = match path.strip_prefix('"') {
            Some(literal) => literal.trim_end_matches('"').to_owned(),
            None => {
                let named = constants.get(path).or_else(|| constants.get(&format!("{module}::{path}")));
                named.unwrap_or_else(|| panic!("no value of `{path}`")).clone()
            }
        };
        let methods =
            [("get(", "GET"), ("post(", "POST"), ("put(", "PUT"), ("delete(", "DELETE"), ("patch(", "PATCH")];
        let called = methods.into_iter().filter(|(word, _)| is_called(handlers, word));
        routes.extend(called.map(|(_, method)| Route { path: path.clone(), method }));
    }
    routes
}

/// True when the word begins a call, and is not the end of another word.
fn is_called(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        text[..at].chars().next_back().is_none_or(|before| !(before.is_alphanumeric() || before == '_'))
    })
}

/// What stands inside the parenthesis that was opened.
fn inside(text: &str) -> &str {
    let mut open = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return &text[..at];
        }
    }
    text
}
