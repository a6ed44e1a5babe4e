//! Every page that can be reached, as people see it: in both languages, light and dark, on a small telephone, a
//! telephone and a desk. Nothing keeps anybody out, nothing is cut off, nothing is fetched from elsewhere, and the
//! browser has nothing to complain of. With `KEEP_PICTURES` set, as `cargo xtask pictures` sets it, pictures land in
//! `target/screens`.

use std::path::{Path, PathBuf};

use testkit::{Browser, DESK, PHONE, Process};

mod policies;

use crate::steps::{self, MARIEKE, PASSWORD, PIET, THEIR_PASSWORD};

/// The narrowest window that pages must fit, in CSS pixels (WCAG 2.2, 1.4.10).
const NARROW: (u32, u32) = (320, 640);

/// How a page is looked at: in each scheme, and at each width. The last is how it is left.
const VIEWS: [(&str, &str, (u32, u32)); 2] = [("dark", "phone", PHONE), ("light", "desk", DESK)];

/// Looks at pages and keeps what is wrong with them.
struct Looker {
    browser: Browser,
    base: String,
    language: &'static str,
    axe: String,
    pictures: PathBuf,
    keeps_pictures: bool,
    /// Lines of `page`, tab, heading: what the book's pictures show.
    headings: String,
    wrong: Vec<String>,
}

impl Looker {
    #[expect(
        clippy::disallowed_methods,
        reason = "what is asked of this test, not configuration of the product"
    )]
    async fn start(sluis: &Process, language: &'static str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let axe = root.join("crates/testkit/js/node_modules/axe-core/axe.min.js");
        let pictures = root.join("target/screens");
        std::fs::create_dir_all(pictures.join("book")).unwrap();
        Self {
            browser: Browser::start(language).await,
            base: sluis.base().to_owned(),
            language,
            axe: std::fs::read_to_string(axe).expect("axe-core; `cargo xtask test` installs it"),
            pictures,
            keeps_pictures: std::env::var_os("KEEP_PICTURES").is_some(),
            headings: String::new(),
            wrong: vec![],
        }
    }

    /// Looks at the page that is open.
    async fn at(&mut self, page: &str) {
        self.look(page, None).await;
    }

    /// Looks at a page that says no with a status, which the browser writes in its log.
    async fn at_refusal(&mut self, page: &str, status: u16) {
        self.look(page, Some(status)).await;
    }

    /// Opens an address of ours and looks at it.
    async fn open(&mut self, path: &str, page: &str) {
        self.browser.open(&format!("{}{path}", self.base)).await;
        self.at(page).await;
    }

    async fn look(&mut self, page: &str, status: Option<u16>) {
        self.browser.find("h1").await;
        self.browser.resize(NARROW).await;
        self.fits(page, "small").await;
        for (scheme, width, size) in VIEWS {
            self.browser.prefer(scheme).await;
            self.browser.resize(size).await;
            let barriers = self.browser.barriers(&self.axe).await;
            let at = format!("{page} {} {scheme} {width}", self.language);
            self.wrong.extend(barriers.into_iter().map(|line| format!("{at}: {line}")));
            self.fits(page, width).await;
        }
        if self.keeps_pictures {
            self.pictures_of(page).await;
        }
        let lang = self.browser.run("return document.documentElement.lang").await;
        if lang != self.language {
            self.wrong.push(format!("{page}: the page is in {lang}, not in {}", self.language));
        }
        let strangers = self.browser.strangers(&self.base).await;
        self.wrong.extend(strangers.into_iter().map(|address| format!("{page}: fetched {address}")));
        let told = status.map(|status| format!("the server responded with a status of {status}"));
        for line in self.browser.complaints().await {
            if !told.as_ref().is_some_and(|told| line.contains(told)) {
                self.wrong.push(format!("{page}: the browser says {line}"));
            }
        }
    }

    /// Notes it when a page is wider than its window.
    async fn fits(&mut self, page: &str, width: &str) {
        let overflow = self.browser.overflow().await;
        if overflow > 0 {
            self.wrong.push(format!("{page} {} {width}: {overflow} px wider than the window", self.language));
        }
    }

    /// Keeps pictures of a page: what the book shows of it, and in both schemes at a telephone and a desk.
    async fn pictures_of(&mut self, page: &str) {
        for scheme in ["dark", "light"] {
            self.browser.prefer(scheme).await;
            for (width, size) in [("phone", PHONE), ("desk", DESK)] {
                self.browser.resize(size).await;
                let file = format!("{page}.{}.{scheme}.{width}.png", self.language);
                self.browser.whole_picture(&self.pictures.join(file)).await;
                if (scheme, width) == ("light", "desk") {
                    let file = format!("book/{page}.{}.webp", self.language);
                    self.browser.whole_picture(&self.pictures.join(file)).await;
                }
            }
        }
        self.headings += &format!("{page}\t{}\n", self.browser.text_of("h1").await);
    }

    /// Ends looking at a part of the pages.
    async fn done(self, part: &str) {
        self.browser.close().await;
        if self.keeps_pictures {
            let file = format!("book/{part}.{}.tsv", self.language);
            std::fs::write(self.pictures.join(file), &self.headings).unwrap();
        }
        assert!(self.wrong.is_empty(), "{} findings:\n{}", self.wrong.len(), self.wrong.join("\n"));
    }
}

/// The five pages of the set-up, and what comes after them.
async fn set_up(look: &mut Looker, sluis: &Process) -> steps::Device {
    let link = sluis.set_up_link();
    look.browser.open(&link).await;
    look.browser.click(&format!("#language-{}", look.language)).await;
    look.at("set-up-1-address").await;
    look.browser.submit().await;
    look.browser.find("[name=organisation]").await;
    look.at("set-up-2-organisation").await;
    steps::name_organisation(&look.browser).await;
    look.at("set-up-3-you").await;
    look.browser.fill("[name=new_password]", "welkom").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at("set-up-3-you-wrong").await;
    steps::name_oneself(&look.browser).await;
    look.at("set-up-4-second-step").await;
    let device = steps::connect_app(&look.browser).await;
    look.at("set-up-5-codes").await;
    steps::keep_codes(&look.browser).await;
    look.browser.find(".lede").await;
    look.at("home-new").await;
    look.browser.open(&link).await;
    look.browser.find("h1").await;
    look.at_refusal("set-up-used", 403).await;
    device
}

/// The pages of somebody who was invited.
async fn invited(look: &mut Looker, link: &str) -> steps::Device {
    look.browser.forget().await;
    look.browser.open(link).await;
    look.at("invitation").await;
    look.browser.submit().await;
    look.browser.find("[name=new_password]").await;
    look.at("new-password").await;
    look.browser.fill("[name=new_password]", "devries").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at("new-password-wrong").await;
    let before = look.browser.top_of("main .btn.primary, main button.primary").await;
    look.browser.fill("[name=new_password]", THEIR_PASSWORD).await;
    look.browser.find(".strength:not([hidden])").await;
    assert_eq!(
        look.browser.top_of("main .btn.primary, main button.primary").await,
        before,
        "what is about to be pressed stays in its place"
    );
    look.browser.submit().await;
    look.browser.find("button[name=way]").await;
    look.at("second-step").await;
    look.browser.click("button[name=way][value=app]").await;
    look.browser.fill("[name=enrol]", "000000").await;
    look.at("connect-app").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at("connect-app-wrong").await;
    let device = steps::connect_app(&look.browser).await;
    look.at("recovery-codes").await;
    steps::keep_codes(&look.browser).await;
    look.browser.find("[name=later]").await;
    look.at("another-method").await;
    look.browser.click("button[name=later]").await;
    look.browser.find(".tabs").await;
    look.browser.open(link).await;
    look.at_refusal("invitation-used", 404).await;
    device
}

/// A person's own pages, as somebody who is no administrator.
async fn own_pages(look: &mut Looker) {
    look.open("/my", "my").await;
    look.open("/my/sessions", "my-sessions").await;
    look.open("/my/sign-ins", "my-sign-ins").await;
    look.open("/my/security", "my-security").await;
    look.open("/my/security/authenticator", "my-authenticator").await;
    look.open("/my/security/recovery-codes", "my-recovery-codes").await;
    look.open("/my/security/data", "my-data").await;
    look.open("/my/password", "my-password").await;
    look.browser.fill("[name=current]", "niet dit").await;
    look.browser.fill("[name=new]", "welkom").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at_refusal("my-password-wrong", 422).await;
    look.browser.open(&format!("{}/admin", look.base)).await;
    look.at_refusal("not-allowed", 403).await;
}

/// The pages of signing in and out.
async fn door(look: &mut Looker, device: &mut steps::Device, logout: &str) {
    look.browser.open(logout).await;
    look.at("sign-out").await;
    look.browser.submit().await;
    look.browser.find("h1").await;
    look.at("signed-out").await;
    look.browser.forget().await;
    look.open("/help", "help").await;
    look.open("/privacy", "privacy").await;
    look.browser.open(&format!("{}/nowhere", look.base)).await;
    look.at_refusal("not-found", 404).await;
    look.open("/my", "sign-in").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at("sign-in-wrong").await;
    look.browser.fill("[name=name]", PIET).await;
    look.browser.submit().await;
    look.browser.find("[name=password]").await;
    look.at("password").await;
    look.browser.fill("[name=password]", "niet dit").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at("password-wrong").await;
    look.browser.fill("[name=password]", THEIR_PASSWORD).await;
    look.browser.submit().await;
    look.browser.find("[name=totp]").await;
    look.at("code").await;
    look.browser.fill("[name=totp]", "000000").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at("code-wrong").await;
    look.browser.click("button[value=recovery]").await;
    look.browser.find("[name=recovery]").await;
    look.at("recovery").await;
    look.browser.click("button[value=totp]").await;
    steps::give_code(&look.browser, device).await;
    look.browser.find(".tabs").await;
    look.browser.forget().await;
    look.browser.open(&format!("{}/my", look.base)).await;
    look.browser.run("document.querySelector('main [name=t]').value = 'nothing of ours'").await;
    look.browser.fill("[name=name]", PIET).await;
    look.browser.submit().await;
    look.browser.find("h1").await;
    look.at_refusal("expired", 400).await;
}

/// The pages about people.
async fn people(look: &mut Looker) {
    look.open("/admin/users", "users").await;
    look.open("/admin/users?q=niemand", "users-none").await;
    look.open("/admin/users?show=department&show=jobTitle", "users-columns").await;
    look.browser.click("input[name=person]").await;
    look.browser.click("button[value=end-sessions]").await;
    look.browser.find("main table").await;
    look.at("users-selected").await;
    look.open("/admin/users/mfa", "users-mfa").await;
    look.browser.click("input[name=person]").await;
    look.browser.click("button[value=mfa-enforced]").await;
    look.browser.find("main table").await;
    look.at("users-mfa-enforce").await;
    look.browser.submit().await;
    look.browser.find(".is-ok").await;
    look.open("/admin/users/mfa/off", "users-mfa-off").await;
    look.open("/admin/users/mfa/settings", "users-mfa-settings").await;
    look.browser.fill("[name=trusted]", "kantoor").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at_refusal("users-mfa-settings-wrong", 422).await;
    look.open("/admin/guests", "guests").await;
    look.open("/admin/users/import", "users-import").await;
    look.open("/admin/users/new", "user-new").await;
    look.browser.fill("[name=display]", "Kees de Jong").await;
    look.browser.fill("[name=name]", PIET).await;
    look.browser.click("#delivery-link").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at_refusal("user-new-wrong", 422).await;
    look.browser.fill("[name=name]", "kees@devries.example").await;
    look.browser.click("#delivery-link").await;
    look.browser.submit().await;
    look.browser.sees("/invitation/").await;
    look.at("user-invitation").await;
    look.browser.open(&format!("{}/admin/users?q=piet", look.base)).await;
    look.browser.click("tbody a").await;
    look.browser.find(".beside").await;
    look.at("user-beside").await;
    look.browser.click(".beside-head a").await;
    look.browser.find("#help").await;
    look.at("user").await;
    look.browser.click("a[href$='/edit']").await;
    look.browser.find("#department").await;
    look.at("user-edit").await;
    look.browser.fill("#department", "Verkoop").await;
    look.browser.fill("#mail", "geen adres @ hier").await;
    look.browser.run("document.querySelector('#mail').type = 'text'").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at_refusal("user-edit-wrong", 422).await;
    look.browser.fill("#mail", "piet@devries.example").await;
    look.browser.submit().await;
    look.browser.find(".toast").await;
    look.at("user-edited").await;
    look.browser.click("a[href$='/end-sessions']").await;
    look.browser.find("#question, main form").await;
    look.at("user-end-sessions").await;
    look.browser.driver().back().await.unwrap();
    look.browser.click("a[href$='/block']").await;
    look.browser.find("main form").await;
    look.at("user-block").await;
    look.browser.submit().await;
    look.browser.find(".toast").await;
    look.at("user-blocked").await;
    look.browser.click("a[href$='/delete']").await;
    look.browser.find("main form").await;
    look.at("user-delete").await;
    look.browser.submit().await;
    look.browser.find(".toast").await;
    look.open("/admin/deleted-users", "deleted-users").await;
    look.browser.click("a[href$='/erase']").await;
    look.browser.find("main form").await;
    look.at("user-erase").await;
    look.browser.open(&format!("{}/admin/deleted-users", look.base)).await;
    look.browser.click("a[href$='/restore']").await;
    look.browser.find("main form").await;
    look.at("user-restore").await;
    look.browser.submit().await;
    look.browser.find(".toast").await;
    look.at("user-restored").await;
}

/// The pages about roles.
async fn roles(look: &mut Looker) {
    look.open("/admin/roles", "roles").await;
    look.browser.click("tbody a").await;
    look.browser.find("#given").await;
    look.at("role").await;
}

/// The pages about groups.
async fn groups(look: &mut Looker) {
    look.open("/admin/groups", "groups-empty").await;
    look.open("/admin/groups/new", "group-new").await;
    look.browser.fill("[name=name]", "Verkoop").await;
    look.browser.fill("[name=rule]", "user.schoenmaat -eq \"44\"").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at_refusal("group-new-wrong", 422).await;
    look.browser.fill("[name=rule]", "user.mail -endsWith \"@devries.example\"").await;
    look.browser.submit().await;
    look.browser.find("#rule-title").await;
    look.browser.click("button[value=preview]").await;
    look.browser.find("#rule-title").await;
    look.at("group-by-rule").await;
    look.browser.open(&format!("{}/admin/groups/new", look.base)).await;
    look.browser.fill("[name=name]", "Wiki").await;
    look.browser.submit().await;
    look.browser.find("#members").await;
    look.at("group-empty").await;
    look.browser.fill("[name=member]", PIET).await;
    look.browser.click("form[action$='/members'] button").await;
    look.browser.find(".toast").await;
    look.at("group").await;
    look.browser.fill("[name=people]", "niemand@devries.example").await;
    look.browser.click("form[action$='/import'] button").await;
    look.browser.find("[aria-labelledby=import] .notice").await;
    look.at("group-imported").await;
    look.open("/admin/groups", "groups").await;
    look.browser.open(&format!("{}/admin/groups?q=wiki", look.base)).await;
    look.browser.click("tbody a").await;
    look.browser.click("a[href$='/delete']").await;
    look.browser.find("#question").await;
    look.at("group-delete").await;
    look.browser.submit().await;
    look.browser.find(".toast").await;
    look.at("group-deleted").await;
    look.open("/admin/groups/deleted", "groups-deleted").await;
}

/// The pages about applications.
async fn applications(look: &mut Looker, id: &str) {
    look.open("/admin/applications", "applications").await;
    look.open(&format!("/admin/applications?open={id}"), "application-beside").await;
    look.open("/admin/applications/new", "application-new").await;
    look.browser.fill("[name=name]", "Kluis").await;
    look.browser.fill("[name=addresses]", "http://ergens.example/terug").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at_refusal("application-new-wrong", 422).await;
    look.browser.fill("[name=addresses]", "https://kluis.devries.example/callback").await;
    look.browser.click("#who-assigned").await;
    look.browser.submit().await;
    look.browser.find("#value-secret").await;
    look.at("application-registered").await;
    look.open(&format!("/admin/applications/{id}"), "application").await;
    look.open(&format!("/admin/applications/{id}/delete"), "application-delete").await;
    look.open("/admin/applications/settings", "application-settings").await;
    look.open("/admin/applications/settings/keys/now", "keys-now").await;
    look.open("/admin/applications/settings/keys/leaked", "keys-leaked").await;
}

/// The other pages of the admin centre.
async fn desk(look: &mut Looker) {
    look.open("/admin", "home").await;
    look.open("/admin/identity/properties", "properties").await;
    look.open("/admin/identity/properties/organisation", "organisation").await;
    look.open("/admin/identity/properties/browsers", "browsers").await;
    look.open("/admin/identity/properties/plan", "plan").await;
    look.open("/admin/identity/authentication-methods", "authentication-methods").await;
    look.open("/admin/identity/authentication-methods/passkey", "passkey-settings").await;
    look.open("/admin/identity/authentication-methods/app/use", "method-use").await;
    look.browser.fill("[name=include]", "Niemand hier").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at_refusal("method-use-wrong", 422).await;
    look.open("/admin/identity/properties/security-defaults", "security-defaults").await;
    look.browser.click("#enabled-no").await;
    look.at("security-defaults-off").await;
    look.browser.submit().await;
    look.browser.find(".field-error").await;
    look.at_refusal("security-defaults-wrong", 422).await;
    look.open("/admin/settings/directory-sync", "directory-sync-new").await;
    look.open("/admin/health", "health").await;
    look.open("/admin/audit-logs", "audit-logs").await;
    look.browser.click("tbody a").await;
    look.browser.find(".trail").await;
    look.at("audit-log").await;
    look.open("/admin/audit-logs/seals", "audit-seals").await;
    look.open("/admin/evidence", "evidence").await;
    look.open("/admin/settings/retention", "retention").await;
    look.open("/admin/settings/log-export", "log-export").await;
    look.open("/admin/sign-ins", "sign-ins").await;
    look.open("/admin/sign-ins?status=failure", "sign-ins-failed").await;
    look.open("/admin/sign-ins?code=K7P4MXX", "sign-ins-none").await;
    look.browser.open(&format!("{}/admin/sign-ins", look.base)).await;
    look.browser.click("tbody a").await;
    look.browser.find(".beside").await;
    look.at("sign-in-beside").await;
    look.browser.click(".beside-head a").await;
    look.browser.find("#policies").await;
    look.at("sign-in-story").await;
    look.browser.open(&format!("{}/admin/users/nobody", look.base)).await;
    look.at_refusal("admin-missing", 404).await;
}

/// What everybody meets: set-up, an invitation, one's own pages, the door.
async fn pages_of_people(language: &'static str) {
    let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), None);
    let mut look = Looker::start(&sluis, language).await;
    set_up(&mut look, &sluis).await;
    let app = steps::register(&look.browser, &sluis, "Payroll").await;
    let logout = look.browser.folded_text_of("#value-logout").await;
    let authorization = look.browser.folded_text_of("#value-authorization").await;
    let link = steps::invite(&look.browser, &sluis, PIET, "Piet Bakker").await;
    let mut device = invited(&mut look, &link).await;
    own_pages(&mut look).await;
    door(&mut look, &mut device, &logout).await;
    let query = format!("client_id={}&redirect_uri=https://elsewhere.example/&response_type=code", app.id);
    look.browser.open(&format!("{authorization}?{query}")).await;
    look.at_refusal("application-error", 400).await;
    look.done("people").await;
}

/// What administrators meet, and what somebody sees whom they blocked.
async fn pages_of_administrators(language: &'static str) {
    let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), None);
    let mut look = Looker::start(&sluis, language).await;
    let mut own = steps::set_up(&look.browser, &sluis, language).await;
    look.open("/admin/applications", "applications-empty").await;
    let app = steps::register(&look.browser, &sluis, "Payroll").await;
    let authorization = look.browser.folded_text_of("#value-authorization").await;
    let link = steps::invite(&look.browser, &sluis, PIET, "Piet Bakker").await;
    look.browser.forget().await;
    steps::accept(&look.browser, &link).await;
    steps::register_second_step(&look.browser).await;
    // A refusal to show on the application's page.
    let query = format!("client_id={}&redirect_uri=https://elsewhere.example/&response_type=code", app.id);
    look.browser.open(&format!("{authorization}?{query}")).await;
    look.browser.find("h1").await;
    look.browser.complaints().await;

    look.browser.forget().await;
    look.browser.open(&format!("{}/admin", sluis.base())).await;
    steps::give_password(&look.browser, MARIEKE, PASSWORD).await;
    steps::give_code(&look.browser, &mut own).await;
    look.browser.find("#page").await;
    desk(&mut look).await;
    applications(&mut look, &app.id).await;
    roles(&mut look).await;
    groups(&mut look).await;
    policies::policies(&mut look).await;
    people(&mut look).await;

    look.browser.forget().await;
    look.browser.open(&format!("{}/my", sluis.base())).await;
    steps::give_password(&look.browser, PIET, THEIR_PASSWORD).await;
    look.browser.find(".ref").await;
    look.at_refusal("stopped", 403).await;
    look.done("administrators").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_a_page_is_seen() {
    let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), None);
    let look = Looker::start(&sluis, "en").await;
    let page = "<!doctype html><meta name=viewport content='width=device-width'><meta http-equiv=content-security-policy content=\"style-src 'none'\"><h1 style=color:red>A</h1>\
                <pre>0123456789012345678901234567890123456789012345678901234567890123456789</pre><input>";
    look.browser.open(&format!("data:text/html,{page}")).await;
    look.browser.resize(NARROW).await;
    assert!(look.browser.overflow().await > 0);
    let barriers = look.browser.barriers(&look.axe).await;
    assert!(barriers.iter().any(|line| line.starts_with("label: ")), "{barriers:?}");
    let complaints = look.browser.complaints().await;
    assert!(complaints.iter().any(|line| line.contains("Content Security Policy")), "{complaints:?}");
    assert_ne!(look.browser.strangers(&look.base).await, Vec::<String>::new());
    look.browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_people_is_whole_in_english() {
    pages_of_people("en").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_people_is_whole_in_dutch() {
    pages_of_people("nl").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_administrators_is_whole_in_english() {
    pages_of_administrators("en").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_administrators_is_whole_in_dutch() {
    pages_of_administrators("nl").await;
}
