use model::{Signal, words};
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::rule::{Filter, Property};
use crate::{Device, Facts};

/// The devices a policy is about: a rule over their properties, and the two older ways to say it. Whatever is
/// written must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Devices {
    /// A rule.
    pub filter: Option<Filter>,
    /// `includeDevices` and `excludeDevices`.
    pub devices: Option<States>,
    /// `includeDeviceStates` and `excludeDeviceStates`.
    pub states: Option<States>,
    /// The condition of its own that came before both: `deviceStates`.
    pub legacy: Option<States>,
}

/// Devices by their state.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct States {
    /// These.
    pub include: Vec<DeviceWord>,
    /// Not these.
    pub exclude: Vec<DeviceWord>,
}

words! {
    /// A state of devices.
    DeviceWord {
        /// Any.
        All = "All",
        /// Compliant ones.
        Compliant = "Compliant",
        /// Joined to a domain.
        DomainJoined = "DomainJoined",
    }
}

impl DeviceWord {
    /// A state that cannot be told is not this one.
    fn matches(self, device: &Device) -> bool {
        match self {
            Self::All => true,
            Self::Compliant => device.compliant == Signal::Known(true),
            Self::DomainJoined => device.domain_joined == Signal::Known(true),
        }
    }
}

impl States {
    fn holds(&self, device: &Device) -> bool {
        // Only exclusions are written: every other device is meant.
        let included = self.include.is_empty() || self.include.iter().any(|word| word.matches(device));
        included && !self.exclude.iter().any(|word| word.matches(device))
    }

    fn word(&self) -> String {
        let names = |list: &[DeviceWord]| list.iter().map(|word| word.word()).collect::<Vec<_>>().join(", ");
        format!("{}, without {}", names(&self.include), names(&self.exclude))
    }
}

impl Devices {
    pub(super) fn verdict(&self, facts: &Facts) -> Verdict {
        let device = &facts.circumstances.device;
        if device.compliant == Signal::NotGiven {
            return Verdict::Unknown;
        }
        let mut states = [&self.devices, &self.states, &self.legacy].into_iter().flatten();
        let filtered = self.filter.as_ref().is_none_or(|filter| {
            let look = |name: &str| property(device, name);
            filter.includes(&look) || filter.spares(&look)
        });
        Verdict::from(filtered && states.all(|states| states.holds(device)))
    }

    pub(super) fn seen(&self, facts: &Facts) -> String {
        let device = &facts.circumstances.device;
        match (device.id, device.compliant) {
            (_, Signal::NotGiven) => "notEnoughInformation".to_owned(),
            (None, _) => "an unregistered device".to_owned(),
            (Some(id), Signal::Known(true)) => format!("device {id}, compliant"),
            (Some(id), _) => format!("device {id}"),
        }
    }

    pub(super) fn wanted(&self) -> String {
        let mut words: Vec<String> = self.filter.iter().map(Filter::word).collect();
        words.extend([&self.devices, &self.states, &self.legacy].into_iter().flatten().map(States::word));
        words.join("; ")
    }
}

/// A property as rules name it, in any case. Every property of an unregistered device is null.
fn property<'d>(device: &'d Device, name: &str) -> Property<'d> {
    let Some(name) = name.strip_prefix("device.").filter(|_| device.id.is_some()) else {
        return Property::Null;
    };
    if name.starts_with("extensionattribute") && !shows_extensions(device) {
        return Property::Null;
    }
    let held = |name: &str| -> Vec<&'d str> {
        let same = |(key, _): &&(String, String)| key.eq_ignore_ascii_case(name);
        device.properties.iter().filter(same).map(|(_, value)| value.as_str()).collect()
    };
    let values = held(name);
    if matches!(name, "physicalids" | "systemlabels") {
        return Property::Many(values);
    }
    match (values.first(), name) {
        (Some(value), _) => Property::One(value),
        (None, "iscompliant") => device
            .compliant
            .known()
            .map_or(Property::Null, |known| Property::One(if *known { "True" } else { "False" })),
        (None, "trusttype") if device.domain_joined == Signal::Known(true) => Property::One("ServerAD"),
        (None, _) => Property::Null,
    }
}

/// Reference 3.6: extension attributes are seen only of devices that are managed, compliant or joined.
fn shows_extensions(device: &Device) -> bool {
    let managed = device.properties.iter().any(|(key, _)| key.eq_ignore_ascii_case("mdmAppId"));
    managed || device.compliant == Signal::Known(true) || device.domain_joined == Signal::Known(true)
}
