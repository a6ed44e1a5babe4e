//! `cargo xtask types`: the types that bodies of the API are held against, compared with the schemas of Microsoft Graph,
//! which are not in this repository.

use std::path::Path;

use crate::{example, shell};

/// Where they are looked for, from the project's root: in a folder of data beside it. That of `v1.0`, then of `beta`.
const FILES: [&str; 2] =
    ["../shared/data/graph/v1.0-entra-subset.csdl", "../shared/data/graph/beta-entra-subset.csdl"];

/// Compares the table of types with two schemas; without arguments with those beside the project, which may be missing.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let files = match arguments {
        [] => FILES.map(str::to_owned),
        [v1, beta] => [v1.clone(), beta.clone()],
        _ => return Err("wants the schema of v1.0 and that of beta, or nothing".to_owned()),
    };
    if arguments.is_empty() && !FILES.iter().all(|file| root.join(file).is_file()) {
        println!("{} are not there: the types of Graph were not compared", FILES.join(" and "));
        return Ok(());
    }
    shell::run(example::command(root, "graph_types")?.args(files))
}
