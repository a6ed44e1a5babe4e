use std::path::PathBuf;

/// A value as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Given {
    /// From a variable or a flag, where everything is text.
    Word(String),
    /// A TOML string.
    Text(String),
    /// A TOML integer.
    Number(i64),
    /// A TOML array of strings.
    List(Vec<String>),
    /// Any other TOML value, by the name of its type.
    Other(&'static str),
}

/// What is wrong with a value, and the way out; follows the name of its key.
pub(super) type Wrong = String;

impl Given {
    /// A text that is not empty.
    pub(super) fn text(&self) -> Result<String, Wrong> {
        match self {
            Self::Word(text) | Self::Text(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
            Self::Word(_) | Self::Text(_) => Err("is empty; leave it out to use the default".to_owned()),
            other => Err(format!("is text; write it in quotes, not as {}", other.kind())),
        }
    }

    /// A path; relative ones start where the process was started.
    pub(super) fn path(&self) -> Result<PathBuf, Wrong> {
        self.text().map(PathBuf::from)
    }

    /// A whole number within bounds.
    pub(super) fn number<T: TryFrom<i64>>(&self, least: i64, most: i64) -> Result<T, Wrong> {
        let number = match self {
            Self::Number(number) => *number,
            Self::Word(word) => word.trim().parse().map_err(|_| format!("is a number, not `{word}`"))?,
            Self::Text(_) => return Err("is a number; write it without quotes".to_owned()),
            other => return Err(format!("is a number, not {}", other.kind())),
        };
        let within = Some(number).filter(|number| (least..=most).contains(number));
        within
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| format!("is a number from {least} to {most}, not {number}"))
    }

    /// One of a few words.
    pub(super) fn one_of<T: Copy>(&self, words: &[(&str, T)]) -> Result<T, Wrong> {
        let text = self.text()?;
        words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or_else(|| {
            let words: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            format!("is one of {}, not `{text}`", words.join(", "))
        })
    }

    /// A list; in a variable or flag its parts are divided by commas.
    pub(super) fn list(&self) -> Result<Vec<String>, Wrong> {
        match self {
            Self::List(parts) => Ok(parts.clone()),
            Self::Word(word) => Ok(word
                .split(',')
                .map(|part| part.trim().to_owned())
                .filter(|part| !part.is_empty())
                .collect()),
            other => Err(format!("is a list such as `[\"10.0.0.0/8\"]`, not {}", other.kind())),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Word(_) | Self::Text(_) => "text",
            Self::Number(_) => "a number",
            Self::List(_) => "a list",
            Self::Other(kind) => kind,
        }
    }
}
