//! What settings must be together, and the secrets that files hold.

use std::fs;
use std::net::IpAddr;
use std::path::Path;
use std::thread;

use factors::password::Cost;
use hyper::Uri;
use model::Span;
use outside::mail::{Credentials, MailConfig, Tls, Way};
use text::TimeZone;

use super::given::Wrong;
use super::{CertificateFiles, Config, ConfigError, Database, Draft, Limits, Listen, Log, Outgoing, Place};

/// A secret is short; a longer file is another file.
const LONGEST_SECRET: usize = 4096;
/// Who mail comes from where it only lands in a folder.
const NOBODY: &str = "Sluis <sluis@localhost.invalid>";

/// Makes the configuration out of the draft; every mistake at once.
pub(super) fn check(draft: &Draft) -> Result<Config, Vec<ConfigError>> {
    let mut errors = vec![];
    kept(reachable(draft), &mut errors);
    let tls = kept(tls(draft), &mut errors);
    let database = kept(database(draft), &mut errors);
    let mail = kept(mail(draft), &mut errors);
    let cost = kept(hash_cost(draft), &mut errors);
    let (Some(tls), Some(database), Some(mail), Some(hash_cost), true) =
        (tls, database, mail, cost, errors.is_empty())
    else {
        return Err(errors);
    };
    Ok(Config {
        file: None,
        listen: draft.listen,
        metrics_listen: draft.metrics_listen,
        public_address: draft.public_address.clone(),
        data_dir: draft.data_dir.clone(),
        trusted_proxies: draft.trusted_proxies.clone(),
        tls,
        database,
        mail,
        outgoing: Outgoing { private_networks: draft.private_networks.clone(), plain_ldap: draft.plain_ldap },
        log: Log { format: draft.log_format, level: draft.log_level },
        hash_cost,
        hash_workers: draft.hash_workers.unwrap_or_else(cores),
        limits: Limits {
            connections: draft.connections,
            connections_per_network: draft.connections_per_network,
            shutdown_seconds: draft.shutdown_seconds,
        },
        access_token_lifetime: Span::minutes(draft.access_token_minutes),
        sign_in_retention: Span::days(draft.sign_in_log_days),
        retention: draft.retention,
        country_file: draft.country_file.clone(),
        zone: draft.zone.clone().unwrap_or_else(TimeZone::system),
    })
}

fn kept<T>(outcome: Result<T, ConfigError>, errors: &mut Vec<ConfigError>) -> Option<T> {
    outcome.map_err(|error| errors.push(error)).ok()
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, Into::into)
}

fn wrong<T>(draft: &Draft, key: &'static str, why: &str) -> Result<T, ConfigError> {
    Err(ConfigError::Wrong { place: draft.place(key), key, why: why.to_owned() })
}

/// Requests must name a host that is known: this machine itself, or the public address. On one address of the network
/// neither would be.
fn reachable(draft: &Draft) -> Result<(), ConfigError> {
    match (&draft.public_address, draft.listen) {
        (None, Listen::At(socket)) if !socket.ip().is_loopback() && !socket.ip().is_unspecified() => wrong(
            draft,
            "listen",
            "is an address of the network; set `public_address` to the address that people type",
        ),
        _ => Ok(()),
    }
}

/// Whoever speaks HTTPS must know by which name, or pages and links would name another address.
fn tls(draft: &Draft) -> Result<Option<CertificateFiles>, ConfigError> {
    let (certificate, key) = match (&draft.tls_certificate, &draft.tls_key) {
        (None, None) => return Ok(None),
        (Some(_), None) => return wrong(draft, "tls.certificate", "needs `tls.key` beside it"),
        (None, Some(_)) => return wrong(draft, "tls.key", "needs `tls.certificate` beside it"),
        (Some(certificate), Some(key)) => (certificate.clone(), key.clone()),
    };
    if !draft.public_address.as_ref().is_some_and(|address| address.starts_with("https://")) {
        return wrong(
            draft,
            "tls.certificate",
            "needs `public_address`: the name in the certificate, such as `https://id.example.org`",
        );
    }
    Ok(Some(CertificateFiles { certificate, key }))
}

fn hash_cost(draft: &Draft) -> Result<Cost, ConfigError> {
    Cost::new(draft.hash_memory_kib, draft.hash_passes, draft.hash_lanes).map_err(|error| {
        let all = ["password_hash.memory_kib", "password_hash.passes", "password_hash.lanes"];
        let key = all.into_iter().find(|key| draft.place(key) != Place::Default).unwrap_or(all[0]);
        ConfigError::Wrong { place: draft.place(key), key, why: format!("cannot be used: {error}") }
    })
}

fn database(draft: &Draft) -> Result<Database, ConfigError> {
    let url = match (&draft.database_url, &draft.database_url_file) {
        (Some(_), Some(_)) => {
            return wrong(draft, "database.url_file", "and `database.url` are both set; keep one");
        }
        (Some(url), None) => url.clone(),
        (None, Some(file)) => database_url_of(draft, file)?,
        (None, None) => return Ok(Database::Sqlite),
    };
    let connections = draft.database_connections;
    Ok(Database::Postgres { url, connections, root_certificate: draft.database_root_certificate.clone() })
}

fn database_url_of(draft: &Draft, file: &Path) -> Result<String, ConfigError> {
    const KEY: &str = "database.url_file";
    let url = secret(draft, KEY, file)?;
    if is_database_url(&url) {
        return Ok(url);
    }
    wrong(draft, KEY, "names a file that does not begin with `postgresql://`")
}

fn mail(draft: &Draft) -> Result<MailConfig, ConfigError> {
    let Some(host) = draft.mail_host.clone() else {
        let relay_only = ["mail.port", "mail.tls", "mail.username", "mail.password_file"];
        if let Some(key) = relay_only.into_iter().find(|key| draft.place(key) != Place::Default) {
            return wrong(draft, key, "is set, and there is no mail server; set `mail.host` too");
        }
        let from = draft.mail_from.clone().unwrap_or_else(|| NOBODY.to_owned());
        return Ok(MailConfig { from, way: Way::Folder(draft.data_dir.join("outbox")) });
    };
    let Some(from) = draft.mail_from.clone() else {
        return wrong(
            draft,
            "mail.from",
            "must be set with `mail.host`: an address that the mail server lets you use",
        );
    };
    let tls =
        draft.mail_tls.unwrap_or(if draft.mail_port == Some(465) { Tls::Implicit } else { Tls::StartTls });
    let credentials = credentials(draft)?;
    if tls == Tls::None && credentials.is_some() && !is_this_machine(&host) {
        return wrong(
            draft,
            "mail.tls",
            "cannot be `none` with a password, except for a mail server on this machine: everybody on the way would read it",
        );
    }
    let usual_port = match tls {
        Tls::Implicit => 465,
        Tls::StartTls => 587,
        Tls::None => 25,
    };
    let port = draft.mail_port.unwrap_or(usual_port);
    Ok(MailConfig { from, way: Way::Relay { host, port, tls, credentials } })
}

fn credentials(draft: &Draft) -> Result<Option<Credentials>, ConfigError> {
    match (&draft.mail_username, &draft.mail_password_file) {
        (Some(username), Some(file)) => {
            let password = secret(draft, "mail.password_file", file)?;
            Ok(Some(Credentials { username: username.clone(), password }))
        }
        (None, None) => Ok(None),
        (Some(_), None) => wrong(draft, "mail.username", "needs `mail.password_file` beside it"),
        (None, Some(_)) => wrong(draft, "mail.password_file", "needs `mail.username` beside it"),
    }
}

/// What a file of one line holds.
fn secret(draft: &Draft, key: &'static str, path: &Path) -> Result<String, ConfigError> {
    let text = fs::read_to_string(path).map_err(|error| ConfigError::Unreadable {
        place: draft.place(key),
        path: path.to_owned(),
        error,
    })?;
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() || text.len() > LONGEST_SECRET || text.contains(char::is_control) {
        return wrong(draft, key, "names a file that does not hold one line of text");
    }
    Ok(text.to_owned())
}

/// The address that people type, as it is compared: lower case, without a slash or a port that its scheme implies.
pub(super) fn public_address(text: &str) -> Result<String, Wrong> {
    let shape =
        || format!("is scheme and host such as `https://id.example.org`, without a path, not `{text}`");
    let uri: Uri = text.parse().map_err(|_| shape())?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Err(shape()) };
    let host = authority.host().to_ascii_lowercase();
    if uri.path() != "/" || uri.query().is_some() || text.contains(['@', '#', '*']) || host.is_empty() {
        return Err(shape());
    }
    let usual_port = match scheme {
        "https" => 443,
        "http" if is_this_machine(&host) => 80,
        "http" => {
            return Err(format!(
                "must begin with `https://`: browsers keep no sign-in cookie on `http://{host}`; only `localhost` may \
                 go without"
            ));
        }
        _ => return Err(shape()),
    };
    let port = match authority.as_str().strip_prefix(authority.host()) {
        Some("") => None,
        Some(rest) => Some(rest.trim_start_matches(':').parse::<u16>().map_err(|_| shape())?),
        None => return Err(shape()),
    };
    match port.filter(|port| *port != usual_port) {
        Some(port) => Ok(format!("{scheme}://{host}:{port}")),
        None => Ok(format!("{scheme}://{host}")),
    }
}

/// An address of a database as one can write it down: without a password.
pub(super) fn database_url(url: &str) -> Result<String, Wrong> {
    if !is_database_url(url) {
        return Err("begins with `postgresql://`; leave it out to use SQLite".to_owned());
    }
    let authority =
        url.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?']).next().unwrap_or_default());
    let user = authority.rsplit_once('@').map_or("", |(user, _)| user);
    if user.contains(':') || url.contains("password=") {
        return Err(
            "holds a password; put the address into a file and name that with `database.url_file`".to_owned()
        );
    }
    Ok(url.to_owned())
}

fn is_database_url(url: &str) -> bool {
    url.starts_with("postgresql://") || url.starts_with("postgres://")
}

/// Who mail comes from.
pub(super) fn sender(from: String) -> Result<String, Wrong> {
    if outside::mail::is_sender(&from) {
        return Ok(from);
    }
    Err(format!("is `sluis@example.org` or `Sluis <sluis@example.org>`, not `{}`", from.escape_debug()))
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// A time zone by its name in the IANA database.
pub(super) fn time_zone(name: &str) -> Result<TimeZone, Wrong> {
    TimeZone::get(name).map_err(|_| format!("is a name such as `Europe/Amsterdam` or `UTC`, not `{name}`"))
}
