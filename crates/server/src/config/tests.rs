use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;

use expect_test::{Expect, expect};
use outside::mail::{Tls, Way};
use testdb::{TempDir, temp_dir};

use super::*;

/// A folder with a `sluis.toml` in it, and what else speaks.
struct Written {
    folder: TempDir,
    sources: Sources,
}

fn toml(text: &str) -> Written {
    let folder = temp_dir();
    fs::write(folder.path().join("sluis.toml"), text).unwrap();
    let sources = Sources { folder: Some(folder.path().to_owned()), ..Sources::default() };
    Written { folder, sources }
}

impl Written {
    fn variable(mut self, name: &str, value: &str) -> Self {
        self.sources.variables.push((name.into(), value.into()));
        self
    }

    fn flag(mut self, key: &str, value: &str) -> Self {
        let flag = format!("--{key}");
        self.sources.flags.0.push((flag, key.to_owned(), value.to_owned()));
        self
    }

    fn file(self, name: &str, content: &str) -> Self {
        fs::write(self.folder.path().join(name), content).unwrap();
        self
    }

    fn config(&self) -> Config {
        load(&self.sources).unwrap().config
    }

    /// What is said, with the folder's name taken out.
    fn said(&self) -> String {
        let said = load(&self.sources).map(|_| ()).unwrap_err().to_string();
        said.replace(&format!("{}/", self.folder.path().display()), "")
    }
}

fn check(text: &str, said: Expect) {
    said.assert_eq(&toml(text).said());
}

#[test]
fn nothing_at_all_is_a_configuration() {
    let config = load(&Sources::default()).unwrap().config;
    assert_eq!(config.listen.to_string(), "localhost:8080");
    assert_eq!(config.data_dir.to_str(), Some("./data"));
    assert_eq!(config.database, Database::Sqlite);
    assert_eq!(config.hash_cost, Cost::DEFAULT);
    assert!(config.hash_workers >= 1);
    assert!(matches!(&config.mail.way, Way::Folder(folder) if folder.ends_with("data/outbox")));
}

#[test]
fn a_flag_wins_over_a_variable_over_the_file_over_the_default() {
    let file = toml("listen = \"localhost:1\"\nhash_workers = 1\n[limits]\nshutdown_seconds = 1\n");
    let all = file
        .variable("SLUIS_LISTEN", "localhost:2")
        .variable("SLUIS_HASH_WORKERS", "2")
        .flag("listen", "[::]:3");
    let config = all.config();
    assert_eq!(config.listen.to_string(), "[::]:3");
    assert_eq!(config.hash_workers, 2);
    assert_eq!(config.limits.shutdown_seconds, 1);
    assert_eq!(config.limits.connections, 4096);
}

#[test]
fn a_variable_reaches_into_a_section_and_an_empty_one_counts_as_none() {
    let config = toml("")
        .variable("SLUIS_MAIL__HOST", "mail.example.org")
        .variable("SLUIS_MAIL__FROM", "sluis@example.org")
        .variable("SLUIS_MAIL__PORT", "")
        .variable("SLUIS_TRUSTED_PROXIES", "10.0.0.0/8, ::1")
        .variable("SLUIS_CONFIG", "whatever")
        .variable("HOME", "/root")
        .config();
    assert!(
        matches!(&config.mail.way, Way::Relay { host, port: 587, tls: Tls::StartTls, .. } if host == "mail.example.org")
    );
    assert_eq!(config.trusted_proxies.len(), 2);
}

#[test]
fn unknown_keys_are_refused_and_the_nearest_one_is_named() {
    let text = "lisen = \"localhost:1\"\nhost = \"mail.example.org\"\nxyzzy = 1\n\n[mial]\nhost = \"a\"\n\n\
                [mail]\npassword = \"hunter2\"\n\n[pasword_hash]\n\n[limits.connections]\nper_network = 3\n";
    check(
        text,
        expect![[r#"
            sluis.toml line 1: there is no `lisen`; did you mean `listen`?
            sluis.toml line 2: there is no `host`; did you mean `mail.host`?
            sluis.toml line 3: there is no `xyzzy`; `sluis config keys` lists what there is
            sluis.toml line 6: there is no `mial.host`; did you mean `mail.host`?
            sluis.toml line 9: there is no `mail.password`; did you mean `mail.password_file`?
            sluis.toml line 11: there is no `pasword_hash`; did you mean `password_hash`?
            sluis.toml line 14: there is no `limits.connections.per_network`; did you mean `limits.connections_per_network`?"#]],
    );
}

#[test]
fn an_unknown_variable_is_refused_as_a_variable() {
    let said = toml("").variable("SLUIS_MAIL_HOST", "a").variable("SLUIS_LISTENN", "b").said();
    expect![[r#"
        variable SLUIS_LISTENN: there is no `SLUIS_LISTENN`; did you mean `SLUIS_LISTEN`?
        variable SLUIS_MAIL_HOST: there is no `SLUIS_MAIL_HOST`; did you mean `SLUIS_MAIL__HOST`?"#]]
    .assert_eq(&said);
}

#[test]
fn wrong_values_are_refused_with_line_key_and_way_out() {
    check(
        "listen = 8080\nhash_workers = \"2\"\ntrusted_proxies = \"10.0.0.0/8\"\npublic_address = \"\"\n\
         [mail]\nport = 70000\ntls = \"ssl\"\n[log]\nlevel = true\nformat = 1.5\n[limits]\nconnections = 0x10000000000\n",
        expect![[r#"
            sluis.toml line 1: `listen` is text; write it in quotes, not as a number
            sluis.toml line 2: `hash_workers` is a number; write it without quotes
            sluis.toml line 3: `trusted_proxies` is a list such as `["10.0.0.0/8"]`, not text
            sluis.toml line 4: `public_address` is empty; leave it out to use the default
            sluis.toml line 6: `mail.port` is a number from 1 to 65535, not 70000
            sluis.toml line 7: `mail.tls` is one of `starttls`, `implicit`, `none`, not `ssl`
            sluis.toml line 9: `log.level` is text; write it in quotes, not as true or false
            sluis.toml line 10: `log.format` is text; write it in quotes, not as a number with a fraction
            sluis.toml line 12: `limits.connections` is a number from 16 to 1000000, not 1099511627776"#]],
    );
}

#[test]
fn a_file_that_is_no_toml_is_refused_by_line() {
    check("listen = \"a\"\n\n[mail\nhost = 1\n", expect!["sluis.toml line 3: unclosed table, expected `]`"]);
    check(
        "listen = \"localhost:1\"\nlisten = \"localhost:2\"\n",
        expect!["sluis.toml line 2: duplicate key"],
    );
}

#[test]
fn a_named_file_must_be_there_and_the_usual_one_need_not() {
    let folder = temp_dir();
    let usual = Sources { folder: Some(folder.path().to_owned()), ..Sources::default() };
    assert_eq!(load(&usual).unwrap().file, None);
    let named = Sources { file: Some(folder.path().join("other.toml")), ..usual };
    assert!(load(&named).unwrap_err().to_string().contains("other.toml` cannot be read"));
}

#[test]
fn a_hash_below_the_floor_is_refused() {
    check(
        "[password_hash]\nmemory_kib = 8192\n",
        expect![
            "sluis.toml line 2: `password_hash.memory_kib` cannot be used: a password hash takes at least 19456 KiB in 2 passes, 12288 KiB in 3 or 7168 KiB in 5"
        ],
    );
    let above = toml("[password_hash]\nmemory_kib = 7168\npasses = 5\n").config();
    assert_eq!((above.hash_cost.memory_kib(), above.hash_cost.passes()), (7168, 5));
}

#[test]
fn a_public_address_is_an_origin_that_browsers_trust() {
    for (given, kept) in [
        ("https://id.example.org", "https://id.example.org"),
        ("https://ID.Example.org/", "https://id.example.org"),
        ("https://id.example.org:443", "https://id.example.org"),
        ("https://id.example.org:8443", "https://id.example.org:8443"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ] {
        let config = toml(&format!("public_address = \"{given}\"")).config();
        assert_eq!(config.public_address.as_deref(), Some(kept), "{given}");
    }
    for refused in [
        "id.example.org",
        "http://id.example.org",
        "https://id.example.org/login",
        "https://id.example.org/?a",
        "https://a@id.example.org",
        "https://",
        "https:///x",
        "ftp://id.example.org",
        "https://id.example.org:99999",
        "https://*.example.org",
        "http://localhost.example.org",
        "https://id.example.org/#x",
        "https://a b",
    ] {
        let said = toml(&format!("public_address = \"{refused}\"")).said();
        assert!(said.contains("line 1: `public_address`"), "{refused}: {said}");
    }
}

#[test]
fn secrets_come_from_files_and_are_shown_nowhere() {
    let written = toml("").file("password", "hunter2\n").file("url", "postgresql://sluis:hunter3@db/sluis\n");
    let path = |name: &str| written.folder.path().join(name).display().to_string();
    let text = format!(
        "[database]\nurl_file = \"{}\"\n[mail]\nhost = \"mail.example.org\"\nfrom = \"sluis@example.org\"\n\
         username = \"sluis\"\npassword_file = \"{}\"\n",
        path("url"),
        path("password")
    );
    fs::write(written.folder.path().join("sluis.toml"), text).unwrap();
    let loaded = load(&written.sources).unwrap();
    let Way::Relay { credentials: Some(credentials), .. } = &loaded.config.mail.way else {
        panic!("no relay")
    };
    assert_eq!(credentials.password, "hunter2");
    assert!(matches!(&loaded.config.database, Database::Postgres { url, .. } if url.contains("hunter3")));
    let shown = format!("{:?}{}", loaded, loaded.draft.show());
    assert!(!shown.contains("hunter"), "{shown}");
}

#[test]
fn a_password_in_the_file_itself_is_refused() {
    check(
        "[database]\nurl = \"postgresql://sluis:hunter2@db/sluis\"\n",
        expect![
            "sluis.toml line 2: `database.url` holds a password; put the address into a file and name that with `database.url_file`"
        ],
    );
    check(
        "[database]\nurl = \"postgresql://db/sluis?user=a&password=hunter2\"\n",
        expect![
            "sluis.toml line 2: `database.url` holds a password; put the address into a file and name that with `database.url_file`"
        ],
    );
    check(
        "[mail]\npassword = \"hunter2\"\n",
        expect!["sluis.toml line 2: there is no `mail.password`; did you mean `mail.password_file`?"],
    );
}

#[test]
fn what_belongs_together_is_asked_for_together() {
    check(
        "[mail]\nhost = \"mail.example.org\"\n",
        expect!["`mail.from` must be set with `mail.host`: an address that the mail server lets you use"],
    );
    check(
        "[mail]\nport = 25\n",
        expect!["sluis.toml line 2: `mail.port` is set, and there is no mail server; set `mail.host` too"],
    );
    let from = "[mail]\nhost = \"mail.example.org\"\nfrom = \"sluis@example.org\"\n";
    check(
        &format!("{from}username = \"sluis\"\n"),
        expect!["sluis.toml line 4: `mail.username` needs `mail.password_file` beside it"],
    );
    check(
        &format!("{from}password_file = \"/nowhere\"\n"),
        expect!["sluis.toml line 4: `mail.password_file` needs `mail.username` beside it"],
    );
    check(
        &format!("{from}username = \"a\"\npassword_file = \"/nowhere/at/all\"\n"),
        expect![
            "sluis.toml line 5: `/nowhere/at/all` cannot be read: No such file or directory (os error 2)"
        ],
    );
}

#[test]
fn who_listens_on_the_network_has_a_name_there() {
    check(
        "listen = \"192.0.2.1:8080\"\n",
        expect![
            "sluis.toml line 1: `listen` is an address of the network; set `public_address` to the address that people type"
        ],
    );
    let named = "listen = \"192.0.2.1:8080\"\npublic_address = \"https://id.example.org\"\n";
    assert_eq!(toml(named).config().listen.port(), 8080);
    assert_eq!(toml("listen = \"0.0.0.0:8080\"\n").config().listen.port(), 8080);
}

#[test]
fn a_password_never_leaves_this_machine_in_clear() {
    let clear = |host: &str| {
        let written = toml("").file("password", "hunter2");
        let password = written.folder.path().join("password");
        written
            .variable("SLUIS_MAIL__HOST", host)
            .variable("SLUIS_MAIL__FROM", "sluis@example.org")
            .variable("SLUIS_MAIL__TLS", "none")
            .variable("SLUIS_MAIL__USERNAME", "sluis")
            .variable("SLUIS_MAIL__PASSWORD_FILE", password.to_str().unwrap())
    };
    expect!["variable SLUIS_MAIL__TLS: `mail.tls` cannot be `none` with a password, except for a mail server on this machine: everybody on the way would read it"].assert_eq(&clear("mail.example.org").said());
    assert!(matches!(clear("127.0.0.1").config().mail.way, Way::Relay { tls: Tls::None, port: 25, .. }));
}

#[test]
fn a_variable_that_is_no_text_is_refused() {
    let mut written = toml("");
    written.sources.variables.push(("SLUIS_LISTEN".into(), OsString::from_vec(vec![0xff])));
    expect!["variable SLUIS_LISTEN: `listen` is text; write it in quotes, not as bytes that are no text"]
        .assert_eq(&written.said());
}

#[test]
fn what_is_shown_is_a_file_that_reads_back_the_same() {
    let written =
        toml("listen = \"0.0.0.0:80\"\ntrusted_proxies = [\"10.0.0.0/8\"]\n[log]\nformat = \"json\"\n")
            .variable("SLUIS_LOG__LEVEL", "warn")
            .flag("data_dir", "/srv/a \"quoted\" folder");
    let shown = load(&written.sources).unwrap().draft.show();
    assert!(shown.contains("format = \"json\""), "{shown}");
    assert!(shown.contains("# variable SLUIS_LOG__LEVEL"), "{shown}");
    let again = load(&toml(&shown).sources).unwrap();
    let without_places = |shown: &str| {
        shown.lines().map(|line| line.split("  ").next().unwrap().trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(without_places(&again.draft.show()), without_places(&shown));
    assert_eq!(again.config.data_dir.to_str(), Some("/srv/a \"quoted\" folder"));
}

#[test]
fn the_documentation_describes_every_key_as_it_is() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/configuration.md");
    let page = fs::read_to_string(path).unwrap();
    assert!(
        page.contains(&reference()),
        "docs/configuration.md is stale: replace its tables by the output of `sluis config keys`"
    );
}

#[test]
fn every_key_is_named_once_and_sections_stand_together() {
    let names: Vec<_> = keys::KEYS.iter().map(|key| key.name).collect();
    let mut unique = names.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), names.len());
    let mut sections: Vec<_> = keys::KEYS.iter().map(|key| key.section()).collect();
    sections.dedup();
    let count = sections.len();
    sections.sort_unstable();
    sections.dedup();
    assert_eq!(sections.len(), count);
}

#[test]
fn a_certificate_needs_its_key_and_the_name_it_is_for() {
    check(
        "public_address = \"https://id.example.org\"\n[tls]\ncertificate = \"cert.pem\"",
        expect!["sluis.toml line 3: `tls.certificate` needs `tls.key` beside it"],
    );
    check(
        "[tls]\ncertificate = \"cert.pem\"\nkey = \"key.pem\"",
        expect![[
            r#"sluis.toml line 2: `tls.certificate` needs `public_address`: the name in the certificate, such as `https://id.example.org`"#
        ]],
    );
    let good = toml("public_address = \"https://id.example.org\"\n[tls]\ncertificate = \"c\"\nkey = \"k\"");
    assert!(good.config().tls.is_some());
}
