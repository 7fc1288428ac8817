//! The rules of `ARCHITECTURE.md`, held against the sources themselves.

mod changelog;
mod dependencies;
mod glossary;
mod imports;
mod layers;
mod repository;
mod sources;
