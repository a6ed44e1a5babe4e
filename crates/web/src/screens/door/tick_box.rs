use model::Span;
use service::KeptFor;
use text::Texts;

/// A box that a person may tick on the way in. The page says by a hidden field that it has the box, because an empty
/// one is not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TickBox {
    /// The name of its field.
    pub name: &'static str,
    /// What it says.
    pub label: String,
    /// What it is for, in small letters.
    pub hint: String,
    /// How the person left it.
    pub is_ticked: bool,
}

impl TickBox {
    /// Staying signed in.
    pub fn keep(t: &Texts, span: Span, whom: KeptFor, is_ticked: bool) -> Self {
        let label = t.door_keep(span.days_down());
        let hint = match whom {
            KeptFor::Everybody => t.door_own_device(),
            KeptFor::AllButAdministrators => t.door_keep_hint(),
        };
        Self { name: "keep", label, hint, is_ticked }
    }

    /// Not being asked for the second step again in this browser.
    pub fn remember(t: &Texts, span: Span, is_ticked: bool) -> Self {
        let label = t.door_remember(span.days_down());
        Self { name: "remember", label, hint: t.door_own_device(), is_ticked }
    }
}
