use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use model::{Id, Timestamp};
use policy::{Places, PolicySet, SecurityDefaults, State, explain};

use super::facts::SignIn;
use super::judging::{self, Draft};
use super::kept::Of;
use super::{Read, read};
use crate::cli::Settings;
use crate::commands::told;
use crate::control::{Answer, Kind, Refusal, WhatIfTold};

/// A sign-in that might be, and the policies.
#[derive(Debug, Args)]
pub struct WhatIf {
    /// Files of policies; without one, the organisation's policies are asked
    files: Vec<PathBuf>,
    #[command(flatten)]
    of: Of,
    #[command(flatten)]
    draft: Draft,
    #[command(flatten)]
    sign_in: SignIn,
}

pub(super) fn run(asked: &WhatIf, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    if asked.files.is_empty() {
        return judging::what_if(&asked.of, &asked.sign_in, &asked.draft, settings);
    }
    let set = asked.files.iter().map(|file| read(file)).collect::<Result<Vec<_>, _>>();
    let facts = asked.sign_in.facts();
    match set.and_then(|read| set_of(&read, Places::default())).and_then(|set| Ok((set, facts?))) {
        Ok((set, facts)) => {
            let trace = explain(&set, &facts);
            let states: Vec<State> = set.policies().iter().map(|policy| policy.state).collect();
            let end = trace.decision.end(&facts);
            let told = WhatIfTold::of((&trace.policies, &states), (&trace.decision, end), &facts);
            told::answered(settings, &Answer::WhatIf { told: Box::new(told) })
        }
        Err(refusal) => told::refused(settings, &refusal),
    }
}

/// The policies of the files and no other: what is built in has no place in a question about files.
pub(super) fn set_of(read: &[Read<'_>], places: Places) -> Result<PolicySet, Refusal> {
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
    Ok(PolicySet::new(Id::fixed(0), off).with_places(places).only(policies))
}
