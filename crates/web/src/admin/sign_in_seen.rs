//! Who, from where and with what: what was seen of a sign-in, each with its name.

use model::{ClientApp, Method, UserAction, proved};
use policy::Facts;
use text::Texts;

use crate::screens::admin::{SignInLine, client_app, familiarity, method, role};

/// What was seen. Where policy was not reached only the record itself tells.
pub(super) fn seen(t: &Texts, line: &SignInLine, facts: Option<&Facts>) -> Vec<(String, String)> {
    let person = line.person.clone().unwrap_or_else(|| t.admin_story_nobody());
    let unknown = || t.admin_story_not_seen();
    let place = joined([line.place().unwrap_or_else(unknown)].into_iter().chain(line.coordinates()));
    let agent = match &line.agent {
        None if line.is_by_application => t.admin_story_application_itself(),
        agent => agent.clone().unwrap_or_else(unknown),
    };
    let app = line.application.clone().unwrap_or_else(|| t.admin_story_sluis());
    let Some(facts) = facts else {
        return vec![
            (t.admin_condition_users(), person),
            (t.admin_story_from(), place),
            (t.admin_story_with(), agent),
            (t.admin_condition_targets(), app),
        ];
    };
    let mut seen = vec![
        (t.admin_condition_users(), joined([person, roles(t, facts)])),
        (t.admin_story_had(), methods(t, facts.registered.without(Method::Password).iter())),
        (t.admin_story_from(), place),
    ];
    if facts.subject.emergency {
        seen.push((t.emergency_account(), t.emergency_story()));
    }
    // An application comes from a server of its own, which is no browser of the person's and need not be known.
    if !line.is_by_application {
        seen.push((t.admin_condition_unfamiliar(), familiar(t, facts)));
    }
    seen.extend([
        (t.admin_story_with(), joined([Some(agent), program(t, facts)].into_iter().flatten())),
        (t.admin_condition_targets(), joined([Some(app), action(t, facts)].into_iter().flatten())),
        (t.admin_story_given(), methods(t, proved(&facts.proofs).iter())),
    ]);
    let wishes = wishes(t, facts);
    if !wishes.is_empty() {
        seen.push((t.admin_source_request(), joined(wishes)));
    }
    seen
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().collect::<Vec<_>>().join(", ")
}

fn roles(t: &Texts, facts: &Facts) -> String {
    if facts.subject.roles.is_empty() {
        return t.admin_seen_no_role();
    }
    joined(facts.subject.roles.iter().map(|held| role(t, *held)))
}

fn methods(t: &Texts, methods: impl Iterator<Item = Method>) -> String {
    let names = joined(methods.map(|one| method(t, one)));
    if names.is_empty() { t.admin_story_none() } else { names }
}

fn familiar(t: &Texts, facts: &Facts) -> String {
    let place = facts.circumstances.familiarity;
    let parts = [("browser", place.browser), ("network", place.network), ("country", place.country)];
    joined(parts.into_iter().filter_map(|(what, known)| familiarity(t, &format!("{what} {known}"))))
}

/// The kind of program, where it is not the usual one.
fn program(t: &Texts, facts: &Facts) -> Option<String> {
    let kind = facts.circumstances.client_app;
    (kind != ClientApp::Browser).then(|| client_app(t, kind.word())).flatten()
}

fn action(t: &Texts, facts: &Facts) -> Option<String> {
    facts.target.action.map(|action| match action {
        UserAction::RegisterSecurityInfo => t.admin_seen_security_info(),
        UserAction::RegisterDevice => t.admin_seen_device(),
        UserAction::Confirm => t.admin_seen_confirm(),
    })
}

/// What the application asked beside letting the person in.
fn wishes(t: &Texts, facts: &Facts) -> Vec<String> {
    let request = &facts.request;
    let mut wishes = vec![];
    if request.prompt_login {
        wishes.push(t.admin_need_again());
    }
    if let Some(age) = request.max_age {
        wishes.push(t.admin_story_max_age(age.as_secs().div_euclid(60)));
    }
    wishes.extend(request.acr_values.iter().map(|value| match value.as_str() {
        "phr" => t.admin_need_phishing_resistant(),
        "urn:sluis:acr:2" => t.admin_need_second_step(),
        "urn:sluis:acr:1" => t.admin_need_first(),
        other => other.to_owned(),
    }));
    wishes
}
