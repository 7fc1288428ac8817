//! Blocks of commands in a Markdown page.

/// A command of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Command {
    /// As it stands in the page, without `$ ` and without what follows `#`.
    pub(super) line: String,
    /// The exit code it ends with.
    pub(super) exit_code: i32,
    /// Lines below it, from this line of the page on.
    pub(super) output_at: usize,
    /// What it prints, as the page shows it; `None` where pages show commands only.
    pub(super) output: Option<Vec<String>>,
}

/// The commands of each `console` and `sh` block of a page, and of the workflow in a `yaml` block, block by block.
pub(super) fn blocks(page: &str) -> Vec<Vec<Command>> {
    let lines: Vec<&str> = page.lines().collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let language = lines[at].strip_prefix("```").unwrap_or_default();
        let first = at + 1;
        if lines[at].starts_with("```") {
            let length = lines[first.min(lines.len())..].iter().take_while(|line| **line != "```").count();
            at = first + length;
            match language {
                "console" => blocks.push(console(&lines[first..at], first)),
                "sh" => blocks.push(script(&lines[first..at], first)),
                "yaml" => blocks.push(workflow(&lines[first..at], first)),
                _ => {}
            }
        }
        at += 1;
    }
    blocks
}

/// Commands after `$ `, each with its output below.
fn console(lines: &[&str], first: usize) -> Vec<Command> {
    let mut commands: Vec<Command> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if let Some(line) = line.strip_prefix("$ ") {
            commands.push(Command { output: Some(Vec::new()), ..command(line, first + index + 1) });
        } else if let Some(output) = commands.last_mut().and_then(|last| last.output.as_mut()) {
            output.push((*line).to_owned());
        }
    }
    commands
}

/// The files that a page shows for its commands to read, each with its name: the blocks that open with such as
/// `toml file=api.toml`.
pub(super) fn files(page: &str) -> Vec<(String, String)> {
    let mut lines = page.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let name =
            line.strip_prefix("```").and_then(|info| info.split(' ').find_map(|word| word.strip_prefix("file=")));
        if let Some(name) = name {
            let text = lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
            found.push((name.to_owned(), text));
        }
    }
    found
}

/// Commands only.
fn script(lines: &[&str], first: usize) -> Vec<Command> {
    let is_command = |line: &str| !line.trim().is_empty() && !line.starts_with('#');
    let commands = lines.iter().enumerate().filter(|(_, line)| is_command(line));
    commands.map(|(index, line)| command(line, first + index + 1)).collect()
}

/// The commands of the one-line steps of a workflow.
fn workflow(lines: &[&str], first: usize) -> Vec<Command> {
    let step = |line: &'_ str| line.trim_start().strip_prefix("- run: ").map(str::len);
    let steps = lines.iter().enumerate().filter_map(|(index, line)| Some((index, &line[line.len() - step(line)?..])));
    steps.map(|(index, line)| command(line, first + index + 1)).collect()
}

fn command(text: &str, output_at: usize) -> Command {
    let (line, comment) = text.split_once(" #").unwrap_or((text, ""));
    let exit_code = comment.trim().strip_prefix("exits ").and_then(|code| code.parse().ok()).unwrap_or(0);
    Command { line: line.trim().to_owned(), exit_code, output_at, output: None }
}

/// The page with the outputs that its commands have now, given in the order of the page.
pub(super) fn with_outputs(page: &str, outputs: &[(Command, Vec<String>)]) -> String {
    let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
    for (command, now) in outputs.iter().rev() {
        if let Some(shown) = &command.output {
            lines.splice(command.output_at..command.output_at + shown.len(), now.iter().cloned());
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

const PAGE: &str = "\
# A page

```console
$ ecsplan check a.toml
a.toml: no problems
$ ecsplan recommend a.toml  # exits 1
```

```toml
$ not a command
```

```sh
# what it is for
ecsplan compare a.toml
```

```yaml
on: ecsplan
steps:
  - run: ecsplan diff a.toml b.toml
    env: ecsplan
```
";

#[test]
fn commands_have_their_output_and_exit_code() {
    let found = blocks(PAGE);
    let lines: Vec<Vec<(&str, i32)>> =
        found.iter().map(|block| block.iter().map(|c| (c.line.as_str(), c.exit_code)).collect()).collect();
    assert_eq!(
        lines,
        [
            vec![("ecsplan check a.toml", 0), ("ecsplan recommend a.toml", 1)],
            vec![("ecsplan compare a.toml", 0)],
            vec![("ecsplan diff a.toml b.toml", 0)]
        ]
    );
    assert_eq!(found[0][0].output, Some(vec!["a.toml: no problems".to_owned()]));
    assert_eq!(found[0][1].output, Some(Vec::new()));
    assert_eq!(found[1][0].output, None);
}

#[test]
fn outputs_are_replaced_where_they_stand() {
    let commands: Vec<Command> = blocks(PAGE).into_iter().flatten().collect();
    let outputs = [vec!["one", "two"], vec!["three"], vec!["not shown"], vec![]];
    let outputs = outputs.map(|lines| lines.into_iter().map(str::to_owned).collect::<Vec<_>>());
    let page = with_outputs(PAGE, &commands.into_iter().zip(outputs).collect::<Vec<_>>());
    assert_eq!(page, PAGE.replace("a.toml: no problems", "one\ntwo").replace("# exits 1\n", "# exits 1\nthree\n"));
    assert_eq!(with_outputs(PAGE, &[]), PAGE);
}

#[test]
fn a_page_that_ends_inside_a_block_is_read_to_its_end() {
    assert_eq!(blocks("```console\n$ ecsplan man").len(), 1);
    assert_eq!(blocks("```console").len(), 1);
}

#[test]
fn files_are_the_blocks_with_a_name() {
    assert_eq!(files(PAGE), []);
    let page = format!("{PAGE}```toml file=a.toml\nname = \"a\"\n```\n");
    assert_eq!(files(&page), [("a.toml".to_owned(), "name = \"a\"\n".to_owned())]);
    assert_eq!(blocks(&page), blocks(PAGE));
}
