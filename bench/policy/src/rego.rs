//! The same policies in Rego: a set of the numbers of those that apply.

use regorus::{Engine, Value};
use serde_json::json;

use crate::cases::{Case, Rule, Said, groups_of};
use crate::ours::is_legacy;

pub struct Rego {
    engine: Engine,
    blocks: Vec<bool>,
}

pub fn text(rules: &[Rule]) -> String {
    let mut text = "package ca\nimport rego.v1\n\ngroups := data.groups[input.user]\n".to_owned();
    for (place, rule) in rules.iter().enumerate() {
        text.push_str(&format!("\napplied contains {place} if {{\n"));
        let set = |words: Vec<String>| {
            format!("{{{}}}", words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", "))
        };
        let numbers = |ids: &[u64]| set(ids.iter().map(u64::to_string).collect());
        let mut line = |text_: String| text.push_str(&format!("    {text_}\n"));
        if let Some(apps) = &rule.apps {
            line(format!("input.app in {}", numbers(apps)));
        }
        if !rule.not_apps.is_empty() {
            line(format!("not input.app in {}", numbers(&rule.not_apps)));
        }
        if let Some(places) = &rule.places {
            line(format!("input.place in {}", numbers(places)));
        }
        if !rule.not_places.is_empty() {
            line(format!("not input.place in {}", numbers(&rule.not_places)));
        }
        if let Some(platforms) = &rule.platforms {
            line(format!("input.platform in {}", set(platforms.iter().map(|one| one.word().to_owned()).collect())));
        }
        if let Some(apps) = &rule.client_apps {
            line(format!("input.client in {}", set(apps.iter().map(|one| one.word().to_owned()).collect())));
        }
        if let Some(risks) = &rule.sign_in_risks {
            line(format!("input.risk in {}", set(risks.iter().map(|one| one.word().to_owned()).collect())));
        }
        if let Some(model) = rule.not_model {
            line(format!("input.model != \"{model}\""));
        }
        for group in &rule.not_groups {
            line(format!("not groups[\"{group}\"]"));
        }
        if let Some(all) = &rule.groups {
            line(format!("some group in {}", numbers(all)));
            line("groups[group]".to_owned());
        }
        text.push_str("}\n");
    }
    text
}

impl Rego {
    pub fn new(rules: &[Rule], people: u64) -> Self {
        let mut engine = Engine::new();
        engine.add_policy("ca.rego".to_owned(), text(rules)).expect("policies");
        let groups: serde_json::Map<_, _> = (0..people)
            .map(|user| {
                let groups: serde_json::Map<_, _> =
                    groups_of(user).iter().map(|group| (group.to_string(), json!(true))).collect();
                (user.to_string(), serde_json::Value::Object(groups))
            })
            .collect();
        let data = Value::from_json_str(&json!({ "groups": groups }).to_string()).expect("data");
        engine.add_data(data).expect("data");
        Self { engine, blocks: rules.iter().map(|rule| rule.blocks).collect() }
    }

    pub fn input(case: &Case) -> Value {
        let input = json!({
            "user": case.user.to_string(),
            "app": case.app.to_string(),
            "place": case.place.map_or(String::new(), |place| place.to_string()),
            "platform": case.platform.word(),
            "client": case.client_app.word(),
            "risk": case.sign_in_risk.word(),
            "model": case.model,
        });
        Value::from_json_str(&input.to_string()).expect("an input")
    }

    /// What is timed.
    pub fn decide(&mut self, input: Value) -> Value {
        self.engine.set_input(input);
        self.engine.eval_rule("data.ca.applied".to_owned()).expect("a decision")
    }

    pub fn said(&self, case: &Case, value: &Value) -> Said {
        let set = value.as_set().expect("a set");
        let mut applied: Vec<usize> = set.iter().map(|one| one.as_u64().expect("a number") as usize).collect();
        applied.sort_unstable();
        let blocks = applied.iter().any(|place| self.blocks[*place] || is_legacy(case.client_app));
        Said { blocks, applied }
    }
}
