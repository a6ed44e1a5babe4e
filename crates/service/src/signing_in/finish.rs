//! The end of a sign-in: session, grant, familiar places and record, in one transaction.

use factors::secret::Token;
use model::{Resume, User};
use oauth::Landing;
use policy::session::Persistence;
use policy::{Browsers, Facts, PolicySet};
use signin::{Lasting, Passed, Session, SignIn};
use sql::Tx;
use store::Tables;

use super::advance::{Next, app_of, is_new};
use crate::Fault;
use crate::context::Context;
use crate::emergency::{self, CAPSULE_SESSION};
use crate::gate::{self, Draws};
use crate::house::House;
use crate::openid;
use crate::record::{self, Ending};
use crate::remembered;
use crate::ticket::{Destination, Tick, Ticks};

/// What the decision was made on.
pub(super) struct At<'a> {
    pub(super) set: &'a PolicySet,
    pub(super) facts: &'a Facts,
    pub(super) context: &'a Context,
    pub(super) ticks: Ticks,
    pub(super) draws: &'a Draws,
}

/// Lets somebody in.
pub(super) fn finish(
    house: &House,
    tx: &mut Tx<'_>,
    sign_in: &SignIn<Destination>,
    user: User,
    passed: Passed,
    at: &At<'_>,
) -> Result<Next, Fault> {
    let draws = at.draws;
    // One sign-in makes one session, whatever arrives twice.
    if !tx.sign_ins().remove(sign_in.id)? {
        return Ok(Next::Gone);
    }
    let browser = crate::keys::sha256(&draws.browser);
    let id = sign_in.session().unwrap_or(draws.session);
    tx.remembered().renamed(&at.context.browser.digest(), &browser)?;
    let about = (at.set, at.context, at.ticks.remember);
    let settled = remembered::settle(house, tx, (sign_in, &user, passed), about, (&browser, draws))?;
    let (passed, left) = settled;
    let (record, remembered) = left.unzip();
    let session = Session { remembered: record, ..Session::opened(id, browser, draws.record, &passed) };
    let persistence = passed.decision().session.persistent_browser;
    let mut session = kept(at, session, persistence);
    let by_capsule = emergency::used_capsule(sign_in.proofs());
    if by_capsule {
        session = session.ending_by(draws.now + CAPSULE_SESSION);
    }
    let cookie = Token::new(draws.cookie).digest();
    let address = at.context.address_text();
    let passed = if let Some(raised) = sign_in.session() {
        if let Some(before) = tx.sessions().by_id(raised)? {
            let lasting = match persistence {
                Some(Persistence::Never) => Lasting::UntilClosed,
                Some(Persistence::Always) | None => before.lasting,
            };
            // What a capsule raises lasts no longer than what it opens.
            let ends = if by_capsule { before.ends.min(session.ends) } else { before.ends };
            session = Session { ends, lasting, ..session };
            session.remembered = session.remembered.or(before.remembered);
        }
        // The session that it raises was revoked meanwhile: nothing is left to raise.
        let Some(passed) = tx.sessions().raise(&session, &cookie, passed)? else { return Ok(Next::Gone) };
        passed
    } else {
        let from = (address.as_deref(), at.context.agent.as_deref());
        tx.sessions().insert(&session, &cookie, from, passed)?
    };
    if is_new(&user)
        && let Ok(state) = user.state.accepted()
    {
        tx.users().set_state(user.id, state, draws.now)?;
    }
    tx.users().signed_in(user.id, draws.now)?;
    gate::note_places(house, tx, user.id, at.context, &browser, draws.now)?;
    let ending = Ending::success(Some(session.id), Some(draws.grant));
    record::judged(tx, at.set, at.facts, at.context, draws, ending)?;
    tx.records().went_on(sign_in.id, draws.record)?;
    let given = (sign_in.proofs(), sign_in.session().is_none());
    emergency::note_use(tx, at.facts, given, (at.context, draws))?;
    let landing = match &sign_in.resume {
        Resume::Sealed(asked) => openid::grant_code(house, tx, &asked.request, &session, passed, draws)?,
        Resume::Page(path) => {
            openid::grant_page(tx, app_of(&sign_in.resume), &session, passed, draws)?;
            Landing::Redirect(landing(path.as_str(), sign_in).to_owned())
        }
        Resume::Request(_) => return Err(Fault::NotFound),
    };
    let kept_until = (session.lasting == Lasting::Kept).then_some(session.ends);
    Ok(Next::Done { landing, kept_until, remembered })
}

/// Where a page of ours leads: whoever had to use a recovery code or a capsule can set up a new method, and is told how
/// many codes are left.
fn landing<'p>(path: &'p str, sign_in: &SignIn<Destination>) -> &'p str {
    let printed = model::MethodSet::of(&[model::Method::RecoveryCode, model::Method::SealedCapsule]);
    let recovered = sign_in
        .proofs()
        .iter()
        .any(|proof| printed.contains(proof.method) && proof.how == model::How::Prompted);
    if recovered && path == "/my" { "/my/security" } else { path }
}

/// The session of somebody who ticked to stay signed in, where that is offered and they are no administrator whom
/// security defaults ask at every session. What a policy says beats what they answer (reference 3.14).
fn kept(at: &At<'_>, session: Session, persistence: Option<Persistence>) -> Session {
    let span = at.set.browsers.signed_in();
    match (persistence, at.ticks.keep, span) {
        (Some(Persistence::Never), ..) => session,
        (Some(Persistence::Always), _, span) => match span.or(Browsers::USUAL.signed_in()) {
            Some(span) => session.kept_for(span),
            None => session,
        },
        (None, Tick::On, Some(span)) if remembered::may_be_asked(at.set, &at.facts.subject.roles) => {
            session.kept_for(span)
        }
        (None, ..) => session,
    }
}
