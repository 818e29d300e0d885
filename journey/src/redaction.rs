//! Masks personal data in a comment: citizen service numbers (BSN), bank accounts (IBAN),
//! telephone numbers, e-mail addresses, postcodes with a house number, and addresses of the web,
//! which may name a person or open what is theirs.
//!
//! What is masked is gone from the text. Masking a masked text changes nothing, and the time it
//! takes grows with the length of the text alone.
//!
//! A text is read as tokens: its characters without those that do not show (zero-width signs,
//! combining marks), digits and punctuation of other scripts as their ASCII. A rule looks only at
//! what it masks, and masks whole groups of digits or letters; that is why one mask never uncovers
//! a match for another.

use std::ops::Range;

/// A kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An address of the web, or of anything else that has `://` in it.
    Link,
    /// An e-mail address.
    Email,
    /// A bank account number (ISO 13616) of any country.
    Iban,
    /// A telephone number: Dutch, or of any country where it begins with a plus sign.
    Phone,
    /// A Dutch citizen service number.
    Bsn,
    /// A Dutch postcode with a house number.
    Address,
}

/// A text without the personal data that was found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked {
    /// The text with a mark such as `[iban]` in place of each find.
    pub text: String,
    /// What was found, in order, with its bytes in the original text.
    pub found: Vec<(Kind, Range<usize>)>,
}

/// Masks the personal data in a text.
#[must_use]
pub fn mask(text: &str) -> Masked {
    let mut scan = Scan::new(text);
    scan.hide_all(Kind::Link, Scan::link);
    scan.hide_all(Kind::Email, Scan::email);
    scan.hide_all(Kind::Iban, Scan::iban);
    scan.hide_all(Kind::Phone, Scan::phone);
    scan.hide_all(Kind::Bsn, Scan::bsn);
    scan.hide_all(Kind::Address, Scan::address);
    scan.masked(text)
}

impl Kind {
    fn mark(self) -> &'static str {
        match self {
            Self::Link => "[link]",
            Self::Email => "[e-mail]",
            Self::Iban => "[iban]",
            Self::Phone => "[tel]",
            Self::Bsn => "[bsn]",
            Self::Address => "[adres]",
        }
    }
}

/// A character that shows.
struct Token {
    /// Its first byte in the text.
    start: usize,
    /// Its ASCII; `LETTER` for a Latin letter beyond ASCII, `NOTHING` for any other sign.
    sign: u8,
    mask: Mask,
}

#[derive(Clone, Copy)]
enum Mask {
    No,
    Begins(Kind),
    Continues,
}

const LETTER: u8 = 0x80;

/// Also what a masked token reads as, and what lies beyond either end of the text.
const NOTHING: u8 = 0;

/// The most signs between two groups of what belongs together.
const GAP: usize = 3;

struct Scan(Vec<Token>);

impl Scan {
    fn new(text: &str) -> Self {
        let mut tokens = Vec::new();
        for (start, sign) in text.char_indices() {
            if let Some(sign) = shown(u32::from(sign)) {
                let mask = Mask::No;
                tokens.push(Token { start, sign, mask });
            }
        }
        Self(tokens)
    }

    /// Hides every match of a rule, from left to right. A rule is given each place in turn.
    fn hide_all(&mut self, kind: Kind, rule: fn(&Self, usize) -> Option<Range<usize>>) {
        let mut at = 0;
        while at < self.0.len() {
            let found = rule(self, at);
            at += 1;
            if let Some(range) = found {
                at = range.end;
                let mut mask = Mask::Begins(kind);
                for token in self.0.get_mut(range).unwrap_or_default() {
                    token.sign = NOTHING;
                    token.mask = mask;
                    mask = Mask::Continues;
                }
            }
        }
    }

    fn masked(&self, text: &str) -> Masked {
        let mut masked = Masked {
            text: String::new(),
            found: Vec::new(),
        };
        let mut kept = 0;
        let mut tokens = self.0.iter().peekable();
        while let Some(token) = tokens.next() {
            if let Mask::Begins(kind) = token.mask {
                while tokens
                    .next_if(|next| matches!(next.mask, Mask::Continues))
                    .is_some()
                {}
                let end = tokens.peek().map_or(text.len(), |next| next.start);
                masked.text += text.get(kept..token.start).unwrap_or_default();
                masked.text += kind.mark();
                masked.found.push((kind, token.start..end));
                kept = end;
            }
        }
        masked.text += text.get(kept..).unwrap_or_default();
        masked
    }

    fn sign(&self, at: usize) -> u8 {
        self.0.get(at).map_or(NOTHING, |token| token.sign)
    }

    fn before(&self, at: usize) -> u8 {
        self.sign(at.wrapping_sub(1))
    }

    /// The place after at most so many signs that fit, from `at` on.
    fn over(&self, mut at: usize, most: usize, fits: fn(u8) -> bool) -> usize {
        let end = at.saturating_add(most);
        while at < end && fits(self.sign(at)) {
            at += 1;
        }
        at
    }

    /// The place of the first of at most so many signs that fit, up to `at`.
    fn back_over(&self, mut at: usize, most: usize, fits: fn(u8) -> bool) -> usize {
        let end = at.saturating_sub(most);
        while at > end && fits(self.before(at)) {
            at -= 1;
        }
        at
    }

    /// Letters and `://`, or `www.`, and all that follows up to a space but for the signs that end
    /// a sentence.
    fn link(&self, at: usize) -> Option<Range<usize>> {
        let reads = |text: &[u8]| {
            (at..)
                .zip(text)
                .all(|(at, sign)| self.sign(at) | 0x20 == *sign | 0x20)
        };
        let (start, least) = if reads(b"://") {
            (self.back_over(at, usize::MAX, is_ascii_letter), at + 3)
        } else if reads(b"www.") && !is_letter(self.before(at)) {
            (at, at + 4)
        } else {
            return None;
        };
        let rest = self.0.get(least..)?.iter();
        let length = rest
            .take_while(|it| !matches!(it.sign, b' ' | b'\n'))
            .count();
        let end = self.back_over(least + length, length, ends_sentence);
        (end > least).then_some(start..end)
    }

    /// An `@` with something before it, and a dot and two letters after it. All that could belong
    /// to the address goes with it.
    fn email(&self, at: usize) -> Option<Range<usize>> {
        if self.sign(at) != b'@' {
            return None;
        }
        let start = self.back_over(at, usize::MAX, is_local);
        let end = self.over(at + 1, usize::MAX, is_domain);
        let dotted = (at..end).any(|dot| {
            self.sign(dot) == b'.' && is_letter(self.sign(dot + 1)) && is_letter(self.sign(dot + 2))
        });
        let end = self.back_over(end, usize::MAX, |sign| matches!(sign, b'.' | b'-'));
        (start < at && dotted).then_some(start..end)
    }

    /// Two letters and two digits, then up to 30 letters and digits, of which the whole passes
    /// modulo 97 (ISO 7064) where a group of letters or of digits ends: the longest such. Real
    /// account numbers have at least as many digits as letters, and none of those four stands
    /// apart but after capitals; sentences are not so.
    fn iban(&self, start: usize) -> Option<Range<usize>> {
        let (mut head, mut body) = (0, 0);
        let (mut count, mut letters) = (0, 0);
        let mut at = start;
        let mut found = None;
        while count < 34 {
            let sign = self.sign(at);
            let letter = sign.is_ascii_alphabetic();
            if !sign.is_ascii_alphanumeric() || (count < 4 && letter != (count < 2)) {
                break;
            }
            let rest: &mut u32 = if count < 4 { &mut head } else { &mut body };
            let shifted = if letter {
                // A is 10 and Z is 35.
                *rest * 100 + u32::from(sign & 0x1f) + 9
            } else {
                *rest * 10 + u32::from(sign & 0x0f)
            };
            *rest = shifted % 97;
            count += 1;
            letters += u32::from(letter);
            at += 1;
            let group = if letter { is_letter } else { is_digit };
            // The head goes behind the body, where it is six digits long.
            if count >= 15
                && letters * 2 <= count
                && !group(self.sign(at))
                && (body * 1_000_000 + head) % 97 == 1
            {
                // Letters that run into it go with it: "IBANNL91".
                found = Some(self.back_over(start, usize::MAX, is_letter)..at);
            }
            let gap = self.over(at, GAP, is_separator);
            if gap > at && count < 4 && !(count == 2 && self.is_code(start)) {
                break;
            }
            at = gap;
        }
        found
    }

    /// Whether two capitals begin here, apart from other letters before them.
    fn is_code(&self, at: usize) -> bool {
        self.over(at, 2, is_capital) == at + 2 && !is_letter(self.before(at))
    }

    /// A Dutch number at its shortest, or after a plus sign another at its longest.
    fn phone(&self, start: usize) -> Option<Range<usize>> {
        let plus = self.before(start) == b'+';
        let mut found = None;
        let mut number = Number::at(start);
        while self.lengthen(&mut number) {
            let dutch = number.is_dutch_phone(plus);
            if dutch || (plus && number.count >= 9) {
                let start = start - usize::from(plus);
                let closes = (start..number.end).any(|at| self.sign(at) == b')');
                let bracketed = closes && self.before(start) == b'(';
                found = Some(start - usize::from(bracketed)..number.end);
            }
            if dutch {
                break;
            }
        }
        found
    }

    fn bsn(&self, start: usize) -> Option<Range<usize>> {
        let mut number = Number::at(start);
        while self.lengthen(&mut number) {
            if number.is_bsn() {
                return Some(start..number.end);
            }
        }
        None
    }

    /// Adds the next group of digits to a number, if there is one and it still has at most 15.
    fn lengthen(&self, number: &mut Number) -> bool {
        let mut at = number.end;
        if number.count > 0 {
            at = self.over(at, GAP, is_separator);
            let gap = Some((self.sign(number.end), at - number.end));
            number.even &= number.gap.is_none() || number.gap == gap;
            number.gap = gap;
        }
        let Some(end) = self.group_end(at) else {
            return false;
        };
        number.count += end - at;
        if number.count > 15 {
            return false;
        }
        for digit in at..end {
            number.value = number.value * 10 + u64::from(self.sign(digit) & 0x0f);
        }
        number.shape = number.shape << 4 | (end - at) as u64;
        number.dated |= number.shape == 0x224 && (1900..2100).contains(&(number.value % 10_000));
        number.end = end;
        true
    }

    /// A postcode with a house number after it or before it.
    fn address(&self, start: usize) -> Option<Range<usize>> {
        if self.group_end(start)? != start + 4 || self.sign(start) == b'0' {
            return None;
        }
        let spaced = self.sign(start + 4) == b' ';
        let letters = start + 4 + usize::from(spaced);
        let end = letters + 2;
        // A year or an amount is followed by a space and a word in small letters: "2026 is".
        let fits = if spaced { is_capital } else { is_ascii_letter };
        if self.over(letters, 2, fits) != end || is_letter(self.sign(end)) {
            return None;
        }
        let before = self.house_number_before(start);
        let after = self.house_number_after(end);
        (before.is_some() || after.is_some()).then(|| before.unwrap_or(start)..after.unwrap_or(end))
    }

    /// The start of the house number that ends before `at`.
    fn house_number_before(&self, at: usize) -> Option<usize> {
        let gap = self.back_over(at, GAP, parts_address);
        let suffix = self.back_over(gap, 2, is_letter);
        let end = if gap - suffix == 1 { suffix } else { gap };
        let start = self.back_over(end, 6, is_digit);
        (gap < at && (1..=5).contains(&(end - start))).then_some(start)
    }

    /// The end of the house number that follows `at`, also over "nr" or "huisnummer".
    fn house_number_after(&self, at: usize) -> Option<usize> {
        let mut at = self.over(at, GAP, parts_address);
        let word = self.over(at, 12, is_letter);
        if word > at {
            let ending = [3, 2, 1].map(|back| self.sign(word - back) | 0x20);
            if !matches!(ending, [_, b'n', b'r'] | [b'm', b'e', b'r']) {
                return None;
            }
            at = self.over(word, GAP, parts_address);
        }
        let end = self.over(at, 6, is_digit);
        let suffix = self.over(end, 2, is_letter);
        let whole = if suffix - end == 1 { suffix } else { end };
        (1..=5).contains(&(end - at)).then_some(whole)
    }

    /// The end of the group of digits that begins at `at`.
    fn group_end(&self, at: usize) -> Option<usize> {
        if is_digit(self.before(at)) {
            return None;
        }
        let end = self.over(at, usize::MAX, is_digit);
        (end > at).then_some(end)
    }
}

/// Groups of digits, at most 15 digits in all, with gaps between them.
struct Number {
    end: usize,
    count: usize,
    value: u64,
    /// The lengths of its groups, one to a hexadecimal digit.
    shape: u64,
    /// Whether it begins with a day, a month and a year.
    dated: bool,
    /// The first separator of its latest gap, and its width.
    gap: Option<(u8, usize)>,
    /// Whether its gaps are all alike.
    even: bool,
}

impl Number {
    /// Without any digits yet.
    fn at(start: usize) -> Self {
        Self {
            end: start,
            count: 0,
            value: 0,
            shape: 0,
            dated: false,
            gap: None,
            even: true,
        }
    }

    /// Ten digits from a single zero on, or +31 or 0031, a zero or none, and nine digits.
    fn is_dutch_phone(&self, plus: bool) -> bool {
        let subscriber = |number: u64| (100_000_000..1_000_000_000).contains(&number);
        let abroad = |unit: u64| self.value / unit == 31 && subscriber(self.value % unit);
        match self.count + if plus { 2 } else { 0 } {
            10 => !plus && subscriber(self.value) && !self.dated && self.has_area_code(),
            13 => abroad(1_000_000_000),
            14 => abroad(10_000_000_000),
            _ => false,
        }
    }

    /// Not so where its first group is of two digits, other than 06: those are dates and times.
    fn has_area_code(&self) -> bool {
        let mut first = self.shape;
        while first > 0x0f {
            first >>= 4;
        }
        first != 2 || self.value / 100_000_000 == 6
    }

    /// Nine digits that pass the eleven-test: the digits times 9 to 2, less the last, is a
    /// multiple of 11.
    fn is_bsn(&self) -> bool {
        let mut rest = self.value / 10;
        let mut sum = 0;
        for weight in 2..=9 {
            sum += weight * (rest % 10);
            rest /= 10;
        }
        self.even && self.count == 9 && self.value > 0 && sum % 11 == self.value % 10
    }
}

fn is_digit(sign: u8) -> bool {
    sign.is_ascii_digit()
}

fn is_capital(sign: u8) -> bool {
    sign.is_ascii_uppercase()
}

fn is_ascii_letter(sign: u8) -> bool {
    sign.is_ascii_alphabetic()
}

fn is_letter(sign: u8) -> bool {
    sign.is_ascii_alphabetic() || sign == LETTER
}

fn is_separator(sign: u8) -> bool {
    matches!(sign, b' ' | b'.' | b'-' | b'/' | b'(' | b')')
}

fn parts_address(sign: u8) -> bool {
    matches!(sign, b' ' | b'\n' | b',' | b'.' | b':' | b'-' | b'#')
}

fn is_domain(sign: u8) -> bool {
    is_letter(sign) || is_digit(sign) || matches!(sign, b'.' | b'-')
}

fn ends_sentence(sign: u8) -> bool {
    matches!(
        sign,
        b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' | b']' | b'>' | b'"' | b'\''
    )
}

fn is_local(sign: u8) -> bool {
    is_domain(sign) || matches!(sign, b'_' | b'+' | b'%' | b'\'' | b'&')
}

/// What a character reads as; none for one that does not show by itself: controls, zero-width
/// signs, combining marks.
pub(crate) fn shown(code: u32) -> Option<u8> {
    let ascii = match code {
        0x09 | 0xA0 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000 => 0x20,
        0x0D | 0x85 | 0x2028 | 0x2029 => 0x0A,
        0x2010..=0x2015 | 0x2212 => 0x2D,
        0x0A | 0x20..=0x7E => code,
        // Arabic-Indic, Persian and mathematical digits; full-width forms.
        0x660..=0x669 => code - 0x660 + 0x30,
        0x6F0..=0x6F9 => code - 0x6F0 + 0x30,
        0x1_D7CE..=0x1_D7FF => (code - 0x1_D7CE) % 10 + 0x30,
        0xFF01..=0xFF5E => code - 0xFF01 + 0x21,
        0xC0..=0x24F => u32::from(LETTER),
        0..=0x9F
        | 0xAD
        | 0x300..=0x36F
        | 0x61C
        | 0x180B..=0x180F
        | 0x1AB0..=0x1AFF
        | 0x1DC0..=0x1DFF
        | 0x200B..=0x200F
        | 0x202A..=0x202E
        | 0x2060..=0x206F
        | 0x20D0..=0x20FF
        | 0xFE00..=0xFE0F
        | 0xFE20..=0xFE2F
        | 0xFEFF
        | 0xE_0000..=0xE_0FFF => return None,
        _ => u32::from(NOTHING),
    };
    u8::try_from(ascii).ok()
}

#[cfg(test)]
mod tests;
