use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use model::{Id, Timestamp};
use policy::{
    ConditionTrace, Decision, End, Facts, Need, PolicySet, SecurityDefaults, Source, Strength, Trace,
    Verdict, explain,
};
use serde_json::{Value, json};

use super::facts::SignIn;
use super::{Files, Read};
use crate::cli::Settings;
use crate::commands::told;
use crate::control::{Kind, Refusal};

/// A sign-in that might be, and the policies.
#[derive(Debug, Args)]
pub struct WhatIf {
    #[command(flatten)]
    pub(super) files: Files,
    #[command(flatten)]
    sign_in: SignIn,
}

pub(super) fn run(
    asked: &WhatIf,
    read: &[Read<'_>],
    settings: &Settings,
) -> Result<ExitCode, Box<dyn Error>> {
    let set = match set(read) {
        Ok(set) => set,
        Err(refusal) => return told::refused(settings, &refusal),
    };
    let facts = asked.sign_in.facts();
    let trace = explain(&set, &facts);
    let mut out = io::stdout().lock();
    if settings.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&written(&set, &trace, &facts))?)?;
    } else {
        print(&mut out, &set, &trace, &facts)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The policies of the files and no other: what is built in has no place in a question about files.
fn set(read: &[Read<'_>]) -> Result<PolicySet, Refusal> {
    let off =
        SecurityDefaults { enabled: false, ..SecurityDefaults::new_organisation(Timestamp::from_secs(0)) };
    let mut policies = vec![];
    for read in read {
        for document in &read.documents {
            let policy = document.usable().map_err(|error| {
                let place = format!("`{}`: `{}`", read.file.display(), document.policy.name);
                Refusal::new(Kind::Refused, format!("{place}: {error}"))
            })?;
            policies.push(policy.clone());
        }
    }
    Ok(PolicySet::new(Id::fixed(0), off).only(policies))
}

fn print(out: &mut impl Write, set: &PolicySet, trace: &Trace, facts: &Facts) -> io::Result<()> {
    for (policy, told) in set.policies().iter().zip(&trace.policies) {
        writeln!(out, "{} ({}): {}", told.name, super::check::state(policy.state), told.result.word())?;
        for ConditionTrace { condition, seen, wanted, verdict } in &told.conditions {
            writeln!(out, "  {condition}: {}. Seen: {seen}. Wanted: {wanted}.", word(*verdict))?;
        }
    }
    writeln!(out, "\nDemands")?;
    for demand in &trace.decision.demands {
        let state = if demand.is_met(&facts.proofs, facts.registered) { "met" } else { "open" };
        writeln!(out, "  {}: {state} ({})", need(&demand.need), sources(set, &demand.sources))?;
    }
    writeln!(out, "\nResult: {}", result(&trace.decision, facts).1)
}

fn written(set: &PolicySet, trace: &Trace, facts: &Facts) -> Value {
    let conditions = |conditions: &[ConditionTrace]| -> Value {
        conditions
            .iter()
            .map(|one| {
                json!({
                    "condition": one.condition, "seen": one.seen, "wanted": one.wanted, "verdict": word(one.verdict),
                })
            })
            .collect()
    };
    let policies = set.policies().iter().zip(&trace.policies).map(|(policy, told)| {
        json!({
            "displayName": told.name,
            "state": super::check::state(policy.state),
            "result": told.result.word(),
            "conditions": conditions(&told.conditions),
        })
    });
    let demands = trace.decision.demands.iter().map(|demand| {
        json!({
            "need": need(&demand.need),
            "isMet": demand.is_met(&facts.proofs, facts.registered),
            "sources": sources(set, &demand.sources),
        })
    });
    let (word, error) = match result(&trace.decision, facts) {
        (End::In, _) => ("in", None),
        (End::Asked | End::Stuck, _) => ("asked", None),
        (End::Stopped(error), _) => ("stopped", Some(error)),
    };
    json!({
        "policies": policies.collect::<Vec<_>>(),
        "demands": demands.collect::<Vec<_>>(),
        "result": word,
        "error": error,
    })
}

fn result(decision: &Decision, facts: &Facts) -> (End, String) {
    let end = decision.end(facts);
    let open = || -> Vec<String> {
        decision.open(&facts.proofs, facts.registered).map(|demand| need(&demand.need)).collect()
    };
    let words = match end {
        End::Stopped(error) => format!("stopped ({error})"),
        End::In => "let in".to_owned(),
        End::Asked | End::Stuck => format!("asked for {}", open().join("; ")),
    };
    (end, words)
}

fn need(need: &Need) -> String {
    match need {
        Need::Block(error) => format!("block ({error})"),
        Need::Registration => "a registered second factor".to_owned(),
        Need::Control(outstanding) => outstanding.word(),
        Need::Combination(strength) if *strength == Strength::single() => "a first factor".to_owned(),
        Need::Combination(strength) if *strength == Strength::mfa() => {
            "multi-factor authentication".to_owned()
        }
        Need::Combination(strength) => {
            let ways: Vec<String> =
                strength.combinations().iter().map(|methods| format!("{methods:?}")).collect();
            format!("one of {}", ways.join(", "))
        }
    }
}

fn sources(set: &PolicySet, sources: &[Source]) -> String {
    let name = |source: &Source| match source {
        Source::Policy { id, .. } => {
            set.policy(*id).map_or_else(|| id.to_string(), |policy| policy.name.clone())
        }
        Source::FirstFactor => "always".to_owned(),
        Source::Request | Source::Application => "the application".to_owned(),
    };
    sources.iter().map(name).collect::<Vec<_>>().join(", ")
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Fails => "fails",
        Verdict::Unknown => "unknown",
    }
}
