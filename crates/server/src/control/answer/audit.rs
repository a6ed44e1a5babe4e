use std::fmt;

use model::{Locale, Timestamp};
use serde::{Deserialize, Serialize};
use service::audit::{Place, Seals, Verified, Wrong};
use web::screens::admin::{audit_notes, audit_wrong};

use super::{local, moment, table};

/// Whether an audit log is what was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditFound {
    /// The organisation's domain.
    pub organisation: String,
    /// `sound`, `tampered`, or `unsealed` when nothing is sealed yet.
    pub state: String,
    /// From when on nothing is wrong with what is sealed.
    pub sound_since: Option<String>,
    /// Until when the log is sealed.
    pub sealed_until: Option<String>,
    /// How many seals there are.
    pub seals: i64,
    /// How many records there are that are sealed.
    pub records: i64,
    /// How many records were removed because they had been kept for long enough.
    pub cleared: i64,
    /// How many records are not sealed yet.
    pub unsealed: i64,
    /// The newest seal: a number, a colon and a hash. Keep it elsewhere, and give it to `--head` next time.
    pub head: Option<String>,
    /// How much is wrong.
    pub wrong_count: usize,
    /// What is wrong, the oldest segment first; the first hundred.
    pub wrong: Vec<AuditWrong>,
    /// What follows from it, in words.
    pub notes: Vec<String>,
}

/// One thing that is wrong with an audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditWrong {
    /// `changed`, `removed`, `inserted`, `late`, `seal`, `sealGone`, `chain` or `head`.
    pub kind: String,
    /// The segment, which has the number of its seal.
    pub segment: i64,
    /// The record, where it is about one.
    pub record: Option<String>,
    /// When that was made.
    pub at: Option<String>,
    /// The same in words.
    pub said: String,
}

impl AuditFound {
    /// What looking at the log of an organisation found.
    pub(in crate::control) fn of(organisation: &str, found: &Verified, zone: &text::TimeZone) -> Self {
        let state = match (found.wrong_count, found.seals) {
            (0, 0) => "unsealed",
            (0, _) => "sound",
            _ => "tampered",
        };
        Self {
            organisation: organisation.to_owned(),
            state: state.to_owned(),
            sound_since: found.sound_since.map(moment),
            sealed_until: found.sealed_until.map(moment),
            seals: found.seals,
            records: found.records,
            cleared: found.cleared,
            unsealed: found.unsealed,
            head: found.head.map(|head| head.to_string()),
            wrong_count: found.wrong_count,
            wrong: found.wrong.iter().map(|wrong| AuditWrong::of(wrong, zone)).collect(),
            notes: audit_notes(found, Locale::En, zone),
        }
    }
}

impl AuditWrong {
    fn of(wrong: &Wrong, zone: &text::TimeZone) -> Self {
        let (kind, segment, place): (_, _, Option<&Place>) = match wrong {
            Wrong::Changed(place) => ("changed", place.segment, Some(place)),
            Wrong::Removed(place) => ("removed", place.segment, Some(place)),
            Wrong::Inserted(place) => ("inserted", place.segment, Some(place)),
            Wrong::Late(place) => ("late", place.segment, Some(place)),
            Wrong::Seal(number) => ("seal", *number, None),
            Wrong::SealGone(number) => ("sealGone", *number, None),
            Wrong::Chain(number) => ("chain", *number, None),
            Wrong::Head(number) => ("head", *number, None),
        };
        Self {
            kind: kind.to_owned(),
            segment,
            record: place.map(|place| place.record.to_string()),
            at: place.map(|place| moment(place.at)),
            said: audit_wrong(wrong, Locale::En, zone),
        }
    }
}

impl fmt::Display for AuditFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let t = text::of(Locale::En);
        match self.wrong_count {
            0 => match &self.sound_since {
                Some(since) => writeln!(f, "{}", t.audit_seals_sound(local(since)))?,
                None => writeln!(f, "{}", t.audit_seals_new())?,
            },
            count => writeln!(f, "{}\n", t.audit_seals_wrong(i64::try_from(count).unwrap_or(i64::MAX)))?,
        }
        for wrong in &self.wrong {
            writeln!(f, "  {}", wrong.said)?;
        }
        if self.wrong_count > 0 {
            writeln!(f)?;
        }
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        if let Some(until) = &self.sealed_until {
            writeln!(f, "{}", t.audit_seals_sealed(local(until)))?;
        }
        writeln!(f, "{}", t.audit_seals_unsealed(self.unsealed))?;
        match &self.head {
            Some(head) => writeln!(f, "{}: {head}", t.audit_seals_head()),
            None => Ok(()),
        }
    }
}

/// The seals for people.
pub(super) fn list(seals: &Seals, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let time = |micros| local(&moment(Timestamp::from_micros(micros)));
    let rows = seals.seals.iter().map(|seal| {
        vec![
            seal.number.to_string(),
            seal.records.to_string(),
            time(seal.first_at),
            time(seal.last_at),
            time(seal.sealed),
            seal.hash.clone(),
        ]
    });
    f.write_str(&table(&["SEAL", "RECORDS", "FROM", "UNTIL", "SEALED", "HASH"], rows))
}
