use super::RuleError;

/// A piece of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    ListOpen,
    ListClose,
    Comma,
    Word(String),
    Text(String),
}

/// Splits a rule into its pieces.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, RuleError> {
    let mut tokens = vec![];
    let mut rest = text.chars().peekable();
    while let Some(first) = rest.next() {
        tokens.push(match first {
            '(' => Token::Open,
            ')' => Token::Close,
            '[' => Token::ListOpen,
            ']' => Token::ListClose,
            ',' => Token::Comma,
            '"' => Token::Text(quoted(&mut rest)?),
            space if space.is_whitespace() => continue,
            first => {
                let mut word = first.to_string();
                while let Some(next) =
                    rest.next_if(|next| !next.is_whitespace() && !"()[],\"".contains(*next))
                {
                    word.push(next);
                }
                Token::Word(word)
            }
        });
    }
    Ok(tokens)
}

/// The text up to the closing quote; a backtick takes the next character as it is.
fn quoted(rest: &mut impl Iterator<Item = char>) -> Result<String, RuleError> {
    let mut text = String::new();
    while let Some(next) = rest.next() {
        match next {
            '"' => return Ok(text),
            '`' => text.push(rest.next().ok_or(RuleError::OpenText)?),
            other => text.push(other),
        }
    }
    Err(RuleError::OpenText)
}
