use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

const DELFT: [&str; 5] = ["Anna de Vries", "anna@delft.example", "Gemeente Delft", "Prinsenhof", "Zoë"];

fn password(typed: &str) -> Password {
    Password::new(typed).unwrap()
}

fn verdict(typed: &str, min: usize) -> String {
    match judge_new(&password(typed), &DELFT, min) {
        Ok(strength) => format!("ok {}", strength.level()),
        Err(problems) => format!("{problems:?}"),
    }
}

fn check(min: usize, typed: &[&str], expected: &Expect) {
    let table: String = typed.iter().map(|typed| format!("{typed}: {}\n", verdict(typed, min))).collect();
    expected.assert_eq(&table);
}

#[test]
fn common_passwords_and_patterns_are_refused() {
    check(
        15,
        &[
            "passwordpassword",
            "Password1234567",
            "P@ssw0rd1234567",
            "aaaaaaaaaaaaaaa",
            "123456789012345",
            "qwertyuiopasdfgh",
            "abcabcabcabcabc",
            "Wachtwoord12345",
            "Welkom123456789",
            "Zomer2026Zomer2026",
            "welkom welkom welkom",
            "Zomer-zomer-ZOMER!",
            "               ",
        ],
        &expect![[r#"
            passwordpassword: [Common]
            Password1234567: [Common]
            P@ssw0rd1234567: [Common]
            aaaaaaaaaaaaaaa: [Common]
            123456789012345: [Common]
            qwertyuiopasdfgh: [Common]
            abcabcabcabcabc: [Common]
            Wachtwoord12345: [Common]
            Welkom123456789: [Common]
            Zomer2026Zomer2026: [Common]
            welkom welkom welkom: [Common]
            Zomer-zomer-ZOMER!: [Common]
                           : [Common]
        "#]],
    );
}

#[test]
fn own_words_count_for_nothing() {
    check(
        15,
        &[
            "GemeenteDelft2026!",
            "G3m33nt3-D3lft-2026",
            "annadevries1985",
            "prinsenhofprinsenhof",
            "ZoeZoeZoeZoeZoe1",
            "tfleD etneemeG 26",
            "annapassword1234",
        ],
        &expect![[r#"
            GemeenteDelft2026!: [ContainsOwnWords]
            G3m33nt3-D3lft-2026: [ContainsOwnWords]
            annadevries1985: [ContainsOwnWords]
            prinsenhofprinsenhof: [ContainsOwnWords]
            ZoeZoeZoeZoeZoe1: [ContainsOwnWords, Common]
            tfleD etneemeG 26: [ContainsOwnWords]
            annapassword1234: [ContainsOwnWords]
        "#]],
    );
}

#[test]
fn long_and_unlikely_passwords_are_accepted_whatever_they_are_made_of() {
    check(
        15,
        &[
            "correct horse battery staple",
            "drie kikkers op een fiets",
            "kqzvbwjxhpfmtyd",
            "839201746582910",
            "in delft regent het alleen op dinsdag",
            "Ανοιχτή θάλασσα το πρωί",
            "🦊🌧️🚲🧀🛶🌷🐄🏰🎈🧭🪁🌊🦉🍄🫖",
        ],
        &expect![[r#"
            correct horse battery staple: ok 4
            drie kikkers op een fiets: ok 4
            kqzvbwjxhpfmtyd: ok 4
            839201746582910: ok 4
            in delft regent het alleen op dinsdag: ok 4
            Ανοιχτή θάλασσα το πρωί: ok 4
            🦊🌧️🚲🧀🛶🌷🐄🏰🎈🧭🪁🌊🦉🍄🫖: ok 4
        "#]],
    );
}

#[test]
fn eight_characters_are_enough_where_a_second_factor_is_always_asked() {
    check(
        8,
        &["kqzvbwjx", "kqzvbwj", "password", "Welkom01", "delft123"],
        &expect![[r#"
        kqzvbwjx: ok 2
        kqzvbwj: [TooShort { min: 8 }]
        password: [Common]
        Welkom01: [Common]
        delft123: [ContainsOwnWords]
    "#]],
    );
}

#[test]
fn length_is_counted_in_characters_after_normalisation() {
    assert_eq!(verdict("e\u{301}kqzvbwjxhpfmt\u{301}", 15), verdict("ékqzvbwjxhpfmt\u{301}", 15));
    let fifteen = "kqzvbwjxhpfmty\u{e9}";
    assert!(verdict(fifteen, 15).starts_with("ok"));
    assert_eq!(verdict("kqzvbwjxhpfmte\u{301}", 15), "[TooShort { min: 15 }]");
}

#[test]
fn all_problems_are_told_at_once() {
    assert_eq!(verdict("delft", 15), "[TooShort { min: 15 }, ContainsOwnWords, Common]");
    assert_eq!(verdict("", 8), "[TooShort { min: 8 }, Common]");
    assert_eq!(Problem::from(TooLong), Problem::TooLong);
}

#[test]
fn without_a_context_only_common_ones_are_refused() {
    assert!(judge_new(&password("prinsenhof en zoë"), &[], 15).is_ok());
    assert_eq!(judge_new(&password("passwordpassword"), &[], 15), Err(vec![Problem::Common]));
}

#[test]
fn the_meter_shows_what_would_be_refused_too() {
    let level = |typed| strength(&password(typed), &DELFT).level();
    assert_eq!(level("GemeenteDelft"), 0);
    assert_eq!(level(""), 0);
    assert_eq!(level("correct horse battery staple"), 4);
}

#[test]
fn no_more_than_the_beginning_is_judged_and_look_alikes_have_one_reading() {
    // The library's time grows with the square of the length, and with every reading of a sign.
    for typed in ["4@8({[<3696!1|170$5+7%2".repeat(40), "ab1!".repeat(250), "a".repeat(1_024)] {
        let given = judged(&typed);
        assert!(given.chars().count() <= JUDGED, "{given}");
        assert!(!given.contains(['{', '[', '<', '|']), "{given}");
    }
}

#[test]
fn a_word_that_is_said_again_counts_once() {
    assert_eq!(said_once("welkom Welkom welkom"), "welkom ");
    assert_eq!(said_once("de boot en de brug"), "de boot en brug");
    assert_eq!(said_once("één woord"), "één woord");
    assert_eq!(said_once(""), "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn judging_never_panics_and_agrees_with_the_meter(typed in "\\PC{0,40}", context in "\\PC{0,20}") {
        let password = password(&typed);
        let meter = strength(&password, &[&context]);
        if let Ok(strength) = judge_new(&password, &[&context], 8) {
            prop_assert_eq!(strength, meter);
            prop_assert!(meter >= LEAST && password.text().chars().count() >= 8);
        }
    }
}
