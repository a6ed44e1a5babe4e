use askama::Template;
use model::Locale;
use text::Texts;

use super::chart::{Chart, Day};
use super::emergency::AlarmLine;
use super::shell::{Entry, Shell};
use super::sign_ins::Period;
use super::words::Outcome;

/// Home: what is the case in one sentence, what to do about it, and the last 30 days.
#[derive(Template, Clone)]
#[template(path = "admin/home.html")]
pub struct Home {
    /// What surrounds the page.
    pub shell: Shell,
    /// `Monday 23 November`.
    pub date: String,
    /// What the sentence is made from.
    pub figures: Figures,
    /// Uses of emergency accounts that nobody has seen.
    pub alarms: Vec<AlarmLine>,
    /// True when the reader may say that they were seen.
    pub may_acknowledge: bool,
    /// What needs somebody, in any order; the page puts the urgent first and shows five.
    pub todo: Vec<Todo>,
    /// The tasks of a new organisation; `None` once all four are done.
    pub tasks: Option<Tasks>,
    /// Sign-ins of the last 30 days.
    pub chart: Chart,
    /// Who has no second step yet, the first few.
    pub missing: Vec<Missing>,
    /// Reminding them; `None` for whoever may not.
    pub reminder: Option<Reminder>,
}

/// The facts of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// People who may sign in.
    pub people: u32,
    /// Of them, who have a second step.
    pub with_second_step: u32,
    /// People who are locked out now.
    pub locked_out: u32,
    /// People who registered a second step today, beside the reader.
    pub registered_today: u32,
}

/// A person without a second step.
#[derive(Debug, Clone)]
pub struct Missing {
    /// The id in the address.
    pub id: String,
    /// The name.
    pub name: String,
}

/// Reminding people of a second step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder {
    /// How many can be reminded now.
    pub waiting: u32,
    /// How many were, in the last day.
    pub sent: u32,
}

/// One thing that needs somebody.
#[derive(Debug, Clone)]
pub enum Todo {
    /// Security defaults are off and nothing else asks for a second factor.
    DefaultsOff,
    /// Somebody is locked out.
    LockedOut {
        /// The id in the address.
        id: String,
        /// The name.
        person: String,
        /// `08:52`.
        since: String,
        /// How many wrong attempts.
        attempts: u32,
    },
    /// A passkey or security key of somebody may have been copied.
    KeyCopied {
        /// The id in the address.
        id: String,
        /// The name.
        person: String,
    },
    /// There is one administrator.
    OnlyAdministrator,
    /// There is no emergency account.
    NoEmergencyAccess,
    /// An emergency account would not let anybody in.
    EmergencyBroken {
        /// The name.
        person: String,
    },
    /// An emergency account was not rehearsed for ninety days.
    EmergencyUntried {
        /// The name.
        person: String,
    },
    /// Mail lands in a folder.
    MailStays,
    /// Messages could not be delivered, and are tried again.
    MailFails {
        /// How many.
        messages: u32,
    },
    /// Policies still leave somebody out whose last day is over.
    ExclusionsStuck {
        /// How many.
        exclusions: u32,
    },
    /// Something about the server wants somebody.
    Health {
        /// How much.
        findings: u32,
    },
    /// People have no second step.
    WithoutSecondStep {
        /// How many.
        people: u32,
    },
    /// A secret of an application ends soon.
    SecretEnds {
        /// The client id in the address.
        id: String,
        /// The application.
        app: String,
        /// In how many days.
        days: u32,
    },
    /// Invitations ended unused.
    InvitationsEnded {
        /// How many.
        invitations: u32,
    },
}

/// The four tasks of a new organisation; true is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tasks {
    /// A second administrator.
    pub administrator: bool,
    /// Mail is delivered.
    pub mail: bool,
    /// Somebody who is no administrator.
    pub people: bool,
    /// An application.
    pub application: bool,
}

/// One task as the page shows it.
#[derive(Debug)]
pub struct Task {
    /// Whether it is done.
    pub done: bool,
    /// The sentence, with `**`.
    pub text: String,
    /// What the button says.
    pub button: String,
    /// Where it leads.
    pub href: String,
}

/// The most things to do at once.
const SHOWN: usize = 5;

impl Home {
    /// The sentence, with `**` around what matters. Each part is a sentence of its own, made from one fact.
    pub fn lede(&self) -> String {
        let (t, figures) = (self.shell.texts, self.figures);
        let mut sentences = vec![match (figures.people, figures.with_second_step) {
            (0 | 1, 0) => t.admin_home_alone_without(),
            (0 | 1, _) => t.admin_home_alone(),
            (people, with) if with >= people => t.admin_home_everyone(people),
            (people, with) => t.admin_home_some(with, people),
        }];
        if self.todo.iter().any(|todo| matches!(todo, Todo::DefaultsOff)) {
            sentences.push(t.admin_home_defaults_off());
        }
        if figures.locked_out > 0 {
            sentences.push(t.admin_home_locked(figures.locked_out));
        }
        if !self.alarms.is_empty() {
            sentences.push(t.emergency_home_used());
        }
        if figures.registered_today > 0 {
            sentences.push(t.admin_home_registered(figures.registered_today));
        }
        if self.tasks.is_none() || !self.todo.is_empty() {
            sentences.push(self.attention());
        }
        sentences.join(" ")
    }

    fn attention(&self) -> String {
        let t = self.shell.texts;
        let told = |todo: &&Todo| matches!(todo, Todo::DefaultsOff | Todo::LockedOut { .. });
        let others = self.todo.iter().filter(|todo| !told(todo)).count();
        match (self.todo.len(), others) {
            (0, _) if !self.alarms.is_empty() => String::new(),
            (0, _) => t.admin_home_nothing(),
            (_, 0) => String::new(),
            (all, others) if others == all => t.admin_home_attention(others),
            (_, others) => t.admin_home_attention_other(others),
        }
    }

    /// True when the reader may look at emergency access.
    pub fn opens_emergency(&self) -> bool {
        self.shell.opens.contains(&Entry::Emergency)
    }

    /// What to do, the urgent first, at most five.
    pub fn to_do(&self) -> Vec<&Todo> {
        let (urgent, rest): (Vec<_>, Vec<_>) = self.todo.iter().partition(|todo| todo.is_urgent());
        urgent.into_iter().chain(rest).take(SHOWN).collect()
    }

    /// The tasks as the page shows them.
    pub fn task_list(&self) -> Vec<Task> {
        let Some(tasks) = self.tasks else { return vec![] };
        let (t, root) = (self.shell.texts, &self.shell.root);
        let task =
            |done, text, button, path: &str| Task { done, text, button, href: format!("{root}{path}") };
        vec![
            task(
                tasks.administrator,
                t.admin_task_administrator(),
                t.admin_task_administrator_button(),
                "/admin/users/new?role=administrator",
            ),
            task(
                tasks.mail,
                t.admin_task_mail(),
                t.admin_task_mail_button(),
                "/admin/identity/properties#mail",
            ),
            task(tasks.people, t.admin_task_people(), t.admin_task_people_button(), "/admin/users/new"),
            task(
                tasks.application,
                t.admin_task_application(),
                t.admin_task_application_button(),
                "/admin/applications/new",
            ),
        ]
    }

    /// The sign-in log of these thirty days with one outcome, where the reader may open it.
    pub fn log(&self, outcome: Outcome) -> Option<String> {
        let root = &self.shell.root;
        let word = outcome.word();
        let link = || format!("{root}/admin/sign-ins?status={word}&time={}", Period::Month.word());
        self.shell.opens.contains(&Entry::SignIns).then(link)
    }

    /// The three series of the chart: the class, the name, how many, and the log.
    pub fn legend(&self) -> [(&'static str, String, String, Option<String>); 3] {
        let (t, totals) = (self.shell.texts, self.chart.totals());
        let number = |figure: u32| self.shell.number(&figure);
        [
            ("inside", t.admin_chart_inside(), number(totals.0), self.log(Outcome::LetIn)),
            ("extra", t.admin_chart_extra(), number(totals.1), self.log(Outcome::Unfinished)),
            ("stopped", t.admin_chart_stopped(), number(totals.2), self.log(Outcome::Stopped)),
        ]
    }

    /// How many tasks are done, in words.
    pub fn progress(&self) -> String {
        let tasks = self.task_list();
        let done = tasks.iter().filter(|task| task.done).count();
        self.shell.texts.admin_tasks_progress(done, tasks.len())
    }

    /// The share of people with a second step, in hundredths, for the bar.
    pub fn share(&self) -> u32 {
        (self.figures.with_second_step * 100).checked_div(self.figures.people).unwrap_or(0).min(100)
    }

    /// How many people without a second step are not named.
    pub fn unnamed(&self) -> usize {
        let missing = self.figures.people.saturating_sub(self.figures.with_second_step);
        usize::try_from(missing).unwrap_or(0).saturating_sub(self.missing.len())
    }
}

impl Tasks {
    /// True when there is nothing left of them.
    pub const fn are_done(self) -> bool {
        self.administrator && self.mail && self.people && self.application
    }
}

impl Todo {
    /// True for what comes first.
    pub const fn is_urgent(&self) -> bool {
        matches!(
            self,
            Self::DefaultsOff
                | Self::LockedOut { .. }
                | Self::KeyCopied { .. }
                | Self::EmergencyBroken { .. }
        )
    }

    /// The class of its dot.
    pub const fn dot(&self) -> &'static str {
        if self.is_urgent() { "stop" } else { "warn" }
    }

    /// What the dot says to who does not see it.
    pub fn weight(&self, t: &Texts) -> String {
        if self.is_urgent() { t.admin_todo_stop() } else { t.admin_todo_warn() }
    }

    /// The sentence, with `**`.
    pub fn text(&self, t: &Texts) -> String {
        match self {
            Self::DefaultsOff => t.admin_todo_defaults_off(),
            Self::LockedOut { person, since, attempts, .. } => t.admin_todo_locked(attempts, person, since),
            Self::KeyCopied { person, .. } => t.admin_todo_copied(person),
            Self::OnlyAdministrator => t.admin_todo_only_administrator(),
            Self::NoEmergencyAccess => t.emergency_todo_none(),
            Self::EmergencyBroken { person } => t.emergency_todo_broken(person),
            Self::EmergencyUntried { person } => t.emergency_todo_untried(person),
            Self::MailStays => t.admin_todo_mail(),
            Self::MailFails { messages } => t.admin_todo_mail_fails(messages),
            Self::ExclusionsStuck { exclusions } => t.exclusions_todo(exclusions),
            Self::Health { findings } => t.health_todo(findings),
            Self::WithoutSecondStep { people } => t.admin_todo_without(people),
            Self::SecretEnds { app, days, .. } => t.admin_todo_secret(days, app),
            Self::InvitationsEnded { invitations } => t.admin_todo_invitations(invitations),
        }
    }

    /// What its button says.
    pub fn button(&self, t: &Texts) -> String {
        match self {
            Self::DefaultsOff => t.admin_todo_defaults_off_button(),
            Self::LockedOut { person, .. } => {
                t.admin_todo_locked_button(person.split_whitespace().next().unwrap_or(person))
            }
            Self::KeyCopied { .. } => t.admin_todo_copied_button(),
            Self::OnlyAdministrator => t.admin_todo_only_administrator_button(),
            Self::NoEmergencyAccess => t.emergency_todo_none_button(),
            Self::EmergencyBroken { .. } => t.emergency_todo_broken_button(),
            Self::EmergencyUntried { .. } => t.emergency_todo_untried_button(),
            Self::MailStays => t.admin_todo_mail_button(),
            Self::MailFails { .. } => t.admin_todo_mail_fails_button(),
            Self::ExclusionsStuck { .. } => t.exclusions_todo_button(),
            Self::Health { .. } => t.health_todo_button(),
            Self::WithoutSecondStep { .. } => t.admin_todo_without_button(),
            Self::SecretEnds { .. } => t.admin_todo_secret_button(),
            Self::InvitationsEnded { .. } => t.admin_todo_invitations_button(),
        }
    }

    /// Where its button leads, without the root.
    pub fn path(&self) -> String {
        match self {
            Self::DefaultsOff => "/admin/identity/properties/security-defaults".to_owned(),
            Self::LockedOut { id, .. } | Self::KeyCopied { id, .. } => format!("/admin/users/{id}"),
            Self::OnlyAdministrator => "/admin/users/new?role=administrator".to_owned(),
            Self::NoEmergencyAccess | Self::EmergencyBroken { .. } | Self::EmergencyUntried { .. } => {
                "/admin/emergency-access".to_owned()
            }
            Self::MailStays | Self::MailFails { .. } => "/admin/identity/properties#mail".to_owned(),
            Self::ExclusionsStuck { .. } => "/admin/conditional-access/policies".to_owned(),
            Self::Health { .. } => "/admin/health".to_owned(),
            Self::WithoutSecondStep { .. } => "/admin/users?second=no".to_owned(),
            Self::SecretEnds { id, .. } => format!("/admin/applications/{id}#secrets"),
            Self::InvitationsEnded { .. } => "/admin/users?state=invited".to_owned(),
        }
    }
}

impl Home {
    /// A new organisation, one that has things to do, and one that has none.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = Shell::sample(locale, Entry::Home);
        let busy = Self {
            date: if locale == Locale::Nl { "Maandag 23 november" } else { "Monday 23 November" }.to_owned(),
            figures: Figures { people: 40, with_second_step: 38, locked_out: 1, registered_today: 2 },
            alarms: vec![],
            may_acknowledge: true,
            todo: vec![
                Todo::OnlyAdministrator,
                Todo::SecretEnds { id: "c1".to_owned(), app: "JupyterHub".to_owned(), days: 9 },
                Todo::LockedOut {
                    id: "u1".to_owned(),
                    person: "Piet Bakker".to_owned(),
                    since: "08:52".to_owned(),
                    attempts: 10,
                },
            ],
            tasks: None,
            chart: sample_chart(),
            reminder: Some(Reminder { waiting: 2, sent: 0 }),
            missing: ["Joke Smit", "<script>alert(1)</script>"]
                .map(|name| Missing { id: "u2".to_owned(), name: name.to_owned() })
                .to_vec(),
            shell,
        };
        let new = Self {
            figures: Figures { people: 1, with_second_step: 1, locked_out: 0, registered_today: 0 },
            todo: vec![],
            tasks: Some(Tasks { administrator: false, mail: true, people: false, application: false }),
            chart: Chart::default(),
            reminder: Some(Reminder { waiting: 0, sent: 1 }),
            missing: vec![],
            ..busy.clone()
        };
        let calm = Self {
            figures: Figures { people: 40, with_second_step: 40, locked_out: 0, registered_today: 0 },
            todo: vec![],
            reminder: None,
            missing: vec![],
            ..busy.clone()
        };
        let off = Self {
            figures: Figures { people: 40, with_second_step: 1, locked_out: 0, registered_today: 0 },
            todo: vec![
                Todo::KeyCopied { id: "u3".to_owned(), person: "Saskia <Jansen>".to_owned() },
                Todo::MailStays,
                Todo::ExclusionsStuck { exclusions: 1 },
                Todo::Health { findings: 2 },
                Todo::MailFails { messages: 3 },
                Todo::InvitationsEnded { invitations: 1 },
                Todo::WithoutSecondStep { people: 39 },
                Todo::DefaultsOff,
            ],
            chart: Chart::default(),
            ..busy.clone()
        };
        let alarm = |is_rehearsal| AlarmLine {
            id: "7f000001-0000-4000-8000-000000000009".to_owned(),
            person: "Emergency <b>1</b>".to_owned(),
            when: "23 nov 2026, 08:52".to_owned(),
            by_capsule: true,
            is_rehearsal,
        };
        let alarmed = Self {
            alarms: vec![alarm(false), alarm(true)],
            todo: vec![
                Todo::NoEmergencyAccess,
                Todo::EmergencyBroken { person: "Emergency <i>2".to_owned() },
                Todo::EmergencyUntried { person: "Emergency 3".to_owned() },
            ],
            ..calm.clone()
        };
        vec![
            ("admin-home", busy),
            ("admin-home-new", new),
            ("admin-home-calm", calm),
            ("admin-home-off", off),
            ("admin-home-alarm", alarmed),
        ]
    }
}

fn sample_chart() -> Chart {
    let days = (0..30_u32)
        .map(|day| {
            let weekend = matches!(day % 7, 5 | 6);
            let inside = if weekend { 8 + day % 5 } else { 80 + day * 7 % 31 };
            let stopped = if day % 6 == 4 { 3 } else { 0 };
            Day { label: format!("{} nov", day + 1), inside, extra: inside / 9, stopped }
        })
        .collect();
    Chart { days }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lede(name: &str, locale: Locale) -> String {
        let samples = Home::samples(locale);
        samples.into_iter().find(|(sample, _)| *sample == name).unwrap().1.lede()
    }

    #[test]
    fn the_sentence_says_what_the_page_shows() {
        assert_eq!(
            lede("admin-home", Locale::En),
            "**38 of 40 people** sign in with two steps. **One person is locked out.** 2 people registered a \
             second step today. 2 other things need your attention."
        );
        assert_eq!(
            lede("admin-home-calm", Locale::Nl),
            "**Alle 40 mensen** melden zich aan met twee stappen. Vandaag hoeft u niets te doen."
        );
        assert_eq!(
            lede("admin-home-new", Locale::Nl),
            "**U** meldt zich aan met twee stappen. Verder is er nog niemand."
        );
    }

    #[test]
    fn home_does_not_say_that_nothing_needs_anybody_while_an_alarm_sounds() {
        let mut home = Home::samples(Locale::En).pop().unwrap().1;
        assert!(home.lede().contains("An emergency account was used."), "{}", home.lede());
        home.todo.clear();
        assert!(!home.lede().contains("Nothing needs you"), "{}", home.lede());
        assert!(home.render().unwrap().contains("notice stop"));
    }

    #[test]
    fn a_new_home_says_too_that_nothing_else_needs_anybody() {
        let home = |name: &str| {
            let samples = Home::samples(Locale::En);
            samples.into_iter().find(|(sample, _)| *sample == name).unwrap().1.render().unwrap()
        };
        assert!(home("admin-home-new").contains("Beside these steps, nothing needs you today."));
        assert!(!home("admin-home-calm").contains("Beside these steps"));
    }

    #[test]
    fn the_urgent_comes_first_and_five_is_the_most() {
        let mut home = Home::samples(Locale::En).remove(0).1;
        home.todo = vec![Todo::MailStays; 7];
        home.todo.push(Todo::DefaultsOff);
        let shown = home.to_do();
        assert_eq!(shown.len(), 5);
        assert!(matches!(shown[0], Todo::DefaultsOff));
    }
}
