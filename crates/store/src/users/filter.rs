use model::{Id, Timestamp, User};

/// What a list of people is narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleFilter {
    /// What their display names begin with.
    pub starting: String,
    /// The state of their accounts.
    pub state: Option<Standing>,
    /// Whether they have a second factor.
    pub second: SecondFactor,
    /// Members or guests.
    pub kind: Kind,
}

/// Whom a list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Everybody.
    #[default]
    Everybody,
    /// Guests only.
    Guests,
}

impl PeopleFilter {
    /// What it narrows to, in words for a record; the text that was typed is not in it.
    pub fn words(&self) -> String {
        let parts = [
            (!self.starting.is_empty()).then_some("name"),
            self.state.map(Standing::word),
            (self.second == SecondFactor::Missing).then_some("without second step"),
            (self.kind == Kind::Guests).then_some("guests"),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// The state of an account, as a list is narrowed by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// May sign in.
    Active,
    /// Was invited, and has not come yet.
    Invited,
    /// May not sign in.
    Blocked,
}

/// Whether a second factor is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SecondFactor {
    /// It is not.
    #[default]
    Any,
    /// Only who may sign in and has none.
    Missing,
}

impl Standing {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Active, Self::Invited, Self::Blocked];

    /// The word in the database and in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Invited => "invited",
            Self::Blocked => "blocked",
        }
    }

    /// Reads [`Standing::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.word() == word)
    }
}

/// Where a list continues: after this display name and id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The display name of the last row shown.
    pub display: String,
    /// Its id.
    pub id: Id<User>,
}

/// Another order of people than by display name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeopleOrder {
    /// By the name they sign in with.
    UserName,
    /// Who signed in last comes first, and who never did comes last.
    LastSignIn,
    /// Who was added last comes first.
    Created,
}

impl PeopleOrder {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::UserName, Self::LastSignIn, Self::Created];

    /// The word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::UserName => "name",
            Self::LastSignIn => "seen",
            Self::Created => "created",
        }
    }

    /// Reads [`PeopleOrder::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.word() == word)
    }
}

/// Where a list in another order continues: after the person of this row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceInOrder {
    /// The user name.
    pub name: String,
    /// The moment that the order is by, if there is one.
    pub at: Option<Timestamp>,
    /// The id.
    pub id: Id<User>,
}
