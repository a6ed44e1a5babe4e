use model::Timestamp;
use service::authority::ManageInstallation;

use super::perform::{Errand, done, refusal};
use super::{Answer, Refusal};
use crate::data_dir::DataDir;
use crate::random;

impl Errand<'_> {
    /// Writes everything to a file in the data folder, where whoever asked takes it.
    pub(super) async fn copy_for_backup(&self, data: &DataDir) -> Result<Answer, Refusal> {
        let mut name = [0; 8];
        random::fill(&mut name);
        let path = data.copy(name);
        let permit = self.permit::<ManageInstallation>()?;
        let taken = match self.house.snapshot(permit, path.clone()).await {
            Ok(taken) => taken,
            Err(fault) => {
                let _ = std::fs::remove_file(&path);
                return Err(refusal(fault));
            }
        };
        Ok(Answer::BackupCopy {
            path: path.display().to_string(),
            taken_micros: taken.at.as_micros(),
            organisations: taken.organisations,
        })
    }

    /// Notes that a backup is where it is kept.
    pub(super) async fn backup_kept(&self, taken_micros: i64) -> Result<Answer, Refusal> {
        let permit = self.permit::<ManageInstallation>()?;
        let at = Timestamp::from_micros(taken_micros);
        self.house.backup_kept(&permit, at).await.map_err(refusal)?;
        Ok(done("noted".to_owned()))
    }
}
