use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::given::Given;
use super::keys::{KEYS, Key, variable};
use super::{ConfigError, Draft, Place};

/// The file that is read when nobody names one, if it is there.
const USUAL_FILE: &str = "sluis.toml";
/// The variables that are settings.
const PREFIX: &str = "SLUIS_";
/// The one that names the file; no setting.
const FILE_VARIABLE: &str = "SLUIS_CONFIG";

/// Where settings are looked for.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The file, where one was named: then it must be there.
    pub file: Option<PathBuf>,
    /// The folder in which `sluis.toml` is looked for; nowhere where absent.
    pub folder: Option<PathBuf>,
    /// The environment.
    pub variables: Vec<(OsString, OsString)>,
    /// What the command line sets.
    pub flags: Flags,
}

/// What the command line sets: each with the flag as it was written, the key, and its value.
#[derive(Debug, Clone, Default)]
pub struct Flags(pub Vec<(String, String, String)>);

/// One value on its way to its key.
struct Setting {
    key: String,
    given: Given,
    place: Place,
}

/// Reads all of them, the weakest first, so that a later one wins. Mistakes are collected.
pub(super) fn read(sources: &Sources) -> (Draft, Option<PathBuf>, Vec<ConfigError>) {
    let mut draft = Draft::default();
    let mut errors = vec![];
    let (file, from_file) = read_file(sources, &mut errors);
    let settings =
        from_file.into_iter().chain(from_variables(&sources.variables)).chain(from_flags(&sources.flags));
    for setting in settings {
        if let Err(error) = apply(&mut draft, setting) {
            errors.push(error);
        }
    }
    (draft, file, errors)
}

/// The file that is read, or would be if it were there, from the root of the machine on.
pub(super) fn file(sources: &Sources) -> Option<PathBuf> {
    let usual = sources.folder.as_deref().map(|folder| folder.join(USUAL_FILE));
    std::path::absolute(sources.file.clone().or(usual)?).ok()
}

fn apply(draft: &mut Draft, setting: Setting) -> Result<(), ConfigError> {
    let Setting { key: name, given, place } = setting;
    let Some(key) = Key::named(&name) else {
        let nearest = Key::nearest(&name);
        let (key, nearest) = match &place {
            Place::Variable(written) => (written.clone(), nearest.map(variable)),
            _ => (name, nearest.map(str::to_owned)),
        };
        return Err(ConfigError::Unknown { place, key, nearest });
    };
    match (key.set)(draft, &given) {
        Ok(()) => {
            draft.places.insert(key.name, place);
            Ok(())
        }
        Err(why) => Err(ConfigError::Wrong { place, key: key.name, why }),
    }
}

fn read_file(sources: &Sources, errors: &mut Vec<ConfigError>) -> (Option<PathBuf>, Vec<Setting>) {
    let usual = sources.folder.as_deref().map(|folder| folder.join(USUAL_FILE));
    let Some(path) = sources.file.clone().or(usual) else { return (None, vec![]) };
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound && sources.file.is_none() => {
            return (None, vec![]);
        }
        Err(error) => {
            errors.push(ConfigError::Unreadable { place: Place::Default, path, error });
            return (None, vec![]);
        }
    };
    let settings = from_toml(&path, &text).unwrap_or_else(|error| {
        errors.push(error);
        vec![]
    });
    (Some(path), settings)
}

fn from_toml(path: &Path, text: &str) -> Result<Vec<Setting>, ConfigError> {
    let line_of = |at: usize| text.get(..at).unwrap_or(text).matches('\n').count() + 1;
    let place_at = |at: usize| Place::File { path: path.to_owned(), line: line_of(at) };
    let table = DeTable::parse(text).map_err(|error| ConfigError::Syntax {
        place: place_at(error.span().map_or(text.len(), |span| span.start)),
        why: error.message().to_owned(),
    })?;
    let mut found = vec![];
    flatten("", table.get_ref(), &mut |key, at, given| found.push((at, key, given)));
    // A TOML table has no order; messages have one.
    found.sort_by_key(|(at, ..)| *at);
    Ok(found.into_iter().map(|(at, key, given)| Setting { key, given, place: place_at(at) }).collect())
}

/// Hands out every value with its whole name. A section that holds nothing and is none of ours is handed out too: a
/// misspelt one would otherwise go unnoticed.
fn flatten(prefix: &str, table: &DeTable<'_>, found: &mut impl FnMut(String, usize, Given)) {
    for (word, value) in table {
        let name = if prefix.is_empty() {
            word.get_ref().to_string()
        } else {
            format!("{prefix}.{}", word.get_ref())
        };
        match value.get_ref() {
            DeValue::Table(inner) if !inner.is_empty() => flatten(&name, inner, found),
            DeValue::Table(_) if is_section(&name) => {}
            other => found(name, word.span().start, given(other)),
        }
    }
}

fn is_section(name: &str) -> bool {
    KEYS.iter().any(|key| key.section() == name)
}

fn given(value: &DeValue<'_>) -> Given {
    match value {
        DeValue::String(text) => Given::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Given::Number(number),
            Err(_) => Given::Other("a number of that size"),
        },
        DeValue::Array(parts) => {
            let texts =
                parts.iter().map(|part: &Spanned<DeValue<'_>>| part.get_ref().as_str().map(str::to_owned));
            texts.collect::<Option<_>>().map_or(Given::Other("a list of other things than text"), Given::List)
        }
        DeValue::Boolean(_) => Given::Other("true or false"),
        DeValue::Float(_) => Given::Other("a number with a fraction"),
        DeValue::Datetime(_) => Given::Other("a date"),
        DeValue::Table(_) => Given::Other("a section"),
    }
}

/// `SLUIS_MAIL__HOST` is `mail.host`. An empty variable counts as none: that is how compose files leave one out.
fn from_variables(variables: &[(OsString, OsString)]) -> Vec<Setting> {
    let mut settings: Vec<Setting> = variables
        .iter()
        .filter_map(|(name, value)| {
            let name = name.to_str()?;
            let key = name.strip_prefix(PREFIX)?.replace("__", ".").to_ascii_lowercase();
            if name == FILE_VARIABLE || value.is_empty() {
                return None;
            }
            let given = match value.to_str() {
                Some(text) => Given::Word(text.to_owned()),
                None => Given::Other("bytes that are no text"),
            };
            Some(Setting { key, given, place: Place::Variable(name.to_owned()) })
        })
        .collect();
    // An environment has no order; messages have one.
    settings.sort_by(|a, b| a.key.cmp(&b.key));
    settings
}

fn from_flags(flags: &Flags) -> Vec<Setting> {
    let setting = |(flag, key, value): &(String, String, String)| Setting {
        key: key.clone(),
        given: Given::Word(value.clone()),
        place: Place::Flag(flag.clone()),
    };
    flags.0.iter().map(setting).collect()
}
