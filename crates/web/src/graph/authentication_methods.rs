//! `policies/authenticationMethodsPolicy` and its configurations: who may register and use which kind of
//! second factor, and what is asked of keys. Kinds that are not offered here are disabled for good.

use axum::extract::Path;
use axum::http::StatusCode;
use graph::Version;
use graph::methods::{ConfigurationError, NOT_OFFERED, Wanted};
use model::Id;
use policy::{MethodKind, PasskeyRules, PolicySet};
use serde_json::Value;
use service::authority::{ManageMethods, ReadMethods, Target};
use service::conditional_access::{MethodUse, PolicyProblem, Wish};
use service::passkey_rules::{KeysOverview, Knowing, RulesProblem, WantedRules};

use super::call::{Answer, Call};
use super::problem::Problem;

const CONTEXT: &str = "authenticationMethodsPolicy";
const CONFIGURATIONS: &str = "policies/authenticationMethodsPolicy/authenticationMethodConfigurations";

pub(super) async fn policy(call: Call) -> Answer {
    let configurations: Vec<Value> = all(&call).await?.into_iter().map(|(_, written)| written).collect();
    call.one(CONTEXT, graph::methods::policy(&configurations, call.version))
}

pub(super) async fn list(call: Call) -> Answer {
    let configurations = all(&call).await?.into_iter().map(|(_, written)| written).collect();
    call.list(CONFIGURATIONS, configurations)
}

pub(super) async fn one(Path(kind): Path<String>, call: Call) -> Answer {
    let found = all(&call).await?.into_iter().find(|(id, _)| id.eq_ignore_ascii_case(&kind));
    let (_, written) = found.ok_or_else(|| Problem::missing(call.family, &kind))?;
    call.one(CONFIGURATIONS, written)
}

/// Changes one configuration: who may use the kind, or what is asked of keys.
pub(super) async fn change(Path(kind): Path<String>, call: Call) -> Answer {
    let permit = call.permit::<ManageMethods>(Target::Organisation)?;
    let found = MethodKind::ALL.iter().copied().find(|known| known.word().eq_ignore_ascii_case(&kind));
    let Some(found) = found else {
        let is_known = NOT_OFFERED.iter().any(|(id, _, _)| id.eq_ignore_ascii_case(&kind));
        let why = format!("'{kind}' is not offered here and stays disabled.");
        return Err(if is_known { Problem::bad(why) } else { Problem::missing(call.family, &kind) });
    };
    let (before, keys) = kept(&call, found).await?;
    let Wanted { configuration: wanted, rules: asked } =
        graph::methods::changed(&before.configuration, &keys.rules, &call.members()?)?;
    // Two verbs, each in a transaction of its own: nothing is half done.
    match (wanted != before.configuration, asked != keys.rules) {
        (true, true) => {
            let why = "'state' and targets are changed in a request of their own, and what is asked of keys in another.";
            Err(Problem::bad(why))
        }
        (true, false) => {
            // What the body does not name is as it was read: another change since then would be lost.
            let wish = Wish { seen: Some(before.revision), ..Wish::default() };
            let set = call.house().set_method_use(call.tenant(), permit, wanted, wish).await;
            let trial = call.or_fault(set, &kind)??;
            Call::saved(Call::done(), trial)
        }
        (false, true) => {
            let wanted = wanted_rules(asked, keys.revision);
            let set = call.house().set_passkey_rules(call.tenant(), permit, wanted).await;
            call.or_fault(set, &kind)??;
            Call::done()
        }
        (false, false) => Call::done(),
    }
}

/// Every configuration by its id, as Graph writes it.
async fn all(call: &Call) -> Result<Vec<(String, Value)>, Problem> {
    let permit = call.permit::<ReadMethods>(Target::Organisation)?;
    let uses = call.or_fault(call.house().method_uses(call.tenant(), &permit).await, "")?;
    let rules = call.or_fault(call.house().passkey_rules(call.tenant(), &permit).await, "")?.rules;
    let offered = uses.iter().map(|one| {
        let id = one.configuration.id;
        (id.word().to_owned(), graph::methods::configuration(&one.configuration, &rules))
    });
    let others =
        NOT_OFFERED.iter().filter(|(_, _, since)| call.version == Version::Beta || *since == Version::V1);
    let others = others.map(|(id, kind, _)| ((*id).to_owned(), graph::methods::disabled(id, kind)));
    Ok(offered.chain(others).collect())
}

async fn kept(call: &Call, kind: MethodKind) -> Result<(MethodUse, KeysOverview), Problem> {
    let permit = call.permit::<ReadMethods>(Target::Organisation)?;
    let uses = call.or_fault(call.house().method_uses(call.tenant(), &permit).await, "")?;
    let keys = call.or_fault(call.house().passkey_rules(call.tenant(), &permit).await, "")?;
    let found = uses.into_iter().find(|one| one.configuration.id == kind);
    Ok((found.ok_or_else(|| Problem::missing(call.family, kind.word()))?, keys))
}

/// The rules as they are to be. Certificates are not Graph's to change, and makes keep the names that they have.
fn wanted_rules(rules: PasskeyRules, seen: Id<PolicySet>) -> WantedRules {
    let named = |make: &Id<model::Make>| (*make, rules.make_names.get(make).cloned().unwrap_or_default());
    WantedRules {
        self_service: rules.is_self_service_registration_allowed,
        attested: rules.is_attestation_enforced,
        restricted: rules.key_restrictions.is_enforced,
        enforcement: rules.key_restrictions.enforcement_type,
        makes: rules.key_restrictions.aa_guids.iter().map(named).collect(),
        add_roots: String::new(),
        remove_roots: vec![],
        knowing: Knowing::No,
        seen: Some(seen),
    }
}

impl From<ConfigurationError> for Problem {
    fn from(error: ConfigurationError) -> Self {
        Self::bad(error.to_string())
    }
}

impl From<RulesProblem> for Problem {
    fn from(problem: RulesProblem) -> Self {
        let why = match problem {
            RulesProblem::ChangedMeanwhile => return PolicyProblem::ChangedMeanwhile.into(),
            RulesProblem::NoRoots => {
                "No certificate vouches for makes: an administrator adds them first.".to_owned()
            }
            RulesProblem::NoMakes => "'aaGuids' is empty: no key would be taken.".to_owned(),
            RulesProblem::TooManyMakes => format!("'aaGuids' holds more than {}.", PasskeyRules::MOST_MAKES),
            RulesProblem::LocksYouOut => "You would lose your own only second factor.".to_owned(),
            RulesProblem::LocksAdministratorsOut => {
                "No Global Administrator would come in any more.".to_owned()
            }
            // Not by name: whoever writes methods reads no people by it.
            RulesProblem::LocksOut(people, _) => format!(
                "{people} people would lose their only second factor: an administrator does this on the page."
            ),
            RulesProblem::NoCertificates | RulesProblem::RootEnded | RulesProblem::TooManyRoots => {
                "The certificates cannot be used.".to_owned()
            }
        };
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", why)
    }
}
