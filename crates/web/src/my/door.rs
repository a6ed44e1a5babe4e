//! What surrounds the door pages that one's own pages lead to.

use crate::admin::desk::Desk;
use crate::screens::door::{Chrome, Switch};

/// A chrome whose form is sent to `action` with `token`.
pub(super) fn chrome(desk: &Desk, action: &str, token: String) -> Chrome {
    Chrome {
        locale: desk.locale(),
        texts: desk.texts(),
        root: desk.here.root.clone(),
        organisation: desk.here.organisation.name.clone(),
        action: desk.here.to(action),
        token,
        // The language is chosen on one's own pages; these stand between two of them.
        switch: Switch::None,
        is_confirming: false,
    }
}
