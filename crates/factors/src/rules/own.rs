use unicode_normalization::UnicodeNormalization;

/// Shorter words are left alone: they stand inside too many others.
const SHORTEST: usize = 3;
/// An organisation may list a thousand words of its own; beyond that nothing is looked for.
const MOST: usize = 1_100;

/// The words that everybody around a person knows, in the spelling that [`fold`] makes of them.
pub(super) struct OwnWords {
    words: Vec<String>,
    folded: Vec<Vec<char>>,
}

impl OwnWords {
    /// Takes phrases, names and addresses apart into words.
    pub(super) fn new(context: &[&str]) -> Self {
        let mut words: Vec<String> = context
            .iter()
            .flat_map(|entry| entry.split(|letter: char| !letter.is_alphanumeric()))
            .filter(|word| word.chars().count() >= SHORTEST)
            .take(MOST)
            .map(str::to_lowercase)
            .collect();
        words.sort();
        words.dedup();
        let forwards = words.iter().map(|word| word.nfc().map(fold).collect::<Vec<char>>());
        let mut folded: Vec<Vec<char>> = forwards.flat_map(|word| [reversed(&word), word]).collect();
        // The longest first: with `delft` and `delftenaar` known, nothing of the second is left.
        folded.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self { words, folded }
    }

    /// The words in lower case.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// The text without these words, whatever case, accents or look-alike digits they are written with, also
    /// backwards.
    pub(super) fn taken_out_of(&self, text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        let folded: Vec<char> = letters.iter().copied().map(fold).collect();
        let mut left = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(letter) = letters.get(at) {
            match self.folded.iter().find(|word| folded[at..].starts_with(word)) {
                Some(word) => at += word.len(),
                None => {
                    left.push(*letter);
                    at += 1;
                }
            }
        }
        left
    }
}

fn reversed(word: &[char]) -> Vec<char> {
    word.iter().rev().copied().collect()
}

/// One spelling for letters that stand for each other: `É`, `é`, `3` and `e` are one.
fn fold(letter: char) -> char {
    let base = std::iter::once(letter).nfkd().next().unwrap_or(letter);
    let base = base.to_lowercase().next().unwrap_or(base);
    match base {
        '4' | '@' => 'a',
        '8' => 'b',
        '3' | '€' => 'e',
        '6' | '9' => 'g',
        '1' | '!' | '|' | 'l' => 'i',
        '0' => 'o',
        '5' | '$' => 's',
        '7' | '+' => 't',
        '2' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_taken_out_however_they_are_written() {
        let own = OwnWords::new(&["Gemeente Delft", "Zoë de Vries", "zoe.devries@delft.example"]);
        for (text, left) in [
            ("GEMEENTEdelft2026", "2026"),
            ("G3m33nt3 D3lf7!", " !"),
            ("zoë-ZOE-zo\u{eb}", "--"),
            ("x-vries-de-delftse", "x--de-se"),
            ("tfleD etneemeG 26", "  26"),
            ("nothing of it", "nothing of it"),
            ("", ""),
        ] {
            assert_eq!(own.taken_out_of(text), left, "of `{text}`");
        }
    }

    #[test]
    fn very_short_words_are_left_alone() {
        assert!(OwnWords::new(&["Jo de Wit-Bo", "a", ""]).words() == ["wit"]);
    }

    proptest! {
        #[test]
        fn what_is_left_is_a_part_of_the_text(text in "\\PC{0,60}", context in "\\PC{0,20}") {
            let own = OwnWords::new(&[&context]);
            let left = own.taken_out_of(&text);
            let mut letters = text.chars();
            prop_assert!(left.chars().all(|kept| letters.any(|letter| letter == kept)));
        }

        #[test]
        fn a_word_alone_leaves_nothing(word in "[a-zA-Z]{3,20}") {
            prop_assert_eq!(OwnWords::new(&[&word]).taken_out_of(&word.to_uppercase()), "");
        }
    }
}
