//! Texts that are made from the program itself: schemas, completions, manual pages.

use clap::CommandFactory as _;

use ecsplan::input::scenario_schema;
use ecsplan::report::{
    Language, breakeven_schema, commitment_schema, difference_schema, monte_carlo_schema, pooled_schema, result_schema,
    rightsizing_schema, sensitivity_schema, statement_schema, timeline_schema, trace_schema,
};

use super::answer::{Answer, Failure};
use super::arguments::{Arguments, CompletionsArguments, ManArguments, SchemaArguments, SchemaOf};
use super::parser_language::described;

pub(super) fn schema(arguments: &SchemaArguments) -> Answer {
    let schema = match arguments.of {
        SchemaOf::Scenario => scenario_schema(),
        SchemaOf::Result => result_schema(),
        SchemaOf::Timeline => timeline_schema(),
        SchemaOf::Breakeven => breakeven_schema(),
        SchemaOf::Rightsizing => rightsizing_schema(),
        SchemaOf::Sensitivity => sensitivity_schema(),
        SchemaOf::Montecarlo => monte_carlo_schema(),
        SchemaOf::Commitment => commitment_schema(),
        SchemaOf::Statement => statement_schema(),
        SchemaOf::Many => pooled_schema(),
        SchemaOf::Trace => trace_schema(),
        SchemaOf::Difference => difference_schema(),
    };
    Answer::text(format!("{schema:#}\n"))
}

pub(super) fn completions(arguments: &CompletionsArguments) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "ecsplan", &mut script);
    Answer::text(String::from_utf8_lossy(&script).into_owned())
}

pub(super) fn man(arguments: &ManArguments, language: Language) -> Result<Answer, Failure> {
    let mut root = described(Arguments::command(), language);
    root.build();
    let page = match &arguments.command {
        Some(name) => {
            let unknown = || Failure::Other(format!("there is no command `{name}`; `ecsplan help` lists them"));
            root.find_subcommand(name).ok_or_else(unknown)?.clone()
        }
        None => root,
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text).map_err(|error| Failure::Other(error.to_string()))?;
    Ok(Answer::text(String::from_utf8_lossy(&text).into_owned()))
}
