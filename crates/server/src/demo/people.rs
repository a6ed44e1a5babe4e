use model::{GuestKind, Id, Name, PasswordState, PerUserMfa, Role, Span, Timestamp, User, UserState};
use service::demo::Extra;

use super::dice::Dice;

/// The domain of everybody's name; nobody can own it (RFC 2606).
pub(super) const DOMAIN: &str = "devries.example";
/// How many there are, with the administrator who is made first.
pub(super) const PEOPLE: usize = 200;

const FIRST: [&str; 50] = [
    "Anouk", "Bart", "Carlijn", "Daan", "Eline", "Femke", "Gijs", "Hanneke", "Imke", "Jeroen", "Karin",
    "Lars", "Maaike", "Niels", "Olga", "Pieter", "Quinten", "Roos", "Sanne", "Thijs", "Ursula", "Vera",
    "Wouter", "Xander", "Yvonne", "Zoë", "Aïsha", "Bram", "Chantal", "Dennis", "Esmée", "Floor", "Gerrit",
    "Hilde", "Ilse", "Joost", "Koen", "Lotte", "Mohamed", "Noor", "Ömer", "Petra", "Rachid", "Saskia",
    "Teun", "Anneke", "Willem", "Joke", "Fatima", "Ruben",
];
const LAST: [&str; 50] = [
    "de Boer",
    "Bakker",
    "van den Berg",
    "Visser",
    "Smit",
    "Meijer",
    "de Groot",
    "Bos",
    "Mulder",
    "Peters",
    "Hendriks",
    "van Leeuwen",
    "Dekker",
    "Brouwer",
    "de Wit",
    "Dijkstra",
    "Smits",
    "de Graaf",
    "van der Meer",
    "Jacobs",
    "van der Linden",
    "Vermeulen",
    "Schouten",
    "Kok",
    "van Dam",
    "Postma",
    "Hoekstra",
    "Maas",
    "Verhoeven",
    "Koster",
    "Prins",
    "Blom",
    "Huisman",
    "Kuipers",
    "van Veen",
    "Yılmaz",
    "El Amrani",
    "Postmus",
    "Willems",
    "Wagenaar",
    "Scholten",
    "van Wijk",
    "Bosch",
    "Kramer",
    "Molenaar",
    "Zijlstra",
    "Timmermans",
    "Groen",
    "Veenstra",
    "Sluiter",
];

/// What the demo is about to tell of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// One of many.
    Colleague,
    /// A second Global Administrator.
    Director,
    /// Helps others.
    HelpDesk,
    /// Works without a second step so far.
    WithoutSecondStep,
    /// Was invited and has not come.
    Invited,
    /// Left; the account is blocked during the month.
    Left,
    /// Types a wrong password again and again, just now.
    LockedOut,
    /// Signs in from a holiday.
    Abroad,
}

/// Somebody, and their part.
pub(super) struct Cast {
    /// The account.
    pub(super) extra: Extra,
    /// What is told of them.
    pub(super) part: Part,
}

/// Everybody but the first administrator. `totp` is the secret of everybody's app.
pub(super) fn everybody(now: Timestamp, totp: [u8; 20], fill: &mut dyn FnMut(&mut [u8])) -> Vec<Cast> {
    let mut dice = Dice::new(2026);
    (0..PEOPLE - 1)
        .map(|number| {
            // Each first name comes with four surnames, so that no two people have one name.
            let display = format!("{} {}", FIRST[number % 50], LAST[(number * 7 + number / 50 * 13) % 50]);
            let part = part_of(number);
            let since = now - Span::days(60 + dice.below(900).cast_signed());
            Cast { extra: somebody(&display, part, (now, since), totp, fill), part }
        })
        .collect()
}

const fn part_of(number: usize) -> Part {
    match number {
        3 => Part::Director,
        9 | 21 => Part::HelpDesk,
        15 => Part::LockedOut,
        18 => Part::Abroad,
        33 | 77 | 140 => Part::Left,
        40 | 60 | 80 | 100 | 120 | 160 => Part::WithoutSecondStep,
        50 | 110 | 150 | 190 => Part::Invited,
        _ => Part::Colleague,
    }
}

fn somebody(
    display: &str,
    part: Part,
    (now, since): (Timestamp, Timestamp),
    totp: [u8; 20],
    fill: &mut dyn FnMut(&mut [u8]),
) -> Extra {
    let (mut id, mut handle) = ([0; 16], [0; 32]);
    fill(&mut id);
    fill(&mut handle);
    let name = login(display);
    let invited = part == Part::Invited;
    let until = now + Span::hours(40);
    let user = User {
        id: Id::random(id),
        name: Name::new(&name).expect("a name of the list is one"),
        display: display.to_owned(),
        mail: Some(name),
        locale: None,
        state: if invited { UserState::Invited { until } } else { UserState::Active },
        password: if invited {
            PasswordState::None
        } else {
            PasswordState::Own { changed: since, handed: since }
        },
        per_user_mfa: PerUserMfa::Disabled,
        guest: GuestKind::Member,
        created: if invited { now - Span::hours(32) } else { since },
        valid_from: since,
        asked_since: (!invited).then_some(since),
        ends: None,
    };
    let has_app = !matches!(part, Part::Invited | Part::WithoutSecondStep);
    // Some of them, the same at every start.
    let has_passkey = has_app && display.len().is_multiple_of(4);
    let roles = match part {
        Part::Director => vec![Role::GlobalAdministrator],
        Part::HelpDesk => vec![Role::HelpdeskAdministrator, Role::AuthenticationAdministrator],
        _ => vec![],
    };
    let passkey = has_passkey.then(|| now - Span::days(20));
    Extra { user, handle, totp: has_app.then_some((totp, since)), passkey, roles }
}

/// `Zoë van den Berg` signs in as `zoe.vandenberg@devries.example`.
fn login(display: &str) -> String {
    let plain = |c: char| match c {
        'ë' | 'é' => 'e',
        'ï' | 'ı' => 'i',
        'ö' => 'o',
        other => other,
    };
    let lower: String = display.to_lowercase().chars().map(plain).collect();
    let (first, last) = lower.split_once(' ').unwrap_or((&lower, ""));
    format!("{first}.{}@{DOMAIN}", last.replace(' ', ""))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn two_hundred_people_have_names_of_their_own() {
        let all = everybody(Timestamp::from_secs(1_795_420_330), [1; 20], &mut |bytes| bytes.fill(7));
        let names: BTreeSet<_> = all.iter().map(|cast| cast.extra.user.name.as_str().to_owned()).collect();
        assert_eq!(names.len() + 1, PEOPLE);
        assert!(names.iter().all(|name| name.is_ascii()), "{names:?}");
    }

    #[test]
    fn names_lose_what_keyboards_lack() {
        assert_eq!(login("Zoë van den Berg"), "zoe.vandenberg@devries.example");
        assert_eq!(login("Ömer Yılmaz"), "omer.yilmaz@devries.example");
    }
}
