//! Several responses, or the answers to them, in one body: each as a line that ends in the length
//! of the bytes that follow it. Pure.

/// Adds a part to a bundle; no word of its head holds a space or a line end.
pub(crate) fn write(bundle: &mut Vec<u8>, head: &[&str], body: &[u8]) {
    for word in head {
        bundle.extend_from_slice(word.as_bytes());
        bundle.push(b' ');
    }
    bundle.extend_from_slice(body.len().to_string().as_bytes());
    bundle.push(b'\n');
    bundle.extend_from_slice(body);
}

/// The parts of a bundle, each its head's words and its body; none where it is not whole.
pub(crate) fn read<const WORDS: usize>(mut bundle: &[u8]) -> Option<Vec<([&str; WORDS], &[u8])>> {
    let mut parts = Vec::new();
    while !bundle.is_empty() {
        let end = bundle.iter().position(|byte| *byte == b'\n')?;
        let (line, rest) = bundle.split_at_checked(end)?;
        let mut words = std::str::from_utf8(line).ok()?.split(' ');
        let mut head = [""; WORDS];
        for word in &mut head {
            *word = words.next()?;
        }
        let length = words.next()?.parse().ok()?;
        let (body, rest) = rest.get(1..)?.split_at_checked(length)?;
        parts.push((head, body));
        bundle = rest;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn what_was_bundled_comes_apart_again() {
        let mut bundle = Vec::new();
        let parts: [([&str; 2], &[u8]); 3] = [
            (["PUT", "drawings"], b"{\"a\": 1}\n3"),
            (["DELETE", "cost"], b""),
            (["PUT", "cost"], b"\xff\x00\n"),
        ];
        for (head, body) in &parts {
            write(&mut bundle, head, body);
        }
        assert_eq!(read(&bundle).unwrap(), parts);
        assert_eq!(read::<2>(b"").unwrap(), []);
    }

    #[test]
    fn a_bundle_that_is_not_whole_is_none_at_all() {
        let mut bundle = Vec::new();
        write(&mut bundle, &["PUT"], b"one");
        write(&mut bundle, &["PUT"], b"two");
        let first = bundle.len() / 2;
        for end in (1..bundle.len()).filter(|end| *end != first) {
            assert_eq!(read::<1>(bundle.get(..end).unwrap()), None, "{end}");
        }
        assert_eq!(read::<2>(&bundle), None);
    }
}
