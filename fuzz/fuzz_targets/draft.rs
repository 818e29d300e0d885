//! Fuzzes `draft` of the library.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| journey_fuzz::draft(bytes));
