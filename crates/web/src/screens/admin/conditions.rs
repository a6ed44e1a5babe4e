//! The words of a decision in the reader's language: what `policy` writes into traces is for logs and tests, and
//! in English; here each of its sentences has a text.

use model::{ClientApp, Known, Method, PerUserMfa, Role, UserAction};
use policy::{
    ConditionTrace, Demand, Need, Origin, Outstanding, PolicyTrace, ResultCode, Source, Strength, Verdict,
};
use text::Texts;

use super::words;

/// The most roles that are named one by one.
const NAMED_ROLES: usize = 3;

/// What a policy is called: a built-in one by its text, another by its own name.
pub(crate) fn policy_name(t: &Texts, name: &str) -> String {
    match name {
        "floor-privileged" => t.admin_policy_floor_privileged(),
        "floor-confirm" => t.admin_policy_floor_confirm(),
        "floor-security-info" => t.admin_policy_floor_security_info(),
        "floor-own-factor" => t.admin_policy_floor_own_factor(),
        "floor-emergency" => t.emergency_policy_floor(),
        "floor-organisation-blocked" => t.admin_policy_floor_organisation_blocked(),
        "defaults-registration" => t.admin_policy_defaults_registration(),
        "defaults-administrators" => t.admin_policy_defaults_administrators(),
        "defaults-unfamiliar" => t.admin_policy_defaults_unfamiliar(),
        "defaults-legacy" => t.admin_policy_defaults_legacy(),
        "per-user-enabled" => t.admin_policy_per_user_enabled(),
        "per-user-enforced" => t.admin_policy_per_user_enforced(),
        own => own.to_owned(),
    }
}

/// Which condition.
pub(crate) fn condition(t: &Texts, trace: &ConditionTrace) -> String {
    match trace.condition.as_str() {
        "users" => t.admin_condition_users(),
        "targets" => t.admin_condition_targets(),
        "clientApps" => t.admin_condition_client_apps(),
        "unfamiliar" => t.admin_condition_unfamiliar(),
        "perUserMfa" => t.admin_condition_per_user(),
        "hasSecondFactor" => t.admin_condition_second_factor(),
        "platforms" => t.admin_condition_platforms(),
        "locations" => t.admin_condition_locations(),
        "devices" => t.admin_condition_devices(),
        "signInRisk" => t.admin_condition_sign_in_risk(),
        "userRisk" => t.admin_condition_user_risk(),
        "servicePrincipalRisk" => t.admin_condition_workload_risk(),
        "insiderRisk" => t.admin_condition_insider_risk(),
        "agentRisk" => t.admin_condition_agent_risk(),
        "flows" => t.admin_condition_flows(),
        "workloads" => t.admin_condition_workloads(),
        "emergencyAccount" => t.emergency_account(),
        other => other.to_owned(),
    }
}

/// What a condition saw. `application` is what stands in place of an application's id.
pub(crate) fn seen(t: &Texts, trace: &ConditionTrace, application: &str) -> String {
    let seen = trace.seen.as_str();
    match trace.condition.as_str() {
        "users" if seen == "no role" => t.admin_seen_no_role(),
        "users" => roles(t, seen),
        "targets" => target(t, seen, application),
        "clientApps" => list(seen, |word| client_app(t, word)),
        "unfamiliar" => list(seen, |word| familiarity(t, word)),
        "perUserMfa" => list(seen, |word| per_user(t, word)),
        "hasSecondFactor" => methods(t, seen),
        "emergencyAccount" => emergency(t, seen),
        _ => seen.to_owned(),
    }
}

/// What a condition wants.
pub(crate) fn wanted(t: &Texts, trace: &ConditionTrace) -> String {
    let wanted = trace.wanted.as_str();
    match trace.condition.as_str() {
        "users" => people(t, wanted),
        "targets" => target(t, wanted, wanted),
        "clientApps" => list(wanted, |word| client_app(t, word)),
        "unfamiliar" => t.admin_seen_unfamiliar(),
        "perUserMfa" => list(wanted, |word| per_user(t, word)),
        "hasSecondFactor" => t.admin_seen_has_factor(),
        "emergencyAccount" => emergency(t, wanted),
        "locations" if wanted == "anywhere, without MfaTrustedIps" => t.admin_seen_outside_trusted(),
        _ => wanted.to_owned(),
    }
}

/// What a policy said.
pub(crate) fn verdict(t: &Texts, trace: &PolicyTrace) -> String {
    match trace.result {
        ResultCode::Success => t.admin_verdict_satisfied(),
        ResultCode::Failure
            if matches!(trace.name.as_str(), "defaults-legacy" | "floor-organisation-blocked") =>
        {
            t.admin_verdict_stops()
        }
        ResultCode::Failure => t.admin_verdict_asks(),
        ResultCode::NotApplied => t.admin_verdict_not_applied(),
        ResultCode::NotEnabled => t.admin_verdict_off(),
        ResultCode::ReportOnlySuccess => t.admin_verdict_report_satisfied(),
        ResultCode::ReportOnlyFailure => t.admin_verdict_report_stops(),
        ResultCode::ReportOnlyInterrupted => t.admin_verdict_report_asks(),
        ResultCode::ReportOnlyNotApplied | ResultCode::Unknown => t.admin_verdict_report(),
    }
}

/// Whether a condition fits.
pub(crate) fn fits(t: &Texts, trace: &ConditionTrace) -> String {
    match trace.verdict {
        Verdict::Holds => t.admin_story_fits(),
        Verdict::Fails => t.admin_story_fits_not(),
        Verdict::Unknown => t.admin_story_fits_unknown(),
    }
}

/// The class of [`fits`]: what keeps a policy from applying stands out.
pub(crate) const fn fits_class(trace: &ConditionTrace) -> &'static str {
    match trace.verdict {
        Verdict::Holds => "quiet",
        Verdict::Fails | Verdict::Unknown => "name",
    }
}

/// The class of a verdict's word.
pub(crate) const fn verdict_class(result: ResultCode) -> &'static str {
    match result {
        ResultCode::Success => "is-ok",
        ResultCode::Failure => "is-stop",
        _ => "quiet",
    }
}

/// What must be so.
pub(crate) fn need(t: &Texts, demand: &Demand) -> String {
    match &demand.need {
        Need::Block(_) => t.admin_need_block(),
        Need::Registration => t.admin_need_registration(),
        Need::Control(Outstanding::TermsOfUse(_)) => t.admin_need_terms(),
        Need::Control(_) => t.admin_need_control(),
        Need::Combination(_) if demand.since.or(demand.second_since).is_some() => t.admin_need_again(),
        Need::Combination(strength) if *strength == Strength::single() => t.admin_need_first(),
        Need::Combination(strength) if *strength == Strength::phishing_resistant() => {
            t.admin_need_phishing_resistant()
        }
        Need::Combination(strength) if *strength == Strength::emergency() => t.emergency_need(),
        Need::Combination(_) => t.admin_need_second_step(),
    }
}

/// Who demands it, each once.
pub(crate) fn sources(t: &Texts, demand: &Demand) -> String {
    let mut names: Vec<String> = vec![];
    for source in &demand.sources {
        let name = match source {
            Source::FirstFactor => t.admin_source_first(),
            Source::Request => t.admin_source_request(),
            Source::Application => t.admin_source_application(),
            Source::Policy { origin: Origin::Floor, .. } => t.admin_source_floor(),
            Source::Policy { origin: Origin::SecurityDefaults, .. } => t.admin_source_defaults(),
            Source::Policy { origin: Origin::PerUserMfa, .. } => t.admin_source_per_user(),
            Source::Policy { origin: Origin::ConditionalAccess, .. } => t.admin_source_policy(),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

fn emergency(t: &Texts, word: &str) -> String {
    if word == "emergency account" { t.emergency_seen_yes() } else { t.emergency_seen_no() }
}

fn people(t: &Texts, wanted: &str) -> String {
    match wanted.split_once(", without ") {
        Some(("everyone", excluded)) => t.admin_seen_everyone_but(roles(t, excluded)),
        _ if wanted == "everyone" => t.admin_seen_everyone(),
        _ => roles(t, wanted),
    }
}

fn roles(t: &Texts, names: &str) -> String {
    let count = names.split(", ").count();
    if count > NAMED_ROLES {
        return t.admin_seen_one_of_roles(count);
    }
    list(names, |name| {
        let role = Role::ALL.into_iter().find(|role| format!("{role:?}") == name)?;
        Some(words::role(t, role))
    })
}

fn target(t: &Texts, word: &str, application: &str) -> String {
    match word {
        "every application" => t.admin_seen_every_application(),
        "the admin centre or its API" => t.admin_seen_admin_centre_or_api(),
        "MicrosoftAdminPortals" => t.admin_seen_admin_centre(),
        "nothing" => t.admin_seen_nothing(),
        _ => match UserAction::from_word(word) {
            Some(UserAction::RegisterSecurityInfo) => t.admin_seen_security_info(),
            Some(UserAction::Confirm) => t.admin_seen_confirm(),
            Some(UserAction::RegisterDevice) => t.admin_seen_device(),
            None => application.to_owned(),
        },
    }
}

pub(crate) fn client_app(t: &Texts, word: &str) -> Option<String> {
    Some(match ClientApp::from_word(word)? {
        ClientApp::Browser => t.admin_client_browser(),
        ClientApp::MobileAppsAndDesktopClients => t.admin_client_modern(),
        ClientApp::ExchangeActiveSync => "ActiveSync".to_owned(),
        ClientApp::Other => t.admin_client_old(),
    })
}

pub(crate) fn familiarity(t: &Texts, part: &str) -> Option<String> {
    let (what, known) = part.split_once(' ')?;
    let what = match what {
        "browser" => t.admin_seen_browser(),
        "network" => t.admin_seen_network(),
        "country" => t.admin_seen_country(),
        _ => return None,
    };
    Some(match Known::from_word(known)? {
        Known::Seen => t.admin_seen_known(what),
        Known::New => t.admin_seen_new(what),
        Known::Unknown => t.admin_seen_unknown(what),
    })
}

fn per_user(t: &Texts, word: &str) -> Option<String> {
    PerUserMfa::from_word(word).map(|state| words::per_user_mfa(t, state))
}

fn methods(t: &Texts, set: &str) -> String {
    let words = set.trim_matches(['{', '}']);
    let names: Vec<String> = words
        .split(" + ")
        .filter_map(Method::from_word)
        .filter(|method| *method != Method::Password)
        .map(|method| words::method(t, method))
        .collect();
    if names.is_empty() { t.admin_seen_no_factor() } else { names.join(" + ") }
}

/// Translates each part of a list; a part without a text stays as it is.
fn list(parts: &str, word: impl Fn(&str) -> Option<String>) -> String {
    parts.split(", ").map(|part| word(part).unwrap_or_else(|| part.to_owned())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use model::Locale;

    use super::*;

    fn trace(condition: &str, seen: &str, wanted: &str) -> ConditionTrace {
        ConditionTrace {
            condition: condition.to_owned(),
            seen: seen.to_owned(),
            wanted: wanted.to_owned(),
            verdict: Verdict::Holds,
        }
    }

    fn check(trace: &ConditionTrace, expected: &str) {
        let t = text::of(Locale::Nl);
        let line = format!("{}: {} / {}", condition(t, trace), seen(t, trace, "Nextcloud"), wanted(t, trace));
        assert_eq!(line, expected);
    }

    #[test]
    fn a_trace_is_told_in_the_readers_language() {
        check(
            &trace("users", "GlobalAdministrator", "everyone, without DirectorySynchronizationAccounts"),
            "Wie: Globale beheerder / iedereen behalve Accounts voor adreslijstsynchronisatie",
        );
        check(
            &trace("unfamiliar", "browser new, network known, country unknown", ""),
            "Nieuwe plek: browser nieuw, netwerk bekend, land onbekend / een browser, netwerk of land dat nieuw is",
        );
        check(
            &trace("targets", "10000000-0000-0000-0000-000000000000", "every application"),
            "Waarheen: Nextcloud / elke toepassing",
        );
        check(
            &trace("hasSecondFactor", "{password + totp}", ""),
            "Tweede stap: Verificator-app / een tweede stap is ingesteld",
        );
    }

    #[test]
    fn every_built_in_policy_and_condition_has_words() {
        let t = text::of(Locale::Nl);
        let set = policy::PolicySet::new(
            model::Id::fixed(1),
            policy::SecurityDefaults::new_organisation(model::Timestamp::from_secs(0)),
        );
        for policy in set.policies() {
            assert_ne!(policy_name(t, &policy.name), policy.name);
            for part in &policy.conditions {
                let trace = trace(part.word(), "", &part.wanted());
                assert_ne!(condition(t, &trace), trace.condition);
                assert_ne!(wanted(t, &trace), trace.wanted, "{}", trace.condition);
            }
        }
    }
}
