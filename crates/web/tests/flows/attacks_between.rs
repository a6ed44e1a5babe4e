//! Attacks on the time between looking and acting: whoever lost a role, a session or a password meanwhile no longer acts.
//! Each runs on both databases.

use crate::on_both::on_both;
use crate::steps::{
    self, ELSEWHERE, GOOD, OFFICE, PIET, anna, leave, person_with_app, person_with_password, proved, user,
};
use model::{Id, Locale, Role, Signal, Span, User, UserState};
use service::authority::{Action, Actor, Confirmation, Permit, Target, permit};
use service::my::Changed;
use service::people::{Delivery, FirstRole, NewPerson, RoleChange};
use service::{Browser, Context, Fault, Visitor};
use signin::Session;
use store::Tables;
use testkit::{Organisation, Server};

const SASKIA: &str = "saskia@example.org";

fn context() -> Context {
    Context {
        address: None,
        browser: Browser { id: [8; 32], returned: true },
        remembered: None,
        agent: None,
        platform: Signal::Unknown,
        locality: None,
        platform_hint: Signal::Unknown,
        locale: Locale::En,
    }
}

/// Somebody in the newest of their sessions.
type Helper = (Id<User>, Id<Session>);

async fn in_session(server: &Server, organisation: &Organisation, user: Id<User>) -> Helper {
    let now = server.now();
    let sessions =
        server.database().read(organisation.tenant, move |tx| tx.sessions().of_user(user, now, 1)).await;
    (user, sessions.unwrap()[0].session.id)
}

/// Leave as it was given to somebody who held these roles, over somebody who held none.
fn given<A: Action>((user, session): Helper, roles: &[Role]) -> Permit<A> {
    let actor = Actor::Person {
        user,
        roles: roles.to_vec(),
        session,
        address: None,
        confirmation: Confirmation::Fresh,
    };
    permit(&actor, Target::Person(&[])).unwrap()
}

/// Somebody at one of their own pages, as the page saw them when it was opened.
async fn visitor(server: &Server, organisation: &Organisation, name: &str) -> Visitor {
    let id = user(server, organisation.tenant, name).await;
    let now = server.now();
    let read = move |tx: &mut sql::Tx<'_>| {
        Ok::<_, sql::Error>((tx.users().by_id(id)?.unwrap(), tx.sessions().of_user(id, now, 1)?.remove(0)))
    };
    let (user, row) = server.database().read(organisation.tenant, read).await.unwrap();
    Visitor {
        user,
        roles: vec![],
        session: row.session.id,
        form_token: String::new(),
        address: None,
        in_own_browser: true,
        confirmation: Confirmation::Fresh,
    }
}

async fn change(server: &Server, organisation: &Organisation, id: Id<User>, change: RoleChange) {
    server.house.set_role(organisation.tenant, leave(), id, change).await.unwrap();
}

/// Expects that none of what a helper does to a person happens any more.
async fn nothing_is_done(server: &Server, organisation: &Organisation, helper: Helper, person: Id<User>) {
    let (house, tenant, roles) = (&server.house, organisation.tenant, [Role::UserAdministrator]);
    let method = server.database().read(tenant, move |tx| tx.credentials().of(person)).await.unwrap()[0].id;
    let denied = |outcome: Result<(), Fault>, what: &str| {
        assert!(matches!(outcome, Err(Fault::Denied)), "{what}: {outcome:?}");
    };
    denied(house.block(tenant, given(helper, &roles), person).await, "block");
    denied(house.unblock(tenant, given(helper, &roles), person).await, "unblock");
    denied(house.unlock(tenant, given(helper, &roles), person).await, "unlock");
    denied(house.end_sessions(tenant, given(helper, &roles), person).await, "end sessions");
    denied(house.remove_method(tenant, given(helper, &roles), person, method).await, "remove a method");
    let invited = house.invite_again(tenant, given(helper, &roles), person, Delivery::Link).await;
    denied(invited.map(drop), "invite again");
    let forgotten = house.forget_remembered(tenant, given(helper, &roles), (person, Id::fixed(1))).await;
    denied(forgotten, "forget a browser");
    let state =
        server.database().read(tenant, move |tx| tx.users().by_id(person)).await.unwrap().unwrap().state;
    assert_eq!(state, UserState::Active);
    assert_eq!(steps::factors_of(server, tenant, person).await, 1);
}

on_both! {
    /// Attack 37.
    async fn a_role_that_was_taken_meanwhile_does_nothing_any_more(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let saskia = person_with_password(&server, &organisation, SASKIA, &server.browser(OFFICE)).await;
        let helper = in_session(&server, &organisation, saskia).await;
        nothing_is_done(&server, &organisation, helper, piet).await;
        let wanted = RoleChange::Give(Role::GlobalAdministrator);
        let leave = given(helper, &[Role::PrivilegedRoleAdministrator]);
        let own = server.house.set_role(organisation.tenant, leave, saskia, wanted).await;
        assert!(matches!(own, Err(Fault::Denied)), "{own:?}");
        assert!(server.house.roles_of(organisation.tenant, saskia).await.unwrap().is_empty());
        let new = NewPerson { display: "Bram".into(), name: "bram@example.org".into(), mail: None, locale: None };
        let leave = given(helper, &[Role::UserAdministrator]);
        let added = server.house.add_person(organisation.tenant, leave, new, Delivery::Link).await;
        assert!(matches!(added, Err(Fault::Denied)));
    }

    /// Attack 37.
    async fn nobody_is_touched_who_became_an_administrator_meanwhile(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let saskia = person_with_password(&server, &organisation, SASKIA, &server.browser(OFFICE)).await;
        let helper = in_session(&server, &organisation, saskia).await;
        change(&server, &organisation, saskia, RoleChange::Give(Role::UserAdministrator)).await;
        change(&server, &organisation, piet, RoleChange::Give(Role::GlobalAdministrator)).await;
        nothing_is_done(&server, &organisation, helper, piet).await;
        change(&server, &organisation, piet, RoleChange::Take(Role::GlobalAdministrator)).await;
        let roles = [Role::UserAdministrator];
        server.house.block(organisation.tenant, given(helper, &roles), piet).await.unwrap();
    }

    /// Attack 37.
    async fn an_administrator_who_was_blocked_meanwhile_does_nothing_any_more(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let saskia = person_with_password(&server, &organisation, SASKIA, &server.browser(OFFICE)).await;
        let helper = in_session(&server, &organisation, saskia).await;
        change(&server, &organisation, saskia, RoleChange::Give(Role::UserAdministrator)).await;
        server.house.block(organisation.tenant, leave(), saskia).await.unwrap();
        nothing_is_done(&server, &organisation, helper, piet).await;
    }

    /// Attack 43.
    async fn a_session_that_ended_meanwhile_gives_no_leave(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let saskia = person_with_password(&server, &organisation, SASKIA, &server.browser(OFFICE)).await;
        let helper = in_session(&server, &organisation, saskia).await;
        change(&server, &organisation, saskia, RoleChange::Give(Role::UserAdministrator)).await;
        server.house.end_sessions(organisation.tenant, leave(), saskia).await.unwrap();
        nothing_is_done(&server, &organisation, helper, piet).await;
    }

    /// Attack 37: a role that was given until a moment is over at that moment, whenever the job comes that takes it.
    async fn a_role_that_has_ended_gives_no_leave(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let saskia = person_with_password(&server, &organisation, SASKIA, &server.browser(OFFICE)).await;
        let helper = in_session(&server, &organisation, saskia).await;
        let until = server.now() + Span::minutes(10);
        change(&server, &organisation, saskia, RoleChange::GiveUntil(Role::UserAdministrator, until)).await;
        let roles = [Role::UserAdministrator];
        server.house.end_sessions(organisation.tenant, given(helper, &roles), piet).await.unwrap();
        server.pass(Span::minutes(10));
        nothing_is_done(&server, &organisation, helper, piet).await;
    }

    /// Attack 43.
    async fn a_session_that_ended_meanwhile_changes_nothing_of_its_person(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let (piet, secret) = person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let (house, tenant) = (&server.house, organisation.tenant);
        let spare = server.database().read(tenant, move |tx| tx.credentials().of(piet)).await.unwrap().remove(0);
        let spare = store::Credential { id: Id::fixed(77), ..spare };
        let of = spare.id;
        server.database().write(tenant, move |tx| tx.credentials().insert(&spare)).await.unwrap();
        for ending in ["ended", "blocked"] {
            let page = visitor(&server, &organisation, PIET).await;
            match ending {
                "ended" => house.end_own_session(tenant, &page, page.session).await.unwrap(),
                _ => house.block(tenant, leave(), piet).await.unwrap(),
            }
            let typed = (GOOD.to_owned(), "vier stille kanalen bij nacht");
            let changed = house.change_password(tenant, &page, &context(), typed).await;
            assert!(matches!(changed, Err(Fault::Denied)), "{ending}: {changed:?}");
            let made = house.new_recovery_codes(tenant, &page, &context()).await;
            assert!(matches!(made, Err(Fault::Denied)), "{ending}: {made:?}");
            let removed = house.remove_own_method(tenant, &page, &context(), of).await;
            assert!(matches!(removed, Err(Fault::Denied)), "{ending}: {removed:?}");
            assert_eq!(steps::factors_of(&server, tenant, piet).await, 2);
            let elsewhere = server.browser(ELSEWHERE);
            let still = proved(&elsewhere, PIET, GOOD).await;
            if ending == "ended" {
                let done = elsewhere.submit(&still, &[("totp", &server.code(&secret))]).await;
                assert_eq!(done.status, 303, "the password is the same: {}", done.text());
            }
        }
    }

    /// Attack 37: of several who know the present password one makes the next.
    async fn a_password_is_changed_once_by_whoever_verified_the_one_before(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        person_with_app(&server, &organisation, PIET, &server.browser(OFFICE)).await;
        let page = visitor(&server, &organisation, PIET).await;
        let here = context();
        let to = |new: &'static str| {
            server.house.change_password(organisation.tenant, &page, &here, (GOOD.to_owned(), new))
        };
        let all = tokio::join!(
            to("vier stille kanalen bij nacht"),
            to("zes houten bruggen over water"),
            to("acht witte molens in de wind"),
            to("tien lange dijken langs de zee"),
            to("twaalf oude sluizen in het land"),
            to("veertien kleine boten op het meer")
        );
        let all = [all.0, all.1, all.2, all.3, all.4, all.5];
        let done = all.iter().filter(|one| matches!(one, Ok(Changed::Done(())))).count();
        let refused = all.iter().filter(|one| matches!(one, Ok(Changed::NotRight))).count();
        assert_eq!((done, refused), (1, 5), "{all:?}");
    }

    /// A person and a role are added together, or neither is.
    async fn whoever_adds_a_person_with_a_role_confirms_first_and_gets_the_link(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        server.pass(Span::minutes(11));
        let token = browser.get("/admin/users/new").await.field("t");
        let role = Role::UserAdministrator.id().to_string();
        let fields = [
            ("t", &*token),
            ("display", "Saskia de Boer"),
            ("name", SASKIA),
            ("mail", ""),
            ("role", &*role),
            ("delivery", "link"),
        ];
        let answer = browser.post("/admin/users", &fields).await;
        let question = browser.follow(answer).await;
        assert!(question.has_field("totp"), "{}", question.text());
        let key = model::NameKey::of(SASKIA).unwrap();
        let found = server.database().read(organisation.tenant, move |tx| tx.users().by_login(&key)).await;
        assert!(found.unwrap().is_none(), "nothing is done before it is confirmed");
        let done = browser.submit(&question, &[("totp", &server.code(&organisation.secret))]).await;
        let page = browser.follow(done).await;
        assert!(page.text().contains("Nothing was lost"), "{}", page.text());
        let again = ["display", "name", "mail", "role", "delivery"].map(|name| (name, page.field(name)));
        let again = again.each_ref().map(|(name, value)| (*name, value.as_str()));
        let added = browser.submit(&page, &again).await;
        assert!(added.body.contains("/invitation/"), "the link is shown: {}", added.text());
        let saskia = user(&server, organisation.tenant, SASKIA).await;
        let roles = server.house.roles_of(organisation.tenant, saskia).await.unwrap();
        assert_eq!(roles, [Role::UserAdministrator]);
    }

    async fn a_person_whose_role_cannot_be_given_is_not_added(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let saskia = person_with_password(&server, &organisation, SASKIA, &server.browser(OFFICE)).await;
        let helper = in_session(&server, &organisation, saskia).await;
        let new = NewPerson { display: "Bram".into(), name: "bram@example.org".into(), mail: None, locale: None };
        let role = FirstRole {
            role: Role::GlobalAdministrator,
            leave: given(helper, &[Role::PrivilegedRoleAdministrator]),
        };
        let both = (new, model::GuestKind::Member, Some(role));
        let added = server.house.add_person_with(organisation.tenant, leave(), both, Delivery::Link).await;
        assert!(matches!(added, Err(Fault::Denied)));
        let key = model::NameKey::of("bram@example.org").unwrap();
        let found = server.database().read(organisation.tenant, move |tx| tx.users().by_login(&key)).await;
        assert!(found.unwrap().is_none());
    }
}
