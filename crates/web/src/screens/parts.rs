//! Components that more than one screen shows: a field, a QR code.

use askama::Template;
use qrcode::{Color, QrCode};
use text::Texts;

/// One field of a form: label above, hint, error below with the way out.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/field.html")]
pub struct Field {
    /// The name it is sent under; also its id on the page.
    pub name: &'static str,
    /// What stands above it.
    pub label: String,
    /// What helps to fill it in.
    pub hint: Option<String>,
    /// What is wrong with it and how to mend that.
    pub error: Option<String>,
    /// What stands in it.
    pub value: String,
    /// What it is for.
    pub kind: FieldKind,
    /// What the browser may fill in: a token of the HTML attribute.
    pub autocomplete: &'static str,
    /// True for the field that the page begins at.
    pub has_focus: bool,
    /// True when it shows and does not ask.
    pub is_fixed: bool,
}

/// What a field is for, as far as that changes how it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// Words.
    Text,
    /// A user name or an address of the web: no capitals, no spelling.
    Exact,
    /// A mail address.
    Mail,
    /// Six digits.
    Digits,
    /// A code of letters and digits.
    Letters,
    /// A password that exists.
    Password(Peek),
    /// A password that is being chosen.
    NewPassword(Peek, Meter),
}

/// The words on the button that shows what is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peek {
    /// Before.
    pub show: String,
    /// After.
    pub hide: String,
}

/// The meter under a new password. A script posts what the form holds to `address`, which answers with one digit,
/// 0 (at once) to 4 (out of reach).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meter {
    /// Where the strength is judged.
    pub address: String,
    /// What stands before it.
    pub label: String,
    /// Five words, with `|` between them.
    pub words: String,
}

impl Field {
    /// A field for words.
    pub fn text(name: &'static str, label: String) -> Self {
        Self {
            name,
            label,
            hint: None,
            error: None,
            value: String::new(),
            kind: FieldKind::Text,
            autocomplete: "off",
            has_focus: false,
            is_fixed: false,
        }
    }

    /// A field for a name or address that is typed exactly.
    pub fn exact(name: &'static str, label: String) -> Self {
        Self { kind: FieldKind::Exact, ..Self::text(name, label) }
    }

    /// A field for a mail address.
    pub fn mail(name: &'static str, label: String) -> Self {
        Self { kind: FieldKind::Mail, autocomplete: "email", ..Self::text(name, label) }
    }

    /// A field for six digits; pasting and spaces are welcome.
    pub fn digits(name: &'static str, label: String) -> Self {
        Self { kind: FieldKind::Digits, autocomplete: "one-time-code", ..Self::text(name, label) }
    }

    /// A field for a code from paper.
    pub fn letters(name: &'static str, label: String) -> Self {
        Self { kind: FieldKind::Letters, ..Self::text(name, label) }
    }

    /// A field for the password that somebody has.
    pub fn password(name: &'static str, label: String, t: &Texts) -> Self {
        let kind = FieldKind::Password(Peek::new(t));
        Self { kind, autocomplete: "current-password", ..Self::text(name, label) }
    }

    /// A field for a password that is being chosen; `root` is what stands before every path.
    pub fn new_password(name: &'static str, label: String, t: &Texts, root: &str) -> Self {
        let meter = Meter {
            address: format!("{root}/strength"),
            label: t.door_strength(),
            words: t.door_strength_words(),
        };
        let kind = FieldKind::NewPassword(Peek::new(t), meter);
        Self { kind, autocomplete: "new-password", ..Self::text(name, label) }
    }

    /// With what helps to fill it in.
    pub fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    /// With what is wrong with it; the page then begins here.
    pub fn error(mut self, error: Option<String>) -> Self {
        self.has_focus |= error.is_some();
        self.error = error;
        self
    }

    /// With what was typed.
    pub fn value(mut self, value: &str) -> Self {
        self.value = value.to_owned();
        self
    }

    /// With what the browser may fill in.
    pub const fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = token;
        self
    }

    /// As the field that the page begins at.
    pub const fn focused(mut self) -> Self {
        self.has_focus = true;
        self
    }

    /// As one of several: the page begins at the summary of what is wrong, not here.
    pub const fn one_of_many(mut self) -> Self {
        self.has_focus = false;
        self
    }

    /// As one that shows and does not ask.
    pub const fn fixed(mut self, is_fixed: bool) -> Self {
        self.is_fixed = is_fixed;
        self
    }

    /// Those of several that need another look.
    pub(crate) fn wrong(fields: &[Self]) -> Vec<&Self> {
        fields.iter().filter(|field| field.error.is_some()).collect()
    }

    fn input_type(&self) -> &'static str {
        match self.kind {
            FieldKind::Mail => "email",
            FieldKind::Password(_) | FieldKind::NewPassword(..) => "password",
            _ => "text",
        }
    }

    fn peek(&self) -> Option<&Peek> {
        match &self.kind {
            FieldKind::Password(peek) | FieldKind::NewPassword(peek, _) => Some(peek),
            _ => None,
        }
    }

    fn meter(&self) -> Option<&Meter> {
        match &self.kind {
            FieldKind::NewPassword(_, meter) => Some(meter),
            _ => None,
        }
    }

    /// The class of the input, for what is typed as a code.
    fn class(&self) -> Option<&'static str> {
        match self.kind {
            FieldKind::Digits => Some("code"),
            FieldKind::Letters => Some("code-text"),
            _ => None,
        }
    }

    fn is_prose(&self) -> bool {
        self.kind == FieldKind::Text
    }

    fn is_digits(&self) -> bool {
        self.kind == FieldKind::Digits
    }

    /// The ids of what describes it.
    fn described_by(&self) -> Option<String> {
        let parts = [(self.hint.is_some(), "hint"), (self.error.is_some(), "error")];
        let ids: Vec<String> = parts
            .into_iter()
            .filter(|(is_there, _)| *is_there)
            .map(|(_, part)| format!("{}-{part}", self.name))
            .collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

impl Peek {
    fn new(t: &Texts) -> Self {
        Self { show: t.door_show(), hide: t.door_hide() }
    }
}

/// A QR code as a drawing: dark on light in every colour scheme, because cameras expect that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// Modules on one side, with the quiet zone.
    pub side: usize,
    /// The dark modules as an SVG path.
    pub path: String,
}

impl Qr {
    /// The quiet zone around it (ISO/IEC 18004 §6.3.8).
    const MARGIN: usize = 4;

    /// Draws a text; `None` when it is too long for a QR code.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::new(text).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (row, modules) in code.to_colors().chunks(width).enumerate() {
            let mut column = 0;
            for run in modules.chunk_by(|a, b| a == b) {
                if run[0] == Color::Dark {
                    let (x, y, length) = (column + Self::MARGIN, row + Self::MARGIN, run.len());
                    path.push_str(&format!("M{x} {y}h{length}v1h-{length}z"));
                }
                column += run.len();
            }
        }
        Some(Self { side: width + 2 * Self::MARGIN, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_qr_code_keeps_its_quiet_zone_and_every_dark_module() {
        let text = "otpauth://totp/De%20Vries:anna?secret=JBSWY3DPEHPK3PXP";
        let qr = Qr::of(text).unwrap();
        let dark = QrCode::new(text).unwrap().to_colors().iter().filter(|c| **c == Color::Dark).count();
        let drawn: usize = qr
            .path
            .split('h')
            .skip(1)
            .filter(|part| !part.starts_with('-'))
            .map(|part| part.split('v').next().unwrap().parse::<usize>().unwrap())
            .sum();
        assert_eq!(drawn, dark);
        assert!(qr.path.starts_with("M4 4h7v1"));
        assert!(Qr::of(&"x".repeat(4_000)).is_none());
    }

    #[test]
    fn a_field_names_what_describes_it() {
        let field = Field::text("name", "Name".to_owned());
        assert_eq!(field.described_by(), None);
        let field = field.hint("as on paper".to_owned()).error(Some("enter one".to_owned()));
        assert_eq!(field.described_by().as_deref(), Some("name-hint name-error"));
        assert!(field.has_focus);
    }
}
