use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most words that are looked at, of a text or of a question.
const MOST: usize = 16;
/// The longest word, in bytes; what is longer is cut off.
const LONGEST: usize = 64;

/// The words of a text as they are searched by: without case and accents, each once, and the parts of a word with
/// signs in it (`anne-marie@devries.nl`) up to the `@`.
pub fn search_words(text: &str) -> Vec<String> {
    let mut words = vec![];
    for word in plain(text).split_whitespace() {
        let name = word.split('@').next().unwrap_or_default();
        let parts = name.split(|c: char| !c.is_alphanumeric());
        for part in [word].into_iter().chain(parts).filter(|part| !part.is_empty()) {
            let part = cut(part).to_owned();
            if !words.contains(&part) && words.len() < MOST {
                words.push(part);
            }
        }
    }
    words
}

/// What somebody looks for: the words as they were typed, each of which must begin a word of what is found.
pub fn sought_words(text: &str) -> Vec<String> {
    plain(text).split_whitespace().map(cut).map(str::to_owned).take(MOST).collect()
}

/// True when every word that is sought begins one of these.
pub fn is_sought(words: &[String], sought: &[String]) -> bool {
    sought.iter().all(|wanted| words.iter().any(|word| word.starts_with(wanted)))
}

fn plain(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c) && !c.is_control()).flat_map(char::to_lowercase).collect()
}

fn cut(word: &str) -> &str {
    let mut end = word.len().min(LONGEST);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    &word[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, sought: &str, found: bool) {
        let (words, wanted) = (search_words(text), sought_words(sought));
        assert_eq!(is_sought(&words, &wanted), found, "`{sought}` in `{text}`: {words:?}");
    }

    #[test]
    fn people_are_found_by_the_beginning_of_any_of_their_names() {
        for sought in ["piet", "BAKK", "bakker pi", "piet bakker", "Piet  Bakker", ""] {
            check("Piet Bakker", sought, true);
        }
        for sought in ["akker", "piet jansen", "pietb"] {
            check("Piet Bakker", sought, false);
        }
    }

    #[test]
    fn accents_hyphens_and_addresses_are_in_nobodys_way() {
        check("Gülşen Çelik", "gulsen celik", true);
        check("Anne-Marie O'Brien", "marie brien", true);
        check("anne-marie@devries.nl", "anne-marie@dev", true);
        check("anne-marie@devries.nl", "devries", false);
    }

    #[test]
    fn no_text_makes_more_or_longer_words_than_are_kept() {
        let long = "é".repeat(500);
        assert!(search_words(&long).iter().all(|word| word.len() <= LONGEST));
        assert_eq!(search_words(&"a b c d e f g h i j k l m n o p q r s t".repeat(9)).len(), MOST);
    }
}
