//! The answer as JSON, in the shape of [`rightsizing_schema`](super::rightsizing_schema).

use serde::Serialize;

use super::{RIGHTSIZING_SCHEMA_VERSION, RightsizingView};
use crate::money::Money;
use crate::pricing::TablesVersion;
use crate::recommendation::rightsizing::{OtherSize, Setting, SizeFound};
use crate::report::fixed_count_view::FixedCountView;
use crate::report::service_view::rounded;
use crate::report::{DisplayCurrency, InterruptedView, OptionReasonView, ScenarioView, TaskSizeView};
use crate::scenario::{Assumption, LaunchType, Measured, MeasuredTasks, Utilisation};

#[derive(Serialize)]
struct RightsizingJson<'view> {
    schema_version: &'static str,
    command: &'static str,
    scenario: &'view ScenarioView,
    prices: &'view TablesVersion,
    currency: &'view DisplayCurrency,
    assumptions: &'view [Assumption],
    warnings: &'view [String],
    service: &'view str,
    measured: MeasuredJson,
    today: SettingJson<'view>,
    recommended: Option<SettingJson<'view>>,
    best_effort: Option<SettingJson<'view>>,
    saving_per_month: Option<Money>,
    grid: Vec<SettingJson<'view>>,
    unavailable: Vec<OptionReasonView>,
    other_sizes: Vec<OtherSizeJson<'view>>,
    fixed_count: Option<FixedCountView>,
    interrupted: Option<InterruptedView>,
}

#[derive(Serialize)]
struct MeasuredJson {
    task_size: TaskSizeView,
    minutes: Option<i64>,
    step_minutes: Option<u32>,
    tasks: MeasuredTasks,
    cpu_percent: Utilisation,
    memory_percent: Utilisation,
    saturated_percent: f64,
    memory_percentile: f64,
    memory_headroom_percent: f64,
    needed_memory_mib: u32,
}

#[derive(Serialize)]
struct SettingJson<'view> {
    option: &'static str,
    launch_type: LaunchType,
    architecture: &'static str,
    instance_types: &'view [String],
    task_size: TaskSizeView,
    target_percent: Option<f64>,
    min_tasks: u32,
    max_tasks: u32,
    mean_tasks: f64,
    mean_cpu_percent: Option<f64>,
    peak_cpu_percent: f64,
    binding_limit: &'static str,
    total: Money,
    per_month: Money,
    not_served_percent: f64,
    minutes_short: u64,
    meets_objective: bool,
    barred: Option<&'view str>,
}

#[derive(Serialize)]
struct OtherSizeJson<'view> {
    vcpu: f64,
    setting: Option<SettingJson<'view>>,
    why_not: Option<String>,
}

/// All of it, indented, ending with a line end.
#[must_use]
pub fn render_rightsizing_json(view: &RightsizingView) -> String {
    let (result, found) = (&view.result, &view.found);
    let setting = |setting| setting_json(view, setting);
    let json = RightsizingJson {
        schema_version: RIGHTSIZING_SCHEMA_VERSION,
        command: "rightsize",
        scenario: &result.scenario,
        prices: &result.prices,
        currency: &result.currency,
        assumptions: &result.assumptions,
        warnings: &result.warnings,
        service: &found.service,
        measured: measured(&found.measured),
        today: setting(&found.today.setting),
        recommended: found.recommended().map(setting),
        best_effort: found.best_effort.and_then(|place| found.grid.get(place)).map(setting),
        saving_per_month: view.saving(),
        grid: found.grid.iter().map(setting).collect(),
        unavailable: found
            .unavailable
            .iter()
            .map(|it| OptionReasonView { option: it.option, reason: it.reason.clone() })
            .collect(),
        other_sizes: found.sizes.iter().map(|size| other_size(view, size)).collect(),
        fixed_count: found.fixed_count.as_ref().map(Into::into),
        interrupted: view.interrupted(),
    };
    serde_json::to_string_pretty(&json).expect("settings have text keys only") + "\n"
}

fn measured(measured: &Measured) -> MeasuredJson {
    let utilisation = |it: Utilisation| Utilisation {
        mean: rounded(it.mean),
        p50: rounded(it.p50),
        p95: rounded(it.p95),
        max: rounded(it.max),
    };
    let tasks = measured.tasks;
    MeasuredJson {
        task_size: measured.task_size.into(),
        minutes: measured.minutes,
        step_minutes: measured.step_minutes,
        tasks: MeasuredTasks { min: rounded(tasks.min), mean: rounded(tasks.mean), max: rounded(tasks.max) },
        cpu_percent: utilisation(measured.cpu),
        memory_percent: utilisation(measured.memory),
        saturated_percent: rounded(measured.saturated_percent),
        memory_percentile: measured.memory_percentile,
        memory_headroom_percent: measured.memory_headroom_percent,
        needed_memory_mib: measured.memory_mib,
    }
}

fn setting_json<'view>(view: &RightsizingView, setting: &'view Setting) -> SettingJson<'view> {
    SettingJson {
        option: setting.option.name(),
        launch_type: setting.launch_type,
        architecture: setting.architecture.name(),
        instance_types: &setting.instance_types,
        task_size: setting.task_size.into(),
        target_percent: setting.target_percent.map(rounded),
        min_tasks: setting.min_tasks,
        max_tasks: setting.max_tasks,
        mean_tasks: rounded(setting.tasks.mean),
        mean_cpu_percent: setting.cpu.mean.map(rounded),
        peak_cpu_percent: rounded(setting.cpu.peak),
        binding_limit: setting.binding_limit,
        total: setting.total,
        per_month: view.per_month(setting.total),
        not_served_percent: rounded(setting.not_served_percent),
        minutes_short: setting.minutes_short,
        meets_objective: setting.meets_objective,
        barred: setting.barred.as_deref(),
    }
}

fn other_size<'view>(view: &RightsizingView, size: &'view OtherSize) -> OtherSizeJson<'view> {
    let (setting, why_not) = match &size.found {
        SizeFound::Priced(setting) => (Some(setting_json(view, setting)), None),
        SizeFound::Unavailable(reason) => (None, Some(reason.clone())),
        SizeFound::TooLittleMemory { needed_mib, most_mib } => {
            (None, Some(format!("too little memory: {needed_mib} MiB needed, {most_mib} at most")))
        }
    };
    OtherSizeJson { vcpu: f64::from(size.cpu_units) / 1_024.0, setting, why_not }
}
