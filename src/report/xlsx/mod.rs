//! The report as a workbook: numbers with formats, and formulas that follow its input cells.

mod assumptions_sheet;
mod book;
mod cells;
mod commitments_sheet;
mod discounts;
mod facts;
mod growth;
mod growth_choices;
mod growth_sheet;
mod headline;
mod hourly_columns;
mod hourly_sheet;
mod inputs;
mod line;
mod lines;
mod lines_columns;
mod lines_sheet;
mod months_sheet;
mod options_table;
mod priced;
mod sheet;
mod shown_costs;
mod summary_sheet;

pub use book::render_xlsx;
pub use facts::WorkbookFacts;

/// Whatever writes cells: the only errors are the limits of the format, such as 1,048,576 rows.
type Written = Result<(), rust_xlsxwriter::XlsxError>;
