use askama::Template;
use model::Locale;
use service::conditional_access::Template as PolicyTemplate;
use text::Texts;

use super::shell::{Entry, Shell};

/// What a new policy can be made of.
#[derive(Template, Clone)]
#[template(path = "admin/policy_templates.html")]
pub struct PolicyTemplates {
    /// What surrounds the page.
    pub shell: Shell,
    /// The templates, each with what it makes as a sentence.
    pub lines: Vec<TemplateLine>,
    /// True where the plan has no policies.
    pub lacks_plan: bool,
}

/// A template in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateLine {
    /// Its id, in addresses.
    pub id: &'static str,
    /// What it is called.
    pub name: String,
    /// What it makes, with `**` around what is chosen.
    pub sentence: String,
}

/// What a template is called, and the policies made of it.
pub fn template_name(t: &Texts, template: PolicyTemplate) -> String {
    match template {
        PolicyTemplate::MfaForAdministrators => t.policies_template_mfa_admins(),
        PolicyTemplate::SecurityInfo => t.policies_template_security_info(),
        PolicyTemplate::BlockLegacy => t.policies_template_legacy(),
        PolicyTemplate::MfaForEverybody => t.policies_template_mfa_everybody(),
        PolicyTemplate::MfaForGuests => t.policies_template_mfa_guests(),
        PolicyTemplate::MfaForManagement => t.policies_template_mfa_management(),
        PolicyTemplate::MfaAtRisk => t.policies_template_mfa_risk(),
        PolicyTemplate::PasswordAtRisk => t.policies_template_password_risk(),
        PolicyTemplate::DeviceForAdministrators => t.policies_template_device_admins(),
        PolicyTemplate::BlockUnknownPlatform => t.policies_template_platform(),
        PolicyTemplate::NoPersistence => t.policies_template_persistence(),
        PolicyTemplate::DeviceOrMfa => t.policies_template_device_or_mfa(),
        PolicyTemplate::OfficeRestrictions => t.policies_template_office(),
        PolicyTemplate::PhishingResistant => t.policies_template_phishing(),
        PolicyTemplate::MfaForAdminPortals => t.policies_template_portals(),
        PolicyTemplate::BlockInsiderRisk => t.policies_template_insider(),
        PolicyTemplate::CompliantDevice => t.policies_template_compliant(),
        PolicyTemplate::Recovery => t.policies_template_recovery(),
        PolicyTemplate::BlockRiskyAgents => t.policies_template_agents_risk(),
        PolicyTemplate::BlockAgents => t.policies_template_agents(),
        PolicyTemplate::BlockAgentUsers => t.policies_template_agent_users(),
    }
}

impl PolicyTemplates {
    /// Some of them.
    pub fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let t = text::of(locale);
        let line = |template: PolicyTemplate| TemplateLine {
            id: template.id(),
            name: template_name(t, template),
            sentence: t.policies_sentence_block(
                t.policies_circumstances("**<b>everybody**", t.policies_does_nothing()),
            ),
        };
        let lines = PolicyTemplate::ALL.iter().map(|template| line(*template)).collect();
        vec![(
            "admin-policy-templates",
            Self { shell: Shell::sample(locale, Entry::Policies), lines, lacks_plan: true },
        )]
    }
}
