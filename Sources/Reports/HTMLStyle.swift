/// How the HTML page looks.
enum HTMLStyle {
  /// The style sheet; colors have a contrast of 4.5 to 1 or more in both schemes.
  static let sheet = """
    :root {
      --page: #f5f6f8; --card: #fff; --text: #1b1f24; --quiet: #57606a; --line: #d4d9df;
      --link: #0a5bc4; --code: #eef0f3; --critical: #a40e26; --high: #b3381d; --medium: #7d5700;
      --low: #1b6585; --info: #57606a; --good: #1a6b34;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #0f1216; --card: #181c22; --text: #e6eaef; --quiet: #a2abb6; --line: #343b45;
        --link: #78b2ff; --code: #262c35; --critical: #ff8f9c; --high: #ffa07a; --medium: #e5bb5f;
        --low: #7cc7e8; --info: #a2abb6; --good: #6fd08c;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 62rem; background: var(--page);
      color: var(--text); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere;
    }
    .skip { position: absolute; left: -100rem; }
    .skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .3rem .6rem; }
    a { color: var(--link); }
    a:focus-visible, summary:focus-visible { outline: .15rem solid var(--link); outline-offset: .1rem; }
    h1, h2, h3 { line-height: 1.25; }
    h1 { margin: 0 0 .5rem; font-size: 1.9rem; }
    h2 { margin: 0 0 .6rem; font-size: 1.25rem; }
    h3 { margin: 1.3rem 0 .4rem; font-size: 1rem; }
    p { margin: .5rem 0; }
    code {
      padding: .08em .3em; border-radius: .25em; background: var(--code);
      font: .9em/1.4 ui-monospace, monospace;
    }
    .brand { margin: 0; color: var(--quiet); letter-spacing: .04em; }
    .verdict { font-size: 1.1rem; font-weight: 600; }
    .verdict.good { color: var(--good); }
    .card {
      margin: 1.2rem 0; padding: 1.1rem 1.3rem; border: 1px solid var(--line); border-radius: .5rem;
      border-left: .35rem solid var(--line); background: var(--card);
    }
    .card.critical { border-left-color: var(--critical); }
    .card.high { border-left-color: var(--high); }
    .card.medium { border-left-color: var(--medium); }
    .card.low { border-left-color: var(--low); }
    .badge {
      display: inline-block; padding: .1em .55em; border: .1em solid currentcolor; border-radius: 1em;
      font-size: .75rem; font-weight: 700; vertical-align: .15em; white-space: nowrap;
    }
    .badge.critical, .status.live { color: var(--critical); }
    .badge.high, .status.gated { color: var(--high); }
    .badge.medium { color: var(--medium); }
    .badge.low { color: var(--low); }
    .badge.info { color: var(--info); }
    .status.dead { color: var(--good); }
    .status.live, .status.dead { font-weight: 700; }
    .facts { display: flex; flex-wrap: wrap; gap: .3rem 1.8rem; margin: .6rem 0; }
    .facts div { display: flex; gap: .5rem; }
    dt { color: var(--quiet); }
    dd { margin: 0; }
    .remedy { padding: .6rem .9rem; border-radius: .4rem; background: var(--code); }
    .timeline { margin: 0; padding: 0; list-style: none; }
    .timeline li {
      display: flex; gap: .9rem; padding: .3rem 0 .3rem 1.1rem; border-left: .12rem solid var(--line);
      position: relative;
    }
    .timeline li::before {
      content: ""; position: absolute; left: -.38rem; top: .78rem; width: .65rem; height: .65rem;
      border-radius: 50%; background: var(--quiet);
    }
    .timeline .introduced::before { background: var(--critical); }
    .timeline .copied::before, .timeline .returned::before { background: var(--high); }
    .timeline .removed::before { background: var(--good); }
    .timeline .now { font-weight: 600; }
    .timeline .when { flex: 0 0 6.2rem; color: var(--quiet); font-variant-numeric: tabular-nums; }
    .timeline span { min-width: 0; }
    .date { white-space: nowrap; }
    .scroll { overflow-x: auto; }
    table { width: 100%; border-collapse: collapse; font-size: .93rem; }
    caption { padding: .2rem 0; text-align: left; color: var(--quiet); }
    th, td { padding: .4rem .7rem .4rem 0; border-bottom: 1px solid var(--line); text-align: left; }
    th, td { vertical-align: top; }
    thead th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
    tbody th { min-width: 12rem; font-weight: 400; }
    .number { text-align: right; font-variant-numeric: tabular-nums; padding-right: 1.2rem; }
    details { margin: .6rem 0; }
    summary { cursor: pointer; color: var(--link); }
    footer { margin-top: 2rem; color: var(--quiet); font-size: .9rem; }
    @media (max-width: 36rem) {
      .timeline li { display: block; }
      .timeline .when { display: block; }
      tbody th { min-width: 8rem; }
    }
    @media print {
      :root {
        --page: #fff; --card: #fff; --text: #000; --quiet: #444; --line: #bbb; --link: #000;
        --code: #f2f2f2; --critical: #a40e26; --high: #b3381d; --medium: #7d5700; --low: #1b6585;
        --good: #1a6b34; font-size: 10pt;
      }
      body { max-width: none; padding: 0; }
      details::details-content { content-visibility: visible; height: auto; }
      .skip { display: none; }
      .card { break-inside: auto; padding: .8rem 1rem; }
      h2, h3, caption, thead { break-after: avoid; }
      tr, .timeline li { break-inside: avoid; }
      .scroll { overflow: visible; }
      .badge, .timeline li::before { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    """
}
