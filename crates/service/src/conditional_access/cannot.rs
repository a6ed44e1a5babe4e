use policy::controls::{Control, Operator};
use policy::session::{AccessEvaluation, Switched};
use policy::{Policy, SessionControls};

/// What a policy demands that nobody can give here yet, in Graph's words: no device reports its state, and no proxy stands before applications. Such a policy is kept and not switched on, for it would stop
/// everybody it is about, or promise what does not happen.
pub fn cannot(policy: &Policy) -> Vec<&'static str> {
    let impossible: Vec<&'static str> = policy.controls.iter().filter_map(control).collect();
    let mut words = match policy.operator {
        // One of them is enough, and it can be given.
        Operator::Or if impossible.len() < policy.controls.len() => vec![],
        Operator::Or | Operator::And => impossible,
    };
    words.extend(session(&policy.session));
    words
}

const fn control(control: &Control) -> Option<&'static str> {
    Some(match control {
        Control::CompliantDevice(_) => "compliantDevice",
        Control::DomainJoinedDevice(_) => "domainJoinedDevice",
        Control::ApprovedApplication(_) => "approvedApplication",
        Control::CompliantApplication(_) => "compliantApplication",
        Control::PasswordChange(_) => "passwordChange",
        Control::RiskRemediation(_) => "riskRemediation",
        Control::VerifiedId(_) => "verifiedID",
        Control::Custom(_) => "customAuthenticationFactors",
        Control::Block(_)
        | Control::AtLeast(_)
        | Control::Registration(_)
        | Control::Mfa(_)
        | Control::Strength(_)
        | Control::TermsOfUse(_) => return None,
    })
}

fn session(session: &SessionControls) -> Vec<&'static str> {
    fn is_on<T>(control: Option<Switched<T>>) -> bool {
        control.is_some_and(|control| control.is_enabled)
    }
    // Our own doors look at each request again; what an application holds lasts as long as its token.
    let is_strict = matches!(
        session.continuous_access_evaluation,
        Some(AccessEvaluation::Strict | AccessEvaluation::StrictLocation)
    );
    [
        ("cloudAppSecurity", is_on(session.cloud_app_security)),
        ("applicationEnforcedRestrictions", is_on(session.application_enforced_restrictions)),
        ("secureSignInSession", is_on(session.secure_sign_in_session)),
        ("continuousAccessEvaluation", is_strict),
        ("globalSecureAccessFilteringProfile", is_on(session.global_secure_access)),
    ]
    .into_iter()
    .filter(|(_, asked)| *asked)
    .map(|(word, _)| word)
    .collect()
}
