//! What applications do at Sluis and what must fail there: each attack is a test that names its case, and runs on
//! both databases. The application here is raw HTTP, so that it can say what no library would.

mod accounts;
mod browsers;
mod demands;
mod edges;
mod flows;
mod groups;
mod inquiries;
mod party;
mod places;
mod policies;
mod redirects;
mod revoked;
mod tokens;
