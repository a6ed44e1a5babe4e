//! Users > Active users > Multi-factor authentication > Service settings (reference 2.3).

use axum::response::Response;
use model::Cidr;
use service::authority::{ManagePolicies, ReadSecurity, Target};
use service::conditional_access::{LocationProblem, PolicyProblem, Wish};

use super::desk::{Desk, refused, shown};
use crate::form::Form;
use crate::here::Here;
use crate::screens::admin::{Done, Entry, MfaSettingsPage, TrustedError};

/// The page's address.
pub(super) const PATH: &str = "/admin/users/mfa/settings";

/// The settings as they are.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::PerUserMfa).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let (_, ranges) = desk.or_fault(desk.house().locations(desk.tenant(), &permit).await)?;
    let lines: Vec<String> = ranges.iter().map(ToString::to_string).collect();
    shown(&screen(&desk, lines.join("\n"), None).await?)
}

/// Changes the trusted addresses.
pub(super) async fn save(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::PerUserMfa, PATH).await?;
    let permit = desk.permit::<ManagePolicies>(Target::Organisation)?;
    let typed = fields.get("trusted").to_owned();
    let ranges = match ranges(&typed) {
        Ok(ranges) => ranges,
        Err(error) => return Err(refused(&screen(&desk, typed, Some(error)).await?)),
    };
    let saved = desk.house().set_trusted_ips(desk.tenant(), permit, ranges, Wish::default()).await;
    match desk.or_fault(saved)? {
        Ok(None) => Ok(desk.done(PATH, Done::Saved)),
        Ok(Some(_)) => Ok(desk.done(PATH, Done::SavedOnTrial)),
        Err(problem) => Err(refused(&screen(&desk, typed, Some(error(&problem))).await?)),
    }
}

/// The ranges that stand in the field, one on a line or with commas between them.
fn ranges(typed: &str) -> Result<Vec<Cidr>, TrustedError> {
    let words = typed.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    let shown = |word: &str| word.chars().take(60).collect::<String>();
    words.map(|word| word.parse().map_err(|_| TrustedError::Range(shown(word)))).collect()
}

fn error(problem: &LocationProblem) -> TrustedError {
    match problem {
        LocationProblem::NotReadable(graph::LocationError::Range(range)) => {
            TrustedError::Range(range.clone())
        }
        LocationProblem::Policies(PolicyProblem::LocksOut(people)) => {
            TrustedError::LocksOut(people.iter().map(|person| person.name.clone()).collect())
        }
        LocationProblem::Policies(PolicyProblem::NotLicensed(_)) => TrustedError::NotLicensed,
        LocationProblem::Policies(_) => TrustedError::Meanwhile,
        LocationProblem::NotReadable(_)
        | LocationProblem::TooMany
        | LocationProblem::Trusted
        | LocationProblem::Used(_) => TrustedError::TooMany,
    }
}

async fn screen(
    desk: &Desk,
    trusted: String,
    error: Option<TrustedError>,
) -> Result<MfaSettingsPage, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let browsers = desk.or_fault(desk.house().browsers(desk.tenant(), &permit).await)?;
    Ok(MfaSettingsPage {
        shell: desk.shell(),
        trusted,
        remembered_days: u32::from(browsers.remembered_days),
        error,
        may_change: desk.may::<ManagePolicies>(Target::Organisation),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_stand_on_lines_or_between_commas() {
        let read = ranges(" 203.0.113.0/24\r\n198.51.100.7, 192.0.2.0/28").unwrap();
        let words: Vec<String> = read.iter().map(ToString::to_string).collect();
        assert_eq!(words, ["203.0.113.0/24", "198.51.100.7/32", "192.0.2.0/28"]);
        assert_eq!(ranges(""), Ok(vec![]));
        assert_eq!(ranges("203.0.113.0/24 office"), Err(TrustedError::Range("office".to_owned())));
    }
}
