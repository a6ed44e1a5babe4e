//! The one source of randomness. Everything else is handed random bytes.

/// Fills a buffer from the generator of the cryptographic library, which the operating system seeds.
///
/// # Panics
/// When the operating system has no randomness to give: nothing here may go on without.
#[expect(clippy::disallowed_methods, reason = "this is the source of randomness")]
pub fn fill(buffer: &mut [u8]) {
    let filled = aws_lc_rs::rand::fill(buffer);
    assert!(filled.is_ok(), "the operating system gives no randomness");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_draws_differ() {
        let (mut one, mut other) = ([0; 32], [0; 32]);
        fill(&mut one);
        fill(&mut other);
        assert_ne!(one, other);
    }
}
