use askama::Template;
use model::{Id, Locale, Timestamp};
use service::audit::{Place, Progress, Sealed, Verified, Wrong};
use text::{Texts, TimeZone};

use super::shell::{Entry, Shell};

/// Monitoring > Audit logs > Seals: until when the log is sealed, and what was found when somebody looked.
#[derive(Template, Clone)]
#[template(path = "admin/audit_seals.html")]
pub struct AuditSeals {
    /// What surrounds the page.
    pub shell: Shell,
    /// The state in one line.
    pub state: SealState,
    /// The newest seal, as it is kept elsewhere.
    pub head: Option<String>,
    /// When somebody looked last.
    pub looked: Option<String>,
    /// How far a look is that is under way.
    pub busy: Option<(i64, i64)>,
    /// What is not as it was sealed.
    pub wrong: Vec<String>,
    /// How much more of that there is.
    pub more: i64,
    /// What follows from it, and how many records have gone for their age.
    pub notes: Vec<String>,
}

/// How the log is, as the page and the list say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealState {
    /// The colour: `ok`, `stop` or `off`.
    pub dot: &'static str,
    /// The sentence.
    pub text: String,
    /// Until when it is sealed, and what is not yet.
    pub sealed: String,
}

/// How many things that are wrong a page lists.
const LINES: usize = 20;

impl SealState {
    /// The state from what is sealed and what was found last.
    pub fn of(sealed: &Sealed, found: Option<&Verified>, locale: Locale, zone: &TimeZone) -> Self {
        let t = text::of(locale);
        let date = |at: Timestamp| text::date(at, locale, zone);
        let unsealed = t.audit_seals_unsealed(sealed.unsealed);
        let said = match sealed.until {
            Some(until) => format!("{} {unsealed}", t.audit_seals_sealed(date(until))),
            None => t.audit_seals_none(),
        };
        let (dot, text) = match found {
            Some(found) if found.wrong_count > 0 => {
                ("stop", t.audit_seals_wrong(i64::try_from(found.wrong_count).unwrap_or(i64::MAX)))
            }
            Some(Verified { sound_since: Some(since), .. }) => ("ok", t.audit_seals_sound(date(*since))),
            Some(_) if sealed.until.is_none() => ("off", t.audit_seals_new()),
            // The last look was before the first seal.
            Some(_) => ("off", t.audit_seals_newer()),
            None => ("off", t.audit_seals_never()),
        };
        Self { dot, text, sealed: said }
    }
}

/// What is wrong, in a sentence; the command line says the same.
pub fn wrong(wrong: &Wrong, locale: Locale, zone: &TimeZone) -> String {
    let t = text::of(locale);
    let say = |say: fn(&Texts, String, i64, String) -> String, place: &Place| {
        say(t, text::date(place.at, locale, zone), place.segment, place.record.to_string())
    };
    match wrong {
        Wrong::Changed(place) => say(Texts::audit_wrong_changed, place),
        Wrong::Removed(place) => say(Texts::audit_wrong_removed, place),
        Wrong::Inserted(place) => say(Texts::audit_wrong_inserted, place),
        Wrong::Late(place) => say(Texts::audit_wrong_late, place),
        Wrong::Seal(number) => t.audit_wrong_seal(*number),
        Wrong::SealGone(number) => t.audit_wrong_seal_gone(*number),
        Wrong::Chain(number) => t.audit_wrong_chain(*number),
        Wrong::Head(number) => t.audit_wrong_head(*number),
    }
}

/// What follows from what was found.
pub fn notes(found: &Verified, locale: Locale, zone: &TimeZone) -> Vec<String> {
    let t = text::of(locale);
    let mut notes = vec![];
    if found.wrong_count > 0 {
        notes.push(match found.sound_since {
            Some(since) => t.audit_seals_wrong_since(text::date(since, locale, zone)),
            None => t.audit_seals_wrong_all(),
        });
        notes.push(t.audit_seals_fix());
    }
    if found.cleared > 0 {
        notes.push(t.audit_seals_cleared(found.cleared));
    }
    notes
}

impl AuditSeals {
    /// The page from what is sealed, what was found, and how far a look is.
    pub fn of(
        shell: Shell,
        sealed: &Sealed,
        (found, busy): (Option<&Verified>, Option<Progress>),
        zone: &TimeZone,
    ) -> Self {
        let locale = shell.locale;
        let listed = found.map_or(&[][..], |found| found.wrong.as_slice());
        let count = found.map_or(0, |found| found.wrong_count);
        let shown: Vec<_> = listed.iter().take(LINES).map(|one| wrong(one, locale, zone)).collect();
        Self {
            state: SealState::of(sealed, found, locale, zone),
            head: sealed.head.map(|head| head.to_string()),
            looked: found.map(|found| text::date(found.at, locale, zone)),
            busy: busy.map(|busy| (busy.done, busy.of)),
            more: i64::try_from(count.saturating_sub(shown.len())).unwrap_or(i64::MAX),
            wrong: shown,
            notes: found.map(|found| notes(found, locale, zone)).unwrap_or_default(),
            shell,
        }
    }

    /// Sound, everything wrong, and new with a look under way.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |sealed: &Sealed, found: Option<&Verified>, busy| {
            Self::of(Shell::sample(locale, Entry::AuditLogs), sealed, (found, busy), &TimeZone::UTC)
        };
        let at = Timestamp::from_secs(1_795_420_330);
        let head = format!("412:{}", "0123456789abcdef".repeat(4)).parse().ok();
        let sealed = Sealed { head, until: Some(at), unsealed: 3 };
        let sound = sample(vec![], Some(Timestamp::from_secs(1_790_000_000)));
        let wrong = sample(every_wrong(at), None);
        let none = Sealed { head: None, until: None, unsealed: 2 };
        vec![
            ("admin-audit-seals", page(&sealed, Some(&sound), None)),
            ("admin-audit-seals-wrong", page(&sealed, Some(&wrong), None)),
            ("admin-audit-seals-new", page(&none, None, Some(Progress { done: 3, of: 412 }))),
        ]
    }
}

fn every_wrong(at: Timestamp) -> Vec<Wrong> {
    let place = Place { record: Id::fixed(0x0193_1f00_0000_7000_8000_0000_0000_0001), at, segment: 12 };
    vec![
        Wrong::Changed(place),
        Wrong::Removed(place),
        Wrong::Inserted(place),
        Wrong::Late(place),
        Wrong::Seal(12),
        Wrong::SealGone(13),
        Wrong::Chain(14),
        Wrong::Head(411),
    ]
}

/// What a look found.
pub(super) fn sample(wrong: Vec<Wrong>, sound_since: Option<Timestamp>) -> Verified {
    Verified {
        at: Timestamp::from_secs(1_795_420_330),
        seals: 412,
        records: 8_114,
        cleared: 230,
        unsealed: 3,
        unsealed_since: None,
        sealed_until: Some(Timestamp::from_secs(1_795_420_000)),
        sound_since,
        head: None,
        wrong_count: if wrong.is_empty() { 0 } else { 31 },
        wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_can_be_wrong_is_said_with_words_of_its_own() {
        for locale in Locale::ALL {
            let all = every_wrong(Timestamp::from_secs(1_795_420_330));
            let said: std::collections::HashSet<_> =
                all.iter().map(|one| wrong(one, locale, &TimeZone::UTC)).collect();
            assert_eq!(said.len(), all.len());
            assert!(said.iter().all(|sentence| sentence.contains('1')), "{said:?}");
        }
    }

    #[test]
    fn a_log_is_sound_only_when_nothing_is_wrong_and_somebody_looked() {
        let sealed = Sealed { head: None, until: Some(Timestamp::from_secs(1)), unsealed: 0 };
        let dot = |found: Option<&Verified>| SealState::of(&sealed, found, Locale::En, &TimeZone::UTC).dot;
        let since = Some(Timestamp::from_secs(0));
        assert_eq!(dot(Some(&sample(vec![], since))), "ok");
        assert_eq!(dot(Some(&sample(vec![Wrong::Seal(1)], since))), "stop");
        assert_eq!((dot(None), dot(Some(&sample(vec![], None)))), ("off", "off"));
    }
}
