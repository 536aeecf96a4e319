use super::*;
use crate::config::Config;
use crate::extract::tests::call;
use crate::extract::{Call, Kind};

fn found(source: &str) -> Vec<(&'static str, String)> {
    let call = call(source);
    let labels = Labels::new(&Config::default().labels);
    find(&crate::extract::tests::read(&call), &labels, &crate::extract::nature::everything())
        .0
        .into_iter()
        .map(|decision| (decision.rule, decision.text))
        .collect()
}

#[test]
fn every_rule_takes_its_example_and_not_what_is_unlike_it() {
    for rule in RULES {
        let rows = found(&format!("# 2024-06-03\n\n## Storage\n\n{}\n", rule.example));
        assert_eq!(rows.len(), 1, "{}: {rows:?}", rule.example);
        assert_eq!(rows[0].0, rule.name, "{}", rule.example);
        assert_eq!(found(&format!("# 2024-06-03\n\n## Storage\n\n{}\n", rule.unlike)), [], "{}", rule.unlike);
    }
}

#[test]
fn what_only_sounds_like_a_decision_is_none() {
    for source in [
        "- unclear consensus about the examples",
        "- the things that were agreed on this quarter: https://example.org/a",
        "- Can we pass links, is that a problem? no, they are part of the text",
        "- when was the last release? OK, early in November",
        "- @ann Q) when was the last release? A) Early in November",
        "- the gate is red, right?\n    - yes",
        "- Another question, an option:\n    - Ok(v) => v,",
        "- Should we have a switch?\n    - We want to know about those cases",
        "- Should we remove it?\n    - Not documented, but it is there",
        "- Can we connect to all of them?\n    - yes, but there's not many of them",
        "- Let's make sure that the gate is red",
        "- after last week's call we agreed to paint it",
        "- we accepted tiles that we should not have",
        "- Not needed, it could be painted",
        "- Switching to red everywhere? (only on the roof)",
        "- Poll: https://example.org/a",
        "- Release date: 12 or 13 March?",
        "- is the red one the new one, or must we paint it?\n    - Yes, I was using the other name",
        "- Should it be red?\n    - counteridea: paint it later",
        "- Should it be red?\n    - -> wait for the board to confirm",
        "- general agreement that the current state is confusing",
        "- Let's do it the other way round this time",
        "- but it's good to ship for now",
        "- @bob is going to ask them if Monday is ok for everyone",
        "- Why is it red?\n    - No need to paint it",
        "- Should we do that?\n    - -> either we paint it or they do it",
        "### What if it rains?\n\nWet tiles will be replaced by dry ones.",
        "- name resolution is faster on a local machine",
        "- the gate is broken. Let's fix it? @bob",
        "- Moving to another host allows the project to go on when somebody leaves",
        "| idea | links | pages |\n|---|---|---|\n| split the hash? | YES | NO |",
    ] {
        assert_eq!(found(&format!("# 2024-06-03\n\n## Storage\n\n{source}\n")), [], "{source}");
    }
}

#[test]
fn what_is_told_of_another_time_or_place_settles_nothing() {
    for source in [
        "- we originally wanted to decide between red and green: we agreed on red",
        "- last Monday we decided to paint it",
        "- I thought about it but decided not to stand",
        "- backlog < decided that it will be done one day",
        "- CEP 6: the vote has ended, motion carried",
        "- the vote is over, motion to paint it was carried",
        "- Stop doing:\n    - painting gates",
        "- the board, which decided to paint it, has met",
        "- it decided to paint all gates without knowing how many there are",
        "- those left must unanimously vote for it",
        "- Some possible outcomes:\n    - Approved for the roof",
        "- can we walk there? yes -- it's still under way",
        "- let's take it to the mailing list",
        "- let's make gates awesome!",
        "- let's do a cost analysis of red paint",
        "- we keep a list of all gates",
        "- system calls are skipped on the small ones",
        "- Conclusion: Demos",
        "- the new chapter contains only recommendations",
        "- AI @ann: ask whether it is to be red: yes",
        "- The gate\n    - postponed to the next board",
        "- => we didn't manage to talk about it, keep it",
        "- so we will always have a gate to paint",
        "- Done/In progress\n    - decided to paint it",
        "- Done:\n- decided to paint it",
        "- let's piggyback on the talk about gates",
        "- Gates in winter, a case study by Ann\n    - two months of work, decided to paint them",
        "- Conclusions drawn there could be used for the gate",
        "- consensus building on red tiles",
        "- the colours differ, so we agree",
        "- Which teams are involved? -> painters need time",
        "- (AB) Can someone paint the gate?\n    - YES!",
        "- I can do it. Is it red or green? - Done.",
        "- Should it be red?\n    - -> both might be out of reach",
        "- Should it be red?\n    - Will need to figure out who paints it",
        "- Gate, let's do some painting\n    - it needs a first coat",
    ] {
        assert_eq!(found(&format!("# 2024-06-03\n\n## Storage\n\n{source}\n")), [], "{source}");
    }
    for heading in ["Announcements", "Updates"] {
        let rows = |line: &str| found(&format!("# 2024-06-03\n\n## {heading}\n\n- {line}\n")).len();
        assert_eq!([rows("the vote to paint it passed"), rows("paint it: 7 for, 1 against")], [0, 1], "{heading}");
    }
}

#[test]
fn what_one_person_proposes_is_hers() {
    let rows =
        |line: &str| found(&format!("# 2024-06-03\n\n## Participants\n- @ann\n\n## Storage\n\n- {line}\n")).len();
    assert_eq!([rows("Ann – let's paint it"), rows("Gates – let's paint them red")], [0, 1]);
}

#[test]
fn what_looks_like_told_is_decided() {
    for source in [
        "- We agreed to meet on the last Tuesday of each month",
        "- We agreed to vote over e-mail",
        "- Agreement reached in May to keep the old names",
        "- Phase I: we decided to paint it",
    ] {
        assert_eq!(found(&format!("# 2024-06-03\n\n## Storage\n\n{source}\n")).len(), 1, "{source}");
    }
    let rows = found("# 2024-06-03\n\n## Storage\n\n- The vote is closed: 7 for, 1 against\n");
    assert_eq!(rows.len(), 1, "{rows:?}");
}

#[test]
fn what_goes_on_with_what_somebody_says_is_said() {
    let rows = |above: &str| found(&format!("# 2024-06-03\n\n## Gate\n\n{above}- … but we agreed to paint it\n")).len();
    assert_eq!([rows(""), rows("- Ann: red\n- Bob: red\n- Ann: it is red\n")], [1, 0]);
}

#[test]
fn thanks_and_jests_are_no_resolutions() {
    for line in ["Kudos to Ann for the gate!", "we all love Ann and Bob", "Gratitude to Ann abounds."] {
        assert_eq!(found(&format!("# 2024-06-03\n\n## Gate\n\n- RESOLVED: {line}\n")), [], "{line}");
    }
    let rows = found("# 2024-06-03\n\n## Gate\n\n- RESOLVED: thanks, accepted as it is\n");
    assert_eq!(rows, [("label", "thanks, accepted as it is".to_owned())]);
    for line in ["we thank Ann for twelve years as chair", "Congratulations page is removed"] {
        assert_eq!(found(&format!("# 2024-06-03\n\n## Gate\n\n- RESOLVED: {line}\n")).len(), 1, "{line}");
    }
}

#[test]
fn below_a_label_what_is_marked_as_an_action_is_one() {
    let of = |below: &str| found(&format!("# 2024-06-03\n\n## Gate\n\n- Decisions:\n{below}"));
    assert_eq!(of("    - AI @ann: buy paint\n"), []);
    let rows = of("    - red\n    - Bob to buy paint\n    - AI @ann: buy a brush\n");
    assert_eq!(rows, [("label", "red; Bob to buy paint".to_owned())]);
    let rows = of("    - AI models may be used\n    - AI-generated code is not accepted\n");
    assert_eq!(rows, [("label", "AI models may be used; AI-generated code is not accepted".to_owned())]);
}

#[test]
fn what_stands_below_a_label_is_part_of_its_row() {
    let call = call(
        "# 2024-06-03\n\n## Gate\n\n- Decisions:\n    - we agreed on red\n    - AI @ann: buy paint\n    - it will become mandatory\n",
    );
    let labels = Labels::new(&Config::default().labels);
    let rows = find(&crate::extract::tests::read(&call), &labels, &crate::extract::nature::everything()).0;
    let lines: Vec<(u32, u32)> = rows.iter().map(|row| (row.line, row.end_line)).collect();
    assert_eq!(lines[0], (5, 6), "it ends before the action: {rows:?}");
    assert_eq!(rows[0].text, "we agreed on red; it will become mandatory");
}

#[test]
fn a_proposal_with_its_reason_is_no_item_of_an_agenda() {
    let rows = |below: &str| found(&format!("# 2024-06-03\n\n## Gate\n\n- Let's use red paint\n{below}")).len();
    assert_eq!([rows("    - it dries faster\n"), rows("    - it dries faster\n    - who has some?\n")], [1, 0]);
}

#[test]
fn what_people_think_is_so_is_no_remark_of_a_decision() {
    let talk = "Ann: I would close it.\n\nBob: so would I.\n\nAnn: well.\n\nBob: good.\n\n";
    for (line, count) in [
        ("[agreement that the gate is ugly]", 0),
        ("[consensus that winters aren't going away]", 0),
        ("[consensus building]", 0),
        ("[see the law that was passed]", 0),
        ("[wordsmithing of what we agreed]", 0),
        ("[agreement that it is ready to be closed]", 1),
        ("[agreed that this is out of scope]", 1),
        ("[working group agreed to close it]", 1),
    ] {
        let rows = found(&format!("# 2024-06-03\n\n## Gate\n\n{talk}{line}\n"));
        assert_eq!(rows.iter().filter(|row| row.0 == "scribe").count(), count, "{line}");
    }
}

#[test]
fn more_ways_to_settle_a_matter() {
    for (source, rule) in [
        ("- Go for it, test it some more before merging", "verdict"),
        ("- The new gate\n    - postponed until November", "verdict"),
        ("- postpone this one, ask why nobody cares", "verdict"),
        ("- Old gate: drop", "verdict"),
        ("- The third gate - approved - Ann to comment", "verdict"),
        ("- Will not move the old gates", "choice"),
        ("- Chose the red one", "choice"),
        ("- The mill will for now grind oats again", "choice"),
        ("- SIG Gates will switch to biweekly", "norm"),
        ("- Cancel Oct 3, next one on Oct 10", "norm"),
        ("- Red tiles will be recommended", "norm"),
        ("- => Target early August", "outcome"),
        ("- Painting could be part of it, too\n    - yes, please do this", "verdict"),
        ("- no answer until today; we will discontinue the old gates", "choice"),
        ("- 20th it is.", "choice"),
        ("- works well without a watcher, so no need to find one", "choice"),
    ] {
        let rows = found(&format!("# 2024-06-03\n\n## Storage\n\n{source}\n"));
        assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [rule], "{source}");
    }
}

#[test]
fn a_page_of_no_call_tells_of_votes_and_of_conclusions() {
    let of = |heading: &str, kind: Kind| {
        let call = Call { kind, ..call(&format!("# 2024-06-03\n\n## {heading}\n\n- motion to paint it carries\n")) };
        let labels = Labels::new(&Config::default().labels);
        find(&crate::extract::tests::read(&call), &labels, &crate::extract::nature::everything()).0.len()
    };
    for heading in ["History", "Conclusions"] {
        assert_eq!(of(heading, Kind::Notes), 1, "{heading}");
    }
    assert_eq!(of("History", Kind::Page), 0);
    assert_eq!(of("Tiles", Kind::Page), 1);
    let concluded = |kind: Kind| {
        let call = Call { kind, ..call("# 2024-06-03\n\n## Conclusions\n\n- red tiles it is\n") };
        let labels = Labels::new(&Config::default().labels);
        find(&crate::extract::tests::read(&call), &labels, &crate::extract::nature::everything()).0.len()
    };
    assert_eq!([concluded(Kind::Notes), concluded(Kind::Page)], [1, 0]);
}

#[test]
fn what_only_may_be_is_ruled_out_for_the_ranker() {
    let is_out = |source: &str| {
        let call = call(&format!("# 2024-06-03\n\n## Storage\n\n{source}\n"));
        let reading = crate::extract::tests::read(&call);
        is_ruled_out(&reading, reading.statements.len() - 1)
    };
    for source in [
        "- snapshots could serve the purpose",
        "- we might show two badges",
        "- can still have other words",
        "- Suggestion define that in the release",
        "- we are also missing a name",
        "- “yes, it works with that”",
        "- should be brought back into the other discussion",
        "- Let's review this again",
        "- we will try to paint them",
        "- next Monday? (Ann is away)",
        "- the gate was opened in May",
        "- currently it is red",
        "- then we can drop the old one",
        "- Need to add a bell",
        "- Try to paint it this week",
        "- Final call for comments",
        "- we will discuss it in Bremen",
    ] {
        assert!(is_out(source), "{source}");
    }
    for source in [
        "- we could make it red; yes, do this",
        "- Should it be red or green?\n    - could be both, red for now",
        "- next Monday? (yes)",
        "- Let's paint it again",
        "- Let's try Tuesdays until spring",
    ] {
        assert!(!is_out(source), "{source}");
    }
}

#[test]
fn patterns_compile() {
    for rule in RULES {
        let (words, unless) = match rule.test {
            Test::Words(words, unless) | Test::Verdict(words, unless) => (Some(words), unless),
            Test::Place(_) => (None, None),
        };
        assert!(words.into_iter().chain(unless).all(Pattern::is_valid), "{}: {}", rule.name, rule.example);
    }
    for pattern in [&NO_OBJECTION, &ASKS_FOR_DECISIONS, &SPEAKER] {
        assert!(pattern.is_valid());
    }
}

#[test]
fn passes_over_what_is_not_decided() {
    for line in [
        "Decision record for the new API",
        "the format is to be decided",
        "Any important decisions that are going to be taken?",
        "no decision yet",
        "final decision on next project board",
        "Proposal: keep two releases a year",
        "Agreement?:",
        "Decision: should we bundle the packages?",
        "VOTE: shall we bundle the packages?",
        "version 1.2 -> 1.3",
        "no agreement on dedicated cores",
        "~~Decision: keep it~~",
        "Decision: not today, to be decided in March",
        "Is code affected? No.",
        "stop 4, the school: fine since it got the new sensor",
        "We'll have free copies at the summit",
        "we'll meet at the station",
        "they agree that it should be done",
        "the release won't be ready in R4",
        "we decided last time to keep the old names",
        "shall we keep it? Will be discussed in the other team",
        "=> continue discussion next week",
        "Nothing decided, not even next steps",
        "Let's talk about it later",
        "Ann and Bob are to finish the readme of the proposal that was approved",
        "blocked, awaiting consensus on the kinds of keys",
        "make it as small as possible, something that we can all agree on",
        "we will maybe have a talk by somebody from the council",
        "Let's also talk to the mill",
        "Getting consensus on the colour of the gate",
        "The team decides on the syntax of the language",
        "An option: introduce a second gate",
        "Result: we uncovered a leak in the roof",
        "Resolved: we are still discussing it",
        "(Ann) Proposal: let's paint the gate",
        "For now, you can use the other gate",
        "Ann: can anybody open it? Bob: yes.",
        "The net result is that the roof is dry",
        "A decision is reached when nobody objects",
        "Seems like consensus on red tiles",
        "Potential consensus: red tiles, to be asked for again",
        "more generally, do we agree that tiles are red",
        "Carl to write a mail with the consensus from the list",
        "Reminder to vote: 9 yes, 0 no",
        "The gate is new. Has she had time to open it? No.",
        "Do we support two gates today? no, only one",
        "we don't have consensus on the gate, but it would be doable",
    ] {
        assert_eq!(found(&format!("# A\n\n- {line}\n")), [], "{line}");
    }
}

#[test]
fn knows_what_is_only_said_whatever_a_model_makes_of_it() {
    for (line, is_out) in [
        ("moved to the next meeting", true),
        ("Please comment until April", true),
        ("Alternatively the gate could be painted", true),
        ("Proposal: keep two releases a year", true),
        ("let's try to sort it out together", true),
        ("feat(gate): add a bell", true),
        ("the gate will be green from now on", false),
        ("moved the gate to the other side", false),
    ] {
        let call = call(&format!("# 2024-06-03\n\n## Gate\n\n- {line}\n"));
        let reading = crate::extract::tests::read(&call);
        let last = reading.statements.len() - 1;
        assert_eq!(is_ruled_out(&reading, last), is_out, "{line}");
    }
}

#[test]
fn takes_the_body_wherever_it_stands() {
    for (source, text) in [
        ("- **decision:**\n  - one\n  - two\n- other\n", "one; two"),
        ("Decision:\n\n- one\n- two\n", "one; two"),
        (
            "- Decision: should we bundle?\n    - pro: less work\n    - --> We split\n",
            "Decision: should we bundle? → We split",
        ),
        ("- shall we?\n    - Decision: yes\n", "yes"),
        ("- @ann: agreed to keep it\n", "@ann: agreed to keep it"),
    ] {
        let texts: Vec<String> = found(&format!("# A\n\n{source}")).into_iter().map(|row| row.1).collect();
        assert_eq!(texts, [text], "{source}");
    }
}

#[test]
fn says_it_whole_and_in_context() {
    for (source, text) in [
        ("- we decided to talk to\n    - the press\n    - the board\n", "we decided to talk to; the press; the board"),
        ("- A new cadence\n    - Agreement\n", "A new cadence → Agreement"),
        ("- Decision: https://example.org/x\n", "example.org/x"),
        ("- Resolved: (Ann)\n    - merge it\n    - add a test\n", "merge it; add a test"),
        ("- Consensus reached\n    - red tiles\n", "red tiles"),
    ] {
        let texts: Vec<String> = found(&format!("# A\n\n{source}")).into_iter().map(|row| row.1).collect();
        assert_eq!(texts, [text], "{source}");
    }
}

#[test]
fn reads_what_headings_and_tables_announce() {
    for (source, texts) in [
        ("## Conclusion/Resolution\n\n- stage 3\n", &["stage 3"][..]),
        ("**Decisions**\n\n- red tiles\n- green paint\n", &["red tiles", "green paint"]),
        ("## Decisions made\n\n- red tiles\n\n**Tim Lee**\n\n- it was good\n", &["red tiles"]),
        ("## Decisions made\n\n- red tiles\n\nand so on, they said.\n", &["red tiles"]),
        ("## Decisions\n\n- none\n", &[]),
        ("## Decisions\n\n- red tiles\n- Kurt to send the mail\n", &["red tiles"]),
        ("## Decisions made / Action items\n\n- red tiles\n- @ann to buy them\n", &["red tiles"]),
        ("## Decisions\n\n| No. | What |\n|---|---|\n| 1 | We buy red tiles |\n", &["We buy red tiles"]),
        ("## Notes\n\n| Topic | Notes |\n|---|---|\n| Gate | Decision: green paint |\n", &["green paint"]),
    ] {
        let found: Vec<String> = found(&format!("# 2024-06-03\n\n{source}")).into_iter().map(|row| row.1).collect();
        assert_eq!(found, texts, "{source}");
    }
}

#[test]
fn what_is_told_to_a_question_is_not_decided_by_it() {
    for source in [
        "- Q: should the pumps be shut in winter?\n    - A: they have a valve that opens by itself\n",
        "- Q: Ann: does it mean that we can use any pump, or only the red ones?\n    - No, any pump.\n",
        "- so that's a barrier?\n    - Yes\n",
    ] {
        assert_eq!(found(&format!("# 2024-06-03\n\n## Pumps\n\n{source}")), [], "{source}");
    }
}

#[test]
fn what_somebody_says_is_not_decided_by_it() {
    let said = "- Ann: let's wait for it\n- Bob: we decided to go\n- Ann: agreed on that\n- Bob: we will keep it\n";
    assert_eq!(found(&format!("# 2024-06-03\n\n## Storage\n\n{said}")), []);
}

#[test]
fn what_is_nested_below_a_name_is_said_by_it() {
    let said = "- Mara:\n    - Agreed, though both are fine\n- Mara: a\n- Mara: b\n- Ned: c\n";
    assert_eq!(found(&format!("# 2024-06-03\n\n## Storage\n\n{said}")), []);
}

#[test]
fn a_proposal_that_is_talked_on_is_one_of_several() {
    let rows = |below: &str| found(&format!("# 2024-06-03\n\n## Roof\n\n- Tiles\n{below}")).len();
    assert_eq!(rows("    - Let's take the red tiles\n"), 1);
    assert_eq!(rows("    - Let's take the red tiles\n    - they are hard to get in winter\n"), 0);
    assert_eq!(rows("    - Let's take the red tiles\n    - @ann to order them\n"), 1);
    let asked = "- Which tiles?\n    - Let's take the red ones\n    - they are hard to get in winter\n";
    assert_eq!(found(&format!("# 2024-06-03\n\n## Roof\n\n{asked}")).len(), 1);
}

#[test]
fn a_word_and_a_date_can_settle_a_matter() {
    for (source, text) in [
        ("- The draft with three chapters\n    - merge\n", "The draft with three chapters → merge"),
        ("- Fix date: 2024-08-30 (Wed)\n", "Fix date: 2024-08-30 (Wed)"),
    ] {
        let rows = found(&format!("# 2024-06-03\n\n## Roof\n\n{source}"));
        assert_eq!(rows.into_iter().map(|row| row.1).collect::<Vec<_>>(), [text]);
    }
}

#[test]
fn what_is_agreed_with_a_word_of_a_proposal_is_found() {
    for line in ["Good idea, let's use the second gate", "Decision: we found consensus on red tiles"] {
        assert_eq!(found(&format!("# 2024-06-03\n\n## Roof\n\n- {line}\n")).len(), 1, "{line}");
    }
}

#[test]
fn what_was_said_elsewhere_settles_nothing_here() {
    for heading in ["Background", "Initiating comment", "History of the gate", "Working group updates"] {
        let rows = found(&format!("# 2024-06-03\n\n## {heading}\n\n- we agreed to paint it green\n"));
        assert_eq!(rows, [], "{heading}");
    }
}

#[test]
fn what_one_of_them_proposes_is_no_decision() {
    for (name, count) in [("anna", 0), ("later", 1)] {
        let rows =
            found(&format!("# 2024-06-03\n\nAttendees: @anna, @bob\n\n## Gate\n\n- {name}: let's paint it red\n"));
        assert_eq!(rows.len(), count, "{name}: {rows:?}");
    }
}

#[test]
fn what_one_of_them_concludes_is_no_conclusion() {
    let talk = "- Ann: I would close it.\n- Bob: so would I.\n- Ann: well.\n";
    let ending =
        "## Conclusion\n\n- Ann: I read it and liked it\n- either way I think it would be nice\n- we close the gate\n";
    let rows = found(&format!("# 2024-06-03\n\n## Gate\n\n{talk}\n{ending}"));
    assert_eq!(rows, [("heading", "we close the gate".to_owned())]);
}

#[test]
fn whoever_writes_down_needs_no_brackets() {
    let talk = "Ann: I would close it.\nBob: so would I.\nAnn: well.\nBob: good.\n";
    for (line, text) in [
        ("Agreed to ask them first.", "Agreed to ask them first."),
        ("consensus: we ask them", "we ask them"),
        ("Bob: that is all. [consensus to close]", "Bob: that is all. [consensus to close]"),
        ("Bob: close it, I think. [Ann: agreed]\nAgreed to ask them all first.", "Agreed to ask them all first."),
    ] {
        let rows = found(&format!("# 2024-06-03\n\n## Storage\n\n{talk}{line}\n"));
        assert_eq!(rows.into_iter().map(|row| row.1).collect::<Vec<_>>(), [text], "{line}");
    }
}

#[test]
fn a_paragraph_that_tells_a_story_decides_nothing() {
    let long = "because the mill was far away and nobody had a car ".repeat(4);
    for (source, count) in [(format!("We decided to walk {long}."), 0), (format!("- We decided to walk {long}."), 1)] {
        assert_eq!(found(&format!("# 2024-06-03\n\n## Storage\n\n{source}\n")).len(), count, "{source}");
    }
}

#[test]
fn what_people_tell_of_their_work_settles_nothing() {
    for above in ["## Next week\n\n", "**Blocked**\n\n", "- In progress:\n  "] {
        assert_eq!(
            found(&format!("# 2024-06-03\n\n{above}- we agreed to test it with the second one\n")),
            [],
            "{above}"
        );
        let marked = found(&format!("# 2024-06-03\n\n{above}- Decision: the second one\n"));
        assert_eq!(marked, [("label", "the second one".to_owned())], "{above}");
    }
}

#[test]
fn an_answer_may_stand_below_its_label() {
    let rows = found("# 2024-06-03\n\n- Should we keep the old names?\n    - A:\n        - keep them until spring\n");
    assert_eq!(rows, [("answer", "Should we keep the old names? → keep them until spring".to_owned())]);
}

#[test]
fn authors_have_the_last_word() {
    assert_eq!(found("# A\n\n- Decision: x <!-- minutebook: not a decision -->\n"), []);
    let rows = found("# A\n\n- the usual way <!-- minutebook: decision -->\n");
    assert_eq!(rows, [("author", "the usual way".to_owned())]);
}
