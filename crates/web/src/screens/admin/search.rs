use askama::Template;
use model::{Locale, is_sought, search_words, sought_words};
use text::Texts;

use super::shell::{Entry, Shell};

/// What was found in the admin centre.
#[derive(Template, Clone)]
#[template(path = "admin/search.html")]
pub struct Search {
    /// What surrounds the page; the field in it holds what was typed.
    pub shell: Shell,
    /// What was found, a group for each kind; none is empty.
    pub groups: Vec<FoundGroup>,
}

/// What was found of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundGroup {
    /// The kind: `people`, `applications`, `pages` or `sign-in`.
    pub id: &'static str,
    /// What the kind is called.
    pub title: String,
    /// What was found.
    pub lines: Vec<FoundLine>,
    /// True when there is more than is shown.
    pub is_cut: bool,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLine {
    /// Its path without the root.
    pub path: String,
    /// What it is called.
    pub text: String,
    /// What tells it from others of that name.
    pub note: String,
}

/// A page that can be found by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundPage {
    /// A page of the navigation.
    Entry(Entry),
    /// Adding a person.
    AddPerson,
    /// Making a group.
    AddGroup,
    /// Groups that can be restored.
    DeletedGroups,
    /// Importing people from a file.
    ImportPeople,
    /// Trusted addresses and what else belongs to multi-factor authentication.
    MfaSettings,
    /// Registering an application.
    AddApplication,
    /// What the organisation chooses about itself.
    Organisation,
    /// Security defaults.
    SecurityDefaults,
    /// Replacing security defaults by policies.
    ReplaceDefaults,
    /// Which plan the organisation has.
    Plan,
    /// For how long browsers are trusted.
    Browsers,
    /// What a policy that is otherwise would have done.
    Replay,
    /// The seals of the audit log.
    Seals,
    /// Writing a policy.
    NewPolicy,
}

impl FoundPage {
    /// Every page.
    pub fn all() -> Vec<Self> {
        let mut pages: Vec<_> = Entry::ADMIN.into_iter().chain(Entry::MY).map(Self::Entry).collect();
        pages.extend([
            Self::AddPerson,
            Self::AddGroup,
            Self::DeletedGroups,
            Self::ImportPeople,
            Self::MfaSettings,
            Self::AddApplication,
            Self::Organisation,
            Self::SecurityDefaults,
            Self::ReplaceDefaults,
            Self::Plan,
            Self::Browsers,
            Self::Replay,
            Self::Seals,
            Self::NewPolicy,
        ]);
        pages
    }

    /// Its path without the root.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Entry(entry) => entry.path(),
            Self::AddPerson => "/admin/users/new",
            Self::AddGroup => "/admin/groups/new",
            Self::DeletedGroups => "/admin/groups/deleted",
            Self::ImportPeople => "/admin/users/import",
            Self::MfaSettings => "/admin/users/mfa/settings",
            Self::AddApplication => "/admin/applications/new",
            Self::Organisation => "/admin/identity/properties/organisation",
            Self::SecurityDefaults => "/admin/identity/properties/security-defaults",
            Self::ReplaceDefaults => "/admin/identity/properties/security-defaults/replace",
            Self::Plan => "/admin/identity/properties/plan",
            Self::Browsers => "/admin/identity/properties/browsers",
            Self::Replay => "/admin/conditional-access/replay",
            Self::Seals => "/admin/audit-logs/seals",
            Self::NewPolicy => "/admin/conditional-access/policies/new",
        }
    }

    /// What it is called.
    pub fn title(self, t: &Texts) -> String {
        match self {
            Self::Entry(entry) => entry.text(t),
            Self::AddPerson => t.admin_add_title(),
            Self::AddGroup => t.groups_new_title(),
            Self::DeletedGroups => t.groups_deleted_title(),
            Self::ImportPeople => t.import_title(),
            Self::MfaSettings => t.mfa_settings_found(),
            Self::AddApplication => t.admin_app_new_title(),
            Self::Organisation => t.admin_organisation_title(),
            Self::SecurityDefaults => t.admin_defaults_title(),
            Self::ReplaceDefaults => t.defaults_replace_title(),
            Self::Plan => t.plan_title(),
            Self::Browsers => t.admin_browsers_title(),
            Self::Replay => t.replay_title(),
            Self::Seals => t.audit_seals_title(),
            Self::NewPolicy => t.policies_new_title(),
        }
    }

    /// Other words that somebody may look for it by.
    fn words(self, t: &Texts) -> String {
        match self {
            Self::Entry(Entry::Home) => t.search_words_home(),
            Self::Entry(Entry::ActiveUsers) => t.search_words_people(),
            Self::Entry(Entry::PerUserMfa) => t.search_words_mfa(),
            Self::Entry(Entry::Guests) => t.search_words_guests(),
            Self::Entry(Entry::DeletedUsers) => t.search_words_deleted(),
            Self::Entry(Entry::Roles) => t.search_words_roles(),
            Self::Entry(Entry::Groups) => t.search_words_groups(),
            Self::ImportPeople => t.search_words_import(),
            Self::Entry(Entry::Applications) => t.search_words_applications(),
            Self::Entry(Entry::Properties) => t.search_words_properties(),
            Self::Entry(Entry::Methods) => t.search_words_methods(),
            Self::Entry(Entry::Emergency) => t.emergency_search_words(),
            Self::Entry(Entry::Overview) => t.search_words_overview(),
            Self::Entry(Entry::WhatIf) => t.search_words_whatif(),
            Self::Entry(Entry::PolicyTests) => t.search_words_tests(),
            Self::Entry(Entry::Policies) => t.search_words_policies(),
            Self::Entry(Entry::Locations) => t.search_words_locations(),
            Self::Entry(Entry::Revisions) => t.search_words_revisions(),
            Self::Entry(Entry::Terms) => t.search_words_terms(),
            Self::Entry(Entry::Strengths) => t.search_words_strengths(),
            Self::Entry(Entry::Contexts) => t.search_words_contexts(),
            Self::Entry(Entry::SignIns) => t.search_words_sign_ins(),
            Self::Entry(Entry::AuditLogs) => t.search_words_audit(),
            Self::Entry(Entry::Evidence) => t.search_words_evidence(),
            Self::Entry(Entry::Health) => t.search_words_health(),
            Self::Entry(Entry::Retention) => t.search_words_retention(),
            Self::Entry(Entry::LogExport) => t.search_words_logs(),
            Self::Entry(Entry::DirectorySync) => t.search_words_directory_sync(),
            Self::Entry(Entry::MyApplications) => t.search_words_my_applications(),
            Self::Entry(Entry::MySecurity) => t.search_words_my_security(),
            Self::Entry(Entry::MySessions) => t.search_words_my_sessions(),
            Self::MfaSettings => t.search_words_mfa_settings(),
            Self::AddPerson => t.search_words_add_person(),
            Self::AddGroup => t.search_words_add_group(),
            Self::DeletedGroups => t.search_words_deleted_groups(),
            Self::AddApplication => t.search_words_add_application(),
            Self::Organisation => t.search_words_organisation(),
            Self::SecurityDefaults | Self::ReplaceDefaults => t.search_words_defaults(),
            Self::Plan => t.search_words_plan(),
            Self::Browsers => t.search_words_browsers(),
            Self::Replay => t.search_words_replay(),
            Self::Seals => t.search_words_seals(),
            Self::NewPolicy => t.search_words_policies(),
        }
    }

    /// True when it is among what is sought.
    pub fn is_found(self, typed: &str, t: &Texts) -> bool {
        let sought = sought_words(typed);
        // Each part by itself: the number of words that are looked at is bounded.
        let mut words = search_words(&self.title(t));
        words.extend(search_words(&self.words(t)));
        !sought.is_empty() && is_sought(&words, &sought)
    }
}

impl Search {
    /// What a screen reader is told first.
    pub fn summary(&self) -> String {
        let count: usize = self.groups.iter().map(|group| group.lines.len()).sum();
        let t = self.shell.texts;
        match count {
            0 => t.search_nothing(self.shell.searched.as_str()),
            count => t.search_found(i64::try_from(count).unwrap_or(i64::MAX), self.shell.searched.as_str()),
        }
    }

    /// Something of each kind, nothing, and before anything was typed.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = |typed: &str| Shell { searched: typed.to_owned(), ..Shell::sample(locale, Entry::Home) };
        let t = text::of(locale);
        let line = |path: &str, text: &str, note: &str| FoundLine {
            path: path.to_owned(),
            text: text.to_owned(),
            note: note.to_owned(),
        };
        let group = |id, title: String, lines, is_cut| FoundGroup { id, title, lines, is_cut };
        let found = Self {
            shell: shell("pi"),
            groups: vec![
                group(
                    "people",
                    t.search_people(),
                    vec![
                        line("/admin/users/u1", "Piet <b>Bakker", "piet@devries.nl"),
                        line("/admin/users/u2", "Anna Pietersen", "anna@devries.nl"),
                    ],
                    true,
                ),
                group(
                    "applications",
                    t.search_applications(),
                    vec![line("/admin/applications/a", "Pixelfed", "")],
                    false,
                ),
                group(
                    "sign-in",
                    t.search_sign_in(),
                    vec![line("/admin/sign-ins/K7P-4MX", "K7P-4MX", "")],
                    false,
                ),
                group(
                    "pages",
                    t.search_pages(),
                    vec![line("/admin/sign-ins", &t.admin_nav_sign_ins(), &t.admin_nav_monitoring())],
                    false,
                ),
            ],
        };
        let nothing = Self { shell: shell("\"><script>"), groups: vec![] };
        let empty = Self { shell: shell(""), groups: vec![] };
        vec![("admin-search", found), ("admin-search-nothing", nothing), ("admin-search-empty", empty)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(locale: Locale, typed: &str) -> Vec<&'static str> {
        let t = text::of(locale);
        FoundPage::all().into_iter().filter(|page| page.is_found(typed, t)).map(FoundPage::path).collect()
    }

    #[test]
    fn pages_are_found_by_the_words_of_the_readers_language() {
        assert_eq!(found(Locale::En, "retention"), ["/admin/settings/retention"]);
        assert_eq!(found(Locale::Nl, "bewaartermijn"), ["/admin/settings/retention"]);
        assert!(found(Locale::En, "bewaartermijn").is_empty());
        assert!(found(Locale::Nl, "aanmeldingslog").contains(&"/admin/sign-ins"));
        assert!(found(Locale::En, "").is_empty());
    }

    #[test]
    fn every_page_is_found_by_its_title_in_either_language() {
        for locale in Locale::ALL {
            let t = text::of(locale);
            for page in FoundPage::all() {
                assert!(page.is_found(&page.title(t), t), "{page:?} {locale:?}");
            }
        }
    }
}
