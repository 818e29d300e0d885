//! What a step's page says of the question on a page of its own.

/// The words in one language.
pub(crate) struct OnPaper {
    pub(in super::super) title: &'static str,
    pub(in super::super) about: &'static str,
    pub(in super::super) code_of: &'static str,
    pub(in super::super) download: &'static str,
}

pub(super) static NL: OnPaper = OnPaper {
    title: "Op een brief of aan de balie",
    about: "Deze vraag staat ook op een eigen bladzijde. Zet de QR-code op uw brief of aan de balie. Zet het adres er als tekst bij: niet iedereen kan een code scannen.",
    code_of: "QR-code naar {address}",
    download: "QR-code downloaden (SVG)",
};

pub(super) static EN: OnPaper = OnPaper {
    title: "On a letter or at the desk",
    about: "This question is also on a page of its own. Put the QR code on your letter or at the desk. Put the address beside it as text: not everybody can scan a code.",
    code_of: "QR code to {address}",
    download: "Download the QR code (SVG)",
};
