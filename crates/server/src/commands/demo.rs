use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use clap::Args;
use model::Locale;

use super::serve::{Entrance, say_facts, until_told_to_stop};
use super::told::refused;
use crate::cli::Settings;
use crate::config::{self, Config, Flags, Listen, Sources};
use crate::control::{Kind, Refusal};
use crate::data_dir::{self, DataDir};
use crate::demo::{self, Application, Demo};
use crate::first_run::say;
use crate::serve::{bind, raise_open_files};
use crate::{random, telemetry, tunnel, wiring};

/// How the demo is started.
#[derive(Debug, Args)]
pub struct DemoArguments {
    /// Keep it in this folder, which must be empty [default: a folder that is removed at the end]
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// The port of the example application
    #[arg(long, value_name = "PORT", default_value_t = 8081)]
    app_port: u16,
    /// The language of the organisation: `en` or `nl` [default: this terminal's]
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    language: Option<Locale>,
}

/// The folder of a demo; its own is removed with it.
struct Folder {
    path: PathBuf,
    is_own: bool,
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.is_own {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

pub(super) fn run(arguments: &DemoArguments, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let listen = match listen(settings) {
        Ok(listen) => listen,
        Err(refusal) => return refused(settings, &refusal),
    };
    data_dir::keep_files_private();
    let folder = match folder(arguments.folder.as_deref())? {
        Ok(folder) => folder,
        Err(refusal) => return refused(settings, &refusal),
    };
    let config = configuration(listen, &folder.path)?;
    telemetry::start(config.log);
    raise_open_files(config.limits.connections);
    let listeners = bind(config.listen)?;
    let port = listeners.first().ok_or("nothing listens")?.local_addr()?.port();
    let public = format!("http://localhost:{port}");
    let (app_listener, origin) = Application::bind(arguments.app_port)
        .map_err(|error| format!("the example application: {error}; choose another port with --app-port"))?;
    let data = DataDir::open(&config.data_dir)?;
    let _lock = data.lock()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let redirect = Application::redirect_uri(&origin);
    let locale = arguments.language.unwrap_or_else(of_terminal);
    let demo = runtime.block_on(demo::make(&config, &data, locale, (&public, &redirect)))?;
    let (house, db) = runtime.block_on(wiring::open_with(&config, &data, demo::outside(&config)?))?;
    say_facts(&config, &listeners);
    say_ways_in(&demo, &public, &origin)?;
    let served = runtime.block_on(async {
        let application = Application::start(app_listener, origin, &public, &demo)?;
        let served = until_told_to_stop(
            &config,
            &data,
            house,
            Entrance { listeners, certificates: None, metrics: None },
        )
        .await;
        drop(application);
        served
    });
    runtime.shutdown_background();
    db.close();
    served?;
    Ok(ExitCode::SUCCESS)
}

fn language(tag: &str) -> Result<Locale, String> {
    Locale::from_tag(tag).ok_or_else(|| "is `en` or `nl`".to_owned())
}

/// The language that the terminal is set to, if we speak it.
#[expect(clippy::disallowed_methods, reason = "terminals tell their language by the environment")]
fn of_terminal() -> Locale {
    let set = env::var("LANG").unwrap_or_default();
    Locale::from_tag(set.split('_').next().unwrap_or_default()).unwrap_or(Locale::En)
}

/// Only this machine itself: whoever else reached it would find an organisation whose passwords stand on a terminal.
fn listen(settings: &Settings) -> Result<Listen, Refusal> {
    let refuse = |message: &str| Err(Refusal::new(Kind::Refused, message));
    let Some(text) = settings.only_listen() else {
        return refuse("the demo takes no settings but --listen; its folder is --folder");
    };
    let listen: Listen =
        text.parse().map_err(|why| Refusal::new(Kind::Usage, format!("`--listen` {why}")))?;
    match listen {
        Listen::Localhost(_) => Ok(listen),
        Listen::At(_) => {
            refuse("the demo listens on this machine only: `--listen localhost:8080`, or another port")
        }
    }
}

fn folder(chosen: Option<&Path>) -> Result<Result<Folder, Refusal>, Box<dyn Error>> {
    let Some(path) = chosen else {
        let mut bytes = [0; 8];
        random::fill(&mut bytes);
        let name = format!("sluis-demo-{}", data_encoding::HEXLOWER.encode(&bytes));
        let path = env::temp_dir().join(name);
        fs::create_dir(&path)?;
        return Ok(Ok(Folder { path, is_own: true }));
    };
    if path.exists() && fs::read_dir(path)?.next().is_some() {
        let message = format!(
            "`{}` is not empty; the demo goes beside no organisation and no other files, so give it a new folder",
            path.display()
        );
        return Ok(Err(Refusal::new(Kind::Refused, message)));
    }
    Ok(Ok(Folder { path: path.to_owned(), is_own: false }))
}

/// Nothing of a configuration that is there: no database of an organisation, no relay for mail.
fn configuration(listen: Listen, folder: &Path) -> Result<Config, Box<dyn Error>> {
    let folder = folder.to_str().ok_or("the name of the folder is not UTF-8")?;
    let flags =
        [("listen", listen.to_string()), ("data_dir", folder.to_owned()), ("log.level", "warn".to_owned())];
    let flags = flags.map(|(key, value)| ("demo".to_owned(), key.to_owned(), value)).to_vec();
    Ok(config::load(&Sources { flags: Flags(flags), ..Sources::default() })?.config)
}

fn say_ways_in(demo: &Demo, public: &str, origin: &str) -> std::io::Result<()> {
    say("")?;
    say("Demo: nothing here is real, and it is reached from this machine only.")?;
    for (what, value) in [
        ("admin centre", format!("{public}/admin")),
        ("  name", demo.administrator.clone()),
        ("  password", demo.password.clone()),
        ("example application", origin.to_owned()),
        ("  name", demo.colleague.clone()),
        ("  password", format!("{} (everybody's but the administrator's)", demo.their_password)),
        ("codes for both", format!("{origin}/phone")),
    ] {
        say(&format!("  {what:<20} {value}"))?;
    }
    let port = |address: &str| address.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap_or(0);
    if let Some(command) = tunnel::here(&[port(public), port(origin)]) {
        say(&format!("first, on the machine that your browser is on:  {command}"))?;
    }
    say("")
}
