use model::{AppId, Id, UserAction, words};
use serde::{Deserialize, Serialize};

use crate::rule::{Filter, Property};
use crate::{Facts, Target};

/// What a written policy protects: applications, or actions, or authentication contexts. Exclude beats include.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Applications {
    /// Every application; neither actions nor contexts.
    pub all: bool,
    /// `None` is written: no application.
    pub none: bool,
    /// These.
    pub include: Vec<Resource>,
    /// Not these.
    pub exclude: Vec<Resource>,
    /// These actions in place of applications.
    pub actions: Vec<Action>,
    /// These authentication contexts, `c1` to `c99`.
    pub contexts: Vec<String>,
    /// Applications by their custom attributes.
    pub filter: Option<Filter>,
}

/// An application as policies name it. Policies bind to what is opened, never to the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Resource {
    /// By its application id.
    Id(Id<AppId>),
    /// The applications that the organisation chose for `Office365`.
    Office365,
    /// The admin centre.
    AdminPortals,
    /// What agents open. There are no agents here.
    AgentResources,
}

words! {
    /// An action, in a policy's words.
    Action {
        /// Registering or changing security info.
        RegisterSecurityInfo = "urn:user:registersecurityinfo",
        /// Registering or joining a device.
        RegisterDevice = "urn:user:registerdevice",
        /// Getting a lost account back; no door of ours asks for it.
        RecoverAccount = "urn:user:accountrecovery",
    }
}

impl Resource {
    /// Graph's word, or the id.
    pub fn word(self) -> String {
        match self {
            Self::Id(id) => id.to_string(),
            Self::Office365 => "Office365".to_owned(),
            Self::AdminPortals => "MicrosoftAdminPortals".to_owned(),
            Self::AgentResources => "AllAgentIdResources".to_owned(),
        }
    }

    /// Reads [`Resource::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "Office365" => Some(Self::Office365),
            "MicrosoftAdminPortals" => Some(Self::AdminPortals),
            "AllAgentIdResources" => Some(Self::AgentResources),
            id => id.parse().ok().map(Self::Id),
        }
    }

    fn matches(self, target: &Target) -> bool {
        let known_as = |name: &str| target.names.iter().any(|held| held.eq_ignore_ascii_case(name));
        match self {
            Self::Id(id) => target.resource == Some(id) || known_as(&id.to_string()),
            Self::Office365 | Self::AdminPortals => known_as(&self.word()),
            Self::AgentResources => false,
        }
    }
}

impl Action {
    fn matches(self, action: UserAction) -> bool {
        self.word() == action.word()
    }
}

impl Applications {
    /// True when nothing at all is included.
    pub fn includes_nothing(&self) -> bool {
        !self.all
            && self.include.is_empty()
            && self.actions.is_empty()
            && self.contexts.is_empty()
            && self.filter.is_none()
    }

    pub(super) fn holds(&self, facts: &Facts) -> bool {
        let target = &facts.target;
        self.includes(target) && !self.excludes(target)
    }

    fn includes(&self, target: &Target) -> bool {
        let opened = target.resource.is_some();
        (self.all && opened)
            || self.include.iter().any(|resource| resource.matches(target))
            || target.action.is_some_and(|action| self.actions.iter().any(|wanted| wanted.matches(action)))
            || self.contexts.iter().any(|context| target.contexts.contains(context))
            || (opened && self.filter.as_ref().is_some_and(|filter| filter.includes(&no_attributes)))
    }

    fn excludes(&self, target: &Target) -> bool {
        self.exclude.iter().any(|resource| resource.matches(target))
            || self.filter.as_ref().is_some_and(|filter| filter.excludes(&no_attributes))
    }

    pub(super) fn wanted(&self) -> String {
        let names = |resources: &[Resource]| resources.iter().map(|one| one.word()).collect::<Vec<_>>();
        let mut included = if self.all { vec!["every application".to_owned()] } else { names(&self.include) };
        included.extend(self.actions.iter().map(|action| action.word().to_owned()));
        included.extend(self.contexts.iter().map(|context| format!("authentication context {context}")));
        let mut words = if included.is_empty() { "nothing".to_owned() } else { included.join(", ") };
        if !self.exclude.is_empty() {
            words = format!("{words}, without {}", names(&self.exclude).join(", "));
        }
        match &self.filter {
            Some(filter) => format!("{words}; {}", filter.word()),
            None => words,
        }
    }
}

/// Applications have no custom attributes yet: every one is null.
pub(crate) fn no_attributes(_: &str) -> Property<'static> {
    Property::Null
}
