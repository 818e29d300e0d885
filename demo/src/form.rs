//! What is filled in, as it travels: in the address alone, from page to page. Nothing of it is kept anywhere.

use form_urlencoded::Serializer;

use crate::step::Step;

/// The longest text that travels, in characters.
const MOST: usize = 300;

/// A field and the step it is filled in at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Whether it is for oneself or for a company.
    For,
    /// What is built.
    Work,
    /// The postcode.
    Postcode,
    /// The house number.
    Number,
    /// The name of the file with the drawing of how it is now.
    Now,
    /// The name of the file with the drawing of how it will be.
    Later,
    /// That drawings come another time.
    Another,
    /// What the work costs, in euros.
    Euros,
    /// That all of it is true.
    True,
    /// The address that the confirmation goes to.
    Email,
}

impl Field {
    /// Every field, in the order of the pages.
    pub const ALL: [Self; 10] = [
        Self::For,
        Self::Work,
        Self::Postcode,
        Self::Number,
        Self::Now,
        Self::Later,
        Self::Another,
        Self::Euros,
        Self::True,
        Self::Email,
    ];

    /// Its name in addresses and pages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::For => "voor",
            Self::Work => "werk",
            Self::Postcode => "postcode",
            Self::Number => "huisnummer",
            Self::Now => "nu",
            Self::Later => "straks",
            Self::Another => "later",
            Self::Euros => "bouwkosten",
            Self::True => "waar",
            Self::Email => "e-mail",
        }
    }

    /// The step it is filled in at.
    #[must_use]
    pub fn step(self) -> Step {
        match self {
            Self::For | Self::Work | Self::Postcode | Self::Number => Step::Details,
            Self::Now | Self::Later | Self::Another => Step::Drawings,
            Self::Euros => Step::Cost,
            Self::True => Step::Check,
            Self::Email => Step::Send,
        }
    }
}

/// What was filled in so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form(Vec<(Field, String)>);

impl Form {
    /// Reads the query of an address; of a field that stands there twice, as a file that was chosen before, the last that is
    /// not empty.
    #[must_use]
    pub fn read(query: &str) -> Self {
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value: String = value.trim().chars().take(MOST).collect();
            let field = Field::ALL.into_iter().find(|it| it.name() == name);
            if let Some(field) = field.filter(|_| !value.is_empty()) {
                form.0.retain(|(it, _)| *it != field);
                form.0.push((field, value));
            }
        }
        form
    }

    /// What was filled in at a field; the empty text for nothing.
    #[must_use]
    pub fn get(&self, field: Field) -> &str {
        let found = self.0.iter().find(|(it, _)| *it == field);
        found.map_or("", |(_, value)| value)
    }

    /// What was filled in at other steps.
    pub fn beside(&self, step: Step) -> impl Iterator<Item = (Field, &str)> {
        let others = self.0.iter().filter(move |(it, _)| it.step() != step);
        others.map(|(field, value)| (*field, value.as_str()))
    }

    /// As the query of an address, with its question mark unless there is nothing.
    #[must_use]
    pub fn query(&self) -> String {
        let mut query = Serializer::for_suffix(String::from("?"), 1);
        for (field, value) in &self.0 {
            query.append_pair(field.name(), value);
        }
        let query = query.finish();
        if query == "?" { String::new() } else { query }
    }

    /// The fields of a step that are not as they must be.
    #[must_use]
    pub fn faults(&self, step: Step) -> Vec<Field> {
        let is_there = |field| !self.get(field).is_empty();
        Field::ALL
            .into_iter()
            .filter(|field| field.step() == step)
            .filter(|field| {
                let value = self.get(*field);
                match field {
                    Field::Later => !is_there(Field::Later) && !is_there(Field::Another),
                    Field::Now | Field::Another => false,
                    Field::Postcode => !is_postcode(value),
                    Field::Number => !value.starts_with(|it: char| it.is_ascii_digit()),
                    Field::Euros => self.euros().is_none(),
                    Field::Email => !is_email(value),
                    Field::For | Field::Work | Field::True => value.is_empty(),
                }
            })
            .collect()
    }

    /// What the work costs, in whole euros.
    #[must_use]
    pub fn euros(&self) -> Option<u64> {
        let digits = self.get(Field::Euros).replace(['.', ' ', '€'], "");
        let whole = digits.split(',').next()?;
        whole
            .parse()
            .ok()
            .filter(|it| (1..=10_000_000).contains(it))
    }

    /// What the permit costs, in whole euros: 3 % of what the work costs, at least 150.
    #[must_use]
    pub fn fee(&self) -> u64 {
        self.euros().map_or(150, |it| (it * 3 / 100).max(150))
    }
}

fn is_postcode(text: &str) -> bool {
    let signs: Vec<char> = text.chars().filter(|it| *it != ' ').collect();
    match signs.split_at_checked(4) {
        Some((digits, letters)) => {
            letters.len() == 2
                && !digits.starts_with(&['0'])
                && digits.iter().all(char::is_ascii_digit)
                && letters.iter().all(char::is_ascii_alphabetic)
        }
        None => false,
    }
}

fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::{Field, Form};
    use crate::step::Step;

    #[test]
    fn what_is_filled_in_comes_back_out_of_the_address() {
        let form = Form::read("werk=Een+%22serre%22&postcode=3511+AB&surprise=1");
        assert_eq!(form.get(Field::Work), "Een \"serre\"");
        assert_eq!(Form::read(form.query().trim_start_matches('?')), form);
        assert!(!form.query().contains("surprise"));
        assert_eq!(Form::default().query(), "");
    }

    #[test]
    fn a_file_that_was_chosen_before_stays_chosen() {
        let form = Form::read("straks=plan.pdf&straks=");
        assert_eq!(form.get(Field::Later), "plan.pdf");
        let form = Form::read("straks=plan.pdf&straks=beter.pdf");
        assert_eq!(form.get(Field::Later), "beter.pdf");
    }

    #[test]
    fn each_step_names_the_fields_that_are_wrong() {
        let faults = |query: &str, step| Form::read(query).faults(step);
        let right = "voor=mijzelf&werk=serre&postcode=3511ab&huisnummer=12a";
        assert_eq!(faults(right, Step::Details), []);
        assert_eq!(faults("", Step::Details).len(), 4);
        for wrong in ["3511", "0511 AB", "3511 A1", "AB 3511"] {
            let query = right.replace("3511ab", wrong);
            assert_eq!(faults(&query, Step::Details), [Field::Postcode], "{wrong}");
        }
        assert_eq!(faults("", Step::Drawings), [Field::Later]);
        assert_eq!(faults("later=ja", Step::Drawings), []);
        assert_eq!(faults("bouwkosten=veel", Step::Cost), [Field::Euros]);
        assert_eq!(faults("", Step::Check), [Field::True]);
        assert_eq!(faults("e-mail=a%40b", Step::Send), [Field::Email]);
        assert_eq!(faults("", Step::Afterwards), []);
    }

    #[test]
    fn the_fee_follows_from_the_cost() {
        let fee = |query: &str| Form::read(query).fee();
        assert_eq!(fee("bouwkosten=20.000"), 600);
        assert_eq!(fee("bouwkosten=€ 20.000,50"), 600);
        assert_eq!(fee("bouwkosten=100"), 150);
        assert_eq!(fee(""), 150);
    }
}
