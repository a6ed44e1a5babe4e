use model::{Id, Timestamp, User};
use serde_json::Value;
use sql::{Row, Tx};

use crate::Result;
use crate::row::from_json;

use Column::{Document, Flag, Named, Number, Text, Time};

/// Everything that is kept of one person, table by table, for whoever asks what that is. Secrets are not among it: they
/// are sealed or hashes, and would let somebody in.
pub struct Personal<'t, 'c>(pub(crate) &'t mut Tx<'c>);

/// Whether what a table holds of somebody is told to them. A new table that names people gets a line in [`PERSONAL`]: a
/// test asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Its rows are among what [`Personal::of`] reads.
    Given,
    /// They are not, for this reason.
    Not(&'static str),
}

/// Every table that names people.
pub const PERSONAL: &[(&str, Told)] = &[
    ("agreement_answers", Told::Given),
    ("app_assignments", Told::Given),
    ("audit_records", Told::Given),
    ("audit_values", Told::Given),
    ("credentials", Told::Given),
    ("emergency_accounts", Told::Given),
    ("emergency_uses", Told::Given),
    ("erased", Told::Not("it holds the id of whoever was removed for good, and there is nobody left to ask")),
    ("exclusions", Told::Given),
    ("familiar", Told::Given),
    ("grants", Told::Given),
    ("group_members", Told::Given),
    ("group_owners", Told::Given),
    ("invitations", Told::Given),
    ("login_names", Told::Given),
    ("outbox", Told::Given),
    ("passkeys", Told::Given),
    ("policy_people", Told::Given),
    ("profiles", Told::Given),
    ("recovery_codes", Told::Given),
    ("remembered", Told::Given),
    ("role_assignments", Told::Given),
    ("sessions", Told::Given),
    ("sign_in_records", Told::Given),
    ("sign_ins", Told::Given),
    ("subjects", Told::Given),
    ("synced", Told::Given),
    ("users", Told::Given),
];

/// What a table holds of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonalTable {
    /// The table.
    pub table: &'static str,
    /// Its rows: each column by name.
    pub rows: Vec<Vec<(&'static str, PersonalValue)>>,
    /// True when there are older rows that were not read.
    pub is_cut: bool,
}

/// A value as it is told.
#[derive(Debug, Clone, PartialEq)]
pub enum PersonalValue {
    /// Nothing stands there.
    Nothing,
    /// A moment.
    Time(Timestamp),
    /// An id.
    Id(Id<()>),
    /// Anything else.
    Plain(Value),
}

/// What a column is.
#[derive(Debug, Clone, Copy)]
enum Column {
    Text(&'static str),
    Number(&'static str),
    Flag(&'static str),
    Time(&'static str),
    Named(&'static str),
    Document(&'static str),
}

impl Personal<'_, '_> {
    /// Everything, at most `limit` rows of each table, the newest first where they have a time.
    pub fn of(&mut self, user: Id<User>, limit: i64) -> Result<Vec<PersonalTable>> {
        let mut tables = self.account(user, limit)?;
        tables.extend(self.methods(user, limit)?);
        tables.extend(self.access(user, limit)?);
        tables.extend(self.beyond(user, limit)?);
        tables.extend(self.signed_in(user, limit)?);
        tables.extend(self.seen(user, limit)?);
        tables.extend(self.logged(user, limit)?);
        Ok(tables)
    }

    fn account(&mut self, user: Id<User>, limit: i64) -> Result<Vec<PersonalTable>> {
        let tenant = self.0.tenant();
        let users = self.0.query(
            "select id, name, display, mail, locale, state, state_at, password_state, password_at, per_user_mfa, \
             guest, created, valid_from, last_sign_in, asked_since, ends from users where tenant = $1 and id = $2",
            &[&tenant, &user],
        )?;
        let names = self.0.query(
            "select key from login_names where tenant = $1 and user_id = $2 order by key limit $3",
            &[&tenant, &user, &limit],
        )?;
        let profiles = self.0.query(
            "select given, surname, other_mails, phone, department, job_title, company, employee_id, usage_location, \
             manager from profiles where tenant = $1 and user_id = $2",
            &[&tenant, &user],
        )?;
        Ok(vec![
            told("users", &users, limit, &USERS)?,
            told("login_names", &names, limit, &[Text("name")])?,
            told("profiles", &profiles, limit, &PROFILES)?,
        ])
    }

    fn methods(&mut self, user: Id<User>, limit: i64) -> Result<Vec<PersonalTable>> {
        let tenant = self.0.tenant();
        let credentials = self.0.query(
            "select method, label, created, last_used from credentials where tenant = $1 and user_id = $2 \
             order by created desc limit $3",
            &[&tenant, &user, &limit],
        )?;
        let passkeys = self.0.query(
            "select aaguid, counter, transports, backup from passkeys where tenant = $1 and user_id = $2 limit $3",
            &[&tenant, &user, &limit],
        )?;
        let codes = self.0.query(
            "select created from recovery_codes where tenant = $1 and user_id = $2 limit $3",
            &[&tenant, &user, &limit],
        )?;
        let invitations = self.0.query(
            "select created, until from invitations where tenant = $1 and user_id = $2 limit $3",
            &[&tenant, &user, &limit],
        )?;
        let method = [Text("method"), Text("label"), Time("created"), Time("last_used")];
        let passkey = [Named("make"), Number("counter"), Document("transports"), Text("backup")];
        Ok(vec![
            told("credentials", &credentials, limit, &method)?,
            told("passkeys", &passkeys, limit, &passkey)?,
            told("recovery_codes", &codes, limit, &[Time("created")])?,
            told("invitations", &invitations, limit, &[Time("created"), Time("until")])?,
        ])
    }

    fn access(&mut self, user: Id<User>, limit: i64) -> Result<Vec<PersonalTable>> {
        let tenant = self.0.tenant();
        let roles = self.0.query(
            "select role, assigned, ends from role_assignments where tenant = $1 and user_id = $2 \
             order by role limit $3",
            &[&tenant, &user, &limit],
        )?;
        let members = self.0.query(
            "select group_id, added from group_members where tenant = $1 and member_id = $2 \
             order by group_id limit $3",
            &[&tenant, &user, &limit],
        )?;
        let owners = self.0.query(
            "select group_id from group_owners where tenant = $1 and user_id = $2 order by group_id limit $3",
            &[&tenant, &user, &limit],
        )?;
        let apps = self.0.query(
            "select principal_id, created from app_assignments where tenant = $1 and user_id = $2 limit $3",
            &[&tenant, &user, &limit],
        )?;
        let exclusions = self.0.query(
            "select policy, reason, ends, given from exclusions where tenant = $1 and subject = $2 limit $3",
            &[&tenant, &user, &limit],
        )?;
        let policies = self.0.query(
            "select policy_id, day from policy_people where tenant = $1 and user_id = $2 limit $3",
            &[&tenant, &user, &limit],
        )?;
        let left_out = [Named("policy"), Text("reason"), Time("ends"), Time("given")];
        Ok(vec![
            told("role_assignments", &roles, limit, &[Named("role"), Time("assigned"), Time("ends")])?,
            told("group_members", &members, limit, &[Named("group"), Time("added")])?,
            told("group_owners", &owners, limit, &[Named("group")])?,
            told("app_assignments", &apps, limit, &[Named("application"), Time("created")])?,
            told("exclusions", &exclusions, limit, &left_out)?,
            told("policy_people", &policies, limit, &[Named("policy"), Number("last_day_since_1970")])?,
        ])
    }

    /// What makes the account another than most: emergency access, and the directory server that it comes from.
    fn beyond(&mut self, user: Id<User>, limit: i64) -> Result<Vec<PersonalTable>> {
        let tenant = self.0.tenant();
        let emergency = self.0.query(
            "select designated, capsule_made, rehearsed from emergency_accounts where tenant = $1 and user_id = $2",
            &[&tenant, &user],
        )?;
        let uses = self.0.query(
            "select at, by_capsule, is_rehearsal from emergency_uses where tenant = $1 and user_id = $2 \
             order by at desc limit $3",
            &[&tenant, &user, &limit],
        )?;
        let synced = self.0.query(
            "select dn, missing_since from synced where tenant = $1 and object_id = $2",
            &[&tenant, &user],
        )?;
        let account = [Time("designated"), Time("capsule_made"), Time("rehearsed")];
        let used = [Time("at"), Flag("by_capsule"), Flag("rehearsal")];
        Ok(vec![
            told("emergency_accounts", &emergency, limit, &account)?,
            told("emergency_uses", &uses, limit, &used)?,
            told("synced", &synced, limit, &[Text("distinguished_name"), Time("missing_since")])?,
        ])
    }

    fn signed_in(&mut self, user: Id<User>, limit: i64) -> Result<Vec<PersonalTable>> {
        let tenant = self.0.tenant();
        let sessions = self.0.query(
            "select address, agent, proofs, created, last_used, ends, lasting from sessions \
             where tenant = $1 and user_id = $2 order by created desc limit $3",
            &[&tenant, &user, &limit],
        )?;
        let grants = self.0.query(
            "select app_id, scopes, created, rotated, ends from grants where tenant = $1 and user_id = $2 limit $3",
            &[&tenant, &user, &limit],
        )?;
        let remembered = self.0.query(
            "select method, proven, address, agent, created, ends from remembered \
             where tenant = $1 and user_id = $2 order by created desc limit $3",
            &[&tenant, &user, &limit],
        )?;
        let under_way = self.0.query(
            "select expires from sign_ins where tenant = $1 and user_id = $2 limit $3",
            &[&tenant, &user, &limit],
        )?;
        let mail = self.0.query(
            "select created, due from outbox where tenant = $1 and user_id = $2 limit $3",
            &[&tenant, &user, &limit],
        )?;
        let grant = [Named("application"), Text("scopes"), Time("created"), Time("renewed"), Time("ends")];
        Ok(vec![
            told("sessions", &sessions, limit, &SESSIONS)?,
            told("grants", &grants, limit, &grant)?,
            told("remembered", &remembered, limit, &REMEMBERED)?,
            told("sign_ins", &under_way, limit, &[Time("expires")])?,
            told("outbox", &mail, limit, &[Time("created"), Time("due")])?,
        ])
    }

    fn seen(&mut self, user: Id<User>, limit: i64) -> Result<Vec<PersonalTable>> {
        let tenant = self.0.tenant();
        let records = self.0.query(
            "select at, code, client_id, resource_id, door, client_app, platform, address, country, city, state, agent, flow, \
             sign_in_risk, user_risk, outcome, error, interactive, times, last_at, facts from sign_in_records \
             where tenant = $1 and user_id = $2 order by at desc, id desc limit $3",
            &[&tenant, &user, &limit],
        )?;
        let subjects = self.0.query(
            "select content from subjects where tenant = $1 and user_id = $2 limit $3",
            &[&tenant, &user, &limit],
        )?;
        let familiar = self.0.query(
            "select kind, first_seen, last_seen from familiar where tenant = $1 and user_id = $2 limit $3",
            &[&tenant, &user, &limit],
        )?;
        let answers = self.0.query(
            "select agreement_id, version, accepted, at, address, agent from agreement_answers \
             where tenant = $1 and user_id = $2 order by at desc, id desc limit $3",
            &[&tenant, &user, &limit],
        )?;
        Ok(vec![
            told("sign_in_records", &records, limit, &RECORDS)?,
            told("subjects", &subjects, limit, &[Document("known_at_sign_in")])?,
            told("familiar", &familiar, limit, &[Text("kind"), Time("first_seen"), Time("last_seen")])?,
            told("agreement_answers", &answers, limit, &ANSWERS)?,
        ])
    }

    /// What the audit log has: of what others did, what and when, and not who; of what they did themselves, not to whom.
    fn logged(&mut self, user: Id<User>, limit: i64) -> Result<Vec<PersonalTable>> {
        let tenant = self.0.tenant();
        let done_to = self.0.query(
            "select at, action, changes from audit_records where tenant = $1 and target_id = $2 \
             order by at desc limit $3",
            &[&tenant, &user, &limit],
        )?;
        let done_by = self.0.query(
            "select at, action, target_kind, address from audit_records where tenant = $1 and actor_id = $2 \
             order by at desc, id desc limit $3",
            &[&tenant, &user, &limit],
        )?;
        let values = self.0.query(
            "select record, content from audit_values where tenant = $1 and user_id = $2 limit $3",
            &[&tenant, &user, &limit],
        )?;
        let by = [Time("at"), Text("did"), Text("to"), Text("address")];
        Ok(vec![
            told("audit_records", &done_to, limit, &[Time("at"), Text("done"), Document("changes")])?,
            told("audit_records", &done_by, limit, &by)?,
            told("audit_values", &values, limit, &[Named("record"), Document("before_and_after")])?,
        ])
    }
}

const USERS: [Column; 16] = [
    Named("id"),
    Text("user_name"),
    Text("display_name"),
    Text("mail"),
    Text("language"),
    Text("state"),
    Time("state_since"),
    Text("password"),
    Time("password_since"),
    Text("per_user_mfa"),
    Text("guest"),
    Time("created"),
    Time("valid_from"),
    Time("last_sign_in"),
    Time("asked_for_second_step_since"),
    Time("ends"),
];
const PROFILES: [Column; 10] = [
    Text("given_name"),
    Text("surname"),
    Document("other_mails"),
    Text("phone"),
    Text("department"),
    Text("job_title"),
    Text("company"),
    Text("employee_id"),
    Text("usage_location"),
    Named("manager"),
];
const SESSIONS: [Column; 7] = [
    Text("address"),
    Text("browser"),
    Document("proofs"),
    Time("created"),
    Time("last_used"),
    Time("ends"),
    Text("lasting"),
];
const REMEMBERED: [Column; 6] =
    [Text("method"), Time("proven"), Text("address"), Text("browser"), Time("created"), Time("ends")];
const RECORDS: [Column; 21] = [
    Time("at"),
    Text("code"),
    Named("application"),
    Named("resource"),
    Text("door"),
    Text("client_app"),
    Text("platform"),
    Text("address"),
    Text("country"),
    Text("city"),
    Text("state"),
    Text("browser"),
    Text("flow"),
    Text("sign_in_risk"),
    Text("user_risk"),
    Text("outcome"),
    Number("error"),
    Flag("in_person"),
    Number("times"),
    Time("last_at"),
    Document("facts"),
];
const ANSWERS: [Column; 6] =
    [Named("terms"), Number("version"), Flag("accepted"), Time("at"), Text("address"), Text("browser")];

fn told(table: &'static str, rows: &[Row], limit: i64, columns: &[Column]) -> Result<PersonalTable> {
    let read = |row: &Row| columns.iter().enumerate().map(|(at, column)| value(row, at, *column)).collect();
    Ok(PersonalTable {
        table,
        is_cut: i64::try_from(rows.len()).is_ok_and(|length| length >= limit),
        rows: rows.iter().map(read).collect::<Result<_>>()?,
    })
}

fn value(row: &Row, at: usize, column: Column) -> Result<(&'static str, PersonalValue)> {
    let plain = |value: Option<Value>| value.map_or(PersonalValue::Nothing, PersonalValue::Plain);
    Ok(match column {
        Text(name) => (name, plain(row.get::<Option<String>>(at)?.map(Value::from))),
        Number(name) => (name, plain(row.get::<Option<i64>>(at)?.map(Value::from))),
        Flag(name) => (name, plain(row.get::<Option<bool>>(at)?.map(Value::from))),
        Time(name) => {
            (name, row.get::<Option<Timestamp>>(at)?.map_or(PersonalValue::Nothing, PersonalValue::Time))
        }
        Named(name) => {
            (name, row.get::<Option<Id<()>>>(at)?.map_or(PersonalValue::Nothing, PersonalValue::Id))
        }
        Document(name) => {
            let text = row.get::<Option<String>>(at)?.filter(|text| !text.is_empty());
            let read = text.map(|text| from_json(name, &text)).transpose()?;
            (name, plain(read))
        }
    })
}
