//! What programs look for in the sign-in log beside people and applications.

use model::{Id, Timestamp};
use signin::RecordId;

use crate::Result;
use crate::records::{Record, Records, read};

/// From a moment on, and before a moment and the id that the last page ended with.
pub type Within = (Timestamp, (Timestamp, Id<RecordId>));

macro_rules! record_columns {
    ($rest:literal) => {
        concat!(
            "select id, at, code, user_id, subject_id, name_digest, client_id, resource_id, session_id, grant_id, ",
            "door, client_app, platform, address, country, agent, flow, sign_in_risk, user_risk, outcome, error, ",
            "interactive, times, last_at, revision, evaluator, facts, verdict, city, state, latitude, longitude ",
            "from sign_in_records ",
            $rest
        )
    };
}

impl Records<'_, '_> {
    /// The record with this id; for a question that was answered, that of how the sign-in ended.
    pub fn ended_as(&mut self, id: Id<RecordId>) -> Result<Option<Record>> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                record_columns!(
                    "where tenant = $1 and id = (select coalesce(followed_by, id) from sign_in_records \
                     where tenant = $1 and id = $2)"
                ),
                &[&tenant, &id],
            )?
            .map(|row| read(&row))
            .transpose()
    }

    /// A page of the records of an address, newest first, without the questions that were answered.
    pub fn from_address(&mut self, address: &str, within: Within, limit: i64) -> Result<Vec<Record>> {
        let tenant = self.0.tenant();
        let (from, (before, id)) = within;
        self.0
            .query(
                record_columns!(
                    "where tenant = $1 and address = $5 and at >= $2 and (at, id) < ($3, $4) \
                     and followed_by is null order by at desc, id desc limit $6"
                ),
                &[&tenant, &from, &before, &id, &address, &limit],
            )?
            .iter()
            .map(read)
            .collect()
    }

    /// A page of what was stopped with this number, newest first, without the questions that were answered; nothing for
    /// 0, which stopped nobody.
    pub fn stopped_with(&mut self, error: i64, within: Within, limit: i64) -> Result<Vec<Record>> {
        let tenant = self.0.tenant();
        let (from, (before, id)) = within;
        self.0
            .query(
                record_columns!(
                    "where tenant = $1 and error = $5 and error <> 0 and at >= $2 and (at, id) < ($3, $4) \
                     and followed_by is null order by at desc, id desc limit $6"
                ),
                &[&tenant, &from, &before, &id, &error, &limit],
            )?
            .iter()
            .map(read)
            .collect()
    }
}
