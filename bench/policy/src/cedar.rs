//! The same policies in Cedar: each is a `forbid`, so that the reasons of a denial are the policies that apply.

use std::collections::{HashMap, HashSet};
use std::str::FromStr;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, Policy, PolicyId, PolicySet, Request, RestrictedExpression,
};

use crate::cases::{Case, GROUPS, Rule, Said, groups_of};
use crate::ours::is_legacy;

pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    blocks: Vec<bool>,
}

fn uid(text: &str) -> EntityUid {
    EntityUid::from_str(text).expect("an id")
}

pub fn policies(rules: &[Rule]) -> PolicySet {
    let mut set = PolicySet::new();
    let add = |set: &mut PolicySet, id: String, text: &str| {
        let policy = Policy::parse(Some(PolicyId::new(id)), text).expect("a policy");
        set.add(policy).expect("a new id");
    };
    add(&mut set, "all".to_owned(), "permit(principal, action, resource);");
    for (place, rule) in rules.iter().enumerate() {
        add(&mut set, place.to_string(), &text(rule));
    }
    set
}

fn text(rule: &Rule) -> String {
    let list = |kind: &str, ids: &[u64]| {
        ids.iter().map(|id| format!("{kind}::\"{id}\"")).collect::<Vec<_>>().join(", ")
    };
    let words = |words: Vec<String>| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
    let numbers = |ids: &[u64]| words(ids.iter().map(u64::to_string).collect());
    let mut when = vec![];
    if let Some(groups) = &rule.groups {
        when.push(format!("principal in [{}]", list("Group", groups)));
    }
    when.push(format!("!(principal in [{}])", list("Group", &rule.not_groups)));
    if let Some(apps) = &rule.apps {
        when.push(format!("resource in [{}]", list("App", apps)));
    }
    if !rule.not_apps.is_empty() {
        when.push(format!("!(resource in [{}])", list("App", &rule.not_apps)));
    }
    if let Some(places) = &rule.places {
        when.push(format!("[{}].contains(context.place)", numbers(places)));
    }
    if !rule.not_places.is_empty() {
        when.push(format!("!([{}].contains(context.place))", numbers(&rule.not_places)));
    }
    if let Some(platforms) = &rule.platforms {
        let all = words(platforms.iter().map(|one| one.word().to_owned()).collect());
        when.push(format!("[{all}].contains(context.platform)"));
    }
    if let Some(apps) = &rule.client_apps {
        let all = words(apps.iter().map(|one| one.word().to_owned()).collect());
        when.push(format!("[{all}].contains(context.client)"));
    }
    if let Some(risks) = &rule.sign_in_risks {
        let all = words(risks.iter().map(|one| one.word().to_owned()).collect());
        when.push(format!("[{all}].contains(context.risk)"));
    }
    if let Some(model) = rule.not_model {
        when.push(format!("context.model != \"{model}\""));
    }
    format!("forbid(principal, action, resource) when {{ {} }};", when.join(" && "))
}

impl Cedar {
    pub fn new(rules: &[Rule], people: u64) -> Self {
        let none = HashSet::new;
        let groups = (0..GROUPS).map(|group| {
            Entity::new(uid(&format!("Group::\"{group}\"")), HashMap::new(), none()).expect("a group")
        });
        let users = (0..people).map(|user| {
            let parents = groups_of(user).iter().map(|group| uid(&format!("Group::\"{group}\""))).collect();
            Entity::new(uid(&format!("User::\"{user}\"")), HashMap::new(), parents).expect("a person")
        });
        Self {
            authorizer: Authorizer::new(),
            policies: policies(rules),
            entities: Entities::from_entities(groups.chain(users), None).expect("entities"),
            blocks: rules.iter().map(|rule| rule.blocks).collect(),
        }
    }

    pub fn request(case: &Case) -> Request {
        let word = |word: &str| RestrictedExpression::new_string(word.to_owned());
        let place = case.place.map_or(String::new(), |place| place.to_string());
        let context = Context::from_pairs([
            ("place".to_owned(), word(&place)),
            ("platform".to_owned(), word(case.platform.word())),
            ("client".to_owned(), word(case.client_app.word())),
            ("risk".to_owned(), word(case.sign_in_risk.word())),
            ("model".to_owned(), word(case.model)),
        ])
        .expect("a context");
        let (user, app) = (format!("User::\"{}\"", case.user), format!("App::\"{}\"", case.app));
        Request::new(uid(&user), uid("Action::\"open\""), uid(&app), context, None).expect("a request")
    }

    /// What is timed: deciding, with the policies that apply among the reasons.
    pub fn decide(&self, request: &Request) -> cedar_policy::Response {
        self.authorizer.is_authorized(request, &self.policies, &self.entities)
    }

    pub fn said(&self, case: &Case, response: &cedar_policy::Response) -> Said {
        assert_eq!(response.diagnostics().errors().count(), 0);
        let mut applied: Vec<usize> = match response.decision() {
            Decision::Allow => vec![],
            Decision::Deny => {
                response.diagnostics().reason().map(|id| id.to_string().parse().expect("a number")).collect()
            }
        };
        applied.sort_unstable();
        let blocks = applied.iter().any(|place| self.blocks[*place] || is_legacy(case.client_app));
        Said { blocks, applied }
    }
}
