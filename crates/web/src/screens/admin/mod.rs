//! The screens of the admin centre, one file each: a struct that a handler fills, a template of the same name, and
//! `samples()` for tests and for looking at. What a handler cannot know, such as the words for a code, is made
//! here; what it alone knows, such as a time in the person's zone, comes in as text.
//!
//! One more: a file here, a template in `templates/admin`, a line in [`samples`], and a line in
//! [`Entry`] when it belongs in the navigation.

use askama::Template;
use model::Locale;

mod application;
mod application_new;
mod application_permissions;
mod application_secrets;
mod application_settings;
mod application_takes;
mod applications;
mod attribute_words;
mod audit;
mod audit_seals;
mod audit_words;
mod beside;
mod browsers;
mod chart;
mod conditions;
mod confirm;
mod contexts;
mod defaults_replace;
mod deleted;
mod directory_sync;
mod done;
mod emergency;
mod erasure;
mod event;
mod evidence;
mod exclusion;
mod group;
mod group_new;
mod groups;
mod health;
mod home;
mod invitation;
mod locations;
mod log_export;
mod method_use;
mod methods;
mod mfa_settings;
mod not_allowed;
mod organisation;
mod overview;
mod passkeys;
mod people;
mod people_import;
mod per_user_mfa;
mod person;
mod person_edit;
mod person_new;
mod plan;
mod policies;
mod policy;
mod policy_edit;
mod policy_form;
mod policy_import;
mod policy_problem;
mod policy_table;
mod policy_templates;
mod policy_tests;
mod properties;
mod remembered;
mod replay;
mod retention;
mod revisions;
mod roles;
mod search;
mod security_defaults;
mod selected;
mod shell;
mod sign_in;
mod sign_ins;
mod strengths;
mod terms;
mod terms_answers;
mod ways;
mod what_if;
mod words;

pub use application::{Application, Endpoint, NamedPerson, RefusalLine, WhoMaySignIn};
pub use application_new::{AppError, ApplicationForm, ApplicationNew};
pub use application_permissions::{Permissions, permission_from_value};
pub use application_secrets::{SecretError, SecretForm, SecretLine, Secrets};
pub use application_settings::{ApplicationSettings, KeyLine, KeyStateLine};
pub use application_takes::Takes;
pub use applications::{ApplicationLine, Applications};
pub use attribute_words::label as attribute_label;
pub(crate) use audit::sentence as audit_sentence;
pub use audit::{AuditDetail, AuditLine, AuditLog, AuditNarrowed, ChangeLine};
pub use audit_seals::{AuditSeals, SealState, notes as audit_notes, wrong as audit_wrong};
pub use audit_words::{audit_property, audit_value};
pub(crate) use beside::without;
pub use beside::{Beside, HelpPanel};
pub use browsers::BrowsersPage;
pub use chart::{Chart, Day};
pub(crate) use conditions::{client_app, familiarity, policy_name};
pub use confirm::{Confirm, GroupLoses, Left, Question};
pub(crate) use contexts::context_problem;
pub use contexts::{ContextForm, ContextLine, ContextPage, Contexts};
pub use defaults_replace::DefaultsReplace;
pub use deleted::{DeletedLine, DeletedUsers};
pub(crate) use directory_sync::failed as directory_failed;
pub use directory_sync::{
    DirectoryForm, DirectoryNow, DirectoryRunPage, DirectorySyncPage, RunShown, TestShown,
};
pub use done::Done;
pub use emergency::{AlarmLine, EmergencyKit, EmergencyLine, EmergencyPage};
pub use erasure::Erasure;
pub use event::{Event, EventLine};
pub use evidence::{Evidence, EvidenceCell, EvidenceSection};
pub use exclusion::{ExclusionLine, ExclusionPage};
pub use group::{AddError, Adding, Deleted, Group, Importing, MayGroup, Named, Previewed};
pub use group_new::{GroupError, GroupForm, GroupNew};
pub use groups::{DeletedGroupLine, GroupLine, Groups, GroupsDeleted};
pub use health::{Health, HealthLine};
pub use home::{Figures, Home, Missing, Reminder, Task, Tasks, Todo};
pub use invitation::InvitationLink;
pub(crate) use locations::location_problem;
pub use locations::{LocationForm, LocationLine, LocationPage, Locations};
pub use log_export::{LogExport, LogExportPlace};
pub use method_use::{MethodUseError, MethodUsePage};
pub use methods::{KeysState, MethodsPage, UsedBy};
pub use mfa_settings::{MfaSettingsPage, TrustedError};
pub use not_allowed::{Missing as PageMissing, NotAllowed};
pub use organisation::{OrganisationForm, OrganisationPage};
pub use overview::{Attention, CoverageFigures, Figure, Overview, OverviewPeriod};
pub use passkeys::{HeldLine, PasskeysError, PasskeysForm, PasskeysPage, RootLine};
pub use people::{People, PersonLine, SecondStep};
pub use people_import::{
    ImportLine, ImportState, PeopleImport, PeopleImported, file_error as import_file_error,
    why_text as import_why,
};
pub use per_user_mfa::{MfaFile, PerUserLine, PerUserMfaOff, PerUserMfaPage, mfa_refused};
pub use person::{InGroup, MethodLine, Offers, Password, Person, PersonState, SessionLine};
pub use person_edit::{EditError, EditField, EditKind, PersonEdit, Section};
pub use person_new::{PersonError, PersonForm, PersonNew};
pub use plan::PlanPage;
pub use policies::{Policies, PolicyLine, PolicyState, RestorableLine};
pub(crate) use policy::state_word;
pub use policy::{FindingLine, PolicyAct, PolicyPage, PolicyQuestion};
pub use policy_edit::{FoundPicks, Pick, PolicyEdit};
pub use policy_form::PolicyForm;
pub(crate) use policy_form::{
    ACTIONS, CHOICES, CLIENTS, FLOWS, GUESTS, KINDS, LEFT_OUT, LEVELS, LISTS, PLATFORMS,
    flags as graph_flags, is_app, is_context, is_id, is_place, list_name, words as graph_words,
};
pub use policy_import::{MapCandidate, MapLine, PolicyImport, PolicyMap};
pub(crate) use policy_problem::problem_words;
pub use policy_problem::{NotSaved, WayOut};
pub use policy_templates::{PolicyTemplates, TemplateLine, template_name};
pub use policy_tests::{PolicyTests, TestError, TestForm, TestLine};
pub use properties::{MailState, Properties};
pub use remembered::RememberedLine;
pub use replay::{ReplayDone, ReplayError, ReplayLine, ReplayName, ReplayPage, ReplayState, Replayed};
pub use retention::{RetentionField, RetentionPage};
pub use revisions::{DifferencePanel, RevisionLine, RevisionPage, RevisionRestore, Revisions};
pub use roles::{HolderLine, RoleLine, RolePage, Roles};
pub use search::{FoundGroup, FoundLine, FoundPage, Search};
pub use security_defaults::{DefaultsError, Reason, SecurityDefaultsPage};
pub use selected::{Came, Selected, SelectedAct, SelectedLine};
pub(crate) use shell::language;
pub use shell::{Entry, Shell, TrialNotice, Undo};
pub use sign_in::Story;
pub(crate) use sign_ins::sample_lines;
pub use sign_ins::{LogFilter, Period, SignInLine, SignIns};
pub(crate) use strengths::strength_problem;
pub use strengths::{StrengthForm, StrengthLine, StrengthPage, StrengthsPage};
pub(crate) use terms::terms_problem;
pub use terms::{TermsEdit, TermsForm, TermsLine, TermsList};
pub use terms_answers::{TermsAnswerLine, TermsAnswers};
pub(crate) use ways::platform;
pub use what_if::{WhatIf, WhatIfError, WhatIfForm, WhatIfTold};
pub use words::{Outcome, method, reason, role};

/// Every sample of these screens in one language: its name and the page.
pub fn samples(locale: Locale) -> Vec<(&'static str, askama::Result<String>)> {
    let mut pages = vec![];
    rendered(&mut pages, Home::samples(locale));
    rendered(&mut pages, People::samples(locale));
    rendered(&mut pages, PeopleImport::samples(locale));
    rendered(&mut pages, PeopleImported::samples(locale));
    rendered(&mut pages, Selected::samples(locale));
    rendered(&mut pages, PerUserMfaPage::samples(locale));
    rendered(&mut pages, PerUserMfaOff::samples(locale));
    rendered(&mut pages, MfaSettingsPage::samples(locale));
    rendered(&mut pages, PersonNew::samples(locale));
    rendered(&mut pages, InvitationLink::samples(locale));
    rendered(&mut pages, Person::samples(locale));
    rendered(&mut pages, PersonEdit::samples(locale));
    rendered(&mut pages, DeletedUsers::samples(locale));
    rendered(&mut pages, Erasure::samples(locale));
    rendered(&mut pages, Confirm::samples(locale));
    rendered(&mut pages, Roles::samples(locale));
    rendered(&mut pages, RolePage::samples(locale));
    rendered(&mut pages, Groups::samples(locale));
    rendered(&mut pages, GroupsDeleted::samples(locale));
    rendered(&mut pages, GroupNew::samples(locale));
    rendered(&mut pages, Group::samples(locale));
    rendered(&mut pages, Applications::samples(locale));
    rendered(&mut pages, ApplicationNew::samples(locale));
    rendered(&mut pages, Application::samples(locale));
    rendered(&mut pages, ApplicationSettings::samples(locale));
    rendered(&mut pages, Properties::samples(locale));
    rendered(&mut pages, OrganisationPage::samples(locale));
    rendered(&mut pages, SecurityDefaultsPage::samples(locale));
    rendered(&mut pages, DefaultsReplace::samples(locale));
    rendered(&mut pages, BrowsersPage::samples(locale));
    rendered(&mut pages, PlanPage::samples(locale));
    rendered(&mut pages, MethodsPage::samples(locale));
    rendered(&mut pages, MethodUsePage::samples(locale));
    rendered(&mut pages, PasskeysPage::samples(locale));
    rendered(&mut pages, WhatIf::samples(locale));
    rendered(&mut pages, ReplayPage::samples(locale));
    rendered(&mut pages, Replayed::samples(locale));
    rendered(&mut pages, PolicyTests::samples(locale));
    rendered(&mut pages, Overview::samples(locale));
    rendered(&mut pages, Policies::samples(locale));
    rendered(&mut pages, PolicyPage::samples(locale));
    rendered(&mut pages, PolicyQuestion::samples(locale));
    rendered(&mut pages, ExclusionPage::samples(locale));
    rendered(&mut pages, PolicyEdit::samples(locale));
    rendered(&mut pages, PolicyTemplates::samples(locale));
    rendered(&mut pages, Revisions::samples(locale));
    rendered(&mut pages, RevisionPage::samples(locale));
    rendered(&mut pages, RevisionRestore::samples(locale));
    rendered(&mut pages, PolicyImport::samples(locale));
    rendered(&mut pages, PolicyMap::samples(locale));
    rendered(&mut pages, Locations::samples(locale));
    rendered(&mut pages, LocationPage::samples(locale));
    rendered(&mut pages, EmergencyPage::samples(locale));
    rendered(&mut pages, EmergencyKit::samples(locale));
    rendered(&mut pages, TermsList::samples(locale));
    rendered(&mut pages, TermsEdit::samples(locale));
    rendered(&mut pages, TermsAnswers::samples(locale));
    rendered(&mut pages, StrengthsPage::samples(locale));
    rendered(&mut pages, StrengthPage::samples(locale));
    rendered(&mut pages, Contexts::samples(locale));
    rendered(&mut pages, ContextPage::samples(locale));
    rendered(&mut pages, SignIns::samples(locale));
    rendered(&mut pages, Story::samples(locale));
    rendered(&mut pages, AuditLog::samples(locale));
    rendered(&mut pages, AuditDetail::samples(locale));
    rendered(&mut pages, AuditSeals::samples(locale));
    rendered(&mut pages, Evidence::samples(locale));
    rendered(&mut pages, RetentionPage::samples(locale));
    rendered(&mut pages, LogExport::samples(locale));
    rendered(&mut pages, Health::samples(locale));
    rendered(&mut pages, DirectorySyncPage::samples(locale));
    rendered(&mut pages, DirectoryRunPage::samples(locale));
    rendered(&mut pages, Search::samples(locale));
    rendered(&mut pages, NotAllowed::samples(locale));
    rendered(&mut pages, PageMissing::samples(locale));
    pages
}

/// Renders samples.
pub(super) fn rendered<T: Template>(
    pages: &mut Vec<(&'static str, askama::Result<String>)>,
    samples: Vec<(&'static str, T)>,
) {
    pages.extend(samples.into_iter().map(|(name, page)| (name, page.render())));
}
