//! Writes the little CBOR that authenticators write (CTAP 2.1 §8).

fn head(major: u8, number: u64) -> Vec<u8> {
    let major = major << 5;
    match number {
        0..=23 => vec![major | u8::try_from(number).unwrap()],
        24..=0xff => vec![major | 24, u8::try_from(number).unwrap()],
        0x100..=0xffff => [&[major | 25][..], &u16::try_from(number).unwrap().to_be_bytes()].concat(),
        _ => [&[major | 26][..], &u32::try_from(number).unwrap().to_be_bytes()].concat(),
    }
}

pub(crate) fn int(number: i64) -> Vec<u8> {
    match u64::try_from(number) {
        Ok(number) => head(0, number),
        Err(_) => head(1, u64::try_from(-1 - number).unwrap()),
    }
}

pub(crate) fn bytes(bytes: &[u8]) -> Vec<u8> {
    [head(2, bytes.len() as u64), bytes.to_vec()].concat()
}

pub(crate) fn text(text: &str) -> Vec<u8> {
    [head(3, text.len() as u64), text.as_bytes().to_vec()].concat()
}

pub(crate) fn array(items: &[Vec<u8>]) -> Vec<u8> {
    head(4, items.len() as u64).into_iter().chain(items.concat()).collect()
}

pub(crate) fn map(pairs: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let body = pairs.iter().flat_map(|(key, value)| [&key[..], value].concat());
    head(5, pairs.len() as u64).into_iter().chain(body).collect()
}
