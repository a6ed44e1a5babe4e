use std::fmt;

use serde::{Deserialize, Serialize};
use service::restore::Again;

/// What was taken away since a backup, and was taken away again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TakenAgain {
    /// People that were blocked.
    pub blocked: usize,
    /// People that were erased.
    pub erased: usize,
    /// Organisations that were blocked.
    pub organisations: usize,
    /// Second steps that were removed.
    pub methods: usize,
    /// Roles that were taken.
    pub roles: usize,
    /// Applications, their secrets and the people and groups named for them.
    pub applications: usize,
    /// Groups, their members and the roles that they carry.
    pub groups: usize,
    /// Directory servers and receivers of logs that were removed, or are others.
    pub connections: usize,
}

impl From<Again> for TakenAgain {
    fn from(again: Again) -> Self {
        let Again { blocked, erased, organisations, methods, roles, apps, groups, connections } = again;
        Self { blocked, erased, organisations, methods, roles, applications: apps, groups, connections }
    }
}

pub(super) fn backed_up(
    f: &mut fmt::Formatter<'_>,
    (file, taken): (&str, &str),
    bytes: u64,
    with_keys: bool,
) -> fmt::Result {
    writeln!(f, "{file} holds everything as it was at {taken} ({bytes} bytes).")?;
    if with_keys {
        writeln!(f, "The key file is in it, under the passphrase: keep that somewhere else.")
    } else {
        writeln!(f, "The key file is not in it: keep a copy of that somewhere else, or this is of no use.")
    }
}

pub(super) fn restored(
    f: &mut fmt::Formatter<'_>,
    taken: &str,
    aside: Option<&str>,
    again: Option<TakenAgain>,
) -> fmt::Result {
    writeln!(
        f,
        "Everything is as it was at {taken}. Everybody signs in again, and open invitations are made again."
    )?;
    if let Some(aside) = aside {
        writeln!(f, "What was there before is kept as `{aside}`; remove it when you are sure.")?;
    }
    match again {
        Some(again) => writeln!(
            f,
            "Taken away again, as it was since: {} people blocked, {} erased, {} organisations blocked, {} second steps, \
             {} roles, {} things of applications, {} of groups, {} directory servers and receivers of logs.",
            again.blocked,
            again.erased,
            again.organisations,
            again.methods,
            again.roles,
            again.applications,
            again.groups,
            again.connections
        ),
        None => writeln!(
            f,
            "Nobody knows what was taken away since: block again whom you had blocked. Every recovery code is gone, because \
             some may have been used; people make new ones on their page. Directory sync is switched off and no logs are \
             sent on, because what they lead to may be somebody else's by now: set them again on their pages."
        ),
    }
}
