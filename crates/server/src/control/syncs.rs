//! What commands do with directory sync.

use model::{Id, Tenant};
use service::Fault;
use service::directory_sync::{SyncEnd, SyncHow, SyncLine, SyncOutcome, SyncRun};

use super::answer::SyncedRow;
use super::perform::{Errand, refusal};
use super::wire::SyncAsked;
use super::{Answer, Kind, Refusal};

impl Errand<'_> {
    /// Makes a pass over the directory server, and waits for it.
    pub(super) async fn sync_ldap(&self, tenant: Id<Tenant>, asked: SyncAsked) -> Result<Answer, Refusal> {
        let how =
            SyncHow { is_trial: asked.dry_run, is_whole: asked.full, allows_removals: asked.allow_deletions };
        match self.house.sync_directory(tenant, &self.permit()?, how).await {
            Ok(run) => told(run),
            Err(Fault::NotFound) => Err(Refusal::new(
                Kind::NotFound,
                "there is no directory server yet; name one in the admin centre, at Settings > Directory sync",
            )),
            Err(fault) => Err(refusal(fault)),
        }
    }
}

fn told(run: SyncRun) -> Result<Answer, Refusal> {
    if let SyncEnd::Failed { word, detail } = &run.end {
        if word == "settings" {
            let why = "the settings were changed meanwhile; what was done until then stays";
            return Err(Refusal::new(Kind::State, why));
        }
        let why = format!(
            "the directory server could not be read ({word}): {detail}; what was done until then stays"
        );
        return Err(Refusal::new(Kind::Failed, why));
    }
    let counts = run.counts;
    Ok(Answer::Synced {
        dry_run: run.is_trial,
        full: run.is_whole,
        added: counts.added,
        changed: counts.changed,
        same: counts.same,
        blocked: counts.blocked,
        back: counts.back,
        deleted: counts.deleted,
        refused: counts.refused,
        held_back: counts.held_back,
        rows: run.lines.iter().map(row).collect(),
    })
}

fn row(line: &SyncLine) -> SyncedRow {
    let outcome = match line.outcome {
        SyncOutcome::Refused(why) => {
            serde_json::to_value(why).ok().and_then(|why| Some(format!("refused: {}", why.as_str()?)))
        }
        done => serde_json::to_value(done).ok().and_then(|done| Some(done.as_str()?.to_owned())),
    };
    SyncedRow {
        kind: if line.is_group { "group" } else { "user" }.to_owned(),
        name: line.name.clone(),
        outcome: outcome.unwrap_or_default(),
        came: line.came,
        went: line.went,
        left_out: line.left_out.clone(),
    }
}
