//! The catalogue of codes: one entry for each, in order.

use super::codes::{Code, CodeEntry};

const fn entry(code: Code, [id, title, explanation]: [&'static str; 3], [bad, good]: [&'static str; 2]) -> CodeEntry {
    CodeEntry { code, id, title, explanation, bad, good }
}

pub(super) const CATALOGUE: [CodeEntry; 65] = [
    entry(
        Code::Syntax,
        [
            "E0101",
            "the scenario is not valid TOML",
            "The file cannot be read as TOML, so nothing in it can be checked yet. Strings need quotes, tables need \
             their brackets closed, and a key may be given only once in a table.",
        ],
        ["name = shop", "name = \"shop\""],
    ),
    entry(
        Code::UnknownKey,
        [
            "E0102",
            "a key is not known",
            "The scenario has a key that the format does not have at that place. Such keys are refused, because a \
             misspelt key that is ignored gives a wrong answer. The nearest known key is named, or the table that a \
             key of this name belongs in; `docs/scenario.md` lists them all.",
        ],
        ["[service.scaling]\nmin_task = 2", "[service.scaling]\nmin_tasks = 2"],
    ),
    entry(
        Code::MissingKey,
        [
            "E0103",
            "something required is missing",
            "The question cannot be answered without this key, and no default would be honest. Sometimes it is \
             required only because of another key, or one of several keys is wanted; the message says so.",
        ],
        ["[horizon]\nmonths = 12", "[horizon]\nstart = \"2026-01-01\"\nmonths = 12"],
    ),
    entry(
        Code::WrongType,
        [
            "E0104",
            "a value is of the wrong type",
            "The key is right, but its value is of another kind than expected: text where a number is wanted, a \
             single value where a list is wanted, or a value where a table is wanted. Numbers may be written with \
             or without quotes.",
        ],
        ["architectures = \"arm64\"", "architectures = [\"arm64\"]"],
    ),
    entry(
        Code::OutOfRange,
        [
            "E0105",
            "a value is out of range",
            "The number is negative where that means nothing, not finite, or so large or small that it can only be \
             a slip of unit; or a text is empty or a list has no or repeated elements. The message says what is \
             accepted.",
        ],
        ["[service.workload]\ncpu_ms_per_request = -12", "[service.workload]\ncpu_ms_per_request = 12"],
    ),
    entry(
        Code::UnknownChoice,
        [
            "E0106",
            "a word is not one of those possible",
            "The key takes one of a few words, and this is none of them. The message lists them.",
        ],
        ["architectures = [\"arm\"]", "architectures = [\"arm64\"]"],
    ),
    entry(
        Code::Contradiction,
        [
            "E0107",
            "keys contradict each other",
            "Two keys are given of which only one can hold, or a key means nothing together with another. Keep the \
             one that is meant.",
        ],
        [
            "[horizon]\nstart = \"2026-01-01\"\nmonths = 12\nhours = 730",
            "[horizon]\nstart = \"2026-01-01\"\nmonths = 12",
        ],
    ),
    entry(
        Code::FargateSize,
        [
            "E0108",
            "a task size is not sold",
            "Fargate sells 77 combinations of vCPU and memory for Linux, and this is not one of them; the nearest \
             are named. When `[ec2] instance_types` pins the instance types, any size from 0.125 to 192 vCPU is \
             accepted, as ECS does on EC2, and options on Fargate are then not available.",
        ],
        ["task = { vcpu = \"0.25\", memory_gb = \"4\" }", "task = { vcpu = \"0.5\", memory_gb = \"4\" }"],
    ),
    entry(
        Code::MinimumAboveMaximum,
        [
            "E0109",
            "a minimum is above its maximum",
            "The smallest allowed number is larger than the largest allowed, or an end is not after its start, so \
             nothing lies between.",
        ],
        ["[service.scaling]\nmin_tasks = 8\nmax_tasks = 3", "[service.scaling]\nmin_tasks = 3\nmax_tasks = 8"],
    ),
    entry(
        Code::DuplicateName,
        [
            "E0110",
            "a name is used twice",
            "Services and jobs are told apart by their names in every table of the report, so a name may be used \
             once only. The same holds for dates of holidays, entries of `[current]`, commitments and demand scenarios.",
        ],
        [
            "[[service]]\nname = \"api\"\n[[service]]\nname = \"api\"",
            "[[service]]\nname = \"api\"\n[[service]]\nname = \"worker\"",
        ],
    ),
    entry(
        Code::UnknownRegion,
        [
            "E0111",
            "a region is not in the price tables",
            "The region is misspelt, or the price tables in use do not have it. `ecsplan prices regions` lists those \
             they have.",
        ],
        ["region = \"ap-northeast2\"", "region = \"ap-northeast-2\""],
    ),
    entry(
        Code::UnknownInstanceType,
        [
            "E0112",
            "an instance type or family is not known",
            "The instance type or family is misspelt, is not sold in the region, or is newer than the price tables \
             in use. `ecsplan prices show REGION` lists what the region sells.",
        ],
        ["[ec2]\ninstance_types = [\"m7g.larg\"]", "[ec2]\ninstance_types = [\"m7g.large\"]"],
    ),
    entry(
        Code::NotADate,
        [
            "E0113",
            "a date or time cannot be understood",
            "Dates are written `2026-01-31`, local times `2026-01-31T18:30` (or with a space). The day must exist.",
        ],
        ["[horizon]\nstart = \"2026-02-30\"\nmonths = 1", "[horizon]\nstart = \"2026-02-28\"\nmonths = 1"],
    ),
    entry(
        Code::Horizon,
        [
            "E0114",
            "the horizon is empty or too long",
            "A horizon lasts from one hour to ten years. Beyond that neither prices nor traffic can be foreseen.",
        ],
        ["[horizon]\nstart = \"2026-01-01\"\nmonths = 0", "[horizon]\nstart = \"2026-01-01\"\nmonths = 12"],
    ),
    entry(
        Code::UnknownTimeZone,
        [
            "E0115",
            "a time zone is not known",
            "Time zones are named as in the IANA database, such as `Asia/Seoul`, `Europe/Berlin` or `UTC`.",
        ],
        ["[service.traffic]\ntimezone = \"Seoul\"", "[service.traffic]\ntimezone = \"Asia/Seoul\""],
    ),
    entry(
        Code::Schedule,
        [
            "E0116",
            "a schedule cannot be understood",
            "Schedules are written as AWS writes them: `at(2026-01-31T18:30:00)`, `rate(1 day)`, or \
             `cron(minute hour day-of-month month day-of-week year)` with six fields, one of the two day fields a `?`. \
             One that can never fire, such as on 30 February, is refused too.",
        ],
        ["schedule = \"cron(0 20 * * *)\"", "schedule = \"cron(0 20 ? * MON-FRI *)\""],
    ),
    entry(
        Code::NotExactMoney,
        [
            "E0117",
            "an amount is not an exact decimal",
            "Prices, rates and percentages of money are exact decimals: digits, with at most one decimal point, no \
             exponent and no currency sign. Prices have at most twelve decimals, percentages at most four.",
        ],
        ["[prices]\n\"APN2-BoxUsage:m7g.large\" = \"$0.1\"", "[prices]\n\"APN2-BoxUsage:m7g.large\" = \"0.1\""],
    ),
    entry(
        Code::Target,
        [
            "E0118",
            "a scaling target cannot be reached or left",
            "A utilisation target lies above 0 and below 100 percent: at 0 the service could never have tasks \
             enough, and utilisation does not rise above 100. A target of requests per task is above 0. The threshold of a \
             step policy is at most 100 percent.",
        ],
        ["metric = \"cpu\"\ntarget_percent = 100", "metric = \"cpu\"\ntarget_percent = 60"],
    ),
    entry(
        Code::UnknownReference,
        [
            "E0119",
            "something named does not exist",
            "The scenario refers by name to a service or an option that does not exist.",
        ],
        [
            "[[extra]]\nname = \"agent\"\nusd_per_month = \"20\"\noptions = [\"farget\"]",
            "[[extra]]\nname = \"agent\"\nusd_per_month = \"20\"\noptions = [\"fargate\"]",
        ],
    ),
    entry(
        Code::NothingToPlan,
        ["E0120", "there is nothing to plan", "A scenario has at least one `[[service]]` or one `[[job]]`."],
        [
            "name = \"shop\"\nregion = \"ap-northeast-2\"",
            "name = \"shop\"\nregion = \"ap-northeast-2\"\n[[service]]\nname = \"api\"",
        ],
    ),
    entry(
        Code::CannotRead,
        [
            "E0121",
            "a file cannot be read",
            "The file is missing, is a folder or another thing that is not a file, or may not be read. The path of a \
             traffic profile is relative to the scenario's own folder.",
        ],
        ["profile = \"wek.csv\"", "profile = \"week.csv\""],
    ),
    entry(
        Code::TooLarge,
        [
            "E0122",
            "a file is too large",
            "Scenarios are at most 1 MiB, traffic profiles and price tables at most 64 MiB. Ten years of minutes fit \
             in less than that without needless columns. The file was not read.",
        ],
        ["profile = \"access-log.csv\"", "profile = \"requests-per-minute.csv\""],
    ),
    entry(
        Code::NotText,
        [
            "E0123",
            "a file is not text",
            "The file holds bytes that are not UTF-8 text: a spreadsheet, an archive, or text in another encoding. \
             Export it as CSV in UTF-8.",
        ],
        ["profile = \"week.xlsx\"", "profile = \"week.csv\""],
    ),
    entry(
        Code::StepAdjustments,
        [
            "E0124",
            "the steps of a policy leave something out or overlap",
            "AWS has rules for step adjustments: 1 to 20 steps, each with at least one bound, without gaps or overlaps, at \
             most one without a lower bound and at most one without an upper bound. An alarm above its threshold needs steps \
             from bound 0 up to infinity, one below its threshold from 0 down to minus infinity.",
        ],
        [
            "operator = \">\"\n[[service.scaling.step_scaling.step]]\nlower_bound = 0\nupper_bound = 10\nadjustment = 1\n\
             [[service.scaling.step_scaling.step]]\nlower_bound = 20\nadjustment = 3",
            "operator = \">\"\n[[service.scaling.step_scaling.step]]\nlower_bound = 0\nupper_bound = 20\nadjustment = 1\n\
             [[service.scaling.step_scaling.step]]\nlower_bound = 20\nadjustment = 3",
        ],
    ),
    entry(
        Code::CapacityProviders,
        [
            "E0125",
            "a capacity-provider strategy that ECS refuses",
            "A strategy has at least one provider with a weight above 0, since providers without weight get no task beyond \
             their base. It names each provider once, gives a base to one of them at most, and does not mix providers of \
             Fargate with those of EC2; nor do the services of one scenario. Windows tasks run on `FARGATE` only.",
        ],
        [
            "[[service.capacity_provider]]\nprovider = \"FARGATE\"\nbase = 2",
            "[[service.capacity_provider]]\nprovider = \"FARGATE\"\nbase = 2\nweight = 1",
        ],
    ),
    entry(
        Code::PoliciesFight,
        [
            "E0126",
            "two policies fight each other",
            "At some value of a metric one policy adds tasks and another removes them, so the service would swing for ever. \
             The alarm that adds lies above the one that removes, with room between them. Target tracking removes \
             tasks below 0.9 of its target and adds them above it.",
        ],
        [
            "metric = \"cpu\", operator = \">\", threshold = 40, adding 2\nmetric = \"cpu\", operator = \"<\", threshold = 60, removing 1",
            "metric = \"cpu\", operator = \">\", threshold = 70, adding 2\nmetric = \"cpu\", operator = \"<\", threshold = 40, removing 1",
        ],
    ),
    entry(
        Code::PriceTable,
        [
            "E0201",
            "a price table is malformed",
            "A row of the price tables cannot be used: a missing column, a price that is not an exact decimal, an \
             unknown basis or date. `pricing/README.md` describes the tables, `ecsplan prices verify` checks them all.",
        ],
        [
            "platform,resource,price,as_of,basis\nlinux_x86,vcpu,4 cents,2026-11,observed",
            "platform,resource,price,as_of,basis\nlinux_x86,vcpu,0.04656,2026-11,observed",
        ],
    ),
    entry(
        Code::UnknownPrice,
        [
            "E0202",
            "an override names no price",
            "A key of `[prices]` is the usage type as it stands on a bill of the region; a key of \
             `[prices.discount_percent]` is an AWS service code or `all`. This key is neither, so it would have no \
             effect.",
        ],
        ["[prices]\n\"BoxUsage:m7g.larg\" = \"0.1\"", "[prices]\n\"APN2-BoxUsage:m7g.large\" = \"0.1\""],
    ),
    entry(
        Code::EmptyProfile,
        ["E0301", "a profile has no rows", "The file has no lines, or none below its header."],
        ["hour,requests_per_second", "hour,requests_per_second\n0,12.5\n1,9.75"],
    ),
    entry(
        Code::ProfileColumns,
        [
            "E0302",
            "the columns of a profile are not clear",
            "A profile has a header with `hour` or `timestamp`, and one of `requests_per_second`, `requests` and \
             `vcpu`. Other headers are named by `timestamp_column`, `value_column` and `unit`.",
        ],
        [
            "profile = \"elb.csv\"    # with the header Time,Sum",
            "profile = \"elb.csv\"\ntimestamp_column = \"Time\"\nvalue_column = \"Sum\"\nunit = \"requests\"",
        ],
    ),
    entry(
        Code::RaggedRow,
        [
            "E0303",
            "a row has another number of fields than the header",
            "Every row has as many fields as the header. A decimal comma, or a comma between thousands, makes one \
             field into two.",
        ],
        ["timestamp,requests\n2026-01-01 00:00,1,250", "timestamp,requests\n2026-01-01 00:00,1250"],
    ),
    entry(
        Code::ProfileValue,
        [
            "E0304",
            "a value of a profile is not a demand",
            "Demand is a number that is finite and not negative. A minute without traffic is `0`; a minute without \
             a measurement is left out, which makes it a gap.",
        ],
        ["hour,requests_per_second\n0,NaN", "hour,requests_per_second\n0,12.5"],
    ),
    entry(
        Code::Timestamp,
        [
            "E0305",
            "a timestamp cannot be understood",
            "Timestamps are written `2026-01-01 00:05:00` or `2026-01-01T00:05`, with `Z` or an offset such as \
             `+09:00` when they are not in the traffic's `timezone`. They fall on whole minutes. A date alone says \
             nothing about the hour.",
        ],
        ["timestamp,requests\n01/02/2026,15", "timestamp,requests\n2026-02-01 00:00,15"],
    ),
    entry(
        Code::DuplicateTimestamp,
        [
            "E0306",
            "a timestamp appears twice",
            "Two rows describe the same time. Where the clock is set back in autumn, local times are shown twice: \
             write them with their UTC offset.",
        ],
        [
            "timestamp,requests\n2026-01-01 00:00,15\n2026-01-01 00:00,16",
            "timestamp,requests\n2026-01-01 00:00,15\n2026-01-01 01:00,16",
        ],
    ),
    entry(
        Code::UnorderedTimestamp,
        [
            "E0307",
            "timestamps are not in order",
            "Rows go from the earliest to the latest. AWS returns some metrics unsorted or newest first: sort the \
             file by its timestamps.",
        ],
        [
            "timestamp,requests\n2026-01-01 01:00,15\n2026-01-01 00:00,16",
            "timestamp,requests\n2026-01-01 00:00,16\n2026-01-01 01:00,15",
        ],
    ),
    entry(
        Code::Gap,
        [
            "E0308",
            "a profile has a long gap",
            "More than three rows in a row are missing. Up to three are filled in by straight lines and counted; \
             beyond that the tool does not guess. `gaps = \"zero\"` says that nothing happened then, \
             `gaps = \"previous\"` that the last value went on.",
        ],
        [
            "timestamp,requests\n2026-01-01 00:00,15\n2026-01-01 01:00,16\n2026-01-01 09:00,15",
            "[service.traffic]\nprofile = \"week.csv\"\ngaps = \"zero\"",
        ],
    ),
    entry(
        Code::ProfileHours,
        [
            "E0309",
            "the hours of a profile are not a day or a week",
            "With an `hour` column a profile has 24 rows, hours 0 to 23, or 168 rows, a week from Monday 00:00 with \
             hours 0 to 167 (or 0 to 23 seven times).",
        ],
        ["hour,requests_per_second\n1,12.5\n2,9.75", "hour,requests_per_second\n0,12.5\n1,9.75"],
    ),
    entry(
        Code::ProfileStep,
        [
            "E0310",
            "the rows of a profile are not at one step",
            "Dated rows are a whole number of minutes apart, from 1 to 60, the same throughout but for missing rows.",
        ],
        [
            "timestamp,requests\n2026-01-01 00:00,15\n2026-01-01 00:10,16\n2026-01-01 00:25,15",
            "timestamp,requests\n2026-01-01 00:00,15\n2026-01-01 00:10,16\n2026-01-01 00:20,15",
        ],
    ),
    entry(
        Code::ProfileLength,
        [
            "E0311",
            "a profile is too short or too long",
            "Dated rows cover at least one whole day, so that they can be repeated, and at most ten years.",
        ],
        [
            "timestamp,requests\n2026-01-01 00:00,15\n2026-01-01 01:00,16",
            "rows from 2026-01-01 00:00 to 2026-01-07 23:00",
        ],
    ),
    entry(
        Code::CutOff,
        [
            "E0312",
            "a profile ends in the middle of a line",
            "The last line is not ended and not complete: the file was cut off, perhaps by a download that failed. \
             What else is missing cannot be known.",
        ],
        [
            "timestamp,requests\n2026-01-01 00:00,15\n2026-01-0",
            "timestamp,requests\n2026-01-01 00:00,15\n2026-01-01 01:00,16",
        ],
    ),
    entry(
        Code::MixedOffsets,
        [
            "E0313",
            "some timestamps have an offset and some do not",
            "Either every timestamp carries `Z` or an offset, or none does and all are on the clock of `timezone`.",
        ],
        [
            "timestamp,requests\n2026-01-01T00:00Z,15\n2026-01-01T01:00,16",
            "timestamp,requests\n2026-01-01T00:00Z,15\n2026-01-01T01:00Z,16",
        ],
    ),
    entry(
        Code::TaskTooSmall,
        [
            "E0401",
            "the pinned task cannot hold the workload",
            "The task size has less memory, or less vCPU, than the application and its sidecars need before the \
             first request. Such a task is killed or never serves; it is not a cheap plan.",
        ],
        [
            "task = { vcpu = \"0.25\", memory_gb = \"0.5\" }\n[service.workload]\nmemory_mib = 700",
            "task = { vcpu = \"0.25\", memory_gb = \"1\" }\n[service.workload]\nmemory_mib = 700",
        ],
    ),
    entry(
        Code::NeverDeploys,
        [
            "E0402",
            "a deployment can never proceed",
            "A rolling deployment either stops a task first, as `minimum_healthy_percent` (rounded up to tasks) allows, or \
             starts one more, as `maximum_percent` (rounded down) allows. Here neither is possible.",
        ],
        [
            "[service.deployment]\nminimum_healthy_percent = 100\nmaximum_percent = 100",
            "[service.deployment]\nminimum_healthy_percent = 100\nmaximum_percent = 200",
        ],
    ),
    entry(
        Code::FitsNoInstance,
        [
            "E0403",
            "a task fits no instance type allowed",
            "The task size is pinned, and none of the types in `[ec2] instance_types` has the CPU, the memory or the network \
             interface for one task, after what the instance keeps for the kernel, the agent and daemons. ECS would leave the \
             task PROVISIONING for ever. The message names the limit on the type that comes nearest.",
        ],
        [
            "task = { vcpu = 2, memory_gb = 8 }\n[ec2]\ninstance_types = [\"m7i.large\"]    # 8 GiB, less the kernel's",
            "task = { vcpu = 2, memory_gb = 8 }\n[ec2]\ninstance_types = [\"m7i.xlarge\"]",
        ],
    ),
    entry(
        Code::NoUsageRows,
        [
            "E0501",
            "a file of usage or rates has no rows",
            "There is nothing in the file, or a header only. A file of usage without rows does not mean that \
             nothing was used: more likely its export failed.",
        ],
        ["hour,item,quantity", "hour,item,quantity\n2026-01-01T00:00:00Z,m7g.large,4"],
    ),
    entry(
        Code::UsageColumns,
        [
            "E0502",
            "a file of usage or rates lacks a column",
            "Columns are found by the names in the first line, in any order: `hour`, `item` and `quantity` in \
             usage; `item`, `plan`, `term_years`, `payment` and `price` in rates. Each is there once; others are \
             left alone, and a warning names them.",
        ],
        [
            "time,item,quantity\n2026-01-01T00:00:00Z,m7g.large,4",
            "hour,item,quantity\n2026-01-01T00:00:00Z,m7g.large,4",
        ],
    ),
    entry(
        Code::UsageRow,
        [
            "E0503",
            "a row of usage or rates is not whole",
            "The row has more or fewer fields than the header, or no item. A comma in a number or a name starts a \
             new field unless the field is quoted.",
        ],
        [
            "hour,item,quantity\n2026-01-01T00:00:00Z,m7g.large,1,234",
            "hour,item,quantity\n2026-01-01T00:00:00Z,m7g.large,1234",
        ],
    ),
    entry(
        Code::UsageHour,
        [
            "E0504",
            "an hour of usage cannot be read",
            "Savings Plans apply to clock hours of UTC, so usage is given for those: ISO 8601, at minute 0, with \
             `Z`, with an offset (it is converted) or with none (it is UTC). All hours lie within ten years.",
        ],
        [
            "hour,item,quantity\n2026-01-01T00:30:00Z,m7g.large,4",
            "hour,item,quantity\n2026-01-01T00:00:00Z,m7g.large,4",
        ],
    ),
    entry(
        Code::UsageQuantity,
        [
            "E0505",
            "a quantity of usage cannot be used",
            "Quantities are finite, not negative, at most 10^15, and in the unit that the rates are for; an hour \
             of an item costs at most ten million dollars on demand. Credits and refunds do not belong into \
             usage.",
        ],
        [
            "hour,item,quantity\n2026-01-01T00:00:00Z,m7g.large,-4",
            "hour,item,quantity\n2026-01-01T00:00:00Z,m7g.large,4",
        ],
    ),
    entry(
        Code::DuplicateUsage,
        [
            "E0506",
            "an item is there twice in an hour",
            "Two rows of the same hour and item: whether they add up or repeat each other cannot be known.",
        ],
        ["2026-01-01T00:00:00Z,m7g.large,4\n2026-01-01T00:00:00Z,m7g.large,4", "2026-01-01T00:00:00Z,m7g.large,8"],
    ),
    entry(
        Code::MissingHours,
        [
            "E0507",
            "an hour is missing from the usage",
            "No item has a row in an hour between the first and the last. A row that one item lacks is zero; an \
             hour that all lack is more likely lost, and as zero it would make every commitment look worse. \
             `--missing-hours zero` says that nothing ran.",
        ],
        [
            "2026-01-01T00:00:00Z,m7g.large,4\n2026-01-01T02:00:00Z,m7g.large,4",
            "2026-01-01T00:00:00Z,m7g.large,4\n2026-01-01T01:00:00Z,m7g.large,4\n2026-01-01T02:00:00Z,m7g.large,4",
        ],
    ),
    entry(
        Code::UnpricedItem,
        [
            "E0508",
            "an item that is used has no price",
            "Every item of the usage needs its on-demand price, under the same name. Rates of plans are needed \
             only where a plan covers it.",
        ],
        [
            "m7g.large,compute,1,no_upfront,0.0588",
            "m7g.large,on_demand,,,0.0816\nm7g.large,compute,1,no_upfront,0.0588",
        ],
    ),
    entry(
        Code::RatePlan,
        [
            "E0509",
            "a plan, term or payment option of a rate is not known",
            "`plan` is `on_demand`, `compute` or `ec2_instance:` with the group of items that the plan is for, \
             such as a family in a region. `term_years` is 1 or 3 and `payment` `no_upfront`, `partial_upfront` \
             or `all_upfront`; both are empty for `on_demand`.",
        ],
        ["m7g.large,ec2_instance,2,monthly,0.0526", "m7g.large,ec2_instance:m7g,1,no_upfront,0.0526"],
    ),
    entry(
        Code::RatePrice,
        [
            "E0510",
            "a price of a rate cannot be used",
            "A price is a plain number of US dollars per unit: above 0, at most a million, with at most twelve \
             decimals, without a currency sign or thousands separators.",
        ],
        ["m7g.large,on_demand,,,$0.0816", "m7g.large,on_demand,,,0.0816"],
    ),
    entry(
        Code::DuplicateRate,
        [
            "E0511",
            "an item has two rates for the same plan",
            "An item has one rate for each plan, term and payment option. Where AWS lists several, the item \
             stands for several things: give each a name of its own.",
        ],
        [
            "m7g.large,on_demand,,,0.0816\nm7g.large,on_demand,,,0.0987",
            "m7g.large,on_demand,,,0.0816\nm7g.large seoul,on_demand,,,0.0987",
        ],
    ),
    entry(
        Code::RateAboveOnDemand,
        [
            "E0512",
            "a plan's rate is above the on-demand price",
            "AWS never charges more under a plan than without. The two rows are for different units, regions or \
             systems, or one of them is mistyped.",
        ],
        [
            "m7g.large,on_demand,,,0.0816\nm7g.large,compute,1,no_upfront,0.588",
            "m7g.large,on_demand,,,0.0816\nm7g.large,compute,1,no_upfront,0.0588",
        ],
    ),
    entry(
        Code::RateCurrency,
        [
            "E0513",
            "rates are not all in US dollars",
            "The optional column `currency` says `USD` in every row. AWS sells Savings Plans in dollars, and a \
             commitment in another currency would move with its rate.",
        ],
        [
            "m7g.large,on_demand,,,0.0816,USD\nm7g.large,compute,1,no_upfront,81,KRW",
            "m7g.large,on_demand,,,0.0816,USD\nm7g.large,compute,1,no_upfront,0.0588,USD",
        ],
    ),
    entry(
        Code::TwoGroups,
        [
            "E0514",
            "an item is in two groups of EC2 Instance plans",
            "An EC2 Instance Savings Plan covers one instance family in one region, so an item belongs to one \
             group at most.",
        ],
        [
            "m7g.large,ec2_instance:m7g,1,no_upfront,0.0526\nm7g.large,ec2_instance:m6g,1,no_upfront,0.05",
            "m7g.large,ec2_instance:m7g,1,no_upfront,0.0526",
        ],
    ),
    entry(
        Code::NotShared,
        [
            "E0601",
            "scenarios that are planned together differ in what they must share",
            "One portfolio of commitments is bought for all scenarios of `ecsplan fleet`, so all have the same \
             `[horizon]`, `[currency]`, `tax_percent`, `[commitments]` and `[prices.discount_percent]`. The odd ones are \
             named against most of the others; put them into a folder of their own, or make them equal.",
        ],
        [
            "# a/scenario.toml\n[horizon]\nstart = \"2026-01-01\"\nmonths = 12\n# b/scenario.toml\n[horizon]\nstart = \
             \"2026-02-01\"\nmonths = 12",
            "# a/scenario.toml\n[horizon]\nstart = \"2026-01-01\"\nmonths = 12\n# b/scenario.toml\n[horizon]\nstart = \
             \"2026-01-01\"\nmonths = 12",
        ],
    ),
    entry(
        Code::SavedSyntax,
        [
            "E0701",
            "a saved result is not valid JSON",
            "`ecsplan diff` and `ecsplan check-budget` take a scenario or a result that was saved as JSON. The file is \
             named `.json` or begins with a brace, and cannot be read as JSON: it may be cut off, or be something else.",
        ],
        [
            "{ \"schema_version\": \"1\", \"command\": \"recomm",
            "{ \"schema_version\": \"1\", \"command\": \"recommend\", ... }",
        ],
    ),
    entry(
        Code::NotAResult,
        [
            "E0702",
            "a JSON file is not a result of `compare` or `recommend`",
            "Only what `ecsplan compare` and `ecsplan recommend` write with `--format json` holds every option with its \
             months and line items. What other commands write as JSON is not read back.",
        ],
        [
            "ecsplan estimate scenario.toml --format json --out base.json",
            "ecsplan recommend scenario.toml --format json --out base.json",
        ],
    ),
    entry(
        Code::SavedVersion,
        [
            "E0703",
            "a saved result is of another version",
            "`schema_version` changes when a reader of results would have to. A result of a newer version is read by the \
             ecsplan that wrote it; one of an older version is written anew from its scenario. Guessing what its figures \
             meant would not be honest.",
        ],
        ["{ \"schema_version\": \"2\", ... }", "{ \"schema_version\": \"1\", ... }"],
    ),
    entry(
        Code::SavedKeyMissing,
        [
            "E0704",
            "a saved result lacks something",
            "A key that every result of this version has is not there: the result was written by an earlier ecsplan, or \
             something was taken out of it. Write it anew from its scenario.",
        ],
        [
            "{ \"month\": \"2026-01\", \"hours\": 744 }",
            "{ \"month\": \"2026-01\", \"hours\": 744, \"total\": \"131.19\", \"display_total\": null }",
        ],
    ),
    entry(
        Code::SavedValue,
        [
            "E0705",
            "a value of a saved result cannot be used",
            "The key is right, but its value is not what results have there: money and quantities are exact decimals \
             written as text, at most a billion dollars; counts are whole numbers; months are written `2026-01`.",
        ],
        ["\"total\": 131.19", "\"total\": \"131.19\""],
    ),
    entry(
        Code::SavedSums,
        [
            "E0706",
            "the figures of a saved result do not add up",
            "The line items of an option sum to its total exactly, so do its months, and the hours of the months to the \
             horizon. Where they do not, the file was changed after it was written, and nothing could be said about it.",
        ],
        [
            "\"total\": \"10\", \"monthly\": [{ \"month\": \"2026-01\", \"total\": \"9\", ... }]",
            "\"total\": \"10\", \"monthly\": [{ \"month\": \"2026-01\", \"total\": \"10\", ... }]",
        ],
    ),
];
