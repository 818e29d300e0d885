//! What is masked, what stays, and what holds for every text.

use super::*;
use proptest::{prelude::*, sample::select};

fn masked(text: &str) -> String {
    mask(text).text
}

#[track_caller]
fn whole(kind: Kind, text: &str) {
    let result = mask(text);
    assert_eq!(result.text, kind.mark(), "{text}");
    assert_eq!(result.found, [(kind, 0..text.len())], "{text}");
    let within = masked(&format!("Zie {text}, dank u."));
    assert_eq!(within, format!("Zie {}, dank u.", kind.mark()), "{text}");
}

#[track_caller]
fn stays(text: &str) {
    let result = mask(text);
    assert_eq!(result.text, text);
    assert!(result.found.is_empty(), "{text}: {:?}", result.found);
}

#[test]
fn an_address_of_the_web_is_masked_whole() {
    for text in [
        "https://zaak.example/mijn?token=abc&naam=jan",
        "HTTP://203.0.113.7:8080/a#b",
        "https://jan:geheim@zaak.example",
        "www.zaak.example/06-12345678",
        "WWW.zaak.example",
        "https://\u{437}\u{430}\u{43a}.example/\u{43a}",
        "h\u{200b}ttps:/\u{200b}/zaak.example",
    ] {
        whole(Kind::Link, text);
    }
    assert_eq!(
        masked("(zie https://a.nl/b).\nwww.c.nl"),
        "(zie [link]).\n[link]"
    );
    for text in [
        "http://",
        "https://...",
        "awww. nee",
        "de www. is groot",
        "en/of: //",
        "gemeente.nl",
    ] {
        stays(text);
    }
}

#[test]
fn a_bsn_is_masked_however_it_is_written() {
    for text in [
        "111222333",
        "123456782",
        "123.456.782",
        "123 456 782",
        "123-456-782",
        "1234.56.782",
        "1234 56 782",
        "12 34 56 78 2",
        "1 2 3 4 5 6 7 8 2",
        "123\u{a0}456\u{a0}782",
        "123\u{202f}456\u{202f}782",
        "123  456  782",
    ] {
        whole(Kind::Bsn, text);
    }
    assert_eq!(masked("mijn bsn is 123456782"), "mijn bsn is [bsn]");
    assert_eq!(masked("BSN:123456782."), "BSN:[bsn].");
    assert_eq!(masked("bsn123456782x"), "bsn[bsn]x");
    assert_eq!(masked("NL123456782B01"), "NL[bsn]B01");
    assert_eq!(masked("3 keer 12 123456782 5"), "3 keer 12 [bsn] 5");
    assert_eq!(masked("123456782 en 111222333"), "[bsn] en [bsn]");
}

#[test]
fn a_number_that_fails_the_eleven_test_stays() {
    for text in [
        "123456789",
        "123.456.789",
        "111222334",
        "000000000",
        "000 000 000",
        "987654321",
    ] {
        stays(text);
    }
}

#[test]
fn a_part_of_a_longer_number_is_no_bsn() {
    for text in [
        "1234567820",
        "0123456782123",
        "91234567829",
        "123456782123456782",
    ] {
        stays(text);
    }
    stays("123.456 782");
}

#[test]
fn an_iban_of_any_country_is_masked() {
    // The examples of the SWIFT IBAN Registry.
    for text in [
        "NL91ABNA0417164300",
        "NL91 ABNA 0417 1643 00",
        "nl91abna0417164300",
        "NL91.ABNA.0417.1643.00",
        "NL91-ABNA-0417-1643-00",
        "NL 91 ABNA 0417 1643 00",
        "NL91ABNA 0417164300",
        "BE68 5390 0754 7034",
        "DE89 3704 0044 0532 0130 00",
        "FR14 2004 1010 0505 0001 3M02 606",
        "GB29 NWBK 6016 1331 9268 19",
        "PL61 1090 1014 0000 0712 1981 2874",
        "TR33 0006 1005 1978 6457 8413 26",
        "UA21 3223 1300 0002 6007 2335 6600 1",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "NO93 8601 1117 947",
        "LC55 HEMM 0001 0001 0012 0012 0002 3015",
    ] {
        whole(Kind::Iban, text);
    }
    assert_eq!(
        masked("IBANNL91ABNA0417164300is van mij"),
        "[iban]is van mij"
    );
    assert_eq!(masked("NL91ABNA0417164300 is van mij"), "[iban] is van mij");
    assert_eq!(
        masked("AA78CB01925483079818957049GZjAA7500000000000a"),
        "AA78CB01925483079818957049[iban]a"
    );
    assert_eq!(
        masked("NL91ABNA0417164300/BE68539007547034"),
        "[iban]/[iban]"
    );
}

#[test]
fn an_iban_that_fails_modulo_97_stays() {
    for text in [
        "BE67539007547034",
        "BE68 5390 0754 7035",
        "GB29NWBK6016133192681",
        "GB29 NWBK 6016 1331 9268 18",
    ] {
        stays(text);
    }
}

#[test]
fn a_sentence_is_no_iban() {
    stays("nummer 68167366. In 1971 is 1 beter");
    stays("in 2024 heb ik op 12 november alles ingevuld");
    stays("ab12 abcdefghijklmnopqrstuvwxyz abcdefgh");
    stays("op 12 11 2026 en op 13 12 2026 en nog eens op 14 12 2026");
}

#[test]
fn an_account_number_has_15_to_34_signs() {
    whole(Kind::Iban, &checked("NO", "12345678901"));
    whole(Kind::Iban, &checked("LC", "1234567890123456789012345678AB"));
    stays(&checked("NO", "1234567891"));
    stays(&checked("LC", "1234567890123456789012345678ABC"));
}

#[test]
fn an_account_number_has_at_least_as_many_digits_as_letters() {
    whole(Kind::Iban, &checked("MT", "ABCDEF123456"));
    stays(&checked("MT", "ABCDEFG123456"));
    stays(&checked("MT", "ABCDEFGHIJKLMN"));
}

#[test]
fn only_capitals_stand_apart_from_the_check_digits() {
    whole(Kind::Iban, "BE 68 5390 0754 7034");
    stays("be 68 5390 0754 7034");
    stays("XBE 68 5390 0754 7034");
    stays("B E68 5390 0754 7034");
    stays("BE6 8 5390 0754 7034");
}

#[test]
fn a_dutch_phone_number_is_masked_however_it_is_written() {
    for text in [
        "0612345678",
        "06-12345678",
        "06 12345678",
        "06 - 12345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12 34 56 78",
        "0612 345 678",
        "06/12345678",
        "0 6 1 2 3 4 5 6 7 8",
        "020-1234567",
        "020 123 45 67",
        "(020) 123 45 67",
        "(06)12345678",
        "0228-123456",
        "088 123 4567",
        "+31612345678",
        "+31 6 12345678",
        "+31 6 12 34 56 78",
        "+31 (0)6 12345678",
        "+31(0)612345678",
        "+31-(0)6-12345678",
        "+310612345678",
        "(+31) 6 12345678",
        "+31 20 123 45 67",
        "0031612345678",
        "0031 6 12345678",
        "0031 (0)6 12345678",
        "00310612345678",
        "06\u{2013}12345678",
        "06\u{2011}12345678",
        "+31\u{a0}6\u{a0}12345678",
    ] {
        whole(Kind::Phone, text);
    }
    assert_eq!(masked("tel:0612345678;"), "tel:[tel];");
    assert_eq!(
        masked("bel 06 12345678 of 020 1234567"),
        "bel [tel] of [tel]"
    );
    assert_eq!(masked("(bel 06-12345678)"), "(bel [tel])");
    assert_eq!(masked("(06-12345678)"), "([tel])");
    assert_eq!(masked("+31 6 12345678 3 keer"), "[tel] 3 keer");
    assert_eq!(
        masked("op 4 dagen 06 1234 5678 9 keer"),
        "op 4 dagen [tel] 9 keer"
    );
}

#[test]
fn a_phone_number_of_another_country_is_masked_when_it_has_a_plus() {
    for text in [
        "+48 601 234 567",
        "+380 44 123 45 67",
        "+49 30 12345678",
        "+1 (212) 555-0123",
        "+905321234567",
    ] {
        whole(Kind::Phone, text);
    }
    stays("48 601 234 5678");
    stays("+12345678");
    stays("+1234567890123456");
}

#[test]
fn an_email_address_is_masked_whole() {
    for text in [
        "jan@gemeente.example",
        "j.de-vries+bouw@mail.gemeente.example",
        "JAN_99@X.NL",
        "o'neil@post.example",
        "renée@café.example",
        "123456782@student.example",
        "0612345678@sms.example",
        "a@b.co.uk",
        "a@1.nl",
        "jan\u{ff20}gemeente\u{ff0e}example",
    ] {
        whole(Kind::Email, text);
    }
    assert_eq!(masked("mail jan@x.nl."), "mail [e-mail].");
    assert_eq!(masked("<jan@x.nl>, (piet@x.nl)"), "<[e-mail]>, ([e-mail])");
    assert_eq!(
        masked("mailto:jan@x.nl?subject=1"),
        "mailto:[e-mail]?subject=1"
    );
    assert_eq!(masked("a@b.nl@c.nl"), "[e-mail]@c.nl");
    assert_eq!(masked("jan@x.nl-"), "[e-mail]-");
}

#[test]
fn an_at_sign_alone_is_no_email_address() {
    for text in [
        "@gemeente",
        "om @ 10.00 uur",
        "a@b",
        "a@b.1",
        "a@b.1x",
        "a@b.x1",
        "a@.c",
        "5@3.50",
        "jan @x.nl",
        "@x.nl",
        "a@ b.nl",
        "@@.nl",
    ] {
        stays(text);
    }
}

#[test]
fn a_postcode_is_masked_with_its_house_number() {
    for text in [
        "1234 AB 12",
        "1234AB 12",
        "1234ab 12",
        "1234AB12",
        "1234 AB, 12",
        "1234 AB 12a",
        "1234 AB nr 12",
        "1234AB nr. 12",
        "1234 AB huisnummer 12",
        "1234 AB huisnr: 12",
        "1234 AB #12",
        "12, 1234 AB",
        "12a 1234 AB",
        "12\n1234 AB",
        "12\r\n1234 AB",
        "1234AB - 12",
        "1234AB 12345",
    ] {
        whole(Kind::Address, text);
    }
    assert_eq!(
        masked("Dorpsstraat 12, 1234 AB Dorp"),
        "Dorpsstraat [adres] Dorp"
    );
    assert_eq!(
        masked("Dorpsstraat 12 bis, 1234 AB 12 bis"),
        "Dorpsstraat 12 bis, [adres] bis"
    );
    assert_eq!(masked("1234AB 12abc"), "[adres]abc");
    assert_eq!(masked("3 1234AB 12 4567CD"), "[adres] 4567CD");
}

#[test]
fn a_postcode_alone_and_what_only_looks_like_one_stay() {
    for text in [
        "1234 AB",
        "1234AB",
        "1234AB Utrecht",
        "5a1234AB",
        "in 2026 is 12 keer",
        "tussen 2025 en 2026",
        "max 1500 MB",
        "0234 AB 12",
        "1234 ABC 12",
        "1234 A 12",
        "12345 AB 12",
        "123 AB 12",
        "1234 AB 123456",
        "1234 AB kant 12",
        "1234 AB    12",
        "12    1234 AB",
        "1234 Ab 12",
        "1234 aB 12",
        "1234 ABé 12",
        "abc12ab",
        "é1 a 1234 AB",
        "1234567 1234 AB",
    ] {
        stays(text);
    }
}

#[test]
fn ordinary_numbers_dates_and_amounts_stay() {
    for text in [
        "22-11-2026",
        "22-11-2026 10:30",
        "06-11-2026 10:30",
        "06-11-2026 10",
        "06 11 2026 10 uur",
        "05.11.2026 14.30",
        "02-03-2026 - 04-03-2026",
        "06-03-2026 - 07-03-2026",
        "01-02-03-04-05",
        "van 09.30 - 10.15 12 keer",
        "09 12 34 56 78",
        "2026-11-22T10:30:00",
        "2026-W47",
        "€ 1.234.567,89",
        "1 250,50 euro",
        "€ 12.345.678",
        "€ 0,99",
        "100%",
        "14 0318",
        "112",
        "0900-8844",
        "kenmerk Z-2026-012345",
        "dossier 20261122001",
        "OLO 7654321",
        "versie 1.2.3.4",
        "3x2=6",
        "1 2 3 4 5 6 7 8 9",
        "stap 1, 2, 3, 4, 5, 6, 7, 8, 2",
        "12345678",
        "00 12 34 56 78",
        "0012345678",
        "31 612345678",
        "0031 12345678",
        "06123456789",
        "061234567",
        "06-12345678901",
        "06    12345678",
        "06,12345678",
    ] {
        stays(text);
    }
}

#[test]
fn digits_of_other_scripts_are_digits() {
    whole(Kind::Bsn, "１２３４５６７８２");
    whole(Kind::Bsn, "１２３．４５６．７８２");
    whole(Kind::Bsn, "١٢٣٤٥٦٧٨٢");
    whole(Kind::Bsn, "۱۲۳۴۵۶۷۸۲");
    whole(Kind::Bsn, "𝟏𝟐𝟑𝟜𝟝𝟞𝟩𝟪𝟮");
    whole(Kind::Phone, "٠٦١٢٣٤٥٦٧٨");
    whole(Kind::Phone, "＋３１ ６ １２３４５６７８");
    whole(Kind::Iban, "ＮＬ９１ＡＢＮＡ０４１７１６４３００");
    whole(Kind::Address, "１２３４ＡＢ\u{3000}１２");
}

#[test]
fn mathematical_digits_are_digits_in_each_of_their_styles() {
    for style in 0..5 {
        let digit = |sign: u8| char::from_u32(0x1_D7CE + style * 10 + u32::from(sign - b'0'));
        let number: String = "0612345678".bytes().filter_map(digit).collect();
        whole(Kind::Phone, &number);
    }
}

#[test]
fn the_ends_of_lines_of_other_systems_part_an_address_too() {
    for end in ["\r", "\u{85}", "\u{2028}", "\u{2029}"] {
        assert_eq!(masked(&format!("1234 AB{end}12")), "[adres]", "{end:?}");
    }
}

#[test]
fn a_phone_number_may_have_a_year_in_it_and_fifteen_digits() {
    whole(Kind::Phone, "06 2012 3456");
    whole(Kind::Phone, "+123 456 789 012 345");
}

#[test]
fn signs_that_do_not_show_do_not_hide_anything() {
    for hidden in [
        '\u{200b}',
        '\u{200d}',
        '\u{2060}',
        '\u{feff}',
        '\u{ad}',
        '\u{301}',
        '\u{20e3}',
        '\u{fe0f}',
        '\u{202e}',
        '\u{0}',
        '\u{7f}',
        '\u{61c}',
        '\u{180e}',
        '\u{e0030}',
    ] {
        for (kind, plain) in [
            (Kind::Bsn, "123456782"),
            (Kind::Iban, "NL91ABNA0417164300"),
            (Kind::Phone, "+31 6 12345678"),
            (Kind::Email, "jan@x.nl"),
            (Kind::Address, "1234AB 12"),
        ] {
            let text: String = plain.chars().flat_map(|sign| [sign, hidden]).collect();
            whole(kind, &text);
        }
    }
}

#[test]
fn a_mark_takes_the_place_of_the_find_alone() {
    let text = "é 123456782\u{301}, ü";
    let result = mask(text);
    assert_eq!(result.text, "é [bsn], ü");
    assert_eq!(result.found, [(Kind::Bsn, 3..14)]);
    assert_eq!(masked("e\u{301}e\u{301}n"), "e\u{301}e\u{301}n");
    assert_eq!(masked("\u{200b}123456782"), "\u{200b}[bsn]");
    assert_eq!(masked(""), "");
}

#[test]
fn several_finds_are_told_in_order() {
    let text = "Ik ben 123456782, bel 06-12345678 of mail jan@x.nl; 1234AB 12, NL91ABNA0417164300.";
    let result = mask(text);
    assert_eq!(
        result.text,
        "Ik ben [bsn], bel [tel] of mail [e-mail]; [adres], [iban]."
    );
    let kinds: Vec<Kind> = result.found.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(
        kinds,
        [
            Kind::Bsn,
            Kind::Phone,
            Kind::Email,
            Kind::Address,
            Kind::Iban
        ]
    );
    let finds: Vec<&str> = result
        .found
        .iter()
        .map(|(_, range)| &text[range.clone()])
        .collect();
    assert_eq!(
        finds,
        [
            "123456782",
            "06-12345678",
            "jan@x.nl",
            "1234AB 12",
            "NL91ABNA0417164300"
        ]
    );
}

/// A hundred thousand signs each: would take minutes if any rule looked back over all that came before.
#[test]
fn hostile_texts_take_linear_time() {
    for piece in [
        "1",
        "1 ",
        "0",
        "06 ",
        "12 ",
        "a",
        "A",
        "@",
        "a@",
        "a@b.",
        "NL91",
        "NL91 ",
        "NL91A",
        "ab12 ",
        "1234AB ",
        "1 1234AB ",
        "+",
        "+1",
        "+1 ",
        ".",
        " ",
        "(",
        "0)",
        "1.",
        "a.b",
        "\u{200b}",
        "é",
        "1234 ",
        "1234 AB",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        let result = mask(&text);
        assert_eq!(mask(&result.text).text, result.text, "{piece}");
    }
}

fn bsn() -> impl Strategy<Value = String> {
    (10_000_000..100_000_000_u64).prop_filter_map("no check digit", |first| {
        (0..10).map(|last| first * 10 + last).find_map(|number| {
            let digits: Vec<u64> = number
                .to_string()
                .bytes()
                .map(|digit| u64::from(digit - b'0'))
                .collect();
            let sum: u64 = (2..=9)
                .rev()
                .zip(&digits)
                .map(|(weight, digit)| weight * digit)
                .sum();
            (sum % 11 == digits[8]).then(|| number.to_string())
        })
    })
}

/// The account number of a country and a body, with the check digits they need.
fn checked(country: &str, body: &str) -> String {
    let rest = format!("{body}{country}00")
        .bytes()
        .fold(0, |rest, sign| match sign {
            b'0'..=b'9' => (rest * 10 + u32::from(sign - b'0')) % 97,
            letter => (rest * 100 + u32::from(letter - b'A') + 10) % 97,
        });
    format!("{country}{:02}{body}", 98 - rest)
}

fn iban() -> impl Strategy<Value = String> {
    ("[A-Z]{2}", "[A-Z]{0,4}[0-9]{11,20}").prop_map(|(country, body)| checked(&country, &body))
}

fn phone() -> impl Strategy<Value = String> {
    let start = select(vec![
        "0", "+31", "+31 ", "+31 (0)", "0031", "0031-", "(+31) ",
    ]);
    (
        start,
        "[1-9][0-9]",
        select(vec!["", "-", " ", " - "]),
        "[0-9]{3}",
        select(vec!["", " "]),
        "[0-9]{4}",
    )
        .prop_filter("a date or time", |(start, area, gap, ..)| {
            *start != "0" || area.starts_with('6') || gap.is_empty()
        })
        .prop_map(|(start, area, gap, one, space, two)| {
            format!("{start}{area}{gap}{one}{space}{two}")
        })
}

fn grouped(text: &str, size: usize, by: &str) -> String {
    let groups: Vec<String> = text
        .as_bytes()
        .chunks(size)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    groups.join(by)
}

/// Texts made of what the rules look for, and of what lies near it.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        bsn(),
        bsn().prop_map(|text| grouped(&text, 3, ".")),
        iban(),
        iban().prop_map(|text| grouped(&text, 4, " ")),
        phone(),
        select(vec![
            "jan@x.nl",
            "://",
            "https://x",
            "www.",
            "@",
            "a@",
            "@b.nl",
            ".nl",
            "1234AB",
            "1234 AB 12",
            "12",
            " 12 ",
            "nr"
        ])
        .prop_map(str::to_owned),
        "[0-9]{1,11}",
        "[a-zA-Z]{1,3}",
        "[ .,/()\n+-]{1,4}",
        select(vec![
            "\u{200b}", "\u{301}", "é", "１", "٣", "＠", "[", "]", "€", "👍"
        ])
        .prop_map(str::to_owned),
        "\\PC{0,3}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn masking_twice_is_masking_once(text in hostile()) {
        let once = mask(&text).text;
        let twice = mask(&once);
        prop_assert_eq!(&twice.text, &once);
        prop_assert!(twice.found.is_empty());
    }

    #[test]
    fn all_but_the_finds_is_kept_as_it_was(text in hostile()) {
        let result = mask(&text);
        let mut rebuilt = String::new();
        let mut kept = 0;
        for (kind, range) in &result.found {
            prop_assert!(kept <= range.start && range.start < range.end);
            rebuilt += &text[kept..range.start];
            rebuilt += kind.mark();
            kept = range.end;
        }
        rebuilt += &text[kept..];
        prop_assert_eq!(rebuilt, result.text);
    }
}

proptest! {
    #[test]
    fn any_text_survives(text in any::<String>()) {
        let once = mask(&text).text;
        prop_assert_eq!(&mask(&once).text, &once);
    }

    #[test]
    fn every_bsn_is_found(number in bsn(), size in 1..10_usize, by in select(vec!["", " ", ".", "-"])) {
        prop_assert_eq!(masked(&format!("bsn {}!", grouped(&number, size, by))), "bsn [bsn]!");
    }

    #[test]
    fn every_number_that_is_no_bsn_stays(number in bsn(), wrong in 1..10_u64) {
        let number: u64 = number.parse().unwrap();
        let other = (number - number % 10 + (number + wrong) % 10).to_string();
        prop_assert_eq!(masked(&other), other);
    }

    #[test]
    fn every_iban_is_found(number in iban(), size in select(vec![4, 40]), by in select(vec![" ", ".", "-"])) {
        let text = grouped(&number, size, by);
        let result = mask(&format!("op {text}, graag"));
        prop_assert_eq!(&result.text, "op [iban], graag");
        prop_assert_eq!(masked(&text.to_lowercase()), "[iban]");
    }

    #[test]
    fn every_dutch_phone_number_is_found(number in phone()) {
        prop_assert_eq!(masked(&format!("bel {number}.")), "bel [tel].");
    }

    #[test]
    fn dates_times_and_amounts_always_stay(
        day in 1..29_u32, month in 1..13_u32, year in 1950..2050_u32, hour in 0..24_u32, minute in 0..60_u32,
        euros in 0..1_000_000_u32, cents in 0..100_u32, number in 0..100_000_000_u32, part in select(vec!["-", " ", ".", "/"]),
    ) {
        let text = format!(
            "Op {day:02}{part}{month:02}{part}{year} {hour:02}:{minute:02} uur, ook {day}{part}{month}{part}{year}, \
             betaalde ik € {}.{:03},{cents:02} voor nummer {number}. In {year} is {day} beter.",
            euros / 1000, euros % 1000,
        );
        prop_assert_eq!(masked(&text), text);
    }
}
