//! Where a webhook may lead: over TLS, to a host by its public name, and nowhere near the machine that sends.
//!
//! The rules are narrower than what a platform's parser takes, so that both read the same host in every address that
//! passes. No address of the network (IPv4, IPv6) passes in any notation. What a name leads to is looked up by the platform,
//! which is where private addresses are refused.

/// The most bytes of an address.
pub const MAX_URL: usize = 1000;

/// Last labels of names that mean the machine itself or its own network: RFC 6761, RFC 6762, RFC 8375, and those that
/// ICANN keeps out of the public root because networks use them inside (SAC113, name collisions).
const INSIDE: [&str; 11] = [
    "arpa",
    "corp",
    "home",
    "internal",
    "intranet",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "mail",
    "private",
];

/// Whether deliveries may go to an address: `https`, a host by its name in lower case, port 443 or 8443, no user, no
/// fragment.
#[must_use]
pub fn leads_outside(url: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"\\\"<>^`{|}#".contains(&byte);
    let Some(rest) = url.strip_prefix("https://") else {
        return false;
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let authority = rest.get(..end).unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    url.len() <= MAX_URL
        && url.bytes().all(plain)
        && matches!(port, "443" | "8443")
        && is_public_name(host)
}

fn is_public_name(host: &str) -> bool {
    let mut labels = host.rsplit('.');
    let last = labels.next().unwrap_or_default();
    // A last label that begins with a digit makes a parser read an IPv4 address, also in octal or hexadecimal.
    host.len() <= 253
        && is_label(last)
        && last.starts_with(|sign: char| sign.is_ascii_lowercase())
        && !INSIDE.contains(&last)
        && host.contains('.')
        && labels.all(is_label)
}

fn is_label(label: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&label.len())
        && label.bytes().all(sign)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::net::{Ipv4Addr, Ipv6Addr};
    use url::{Host, Url};

    #[test]
    fn public_hosts_by_their_names_pass() {
        for url in [
            "https://hooks.gemeente.example",
            "https://hooks.gemeente.example/",
            "https://hooks.gemeente.example:443/in?a=b&c=%20d",
            "https://hooks.gemeente.example:8443/in",
            "https://a.nl?x",
            "https://xn--gemente-9za.example/a/@b:c",
            "https://10.0.0.1.hooks.example/",
        ] {
            assert!(leads_outside(url), "{url}");
        }
    }

    #[test]
    fn what_leads_inside_or_can_be_read_in_two_ways_does_not_pass() {
        for url in [
            "",
            "https://",
            "https:///a",
            "https:hooks.example",
            "http://hooks.gemeente.example/",
            "HTTPS://hooks.gemeente.example/",
            "ftp://hooks.gemeente.example/",
            "javascript:alert(1)",
            "//hooks.gemeente.example/",
            "https://localhost/",
            "https://LOCALHOST/",
            "https://a.localhost/",
            "https://localhost./",
            "https://hooks.gemeente.example./",
            "https://printer/",
            "https://printer.local/",
            "https://metadata.google.internal/",
            "https://router.home.arpa/",
            "https://nas.lan/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://017700000001/",
            "https://0x7f000001/",
            "https://0x7f.1/",
            "https://127.0.0.0x1/",
            "https://169.254.169.254/latest/meta-data/",
            "https://8.8.8.8/",
            "https://１２７.0.0.1/",
            "https://127。0。0。1/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[fe80::1%25eth0]/",
            "https://user@hooks.gemeente.example/",
            "https://user:secret@hooks.gemeente.example/",
            "https://hooks.gemeente.example@127.0.0.1/",
            "https://127.0.0.1\\@hooks.gemeente.example/",
            "https://hooks.gemeente.example\\@127.0.0.1/",
            "https://hooks.gemeente.example#@127.0.0.1/",
            "https://127.0.0.1#.hooks.gemeente.example/",
            "https://hooks.gemeente.example:80/",
            "https://hooks.gemeente.example:22/",
            "https://hooks.gemeente.example:/",
            "https://hooks.gemeente.example:0443/",
            "https://hooks..gemeente.example/",
            "https://-hooks.gemeente.example/",
            "https://hooks-.gemeente.example/",
            "https://hooks_in.gemeente.example/",
            "https://hooks%2egemeente.example/",
            "https://127%2e0.0.1/",
            "https://hooks.gemeente.example/\n",
            " https://hooks.gemeente.example/",
            "https://hooks.gemeente.example/\u{202e}",
            "https://\t127.0.0.1/",
        ] {
            assert!(!leads_outside(url), "{url}");
        }
        let long = format!("https://hooks.example/{}", "a".repeat(MAX_URL));
        assert!(!leads_outside(&long));
        let name = |labels| {
            format!(
                "https://{}example",
                format!("{}.", "a".repeat(60)).repeat(labels)
            )
        };
        assert!(leads_outside(&name(4)), "251 letters");
        assert!(
            !leads_outside(&name(5)),
            "no name of the network is as long"
        );
    }

    /// One part of an IPv4 address as a parser may read it.
    fn part(number: u32, notation: u8) -> String {
        match notation % 3 {
            0 => format!("{number}"),
            1 => format!("0{number:o}"),
            _ => format!("0x{number:x}"),
        }
    }

    proptest! {
        #[test]
        fn no_ipv4_address_passes_in_any_notation(address: u32, notations: [u8; 4], parts in 1..5_usize) {
            let octets = Ipv4Addr::from(address).octets();
            let last: u32 = octets.iter().skip(parts - 1).fold(0, |sum, it| sum << 8 | u32::from(*it));
            let first = octets.iter().take(parts - 1).map(|it| u32::from(*it));
            let all: Vec<String> = first.chain([last]).zip(notations).map(|(number, notation)| part(number, notation)).collect();
            let host = all.join(".");
            // So a platform reads it.
            let read = Url::parse(&format!("https://{host}/")).unwrap();
            prop_assert_eq!(read.host(), Some(Host::Ipv4(Ipv4Addr::from(address))));
            for end in ["", "/", ":443/", "./", "?"] {
                let url = format!("https://{host}{end}");
                prop_assert!(!leads_outside(&url), "{}", url);
            }
        }

        #[test]
        fn no_ipv6_address_passes(address: u128, mapped: u32) {
            for address in [Ipv6Addr::from(address), Ipv4Addr::from(mapped).to_ipv6_mapped()] {
                let (short, long) = (format!("https://[{address}]/"), format!("https://{address}/"));
                prop_assert!(!leads_outside(&short));
                prop_assert!(!leads_outside(&long));
            }
        }

        #[test]
        fn a_platform_reads_the_same_host_in_whatever_passes(
            url in r"https?:[/\\]{1,3}([a-z0-9.-]{1,12}|[a-z]{1,5}\.[a-z]{2,5})([:@#?/\\.%][0-9a-z.:@/\\#?%\[\]-]{0,12}){0,3}|\PC{0,40}",
        ) {
            if leads_outside(&url) {
                let read = Url::parse(&url).unwrap();
                let written = url.trim_start_matches("https://");
                let written = written.split(['/', '?', ':']).next().unwrap();
                prop_assert_eq!(read.host(), Some(Host::Domain(written)));
                prop_assert_eq!(read.scheme(), "https");
                prop_assert!(matches!(read.port_or_known_default(), Some(443 | 8443)));
                prop_assert!(read.username().is_empty() && read.password().is_none());
            }
        }
    }
}
