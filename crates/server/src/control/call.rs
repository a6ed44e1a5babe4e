use std::error::Error;
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;

use super::listen::short_path_in;
use super::who::myself;
use super::wire::{Line, Request, VERSION};
use super::{Answer, Desk, Kind, Refusal, Verb};
use crate::config::{Config, Database};
use crate::data_dir::{self, DataDir, DataDirError};
use crate::wiring;

/// Has something done: by the server where one runs, else here. `say` gets what is said meanwhile.
///
/// # Errors
/// What is in the way of asking at all; what was asked and refused is the inner error.
pub fn run(
    config: &Config,
    verb: Verb,
    say: &(dyn Fn(String) + Send + Sync),
) -> Result<Result<Answer, Refusal>, Box<dyn Error>> {
    if !config.data_dir.is_dir() {
        return Ok(Err(no_installation(config)));
    }
    match short_path_in(&config.data_dir).and_then(|(path, _folder)| UnixStream::connect(path)) {
        Ok(stream) => Ok(ask(stream, verb, say)?),
        // What a dead server left, or none at all.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
            here(config, verb, say)
        }
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(Err(Refusal::new(
            Kind::Refused,
            format!(
                "`{}` belongs to another user; run this as the user that runs sluis, or as root",
                config.data_dir.display()
            ),
        ))),
        Err(error) => Err(error.into()),
    }
}

/// True where a server answers in the data folder.
pub(crate) fn is_served(data: &Path) -> bool {
    short_path_in(data).is_ok_and(|(path, _folder)| UnixStream::connect(path).is_ok())
}

fn no_installation(config: &Config) -> Refusal {
    let folder = config.data_dir.display();
    Refusal::new(
        Kind::NotFound,
        format!("there is no installation in `{folder}`; name its folder with --data-dir or --config"),
    )
}

fn ask(
    mut stream: UnixStream,
    verb: Verb,
    say: &(dyn Fn(String) + Send + Sync),
) -> io::Result<Result<Answer, Refusal>> {
    let mut request = serde_json::to_string(&Request { version: VERSION, verb })?;
    request.push('\n');
    // Whoever is turned away is told before the request is read.
    let sent = stream.write_all(request.as_bytes());
    for line in BufReader::new(stream).lines() {
        match serde_json::from_str(&line?)? {
            Line::Progress(text) => say(text),
            Line::Done(answer) => return Ok(Ok(answer)),
            Line::Refused(refusal) => return Ok(Err(refusal)),
        }
    }
    sent?;
    Ok(Err(Refusal::new(Kind::State, "the server stopped before it answered; look whether it was done")))
}

/// Opens the installation in this process, as the server would: nobody else may have it open (D19).
fn here(
    config: &Config,
    verb: Verb,
    say: &(dyn Fn(String) + Send + Sync),
) -> Result<Result<Answer, Refusal>, Box<dyn Error>> {
    if !wiring::is_installed(config) {
        return Ok(Err(no_installation(config)));
    }
    data_dir::keep_files_private();
    let data = DataDir::open(&config.data_dir)?;
    let _lock = match config.database {
        Database::Sqlite => match data.lock() {
            Ok(lock) => Some(lock),
            Err(error @ DataDirError::InUse { .. }) => {
                return Ok(Err(Refusal::new(Kind::State, error.to_string())));
            }
            Err(error) => return Err(error.into()),
        },
        Database::Postgres { .. } => None,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let (house, db) = runtime.block_on(wiring::open(config, &data))?;
    let desk = Desk { house, config: Arc::new(config.clone()), data, is_serving: false };
    let outcome = runtime.block_on(desk.perform(myself(), verb, say));
    db.close();
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Flags, Sources, load};

    fn config(folder: &Path) -> Config {
        let flags = vec![("--set".to_owned(), "data_dir".to_owned(), folder.display().to_string())];
        load(&Sources { flags: Flags(flags), ..Sources::default() }).unwrap().config
    }

    #[test]
    fn a_command_makes_no_installation() {
        let folder = testdb::temp_dir();
        for path in [folder.path().join("nothing"), folder.path().to_owned()] {
            let outcome = run(&config(&path), Verb::OrgList, &|_| {}).unwrap();
            assert_eq!(outcome.unwrap_err().kind, Kind::NotFound);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
