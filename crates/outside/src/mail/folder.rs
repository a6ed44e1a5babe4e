use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use super::{MailError, Stamp, compose};

/// Writes a message as `<milliseconds>-<random>.eml`. A reader sees the whole file or none, and it survives a power
/// cut: the caller forgets the message after this.
pub(super) fn put(folder: &Path, stamp: Stamp, message: &[u8]) -> Result<(), MailError> {
    let name = format!("{:013}-{}", stamp.now.as_micros() / 1000, compose::hex(&stamp.random));
    write(folder, &name, message).map_err(|error| MailError::Folder { path: folder.to_owned(), error })
}

fn write(folder: &Path, name: &str, message: &[u8]) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let part = folder.join(format!(".{name}.part"));
    let written =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part).and_then(|mut file| {
            file.write_all(message)?;
            file.sync_all()
        });
    if let Err(error) = written {
        let _ = fs::remove_file(&part);
        return Err(error);
    }
    fs::rename(&part, folder.join(format!("{name}.eml")))?;
    File::open(folder)?.sync_all()
}
