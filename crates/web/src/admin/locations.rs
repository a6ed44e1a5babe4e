//! Named locations: places that policies name.

use axum::extract::Path;
use axum::response::Response;
use graph::LocationDocument;
use model::{Cidr, Id, Timestamp};
use policy::{Area, Location};
use serde_json::{Value, json};
use service::Fault;
use service::authority::{ManagePolicies, Permit, ReadSecurity, Target};
use service::conditional_access::{KeptLocation, LocationProblem, SavedLocation};

use super::desk::{Desk, refused, shown};
use super::plan;
use super::policy_acts::confirm;
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::{
    Confirm, Done, Entry, LocationForm, LocationLine, LocationPage, Locations, Question, RestorableLine,
    location_problem,
};

/// Where a new location is made.
pub(super) const NEW: &str = "/admin/conditional-access/locations/new";
/// How many ranges or countries a list shows.
const NAMED: usize = 4;

/// Every named location, with where it is used.
pub(super) async fn page(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Locations).await?;
    let kept = read(&desk).await?;
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let deleted = desk.or_fault(desk.house().deleted_locations(desk.tenant(), &permit).await)?;
    shown(&Locations { lacks_plan: plan::is_lacking(&desk).await?, ..list(&desk, &kept, &deleted) })
}

async fn read(desk: &Desk) -> Result<Vec<KeptLocation>, Response> {
    let permit = desk.permit::<ReadSecurity>(Target::Organisation)?;
    let (kept, _) = desk.or_fault(desk.house().locations(desk.tenant(), &permit).await)?;
    Ok(kept)
}

fn list(desk: &Desk, kept: &[KeptLocation], deleted: &[(LocationDocument, Timestamp)]) -> Locations {
    let line = |kept: &KeptLocation| LocationLine {
        id: kept.document.location.id.to_string(),
        name: kept.document.location.name.clone(),
        area: area(&kept.document.location.area),
        is_trusted: kept.document.location.is_trusted(),
        used_by: kept.used_by.clone(),
    };
    let gone = |(document, until): &(LocationDocument, Timestamp)| RestorableLine {
        id: document.location.id.to_string(),
        name: document.location.name.clone(),
        until: desk.day(*until),
    };
    Locations {
        shell: desk.shell(),
        lines: kept.iter().map(line).collect(),
        deleted: deleted.iter().map(gone).collect(),
        may_change: desk.may::<ManagePolicies>(Target::Organisation),
        lacks_plan: false,
    }
}

/// The first ranges or countries, and that there are more.
fn area(area: &Area) -> String {
    let mut words: Vec<String> = match area {
        Area::Addresses { ranges, .. } => ranges.iter().map(ToString::to_string).collect(),
        Area::Countries { countries, .. } => countries.iter().map(|one| one.code().to_owned()).collect(),
    };
    if words.len() > NAMED {
        words.truncate(NAMED);
        words.push("…".to_owned());
    }
    words.join(", ")
}

fn lines_of(ranges: &[Cidr]) -> String {
    ranges.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// A new location.
pub(super) async fn new(here: Here) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Locations).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    shown(&screen(&desk, None, LocationForm::default(), None))
}

/// Makes a location.
pub(super) async fn create(form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(NEW, form).await?;
    let form = typed(&fields);
    let made = desk.house().create_location(desk.tenant(), permit, &written(&form).to_string()).await;
    done(&desk, None, form, made)
}

/// A location as it is kept.
pub(super) async fn one(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Locations).await?;
    let kept = kept(&desk, &id).await?;
    let form = form_of(&kept.document);
    shown(&screen(&desk, Some(&kept), form, None))
}

/// Changes a location.
pub(super) async fn change(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&path(&id), form).await?;
    let kept = kept(&desk, &id).await?;
    let form = typed(&fields);
    let (id, text) = (kept.document.location.id, written(&form).to_string());
    let changed = desk.house().change_location(desk.tenant(), permit, id, &text).await;
    done(&desk, Some(&kept), form, changed)
}

fn done(
    desk: &Desk,
    kept: Option<&KeptLocation>,
    form: LocationForm,
    outcome: Result<Result<SavedLocation, LocationProblem>, Fault>,
) -> Result<Response, Response> {
    match desk.or_fault(outcome)? {
        Ok(_) => Ok(desk.done(Entry::Locations.path(), Done::LocationSaved)),
        Err(problem) => Err(refused(&screen(desk, kept, form, Some(words(desk, &problem))))),
    }
}

/// Asks once more before a location goes; where it may not go, says why.
pub(super) async fn ask_delete(here: Here, Path(id): Path<String>) -> Result<Response, Response> {
    let desk = Desk::open(here, Entry::Locations).await?;
    desk.permit::<ManagePolicies>(Target::Organisation)?;
    let kept = kept(&desk, &id).await?;
    shown(&question(&desk, &kept, Question::DeleteLocation(kept.document.location.name.clone())))
}

/// Deletes a location that no policy names.
pub(super) async fn delete(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, fields, permit) = taken(&path(&id), form).await?;
    let kept = kept(&desk, &id).await?;
    let location = &kept.document.location;
    if !fields.has("sure") {
        return shown(&question(&desk, &kept, Question::DeleteLocation(location.name.clone())));
    }
    let gone = desk.house().delete_location(desk.tenant(), permit, location.id).await;
    match desk.or_fault(gone)? {
        Ok(_) => {
            let undo = format!("{}/restore", path(&location.id.to_string()));
            Ok(desk.done_until_undone(Entry::Locations.path(), Done::LocationDeleted, (&undo, vec![])))
        }
        Err(problem) => {
            let why = Question::PolicyRefused(words(&desk, &problem));
            Err(refused(&question(&desk, &kept, why)))
        }
    }
}

/// Brings a deleted location back.
pub(super) async fn restore(Path(id): Path<String>, form: Form) -> Result<Response, Response> {
    let (desk, _, permit) = taken(Entry::Locations.path(), form).await?;
    let id = desk.id(&id)?;
    let back = desk.house().restore_location(desk.tenant(), permit, id).await;
    match desk.or_fault(back)? {
        Ok(_) => Ok(desk.done(Entry::Locations.path(), Done::LocationRestored)),
        Err(problem) => {
            let list = desk.here.to(Entry::Locations.path());
            let why = Question::PolicyRefused(words(&desk, &problem));
            Err(refused(&confirm(&desk, why, (String::new(), list))))
        }
    }
}

fn question(desk: &Desk, kept: &KeptLocation, question: Question) -> Confirm {
    let page = desk.here.to(&path(&kept.document.location.id.to_string()));
    confirm(desk, question, (format!("{page}/delete"), page))
}

fn words(desk: &Desk, problem: &LocationProblem) -> String {
    location_problem(desk.texts(), problem, |at| desk.recently(at))
}

fn path(id: &str) -> String {
    format!("{}/{id}", Entry::Locations.path())
}

async fn kept(desk: &Desk, id: &str) -> Result<KeptLocation, Response> {
    let kept = read(desk).await?;
    let id: Id<Location> = desk.id(id)?;
    kept.into_iter().find(|kept| kept.document.location.id == id).ok_or_else(|| desk.missing())
}

/// Who sent a form about a location, with the leave to change it.
async fn taken(page: &str, form: Form) -> Result<(Desk, Fields, Permit<ManagePolicies>), Response> {
    let (desk, fields) = Desk::take(form, Entry::Locations, page).await?;
    let permit = desk.permit::<ManagePolicies>(Target::Organisation)?;
    Ok((desk, fields, permit))
}

fn screen(
    desk: &Desk,
    kept: Option<&KeptLocation>,
    form: LocationForm,
    problem: Option<String>,
) -> LocationPage {
    LocationPage {
        shell: desk.shell(),
        id: kept.map(|kept| kept.document.location.id.to_string()),
        form,
        used_by: kept.map(|kept| kept.used_by.clone()).unwrap_or_default(),
        problem,
        may_change: desk.may::<ManagePolicies>(Target::Organisation),
    }
}

fn typed(fields: &Fields) -> LocationForm {
    LocationForm {
        name: fields.get("name").trim().to_owned(),
        by_country: fields.get("kind") == "countries",
        ranges: fields.get("ranges").to_owned(),
        is_trusted: fields.get("trusted") == "yes",
        countries: fields.get("countries").to_owned(),
        unknown: fields.get("unknown") == "yes",
    }
}

fn form_of(document: &LocationDocument) -> LocationForm {
    let form = LocationForm { name: document.location.name.clone(), ..LocationForm::default() };
    match &document.location.area {
        Area::Addresses { trusted, ranges } => {
            LocationForm { ranges: lines_of(ranges), is_trusted: *trusted, ..form }
        }
        Area::Countries { countries, unknown } => LocationForm {
            by_country: true,
            countries: countries.iter().map(|one| one.code()).collect::<Vec<_>>().join(", "),
            unknown: *unknown,
            ..form
        },
    }
}

/// The location in Graph's JSON.
fn written(form: &LocationForm) -> Value {
    if form.by_country {
        let countries = form.countries.split(|c: char| c == ',' || c.is_whitespace());
        let countries: Vec<String> =
            countries.filter(|code| !code.is_empty()).map(str::to_ascii_uppercase).collect();
        return json!({
            "@odata.type": "#microsoft.graph.countryNamedLocation", "displayName": form.name,
            "countriesAndRegions": countries, "includeUnknownCountriesAndRegions": form.unknown,
        });
    }
    let range = |range: &str| json!({ "cidrAddress": range });
    json!({
        "@odata.type": "#microsoft.graph.ipNamedLocation", "displayName": form.name,
        "isTrusted": form.is_trusted,
        "ipRanges": form.ranges.split_whitespace().map(range).collect::<Vec<_>>(),
    })
}
