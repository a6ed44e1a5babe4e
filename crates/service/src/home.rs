//! What Home shows: true numbers, from which the page makes its sentence and its tasks.

use model::{Id, Role, Span, Tenant, Timestamp, User, UserState};
use policy::State;
use sql::Tx;
use store::{Counted, Outcome, Tables};

use crate::Fault;
use crate::app_secrets::{self, EndingSecret};
use crate::audit::Verb;
use crate::authority::{OpenAdminCentre, Permit};
use crate::emergency;
use crate::house::House;
use crate::limits::{LONGEST_LOCK, locked_since};
use crate::policy_sets;
use crate::reminders::Reminders;

/// The facts of an organisation at a moment.
#[derive(Debug, Clone)]
pub struct Home {
    /// How many people may sign in.
    pub people: i64,
    /// How many of them have a second factor.
    pub registered: i64,
    /// The names of some who have none.
    pub missing: Vec<(Id<User>, String)>,
    /// Whom of them to remind, and who was.
    pub reminders: Reminders,
    /// Who registered a second factor in the last day.
    pub registered_today: Vec<(Id<User>, String)>,
    /// The first steps that were done, now or once.
    pub steps: Vec<FirstStep>,
    /// How many Global Administrators can sign in, but for emergency accounts: nobody works with those.
    pub administrators: usize,
    /// Whether security defaults or a policy of the organisation's own is on.
    pub has_rules: bool,
    /// Whether mail leaves by a relay.
    pub mail_leaves: bool,
    /// How many messages could not leave.
    pub mail_failing: i64,
    /// How many invitations ended unused (at most a hundred are counted).
    pub invitations_ended: i64,
    /// How many applications there are (at most a hundred are counted).
    pub applications: usize,
    /// The emergency accounts and when they were used.
    pub emergency: emergency::Overview,
    /// Who is locked out now.
    pub locked: Vec<Locked>,
    /// Who has a passkey or security key that may have been copied.
    pub copied: Vec<(Id<User>, String)>,
    /// Secrets of applications that end soon and are relied on.
    pub secrets: Vec<EndingSecret>,
    /// How much of the installation wants somebody, as it was found last; 0 for organisations that are its guests.
    pub health: usize,
    /// How many exclusions of policies have ended and could not be taken out.
    pub exclusions_stuck: i64,
    /// Interactive sign-ins by day since the epoch (UTC) and outcome, of thirty days.
    pub days: Vec<(i64, Outcome, i64)>,
}

/// A step of a new organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstStep {
    /// A second administrator who has been here: one who was only invited lets nobody in.
    Administrator,
    /// Mail leaves.
    Mail,
    /// Somebody who is no administrator.
    People,
    /// An application.
    Application,
}

impl FirstStep {
    /// All, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Administrator, Self::Mail, Self::People, Self::Application];

    /// The word in the database.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Mail => "mail",
            Self::People => "people",
            Self::Application => "application",
        }
    }
}

/// Somebody who is locked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// Who.
    pub id: Id<User>,
    /// Their name.
    pub display: String,
    /// Since when.
    pub since: Timestamp,
    /// After how many wrong attempts in a row.
    pub attempts: i64,
}

/// True when something asks more than a password: the switch, or a policy.
fn has_rules(tx: &mut Tx<'_>) -> Result<bool, Fault> {
    if policy_sets::defaults_enabled(tx)? {
        return Ok(true);
    }
    Ok(policy_sets::load_head(tx)?.written().any(|policy| policy.state == State::On))
}

/// How many names a list on Home holds.
const NAMES: usize = 5;

impl House {
    /// Reads what Home shows.
    pub async fn home(&self, tenant: Id<Tenant>, _permit: &Permit<OpenAdminCentre>) -> Result<Home, Fault> {
        let now = self.now();
        let house = self.clone();
        let mail_leaves = self.outside.mail_route.leaves();
        let health = self.last_health().filter(|_| self.keeps_the_house(tenant));
        let health = health.map_or(0, |report| report.wanting_beside_mail());
        let (home, noted) = self
            .db
            .read(tenant, move |tx| {
                let (people, registered) = tx.users().count()?;
                let (mut administrators, mut holders) = (0, 0);
                let emergency = emergency::overview(tx, now)?;
                for holder in tx.users().holders(Role::GlobalAdministrator, 100)? {
                    let state = tx.users().by_id(holder)?.map(|user| user.state);
                    let is_daily = emergency.accounts.iter().all(|account| account.user != holder);
                    administrators += usize::from(is_daily && state == Some(UserState::Active));
                    holders += i64::from(state.is_some_and(UserState::may_sign_in));
                }
                let mut registered_today = vec![];
                for id in tx.audit().targets_since(Verb::RegisterMethod.word(), now - Span::days(1), 20)? {
                    if let Some(user) = tx.users().by_id(id)?
                        && registered_today.len() < NAMES
                        && !registered_today.iter().any(|(known, _)| *known == id)
                    {
                        registered_today.push((id, user.display));
                    }
                }
                let own = |apps: Vec<store::App>| apps.iter().filter(|app| !app.built_in).count();
                let applications = own(tx.apps().list(None, 103)?);
                let is_done = |step: &FirstStep| match step {
                    FirstStep::Administrator => administrators > 1,
                    FirstStep::Mail => mail_leaves,
                    FirstStep::People => people > holders,
                    FirstStep::Application => applications > 0,
                };
                let noted = tx.first_steps().done()?;
                let was_done = |step: &FirstStep| noted.iter().any(|word| word == step.word());
                let steps = FirstStep::ALL.into_iter().filter(|step| is_done(step) || was_done(step));
                let home = Home {
                    people,
                    registered,
                    missing: tx.users().without_second_factor(NAMES as i64)?,
                    reminders: if people > registered { house.reminders(tx)? } else { Reminders::default() },
                    registered_today,
                    steps: steps.collect(),
                    administrators,
                    has_rules: has_rules(tx)?,
                    mail_leaves,
                    invitations_ended: tx.users().invitations_ended(now, 100)?,
                    mail_failing: tx.outbox().failing(100)?,
                    applications,
                    emergency,
                    locked: house.locked_people(tx, now)?,
                    copied: with_copied_keys(tx, now)?,
                    secrets: app_secrets::ending(tx, now, NAMES as i64)?,
                    health,
                    exclusions_stuck: tx.exclusions().count_refused(now)?,
                    days: tx.records().by_day(now - Span::days(30))?,
                };
                Ok::<_, Fault>((home, noted))
            })
            .await?;
        self.note_first_steps(tenant, &home.steps, &noted).await?;
        Ok(home)
    }

    /// A step that was seen done stays done, whatever is removed later.
    async fn note_first_steps(
        &self,
        tenant: Id<Tenant>,
        steps: &[FirstStep],
        noted: &[String],
    ) -> Result<(), Fault> {
        let words = steps.iter().map(|step| step.word());
        let new: Vec<&str> = words.filter(|word| !noted.iter().any(|known| known == word)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let note = move |tx: &mut Tx<'_>| {
            for word in &new {
                tx.first_steps().note(word)?;
            }
            Ok(())
        };
        self.db.write(tenant, note).await
    }

    /// Who is locked out, by somebody's own failures only: counters of names that are nobody's count for nothing, so
    /// that no stranger writes on Home.
    fn locked_people(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Locked>, Fault> {
        let mut locked = vec![];
        for id in tx.records().people_who_failed(now - LONGEST_LOCK, 50)? {
            let Some(user) = tx.users().by_id(id)? else { continue };
            let mut worst: Option<Counted> = None;
            for (.., counter) in self.counters_of(tx.tenant(), &user) {
                worst = worst.into_iter().chain(counter.locked(tx, now)?).max_by_key(|counted| counted.until);
            }
            if let Some(counted) = worst {
                let since = locked_since(counted);
                locked.push(Locked { id, display: user.display, since, attempts: counted.failures });
            }
        }
        locked.truncate(NAMES);
        Ok(locked)
    }
}

/// Who has a key that may have been copied and is still there, the first few.
fn with_copied_keys(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<(Id<User>, String)>, Fault> {
    let mut people: Vec<(Id<User>, String)> = vec![];
    for id in tx.passkeys().copied(4 * NAMES as i64)? {
        let is_told = people.iter().any(|(known, _)| *known == id);
        if !is_told
            && people.len() < NAMES
            && let Some(user) = tx.users().by_id(id)?.filter(|user| user.may_sign_in(now))
        {
            people.push((id, user.display));
        }
    }
    Ok(people)
}
