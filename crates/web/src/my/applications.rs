use axum::response::Response;
use service::App;

use crate::admin::desk::{Desk, shown};
use crate::here::Here;
use crate::screens::admin::Entry;
use crate::screens::my::{MyApplication, MyApplications};

/// The applications that one may open.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::MyApplications).await?;
    let overview = desk.or_fault(desk.house().overview(desk.tenant(), &desk.visitor).await)?;
    shown(&MyApplications {
        shell: desk.shell(),
        applications: overview.apps.iter().map(application).collect(),
    })
}

fn application(app: &App) -> MyApplication {
    MyApplication {
        name: app.name.clone(),
        address: app.redirect_uris.iter().find_map(|address| start_of(address)),
    }
}

/// Where an application begins: the root of the host that answers go to.
fn start_of(address: &str) -> Option<String> {
    let host = address.strip_prefix("https://")?.split(['/', '?', '#']).next()?;
    (!host.is_empty()).then(|| format!("https://{host}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_begins_at_the_root_of_its_host() {
        let begins = |address: &str| start_of(address);
        assert_eq!(
            begins("https://cloud.example.org/code?x=1").as_deref(),
            Some("https://cloud.example.org/")
        );
        assert_eq!(
            begins("https://cloud.example.org:8443").as_deref(),
            Some("https://cloud.example.org:8443/")
        );
        for nowhere in ["http://127.0.0.1:8000/callback", "org.example.app:/callback", "https:///x"] {
            assert_eq!(begins(nowhere), None, "{nowhere}");
        }
    }
}
