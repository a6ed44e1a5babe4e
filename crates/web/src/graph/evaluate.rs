//! `identity/conditionalAccess/evaluate`: What If for programs.

use graph::{Evaluation, Identity, SignInContext, expanded, read_evaluation};
use model::{AppId, FirstParty, Id, MANAGEMENT_RESOURCE_ID};
use service::authority::{ReadSecurity, Target};
use service::conditional_access::{Question, What, Who};

use super::call::{Answer, Call};
use super::problem::Problem;

const CONTEXT: &str = "Collection(microsoft.graph.whatIfAnalysisResult)";

pub(super) async fn evaluate(call: Call) -> Answer {
    let permit = call.permit::<ReadSecurity>(Target::Organisation)?;
    let asked =
        read_evaluation(call.members()?, call.version).map_err(|wrong| Problem::bad(wrong.to_string()))?;
    let questions = opened(&asked.context).into_iter().map(|what| question(&asked, what)).collect();
    let found = call.house().evaluate_policies(call.tenant(), &permit, questions).await;
    let told = call.or_fault(found, "signInIdentity, signInContext")?;
    let strengths = super::policies::strengths(&call).await?;
    let told = told.iter().filter(|one| one.applies || !asked.applied_only);
    let written = told.map(|one| {
        let mut policy = expanded(one.document.write(call.version), &strengths);
        policy["policyApplies"] = one.applies.into();
        policy["analysisReasons"] = one.reason.into();
        policy
    });
    call.list(CONTEXT, written.collect())
}

fn opened(context: &SignInContext) -> Vec<What> {
    match context {
        SignInContext::Applications(apps) => apps.iter().map(|app| What::Application(ours(*app))).collect(),
        SignInContext::Action(action) => vec![What::Action(*action)],
        SignInContext::Context(context) => vec![What::Context(context.clone())],
    }
}

/// What policies know our API by beside its id.
fn ours(app: Id<AppId>) -> Id<AppId> {
    if app == MANAGEMENT_RESOURCE_ID { FirstParty::Graph.app_id() } else { app }
}

fn question(asked: &Evaluation, what: What) -> Question {
    Question {
        who: match asked.identity {
            Identity::User(user) => Who::Person(user),
            Identity::ServicePrincipal(principal) => Who::Principal(principal),
        },
        what,
        address: asked.address,
        country: asked.country,
        client_app: asked.client_app,
        platform: asked.platform,
        is_new_browser: false,
        device: asked.device.clone(),
        risks: asked.risks,
        flow: asked.flow,
        proven: None,
    }
}
