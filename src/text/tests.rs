//! The whole model: no loss, one form, nothing dangerous.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn plain(text: &str) -> Text {
    Text::from_plain(text).unwrap()
}

fn html(text: &str) -> String {
    plain(text).to_html(3)
}

fn sentences(text: &str) -> Vec<String> {
    Text::from_plain(text).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn ordinary_swedish_text_survives_untouched() {
    for text in [
        "Enligt 5 kap. 69 § kommunallagen, § 22 och 1 579 tkr.",
        "3 * 4 = 12, 5*3*2 och *.pdf samt *.doc",
        "Kalle* och Lisa* (*) är jäviga (*), se fotnot *) nedan",
        "Office365-miljöer - drift - och mer_än_så __init__",
        "Lag (1930:173) om beräkning av lagstadgad tid [sic](se bilaga) [1]",
        "#hashtag och C:\\Temp\\fil",
        "– Ja, sade hon. -Nej.",
        "👩 😀 שלום ①",
        "§\u{a0}22 & <b> \"citat\" ”citat”",
        "****",
    ] {
        let read = plain(text);
        assert_eq!(read.to_words(), text);
        assert_eq!(read.to_plain(), text);
    }
    assert_eq!(html("1930. Det var året"), "<p>1930. Det var året</p>\n");
}

#[test]
fn broken_lines_join_and_hard_breaks_stay() {
    assert_eq!(plain("Kommun-\r\nstyrelsen\rbeslutar").to_words(), "Kommun- styrelsen beslutar");
    assert_eq!(html("a  \nb\\\nc\\\\\nd\\"), "<p>a<br>\nb<br>\nc\\ d\\</p>\n");
    assert_eq!(html("enligt\n12. punkten"), "<p>enligt 12. punkten</p>\n");
}

#[test]
fn marks_become_html() {
    assert_eq!(html("# A\n## B\nc"), "<h3>A</h3>\n<h4>B</h4>\n<p>c</p>\n");
    assert_eq!(
        html("*a* **b** ***c*** **d *e***"),
        "<p><em>a</em> <strong>b </strong><strong><em>c</em></strong><strong> d </strong><strong><em>e</em></strong></p>\n",
    );
    assert_eq!(
        html("**se [Lund](HTTPS://lund.se/a_(b)?x=1&y=2)**"),
        "<p><strong>se </strong><a href=\"https://lund.se/a_%28b%29?x=1&amp;y=2\" \
         rel=\"noopener\"><strong>Lund</strong></a></p>\n",
    );
    assert_eq!(html(r"\*a\* \[b](c) \- d \\e"), "<p>*a* [b](c) - d \\e</p>\n");
}

#[test]
fn lists_keep_their_numbers_and_levels() {
    assert_eq!(
        html("Att\n3. a\n\n3. a\n4. b\n   rad\n\n   stycke\n  - c\n- d"),
        "<p>Att 3. a</p>\n<ol start=\"3\">\n<li>a</li>\n<li><p>b rad</p>\n<p>stycke</p>\n\
         <ul>\n<li>c</li>\n</ul>\n</li>\n</ol>\n<ul>\n<li>d</li>\n</ul>\n",
    );
    let kept = "1. a\n  - b\n  - c\n\n  d\n2. e\n\n5. f\n\ng";
    assert_eq!(plain(kept).to_plain(), kept);
}

#[test]
fn tables_have_header_cells_and_a_caption() {
    let source = "Text\nTabell: Budget <2026>\n| Post | kr |\n|---|---|\n| A \\| B | 1 579 |\n|x||";
    assert_eq!(
        html(source),
        "<p>Text</p>\n<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" \
         aria-label=\"Budget &lt;2026&gt;\"><table>\n<caption>Budget &lt;2026&gt;</caption>\n\
         <thead><tr><th scope=\"col\">Post</th><th scope=\"col\" class=\"number\">kr</th></tr></thead>\n<tbody>\n\
         <tr><td>A | B</td><td class=\"number\">1 579</td></tr>\n<tr><td>x</td><td class=\"number\"></td></tr>\n</tbody>\n</table></div>\n",
    );
    assert_eq!(plain("| inte en tabell |").to_words(), "| inte en tabell |");
}

#[test]
fn mistakes_come_all_at_once_with_their_lines() {
    let found =
        sentences("ok\nOffice\u{200b} a\n\n[x](javascript:alert(1))\n\n|a|b|\n|---|---|\n|c|");
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].starts_with(
        "Rad 2: Texten innehåller ett tecken som inte kan sparas (U+200B) efter ”Office”"
    ));
    assert!(found[1].starts_with("Rad 4: Länken måste börja med https://"));
    assert!(found[2].starts_with("Rad 8: Antalet celler i raden är 1, men i rubrikraden 2."));
    for bad in
        ["\0", "\u{202a}", "\u{202e}", "\u{2066}", "\u{2069}", "\u{200d}", "\u{feff}", "\u{1b}"]
    {
        assert_eq!(sentences(&format!("a{bad}b")).len(), 1, "{bad:?}");
    }
    assert!(sentences("a\n[x](data:text/html,y)")[0].starts_with("Rad 2:"));
    assert_eq!(sentences(&"a ".repeat(MAX_SIZE)).len(), 1);
    let deep = (0..7).map(|n| format!("{}- a\n", "  ".repeat(n))).collect::<Vec<_>>().concat();
    assert!(sentences(&deep)[0].starts_with("Rad 7: Listorna har för många nivåer."));
}

#[test]
fn json_is_compact_and_the_same_when_read_again() {
    let text = plain("# A\n*b* [c](https://d.se)\\\ne\n\n- f\n\n| g |\n|---|\n| h |");
    let json = serde_json::to_string(&text).unwrap();
    assert_eq!(
        json,
        r#"[{"t":"h","level":1,"c":[{"s":"A"}]},{"t":"p","c":[{"s":"b","i":true},{"s":" "},{"s":"c","href":"https://d.se"},{"br":true},{"s":"e"}]},{"t":"ul","items":[[{"t":"p","c":[{"s":"f"}]}]]},{"t":"table","head":[[{"s":"g"}]],"rows":[[[{"s":"h"}]]]}]"#
    );
    assert_eq!(serde_json::from_str::<Text>(&json).unwrap(), text);
    assert_eq!(serde_json::to_string(&Text::default()).unwrap(), "[]");
}

#[test]
fn json_is_normalised() {
    let text = Text::parse_json(json!([
        {"t": "p", "c": [{"s": "  A\u{30a}\t\n b", "b": true}, {"s": ""}, {"s": " ", "i": true}, {"s": "c", "b": true}]},
        {"t": "p", "c": [{"s": " \u{a0} "}, {"br": true}]},
        {"t": "ul", "items": [[{"t": "p", "c": [{"s": "x"}]}], []]},
        {"t": "ul", "items": [[{"t": "ul", "items": [[{"t": "p", "c": [{"s": "y"}]}]]}]]},
    ]));
    assert_eq!(text.unwrap(), plain("**Å b c**\n\n- x\n- y"));
}

#[test]
fn json_outside_the_model_is_refused() {
    let p = json!({"t": "p", "c": [{"s": "a"}]});
    for bad in [
        json!({"blocks": []}),
        json!([{"t": "p", "c": [], "style": "x"}]),
        json!([{"t": "script", "c": []}]),
        json!([{"t": "p", "c": [{"s": "a", "u": true}]}]),
        json!([{"t": "p", "c": [{"s": "a", "br": true}]}]),
        json!([{"t": "p", "c": [{"br": false}]}]),
        json!([{"t": "p", "c": [{}]}]),
        json!([{"t": "p", "c": [{"s": "a\u{0}"}]}]),
        json!([{"t": "p", "c": [{"s": "a\u{202e}"}]}]),
        json!([{"t": "p", "c": [{"s": "a", "href": "javascript:alert(1)"}]}]),
        json!([{"t": "h", "level": 3, "c": [{"s": "a"}]}]),
        json!([{"t": "ol", "start": 1000, "items": [[p]]}]),
        json!([{"t": "ol", "start": -1, "items": [[p]]}]),
        json!([{"t": "ul", "items": [[{"t": "h", "level": 1, "c": [{"s": "a"}]}]]}]),
        json!([{"t": "table", "head": [[]], "rows": [[[], []]]}]),
        json!([{"t": "table", "head": [], "rows": []}]),
        json!([{"t": "table", "head": [[]], "rows": [], "merged": 1}]),
        json!([{"t": "table", "head": [[]], "rows": [], "caption": "\u{200b}"}]),
        json!([{"t": "p", "c": [{"s": "å".repeat(MAX_SIZE)}]}]),
    ] {
        assert!(Text::parse_json(bad.clone()).is_err(), "{bad}");
    }
    let nest = |levels: usize| {
        (0..levels).fold(p.clone(), |inner, _| json!({"t": "ul", "items": [[p.clone(), inner]]}))
    };
    assert!(Text::parse_json(json!([nest(MAX_DEPTH)])).is_ok());
    assert_eq!(Text::parse_json(json!([nest(MAX_DEPTH + 1)])), Err(TextError::TooDeep));
    let bomb = format!("{}{}", r#"[{"t":"ul","items":[["#.repeat(5000), "]]}]".repeat(5000));
    assert!(serde_json::from_str::<Text>(&bomb).is_err());
}

#[test]
fn print_data_has_the_shape_of_the_templates() {
    assert_eq!(
        plain("## A\n**b** [*c*](https://d.se)\\\ne\n\n2. f").to_print(),
        json!([
            {"t": "h", "level": 5, "c": [{"s": "A"}]},
            {"t": "p", "c": [{"s": "b", "b": true}, {"s": " "}, {"s": "c", "i": true, "href": "https://d.se"},
                {"br": true}, {"s": "e"}]},
            {"t": "ol", "start": 2, "items": [[{"t": "p", "c": [{"s": "f"}]}]]},
        ])
    );
}

#[test]
fn hostile_text_is_only_text() {
    let out = html("<script>alert('1')</script> <img src=x onerror=\"y\"> &amp; *<b>*");
    assert_eq!(
        out,
        "<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &lt;img src=x onerror=&quot;y&quot;&gt; \
         &amp;amp; <em>&lt;b&gt;</em></p>\n"
    );
}

#[test]
fn hostile_size_takes_no_time() {
    let begun = std::time::Instant::now();
    let nested = (0..10_000)
        .map(|n| format!("{}- a\n", " ".repeat(2 * (n % 150))))
        .collect::<Vec<_>>()
        .concat();
    assert!(Text::from_plain(&nested).is_err());
    for unit in [
        "*",
        "**a ",
        "[](",
        "](",
        "[a](https://x.se",
        "[a](",
        "\\",
        "|",
        "- - ",
        "*a** ",
        "ord och ",
        "a\\\n",
        "`1. ",
    ] {
        let text = unit.repeat(100_000 / unit.len());
        if let Ok(read) = Text::from_plain(&text) {
            assert_eq!(plain(&read.to_plain()), read, "{unit}");
            let _ = (read.to_html(3), read.to_words());
        }
    }
    let rows = "| a | b |\n".repeat(9_000);
    let _ = plain(&format!("| a | b |\n|---|---|\n{rows}")).to_html(3);
    let items = (0..20_000).map(|n| format!("{}. a\n", n + 1)).collect::<Vec<_>>().concat();
    assert_eq!(plain(&items).blocks().len(), 1);
    let one = plain(&(0..15_000).map(|n| format!("a{n} ")).collect::<Vec<_>>().concat());
    let two = plain(&(0..15_000).map(|n| format!("b{n}\n\n")).collect::<Vec<_>>().concat());
    assert!(changes(&one, &two).contains("a14999"));
    // Generous, for a loaded machine without optimisation; anything quadratic takes minutes.
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[test]
fn changes_show_words_and_formats() {
    let out = changes(
        &plain("Bifalla *förslaget* <nu>.\n\nKvar."),
        &plain("Avslå **förslaget** <nu>.\n\nKvar.\n\n1. Ny"),
    );
    assert_eq!(
        out,
        "<p><del><span class=\"visually-hidden\">Borttaget: </span>Bifalla</del>\
         <ins><span class=\"visually-hidden\">Tillagt: </span>Avslå</ins> \
         <del><span class=\"visually-hidden\">Borttaget: </span><em>förslaget</em></del>\
         <ins><span class=\"visually-hidden\">Tillagt: </span><strong>förslaget</strong></ins> &lt;nu&gt;.</p>\n\
         <p>Kvar.</p>\n\
         <p><ins><span class=\"visually-hidden\">Tillagt: </span>1. Ny</ins></p>\n"
    );
    assert_eq!(changes(&Text::default(), &Text::default()), "");
}

fn words() -> impl Strategy<Value = String> {
    let signs = prop::sample::select(vec![
        "a",
        "ord",
        "Å",
        " ",
        " ",
        "  ",
        "*",
        "**",
        "***",
        "\\",
        "\\~",
        "[",
        "]",
        "(",
        ")",
        "|",
        "#",
        "##",
        "-",
        "•",
        "1",
        "1.",
        "2.",
        "1000.",
        ".",
        "~",
        ",",
        "\u{a0}",
        "e\u{301}",
        "\u{301}",
        "\u{338}",
        "<",
        "Tabell: x",
        "|---|",
        "---",
        "](https://x.se)",
        "[a](javascript:x)",
        "\n",
        "😀",
        "\u{2003}",
        "ש",
        "'",
        "&",
    ]);
    prop::collection::vec(signs, 0..6).prop_map(|parts| parts.concat())
}

fn content() -> impl Strategy<Value = Vec<Inline>> {
    let link = prop::option::weighted(
        0.3,
        prop::sample::select(vec!["https://x.se/(a)*|b", "mailto:a@b.se", "http://å.se/\\"])
            .prop_map(String::from),
    );
    let run = (words(), any::<bool>(), any::<bool>(), link)
        .prop_map(|(words, bold, italic, link)| Inline::Run(Run { words, bold, italic, link }));
    prop::collection::vec(prop_oneof![5 => run, 1 => Just(Inline::Break)], 0..6)
}

fn nested() -> impl Strategy<Value = Block> {
    content().prop_map(|content| Block::Paragraph { content }).prop_recursive(4, 24, 4, |inner| {
        let items = prop::collection::vec(prop::collection::vec(inner, 0..4), 0..4);
        let start = prop::sample::select(vec![0_u32, 1, 1, 2, 3, 998, 999]);
        (items, prop::option::of(start)).prop_map(|(items, start)| match start {
            None => Block::Bullets { items },
            Some(start) => Block::Numbered { start, items },
        })
    })
}

fn block() -> impl Strategy<Value = Block> {
    let level = prop::sample::select(vec![Level::Upper, Level::Lower]);
    let heading = (level, content()).prop_map(|(level, content)| Block::Heading { level, content });
    let table = (1_usize..4).prop_flat_map(|width| {
        let row = || prop::collection::vec(content(), width);
        (words(), row(), prop::collection::vec(row(), 0..3))
            .prop_map(|(caption, head, rows)| Block::Table(Table { caption, head, rows }))
    });
    prop_oneof![4 => nested(), 1 => heading, 1 => table]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plain_text_and_json_carry_every_text_without_loss(blocks in prop::collection::vec(block(), 0..5)) {
        let text = Text::new(blocks).unwrap();
        prop_assert_eq!(&Text::new(text.blocks().to_vec()).unwrap(), &text);
        let json = serde_json::to_value(&text).unwrap();
        prop_assert_eq!(&Text::parse_json(json).unwrap(), &text);
        let plain = text.to_plain();
        prop_assert_eq!(&Text::from_plain(&plain), &Ok(text), "{}", plain);
    }

    #[test]
    fn whatever_is_typed_is_read_or_refused_and_stays_the_same(
        lines in prop::collection::vec((0_usize..5, words(), words()), 0..8)
    ) {
        let typed: Vec<_> = lines.iter().map(|(n, a, b)| format!("{}{a}{b}", " ".repeat(*n))).collect();
        if let Ok(text) = Text::from_plain(&typed.join("\n")) {
            prop_assert_eq!(&Text::from_plain(&text.to_plain()), &Ok(text));
        }
    }
}
