//! Reports: one result value, and every format rendered from it.
//!
//! [`ResultView::new`] turns a comparison (and a verdict) into the one value that all formats show;
//! the `render_…` functions are pure and add nothing to it but layout. Money is exact US dollars in
//! the value; another currency is laid beside it by rule M5, so that what is shown adds up.

mod breakeven;
mod budget;
mod build;
mod capacity_view;
mod chart;
mod chart_alternative;
mod chart_bars;
mod chart_scale;
mod commitment;
mod csv;
mod csv_error;
mod currency;
mod difference;
mod fixed_cluster_view;
mod fixed_count_view;
mod focus;
mod grid;
mod grouping;
mod html;
mod interrupted;
mod json;
mod language;
mod line_view;
mod markdown;
mod monte_carlo;
mod option_view;
mod outlook;
mod pareto;
mod pixels;
mod pooled;
mod recommendation_view;
mod result;
mod rightsizing;
mod schema;
mod schema_option;
mod schema_recommendation;
mod schema_waste;
mod section_answer;
mod section_background;
mod section_costs;
mod section_options;
mod section_search;
mod section_waste;
mod sections;
mod sensitivity;
mod service_view;
mod statement;
mod style;
mod table;
mod timeline;
mod trace;
mod waste_view;
mod week_marks;
mod whole_report;
mod why_not_view;
mod words;
mod xlsx;

#[cfg(test)]
mod fixture;

pub use breakeven::{
    BREAKEVEN_SCHEMA_VERSION, BreakevenView, Found, Picture, breakeven_schema, png_of, render_breakeven_csv,
    render_breakeven_json, render_breakeven_markdown, render_breakeven_table, svg_of,
};
pub use budget::{
    BudgetCheck, BudgetView, IncreaseLimit, MonthlyLimit, Tested, TestedPeriod, render_budget, render_junit,
};
pub use capacity_view::{
    CandidateCountsView, CommitmentView, CreditsView, ExcludedTypesView, InstanceCounts, InstanceGroupView,
    InterruptionRateView, InterruptionsView, PlacementCostView,
};
pub use chart::{render_chart, render_chart_png};
pub use commitment::{
    AlternativeView, COMMITMENT_SCHEMA_VERSION, CommitContext, CommitmentProposalView, CoveredByView, CurveMarkView,
    CurvePointView, CurveView, HeldView, ItemCoverageView, PurchaseView, ScenarioUsageView, commitment_schema,
    render_commitment_csv, render_commitment_json, render_commitment_markdown, render_commitment_png,
    render_commitment_svg, render_commitment_table, render_curve_csv,
};
pub use csv::render_csv;
pub use currency::{CurrencyError, DisplayCurrency};
pub use difference::{
    Changed, CostChange, DIFFERENCE_SCHEMA_VERSION, LineChange, LineSide, OptionChange, Parts, ResultDifference,
    SideView, difference_schema, render_difference_json, render_difference_markdown, render_difference_table,
};
pub use fixed_cluster_view::{FixedClusterView, FixedInstancesView, TasksHeldView};
pub use fixed_count_view::{CountFiguresView, FixedCountView};
pub use focus::{FocusView, Granularity, write_focus_csv};
pub use grid::{Align, aligned};
pub use html::render_html;
pub use interrupted::InterruptedView;
pub use json::render_json;
pub use language::Language;
pub use line_view::LineItemView;
pub use markdown::render_markdown;
pub use monte_carlo::{
    MONTE_CARLO_SCHEMA_VERSION, MonteCarloView, monte_carlo_schema, render_monte_carlo_csv, render_monte_carlo_json,
    render_monte_carlo_markdown, render_monte_carlo_table,
};
pub use option_view::{MonthView, OptionFigures, OptionView};
pub use outlook::{
    CaseOutcomeView, CaseView, CashMonthView, CommitmentCashView, ExpiryView, FallFigures, FallView, InForceView,
    LadderView, LadderWayView, LiabilityView, OutlookView, PlanView, PlannedPurchaseView, PurchaseFallView,
    QuarterCashView, ScenarioOutlookView, WeighedAlternativeView, outlook_definitions, outlook_of, outlook_schema,
    render_outlook_markdown, render_outlook_table,
};
pub use pareto::{ParetoOptionView, pareto_picture};
pub use pooled::{
    POOLED_SCHEMA_VERSION, PooledAssumption, PooledContext, PooledNames, PooledView, pooled_schema, render_pooled_csv,
    render_pooled_json, render_pooled_markdown, render_pooled_table,
};
pub use recommendation_view::{
    AgainstCurrentView, ChangeView, DifferenceView, InfeasibleView, OptionReasonView, RecommendationView,
    RecommendedView, RelaxationView,
};
pub use result::{Command, PriceBasisRow, ResultView, SCHEMA_VERSION, ScenarioView, TrafficView};
pub use rightsizing::{
    RIGHTSIZING_SCHEMA_VERSION, RightsizingView, render_rightsizing_csv, render_rightsizing_json,
    render_rightsizing_markdown, render_rightsizing_table, rightsizing_schema,
};
pub use schema::result_schema;
pub use sensitivity::{
    SENSITIVITY_SCHEMA_VERSION, SensitivityView, render_sensitivity_csv, render_sensitivity_json,
    render_sensitivity_markdown, render_sensitivity_table, sensitivity_schema,
};
pub use service_view::{ScalingSettingView, ServiceView, TaskCountsView, TaskSizeView};
pub use statement::{
    CostKind, STATEMENT_SCHEMA_VERSION, StatementView, render_statement_csv, render_statement_json,
    render_statement_markdown, render_statement_table, statement_schema,
};
pub use style::Style;
pub use table::render_table;
pub use timeline::{
    DecisionView, RowKind, RowLength, TIMELINE_SCHEMA_VERSION, TimelineRow, TimelineView, Window, busiest_day,
    render_decisions, render_load_duration_png, render_load_duration_svg, render_sample, render_timeline_png,
    render_timeline_svg, render_timeline_table, sample_sentence, timeline_schema, write_timeline_csv,
    write_timeline_json,
};
pub use trace::{
    BusyHourView, RuleView, TRACE_SCHEMA_VERSION, TraceFilter, TraceItemView, TraceLineView, TraceMonthView,
    TracePriceView, TraceView, is_usage_type, known_usage_types, model_rules, render_trace_json, render_trace_table,
    rules_of_line, rules_of_usage, trace_schema, write_trace_csv,
};
pub use waste_view::{WasteMonthView, WasteRowView, WasteView};
pub use whole_report::{ReportPart, ReportView, WeekView, typical_week};
pub use why_not_view::{PackingView, WhyNotView};
pub use words::counted;
pub use xlsx::{WorkbookFacts, render_xlsx};
