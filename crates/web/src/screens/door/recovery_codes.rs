use askama::Template;
use model::Locale;

use super::chrome::{Chrome, Journey};

/// The recovery codes, shown once; sends `kept=yes` and `go`.
#[derive(Template, Clone)]
#[template(path = "door/recovery_codes.html")]
pub struct RecoveryCodes {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// Within what the page is shown.
    pub journey: Journey,
    /// Whose they are: the name to sign in with, for the file and the print.
    pub person: String,
    /// The codes as they are written.
    pub codes: Vec<String>,
    /// True when the page was left without the tick.
    pub is_not_kept: bool,
}

impl RecoveryCodes {
    /// The file for keeping, as an address that needs no script and no second request.
    fn file(&self) -> String {
        let t = self.chrome.texts;
        let mut text = format!(
            "{}\r\n{}\r\n\r\n",
            t.codes_file_title(self.chrome.organisation.as_str()),
            t.codes_file_person(self.person.as_str())
        );
        for code in &self.codes {
            text.push_str(code);
            text.push_str("\r\n");
        }
        text.push_str(&format!("\r\n{}\r\n", t.codes_file_what()));
        let mut address = String::from("data:text/plain;charset=utf-8,");
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() {
                address.push(byte.into());
            } else {
                address.push_str(&format!("%{byte:02X}"));
            }
        }
        address
    }

    /// Within a sign-in, within set-up, and without the tick.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let codes = (2..9).chain(2..5).enumerate();
        let sign_in = Self {
            chrome: Chrome::sample(locale),
            journey: Journey::SignIn,
            person: "anna@devries.nl".to_owned(),
            codes: codes
                .map(|(at, n)| format!("K7P{n}-4MXR-9{n}TQ-W{}HB", (b'C' + at as u8) as char))
                .collect(),
            is_not_kept: false,
        };
        let set_up = Self { chrome: Chrome::set_up(locale), journey: Journey::SetUp, ..sign_in.clone() };
        let not_kept = Self { is_not_kept: true, chrome: Chrome::ordinary(locale), ..sign_in.clone() };
        vec![
            ("door-set-up-recovery-codes", set_up),
            ("door-recovery-codes", sign_in),
            ("door-recovery-codes-not-kept", not_kept),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_every_code_and_nothing_that_ends_an_attribute() {
        let page = RecoveryCodes::samples(Locale::En).remove(1).1;
        let file = page.file();
        for code in &page.codes {
            assert!(file.contains(&code.replace('-', "%2D")), "{code}");
        }
        assert!(!file.contains(['"', '<', '\'', ' ', '\r']));
        assert!(file.contains("%26%20%3Cscript%3E"));
    }
}
