use std::path::PathBuf;
use std::{fmt, io};

/// Where a setting was given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    /// Nowhere: it is the default.
    #[default]
    Default,
    /// In the file, at a line from one.
    File {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
    },
    /// In an environment variable.
    Variable(String),
    /// On the command line.
    Flag(String),
}

/// One mistake in the configuration.
#[derive(Debug)]
pub enum ConfigError {
    /// The file, or a file that it names, cannot be read.
    Unreadable {
        /// Where it was named; [`Place::Default`] for the configuration file itself.
        place: Place,
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The file is no TOML.
    Syntax {
        /// Where.
        place: Place,
        /// What the parser said.
        why: String,
    },
    /// There is no such key.
    Unknown {
        /// Where.
        place: Place,
        /// The key as it was written.
        key: String,
        /// The key that was probably meant, as it would be written there.
        nearest: Option<String>,
    },
    /// A key holds what it cannot hold.
    Wrong {
        /// Where.
        place: Place,
        /// The key.
        key: &'static str,
        /// What is wrong, and the way out.
        why: String,
    },
}

/// Every mistake that was found; one line each.
#[derive(Debug)]
pub struct ConfigErrors(pub Vec<ConfigError>);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{} line {line}", path.display()),
            Self::Variable(name) => write!(f, "variable {name}"),
            Self::Flag(name) => write!(f, "flag {name}"),
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { place: Place::Default, path, error } => {
                write!(f, "`{}` cannot be read: {error}", path.display())
            }
            Self::Unreadable { place, path, error } => {
                write!(f, "{place}: `{}` cannot be read: {error}", path.display())
            }
            Self::Syntax { place, why } => write!(f, "{place}: {why}"),
            Self::Unknown { place, key, nearest: Some(nearest) } => {
                write!(f, "{place}: there is no `{key}`; did you mean `{nearest}`?")
            }
            Self::Unknown { place, key, nearest: None } => {
                write!(f, "{place}: there is no `{key}`; `sluis config keys` lists what there is")
            }
            Self::Wrong { place: Place::Default, key, why } => write!(f, "`{key}` {why}"),
            Self::Wrong { place, key, why } => write!(f, "{place}: `{key}` {why}"),
        }
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}
impl std::error::Error for ConfigErrors {}
