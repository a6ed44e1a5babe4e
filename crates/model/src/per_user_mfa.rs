use crate::PerUserMfa;

/// The state machine of the old per-user switch (reference 2.2). An administrator sets any state; registering moves on.
impl PerUserMfa {
    /// The state once a second factor is registered: who was asked to register one is asked for it from then on. So it
    /// is where somebody is to be asked to register who did already.
    #[must_use]
    pub const fn registered(self) -> Self {
        match self {
            Self::Disabled => Self::Disabled,
            Self::Enabled | Self::Enforced => Self::Enforced,
        }
    }

    /// True when it asks less than another state.
    pub const fn asks_less_than(self, other: Self) -> bool {
        (self as u8) < other as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_asked_to_register_is_asked_for_it_once_they_did() {
        let after = |state: PerUserMfa| state.registered();
        assert_eq!(after(PerUserMfa::Enabled), PerUserMfa::Enforced);
        assert_eq!(after(PerUserMfa::Enforced), PerUserMfa::Enforced);
        assert_eq!(after(PerUserMfa::Disabled), PerUserMfa::Disabled, "registering switches nothing on");
    }

    #[test]
    fn disabled_asks_least_and_enforced_most() {
        let [disabled, enabled, enforced] = [PerUserMfa::Disabled, PerUserMfa::Enabled, PerUserMfa::Enforced];
        assert!(disabled.asks_less_than(enabled) && enabled.asks_less_than(enforced));
        assert!(!enforced.asks_less_than(enforced) && !enforced.asks_less_than(disabled));
    }
}
