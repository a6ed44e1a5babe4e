//! Facts of a sign-in that nobody makes: what somebody would meet at the admin centre, from a place that is given or one
//! that nobody can tell, in a browser that was never seen.

use model::{Address, Door, FirstParty, Locale, Protocol, Signal, Timestamp, User};
use policy::{Facts, PolicySet, Request, ScopeClass};
use sql::Tx;

use crate::Fault;
use crate::context::{Browser, Context};
use crate::gate::{self, Attempt};
use crate::house::House;

/// The facts, before anything was proven.
pub(crate) fn facts(
    house: &House,
    tx: &mut Tx<'_>,
    (set, user): (&PolicySet, &User),
    address: Option<Address>,
    now: Timestamp,
) -> Result<Facts, Fault> {
    let centre = FirstParty::AdminCentre.app_id();
    let attempt = Attempt {
        door: Door::Browser,
        protocol: Protocol::Page,
        client: Some(centre),
        target: gate::target_of(centre, ScopeClass::None),
        proofs: vec![],
        request: Request::default(),
        session: None,
        new_session: true,
    };
    let context = Context {
        address,
        browser: Browser { id: [0; 32], returned: false },
        remembered: None,
        agent: None,
        platform: Signal::Unknown,
        locality: None,
        platform_hint: Signal::Unknown,
        locale: Locale::En,
    };
    let mut facts = gate::facts(house, tx, (set, user), attempt, &context, now)?;
    // Terms keep nobody out: whoever is asked can accept them.
    facts.subject.accepted = set.agreements().iter().copied().collect();
    Ok(facts)
}
