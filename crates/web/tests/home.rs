//! Home: the first steps of a new organisation. On both databases.

#![allow(clippy::unwrap_used, reason = "tests")]

mod on_both;
mod steps;

use on_both::on_both;
use steps::{PIET, anna, invite, leave, user};
use testkit::Server;

on_both! {
    async fn a_first_step_that_was_done_stays_done(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let browser = anna(&server, &organisation).await;
        let done = async || {
            let home = browser.get("/admin").await;
            home.body.matches("is-done").count()
        };
        let before = done().await;
        invite(&server, &organisation, PIET, None).await;
        assert_eq!(done().await, before + 1, "somebody was invited");
        let piet = user(&server, organisation.tenant, PIET).await;
        let role = service::people::RoleChange::Give(model::Role::GlobalAdministrator);
        server.house.set_role(organisation.tenant, leave(), piet, role).await.unwrap();
        assert_eq!(done().await, before + 2, "a second administrator is invited, and nothing is undone");
        server.house.block(organisation.tenant, leave(), piet).await.unwrap();
        assert_eq!(done().await, before + 2);
    }
}
