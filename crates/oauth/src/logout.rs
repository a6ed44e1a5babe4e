use model::{AppId, Id, Locale};

use crate::form::with_query;
use crate::{Client, IdTokenClaims, OAuthError, Params};

/// What an application asked when it sent somebody here to sign out (OpenID Connect RP-Initiated Logout §2).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogoutRequest {
    /// To be verified with [`crate::verify_id_token_hint`].
    pub id_token_hint: Option<String>,
    /// Who asks, where there is no hint.
    pub client_id: Option<Id<AppId>>,
    /// Where the person wants to go afterwards, as it was sent.
    pub redirect: Option<String>,
    /// Given back as it came.
    pub state: Option<String>,
    /// The language to show.
    pub locale: Option<Locale>,
}

/// What to do about it. `back` is the whole address to go to afterwards; without it a page of ours says what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Logout {
    /// The application holds the ID token of this very session: end it.
    SignOut {
        /// Where to go.
        back: Option<String>,
    },
    /// Anybody could have sent the person here: ask first.
    Ask {
        /// Where to go when the person agrees.
        back: Option<String>,
    },
}

impl LogoutRequest {
    /// Reads the request.
    pub fn parse(params: &Params) -> Result<Self, OAuthError> {
        params.each_once()?;
        let text = |name| params.value(name).map(|value| value.map(str::to_owned));
        Ok(Self {
            id_token_hint: text("id_token_hint")?,
            client_id: params.value("client_id")?.and_then(|id| id.parse().ok()),
            redirect: text("post_logout_redirect_uri")?,
            state: text("state")?,
            locale: params
                .value("ui_locales")?
                .and_then(|tags| tags.split(' ').take(16).find_map(Locale::from_tag)),
        })
    }

    /// Who asks: the audience of the verified hint, else `client_id`. Nobody when the two disagree.
    pub fn client(&self, hint: Option<&IdTokenClaims>) -> Option<Id<AppId>> {
        match (hint, self.client_id) {
            (Some(hint), Some(sent)) if hint.aud != sent => None,
            (Some(hint), _) => Some(hint.aud),
            (None, sent) => sent,
        }
    }

    /// Decides. `hint` is verified, `client` is the one that [`LogoutRequest::client`] named, `session` is the one of
    /// this browser.
    pub fn decide(
        &self,
        hint: Option<&IdTokenClaims>,
        client: Option<&Client>,
        session: Option<Id<()>>,
    ) -> Logout {
        let back = client.and_then(|client| self.back(client));
        let own = |hint: &IdTokenClaims| session.is_none_or(|session| session == hint.sid);
        // A hint of another session, another person's, or one that some page made up, must not end this one.
        if client.is_some() && hint.is_some_and(own) {
            Logout::SignOut { back }
        } else {
            Logout::Ask { back }
        }
    }

    fn back(&self, client: &Client) -> Option<String> {
        let registered = client.logout_redirect(self.redirect.as_deref()?)?;
        let state: Vec<_> = self.state.as_deref().map(|state| ("state", state)).into_iter().collect();
        Some(with_query(registered.as_str(), &state))
    }
}

#[cfg(test)]
mod tests {
    use model::AppKind;
    use proptest::prelude::*;

    use super::*;
    use crate::Acr;

    const CLIENT: &str = "6f0a2b54-2d0c-4a55-9d0f-0d7d9f8c1a11";
    const SESSION: Id<()> = Id::fixed(4);

    fn client() -> Client {
        let out = ["https://app.example.org/out".to_owned(), "https://app.example.org/out?x=1".to_owned()];
        Client::new(CLIENT.parse().unwrap(), AppKind::Confidential, "App", &[], &out)
    }

    fn hint() -> IdTokenClaims {
        IdTokenClaims {
            iss: String::new(),
            sub: "anna".to_owned(),
            aud: client().app_id,
            exp: 0,
            iat: 0,
            auth_time: 0,
            nonce: None,
            acr: Acr::SingleFactor,
            amr: vec![],
            sid: SESSION,
            at_hash: None,
            tid: Id::fixed(2),
            oid: Id::fixed(3),
            name: None,
            preferred_username: None,
            email: None,
        }
    }

    fn decide(raw: &str, hint: Option<&IdTokenClaims>, session: Option<Id<()>>) -> Logout {
        let request = LogoutRequest::parse(&Params::parse(raw).unwrap()).unwrap();
        let client = Some(client()).filter(|client| request.client(hint) == Some(client.app_id));
        request.decide(hint, client.as_ref(), session)
    }

    const BACK: &str = "post_logout_redirect_uri=https://app.example.org/out&state=a%26b";

    #[test]
    fn the_application_of_this_session_signs_out_without_asking() {
        let back = Some("https://app.example.org/out?state=a%26b".to_owned());
        for raw in [BACK.to_owned(), format!("{BACK}&client_id={CLIENT}")] {
            assert_eq!(decide(&raw, Some(&hint()), Some(SESSION)), Logout::SignOut { back: back.clone() });
            assert_eq!(decide(&raw, Some(&hint()), None), Logout::SignOut { back: back.clone() });
        }
    }

    #[test]
    fn whoever_cannot_show_a_hint_of_this_session_makes_the_person_asked() {
        let back = Some("https://app.example.org/out?state=a%26b".to_owned());
        let raw = format!("{BACK}&client_id={CLIENT}");
        assert_eq!(decide(&raw, None, Some(SESSION)), Logout::Ask { back: back.clone() });
        assert_eq!(decide(&raw, Some(&hint()), Some(Id::fixed(9))), Logout::Ask { back });
        assert_eq!(decide("", None, Some(SESSION)), Logout::Ask { back: None });
    }

    #[test]
    fn a_client_id_that_contradicts_the_hint_leads_nowhere() {
        let raw = format!("{BACK}&client_id=6f0a2b54-2d0c-4a55-9d0f-0d7d9f8c1a12");
        assert_eq!(decide(&raw, Some(&hint()), Some(SESSION)), Logout::Ask { back: None });
    }

    #[test]
    fn only_the_very_address_that_is_registered_is_gone_back_to() {
        for other in
            ["https://app.example.org/out/", "https://evil.example", "javascript:alert(1)", "//evil.example"]
        {
            let raw = format!("post_logout_redirect_uri={other}");
            assert_eq!(decide(&raw, Some(&hint()), Some(SESSION)), Logout::SignOut { back: None }, "{other}");
        }
        let query = "post_logout_redirect_uri=https://app.example.org/out%3Fx%3D1&state=s";
        let back = Some("https://app.example.org/out?x=1&state=s".to_owned());
        assert_eq!(decide(query, Some(&hint()), Some(SESSION)), Logout::SignOut { back });
    }

    #[test]
    fn a_parameter_sent_twice_is_refused() {
        let params = Params::parse("state=1&state=2").unwrap();
        assert!(LogoutRequest::parse(&params).is_err());
    }

    proptest! {
        #[test]
        fn nobody_is_sent_elsewhere(raw in "(post_logout_redirect_uri=|state=|client_id=|&|[a-z:/.%0-9]{1,9}){0,8}") {
            if let Ok(params) = Params::parse(&raw)
                && let Ok(request) = LogoutRequest::parse(&params)
            {
                let (Logout::SignOut { back } | Logout::Ask { back }) = request.decide(None, Some(&client()), None);
                prop_assert!(back.is_none_or(|back| back.starts_with("https://app.example.org/out")));
            }
        }
    }
}
