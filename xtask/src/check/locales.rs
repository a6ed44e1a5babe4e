//! Every language says the same: each message and attribute of one locale is in all others, and each message is said
//! somewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::{Findings, Project};

/// Holds a folder per locale, each with files of Project Fluent.
const FOLDER: &str = "crates/text/locales/";

/// What we promise to speak.
const PROMISED: &[&str] = &["en", "nl"];

/// The messages of each locale.
type Spoken = BTreeMap<String, BTreeSet<String>>;

pub(super) fn look(project: &Project<'_>) -> Result<Findings, String> {
    let mut findings = Findings::default();
    let mut spoken: Spoken = PROMISED.iter().map(|locale| ((*locale).to_owned(), BTreeSet::new())).collect();
    for file in &project.files {
        let Some(locale) = locale_of(file) else { continue };
        let said = spoken.entry(locale.to_owned()).or_default();
        for message in messages(&project.read(file)?) {
            if !said.insert(message.clone()) {
                findings.fail(format!("{file}: `{message}` is said twice"));
            }
        }
    }
    findings.failures.extend(unsaid(&spoken));
    let words = words_of_code(project)?;
    let unused = spoken
        .values()
        .flatten()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .filter(|message| is_unused(message, &words));
    findings.failures.extend(unused.map(|message| format!("nobody says `{message}`")));
    Ok(findings)
}

/// Every word of our code and templates.
fn words_of_code(project: &Project<'_>) -> Result<BTreeSet<String>, String> {
    let mut words = BTreeSet::new();
    let is_code =
        |file: &&String| file.starts_with("crates/") && (file.ends_with(".rs") || file.ends_with(".html"));
    for file in project.files.iter().filter(is_code) {
        let text = project.read(file)?;
        words.extend(text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').map(str::to_owned));
    }
    Ok(words)
}

/// A message is a function of the same name with underscores; terms and attributes belong to their messages.
fn is_unused(message: &str, words: &BTreeSet<String>) -> bool {
    let is_function = !message.starts_with('-') && !message.contains('.');
    is_function && !words.contains(&message.replace('-', "_"))
}

/// `crates/text/locales/nl/door.ftl` and `crates/text/locales/nl.ftl` are both Dutch.
fn locale_of(file: &str) -> Option<&str> {
    let inside = file.strip_prefix(FOLDER)?.strip_suffix(".ftl")?;
    inside.split('/').next()
}

fn unsaid(spoken: &Spoken) -> Vec<String> {
    let everything: BTreeSet<&String> = spoken.values().flatten().collect();
    let silent = spoken.iter().filter(|(_, said)| said.is_empty());
    let mut found: Vec<_> = silent.map(|(locale, _)| format!("{FOLDER}{locale} says nothing")).collect();
    for (locale, said) in spoken.iter().filter(|(_, said)| !said.is_empty()) {
        let missing = everything.iter().filter(|message| !said.contains(**message));
        found.extend(missing.map(|message| format!("{locale} does not say `{message}`")));
    }
    found
}

/// The ids of messages and terms, and `id.attribute` for their attributes. Only these stand before an equals sign at
/// the start of a line; the text of a message is indented.
fn messages(text: &str) -> Vec<String> {
    let mut found = Vec::<String>::new();
    let mut owner = "";
    for line in text.lines() {
        let attribute = line.starts_with(' ').then(|| line.trim_start().strip_prefix('.')).flatten();
        let Some(id) = name_before_equals(attribute.unwrap_or(line)) else { continue };
        if attribute.is_some() {
            found.push(format!("{owner}.{id}"));
        } else {
            owner = id;
            found.push(id.to_owned());
        }
    }
    found
}

fn name_before_equals(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    let name = name.trim_end_matches(' ');
    let letters = name.strip_prefix('-').unwrap_or(name);
    let is_name = letters.starts_with(|first: char| first.is_ascii_alphabetic())
        && letters.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "\
# $name (String) - who = it is
sign-in = Sign in as { $name }
    .title = Sign in
-brand = Sluis
people = { $count ->
    [one] One = one person
   *[other] { $count } people
}
two-lines =
    x = y
";

    #[test]
    fn messages_terms_and_attributes_are_read() {
        assert_eq!(messages(SAMPLE), ["sign-in", "sign-in.title", "-brand", "people", "two-lines"]);
    }

    #[test]
    fn a_folder_and_a_file_name_a_locale() {
        assert_eq!(locale_of("crates/text/locales/nl/door.ftl"), Some("nl"));
        assert_eq!(locale_of("crates/text/locales/en.ftl"), Some("en"));
        assert_eq!(locale_of("crates/text/locales/README.md"), None);
        assert_eq!(locale_of("docs/en.ftl"), None);
    }

    #[track_caller]
    fn check(en: &str, nl: &str, wanted: &[&str]) {
        let said = |text: &str| messages(text).into_iter().collect();
        let spoken = BTreeMap::from([("en".to_owned(), said(en)), ("nl".to_owned(), said(nl))]);
        assert_eq!(unsaid(&spoken), wanted);
    }

    #[test]
    fn what_one_language_does_not_say_is_named() {
        check("a = A\nb = B", "b = B\na = A", &[]);
        check("a = A\n    .title = A", "a = A\nc = C", &["en does not say `c`", "nl does not say `a.title`"]);
    }

    #[test]
    fn a_message_that_no_code_names_is_unused() {
        let words = BTreeSet::from(["sign_in".to_owned()]);
        assert!(!is_unused("sign-in", &words) && is_unused("sign-out", &words));
        assert!(!is_unused("sign-in.title", &words) && !is_unused("-brand", &words));
    }

    #[test]
    fn a_silent_language_is_said_once() {
        check("a = A\nb = B", "", &["crates/text/locales/nl says nothing"]);
    }
}
