use askama::Template;
use model::Locale;

use super::chrome::{Chrome, Switch};

/// A request that could not be answered, outside any form.
#[derive(Template, Clone)]
#[template(path = "door/failure.html")]
pub struct Failure {
    /// What surrounds the page.
    pub chrome: Chrome,
    /// What kind.
    pub kind: FailureKind,
    /// Whom to call, where that is known.
    pub contact: Option<String>,
    /// What finds it in the log: the request's id.
    pub code: Option<String>,
    /// Where to go instead, at a wrong address.
    pub instead: Option<String>,
}

/// Why a request could not be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// 400: it cannot be read.
    BadRequest,
    /// 403: it is not allowed.
    Forbidden,
    /// 404: there is nothing here.
    NotFound,
    /// 421: the address belongs to nobody here.
    Misdirected,
    /// 500: a fault of ours.
    Server,
}

impl FailureKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::BadRequest, Self::Forbidden, Self::NotFound, Self::Misdirected, Self::Server];

    /// The HTTP status.
    pub const fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Misdirected => 421,
            Self::Server => 500,
        }
    }
}

impl Failure {
    fn title(&self) -> String {
        let t = self.chrome.texts;
        match self.kind {
            FailureKind::BadRequest => t.error_bad_request_title(),
            FailureKind::Forbidden => t.error_forbidden_title(),
            FailureKind::NotFound => t.error_not_found_title(),
            FailureKind::Misdirected => t.error_misdirected_title(),
            FailureKind::Server => t.error_server_title(),
        }
    }

    fn message(&self) -> String {
        let t = self.chrome.texts;
        match self.kind {
            FailureKind::BadRequest => t.error_bad_request(),
            FailureKind::Forbidden => t.error_forbidden(),
            FailureKind::NotFound => t.error_not_found(),
            FailureKind::Misdirected => t.error_misdirected(),
            FailureKind::Server => t.error_server(),
        }
    }

    /// At a wrong address our own first page would be elsewhere too.
    fn leads_home(&self) -> bool {
        self.kind != FailureKind::Misdirected
    }

    /// One for each kind.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let failure = |kind| Self {
            chrome: Chrome { switch: Switch::None, ..Chrome::ordinary(locale) },
            kind,
            contact: (kind == FailureKind::Server)
                .then(|| "Marieke <b>de Vries</b>, 020 123 45 67".to_owned()),
            code: (kind == FailureKind::Server).then(|| "01j8-4mx7".to_owned()),
            instead: (kind == FailureKind::Misdirected).then(|| "https://id.example.org".to_owned()),
        };
        vec![
            ("door-failure-400", failure(FailureKind::BadRequest)),
            ("door-failure-403", failure(FailureKind::Forbidden)),
            ("door-failure-404", failure(FailureKind::NotFound)),
            ("door-failure-421", failure(FailureKind::Misdirected)),
            ("door-failure-500", failure(FailureKind::Server)),
        ]
    }
}
