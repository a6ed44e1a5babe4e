//! Numbers that comments cite have an entry to look them up in: D22 and S8 in `docs/decisions.md`, "attack 81" in
//! `docs/attacks.md`, where each test that is named exists.

use std::collections::BTreeSet;

use super::{Findings, Project};

const DECISIONS: &str = "docs/decisions.md";
const ATTACKS: &str = "docs/attacks.md";

pub(super) fn look(project: &Project<'_>) -> Result<Findings, String> {
    let mut findings = Findings::default();
    let (decisions, attacks) = (project.read(DECISIONS)?, project.read(ATTACKS)?);
    let known: BTreeSet<&str> = numbers(&decisions).chain(numbers(&attacks)).collect();
    let mut tests = BTreeSet::new();
    for file in project.files.iter().filter(|file| holds_citations(file)) {
        let text = project.read(file)?;
        if file.ends_with(".rs") {
            tests.extend(functions(&text).map(str::to_owned));
        }
        for (line, number) in text.lines().zip(1..) {
            for cited in cited(prose(file, line)).into_iter().filter(|cited| !known.contains(cited.as_str()))
            {
                let list = if cited.starts_with(char::is_numeric) { ATTACKS } else { DECISIONS };
                findings.fail(format!("{file}:{number}: {list} has no line for {cited}"));
            }
        }
    }
    for named in named(&attacks).filter(|named| !tests.contains(*named)) {
        findings.fail(format!("{ATTACKS}: there is no test `{named}`"));
    }
    Ok(findings)
}

fn holds_citations(file: &str) -> bool {
    let is_ours = ["crates/", "xtask/", "docs/adr/"].iter().any(|folder| file.starts_with(folder));
    // This file speaks of numbers that are none.
    is_ours && (file.ends_with(".rs") || file.ends_with(".md")) && !file.ends_with("check/cited.rs")
}

/// What of a line is said to people: all of a text, the comment of a line of Rust.
fn prose<'l>(file: &str, line: &'l str) -> &'l str {
    if file.ends_with(".md") { line } else { line.find("//").map_or("", |at| &line[at..]) }
}

/// The first cell of each row of a table.
fn numbers(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" |")).map(|(number, _)| number)
}

/// What stands between backticks in the rows of a table.
fn named(list: &str) -> impl Iterator<Item = &str> {
    let rows = list.lines().filter(|line| line.starts_with("| "));
    rows.flat_map(|row| row.split('`').skip(1).step_by(2))
}

fn functions(text: &str) -> impl Iterator<Item = &str> {
    let name = |after: &'_ str| after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    text.split("fn ").skip(1).filter_map(move |after| Some(&after[..name(after)?]))
}

/// The numbers that a sentence cites: `D22`, `S8`, and `81` of "attack 81" or "attacks 8 and 81".
fn cited(line: &str) -> Vec<String> {
    let words: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || "(),;:.'’".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = vec![];
    let mut in_attacks = false;
    for word in words {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        if in_attacks && is_number {
            found.push(word.to_owned());
        }
        in_attacks = matches!(word.to_ascii_lowercase().as_str(), "attack" | "attacks")
            || in_attacks && (is_number || word == "and");
        let digits = word.strip_prefix(['D', 'S']).unwrap_or("");
        if matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            found.push(word.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_as_people_write_them() {
        assert_eq!(cited("/// D22: a lock (S8, S13) ends; ADR 7 and RFC 6238 §5.2"), ["D22", "S8", "S13"]);
        assert_eq!(
            cited("// Attacks 8, 12 and 81: three. An attack of 30 minutes is none, attack 4."),
            ["8", "12", "81", "4"]
        );
        assert_eq!(cited("0xD2 S256 SD1 D D123 attackers 7"), Vec::<String>::new());
    }

    #[test]
    fn code_is_no_comment() {
        assert_eq!(prose("a.rs", "let d2 = D2; // D3"), "// D3");
        assert_eq!(prose("a.rs", "let d2 = D2;"), "");
        assert_eq!(prose("a.md", "D2"), "D2");
    }

    #[test]
    fn a_list_has_a_number_and_its_tests_in_each_row() {
        let list = "`no`\n| Number | x |\n|---|---|\n| 4 | Guesses. | `one_test`, `another` |\n";
        assert_eq!(numbers(list).collect::<Vec<_>>(), ["Number", "4"]);
        assert_eq!(named(list).collect::<Vec<_>>(), ["one_test", "another"]);
        assert_eq!(
            functions("async fn one_test(a: b) {\n fn two() }").collect::<Vec<_>>(),
            ["one_test", "two"]
        );
    }
}
