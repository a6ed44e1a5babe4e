use model::{Country, Id, Profile, User};
use sql::{Row, Tx};

use crate::Result;
use crate::row::{from_json, to_json};

/// What is known of people beside what sign-ins look at.
pub struct Profiles<'t, 'c>(pub(crate) &'t mut Tx<'c>);

impl Profiles<'_, '_> {
    /// What is known of a person; whoever has no row has nothing.
    pub fn of(&mut self, user: Id<User>) -> Result<Profile> {
        let tenant = self.0.tenant();
        self.0
            .query_opt(
                "select given, surname, other_mails, phone, department, job_title, company, employee_id, \
                 usage_location, manager from profiles where tenant = $1 and user_id = $2",
                &[&tenant, &user],
            )?
            .map_or_else(|| Ok(Profile::default()), |row| read(&row))
    }

    /// Makes this what is known of a person.
    pub fn put(&mut self, user: Id<User>, profile: &Profile) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute("delete from profiles where tenant = $1 and user_id = $2", &[&tenant, &user])
            .map(drop)?;
        if *profile == Profile::default() {
            return Ok(());
        }
        self.0
            .execute(
                "insert into profiles (tenant, user_id, given, surname, other_mails, phone, department, job_title, \
                 company, employee_id, usage_location, manager) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                &[
                    &tenant,
                    &user,
                    &profile.given,
                    &profile.surname,
                    &to_json(&profile.other_mails)?,
                    &profile.phone,
                    &profile.department,
                    &profile.job_title,
                    &profile.company,
                    &profile.employee_id,
                    &profile.usage_location.map(|country| country.code().to_owned()),
                    &profile.manager,
                ],
            )
            .map(drop)
    }
}

fn read(row: &Row) -> Result<Profile> {
    Ok(Profile {
        given: row.get(0)?,
        surname: row.get(1)?,
        other_mails: from_json("other_mails", &row.get::<String>(2)?)?,
        phone: row.get(3)?,
        department: row.get(4)?,
        job_title: row.get(5)?,
        company: row.get(6)?,
        employee_id: row.get(7)?,
        usage_location: row.get::<Option<String>>(8)?.as_deref().and_then(Country::new),
        manager: row.get(9)?,
    })
}
