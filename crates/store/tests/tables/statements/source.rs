//! The SQL texts of the crate and the calls that run them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::statements::rust::{Token, arguments, closing, tokens};

/// A SQL text and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub file: String,
    pub sql: String,
}

/// A call that runs a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    pub file: String,
    /// The statement; `None` when it could not be found in the file.
    pub sql: Option<String>,
    /// The first parameter as it is written.
    pub first: String,
}

const RUN: [&str; 4] = ["execute", "query", "query_opt", "query_one"];
const BEGIN: [&str; 8] = ["select", "insert", "update", "delete", "with", "create", "alter", "drop"];

/// The files of a folder and what is below it that end so.
pub fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, end));
        } else if path.extension().is_some_and(|extension| extension == end) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// This crate's sources.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every statement and every call of the crate.
pub fn read() -> (Vec<Statement>, Vec<Call>) {
    let (mut statements, mut calls) = (vec![], vec![]);
    for path in files(&folder(), "rs") {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let tokens = tokens(&std::fs::read_to_string(&path).unwrap());
        let read = Reader::new(&file, &tokens);
        statements.extend(read.statements());
        calls.extend(read.calls());
    }
    (statements, calls)
}

/// One file.
pub struct Reader<'a> {
    file: &'a str,
    tokens: &'a [Token],
    /// What the file's macros put before their argument.
    macros: BTreeMap<String, String>,
    /// Where macros are defined.
    definitions: Vec<(usize, usize)>,
}

impl<'a> Reader<'a> {
    pub fn new(file: &'a str, tokens: &'a [Token]) -> Self {
        let (mut macros, mut definitions) = (BTreeMap::new(), vec![]);
        for at in 0..tokens.len() {
            if tokens[at].is("macro_rules")
                && let Some(Token::Word(name)) = tokens.get(at + 2)
            {
                let end = closing(tokens, at + 3);
                let body = &tokens[at + 3..end];
                if let Some(concat) = body.iter().position(|token| token.is("concat")) {
                    let all = &body[concat + 3..closing(body, concat + 2)];
                    let prefix: String = all.iter().filter_map(Token::text).collect();
                    macros.insert(name.clone(), prefix);
                }
                definitions.push((at, end));
            }
        }
        Self { file, tokens, macros, definitions }
    }

    fn is_definition(&self, at: usize) -> bool {
        self.definitions.iter().any(|(start, end)| (start..=end).contains(&&at))
    }

    /// The texts outside macro definitions that are SQL, with what a macro puts before them.
    pub fn statements(&self) -> Vec<Statement> {
        let texts = (0..self.tokens.len()).filter(|at| !self.is_definition(*at)).filter_map(|at| {
            let text = self.tokens[at].text()?;
            let sql = match self.prefix(at) {
                Some(prefix) => format!("{prefix}{text}"),
                None => text.to_owned(),
            };
            let first = sql.split_whitespace().next()?.to_lowercase();
            BEGIN.contains(&first.as_str()).then(|| Statement { file: self.file.to_owned(), sql })
        });
        texts.collect()
    }

    /// What the macro puts before the text at this place, when it is a macro's argument.
    fn prefix(&self, at: usize) -> Option<&str> {
        let [Token::Word(name), Token::Mark('!'), Token::Mark('(')] =
            self.tokens.get(at.checked_sub(3)?..at)?
        else {
            return None;
        };
        self.macros.get(name).map(String::as_str)
    }

    /// The calls that run statements.
    pub fn calls(&self) -> Vec<Call> {
        let mut calls = vec![];
        for at in 1..self.tokens.len() {
            let Token::Word(name) = &self.tokens[at] else { continue };
            let is_call =
                self.tokens[at - 1].is(".") && self.tokens.get(at + 1).is_some_and(|next| next.is("("));
            if !is_call || !RUN.contains(&name.as_str()) {
                continue;
            }
            let all = arguments(&self.tokens[at + 2..closing(self.tokens, at + 1)]);
            let first = match all.get(1) {
                Some([Token::Mark('&'), Token::Mark('['), Token::Mark('&'), Token::Word(first), ..]) => {
                    first.clone()
                }
                other => format!("{other:?}"),
            };
            calls.push(Call {
                file: self.file.to_owned(),
                sql: all.first().and_then(|sql| self.sql(sql)),
                first,
            });
        }
        calls
    }

    /// The text of an argument: written there, made by a macro, or a name that the file gives a text.
    fn sql(&self, argument: &[Token]) -> Option<String> {
        match argument {
            [Token::Text(text)] => Some(text.clone()),
            [Token::Word(name), Token::Mark('!'), Token::Mark('('), Token::Text(text), Token::Mark(')')] => {
                Some(format!("{}{text}", self.macros.get(name)?))
            }
            [Token::Word(name)] => self.tokens.windows(2).enumerate().find_map(|(at, pair)| {
                let binds = pair[1].is(name) && (pair[0].is("const") || pair[0].is("let"));
                let equals = binds.then(|| self.tokens[at..].iter().position(|token| token.is("=")))??;
                self.tokens[at + equals + 1].text().map(str::to_owned)
            }),
            _ => None,
        }
    }
}

#[test]
fn texts_are_found_wherever_a_statement_can_be_written() {
    let source = r#"
        macro_rules! columns { ($rest:literal) => { concat!("select a, ", "b from t ", $rest) }; }
        const ALL: &str = "select 1 from t";
        fn f() {
            self.0.query(columns!("where x = $1"), &[&tenant])?;
            self.0.query(ALL, &[&other, &more])?;
            let find = "select 2 from t";
            self.0.query_opt(find, &[])?;
            self.0.execute(&made_up(), &[&tenant])?;
        }
    "#;
    let tokens = tokens(source);
    let reader = Reader::new("f.rs", &tokens);
    let sql: Vec<_> = reader.statements().into_iter().map(|statement| statement.sql).collect();
    assert_eq!(sql, ["select 1 from t", "select a, b from t where x = $1", "select 2 from t"]);
    let calls: Vec<_> = reader.calls().into_iter().map(|call| (call.sql, call.first)).collect();
    assert_eq!(calls[0], (Some("select a, b from t where x = $1".to_owned()), "tenant".to_owned()));
    assert_eq!(calls[1], (Some("select 1 from t".to_owned()), "other".to_owned()));
    assert_eq!(calls[2].0.as_deref(), Some("select 2 from t"));
    assert_eq!(calls[3].0, None);
    assert_eq!(calls.len(), 4);
}
