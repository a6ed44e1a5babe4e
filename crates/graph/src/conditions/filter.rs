use policy::rule::{Filter, Mode, Rule};
use serde_json::{Value, json};

use crate::reader::Object;

/// A filter; without a rule that can be read there is none, and its parts are foreign.
pub(super) fn read(object: &mut Object<'_>, name: &str) -> Option<Filter> {
    object.object(name, |filter| {
        let rule = filter.text("rule", |text| Rule::parse(text).ok());
        let mode = filter.text("mode", |word| match word {
            "include" => Some(Mode::Include),
            "exclude" => Some(Mode::Exclude),
            _ => None,
        });
        match (mode, rule) {
            (Some(mode), Some(rule)) => Some(Filter { mode, rule }),
            (mode, rule) => {
                // One of the two is foreign or missing; the other stays beside it.
                if let Some(mode) = mode {
                    filter.keep("mode", word(mode).into());
                }
                if let Some(rule) = rule {
                    filter.keep("rule", rule.text().into());
                }
                None
            }
        }
    })?
}

pub(super) fn write(filter: &Filter) -> Value {
    json!({ "mode": word(filter.mode), "rule": filter.rule.text() })
}

const fn word(mode: Mode) -> &'static str {
    match mode {
        Mode::Include => "include",
        Mode::Exclude => "exclude",
    }
}
