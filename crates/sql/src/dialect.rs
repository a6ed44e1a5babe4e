//! The three things that the databases spell differently. Everything else is written in what they share.

/// Which database a statement is prepared on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgresql,
}

/// Rewrites `$n` to `?n` for SQLite (to which `$1` is a name), drops `collate "C"` for SQLite (whose default is the
/// same order) and turns the type `blob` into `bytea` for PostgreSQL. String literals, quoted identifiers and
/// comments stay as they are.
pub(crate) fn rewrite(dialect: Dialect, sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(token) = next_token(rest) {
        rest = &rest[token.len()..];
        match dialect {
            Dialect::Sqlite if is_parameter(token) => {
                out.push('?');
                out.push_str(&token[1..]);
            }
            Dialect::Sqlite if token.eq_ignore_ascii_case("collate") => match after_c(rest) {
                Some(after) => rest = after,
                None => out.push_str(token),
            },
            Dialect::Postgresql if token.eq_ignore_ascii_case("blob") => out.push_str("bytea"),
            Dialect::Sqlite | Dialect::Postgresql => out.push_str(token),
        }
    }
    out
}

fn is_parameter(token: &str) -> bool {
    token.len() > 1 && token.starts_with('$')
}

/// What follows `"C"`, if that is the collation that is named.
fn after_c(rest: &str) -> Option<&str> {
    rest.trim_start().strip_prefix("\"C\"")
}

/// The next token: a literal, a quoted identifier, a comment, a word, a parameter, or one character.
fn next_token(sql: &str) -> Option<&str> {
    let first = sql.chars().next()?;
    let length = match first {
        '\'' | '"' => quoted_length(sql, first),
        '-' if sql.starts_with("--") => sql.find('\n').unwrap_or(sql.len()),
        '/' if sql.starts_with("/*") => sql.find("*/").map_or(sql.len(), |end| end + 2),
        '$' => 1 + length_while(&sql[1..], |c| c.is_ascii_digit()),
        // `$` may stand inside a word of PostgreSQL; there it is no parameter.
        c if is_word(c) => length_while(sql, |c| is_word(c) || c == '$'),
        c => c.len_utf8(),
    };
    Some(&sql[..length])
}

/// A doubled quote ends one literal and begins the next, which comes to the same.
fn quoted_length(sql: &str, quote: char) -> usize {
    sql[1..].find(quote).map_or(sql.len(), |end| end + 2)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn length_while(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sql: &str, sqlite: &str, postgresql: &str) {
        assert_eq!(rewrite(Dialect::Sqlite, sql), sqlite);
        assert_eq!(rewrite(Dialect::Postgresql, sql), postgresql);
    }

    #[test]
    fn parameters_become_numbered_for_sqlite() {
        check("select $2, $1+$12", "select ?2, ?1+?12", "select $2, $1+$12");
    }

    #[test]
    fn blobs_become_bytea_for_postgresql() {
        check(
            "id BLOB not null, blobs text",
            "id BLOB not null, blobs text",
            "id bytea not null, blobs text",
        );
    }

    #[test]
    fn the_c_collation_is_dropped_for_sqlite_and_no_other() {
        check(
            "name text COLLATE\n \"C\" not null, n text collate nocase",
            "name text  not null, n text collate nocase",
            "name text COLLATE\n \"C\" not null, n text collate nocase",
        );
    }

    #[test]
    fn literals_identifiers_and_comments_stay_as_they_are() {
        for sql in [
            "select 'blob $1 it''s $2 collate \"C\"'",
            "select \"blob $1\" from \"a\"\"$1\"",
            "-- blob $1 'open\nselect 1",
            "/* blob $1 ' */ select 1",
            "select a$1 from t",
            "select 'never closed $1 blob",
        ] {
            check(sql, sql, sql);
        }
    }

    #[test]
    fn what_follows_a_literal_is_rewritten_again() {
        check("'é' || $1 -- x\n|| $2", "'é' || ?1 -- x\n|| ?2", "'é' || $1 -- x\n|| $2");
    }
}
