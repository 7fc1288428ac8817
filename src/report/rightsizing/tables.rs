//! The tables: today beside the recommended setting, the grid, and the other sizes.

use super::RightsizingView;
use super::words::{bounds, figure, place};
use crate::comparison::OptionId;
use crate::recommendation::rightsizing::{OtherSize, Setting, SizeFound};
use crate::report::breakeven::{Content, Part};
use crate::report::grid::Align::{Left, Right};
use crate::report::{Style, words};
use crate::scenario::TaskSize;

/// What runs today beside what is recommended.
pub(super) fn side_by_side(view: &RightsizingView) -> Part {
    let named = |name: &str, setting: &Setting| {
        vec![
            name.to_owned(),
            place(setting),
            setting.task_size.to_string(),
            setting.target_percent.map_or_else(|| "–".to_owned(), figure),
            bounds(setting),
            words::mean(setting.tasks.mean),
            view.result.currency.write(view.per_month(setting.total)),
            words::percent(setting.not_served_percent),
            setting.minutes_short.to_string(),
        ]
    };
    let today = named("today", &view.found.today.setting);
    let recommended = view.found.recommended().map(|setting| named("recommended", setting));
    let columns = vec![
        ("", Left),
        ("runs on", Left),
        ("task size", Left),
        ("CPU %", Right),
        ("bounds", Left),
        ("mean", Right),
        ("per month", Right),
        ("not served %", Right),
        ("min short", Right),
    ];
    let rows = [today].into_iter().chain(recommended).collect();
    Part { heading: heading("Today and recommended", view), content: Content::Table(columns, rows), ..Part::default() }
}

fn heading(words: &str, view: &RightsizingView) -> String {
    format!("{words} ({})", view.result.currency.code())
}

/// Of every option and target the best minimum; with `--verbose` every minimum.
pub(super) fn grid(view: &RightsizingView, style: Style) -> Part {
    let columns = vec![
        ("option", Left),
        ("target %", Right),
        ("vCPU / GB", Left),
        ("tasks", Right),
        ("mean", Right),
        ("per month", Right),
        ("not served %", Right),
        ("min short", Right),
        ("", Left),
    ];
    let found = &view.found;
    let recommended = found.recommended();
    let mut options: Vec<OptionId> = found.grid.iter().map(|setting| setting.option).collect();
    options.sort_unstable();
    options.dedup();
    let mut shown: Vec<&Setting> = Vec::new();
    for option in options {
        let of_option: Vec<&Setting> = found.grid.iter().filter(|setting| setting.option == option).collect();
        if style.verbose {
            shown.extend(of_option);
            continue;
        }
        let same_target = |one: &&Setting, other: &&Setting| one.target_percent == other.target_percent;
        shown.extend(of_option.chunk_by(same_target).filter_map(best));
    }
    let row = |setting: &&Setting| {
        let mark = match (&setting.barred, recommended == Some(*setting)) {
            (_, true) => "recommended",
            (Some(_), _) if !setting.meets_objective => "misses it",
            (Some(_), _) => "may not be chosen",
            (None, _) => "",
        };
        vec![
            setting.option.name().to_owned(),
            setting.target_percent.map_or_else(String::new, figure),
            setting.task_size.to_string().replace(" vCPU", "").replace(" GB", ""),
            format!("{}–{}", setting.min_tasks, setting.max_tasks),
            words::mean(setting.tasks.mean),
            view.result.currency.write(view.per_month(setting.total)),
            words::percent(setting.not_served_percent),
            setting.minutes_short.to_string(),
            mark.to_owned(),
        ]
    };
    let unavailable = found.unavailable.iter();
    Part {
        heading: heading("Every target at its best size and minimum", view),
        content: Content::Table(columns, shown.iter().map(row).collect()),
        after: unavailable.map(|it| format!("{} cannot be had: {}", it.option.name(), it.reason)).collect(),
        ..Part::default()
    }
}

/// The cheapest that may be recommended; where none may, the one that serves most.
fn best<'a>(settings: &[&'a Setting]) -> Option<&'a Setting> {
    let allowed = settings.iter().filter(|setting| setting.barred.is_none());
    let cheapest = allowed.min_by(|one, other| one.total.cmp(&other.total));
    let serves = |setting: &&&Setting| setting.not_served_percent;
    cheapest.or_else(|| settings.iter().min_by(|one, other| serves(one).total_cmp(&serves(other)))).copied()
}

/// What the sizes come to that are not recommended, and why.
pub(super) fn other_sizes(view: &RightsizingView) -> Option<Part> {
    let recommended = view.found.recommended()?;
    let columns = vec![("task size", Left), ("per month", Right), ("not served %", Right), ("why not", Left)];
    let cost = |setting: &Setting| view.result.currency.shown(view.per_month(setting.total));
    let row = |one: &OtherSize| {
        let vcpu = TaskSize { cpu_units: one.cpu_units, memory_mib: 0 }.vcpu();
        let without = |why: String| vec![format!("{vcpu} vCPU"), String::new(), String::new(), why];
        match &one.found {
            SizeFound::TooLittleMemory { needed_mib, most_mib } => {
                without(format!("too little memory: {needed_mib} MiB needed, {most_mib} at most"))
            }
            SizeFound::Unavailable(reason) => without(reason.clone()),
            SizeFound::Priced(setting) => {
                let more = cost(setting) - cost(recommended);
                let why = match (&setting.barred, setting.meets_objective) {
                    (Some(_), false) => "misses the objective".to_owned(),
                    (Some(why), true) => why.clone(),
                    (None, _) if more > 0 => format!("{} more", view.result.currency.amount(more)),
                    (None, _) => "costs no less".to_owned(),
                };
                let total = view.result.currency.write(view.per_month(setting.total));
                vec![setting.task_size.to_string(), total, words::percent(setting.not_served_percent), why]
            }
        }
    };
    let rows = view.found.sizes.iter().map(row).collect();
    Some(Part {
        heading: heading("The same option, target and minimum at other sizes", view),
        content: Content::Table(columns, rows),
        ..Part::default()
    })
}
