use crate::{Country, GuestKind, Id, Locale, Name, Timestamp, User, mail_address, plain_text};

/// What is known of a person beside what sign-ins look at: a row of its own, so that the rows that every sign-in reads
/// stay small.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// The given name.
    pub given: Option<String>,
    /// The family name.
    pub surname: Option<String>,
    /// Where else mail reaches the person.
    pub other_mails: Vec<String>,
    /// A telephone number; it proves nothing.
    pub phone: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// The job title.
    pub job_title: Option<String>,
    /// The company.
    pub company: Option<String>,
    /// The number in the administration of the organisation.
    pub employee_id: Option<String>,
    /// The country that the person works in.
    pub usage_location: Option<Country>,
    /// Whom the person reports to.
    pub manager: Option<Id<User>>,
}

/// A person with everything that is kept about them under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// What sign-ins look at.
    pub user: User,
    /// The rest.
    pub profile: Profile,
    /// What a directory server that they come from calls them; nothing for whoever was made here.
    pub synced_as: Option<String>,
}

macro_rules! attributes {
    ($($(#[$meta:meta])* $name:ident = $word:literal;)+) => {
        /// A property of a person that can be changed, by the name that Microsoft Graph has for it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Attribute { $($(#[$meta])* $name),+ }

        impl Attribute {
            /// Every attribute, in the order of forms and files.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name in forms, files, records and commands.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

attributes! {
    /// The name to sign in with.
    UserPrincipalName = "userPrincipalName";
    /// How the person is called.
    DisplayName = "displayName";
    /// The given name.
    GivenName = "givenName";
    /// The family name.
    Surname = "surname";
    /// Where mail goes.
    Mail = "mail";
    /// Where else mail reaches the person: several, with `;` or line breaks between them.
    OtherMails = "otherMails";
    /// A telephone number.
    MobilePhone = "mobilePhone";
    /// The language of pages and mail.
    PreferredLanguage = "preferredLanguage";
    /// The job title.
    JobTitle = "jobTitle";
    /// The department.
    Department = "department";
    /// The company.
    CompanyName = "companyName";
    /// The number in the administration of the organisation.
    EmployeeId = "employeeId";
    /// Whom the person reports to; here by id, elsewhere by user name.
    Manager = "manager";
    /// The country that the person works in: two letters (ISO 3166-1).
    UsageLocation = "usageLocation";
    /// `Member` or `Guest`.
    UserType = "userType";
    /// When the account ends; here in microseconds, elsewhere as the last day.
    AccountEnds = "accountEnds";
}

/// How many other mail addresses somebody may have.
const MOST_MAILS: usize = 10;

impl Attribute {
    /// Reads [`Attribute::word`]; case does not count.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|attribute| attribute.word().eq_ignore_ascii_case(word))
    }

    /// True when rules may read it: whoever could change it for themselves could move themselves out of one.
    pub const fn is_read_by_rules(self) -> bool {
        !matches!(self, Self::PreferredLanguage)
    }

    /// True when it is the directory server's to say, for whoever comes from one.
    pub const fn comes_from_directory(self) -> bool {
        !matches!(
            self,
            Self::OtherMails
                | Self::PreferredLanguage
                | Self::UsageLocation
                | Self::UserType
                | Self::AccountEnds
        )
    }

    /// As text; empty for none.
    pub fn read(self, person: &Person) -> String {
        let Person { user, profile, .. } = person;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        match self {
            Self::UserPrincipalName => user.name.to_string(),
            Self::DisplayName => user.display.clone(),
            Self::GivenName => text(&profile.given),
            Self::Surname => text(&profile.surname),
            Self::Mail => text(&user.mail),
            Self::OtherMails => profile.other_mails.join(";"),
            Self::MobilePhone => text(&profile.phone),
            Self::PreferredLanguage => user.locale.map_or_else(String::new, |locale| locale.tag().to_owned()),
            Self::JobTitle => text(&profile.job_title),
            Self::Department => text(&profile.department),
            Self::CompanyName => text(&profile.company),
            Self::EmployeeId => text(&profile.employee_id),
            Self::Manager => profile.manager.map_or_else(String::new, |id| id.to_string()),
            Self::UsageLocation => {
                profile.usage_location.map_or_else(String::new, |country| country.code().to_owned())
            }
            Self::UserType => if user.guest == GuestKind::Member { "Member" } else { "Guest" }.to_owned(),
            Self::AccountEnds => user.ends.map_or_else(String::new, |end| end.as_micros().to_string()),
        }
    }

    /// Makes this text the value; an empty one takes the value away. The error is the attribute that cannot have it.
    pub fn write(self, person: &mut Person, text: &str) -> Result<(), Self> {
        let wrong = Err(self);
        let text = text.trim();
        let Person { user, profile, .. } = person;
        match self {
            Self::UserPrincipalName => match Name::new(text) {
                Ok(name) => user.name = name,
                Err(_) => return wrong,
            },
            Self::DisplayName => user.display = plain_text(text, 120).ok_or(self)?,
            Self::GivenName => profile.given = self.line(text, 64)?,
            Self::Surname => profile.surname = self.line(text, 64)?,
            Self::Mail => user.mail = self.some(text, mail_address)?,
            Self::OtherMails => {
                let parts = text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty());
                let mails = parts.map(mail_address).collect::<Option<Vec<_>>>().ok_or(self)?;
                if mails.len() > MOST_MAILS {
                    return wrong;
                }
                profile.other_mails = mails;
            }
            Self::MobilePhone => profile.phone = self.some(text, phone)?,
            Self::PreferredLanguage => user.locale = self.some(text, Locale::from_tag)?,
            Self::JobTitle => profile.job_title = self.line(text, 128)?,
            Self::Department => profile.department = self.line(text, 64)?,
            Self::CompanyName => profile.company = self.line(text, 64)?,
            Self::EmployeeId => profile.employee_id = self.line(text, 16)?,
            Self::Manager => profile.manager = self.some(text, |text| text.parse().ok())?,
            Self::UsageLocation => profile.usage_location = self.some(text, Country::new)?,
            Self::UserType => match text.to_ascii_lowercase().as_str() {
                "member" | "" => user.guest = GuestKind::Member,
                // A guest of another organisation stays one.
                "guest" if user.guest == GuestKind::Member => user.guest = GuestKind::InternalGuest,
                "guest" => {}
                _ => return wrong,
            },
            Self::AccountEnds => {
                user.ends = self.some(text, |text| text.parse().ok().map(Timestamp::from_micros))?;
            }
        }
        Ok(())
    }

    /// A line of at most `max` characters, or none.
    fn line(self, text: &str, max: usize) -> Result<Option<String>, Self> {
        // A character is four bytes at most.
        self.some(text, |text| plain_text(text, max * 4).filter(|line| line.chars().count() <= max))
    }

    fn some<T>(self, text: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Self> {
        if text.is_empty() { Ok(None) } else { read(text).map(Some).ok_or(self) }
    }
}

/// A telephone number as people write them: digits, with what stands between them.
fn phone(text: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.' | '/' | 'x');
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    (text.len() <= 32 && has_digit && text.chars().all(is_part)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PasswordState, PerUserMfa, UserState};

    fn anna() -> Person {
        let at = Timestamp::from_secs(1_790_000_000);
        let user = User {
            id: Id::fixed(1),
            name: Name::new("anna@devries.nl").unwrap(),
            display: "Anna de Vries".to_owned(),
            mail: None,
            locale: None,
            state: UserState::Active,
            password: PasswordState::None,
            per_user_mfa: PerUserMfa::Disabled,
            guest: GuestKind::Member,
            created: at,
            valid_from: at,
            asked_since: None,
            ends: None,
        };
        Person { user, profile: Profile::default(), synced_as: None }
    }

    #[test]
    fn what_is_written_is_read_back_and_nothing_takes_it_away() {
        let id = Id::<User>::fixed(7).to_string();
        for (word, text) in [
            ("userPrincipalName", "a.devries@devries.nl"),
            ("displayName", "Anna Jansen"),
            ("givenName", "Anna"),
            ("surname", "Jansen"),
            ("mail", "anna@devries.nl"),
            ("otherMails", "a@x.nl;b@x.nl"),
            ("mobilePhone", "+31 6 1234 5678"),
            ("preferredLanguage", "nl"),
            ("jobTitle", "Controller"),
            ("department", "Financi\u{eb}n"),
            ("companyName", "De Vries"),
            ("employeeId", "0042"),
            ("manager", &id),
            ("usageLocation", "NL"),
            ("userType", "Guest"),
            ("accountEnds", "1790000000000000"),
        ] {
            let attribute = Attribute::from_word(word).unwrap();
            let mut person = anna();
            let before = attribute.read(&person);
            assert_eq!(attribute.write(&mut person, text), Ok(()), "{word}");
            assert_eq!(attribute.read(&person), text, "{word}");
            let is_needed = matches!(attribute, Attribute::UserPrincipalName | Attribute::DisplayName);
            let emptied = attribute.write(&mut person, " ");
            assert_eq!(emptied.is_err(), is_needed, "{word}");
            if !is_needed {
                assert_eq!(attribute.read(&person), before, "{word}");
            }
        }
        assert_eq!(Attribute::ALL.len(), 16, "each has a line above");
    }

    #[test]
    fn what_cannot_be_a_value_is_refused() {
        let many = "a@x.nl;".repeat(11);
        for (attribute, text) in [
            (Attribute::DisplayName, "Anna\r\nBcc: x"),
            (Attribute::GivenName, &"a".repeat(65) as &str),
            (Attribute::Mail, "a@b,c@d"),
            (Attribute::OtherMails, &many),
            (Attribute::MobilePhone, "call me"),
            (Attribute::PreferredLanguage, "xx"),
            (Attribute::UsageLocation, "Nederland"),
            (Attribute::UserType, "admin"),
            (Attribute::Manager, "piet"),
            (Attribute::EmployeeId, "12345678901234567"),
        ] {
            let mut person = anna();
            assert_eq!(attribute.write(&mut person, text), Err(attribute), "{text}");
            assert_eq!(person, anna());
        }
        assert_eq!(Attribute::from_word("roles"), None);
        assert_eq!(Attribute::from_word("UserPrincipalName"), Some(Attribute::UserPrincipalName));
    }
}
