//! What becomes of the directory server of an organisation when a backup is restored (attack 87): one that was removed since
//! may be somebody else's by now, and must not say again who there is and whose password is right.

use model::Timestamp;
use sql::Tx;
use store::SyncedKind;

use super::schedule::let_few_go;
use super::settings::{self, DirectorySettings};
use super::state::SyncState;
use crate::Fault;

/// A server and the sealed password for it, as they are kept.
#[derive(Debug, Clone)]
pub(crate) struct KeptServer {
    settings: DirectorySettings,
    sealed: Option<String>,
}

impl KeptServer {
    /// The one that there is.
    pub(crate) fn read(tx: &mut Tx<'_>) -> Result<Option<Self>, Fault> {
        let Some(settings) = settings::read(tx)? else { return Ok(None) };
        Ok(Some(Self { settings, sealed: settings::sealed(tx)? }))
    }
}

/// Makes the server of a backup the one that there was in the end; where there was none, it goes as if it were stopped. True
/// when the backup had another one.
pub(crate) fn put_last(tx: &mut Tx<'_>, last: Option<&KeptServer>, now: Timestamp) -> Result<bool, Fault> {
    let Some(then) = settings::read(tx)? else { return Ok(false) };
    let Some(last) = last else {
        settings::forget(tx)?;
        for kind in [SyncedKind::Person, SyncedKind::Group] {
            while let_few_go(tx, kind, now)? {}
        }
        return Ok(true);
    };
    settings::put(tx, &last.settings, last.sealed.as_ref())?;
    // People and groups are those of the backup: everything is looked at.
    SyncState { due: Some(now), ..SyncState::default() }.write(tx)?;
    Ok(last.settings != then)
}

/// Switches it off, where nobody knows what became of it: no pass is made, and it says of no password that it is right. True
/// when it was on.
pub(crate) fn switch_off(tx: &mut Tx<'_>) -> Result<bool, Fault> {
    let Some(kept) = KeptServer::read(tx)? else { return Ok(false) };
    let off = DirectorySettings { is_on: false, checks_passwords: false, ..kept.settings.clone() };
    settings::put(tx, &off, kept.sealed.as_ref())?;
    Ok(off != kept.settings)
}
