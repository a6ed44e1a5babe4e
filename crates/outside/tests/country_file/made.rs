//! A small MaxMind DB of IPv4 networks, written by the format's description (version 2.0).

/// Where the code of the country stands in each record.
#[derive(Debug, Clone, Copy)]
pub enum Code {
    /// `country.iso_code`
    InCountry,
    /// `country_code`
    Beside,
    /// `country`
    Itself,
    /// As `InCountry`, with city, state and place.
    WithCity,
    /// As `Beside`, with the same as texts.
    WithCityBeside,
}

/// What a side of a node leads to.
#[derive(Clone, Copy)]
enum To {
    Nothing,
    Node(usize),
    /// The record that begins so many bytes into the data.
    Data(usize),
}

/// The bytes of a file with these networks, each in its country.
pub fn file(kind: &str, made: u64, code: Code, networks: &[(&str, &str)]) -> Vec<u8> {
    let mut nodes = vec![[To::Nothing; 2]];
    let mut data = vec![];
    for (network, country) in networks {
        let offset = data.len();
        data.extend(record(code, country));
        add(&mut nodes, network, offset);
    }
    let mut bytes = vec![];
    for side in nodes.iter().flatten() {
        let value = match side {
            To::Nothing => nodes.len(),
            To::Node(index) => *index,
            To::Data(offset) => nodes.len() + 16 + offset,
        };
        bytes.extend(&u32::try_from(value).unwrap().to_be_bytes()[1..]);
    }
    bytes.extend([0; 16]);
    bytes.extend(data);
    bytes.extend(b"\xab\xcd\xefMaxMind.com");
    bytes.extend(metadata(kind, made, nodes.len()));
    bytes
}

/// Walks down the bits of a network, making what is not there.
fn add(nodes: &mut Vec<[To; 2]>, network: &str, offset: usize) {
    let (ip, length) = network.split_once('/').unwrap();
    let bits = u32::from(ip.parse::<std::net::Ipv4Addr>().unwrap());
    let length: u32 = length.parse().unwrap();
    let mut node = 0;
    for depth in 0..length {
        let side = usize::from(bits >> (31 - depth) & 1 == 1);
        if depth + 1 == length {
            nodes[node][side] = To::Data(offset);
        } else if let To::Node(next) = nodes[node][side] {
            node = next;
        } else {
            nodes.push([To::Nothing; 2]);
            let next = nodes.len() - 1;
            nodes[node][side] = To::Node(next);
            node = next;
        }
    }
}

fn record(code: Code, country: &str) -> Vec<u8> {
    match code {
        Code::InCountry => map(&[("country", map(&[("iso_code", text(country))]))]),
        Code::Beside => map(&[("country_code", text(country)), ("asn", text("AS64496"))]),
        Code::WithCity => map(&[
            ("city", named("Haarlem")),
            ("country", map(&[("iso_code", text(country))])),
            ("location", map(&[("latitude", double(52.3874)), ("longitude", double(4.6462))])),
            ("subdivisions", [extended(11, 1), named("North Holland")].concat()),
        ]),
        Code::WithCityBeside => map(&[
            ("city", text("Haarlem")),
            ("country_code", text(country)),
            ("latitude", text("52.38740")),
            ("longitude", text("4.64620")),
            ("region", text("North Holland")),
        ]),
        Code::Itself => map(&[("continent", text("EU")), ("country", text(country))]),
    }
}

fn metadata(kind: &str, made: u64, nodes: usize) -> Vec<u8> {
    map(&[
        ("binary_format_major_version", unsigned(5, 2)),
        ("binary_format_minor_version", unsigned(5, 0)),
        ("build_epoch", unsigned(9, made)),
        ("database_type", text(kind)),
        ("description", map(&[("en", text("made by a test"))])),
        ("ip_version", unsigned(5, 4)),
        ("languages", extended(11, 0)),
        ("node_count", unsigned(6, nodes as u64)),
        ("record_size", unsigned(5, 24)),
    ])
}

fn text(text: &str) -> Vec<u8> {
    assert!(text.len() < 29);
    let mut bytes = vec![2 << 5 | u8::try_from(text.len()).unwrap()];
    bytes.extend(text.as_bytes());
    bytes
}

/// Something with its name in English.
fn named(name: &str) -> Vec<u8> {
    map(&[("names", map(&[("en", text(name))]))])
}

fn double(value: f64) -> Vec<u8> {
    let mut bytes = vec![3 << 5 | 8];
    bytes.extend(value.to_be_bytes());
    bytes
}

fn map(pairs: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = vec![7 << 5 | u8::try_from(pairs.len()).unwrap()];
    for (key, value) in pairs {
        bytes.extend(text(key));
        bytes.extend(value);
    }
    bytes
}

/// A whole number of a kind (5: 16 bits, 6: 32, 9: 64), without the zeros before it.
fn unsigned(kind: u8, value: u64) -> Vec<u8> {
    let digits: Vec<u8> = value.to_be_bytes().into_iter().skip_while(|digit| *digit == 0).collect();
    let length = u8::try_from(digits.len()).unwrap();
    let mut bytes = if kind > 7 { extended(kind, length) } else { vec![kind << 5 | length] };
    bytes.extend(digits);
    bytes
}

/// The first bytes of a value whose kind does not fit into three bits.
fn extended(kind: u8, length: u8) -> Vec<u8> {
    vec![length, kind - 7]
}
