use askama::filters::Safe;
use model::Locale;
use text::Texts;

use super::beside::Beside;
use super::done::Done;

/// What surrounds every page of the admin centre and of `/my`: navigation, the bar above, and what was just done.
#[derive(Clone)]
pub struct Shell {
    /// The language of the page.
    pub locale: Locale,
    /// Its texts.
    pub texts: &'static Texts,
    /// What stands before every path: empty, or `/{tenant}` where the address names the organisation.
    pub root: String,
    /// The organisation's name.
    pub organisation: String,
    /// How the person who is signed in is called.
    pub person: String,
    /// The page that is open, in the navigation.
    pub entry: Entry,
    /// The entries of the admin centre that this person's roles open; empty for who has none.
    pub opens: Vec<Entry>,
    /// The form token, sent back as `t`.
    pub token: String,
    /// What was searched for, in the field of the bar.
    pub searched: String,
    /// The path of this page, for coming back after the language was changed.
    pub here: String,
    /// False where single keys such as `/` are switched off.
    pub has_shortcuts: bool,
    /// What was just done, shown once.
    pub done: Option<Done>,
    /// What takes it back, where that is possible.
    pub undo: Option<Undo>,
    /// The trial of policies that is running, for whoever may know of it.
    pub trial: Option<TrialNotice>,
    /// The help for this page.
    pub help: Beside,
}

/// Policies on trial, as every page of the admin centre says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialNotice {
    /// Until when.
    pub until: String,
    /// True when the reader may end it.
    pub may_end: bool,
}

/// A form that takes back what was just done: the ordinary act the other way, with its own leave and record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// Where it goes, with the root.
    pub action: String,
    /// What it holds beside the token.
    pub fields: Vec<(String, String)>,
}

/// A page that the navigation knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The admin centre's Home.
    Home,
    /// Users > Active users.
    ActiveUsers,
    /// Users > Multi-factor authentication: the old per-user switch.
    PerUserMfa,
    /// Users > Guests.
    Guests,
    /// Users > Deleted users.
    DeletedUsers,
    /// Users > Roles.
    Roles,
    /// Groups.
    Groups,
    /// Applications.
    Applications,
    /// Identity > Overview > Properties.
    Properties,
    /// Identity > Authentication methods.
    Methods,
    /// Identity > Emergency access.
    Emergency,
    /// Conditional access > Overview.
    Overview,
    /// Conditional access > What If.
    WhatIf,
    /// Conditional access > Policy tests.
    PolicyTests,
    /// Conditional access > Policies.
    Policies,
    /// Conditional access > Named locations.
    Locations,
    /// Conditional access > Revisions.
    Revisions,
    /// Conditional access > Terms of use.
    Terms,
    /// Conditional access > Authentication strengths.
    Strengths,
    /// Conditional access > Authentication contexts.
    Contexts,
    /// Monitoring > Sign-in logs.
    SignIns,
    /// Monitoring > Audit logs.
    AuditLogs,
    /// Monitoring > Evidence.
    Evidence,
    /// Monitoring > Health.
    Health,
    /// Settings > Retention.
    Retention,
    /// Settings > Log export.
    LogExport,
    /// Settings > Directory sync.
    DirectorySync,
    /// My applications.
    MyApplications,
    /// My security info.
    MySecurity,
    /// My sessions and sign-ins.
    MySessions,
}

/// A link of the navigation.
#[derive(Debug)]
pub struct NavLink {
    /// Where to.
    pub href: String,
    /// What it says.
    pub text: String,
    /// True for the page that is open.
    pub is_open: bool,
}

/// Links under one heading; the first group has none.
#[derive(Debug)]
pub struct NavGroup {
    /// The heading.
    pub title: Option<String>,
    /// The links.
    pub links: Vec<NavLink>,
}

impl Entry {
    /// What the admin centre consists of, in the order of the navigation.
    pub const ADMIN: [Self; 27] = [
        Self::Home,
        Self::ActiveUsers,
        Self::PerUserMfa,
        Self::Guests,
        Self::DeletedUsers,
        Self::Roles,
        Self::Groups,
        Self::Applications,
        Self::Properties,
        Self::Methods,
        Self::Emergency,
        Self::Overview,
        Self::Policies,
        Self::Locations,
        Self::Strengths,
        Self::Contexts,
        Self::Terms,
        Self::WhatIf,
        Self::PolicyTests,
        Self::Revisions,
        Self::SignIns,
        Self::AuditLogs,
        Self::Evidence,
        Self::Health,
        Self::Retention,
        Self::LogExport,
        Self::DirectorySync,
    ];
    /// What `/my` consists of.
    pub const MY: [Self; 3] = [Self::MyApplications, Self::MySecurity, Self::MySessions];

    /// The path without the root.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Home => "/admin",
            Self::ActiveUsers => "/admin/users",
            Self::PerUserMfa => "/admin/users/mfa",
            Self::Guests => "/admin/guests",
            Self::DeletedUsers => "/admin/deleted-users",
            Self::Roles => "/admin/roles",
            Self::Groups => "/admin/groups",
            Self::Applications => "/admin/applications",
            Self::Properties => "/admin/identity/properties",
            Self::Methods => "/admin/identity/authentication-methods",
            Self::Emergency => "/admin/emergency-access",
            Self::Overview => "/admin/conditional-access",
            Self::WhatIf => "/admin/conditional-access/what-if",
            Self::PolicyTests => "/admin/conditional-access/tests",
            Self::Policies => "/admin/conditional-access/policies",
            Self::Locations => "/admin/conditional-access/locations",
            Self::Revisions => "/admin/conditional-access/revisions",
            Self::Terms => "/admin/conditional-access/terms",
            Self::Strengths => "/admin/conditional-access/strengths",
            Self::Contexts => "/admin/conditional-access/contexts",
            Self::SignIns => "/admin/sign-ins",
            Self::AuditLogs => "/admin/audit-logs",
            Self::Evidence => "/admin/evidence",
            Self::Health => "/admin/health",
            Self::Retention => "/admin/settings/retention",
            Self::LogExport => "/admin/settings/log-export",
            Self::DirectorySync => "/admin/settings/directory-sync",
            Self::MyApplications => "/my",
            Self::MySecurity => "/my/security",
            Self::MySessions => "/my/sessions",
        }
    }

    /// What the navigation calls it.
    pub fn text(self, t: &Texts) -> String {
        match self {
            Self::Home => t.admin_nav_home(),
            Self::ActiveUsers => t.admin_nav_active_users(),
            Self::PerUserMfa => t.mfa_title(),
            Self::Guests => t.guests_title(),
            Self::DeletedUsers => t.deleted_nav(),
            Self::Roles => t.roles_title(),
            Self::Groups => t.groups_title(),
            Self::Applications => t.admin_nav_applications(),
            Self::Properties => t.admin_nav_properties(),
            Self::Methods => t.methods_title(),
            Self::Emergency => t.emergency_title(),
            Self::Overview => t.overview_title(),
            Self::WhatIf => t.whatif_title(),
            Self::PolicyTests => t.tests_title(),
            Self::Policies => t.policies_title(),
            Self::Locations => t.locations_title(),
            Self::Revisions => t.revisions_title(),
            Self::Terms => t.terms_title(),
            Self::Strengths => t.strengths_title(),
            Self::Contexts => t.contexts_title(),
            Self::SignIns => t.admin_nav_sign_ins(),
            Self::AuditLogs => t.audit_nav(),
            Self::Evidence => t.evidence_title(),
            Self::Health => t.health_nav(),
            Self::Retention => t.retention_title(),
            Self::LogExport => t.logs_title(),
            Self::DirectorySync => t.sync_title(),
            Self::MyApplications => t.my_nav_applications(),
            Self::MySecurity => t.my_nav_security(),
            Self::MySessions => t.my_nav_sessions(),
        }
    }

    /// The chapter of the book about it.
    pub const fn chapter(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::ActiveUsers | Self::Guests | Self::DeletedUsers | Self::Roles => "inviting-people",
            Self::PerUserMfa => "per-user-mfa",
            Self::Groups => "groups",
            Self::Emergency => "emergency-access",
            Self::Applications => "connecting-an-application",
            Self::Properties => "security-defaults",
            Self::Methods => "authentication-methods",
            Self::WhatIf | Self::PolicyTests => "trying-policies",
            Self::Overview
            | Self::Policies
            | Self::Locations
            | Self::Strengths
            | Self::Contexts
            | Self::Revisions => "conditional-access",
            Self::Terms => "terms-of-use",
            Self::SignIns => "sign-in-logs",
            Self::AuditLogs => "audit-logs",
            Self::Evidence => "evidence",
            Self::Retention => "privacy",
            Self::LogExport => "log-export",
            Self::Health => "commands",
            Self::DirectorySync => "directory-sync",
            Self::MyApplications => "signing-in",
            Self::MySecurity | Self::MySessions => "your-second-step",
        }
    }

    /// The heading it stands under.
    fn group(self, t: &Texts) -> Option<String> {
        match self {
            Self::ActiveUsers | Self::PerUserMfa | Self::Guests | Self::DeletedUsers | Self::Roles => {
                Some(t.admin_nav_users())
            }
            Self::Properties | Self::Methods | Self::Emergency => Some(t.admin_nav_identity()),
            Self::Overview
            | Self::Policies
            | Self::Locations
            | Self::WhatIf
            | Self::PolicyTests
            | Self::Strengths
            | Self::Contexts
            | Self::Revisions
            | Self::Terms => Some(t.policies_nav()),
            Self::SignIns | Self::AuditLogs | Self::Evidence | Self::Health => Some(t.admin_nav_monitoring()),
            Self::DirectorySync | Self::Retention | Self::LogExport => Some(t.admin_nav_settings()),
            _ => None,
        }
    }
}

impl Shell {
    /// One or two letters for the person's menu.
    pub fn initials(&self) -> String {
        let mut words = self.person.split_whitespace().filter_map(|word| word.chars().next());
        let first = words.next().unwrap_or('·');
        let last = words.next_back();
        first.to_uppercase().chain(last.into_iter().flat_map(char::to_uppercase)).collect()
    }

    /// The address of an entry.
    pub fn to(&self, entry: Entry) -> String {
        format!("{}{}", self.root, entry.path())
    }

    /// The navigation of the admin centre.
    pub fn navigation(&self) -> Vec<NavGroup> {
        let mut groups: Vec<NavGroup> = vec![];
        for entry in Entry::ADMIN.into_iter().filter(|entry| self.opens.contains(entry)) {
            let title = entry.group(self.texts);
            match groups.last_mut() {
                Some(group) if group.title == title => group.links.push(self.link(entry)),
                _ => groups.push(NavGroup { title, links: vec![self.link(entry)] }),
            }
        }
        groups
    }

    /// The navigation of `/my`.
    pub fn my_navigation(&self) -> Vec<NavLink> {
        Entry::MY.into_iter().map(|entry| self.link(entry)).collect()
    }

    /// True for the pages of `/my`, which have no navigation at the side, and for whoever has nothing to do elsewhere.
    pub fn is_my(&self) -> bool {
        Entry::MY.contains(&self.entry) || !self.is_administrator()
    }

    /// True when the person may open the admin centre.
    pub fn is_administrator(&self) -> bool {
        !self.opens.is_empty()
    }

    /// The languages that the page can be read in, each in its own words.
    pub fn languages(&self) -> [(Locale, &'static str); 2] {
        Locale::ALL.map(|locale| (locale, language(locale)))
    }

    /// A number with its thousands set apart.
    pub fn number(&self, number: &u32) -> String {
        let digits = number.to_string();
        let mark = match self.locale {
            Locale::En => ',',
            Locale::Nl => '.',
        };
        let mut text = String::with_capacity(digits.len() + 3);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(mark);
            }
            text.push(digit);
        }
        text
    }

    /// A text of ours with `**` around what stands in bold; everything else in it is escaped.
    pub fn rich(&self, text: &str) -> Safe<String> {
        let mut html = String::with_capacity(text.len() + 16);
        for (number, part) in text.split("**").enumerate() {
            let bold = number % 2 == 1;
            html.push_str(if bold { "<b>" } else { "" });
            for character in part.chars() {
                match character {
                    '<' => html.push_str("&lt;"),
                    '>' => html.push_str("&gt;"),
                    '&' => html.push_str("&amp;"),
                    '"' => html.push_str("&quot;"),
                    '\'' => html.push_str("&#39;"),
                    other => html.push(other),
                }
            }
            html.push_str(if bold { "</b>" } else { "" });
        }
        Safe(html)
    }

    fn link(&self, entry: Entry) -> NavLink {
        // What was searched for is on no page of the navigation.
        let is_open = entry == self.entry && !self.here.starts_with("/admin/search");
        NavLink { href: self.to(entry), text: entry.text(self.texts), is_open }
    }
}

/// What a language calls itself.
pub const fn language(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "English",
        Locale::Nl => "Nederlands",
    }
}

impl Shell {
    /// A shell as an administrator of the sample organisation sees it.
    pub fn sample(locale: Locale, entry: Entry) -> Self {
        Self {
            locale,
            texts: text::of(locale),
            root: String::new(),
            organisation: "De Vries Accountants".to_owned(),
            person: "Marieke de Vries".to_owned(),
            entry,
            opens: Entry::ADMIN.to_vec(),
            token: "sample-token".to_owned(),
            searched: String::new(),
            here: entry.path().to_owned(),
            has_shortcuts: true,
            done: None,
            undo: None,
            trial: None,
            help: Beside::of(locale, entry, entry.path(), ""),
        }
    }

    /// The same with a chapter of the book beside the page.
    #[must_use]
    pub fn beside(mut self, chapter: &str) -> Self {
        self.help = Beside::of(self.locale, self.entry, &self.here, chapter);
        self
    }

    /// The same after something was done that can be taken back.
    #[must_use]
    pub fn after_all(self, done: Done) -> Self {
        let fields = vec![("sure".to_owned(), "yes".to_owned()), ("person".to_owned(), "\"><b>".to_owned())];
        Self { undo: Some(Undo { action: "/admin/users/u1/unblock".to_owned(), fields }), ..self.after(done) }
    }

    /// The same while policies are on trial.
    #[must_use]
    pub fn on_trial(self) -> Self {
        Self { trial: Some(TrialNotice { until: "23 nov 2026, 09:10".to_owned(), may_end: true }), ..self }
    }

    /// The same after something was done.
    #[must_use]
    pub fn after(mut self, done: Done) -> Self {
        self.done = Some(done);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(person: &str) -> Shell {
        Shell { person: person.to_owned(), ..Shell::sample(Locale::En, Entry::Home) }
    }

    #[test]
    fn a_name_in_bold_stays_text() {
        let html = shell("x").rich("**<b>Anna</b> & co** is \"here\"").to_string();
        assert_eq!(html, "<b>&lt;b&gt;Anna&lt;/b&gt; &amp; co</b> is &quot;here&quot;");
    }

    #[test]
    fn stars_in_a_name_never_leave_a_tag_open() {
        for text in ["**", "a**b", "**a****b**c**"] {
            let html = shell("x").rich(text).to_string();
            assert_eq!(html.matches("<b>").count(), html.matches("</b>").count(), "{html}");
        }
    }

    #[test]
    fn thousands_are_set_apart_as_the_language_does() {
        assert_eq!(shell("x").number(&1_002_914), "1,002,914");
        assert_eq!(Shell::sample(Locale::Nl, Entry::Home).number(&2_914), "2.914");
        assert_eq!(shell("x").number(&914), "914");
    }

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        assert_eq!(shell("Marieke de Vries").initials(), "MV");
        assert_eq!(shell("łucja").initials(), "Ł");
        assert_eq!(shell("  ").initials(), "·");
    }

    #[test]
    fn the_navigation_shows_only_what_the_roles_open() {
        let mut shell = shell("x");
        shell.opens = vec![Entry::Home, Entry::SignIns];
        let links: Vec<_> = shell.navigation().into_iter().flat_map(|group| group.links).collect();
        assert_eq!(links.len(), 2);
        assert!(links[0].is_open && !links[1].is_open);
    }
}
