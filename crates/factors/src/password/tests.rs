use proptest::prelude::*;

use super::*;

/// Made with the reference implementation in C (argon2-cffi).
const REFERENCE: [(&str, &str); 3] = [
    ("correct horse battery staple", "$argon2id$v=19$m=64,t=2,p=1$c2FsdHNhbHQ$K/AJNFH8hUC5otTqUI10VA"),
    (
        "café am straßeneck",
        "$argon2id$v=19$m=256,t=3,p=2$c2l4dGVlbiBieXRlcyBvaw$ibm0x0ukLWIBAXxSWh4L7Zpadw/ymIypxsUP2+MuiEk",
    ),
    (
        "welkom in delft",
        "$argon2id$v=19$m=19456,t=2,p=1$c2l4dGVlbiBieXRlcyBvaw$MYR6wL2lj5ECC0wPGmK304zvJw9JS/MQmW/16BMkm90",
    ),
];

/// As cheap as a stored hash can be: what is tested here does not depend on the cost.
fn cheap() -> Cost {
    Cost::stored(8, 1, 1).unwrap()
}

fn password(typed: &str) -> Password {
    Password::new(typed).unwrap()
}

fn hashed(typed: &str) -> Hash {
    hash(&cheap(), [7; 16], &password(typed), &mut Memory::new(&cheap()))
}

fn verifies(hash: &Hash, typed: &str) -> bool {
    verify(hash, &password(typed), &mut Memory::new(&cheap()))
}

#[test]
fn the_hash_is_the_one_that_others_make() {
    for (typed, stored) in REFERENCE {
        let stored: Hash = stored.parse().unwrap();
        assert!(verifies(&stored, typed));
        assert!(!verifies(&stored, &typed.to_uppercase()));
    }
}

#[test]
fn only_the_password_that_was_hashed_is_right() {
    let stored = hashed("correct horse battery staple");
    assert!(verifies(&stored, "correct horse battery staple"));
    for wrong in
        ["", "correct horse battery stapl", "correct horse battery staple ", "Correct horse battery staple"]
    {
        assert!(!verifies(&stored, wrong), "`{wrong}` was right");
    }
}

#[test]
fn a_hash_is_stored_and_read_back() {
    let stored =
        hash(&Cost::DEFAULT, [7; 16], &password("anna's fiets is rood"), &mut Memory::new(&Cost::DEFAULT));
    let text = stored.phc();
    assert!(text.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{text}");
    assert!(verifies(&text.parse().unwrap(), "anna's fiets is rood"));
}

#[test]
fn the_same_letters_are_the_same_password_however_they_are_composed() {
    let stored = hashed("caf\u{e9} am Stra\u{df}eneck");
    assert!(verifies(&stored, "cafe\u{301} am Stra\u{df}eneck"));
    assert!(!verifies(&stored, "cafe am Stra\u{df}eneck"));
}

#[test]
fn the_last_byte_of_a_long_password_counts() {
    let long = "x".repeat(MAX_BYTES - 1);
    let stored = hashed(&format!("{long}a"));
    assert!(verifies(&stored, &format!("{long}a")));
    assert!(!verifies(&stored, &format!("{long}b")));
    assert!(!verifies(&stored, &long));
}

#[test]
fn a_huge_password_is_refused_before_it_is_hashed() {
    assert_eq!(Password::new(&"x".repeat(MAX_BYTES + 1)).unwrap_err(), TooLong);
    assert_eq!(Password::new(&"x".repeat(50_000_000)).unwrap_err(), TooLong);
    // U+0958 becomes two letters of three bytes each.
    assert_eq!(Password::new(&"\u{958}".repeat(MAX_BYTES / 3)).unwrap_err(), TooLong);
    assert!(Password::new(&"\u{e9}".repeat(MAX_BYTES / 2)).is_ok());
}

#[test]
fn nothing_is_right_for_a_decoy() {
    let decoy = Hash::decoy(&cheap());
    for typed in ["", "0", "password", "\0\0\0\0"] {
        assert!(!verifies(&decoy, typed));
    }
    assert!(decoy.phc().parse::<Hash>().is_ok());
}

#[test]
fn a_decoy_takes_the_same_work_as_a_real_hash() {
    let real = hash(&Cost::DEFAULT, [7; 16], &password("welkom in delft"), &mut Memory::new(&Cost::DEFAULT));
    let decoy = Hash::decoy(&Cost::DEFAULT);
    let work = |hash: &Hash| (hash.cost(), hash.salt().len(), hash.output().len());
    assert_eq!(work(&decoy), work(&real));
    // `verify` fills memory for a decoy too, instead of answering at once.
    let mut memory = Memory::new(&Cost::DEFAULT);
    assert!(!verify(&decoy, &password("welkom in delft"), &mut memory));
    assert_eq!(memory.blocks.len(), 19_456);
}

#[test]
fn a_hash_of_another_cost_or_size_is_made_anew() {
    let stored = hashed("correct horse battery staple");
    assert!(!stored.needs_rehash(&cheap()));
    assert!(stored.needs_rehash(&Cost::DEFAULT));
    let (_, short_salt) = REFERENCE[0];
    let short_salt: Hash = short_salt.parse().unwrap();
    assert!(short_salt.needs_rehash(&short_salt.cost()));
}

#[test]
fn memory_is_used_again_and_a_dearer_hash_gives_its_part_back() {
    let mut memory = Memory::new(&cheap());
    assert_eq!(memory.blocks.capacity(), 0);
    let typed = password("correct horse battery staple");
    let alone = hashed("correct horse battery staple");
    let dear = hash(&Cost::stored(64, 1, 2).unwrap(), [7; 16], &typed, &mut memory);
    assert_eq!(memory.blocks.capacity(), 8);
    assert!(verify(&alone, &typed, &mut memory));
    assert!(verify(&dear, &typed, &mut memory));
    assert_eq!(hash(&cheap(), [7; 16], &typed, &mut memory), alone);
    assert_eq!(memory.blocks.capacity(), 8);
}

#[test]
fn a_password_is_not_printed_by_debug() {
    assert_eq!(format!("{:?}", password("hunter2")), "Password(…)");
}

proptest! {
    #[test]
    fn any_password_within_bounds_verifies_itself_and_no_longer_one(typed in "\\PC{0,100}", more in "\\PC") {
        let stored = hashed(&typed);
        prop_assert!(verifies(&stored, &typed));
        let longer = format!("{typed}{more}");
        let equal = password(&longer).text() == password(&typed).text();
        prop_assert_eq!(verifies(&stored, &longer), equal);
    }
}
