//! What an organisation asks of passkeys and security keys: who registers them, whether they prove their make, and which
//! makes are taken.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::{BASE64, HEXLOWER};
use factors::passkey::Root;
use model::{Id, Make, Method, Role, Tenant, Timestamp, User};
use policy::{Enforcement, KeyRestrictions, MethodsPolicy, PasskeyRules, PolicySet};
use sql::Tx;
use store::{Credential, Held, MakeHeld, Tables};

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{Actor, ManageMethods, Permit, ReadSecurity, ShowsMethods};
use crate::conditional_access::Watched;
use crate::house::House;
use crate::policy_sets;
use crate::standing::may_still;

/// How many makes the page lists, and how many people it names.
const SHOWN: i64 = 50;
const NAMED: usize = 5;
/// How many Global Administrators are read at once.
const CHIEFS: i64 = 100;

/// The rules, and what people have.
#[derive(Debug, Clone)]
pub struct KeysOverview {
    /// The revision that they were read from; whoever changes them says that they saw it.
    pub revision: Id<PolicySet>,
    /// The rules.
    pub rules: PasskeyRules,
    /// The certificates that are trusted, read.
    pub roots: Vec<Root>,
    /// The makes that people have, the most common first.
    pub makes: Vec<MakeHeld>,
}

/// What is to be so.
#[derive(Debug, Clone)]
pub struct WantedRules {
    /// Whether people register keys themselves.
    pub self_service: bool,
    /// Whether a new key must prove its make.
    pub attested: bool,
    /// Whether the list of makes counts.
    pub restricted: bool,
    /// What the list is.
    pub enforcement: Enforcement,
    /// The list, with names.
    pub makes: Vec<(Id<Make>, String)>,
    /// More certificates to trust, as PEM.
    pub add_roots: String,
    /// The fingerprints of those that are no longer trusted.
    pub remove_roots: Vec<String>,
    /// Whether it may keep people out.
    pub knowing: Knowing,
    /// The revision that was looked at: when the rules have changed since, whoever changes them is told.
    pub seen: Option<Id<PolicySet>>,
}

/// Whether whoever changes the rules knows that people lose their only second step by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knowing {
    /// They were not told yet.
    No,
    /// They were told, and want it.
    Yes,
}

/// Why the rules were not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RulesProblem {
    /// What was pasted is no certificate.
    NoCertificates,
    /// One of the certificates has ended.
    RootEnded,
    /// More certificates than can be kept.
    TooManyRoots,
    /// More makes than can be kept.
    TooManyMakes,
    /// Keys should prove their make, and nobody is trusted to vouch for one.
    NoRoots,
    /// Nothing is on the list of what alone is taken.
    NoMakes,
    /// Whoever changes them would lose their own only second step.
    LocksYouOut,
    /// No Global Administrator would come in any more.
    LocksAdministratorsOut,
    /// So many people would lose their only second step; some of them by name.
    LocksOut(usize, Vec<String>),
    /// Somebody changed them since they were looked at.
    ChangedMeanwhile,
}

impl House {
    /// How many people have each method.
    pub async fn people_by_method(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<ReadSecurity>,
    ) -> Result<Vec<(Method, i64)>, Fault> {
        self.db.read(tenant, |tx| Ok(tx.credentials().people_by_method()?)).await
    }

    /// The rules as they are, and what people have.
    pub async fn passkey_rules(
        &self,
        tenant: Id<Tenant>,
        _permit: &Permit<impl ShowsMethods>,
    ) -> Result<KeysOverview, Fault> {
        self.db
            .read(tenant, |tx| {
                let head = policy_sets::load_head(tx)?;
                let rules = head.passkeys;
                let makes = tx.passkeys().makes(SHOWN)?;
                let roots = roots(&rules).into_iter().filter_map(|der| Root::read(der).ok()).collect();
                Ok(KeysOverview { revision: head.revision, rules, roots, makes })
            })
            .await
    }

    /// Changes them. New keys are held to them at once; keys of makes that are no longer taken, and sessions that rest on
    /// them, are no longer proofs.
    pub async fn set_passkey_rules(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ManageMethods>,
        wanted: WantedRules,
    ) -> Result<Result<(), RulesProblem>, Fault> {
        let (house, entry) = (self.clone(), self.entry());
        let id = Id::ordered(entry.at, self.outside.random());
        let pasted = match read_roots(&wanted.add_roots, entry.at) {
            Ok(pasted) => pasted,
            Err(problem) => return Ok(Err(problem)),
        };
        let saved = self
            .db
            .write(tenant, move |tx| {
                may_still(tx, &permit, None, entry.at)?;
                let before = policy_sets::load_head(tx)?;
                if changed_meanwhile(tx, &wanted, &before)? {
                    return Ok(Err(RulesProblem::ChangedMeanwhile));
                }
                let next = match next(&before.passkeys, &wanted, &pasted) {
                    Ok(next) => next,
                    Err(problem) => return Ok(Err(problem)),
                };
                let rules = (&next, &before.methods);
                if let Err(problem) = locks_out(tx, (permit.actor(), wanted.knowing), rules, entry.at)? {
                    return Ok(Err(problem));
                }
                let watched = Watched::before_losing(&house, tx, &[Role::GlobalAdministrator], entry.at)?;
                if !policy_sets::save_passkeys(tx, id, before.revision, &next, entry)? {
                    return Err(Fault::Conflict("passkeys"));
                }
                watched.after(&house, tx, entry.at)?;
                let changes = changes(&before.passkeys, &next);
                entry.write(tx, &permit, Verb::ChangePasskeys, ("policySet", Some(id)), &changes)?;
                Ok(Ok(()))
            })
            .await;
        self.forget_policy_set(tenant);
        match saved {
            // Under the policies that are on, others would come in with what they have, and no administrator.
            Err(Fault::Conflict("last administrator")) => Ok(Err(RulesProblem::LocksAdministratorsOut)),
            saved => saved,
        }
    }
}

/// True when the rules have changed since whoever changes them looked.
fn changed_meanwhile(tx: &mut Tx<'_>, wanted: &WantedRules, head: &PolicySet) -> Result<bool, Fault> {
    let Some(seen) = wanted.seen.filter(|seen| *seen != head.revision) else { return Ok(false) };
    let seen = tx.policy_sets().load(seen)?.ok_or(Fault::NotFound)?;
    Ok(policy_sets::set_of(&seen)?.passkeys != head.passkeys)
}

/// The certificates that are trusted, in DER.
pub(crate) fn roots(rules: &PasskeyRules) -> Vec<Vec<u8>> {
    rules.attestation_roots.iter().filter_map(|root| BASE64.decode(root.as_bytes()).ok()).collect()
}

fn read_roots(pasted: &str, now: Timestamp) -> Result<Vec<String>, RulesProblem> {
    if pasted.trim().is_empty() {
        return Ok(vec![]);
    }
    let roots = Root::read_pem(pasted).map_err(|_| RulesProblem::NoCertificates)?;
    if roots.iter().any(|root| root.until <= now) {
        return Err(RulesProblem::RootEnded);
    }
    Ok(roots.iter().map(|root| BASE64.encode(&root.der)).collect())
}

/// The rules after a change, if they make sense.
fn next(
    before: &PasskeyRules,
    wanted: &WantedRules,
    pasted: &[String],
) -> Result<PasskeyRules, RulesProblem> {
    let is_removed = |root: &String| {
        let der = BASE64.decode(root.as_bytes()).ok();
        let print = der.and_then(|der| Root::read(der).ok()).map(|root| HEXLOWER.encode(&root.fingerprint));
        print.is_none_or(|print| wanted.remove_roots.contains(&print))
    };
    let mut roots: Vec<String> =
        before.attestation_roots.iter().filter(|root| !is_removed(root)).cloned().collect();
    for root in pasted {
        if !roots.contains(root) {
            roots.push(root.clone());
        }
    }
    let mut makes: Vec<Id<Make>> = vec![];
    let mut names = BTreeMap::new();
    for (make, name) in &wanted.makes {
        if !makes.contains(make) {
            makes.push(*make);
        }
        if !name.is_empty() {
            names.insert(*make, name.clone());
        }
    }
    if roots.len() > PasskeyRules::MOST_ROOTS {
        return Err(RulesProblem::TooManyRoots);
    }
    if makes.len() > PasskeyRules::MOST_MAKES {
        return Err(RulesProblem::TooManyMakes);
    }
    if wanted.attested && roots.is_empty() {
        return Err(RulesProblem::NoRoots);
    }
    if wanted.restricted && wanted.enforcement == Enforcement::Allow && makes.is_empty() {
        return Err(RulesProblem::NoMakes);
    }
    Ok(PasskeyRules {
        is_self_service_registration_allowed: wanted.self_service,
        is_attestation_enforced: wanted.attested,
        key_restrictions: KeyRestrictions {
            is_enforced: wanted.restricted,
            enforcement_type: wanted.enforcement,
            aa_guids: makes,
        },
        attestation_roots: roots,
        make_names: names,
    })
}

/// Nobody saws off the branch they sit on; others are kept out knowingly or not at all.
fn locks_out(
    tx: &mut Tx<'_>,
    (actor, knowing): (&Actor, Knowing),
    (next, methods): (&PasskeyRules, &MethodsPolicy),
    now: Timestamp,
) -> Result<Result<(), RulesProblem>, Fault> {
    if !next.key_restrictions.is_enforced {
        return Ok(Ok(()));
    }
    let held = tx.passkeys().everybodys()?;
    let people = without_another(&still_used(tx, held, (next, methods))?, next);
    if actor.person().is_some_and(|user| people.contains(&user)) {
        return Ok(Err(RulesProblem::LocksYouOut));
    }
    if keeps_no_administrator(tx, &people, now)? {
        return Ok(Err(RulesProblem::LocksAdministratorsOut));
    }
    if people.is_empty() || knowing == Knowing::Yes {
        return Ok(Ok(()));
    }
    let mut names = vec![];
    for user in people.iter().take(NAMED) {
        names.extend(tx.users().by_id(*user)?.map(|user| user.display));
    }
    Ok(Err(RulesProblem::LocksOut(people.len(), names)))
}

/// True when of the Global Administrators none is left who is not among these people, in the order of their ids. Nobody
/// does that knowingly: a change that was a mistake could not be taken back.
fn keeps_no_administrator(tx: &mut Tx<'_>, people: &[Id<User>], now: Timestamp) -> Result<bool, Fault> {
    let mut last = User::NOBODY;
    loop {
        let chiefs = tx.users().able_holders([Role::GlobalAdministrator; 3], now, last, CHIEFS)?;
        if chiefs.iter().any(|chief| people.binary_search(chief).is_err()) {
            return Ok(false);
        }
        match chiefs.last() {
            Some(chief) => last = *chief,
            None => return Ok(last != User::NOBODY),
        }
    }
}

/// Keys with the ways in that the authentication methods policy leaves to their owners. Those of owners who may use none,
/// or of whom every key is still taken, are left out: they lose nothing.
fn still_used(
    tx: &mut Tx<'_>,
    held: Vec<Held>,
    (next, methods): (&PasskeyRules, &MethodsPolicy),
) -> Result<Vec<Held>, Fault> {
    if methods.lets_everybody() {
        return Ok(held);
    }
    let refused = held.iter().filter(|held| !next.takes(held.make));
    let concerned: BTreeSet<Id<User>> = refused.map(|held| held.user).collect();
    let mut ways: BTreeMap<Id<User>, i64> = BTreeMap::new();
    for user in concerned {
        let groups = tx.memberships().of_person(user)?;
        if !methods.lets(Method::Passkey, &groups) {
            continue;
        }
        let has_password = tx.users().password_hash(user)?.is_some();
        let is_way = |one: &Credential| {
            methods.lets(one.method, &groups) && (has_password || one.method == Method::Passkey)
        };
        let held = tx.credentials().of(user)?;
        ways.insert(user, held.iter().filter(|one| is_way(one)).map(|_| 1_i64).sum::<i64>());
    }
    let again = |held: Held| ways.get(&held.user).map(|left| Held { ways: *left, ..held });
    Ok(held.into_iter().filter_map(again).collect())
}

/// Whoever has nothing but keys that would not be taken.
fn without_another(held: &[Held], rules: &PasskeyRules) -> Vec<Id<User>> {
    let mut left: BTreeMap<Id<User>, i64> = BTreeMap::new();
    for held in held.iter().filter(|held| !rules.takes(held.make)) {
        *left.entry(held.user).or_insert(held.ways) -= 1;
    }
    left.into_iter().filter(|(_, left)| *left == 0).map(|(user, _)| user).collect()
}

fn changes(before: &PasskeyRules, after: &PasskeyRules) -> Changes {
    let (old, new) = (&before.key_restrictions, &after.key_restrictions);
    let subjects = |rules: &PasskeyRules| -> Vec<String> {
        let read = roots(rules).into_iter().filter_map(|der| Root::read(der).ok());
        read.map(|root| format!("{} ({})", root.subject, HEXLOWER.encode(&root.fingerprint))).collect()
    };
    Changes::default()
        .set(
            "isSelfServiceRegistrationAllowed",
            before.is_self_service_registration_allowed,
            after.is_self_service_registration_allowed,
        )
        .set("isAttestationEnforced", before.is_attestation_enforced, after.is_attestation_enforced)
        .set("keyRestrictions.isEnforced", old.is_enforced, new.is_enforced)
        .set("keyRestrictions.enforcementType", old.enforcement_type, new.enforcement_type)
        .set("keyRestrictions.aaGuids", &old.aa_guids, &new.aa_guids)
        .set("attestationRoots", subjects(before), subjects(after))
        .set("makeNames", &before.make_names, &after.make_names)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLUE: Id<Make> = Id::fixed(1);
    const RED: Id<Make> = Id::fixed(2);

    fn wanted(restricted: bool, enforcement: Enforcement, makes: Vec<(Id<Make>, String)>) -> WantedRules {
        WantedRules {
            self_service: true,
            attested: false,
            restricted,
            enforcement,
            makes,
            add_roots: String::new(),
            remove_roots: vec![],
            knowing: Knowing::No,
            seen: None,
        }
    }

    #[test]
    fn only_who_has_nothing_else_loses_the_only_second_step() {
        let list = wanted(true, Enforcement::Allow, vec![(BLUE, "Blue".to_owned())]);
        let rules = next(&PasskeyRules::usual(), &list, &[]).unwrap();
        let held = |user, make, ways| Held { user: Id::fixed(user), make, ways };
        let all = [
            held(1, BLUE, 1),
            held(2, RED, 2), // and an authenticator app
            held(3, RED, 2), // and the other red one
            held(3, RED, 2),
            held(4, RED, 2), // and a blue one
            held(4, BLUE, 2),
            held(5, RED, 1),
        ];
        assert_eq!(without_another(&all, &rules), [Id::fixed(3), Id::fixed(5)]);
    }

    #[test]
    fn rules_that_let_nobody_register_anything_are_refused() {
        let nothing = wanted(true, Enforcement::Allow, vec![]);
        assert_eq!(next(&PasskeyRules::usual(), &nothing, &[]), Err(RulesProblem::NoMakes));
        let unproved = WantedRules { attested: true, ..wanted(false, Enforcement::Block, vec![]) };
        assert_eq!(next(&PasskeyRules::usual(), &unproved, &[]), Err(RulesProblem::NoRoots));
        let many = (0..101).map(|number| (Id::fixed(number), String::new())).collect();
        let many = wanted(false, Enforcement::Block, many);
        assert_eq!(next(&PasskeyRules::usual(), &many, &[]), Err(RulesProblem::TooManyMakes));
    }

    #[test]
    fn a_make_that_is_named_twice_stands_once() {
        let twice = vec![(BLUE, "Blue".to_owned()), (RED, String::new()), (BLUE, "Blue 2".to_owned())];
        let rules = next(&PasskeyRules::usual(), &wanted(true, Enforcement::Allow, twice), &[]).unwrap();
        assert_eq!(rules.key_restrictions.aa_guids, [BLUE, RED]);
        assert_eq!(rules.only(), Some(vec!["Blue 2"]));
    }
}
