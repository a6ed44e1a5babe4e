//! How the installation is, on pages; and the request that it sends to itself. Each runs on both databases.

use crate::on_both::on_both;
use crate::steps::{OFFICE, anna};
use model::{Id, Locale, Span};
use service::authority::{Actor, ManageInstallation, SystemUser, Target, permit};
use service::health::{AddressSeen, Finding, MailSeen, Report};
use service::organisations::NewOrganisation;
use service::people::NewPerson;
use testkit::{Organisation, Server};

fn report(server: &Server) -> Report {
    let address = "https://id.example.org".to_owned();
    let proxy = "10.0.0.2".to_owned();
    Report {
        at: server.now(),
        findings: vec![
            Finding::Mail(MailSeen::Folder),
            Finding::Address { address, seen: AddressSeen::Untrusted { proxy } },
        ],
    }
}

async fn second(server: &Server) -> Id<model::Tenant> {
    let root = Actor::Cli(SystemUser { uid: 0, name: "root".to_owned() });
    let permit = permit::<ManageInstallation>(&root, Target::Organisation).unwrap();
    let new = NewOrganisation {
        name: "Jansen".to_owned(),
        domain: "jansen.example".to_owned(),
        locale: Locale::Nl,
        public_address: "https://id.jansen.example".to_owned(),
        help_contact: "Jan".to_owned(),
        administrator: NewPerson {
            display: "Jan Jansen".to_owned(),
            name: "jan@jansen.example".to_owned(),
            mail: None,
            locale: None,
        },
    };
    server.house.add_organisation(permit, new).await.unwrap().0.id
}

fn reach(organisation: &Organisation, ticket: &str) -> String {
    format!("/{}/reach/{ticket}", organisation.tenant)
}

on_both! {
    async fn what_is_not_in_order_stands_on_health_and_home_with_its_mend(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let anna = anna(&server, &organisation).await;
        let page = anna.get("/admin/health").await;
        assert!(page.text().contains("Nothing was looked at yet"), "{}", page.text());
        assert!(!anna.get("/admin").await.text().contains("about the server"));
        server.house.keep_health(report(&server));
        let page = anna.get("/admin/health").await.text();
        let (proxy, mail) = (page.find("trusted_proxies").unwrap(), page.find("No mail server is set").unwrap());
        assert!(proxy < mail, "the worst comes first: {page}");
        assert!(anna.get("/admin").await.text().contains("One thing about the server needs attention."));
    }

    /// The installation is its first organisation's to look after; the others are guests on it.
    async fn another_organisation_sees_nothing_of_the_server(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let other = second(&server).await;
        assert!(server.house.keeps_the_house(organisation.tenant));
        assert!(!server.house.keeps_the_house(other));
        let system = permit(&Actor::System, Target::Organisation).unwrap();
        assert!(server.house.health(other, &system).is_err());
        assert!(server.house.health(organisation.tenant, &system).is_ok());
    }

    async fn only_a_request_of_our_own_is_answered_who_it_seems_to_come_from(database) {
        let (server, organisation) = Server::with_organisation(database).await;
        let other = second(&server).await;
        let browser = server.browser(OFFICE);
        let ticket = server.house.reach_ticket(organisation.tenant);
        let answer = browser.get(&reach(&organisation, &ticket)).await;
        assert_eq!(answer.status, 200);
        let said = answer.json();
        let proof = server.house.reach_proof(organisation.tenant, &ticket).unwrap();
        assert_eq!(said["proof"], proof.as_str());
        assert_eq!((said["trusted"].as_bool(), said["forwarded"].as_bool()), (Some(true), Some(true)));
        assert_eq!(said["visitor"], OFFICE);
        let theirs = server.house.reach_ticket(other);
        for wrong in ["x", &theirs, &ticket[1..]] {
            assert_eq!(browser.get(&reach(&organisation, wrong)).await.status, 404, "{wrong}");
        }
        server.pass(Span::minutes(2));
        assert_eq!(browser.get(&reach(&organisation, &ticket)).await.status, 404, "an old one");
        // A ticket of a form is no ticket for this.
        let form = browser.get("/sign-in").await.field("t");
        assert_eq!(browser.get(&reach(&organisation, &form)).await.status, 404);
    }
}
