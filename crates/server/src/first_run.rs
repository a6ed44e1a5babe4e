//! What a start says on the terminal, and the one-time link that opens set-up.
//!
//! The link is a credential until an organisation exists: it goes to the terminal, or where there is none into a file
//! that only its owner can read; never through the log.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

use crate::data_dir::{DataDir, write_private};

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
    show(link, data, is_terminal.then_some(&mut out))
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

fn show(link: &str, data: &DataDir, terminal: Option<&mut impl Write>) -> io::Result<Shown> {
    let Some(out) = terminal else {
        let file = data.file(FILE);
        write_private(&file, format!("{link}\n").as_bytes())?;
        writeln!(io::stdout(), "set Sluis up with the link in {} (good for one hour)", file.display())?;
        return Ok(Shown::File(file));
    };
    // A link of an earlier start without a terminal opens nothing any more.
    forget_set_up_link(data)?;
    writeln!(out, "\nset Sluis up here, within the hour:\n\n  {link}\n")?;
    if let Some(code) = qr_code(link) {
        writeln!(out, "{code}")?;
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
    fn a_terminal_gets_the_link_and_its_code_and_no_file_stays() {
        let folder = testdb::temp_dir();
        let data = DataDir::open(folder.path()).unwrap();
        fs::write(data.file(FILE), "an old link").unwrap();
        let mut screen = vec![];
        assert_eq!(show(LINK, &data, Some(&mut screen)).unwrap(), Shown::Terminal);
        let screen = String::from_utf8(screen).unwrap();
        assert!(screen.contains(LINK));
        assert!(screen.contains('\u{2588}'));
        assert!(screen.lines().all(|line| line.chars().count() <= 80), "{screen}");
        assert!(!data.file(FILE).exists());
    }

    #[test]
    fn without_a_terminal_only_a_private_file_has_it() {
        let folder = testdb::temp_dir();
        let data = DataDir::open(folder.path()).unwrap();
        let shown = show(LINK, &data, None::<&mut Vec<u8>>).unwrap();
        assert_eq!(shown, Shown::File(data.file(FILE)));
        assert_eq!(fs::read_to_string(data.file(FILE)).unwrap(), format!("{LINK}\n"));
        assert_eq!(fs::metadata(data.file(FILE)).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_link_is_forgotten_once_and_again() {
        let folder = testdb::temp_dir();
        let data = DataDir::open(folder.path()).unwrap();
        show(LINK, &data, None::<&mut Vec<u8>>).unwrap();
        forget_set_up_link(&data).unwrap();
        forget_set_up_link(&data).unwrap();
        assert!(!data.file(FILE).exists());
    }
}
