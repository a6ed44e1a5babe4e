//! The rule language, fed with anything.

use policy::rule::{LONGEST_RULE, Property, Rule, RuleError};
use proptest::prelude::*;
use proptest::sample::select;

/// Pieces of rules in any order.
fn pieces() -> impl Strategy<Value = String> {
    let words = [
        "device.model",
        "device.isCompliant",
        "customSecurityAttribute.a_b",
        "-eq",
        "-ne",
        "-in",
        "-notIn",
        "-startsWith",
        "-contains",
        "-not",
        "-and",
        "-or",
        "(",
        ")",
        "[",
        "]",
        ",",
        "\"a\"",
        "\"a`\"b\"",
        "\"",
        "`",
        "True",
        "False",
        " ",
        "device.",
        "é",
        "-EQ",
        "\u{0}",
        "\u{2003}",
    ];
    let piece = prop_oneof![9 => select(words.to_vec()).prop_map(str::to_owned), 1 => ".{0,6}"];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.join(" "))
}

/// A rule that is one, from the inside out.
fn sound() -> impl Strategy<Value = String> {
    let test = prop_oneof![
        Just("device.model -eq \"a\"".to_owned()),
        Just("device.model -notIn [\"a\", \"b\"]".to_owned()),
        Just("device.isCompliant -ne True".to_owned()),
        Just("device.physicalIds -contains \"[x]\"".to_owned()),
    ];
    test.prop_recursive(8, 40, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|one| format!("-not ({one})")),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("({one}) -and ({other})")),
            (inner.clone(), inner).prop_map(|(one, other)| format!("({one}) -or ({other})")),
        ]
    })
}

fn look(name: &str) -> Property<'static> {
    match name {
        "device.model" => Property::One("A"),
        "device.physicalids" => Property::Many(vec!["[x]", "[y]"]),
        _ => Property::Null,
    }
}

proptest! {
    #[test]
    fn any_text_is_a_rule_or_refused(text in prop_oneof![pieces(), ".{0,200}"]) {
        if let Ok(rule) = Rule::parse(&text) {
            prop_assert_eq!(rule.text(), &text);
            prop_assert_eq!(rule.holds(&look), Rule::parse(rule.text()).unwrap().holds(&look));
        }
    }

    #[test]
    fn what_is_built_by_the_grammar_is_read_and_its_opposite_is_its_opposite(text in sound()) {
        prop_assume!(text.len() < LONGEST_RULE - 10);
        match (Rule::parse(&text), Rule::parse(&format!("-not ({text})"))) {
            (Ok(rule), Ok(opposite)) => prop_assert_ne!(rule.holds(&look), opposite.holds(&look)),
            (_, Err(error)) => prop_assert_eq!(error, RuleError::TooDeep),
            (Err(error), Ok(_)) => prop_assert!(false, "{error}"),
        }
    }

    #[test]
    fn depth_and_length_are_bounded(depth in 0_usize..3_000) {
        for (open, close) in [("(", ")"), ("-not (", ")"), ("-not ", "")] {
            let text = format!("{}device.model -eq \"a\"{}", open.repeat(depth), close.repeat(depth));
            let read = Rule::parse(&text);
            prop_assert!(read.is_ok() || depth >= 15, "{depth}: {read:?}");
            prop_assert!(read.is_err() || depth < 32, "{depth}");
            prop_assert!(text.chars().count() <= LONGEST_RULE || read == Err(RuleError::TooLong));
        }
    }
}
