//! The answer for a terminal and as Markdown: what to run, what runs today, why, and what was looked at.

use super::RightsizingView;
use super::tables::{grid, other_sizes, side_by_side};
use super::words::{bounds, figure, measured_time, place, target};
use crate::money::Money;
use crate::recommendation::rightsizing::{Setting, TARGETS};
use crate::report::breakeven::{Page, Part};
use crate::report::currency::percent_text;
use crate::report::fixed_count_view::{FixedCountView, sentence};
use crate::report::section_options::currency_words;
use crate::report::{InterruptedView, Style, words};
use crate::scenario::Assumption;

/// Assumptions shown without `--verbose`.
const FIRST_ASSUMPTIONS: usize = 12;

pub(super) fn page(view: &RightsizingView, style: Style) -> Page {
    let result = &view.result;
    let scenario = &result.scenario;
    let title = format!(
        "{}: right-sized, {}, {}, {}",
        view.found.service,
        scenario.region,
        words::horizon(result),
        currency_words(result)
    );
    let mut opening = vec![title];
    opening.extend(answer(view));
    opening.extend(view.interrupted().as_ref().map(InterruptedView::sentence));
    opening.push(format!("Prices: {}.", words::tables_version(result)));
    let mut parts = vec![Part { heading: "Why".to_owned(), lead: reasons(view), ..Part::default() }];
    parts.push(side_by_side(view));
    parts.push(grid(view, style));
    parts.extend(other_sizes(view));
    parts.push(assumed(view, style));
    Page { opening, warnings: result.warnings.clone(), parts }
}

fn monthly(view: &RightsizingView, total: Money) -> String {
    view.result.currency.write(view.per_month(total))
}

fn setting_sentence(view: &RightsizingView, setting: &Setting) -> String {
    format!(
        "{}, {}, {}, {}: {} per month",
        place(setting),
        setting.task_size,
        target(setting),
        bounds(setting),
        monthly(view, setting.total)
    )
}

/// What to run, what runs today, and what is saved.
fn answer(view: &RightsizingView) -> Vec<String> {
    let today = &view.found.today.setting;
    let Some(recommended) = view.found.recommended() else {
        let best = view.found.best_effort.and_then(|place| view.found.grid.get(place));
        let nothing = "Nothing that was looked at meets the objective and may be recommended.".to_owned();
        let most = best.map(|setting| {
            let (served, words) = (words::percent(setting.not_served_percent), setting_sentence(view, setting));
            let why = setting.barred.clone().unwrap_or_default();
            format!("Serves most: {words}, {served} % not served; {why}.")
        });
        let now = format!("Today: {}.", setting_sentence(view, today));
        return [nothing].into_iter().chain(most).chain([now]).collect();
    };
    let run = format!("Run it on {}: {}.", recommended.option.name(), setting_sentence(view, recommended));
    let now = format!("Today: {}. {}", setting_sentence(view, today), saving_sentence(view, recommended));
    vec![run, now]
}

fn saving_sentence(view: &RightsizingView, recommended: &Setting) -> String {
    let (before, after) = (view.per_month(view.found.today.setting.total), view.per_month(recommended.total));
    let currency = &view.result.currency;
    // The difference of what is shown, so that a reader who subtracts finds it.
    let saved = currency.shown(before) - currency.shown(after);
    let percent = percent_text(before - after, before).unwrap_or_else(|| "0.0%".to_owned());
    let percent = percent.trim_start_matches('-');
    if saved < 0 {
        return format!("The recommended one costs {} ({percent}) more.", currency.amount(-saved));
    }
    format!("Saved: {} ({percent}).", currency.amount(saved))
}

/// What was measured, what follows, and what sets the size.
fn reasons(view: &RightsizingView) -> Vec<String> {
    let found = &view.found;
    let (measured, today) = (&found.measured, &found.today.setting);
    let (cpu, memory, tasks) = (measured.cpu, measured.memory, measured.tasks);
    let mut lines = vec![
        format!(
            "measured, {}: {} tasks of {} ({} to {}); CPU {} % on average, {} % at the 95th percentile, {} % at most; memory {} %, {} % and {} %",
            measured_time(measured),
            figure(tasks.mean),
            measured.task_size,
            figure(tasks.min),
            figure(tasks.max),
            figure(cpu.mean),
            figure(cpu.p95),
            figure(cpu.max),
            figure(memory.mean),
            figure(memory.p95),
            figure(memory.max)
        ),
        format!(
            "a task needs {} MiB: {} % of {} MiB ({}), and {} % on top",
            measured.memory_mib,
            figure(measured.memory_percent),
            measured.task_size.memory_mib,
            if measured.memory_percentile >= 100.0 {
                "the most measured".to_owned()
            } else {
                format!("percentile {}", figure(measured.memory_percentile))
            },
            figure(measured.memory_headroom_percent)
        ),
    ];
    if let Some(recommended) = found.recommended() {
        lines.push(format!(
            "{} is the limit of {}, {} of {} today; its tasks are at {} and {} % in the busiest minute, today's at {} and {} %",
            recommended.binding_limit,
            recommended.task_size,
            today.binding_limit,
            today.task_size,
            mean_cpu(recommended),
            figure(recommended.cpu.peak),
            mean_cpu(today),
            figure(today.cpu.peak)
        ));
    }
    if !today.meets_objective {
        let missed = words::percent(today.not_served_percent);
        let short = today.minutes_short;
        lines.push(format!("today's setting misses the objective: {missed} % not served, {short} minutes short"));
    }
    lines.extend(found.fixed_count.as_ref().map(|fixed| fixed_sentence(view, &FixedCountView::from(fixed))));
    lines.extend(measured.step_minutes.filter(|&step| step > 1).map(|step| {
        format!("peaks shorter than the {step} minutes of a row are not in what was measured, and so in none of this")
    }));
    lines
}

fn mean_cpu(setting: &Setting) -> String {
    setting.cpu.mean.map_or_else(|| "no CPU figure".to_owned(), |mean| format!("{} % CPU on average", figure(mean)))
}

fn fixed_sentence(view: &RightsizingView, fixed: &FixedCountView) -> String {
    let words = sentence(&view.result, fixed);
    if fixed.better { format!("a fixed number of tasks is better: {words}") } else { words }
}

fn assumed(view: &RightsizingView, style: Style) -> Part {
    let sentence = |it: &Assumption| format!("{} = {} ({})", it.key, it.value, it.reason);
    let (least, most) = (TARGETS[0], TARGETS[TARGETS.len() - 1]);
    let mut lead = vec![format!(
        "looked at: targets from {least} to {most} % in steps of 5, the least minimum and its doubles, every size; the maximum is half as much again as the busiest minute needs; nothing but the objective keeps a target low"
    )];
    let all = &view.result.assumptions;
    let shown = if style.verbose { all.len() } else { all.len().min(FIRST_ASSUMPTIONS) };
    lead.extend(all[..shown].iter().map(sentence));
    if shown < all.len() {
        lead.push(format!("and {} more (--verbose shows all)", all.len() - shown));
    }
    Part { heading: "Assumed".to_owned(), lead, ..Part::default() }
}
