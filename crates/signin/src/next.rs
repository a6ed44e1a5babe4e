use model::{Method, MethodSet, PasswordState, Span, Timestamp, proved};
use policy::{Facts, Need, PolicySet, SECOND_FACTORS};

use crate::{Passed, Refusal, Verdict, judge};

/// For how long after a password was set or imported it may register a first second factor by itself (S2).
pub const REGISTRATION_WINDOW: Span = Span::days(14);

/// What comes next. Always computed, never stored.
#[derive(Debug)]
pub enum Step {
    /// One of these methods, best first.
    Answer(Vec<Method>),
    /// A password of their own.
    NewPassword,
    /// Registering a second factor.
    Enrol,
    /// Stopped.
    Refuse(Refusal),
    /// Let in.
    Finish(Passed),
}

/// What `next` must know of the account beside the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    /// Where the password is in its life.
    pub password: PasswordState,
    /// True when the person signed in from this browser before.
    pub known_browser: bool,
}

/// The methods in the order they are offered: the strongest first, what runs out last.
const ORDER: [Method; 8] = [
    Method::Passkey,
    Method::Push,
    Method::SecurityKey,
    Method::Totp,
    Method::Sms,
    Method::Email,
    Method::RecoveryCode,
    Method::Password,
];

/// Computes what comes next from policy, facts and proofs. Each answer returns here, so a new step adds no edges
/// between screens.
pub fn next(set: &PolicySet, facts: &Facts, account: Account) -> Step {
    let proven = proved(&facts.proofs);
    let decision = match judge(set, facts) {
        Verdict::Refused(refusal, _) => return Step::Refuse(refusal),
        Verdict::Passed(passed) => {
            return if wants_password(proven, account) { Step::NewPassword } else { Step::Finish(passed) };
        }
        Verdict::Ask(decision) => decision,
    };
    if proven.contains(Method::Invitation) && wants_password(proven, account) {
        return Step::NewPassword;
    }
    let open = decision.open(&facts.proofs, facts.registered);
    let mut offered: Vec<Method> = vec![];
    let mut enrol = false;
    for demand in open {
        match &demand.need {
            Need::Block(_) => {}
            Need::Registration => enrol = true,
            Need::Combination(strength) => {
                let usable = facts.usable.with(Method::Password);
                let missing = strength.missing(demand.counting(&facts.proofs));
                // The proof that closes most: what several demands miss is offered first, in the fixed order.
                offered.extend(ORDER.into_iter().filter(|method| missing.contains(*method) && usable.contains(*method)));
                if missing.is_empty() && !demand.counting(&facts.proofs).contains(Method::Password) {
                    offered.push(Method::Password);
                }
                enrol |= !facts.registered.intersects(SECOND_FACTORS);
            }
        }
    }
    offered.dedup();
    let mut seen = MethodSet::EMPTY;
    offered.retain(|method| {
        let new = !seen.contains(*method);
        seen = seen.with(*method);
        new
    });
    if !offered.is_empty() {
        return Step::Answer(offered);
    }
    if !enrol {
        return Step::Refuse(Refusal::NoMethod);
    }
    if wants_password(proven, account) {
        return Step::NewPassword;
    }
    if may_enrol(facts.now, proven, account) { Step::Enrol } else { Step::Refuse(Refusal::RegistrationNotHere) }
}

/// True when the person must choose a password: after an invitation, or when an administrator set the present one.
fn wants_password(proven: MethodSet, account: Account) -> bool {
    let invited = proven.contains(Method::Invitation) && !proven.contains(Method::Password);
    let temporary =
        matches!(account.password, PasswordState::Temporary { .. }) && proven.contains(Method::Password);
    invited || temporary
}

/// Whether a first second factor may be registered on these proofs (S2): whoever merely knows the password of a
/// dormant account may not put their own telephone on it (attack 83).
fn may_enrol(now: Timestamp, proven: MethodSet, account: Account) -> bool {
    let handed = MethodSet::of(&[Method::Invitation, Method::TemporaryAccessPass]);
    let strong = SECOND_FACTORS.with(Method::RecoveryCode);
    if proven.intersects(handed) || proven.intersects(strong) || account.known_browser {
        return true;
    }
    let set = match account.password {
        PasswordState::None => return false,
        PasswordState::Temporary { at } => at,
        PasswordState::Own { changed } => changed,
        PasswordState::Elsewhere { since } => since,
    };
    proven.contains(Method::Password) && now < set + REGISTRATION_WINDOW
}
