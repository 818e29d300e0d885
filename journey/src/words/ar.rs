//! Arabic (Modern Standard).

use super::{CallbackWords, FollowUpWords, Phrases, Words};
use std::borrow::Cow;

pub(super) static PHRASES: Phrases = Phrases {
    words: Words {
        title: "رأيك",
        dismiss: "ليس الآن",
        sending: "يجري إرسال إجابتك.",
        thanks: "شكرًا لك. لقد تلقينا إجابتك.",
        waiting: "لم تُرسل إجابتك بعد. سنواصل المحاولة.",
        failed: "تعذّر إرسال إجابتك.",
        close: "إغلاق",
        next: "ماذا يحدث الآن؟",
        improvements: "تحسينات بعد إجابات سابقة",
        follow_up: None,
        callback: None,
    },
    follow_up: FollowUpWords {
        reason_negative: "ما الذي لم يسر جيدًا؟",
        reason_neutral: "ما سبب هذه الإجابة؟",
        reason_positive: "ما الذي سار جيدًا؟",
        optional: "اختياري",
        comment_hint: "لا تكتب اسمًا أو عنوانًا أو رقم هاتف أو أي بيانات شخصية أخرى.",
        too_long: Cow::Borrowed("النص طويل جدًا. الحد الأقصى لعدد الأحرف: {most}."),
        send: "إرسال",
        personal_data: "يحتوي نصك على بيانات شخصية. نحن لا نحتاج إليها. سنجعلها غير مقروءة:",
        send_masked: "الإرسال بهذا الشكل",
        edit: "تعديل النص",
    },
    callback: CallbackWords {
        offer: "أريد أن تتصلوا بي",
        promise: Cow::Borrowed(
            "سنتصل بك خلال {within}، ونستخدم بياناتك للاتصال بك فقط، ونحذفها بعد {kept}.",
        ),
        phone: "رقم هاتفك",
        // Numbers are written from left to right, their groups too.
        phone_wrong: "أدخل رقم هاتف، مثل \u{2066}06\u{a0}12345678\u{2069}.",
        name: "اسمك (اختياري)",
        moment: "متى يمكننا الاتصال بك؟",
        any: "في أي وقت",
        morning: "صباحًا",
        afternoon: "بعد الظهر",
        send: "اتصلوا بي",
        sending: "يجري إرسال طلبك.",
        waiting: "لم يُرسل طلبك بعد. سنواصل المحاولة.",
        failed: "تعذّر إرسال طلبك.",
        done: "لقد تلقينا طلبك للاتصال بك.",
        due: "سنتصل بك في موعد أقصاه {date}.",
    },
    days: |count| match (count, count % 100) {
        (1, _) => "يوم واحد".to_owned(),
        (2, _) => "يومين".to_owned(),
        (_, 3..=10) => format!("{count} أيام"),
        (_, 11..=99) => format!("{count} يومًا"),
        _ => format!("{count} يوم"),
    },
    working_days: |count| match (count, count % 100) {
        (1, _) => "يوم عمل واحد".to_owned(),
        (2, _) => "يومي عمل".to_owned(),
        (_, 3..=10) => format!("{count} أيام عمل"),
        _ => format!("{count} يوم عمل"),
    },
};
