//! The tables of `pricing/`, embedded by the build script.

include!(concat!(env!("OUT_DIR"), "/bundled_tables.rs"));
