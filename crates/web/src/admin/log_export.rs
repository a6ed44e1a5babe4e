use axum::response::Response;
use service::Fault;
use service::authority::{ManageLogExport, ReadSecurity, Target};
use service::log_export::{LogExportState, LogKind, LogRoute, LogStream, StreamState};

use super::desk::{Desk, refused, shown};
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{Done, Entry, LogExport, LogExportPlace};

/// The page's address.
pub(super) const PATH: &str = "/admin/settings/log-export";

/// Settings > Log export.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::LogExport).await?;
    shown(&screen(&desk).await?)
}

/// Sends logs to a place, no longer, or a line to see whether they arrive.
pub(super) async fn act(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::LogExport, PATH).await?;
    let permit = desk.permit::<ManageLogExport>(Target::Organisation)?;
    let kind = LogKind::from_word(fields.get("kind")).ok_or_else(|| desk.missing())?;
    let (house, tenant) = (desk.house(), desk.tenant());
    match fields.get("act") {
        "test" => {
            let came = desk.or_fault(house.test_log_export(tenant, &permit, kind).await)?;
            let t = desk.texts();
            let tested = match came {
                Ok(()) => ("ok", t.logs_test_taken()),
                Err(why) => ("stop", t.logs_test_failed(why)),
            };
            shown(&LogExport { tested: Some(tested), ..screen(&desk).await? })
        }
        "stop" => {
            desk.or_fault(house.set_log_export(tenant, permit, kind, None).await)?;
            Ok(desk.done(PATH, Done::Saved))
        }
        _ => {
            let Some(route) = route(kind, &fields) else { return Err(wrong(&desk, kind, &fields).await?) };
            match house.set_log_export(tenant, permit, kind, Some(route)).await {
                Ok(None) => Ok(desk.done(PATH, Done::Saved)),
                Ok(secret) => shown(&LogExport { secret, ..screen(&desk).await? }),
                Err(Fault::Invalid(_)) => Err(wrong(&desk, kind, &fields).await?),
                Err(fault) => Err(desk.fault(&fault)),
            }
        }
    }
}

/// What is meant; nothing when it cannot be read or no log is chosen.
fn route(kind: LogKind, fields: &Fields) -> Option<LogRoute> {
    let target = kind.read(fields.get("target").trim())?;
    let chosen = LogStream::ALL.into_iter().filter(|stream| fields.get(stream.word()) == "yes");
    let streams: Vec<_> = chosen.collect();
    (!streams.is_empty()).then_some(LogRoute { target, streams })
}

/// The page with what was typed and what is wrong with it.
async fn wrong(desk: &Desk, kind: LogKind, fields: &Fields) -> Result<Response, Response> {
    let mut page = screen(desk).await?;
    let t = desk.texts();
    let typed = fields.get("target").trim().to_owned();
    for place in page.places.iter_mut().filter(|place| place.kind == kind.word()) {
        let is_target = kind.read(&typed).is_none();
        place.error = Some(if is_target { t.logs_target_error() } else { t.logs_streams_error() });
        place.typed.clone_from(&typed);
        for (word, _, is_chosen) in &mut place.streams {
            *is_chosen = fields.get(word) == "yes";
        }
    }
    Ok(refused(&page))
}

async fn screen(desk: &Desk) -> Result<LogExport, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let found = desk.or_fault(desk.house().log_exports(desk.tenant(), &permit).await)?;
    Ok(LogExport {
        shell: desk.shell(),
        places: found.iter().map(|state| place(desk, state)).collect(),
        secret: None,
        tested: None,
        may_change: desk.may::<ManageLogExport>(Target::Organisation),
    })
}

fn place(desk: &Desk, state: &LogExportState) -> LogExportPlace {
    let t = desk.texts();
    let (title, about, field) = match state.kind {
        LogKind::Syslog => {
            (t.logs_syslog(), t.logs_syslog_about(), Some((t.logs_syslog_host(), t.logs_syslog_hint())))
        }
        LogKind::Webhook => (
            t.logs_webhook(),
            t.logs_webhook_about(),
            Some((t.logs_webhook_address(), t.logs_webhook_hint())),
        ),
        LogKind::File => (t.logs_file(), t.logs_file_about(), None),
    };
    let chosen = state.route.as_ref().map(|route| route.streams.clone()).unwrap_or_default();
    let streams = LogStream::ALL.map(|one| (one.word(), stream_name(desk, one), chosen.contains(&one)));
    LogExportPlace {
        kind: state.kind.word(),
        title,
        about,
        field,
        typed: state.route.as_ref().map(|route| route.target.to_string()).unwrap_or_default(),
        streams: streams.to_vec(),
        is_on: state.route.is_some(),
        states: state.streams.iter().flat_map(|stream| states(desk, stream)).collect(),
        error: None,
    }
}

fn stream_name(desk: &Desk, stream: LogStream) -> String {
    match stream {
        LogStream::SignIns => desk.texts().logs_sign_ins(),
        LogStream::Audit => desk.texts().logs_audit(),
    }
}

fn states(desk: &Desk, state: &StreamState) -> Vec<(&'static str, String)> {
    let mut all = vec![state_words(desk, state)];
    if state.lost > 0 {
        all.push(("stop", desk.texts().logs_state_lost(stream_name(desk, state.stream), state.lost)));
    }
    all
}

/// How a log is doing: a failure first, then what waits, then what was sent.
fn state_words(desk: &Desk, state: &StreamState) -> (&'static str, String) {
    let (t, name) = (desk.texts(), stream_name(desk, state.stream));
    match (&state.failure, state.waiting_since, state.sent_at) {
        (Some((why, times, again)), _, _) => {
            ("stop", t.logs_state_failed(name, *times, why.as_str(), desk.date(*again)))
        }
        (None, Some(since), _) => ("warn", t.logs_state_waiting(name, desk.date(since))),
        (None, None, Some(at)) => ("ok", t.logs_state_ok(name, state.sent, desk.date(at))),
        (None, None, None) => ("off", t.logs_state_new(name)),
    }
}
