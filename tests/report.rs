//! `ecsplan report`: the page says what the JSON says.

use serde_json::Value;

use super::command::{SMALLEST, Workplace};

/// Two months of a service with hostile names, in won.
const IN_WON: &str = r#"
name = "an <script>alert('x')</script> & more"
region = "ap-northeast-2"

[horizon]
start = "2026-01-01"
months = 2

[currency]
code = "KRW"
rate = "1380"

[[service]]
name = "web & <b>api</b>"
tasks = 2
task = { vcpu = "0.5", memory_gb = "1" }

[ec2]
instance_types = ["t4g.small", "c6g.medium"]
"#;

/// Every figure of a page: what it is of, its exact dollars and what is shown.
fn figures(page: &str) -> Vec<(String, String, String)> {
    let cells = page.split(" data-usd=\"").skip(1);
    let figure = |rest: &str| {
        let (usd, rest) = rest.split_once("\" data-figure=\"").unwrap();
        let (figure, rest) = rest.split_once("\">").unwrap();
        let (shown, _) = rest.split_once("</").unwrap();
        (figure.to_owned(), usd.to_owned(), shown.to_owned())
    };
    cells.map(figure).collect()
}

fn json(place: &Workplace, command: &str) -> Value {
    place.run(command).ends(0).json()
}

/// The digits of what is shown, as JSON has them.
fn plain(shown: &str) -> String {
    shown.replace([',', '$', '₩'], "")
}

/// Every total and month of the JSON that the page has, too; how many were compared.
fn compared(page: &str, result: &Value, statement: &Value) -> usize {
    let on_page = figures(page);
    let mut count = 0;
    let mut same = |figure: &str, usd: &Value, display: &Value| {
        for (_, exact, shown) in on_page.iter().filter(|(of, ..)| of == figure) {
            assert_eq!(exact, usd.as_str().unwrap(), "{figure}");
            if let Some(display) = display.as_str() {
                assert_eq!(plain(shown), display, "{figure}");
            }
            count += 1;
        }
    };
    for option in result["options"].as_array().unwrap() {
        let id = option["id"].as_str().unwrap();
        same(&format!("{id}/total"), &option["total"], &option["display_total"]);
        same(&format!("{id}/monthly_mean"), &option["monthly_mean"], &option["display_monthly_mean"]);
        for month in option["monthly"].as_array().unwrap() {
            let figure = format!("{id}/{}", month["month"].as_str().unwrap());
            same(&figure, &month["total"], &month["display_total"]);
        }
        for row in option["waste"]["categories"].as_array().unwrap_or(&Vec::new()) {
            same(&format!("{id}/waste/{}", row["category"].as_str().unwrap()), &row["total"], &Value::Null);
        }
    }
    for kind in ["list", "contracted", "effective", "billed"] {
        let cost = &statement["totals"][kind];
        same(&format!("statement/{kind}/total"), &cost["total"], &cost["display_total"]);
        for (index, month) in statement["months"].as_array().unwrap().iter().enumerate() {
            let figure = format!("statement/{kind}/{}", month["month"].as_str().unwrap());
            same(&figure, &cost["months"][index], &cost["display_months"][index]);
        }
    }
    count
}

#[test]
fn the_page_has_the_figures_of_the_json() {
    for (scenario, least) in [(SMALLEST, 20), (IN_WON, 25)] {
        let place = Workplace::with(scenario);
        let run = place.run("report scenario.toml --html page.html").ends(0);
        assert_eq!(run.stdout, "");
        let result = json(&place, "recommend scenario.toml --format json");
        let statement = json(&place, "estimate scenario.toml --format json");
        let count = compared(&place.read("page.html"), &result, &statement);
        assert!(count >= least, "{count} figures compared");
    }
}

#[test]
fn the_page_is_the_same_every_time_and_its_names_are_text() {
    let place = Workplace::with(IN_WON);
    place.run("report scenario.toml --html one.html").ends(0);
    place.run("report scenario.toml --html other.html").ends(0);
    let page = place.read("one.html");
    assert_eq!(page, place.read("other.html"));
    assert!(page.contains("an &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; more"), "{page}");
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(!page.contains("<b>api"), "{page}");
}

#[test]
fn what_cannot_be_had_says_why() {
    let place = Workplace::with(SMALLEST);
    place.run("report scenario.toml --html page.html").ends(0);
    assert!(place.read("page.html").contains("Not shown: no service has demand"), "{}", place.read("page.html"));
}

#[test]
fn an_output_is_needed_and_has_to_be_writable() {
    let place = Workplace::with(SMALLEST);
    place.run("report scenario.toml").ends(2).complains("--html <FILE>");
    let nowhere = place.run("report scenario.toml --html no/such/folder/page.html").ends(2);
    nowhere.complains("cannot write `no/such/folder/page.html`");
    assert_eq!(place.names(), ["scenario.toml"]);
}

#[test]
fn an_answer_of_no_is_written_too() {
    let demand = "[service.traffic]\nconstant = 1000\n[service.workload]\ncpu_ms_per_request = 50\nmemory_mib = 100\n";
    let place = Workplace::with(&SMALLEST.replace("[ec2]", &format!("{demand}[ec2]")));
    place.run("report scenario.toml --html page.html").ends(1).complains("error: no option meets the objective");
    let page = place.read("page.html");
    assert!(page.contains("<h1>smallest: no option meets the objective"), "{page}");
    assert!(page.contains("serves most and is shown below") && page.contains("week-picture-1"), "{page}");
}
