//! Every table and key of the scenario format.

mod commitments;
mod current;
mod deployment;
mod ec2;
mod measured;
mod money_settings;
mod network;
mod operations;
mod other_capacity;
mod place;
mod scaling;
mod service;
mod step_scaling;
mod task_start;
mod top;
mod traffic;
mod uncertainty;

use super::key::Section;

/// All tables, parents before children, in the order of the reference page.
pub(crate) fn sections() -> impl Iterator<Item = &'static Section> {
    [
        top::SECTIONS,
        service::SECTIONS,
        traffic::SECTIONS,
        measured::SECTIONS,
        service::WORKLOAD_SECTIONS,
        task_start::SECTIONS,
        scaling::SECTIONS,
        step_scaling::SECTIONS,
        deployment::SECTIONS,
        network::SECTIONS,
        ec2::SECTIONS,
        other_capacity::SECTIONS,
        place::SECTIONS,
        commitments::SECTIONS,
        uncertainty::SECTIONS,
        money_settings::SECTIONS,
        operations::SECTIONS,
        current::SECTIONS,
    ]
    .into_iter()
    .flatten()
}

/// The table of a dotted path.
pub(crate) fn section(path: &str) -> Option<&'static Section> {
    sections().find(|section| section.path == path)
}

/// The tables directly inside a table.
pub(crate) fn children(path: &str) -> impl Iterator<Item = &'static Section> {
    sections().filter(move |section| section.parent() == Some(path))
}
