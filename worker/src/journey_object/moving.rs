//! How improvements and callbacks move house.

use crate::rows::Carried;

pub(super) const OCCUPIED: &str =
    "SELECT EXISTS (SELECT 1 FROM improvements) OR EXISTS (SELECT 1 FROM callbacks)";

pub(super) const CARRIED: Carried = Carried {
    rows: &[
        (
            "SELECT group_concat(line, '\n') FROM (SELECT json_object(
                'improvement', json(improvement), 'kind', 'improvement') AS line
             FROM improvements ORDER BY id LIMIT ? OFFSET ?)",
            25,
        ),
        (
            "SELECT group_concat(line, '\n') FROM (SELECT json_object(
                'asked', date(asked * 86400, 'unixepoch'),
                'deletes', date(deletes * 86400, 'unixepoch'),
                'due', date(due * 86400, 'unixepoch'), 'id', id, 'kind', 'callback',
                'language', language, 'moment', moment, 'name', nullif(name, ''),
                'note', nullif(note, ''), 'phone', phone, 'status', status, 'step', step) AS line
             FROM callbacks ORDER BY id LIMIT ? OFFSET ?)",
            400,
        ),
    ],
    insert: &[
        "INSERT OR FAIL INTO improvements (id, improvement)
         SELECT value -> 'improvement' ->> 'id', value -> 'improvement'
         FROM json_each(?) WHERE value ->> 'kind' = 'improvement'",
        // What was to be gone by now does not come back.
        "INSERT OR FAIL INTO callbacks
                (id, step, phone, name, moment, language, asked, due, deletes, status, note)
         SELECT value ->> 'id', value ->> 'step', value ->> 'phone',
                coalesce(value ->> 'name', ''), value ->> 'moment', value ->> 'language',
                unixepoch(value ->> 'asked') / 86400, unixepoch(value ->> 'due') / 86400,
                unixepoch(value ->> 'deletes') / 86400, value ->> 'status',
                coalesce(value ->> 'note', '')
         FROM json_each(?)
         WHERE value ->> 'kind' = 'callback' AND value ->> 'deletes' > date()",
    ],
};
