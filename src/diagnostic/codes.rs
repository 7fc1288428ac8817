//! [`Code`]: the stable names of problems, and the page that explains them.

use std::fmt::Write as _;

use super::catalogue::CATALOGUE;

/// What kind of problem: `E01xx` scenario, `E02xx` prices, `E03xx` traffic data, `E04xx` infeasible plans,
/// `E05xx` hourly usage and rates of the user's own, `E06xx` many scenarios planned together, `E07xx` saved results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// E0101
    Syntax,
    /// E0102
    UnknownKey,
    /// E0103
    MissingKey,
    /// E0104
    WrongType,
    /// E0105
    OutOfRange,
    /// E0106
    UnknownChoice,
    /// E0107
    Contradiction,
    /// E0108
    FargateSize,
    /// E0109
    MinimumAboveMaximum,
    /// E0110
    DuplicateName,
    /// E0111
    UnknownRegion,
    /// E0112
    UnknownInstanceType,
    /// E0113
    NotADate,
    /// E0114
    Horizon,
    /// E0115
    UnknownTimeZone,
    /// E0116
    Schedule,
    /// E0117
    NotExactMoney,
    /// E0118
    Target,
    /// E0119
    UnknownReference,
    /// E0120
    NothingToPlan,
    /// E0121
    CannotRead,
    /// E0122
    TooLarge,
    /// E0123
    NotText,
    /// E0124
    StepAdjustments,
    /// E0125
    CapacityProviders,
    /// E0126
    PoliciesFight,
    /// E0201
    PriceTable,
    /// E0202
    UnknownPrice,
    /// E0301
    EmptyProfile,
    /// E0302
    ProfileColumns,
    /// E0303
    RaggedRow,
    /// E0304
    ProfileValue,
    /// E0305
    Timestamp,
    /// E0306
    DuplicateTimestamp,
    /// E0307
    UnorderedTimestamp,
    /// E0308
    Gap,
    /// E0309
    ProfileHours,
    /// E0310
    ProfileStep,
    /// E0311
    ProfileLength,
    /// E0312
    CutOff,
    /// E0313
    MixedOffsets,
    /// E0401
    TaskTooSmall,
    /// E0402
    NeverDeploys,
    /// E0403
    FitsNoInstance,
    /// E0501
    NoUsageRows,
    /// E0502
    UsageColumns,
    /// E0503
    UsageRow,
    /// E0504
    UsageHour,
    /// E0505
    UsageQuantity,
    /// E0506
    DuplicateUsage,
    /// E0507
    MissingHours,
    /// E0508
    UnpricedItem,
    /// E0509
    RatePlan,
    /// E0510
    RatePrice,
    /// E0511
    DuplicateRate,
    /// E0512
    RateAboveOnDemand,
    /// E0513
    RateCurrency,
    /// E0514
    TwoGroups,
    /// E0601
    NotShared,
    /// E0701
    SavedSyntax,
    /// E0702
    NotAResult,
    /// E0703
    SavedVersion,
    /// E0704
    SavedKeyMissing,
    /// E0705
    SavedValue,
    /// E0706
    SavedSums,
}

/// What the catalogue says about a code.
#[derive(Clone, Copy, Debug)]
pub struct CodeEntry {
    /// The code.
    pub code: Code,
    /// Its name, such as `E0103`.
    pub id: &'static str,
    /// What it means, in a few words.
    pub title: &'static str,
    /// What it means, in a paragraph.
    pub explanation: &'static str,
    /// A small example that has the problem.
    pub bad: &'static str,
    /// The same, put right.
    pub good: &'static str,
}

impl Code {
    /// Every code with its explanation, in order.
    #[must_use]
    pub fn catalogue() -> &'static [CodeEntry] {
        &CATALOGUE
    }

    /// What the catalogue says about this code.
    #[must_use]
    pub fn entry(self) -> &'static CodeEntry {
        &CATALOGUE[self as usize]
    }

    /// Its name, such as `E0103`.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// The entry of a name such as `E0103`, in any case.
    #[must_use]
    pub fn explain(id: &str) -> Option<&'static CodeEntry> {
        CATALOGUE.iter().find(|entry| entry.id.eq_ignore_ascii_case(id))
    }
}

impl std::fmt::Display for CodeEntry {
    /// The whole explanation, as `ecsplan explain` prints it.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(formatter, "{}: {}\n\n{}\n", self.id, self.title, self.explanation)?;
        writeln!(formatter, "Wrong:\n\n{}\n", indented(self.bad))?;
        write!(formatter, "Right:\n\n{}\n", indented(self.good))
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

/// The catalogue as a Markdown page, `docs/errors.md`.
#[must_use]
pub fn reference() -> String {
    let mut page = String::from(INTRODUCTION);
    for entry in &CATALOGUE {
        let CodeEntry { id, title, explanation, bad, good, .. } = entry;
        let _ = write!(page, "\n## {id}: {title}\n\n{explanation}\n");
        let _ = write!(page, "\nWrong:\n\n```\n{bad}\n```\n\nRight:\n\n```\n{good}\n```\n");
    }
    page
}

const INTRODUCTION: &str = "\
# Errors

Every problem that `ecsplan` finds in its input has a code that does not change between versions.
`ecsplan explain E0103` prints one of the entries below. All problems of a file are reported in one run.

Codes are grouped: `E01xx` the scenario, `E02xx` prices, `E03xx` traffic profiles, `E04xx` plans that cannot work,
`E05xx` hourly usage and rates for `ecsplan commit --usage`, `E06xx` many scenarios for `ecsplan fleet`,
`E07xx` saved results for `ecsplan diff` and `ecsplan check-budget`.
This page is generated from the program's own catalogue; a test keeps them equal.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_in_the_order_of_the_codes() {
        for (index, entry) in CATALOGUE.iter().enumerate() {
            assert_eq!(entry.code as usize, index, "{}", entry.id);
            assert!(index == 0 || CATALOGUE[index - 1].id < entry.id, "{}", entry.id);
        }
        assert_eq!(CATALOGUE.last().map(|entry| entry.code), Some(Code::SavedSums));
    }

    #[test]
    fn codes_are_found_in_any_case() {
        assert_eq!(Code::explain("e0108").map(|entry| entry.code), Some(Code::FargateSize));
        assert!(Code::explain("E9999").is_none());
    }
}
