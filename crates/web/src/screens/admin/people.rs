use askama::Template;
use model::{Attribute, Locale};
use service::{PeopleOrder, Standing};
use text::Texts;

use super::attribute_words::label;
use super::done::Done;
use super::person::{Person, PersonState};
use super::selected::SelectedAct;
use super::shell::{Entry, Shell};

/// Users > Active users.
#[derive(Template, Clone)]
#[template(path = "admin/people.html")]
pub struct People {
    /// What surrounds the page.
    pub shell: Shell,
    /// How many people there are in all.
    pub total: u32,
    /// How many fit what the list is narrowed to; `None` where that is nothing, or more than a page.
    pub fitting: Option<u32>,
    /// What the list is narrowed to: the beginning of a name or user name.
    pub query: String,
    /// The state of the accounts that are shown.
    pub state: Option<Standing>,
    /// True when only people without a second step are shown.
    pub only_without: bool,
    /// The order, where it is another than by name.
    pub order: Option<PeopleOrder>,
    /// One page of people, by name or in that order.
    pub lines: Vec<PersonLine>,
    /// The person beside the list.
    pub open: Option<Box<Person>>,
    /// Where the next page is.
    pub more: Option<String>,
    /// The columns that were chosen beside those that are always there.
    pub columns: Vec<Attribute>,
    /// What the reader may do to several people at once.
    pub acts: Vec<SelectedAct>,
    /// True when the reader may add people.
    pub may_add: bool,
    /// True when the reader may import people.
    pub may_import: bool,
    /// True when the reader may take the list out in a file.
    pub may_export: bool,
}

/// A person in the list.
#[derive(Debug, Clone)]
pub struct PersonLine {
    /// The id in the address.
    pub id: String,
    /// How the person is called.
    pub name: String,
    /// The name to sign in with.
    pub user_name: String,
    /// The state of the account.
    pub state: PersonState,
    /// Whether a second step is set up.
    pub second_step: SecondStep,
    /// What stands in the columns that were chosen.
    pub more: Vec<String>,
    /// True when an administrator role is held.
    pub is_administrator: bool,
    /// True for the reader.
    pub is_you: bool,
    /// `today 08:41`; `None` for never.
    pub last_sign_in: Option<String>,
}

/// Whether a second step is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondStep {
    /// It is.
    Registered,
    /// It is not, and is asked at the next sign-in or by no policy.
    Missing,
    /// It is not, and must be by then.
    DueBy(String),
}

impl SecondStep {
    /// The class of its dot.
    pub const fn dot(&self) -> &'static str {
        match self {
            Self::Registered => "ok",
            Self::Missing | Self::DueBy(_) => "warn",
        }
    }

    /// In words.
    pub fn text(&self, t: &Texts) -> String {
        match self {
            Self::Registered => t.admin_second_yes(),
            Self::Missing | Self::DueBy(_) => t.admin_second_no(),
        }
    }
}

fn state_text(t: &Texts, state: Standing) -> String {
    match state {
        Standing::Active => t.admin_state_active(),
        Standing::Invited => t.admin_state_invited(),
        Standing::Blocked => t.admin_state_blocked(),
    }
}

impl People {
    /// True when something narrows the list.
    pub fn is_filtered(&self) -> bool {
        self.only_without || self.state.is_some() || !self.query.is_empty()
    }

    /// How many people there are, or fit, in a sentence; `None` where nobody counted.
    pub fn count_text(&self) -> Option<String> {
        let t = self.shell.texts;
        match (self.is_filtered(), self.fitting) {
            (true, fitting) => {
                fitting.filter(|people| *people > 0).map(|people| t.admin_users_fitting(people))
            }
            (false, _) => (self.total > 0).then(|| t.admin_users_count(self.total)),
        }
    }

    /// The orders that the whole list can be in: the word, what it is called, and where it leads; nothing where something
    /// narrows the list.
    pub fn orders(&self) -> Vec<(bool, String, String)> {
        if self.is_filtered() || self.is_guests() {
            return vec![];
        }
        let t = self.shell.texts;
        let choice = |order: Option<PeopleOrder>| {
            let text = match order {
                None => t.users_order_name(),
                Some(PeopleOrder::UserName) => t.users_order_user_name(),
                Some(PeopleOrder::LastSignIn) => t.users_order_last(),
                Some(PeopleOrder::Created) => t.users_order_created(),
            };
            let shown = self.columns.iter().map(|column| format!("show={}", column.word()));
            let pairs: Vec<String> =
                order.map(|order| format!("sort={}", order.word())).into_iter().chain(shown).collect();
            let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
            (order == self.order, text, format!("{}{}{query}", self.shell.root, self.list()))
        };
        [None].into_iter().chain(PeopleOrder::ALL.map(Some)).map(choice).collect()
    }

    /// True for the person beside the list.
    pub fn is_open(&self, line: &PersonLine) -> bool {
        self.open.as_ref().is_some_and(|person| person.id == line.id)
    }

    /// The states with whether each is chosen.
    pub fn state_choices(&self) -> Vec<(&'static str, String, bool)> {
        let choice =
            |state: Standing| (state.word(), state_text(self.shell.texts, state), self.state == Some(state));
        Standing::ALL.map(choice).to_vec()
    }

    /// What the list can show beside what it always shows.
    pub const COLUMNS: [Attribute; 9] = [
        Attribute::GivenName,
        Attribute::Surname,
        Attribute::Mail,
        Attribute::MobilePhone,
        Attribute::JobTitle,
        Attribute::Department,
        Attribute::CompanyName,
        Attribute::Manager,
        Attribute::AccountEnds,
    ];

    /// The columns with whether each is chosen.
    pub fn column_choices(&self) -> Vec<(&'static str, String, bool)> {
        let choice = |column: Attribute| {
            (column.word(), label(self.shell.texts, column), self.columns.contains(&column))
        };
        Self::COLUMNS.map(choice).to_vec()
    }

    /// What the chosen columns are called.
    pub fn column_titles(&self) -> Vec<String> {
        self.columns.iter().map(|column| label(self.shell.texts, *column)).collect()
    }

    /// A row's further cells, each with the title of its column.
    pub fn more_cells(&self, line: &PersonLine) -> Vec<(String, String)> {
        self.column_titles().into_iter().zip(line.more.iter().cloned()).collect()
    }

    /// The list itself, without what narrows it.
    pub const fn list(&self) -> &'static str {
        self.shell.entry.path()
    }

    /// What the list is called.
    pub fn title(&self) -> String {
        let t = self.shell.texts;
        if self.is_guests() { t.guests_title() } else { t.admin_users_title() }
    }

    /// True for the list of guests.
    pub fn is_guests(&self) -> bool {
        self.shell.entry == Entry::Guests
    }

    /// What the button that adds somebody says.
    pub fn add_text(&self) -> String {
        let t = self.shell.texts;
        if self.is_guests() { t.guests_add() } else { t.admin_users_add() }
    }

    /// Where it leads.
    pub fn add_path(&self) -> &'static str {
        if self.is_guests() { "/admin/users/new?kind=guest" } else { "/admin/users/new" }
    }

    /// What the list is narrowed to, in words.
    pub fn filter_text(&self) -> String {
        let t = self.shell.texts;
        let typed = Some(self.query.clone()).filter(|query| !query.is_empty());
        let parts = [
            typed,
            self.state.map(|state| state_text(t, state)),
            self.only_without.then(|| t.admin_users_without()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// A list, nobody found, nobody there.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let shell = Shell::sample(locale, Entry::ActiveUsers);
        let line = |name: &str, state, second_step| PersonLine {
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            name: name.to_owned(),
            user_name: format!("{}@devries.nl", name.split(' ').next().unwrap_or("").to_lowercase()),
            state,
            second_step,
            more: vec![],
            is_administrator: name.starts_with("Marieke"),
            is_you: name.starts_with("Marieke"),
            last_sign_in: name.contains(' ').then(|| "23 nov 2026, 08:41".to_owned()),
        };
        let until = || "26 nov 2026, 09:00".to_owned();
        let lines = vec![
            line("Ali Demir", PersonState::Invited { until: until() }, SecondStep::Missing),
            line("Anna van den Berg-Hoogeveen", PersonState::Active, SecondStep::Registered),
            line("Joke Smit", PersonState::Active, SecondStep::DueBy(until())),
            line("Marieke de Vries", PersonState::Active, SecondStep::Registered),
            line("Piet Bakker", PersonState::LockedOut { until: "09:07".to_owned() }, SecondStep::Registered),
            line("<script>alert('x')</script>", PersonState::Blocked { since: until() }, SecondStep::Missing),
        ];
        let list = Self {
            shell: shell.clone(),
            total: 40,
            fitting: None,
            query: String::new(),
            state: None,
            order: None,
            only_without: false,
            lines,
            open: None,
            more: Some("/admin/users?after=Piet".to_owned()),
            columns: vec![],
            acts: SelectedAct::ALL.to_vec(),
            may_add: true,
            may_import: true,
            may_export: true,
        };
        let none_found = Self {
            query: "zz\"<b>".to_owned(),
            state: Some(Standing::Invited),
            fitting: Some(0),
            lines: vec![],
            more: None,
            ..list.clone()
        };
        let empty = Self {
            shell: shell.clone().after(Done::PersonAdded),
            total: 0,
            fitting: None,
            query: String::new(),
            state: None,
            ..none_found.clone()
        };
        let mut people = Person::samples(locale).into_iter();
        let mut beside = || Self { open: people.next().map(|(_, person)| Box::new(person)), ..list.clone() };
        let (beside, beside_locked) = (beside(), beside());
        let with_help = Self { shell: shell.beside("inviting-people"), ..list.clone() };
        let guests = Self {
            shell: Shell::sample(locale, Entry::Guests),
            columns: vec![Attribute::CompanyName, Attribute::AccountEnds],
            lines: list
                .lines
                .iter()
                .map(|line| PersonLine {
                    more: vec!["De Vries <b>".to_owned(), String::new()],
                    ..line.clone()
                })
                .collect(),
            acts: vec![],
            may_export: false,
            ..list.clone()
        };
        let no_guests = Self { lines: vec![], total: 0, ..guests.clone() };
        vec![
            ("admin-guests", guests),
            ("admin-guests-empty", no_guests),
            ("admin-users", list),
            ("admin-users-beside", beside),
            ("admin-users-beside-locked", beside_locked),
            ("admin-users-with-help", with_help),
            ("admin-users-none-found", none_found),
            ("admin-users-empty", empty),
        ]
    }
}
