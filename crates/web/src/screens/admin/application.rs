use askama::Template;
use model::{Locale, Permission, PermissionSet};
use service::app_permissions::AppPermissions;
use text::Texts;

use super::application_new::{AppError, ApplicationForm};
use super::application_permissions::Permissions;
use super::application_secrets::{SecretError, Secrets};
use super::application_takes::Takes;
use super::group::Named;
use super::shell::{Entry, Shell};

/// One application: what to copy first, then who may sign in, what was refused, and its secrets.
#[derive(Template, Clone)]
#[template(path = "admin/application.html")]
pub struct Application {
    /// What surrounds the page.
    pub shell: Shell,
    /// The client id, which is also its address.
    pub id: String,
    /// When it was registered.
    pub created: String,
    /// Name and addresses as they are, or as they were typed when something was wrong.
    pub form: ApplicationForm,
    /// What was wrong with them.
    pub error: Option<AppError>,
    /// The addresses of Sluis that it needs.
    pub endpoint: Endpoint,
    /// Who may sign in.
    pub who: WhoMaySignIn,
    /// What it asks of every sign-in.
    pub takes: Takes,
    /// How its ID tokens are signed, by the word of the standard.
    pub signing: &'static str,
    /// When the key for that begins to sign; `None` when it does.
    pub signs_from: Option<String>,
    /// How long a token that was handed out stays good, in minutes.
    pub token_minutes: i64,
    /// What it sent and was refused for, newest first.
    pub refusals: Vec<RefusalLine>,
    /// What it may do at the admin API.
    pub permissions: Permissions,
    /// Its secrets.
    pub secrets: Secrets,
    /// True when the reader may change it.
    pub may_manage: bool,
}

/// The addresses that an application is set up with.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The discovery document.
    pub discovery: String,
    /// The issuer.
    pub issuer: String,
    /// The authorization endpoint.
    pub authorization: String,
    /// The token endpoint.
    pub token: String,
    /// The userinfo endpoint.
    pub userinfo: String,
    /// The end session endpoint.
    pub logout: String,
    /// The keys.
    pub keys: String,
}

/// Who may sign in.
#[derive(Debug, Clone)]
pub enum WhoMaySignIn {
    /// Everyone.
    Everyone,
    /// The people who are named.
    Named {
        /// Who.
        people: Vec<NamedPerson>,
        /// Groups whose members may.
        groups: Vec<Named>,
        /// A user name that was typed and is nobody's.
        unknown: Option<String>,
        /// What was typed for a group, and what was wrong with it.
        group_error: Option<(String, String)>,
    },
}

/// Somebody who is named.
#[derive(Debug, Clone)]
pub struct NamedPerson {
    /// The id in the address.
    pub id: String,
    /// How the person is called.
    pub name: String,
    /// The name to sign in with.
    pub user_name: String,
}

/// A request that was refused.
#[derive(Debug, Clone)]
pub struct RefusalLine {
    /// When.
    pub when: String,
    /// Why, as its word: `redirect_uri`, `client_secret`, `post_logout_redirect_uri`, `pkce`, `code`, …
    pub reason: String,
    /// What was sent.
    pub sent: String,
}

impl RefusalLine {
    /// Why, in a sentence.
    pub fn why(&self, t: &Texts) -> String {
        match self.reason.as_str() {
            "redirect_uri" => t.admin_refusal_redirect_uri(),
            "client_secret" => t.admin_refusal_client_secret(),
            "post_logout_redirect_uri" => t.admin_refusal_logout_uri(),
            "pkce" | "code_challenge" | "code_verifier" => t.admin_refusal_pkce(),
            "code" | "invalid_grant" => t.admin_refusal_code(),
            "invalid_scope" => t.admin_refusal_scope(),
            "unsupported_response_type" => t.admin_refusal_response_type(),
            "unsupported_grant_type" | "unauthorized_client" => t.admin_refusal_grant_type(),
            "request_not_supported" | "request_uri_not_supported" | "registration_not_supported" => {
                t.admin_refusal_request_object()
            }
            _ => t.admin_refusal_request(),
        }
    }

    /// True when what was sent can be compared with the return addresses.
    pub fn is_address(&self) -> bool {
        self.reason == "redirect_uri"
    }

    /// True when what was sent can be compared with the addresses after signing out.
    pub fn is_logout_address(&self) -> bool {
        self.reason == "post_logout_redirect_uri"
    }
}

impl Application {
    /// The error of a field.
    pub fn error_at(&self, field: &str) -> Option<String> {
        self.error.as_ref().filter(|error| error.field() == field).map(|error| error.text(self.shell.texts))
    }

    /// The people who are named; `None` when everyone may sign in.
    pub fn named(&self) -> Option<&[NamedPerson]> {
        match &self.who {
            WhoMaySignIn::Everyone => None,
            WhoMaySignIn::Named { people, .. } => Some(people),
        }
    }

    /// The groups that are named.
    pub fn named_groups(&self) -> &[Named] {
        match &self.who {
            WhoMaySignIn::Everyone => &[],
            WhoMaySignIn::Named { groups, .. } => groups,
        }
    }

    /// Who is named, in a sentence or two.
    pub fn named_text(&self, people: usize) -> String {
        let t = self.shell.texts;
        let groups = self.named_groups().len();
        let parts = [
            (people > 0 || groups == 0).then(|| t.admin_app_who_named_now(people)),
            (groups > 0).then(|| t.groups_app_members(groups)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// What was typed for a group.
    pub fn typed_group(&self) -> &str {
        match &self.who {
            WhoMaySignIn::Named { group_error: Some((typed, _)), .. } => typed,
            _ => "",
        }
    }

    /// What was wrong with it.
    pub fn group_error(&self) -> Option<String> {
        match &self.who {
            WhoMaySignIn::Named { group_error: Some((_, error)), .. } => Some(error.clone()),
            _ => None,
        }
    }

    /// The ways to sign, each with what it is good for.
    pub fn signings(&self) -> Vec<(String, String)> {
        let t = self.shell.texts;
        let each = [
            ("ES256", t.admin_app_signing_es256()),
            ("EdDSA", t.admin_app_signing_eddsa()),
            ("RS256", t.admin_app_signing_rs256()),
        ];
        each.map(|(word, what)| (word.to_owned(), what)).to_vec()
    }

    /// What to do about a user name that is nobody's.
    pub fn unknown_name(&self) -> Option<String> {
        match &self.who {
            WhoMaySignIn::Named { unknown: Some(name), .. } => {
                Some(self.shell.texts.admin_error_nobody(name))
            }
            _ => None,
        }
    }

    /// The return addresses, one each.
    pub fn addresses(&self) -> Vec<&str> {
        self.form.addresses.lines().collect()
    }

    /// The addresses after signing out, one each.
    pub fn logout_addresses(&self) -> Vec<&str> {
        self.form.logout_addresses.lines().collect()
    }

    /// Just registered, with named people and refusals, and one without a secret.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let fresh = sample(locale);
        let person = |name: &str| NamedPerson {
            id: "u1".to_owned(),
            name: name.to_owned(),
            user_name: "joke@devries.nl".to_owned(),
        };
        let used = Self {
            secrets: Secrets::sample(None, 2),
            who: WhoMaySignIn::Named {
                people: vec![person("Joke Smit"), person("<script>x</script>")],
                groups: vec![Named { id: "g1".to_owned(), name: "Wiki <b>readers".to_owned() }],
                unknown: Some("jook\"<b>".to_owned()),
                group_error: Some(("\"><b>".to_owned(), text::of(locale).groups_app_nobody("\"><b>"))),
            },
            refusals: sample_refusals(),
            ..fresh.clone()
        };
        let standing = policy::Standing {
            strength: Some(policy::StandingStrength::PhishingResistant),
            max_age: Some(model::Span::hours(10)),
        };
        let used = Self { takes: Takes(standing), ..used };
        let used = Self { signing: "RS256", signs_from: Some("09:14".to_owned()), ..used };
        let read = PermissionSet::EMPTY.with(Permission::PolicyReadAll).with(Permission::UserReadAll);
        let given = AppPermissions { own: read, delegated: read.with(Permission::GroupReadWriteAll) };
        let used = Self { permissions: Permissions { given, ..used.permissions }, ..used };
        let mut public = fresh.clone();
        public.permissions.kind = model::AppKind::Public;
        public.secrets = Secrets::Public;
        public.form.kind = model::AppKind::Public;
        public.who = WhoMaySignIn::Named { people: vec![], groups: vec![], unknown: None, group_error: None };
        let mut wrong = used.clone();
        wrong.error = Some(AppError::Address("http://cloud.example.org/x".to_owned()));
        let mut secret = fresh.clone();
        secret.secrets = Secrets::sample(None, 1);
        if let Secrets::Kept { form, .. } = &mut secret.secrets {
            form.description = "\"><script>".to_owned();
            form.error = Some(SecretError::Description);
        }
        let permissions = Permissions { may_give: false, ..used.permissions };
        let reader = Self { may_manage: false, permissions, ..used.clone() };
        vec![
            ("admin-application-registered", fresh),
            ("admin-application", used),
            ("admin-application-public", public),
            ("admin-application-wrong", wrong),
            ("admin-application-secret-wrong", secret),
            ("admin-application-reader", reader),
        ]
    }
}

fn sample(locale: Locale) -> Application {
    let root = "https://id.devries.nl/0d4ab1f6-5a1e-4a39-8f0e-6b0e6a3f9c11";
    Application {
        shell: Shell::sample(locale, Entry::Applications),
        id: "a0000001-0000-4000-8000-000000000001".to_owned(),
        created: "23 november 2026, 08:52".to_owned(),
        form: ApplicationForm {
            name: "Nextcloud".to_owned(),
            addresses: "https://cloud.devries.nl/apps/user_oidc/code".to_owned(),
            logout_addresses: "https://cloud.devries.nl/".to_owned(),
            ..ApplicationForm::default()
        },
        error: None,
        endpoint: Endpoint {
            discovery: format!("{root}/v2.0/.well-known/openid-configuration"),
            issuer: format!("{root}/v2.0"),
            authorization: format!("{root}/oauth2/v2.0/authorize"),
            token: format!("{root}/oauth2/v2.0/token"),
            userinfo: format!("{root}/oauth2/v2.0/userinfo"),
            logout: format!("{root}/oauth2/v2.0/logout"),
            keys: format!("{root}/discovery/v2.0/keys"),
        },
        who: WhoMaySignIn::Everyone,
        takes: Takes(policy::Standing::default()),
        signing: "ES256",
        signs_from: None,
        token_minutes: 15,
        refusals: vec![],
        permissions: Permissions {
            given: AppPermissions::default(),
            kind: model::AppKind::Confidential,
            may_give: true,
        },
        secrets: Secrets::sample(Some("mW3kq0dXlQy6n1ZrT8sVb2uJc5hEo7GpA9fLx4tYwRk"), 1),
        may_manage: true,
    }
}

fn sample_refusals() -> Vec<RefusalLine> {
    let line = |reason: &str, sent: &str| RefusalLine {
        when: "23 nov 2026, 08:41".to_owned(),
        reason: reason.to_owned(),
        sent: sent.to_owned(),
    };
    vec![
        line("redirect_uri", "https://cloud.devries.nl/index.php/apps/user_oidc/code?x=<script>"),
        line("client_secret", ""),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(name: &str) -> String {
        let samples = Application::samples(Locale::En);
        samples.into_iter().find(|(sample, _)| *sample == name).unwrap().1.render().unwrap()
    }

    #[test]
    fn the_copy_panel_shows_each_value_and_the_secret_once() {
        let page = page("admin-application-registered");
        for value in ["a0000001-0000-4000-8000-000000000001", "/v2.0/.well-known/openid-configuration"] {
            assert!(page.contains(&format!("{value}</code>")), "{value}");
        }
        assert_eq!(page.matches("mW3kq0dXlQy6n1ZrT8sVb2uJc5hEo7GpA9fLx4tYwRk").count(), 1);
    }

    #[test]
    fn who_may_only_read_sees_no_button_that_changes_something() {
        let page = page("admin-application-reader");
        assert!(!page.contains("/admin/applications/a0000001-0000-4000-8000-000000000001/"));
    }
}
