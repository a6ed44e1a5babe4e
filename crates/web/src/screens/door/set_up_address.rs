use askama::Template;
use model::Locale;

use super::chrome::Chrome;
use crate::screens::Field;

/// Set-up, step 1: language and public address; sends `language` (`en` or `nl`) and `address`.
#[derive(Template, Clone)]
#[template(path = "door/set_up_address.html")]
pub struct SetUpAddress {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// What stands in the field.
    pub address: String,
    /// Where that comes from.
    pub from: AddressFrom,
    /// What the browser asked for: scheme, host and port, as far as the request says.
    pub browser: Seen,
    /// What a trusted proxy passes on; `None` without one.
    pub proxy: Option<Seen>,
    /// What the server listens on.
    pub server: Seen,
    /// What is wrong with the address.
    pub error: Option<AddressError>,
    /// True when it is another address than this page's, and whoever chose it has not said yet that they know.
    pub is_elsewhere: bool,
}

/// Where a suggested address comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressFrom {
    /// The configuration, which cannot be contradicted here.
    Configuration,
    /// Nobody said; only this machine.
    ThisMachine,
    /// The browser's request, or what was typed.
    Suggested,
}

/// What one of the three on the way sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The address, in words that can be compared with the address bar.
    pub what: String,
    /// True when it agrees with the public address.
    pub agrees: bool,
}

/// What is wrong with a public address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressError {
    /// It is not one.
    Form,
    /// It is not https, and not this machine.
    Plain,
    /// It is a number.
    Number,
    /// The configuration says another.
    Configured,
}

/// A row of what is seen.
struct Row {
    label: String,
    seen: Option<Seen>,
}

impl SetUpAddress {
    fn field(&self) -> Field {
        let t = self.chrome.texts;
        let hint = match self.from {
            AddressFrom::Configuration => t.setup_address_hint_fixed(),
            AddressFrom::ThisMachine => t.setup_address_hint_local(),
            AddressFrom::Suggested => t.setup_address_hint(),
        };
        let error = self.error.map(|error| match error {
            AddressError::Form => t.setup_address_error_form(),
            AddressError::Plain => t.setup_address_error_plain(),
            AddressError::Number => t.setup_address_error_number(),
            AddressError::Configured => t.setup_address_error_configured(),
        });
        Field::exact("address", t.setup_address())
            .hint(hint)
            .value(&self.address)
            .autocomplete("url")
            .fixed(self.from == AddressFrom::Configuration)
            .error(error)
    }

    fn rows(&self) -> [Row; 3] {
        let t = self.chrome.texts;
        [
            Row { label: t.setup_seen_browser(), seen: Some(self.browser.clone()) },
            Row { label: t.setup_seen_proxy(), seen: self.proxy.clone() },
            Row { label: t.setup_seen_server(), seen: Some(self.server.clone()) },
        ]
    }

    fn all_agree(&self) -> bool {
        self.rows().iter().flat_map(|row| &row.seen).all(|seen| seen.agrees)
    }

    fn languages(&self) -> [(Locale, &'static str); 2] {
        [(Locale::En, "English"), (Locale::Nl, "Nederlands")]
    }

    /// On this machine; with an address elsewhere; behind a proxy; and with what does not agree.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let seen = |what: &str, agrees| Seen { what: what.to_owned(), agrees };
        let local = Self {
            chrome: Chrome::set_up(locale),
            address: "http://localhost:8080".to_owned(),
            from: AddressFrom::ThisMachine,
            browser: seen("http://localhost:8080", true),
            proxy: None,
            server: seen("127.0.0.1:8080", true),
            error: None,
            is_elsewhere: false,
        };
        let proxied = Self {
            address: "https://id.devries.nl".to_owned(),
            from: AddressFrom::Configuration,
            browser: seen("https://id.devries.nl", true),
            proxy: Some(seen("https://id.devries.nl, 192.0.2.7", true)),
            ..local.clone()
        };
        let differs = Self {
            address: "http://\"><script>".to_owned(),
            from: AddressFrom::Suggested,
            browser: seen("http://10.0.0.5:8080", false),
            error: Some(AddressError::Plain),
            ..local.clone()
        };
        let elsewhere = Self {
            address: "https://id.devries.nl".to_owned(),
            from: AddressFrom::Suggested,
            browser: seen("http://localhost:8080", false),
            is_elsewhere: true,
            ..local.clone()
        };
        vec![
            ("door-set-up-address", local),
            ("door-set-up-address-elsewhere", elsewhere),
            ("door-set-up-address-proxy", proxied),
            ("door-set-up-address-differs", differs),
        ]
    }
}
