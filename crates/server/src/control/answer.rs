use std::fmt::{self, Write};

use model::{Locale, Timestamp, UserState};
use serde::{Deserialize, Serialize};
use service::audit::Seals;
use service::health::{Finding, Report, State};
use web::screens::admin::HealthLine;

mod audit;
mod backup;
mod emergency;
mod groups;
mod judged;
mod people;
mod policy_tests;
mod revisions;
mod synced;

pub use audit::{AuditFound, AuditWrong};
pub use backup::TakenAgain;
pub use emergency::{EmergencyTold, KitMade};
pub use groups::{GroupFound, GroupLine, GroupMember};
pub(crate) use judged::state_word;
pub use judged::{
    ConditionTold, CountTold, DemandTold, FindingTold, NamedTold, PolicyTold, ReplayTold, WhatIfTold,
};
pub use people::{DeletedPerson, ImportedRow, MfaLine, Person, PersonDetails};
pub use policy_tests::TestTold;
pub use revisions::RevisionTold;
pub use synced::SyncedRow;

/// What a command answers with: `Display` is for people, its JSON for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Answer {
    /// It was done, and that is all there is to say.
    Done {
        /// What was done.
        what: String,
    },
    /// Somebody was added or invited.
    Invited {
        /// Who.
        name: String,
        /// The way in.
        link: LinkMade,
        /// Where the invitation was mailed to, if it was.
        mailed: Option<String>,
        /// The folder that the mail stays in, where none leaves.
        #[serde(default)]
        kept_in: Option<String>,
    },
    /// People.
    Users {
        /// One each.
        users: Vec<Person>,
    },
    /// Who was deleted and can be restored.
    Deleted {
        /// One each, the last to go first.
        people: Vec<DeletedPerson>,
    },
    /// People were imported.
    Imported {
        /// Whether nothing was done.
        dry_run: bool,
        /// How many were added.
        added: usize,
        /// How many were changed.
        changed: usize,
        /// How many were left as they were.
        same: usize,
        /// How many were refused.
        refused: usize,
        /// Columns of the file that are not kept.
        not_kept: Vec<String>,
        /// Rows that were refused, and those with a link.
        rows: Vec<ImportedRow>,
    },
    /// People and groups were brought up to date with a directory server.
    Synced {
        /// Whether nothing was done.
        dry_run: bool,
        /// Whether everything was looked at.
        full: bool,
        /// How many are new.
        added: usize,
        /// In how many something was different.
        changed: usize,
        /// In how many nothing was.
        same: usize,
        /// How many were blocked.
        blocked: usize,
        /// How many came back.
        back: usize,
        /// How many were deleted.
        deleted: usize,
        /// How many were refused.
        refused: usize,
        /// How many were not taken out, because they are too many at once.
        held_back: usize,
        /// Those in whom something was different; the first thousand.
        rows: Vec<SyncedRow>,
    },
    /// Who has the old per-user switch on, or everybody with its state.
    PerUserMfa {
        /// One each.
        people: Vec<MfaLine>,
    },
    /// The switch was set for many people.
    PerUserMfaSet {
        /// For how many.
        changed: usize,
        /// How many had that state already.
        same: usize,
        /// Lines that were refused.
        refused: Vec<ImportedRow>,
    },
    /// Emergency accounts.
    Emergency {
        /// One each.
        accounts: Vec<EmergencyTold>,
    },
    /// The kit of an emergency account.
    EmergencyKit {
        /// What is on it.
        kit: Box<KitMade>,
    },
    /// What is known of people, as a file.
    Exported {
        /// The file.
        csv: String,
    },
    /// A person.
    User {
        /// Everything that is shown.
        user: Box<PersonDetails>,
    },
    /// Groups.
    Groups {
        /// One each.
        groups: Vec<GroupLine>,
    },
    /// A group.
    Group {
        /// Everything that is shown.
        group: Box<GroupFound>,
    },
    /// Who and what is in a group.
    GroupMembers {
        /// One each.
        members: Vec<GroupMember>,
    },
    /// People were added to a group.
    GroupImported {
        /// How many were added.
        added: usize,
        /// How many were there already.
        there: usize,
        /// Lines that are nobody, by their number.
        unknown: Vec<(usize, String)>,
    },
    /// How the installation is.
    Health {
        /// The worst of what was found: `well`, `attention` or `unwell`.
        state: String,
        /// What was found.
        findings: Vec<Found>,
    },
    /// Whether the audit log is what was sealed.
    AuditVerified {
        /// What was found.
        log: Box<AuditFound>,
    },
    /// The seals of the audit log.
    AuditSeals {
        /// As the file that is kept elsewhere.
        #[serde(flatten)]
        seals: Seals,
    },
    /// Conditional access policies.
    Policies {
        /// One each.
        policies: Vec<PolicyLine>,
        /// Until when they are on trial, if they are.
        trial: Option<String>,
        /// Whether security defaults are on, where that was asked.
        defaults_on: Option<bool>,
    },
    /// What was found about policies that are in files, in their order.
    PolicyFindings {
        /// One list each.
        findings: Vec<Vec<FindingTold>>,
    },
    /// Conditional access policies as documents.
    PolicyDocuments {
        /// One each, in Graph's JSON.
        value: Vec<serde_json::Value>,
    },
    /// Revisions of the policies, newest first.
    Revisions {
        /// One each.
        revisions: Vec<RevisionTold>,
    },
    /// What policies say of a sign-in that might be.
    WhatIf {
        /// Everything that they say.
        #[serde(flatten)]
        told: Box<WhatIfTold>,
    },
    /// What policies would have said of the sign-ins that were.
    Replayed {
        /// Everything that was found.
        #[serde(flatten)]
        told: Box<ReplayTold>,
    },
    /// Whether the policy tests hold.
    PolicyTests {
        /// One each.
        tests: Vec<TestTold>,
    },
    /// An organisation was made.
    OrganisationMade {
        /// The organisation.
        organisation: OrganisationLine,
        /// The name that its administrator signs in with.
        administrator: String,
        /// The administrator's way in.
        link: LinkMade,
    },
    /// What another address would break.
    AddressPlan {
        /// The address that it has.
        from: String,
        /// The address that it would have.
        to: String,
        /// The issuer that applications must then be told.
        issuer: String,
        /// Whose passkeys and security keys would no longer work.
        passkeys: Vec<Passkeys>,
        /// The applications that must be told.
        applications: Vec<String>,
    },
    /// Everything was copied to a file in the data folder.
    BackupCopy {
        /// Where it is.
        path: String,
        /// When it was taken.
        taken_micros: i64,
        /// The domains of the organisations in it.
        organisations: Vec<String>,
    },
    /// A backup was taken.
    BackedUp {
        /// The file.
        file: String,
        /// When it was taken.
        taken: String,
        /// How long the database in it is.
        bytes: u64,
        /// The SHA-256 of it.
        sha256: String,
        /// Whether the key file is in it.
        with_keys: bool,
        /// The domains of the organisations in it.
        organisations: Vec<String>,
    },
    /// A backup was restored.
    Restored {
        /// When it was taken.
        taken: String,
        /// The domains of the organisations in it.
        organisations: Vec<String>,
        /// Where what was there before is now: a file, or a schema of PostgreSQL.
        aside: Option<String>,
        /// What was taken away since and is taken away again; nothing where nobody knows.
        again: Option<TakenAgain>,
    },
    /// Organisations.
    Organisations {
        /// One each.
        organisations: Vec<OrganisationLine>,
    },
}

/// A conditional access policy in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyLine {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Graph's word for its state.
    pub state: String,
    /// When it was last changed.
    pub changed: String,
    /// The members that decide and are not understood.
    pub not_understood: Vec<String>,
}

/// A one-time link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkMade {
    /// The address to open.
    pub address: String,
    /// When it ends.
    pub until: String,
}

/// An organisation in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrganisationLine {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its domain.
    pub domain: String,
    /// Its address.
    pub public_address: String,
    /// Whether nobody of it gets in.
    pub blocked: bool,
}

/// One thing that `sluis doctor` found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// What was looked at, a word that stays: `address`, `clock`, `mail` and so on.
    pub check: String,
    /// `well`, `attention` or `unwell`.
    pub state: String,
    /// What was found.
    pub found: String,
    /// What to do.
    pub fix: Option<String>,
}

/// Passkeys and security keys of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Passkeys {
    /// The name to sign in with.
    pub name: String,
    /// How many there are.
    pub count: i64,
    /// Whether the person has another second step.
    pub other_second_step: bool,
}

/// A moment for programs: RFC 3339, in UTC, to the second.
pub(crate) fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_second(at.as_secs()).map_or_else(|_| String::new(), |at| at.to_string())
}

/// The same for people: in the time zone of the machine on which they ask, with its distance from UTC.
fn local(moment: &str) -> String {
    in_zone(moment, jiff::tz::TimeZone::system())
}

fn in_zone(moment: &str, zone: jiff::tz::TimeZone) -> String {
    let at: Result<jiff::Timestamp, _> = moment.parse();
    at.map_or_else(
        |_| moment.to_owned(),
        |at| at.to_zoned(zone).strftime("%Y-%m-%d %H:%M:%S %:z").to_string(),
    )
}

/// The word of a state.
pub(super) const fn state(state: UserState) -> &'static str {
    match state {
        UserState::Invited { .. } => "invited",
        UserState::Active => "active",
        UserState::Blocked { .. } => "blocked",
        UserState::Deleted { .. } => "deleted",
    }
}

impl Answer {
    /// A report in the words of the page Health.
    pub(super) fn health(report: &Report, zone: &text::TimeZone) -> Self {
        let found = |finding: &Finding| {
            let line = HealthLine::of(finding, Locale::En, zone);
            Found {
                check: finding.word().to_owned(),
                state: line.state.word().to_owned(),
                // Bold is for pages.
                found: line.found.replace("**", ""),
                fix: line.fix.map(|fix| fix.replace("**", "")),
            }
        };
        Self::Health {
            state: report.worst().word().to_owned(),
            findings: report.findings.iter().map(found).collect(),
        }
    }

    /// True for a report of something that must be mended, was refused in part, or was tampered with.
    pub fn is_unwell(&self) -> bool {
        match self {
            Self::Health { state, .. } => state == State::Unwell.word(),
            Self::AuditVerified { log } => log.wrong_count > 0,
            Self::Imported { refused, .. } => *refused > 0,
            Self::Synced { refused, held_back, .. } => refused + held_back > 0,
            Self::PerUserMfaSet { refused, .. } => !refused.is_empty(),
            Self::PolicyTests { tests } => tests.iter().any(|test| !test.holds),
            _ => false,
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done { what } => writeln!(f, "{what}"),
            Self::Invited { name, link, mailed, kept_in } => {
                writeln!(f, "{name} comes in with this link, once, until {}:\n", local(&link.until))?;
                writeln!(f, "  {}", link.address)?;
                match (mailed, kept_in) {
                    (Some(mail), None) => writeln!(f, "\nIt is on its way to {mail} too."),
                    (Some(mail), Some(folder)) => {
                        writeln!(f, "\nNo mail server is set: the mail to {mail} stays in {folder}.")
                    }
                    (None, _) => Ok(()),
                }
            }
            Self::Users { users } => f.write_str(&table(
                &["NAME", "STATE", "ADMINISTRATOR", "SECOND STEP", "LAST SIGN-IN", "DISPLAY NAME"],
                users.iter().map(Person::row),
            )),
            Self::PerUserMfa { people } => people::per_user_mfa(people, f),
            Self::PerUserMfaSet { changed, same, refused } => {
                people::per_user_mfa_set(f, (*changed, *same), refused)
            }
            Self::Emergency { accounts } => emergency::list(accounts, f),
            Self::EmergencyKit { kit } => kit.fmt(f),
            Self::Deleted { people } => f.write_str(&table(
                &["NAME", "DELETED", "REMOVED FOR GOOD", "DISPLAY NAME"],
                people.iter().map(DeletedPerson::row),
            )),
            Self::Policies { policies, trial, defaults_on } => {
                let row = |policy: &PolicyLine| {
                    let strange = policy.not_understood.join(", ");
                    let changed = local(&policy.changed);
                    [&policy.state, &changed, &policy.id, &strange, &policy.name].map(Clone::clone).to_vec()
                };
                let head = ["STATE", "CHANGED", "ID", "NOT UNDERSTOOD", "NAME"];
                f.write_str(&table(&head, policies.iter().map(row)))?;
                if let Some(until) = trial {
                    writeln!(
                        f,
                        "\nOn trial until {}: what was before comes back then, unless it is confirmed.",
                        local(until)
                    )?;
                }
                match defaults_on {
                    Some(true) => writeln!(f, "\nSecurity defaults are on; no policy can be on beside them."),
                    Some(false) | None => Ok(()),
                }
            }
            Self::PolicyDocuments { value } => {
                let document = serde_json::json!({ "value": value });
                writeln!(f, "{}", serde_json::to_string_pretty(&document).unwrap_or_default())
            }
            Self::Revisions { revisions } => revisions::list(revisions, f),
            Self::PolicyFindings { findings } => {
                findings.iter().flatten().try_for_each(|found| writeln!(f, "{} {}", found.code, found.path))
            }
            Self::WhatIf { told } => told.fmt(f),
            Self::Replayed { told } => told.fmt(f),
            Self::PolicyTests { tests } => tests.iter().try_for_each(|test| test.fmt(f)),
            Self::Imported { .. } => people::imported(self, f),
            Self::Synced { .. } => synced::synced(self, f),
            Self::Exported { csv } => f.write_str(csv),
            Self::User { user } => user.fmt(f),
            Self::Groups { groups } => groups::list(groups, f),
            Self::Group { group } => group.fmt(f),
            Self::GroupMembers { members } => groups::members(members, f),
            Self::GroupImported { added, there, unknown } => groups::imported(f, *added, *there, unknown),
            Self::Health { findings, .. } => findings.iter().try_for_each(|found| found.fmt(f)),
            Self::AuditVerified { log } => log.fmt(f),
            Self::AuditSeals { seals } => audit::list(seals, f),
            Self::OrganisationMade { organisation, administrator, link } => {
                writeln!(f, "{} is made ({}).", organisation.domain, organisation.id)?;
                writeln!(
                    f,
                    "{administrator} comes in with this link, once, until {}:\n",
                    local(&link.until)
                )?;
                writeln!(f, "  {}", link.address)
            }
            Self::AddressPlan { from, to, issuer, passkeys, applications } => {
                writeln!(f, "From {from} to {to}. This breaks:\n")?;
                writeln!(f, "  every session, every token and every link that was sent and not used")?;
                for application in applications {
                    writeln!(f, "  application {application}: tell it the issuer {issuer}")?;
                }
                for keys in passkeys {
                    keys.fmt(f)?;
                }
                Ok(())
            }
            Self::BackupCopy { path, .. } => writeln!(f, "{path}"),
            Self::BackedUp { file, taken, bytes, with_keys, .. } => {
                backup::backed_up(f, (file, &local(taken)), *bytes, *with_keys)
            }
            Self::Restored { taken, aside, again, .. } => {
                backup::restored(f, &local(taken), aside.as_deref(), *again)
            }
            Self::Organisations { organisations } => f.write_str(&table(
                &["DOMAIN", "ADDRESS", "STATE", "DISPLAY NAME", "ID"],
                organisations.iter().map(OrganisationLine::row),
            )),
        }
    }
}

impl OrganisationLine {
    fn row(&self) -> Vec<String> {
        let state = if self.blocked { "blocked" } else { "open" };
        [self.domain.as_str(), &self.public_address, state, &self.name, &self.id].map(str::to_owned).to_vec()
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<10} {:<12} {}", self.state, self.check, self.found)?;
        match &self.fix {
            Some(fix) => writeln!(f, "{:<23} {fix}", ""),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Passkeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, count, .. } = self;
        let then = if self.other_second_step {
            "registers again after signing in with another second step"
        } else {
            "has no other second step, and needs help from an administrator to get in"
        };
        let keys = if *count == 1 { "passkey or security key" } else { "passkeys or security keys" };
        writeln!(f, "  {name}: {count} {keys}; {then}")
    }
}

/// A table with columns as wide as what is in them; what people typed cannot begin a line or colour the terminal.
fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let head: Vec<String> = head.iter().map(|title| (*title).to_owned()).collect();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    let widths: Vec<usize> = (0..rows[0].len())
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let _ = write!(line, "{cell:<width$}  ");
        }
        let printable: String = line.trim_end().chars().filter(|c| !c.is_control()).collect();
        let _ = writeln!(out, "{printable}");
    }
    out
}

#[cfg(test)]
mod tests;
