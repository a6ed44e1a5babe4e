//! Groups in the admin centre: made, filled, put in one another, deleted and restored; what they give, and when it ends.
//! On both databases.

use crate::on_both::on_both;
use crate::steps::{self, ANNA, OFFICE, PIET, anna, app, audited, invite, leave, person_with_app, user};
use model::{Assignment, Group, Id, Member, Role, Span, User};
use service::Fault;
use service::apps::Naming;
use service::groups::{Leave, MemberChange, NewGroup};
use service::people::RoleChange;
use store::Tables;
use testkit::{Answer, Client, Organisation, Server};

/// Fills a form of the admin centre and opens the page that it leads to.
async fn sent(browser: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get("/my").await.field("t");
    let mut all = vec![("t", token.as_str())];
    all.extend(fields);
    let done = browser.post(path, &all).await;
    if done.status == 303 { browser.get(done.location()).await } else { done }
}

/// Presses the button that takes back what was done.
async fn take_back(browser: &Client, page: &Answer) -> Answer {
    let (_, toast) = page.body.split_once("class=\"toast").unwrap_or_else(|| panic!("{}", page.text()));
    let (toast, _) = toast.split_once("</div>").unwrap();
    let after =
        |text: &str, mark: &str| text.split_once(mark).unwrap().1.split('"').next().unwrap().to_owned();
    let fields: Vec<_> = toast
        .split("type=\"hidden\"")
        .skip(1)
        .map(|field| (after(field, "name=\""), after(field, "value=\"")))
        .collect();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let done = browser.post(&after(toast, "action=\""), &fields).await;
    browser.get(done.location()).await
}

async fn group(server: &Server, at: &Organisation, name: &str, carries_roles: bool) -> Id<Group> {
    let new = NewGroup { display: name.to_owned(), description: String::new(), carries_roles, rule: None };
    let leave = if carries_roles { Leave::Roles(leave()) } else { Leave::Plain(leave()) };
    server.house.add_group(at.tenant, leave, new).await.unwrap()
}

async fn put(server: &Server, at: &Organisation, leave: Leave, group: Id<Group>, member: Member) {
    server.house.change_member(at.tenant, leave, group, MemberChange::Add(member)).await.unwrap();
}

async fn groups_of(server: &Server, at: &Organisation, user: Id<User>) -> Vec<Id<Group>> {
    server.database().read(at.tenant, move |tx| tx.memberships().of_person(user)).await.unwrap()
}

on_both! {
    async fn a_group_is_made_filled_and_emptied(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let admin = anna(&server, &at).await;
        let page = admin.get("/admin/groups").await;
        assert!(page.text().contains("There are no groups yet"), "{}", page.text());
        let page = sent(&admin, "/admin/groups", &[("name", " "), ("description", "")]).await;
        assert_eq!(page.status, 422);
        assert!(page.text().contains("Give the group a name"), "{}", page.text());
        let page = sent(&admin, "/admin/groups", &[("name", "Sales"), ("description", "Who sells")]).await;
        assert!(page.text().contains("The group was made.") && page.text().contains("Who sells"), "{}", page.text());
        let page = admin.get("/admin/groups?q=sal").await;
        let (_, row) = page.body.split_once("href=\"/admin/groups/").and_then(|(_, rest)| rest.split_once("class=\"row-link\" href=\"/admin/groups/")).unwrap_or_else(|| panic!("{}", page.body));
        let address = format!("/admin/groups/{}", row.split('"').next().unwrap());
        let page = sent(&admin, &format!("{address}/members"), &[("member", PIET)]).await;
        assert!(page.text().contains("Added to the group.") && page.text().contains("Piet Bakker"), "{}", page.text());
        let again = sent(&admin, &format!("{address}/members"), &[("member", PIET)]).await;
        assert!(again.text().contains("This is already in the group."), "{}", again.text());
        let piet = user(&server, at.tenant, PIET).await;
        let page = sent(&admin, &format!("{address}/members/{piet}/remove"), &[]).await;
        assert!(page.text().contains("Nobody is in this group."), "{}", page.text());
        let page = take_back(&admin, &page).await;
        assert!(page.text().contains("piet@example.org"), "{}", page.text());
        assert_eq!(audited(&server, &at, "addGroupMember").await, 2);
        let log = admin.get("/admin/audit-logs").await.text();
        assert!(log.contains("Anna de Vries added a member to the group Sales."), "{log}");
        let person = admin.get(&format!("/admin/users/{piet}")).await;
        assert!(person.body.contains(&format!("href=\"{address}\"")), "{}", person.text());
        let found = admin.get("/admin/search?q=sal").await;
        assert!(found.body.contains(&format!("href=\"{address}\"")), "{}", found.text());
    }

    async fn whoever_fits_is_offered_when_there_are_several(database) {
        let (server, at) = Server::with_organisation(database).await;
        for name in [PIET, "piet2@example.org"] {
            invite(&server, &at, name, None).await;
        }
        let sales = group(&server, &at, "Sales", false).await;
        group(&server, &at, "Pietists", false).await;
        let admin = anna(&server, &at).await;
        let members = format!("/admin/groups/{sales}/members");
        let page = sent(&admin, &members, &[("member", "pie")]).await;
        let text = page.text();
        assert!(text.contains("Which one?") && text.contains("piet2@example.org") && text.contains("Pietists"), "{text}");
        let second = user(&server, at.tenant, "piet2@example.org").await;
        sent(&admin, &members, &[("person", &second.to_string())]).await;
        assert_eq!(groups_of(&server, &at, second).await, [sales]);
        let page = sent(&admin, &members, &[("member", "kees")]).await;
        assert!(page.text().contains("Nobody and no group fits kees"), "{}", page.text());
        sent(&admin, &members, &[("member", "pietists")]).await;
        let page = admin.get(&format!("/admin/groups/{sales}")).await;
        assert!(page.text().contains("Pietists"), "{}", page.text());
    }

    async fn a_group_is_never_in_itself_nor_too_deep(database) {
        let (server, at) = Server::with_organisation(database).await;
        let mut chain = vec![];
        for number in 0..17 {
            chain.push(group(&server, &at, &format!("Layer {number:02}"), false).await);
        }
        for pair in chain[..16].windows(2) {
            put(&server, &at, Leave::Plain(leave()), pair[0], Member::Group(pair[1])).await;
        }
        let refused = async |group, member| {
            let change = MemberChange::Add(Member::Group(member));
            match server.house.change_member(at.tenant, Leave::Plain(leave()), group, change).await {
                Err(Fault::Conflict(why)) => why,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(refused(chain[3], chain[0]).await, "circle");
        assert_eq!(refused(chain[3], chain[3]).await, "circle");
        assert_eq!(refused(chain[15], chain[16]).await, "depth");
        assert_eq!(refused(chain[16], chain[0]).await, "depth");
        let admin = anna(&server, &at).await;
        let page = sent(&admin, &format!("/admin/groups/{}/members", chain[1]), &[("group", &chain[0].to_string())]).await;
        assert!(page.text().contains("A group cannot be in itself."), "{}", page.text());
        // The one in the middle is deleted: the circle stays one, for it may come back.
        server.house.delete_group(at.tenant, Leave::Plain(leave()), chain[2]).await.unwrap();
        assert_eq!(refused(chain[3], chain[0]).await, "circle");
    }

    async fn a_deleted_group_gives_nothing_and_can_be_restored_for_thirty_days(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let piet = user(&server, at.tenant, PIET).await;
        let (sales, all) = (group(&server, &at, "Sales", false).await, group(&server, &at, "All", false).await);
        put(&server, &at, Leave::Plain(leave()), sales, Member::Person(piet)).await;
        put(&server, &at, Leave::Plain(leave()), all, Member::Group(sales)).await;
        let admin = anna(&server, &at).await;
        let address = format!("/admin/groups/{sales}");
        let question = admin.get(&format!("{address}/delete")).await;
        let text = question.text();
        assert!(text.contains("One member loses what it gives.") && text.contains("It is in All."), "{text}");
        let page = sent(&admin, &format!("{address}/delete"), &[("sure", "yes")]).await;
        assert!(page.text().contains("30 more days"), "{}", page.text());
        assert_eq!(groups_of(&server, &at, piet).await, []);
        assert!(admin.get("/admin/groups/deleted").await.text().contains("Sales"));
        assert!(!admin.get("/admin/groups").await.text().contains("Sales"));
        let page = take_back(&admin, &page).await;
        assert!(page.text().contains("The group was restored"), "{}", page.text());
        assert_eq!(groups_of(&server, &at, piet).await.len(), 2);
        server.house.delete_group(at.tenant, Leave::Plain(leave()), sales).await.unwrap();
        let is_there = async || {
            server.house.run_jobs().await;
            let found = server.database().read(at.tenant, move |tx| tx.groups().by_id(sales)).await;
            found.unwrap().is_some()
        };
        server.pass(Span::days(29));
        assert!(is_there().await);
        server.pass(Span::days(2));
        assert!(!is_there().await);
        assert_eq!(audited(&server, &at, "purgeGroup").await, 1);
    }

    async fn a_group_is_deleted_for_good_by_hand_only_when_it_is_deleted(database) {
        let (server, at) = Server::with_organisation(database).await;
        let sales = group(&server, &at, "Sales", false).await;
        let admin = anna(&server, &at).await;
        let purge = format!("/admin/groups/{sales}/purge");
        assert_eq!(sent(&admin, &purge, &[("sure", "yes")]).await.status, 404);
        sent(&admin, &format!("/admin/groups/{sales}/delete"), &[("sure", "yes")]).await;
        let page = sent(&admin, &purge, &[]).await;
        assert!(page.text().contains("Delete Sales permanently?"), "{}", page.text());
        let page = sent(&admin, &purge, &[("sure", "yes")]).await;
        assert!(page.text().contains("The group is gone for good."), "{}", page.text());
        assert_eq!(audited(&server, &at, "purgeGroup").await, 1);
    }

    async fn a_role_of_a_group_opens_the_admin_centre_until_one_leaves_it(database) {
        let (server, at) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &at, PIET, &own).await;
        let chiefs = group(&server, &at, "Chiefs", true).await;
        let role = RoleChange::Give(Role::UserAdministrator);
        server.house.set_group_role(at.tenant, leave(), chiefs, role).await.unwrap();
        assert_eq!(own.get("/admin").await.status, 403);
        put(&server, &at, Leave::Roles(leave()), chiefs, Member::Person(piet)).await;
        assert_eq!(own.get("/admin").await.status, 200);
        assert_eq!(own.get("/admin/groups/new").await.status, 200);
        let admin = anna(&server, &at).await;
        let page = admin.get(&format!("/admin/users/{piet}")).await;
        let text = page.text();
        assert!(text.contains("User Administrator") && text.contains("through group Chiefs"), "{text}");
        // The role is the group's: it is taken from the group, not from the person.
        assert!(!page.body.contains(&format!("/admin/users/{piet}/roles/")), "{}", page.body);
        sent(&admin, &format!("/admin/groups/{chiefs}/members/{piet}/remove"), &[]).await;
        assert_eq!(own.get("/admin").await.status, 403);
    }

    async fn the_last_global_administrator_may_be_one_through_a_group_and_stays(database) {
        let (server, at) = Server::with_organisation(database).await;
        let (piet, _) = person_with_app(&server, &at, PIET, &server.browser(OFFICE)).await;
        let anna = user(&server, at.tenant, ANNA).await;
        let chiefs = group(&server, &at, "Chiefs", true).await;
        put(&server, &at, Leave::Roles(leave()), chiefs, Member::Person(piet)).await;
        let global = Role::GlobalAdministrator;
        server.house.set_group_role(at.tenant, leave(), chiefs, RoleChange::Give(global)).await.unwrap();
        server.house.set_role(at.tenant, leave(), anna, RoleChange::Take(global)).await.unwrap();
        let is_last = |outcome: Result<(), Fault>| matches!(outcome, Err(Fault::Conflict("last administrator")));
        let roles = || Leave::Roles(leave());
        let out = MemberChange::Remove(Member::Person(piet));
        assert!(is_last(server.house.change_member(at.tenant, roles(), chiefs, out).await));
        assert!(is_last(server.house.delete_group(at.tenant, roles(), chiefs).await));
        assert!(is_last(server.house.set_group_role(at.tenant, leave(), chiefs, RoleChange::Take(global)).await));
        assert!(is_last(server.house.block(at.tenant, leave(), piet).await));
        assert_eq!(groups_of(&server, &at, piet).await, [chiefs], "nothing of it happened");
        server.house.set_role(at.tenant, leave(), anna, RoleChange::Give(global)).await.unwrap();
        server.house.delete_group(at.tenant, roles(), chiefs).await.unwrap();
    }

    async fn policies_see_the_groups_of_whoever_signs_in(database) {
        let (server, at) = Server::with_organisation(database).await;
        let own = server.browser(OFFICE);
        let (piet, _) = person_with_app(&server, &at, PIET, &own).await;
        let (sales, all) = (group(&server, &at, "Sales", false).await, group(&server, &at, "All", false).await);
        put(&server, &at, Leave::Plain(leave()), sales, Member::Person(piet)).await;
        put(&server, &at, Leave::Plain(leave()), all, Member::Group(sales)).await;
        let app = app(&server, &at).await;
        server.house.name_for_app(at.tenant, leave(), app, Naming::AddGroup(all)).await.unwrap();
        own.get(&steps::authorize(&at, app, "")).await;
        let seen = server.database().read(at.tenant, move |tx| {
            let filter = store::Filter { user: Some(piet), ..store::Filter::default() };
            let last = tx.records().list(&filter, 1)?.remove(0);
            tx.records().subject_content(last.subject.unwrap())
        });
        let subject: policy::Subject = serde_json::from_str(&seen.await.unwrap().unwrap()).unwrap();
        let mut groups = vec![sales, all];
        groups.sort_unstable();
        assert_eq!(subject.groups, groups);
    }

    async fn an_application_shows_its_groups_and_a_person_what_they_get_through_them(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let piet = user(&server, at.tenant, PIET).await;
        let sales = group(&server, &at, "Sales", false).await;
        let app = app(&server, &at).await;
        let admin = anna(&server, &at).await;
        let address = format!("/admin/applications/{app}");
        let page = sent(&admin, &format!("{address}/groups"), &[("group", "marketing")]).await;
        assert!(page.text().contains("No group is called marketing."), "{}", page.text());
        let page = sent(&admin, &format!("{address}/groups"), &[("group", "sales")]).await;
        assert!(page.body.contains(&format!("href=\"/admin/groups/{sales}\"")), "{}", page.text());
        let group = admin.get(&format!("/admin/groups/{sales}")).await;
        assert!(group.body.contains(&format!("href=\"{address}\"")), "{}", group.text());
        sent(&admin, &format!("/admin/groups/{sales}/members"), &[("person", &piet.to_string())]).await;
        let person = admin.get(&format!("/admin/users/{piet}")).await.text();
        assert!(person.contains("Nextcloud") && person.contains("through group Sales"), "{person}");
        let page = sent(&admin, &format!("{address}/groups/{sales}/remove"), &[]).await;
        assert!(page.text().contains("No group gives access."), "{}", page.text());
        let page = take_back(&admin, &page).await;
        assert!(page.body.contains(&format!("href=\"/admin/groups/{sales}\"")), "{}", page.text());
        let details = server.house.app_details(at.tenant, &leave(), app).await.unwrap();
        assert_eq!(details.app.assignment, Assignment::Assigned);
    }

    async fn a_rule_fills_a_group_and_follows_what_is_known_of_people(database) {
        let (server, at) = Server::with_organisation(database).await;
        invite(&server, &at, PIET, None).await;
        let piet = user(&server, at.tenant, PIET).await;
        let admin = anna(&server, &at).await;
        let wrong = [("name", "Piets"), ("description", ""), ("rule", "user.shoeSize -eq \"44\"")];
        let page = sent(&admin, "/admin/groups", &wrong).await;
        assert!(page.text().contains("The rule cannot be read: user.shoesize is not expected there."), "{}", page.text());
        let rule = "user.userPrincipalName -startsWith \"piet\" -and user.accountEnabled -eq true";
        let page = sent(&admin, "/admin/groups", &[("name", "Piets"), ("description", ""), ("rule", rule)]).await;
        assert!(page.text().contains("The group was made."), "{}", page.text());
        let found = server.house.find_groups(at.tenant, &leave(), "piets").await.unwrap();
        let address = format!("/admin/groups/{}", found[0].id);
        server.house.run_jobs().await;
        assert_eq!(groups_of(&server, &at, piet).await, [found[0].id]);
        let page = admin.get(&address).await;
        assert!(page.text().contains("piet@example.org") && !page.text().contains("anna@example.org"), "{}", page.text());
        let log = admin.get("/admin/audit-logs?action=followGroupRule").await;
        assert!(log.text().contains("The rule of the group Piets added or removed people."), "{}", log.text());
        // Nobody adds by hand.
        let answer = sent(&admin, &format!("{address}/members"), &[("member", ANNA)]).await;
        assert_eq!(answer.status, 400, "{}", answer.text());
        // A preview shows, and changes nothing.
        let other = [("act", "preview"), ("rule", "user.userPrincipalName -startsWith \"anna\"")];
        let page = sent(&admin, &format!("{address}/rule"), &other).await;
        assert!(page.text().contains("The rule fits 1 person:") && page.text().contains("anna@example.org"), "{}", page.text());
        // Whoever no longer fits goes with the next round; a rule that is paused does nothing.
        server.house.block(at.tenant, leave(), piet).await.unwrap();
        server.house.run_jobs().await;
        assert_eq!(groups_of(&server, &at, piet).await, []);
        sent(&admin, &format!("{address}/rule"), &[("act", "pause"), ("rule", rule)]).await;
        server.house.unblock(at.tenant, leave(), piet).await.unwrap();
        server.house.run_jobs().await;
        assert_eq!(groups_of(&server, &at, piet).await, []);
        let page = sent(&admin, &format!("{address}/rule"), &[("act", "resume"), ("rule", rule)]).await;
        assert!(page.text().contains("Members follow the rule"), "{}", page.text());
        server.house.run_jobs().await;
        assert_eq!(groups_of(&server, &at, piet).await, [found[0].id]);
        sent(&admin, &format!("{address}/rule"), &[("act", "save"), ("rule", "user.mail -eq null -and user.displayName -eq \"Nobody\"")]).await;
        server.house.run_jobs().await;
        assert_eq!(groups_of(&server, &at, piet).await, []);
        assert_eq!(audited(&server, &at, "changeGroup").await, 3);
        // Where nothing changes, nothing is done.
        let before = audited(&server, &at, "followGroupRule").await;
        for _ in 0..3 {
            server.house.run_jobs().await;
        }
        assert_eq!((before, audited(&server, &at, "followGroupRule").await), (4, 4));
    }

    async fn many_are_added_by_a_list_and_read_back_as_a_file(database) {
        let (server, at) = Server::with_organisation(database).await;
        for number in 0..4 {
            invite(&server, &at, &format!("new{number}@example.org"), None).await;
        }
        let sales = group(&server, &at, "Sales", false).await;
        let admin = anna(&server, &at).await;
        let import = format!("/admin/groups/{sales}/import");
        let list = "displayName,userPrincipalName\n\"x, y\",new0@example.org\nz,kees@example.org\nz,NEW1@example.org\n";
        let page = sent(&admin, &import, &[("people", list)]).await;
        let text = page.text();
        assert!(text.contains("2 people were added.") && text.contains("line 3: kees@example.org"), "{text}");
        let page = sent(&admin, &import, &[("people", "new1@example.org\nnew2@example.org")]).await;
        assert!(page.text().contains("1 person was added. 1 was in the group already."), "{}", page.text());
        let page = sent(&admin, &import, &[("people", "name,mail\na,b")]).await;
        assert!(page.text().contains("userPrincipalName is not among them"), "{}", page.text());
        let file = sent(&admin, &format!("/admin/groups/{sales}/members.csv"), &[]).await;
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        assert!(file.body.starts_with("userPrincipalName,displayName,id\r\n"), "{}", file.body);
        assert_eq!(file.body.lines().count(), 4, "{}", file.body);
        assert_eq!(audited(&server, &at, "exportGroupMembers").await, 1);
        assert_eq!(audited(&server, &at, "addGroupMember").await, 2, "one for each list that added somebody");
    }
}
