use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread::{self, JoinHandle};

use mail_parser::MessageParser;
use testdb::{TempDir, temp_dir};

use super::*;

fn plain() -> Message {
    Message {
        to_name: "Anna de Vries".to_owned(),
        to: "anna@devries.example".to_owned(),
        subject: "You are invited".to_owned(),
        text: "Dear Anna,\n\nopen this link.\n".to_owned(),
        html: HTML.to_owned(),
    }
}

const HTML: &str = "<p>Dear Anna,</p><p>open this link.</p>";

fn stamp(random: u8) -> Stamp {
    Stamp { now: Timestamp::from_secs(1_795_500_000), random: [random; 16] }
}

fn folder_mailer(folder: &Path) -> Mailer {
    let way = Way::Folder(folder.to_owned());
    Mailer::new(MailConfig { from: "Sluis <sluis@devries.example>".to_owned(), way })
}

/// Sends into a folder and reads the one file back.
fn eml(message: &Message) -> Vec<u8> {
    let folder = temp_dir();
    folder_mailer(folder.path()).send(message, stamp(1)).unwrap();
    fs::read(only_file(&folder)).unwrap()
}

fn only_file(folder: &TempDir) -> PathBuf {
    let mut files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

/// The names of the headers before the first empty line, lower case, in order.
fn header_names(eml: &[u8]) -> Vec<String> {
    let text = String::from_utf8(eml.to_vec()).unwrap();
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    let starts = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    starts.map(|line| line.split(':').next().unwrap().to_ascii_lowercase()).collect()
}

#[test]
fn a_message_reads_back_as_it_was_written() {
    let eml = eml(&plain());
    let parsed = MessageParser::default().parse(&eml).unwrap();
    let to = parsed.to().unwrap().first().unwrap();
    let from = parsed.from().unwrap().first().unwrap();
    assert_eq!((to.name(), to.address()), (Some("Anna de Vries"), Some("anna@devries.example")));
    assert_eq!((from.name(), from.address()), (Some("Sluis"), Some("sluis@devries.example")));
    assert_eq!(parsed.subject(), Some("You are invited"));
    assert_eq!(parsed.body_text(0).unwrap().trim_end(), "Dear Anna,\r\n\r\nopen this link.");
    assert_eq!(parsed.body_html(0).unwrap().trim_end(), HTML);
    assert_eq!(parsed.message_id(), Some("01010101010101010101010101010101@devries.example"));
    assert_eq!(parsed.date().unwrap().to_timestamp(), 1_795_500_000);
    assert_eq!(parsed.header("Auto-Submitted").and_then(|value| value.as_text()), Some("auto-generated"));
}

#[test]
fn letters_of_every_language_arrive() {
    let message = Message {
        to_name: "Zoë Łuka 李".to_owned(),
        subject: "Uitnodiging voor Café Ærø ☕".to_owned(),
        ..plain()
    };
    let eml = eml(&message);
    assert!(eml.is_ascii(), "headers and bodies must be encoded for relays without 8BITMIME");
    let parsed = MessageParser::default().parse(&eml).unwrap();
    assert_eq!(parsed.to().unwrap().first().unwrap().name(), Some("Zoë Łuka 李"));
    assert_eq!(parsed.subject(), Some("Uitnodiging voor Café Ærø ☕"));
}

#[test]
fn no_name_or_subject_makes_another_header_or_recipient() {
    let usual = header_names(&eml(&plain()));
    for hostile in [
        "Anna\r\nBcc: all@devries.example",
        "Anna\nBcc: all@devries.example",
        "Anna\rBcc: all@devries.example",
        "Anna\r\n\r\n<html>",
        "\" <all@devries.example>, \"",
        "Anna\" <all@devries.example>",
        "Anna\\",
        "all@devries.example, Anna",
        "Anna\0\u{85}\u{2028}Bcc: x",
        "=?utf-8?q?Anna=0D=0ABcc:_all@devries.example?=",
        "\u{eb}\r\nBcc: all@devries.example",
    ] {
        let message = Message { to_name: hostile.to_owned(), subject: hostile.to_owned(), ..plain() };
        let eml = eml(&message);
        assert_eq!(header_names(&eml), usual, "{hostile:?}");
        let parsed = MessageParser::default().parse(&eml).unwrap();
        let to: Vec<_> = parsed.to().unwrap().iter().filter_map(|address| address.address()).collect();
        assert_eq!(to, ["anna@devries.example"], "{hostile:?}");
        assert!(parsed.bcc().is_none() && parsed.cc().is_none(), "{hostile:?}");
        assert_eq!(parsed.body_html(0).unwrap().trim_end(), HTML, "{hostile:?}");
    }
}

#[test]
fn what_is_not_one_address_gets_no_mail() {
    let folder = temp_dir();
    for to in [
        "",
        "anna",
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "Anna <a@b.example>",
        "a b@c.example",
    ] {
        let outcome = folder_mailer(folder.path()).send(&Message { to: to.to_owned(), ..plain() }, stamp(1));
        assert!(matches!(outcome, Err(MailError::Address(_))), "{to:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_sender_may_have_a_name_but_no_line_break() {
    assert!(is_sender("sluis@devries.example"));
    assert!(is_sender("Sluis <sluis@devries.example>"));
    assert!(!is_sender("sluis"));
    assert!(!is_sender("Sluis <sluis@devries.example>\r\nBcc: x@y.example"));
}

#[test]
fn a_file_is_the_owners_alone_and_messages_never_meet() {
    let folder = temp_dir();
    let inner = folder.path().join("data/outbox");
    let mailer = folder_mailer(&inner);
    mailer.send(&plain(), stamp(1)).unwrap();
    mailer.send(&plain(), stamp(2)).unwrap();
    assert_eq!(fs::metadata(&inner).unwrap().permissions().mode() & 0o777, 0o700);
    let names: Vec<_> = fs::read_dir(&inner).unwrap().map(|entry| entry.unwrap()).collect();
    assert_eq!(names.len(), 2);
    for entry in names {
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert!(entry.file_name().to_str().unwrap().ends_with(".eml"));
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = temp_dir();
    let file = folder.path().join("outbox");
    fs::write(&file, "").unwrap();
    let error = folder_mailer(&file).send(&plain(), stamp(1)).unwrap_err().to_string();
    assert!(error.contains("outbox"), "{error}");
}

/// A relay that answers `MAIL FROM` with `answer`, and hands back what it was told.
fn relay(answer: &'static str) -> (u16, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let told = thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut writer = stream.try_clone().unwrap();
        let mut told = vec![];
        let mut in_data = false;
        writer.write_all(b"220 relay\r\n").unwrap();
        for line in BufReader::new(stream).lines() {
            let Ok(line) = line else { break };
            let reply = match line.split([' ', ':']).next().unwrap() {
                _ if in_data && line != "." => "",
                "." => "250 taken\r\n",
                "EHLO" => "250-relay\r\n250 AUTH PLAIN\r\n",
                "MAIL" => answer,
                "DATA" => "354 go on\r\n",
                _ => "250 ok\r\n",
            };
            in_data = (in_data && line != ".") || line == "DATA";
            told.push(line);
            if writer.write_all(reply.as_bytes()).is_err() {
                break;
            }
        }
        told
    });
    (port, told)
}

fn relay_mailer(port: u16, tls: Tls) -> Mailer {
    let credentials = Some(Credentials { username: "sluis".to_owned(), password: "hunter2".to_owned() });
    let way = Way::Relay { host: "127.0.0.1".to_owned(), port, tls, credentials };
    Mailer::new(MailConfig { from: "sluis@devries.example".to_owned(), way })
}

#[test]
fn a_relay_gets_the_envelope_and_the_message() {
    let (port, told) = relay("250 ok\r\n");
    let mailer = relay_mailer(port, Tls::None);
    assert!(mailer.leaves());
    mailer.send(&plain(), stamp(1)).unwrap();
    drop(mailer);
    let told = told.join().unwrap();
    let auth = data_encoding::BASE64.encode(b"\0sluis\0hunter2");
    for expected in [
        format!("AUTH PLAIN {auth}").as_str(),
        "MAIL FROM:<sluis@devries.example>",
        "RCPT TO:<anna@devries.example>",
        "Subject: You are invited",
    ] {
        assert!(told.iter().any(|line| line == expected), "{expected} is not in {told:?}");
    }
}

#[test]
fn a_refusal_is_told_in_the_words_of_the_relay() {
    let (port, _told) = relay("550 5.7.1 you may not send as that\r\n");
    let error = relay_mailer(port, Tls::None).send(&plain(), stamp(1)).unwrap_err().to_string();
    assert!(error.contains("you may not send as that"), "{error}");
}

#[test]
fn a_relay_without_starttls_gets_neither_password_nor_mail() {
    let (port, told) = relay("250 ok\r\n");
    let outcome = relay_mailer(port, Tls::StartTls).send(&plain(), stamp(1));
    assert!(matches!(outcome, Err(MailError::Relay(_))));
    let told = told.join().unwrap();
    assert!(!told.iter().any(|line| line.starts_with("AUTH") || line.starts_with("MAIL")), "{told:?}");
}

#[test]
fn a_password_is_never_printed() {
    let mailer = relay_mailer(1, Tls::None);
    assert!(!format!("{mailer:?}").contains("hunter2"));
    let credentials = Credentials { username: "sluis".to_owned(), password: "hunter2".to_owned() };
    assert!(!format!("{credentials:?}").contains("hunter2"));
}
