use askama::Template;
use model::Locale;
use service::emergency::{MOST_ACCOUNTS, Trouble};
use text::Texts;

use super::done::Done;
use super::shell::{Entry, Shell};
use crate::screens::Qr;

/// Identity > Emergency access.
#[derive(Template, Clone)]
#[template(path = "admin/emergency.html")]
pub struct EmergencyPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Uses that nobody has seen.
    pub alarms: Vec<AlarmLine>,
    /// The accounts.
    pub lines: Vec<EmergencyLine>,
    /// The user name that was typed.
    pub typed: String,
    /// Why nobody was designated.
    pub error: Option<String>,
    /// True when the reader may designate, withdraw and rehearse.
    pub may_manage: bool,
    /// True when the reader may say that an alarm was seen.
    pub may_acknowledge: bool,
}

/// An emergency account.
#[derive(Debug, Clone)]
pub struct EmergencyLine {
    /// The id in the address.
    pub id: String,
    /// How the person is called.
    pub person: String,
    /// The name to sign in with.
    pub name: String,
    /// Since when it is one.
    pub designated: String,
    /// When its capsule was made, while there is one.
    pub capsule: Option<String>,
    /// How many passkeys it has.
    pub passkeys: usize,
    /// When it was last rehearsed.
    pub rehearsed: Option<String>,
    /// Until when a rehearsal is under way.
    pub rehearsal: Option<String>,
    /// What is wrong with it.
    pub troubles: Vec<Trouble>,
    /// The last times that it was used.
    pub uses: Vec<AlarmLine>,
}

/// A use of an emergency account.
#[derive(Debug, Clone)]
pub struct AlarmLine {
    /// The id in the address.
    pub id: String,
    /// How the person is called.
    pub person: String,
    /// When.
    pub when: String,
    /// Whether the capsule was used.
    pub by_capsule: bool,
    /// Whether it was in a rehearsal.
    pub is_rehearsal: bool,
}

/// The sealed kit to print; the capsule is shown this once.
#[derive(Template, Clone)]
#[template(path = "admin/emergency_kit.html")]
pub struct EmergencyKit {
    /// What surrounds the page.
    pub shell: Shell,
    /// What the organisation is called.
    pub organisation: String,
    /// How the person is called.
    pub person: String,
    /// The name to sign in with.
    pub name: String,
    /// Where to sign in.
    pub address: String,
    /// The capsule.
    pub capsule: String,
    /// When it was made.
    pub made: String,
    /// Whom to call.
    pub contact: String,
}

impl AlarmLine {
    /// What happened, with `**`.
    pub fn text(&self, t: &Texts) -> String {
        if self.is_rehearsal {
            t.emergency_alarm_rehearsal(&self.person, &self.when)
        } else {
            t.emergency_alarm(&self.person, &self.when)
        }
    }

    /// With what somebody came in.
    pub fn with(&self, t: &Texts) -> String {
        match (self.by_capsule, self.is_rehearsal) {
            (true, true) => t.emergency_use_capsule_rehearsal(),
            (true, false) => t.emergency_use_capsule(),
            (false, true) => t.emergency_use_passkey_rehearsal(),
            (false, false) => t.emergency_use_passkey(),
        }
    }
}

impl EmergencyLine {
    /// What is wrong, each with the way out.
    pub fn trouble_words(&self, t: &Texts) -> Vec<String> {
        let words = |trouble: &Trouble| match trouble {
            Trouble::Blocked => t.emergency_trouble_blocked(),
            Trouble::NotAdministrator => t.emergency_trouble_role(),
            Trouble::NoWayIn => t.emergency_trouble_no_way(),
            Trouble::Synced => t.emergency_trouble_synced(),
            Trouble::NotRehearsed => t.emergency_trouble_not_rehearsed(),
        };
        self.troubles.iter().map(words).collect()
    }

    /// The class of its dot: what keeps it from working is worse than what was not tried.
    pub fn dot(&self) -> &'static str {
        match self.troubles.first() {
            None => "ok",
            Some(Trouble::NotRehearsed) => "warn",
            Some(_) => "stop",
        }
    }

    /// What the dot says.
    pub fn state(&self, t: &Texts) -> String {
        match self.dot() {
            "ok" => t.emergency_state_ok(),
            "warn" => t.emergency_state_untried(),
            _ => t.emergency_state_broken(),
        }
    }

    /// The capsule in words.
    pub fn capsule_words(&self, t: &Texts) -> String {
        self.capsule.as_ref().map_or_else(|| t.emergency_no_capsule(), |made| t.emergency_capsule_made(made))
    }

    /// The last rehearsal in words.
    pub fn rehearsed_words(&self, t: &Texts) -> String {
        self.rehearsed.clone().unwrap_or_else(|| t.emergency_never())
    }
}

impl EmergencyPage {
    /// True when there is room for another one.
    pub fn has_room(&self) -> bool {
        self.lines.len() < MOST_ACCOUNTS
    }

    /// Why nobody was designated.
    pub fn person_error(&self) -> Option<String> {
        self.error.clone()
    }

    /// How many there may be.
    pub fn most(&self) -> usize {
        MOST_ACCOUNTS
    }

    /// An alarm with accounts in each state, none, and a name that was refused.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let t = text::of(locale);
        let alarm = |is_rehearsal| AlarmLine {
            id: "7f000001-0000-4000-8000-000000000009".to_owned(),
            person: "Emergency <b>1</b>".to_owned(),
            when: "23 nov 2026, 08:52".to_owned(),
            by_capsule: true,
            is_rehearsal,
        };
        let well = EmergencyLine {
            id: "7f000001-0000-4000-8000-000000000001".to_owned(),
            person: "Emergency <b>1</b>".to_owned(),
            name: "emergency1@devries.nl".to_owned(),
            designated: "1 september 2026".to_owned(),
            capsule: Some("1 september 2026".to_owned()),
            passkeys: 1,
            rehearsed: Some("2 september 2026".to_owned()),
            rehearsal: None,
            troubles: vec![],
            uses: vec![alarm(true)],
        };
        let untried = EmergencyLine {
            rehearsed: None,
            rehearsal: Some("09:52".to_owned()),
            troubles: vec![Trouble::NotRehearsed],
            uses: vec![],
            ..well.clone()
        };
        let broken = EmergencyLine {
            capsule: None,
            passkeys: 0,
            troubles: vec![
                Trouble::Blocked,
                Trouble::NotAdministrator,
                Trouble::NoWayIn,
                Trouble::Synced,
                Trouble::NotRehearsed,
            ],
            uses: vec![alarm(false)],
            ..well.clone()
        };
        let some = Self {
            shell: Shell::sample(locale, Entry::Emergency).after(Done::EmergencyRehearsal),
            alarms: vec![alarm(false), alarm(true)],
            lines: vec![well, untried, broken],
            typed: String::new(),
            error: None,
            may_manage: true,
            may_acknowledge: true,
        };
        let none = Self {
            shell: Shell::sample(locale, Entry::Emergency),
            alarms: vec![],
            lines: vec![],
            ..some.clone()
        };
        let refused = Self {
            typed: "anna\"><script>".to_owned(),
            error: Some(t.emergency_error_role()),
            ..none.clone()
        };
        vec![
            ("admin-emergency", some),
            ("admin-emergency-none", none),
            ("admin-emergency-refused-name", refused),
        ]
    }
}

impl EmergencyKit {
    /// The capsule as a drawing, for whoever has a camera and no patience.
    pub fn qr(&self) -> Option<Qr> {
        Qr::of(&self.capsule)
    }

    /// What is to be done with it, in order.
    pub fn steps(&self) -> Vec<String> {
        let t = self.shell.texts;
        vec![
            t.emergency_kit_step_open(&self.address),
            t.emergency_kit_step_name(&self.name),
            t.emergency_kit_step_password(),
            t.emergency_kit_step_capsule(),
            t.emergency_kit_step_mend(),
            t.emergency_kit_step_again(),
        ]
    }

    /// One kit.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let sample = Self {
            shell: Shell::sample(locale, Entry::Emergency),
            organisation: "De Vries <b>Accountants".to_owned(),
            person: "Emergency <i>1".to_owned(),
            name: "emergency1@devries.nl".to_owned(),
            address: "https://id.devries.nl/0d4ab1f6-5a1e-4a39-8f0e-6b0e6a3f9c11/admin".to_owned(),
            capsule: "K7PM-4XRT-9QWA-22HD-MMNP-7TRW-3ABC".to_owned(),
            made: "23 november 2026".to_owned(),
            contact: "Marieke de Vries, 020 123 45 67".to_owned(),
        };
        vec![("admin-emergency-kit", sample)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_an_account_from_working_is_told_before_what_was_not_tried() {
        let page = EmergencyPage::samples(Locale::En).remove(0).1;
        let dots: Vec<_> = page.lines.iter().map(EmergencyLine::dot).collect();
        assert_eq!(dots, ["ok", "warn", "stop"]);
        assert_eq!(page.lines[2].trouble_words(page.shell.texts).len(), 5);
    }

    #[test]
    fn the_kit_has_all_that_somebody_needs_who_was_never_told() {
        for locale in Locale::ALL {
            let kit = EmergencyKit::samples(locale).remove(0).1;
            let html = kit.render().unwrap();
            for word in [kit.capsule.as_str(), &kit.name, &kit.address, &kit.made, &kit.contact] {
                assert!(html.contains(word), "{word}");
            }
            assert!(html.contains("<svg"), "the capsule can be scanned");
            assert!(html.contains("data-print"));
        }
    }
}
