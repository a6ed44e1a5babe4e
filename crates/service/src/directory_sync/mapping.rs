//! What entries of a directory mean here: two presets, Active Directory and OpenLDAP.

use model::{Attribute, Id};
use serde::{Deserialize, Serialize};

use super::dn::dn_key;
use super::report::SyncRefusal;
use super::server::DirectoryEntry;
use super::settings::DirectorySettings;

/// The kind of a directory server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DirectoryKind {
    /// Microsoft Active Directory and what speaks like it.
    ActiveDirectory,
    /// OpenLDAP and others that keep `entryUUID` (RFC 4530).
    OpenLdap,
}

/// Somebody as the server has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SourcePerson {
    pub(super) source: [u8; 16],
    pub(super) dn: String,
    /// The name to sign in with.
    pub(super) login: String,
    /// What is known of them; empty where nothing is.
    pub(super) values: Vec<(Attribute, String)>,
    /// The distinguished name of whom they report to.
    pub(super) manager: Option<String>,
    pub(super) is_enabled: bool,
}

/// A group as the server has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SourceGroup {
    pub(super) source: [u8; 16],
    pub(super) dn: String,
    pub(super) display: String,
    pub(super) description: String,
    /// The distinguished names of who and what is in it.
    pub(super) members: Vec<String>,
}

/// Attributes of a preset, the first that has a value counts.
type Names = &'static [(Attribute, &'static [&'static str])];

const ACTIVE_DIRECTORY: Names = &[
    (Attribute::DisplayName, &["displayName", "cn"]),
    (Attribute::GivenName, &["givenName"]),
    (Attribute::Surname, &["sn"]),
    (Attribute::Mail, &["mail"]),
    (Attribute::MobilePhone, &["mobile", "telephoneNumber"]),
    (Attribute::JobTitle, &["title"]),
    (Attribute::Department, &["department"]),
    (Attribute::CompanyName, &["company"]),
    (Attribute::EmployeeId, &["employeeID"]),
];
const OPEN_LDAP: Names = &[
    (Attribute::DisplayName, &["displayName", "cn"]),
    (Attribute::GivenName, &["givenName"]),
    (Attribute::Surname, &["sn"]),
    (Attribute::Mail, &["mail"]),
    (Attribute::MobilePhone, &["mobile", "telephoneNumber"]),
    (Attribute::JobTitle, &["title"]),
    (Attribute::Department, &["departmentNumber", "ou"]),
    (Attribute::CompanyName, &["o"]),
    (Attribute::EmployeeId, &["employeeNumber"]),
];
/// `ADS_UF_ACCOUNTDISABLE` of `userAccountControl`.
const DISABLED: i64 = 0x2;
/// The longest distinguished name, in bytes: it is looked up, and what is longer has no place in an index.
const LONGEST_NAME: usize = 2_000;
/// How much of a name a report shows of an entry that cannot be taken, in characters.
const SHOWN: usize = 200;
/// How many members of a group are read.
pub(super) const MOST_MEMBERS: usize = 200_000;

impl DirectoryKind {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::ActiveDirectory, Self::OpenLdap];

    /// The word in forms and settings.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ActiveDirectory => "activeDirectory",
            Self::OpenLdap => "openLdap",
        }
    }

    /// Reads [`DirectoryKind::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The filter that finds people.
    pub const fn people_filter(self) -> &'static str {
        match self {
            Self::ActiveDirectory => "(&(objectCategory=person)(objectClass=user))",
            Self::OpenLdap => "(objectClass=inetOrgPerson)",
        }
    }

    /// The filter that finds groups.
    pub const fn groups_filter(self) -> &'static str {
        match self {
            Self::ActiveDirectory => "(objectClass=group)",
            Self::OpenLdap => "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames))",
        }
    }

    /// The attribute with the name to sign in with.
    pub const fn login(self) -> &'static str {
        match self {
            Self::ActiveDirectory => "userPrincipalName",
            Self::OpenLdap => "mail",
        }
    }

    /// The attribute with the id that never changes.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::ActiveDirectory => "objectGUID",
            Self::OpenLdap => "entryUUID",
        }
    }

    /// The attribute that grows with every change.
    pub(super) const fn changed(self) -> &'static str {
        match self {
            Self::ActiveDirectory => "uSNChanged",
            Self::OpenLdap => "modifyTimestamp",
        }
    }

    const fn names(self) -> Names {
        match self {
            Self::ActiveDirectory => ACTIVE_DIRECTORY,
            Self::OpenLdap => OPEN_LDAP,
        }
    }

    /// The id of an entry.
    pub(super) fn id_of(self, entry: &DirectoryEntry) -> Option<[u8; 16]> {
        match self {
            Self::ActiveDirectory => entry.bytes(self.id())?.try_into().ok(),
            Self::OpenLdap => entry.text(self.id())?.parse::<Id<()>>().ok().map(|id| *id.as_bytes()),
        }
    }

    /// When an entry was changed last, in the server's own measure; what is none is nothing.
    pub(super) fn changed_of(self, entry: &DirectoryEntry) -> Option<String> {
        let text = entry.text(self.changed())?;
        let is_digit = |byte: u8| byte.is_ascii_digit();
        let fits = match self {
            Self::ActiveDirectory => text.len() <= 19 && text.bytes().all(is_digit),
            Self::OpenLdap => {
                text.len() <= 26 && text.bytes().all(|byte| is_digit(byte) || matches!(byte, b'.' | b'Z'))
            }
        };
        fits.then(|| text.to_owned())
    }

    fn is_enabled(self, entry: &DirectoryEntry) -> bool {
        match self {
            Self::ActiveDirectory => entry
                .text("userAccountControl")
                .and_then(|text| text.parse::<i64>().ok())
                .is_none_or(|control| control & DISABLED == 0),
            Self::OpenLdap => true,
        }
    }
}

/// What is asked of people's entries.
pub(super) fn attributes_of_people(settings: &DirectorySettings) -> Vec<String> {
    let kind = settings.kind;
    let mut all: Vec<String> =
        kind.names().iter().flat_map(|(_, names)| *names).map(|name| (*name).to_owned()).collect();
    let more = [kind.id(), kind.changed(), "manager", "userAccountControl", &settings.login];
    for name in more {
        if !all.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            all.push(name.to_owned());
        }
    }
    all
}

/// What is asked of groups' entries.
pub(super) fn attributes_of_groups(settings: &DirectorySettings) -> Vec<String> {
    let kind = settings.kind;
    [kind.id(), kind.changed(), "cn", "displayName", "description", "member", "uniqueMember"]
        .map(str::to_owned)
        .to_vec()
}

/// An entry that cannot be taken: how it is called, and why not.
pub(super) type Unusable = (String, SyncRefusal);

/// The id of an entry whose distinguished name can be kept. One odd entry is a row of the report, and ends no pass.
fn source(kind: DirectoryKind, entry: &DirectoryEntry) -> Result<[u8; 16], Unusable> {
    let refused = |why| (entry.dn.chars().filter(|c| !c.is_control()).take(SHOWN).collect::<String>(), why);
    let fits = |name: &str| !name.is_empty() && name.len() <= LONGEST_NAME && !name.contains('\0');
    if !fits(&entry.dn) || !fits(&dn_key(&entry.dn)) {
        return Err(refused(SyncRefusal::OddPlace));
    }
    kind.id_of(entry).ok_or_else(|| refused(SyncRefusal::NoId))
}

/// An entry of a person.
pub(super) fn person(
    settings: &DirectorySettings,
    domain: &str,
    entry: &DirectoryEntry,
) -> Result<SourcePerson, Unusable> {
    let kind = settings.kind;
    let source = source(kind, entry)?;
    let login = match entry.text(&settings.login) {
        Some(name) if name.contains('@') => name.to_owned(),
        Some(name) => format!("{name}@{domain}"),
        None => String::new(),
    };
    let value =
        |names: &[&str]| names.iter().find_map(|name| entry.text(name)).unwrap_or_default().to_owned();
    let values = kind.names().iter().map(|(attribute, names)| (*attribute, value(names))).collect();
    Ok(SourcePerson {
        source,
        dn: entry.dn.clone(),
        login,
        values,
        manager: entry.text("manager").map(str::to_owned),
        is_enabled: kind.is_enabled(entry),
    })
}

/// An entry of a group.
pub(super) fn group(settings: &DirectorySettings, entry: &DirectoryEntry) -> Result<SourceGroup, Unusable> {
    let source = source(settings.kind, entry)?;
    let text = |name: &str| entry.text(name).map(str::to_owned);
    let members = entry.texts("member").chain(entry.texts("uniqueMember"));
    Ok(SourceGroup {
        source,
        dn: entry.dn.clone(),
        display: text("displayName").or_else(|| text("cn")).unwrap_or_default(),
        description: text("description").unwrap_or_default(),
        members: members.take(MOST_MEMBERS).map(str::to_owned).collect(),
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::directory_sync::settings::tests::usual;

    pub(in crate::directory_sync) fn entry(dn: &str, values: &[(&str, &[u8])]) -> DirectoryEntry {
        let mut entry = DirectoryEntry { dn: dn.to_owned(), ..DirectoryEntry::default() };
        for (name, value) in values {
            entry.attributes.entry(name.to_ascii_lowercase()).or_default().push(value.to_vec());
        }
        entry
    }

    #[test]
    fn a_person_of_active_directory_is_known_by_the_bytes_of_the_guid() {
        let settings = DirectorySettings { kind: DirectoryKind::ActiveDirectory, ..usual() };
        let settings = DirectorySettings { login: "userPrincipalName".to_owned(), ..settings };
        let guid: [u8; 16] = [0xff, 0, 0x2a, 0x28, 0x29, 0x5c, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0xfe];
        let values: &[(&str, &[u8])] = &[
            ("objectGUID", &guid),
            ("userPrincipalName", b"anna@devries.example"),
            ("cn", b"Anna"),
            ("displayName", "Anna de Vri\u{eb}s".as_bytes()),
            ("department", b"Finance"),
            ("userAccountControl", b"512"),
            ("uSNChanged", b"12345"),
            ("manager", b"CN=Piet,DC=x"),
        ];
        let found = entry("CN=Anna,DC=x", values);
        let anna = person(&settings, "devries.example", &found).unwrap();
        assert_eq!((anna.source, anna.login.as_str(), anna.is_enabled), (guid, "anna@devries.example", true));
        assert_eq!(anna.manager.as_deref(), Some("CN=Piet,DC=x"));
        let value =
            |wanted| anna.values.iter().find(|(attribute, _)| *attribute == wanted).unwrap().1.as_str();
        assert_eq!(value(Attribute::DisplayName), "Anna de Vri\u{eb}s");
        assert_eq!(value(Attribute::Department), "Finance");
        assert_eq!(value(Attribute::JobTitle), "", "what is not there takes the value away");
        assert_eq!(settings.kind.changed_of(&found).as_deref(), Some("12345"));
    }

    #[test]
    fn a_disabled_account_of_active_directory_is_disabled() {
        let settings = DirectorySettings { kind: DirectoryKind::ActiveDirectory, ..usual() };
        for (control, is_enabled) in
            [("512", true), ("514", false), ("66050", false), ("", true), ("x", true)]
        {
            let entry =
                entry("CN=A", &[("objectGUID", &[1; 16]), ("userAccountControl", control.as_bytes())]);
            assert_eq!(person(&settings, "x.nl", &entry).unwrap().is_enabled, is_enabled, "{control}");
        }
    }

    #[test]
    fn a_person_of_openldap_is_known_by_the_entry_uuid() {
        let settings = DirectorySettings { login: "uid".to_owned(), ..usual() };
        let uuid: &[u8] = b"597ae2f6-16a6-1027-98f4-d28b5365dc14";
        let found = entry("uid=piet,dc=x", &[("entryUUID", uuid), ("uid", b"piet"), ("sn", b"Bakker")]);
        let piet = person(&settings, "devries.example", &found).unwrap();
        assert_eq!(piet.login, "piet@devries.example", "a bare name gets the organisation's domain");
        assert_eq!(Id::<()>::from_bytes(piet.source).to_string().as_bytes(), uuid);
        let none = entry("uid=x", &[("uid", b"x"), ("entryUUID", b"not one")]);
        let no_id = ("uid=x".to_owned(), SyncRefusal::NoId);
        assert_eq!(person(&settings, "x", &none), Err(no_id.clone()));
        let none = entry("uid=x", &[("objectGUID", &[1; 15])]);
        let settings = DirectorySettings { kind: DirectoryKind::ActiveDirectory, ..settings };
        assert_eq!(person(&settings, "x", &none), Err(no_id), "fifteen bytes are no id");
    }

    #[test]
    fn an_entry_whose_name_cannot_be_kept_is_a_row_of_the_report() {
        let long = format!("cn={}", "x".repeat(LONGEST_NAME));
        let values: &[(&str, &[u8])] = &[
            ("entryUUID", b"597ae2f6-16a6-1027-98f4-d28b5365dc14"),
            ("cn", b"An\0na"),
            ("mail", b"a\0@x.nl"),
        ];
        for dn in ["", "cn=a\0b", "cn=a\\00b", long.as_str()] {
            let (name, why) = person(&usual(), "x.nl", &entry(dn, values)).unwrap_err();
            assert_eq!(why, SyncRefusal::OddPlace, "{dn}");
            assert!(name.len() <= SHOWN && !name.contains('\0'));
            assert!(group(&usual(), &entry(dn, values)).is_err(), "{dn}");
        }
        let anna = person(&usual(), "x.nl", &entry("cn=a", values)).unwrap();
        assert_eq!(anna.login, "", "a value that no database keeps is none");
        assert!(anna.values.iter().all(|(_, value)| value.is_empty()));
        let staff = entry("cn=s", &[values[0], ("member", b"cn=a\0"), ("member", b"cn=b")]);
        assert_eq!(group(&usual(), &staff).unwrap().members, ["cn=b"]);
    }

    #[test]
    fn what_a_server_says_about_changes_is_a_number_or_a_time_or_nothing() {
        let of = |kind: DirectoryKind, text: &str| {
            kind.changed_of(&entry(
                "x",
                &[("uSNChanged", text.as_bytes()), ("modifyTimestamp", text.as_bytes())],
            ))
        };
        assert_eq!(of(DirectoryKind::OpenLdap, "20261127094500Z").as_deref(), Some("20261127094500Z"));
        assert_eq!(of(DirectoryKind::OpenLdap, "*)(uid=*"), None);
        assert_eq!(of(DirectoryKind::ActiveDirectory, "-1"), None);
        assert_eq!(of(DirectoryKind::ActiveDirectory, "99999999999999999999"), None);
    }

    #[test]
    fn members_of_both_kinds_of_groups_are_read() {
        let found = entry(
            "cn=staff,dc=x",
            &[
                ("entryUUID", b"597ae2f6-16a6-1027-98f4-d28b5365dc14"),
                ("cn", b"Staff"),
                ("member", b"uid=a,dc=x"),
                ("member", b"uid=b,dc=x"),
                ("uniqueMember", b"cn=sub,dc=x"),
            ],
        );
        let staff = group(&usual(), &found).unwrap();
        assert_eq!((staff.display.as_str(), staff.description.as_str()), ("Staff", ""));
        assert_eq!(staff.members, ["uid=a,dc=x", "uid=b,dc=x", "cn=sub,dc=x"]);
    }
}
