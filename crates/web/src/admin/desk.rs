//! A visitor at a page: who it is, what their roles open, and the answers that every page gives.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use model::{Id, LocalPath, Locale, Role, Tenant, Timestamp};
use service::authority::{
    Action, Denied, ManagePolicies, OpenAdminCentre, Permit, ReadApps, ReadAudit, ReadEvidence, ReadLogs,
    ReadPeople, ReadSecurity, Target, may, permit,
};
use service::confirm::Purpose;
use service::{Fault, House, Visitor};
use text::Texts;

use crate::answer::{self, Page};
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{
    Beside, Confirm, Done, Entry, NotAllowed, PageMissing, Question, Shell, TrialNotice, Undo, without,
};
use crate::{confirm, guard};

/// A visitor whom the gate let in to a page of the admin centre or of `/my`.
pub(crate) struct Desk {
    /// Where the request is.
    pub(crate) here: Here,
    /// Who came.
    pub(crate) visitor: Visitor,
    entry: Entry,
    /// The path that shows this page again by GET, without the root.
    page: String,
    /// Where a form went and what it held.
    sent: Option<(String, Vec<(String, String)>)>,
    /// Until when policies are on trial, for whoever may know of it.
    trial: Option<Timestamp>,
}

impl Desk {
    /// For a page that is opened.
    pub(crate) async fn open(here: Here, entry: Entry) -> Result<Self, Response> {
        let visitor = guard::visitor(&here, entry).await?;
        let page = here.path.clone();
        Self { here, visitor, entry, page, sent: None, trial: None }.with_trial().await
    }

    /// For a form; `page` is where a sign-in in between leads back to.
    pub(crate) async fn take(form: Form, entry: Entry, page: &str) -> Result<(Self, Fields), Response> {
        let visitor = guard::sender(&form, page, entry).await?;
        let sent = Some((form.here.path.clone(), form.fields.all().to_vec()));
        let desk = Self { here: form.here, visitor, entry, page: page.to_owned(), sent, trial: None };
        Ok((desk.with_trial().await?, form.fields))
    }

    /// The same with the trial that is running.
    async fn with_trial(mut self) -> Result<Self, Response> {
        if Entry::ADMIN.contains(&self.entry)
            && let Some(permit) = self.leave::<ReadSecurity>(Target::Organisation)
        {
            let trial = self.or_fault(self.house().policy_trial(self.tenant(), &permit).await)?;
            self.trial = trial.map(|trial| trial.until);
        }
        Ok(self)
    }

    /// The use cases.
    pub(crate) fn house(&self) -> &House {
        &self.here.app.house
    }

    /// The organisation.
    pub(crate) fn tenant(&self) -> Id<Tenant> {
        self.here.tenant()
    }

    /// The language of the page.
    pub(crate) fn locale(&self) -> Locale {
        self.visitor.locale(self.here.context.locale)
    }

    /// Its texts.
    pub(crate) fn texts(&self) -> &'static Texts {
        text::of(self.locale())
    }

    /// The query of the address.
    pub(crate) fn query(&self) -> Fields {
        self.here
            .path
            .split_once('?')
            .map_or_else(Fields::default, |(_, query)| Fields::read(query.as_bytes()))
    }

    /// What a list shows beside itself, if the address names something; the help goes before it.
    pub(crate) fn opened(&self) -> Option<String> {
        let query = self.query();
        let id = query.find("open").filter(|id| !id.is_empty())?.to_owned();
        crate::book::find(query.get("help")).is_none().then_some(id)
    }

    /// What surrounds the page.
    pub(crate) fn shell(&self) -> Shell {
        let locale = self.locale();
        let (query, here) = (self.query(), without_done(&self.page));
        let address = self.here.to(&without(&here, "help="));
        Shell {
            locale,
            texts: text::of(locale),
            root: self.here.root.clone(),
            organisation: self.here.organisation.name.clone(),
            person: self.visitor.user.display.clone(),
            entry: self.entry,
            opens: self.opens(),
            token: self.visitor.form_token.clone(),
            searched: String::new(),
            here,
            has_shortcuts: self.here.has_shortcuts,
            done: Done::from_word(query.get("done")),
            undo: self.undo(&query),
            trial: self.trial.map(|until| TrialNotice {
                until: self.recently(until),
                may_end: self.may::<ManagePolicies>(Target::Organisation),
            }),
            help: Beside::of(locale, self.entry, &address, query.get("help")),
        }
    }

    /// The entries of the admin centre that the visitor's roles open.
    pub(crate) fn opens(&self) -> Vec<Entry> {
        let may_open = |entry: &Entry| match entry {
            Entry::Home => self.may::<OpenAdminCentre>(Target::Organisation),
            Entry::ActiveUsers
            | Entry::PerUserMfa
            | Entry::Guests
            | Entry::DeletedUsers
            | Entry::Roles
            | Entry::Groups => self.may::<ReadPeople>(Target::Organisation),
            Entry::Applications => self.may::<ReadApps>(Target::Organisation),
            Entry::Properties
            | Entry::Methods
            | Entry::Emergency
            | Entry::Overview
            | Entry::Policies
            | Entry::Locations
            | Entry::Revisions
            | Entry::Strengths
            | Entry::Contexts
            | Entry::DirectorySync
            | Entry::Terms
            | Entry::Retention
            | Entry::LogExport => self.may::<ReadSecurity>(Target::Organisation),
            Entry::Evidence => self.may::<ReadEvidence>(Target::Organisation),
            Entry::AuditLogs => self.may::<ReadAudit>(Target::Organisation),
            Entry::SignIns => self.may::<ReadLogs>(Target::Organisation),
            Entry::WhatIf | Entry::PolicyTests => {
                self.may::<ReadSecurity>(Target::Organisation) && self.may::<ReadLogs>(Target::Organisation)
            }
            Entry::Health => {
                self.house().keeps_the_house(self.tenant()) && self.may::<ReadSecurity>(Target::Organisation)
            }
            Entry::MyApplications | Entry::MySecurity | Entry::MySessions => false,
        };
        Entry::ADMIN.into_iter().filter(may_open).collect()
    }

    /// Leave to do `A`, if the visitor has it now.
    pub(crate) fn leave<A: Action>(&self, target: Target<'_>) -> Option<Permit<A>> {
        permit::<A>(&self.visitor.actor(), target).ok()
    }

    /// True when the visitor's roles give leave to do `A`: what a page offers.
    pub(crate) fn may<A: Action>(&self, target: Target<'_>) -> bool {
        may::<A>(&self.visitor.actor(), target)
    }

    /// Leave to do `A`; or the page that asks to confirm once more, or the one that says which role would be needed.
    pub(crate) fn permit<A: Action>(&self, target: Target<'_>) -> Result<Permit<A>, Response> {
        permit::<A>(&self.visitor.actor(), target).map_err(|denied| match denied {
            Denied::Unconfirmed => self.confirm(),
            Denied::NoRole => {
                let mut roles = A::ROLES.to_vec();
                roles.push(Role::GlobalAdministrator);
                let screen = NotAllowed { shell: self.shell(), roles };
                Page::of(&screen).with_status(StatusCode::FORBIDDEN).into_response()
            }
        })
    }

    /// The way over confirming once more, and back with what was sent.
    fn confirm(&self) -> Response {
        let sent = self.sent.as_ref().and_then(|(path, fields)| {
            self.house().seal_sent(self.tenant(), (&self.visitor, Purpose::Waiting), path, fields)
        });
        answer::redirect(&self.here.to(&confirm::path(&without_done(&self.page), sent.as_deref())))
    }

    /// The page that is not there.
    pub(crate) fn missing(&self) -> Response {
        let screen = PageMissing { shell: self.shell() };
        Page::of(&screen).with_status(StatusCode::NOT_FOUND).into_response()
    }

    /// What a use case could not do.
    pub(crate) fn fault(&self, fault: &Fault) -> Response {
        match fault {
            Fault::NotFound => self.missing(),
            Fault::Unconfirmed => self.confirm(),
            Fault::Conflict("synced") => {
                let back = self.here.to(&without_done(&self.page));
                let question = Question::ChangedThere(self.texts().sync_title());
                let (shell, fields) = (self.shell(), vec![]);
                refused(&Confirm { shell, question, action: back.clone(), back, fields })
            }
            other => answer::fault(&self.here, other),
        }
    }

    /// The value, or the page for the fault.
    pub(crate) fn or_fault<T>(&self, outcome: Result<T, Fault>) -> Result<T, Response> {
        outcome.map_err(|fault| self.fault(&fault))
    }

    /// An id from an address; what is none is a page that is not there.
    pub(crate) fn id<T>(&self, text: &str) -> Result<Id<T>, Response> {
        text.parse().map_err(|_| self.missing())
    }

    /// Leads to a page that says what was done.
    pub(crate) fn done(&self, path: &str, done: Done) -> Response {
        answer::redirect(&self.here.to(&format!("{path}?done={}", done.word())))
    }

    /// The same, with a way back: `undo` is the act that takes it back, where it goes and what it holds. It travels in
    /// the address, sealed for this session: nobody makes a link that offers another person a button of their choice.
    pub(crate) fn done_until_undone(
        &self,
        path: &str,
        done: Done,
        (undo, fields): (&str, Vec<(String, String)>),
    ) -> Response {
        let sealed = self.house().seal_sent(self.tenant(), (&self.visitor, Purpose::Undo), undo, &fields);
        let Some(sealed) = sealed else { return self.done(path, done) };
        let pairs = [("done", done.word()), ("undo", sealed.as_str())];
        answer::redirect(&self.here.to(&with_query(path, &pairs)))
    }

    /// What the page offers to take back.
    fn undo(&self, query: &Fields) -> Option<Undo> {
        Done::from_word(query.get("done"))?;
        let form =
            self.house().open_sent(self.tenant(), (&self.visitor, Purpose::Undo), query.find("undo")?)?;
        // What waits sealed never answers a question; the button that is pressed does.
        let fields = form.fields.into_iter().chain([("sure".to_owned(), "yes".to_owned())]).collect();
        Some(Undo { action: self.here.to(&form.path), fields })
    }

    /// A moment in full.
    pub(crate) fn date(&self, at: Timestamp) -> String {
        text::date(at, self.locale(), &self.house().zone())
    }

    /// A day in full.
    pub(crate) fn day(&self, at: Timestamp) -> String {
        text::day(at, self.locale(), &self.house().zone())
    }

    /// A moment as a list shows it.
    pub(crate) fn recently(&self, at: Timestamp) -> String {
        text::recently(at, self.house().now(), self.locale(), &self.house().zone())
    }
}

/// A page as an answer.
pub(crate) fn shown(screen: &impl askama::Template) -> Result<Response, Response> {
    Ok(Page::of(screen).into_response())
}

/// A page with a form that something was wrong in.
pub(crate) fn refused(screen: &impl askama::Template) -> Response {
    Page::of(screen).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
}

/// A local path, without the word for what was done and the way back: those are shown once.
pub(crate) fn without_done(path: &str) -> String {
    without(&without(path, "done="), "undo=")
}

/// The same path with a word for what was done; a path that could lead elsewhere is one's own page.
pub(crate) fn with_done(path: &str, done: Done) -> String {
    let path = LocalPath::new(path).map_or_else(|| "/my".to_owned(), |path| without_done(path.as_str()));
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}done={}", done.word())
}

/// A path with a query; empty values are left out.
pub(crate) fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    let mut joint = '?';
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(joint);
        address.push_str(name);
        address.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
                address.push(byte.into());
            } else {
                address.push_str(&format!("%{byte:02X}"));
            }
        }
        joint = '&';
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_said_once_and_the_rest_of_the_address_stays() {
        assert_eq!(without_done("/admin/users?done=saved"), "/admin/users");
        assert_eq!(without_done("/admin/users?q=a&done=saved&second=no"), "/admin/users?q=a&second=no");
        assert_eq!(without_done("/admin/users/1?done=blocked&undo=x"), "/admin/users/1");
        assert_eq!(with_done("/admin/users?q=a&done=saved", Done::Locale), "/admin/users?q=a&done=language");
        assert_eq!(with_done("/admin", Done::Locale), "/admin?done=language");
    }

    #[test]
    fn a_form_cannot_lead_to_another_host() {
        for away in ["//evil.example", "https://evil.example", "/\\evil.example", ""] {
            assert_eq!(with_done(away, Done::Locale), "/my?done=language", "{away}");
        }
    }

    #[test]
    fn a_query_is_written_so_that_it_is_read_back() {
        let address = with_query("/admin/users", &[("q", "Anna & Piet=é"), ("second", ""), ("after", "x")]);
        assert_eq!(address, "/admin/users?q=Anna%20%26%20Piet%3D%C3%A9&after=x");
        let fields = Fields::read(address.split_once('?').unwrap().1.as_bytes());
        assert_eq!((fields.get("q"), fields.get("after")), ("Anna & Piet=é", "x"));
    }
}
