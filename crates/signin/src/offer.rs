use model::{Id, Make, Method, MethodSet};
use policy::{Decision, Facts, Need, PasskeyRules, Strength};

/// What can be asked of a person whose demands are open.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Offer {
    /// One of these, best first.
    Methods(Vec<Method>),
    /// Nothing can be answered before one of these is registered.
    Enrolment(MethodSet),
    /// Whatever is answered or registered, something stays open.
    Nothing,
}

/// The methods in the order they are offered: the strongest first, what runs out last.
pub(crate) const ORDER: [Method; 9] = [
    Method::Passkey,
    Method::TemporaryAccessPass,
    Method::Push,
    Method::SecurityKey,
    Method::Totp,
    Method::Sms,
    Method::Password,
    Method::RecoveryCode,
    Method::SealedCapsule,
];

/// Finds the proof that closes most open demands, and what may be given in its place. `reach` is what the person
/// can prove now, `enrolable` what they could register and prove then.
///
/// Nobody is led into a dead end: when some demand can never be met, nothing is asked for the others.
pub(crate) fn offer(
    decision: &Decision,
    facts: &Facts,
    (reach, enrolable): (MethodSet, MethodSet),
    rules: &PasskeyRules,
) -> Offer {
    let mut ways = vec![];
    let mut enrolment = None;
    for demand in decision.open(facts) {
        match &demand.need {
            Need::Block(_) => return Offer::Nothing,
            // Reference 3.2, step 10: what can be proven is asked first.
            Need::Control(_) => {}
            Need::Registration => enrolment = narrowed(enrolment, enrolable),
            Need::Combination(strength) => {
                let counting = demand.counting(facts);
                let reach = strength.counting(reach, facts.makes());
                let enrolable = strength.counting(enrolable, taken(strength, rules));
                let now = missing(strength, counting, reach);
                if now.is_empty() {
                    let serves = serving(strength, counting, reach, enrolable);
                    if serves.is_empty() {
                        return Offer::Nothing;
                    }
                    enrolment = narrowed(enrolment, serves);
                }
                ways.push(now);
            }
        }
    }
    ways.retain(|now| !now.is_empty());
    match best(&ways) {
        Some(methods) => Offer::Methods(methods),
        None => match enrolment {
            Some(serves) if !serves.is_empty() => Offer::Enrolment(serves),
            _ => Offer::Nothing,
        },
    }
}

/// The makes that a strength names of which the organisation takes new passkeys.
fn taken<'s>(strength: &'s Strength, rules: &'s PasskeyRules) -> impl Iterator<Item = Id<Make>> + 's {
    strength.makes().into_iter().flatten().copied().filter(move |make| rules.takes(*make))
}

/// The makes of which a passkey must be for what is open, where not every make counts: what a page asks for and
/// registers. Where demands name different makes, those that all of them name.
pub fn makes_asked(decision: &Decision, facts: &Facts) -> Option<Vec<Id<Make>>> {
    let open = decision.open(facts).filter_map(|demand| match &demand.need {
        Need::Combination(strength) => strength.makes(),
        Need::Block(_) | Need::Registration | Need::Control(_) => None,
    });
    open.fold(None, |asked: Option<Vec<Id<Make>>>, makes| {
        let both = |asked: Vec<Id<Make>>| asked.into_iter().filter(|make| makes.contains(make)).collect();
        Some(asked.map_or_else(|| makes.to_vec(), both))
    })
}

/// What can be registered that a demand can then be met with.
fn serving(strength: &Strength, counting: MethodSet, reach: MethodSet, enrolable: MethodSet) -> MethodSet {
    let alone = |method: &Method| !missing(strength, counting, reach.with(*method)).is_empty();
    let alone: MethodSet = enrolable.iter().filter(alone).collect();
    if !alone.is_empty() {
        return alone;
    }
    // Several that serve together: any of them is a beginning.
    let together = missing(strength, counting, reach | enrolable);
    enrolable.iter().filter(|method| together.iter().any(|all| all.contains(*method))).collect()
}

/// What serves this demand and those before it; where nothing serves both, this one is seen to first.
fn narrowed(before: Option<MethodSet>, serves: MethodSet) -> Option<MethodSet> {
    let both: MethodSet =
        serves.iter().filter(|method| before.is_none_or(|set| set.contains(*method))).collect();
    Some(if both.is_empty() { serves } else { both })
}

/// What is missing of each combination that can be completed within reach.
fn missing(strength: &Strength, counting: MethodSet, reach: MethodSet) -> Vec<MethodSet> {
    strength
        .combinations()
        .iter()
        .filter(|combination| (counting | reach).includes(**combination))
        .map(|combination| combination.iter().filter(|method| !counting.contains(*method)).collect())
        .collect()
}

/// The methods to ask for: those that lead on for the demand that the best one serves.
fn best(ways: &[Vec<MethodSet>]) -> Option<Vec<Method>> {
    let closes = |method| ways.iter().filter(|now| now.contains(&MethodSet::of(&[method]))).count();
    // A stable sort: what closes as many stays in the fixed order.
    let mut order = ORDER;
    order.sort_by_key(|method| std::cmp::Reverse(closes(*method)));
    let leads_on = |now: &[MethodSet], method| now.iter().any(|missing| first_of(*missing).contains(method));
    let best = order.into_iter().find(|method| ways.iter().any(|now| leads_on(now, *method)))?;
    let demand = ways.iter().find(|now| leads_on(now, best))?;
    Some(order.into_iter().filter(|method| leads_on(demand, *method)).collect())
}

/// What of a combination is asked first: the password before what stands beside it.
fn first_of(missing: MethodSet) -> MethodSet {
    if missing.contains(Method::Password) { MethodSet::of(&[Method::Password]) } else { missing }
}
