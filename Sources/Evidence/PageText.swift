/// What stands on every readable page, whatever it shows.
///
/// The hash of these texts is part of the format (docs/format.md): another wording is another
/// format, and old bundles would no longer verify.
enum PageText {
  static let mark = "<!-- | -->"

  static let head = """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Evidence from a Rollbook ledger</title>
    <style>
    body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", "PingFang SC", sans-serif; margin: 2em auto; \
    max-width: 75em; padding: 0 1em; color: #1a1a1a; background: #fff }
    h1 { font-size: 1.6em } h2 { font-size: 1.15em; margin-top: 2em }
    pre { background: #f4f4f1; padding: 1em; white-space: pre-wrap; overflow-wrap: anywhere }
    table { border-collapse: collapse; width: 100% }
    th, td { text-align: left; vertical-align: top; padding: .3em .8em .3em 0; \
    border-bottom: 1px solid #ddd; white-space: pre-wrap; overflow-wrap: anywhere }
    th { border-bottom: 2px solid #888 }
    td:nth-child(-n+3) { white-space: nowrap; font-variant-numeric: tabular-nums }
    tr { break-inside: avoid } thead { display: table-header-group }
    @media print { body { margin: 0; max-width: none; font-size: 10pt } }
    </style>
    <h1>Evidence from a Rollbook ledger</h1>
    <p>Every line below is proven to be in a log whose head was signed, and this page follows from
    the proofs beside it. That holds only once the folder was verified against the company's public
    key, got by another way than this folder:</p>
    <pre>rollbook verify-bundle FOLDER --key KEY</pre>
    <p><b>It shows</b> that these lines were recorded, in this order, before the head was signed, and
    that none of them was changed since. Whoever cosigned the head saw it at the time that stands
    below. <b>It does not show</b> that a recorded value was true, that nothing was left out before
    it was recorded, or when: the times of lines are by the clock of whoever recorded them.
    <b>Withheld</b> is what the log has and this folder does not show. <b>Erased</b> is what the log
    had, and what a later line proves to have been erased.</p>
    <h2>The signed head</h2>
    <pre>
    """

  static let middle = """
    </pre>
    <h2>What is shown</h2>
    <table>
    <thead><tr><th>Entry</th><th>Recorded (UTC)</th><th>What</th><th>Who</th><th>Cell</th>\
    <th>Content</th></tr></thead>
    <tbody>

    """

  static let foot = """
    </tbody>
    </table>
    </html>

    """
}
