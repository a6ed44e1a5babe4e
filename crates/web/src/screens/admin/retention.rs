use askama::Template;
use model::Locale;
use service::retention::{KINDS, Retention};

use super::shell::{Entry, Shell};

/// Settings > Retention: for how long what is kept of people stays; posts each of its fields to itself.
#[derive(Template, Clone)]
#[template(path = "admin/retention.html")]
pub struct RetentionPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// What stands in the fields, in the order of [`KINDS`].
    pub typed: [String; 4],
    /// The field that something is wrong with.
    pub wrong: Option<&'static str>,
    /// Which of them the configuration fixes, in the same order.
    pub fixed: [bool; 4],
    /// True when the reader may change it.
    pub may_change: bool,
}

/// A field of the page.
#[derive(Debug, Clone)]
pub struct RetentionField {
    /// Its word.
    pub id: &'static str,
    /// What is kept.
    pub label: String,
    /// What else is to be known of it.
    pub hint: String,
    /// What stands in it.
    pub value: String,
    /// The fewest and the most days.
    pub range: (i64, i64),
    /// True when the reader cannot change it.
    pub is_locked: bool,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl RetentionPage {
    /// What is typed where something is kept for so long.
    pub fn typed(kept: Retention) -> [String; 4] {
        kept.days().map(|days| days.to_string())
    }

    /// The fields.
    pub fn fields(&self) -> Vec<RetentionField> {
        let t = self.shell.texts;
        let said = [
            (t.retention_sign_ins(), t.retention_sign_ins_hint()),
            (t.retention_audit(), t.retention_audit_hint()),
            (t.retention_deleted(), t.retention_deleted_hint()),
            (t.retention_mail(), t.retention_mail_hint()),
        ];
        KINDS
            .iter()
            .zip(said)
            .zip(self.typed.iter().zip(self.fixed))
            .map(|(((id, range), (label, hint)), (value, is_fixed))| {
                let (least, most) = (*range.start(), *range.end());
                let is_wrong = self.wrong == Some(*id);
                RetentionField {
                    id,
                    label,
                    hint: if is_fixed { format!("{hint} {}", t.retention_fixed()) } else { hint },
                    value: value.clone(),
                    range: (least, most),
                    is_locked: is_fixed || !self.may_change,
                    error: is_wrong.then(|| t.retention_error(least, most)),
                }
            })
            .collect()
    }

    /// As it is, without leave to change it, and with something wrong.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let usual = Self {
            shell: Shell::sample(locale, Entry::Retention),
            typed: [90, 730, 30, 7].map(|days: i64| days.to_string()),
            wrong: None,
            fixed: [true, false, false, false],
            may_change: true,
        };
        let fixed = Self { may_change: false, ..usual.clone() };
        let mut wrong = Self { wrong: Some("audit_days"), ..usual.clone() };
        wrong.typed[1] = "\"><script>".to_owned();
        vec![("admin-retention", usual), ("admin-retention-fixed", fixed), ("admin-retention-wrong", wrong)]
    }
}
