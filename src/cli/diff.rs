//! `ecsplan diff`.

use ecsplan::report::{
    Language, ResultDifference, Style, render_difference_json, render_difference_markdown, render_difference_table,
};

use super::Exit;
use super::answer::{Answer, Failure};
use super::diff_arguments::{DiffArguments, DiffFormat};
use super::output::{Stream, has_colour};
use super::plan::{Planning, display_currency};
use super::question::price_tables;

pub(super) fn diff(arguments: &DiffArguments, language: Language) -> Result<Answer, Failure> {
    let tables = price_tables(arguments.prices.as_deref())?;
    let planning = Planning { tables: &tables, strict: arguments.strict_prices, option: None };
    let (base, head) = (planning.result(&arguments.base)?, planning.result(&arguments.head)?);
    let currency = display_currency(&head.currency)?;
    let sources = [&arguments.base, &arguments.head].map(|path| path.to_string_lossy());
    let difference = ResultDifference::new((&sources[0], &base), (&sources[1], &head));
    let colour = arguments.out.is_none() && has_colour(Stream::Standard);
    let text = match arguments.format {
        DiffFormat::Table => {
            render_difference_table(&difference, &currency, Style { colour, language, ..Style::default() })
        }
        DiffFormat::Markdown => render_difference_markdown(&difference, &currency, language),
        DiffFormat::Json => render_difference_json(&difference),
    };
    let answer = Answer::text(text).into_file(arguments.out.clone());
    Ok(if arguments.exit_code && difference.differs { answer.exit(Exit::No) } else { answer })
}
