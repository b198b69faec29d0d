namespace HelpLightning.Cli.Overview;

/// <summary>
/// The style sheet. Blue and orange are those of Okabe and Ito, which people tell apart whatever colours they see; letters are at
/// least 4.5 times as bright or dark as what is behind them (WCAG 2.2, 1.4.3). Without angle brackets and ampersands, for XML.
/// </summary>
internal static class PageStyle
{
    public const string Sheet = """

        :root { color-scheme: light dark; --ground: #f6f7f9; --card: #ffffff; --ink: #1b1f24; --soft: #57606a; --rule: #d8dee4;
          --k0: #0072b2; --k1: #d55e00; --k1-ground: #fbe3d2;
          --q0: #f0f2f5; --q1: #d6e6f4; --q2: #abd0e6; --q3: #6aaed6; --q4: #2171b5; --q5: #08306b; --low: #1b1f24; --high: #ffffff; }
        @media (prefers-color-scheme: dark) {
          :root { --ground: #0d1117; --card: #161b22; --ink: #e6edf3; --soft: #9ea7b3; --rule: #30363d;
            --k0: #56b4e9; --k1: #e69f00; --k1-ground: #4a3300;
            --q0: #1c222a; --q1: #12324f; --q2: #174a75; --q3: #1f649c; --q4: #7cc0ee; --q5: #cfe8fb; --low: #e6edf3; --high: #0d1117; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 1380px; margin: 0 auto; padding: 24px 16px; }
        h1 { margin: 0; font-size: 28px; line-height: 1.2; overflow-wrap: anywhere; }
        h2 { margin: 0 0 8px; font-size: 17px; line-height: 1.3; }
        header p { margin: 4px 0 0; color: var(--soft); overflow-wrap: anywhere; }
        header .period { font-size: 18px; color: var(--ink); }
        section, footer { margin-top: 16px; }
        .cards { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; }
        .card, .panel, .trends, .empty { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: 14px 16px; }
        .card h2 { margin: 0; font-size: 14px; font-weight: 600; color: var(--soft); }
        .card p { margin: 0; }
        .number { font-size: 30px; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums; }
        .change { font-size: 14px; color: var(--soft); }
        .trends ul, footer ul { margin: 0; padding-left: 20px; }
        .plots { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; margin-top: 16px; }
        .plots section { margin-top: 0; }
        .legend, .note { margin: 0 0 8px; font-size: 14px; color: var(--soft); }
        .note { margin: 6px 0 0; }
        .swatch { display: inline-block; width: 12px; height: 12px; margin: 0 2px 0 8px; border-radius: 2px; vertical-align: -1px; }
        .swatch:first-child { margin-left: 0; }
        .s0 { background: var(--k0); }
        .s1 { border: 1px solid var(--k1);
          background: repeating-linear-gradient(45deg, var(--k1) 0 2px, var(--k1-ground) 2px 5px); }
        .defs { position: absolute; }
        .plot { width: 100%; height: auto; font-size: 12px; fill: var(--ink); }
        .wide { display: none; }
        .narrow { display: block; }
        .plot text { fill: var(--soft); unicode-bidi: plaintext; }
        .plot .figure, .plot .name { fill: var(--ink); font-variant-numeric: tabular-nums; }
        .mid { text-anchor: middle; }
        .end { text-anchor: end; }
        .axis { stroke: var(--soft); }
        .grid { stroke: var(--rule); }
        .k0 { fill: var(--k0); }
        .k1 { fill: url(#hatch); stroke: var(--k1); stroke-width: 0.75; }
        .hatch-ground { fill: var(--k1-ground); }
        .hatch-line { fill: var(--k1); }
        .cell { rx: 3px; }
        .q0 { fill: var(--q0); } .q1 { fill: var(--q1); } .q2 { fill: var(--q2); }
        .q3 { fill: var(--q3); } .q4 { fill: var(--q4); } .q5 { fill: var(--q5); }
        .plot .heat { fill: var(--low); font-size: 11px; }
        .plot .q4 .heat, .plot .q5 .heat { fill: var(--high); }
        details { margin-top: 10px; font-size: 14px; overflow-x: auto; }
        summary { cursor: pointer; color: var(--soft); }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        caption { text-align: left; padding: 6px 0; font-weight: 600; }
        th, td { padding: 3px 8px; text-align: right; border-bottom: 1px solid var(--rule); }
        th:first-child { padding-left: 0; text-align: left; font-weight: 400; overflow-wrap: anywhere; unicode-bidi: isolate; }
        thead th, thead th:first-child { font-weight: 600; vertical-align: bottom; }
        footer { color: var(--soft); font-size: 14px; }
        @media (min-width: 640px) {
          .wide { display: block; }
          .narrow { display: none; }
          .cards { grid-template-columns: repeat(4, minmax(0, 1fr)); }
        }
        @media (min-width: 1100px) {
          .plots { grid-template-columns: repeat(2, minmax(0, 1fr)); }
        }
        @media print {
          @page { margin: 14mm; }
          :root { color-scheme: light; --ground: #ffffff; --card: #ffffff; --ink: #000000; --soft: #444444; --rule: #bbbbbb;
            --k0: #0072b2; --k1: #d55e00; --k1-ground: #fbe3d2;
            --q0: #f0f2f5; --q1: #d6e6f4; --q2: #abd0e6; --q3: #6aaed6; --q4: #2171b5; --q5: #08306b; --low: #000000; --high: #ffffff; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          main { padding: 0; max-width: none; }
          .plots { display: block; }
          .plots section { margin-top: 12px; }
          .cards { grid-template-columns: repeat(4, minmax(0, 1fr)); }
          .wide { display: block; }
          .narrow, details { display: none; }
          .card, .panel, .trends { break-inside: avoid; }
        }
        """;
}
