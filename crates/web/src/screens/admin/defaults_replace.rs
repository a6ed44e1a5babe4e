use askama::Template;
use model::Locale;
use service::conditional_access::PolicyProblem;

use super::policy::trials;
use super::policy_problem::NotSaved;
use super::shell::{Entry, Shell};

/// Replacing security defaults by policies; posts to itself as `trial` and `words`, and to `look` below it.
#[derive(Template, Clone)]
#[template(path = "admin/defaults_replace.html")]
pub struct DefaultsReplace {
    /// What surrounds the page.
    pub shell: Shell,
    /// Whether they are on: otherwise there is nothing to replace.
    pub are_on: bool,
    /// True where the plan has no policies.
    pub lacks_plan: bool,
    /// How the policies are called that take their place.
    pub names: Vec<String>,
    /// People without a second step, who would set one up.
    pub without: u32,
    /// Why, in the reader's words.
    pub words: String,
    /// For how many minutes it would be on trial; empty for none.
    pub trial: String,
    /// Why it was not done.
    pub problem: Option<NotSaved>,
    /// True when the reader may do it.
    pub may_change: bool,
    /// True when the reader may look at the sign-ins that were.
    pub may_look: bool,
    /// For how many people the old per-user switch is on, where the reader may switch it off.
    pub per_user_mfa: u32,
}

impl DefaultsReplace {
    /// The trials that are offered.
    pub fn trials(&self) -> Vec<(&'static str, String, bool)> {
        trials(self.shell.texts, &self.trial)
    }

    /// On, refused, off already, and without the plan.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let t = text::of(locale);
        let on = Self {
            shell: Shell::sample(locale, Entry::Properties),
            are_on: true,
            lacks_plan: false,
            names: vec![
                t.policy_block_legacy(),
                t.policy_mfa_management(),
                t.policy_mfa_administrators(),
                t.policy_mfa_everybody(),
            ],
            without: 2,
            words: String::new(),
            trial: String::new(),
            problem: None,
            may_change: true,
            may_look: true,
            per_user_mfa: 3,
        };
        let refused = Self {
            problem: Some(NotSaved::of(t, &PolicyProblem::TooMany, |_| String::new())),
            words: "\"><script>".to_owned(),
            trial: "15".to_owned(),
            without: 0,
            ..on.clone()
        };
        let off = Self { are_on: false, per_user_mfa: 0, ..on.clone() };
        let free = Self { lacks_plan: true, per_user_mfa: 0, ..on.clone() };
        vec![
            ("admin-defaults-replace", on),
            ("admin-defaults-replace-refused", refused),
            ("admin-defaults-replace-off", off),
            ("admin-defaults-replace-free", free),
        ]
    }
}
