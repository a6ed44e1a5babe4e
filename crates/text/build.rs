//! Turns `locales/*/*.ftl` into one typed function per message. A message that a language lacks has no function,
//! so whoever says it does not compile; `tests/languages.rs` names it.

use std::path::Path;
use std::process::ExitCode;

use fluent_typed::{BuildOptions, FtlOutputOptions, LintLevel, build_from_locales_folder};

#[expect(clippy::disallowed_methods, reason = "cargo says by the environment where generated files go")]
fn main() -> ExitCode {
    let Some(out) = std::env::var_os("OUT_DIR") else { return ExitCode::FAILURE };
    let out = Path::new(&out);
    let file = |name: &str| out.join(name).to_string_lossy().into_owned();
    build_from_locales_folder(
        BuildOptions::default()
            .with_locales_folder("locales")
            .with_output_file_path(&file("messages.rs"))
            .with_ftl_output(FtlOutputOptions::single_file(&file("messages.ftl")))
            .with_lint_level(LintLevel::Strict)
            .with_prefix("")
            .without_format()
            // English and Dutch run from left to right, and marks that nobody sees break copying and comparing.
            .without_bidi_isolation(),
    )
}
