//! Passkeys and security keys on the real binary in Chromium, with the browser's own virtual authenticators.

use crate::steps::{self, PIET, THEIR_PASSWORD};
use testkit::{Browser, Process, VirtualKey};

/// Signs out from a page of one's own, so that the next one begins anew.
async fn sign_out(browser: &Browser, sluis: &Process) {
    browser.open(&format!("{}/my", sluis.base())).await;
    browser.click(".person-menu summary").await;
    browser.click("form[action$='/sign-out'] button").await;
    browser.find(".card").await;
}

struct Words {
    language: &'static str,
    codes: &'static str,
    another: &'static str,
    only: &'static str,
    removed: &'static str,
    key: &'static str,
    choice: &'static str,
    none: &'static str,
    add: &'static str,
    added: &'static str,
}

const ENGLISH: Words = Words {
    language: "en",
    codes: "Keep these recovery codes on paper",
    another: "Set up another one?",
    only: "This is your only second step",
    removed: "Removed. It no longer signs you in.",
    key: "Use your security key",
    choice: "Choose how you sign in",
    none: "You have no password.",
    add: "Add a password",
    added: "You have a password now",
};

const DUTCH: Words = Words {
    language: "nl",
    codes: "Bewaar deze herstelcodes op papier",
    another: "Nog een instellen?",
    only: "Dit is uw enige tweede stap",
    removed: "Verwijderd. U kunt zich er niet meer mee aanmelden.",
    key: "Gebruik uw beveiligingssleutel",
    choice: "Kies hoe u zich aanmeldt",
    none: "U hebt geen wachtwoord.",
    add: "Een wachtwoord toevoegen",
    added: "U hebt nu een wachtwoord",
};

/// A passkey is made in the middle of the first sign-in, signs in without a name, is renamed, and stays while it is the
/// only one; a second one can be made, and the first removed.
async fn passkeys(sluis: Process, words: &Words) {
    let browser = Browser::start(words.language).await;
    steps::set_up(&browser, &sluis, words.language).await;
    let link = steps::invite(&browser, &sluis, PIET, "Piet Bakker").await;

    let browser = Browser::start(words.language).await;
    let device = browser.plug_in(VirtualKey::Passkeys).await;
    steps::accept(&browser, &link).await;
    browser.click("button[name=way][value=passkey]").await;
    browser.fill("[name=label]", "Werklaptop").await;
    browser.submit().await;
    browser.sees(words.codes).await;
    steps::keep_codes(&browser).await;
    browser.sees(words.another).await;
    browser.click("button[name=later]").await;
    browser.find(".tabs").await;

    sign_out(&browser, &sluis).await;
    // Autofill: the virtual authenticator answers for the person what the browser would offer in the name field.
    browser.open(&format!("{}/sign-in", sluis.base())).await;
    browser.find(".tabs").await;

    // The button, where nothing is filled in by itself: on the page that asks for the password.
    sign_out(&browser, &sluis).await;
    browser.hold_back(&device).await;
    browser.open(&format!("{}/sign-in", sluis.base())).await;
    browser.fill("[name=name]", "somebody.else@devries.example").await;
    browser.submit().await;
    browser.find("[name=password]").await;
    browser.let_go(&device).await;
    browser.click("form[data-key] button").await;
    browser.find(".tabs").await;

    assert!(!browser.stays_signed_in().await);

    // Staying signed in is offered beside both: below the button on the first page, and below the password.
    for with_name in [false, true] {
        sign_out(&browser, &sluis).await;
        browser.hold_back(&device).await;
        browser.open(&format!("{}/sign-in", sluis.base())).await;
        if with_name {
            browser.fill("[name=name]", PIET).await;
            browser.submit().await;
            browser.find("[name=password]").await;
        }
        browser.click("#keep").await;
        browser.let_go(&device).await;
        browser.click("form[data-key] button").await;
        browser.find(".tabs").await;
        assert!(browser.stays_signed_in().await, "with a name: {with_name}");
    }

    browser.open(&format!("{}/my/security", sluis.base())).await;
    browser.sees("Werklaptop").await;
    browser.click("a[href*='/my/security/keys/']").await;
    browser.fill("[name=label]", "Rode laptop").await;
    browser.submit().await;
    browser.sees("Rode laptop").await;
    browser.click("a[href*='/my/security/keys/']").await;
    browser.sees(words.only).await;
    assert!(!browser.has("main .btn.danger").await, "what would be refused is not offered");

    browser.open(&format!("{}/my/security/authenticator", sluis.base())).await;
    steps::connect_app_again(&browser).await;
    browser.open(&format!("{}/my/security", sluis.base())).await;
    browser.click("a[href*='/my/security/keys/']").await;
    browser.click("main .btn.danger").await;
    browser.click("main .btn.danger").await;
    browser.sees(words.removed).await;
    assert!(!browser.text().await.contains("Rode laptop"));
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}

/// A security key of the older kind after the password.
async fn security_key(sluis: Process, words: &Words) {
    let browser = Browser::start(words.language).await;
    steps::set_up(&browser, &sluis, words.language).await;
    let link = steps::invite(&browser, &sluis, PIET, "Piet Bakker").await;

    let browser = Browser::start(words.language).await;
    browser.plug_in(VirtualKey::U2f).await;
    steps::accept(&browser, &link).await;
    browser.click("button[name=way][value=key]").await;
    browser.submit().await;
    browser.sees(words.codes).await;
    steps::keep_codes(&browser).await;
    browser.click("button[name=later]").await;
    browser.find(".tabs").await;

    browser.forget().await;
    browser.open(&format!("{}/sign-in", sluis.base())).await;
    steps::give_password(&browser, PIET, THEIR_PASSWORD).await;
    browser.sees(words.key).await;
    browser.submit().await;
    browser.find(".tabs").await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}

/// Somebody who chose a passkey at the invitation adds a password, and then has recovery codes to make.
async fn a_password_beside_a_passkey(sluis: Process, words: &Words) {
    let browser = Browser::start(words.language).await;
    steps::set_up(&browser, &sluis, words.language).await;
    let link = steps::invite(&browser, &sluis, PIET, "Piet Bakker").await;

    let browser = Browser::start(words.language).await;
    browser.plug_in(VirtualKey::Passkeys).await;
    browser.open(&link).await;
    browser.submit().await;
    browser.sees(words.choice).await;
    browser.click("button[name=way][value=passkey]").await;
    browser.fill("[name=label]", "Telefoon").await;
    browser.submit().await;
    browser.sees(words.another).await;
    browser.click("button[name=later]").await;
    browser.find(".tabs").await;

    browser.open(&format!("{}/my/security", sluis.base())).await;
    browser.sees(words.none).await;
    assert!(!browser.has("a[href$='/my/security/recovery-codes']").await);
    browser.click("a[href$='/my/password']").await;
    browser.sees(words.add).await;
    assert!(!browser.has("[name=current]").await);
    browser.fill("[name=new]", THEIR_PASSWORD).await;
    browser.submit().await;
    browser.sees(words.added).await;
    browser.click("a[href$='/my/security/recovery-codes']").await;
    browser.submit().await;
    browser.sees(words.codes).await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_is_added_beside_a_passkey_in_english_on_sqlite() {
    a_password_beside_a_passkey(Process::start(env!("CARGO_BIN_EXE_sluis"), None), &ENGLISH).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_is_added_beside_a_passkey_in_dutch_on_postgresql() {
    let postgres = testdb::postgres();
    a_password_beside_a_passkey(Process::start(env!("CARGO_BIN_EXE_sluis"), Some(postgres.url())), &DUTCH)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_is_made_used_renamed_and_removed_in_english_on_sqlite() {
    passkeys(Process::start(env!("CARGO_BIN_EXE_sluis"), None), &ENGLISH).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_is_made_used_renamed_and_removed_in_dutch_on_postgresql() {
    let postgres = testdb::postgres();
    passkeys(Process::start(env!("CARGO_BIN_EXE_sluis"), Some(postgres.url())), &DUTCH).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_security_key_is_the_second_step_in_english_on_sqlite() {
    security_key(Process::start(env!("CARGO_BIN_EXE_sluis"), None), &ENGLISH).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_security_key_is_the_second_step_in_dutch_on_postgresql() {
    let postgres = testdb::postgres();
    security_key(Process::start(env!("CARGO_BIN_EXE_sluis"), Some(postgres.url())), &DUTCH).await;
}

/// Somebody who was invited makes a passkey and nothing else, and comes back with it.
async fn passkey_alone(sluis: Process, language: &str, (choice, another): (&str, &str)) {
    let browser = Browser::start(language).await;
    steps::set_up(&browser, &sluis, language).await;
    let link = steps::invite(&browser, &sluis, PIET, "Piet Bakker").await;
    let browser = Browser::start(language).await;
    browser.plug_in(VirtualKey::Passkeys).await;
    browser.open(&link).await;
    browser.submit().await;
    browser.sees(choice).await;
    browser.click("button[name=way][value=passkey]").await;
    browser.find("[name=label]").await;
    browser.submit().await;
    browser.sees(another).await;
    browser.click("button[name=later]").await;
    browser.find(".tabs").await;
    sign_out(&browser, &sluis).await;
    browser.open(&format!("{}/sign-in", sluis.base())).await;
    browser.find(".tabs").await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_leads_to_a_passkey_alone_in_english_on_sqlite() {
    let words = ("Choose how you sign in", "Set up another one?");
    passkey_alone(Process::start(env!("CARGO_BIN_EXE_sluis"), None), "en", words).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_leads_to_a_passkey_alone_in_dutch_on_postgresql() {
    let postgres = testdb::postgres();
    let words = ("Kies hoe u zich aanmeldt", "Nog een instellen?");
    passkey_alone(Process::start(env!("CARGO_BIN_EXE_sluis"), Some(postgres.url())), "nl", words).await;
}

/// The first administrator makes a passkey right after the set-up, beside the app, and comes back with it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_administrator_makes_a_passkey_at_the_end_of_the_set_up() {
    let sluis = Process::start(env!("CARGO_BIN_EXE_sluis"), None);
    let browser = Browser::start("nl").await;
    browser.plug_in(VirtualKey::Passkeys).await;
    steps::open_set_up(&browser, &sluis, "nl").await;
    steps::name_organisation(&browser).await;
    steps::name_oneself(&browser).await;
    steps::connect_app(&browser).await;
    browser.click("#kept").await;
    browser.click("button[name=go][value=passkey]").await;
    browser.find("[name=label]").await;
    browser.submit().await;
    browser.find(".tabs").await;
    sign_out(&browser, &sluis).await;
    browser.open(&format!("{}/admin", sluis.base())).await;
    browser.find(".lede").await;
}
