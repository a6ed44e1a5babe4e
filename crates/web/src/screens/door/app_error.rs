use askama::Template;
use model::Locale;

use super::chrome::{Chrome, Switch};

/// An application asks in a way that nobody can be sent back with: what was sent stands beside what is registered.
#[derive(Template, Clone)]
#[template(path = "door/app_error.html")]
pub struct AppError {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// What does not agree.
    pub what: Disagreement,
    /// The short code of the record, where one was written.
    pub code: Option<String>,
}

/// What an application and Sluis do not agree on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disagreement {
    /// What was sent cannot be read.
    Malformed,
    /// No application has this id.
    Client {
        /// What was sent as `client_id`.
        sent: String,
    },
    /// The return address is none of the registered ones.
    Address {
        /// The application.
        app: String,
        /// What was sent as `redirect_uri`; never a link.
        sent: String,
        /// What is registered. Not a secret: an application shows it to every browser.
        registered: Vec<String>,
    },
}

impl AppError {
    fn why(&self) -> String {
        let t = self.chrome.texts;
        match self.what {
            Disagreement::Malformed => t.app_error_malformed(),
            Disagreement::Client { .. } => t.app_error_client(),
            Disagreement::Address { .. } => t.app_error_address(),
        }
    }

    fn app(&self) -> Option<&str> {
        match &self.what {
            Disagreement::Address { app, .. } => Some(app),
            _ => None,
        }
    }

    fn sent(&self) -> Option<&str> {
        match &self.what {
            Disagreement::Malformed => None,
            Disagreement::Client { sent } | Disagreement::Address { sent, .. } => Some(sent),
        }
    }

    fn registered(&self) -> &[String] {
        match &self.what {
            Disagreement::Address { registered, .. } => registered,
            _ => &[],
        }
    }

    /// For each disagreement.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let error = |what, code: Option<&str>| Self {
            chrome: Chrome { switch: Switch::None, ..Chrome::ordinary(locale) },
            what,
            code: code.map(str::to_owned),
        };
        let address = Disagreement::Address {
            app: "Nextcloud".to_owned(),
            sent: "https://cloud.devries.nl/apps/user_oidc/code?next=<script>alert(1)</script>".to_owned(),
            registered: vec![
                "https://cloud.devries.nl/apps/user_oidc/code".to_owned(),
                "https://cloud.devries.nl/index.php/apps/user_oidc/code".to_owned(),
            ],
        };
        vec![
            ("door-app-error-address", error(address, Some("K7P-4MX"))),
            ("door-app-error-client", error(Disagreement::Client { sent: String::new() }, None)),
            ("door-app-error-malformed", error(Disagreement::Malformed, None)),
        ]
    }
}
