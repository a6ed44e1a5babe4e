use policy::conditions::Workloads;
use serde_json::{Value, json};

use super::{filter, texts};
use crate::Version;
use crate::reader::Object;

pub(super) fn read(object: &mut Object<'_>) -> Workloads {
    let mut workloads = Workloads::default();
    for named in object.list("includeServicePrincipals", named) {
        match named {
            Some(id) => workloads.include.push(id),
            None => workloads.own = true,
        }
    }
    workloads.exclude = object.list("excludeServicePrincipals", |id| id.parse().ok());
    workloads.filter = filter::read(object, "servicePrincipalFilter");
    workloads.include_agents = object.list("includeAgentIdServicePrincipals", agent);
    workloads.exclude_agents = object.list("excludeAgentIdServicePrincipals", agent);
    workloads.agent_filter = filter::read(object, "agentIdServicePrincipalFilter");
    workloads
}

/// An id, or every workload of the organisation's own.
fn named(word: &str) -> Option<Option<model::Id<model::ServicePrincipal>>> {
    if word == "ServicePrincipalsInMyTenant" { Some(None) } else { word.parse().ok().map(Some) }
}

fn agent(word: &str) -> Option<String> {
    let is_id = word.parse::<model::Id<()>>().is_ok();
    (word == "All" || is_id).then(|| word.to_owned())
}

pub(super) fn write(workloads: &Workloads, version: Version) -> Value {
    let mut include: Vec<String> = vec![];
    include.extend(workloads.own.then(|| "ServicePrincipalsInMyTenant".to_owned()));
    include.extend(texts(&workloads.include));
    let mut value = json!({
        "includeServicePrincipals": include,
        "excludeServicePrincipals": texts(&workloads.exclude),
        "servicePrincipalFilter": workloads.filter.as_ref().map(filter::write),
    });
    if version == Version::Beta {
        value["includeAgentIdServicePrincipals"] = json!(workloads.include_agents);
        value["excludeAgentIdServicePrincipals"] = json!(workloads.exclude_agents);
        value["agentIdServicePrincipalFilter"] = json!(workloads.agent_filter.as_ref().map(filter::write));
    }
    value
}
