//! The steps of the application, each a page; named as in `journey.json`.

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// What and where.
    Details,
    /// Drawings.
    Drawings,
    /// Cost.
    Cost,
    /// Check.
    Check,
    /// Send.
    Send,
    /// What comes afterwards.
    Afterwards,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::Details,
        Self::Drawings,
        Self::Cost,
        Self::Check,
        Self::Send,
        Self::Afterwards,
    ];

    /// Its id in the definition, and its name in addresses.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Details => "gegevens",
            Self::Drawings => "tekeningen",
            Self::Cost => "kosten",
            Self::Check => "controle",
            Self::Send => "versturen",
            Self::Afterwards => "ontvangst",
        }
    }

    /// From 1.
    #[must_use]
    pub fn number(self) -> usize {
        1 + Self::ALL.iter().position(|it| *it == self).unwrap_or(0)
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.number()).copied()
    }

    /// The one before it.
    #[must_use]
    pub fn before(self) -> Option<Self> {
        Self::ALL.get(self.number().checked_sub(2)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Step;
    use serde_json::Value;

    #[test]
    fn the_pages_are_the_steps_of_the_definition() {
        let definition: Value = serde_json::from_str(include_str!("../journey.json")).unwrap();
        let steps = definition["steps"].as_array().unwrap();
        let steps: Vec<&str> = steps.iter().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!(Step::ALL.map(Step::id).as_slice(), steps);
    }
}
