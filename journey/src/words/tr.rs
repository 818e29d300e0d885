//! Turkish.

use super::{CallbackWords, FollowUpWords, Phrases, Words};
use std::borrow::Cow;

pub(super) static PHRASES: Phrases = Phrases {
    words: Words {
        title: "Görüşünüz",
        dismiss: "Şimdi değil",
        sending: "Yanıtınız gönderiliyor.",
        thanks: "Teşekkürler. Yanıtınızı aldık.",
        waiting: "Yanıtınız henüz gönderilemedi. Denemeye devam ediyoruz.",
        failed: "Yanıtınız gönderilemedi.",
        close: "Kapat",
        next: "Şimdi ne olacak?",
        improvements: "Önceki yanıtlardan sonra iyileştirildi",
        follow_up: None,
        callback: None,
    },
    follow_up: FollowUpWords {
        reason_negative: "Ne iyi gitmedi?",
        reason_neutral: "Neden bu yanıtı verdiniz?",
        reason_positive: "Ne iyi gitti?",
        optional: "zorunlu değil",
        comment_hint: "Ad, adres, telefon numarası veya başka kişisel bilgi yazmayın.",
        too_long: Cow::Borrowed("Metniniz çok uzun. En fazla {most} karakter yazabilirsiniz."),
        send: "Gönder",
        personal_data: "Metninizde kişisel bilgiler var. Bunlara ihtiyacımız yok. \
                        Onları okunmaz hale getiriyoruz:",
        send_masked: "Böyle gönder",
        edit: "Metni değiştir",
    },
    callback: CallbackWords {
        offer: "Aranmak istiyorum",
        promise: Cow::Borrowed(
            "Sizi {within} içinde ararız. Bilgilerinizi yalnızca sizi aramak için kullanırız. \
             {kept} sonra sileriz.",
        ),
        phone: "Telefon numaranız",
        phone_wrong: "Bir telefon numarası yazın, örneğin 06\u{a0}12345678.",
        name: "Adınız (zorunlu değil)",
        moment: "Sizi ne zaman arayabiliriz?",
        any: "Fark etmez",
        morning: "Öğleden önce",
        afternoon: "Öğleden sonra",
        send: "Beni arayın",
        sending: "İsteğiniz gönderiliyor.",
        waiting: "İsteğiniz henüz gönderilemedi. Denemeye devam ediyoruz.",
        failed: "İsteğiniz gönderilemedi.",
        done: "Aranma isteğinizi aldık.",
        due: "Sizi en geç {date} tarihinde ararız.",
    },
    // A noun stays singular after a number.
    days: |count| format!("{count} gün"),
    working_days: |count| format!("{count} iş günü"),
};
