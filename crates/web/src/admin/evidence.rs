//! Monitoring > Evidence: what an auditor asks for, over some days; and the files of it.

use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use service::authority::{ExportEvidence, ReadEvidence, Target};
use service::evidence::{Days, Evidence as Report, NoSecondStep};

use super::desk::{Desk, shown};
use super::evidence_file::{csv, json};
use super::evidence_sections::sections;
use super::shown::count;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{Entry, Evidence};

/// Where the files are made: making one leaves a record, so it is no address to open.
pub(super) const FILE: &str = "/admin/evidence/file";
/// The lengths that can be chosen: a day, a week, a month and a quarter.
const LENGTHS: [i64; 4] = [1, 7, 30, 92];
/// How many days are shown when none are chosen.
const USUAL: i64 = 30;

/// The days that were chosen.
struct Chosen {
    days: Days,
    /// How many, where they were chosen by their number.
    length: Option<i64>,
    is_wrong: bool,
}

impl Chosen {
    fn of(desk: &Desk, fields: &Fields) -> Self {
        let now = desk.house().now();
        let (first, last) = (fields.get("from"), fields.get("to"));
        let length = LENGTHS.into_iter().find(|days| days.to_string() == fields.get("days")).unwrap_or(USUAL);
        let usual = |is_wrong| Self { days: Days::until(now, length), length: Some(length), is_wrong };
        if first.is_empty() && last.is_empty() {
            return usual(false);
        }
        match Days::read(first, last, now) {
            Some(days) => Self { days, length: None, is_wrong: false },
            None => usual(true),
        }
    }
}

/// The report.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Evidence).await?;
    let permit = desk.permit::<ReadEvidence>(Target::Organisation)?;
    let chosen = Chosen::of(&desk, &desk.query());
    let report = desk.or_fault(desk.house().evidence(desk.tenant(), &permit, chosen.days).await)?;
    shown(&screen(&desk, &report, &chosen, false))
}

/// The report as a file, or as a page to be printed.
pub(super) async fn file(form: Form) -> Result<Response, Response> {
    let (desk, fields) = Desk::take(form, Entry::Evidence, Entry::Evidence.path()).await?;
    let permit = desk.permit::<ExportEvidence>(Target::Organisation)?;
    let chosen = Chosen::of(&desk, &fields);
    let form = match fields.get("form") {
        "csv" => "csv",
        "json" => "json",
        _ => "print",
    };
    let report = desk.house().export_evidence(desk.tenant(), permit, chosen.days, form).await;
    let report = desk.or_fault(report)?;
    let (first, last) = report.days.text();
    let name = format!("evidence-{first}-{last}.{form}");
    match form {
        "csv" => {
            let written = csv(&sections(&desk, &report));
            Ok(attached(desk.or_fault(written)?, "text/csv; charset=utf-8", &name))
        }
        "json" => Ok(attached(json(&desk, &report), "application/json", &name)),
        _ => shown(&screen(&desk, &report, &chosen, true)),
    }
}

/// A file to keep. Its name is made of days only.
pub(crate) fn attached(file: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let mut response = file.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, name);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn screen(desk: &Desk, report: &Report, chosen: &Chosen, is_print: bool) -> Evidence {
    let t = desk.texts();
    let shell = desk.shell();
    let (from, until) = report.days.time();
    // Days are counted in UTC, so they are said as they were typed there.
    let said = |at| text::day(at, desk.locale(), &text::TimeZone::UTC);
    let path = shell.to(Entry::Evidence);
    let lengths = LENGTHS
        .map(|days| (format!("{path}?days={days}"), t.overview_days(days), chosen.length == Some(days)));
    let counts = report.signed_in.counts;
    let without = report.people.all - report.people.registered;
    let last = until - model::Span::seconds(1);
    Evidence {
        lengths: lengths.to_vec(),
        days: report.days.text(),
        is_wrong: chosen.is_wrong,
        about: t.evidence_about(said(from), said(last), desk.date(report.at)),
        lede: t.evidence_lede(
            shell.number(&count(counts.sign_ins)),
            shell.number(&count(counts.single_factor)),
            without.max(0),
        ),
        sections: sections(desk, report),
        may_export: desk.may::<ExportEvidence>(Target::Organisation),
        is_print,
        shell,
    }
}

/// Why one factor was enough, in words.
pub(super) fn why_words(t: &text::Texts, why: NoSecondStep) -> String {
    match why {
        NoSecondStep::NoRule => t.evidence_why_no_rule(),
        NoSecondStep::OnlyReported => t.evidence_why_reported(),
        NoSecondStep::NotDemanded => t.evidence_why_not_demanded(),
        NoSecondStep::NotKept => t.evidence_why_not_kept(),
    }
}
