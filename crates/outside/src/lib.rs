//! What reaches outside: mail, directory servers, and the country of an address; one small file each.
//!
//! Nothing here knows a use case, a clock or a source of randomness: what a message needs of those is handed in as a
//! [`mail::Stamp`]. `server` makes these values from the configuration and hands them to `service` as functions.
//!
//! What it is deliberately not: a queue. A message that cannot leave is an error, and `service` tries again. Begin
//! with [`mail::Mailer`]; one more way out (SMS, push, webhooks) is one more module here. Where somebody can aim it, it
//! connects by [`reach::Reach`].

pub mod aimed;
pub mod country;
pub mod ldap;
pub mod mail;
pub mod reach;
mod timed;
