//! Mail that a use case causes: written into the outbox by its transaction, sealed, and sent by a job. Plain text
//! and simple HTML, one button, the address written out, when it happened, and what to do if it was not you.

use std::sync::Arc;

use model::{Id, Locale, Method, Organisation, User};
use store::Letter;
use text::{Texts, TimeZone};

use crate::Fault;
use crate::emergency::Happened;
use crate::house::House;
use crate::invitations::Link;
use crate::keys::Place;
use crate::outside::Message;

/// A change that its person is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// A second factor was registered.
    MethodAdded(Method),
    /// A second factor was removed.
    MethodRemoved(Method),
    /// The password was changed.
    PasswordChanged,
    /// Somebody who had none has a password now.
    PasswordAdded,
    /// A recovery code was used; so many are left.
    RecoveryCodeUsed(i64),
    /// New recovery codes were made.
    RecoveryCodesMade,
    /// A passkey or security key was used whose counter had gone back: there may be a copy of it.
    KeyCopied,
    /// A copy of what a remembered browser keeps was used.
    RememberedCopied,
}

struct Body {
    subject: String,
    lines: Vec<String>,
    button: Option<(String, String)>,
    last: String,
}

impl House {
    /// The invitation, for somebody who has an address; from a person, or from the organisation itself.
    pub(crate) fn invitation_letter(
        &self,
        organisation: &Arc<Organisation>,
        user: &User,
        inviter: Option<&str>,
        link: &Link,
    ) -> Result<Letter, Fault> {
        let locale = locale_of(organisation, user);
        let texts = text::of(locale);
        let until = text::date(link.until, locale, &self.zone());
        let body = Body {
            subject: texts.mail_invitation_subject(&organisation.name),
            lines: vec![
                match inviter {
                    Some(person) => texts.mail_invitation(person, &organisation.name),
                    None => texts.mail_invitation_by_organisation(&organisation.name),
                },
                texts.mail_invitation_how(),
                texts.mail_invitation_name(user.name.as_str()),
                texts.mail_invitation_until(until),
            ],
            button: Some((texts.mail_invitation_button(), link.address.clone())),
            last: texts.mail_invitation_unexpected(&organisation.help_contact),
        };
        self.letter(organisation, user, texts, &body)?.ok_or(Fault::Invalid("mail"))
    }

    /// What reminds a person of a second step; `None` when they have no address.
    pub(crate) fn reminder_letter(
        &self,
        organisation: &Arc<Organisation>,
        user: &User,
    ) -> Result<Option<Letter>, Fault> {
        let texts = text::of(locale_of(organisation, user));
        let address = format!("{}/{}/my/security", organisation.public_address, organisation.id);
        let body = Body {
            subject: texts.mail_reminder_subject(&organisation.name),
            lines: vec![texts.mail_reminder(&organisation.name), texts.mail_reminder_how()],
            button: Some((texts.mail_reminder_button(), address)),
            last: texts.mail_reminder_unexpected(&organisation.help_contact),
        };
        self.letter(organisation, user, texts, &body)
    }

    /// What tells a person of a change to their account; `None` when they have no address.
    pub(crate) fn changed_letter(
        &self,
        organisation: &Arc<Organisation>,
        user: &User,
        change: Change,
    ) -> Result<Option<Letter>, Fault> {
        let locale = locale_of(organisation, user);
        let texts = text::of(locale);
        let (subject, happened) = match change {
            Change::MethodAdded(Method::Passkey) => {
                (texts.mail_passkey_added_subject(&organisation.name), texts.mail_passkey_added())
            }
            Change::MethodAdded(Method::SecurityKey) => {
                (texts.mail_key_added_subject(&organisation.name), texts.mail_key_added())
            }
            Change::MethodAdded(_) => {
                (texts.mail_app_added_subject(&organisation.name), texts.mail_app_added())
            }
            Change::KeyCopied => (texts.mail_key_copied_subject(), texts.mail_key_copied()),
            Change::MethodRemoved(Method::Passkey) => {
                (texts.mail_passkey_removed_subject(), texts.mail_passkey_removed())
            }
            Change::MethodRemoved(Method::SecurityKey) => {
                (texts.mail_key_removed_subject(), texts.mail_key_removed())
            }
            Change::MethodRemoved(_) => (texts.mail_app_removed_subject(), texts.mail_app_removed()),
            Change::PasswordChanged => (texts.mail_password_changed_subject(), texts.mail_password_changed()),
            Change::PasswordAdded => (texts.mail_password_added_subject(), texts.mail_password_added()),
            Change::RecoveryCodeUsed(left) => {
                (texts.mail_recovery_used_subject(), texts.mail_recovery_used(left))
            }
            Change::RecoveryCodesMade => (texts.mail_codes_made_subject(), texts.mail_codes_made()),
            Change::RememberedCopied => (texts.mail_copied_subject(), texts.mail_copied()),
        };
        let when = text::date(self.now(), locale, &self.zone());
        let body = Body {
            subject,
            lines: vec![happened, texts.mail_when(when)],
            button: None,
            last: texts.mail_not_you(&organisation.help_contact),
        };
        self.letter(organisation, user, texts, &body)
    }

    /// What tells an administrator that a way back in was made for somebody on the server.
    pub(crate) fn recovered_letter(
        &self,
        organisation: &Organisation,
        to: &User,
        (whom, by): (&User, &str),
    ) -> Result<Option<Letter>, Fault> {
        let locale = locale_of(organisation, to);
        let texts = text::of(locale);
        let when = text::date(self.now(), locale, &self.zone());
        let body = Body {
            subject: texts.mail_recovered_subject(&whom.display),
            lines: vec![
                texts.mail_recovered(by, &whom.display),
                texts.mail_recovered_what(&whom.display),
                texts.mail_when(when),
            ],
            button: None,
            last: texts.mail_recovered_unexpected(&organisation.help_contact),
        };
        self.letter(organisation, to, texts, &body)
    }

    /// What tells an administrator of an emergency account; `None` when they have no address.
    pub(crate) fn emergency_letter(
        &self,
        organisation: &Organisation,
        to: &User,
        whom: &User,
        happened: Happened,
    ) -> Result<Option<Letter>, Fault> {
        let locale = locale_of(organisation, to);
        let texts = text::of(locale);
        let person = whom.display.as_str();
        let (subject, told) = match happened {
            Happened::Designated => {
                (texts.mail_emergency_designated_subject(person), texts.mail_emergency_designated(person))
            }
            Happened::Withdrawn => {
                (texts.mail_emergency_withdrawn_subject(person), texts.mail_emergency_withdrawn(person))
            }
            Happened::Sealed => {
                (texts.mail_emergency_sealed_subject(person), texts.mail_emergency_sealed(person))
            }
            Happened::Used { is_rehearsal: true, .. } => {
                (texts.mail_emergency_rehearsed_subject(person), texts.mail_emergency_rehearsed(person))
            }
            Happened::Used { .. } => {
                (texts.mail_emergency_used_subject(person), texts.mail_emergency_used(person))
            }
            Happened::DrillDue => {
                (texts.mail_emergency_drill_subject(person), texts.mail_emergency_drill(person))
            }
        };
        let (at, by_capsule) = match happened {
            Happened::Used { at, by_capsule, .. } => (at, by_capsule),
            _ => (self.now(), false),
        };
        let mut lines = vec![told];
        if by_capsule {
            lines.push(texts.mail_emergency_new_kit());
        }
        lines.push(texts.mail_when(text::date(at, locale, &self.zone())));
        let address = format!("{}/{}/admin/emergency-access", organisation.public_address, organisation.id);
        let body = Body {
            subject,
            lines,
            button: Some((texts.mail_emergency_button(), address)),
            last: texts.mail_emergency_unexpected(&organisation.help_contact),
        };
        self.letter(organisation, to, texts, &body)
    }

    fn letter(
        &self,
        organisation: &Organisation,
        user: &User,
        texts: &Texts,
        body: &Body,
    ) -> Result<Option<Letter>, Fault> {
        let Some(to) = &user.mail else { return Ok(None) };
        let message = Message {
            to_name: user.display.clone(),
            to: to.clone(),
            subject: body.subject.clone(),
            text: plain(organisation, user, texts, body),
            html: html(organisation, user, texts, body),
        };
        let id = Id::ordered(self.now(), self.outside.random());
        let place = Place { tenant: organisation.id, column: "outbox.message", row: id.as_bytes() };
        let json = serde_json::to_vec(&message).map_err(|_| Fault::Invalid("mail"))?;
        let sealed = self.keys.seal(place, self.outside.random(), &json);
        Ok(Some(Letter { id, user: Some(user.id), message: sealed, attempts: 0 }))
    }

    /// The time zone that people's times are shown in.
    pub fn zone(&self) -> TimeZone {
        self.config.zone.clone()
    }
}

fn locale_of(organisation: &Organisation, user: &User) -> Locale {
    user.locale.unwrap_or(organisation.locale)
}

fn plain(organisation: &Organisation, user: &User, texts: &Texts, body: &Body) -> String {
    let mut out = vec![texts.mail_hello(&user.display)];
    out.extend(body.lines.iter().cloned());
    if let Some((label, address)) = &body.button {
        out.push(format!("{label}:\n{address}"));
    }
    out.push(body.last.clone());
    out.push(texts.mail_from(&organisation.name));
    out.join("\n\n") + "\n"
}

fn html(organisation: &Organisation, user: &User, texts: &Texts, body: &Body) -> String {
    let paragraph = |line: &str| format!("<p>{}</p>", escaped(line));
    let mut out = paragraph(&texts.mail_hello(&user.display));
    for line in &body.lines {
        out += &paragraph(line);
    }
    if let Some((label, address)) = &body.button {
        let (label, address) = (escaped(label), escaped(address));
        out += &format!("<p><a href=\"{address}\">{label}</a></p>");
        out += &format!("<p>{}<br>{address}</p>", escaped(&texts.mail_address()));
    }
    out += &paragraph(&body.last);
    out += &paragraph(&texts.mail_from(&organisation.name));
    format!("<!doctype html><html><body>{out}</body></html>")
}

/// Text as HTML: names are what people make of them (attack 74).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_letter_is_never_markup() {
        assert_eq!(
            escaped("<img src=x onerror=\"a\">'&"),
            "&lt;img src=x onerror=&quot;a&quot;&gt;&#39;&amp;"
        );
    }
}
