use model::{ClientApp, Platform, Signal, words};
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::Facts;

/// The kinds of client application a policy is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientApps(pub Vec<ClientAppType>);

words! {
    /// A kind of client application, in a policy's words.
    ClientAppType {
        /// Every kind.
        All = "all",
        /// A browser.
        Browser = "browser",
        /// A modern desktop or mobile application.
        MobileAppsAndDesktopClients = "mobileAppsAndDesktopClients",
        /// Exchange ActiveSync.
        ExchangeActiveSync = "exchangeActiveSync",
        /// Exchange ActiveSync on a platform that is known.
        EasSupported = "easSupported",
        /// Exchange ActiveSync on a platform that is not; an old word.
        EasUnsupported = "easUnsupported",
        /// What old policies call modern applications.
        Modern = "modern",
        /// Anything that sends a bare password.
        Other = "other",
    }
}

impl From<ClientApp> for ClientAppType {
    fn from(app: ClientApp) -> Self {
        match app {
            ClientApp::Browser => Self::Browser,
            ClientApp::MobileAppsAndDesktopClients => Self::MobileAppsAndDesktopClients,
            ClientApp::ExchangeActiveSync => Self::ExchangeActiveSync,
            ClientApp::Other => Self::Other,
        }
    }
}

impl ClientAppType {
    fn matches(self, app: ClientApp, platform: Signal<Platform>) -> bool {
        let active_sync = app == ClientApp::ExchangeActiveSync;
        match self {
            Self::All => true,
            Self::Modern => app == ClientApp::MobileAppsAndDesktopClients,
            Self::EasSupported => active_sync && platform.known().is_some(),
            Self::EasUnsupported => active_sync && platform.known().is_none(),
            named => named == Self::from(app),
        }
    }
}

impl ClientApps {
    pub(super) fn verdict(&self, facts: &Facts) -> Verdict {
        self.says(facts.circumstances.client_app, facts.circumstances.platform)
    }

    pub(crate) fn says(&self, app: ClientApp, platform: Signal<Platform>) -> Verdict {
        Verdict::from(self.0.iter().any(|kind| kind.matches(app, platform)))
    }

    pub(super) fn seen(&self, facts: &Facts) -> String {
        facts.circumstances.client_app.to_string()
    }

    pub(super) fn wanted(&self) -> String {
        self.0.iter().map(|app| app.word()).collect::<Vec<_>>().join(", ")
    }
}
