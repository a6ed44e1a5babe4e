use model::{Group, How, Id, Method, MethodSet, PasswordState, Proof, Span, Timestamp, UserAction, proved};
use policy::{
    Agreement, Class, Decision, Facts, Origin, PolicySet, SECOND_FACTORS, SECURITY_INFO_FRESHNESS,
    ScopeClass, Source, Strength, Target, code,
};

use crate::offer::{ORDER, Offer, offer};
use crate::{Passed, Refusal, Verdict, judge};

/// For how long after a password was set or imported it may register a first second factor by itself (S2).
pub const REGISTRATION_WINDOW: Span = Span::days(14);

/// What comes next. Always computed, never stored.
#[derive(Debug)]
pub enum Step {
    /// One of these methods, best first; each of them leads on. Before a first proof it is the password page, which
    /// is the same for every name.
    Answer(Vec<Method>),
    /// A password of their own.
    NewPassword,
    /// Registering what they come in with from now on: one of these, best first.
    WayIn(Vec<Method>),
    /// Registering one of these, best first; each of them leads on.
    Enrol(Vec<Method>),
    /// Accepting these terms of use.
    Accept(Id<Agreement>),
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
    /// True when the person has signed in from this browser for so long that it vouches for a registration.
    pub known_browser: bool,
    /// True when the organisation has an address of its own; false for one that only this machine knows, whose passkeys
    /// are lost with a move to another.
    pub lasting_address: bool,
}

/// Computes what comes next from policy, facts and proofs. Each answer returns here, so a new step adds no edges
/// between screens.
pub fn next(set: &PolicySet, facts: &Facts, account: Account) -> Step {
    let verdict = judge(set, facts);
    if let Verdict::Refused(refusal, _) = verdict {
        return Step::Refuse(refusal);
    }
    if Class::of(&facts.proofs) == Class::None {
        return Step::Answer(vec![first_proof(facts, account)]);
    }
    if is_invited(facts) {
        let own = unproven_second_factors(facts);
        return if own.is_empty() { way_in(set, facts, account) } else { Step::Answer(own) };
    }
    match verdict {
        Verdict::Passed(_) if is_temporary(facts, account) => Step::NewPassword,
        Verdict::Passed(passed) => Step::Finish(passed),
        Verdict::Ask(decision) => match decision.terms(facts) {
            // Reference 3.2, step 10: a new password comes before terms.
            Some(_) if is_temporary(facts, account) => Step::NewPassword,
            Some(terms) => Step::Accept(terms),
            None => ask(set, &decision, facts, account),
        },
        Verdict::Refused(refusal, _) => Step::Refuse(refusal),
    }
}

/// Until when a person who came in with a recovery code may register a new method with it (S13): the code is fresh enough
/// for changing security info until then, beside the password of its session.
pub fn registration_window(proofs: &[Proof], now: Timestamp) -> Option<Timestamp> {
    let newest = |method| proofs.iter().filter(|proof| proof.method == method).map(|proof| proof.at).max();
    newest(Method::Password)?;
    let until = newest(Method::RecoveryCode)? + SECURITY_INFO_FRESHNESS;
    (now <= until).then_some(until)
}

fn ask(set: &PolicySet, decision: &Decision, facts: &Facts, account: Account) -> Step {
    let can_give = |method| match method {
        Method::Password => account.password != PasswordState::None,
        other => facts.usable.contains(other),
    };
    let reach = ORDER.into_iter().filter(|method| can_give(*method)).collect();
    let enrolable = if may_have_more(facts) { enrolable(set, facts) } else { MethodSet::EMPTY };
    match offer(decision, facts, (reach, enrolable), &set.passkeys) {
        Offer::Nothing => match unlocking(set, decision, facts, reach) {
            methods if methods.is_empty() => Step::Refuse(Refusal::NoMethod),
            methods => Step::Answer(methods),
        },
        Offer::Methods(methods) => Step::Answer(methods),
        // Asked before a new password is: that one would be new, and count as set a moment ago.
        Offer::Enrolment(_) if !may_enrol(facts, account) => Step::Refuse(Refusal::RegistrationNotHere),
        Offer::Enrolment(_) if !registration_is_let(set, facts) => {
            Step::Refuse(Refusal::Policy(code::REGISTRATION_NOT_HERE))
        }
        Offer::Enrolment(_) if is_temporary(facts, account) => Step::NewPassword,
        Offer::Enrolment(ways) => {
            Step::Enrol(ENROLMENT_ORDER.into_iter().filter(|way| ways.contains(*way)).collect())
        }
    }
}

/// Where only what is not registered yet would do: the methods that let its person register it, once one is given.
fn unlocking(set: &PolicySet, decision: &Decision, facts: &Facts, reach: MethodSet) -> Vec<Method> {
    let all = (reach, enrolable(set, facts));
    if may_have_more(facts) || offer(decision, facts, all, &set.passkeys) == Offer::Nothing {
        return vec![];
    }
    let missing = Strength::prompted_mfa().missing(proved(&facts.proofs));
    let given = |method| Proof { method, credential: None, at: facts.now, how: How::Prompted };
    let leads_on = |method: &Method| {
        let proofs = facts.proofs.iter().cloned().chain([given(*method)]).collect();
        registration_is_let(set, &Facts { proofs, ..facts.clone() })
    };
    ORDER
        .into_iter()
        .filter(|method| missing.contains(*method) && reach.contains(*method))
        .filter(leads_on)
        .collect()
}

/// What can be registered in the middle of a sign-in, in the order that it is offered.
pub(crate) const ENROLMENT_ORDER: [Method; 3] = [Method::Passkey, Method::Totp, Method::SecurityKey];

fn enrolable(set: &PolicySet, facts: &Facts) -> MethodSet {
    let groups = &facts.subject.groups;
    ENROLMENT_ORDER.into_iter().filter(|way| may_be_registered(set, groups, *way)).collect()
}

/// Whether somebody in these groups registers that method themselves.
pub fn may_be_registered(set: &PolicySet, groups: &[Id<Group>], method: Method) -> bool {
    let is_key = matches!(method, Method::Passkey | Method::SecurityKey);
    set.methods.lets(method, groups) && (!is_key || set.passkeys.is_self_service_registration_allowed)
}

/// Whoever has a second factor registers another one only after proving it: a thief with the password would put
/// their own beside it (attack 10).
pub(crate) fn may_have_more(facts: &Facts) -> bool {
    !facts.registered.intersects(SECOND_FACTORS) || is_proven(facts)
}

/// Two factors, given by the person: a remembered browser stands in for a question and registers nothing (S14).
pub(crate) fn is_proven(facts: &Facts) -> bool {
    Strength::prompted_mfa().is_met_by(proved(&facts.proofs))
}

/// An invitation leads to a password of their own, or to a passkey where there is no password.
pub(crate) fn is_invited(facts: &Facts) -> bool {
    let proven = proved(&facts.proofs);
    let needs_none = !facts.registered.contains(Method::Password) && proven.contains(Method::Passkey);
    proven.contains(Method::Invitation) && !proven.contains(Method::Password) && !needs_none
}

/// What somebody comes in with who was invited: a passkey is both factors, and leaves nothing to steal. Whoever had a
/// password gets a new one: the old one may be why they were invited again.
fn way_in(set: &PolicySet, facts: &Facts, account: Account) -> Step {
    let lasts = account.lasting_address || facts.subject.roles.is_empty();
    let is_new = !facts.registered.contains(Method::Password) && may_have_more(facts);
    let is_let =
        may_be_registered(set, &facts.subject.groups, Method::Passkey) && registration_is_let(set, facts);
    if lasts && is_new && is_let {
        Step::WayIn(vec![Method::Passkey, Method::Password])
    } else {
        Step::NewPassword
    }
}

/// What proves first: the password, the same page for every name, but for who is known to have a passkey alone.
fn first_proof(facts: &Facts, account: Account) -> Method {
    match account.password {
        PasswordState::None if facts.usable.contains(Method::Passkey) => Method::Passkey,
        _ => Method::Password,
    }
}

/// A password that an administrator knows must be changed, after everything that is demanded.
fn is_temporary(facts: &Facts, account: Account) -> bool {
    matches!(account.password, PasswordState::Temporary { .. })
        && proved(&facts.proofs).contains(Method::Password)
}

/// The second factors of somebody who came by an invitation, until one is given: whoever reads another's mail may
/// hold the link, and must not set the password of somebody who has a second factor (attack 21).
fn unproven_second_factors(facts: &Facts) -> Vec<Method> {
    let second = SECOND_FACTORS.with(Method::RecoveryCode);
    if !facts.registered.intersects(SECOND_FACTORS) || proved(&facts.proofs).intersects(second) {
        return vec![];
    }
    ORDER.into_iter().filter(|method| second.contains(*method) && facts.usable.contains(*method)).collect()
}

/// Whether a first second factor may be registered on these proofs (S2): whoever merely knows the password of a
/// dormant account may not put their own telephone on it (attack 83).
fn may_enrol(facts: &Facts, account: Account) -> bool {
    if is_handed(facts) || is_proven(facts) {
        return true;
    }
    // No policy binds an emergency account (S5): its password alone puts nothing on it, wherever it is typed.
    if facts.subject.emergency {
        return false;
    }
    if account.known_browser {
        return true;
    }
    let set = match account.password {
        PasswordState::None => return false,
        PasswordState::Temporary { at } => at,
        PasswordState::Own { handed, .. } => handed,
        PasswordState::Elsewhere { since } => since,
    };
    proved(&facts.proofs).contains(Method::Password) && facts.now < set + REGISTRATION_WINDOW
}

/// False where a written policy about registering security info stands in the way of it here (reference 3.2, step 13).
/// A registration in the middle of a sign-in is one too.
fn registration_is_let(set: &PolicySet, facts: &Facts) -> bool {
    let target = Target {
        resource: None,
        names: vec![],
        privileged: false,
        action: Some(UserAction::RegisterSecurityInfo),
        contexts: vec![],
        scopes: ScopeClass::None,
    };
    let asked = Facts { target, ..facts.clone() };
    let is_written =
        |source: &Source| matches!(source, Source::Policy { origin: Origin::ConditionalAccess, .. });
    match judge(set, &asked) {
        Verdict::Passed(_) => true,
        Verdict::Ask(decision) | Verdict::Refused(_, decision) => {
            !decision.open(&asked).any(|open| open.sources.iter().any(is_written))
        }
    }
}

/// They came by something that somebody with the right handed over.
pub(crate) fn is_handed(facts: &Facts) -> bool {
    proved(&facts.proofs).intersects(MethodSet::of(&[Method::Invitation, Method::TemporaryAccessPass]))
}
