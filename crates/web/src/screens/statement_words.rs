//! Statements about policies, in words: for the page of the tests, and for `sluis policy test`.

use model::{FirstParty, UserAction};
use policy::statement::{Opened, Proven, Rule, Statement, Whence, Whom};
use service::conditional_access::TestNames;
use text::Texts;

use super::admin::role;

/// A statement in a sentence.
pub fn statement(t: &Texts, statement: &Statement, names: &TestNames) -> String {
    let (whom, what) = (whom(t, statement.whom, names), opened(t, statement.opened, names));
    let whence = whence(t, statement.whence, names);
    match statement.rule {
        Rule::NeverWithout(least) => t.tests_never_without(whom, what, whence, proven(t, least)),
        Rule::Never => t.tests_never(whom, what, whence),
        Rule::Always(least) => t.tests_always(whom, what, whence, proven(t, least)),
    }
}

fn whom(t: &Texts, whom: Whom, names: &TestNames) -> String {
    match whom {
        Whom::Everybody => t.tests_everybody(),
        Whom::Members => t.tests_members(),
        Whom::Guests => t.tests_guests(),
        Whom::Role(held) => t.tests_role(role(t, held)),
        Whom::Group(id) => t.tests_group(names.groups.get(&id).cloned().unwrap_or_else(|| t.tests_gone())),
        Whom::Person(id) => names.people.get(&id).cloned().unwrap_or_else(|| t.tests_gone()),
    }
}

fn opened(t: &Texts, opened: Opened, names: &TestNames) -> String {
    match opened {
        Opened::Anything => t.tests_anything(),
        Opened::Application(id) => match FirstParty::from_app_id(id) {
            Some(FirstParty::AdminCentre) => t.admin_seen_admin_centre(),
            Some(FirstParty::My) => t.admin_my_account(),
            Some(FirstParty::Graph) => "Graph".to_owned(),
            None => names.applications.get(&id).cloned().unwrap_or_else(|| t.tests_gone()),
        },
        Opened::Action(action) => match action {
            UserAction::RegisterSecurityInfo => t.admin_seen_security_info(),
            UserAction::RegisterDevice => t.admin_seen_device(),
            UserAction::Confirm => t.admin_seen_confirm(),
        },
    }
}

fn whence(t: &Texts, whence: Whence, names: &TestNames) -> String {
    let place = |id| names.places.get(&id).cloned().unwrap_or_else(|| t.tests_gone());
    match whence {
        Whence::Anywhere => t.tests_anywhere(),
        Whence::At(id) => t.tests_at(place(id)),
        Whence::Outside(id) => t.tests_outside(place(id)),
        Whence::Untrusted => t.tests_untrusted(),
    }
}

/// What is proven, in words.
pub(crate) fn proven(t: &Texts, proven: Proven) -> String {
    match proven {
        Proven::Password => t.tests_password(),
        Proven::SecondStep => t.tests_second_step(),
        Proven::PhishingResistant => t.tests_phishing_resistant(),
    }
}
