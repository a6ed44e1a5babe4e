//! As much of Rust's grammar as finding string literals and calls takes.

/// A token of Rust source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Word(String),
    Text(String),
    Mark(char),
}

impl Token {
    pub fn is(&self, text: &str) -> bool {
        match self {
            Self::Word(word) => word == text,
            Self::Mark(mark) => text.chars().eq([*mark]),
            Self::Text(_) => false,
        }
    }

    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The tokens of a source file without comments. Character literals are dropped, lifetimes are words.
pub fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let (mut at, mut out) = (0, vec![]);
    while at < chars.len() {
        let c = chars[at];
        if c.is_whitespace() {
            at += 1;
        } else if chars[at..].starts_with(&['/', '/']) {
            at += length(&chars[at..], |c| c != '\n');
        } else if chars[at..].starts_with(&['/', '*']) {
            panic!("a block comment: this reader knows line comments only");
        } else if c == '"' {
            let (text, length) = literal(&chars[at..]);
            out.push(Token::Text(text));
            at += length;
        } else if c == '\'' {
            at += quoted(&chars[at..]);
        } else if c.is_alphanumeric() || c == '_' {
            let length = length(&chars[at..], |c| c.is_alphanumeric() || c == '_');
            let word: String = chars[at..at + length].iter().collect();
            assert!(
                !(word == "r" && chars.get(at + 1) == Some(&'"')),
                "a raw string: write it as a plain one"
            );
            out.push(Token::Word(word));
            at += length;
        } else {
            out.push(Token::Mark(c));
            at += 1;
        }
    }
    out
}

fn length(chars: &[char], belongs: impl Fn(char) -> bool) -> usize {
    chars.iter().take_while(|c| belongs(**c)).count()
}

/// A character literal, or the mark of a lifetime.
fn quoted(chars: &[char]) -> usize {
    match (chars.get(1), chars.get(2)) {
        (Some('\\'), _) => 2 + chars[2..].iter().skip(1).position(|c| *c == '\'').map_or(0, |end| end + 2),
        (Some(_), Some('\'')) => 3,
        _ => 1,
    }
}

/// A string literal with its escapes undone, and how many characters it takes.
fn literal(chars: &[char]) -> (String, usize) {
    let (mut at, mut text) = (1, String::new());
    while chars[at] != '"' {
        if chars[at] != '\\' {
            text.push(chars[at]);
            at += 1;
            continue;
        }
        match chars[at + 1] {
            '\n' => {
                at += 2;
                at += length(&chars[at..], char::is_whitespace);
                continue;
            }
            'n' => text.push('\n'),
            'u' => {
                // Which character it is does not matter to any statement.
                at += length(&chars[at..], |c| c != '}') + 1;
                text.push('?');
                continue;
            }
            other => text.push(other),
        }
        at += 2;
    }
    (text, at + 1)
}

/// Where the bracket that opens at `open` closes.
pub fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        if let Token::Mark(mark) = token {
            match mark {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return at;
            }
        }
    }
    panic!("a bracket without an end");
}

/// The arguments between two brackets: split at commas that stand in no bracket of their own.
pub fn arguments(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut depth, mut start, mut out) = (0, 0, vec![]);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Mark('(' | '[' | '{') => depth += 1,
            Token::Mark(')' | ']' | '}') => depth -= 1,
            Token::Mark(',') if depth == 0 => {
                out.push(&tokens[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(&tokens[start..]);
    out.retain(|argument| !argument.is_empty());
    out
}

#[test]
fn literals_are_read_as_the_compiler_reads_them() {
    let source = "let c = '\"'; // \"no\"\nf::<'a>(\"one \\\n    two\\\"\", x);";
    let texts: Vec<_> = tokens(source).iter().filter_map(|token| token.text().map(str::to_owned)).collect();
    assert_eq!(texts, ["one two\""]);
}
