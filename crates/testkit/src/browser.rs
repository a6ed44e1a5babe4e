//! A real Chromium, driven through its own driver.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use thirtyfour::prelude::*;

/// One browser with an empty profile; its driver dies with it.
pub struct Browser {
    driver: WebDriver,
    process: Child,
    _profile: testdb::TempDir,
}

/// An authenticator of the browser's own, for tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VirtualKey {
    /// CTAP 2.1: keeps passkeys and recognises its owner.
    Passkeys,
    /// U2F: somebody touches it.
    U2f,
}

/// The width of a telephone and of a desk, in CSS pixels.
pub const PHONE: (u32, u32) = (390, 844);
/// A desk.
pub const DESK: (u32, u32) = (1280, 900);

/// How long an element may take to appear.
const PATIENCE: Duration = Duration::from_secs(20);

impl Browser {
    /// Starts one that prefers a language (`en`, `nl`).
    ///
    /// # Panics
    /// When Chromium or its driver is not installed; `cargo xtask test` installs both.
    pub async fn start(language: &str) -> Self {
        Self::start_with(language, &[]).await
    }

    /// Starts one in which no page's script runs.
    ///
    /// # Panics
    /// As [`Browser::start`].
    pub async fn without_scripts(language: &str) -> Self {
        Self::start_with(language, &["--blink-settings=scriptEnabled=false"]).await
    }

    async fn start_with(language: &str, more: &[&str]) -> Self {
        let (process, port) = start_driver();
        let profile = testdb::temp_dir();
        let mut wanted = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            // What moves cannot be clicked.
            "--force-prefers-reduced-motion",
            &format!("--lang={language}"),
            &format!("--accept-lang={language}"),
            &format!("--window-size={},{}", DESK.0, DESK.1),
            &format!("--user-data-dir={}", profile.path().display()),
        ] {
            wanted.add_arg(argument).expect("an argument of chromium");
        }
        for argument in more {
            wanted.add_arg(argument).expect("an argument of chromium");
        }
        wanted
            .set("goog:loggingPrefs", serde_json::json!({ "browser": "ALL" }))
            .expect("a capability of chromium");
        wanted
            .add_experimental_option("prefs", serde_json::json!({ "intl.accept_languages": language }))
            .expect("a preference of chromium");
        let driver =
            WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await.expect("chromium starts");
        Self { driver, process, _profile: profile }
    }

    /// The driver, for what has no word here.
    pub const fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Says with every request from now on that it comes from an address, as a trusted proxy would.
    pub async fn comes_from(&self, address: &str) {
        let cdp = self.driver.cdp();
        cdp.send_raw("Network.enable", serde_json::json!({})).await.expect("chromium watches its network");
        let headers = serde_json::json!({ "headers": { "X-Forwarded-For": address } });
        cdp.send_raw("Network.setExtraHTTPHeaders", headers).await.expect("chromium adds a header");
    }

    /// Opens an address.
    pub async fn open(&self, address: &str) {
        self.driver.goto(address).await.unwrap_or_else(|error| panic!("opening {address}: {error}"));
    }

    /// The address that is open.
    pub async fn address(&self) -> String {
        self.driver.current_url().await.expect("an address").to_string()
    }

    /// Waits for an element.
    pub async fn find(&self, css: &str) -> WebElement {
        match self.driver.query(By::Css(css)).wait(PATIENCE, Duration::from_millis(50)).first().await {
            Ok(element) => element,
            Err(_) => panic!("no `{css}` on {}:\n{}", self.address().await, self.text().await),
        }
    }

    /// True when an element is there now.
    pub async fn has(&self, css: &str) -> bool {
        !self.driver.find_all(By::Css(css)).await.expect("a selector").is_empty()
    }

    /// How far from the top of the window an element begins, in CSS pixels.
    pub async fn top_of(&self, css: &str) -> f64 {
        self.find(css).await.rect().await.expect("a rectangle").y
    }

    /// Types into a field, replacing what it held.
    pub async fn fill(&self, css: &str, text: &str) {
        self.patiently(css, async |field| {
            field.clear().await?;
            field.send_keys(text).await
        })
        .await;
    }

    /// Clicks. Where that leads to another page, it waits for that page: a page that is opened while a form is on its
    /// way would lose to the form's answer.
    pub async fn click(&self, css: &str) {
        let leads_on = self.leads_on(css).await;
        let before = self.driver.find(By::Css("html")).await;
        self.patiently(css, async |element| {
            element.scroll_into_view().await?;
            element.click().await
        })
        .await;
        if let (true, Ok(before)) = (leads_on, before) {
            for _ in 0..80 {
                if before.tag_name().await.is_err() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }

    /// True for a button that sends a form.
    async fn leads_on(&self, css: &str) -> bool {
        let element = self.find(css).await;
        let is_button = element.tag_name().await.is_ok_and(|tag| tag == "button");
        is_button && element.attr("type").await.ok().flatten().is_none_or(|kind| kind == "submit")
    }

    /// Does something to an element. What was found on a page that is just going away is looked for on the next.
    async fn patiently(&self, css: &str, act: impl AsyncFn(WebElement) -> WebDriverResult<()>) {
        let mut tries = 0;
        while let Err(error) = act(self.find(css).await).await {
            tries += 1;
            assert!(tries < 40, "`{css}` on {}: {error}", self.address().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: &str) {
        let field = self.driver.active_element().await.expect("an element with the focus");
        field.send_keys(keys).await.expect("keys reach the page");
    }

    /// What the focus is on: its text, or its id where it has none.
    pub async fn focus(&self) -> String {
        let script = "const it = document.activeElement; return it.textContent.trim() || it.id";
        self.run(script).await.as_str().unwrap_or_default().to_owned()
    }

    /// Sends the page's form by its primary button.
    pub async fn submit(&self) {
        self.click("main .btn.primary, main button.primary").await;
    }

    /// Waits until the page says something.
    pub async fn sees(&self, words: &str) {
        let mut text = String::new();
        for _ in 0..400 {
            text = self.text().await;
            if text.contains(words) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("`{words}` is not on {}:\n{text}", self.address().await);
    }

    /// What the page says.
    pub async fn text(&self) -> String {
        match self.driver.find(By::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// The text of one element.
    pub async fn text_of(&self, css: &str) -> String {
        self.find(css).await.text().await.expect("an element's text")
    }

    /// The text of one element, also when it is folded away.
    pub async fn folded_text_of(&self, css: &str) -> String {
        let text = self.find(css).await.prop("textContent").await.expect("an element's text");
        text.unwrap_or_default().trim().to_owned()
    }

    /// The value of a field.
    pub async fn value_of(&self, css: &str) -> String {
        self.find(css).await.value().await.expect("a field").unwrap_or_default()
    }

    /// True when the session of this origin goes on after the browser is closed.
    pub async fn stays_signed_in(&self) -> bool {
        let cookies = self.driver.get_all_cookies().await.expect("cookies");
        cookies.iter().any(|cookie| cookie.name.starts_with("s-") && cookie.expiry.is_some())
    }

    /// Forgets every cookie of this origin.
    pub async fn forget(&self) {
        self.driver.delete_all_cookies().await.expect("cookies");
    }

    /// Resizes the window to a size in CSS pixels.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        self.driver
            .cdp()
            .send_raw(
                "Emulation.setDeviceMetricsOverride",
                serde_json::json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 }),
            )
            .await
            .expect("chromium resizes");
    }

    /// Shows pages light or dark, and still: what is measured halfway through a movement is nothing that stays.
    pub async fn prefer(&self, scheme: &str) {
        self.driver
            .cdp()
            .send_raw(
                "Emulation.setEmulatedMedia",
                serde_json::json!({ "features": [
                    { "name": "prefers-color-scheme", "value": scheme },
                    { "name": "prefers-reduced-motion", "value": "reduce" },
                ] }),
            )
            .await
            .expect("chromium emulates media");
    }

    /// Plugs an authenticator into the browser that touches, and recognises its owner, by itself: its id.
    pub async fn plug_in(&self, key: VirtualKey) -> String {
        let (protocol, transport, keeps) = match key {
            VirtualKey::Passkeys => ("ctap2", "internal", true),
            VirtualKey::U2f => ("u2f", "usb", false),
        };
        let mut options = serde_json::json!({
            "protocol": protocol,
            "transport": transport,
            "hasResidentKey": keeps,
            "hasUserVerification": keeps,
            "isUserVerified": keeps,
            "automaticPresenceSimulation": true,
        });
        if keeps {
            options["ctap2Version"] = "ctap2_1".into();
        }
        let cdp = self.driver.cdp();
        cdp.send_raw("WebAuthn.enable", serde_json::json!({})).await.expect("chromium has WebAuthn");
        let added =
            cdp.send_raw("WebAuthn.addVirtualAuthenticator", serde_json::json!({ "options": options }));
        let added = added.await.expect("chromium takes an authenticator");
        added["authenticatorId"].as_str().expect("an id").to_owned()
    }

    /// Nobody touches the authenticator from now on.
    pub async fn hold_back(&self, authenticator: &str) {
        self.set_presence(authenticator, false).await;
    }

    /// Somebody touches the authenticator again whenever it asks.
    pub async fn let_go(&self, authenticator: &str) {
        self.set_presence(authenticator, true).await;
    }

    async fn set_presence(&self, authenticator: &str, enabled: bool) {
        let wanted = serde_json::json!({ "authenticatorId": authenticator, "enabled": enabled });
        let cdp = self.driver.cdp();
        cdp.send_raw("WebAuthn.setAutomaticPresenceSimulation", wanted).await.expect("it is told");
    }

    /// Keeps a picture of what is shown.
    pub async fn picture(&self, file: &Path) {
        self.driver.screenshot(file).await.expect("a screenshot");
    }

    /// Keeps a picture of the whole page, also of what is below the window: as WebP where the file is named so, which
    /// is a quarter of the size, else as PNG.
    pub async fn whole_picture(&self, file: &Path) {
        let cdp = self.driver.cdp();
        let sizes =
            cdp.send_raw("Page.getLayoutMetrics", serde_json::json!({})).await.expect("the page's size");
        let mut clip = sizes["cssContentSize"].clone();
        clip["scale"] = Value::from(1);
        let is_small = file.extension().is_some_and(|end| end == "webp");
        let wanted = serde_json::json!({
            "format": if is_small { "webp" } else { "png" },
            "quality": 80,
            "optimizeForSpeed": !is_small,
            "captureBeyondViewport": true,
            "clip": clip,
        });
        let taken = cdp.send_raw("Page.captureScreenshot", wanted).await.expect("a screenshot");
        let picture = taken["data"].as_str().expect("a picture").as_bytes();
        let picture = data_encoding::BASE64.decode(picture).expect("base64");
        std::fs::write(file, picture).expect("the picture is kept");
    }

    /// What the browser complained of since it was asked last: warnings and errors, also those of the content
    /// security policy.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.driver.browser_log().await.expect("the browser's log");
        log.into_iter()
            .filter(|entry| matches!(entry.level.as_str(), "SEVERE" | "WARNING"))
            .map(|entry| entry.message)
            .collect()
    }

    /// The addresses outside an origin that the page fetched something from.
    pub async fn strangers(&self, origin: &str) -> Vec<String> {
        let fetched = self
            .run("return performance.getEntriesByType('resource').map(entry => entry.name).concat(location.href)")
            .await;
        let fetched: Vec<String> = serde_json::from_value(fetched).expect("addresses");
        let inside = format!("{origin}/");
        fetched.into_iter().filter(|address| !address.starts_with(&inside)).collect()
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str) -> Value {
        self.driver.execute(script, vec![]).await.expect("a script").json().clone()
    }

    /// What axe finds wrong with the page for people who use it otherwise (WCAG 2.2 A and AA), one line each.
    pub async fn barriers(&self, axe: &str) -> Vec<String> {
        if self.run("return typeof axe === 'undefined'").await == Value::Bool(true) {
            self.driver.execute(axe, vec![]).await.expect("axe loads");
        }
        let found = self
            .driver
            .execute_async(
                "const done = arguments[arguments.length - 1];\
                 axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })\
                 .then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | '))))\
                 .catch(e => done(['axe failed: ' + e]));",
                vec![],
            )
            .await
            .expect("axe runs");
        serde_json::from_value(found.json().clone()).expect("axe answers with lines")
    }

    /// How far the page is wider than its window, in CSS pixels. A telephone zooms out to what is too wide, and then
    /// says that its window is as wide (`innerWidth`); the page's own width tells.
    pub async fn overflow(&self) -> i64 {
        self.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            .await
            .as_i64()
            .unwrap_or(0)
    }

    /// Closes it.
    pub async fn close(self) {
        let Self { driver, mut process, .. } = self;
        let _ = driver.quit().await;
        let _ = process.kill();
        let _ = process.wait();
    }
}

fn start_driver() -> (Child, u16) {
    let mut process = Command::new("chromedriver")
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver starts; `cargo xtask test` installs it");
    let output = process.stdout.take().expect("its output is piped");
    let mut lines = BufReader::new(output).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .filter_map(|line| line.trim_end_matches('.').rsplit_once("on port ")?.1.parse().ok())
        .find(|port| *port != 0)
        .expect("chromedriver names its port");
    // Whoever reads the pipe keeps the driver from blocking on a full one.
    std::thread::spawn(move || lines.for_each(drop));
    (process, port)
}
