use axum::response::Response;
use service::authority::{ManagePolicies, Target};
use service::conditional_access::{Names, Template};

use super::desk::{Desk, shown};
use super::plan;
use crate::here::Here;
use crate::screens::PolicyWords;
use crate::screens::admin::{Entry, PolicyTemplates, TemplateLine, template_name};

/// Where the templates are.
pub(super) const PATH: &str = "/admin/conditional-access/policies/templates";

/// What a new policy can be made of.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Policies).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    let t = desk.texts();
    // They name nobody of the organisation.
    let names = Names::default();
    let words = PolicyWords::new(t, &names);
    let line = |template: &Template| {
        let name = template_name(t, *template);
        let document = template.document(&name)?;
        Some(TemplateLine { id: template.id(), name, sentence: words.sentence(&document.policy) })
    };
    let lines = Template::ALL.iter().filter_map(line).collect();
    shown(&PolicyTemplates { shell: desk.shell(), lines, lacks_plan: plan::is_lacking(&desk).await? })
}
