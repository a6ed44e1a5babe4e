use std::fmt;
use std::str::FromStr;

/// Seven characters that a person can read over the telephone and that find one record: `K7P-4MX`.
///
/// [`CODE_ALPHABET`] has no 0, O, 1, I and L (31 characters, 27 billion codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ShortCode([u8; 6]);

/// The characters of everything that people read from paper or over the telephone.
pub const CODE_ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

impl ShortCode {
    /// Makes a code from eight random bytes.
    pub fn new(random: [u8; 8]) -> Self {
        let mut rest = u64::from_le_bytes(random);
        Self([(); 6].map(|()| {
            let letter = CODE_ALPHABET[(rest % 31) as usize];
            rest /= 31;
            letter
        }))
    }
    /// The six characters without the hyphen, as databases keep them.
    pub fn bare(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bare = self.bare();
        write!(f, "{}-{}", &bare[..3], &bare[3..])
    }
}

impl FromStr for ShortCode {
    type Err = ();

    /// Forgives case, spaces and a missing hyphen.
    fn from_str(text: &str) -> Result<Self, ()> {
        let letters: Vec<u8> = text
            .bytes()
            .filter(|byte| !matches!(byte, b'-' | b' '))
            .map(|byte| byte.to_ascii_uppercase())
            .take(7)
            .collect();
        let letters: [u8; 6] = letters.try_into().map_err(|_| ())?;
        letters.iter().all(|letter| CODE_ALPHABET.contains(letter)).then_some(Self(letters)).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let code = ShortCode::new([7, 1, 4, 9, 200, 3, 3, 1]);
        let shown = code.to_string();
        assert_eq!(shown.len(), 7);
        assert_eq!(shown.parse(), Ok(code));
        assert_eq!(shown.to_lowercase().replace('-', " ").parse(), Ok(code));
        assert_eq!("K7P-4M0".parse::<ShortCode>(), Err(()));
        assert_eq!("K7P-4MXX".parse::<ShortCode>(), Err(()));
    }
}
