//! What a start says on the terminal, and the one-time link that opens set-up.
//!
//! The link is a credential until an organisation exists: it goes to the terminal, or where there is none into a file
//! that only its owner can read; never through the log.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use service::House;

use crate::data_dir::{DataDir, write_private};
use crate::tunnel;

/// The file that the link is in where there is no terminal.
const FILE: &str = "setup-link";

/// Where the link went.
#[derive(Debug, PartialEq, Eq)]
pub enum Shown {
    /// To the terminal.
    Terminal,
    /// Into this file.
    File(PathBuf),
}

/// Says one fact in a line, such as `listening on http://localhost:8080`.
///
/// # Errors
/// When nobody listens any more.
pub fn say(fact: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{fact}")?;
    out.flush()
}

/// Shows the link that opens set-up, with its QR code, on the terminal, or leaves it in the data folder.
///
/// # Errors
/// When it can be shown nowhere.
pub fn show_set_up_link(link: &str, data: &DataDir) -> io::Result<Shown> {
    let mut out = io::stdout().lock();
    let is_terminal = out.is_terminal();
    show(link, data, tunnel::here(&[loopback_port(link)]), is_terminal.then_some(&mut out))
}

/// The port of a link that only a browser on this machine can open; 0 for any other.
fn loopback_port(link: &str) -> u16 {
    let authority = link.strip_prefix("http://").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let (host, port) = authority.rsplit_once(':').unwrap_or((authority, "80"));
    let is_here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    if is_here { port.parse().unwrap_or(0) } else { 0 }
}

/// Removes the file with the link: it is of no use once an organisation exists.
///
/// # Errors
/// When it is there and stays.
pub fn forget_set_up_link(data: &DataDir) -> io::Result<()> {
    match fs::remove_file(data.file(FILE)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Waits until there is an organisation, and removes the file with the link, which opens nothing any more.
pub async fn forget_used_link(house: House, data: DataDir) {
    house.until_set_up().await;
    if let Err(error) = forget_set_up_link(&data) {
        tracing::warn!(%error, "the file with the spent link of set-up could not be removed");
    }
}

fn show(
    link: &str,
    data: &DataDir,
    tunnel: Option<String>,
    terminal: Option<&mut impl Write>,
) -> io::Result<Shown> {
    let Some(out) = terminal else {
        let file = data.file(FILE);
        write_private(&file, format!("{link}\n").as_bytes())?;
        writeln!(io::stdout(), "set Sluis up with the link in {} (good for one hour)", file.display())?;
        return Ok(Shown::File(file));
    };
    // A link of an earlier start without a terminal opens nothing any more.
    forget_set_up_link(data)?;
    writeln!(out, "\nset Sluis up here, within the hour:\n\n  {link}\n")?;
    // A telephone cannot open an address of this machine, and neither can the one at the other end of SSH.
    match tunnel {
        Some(command) => writeln!(out, "first, on the machine that your browser is on:\n\n  {command}\n")?,
        None if loopback_port(link) > 0 => {
            writeln!(out, "it opens on this machine only, since no --public-address says how others come\n")?
        }
        None => {
            if let Some(code) = qr_code(link) {
                writeln!(out, "{code}")?;
            }
        }
    }
    out.flush()?;
    Ok(Shown::Terminal)
}

/// The link as a QR code of text, light on dark as terminals mostly are. None for a link that no code can hold.
fn qr_code(link: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(link, qrcode::EcLevel::L).ok()?;
    Some(code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    const LINK: &str = "http://localhost:8080/set-up/0123456789abcdefghijkl";

    #[test]
    fn a_terminal_gets_a_link_that_others_can_open_with_its_code_and_no_file_stays() {
        let folder = testdb::temp_dir();
        let data = DataDir::open(folder.path()).unwrap();
        fs::write(data.file(FILE), "an old link").unwrap();
        let mut screen = vec![];
        let link = LINK.replace("http://localhost:8080", "https://id.devries.example");
        assert_eq!(show(&link, &data, None, Some(&mut screen)).unwrap(), Shown::Terminal);
        let screen = String::from_utf8(screen).unwrap();
        assert!(screen.contains(&link));
        assert!(screen.contains('\u{2588}'));
        assert!(screen.lines().all(|line| line.chars().count() <= 80), "{screen}");
        assert!(!data.file(FILE).exists());
    }

    #[test]
    fn a_link_for_this_machine_has_no_code_and_says_where_it_opens() {
        let folder = testdb::temp_dir();
        let data = DataDir::open(folder.path()).unwrap();
        let mut screen = vec![];
        show(LINK, &data, None, Some(&mut screen)).unwrap();
        let screen = String::from_utf8(screen).unwrap();
        assert!(screen.contains(LINK) && screen.contains("on this machine only"), "{screen}");
        assert!(!screen.contains('\u{2588}'), "{screen}");
    }

    #[test]
    fn over_ssh_the_way_to_this_machine_stands_in_the_place_of_the_code() {
        let folder = testdb::temp_dir();
        let data = DataDir::open(folder.path()).unwrap();
        let mut screen = vec![];
        let tunnel = Some("ssh -L 8080:localhost:8080 marieke@192.0.2.7".to_owned());
        show(LINK, &data, tunnel, Some(&mut screen)).unwrap();
        let screen = String::from_utf8(screen).unwrap();
        assert!(screen.contains(LINK) && screen.contains("ssh -L 8080:localhost:8080 marieke@192.0.2.7"));
        assert!(!screen.contains('\u{2588}'), "{screen}");
    }

    #[test]
    fn only_an_address_of_this_machine_needs_a_way_to_it() {
        assert_eq!(loopback_port(LINK), 8080);
        assert_eq!(loopback_port("http://[::1]:4000/set-up/x"), 4000);
        assert_eq!(loopback_port("https://id.example.org/set-up/x"), 0);
        assert_eq!(loopback_port("http://localhost.example.org:80/x"), 0);
    }

    #[test]
    fn without_a_terminal_only_a_private_file_has_it() {
        let folder = testdb::temp_dir();
        let data = DataDir::open(folder.path()).unwrap();
        let shown = show(LINK, &data, None, None::<&mut Vec<u8>>).unwrap();
        assert_eq!(shown, Shown::File(data.file(FILE)));
        assert_eq!(fs::read_to_string(data.file(FILE)).unwrap(), format!("{LINK}\n"));
        assert_eq!(fs::metadata(data.file(FILE)).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_link_is_forgotten_once_and_again() {
        let folder = testdb::temp_dir();
        let data = DataDir::open(folder.path()).unwrap();
        show(LINK, &data, None, None::<&mut Vec<u8>>).unwrap();
        forget_set_up_link(&data).unwrap();
        forget_set_up_link(&data).unwrap();
        assert!(!data.file(FILE).exists());
    }

    async fn a_used_link_goes(database: testkit::Database) {
        let folder = testdb::temp_dir();
        let data = DataDir::open(folder.path()).unwrap();
        show(LINK, &data, None, None::<&mut Vec<u8>>).unwrap();
        let server = testkit::Server::start(database).await;
        let waiting = tokio::spawn(forget_used_link(server.house.clone(), data.clone()));
        server.house.reload_organisations().await.unwrap();
        tokio::task::yield_now().await;
        assert!(data.file(FILE).exists(), "nothing is set up yet");
        let mut draft = server.house.new_draft(model::Locale::En, server.base.clone());
        for (field, text) in [
            (&mut draft.organisation, "De Vries"),
            (&mut draft.domain, "devries.example"),
            (&mut draft.help_contact, "020 123 45 67"),
            (&mut draft.display, "Marieke de Vries"),
            (&mut draft.name, "marieke@devries.example"),
        ] {
            text.clone_into(field);
        }
        let judged = server.house.draft_password(&draft, "wide rivers carry slow barges").await;
        draft.password_hash = judged.unwrap().unwrap();
        let code = server.code(&data_encoding::BASE32_NOPAD.encode(&draft.totp));
        let context = service::Context {
            address: None,
            browser: service::Browser { id: [9; 32], returned: true },
            remembered: None,
            agent: None,
            platform: model::Signal::Unknown,
            locality: None,
            platform_hint: model::Signal::Unknown,
            locale: model::Locale::En,
        };
        assert!(server.house.make_organisation(draft, &context, &code).await.unwrap().is_some());
        waiting.await.unwrap();
        assert!(!data.file(FILE).exists());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_file_with_the_link_goes_when_set_up_is_done_on_sqlite() {
        a_used_link_goes(testkit::Database::Sqlite).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_file_with_the_link_goes_when_set_up_is_done_on_postgresql() {
        a_used_link_goes(testkit::Database::Postgres).await;
    }
}
