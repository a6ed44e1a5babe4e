use policy::conditions::{DeviceWord, Devices, States};
use serde_json::{Map, Value, json};

use super::filter;
use crate::Version;
use crate::reader::{Object, word_of};

/// `devices` and the older `deviceStates`, which are one condition here.
pub(super) fn read(object: &mut Object<'_>) -> Option<Devices> {
    let devices = object.object("devices", |devices| Devices {
        filter: filter::read(devices, "deviceFilter"),
        devices: states(devices, "includeDevices", "excludeDevices"),
        states: states(devices, "includeDeviceStates", "excludeDeviceStates"),
        legacy: None,
    });
    let legacy = object.object("deviceStates", |states_| states(states_, "includeStates", "excludeStates"));
    let devices = Devices { legacy: legacy.flatten(), ..devices.unwrap_or_default() };
    (devices != Devices::default()).then_some(devices)
}

fn states(object: &mut Object<'_>, include: &str, exclude: &str) -> Option<States> {
    let word = word_of(DeviceWord::ALL, DeviceWord::word);
    let states = States { include: object.list(include, &word), exclude: object.list(exclude, &word) };
    (states != States::default()).then_some(states)
}

pub(super) fn write(devices: &Devices, version: Version) -> Value {
    let mut members = Map::new();
    members.insert("deviceFilter".to_owned(), json!(devices.filter.as_ref().map(filter::write)));
    let has_lists = version == Version::Beta && (devices.devices.is_some() || devices.states.is_some());
    if devices.filter.is_none() && !has_lists {
        return Value::Null;
    }
    if version == Version::Beta {
        put(&mut members, devices.devices.as_ref(), "includeDevices", "excludeDevices");
        put(&mut members, devices.states.as_ref(), "includeDeviceStates", "excludeDeviceStates");
    }
    Value::Object(members)
}

pub(super) fn write_legacy(devices: &Devices) -> Value {
    let Some(states) = &devices.legacy else { return Value::Null };
    let mut members = Map::new();
    put(&mut members, Some(states), "includeStates", "excludeStates");
    Value::Object(members)
}

fn put(members: &mut Map<String, Value>, states: Option<&States>, include: &str, exclude: &str) {
    let words = |list: &[DeviceWord]| list.iter().map(|word| word.word()).collect::<Vec<_>>();
    let (included, excluded) =
        states.map_or((vec![], vec![]), |states| (words(&states.include), words(&states.exclude)));
    members.insert(include.to_owned(), json!(included));
    members.insert(exclude.to_owned(), json!(excluded));
}
