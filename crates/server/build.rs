//! How the binary is linked.

use std::env;
use std::process::Command;

/// The first glibc whose loader reads packed relocations.
const FIRST: (u32, u32) = (2, 36);

/// Packs the relocations: sixty thousand pointers are a megabyte of the file, and of the memory of whoever starts it;
/// packed they are 12 kB. A loader that is too old refuses such a program, so it is asked for where the program is
/// built for the machine that builds it, and that one can.
#[expect(clippy::disallowed_methods, reason = "cargo says by the environment for what it builds")]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let own = env::var("TARGET").is_ok_and(|target| target.ends_with("-linux-gnu"))
        && env::var("TARGET").ok() == env::var("HOST").ok();
    if own && glibc().is_some_and(|version| version >= FIRST) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of this machine's C library, if it is glibc.
fn glibc() -> Option<(u32, u32)> {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    let (major, minor) = said.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
