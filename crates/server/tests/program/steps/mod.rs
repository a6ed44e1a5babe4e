//! The steps that people take in a browser, shared by the tests on the real binary.

#![allow(dead_code, reason = "each test file takes its own steps")]

use model::Timestamp;
use testkit::{Application, Browser, Process, oathtool};

/// The administrator's password.
pub const PASSWORD: &str = "koffie met zeventien paperclips";
/// The password that invited people choose.
pub const THEIR_PASSWORD: &str = "twaalf groene fietsen bij de sluis";
/// The administrator's name.
pub const MARIEKE: &str = "marieke@devries.example";
/// The name of the first invited person.
pub const PIET: &str = "piet@devries.example";

/// Seconds that a code is shown.
const STEP: i64 = 30;

/// An authenticator app with one account: it never shows a code that it showed before.
pub struct Device {
    secret: String,
    shown: i64,
}

impl Device {
    fn new(secret: String) -> Self {
        Self { secret, shown: 0 }
    }

    /// A code that is accepted now: of the step before, this one or the next, whichever is the first that was not
    /// shown yet. Three in half a minute is all there is (RFC 6238 §5.2).
    pub async fn code(&mut self) -> String {
        // A code of the step before may be too old when it arrives; one of a step that ends soon is not taken.
        let first = (now() + 8) / STEP - 1;
        self.shown = first.max(self.shown + 1);
        let opens = (self.shown - 1) * STEP;
        while now() < opens {
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        oathtool(&self.secret, Timestamp::from_secs(self.shown * STEP))
    }
}

#[allow(clippy::disallowed_methods, reason = "the binary under test runs on the real clock")]
fn now() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    i64::try_from(now.as_secs()).expect("before the end of time")
}

/// Sets an organisation up in a browser, which ends signed in as its administrator.
pub async fn set_up(browser: &Browser, sluis: &Process, language: &str) -> Device {
    open_set_up(browser, sluis, language).await;
    name_organisation(browser).await;
    name_oneself(browser).await;
    let device = connect_app(browser).await;
    keep_codes(browser).await;
    browser.find(".lede").await;
    device
}

/// The first page of the set-up.
pub async fn open_set_up(browser: &Browser, sluis: &Process, language: &str) {
    browser.open(&sluis.set_up_link()).await;
    browser.click(&format!("#language-{language}")).await;
    browser.submit().await;
    browser.find("[name=organisation]").await;
}

/// The second.
pub async fn name_organisation(browser: &Browser) {
    browser.fill("[name=organisation]", "De Vries Accountants").await;
    browser.fill("[name=domain]", "devries.example").await;
    browser.fill("[name=contact]", "Marieke de Vries, 020 123 45 67").await;
    browser.submit().await;
    browser.find("[name=display]").await;
}

/// The third.
pub async fn name_oneself(browser: &Browser) {
    browser.fill("[name=display]", "Marieke de Vries").await;
    browser.fill("[name=user_name]", MARIEKE).await;
    browser.fill("[name=mail]", MARIEKE).await;
    browser.fill("[name=new_password]", PASSWORD).await;
    browser.submit().await;
    browser.find("[name=enrol]").await;
}

/// Sets an authenticator app up from the page's own secret, and gives its first code; the recovery codes come next.
pub async fn connect_app(browser: &Browser) -> Device {
    let device = give_first_code(browser).await;
    browser.find(".codes li").await;
    device
}

/// The same for somebody who has recovery codes already.
pub async fn connect_app_again(browser: &Browser) -> Device {
    let device = give_first_code(browser).await;
    browser.find(".tabs").await;
    device
}

async fn give_first_code(browser: &Browser) -> Device {
    let uri = browser.find("a[href^='otpauth:']").await.attr("href").await.unwrap().unwrap();
    let secret = uri.split("secret=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let mut device = Device::new(secret);
    browser.fill("[name=enrol]", &device.code().await).await;
    browser.submit().await;
    device
}

/// Says that the recovery codes are kept.
pub async fn keep_codes(browser: &Browser) {
    browser.click("#kept").await;
    browser.submit().await;
}

/// Adds a person; their invitation link.
pub async fn invite(browser: &Browser, sluis: &Process, name: &str, display: &str) -> String {
    browser.open(&format!("{}/admin/users/new", sluis.base())).await;
    browser.fill("[name=display]", display).await;
    browser.fill("[name=name]", name).await;
    browser.fill("[name=mail]", name).await;
    browser.click("#delivery-link").await;
    browser.submit().await;
    browser.sees("/invitation/").await;
    let text = browser.find("main").await.inner_html().await.unwrap();
    let start = text.find("/invitation/").unwrap();
    let token: String = text[start + 12..].chars().take(43).collect();
    let root = text[..start].rfind("http").unwrap();
    format!("{}/invitation/{token}", &text[root..start])
}

/// Opens an invitation and chooses a password.
pub async fn accept(browser: &Browser, link: &str) {
    browser.open(link).await;
    browser.submit().await;
    browser.fill("[name=new_password]", THEIR_PASSWORD).await;
    browser.submit().await;
}

/// Registers the second step that a page asks for.
pub async fn register_second_step(browser: &Browser) -> Device {
    browser.click("button[name=way][value=app]").await;
    let device = connect_app(browser).await;
    keep_codes(browser).await;
    browser.click("button[name=later]").await;
    browser.find(".tabs").await;
    device
}

/// Types a name and a password on the pages that ask for them.
pub async fn give_password(browser: &Browser, name: &str, password: &str) {
    browser.fill("[name=name]", name).await;
    browser.submit().await;
    browser.fill("[name=password]", password).await;
    browser.submit().await;
}

/// Types a code on the page that asks for it.
pub async fn give_code(browser: &Browser, device: &mut Device) {
    browser.find("[name=totp]").await;
    browser.fill("[name=totp]", &device.code().await).await;
    browser.submit().await;
}

/// An application as it was registered.
pub struct Registered {
    /// Its client id.
    pub id: String,
    /// Its secret.
    pub secret: String,
    /// The issuer that it talks to.
    pub issuer: String,
    /// Where it will listen.
    pub port: u16,
}

impl Registered {
    /// Starts it.
    pub fn start(&self, kind: testkit::Kind) -> Application {
        Application::start(kind, &self.issuer, &self.id, &self.secret, self.port)
    }
}

/// Registers an application.
pub async fn register(browser: &Browser, sluis: &Process, name: &str) -> Registered {
    let port = Application::free_port();
    browser.open(&format!("{}/admin/applications/new", sluis.base())).await;
    browser.fill("[name=name]", name).await;
    browser.fill("[name=addresses]", &Application::redirect_uri(port)).await;
    browser.fill("[name=logout_addresses]", &format!("http://127.0.0.1:{port}/")).await;
    browser.submit().await;
    let secret = browser.text_of("#value-secret").await;
    let id = browser.text_of("#value-client-id").await;
    browser.open(&format!("{}/admin/applications/{id}", sluis.base())).await;
    let issuer = browser.text_of("#value-issuer").await;
    Registered { id, secret, issuer, port }
}

/// Gives an application another return address.
pub async fn change_addresses(browser: &Browser, sluis: &Process, app: &Registered, address: &str) {
    browser.open(&format!("{}/admin/applications/{}", sluis.base(), app.id)).await;
    browser.fill("[name=addresses]", address).await;
    browser.click("form[aria-labelledby=change] button").await;
    browser.find(".notice.ok, [role=status]").await;
}

/// The claims that an application shows once somebody signed in to it.
pub async fn claims(browser: &Browser) -> serde_json::Value {
    serde_json::from_str(&browser.text_of("#claims").await).unwrap()
}
