//! Commands and the running server: `sluis user add` and the others are done by the server where one runs, through a
//! socket in the data folder, and by the command itself where none does (D19). Either way it is the same verb of
//! `service` with the same audit record, which names the system user who ran the command.
//!
//! Begin with `call.rs` (a command's side), then `listen.rs` (the server's), then `perform.rs` (what both do). One
//! more command is a variant of [`Verb`], one of [`Answer`], an arm in `perform.rs`, and its line in `commands/`.

mod answer;
mod apps;
mod backups;
mod call;
mod groups;
mod judging;
mod listen;
mod organisations;
mod people;
mod per_user_mfa;
mod perform;
mod policies;
mod revisions;
mod syncs;
mod who;
mod wire;

pub use answer::{
    Answer, AuditFound, AuditWrong, ConditionTold, CountTold, DeletedPerson, DemandTold, FindingTold, Found,
    GroupFound, GroupLine, GroupMember, ImportedRow, LinkMade, MfaLine, NamedTold, OrganisationLine,
    Passkeys, Person, PersonDetails, PolicyLine, PolicyTold, ReplayTold, SyncedRow, TakenAgain, TestTold,
    WhatIfTold,
};
pub(crate) use answer::{moment, state_word};
pub(crate) use call::is_served;
pub use call::run;
pub use judging::{Otherwise, SignInAsked};
pub(crate) use judging::{device, risks};
pub use listen::{Socket, answer_commands};
pub use perform::Desk;
pub(crate) use who::myself;
pub use wire::{Kind, Refusal, SyncAsked, Verb};
