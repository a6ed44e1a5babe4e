use expect_test::expect;
use proptest::prelude::*;

use super::*;

/// The key of RFC 6238, appendix B, for SHA-1.
fn rfc() -> Secret {
    Secret::new(*b"12345678901234567890")
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_secs(seconds)
}

fn shown(seconds: i64) -> String {
    String::from_utf8(code(&rfc(), Step::at(at(seconds)).number()).to_vec()).unwrap()
}

#[test]
fn the_vectors_of_rfc_6238_hold() {
    // The RFC prints eight digits; six are its last six.
    for (seconds, eight) in [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ] {
        assert_eq!(shown(seconds), eight[2..]);
        assert_eq!(verify(&rfc(), &eight[2..], at(seconds), None), Some(Step::at(at(seconds))));
    }
}

#[test]
fn the_vectors_of_rfc_4226_hold() {
    let codes: Vec<_> = (0..10).map(|step| String::from_utf8(code(&rfc(), step).to_vec()).unwrap()).collect();
    assert_eq!(
        codes,
        ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
    );
}

#[test]
fn a_code_used_twice_is_refused_the_second_time() {
    let now = at(1_234_567_890);
    let typed = shown(1_234_567_890);
    let used = verify(&rfc(), &typed, now, None);
    assert_eq!(used, Some(Step::at(now)));
    assert_eq!(verify(&rfc(), &typed, now, used), None);
    assert_eq!(verify(&rfc(), &typed, now + model::Span::seconds(PERIOD), used), None);
}

#[test]
fn an_older_code_is_refused_after_a_later_one_was_used() {
    let now = 1_234_567_890;
    let used = verify(&rfc(), &shown(now), at(now), None);
    assert_eq!(verify(&rfc(), &shown(now - PERIOD), at(now), used), None);
    assert!(verify(&rfc(), &shown(now + PERIOD), at(now), used) > used);
}

#[test]
fn a_code_lives_one_step_before_and_after_its_own_and_no_longer() {
    let start = 1_234_567_890; // the first second of a step
    assert_eq!(start % PERIOD, 0);
    let typed = shown(start);
    let accepted: Vec<i64> =
        (-120..=120).filter(|offset| verify(&rfc(), &typed, at(start + offset), None).is_some()).collect();
    assert_eq!(accepted, (-30..60).collect::<Vec<i64>>());
}

#[test]
fn a_code_is_read_with_the_spaces_that_apps_show() {
    let now = at(1_111_111_111);
    for typed in ["050471", "050 471", " 050-471 ", "0 5 0 4 7 1", "050471\n"] {
        assert!(verify(&rfc(), typed, now, None).is_some(), "`{typed}` was refused");
    }
}

#[test]
fn only_six_ascii_digits_are_a_code() {
    let now = at(1_111_111_111);
    for typed in [
        "",
        "50471",
        "0504710",
        "14050471",
        "+50471",
        "05047l",
        "\u{660}\u{665}\u{660}\u{664}\u{667}\u{661}",
        "\u{ff10}50471",
        "050.471",
        "0x50471",
        "050471\0",
        "      050471                               ",
    ] {
        assert_eq!(verify(&rfc(), typed, now, None), None, "`{typed}` was read");
    }
}

#[test]
fn a_clock_before_1970_does_no_harm() {
    assert_eq!(verify(&rfc(), "755224", at(-31), None), None);
    assert!(verify(&rfc(), "755224", at(-30), None).is_some());
    assert_eq!(verify(&rfc(), "755224", Timestamp::from_micros(i64::MIN), None), None);
    assert_eq!(verify(&rfc(), "755224", Timestamp::from_micros(i64::MAX), None), None);
}

#[test]
fn the_typed_secret_is_in_eight_groups_of_four() {
    expect!["GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"].assert_eq(&rfc().typed());
}

#[test]
fn names_cannot_break_out_of_the_address() {
    let uri = rfc().otpauth_uri("Bakkerij 't Hoekje: brood & zo", "anna+thuis@voorbeeld.nl?x=1#é");
    expect!["otpauth://totp/Bakkerij%20%27t%20Hoekje%20brood%20%26%20zo:anna%2Bthuis%40voorbeeld.nl%3Fx%3D1%23%C3%A9?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Bakkerij%20%27t%20Hoekje%20brood%20%26%20zo&algorithm=SHA1&digits=6&period=30"]
        .assert_eq(&uri);
}

#[test]
fn a_secret_is_not_printed_by_debug() {
    assert_eq!(format!("{:?}", rfc()), "Secret(…)");
}

proptest! {
    #[test]
    fn reading_any_code_never_panics(typed: String, now: i64, last: Option<i64>) {
        verify(&rfc(), &typed, Timestamp::from_micros(now), last.map(Step::from_number));
    }

    #[test]
    fn an_accepted_step_is_near_and_later_than_the_last(
        random: [u8; 20],
        step in 2i64..100_000_000,
        typed_offset in -3i64..=3,
        last_offset in -3i64..=3,
    ) {
        let secret = Secret::new(random);
        let typed = String::from_utf8(code(&secret, step + typed_offset).to_vec()).unwrap();
        let last = Step::from_number(step + last_offset);
        let found = verify(&secret, &typed, at(step * PERIOD), Some(last));
        if let Some(found) = found {
            prop_assert!(found > last && (found.number() - step).abs() <= 1);
        } else {
            prop_assert!(typed_offset.abs() > 1 || typed_offset <= last_offset);
        }
    }

    #[test]
    fn an_address_holds_only_safe_characters(issuer: String, account: String) {
        let uri = rfc().otpauth_uri(&issuer, &account);
        prop_assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%:/?&=".contains(&byte)));
        prop_assert_eq!(uri.matches(':').count(), 2);
    }
}
