//! What the product does when it is asked over HTTP: one file per subject, each test on both databases.
//!
//! They are one program: it is linked once, and starts one PostgreSQL.

#![allow(clippy::unwrap_used, reason = "tests")]

mod adding_people;
mod admin_centre;
mod application_secrets;
mod attacks_accounts;
mod attacks_between;
mod attacks_changes;
mod attacks_confirm;
mod attacks_counted;
mod attacks_devices;
mod attacks_every_route;
mod attacks_flooding;
mod attacks_groups;
mod attacks_guessing;
mod attacks_installation;
mod attacks_oauth;
mod attacks_organisations;
mod attacks_others;
mod attacks_passkeys;
mod attacks_recovery;
mod attacks_sign_in;
mod audit_logs;
mod audit_seals;
mod changing_people;
mod clients;
mod conditional_access;
mod deleting_people;
mod exclusions;
mod first_path;
mod graph_api;
mod groups;
mod health;
mod home;
mod importing_people;
mod importing_policies;
mod last_administrator;
mod lists;
mod location_pages;
mod method_use;
mod my_pages;
mod on_both;
mod organisation_settings;
mod pages;
mod passkey_rules;
mod per_user_mfa;
mod plans;
mod policy_overview;
mod policy_pages;
mod replacing_defaults;
mod restoring;
mod revisions;
mod roles;
mod search;
mod selected_people;
mod sign_in_stories;
mod signing_keys;
mod steps;
mod strength_pages;
mod terms_of_use;
mod trying_policies;
mod undoing;
mod unlocking;
mod ways_in;
