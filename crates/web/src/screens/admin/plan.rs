use askama::Template;
use model::Locale;
use policy::Plan;

use super::shell::{Entry, Shell};

/// Settings > Plan: which one the organisation has, and what each has.
#[derive(Template, Clone)]
#[template(path = "admin/plan.html")]
pub struct PlanPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The plan.
    pub plan: Plan,
    /// The organisation's domain, for the command that sets it.
    pub domain: String,
}

impl PlanPage {
    /// What a plan is called.
    pub fn name(&self, plan: &Plan) -> String {
        match plan {
            Plan::Free => self.shell.texts.plan_free(),
            Plan::P1 => "P1".to_owned(),
            Plan::P2 => "P2".to_owned(),
        }
    }

    /// What there is, with the smallest plan that has it and whether this one does.
    pub fn features(&self) -> Vec<(String, String, bool)> {
        let t = self.shell.texts;
        let feature = |text: String, needs: Plan| (text, self.name(&needs), self.plan >= needs);
        vec![
            feature(t.plan_feature_defaults(), Plan::Free),
            feature(t.plan_feature_methods(), Plan::Free),
            feature(t.plan_feature_policies(), Plan::P1),
            feature(t.plan_feature_places(), Plan::P1),
            feature(t.plan_feature_risk(), Plan::P2),
        ]
    }

    /// What the plan means, in a sentence.
    pub fn sentence(&self) -> String {
        let t = self.shell.texts;
        match self.plan {
            Plan::Free => t.plan_means_free(),
            Plan::P1 => t.plan_means_p1(),
            Plan::P2 => t.plan_means_p2(),
        }
    }

    /// Each plan.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |plan| Self {
            shell: Shell::sample(locale, Entry::Properties),
            plan,
            domain: "devries.nl".to_owned(),
        };
        vec![
            ("admin-plan-free", page(Plan::Free)),
            ("admin-plan-p1", page(Plan::P1)),
            ("admin-plan-p2", page(Plan::P2)),
        ]
    }
}
