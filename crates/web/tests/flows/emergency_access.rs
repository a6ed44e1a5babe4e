//! Emergency accounts: no policy that somebody writes is about them, their capsule works once beside the password, every use
//! is told, and nobody but a Global Administrator makes one. Each runs on both databases.

use crate::on_both::on_both;
use crate::steps::{
    self, ANNA, ELSEWHERE, GOOD, OFFICE, PIET, anna, audited, is_in, is_locked, leave, person_with_password,
    proved, user,
};
use model::{Id, Role, Span, User, UserState};
use policy::{MethodConfiguration, MethodKind, MethodState};
use serde_json::{Value, json};
use service::Fault;
use service::authority::{Action, Actor, Confirmation, Permit, Target, permit};
use service::conditional_access::{PolicyProblem, Saved, Wish};
use service::directory_sync::{
    DirectoryKind, DirectorySettings, Protection, RemotePassword, SyncHow, SyncOutcome, SyncRefusal,
};
use service::emergency::{DRILL, MOST_ACCOUNTS, Overview, REHEARSAL, Trouble};
use service::people::RoleChange;
use softkey::{Authenticator, Kind};
use store::Tables;
use testkit::directory::{BASE, READER, READERS_PASSWORD};
use testkit::{Answer, Client, Directory, Organisation, Server};

const WIM: &str = "wim@example.org";
const PATH: &str = "/admin/emergency-access";

/// Somebody who is a Global Administrator for good and has a password.
async fn chief(server: &Server, at: &Organisation, name: &str) -> Id<User> {
    let id = person_with_password(server, at, name, &server.browser(OFFICE)).await;
    give(server, at, id, RoleChange::Give(Role::GlobalAdministrator)).await;
    id
}

async fn give(server: &Server, at: &Organisation, id: Id<User>, change: RoleChange) {
    server.house.set_role(at.tenant, leave(), id, change).await.unwrap();
}

/// An emergency account, with its capsule.
async fn emergency(server: &Server, at: &Organisation, name: &str) -> (Id<User>, String) {
    let id = chief(server, at, name).await;
    let kit = server.house.designate_emergency(at.tenant, leave(), id).await.unwrap();
    (id, kit.capsule)
}

async fn overview(server: &Server, at: &Organisation) -> Overview {
    server.house.emergency_access(at.tenant, &leave()).await.unwrap()
}

/// The page after the password, and what the capsule leads to.
async fn with_capsule(browser: &Client, name: &str, capsule: &str) -> Answer {
    let page = proved(browser, name, GOOD).await;
    assert!(page.has_field("capsule"), "{}", page.text());
    browser.submit(&page, &[("capsule", capsule)]).await
}

/// A policy that lets nobody in but these.
fn shut(spared: &[Id<User>]) -> Value {
    let spared: Vec<String> = spared.iter().map(ToString::to_string).collect();
    json!({
        "displayName": "Nobody",
        "state": "enabled",
        "conditions": {
            "clientAppTypes": ["all"],
            "users": { "includeUsers": ["All"], "excludeUsers": spared },
            "applications": { "includeApplications": ["All"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": ["block"] },
    })
}

async fn save(server: &Server, at: &Organisation, document: &Value) -> Result<Saved, PolicyProblem> {
    server.house.create_policy(at.tenant, leave(), &document.to_string(), Wish::default()).await.unwrap()
}

/// Somebody in their newest session, who has just confirmed.
async fn acting<A: Action>(server: &Server, at: &Organisation, name: &str) -> Permit<A> {
    let (id, now) = (user(server, at.tenant, name).await, server.now());
    let read = server.database().read(at.tenant, move |tx| {
        Ok::<_, sql::Error>((tx.users().roles(id)?, tx.sessions().of_user(id, now, 1)?))
    });
    let (roles, sessions) = read.await.unwrap();
    let session = sessions[0].session.id;
    let actor = Actor::Person { user: id, roles, session, address: None, confirmation: Confirmation::Fresh };
    permit(&actor, Target::Organisation).unwrap()
}

/// The capsule on the page of a kit.
fn printed(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("id=\"capsule\">").unwrap_or_else(|| panic!("{}", page.text()));
    rest.split('<').next().unwrap().to_owned()
}

on_both! {
    async fn an_emergency_account_comes_in_where_a_policy_lets_nobody_else_in(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (_, capsule) = emergency(&server, &at, WIM).await;
        person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        let anna = user(&server, at.tenant, ANNA).await;
        save(&server, &at, &shut(&[anna])).await.unwrap();
        let stopped = proved(&server.browser(OFFICE), PIET, GOOD).await;
        assert_eq!(stopped.status, 403, "{}", stopped.text());
        let browser = server.browser(ELSEWHERE);
        assert_eq!(with_capsule(&browser, WIM, &capsule.to_lowercase()).await.status, 303);
        assert_eq!(browser.get("/admin").await.status, 200);
        // One's own page too: no policy is about the account, whatever it opens.
        assert_eq!(browser.get("/my").await.status, 200);
    }

    /// Attack 16: what was given for one thing does not count for another. A capsule without the password opens nothing, nor
    /// does the password without it, nor a capsule of somebody else.
    async fn a_stolen_kit_opens_nothing_without_the_password(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (_, capsule) = emergency(&server, &at, WIM).await;
        let (_, other) = emergency(&server, &at, "els@example.org").await;
        let thief = server.browser(ELSEWHERE);
        for page in [thief.get("/sign-in").await, steps::named(&thief, WIM).await] {
            assert_ne!(thief.submit(&page, &[("capsule", &capsule)]).await.status, 303);
            assert_ne!(thief.submit(&page, &[("other", "capsule")]).await.status, 303);
        }
        let page = proved(&thief, WIM, GOOD).await;
        for fields in [
            [("capsule", "")], [("capsule", other.as_str())], [("later", "yes")], [("way", "app")], [("way", "passkey")],
            [("other", "totp")],
        ] {
            assert_ne!(thief.submit(&page, &fields).await.status, 303, "{fields:?}");
        }
        assert!(!is_in(&thief).await);
        // Neither was used up by that.
        assert_eq!(with_capsule(&server.browser(OFFICE), WIM, &capsule).await.status, 303);
        assert_eq!(with_capsule(&server.browser(OFFICE), "els@example.org", &other).await.status, 303);
    }

    async fn a_capsule_works_once_and_a_new_kit_ends_the_one_before(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (wim, first) = emergency(&server, &at, WIM).await;
        let second = server.house.make_emergency_kit(at.tenant, leave(), wim).await.unwrap().capsule;
        let browser = server.browser(OFFICE);
        assert_ne!(with_capsule(&browser, WIM, &first).await.status, 303, "the kit before opens nothing");
        assert_eq!(with_capsule(&browser, WIM, &second).await.status, 303);
        assert_eq!(overview(&server, &at).await.accounts[0].capsule, None);
        assert!(overview(&server, &at).await.accounts[0].troubles.contains(&Trouble::NoWayIn));
        // The password is new and the browser known; for anybody else that would be enough to set something up.
        steps::sign_out(&browser).await;
        let page = proved(&browser, WIM, GOOD).await;
        assert!(page.status == 403 && !page.has_field("way") && !page.has_field("capsule"), "{}", page.text());
        assert_eq!(audited(&server, &at, "makeEmergencyKit").await, 1);
    }

    async fn guesses_at_a_capsule_are_counted_like_those_at_a_code(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (wim, capsule) = emergency(&server, &at, WIM).await;
        let thief = server.browser(ELSEWHERE);
        let mut page = proved(&thief, WIM, GOOD).await;
        let mut tries = 0;
        while !is_locked(&page) {
            tries += 1;
            assert!(tries < 30, "{}", page.text());
            page = thief.submit(&page, &[("capsule", "2222-2222-2222-2222-2222-2222-2222")]).await;
        }
        let page = thief.submit(&page, &[("capsule", &capsule)]).await;
        assert!(is_locked(&page) && !is_in(&thief).await, "the right one is not looked at: {}", page.text());
        let person = server.database().read(at.tenant, move |tx| tx.users().by_id(wim)).await.unwrap().unwrap();
        let locks = server.house.locks(at.tenant, &leave(), &person).await.unwrap();
        assert!(locks.iter().any(|lock| lock.factor == model::Method::SealedCapsule), "{locks:?}");
        server.house.unlock(at.tenant, leave(), wim).await.unwrap();
        assert_eq!(with_capsule(&server.browser(OFFICE), WIM, &capsule).await.status, 303);
    }

    async fn a_session_that_a_capsule_opened_ends_after_an_hour(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (_, capsule) = emergency(&server, &at, WIM).await;
        let browser = server.browser(OFFICE);
        assert_eq!(with_capsule(&browser, WIM, &capsule).await.status, 303);
        server.pass(Span::minutes(59));
        assert!(is_in(&browser).await);
        server.pass(Span::minutes(2));
        assert!(!is_in(&browser).await);
    }

    async fn a_session_that_a_capsule_raised_ends_after_an_hour_too(database) {
        let (server, at) = Server::with_organisation(database).await;
        let browser = server.browser(OFFICE);
        let wim = person_with_password(&server, &at, WIM, &browser).await;
        give(&server, &at, wim, RoleChange::Give(Role::GlobalAdministrator)).await;
        let capsule = server.house.designate_emergency(at.tenant, leave(), wim).await.unwrap().capsule;
        let page = browser.follow(browser.get("/admin").await).await;
        assert!(page.has_field("capsule"), "{}", page.text());
        assert_eq!(browser.submit(&page, &[("capsule", &capsule)]).await.status, 303);
        server.pass(Span::minutes(59));
        assert!(is_in(&browser).await);
        server.pass(Span::minutes(2));
        assert!(!is_in(&browser).await);
    }

    async fn every_use_is_told_until_somebody_else_has_seen_it(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (wim, capsule) = emergency(&server, &at, WIM).await;
        let els = person_with_password(&server, &at, "els@example.org", &server.browser(OFFICE)).await;
        give(&server, &at, els, RoleChange::Give(Role::SecurityAdministrator)).await;
        let set = |mail: &str| vec![(model::Attribute::Mail, mail.to_owned())];
        server.house.change_person(at.tenant, leave(), els, set("els@post.example")).await.unwrap();
        let anna_browser = anna(&server, &at).await;
        assert!(!anna_browser.get("/admin").await.text().contains("was used on"));
        let browser = server.browser(ELSEWHERE);
        assert_eq!(with_capsule(&browser, WIM, &capsule).await.status, 303);
        assert_eq!(audited(&server, &at, "useEmergencyAccount").await, 1);
        let told = async |to: &str| {
            let letters = server.mail().await;
            letters.iter().filter(|one| one.subject.contains("was used") && one.to == to).count()
        };
        assert_eq!(told("els@post.example").await, 1);
        assert_eq!(told(ANNA).await, 1);
        assert_eq!(told(ANNA).await, 1, "each is told once");
        let home = anna_browser.get("/admin").await;
        assert!(home.text().contains("was used on") && home.body.contains("notice stop"), "{}", home.text());
        let log = anna_browser.get("/admin/sign-ins").await;
        assert!(log.text().contains("Emergency account"), "{}", log.text());
        // Whoever set off the alarm does not put it out.
        let alarm = overview(&server, &at).await.alarms[0].used.id;
        let by_wim = acting(&server, &at, WIM).await;
        let refused = server.house.acknowledge_emergency(at.tenant, by_wim, alarm).await;
        assert!(matches!(refused, Err(Fault::Conflict("oneself"))), "{refused:?}");
        let seen = anna_browser.post(&format!("{PATH}/uses/{alarm}/seen"), &[("t", &home.field("t"))]).await;
        assert_eq!(seen.location(), format!("{PATH}?done=emergency-seen"), "{}", seen.text());
        assert!(!anna_browser.get("/admin").await.text().contains("was used on"));
        assert_eq!(audited(&server, &at, "acknowledgeEmergencyUse").await, 1);
        assert!(overview(&server, &at).await.alarms.is_empty());
        // It stays known of the account.
        assert_eq!(overview(&server, &at).await.accounts[0].uses.len(), 1);
        assert_eq!(overview(&server, &at).await.accounts[0].user, wim);
    }

    async fn whoever_came_in_with_an_emergency_account_neither_withdraws_it_nor_puts_out_its_alarm(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (wim, capsule) = emergency(&server, &at, WIM).await;
        let thief = server.browser(ELSEWHERE);
        assert_eq!(with_capsule(&thief, WIM, &capsule).await.status, 303);
        let token = thief.get(PATH).await.field("t");
        let said = thief.post(&format!("{PATH}/{wim}/withdraw"), &[("t", &token), ("sure", "yes")]).await;
        assert!(said.status == 422 && said.text().contains("withdrawn by somebody else"), "{}", said.text());
        let alarm = overview(&server, &at).await.alarms[0].used.id;
        let by_wim = acting(&server, &at, WIM).await;
        // Nor once somebody else withdrew it, in the session that is open.
        server.house.withdraw_emergency(at.tenant, leave(), wim).await.unwrap();
        let refused = server.house.acknowledge_emergency(at.tenant, by_wim, alarm).await;
        assert!(matches!(refused, Err(Fault::Conflict("oneself"))), "{refused:?}");
        assert_eq!(audited(&server, &at, "withdrawEmergencyAccount").await, 1);
        assert_eq!(overview(&server, &at).await.alarms.len(), 1);
    }

    async fn a_rehearsal_counts_within_its_hour_and_is_asked_for_again_after_ninety_days(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (wim, capsule) = emergency(&server, &at, WIM).await;
        assert_eq!(overview(&server, &at).await.accounts[0].troubles, [Trouble::NotRehearsed]);
        let until = server.house.rehearse_emergency(at.tenant, leave(), wim).await.unwrap();
        assert!(until > server.now() + REHEARSAL - Span::minutes(1));
        server.pass(REHEARSAL);
        server.pass(Span::seconds(1));
        assert_eq!(with_capsule(&server.browser(OFFICE), WIM, &capsule).await.status, 303);
        assert_eq!(overview(&server, &at).await.accounts[0].rehearsed, None, "too late");
        let capsule = server.house.make_emergency_kit(at.tenant, leave(), wim).await.unwrap().capsule;
        server.house.rehearse_emergency(at.tenant, leave(), wim).await.unwrap();
        assert_eq!(with_capsule(&server.browser(OFFICE), WIM, &capsule).await.status, 303);
        let account = overview(&server, &at).await.accounts.remove(0);
        assert!(account.rehearsed.is_some() && account.rehearsal_ends.is_none());
        assert_eq!(account.troubles, [Trouble::NoWayIn], "a used capsule is replaced");
        let said = async |word: &str| {
            server.mail().await.iter().filter(|one| one.to == ANNA && one.subject.contains(word)).count()
        };
        assert_eq!((said("Rehearsal:").await, said("was used").await), (1, 2), "the alarm sounds in a rehearsal too");
        assert_eq!(said("Rehearse the").await, 0);
        server.pass(DRILL);
        assert_eq!(said("Rehearse the").await, 1);
        server.pass(Span::days(29));
        assert_eq!(said("Rehearse the").await, 1);
        server.pass(Span::days(2));
        assert_eq!(said("Rehearse the").await, 2, "once a month until somebody does");
        assert_eq!(audited(&server, &at, "rehearseEmergencyAccess").await, 2);
    }

    /// Whoever could turn an ordinary account into one that no policy binds would need no password of anybody's.
    async fn only_a_member_who_administers_for_good_becomes_an_emergency_account(database) {
        let (server, at) = Server::with_organisation(database).await;
        let designate = async |id: Id<User>| server.house.designate_emergency(at.tenant, leave(), id).await.map(drop);
        let is = |outcome: Result<(), Fault>, word: &str| matches!(outcome, Err(Fault::Conflict(found)) if found == word);
        let piet = person_with_password(&server, &at, PIET, &server.browser(OFFICE)).await;
        assert!(is(designate(piet).await, "no administrator"));
        give(&server, &at, piet, RoleChange::GiveUntil(Role::GlobalAdministrator, server.now() + Span::days(9))).await;
        assert!(is(designate(piet).await, "no administrator"), "for a time only");
        give(&server, &at, piet, RoleChange::Give(Role::GlobalAdministrator)).await;
        let guest = vec![(model::Attribute::UserType, "Guest".to_owned())];
        server.house.change_person(at.tenant, leave(), piet, guest).await.unwrap();
        assert!(is(designate(piet).await, "no administrator"), "a guest");
        steps::invite(&server, &at, "new@example.org", None).await;
        let new = user(&server, at.tenant, "new@example.org").await;
        give(&server, &at, new, RoleChange::Give(Role::GlobalAdministrator)).await;
        assert!(is(designate(new).await, "state"), "nobody has been here with it");
        // Nobody takes the account they work with.
        let browser = anna(&server, &at).await;
        let own = acting(&server, &at, ANNA).await;
        let anna = user(&server, at.tenant, ANNA).await;
        let refused = server.house.designate_emergency(at.tenant, own, anna).await.map(drop);
        assert!(is(refused, "oneself"));
        drop(browser);
        for number in 0..MOST_ACCOUNTS {
            emergency(&server, &at, &format!("e{number}@example.org")).await;
        }
        let fifth = chief(&server, &at, "fifth@example.org").await;
        assert!(is(designate(fifth).await, "emergency accounts"));
        assert_eq!(overview(&server, &at).await.accounts.len(), MOST_ACCOUNTS);
    }

    /// Whoever looks after that server would otherwise have an account that no policy binds, and could shut the last way in.
    async fn nobody_from_a_directory_server_becomes_an_emergency_account_and_it_shuts_none(database) {
        let (server, at) = Server::with_organisation(database).await;
        let people = [Directory::person("wim", "Wim", ""), Directory::person("els", "Els", "")].concat();
        let directory = Directory::start(&people);
        let sync = async |filter: &str| {
            let settings = DirectorySettings {
                host: "127.0.0.1".to_owned(),
                port: directory.port,
                protection: Protection::Plain,
                bind_name: READER.to_owned(),
                base: BASE.to_owned(),
                people_filter: filter.to_owned(),
                ..DirectorySettings::usual(DirectoryKind::OpenLdap)
            };
            let password = Some(RemotePassword::new(READERS_PASSWORD));
            server.house.set_directory_settings(at.tenant, leave(), (settings, password)).await.unwrap();
            let how = SyncHow { is_whole: true, ..SyncHow::default() };
            server.house.sync_directory(at.tenant, &leave(), how).await.unwrap()
        };
        sync("(objectClass=inetOrgPerson)").await;
        let wim = user(&server, at.tenant, WIM).await;
        give(&server, &at, wim, RoleChange::Give(Role::GlobalAdministrator)).await;
        let refused = server.house.designate_emergency(at.tenant, leave(), wim).await.map(drop);
        assert!(matches!(refused, Err(Fault::Conflict("synced"))), "{refused:?}");
        // One that was designated before that was refused.
        let now = server.now();
        server.database().write(at.tenant, move |tx| tx.emergency().designate(wim, now)).await.unwrap();
        assert!(overview(&server, &at).await.accounts[0].troubles.contains(&Trouble::Synced));
        let run = sync("(uid=els)").await;
        let line = run.lines.iter().find(|line| line.name == WIM).unwrap_or_else(|| panic!("{run:?}"));
        assert_eq!(line.outcome, SyncOutcome::Refused(SyncRefusal::EmergencyAccount));
        let person = server.database().read(at.tenant, move |tx| tx.users().by_id(wim)).await.unwrap().unwrap();
        assert!(!matches!(person.state, UserState::Blocked { .. }), "{person:?}");
    }

    async fn the_row_alone_gives_nothing_once_the_role_is_gone(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (wim, capsule) = emergency(&server, &at, WIM).await;
        let anna = user(&server, at.tenant, ANNA).await;
        save(&server, &at, &shut(&[anna])).await.unwrap();
        give(&server, &at, wim, RoleChange::Take(Role::GlobalAdministrator)).await;
        let page = proved(&server.browser(OFFICE), WIM, GOOD).await;
        assert!(page.status == 403 && !page.has_field("capsule"), "{}", page.text());
        let account = overview(&server, &at).await.accounts.remove(0);
        assert!(account.troubles.contains(&Trouble::NotAdministrator));
        // With an end date it is no emergency account either.
        let until = server.now() + Span::days(9);
        give(&server, &at, wim, RoleChange::GiveUntil(Role::GlobalAdministrator, until)).await;
        assert_eq!(proved(&server.browser(OFFICE), WIM, GOOD).await.status, 403);
        give(&server, &at, wim, RoleChange::Give(Role::GlobalAdministrator)).await;
        assert_eq!(with_capsule(&server.browser(OFFICE), WIM, &capsule).await.status, 303);
    }

    async fn an_account_that_is_withdrawn_is_bound_at_once(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (wim, capsule) = emergency(&server, &at, WIM).await;
        let anna = user(&server, at.tenant, ANNA).await;
        let browser = server.browser(OFFICE);
        assert_eq!(with_capsule(&browser, WIM, &capsule).await.status, 303);
        save(&server, &at, &shut(&[anna])).await.unwrap();
        assert_eq!(browser.get("/admin").await.status, 200);
        server.house.withdraw_emergency(at.tenant, leave(), wim).await.unwrap();
        assert_ne!(browser.get("/admin").await.status, 200, "in the session that is open, too");
        assert_eq!(audited(&server, &at, "withdrawEmergencyAccount").await, 1);
        let letters = server.mail().await;
        assert!(letters.iter().any(|one| one.to == ANNA && one.subject.contains("no longer an emergency account")));
        assert!(letters.iter().any(|one| one.to == ANNA && one.subject.contains("is an emergency account now")));
    }

    async fn no_rule_about_methods_keeps_an_emergency_account_from_its_passkey(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (wim, capsule) = emergency(&server, &at, WIM).await;
        let browser = server.browser(OFFICE);
        assert_eq!(with_capsule(&browser, WIM, &capsule).await.status, 303);
        let mut key = Authenticator::new(Kind::Synced, &server.base);
        let page = browser.get("/my/security/passkey").await;
        let made = key.register(&page.data("options")).to_string();
        let done = browser.submit(&page, &[("made", &made)]).await;
        assert_ne!(done.status, 422, "{}", done.text());
        assert_eq!(steps::factors_of(&server, at.tenant, wim).await, 1, "{}", done.text());
        let mut off = MethodConfiguration::usual(MethodKind::Fido2);
        off.state = MethodState::Disabled;
        server.house.set_method_use(at.tenant, leave(), off, Wish::default()).await.unwrap().unwrap();
        let again = server.browser(ELSEWHERE);
        let page = proved(&again, WIM, GOOD).await;
        let proof = key.assert(&page.data("options")).unwrap().to_string();
        let done = again.submit(&page, &[("key", &proof)]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(again.get("/admin").await.status, 200);
        let account = overview(&server, &at).await.accounts.remove(0);
        assert_eq!((account.passkeys, account.uses.len()), (1, 2), "each use is kept, by whatever");
        assert!(!account.uses[0].by_capsule && account.uses[1].by_capsule);
    }

    async fn the_guard_wants_the_one_administrator_and_every_emergency_account_to_come_in(database) {
        let (server, at) = Server::with_organisation(database).await;
        emergency(&server, &at, WIM).await;
        emergency(&server, &at, "els@example.org").await;
        let Err(PolicyProblem::LocksOut(who)) = save(&server, &at, &shut(&[])).await else {
            panic!("two emergency accounts do not make up for the one administrator")
        };
        let anna = user(&server, at.tenant, ANNA).await;
        assert_eq!(who.iter().map(|one| one.user).collect::<Vec<_>>(), [anna]);
        // Beside a second administrator, one of them and the emergency accounts are enough.
        let browser = server.browser(OFFICE);
        let (piet, _) = steps::person_with_app(&server, &at, PIET, &browser).await;
        give(&server, &at, piet, RoleChange::Give(Role::GlobalAdministrator)).await;
        steps::defaults(&server, &at, false).await;
        save(&server, &at, &shut(&[anna])).await.unwrap();
    }

    /// Attack 97: an emergency account, which nothing binds, shows nothing of a trial.
    async fn a_trial_is_not_confirmed_by_an_emergency_account(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (_, capsule) = emergency(&server, &at, WIM).await;
        let anna = user(&server, at.tenant, ANNA).await;
        let wish = Wish { trial: Some(Span::minutes(15)), ..Wish::default() };
        let saved = server.house.create_policy(at.tenant, leave(), &shut(&[anna]).to_string(), wish).await;
        saved.unwrap().unwrap();
        server.pass(Span::minutes(1));
        assert_eq!(with_capsule(&server.browser(OFFICE), WIM, &capsule).await.status, 303);
        let by_wim = acting(&server, &at, WIM).await;
        let confirmed = server.house.confirm_trial(at.tenant, by_wim).await.unwrap();
        assert!(confirmed.is_err(), "{confirmed:?}");
    }

    /// Attack 87: a backup brings back neither a capsule that was used nor an account that was withdrawn.
    async fn a_backup_brings_no_used_capsule_back(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (wim, capsule) = emergency(&server, &at, WIM).await;
        let (els, _) = emergency(&server, &at, "els@example.org").await;
        let (kees, kept) = emergency(&server, &at, "kees@example.org").await;
        let digest = factors::capsule::digest(&capsule).unwrap();
        server.pass(Span::hours(1));
        let then = server.now();
        assert_eq!(with_capsule(&server.browser(OFFICE), WIM, &capsule).await.status, 303);
        server.house.withdraw_emergency(at.tenant, leave(), els).await.unwrap();
        let since = server.house.taken_since(&leave(), then).await.unwrap();
        // As in the backup.
        let back = server.database().write(at.tenant, move |tx| {
            tx.emergency().seal(wim, &digest, then)?;
            tx.emergency().designate(els, then)?;
            tx.emergency().seal(els, &[7; 32], then)
        });
        back.await.unwrap();
        server.house.make_fit(leave(), then, Some(since)).await.unwrap();
        let read = server.database().read(at.tenant, |tx| tx.emergency().capsules());
        let mut left = read.await.unwrap();
        left.sort_by_key(|(user, ..)| *user);
        let mut wanted = [(wim, false), (kees, true)];
        wanted.sort_by_key(|(user, _)| *user);
        assert_eq!(left.iter().map(|(user, capsule, _)| (*user, capsule.is_some())).collect::<Vec<_>>(), wanted);
        assert_eq!(with_capsule(&server.browser(OFFICE), "kees@example.org", &kept).await.status, 303);
        // Where the store that is replaced cannot be read, no capsule counts.
        server.house.make_emergency_kit(at.tenant, leave(), kees).await.unwrap();
        server.house.make_fit(leave(), then, None).await.unwrap();
        let read = server.database().read(at.tenant, |tx| tx.emergency().capsules());
        assert!(read.await.unwrap().iter().all(|(_, capsule, _)| capsule.is_none()));
    }

    async fn accounts_are_looked_after_on_a_page(database) {
        let (server, at) = Server::with_organisation(database).await;
        let wim = chief(&server, &at, WIM).await;
        let browser = anna(&server, &at).await;
        let page = browser.get(PATH).await;
        assert!(page.text().contains("There is no emergency account yet"), "{}", page.text());
        let token = page.field("t");
        let post = async |path: &str, fields: &[(&str, &str)]| {
            let mut all = vec![("t", token.as_str())];
            all.extend(fields);
            browser.post(path, &all).await
        };
        let nobody = post(PATH, &[("person", "nobody@example.org")]).await;
        assert_eq!(nobody.status, 422, "{}", nobody.text());
        let asked = post(PATH, &[("person", WIM)]).await;
        assert!(asked.text().contains("emergency account?") && overview(&server, &at).await.accounts.is_empty());
        let kit = post(PATH, &[("person", WIM), ("sure", "yes")]).await;
        assert_eq!(kit.status, 200, "{}", kit.text());
        let first = printed(&kit);
        assert!(kit.body.contains(WIM) && kit.headers["cache-control"].contains("no-store"));
        assert_eq!(audited(&server, &at, "designateEmergencyAccount").await, 1);
        assert!(!browser.get(PATH).await.body.contains(&first), "it is shown once");
        let asked = post(&format!("{PATH}/{wim}/kit"), &[]).await;
        assert!(asked.text().contains("opens nothing from this moment"), "{}", asked.text());
        let second = printed(&post(&format!("{PATH}/{wim}/kit"), &[("sure", "yes")]).await);
        assert_ne!(first, second);
        let begun = post(&format!("{PATH}/{wim}/rehearse"), &[]).await;
        assert_eq!(begun.location(), format!("{PATH}?done=emergency-rehearsal"), "{}", begun.text());
        assert!(browser.get(PATH).await.text().contains("A rehearsal is under way"));
        let done = post(&format!("{PATH}/{wim}/withdraw"), &[("sure", "yes")]).await;
        assert_eq!(done.location(), format!("{PATH}?done=emergency-withdrawn"), "{}", done.text());
        assert_eq!(post(&format!("{PATH}/{wim}/kit"), &[("sure", "yes")]).await.status, 404);
        assert!(overview(&server, &at).await.accounts.is_empty());
    }
}
