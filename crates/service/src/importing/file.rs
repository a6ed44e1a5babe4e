//! What a file of people says: columns and rows, read without looking at anything else.

use std::collections::HashSet;

use factors::password::{Cost, Hash, Password};
use model::Attribute;

use super::Why;
use crate::spreadsheet::as_typed;

/// The most rows of one file.
pub const MOST_ROWS: usize = 20_000;
/// The most bytes of one file.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;
/// The shortest password that is taken; it is changed at the first sign-in.
const SHORTEST: usize = 8;

/// What the file says.
#[derive(Debug)]
pub struct PeopleFile {
    /// One for each line with a person.
    pub rows: Vec<FileRow>,
    /// Columns that are known elsewhere and not kept here, as the file calls them.
    pub not_kept: Vec<String>,
}

/// What one line says.
#[derive(Debug)]
pub struct FileRow {
    /// Its line in the file; the first is 1.
    pub line: u64,
    /// The name to sign in with, as it is written.
    pub name: String,
    /// Attributes with what is written.
    pub values: Vec<(Attribute, String)>,
    /// Whether signing in is blocked, where the file says it.
    pub blocked: Option<bool>,
    /// The password, where there is one.
    pub password: Option<Given>,
    /// What cannot be understood, where something cannot.
    pub unclear: Option<Why>,
}

/// A password that a file gives.
pub enum Given {
    /// As people type it: hashed by a job, and changed at the first sign-in.
    Plain(String),
    /// Hashed elsewhere, at or above the floor.
    Hashed(Hash),
    /// Hashed in a way that is not taken, or too short.
    Unusable,
}

impl std::fmt::Debug for Given {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Given(…)")
    }
}

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// It is longer than [`MOST_BYTES`] or has more rows than [`MOST_ROWS`].
    TooLarge,
    /// It is no UTF-8.
    NotText,
    /// It has no heading, or no row below it.
    Empty,
    /// A column is called what no column is called.
    UnknownColumn(String),
    /// Two columns mean the same.
    Twice(String),
    /// No column has the names to sign in with.
    NoNames,
    /// A line is no line of a table; the first is 1.
    Broken(u64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Column {
    Attribute(Attribute),
    Password,
    Enabled,
    Blocked,
    NotKept,
}

/// Reads a file: commas or semicolons, a heading, and below it a line each. Headings are attributes, or what the files of
/// Microsoft's admin centres call them; the line `version:v1.0` above them is skipped.
pub fn read(bytes: &[u8]) -> Result<PeopleFile, FileError> {
    if bytes.len() > MOST_BYTES {
        return Err(FileError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| FileError::NotText)?;
    // Lines are counted by their ends, and one of two characters would be counted late.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let (text, skipped) = match text.split_once('\n') {
        Some((first, rest)) if first.trim().starts_with("version:") => (rest, 1),
        _ => (text.as_str(), 0),
    };
    let heading = text.lines().next().unwrap_or_default();
    let separator = if heading.contains(';') && !heading.contains(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|_| FileError::Broken(1 + skipped))?.clone();
    let (columns, not_kept) = columns(&headings)?;
    let mut rows = vec![];
    for record in reader.records() {
        let record = record
            .map_err(|error| FileError::Broken(error.position().map_or(1, csv::Position::line) + skipped))?;
        let line = record.position().map_or(1, csv::Position::line) + skipped;
        if record.iter().all(str::is_empty) {
            continue;
        }
        if record.len() > columns.len() {
            return Err(FileError::Broken(line));
        }
        if rows.len() == MOST_ROWS {
            return Err(FileError::TooLarge);
        }
        rows.push(row(line, &columns, &record));
    }
    if rows.is_empty() {
        return Err(FileError::Empty);
    }
    Ok(PeopleFile { rows, not_kept })
}

fn columns(headings: &csv::StringRecord) -> Result<(Vec<Column>, Vec<String>), FileError> {
    let (mut columns, mut not_kept, mut seen) = (vec![], vec![], HashSet::new());
    if headings.iter().all(str::is_empty) {
        return Err(FileError::Empty);
    }
    for heading in headings {
        let shown: String = heading.chars().filter(|c| !c.is_control()).take(60).collect();
        let column = column(heading).ok_or_else(|| FileError::UnknownColumn(shown.clone()))?;
        if column == Column::NotKept {
            not_kept.push(shown);
        } else if !seen.insert(column) {
            return Err(FileError::Twice(shown));
        }
        columns.push(column);
    }
    if !columns.contains(&Column::Attribute(Attribute::UserPrincipalName)) {
        return Err(FileError::NoNames);
    }
    Ok((columns, not_kept))
}

/// What a heading means. `Block sign in (Yes/No) [accountEnabled] Required` is what Microsoft's file calls one.
fn column(heading: &str) -> Option<Column> {
    let bracketed = heading.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(word, _)| word);
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let word = plain(bracketed.unwrap_or(heading));
    if word == "accountenabled" && plain(heading).contains("block") {
        return Some(Column::Blocked);
    }
    if let Some(attribute) = Attribute::from_word(&word) {
        return Some(Column::Attribute(attribute));
    }
    let attribute = match word.as_str() {
        "username" | "upn" | "gebruikersnaam" => Attribute::UserPrincipalName,
        "name" | "naam" | "weergavenaam" => Attribute::DisplayName,
        "firstname" | "voornaam" => Attribute::GivenName,
        "lastname" | "familyname" | "achternaam" => Attribute::Surname,
        "email" | "mailaddress" | "emailaddress" | "emailadres" => Attribute::Mail,
        "alternateemailaddress" | "alternateemailaddresses" => Attribute::OtherMails,
        "mobile" | "phone" | "telephone" | "telefoon" => Attribute::MobilePhone,
        "language" | "taal" => Attribute::PreferredLanguage,
        "title" | "functie" => Attribute::JobTitle,
        "afdeling" => Attribute::Department,
        "company" | "bedrijf" => Attribute::CompanyName,
        "employeenumber" | "personeelsnummer" => Attribute::EmployeeId,
        "leidinggevende" => Attribute::Manager,
        "lastday" | "laatstedag" => Attribute::AccountEnds,
        "password" | "passwordprofile" | "initialpassword" | "wachtwoord" => return Some(Column::Password),
        "accountenabled" => return Some(Column::Enabled),
        "blocksignin" => return Some(Column::Blocked),
        "streetaddress"
        | "address"
        | "stateorprovince"
        | "state"
        | "country"
        | "countryorregion"
        | "office"
        | "physicaldeliveryofficename"
        | "officenumber"
        | "officephone"
        | "telephonenumber"
        | "city"
        | "postalcode"
        | "ziporpostalcode"
        | "fax"
        | "faxnumber"
        | "objectid"
        | "id"
        | "secondstep"
        | "lastsignin"
        | "roles"
        | "created" => return Some(Column::NotKept),
        _ => return None,
    };
    Some(Column::Attribute(attribute))
}

fn row(line: u64, columns: &[Column], record: &csv::StringRecord) -> FileRow {
    let mut row =
        FileRow { line, name: String::new(), values: vec![], blocked: None, password: None, unclear: None };
    for (column, typed) in columns.iter().zip(record.iter()) {
        let cell = as_typed(typed);
        match column {
            Column::Attribute(Attribute::UserPrincipalName) => row.name = cell,
            Column::Attribute(attribute) => row.values.push((*attribute, cell)),
            Column::Password => row.password = given(typed),
            Column::Enabled | Column::Blocked => match (said(&cell), column) {
                (Some(enabled), Column::Enabled) => row.blocked = Some(!enabled),
                (Some(blocked), _) => row.blocked = Some(blocked),
                (None, _) if cell.is_empty() => {}
                // Somebody meant one of them; guessing could let in who should not be.
                (None, _) => row.unclear = Some(Why::Unclear),
            },
            Column::NotKept => {}
        }
    }
    row
}

/// What a cell says that says yes or no.
fn said(cell: &str) -> Option<bool> {
    match cell.to_lowercase().as_str() {
        "yes" | "true" | "ja" | "waar" | "1" => Some(true),
        "no" | "false" | "nee" | "onwaar" | "0" => Some(false),
        _ => None,
    }
}

fn given(cell: &str) -> Option<Given> {
    if cell.is_empty() {
        return None;
    }
    // A text in the form of a hash is one, whatever it is the hash of: nobody chooses such a password.
    if cell.starts_with('$') || cell.starts_with('{') {
        return Some(match cell.parse::<Hash>() {
            Ok(hash) if is_at_floor(hash.cost()) => Given::Hashed(hash),
            _ => Given::Unusable,
        });
    }
    Some(match Password::new(cell) {
        Ok(_) if cell.chars().count() >= SHORTEST => Given::Plain(cell.to_owned()),
        _ => Given::Unusable,
    })
}

/// True for what would be made here too (S7): a hash that is cheaper to guess is no better than none.
fn is_at_floor(cost: Cost) -> bool {
    Cost::new(cost.memory_kib(), cost.passes(), cost.lanes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MICROSOFT: &str = "version:v1.0\r\nName [displayName] Required,User name [userPrincipalName] Required,Initial \
        password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required,First name [givenName],\
        Last name [surname],Job title [jobTitle],Department [department],Usage location [usageLocation],Street address \
        [streetAddress],City [city],Mobile phone [mobile]\r\nChris Green,chris@contoso.com,myPassword1234,No,Chris,\
        Green,\"IT, Manager\",IT,NL,,,06\r\n\r\n";

    #[test]
    fn the_file_of_the_other_admin_centre_is_read_as_it_is() {
        let file = read(MICROSOFT.as_bytes()).unwrap();
        let row = &file.rows[0];
        assert_eq!((row.line, row.name.as_str(), row.blocked), (3, "chris@contoso.com", Some(false)));
        assert!(matches!(row.password, Some(Given::Plain(_))));
        let value =
            |attribute| row.values.iter().find(|(other, _)| *other == attribute).map(|(_, text)| &**text);
        assert_eq!(value(Attribute::JobTitle), Some("IT, Manager"));
        assert_eq!(value(Attribute::MobilePhone), Some("06"));
        assert_eq!((file.rows.len(), file.not_kept.len()), (1, 2));
    }

    #[test]
    fn a_spreadsheet_of_the_low_countries_is_read() {
        let file =
            read("\u{feff}Gebruikersnaam;Weergavenaam;Afdeling\nanna@x.nl;Anna;'+31\n".as_bytes()).unwrap();
        assert_eq!(file.rows[0].name, "anna@x.nl");
        assert_eq!(file.rows[0].values[1].1, "+31", "what an export of ours made safe is as it was");
    }

    #[test]
    fn a_cell_says_yes_or_no_in_both_languages_or_nothing() {
        let blocked = |heading: &str, cell: &str| {
            let row = read(format!("upn,{heading}\nanna@x.nl,{cell}\n").as_bytes()).unwrap().rows.remove(0);
            (row.blocked, row.unclear)
        };
        for (yes, no) in [("yes", "No"), ("TRUE", "FALSE"), ("ja", "nee"), ("WAAR", "ONWAAR"), ("1", "0")] {
            assert_eq!(blocked("Block sign in", yes), (Some(true), None));
            assert_eq!(blocked("accountEnabled", yes), (Some(false), None));
            assert_eq!(blocked("Block sign in", no), (Some(false), None));
            assert_eq!(blocked("accountEnabled", no), (Some(true), None));
        }
        assert_eq!(blocked("Block sign in", ""), (None, None));
        assert_eq!(blocked("accountEnabled", "disabled"), (None, Some(Why::Unclear)));
    }

    #[test]
    fn what_is_no_table_of_people_is_said_in_words_that_help() {
        let error = |text: &str| read(text.as_bytes()).unwrap_err();
        assert_eq!(
            error("userPrincipalName,shoe size\na,1\n"),
            FileError::UnknownColumn("shoe size".to_owned())
        );
        assert_eq!(error("upn,User name\na,b\n"), FileError::Twice("User name".to_owned()));
        assert_eq!(error("displayName\nAnna\n"), FileError::NoNames);
        assert_eq!(error(""), FileError::Empty);
        assert_eq!(error("upn\n"), FileError::Empty);
        assert_eq!(error("upn,mail\na,b\nc,d,e\n"), FileError::Broken(3));
        assert_eq!(read(b"upn\n\xff\n").unwrap_err(), FileError::NotText);
    }

    #[test]
    fn only_hashes_at_the_floor_are_taken_as_they_are() {
        let good = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
        assert!(matches!(given(good), Some(Given::Hashed(_))));
        let cheap = good.replace("m=19456", "m=1024");
        for bad in [&*cheap, "$2y$10$abcdefghijklmnopqrstuv", "{SSHA}abcdef", "short"] {
            assert!(matches!(given(bad), Some(Given::Unusable)), "{bad}");
        }
        assert!(given("").is_none());
    }
}
