use axum::response::Response;
use data_encoding::HEXLOWER;
use model::{Id, Make};
use policy::{Enforcement, PasskeyRules};
use service::authority::{ManageMethods, ReadSecurity, Target};
use service::passkey_rules::{KeysOverview, Knowing, RulesProblem, WantedRules};

use super::desk::{Desk, refused, shown};
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{Done, Entry, HeldLine, PasskeysError, PasskeysForm, PasskeysPage, RootLine};

/// The page's address.
pub(super) const PATH: &str = "/admin/identity/authentication-methods/passkey";

/// How long the name of a make may be, in characters.
const LONGEST_NAME: usize = 60;

/// The rules as they are.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Methods).await?;
    let now = present(&desk).await?;
    let form = as_they_are(&now.rules);
    let seen = now.revision.to_string();
    shown(&screen(&desk, &now, (form, seen), None))
}

/// Changes them.
pub(super) async fn save(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::Methods, PATH).await?;
    let permit = desk.permit::<ManageMethods>(Target::Organisation)?;
    let typed = typed(&fields);
    let wanted = match wanted(&typed, &fields) {
        Ok(wanted) => wanted,
        Err(error) => {
            let now = present(&desk).await?;
            let seen = fields.get("seen").to_owned();
            return Err(refused(&screen(&desk, &now, (typed, seen), Some(error))));
        }
    };
    let saved = desk.house().set_passkey_rules(desk.tenant(), permit, wanted).await;
    match desk.or_fault(saved)? {
        Ok(()) => Ok(desk.done(PATH, Done::Saved)),
        Err(problem) => {
            let now = present(&desk).await?;
            // Whoever was told that somebody else changed them writes over it when they save again.
            let seen = match problem {
                RulesProblem::ChangedMeanwhile => now.revision.to_string(),
                _ => fields.get("seen").to_owned(),
            };
            Err(refused(&screen(&desk, &now, (typed, seen), Some(PasskeysError::Rules(problem)))))
        }
    }
}

async fn present(desk: &Desk) -> Result<KeysOverview, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    desk.or_fault(desk.house().passkey_rules(desk.tenant(), &permit).await)
}

fn screen(
    desk: &Desk,
    now: &KeysOverview,
    (form, seen): (PasskeysForm, String),
    error: Option<PasskeysError>,
) -> PasskeysPage {
    PasskeysPage {
        shell: desk.shell(),
        seen,
        roots: now
            .roots
            .iter()
            .map(|root| RootLine {
                subject: root.subject.clone(),
                until: desk.day(root.until),
                fingerprint: HEXLOWER.encode(&root.fingerprint),
            })
            .collect(),
        held: now
            .makes
            .iter()
            .map(|held| HeldLine {
                make: (held.make != SILENT).then(|| held.make.to_string()),
                name: now.rules.make_names.get(&held.make).cloned(),
                keys: held.keys,
                people: held.people,
                is_taken: now.rules.takes(held.make),
            })
            .collect(),
        form,
        error,
        may_change: desk.may::<ManageMethods>(Target::Organisation),
    }
}

/// What an authenticator says that does not tell its make.
const SILENT: Id<Make> = Id::fixed(0);

fn as_they_are(rules: &PasskeyRules) -> PasskeysForm {
    let line = |make: &Id<Make>| match rules.make_names.get(make) {
        Some(name) => format!("{make} {name}"),
        None => make.to_string(),
    };
    let lines: Vec<String> = rules.key_restrictions.aa_guids.iter().map(line).collect();
    PasskeysForm {
        self_service: rules.is_self_service_registration_allowed,
        attested: rules.is_attestation_enforced,
        restricted: rules.key_restrictions.is_enforced,
        allows: rules.key_restrictions.enforcement_type == Enforcement::Allow,
        makes: lines.join("\n"),
        add_roots: String::new(),
    }
}

fn typed(fields: &Fields) -> PasskeysForm {
    PasskeysForm {
        self_service: fields.has("self"),
        attested: fields.has("attested"),
        restricted: fields.has("restricted"),
        allows: fields.get("list") == "allow",
        makes: fields.get("makes").replace('\r', ""),
        add_roots: fields.get("roots").to_owned(),
    }
}

fn wanted(typed: &PasskeysForm, fields: &Fields) -> Result<WantedRules, PasskeysError> {
    let removed = fields.all().iter().filter(|(name, _)| name == "remove");
    Ok(WantedRules {
        self_service: typed.self_service,
        attested: typed.attested,
        restricted: typed.restricted,
        enforcement: if typed.allows { Enforcement::Allow } else { Enforcement::Block },
        makes: makes(&typed.makes)?,
        add_roots: typed.add_roots.clone(),
        remove_roots: removed.map(|(_, print)| print.clone()).collect(),
        knowing: if fields.has("sure") { Knowing::Yes } else { Knowing::No },
        seen: fields.get("seen").parse().ok(),
    })
}

/// The lines of the list: an AAGUID, and perhaps a name.
fn makes(typed: &str) -> Result<Vec<(Id<Make>, String)>, PasskeysError> {
    let read = |line: &str| {
        let (make, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let make = make.trim_end_matches([',', ';', ':']).parse();
        let shown: String = line.chars().take(LONGEST_NAME).collect();
        let make = make.map_err(|_| PasskeysError::Line(shown))?;
        let name = name.trim().chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
        Ok((make, name))
    };
    typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_an_aaguid_and_perhaps_a_name() {
        let read = makes(
            "  CB69481E-8FF7-4039-93EC-0A2729A154A8  Blue key 5\n\n00000000-0000-0000-0000-000000000001,\n",
        );
        let read = read.unwrap();
        let blue = Id::fixed(0xcb69481e_8ff7_4039_93ec_0a2729a154a8);
        assert_eq!(read, [(blue, "Blue key 5".to_owned()), (Id::fixed(1), String::new())]);
    }

    #[test]
    fn a_line_that_is_something_else_is_named() {
        let refused = makes("00000000-0000-0000-0000-000000000001\nBlue key").unwrap_err();
        assert_eq!(refused, PasskeysError::Line("Blue key".to_owned()));
    }
}
