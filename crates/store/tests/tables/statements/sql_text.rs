//! The rule for one statement: each tenant table in it is bound to the tenant, which is `$1`.

use std::collections::BTreeSet;

/// A piece of a statement: a word or sign, or what stands between brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Word(String),
    Group(Vec<Piece>),
}

impl Piece {
    fn word(&self) -> &str {
        match self {
            Self::Word(word) => word,
            Self::Group(_) => "(",
        }
    }
}

/// Words that end the list of a `from`, and so are no alias.
const AFTER_TABLE: [&str; 16] = [
    "where",
    "on",
    "join",
    "left",
    "inner",
    "order",
    "group",
    "limit",
    "set",
    "values",
    "returning",
    "using",
    "having",
    "union",
    "cross",
    ",",
];

/// A table as a statement uses it.
struct Used {
    table: String,
    alias: String,
}

/// What is wrong with a statement, `Ok` when nothing is.
pub fn check(sql: &str, tables: &BTreeSet<String>) -> Result<(), String> {
    let pieces = pieces(sql)?;
    level(&pieces, tables)
}

/// Reads a statement into pieces, in lower case.
fn pieces(sql: &str) -> Result<Vec<Piece>, String> {
    let mut open = vec![vec![]];
    let mut rest = sql;
    while let Some(c) = rest.chars().next() {
        let belongs = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$');
        let length = match c {
            '\'' => rest[1..].find('\'').ok_or("a text without an end")? + 2,
            _ if belongs(c) => rest.find(|c| !belongs(c)).unwrap_or(rest.len()),
            _ => c.len_utf8(),
        };
        let (token, tail) = rest.split_at(length);
        rest = tail;
        match c {
            '(' => open.push(vec![]),
            ')' => {
                let group = open.pop().unwrap_or_default();
                open.last_mut().ok_or("a bracket too many")?.push(Piece::Group(group));
            }
            '-' if rest.starts_with('-') => return Err("a comment".to_owned()),
            ';' | '"' => return Err(format!("`{c}`")),
            _ if c.is_whitespace() => {}
            _ => open.last_mut().ok_or("a bracket too many")?.push(Piece::Word(token.to_lowercase())),
        }
    }
    let whole = open.pop().unwrap_or_default();
    if open.is_empty() { Ok(whole) } else { Err("a bracket without an end".to_owned()) }
}

/// One level: a statement, or what stands between brackets in one.
fn level(pieces: &[Piece], tables: &BTreeSet<String>) -> Result<(), String> {
    for piece in pieces {
        if let Piece::Group(group) = piece {
            level(group, tables)?;
        }
    }
    // Each side of a `union` stands by itself.
    let sides: Vec<&[Piece]> = pieces.split(|piece| piece.word() == "union").collect();
    if sides.len() > 1 {
        return sides.into_iter().try_for_each(|side| select(side, tables));
    }
    select(pieces, tables)
}

fn select(pieces: &[Piece], tables: &BTreeSet<String>) -> Result<(), String> {
    let words: Vec<&str> = pieces.iter().map(Piece::word).collect();
    if let Some(word) = words.iter().find(|word| matches!(**word, "all" | "intersect" | "except")) {
        return Err(format!("`{word}` is more than this test can read"));
    }
    if words.starts_with(&["insert", "into"]) {
        return insert(pieces, &words, tables);
    }
    let used = used(&words, tables)?;
    if used.is_empty() {
        return Ok(());
    }
    if words.first() == Some(&"update") {
        let end = words.iter().position(|word| *word == "where").unwrap_or(words.len());
        if words[..end].windows(2).any(|pair| pair == ["tenant", "="]) {
            return Err("the tenant of a row is changed".to_owned());
        }
    }
    bound(&words, &used)
}

/// The tables of a level: after `from`, `join`, `update`, and after commas.
fn used(words: &[&str], tables: &BTreeSet<String>) -> Result<Vec<Used>, String> {
    let mut used = vec![];
    for (at, word) in words.iter().enumerate() {
        let is_update = *word == "update" && at == 0;
        if !is_update && !matches!(*word, "from" | "join") {
            continue;
        }
        let mut rest = &words[at + 1..];
        while let Some((table, after)) = rest.split_first() {
            let named = after.first().filter(|next| **next != "as").or(after.get(1));
            let alias = named.filter(|next| !AFTER_TABLE.contains(*next)).unwrap_or(table);
            if tables.contains(*table) {
                used.push(Used { table: (*table).to_owned(), alias: (*alias).to_owned() });
            } else if *table != "(" {
                return Err(format!("`{table}` is no table of the migrations"));
            }
            let next = after.iter().position(|word| AFTER_TABLE.contains(word));
            match next {
                Some(comma) if after[comma] == "," && *word == "from" => rest = &after[comma + 1..],
                _ => break,
            }
        }
    }
    Ok(used)
}

/// `insert into table (tenant, …) values ($1, …)`.
fn insert(pieces: &[Piece], words: &[&str], tables: &BTreeSet<String>) -> Result<(), String> {
    let table = words.get(2).copied().unwrap_or_default();
    if !tables.contains(table) {
        return Err(format!("`{table}` is no table of the migrations"));
    }
    let first = |piece: Option<&Piece>| match piece {
        Some(Piece::Group(group)) => group.first().map(|piece| piece.word().to_owned()),
        _ => None,
    };
    if first(pieces.get(3)).as_deref() != Some("tenant") {
        return Err(format!("the first column of an insert into `{table}` is not the tenant"));
    }
    if words.get(4) != Some(&"values") || first(pieces.get(5)).as_deref() != Some("$1") {
        return Err(format!("the first value of an insert into `{table}` is not $1"));
    }
    let Some(conflict) = words.iter().position(|word| *word == "conflict") else { return Ok(()) };
    if first(pieces.get(conflict + 1)).as_deref() != Some("tenant") {
        return Err(format!("a conflict in `{table}` is looked for without the tenant"));
    }
    if words[conflict..].windows(2).any(|pair| pair == ["tenant", "="]) {
        return Err("the tenant of a row is changed".to_owned());
    }
    Ok(())
}

/// Each table's tenant equals `$1`, or the tenant of a table of which that holds, as a condition that nothing else
/// can stand in for.
fn bound(words: &[&str], used: &[Used]) -> Result<(), String> {
    let start = words.iter().position(|word| matches!(*word, "where" | "on")).unwrap_or(words.len());
    let conditions = &words[start..];
    if conditions.contains(&"or") {
        return Err("an `or` beside the tenant: put it in brackets".to_owned());
    }
    // What follows `where`, `on` or `and` and is followed by nothing that would make it part of something else.
    let equal: Vec<(&str, &str)> = (0..conditions.len())
        .filter(|at| matches!(conditions[*at], "where" | "on" | "and"))
        .filter_map(|at| match conditions[at + 1..] {
            [left, "=", right, ref after @ ..] => {
                let ends = after.first().is_none_or(|next| {
                    matches!(*next, "and" | "order" | "group" | "limit" | "returning" | "where" | "join")
                });
                ends.then_some((left, right))
            }
            _ => None,
        })
        .collect();
    let names = |one: &Used| {
        let mut names = vec![format!("{}.tenant", one.alias), format!("{}.tenant", one.table)];
        if used.len() == 1 {
            names.push("tenant".to_owned());
        }
        names
    };
    let mut known: Vec<String> = vec!["$1".to_owned()];
    for _ in used {
        for one in used {
            let own = names(one);
            let is = |text: &str, list: &[String]| list.iter().any(|name| name == text);
            let holds =
                equal.iter().any(|(a, b)| (is(a, &own) && is(b, &known)) || (is(b, &own) && is(a, &known)));
            if holds {
                known.extend(own);
            }
        }
    }
    match used.iter().find(|one| !names(one).iter().any(|name| known.contains(name))) {
        Some(one) => Err(format!("`{}` is used without `tenant = $1`", one.table)),
        None => Ok(()),
    }
}
