use std::fmt::Write;
use std::path::Path;

use outside::ldap::Plain;
use outside::mail::Tls;
use tracing::level_filters::LevelFilter;

use super::given::{Given, Wrong};
use super::{Draft, LogFormat};

/// One thing that can be set.
pub(super) struct Key {
    /// Its name in the file, with its section: `mail.host`.
    pub(super) name: &'static str,
    /// What it does, for the reference.
    pub(super) about: &'static str,
    /// Reads a value into the draft.
    pub(super) set: fn(&mut Draft, &Given) -> Result<(), Wrong>,
    /// Its value as TOML, unless it is not set; never a secret.
    pub(super) show: fn(&Draft) -> Option<String>,
}

const TLS: &[(&str, Tls)] = &[("starttls", Tls::StartTls), ("implicit", Tls::Implicit), ("none", Tls::None)];
const PLAIN: &[(&str, Plain)] = &[("loopback", Plain::Loopback), ("anywhere", Plain::Anywhere)];
const FORMATS: &[(&str, LogFormat)] = &[("text", LogFormat::Text), ("json", LogFormat::Json)];
const LEVELS: &[(&str, LevelFilter)] = &[
    ("off", LevelFilter::OFF),
    ("error", LevelFilter::ERROR),
    ("warn", LevelFilter::WARN),
    ("info", LevelFilter::INFO),
    ("debug", LevelFilter::DEBUG),
    ("trace", LevelFilter::TRACE),
];

/// Everything that can be set, sections together, in the order of the reference.
pub(super) const KEYS: &[Key] = &[
    Key {
        name: "listen",
        about: "Where Sluis listens: `localhost:PORT` for this machine only, or an address and a port such as \
                `0.0.0.0:8080`. It speaks plain HTTP, and a proxy before it HTTPS, unless `tls` is set.",
        set: |draft, given| put(&mut draft.listen, given.text()?.parse()?),
        show: |draft| Some(quoted(&draft.listen.to_string())),
    },
    Key {
        name: "public_address",
        about: "The address that people type: `https://id.example.org`. Set-up suggests it, and every start compares \
                it with what the organisation was set up with.",
        set: |draft, given| {
            put(&mut draft.public_address, Some(super::check::public_address(&given.text()?)?))
        },
        show: |draft| draft.public_address.as_deref().map(quoted),
    },
    Key {
        name: "data_dir",
        about: "The data folder: database, keys, mail while no mail server is set. Closed to other users of the machine. \
                Relative paths, here and below, start in the folder where Sluis is started.",
        set: |draft, given| put(&mut draft.data_dir, given.path()?),
        show: |draft| Some(path(&draft.data_dir)),
    },
    Key {
        name: "trusted_proxies",
        about: "Addresses and ranges of your own proxies. Only their `X-Forwarded-For` is believed.",
        set: |draft, given| {
            let ranges = given.list()?;
            let ranges =
                ranges.iter().map(|range| range.parse().map_err(|why| format!("has `{range}`: {why}")));
            put(&mut draft.trusted_proxies, ranges.collect::<Result<_, _>>()?)
        },
        show: |draft| {
            let ranges: Vec<_> =
                draft.trusted_proxies.iter().map(|range| quoted(&range.to_string())).collect();
            Some(format!("[{}]", ranges.join(", ")))
        },
    },
    Key {
        name: "hash_workers",
        about: "Threads that hash passwords, 1 to 64. Not set: one for each core.",
        set: |draft, given| put(&mut draft.hash_workers, Some(given.number(1, 64)?)),
        show: |draft| draft.hash_workers.map(|workers| workers.to_string()),
    },
    Key {
        name: "country_file",
        about: "A MaxMind DB (`.mmdb`) that the countries of addresses come from, such as GeoLite2 or DB-IP Lite. Read again \
                when it changes. Not set: data that comes with Sluis.",
        set: |draft, given| put(&mut draft.country_file, Some(given.path()?)),
        show: |draft| draft.country_file.as_deref().map(path),
    },
    Key {
        name: "time_zone",
        about: "The time zone of times on pages, such as `Europe/Amsterdam`. Not set: this machine's.",
        set: |draft, given| put(&mut draft.zone, Some(super::check::time_zone(&given.text()?)?)),
        show: |draft| draft.zone.as_ref().and_then(|zone| zone.iana_name()).map(quoted),
    },
    Key {
        name: "tls.certificate",
        about: "A PEM file with a certificate, and after it those that lead to its authority: then Sluis speaks HTTPS \
                itself. Read again when it changes.",
        set: |draft, given| put(&mut draft.tls_certificate, Some(given.path()?)),
        show: |draft| draft.tls_certificate.as_deref().map(path),
    },
    Key {
        name: "tls.key",
        about: "A PEM file with its key, without a password. Read again when it changes.",
        set: |draft, given| put(&mut draft.tls_key, Some(given.path()?)),
        show: |draft| draft.tls_key.as_deref().map(path),
    },
    Key {
        name: "database.url",
        about: "The address of a PostgreSQL database, without a password in it, or leave it out to keep a SQLite \
                database in the data folder. `sslmode=verify-full` in it protects the connection.",
        set: |draft, given| put(&mut draft.database_url, Some(super::check::database_url(&given.text()?)?)),
        show: |draft| draft.database_url.as_deref().map(quoted),
    },
    Key {
        name: "database.url_file",
        about: "A file that holds the address instead, where it has a password in it.",
        set: |draft, given| put(&mut draft.database_url_file, Some(given.path()?)),
        show: |draft| draft.database_url_file.as_deref().map(path),
    },
    Key {
        name: "database.connections",
        about: "Connections to PostgreSQL, 1 to 200.",
        set: |draft, given| put(&mut draft.database_connections, given.number(1, 200)?),
        show: |draft| Some(draft.database_connections.to_string()),
    },
    Key {
        name: "database.root_certificate",
        about: "A PEM file with the authority that signed PostgreSQL's certificate. Not set: the system's.",
        set: |draft, given| put(&mut draft.database_root_certificate, Some(given.path()?)),
        show: |draft| draft.database_root_certificate.as_deref().map(path),
    },
    Key {
        name: "mail.host",
        about: "The name of your mail server. Not set: messages land in `outbox/` in the data folder.",
        set: |draft, given| put(&mut draft.mail_host, Some(given.text()?)),
        show: |draft| draft.mail_host.as_deref().map(quoted),
    },
    Key {
        name: "mail.port",
        about: "Its port. Not set: 465 with `tls = \"implicit\"`, 25 with `\"none\"`, else 587.",
        set: |draft, given| put(&mut draft.mail_port, Some(given.number(1, 65_535)?)),
        show: |draft| draft.mail_port.map(|port| port.to_string()),
    },
    Key {
        name: "mail.tls",
        about: "`starttls`, `implicit`, or `none` for a mail server on this machine. Not set: `implicit` on port 465, else \
                `starttls`.",
        set: |draft, given| put(&mut draft.mail_tls, Some(given.one_of(TLS)?)),
        show: |draft| draft.mail_tls.map(|tls| word_of(TLS, tls)),
    },
    Key {
        name: "mail.username",
        about: "Who Sluis is for the mail server. Not set: it asks for nothing.",
        set: |draft, given| put(&mut draft.mail_username, Some(given.text()?)),
        show: |draft| draft.mail_username.as_deref().map(quoted),
    },
    Key {
        name: "mail.password_file",
        about: "A file that holds its password.",
        set: |draft, given| put(&mut draft.mail_password_file, Some(given.path()?)),
        show: |draft| draft.mail_password_file.as_deref().map(path),
    },
    Key {
        name: "mail.from",
        about: "Who mail comes from: `sluis@example.org` or `Sluis <sluis@example.org>`.",
        set: |draft, given| put(&mut draft.mail_from, Some(super::check::sender(given.text()?)?)),
        show: |draft| draft.mail_from.as_deref().map(quoted),
    },
    Key {
        name: "outgoing.private_networks",
        about: "Private addresses and ranges that settings of an organisation may lead to, such as those of its directory \
                server: `[\"10.0.20.0/24\"]`. Not set: only addresses of the public internet.",
        set: |draft, given| {
            let ranges = given.list()?;
            let ranges =
                ranges.iter().map(|range| range.parse().map_err(|why| format!("has `{range}`: {why}")));
            put(&mut draft.private_networks, ranges.collect::<Result<_, _>>()?)
        },
        show: |draft| {
            let ranges: Vec<_> =
                draft.private_networks.iter().map(|range| quoted(&range.to_string())).collect();
            Some(format!("[{}]", ranges.join(", ")))
        },
    },
    Key {
        name: "outgoing.unencrypted_ldap",
        about: "`loopback`: a directory server is asked without TLS on this machine only; `anywhere`: over a network \
                too, where everybody on the way reads passwords.",
        set: |draft, given| put(&mut draft.plain_ldap, given.one_of(PLAIN)?),
        show: |draft| Some(word_of(PLAIN, draft.plain_ldap)),
    },
    Key {
        name: "log.format",
        about: "`text` for people, `json` for programs.",
        set: |draft, given| put(&mut draft.log_format, given.one_of(FORMATS)?),
        show: |draft| Some(word_of(FORMATS, draft.log_format)),
    },
    Key {
        name: "log.level",
        about: "`off`, `error`, `warn`, `info`, `debug` or `trace`. Libraries never log below `warn`: they do not \
                know what is secret.",
        set: |draft, given| put(&mut draft.log_level, given.one_of(LEVELS)?),
        show: |draft| Some(word_of(LEVELS, draft.log_level)),
    },
    Key {
        name: "metrics.listen",
        about: "Where Prometheus may read `/metrics`: `localhost:9464` for this machine only, or an address and a port \
                in a network of your own. Nothing asks who reads, and there is no HTTPS. Off unless it is set.",
        set: |draft, given| put(&mut draft.metrics_listen, Some(given.text()?.parse()?)),
        show: |draft| draft.metrics_listen.map(|listen| quoted(&listen.to_string())),
    },
    Key {
        name: "password_hash.memory_kib",
        about: "Memory that one password hash (Argon2id) fills. At least 19456 with 2 passes, 12288 with 3 or 7168 \
                with 5.",
        set: |draft, given| put(&mut draft.hash_memory_kib, given.number(1, 262_144)?),
        show: |draft| Some(draft.hash_memory_kib.to_string()),
    },
    Key {
        name: "password_hash.passes",
        about: "Passes over that memory, at most 16.",
        set: |draft, given| put(&mut draft.hash_passes, given.number(1, 16)?),
        show: |draft| Some(draft.hash_passes.to_string()),
    },
    Key {
        name: "password_hash.lanes",
        about: "Lanes of it, at most 8. They do not count towards the least.",
        set: |draft, given| put(&mut draft.hash_lanes, given.number(1, 8)?),
        show: |draft| Some(draft.hash_lanes.to_string()),
    },
    Key {
        name: "limits.connections",
        about: "Connections open at once; further ones wait.",
        set: |draft, given| put(&mut draft.connections, given.number(16, 1_000_000)?),
        show: |draft| Some(draft.connections.to_string()),
    },
    Key {
        name: "limits.connections_per_network",
        about: "Of these, from one network (/24 of IPv4, /48 of IPv6); further ones are closed. Trusted proxies and \
                this machine itself are not counted.",
        set: |draft, given| put(&mut draft.connections_per_network, given.number(4, 1_000_000)?),
        show: |draft| Some(draft.connections_per_network.to_string()),
    },
    Key {
        name: "limits.shutdown_seconds",
        about: "How long requests may take to finish when Sluis stops.",
        set: |draft, given| put(&mut draft.shutdown_seconds, given.number(0, 600)?),
        show: |draft| Some(draft.shutdown_seconds.to_string()),
    },
    Key {
        name: "limits.access_token_minutes",
        about: "How long an access token is good, 5 to 90.",
        set: |draft, given| put(&mut draft.access_token_minutes, given.number(5, 90)?),
        show: |draft| Some(draft.access_token_minutes.to_string()),
    },
    Key {
        name: "limits.sign_in_log_days",
        about: "How long the sign-in log goes back, in organisations that have not chosen for themselves.",
        set: |draft, given| put(&mut draft.sign_in_log_days, given.number(1, 3_650)?),
        show: |draft| Some(draft.sign_in_log_days.to_string()),
    },
    Key {
        name: "retention.sign_in_days",
        about: "For how many days sign-ins are kept, in every organisation; their pages show it locked.",
        set: |draft, given| put(&mut draft.retention[0], Some(given.number(7, 3_650)?)),
        show: |draft| draft.retention[0].map(|days| days.to_string()),
    },
    Key {
        name: "retention.audit_days",
        about: "The same for the audit log.",
        set: |draft, given| put(&mut draft.retention[1], Some(given.number(30, 3_650)?)),
        show: |draft| draft.retention[1].map(|days| days.to_string()),
    },
    Key {
        name: "retention.deleted_days",
        about: "The same for people who were deleted and can be restored.",
        set: |draft, given| put(&mut draft.retention[2], Some(given.number(1, 365)?)),
        show: |draft| draft.retention[2].map(|days| days.to_string()),
    },
    Key {
        name: "retention.mail_days",
        about: "The same for mail that could not leave.",
        set: |draft, given| put(&mut draft.retention[3], Some(given.number(1, 30)?)),
        show: |draft| draft.retention[3].map(|days| days.to_string()),
    },
];

impl Key {
    /// The key with this name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }

    /// The key or section whose name is nearest to a text that is none.
    pub(super) fn nearest(text: &str) -> Option<&'static str> {
        const LIKE_ENOUGH: f64 = 0.5;
        let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
        let likeness = |name: &str| {
            let whole = strsim::normalized_damerau_levenshtein(name, text);
            // `host` at the top of the file is `mail.host` without its section.
            let word = strsim::normalized_damerau_levenshtein(&last(name), &last(text)) * 0.9;
            whole.max(word)
        };
        let names = KEYS.iter().flat_map(|key| [key.name, key.section()]);
        let others = names.filter(|name| !name.is_empty() && *name != text);
        let (name, likeness) =
            others.map(|name| (name, likeness(name))).max_by(|a, b| a.1.total_cmp(&b.1))?;
        (likeness >= LIKE_ENOUGH).then_some(name)
    }

    /// The environment variable that sets it.
    pub(super) fn variable(&self) -> String {
        variable(self.name)
    }

    /// Its section in the file; empty at the top.
    pub(super) fn section(&self) -> &'static str {
        self.name.split_once('.').map_or("", |(section, _)| section)
    }

    /// Its name within the section.
    pub(super) fn word(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(_, word)| word)
    }
}

/// The environment variable that sets a key.
pub(super) fn variable(name: &str) -> String {
    format!("SLUIS_{}", name.replace('.', "__").to_ascii_uppercase())
}

/// Everything that can be set, as tables in Markdown: what `docs/configuration.md` holds.
pub fn reference() -> String {
    let default = Draft::default();
    let mut out = String::new();
    let mut section = None;
    for key in KEYS {
        if section != Some(key.section()) {
            section = Some(key.section());
            let title = if key.section().is_empty() {
                "At the top".to_owned()
            } else {
                format!("`[{}]`", key.section())
            };
            let _ = write!(
                out,
                "\n### {title}\n\n| Key | Default | Variable | What it does |\n|---|---|---|---|\n"
            );
        }
        let value = (key.show)(&default).map_or_else(|| "not set".to_owned(), |value| format!("`{value}`"));
        let _ = writeln!(out, "| `{}` | {value} | `{}` | {} |", key.name, key.variable(), key.about);
    }
    out.trim_start().to_owned()
}

fn put<T>(field: &mut T, value: T) -> Result<(), Wrong> {
    *field = value;
    Ok(())
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn path(path: &Path) -> String {
    quoted(&path.to_string_lossy())
}

fn word_of<T: PartialEq>(words: &[(&str, T)], value: T) -> String {
    words.iter().find(|(_, each)| *each == value).map(|(word, _)| quoted(word)).unwrap_or_default()
}
