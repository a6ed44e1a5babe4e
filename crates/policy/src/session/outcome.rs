use serde::{Deserialize, Serialize};

use super::{AccessEvaluation, CloudAppSecurity, Persistence, SessionControls, Switched};

/// What a session is held to: the most restrictive that any enforced policy says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SessionOutcome {
    /// Overrides what the person answers to "stay signed in?". `never` beats `always`.
    pub persistent_browser: Option<Persistence>,
    /// What a proxy in front of applications does; blocking downloads beats what is set there, and that beats looking.
    pub cloud_app_security: Option<CloudAppSecurity>,
    /// Applications restrict the session themselves.
    pub application_enforced_restrictions: bool,
    /// The session ends where it cannot be judged again.
    pub without_resilience: bool,
    /// Tokens are bound to the device.
    pub secure_sign_in_session: bool,
    /// How soon applications hear of what changed; the stricter beats, and `disabled` is the least.
    pub continuous_access_evaluation: Option<AccessEvaluation>,
}

impl SessionOutcome {
    /// True when no policy says anything.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn add(&mut self, controls: &SessionControls) {
        self.persistent_browser =
            stricter(self.persistent_browser, enabled(controls.persistent_browser), |mode| match mode {
                Persistence::Always => 0,
                Persistence::Never => 1,
            });
        self.cloud_app_security =
            stricter(self.cloud_app_security, enabled(controls.cloud_app_security), |what| match what {
                CloudAppSecurity::MonitorOnly => 0,
                CloudAppSecurity::Configured => 1,
                CloudAppSecurity::BlockDownloads => 2,
            });
        self.continuous_access_evaluation =
            stricter(self.continuous_access_evaluation, controls.continuous_access_evaluation, |mode| {
                match mode {
                    AccessEvaluation::Disabled => 0,
                    AccessEvaluation::Strict => 1,
                    AccessEvaluation::StrictLocation => 2,
                }
            });
        self.application_enforced_restrictions |=
            enabled(controls.application_enforced_restrictions).is_some();
        self.secure_sign_in_session |= enabled(controls.secure_sign_in_session).is_some();
        self.without_resilience |= controls.disable_resilience_defaults == Some(true);
    }
}

fn enabled<T>(control: Option<Switched<T>>) -> Option<T> {
    control.filter(|control| control.is_enabled).map(|control| control.value)
}

fn stricter<T: Copy>(one: Option<T>, other: Option<T>, rank: impl Fn(T) -> u8) -> Option<T> {
    one.into_iter().chain(other).max_by_key(|value| rank(*value))
}
