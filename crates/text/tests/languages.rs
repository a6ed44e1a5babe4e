//! Both languages say the same things, with the same arguments, in the voice that was agreed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

type Messages = BTreeMap<String, String>;

/// The messages of one language by key; each value holds all its lines.
fn messages(language: &str) -> Messages {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
    let mut messages = Messages::new();
    for entry in fs::read_dir(folder).expect("the language has a folder") {
        let text = fs::read_to_string(entry.expect("a file").path()).expect("text");
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match line.split_once(" =") {
                Some((name, value)) if !line.starts_with([' ', '*', '[']) => {
                    key = name.to_owned();
                    messages.insert(key.clone(), value.trim().to_owned());
                }
                _ if line.is_empty() => key.clear(),
                _ => {
                    let value =
                        messages.get_mut(&key).unwrap_or_else(|| panic!("a line of no message: {line}"));
                    value.push('\n');
                    value.push_str(line);
                }
            }
        }
    }
    messages
}

fn arguments(value: &str) -> BTreeSet<&str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    value.split('$').skip(1).map(|rest| &rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())]).collect()
}

#[test]
fn every_message_exists_in_both_languages() {
    let (en, nl) = (messages("en"), messages("nl"));
    let missing: Vec<_> = en.keys().filter(|key| !nl.contains_key(*key)).collect();
    assert_eq!(missing, Vec::<&String>::new(), "not in Dutch");
    let missing: Vec<_> = nl.keys().filter(|key| !en.contains_key(*key)).collect();
    assert_eq!(missing, Vec::<&String>::new(), "not in English");
    assert!(en.len() > 100);
}

#[test]
fn every_message_takes_the_same_arguments_in_both_languages() {
    let nl = messages("nl");
    for (key, value) in messages("en") {
        if let Some(dutch) = nl.get(&key) {
            assert_eq!(arguments(&value), arguments(dutch), "{key}");
        }
    }
}

#[test]
fn no_message_is_empty_and_none_shouts() {
    for language in ["en", "nl"] {
        for (key, value) in messages(language) {
            assert!(!value.is_empty(), "{key}");
            assert!(!value.contains('!'), "{key} has an exclamation mark");
        }
    }
}

#[test]
fn dutch_is_active_and_polite() {
    for (key, value) in messages("nl") {
        let words: Vec<String> = value
            .split(|c: char| !c.is_alphabetic())
            .map(str::to_lowercase)
            .filter(|w| !w.is_empty())
            .collect();
        for word in ["dient", "middels", "helaas", "foutmelding", "jij", "je", "jouw", "jullie"] {
            assert!(!words.iter().any(|w| w == word), "{key} says `{word}`");
        }
    }
}
