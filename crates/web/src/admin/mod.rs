//! The handlers of the admin centre, one file per page. A handler opens a [`desk::Desk`] (the gate), asks it for leave
//! (`permit`), calls one verb of `service`, and fills a screen or leads on.
//!
//! What is shown once, such as a secret, stands in the answer of the form that made it and never in an address.

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};

use self::desk::Desk;
use crate::app::App;
use crate::here::Here;
use crate::screens::admin::Entry;

pub(crate) use self::evidence::attached;

mod application;
mod application_groups;
mod application_new;
mod application_permissions;
mod application_secrets;
mod application_settings;
mod applications;
mod audit;
mod audit_seals;
mod browsers;
mod contexts;
mod defaults_replace;
mod deleted;
pub(crate) mod desk;
mod directory_sync;
mod emergency;
mod evidence;
mod evidence_file;
mod evidence_sections;
mod exclusions;
mod group;
mod group_acts;
mod group_file;
mod group_members;
mod group_new;
mod group_rule;
mod groups;
mod health;
mod home;
mod locations;
mod log_export;
mod method_use;
mod methods;
mod mfa_settings;
mod organisation;
mod overview;
mod passkeys;
mod people;
mod people_export;
mod people_import;
mod per_user_mfa;
mod person;
mod person_acts;
mod person_edit;
mod person_new;
mod person_remembered;
mod personal_data;
mod plan;
mod policies;
mod policy;
mod policy_acts;
mod policy_edit;
mod policy_import;
mod policy_patch;
mod policy_templates;
mod policy_tests;
mod policy_trial;
mod properties;
mod replay;
mod retention;
mod revisions;
mod roles;
mod search;
mod security_defaults;
mod selected;
pub(crate) mod shown;
mod sign_in;
mod sign_in_events;
mod sign_in_seen;
pub(crate) mod sign_ins;
mod strengths;
mod terms;
mod what_if;

/// An address below the admin centre that is none, for whoever may open it; everybody else gets the answer that they
/// would have got anyway.
pub async fn nothing(here: Here, failed: Response) -> Response {
    match Desk::open(here, Entry::Home).await {
        Ok(desk) => desk.missing(),
        Err(_) => failed,
    }
}

/// The routes below `/admin`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/admin", get(home::page))
        .route(home::REMIND, post(home::remind))
        .route(search::PATH, get(search::page))
        .merge(people_routes())
        .route("/admin/roles", get(roles::page))
        .route("/admin/roles/{role}", get(roles::one))
        .merge(group_routes())
        .merge(application_routes())
        .merge(policy_routes())
        .merge(location_routes())
        .merge(revision_routes())
        .merge(terms_routes())
        .merge(emergency_routes())
        .route("/admin/identity/properties", get(properties::page))
        .route(organisation::PATH, get(organisation::page).post(organisation::save))
        .route(security_defaults::PATH, get(security_defaults::page).post(security_defaults::save))
        .route(defaults_replace::PATH, get(defaults_replace::page).post(defaults_replace::save))
        .route(defaults_replace::LOOK, post(defaults_replace::look))
        .route(plan::PATH, get(plan::page))
        .route(directory_sync::PATH, get(directory_sync::page).post(directory_sync::act))
        .route(directory_sync::STOP, get(directory_sync::ask_stop).post(directory_sync::stop))
        .route(directory_sync::RUN, get(directory_sync::run))
        .route(browsers::PATH, get(browsers::page).post(browsers::save))
        .route(methods::PATH, get(methods::page))
        .route(method_use::KEYS, get(method_use::keys).post(method_use::save_keys))
        .route(method_use::APPS, get(method_use::apps).post(method_use::save_apps))
        .route(passkeys::PATH, get(passkeys::page).post(passkeys::save))
        .route(health::PATH, get(health::page).post(health::again))
        .route("/admin/audit-logs", get(audit::page))
        .route(audit_seals::PATH, get(audit_seals::page).post(audit_seals::again))
        .route(audit_seals::FILE, get(audit_seals::file))
        .route("/admin/evidence", get(evidence::page))
        .route(evidence::FILE, post(evidence::file))
        .route(retention::PATH, get(retention::page).post(retention::save))
        .route(log_export::PATH, get(log_export::page).post(log_export::act))
        .route("/admin/audit-logs/{id}", get(audit::one))
        .route(what_if::PATH, get(what_if::page))
        .route(replay::PATH, get(replay::page).post(replay::start))
        .route(replay::FILE, post(replay::file))
        .route(policy_tests::PATH, get(policy_tests::page).post(policy_tests::add))
        .route("/admin/conditional-access/tests/{id}/remove", post(policy_tests::remove))
        .route("/admin/sign-ins", get(sign_ins::page))
        .route("/admin/sign-ins/{code}", get(sign_in::page))
}

fn people_routes() -> Router<App> {
    Router::new()
        .route("/admin/users", get(people::page).post(person_new::add))
        .route("/admin/users/new", get(person_new::page))
        .route("/admin/guests", get(people::guests))
        .route(people_import::PATH, get(people_import::page).post(people_import::start))
        .route(people_export::PATH, post(people_export::export))
        .route(selected::PATH, post(selected::act))
        .route("/admin/users/mfa", get(per_user_mfa::page))
        .route(mfa_settings::PATH, get(mfa_settings::page).post(mfa_settings::save))
        .route(per_user_mfa::FILE, post(per_user_mfa::take))
        .route(per_user_mfa::OFF, get(per_user_mfa::ask).post(per_user_mfa::switch_off))
        .route("/admin/deleted-users", get(deleted::page))
        .route("/admin/deleted-users/{id}/{act}", get(deleted::ask).post(deleted::act))
        .route("/admin/users/{id}", get(person::page))
        .route("/admin/users/{id}/edit", get(person_edit::page).post(person_edit::save))
        .route("/admin/users/{id}/invite", post(person::invite))
        .route("/admin/users/{id}/roles", post(person_acts::give_role))
        .route("/admin/users/{id}/roles/{role}/take", get(person_acts::ask_role).post(person_acts::take_role))
        .route(
            "/admin/users/{id}/methods/{method}/remove",
            get(person_acts::ask_method).post(person_acts::remove_method),
        )
        .route("/admin/users/{id}/remembered/{record}/forget", post(person_remembered::forget))
        .route(personal_data::PATH, post(personal_data::file))
        .route("/admin/users/{id}/{act}", get(person_acts::ask).post(person_acts::act))
}

fn group_routes() -> Router<App> {
    Router::new()
        .route("/admin/groups", get(groups::page).post(group_new::add))
        .route(group_new::PATH, get(group_new::page))
        .route(groups::DELETED, get(groups::deleted))
        .route("/admin/groups/{id}", get(group::page).post(group::change))
        .route("/admin/groups/{id}/members", post(group_members::add))
        .route("/admin/groups/{id}/members/{member}/remove", post(group_members::remove))
        .route("/admin/groups/{id}/members.csv", post(group_file::give))
        .route("/admin/groups/{id}/import", post(group_file::take))
        .route("/admin/groups/{id}/rule", post(group_rule::edit))
        .route("/admin/groups/{id}/owners", post(group_members::add_owner))
        .route("/admin/groups/{id}/owners/{person}/remove", post(group_members::remove_owner))
        .route("/admin/groups/{id}/roles", post(group_acts::give_role))
        .route("/admin/groups/{id}/roles/{role}/take", get(group_acts::ask_role).post(group_acts::take_role))
        .route("/admin/groups/{id}/delete", get(group_acts::ask_delete).post(group_acts::delete))
        .route("/admin/groups/{id}/restore", post(group_acts::restore))
        .route("/admin/groups/{id}/purge", get(group_acts::ask_purge).post(group_acts::purge))
}

fn application_routes() -> Router<App> {
    Router::new()
        .route("/admin/applications", get(applications::page).post(application_new::register))
        .route("/admin/applications/new", get(application_new::page))
        .route(application_settings::PATH, get(application_settings::page).post(application_settings::save))
        .route(
            application_settings::REPLACE,
            get(application_settings::ask_replacement).post(application_settings::replace),
        )
        .route(
            application_settings::LEAKED,
            get(application_settings::ask_leaked).post(application_settings::replace_leaked),
        )
        .route("/admin/applications/{id}", get(application::page).post(application::change))
        .route("/admin/applications/{id}/who", post(application::choose_who))
        .route("/admin/applications/{id}/people", post(application::name_person))
        .route("/admin/applications/{id}/people/{person}/remove", post(application::unname_person))
        .route("/admin/applications/{id}/groups", post(application_groups::name_group))
        .route("/admin/applications/{id}/groups/{group}/remove", post(application_groups::unname_group))
        .route("/admin/applications/{id}/permissions", post(application_permissions::give))
        .route("/admin/applications/{id}/permissions/remove", post(application_permissions::take))
        .route("/admin/applications/{id}/sign-ins", post(application::choose_demand))
        .route("/admin/applications/{id}/signing", post(application::choose_signing))
        .route("/admin/applications/{id}/secrets", post(application_secrets::add))
        .route(
            "/admin/applications/{id}/secrets/{secret}/remove",
            get(application_secrets::ask_removal).post(application_secrets::remove),
        )
        .route("/admin/applications/{id}/delete", get(application::ask_delete).post(application::delete))
        .route("/admin/applications/{id}/put-back", post(application::put_back))
}

fn policy_routes() -> Router<App> {
    Router::new()
        .route("/admin/conditional-access", get(overview::page))
        .route("/admin/conditional-access/policies", get(policies::page))
        .route(policy_templates::PATH, get(policy_templates::page))
        .route(policy_import::PATH, get(policy_import::page).post(policy_import::import))
        .route(policy_import::MAP, get(policy_import::map_page).post(policy_import::map))
        .route(policy_edit::NEW, get(policy_edit::new).post(policy_edit::create))
        .route("/admin/conditional-access/policies/{id}", get(policy::page))
        .route(
            "/admin/conditional-access/policies/{id}/edit",
            get(policy_edit::page).post(policy_edit::change),
        )
        .route("/admin/conditional-access/policies/{id}/json", get(policy::file))
        .route(
            "/admin/conditional-access/policies/{id}/exclusions/{subject}",
            get(exclusions::page).post(exclusions::save),
        )
        .route("/admin/conditional-access/policies/{id}/switch", post(policy_acts::switch))
        .route(
            "/admin/conditional-access/policies/{id}/delete",
            get(policy_acts::ask_delete).post(policy_acts::delete),
        )
        .route("/admin/conditional-access/policies/{id}/restore", post(policy_acts::restore))
        .route(policy_trial::KEEP, post(policy_trial::keep))
        .route(policy_trial::TAKE_BACK, get(policy_trial::ask_back).post(policy_trial::take_back))
}

fn revision_routes() -> Router<App> {
    Router::new()
        .route("/admin/conditional-access/revisions", get(revisions::page))
        .route("/admin/conditional-access/revisions/{id}", get(revisions::one))
        .route(
            "/admin/conditional-access/revisions/{id}/restore",
            get(revisions::ask_restore).post(revisions::restore),
        )
}

fn location_routes() -> Router<App> {
    Router::new()
        .route("/admin/conditional-access/locations", get(locations::page))
        .route(locations::NEW, get(locations::new).post(locations::create))
        .route("/admin/conditional-access/locations/{id}", get(locations::one).post(locations::change))
        .route(
            "/admin/conditional-access/locations/{id}/delete",
            get(locations::ask_delete).post(locations::delete),
        )
        .route("/admin/conditional-access/locations/{id}/restore", post(locations::restore))
        .route("/admin/conditional-access/strengths", get(strengths::page))
        .route(strengths::NEW, get(strengths::new).post(strengths::create))
        .route("/admin/conditional-access/strengths/{id}", get(strengths::one).post(strengths::change))
        .route(
            "/admin/conditional-access/strengths/{id}/delete",
            get(strengths::ask_delete).post(strengths::delete),
        )
        .route("/admin/conditional-access/contexts", get(contexts::page))
        .route(contexts::NEW, get(contexts::new).post(contexts::create))
        .route("/admin/conditional-access/contexts/{id}", get(contexts::one).post(contexts::change))
        .route(
            "/admin/conditional-access/contexts/{id}/delete",
            get(contexts::ask_delete).post(contexts::delete),
        )
}

fn terms_routes() -> Router<App> {
    Router::new()
        .route("/admin/conditional-access/terms", get(terms::page))
        .route(terms::NEW, get(terms::new).post(terms::create))
        .route("/admin/conditional-access/terms/{id}", get(terms::one).post(terms::change))
        .route("/admin/conditional-access/terms/{id}/delete", get(terms::ask_delete).post(terms::delete))
        .route("/admin/conditional-access/terms/{id}/answers", get(terms::answers))
        .route("/admin/conditional-access/terms/{id}/answers.csv", post(terms::file))
}

fn emergency_routes() -> Router<App> {
    Router::new()
        .route("/admin/emergency-access", get(emergency::page).post(emergency::designate))
        .route("/admin/emergency-access/{id}/withdraw", post(emergency::withdraw))
        .route("/admin/emergency-access/{id}/kit", post(emergency::kit))
        .route("/admin/emergency-access/{id}/rehearse", post(emergency::rehearse))
        .route("/admin/emergency-access/uses/{record}/seen", post(emergency::seen))
}
