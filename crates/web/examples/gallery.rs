//! Writes every sample of every screen in every language to a folder, with the static files beside, to look at:
//! `cargo run -p web --example gallery -- target/gallery`.

use std::path::Path;
use std::{env, fs, io};

use model::Locale;
use web::{assets, screens};

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("static"))?;
    for asset in assets::all() {
        fs::write(folder.join(asset.url.trim_start_matches('/')), asset.bytes)?;
    }
    for locale in Locale::ALL {
        for (name, page) in screens::samples(locale) {
            let page = page.map_err(io::Error::other)?;
            fs::write(folder.join(format!("{name}.{}.html", locale.tag())), page)?;
        }
    }
    Ok(())
}
