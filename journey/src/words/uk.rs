//! Ukrainian.

use super::{CallbackWords, FollowUpWords, Phrases, Words};
use std::borrow::Cow;

pub(super) static PHRASES: Phrases = Phrases {
    words: Words {
        title: "Ваша думка",
        dismiss: "Не зараз",
        sending: "Ваша відповідь надсилається.",
        thanks: "Дякуємо. Ми отримали вашу відповідь.",
        waiting: "Вашу відповідь ще не надіслано. Ми продовжуємо спроби.",
        failed: "Не вдалося надіслати вашу відповідь.",
        close: "Закрити",
        next: "Що буде далі?",
        improvements: "Покращено після попередніх відповідей",
        follow_up: None,
        callback: None,
    },
    follow_up: FollowUpWords {
        reason_negative: "Що було не так?",
        reason_neutral: "Чому ви так відповіли?",
        reason_positive: "Що було добре?",
        optional: "необов’язково",
        comment_hint: "Не пишіть імен, адрес, номерів телефону чи інших особистих даних.",
        too_long: Cow::Borrowed("Текст задовгий. Найбільша кількість символів: {most}."),
        send: "Надіслати",
        personal_data: "У вашому тексті є особисті дані. Вони нам не потрібні. Ми їх приховаємо:",
        send_masked: "Надіслати так",
        edit: "Змінити текст",
    },
    callback: CallbackWords {
        offer: "Зателефонуйте мені",
        promise: Cow::Borrowed(
            "Ми зателефонуємо вам протягом {within}. Ваші дані потрібні лише для дзвінка. \
             Ми видалимо їх після {kept}.",
        ),
        phone: "Ваш номер телефону",
        phone_wrong: "Введіть номер телефону, наприклад 06\u{a0}12345678.",
        name: "Ваше ім’я (необов’язково)",
        moment: "Коли можна зателефонувати?",
        any: "Будь-коли",
        morning: "До обіду",
        afternoon: "Після обіду",
        send: "Замовити дзвінок",
        sending: "Ваш запит надсилається.",
        waiting: "Ваш запит ще не надіслано. Ми продовжуємо спроби.",
        failed: "Не вдалося надіслати ваш запит.",
        done: "Ми отримали ваш запит на дзвінок.",
        due: "Ми зателефонуємо не пізніше {date}.",
    },
    // The genitive, which both "протягом" and "після" take.
    days: |count| match (count % 10, count % 100) {
        (1, rest) if rest != 11 => format!("{count} дня"),
        _ => format!("{count} днів"),
    },
    working_days: |count| match (count % 10, count % 100) {
        (1, rest) if rest != 11 => format!("{count} робочого дня"),
        _ => format!("{count} робочих днів"),
    },
};
