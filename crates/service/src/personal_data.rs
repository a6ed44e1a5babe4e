//! Everything that is kept of one person, as a file for that person: what a controller hands over when somebody asks
//! (GDPR article 15). Secrets are not in it, and other people are in it by their ids only.

use model::{Id, Tenant, Timestamp, User};
use serde_json::{Map, Value, json};
use sql::Tx;
use store::{PERSONAL, PersonalTable, PersonalValue, Tables, Told};

use crate::Fault;
use crate::audit::{Changes, Verb};
use crate::authority::{ExportPersonalData, Permit};
use crate::house::House;
use crate::people_export::moment;
use crate::retention::{Given, retention};
use crate::standing::{is_still_in, may_still};
use crate::visit::Visitor;

/// The most rows of one table; a file says where there are more.
const MOST: i64 = 10_000;

impl House {
    /// What is kept of a person, as JSON in UTF-8. That it was taken out is in the audit log.
    pub async fn personal_data(
        &self,
        tenant: Id<Tenant>,
        permit: Permit<ExportPersonalData>,
        id: Id<User>,
    ) -> Result<Vec<u8>, Fault> {
        let entry = self.entry();
        self.db
            .write(tenant, move |tx| {
                may_still(tx, &permit, Some(id), entry.at)?;
                tx.users().by_id(id)?.ok_or(Fault::NotFound)?;
                let about = ("user", Some(id));
                entry.write(tx, &permit, Verb::ExportPersonalData, about, &Changes::default())
            })
            .await?;
        self.personal_file(tenant, id, entry.at).await
    }

    /// What is kept of oneself, the same way.
    pub async fn own_personal_data(&self, tenant: Id<Tenant>, visitor: &Visitor) -> Result<Vec<u8>, Fault> {
        let entry = self.entry();
        let (id, session, address) = (visitor.user.id, visitor.session, visitor.address.clone());
        self.db
            .write(tenant, move |tx| {
                is_still_in(tx, id, session, entry.at)?;
                let by = (store::Actor::User(id), address.clone());
                entry.write_as(tx, by, Verb::ExportPersonalData, ("user", Some(id)), &Changes::default())
            })
            .await?;
        self.personal_file(tenant, id, entry.at).await
    }

    /// The file, read after it was recorded that it leaves: it is long, and nobody who writes waits for it.
    async fn personal_file(
        &self,
        tenant: Id<Tenant>,
        id: Id<User>,
        now: Timestamp,
    ) -> Result<Vec<u8>, Fault> {
        let unset = self.unset_retention();
        self.db.read(tenant, move |tx| file(tx, id, (now, unset))).await
    }
}

fn file(tx: &mut Tx<'_>, id: Id<User>, (now, unset): (Timestamp, Given)) -> Result<Vec<u8>, Fault> {
    tx.users().by_id(id)?.ok_or(Fault::NotFound)?;
    let kept = retention(tx, unset)?;
    let tables = tx.personal().of(id, MOST)?;
    let mut data = Map::new();
    for table in &tables {
        let rows = table.rows.iter().map(|row| Value::Object(row.iter().map(member).collect()));
        let known = data.entry(table.table).or_insert_with(|| Value::from(Vec::<Value>::new()));
        if let Value::Array(known) = known {
            known.extend(rows);
        }
    }
    let not_told: Map<_, _> = PERSONAL
        .iter()
        .filter_map(|(table, told)| match told {
            Told::Given => None,
            Told::Not(reason) => Some(((*table).to_owned(), Value::from(*reason))),
        })
        .collect();
    let document = json!({
        "madeAt": moment(now.as_secs()),
        "person": id,
        "keptForDays": kept,
        "cutAfterRows": cut(&tables),
        "data": data,
        "notTold": not_told,
    });
    let broken = |error: serde_json::Error| Fault::Database(sql::Error::Decode(error.to_string()));
    serde_json::to_vec_pretty(&document).map_err(broken)
}

/// The tables of which there is more than the file has.
fn cut(tables: &[PersonalTable]) -> Map<String, Value> {
    let cut = tables.iter().filter(|table| table.is_cut);
    cut.map(|table| (table.table.to_owned(), Value::from(MOST))).collect()
}

fn member((name, value): &(&'static str, PersonalValue)) -> (String, Value) {
    let value = match value {
        PersonalValue::Nothing => Value::Null,
        PersonalValue::Time(at) => Value::from(moment(at.as_secs())),
        PersonalValue::Id(id) => Value::from(id.to_string()),
        PersonalValue::Plain(value) => value.clone(),
    };
    ((*name).to_owned(), value)
}
