use sql::Tx;

use crate::Result;

/// The first steps of a new organisation that were done once.
pub struct FirstSteps<'t, 'c>(pub(crate) &'t mut Tx<'c>);

impl FirstSteps<'_, '_> {
    /// Their words.
    pub fn done(&mut self) -> Result<Vec<String>> {
        let tenant = self.0.tenant();
        self.0
            .query("select step from first_steps where tenant = $1 order by step", &[&tenant])?
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// Notes that one was done; noting it again changes nothing.
    pub fn note(&mut self, step: &str) -> Result<()> {
        let tenant = self.0.tenant();
        self.0
            .execute(
                "insert into first_steps (tenant, step) values ($1, $2) on conflict (tenant, step) do nothing",
                &[&tenant, &step],
            )
            .map(drop)
    }
}
