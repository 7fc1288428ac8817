//! Hourly usage and rates of the user's own, in CSV (`docs/commitments.md`).

mod arrange;
mod decimal;
mod lines;
mod match_up;
mod rates;
mod usage;

use super::csv_report::Report;
use crate::diagnostic::Diagnostics;
use crate::scenario::HourlyUsage;

/// What an hour without any row means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingHours {
    /// A problem.
    Error,
    /// Nothing was used.
    Zero,
}

/// The texts of usage and rates.
pub struct HourlyUsageSources<'a> {
    /// The name of the usage in problems, such as its path.
    pub usage_name: &'a str,
    /// `hour,item,quantity`.
    pub usage_text: &'a str,
    /// The name of the rates in problems.
    pub rates_name: &'a str,
    /// `item,plan,term_years,payment,price`, and `currency` if there is one.
    pub rates_text: &'a str,
    /// What an hour without any row means.
    pub missing_hours: MissingHours,
}

/// Parses and checks usage and rates.
///
/// # Errors
/// Every problem found in either file, in order of position.
pub fn parse_hourly_usage(sources: &HourlyUsageSources<'_>) -> Result<HourlyUsage, Diagnostics> {
    let mut usage_report = Report::new(sources.usage_name, sources.usage_text);
    let mut rates_report = Report::new(sources.rates_name, sources.rates_text);
    let rows = usage::read(sources.usage_text, &mut usage_report);
    let rates = rates::read(sources.rates_text, &mut rates_report);
    let usage = rows.as_ref().and_then(|rows| arrange::arrange(rows, sources.missing_hours, &mut usage_report));
    let matched = rows.zip(rates).map(|(rows, rates)| {
        match_up::report_unpriced(&rows, &rates, (&mut usage_report, &mut rates_report));
        rates
    });
    let mut problems = Diagnostics::default();
    let mut warnings = Vec::new();
    for report in [usage_report, rates_report] {
        match report.finish() {
            Ok(found) => warnings.extend(found),
            Err(found) => problems.absorb(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems.sorted());
    }
    let (usage, rates) = usage.zip(matched).expect("files that could not be read have been reported");
    Ok(match_up::joined(usage, &rates, warnings))
}

#[cfg(test)]
mod tests;
