use model::{AppId, AppKind, Id};

use crate::RedirectUri;

/// What this crate must know of an application; the caller fills it from its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its `client_id`.
    pub app_id: Id<AppId>,
    /// What people call it.
    pub name: String,
    /// Whether it has a secret.
    pub kind: AppKind,
    /// Where answers may go.
    pub redirect_uris: Vec<RedirectUri>,
    /// Where a sign-out may end.
    pub logout_uris: Vec<RedirectUri>,
}

impl Client {
    /// Reads the registered addresses again; one that today's rules refuse matches nothing.
    pub fn new(
        app_id: Id<AppId>,
        kind: AppKind,
        name: &str,
        redirects: &[String],
        logouts: &[String],
    ) -> Self {
        let read =
            |texts: &[String]| texts.iter().filter_map(|text| RedirectUri::parse(text, kind).ok()).collect();
        Self {
            app_id,
            name: name.to_owned(),
            kind,
            redirect_uris: read(redirects),
            logout_uris: read(logouts),
        }
    }

    /// The registered return address that this is, as it was sent.
    pub fn redirect(&self, sent: &str) -> Option<RedirectUri> {
        self.redirect_uris.iter().find_map(|registered| registered.accept(sent, self.kind))
    }

    /// The registered address after sign-out that this is, exactly.
    pub fn logout_redirect(&self, sent: &str) -> Option<&RedirectUri> {
        self.logout_uris.iter().find(|registered| registered.as_str() == sent)
    }

    /// True when a browser page of this origin may read answers: the application is public and returns there.
    pub fn has_origin(&self, origin: &str) -> bool {
        self.kind == AppKind::Public
            && self.redirect_uris.iter().any(|uri| uri.origin().as_deref() == Some(origin))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_origins_of_a_public_applications_own_addresses_may_read_answers() {
        let uris = ["https://spa.example.org/cb".to_owned(), "com.example.app:/cb".to_owned()];
        let client = |kind| Client::new(Id::fixed(1), kind, "SPA", &uris, &[]);
        assert!(client(AppKind::Public).has_origin("https://spa.example.org"));
        for other in
            ["null", "", "https://evil.example", "https://spa.example.org.evil.example", "com.example.app:"]
        {
            assert!(!client(AppKind::Public).has_origin(other), "{other}");
        }
        assert!(!client(AppKind::Confidential).has_origin("https://spa.example.org"));
    }

    #[test]
    fn a_row_that_todays_rules_refuse_matches_nothing() {
        let client =
            Client::new(Id::fixed(1), AppKind::Public, "x", &["javascript:alert(1)".to_owned()], &[]);
        assert_eq!(client.redirect("javascript:alert(1)"), None);
    }
}
