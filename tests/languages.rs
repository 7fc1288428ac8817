//! Reports in Korean: nothing of them is left in English, and their figures are those of the English ones.

use std::path::{Path, PathBuf};

use ecsplan::diagnostic::Code;
use ecsplan::report::Language;

use super::command::{SMALLEST, Workplace};

/// Names that the examples give to scenarios of demand and to a plan.
const NAMES: [&str; 5] = ["as planned", "a customer leaves", "move to Fargate", "plan of last year", "plan of last"];

/// Lines that are not said in Korean: the rules of the model, and commands to copy.
const AS_THEY_ARE: [&str; 2] = ["규칙 ", "aws savingsplans"];

fn scenarios() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().join("scenario.toml"));
    let mut paths: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    paths.sort();
    assert!(paths.len() > 8, "{paths:?}");
    paths
}

/// Two English words side by side outside backticks and names, if there are any; cells lie two spaces apart.
pub(super) fn prose(line: &str) -> Option<String> {
    let outside: String = line.split('`').step_by(2).collect::<Vec<_>>().join("``");
    let plain = NAMES.iter().fold(outside, |text, name| text.replace(name, ""));
    if AS_THEY_ARE.iter().any(|start| plain.trim_start().trim_start_matches("- ").starts_with(start)) {
        return None;
    }
    let is_word = |word: &&str| {
        let word = word.trim_matches(['(', ')', ',', '.', ';', ':']);
        word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    let in_pieces = plain.split("  ").find_map(|piece| {
        let words: Vec<&str> = piece.split(' ').collect();
        words.windows(2).find(|pair| pair.iter().all(is_word)).map(|pair| pair.join(" "))
    });
    in_pieces.map(|found| format!("`{found}` in `{line}`"))
}

/// Runs a command in Korean and finds English in what it says.
fn english_of(place: &Workplace, command: &str) -> Vec<String> {
    let run = place.run(&format!("--lang ko {command}"));
    assert!(run.code < 2, "{command}: {run:#?}");
    assert!(run.stdout.lines().chain(run.stderr.lines()).any(|line| line.contains(['가', '용', '월'])), "{run:#?}");
    let mut rules = false;
    let lines = run.stdout.lines().chain(run.stderr.lines()).filter(|line| {
        // What a rule of the model says goes on in indented lines.
        rules = line.trim_start().starts_with("규칙 ") || (rules && line.starts_with("    "));
        !rules
    });
    lines.filter_map(prose).map(|found| format!("{command}: {found}")).collect()
}

/// Every amount and share of a text, sorted: figures with decimals or separated thousands.
fn amounts(text: &str) -> Vec<String> {
    let is_part = |it: char| it.is_ascii_digit() || it == '.' || it == ',';
    let found = text.split(|it: char| !is_part(it)).map(|it| it.trim_matches(['.', ',']).to_owned());
    let mut found: Vec<String> = found.filter(|it| it.contains(['.', ','])).collect();
    found.sort_unstable();
    found
}

#[test]
fn english_is_found() {
    for line in ["  it costs what", "- storage: not served 3", "선택지 (not allowed)", "`a` would win `b`"] {
        assert!(prose(line).is_some(), "{line}");
    }
    for line in ["  api  fargate-spot  web", "`it costs`, EC2 arm64 1", "a customer leaves에 최적", "Hrs 온디맨드"]
    {
        assert_eq!(prose(line), None);
    }
}

#[test]
fn the_reports_of_every_example_are_in_korean() {
    let place = Workplace::with(SMALLEST);
    let mut found = Vec::new();
    for path in scenarios() {
        let path = path.display();
        for command in ["recommend --verbose --pareto", "estimate --verbose"] {
            found.extend(english_of(&place, &format!("{command} {path}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_other_commands_are_in_korean() {
    let place = Workplace::with(SMALLEST);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let of = |name: &str| folder.join(name).join("scenario.toml").display().to_string();
    let (shop, night, doubt) = (of("shop"), of("day-night-seoul"), of("plans-in-doubt"));
    let file = |name: &str, file: &str| folder.join(name).join(file).display().to_string();
    let (usage, rates) = (file("own-usage", "usage.csv"), file("own-usage", "rates.csv"));
    let (services, defaults) = (file("many-services", "services.csv"), file("many-services", "defaults.toml"));
    let commands = [
        format!("compare --format markdown --currency KRW --rate 1380 {night}"),
        format!("breakeven {night}"),
        format!("breakeven --over traffic --and price --points 5 {night}"),
        format!("sensitivity {night}"),
        format!("montecarlo --runs 5 {night}"),
        format!("commit --curve --ladder quarterly {doubt}"),
        format!("commit --usage {usage} --rates {rates}"),
        format!("simulate {night}"),
        format!("simulate --explain --from 2026-01-05T12:00 --to 2026-01-05T16:00 {shop}"),
        format!("simulate --option fargate-spot --seed 1 --runs 3 {night}"),
        format!("trace --option ec2-instance-savings-plan --month 2026-01 {night}"),
        format!("rightsize {}", of("oversized-service")),
        format!("fleet {services} --defaults {defaults}"),
        format!("diff {shop} {night}"),
        format!("check-budget --max-monthly 50 --max-increase-percent 10 --against {shop} {night}"),
        "prices regions".to_owned(),
        "prices verify".to_owned(),
        format!("check {shop}"),
    ];
    let found: Vec<String> = commands.iter().flat_map(|command| english_of(&place, command)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_page_is_in_korean() {
    let place = Workplace::with(SMALLEST);
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/day-night-seoul/scenario.toml");
    place.run(&format!("--lang ko report --html report.html {}", scenario.display())).ends(0);
    let page = place.read("report.html");
    assert!(page.contains("<html lang=\"ko\">"), "{page}");
    let body = page.split("</style>").nth(1).unwrap().split("<script>").next().unwrap();
    let body: String =
        body.split("<code>").map(|part| part.split_once("</code>").map_or(part, |(_, rest)| rest)).collect();
    let texts = body.split('>').filter_map(|rest| rest.split('<').next());
    let found: Vec<String> = texts.filter_map(prose).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Scenarios with options that cannot be had: jobs alone, Windows, too few hosts, no architecture in common.
const SHORT_OF_OPTIONS: [&str; 4] = [
    "[[service]]\nname = \"web\"\ntasks = 2\ntask = { vcpu = 1, memory_gb = 2 }\narchitectures = [\"x86_64\"]\n\
     [[service]]\nname = \"etl\"\ntasks = 2\ntask = { vcpu = 1, memory_gb = 2 }\narchitectures = [\"arm64\"]\n",
    "[[job]]\nname = \"etl\"\nschedule = \"rate(6 hours)\"\ncount = 2\nduration_seconds = 600\narchitectures = [\"x86_64\"]\n\
     task = { vcpu = 1, memory_gb = 2 }\n",
    "[[service]]\nname = \"win\"\ntasks = 2\ntask = { vcpu = 1, memory_gb = 2 }\noperating_system = \"windows\"\n\
     architectures = [\"x86_64\"]\n[external]\nhosts = 1\nvcpu = 8\nmemory_gb = 32\nusd_per_host_month = \"95\"\n",
    "[[service]]\nname = \"web\"\ntasks = 9\ntask = { vcpu = 1, memory_gb = 2 }\n[external]\nhosts = 1\nvcpu = 2\nmemory_gb = 4\n\
     usd_per_host_month = \"95\"\n",
];

#[test]
fn what_cannot_be_had_is_said_in_korean() {
    let mut found = Vec::new();
    for rest in SHORT_OF_OPTIONS {
        let head = "name = \"s-1\"\nregion = \"ap-northeast-2\"\n[horizon]\nstart = \"2026-01-01\"\nhours = 730\n";
        found.extend(english_of(&Workplace::with(&format!("{head}{rest}")), "recommend scenario.toml"));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn command_lines_that_are_refused_say_why_in_korean() {
    let place = Workplace::with(SMALLEST);
    let refused = [
        "breakeven --over traffic --and traffic scenario.toml",
        "compare --option external scenario.toml",
        "explain E9999",
        "rightsize scenario.toml",
        "simulate --service wbe scenario.toml",
        "simulate --option current scenario.toml",
        "simulate --option fargate --seed 1 scenario.toml",
        "simulate --format json --explain scenario.toml",
        "simulate --format csv --explain scenario.toml",
        "simulate --load-duration scenario.toml",
        "simulate --from 2026-03-01 --to 2026-03-02 scenario.toml",
        "trace --option fargate --service wbe scenario.toml",
        "trace --option fargate --usage-type Nonsense scenario.toml",
        "estimate --option fargate --by tag:team scenario.toml",
        "check-budget --max-monthly 1000EUR scenario.toml",
    ];
    for command in refused {
        let run = place.run(&format!("--lang ko {command}"));
        assert!((1..=2).contains(&run.code), "{command}: {run:#?}");
        assert!(run.stderr.contains(['가', '는', '은', '없', '니']), "{command}: {run:#?}");
        let english: Vec<String> = run.stderr.lines().filter_map(prose).collect();
        assert!(english.is_empty(), "{command}: {}", english.join("\n"));
    }
}

#[test]
fn every_code_is_explained_in_korean() {
    for entry in Code::catalogue() {
        for line in std::iter::once(entry.title).chain(entry.explanation.lines()).filter(|line| !line.is_empty()) {
            assert_ne!(Language::Korean.said(line), line, "{}", entry.id);
        }
    }
}

#[test]
fn charts_are_in_korean() {
    let place = Workplace::with(SMALLEST);
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/day-night-seoul/scenario.toml");
    let scenario = scenario.display();
    let commands = [
        "compare --chart drawn.svg",
        "compare --pareto-chart drawn.svg",
        "breakeven --chart drawn.svg",
        "breakeven --over traffic --and price --points 5 --chart drawn.svg",
        "sensitivity --chart drawn.svg",
        "commit --option ec2-on-demand --chart drawn.svg",
        "simulate --format svg --out drawn.svg",
        "simulate --load-duration --format svg --out drawn.svg",
    ];
    let mut found = Vec::new();
    for command in commands {
        place.run(&format!("--lang ko {command} {scenario}")).ends(0);
        let drawn = place.read("drawn.svg");
        let texts = || drawn.split('>').filter_map(|rest| rest.split('<').next());
        assert!(texts().filter(|text| text.contains(['가', '용', '월', '수'])).count() > 1, "{command}: {drawn}");
        found.extend(texts().filter_map(prose).map(|found| format!("{command}: {found}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    for command in [
        "compare --chart drawn.png",
        "breakeven --chart drawn.png",
        "commit --option ec2-on-demand --chart drawn.png",
        "simulate --format png --out drawn.png",
        "simulate --load-duration --format png --out drawn.png",
    ] {
        let drawn = |language: &str| {
            place.run(&format!("--lang {language} {command} {scenario}")).ends(0);
            let bytes = place.read_bytes("drawn.png");
            let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            reader.next_frame(&mut pixels).unwrap();
            let words = reader.info().utf8_text.iter().map(|chunk| chunk.get_text().unwrap()).collect::<Vec<_>>();
            (reader.info().size(), words.join("\n"), pixels)
        };
        let (korean, english) = (drawn("ko"), drawn("en"));
        assert_eq!(korean.0, english.0, "{command}");
        assert!(
            english.1.lines().any(|line| prose(line).is_some()) && korean.1.lines().all(|line| prose(line).is_none())
        );
        assert!(korean.1.contains(['가', '용', '월', '수']), "{command}: {}", korean.1);
        assert_ne!(korean.2, english.2, "{command}");
    }
}

/// The names of all commands, those below others included.
fn commands() -> Vec<String> {
    let titles =
        include_str!("../docs/cli.md").lines().filter_map(|line| line.strip_prefix("## `ecsplan ")?.strip_suffix('`'));
    titles.map(str::to_owned).collect()
}

/// A text without the lists of names in it: in brackets, or each apart from the next.
fn without_names(text: &str) -> String {
    let pieces = text.split('[').enumerate();
    let outside =
        pieces.map(|(index, piece)| if index == 0 { piece } else { piece.split_once(']').map_or("", |it| it.1) });
    outside.collect::<String>().replace(", ", "  ")
}

#[test]
fn help_is_in_korean() {
    let place = Workplace::with(SMALLEST);
    let commands = commands();
    assert!(commands.len() > 20, "{commands:?}");
    let mut found = Vec::new();
    for command in commands.iter().map(String::as_str).chain([""]) {
        for flag in ["--help", "-h"] {
            let run = place.run(&format!("{command} {flag} --lang ko")).ends(0);
            assert!(run.stdout.contains("사용법: ecsplan") && run.stdout.contains("\n옵션:\n"), "{run:#?}");
            // Scenarios, tables and commands to copy are no prose.
            let text = without_names(&run.stdout);
            let lines = text.lines().filter(|line| !line.contains(['=', '|', '$']) && !line.contains("ecsplan"));
            found.extend(lines.filter_map(prose).map(|found| format!("{command} {flag}: {found}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(place.run("--lang ko man compare").ends(0).stdout.contains("나란히 보여 줌"));
}

#[test]
fn mistakes_on_the_command_line_are_in_korean() {
    let place = Workplace::with(SMALLEST);
    let mistakes = [
        "",
        "prices",
        "brekeven",
        "compare",
        "compare scenario.toml other.toml",
        "compare scenario.toml --format foo",
        "compare scenario.toml --formt json",
        "compare scenario.toml --rate foo",
        "compare scenario.toml --rate 0",
        "compare scenario.toml --currency wons",
        "compare scenario.toml --chart chart.gif",
        "compare scenario.toml --quiet --quiet",
        "compare scenario.toml --option fargat",
        "breakeven scenario.toml --points",
        "breakeven scenario.toml --points 1",
        "breakeven scenario.toml --points many",
        "check-budget scenario.toml --max-monthly much",
        "check-budget scenario.toml --max-monthly 5 --max-increase-percent -4",
        "check-budget scenario.toml --max-increase-percent 10",
        "commit --usage usage.csv --hourly -1",
        "commit scenario.toml --usage usage.csv",
        "simulate scenario.toml --from soon",
        "simulate scenario.toml --from 2026-03-01T06:30:10",
        "simulate scenario.toml --runs 5",
        "trace scenario.toml --month May",
    ];
    let mut found = Vec::new();
    for mistake in mistakes {
        let run = place.run(&format!("--lang ko {mistake}")).ends(2);
        assert!(run.stdout.is_empty() && run.stderr.contains("사용법:") | run.stderr.contains("자세한"), "{run:#?}");
        let text = without_names(&run.stderr);
        let lines = text.lines().filter(|line| !line.contains("사용법:"));
        found.extend(lines.filter_map(prose).map(|found| format!("{mistake}: {found}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn figures_and_formats_for_programs_are_the_same_in_both_languages() {
    let place = Workplace::with(SMALLEST);
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/day-night-seoul/scenario.toml");
    let said = |language: &str, command: &str| {
        place.run(&format!("--lang {language} {command} {}", scenario.display())).ends(0).stdout
    };
    for command in ["recommend --verbose", "recommend --format markdown --currency KRW --rate 1380", "estimate"] {
        let (korean, english) = (said("ko", command), said("en", command));
        assert_ne!(korean, english);
        assert!(amounts(&english).len() > 20);
        assert_eq!(amounts(&korean), amounts(&english), "{command}");
    }
    for command in ["recommend --format json", "recommend --format csv", "estimate --format json"] {
        assert_eq!(said("ko", command), said("en", command), "{command}");
    }
}

#[test]
fn a_problem_has_the_same_code_in_both_languages() {
    let place = Workplace::with("name = \"x\"");
    let codes = |language: &str, error: &str| {
        let text = place.run(&format!("--lang {language} check scenario.toml")).ends(2).stderr;
        text.split(&format!("{error}[")).skip(1).map(|rest| rest[..5].to_owned()).collect::<Vec<_>>()
    };
    assert!(!codes("en", "error").is_empty() && codes("en", "error") == codes("ko", "오류"));
}

const BROKEN: &str = r#"
name = "x"
region = "ap-northeast-9"
colour = "red"
[horizon]
start = "2026-13-01"
months = 0
[[service]]
name = "api"
[service.traffic]
profile = "week.csv"
growth = 2
[service.workload]
cpu_ms_per_request = -3
memory_mib = "three"
[service.scaling]
min_tasks = 9
max_tasks = 3
[[service.scaling.target_tracking]]
metric = "cpuu"
target_percent = 160
[[service]]
name = "api"
tasks = 2
task = { vcpu = 3, memory_gb = 1 }
[[service]]
name = "web"
[service.traffic]
constant = 4
profile = "nowhere.csv"
[service.workload]
cpu_ms_per_request = 5
"#;

const WEEK: &str = "timestamp,requests_per_second
2026-01-01 00:00:00,1
2026-01-01 01:00:00,many
2026-01-01 00:30:00,1,2
";

#[test]
fn problems_of_the_input_are_in_korean() {
    let place = Workplace::with(SMALLEST);
    place.write("broken.toml", BROKEN);
    place.write("week.csv", WEEK);
    let run = place.run("--lang ko check broken.toml").ends(2);
    let found: Vec<String> = run.stderr.lines().filter_map(prose).collect();
    assert!(found.is_empty(), "{}\nin\n{}", found.join("\n"), run.stderr);
    let problems = |text: &str, word: &str| text.lines().filter(|line| line.starts_with(word)).count();
    let english = place.run("check broken.toml").ends(2).stderr;
    assert!(problems(&english, "error[") > 12, "{english}");
    assert_eq!(problems(&run.stderr, "오류["), problems(&english, "error["));
}

#[test]
fn a_problem_without_korean_words_says_what_its_code_stands_for() {
    let place = Workplace::with(SMALLEST);
    place.write("broken.toml", "name = \"x\"\nregion = [\n");
    let said = place.run("--lang ko check broken.toml").ends(2).stderr;
    let title = said.lines().next().unwrap();
    assert!(title.starts_with("오류[E0") && title.contains(['가', '이', '음', '인']), "{said}");
}
