use model::{Address, AddressRule, AppId, Id, Locale, Platform, Signal, Span, Timestamp};
use service::demo::{Act, Past};
use service::{Browser, Context};

use super::dice::Dice;
use super::people::{Cast, DOMAIN, Part};

/// How far back the demo remembers.
const DAYS: i64 = 30;
const DAY: i64 = 86_400;
/// Where the office is. All addresses of the demo are nobody's (RFC 5737, RFC 3849).
const OFFICE: [u8; 4] = [203, 0, 113, 20];
/// A hotel in Spain.
const HOTEL: [u8; 4] = [198, 51, 100, 40];
/// Somebody in Brazil who tries names.
const SPRAYER: [u8; 4] = [192, 0, 2, 66];

/// The applications that people open.
pub(super) struct Apps {
    /// Everybody's.
    pub(super) intranet: Id<AppId>,
    /// Everybody's too.
    pub(super) files: Id<AppId>,
    /// For those who are named.
    pub(super) books: Id<AppId>,
    /// The admin centre.
    pub(super) admin: Id<AppId>,
}

/// Tells the month.
struct Storyteller<'a> {
    now: Timestamp,
    apps: &'a Apps,
    dice: Dice,
    past: Vec<Past>,
}

/// Everything that happened in the month up to now, oldest first.
pub(super) fn month(now: Timestamp, cast: &[Cast], administrator: &str, apps: &Apps) -> Vec<Past> {
    let mut teller = Storyteller { now, apps, dice: Dice::new(30), past: vec![] };
    for day in (0..DAYS).rev() {
        for (number, cast) in cast.iter().enumerate() {
            teller.working_day(day, number as u64, cast);
        }
        teller.administration(day, administrator);
    }
    teller.guessing(cast);
    teller.locked_out(cast);
    teller.past.sort_by_key(|past| past.at);
    teller.past
}

impl Storyteller<'_> {
    /// Midnight of a day before today, in UTC.
    fn midnight(&self, days_ago: i64) -> Timestamp {
        Timestamp::from_secs((self.now.as_secs() / DAY - days_ago) * DAY)
    }

    /// Whether people work: 1 January 1970 was a Thursday.
    fn is_weekend(&self, days_ago: i64) -> bool {
        matches!((self.now.as_secs() / DAY - days_ago).rem_euclid(7), 2 | 3)
    }

    fn tell(&mut self, at: Timestamp, name: &str, app: Id<AppId>, (context, act): (&Context, Act)) {
        if at < self.now {
            self.past.push(Past { at, name: name.to_owned(), app, context: context.clone(), act });
        }
    }

    fn working_day(&mut self, day: i64, number: u64, cast: &Cast) {
        let comes = match cast.part {
            Part::Invited => return,
            Part::Left => day > 20 && self.dice.percent(60) || day == 11,
            Part::WithoutSecondStep => self.dice.percent(12),
            _ if self.is_weekend(day) => self.dice.percent(5),
            _ => self.dice.percent(52),
        };
        if !comes {
            return;
        }
        let name = cast.extra.user.name.as_str();
        let morning = self.midnight(day) + Span::seconds(6 * 3600 + self.dice.around(3 * 3600));
        let place = self.place(day, number, cast.part);
        let app = if self.dice.percent(60) { self.apps.intranet } else { self.apps.files };
        let throw = self.dice.below(1_000);
        let minute = Span::minutes(1);
        match throw {
            0..25 => self.tell(morning - minute, name, app, (&place, Act::WrongPassword)),
            25..32 => self.tell(morning - minute, name, app, (&place, Act::WrongCode)),
            32..36 => return self.tell(morning, name, app, (&place, Act::GiveUp)),
            _ => {}
        }
        self.tell(morning, name, app, (&place, Act::SignIn));
        if self.dice.percent(25) {
            let later = morning + Span::seconds(4 * 3600 + self.dice.around(3 * 3600));
            let app = if self.dice.percent(8) { self.apps.books } else { self.apps.files };
            self.tell(later, name, app, (&place, Act::SignIn));
        }
    }

    /// At the office, at home, or away; by laptop or by telephone.
    fn place(&mut self, day: i64, number: u64, part: Part) -> Context {
        let by_phone = self.dice.percent(15);
        let (agent, platform) = match (by_phone, number % 5) {
            (true, 0..3) => ("Safari on iOS", Platform::Ios),
            (true, _) => ("Chrome on Android", Platform::Android),
            (false, 0) => ("Safari on macOS", Platform::MacOs),
            (false, 1) => ("Firefox on Windows", Platform::Windows),
            (false, 2) => ("Firefox on Linux", Platform::Linux),
            (false, _) => ("Edge on Windows", Platform::Windows),
        };
        let address = match part {
            Part::Abroad if (3..12).contains(&day) => HOTEL.into(),
            _ if self.dice.percent(60) => OFFICE.into(),
            _ => home(number),
        };
        let mut browser = [0; 32];
        browser[..8].copy_from_slice(&(number + 1).to_be_bytes());
        browser[8] = u8::from(by_phone);
        context(address, browser, agent, platform)
    }

    /// The administrator looks in a few times a week.
    fn administration(&mut self, day: i64, name: &str) {
        if self.is_weekend(day) || !self.dice.percent(70) {
            return;
        }
        let at = self.midnight(day) + Span::seconds(8 * 3600 + self.dice.around(2 * 3600));
        let place = context(OFFICE.into(), [0xad; 32], "Firefox on Windows", Platform::Windows);
        self.tell(at, name, self.apps.admin, (&place, Act::SignIn));
    }

    /// Two nights of somebody who tries one password on many names, and one of somebody who tries many on one.
    fn guessing(&mut self, cast: &[Cast]) {
        for night in [6, 19] {
            let mut at = self.midnight(night) + Span::hours(2);
            for number in 0..45_u64 {
                let guessed = match number % 3 {
                    0 => self.dice.one_of(cast).extra.user.name.as_str().to_owned(),
                    1 => format!("{}@{DOMAIN}", self.dice.one_of(&["info", "scan", "boekhouding", "test"])),
                    _ => format!("user{number}@{DOMAIN}"),
                };
                let mut browser = [0xee; 32];
                browser[..8].copy_from_slice(&(1_000 * night.cast_unsigned() + number).to_be_bytes());
                let place = context(SPRAYER.into(), browser, "Chrome on Linux", Platform::Linux);
                self.tell(at, &guessed, self.apps.intranet, (&place, Act::WrongPassword));
                at = at + Span::seconds(20 + self.dice.below(60).cast_signed());
            }
        }
        let Some(director) = cast.iter().find(|cast| cast.part == Part::Director) else { return };
        let start = self.midnight(2) + Span::hours(21);
        let place = context([198, 51, 100, 201].into(), [0xdd; 32], "Chrome on Windows", Platform::Windows);
        for attempt in 0..14 {
            let name = director.extra.user.name.as_str();
            let at = start + Span::seconds(attempt * 11);
            self.tell(at, name, self.apps.admin, (&place, Act::WrongPassword));
        }
    }

    /// Somebody who is locked out at this moment, on their own laptop.
    fn locked_out(&mut self, cast: &[Cast]) {
        let Some(who) = cast.iter().find(|cast| cast.part == Part::LockedOut) else { return };
        let number = cast.iter().position(|cast| cast.part == Part::LockedOut).unwrap_or(0) as u64;
        let mut browser = [0; 32];
        browser[..8].copy_from_slice(&(number + 1).to_be_bytes());
        let place = context(home(number), browser, "Edge on Windows", Platform::Windows);
        let name = who.extra.user.name.as_str();
        // Ten are free; each one after the tenth waits for a lock to pass: 1, 2, 4, 8 and 16 minutes.
        for seconds in (0..10).map(|nth| 2_100 - nth * 8).chain([1_940, 1_790, 1_520, 1_010, 20]) {
            let at = self.now - Span::seconds(seconds);
            self.tell(at, name, self.apps.intranet, (&place, Act::WrongPassword));
        }
    }
}

/// A network of one's own at home.
fn home(number: u64) -> std::net::IpAddr {
    let network = u16::try_from(number + 0x100).unwrap_or(0x100);
    std::net::Ipv6Addr::new(0x2001, 0xdb8, network, 0, 0, 0, 0, 0x42).into()
}

fn context(ip: std::net::IpAddr, browser: [u8; 32], agent: &str, platform: Platform) -> Context {
    Context {
        address: Some(Address::new(ip, AddressRule::Peer)),
        browser: Browser { id: browser, returned: true },
        remembered: None,
        agent: Some(agent.to_owned()),
        platform: Signal::Known(platform),
        locality: None,
        platform_hint: Signal::Unknown,
        locale: Locale::Nl,
    }
}

/// The country of an address of the demo.
pub(super) fn country_of(ip: std::net::IpAddr) -> Signal<model::Country> {
    let code = match ip {
        std::net::IpAddr::V4(v4) => match v4.octets() {
            [203, 0, 113, _] => "NL",
            [198, 51, 100, 0..100] => "ES",
            [198, 51, 100, _] => "DE",
            [192, 0, 2, _] => "BR",
            _ => return Signal::Unknown,
        },
        std::net::IpAddr::V6(v6) if v6.segments()[..2] == [0x2001, 0xdb8] => "NL",
        std::net::IpAddr::V6(_) => return Signal::Unknown,
    };
    Signal::from_option(model::Country::new(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::people::everybody;

    const NOW: Timestamp = Timestamp::from_secs(1_795_420_330);

    fn told() -> Vec<Past> {
        let apps =
            Apps { intranet: Id::fixed(1), files: Id::fixed(2), books: Id::fixed(3), admin: Id::fixed(4) };
        let cast = everybody(NOW, [1; 20], &mut |bytes| bytes.fill(7));
        month(NOW, &cast, "marieke@devries.example", &apps)
    }

    #[test]
    fn the_month_is_in_order_ends_now_and_is_the_same_each_time() {
        let past = told();
        assert!(past.windows(2).all(|two| two[0].at <= two[1].at));
        assert!(past.iter().all(|one| one.at < NOW && one.at > NOW - Span::days(31)));
        assert!((1_500..6_000).contains(&past.len()), "{}", past.len());
        let same = |a: &Past, b: &Past| (a.at, &a.name, a.act) == (b.at, &b.name, b.act);
        assert!(past.iter().zip(&told()).all(|(a, b)| same(a, b)));
    }

    #[test]
    fn nobody_in_the_demo_is_at_an_address_of_somebody() {
        for past in told() {
            assert!(country_of(past.context.address.unwrap().ip) != Signal::Unknown);
        }
    }
}
